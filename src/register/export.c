/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/export.h"

/* Fields in their order, then the state. */

enum { BATCH = 64 * 1024 };

struct label register_beside_label(enum register_beside which)
{
    static const char *const labels[][2] = {
        [REGISTER_BESIDE_ADDRESS] = {"Webadres", "Web address"},
        [REGISTER_BESIDE_CHANGED] = {"Gewijzigd op", "Changed on"},
        [REGISTER_BESIDE_CONFIRMED] = {"Bevestigd op", "Confirmed on"},
    };
    return (struct label){text_of(labels[which][0]), text_of(labels[which][1])};
}

bool register_export_is_beside(struct arena *arena, struct text heading)
{
    for (int i = 0; i < REGISTER_BESIDE_COUNT; i++) {
        struct label label = register_beside_label((enum register_beside)i);
        if (text_equal(heading, text_fold(arena, label.dutch)) ||
            text_equal(heading, text_fold(arena, label.english)))
            return true;
    }
    return false;
}

static bool is_shown(const struct register_export *export, const struct register_field *field)
{
    return !export->public || register_shows(field);
}

static bool is_holder(const struct register_export *export, const struct register_field *field)
{
    return field == export->definition->holder;
}

static void add_heading(struct register_export *export, const struct register_field *field,
                        const char *suffix)
{
    struct arena *arena = export->buffer->arena;
    struct text name = export->labels ? label_in(field->label, export->language) : field->id;
    sheet_text(&export->sheet, text_format(arena, "%.*s%s", TEXT_FORMAT(name), suffix));
}

static void add_headings(struct register_export *export)
{
    bool words = export->labels;
    bool dutch = export->language == LANGUAGE_DUTCH;
    for (size_t i = 0; i < export->definition->field_count; i++) {
        const struct register_field *field = &export->definition->fields[i];
        if (!is_shown(export, field))
            continue;
        if (is_holder(export, field)) {
            add_heading(export, field, !words ? "" : dutch ? " (nummer)" : " (number)");
            add_heading(export, field, words ? "" : "_name");
            continue;
        }
        add_heading(export, field, "");
        if (field->type == REGISTER_ORGANISATION)
            add_heading(export, field, words ? " (KvK)" : "_kvk");
    }
    sheet_text(&export->sheet, words ? dutch ? TEXT("Status") : TEXT("State") : TEXT("state"));
    for (size_t i = 0; i < export->beside_count; i++)
        sheet_text(&export->sheet, export->beside[i]);
    sheet_row(&export->sheet);
}

void register_export_begin(struct register_export *export)
{
    export->any = false;
    if (export->format == REGISTER_EXPORT_JSON) {
        buffer_add_byte(export->buffer, '[');
        return;
    }
    export->sheet = sheet_begin(export->buffer, export->form);
    add_headings(export);
}

/* The labels of the options that a value names, apart by ';'. */
static struct text option_labels(const struct register_export *export,
                                 const struct register_field *field, struct text ids)
{
    struct buffer labels = {.arena = export->buffer->arena};
    struct text id;
    while (text_next(&ids, '\n', &id)) {
        const struct register_option *option = register_option(field->vocabulary, id);
        if (labels.size)
            buffer_add_byte(&labels, ';');
        buffer_add(&labels, option ? label_in(option->label, export->language) : id);
    }
    return buffer_text(&labels);
}

static void add_cell(struct register_export *export, const struct register_field *field,
                     const struct register_value *value)
{
    struct arena *arena = export->buffer->arena;
    bool english = export->labels && export->language == LANGUAGE_ENGLISH;
    if (!value->present)
        sheet_text(&export->sheet, TEXT(""));
    else if (field->type == REGISTER_DATE)
        sheet_date(&export->sheet, value->date);
    else if (field->type == REGISTER_NUMBER)
        sheet_number(&export->sheet, value->number);
    else if (field->type == REGISTER_MONEY && value->money.kind == MONEY_EXACT &&
             !value->written.size)
        sheet_decimal(&export->sheet, value->money.cents, 2);
    else if (field->type == REGISTER_BOOLEAN && english)
        sheet_text(&export->sheet, value->number ? TEXT("yes") : TEXT("no"));
    else if (export->labels && field->vocabulary)
        sheet_text(&export->sheet, option_labels(export, field, value->text));
    else
        sheet_text(&export->sheet, register_value_export(arena, field, value));
    if (field->type == REGISTER_ORGANISATION)
        sheet_text(&export->sheet, value->kvk);
}

static void add_sheet_row(struct register_export *export, const struct register_row *row)
{
    for (size_t i = 0; i < export->definition->field_count; i++) {
        const struct register_field *field = &export->definition->fields[i];
        if (!is_shown(export, field))
            continue;
        add_cell(export, field, &row->values[i]);
        if (is_holder(export, field))
            sheet_text(&export->sheet, row->holder_name);
    }
    sheet_text(&export->sheet,
               export->labels ? label_in(row->state->label, export->language) : row->state->id);
    for (size_t i = 0; i < export->beside_count; i++)
        sheet_text(&export->sheet, export->cells[i]);
    sheet_row(&export->sheet);
}

static void add_object(struct register_export *export, const struct register_row *row)
{
    struct json_writer writer = {.buffer = export->buffer};
    buffer_add_string(export->buffer, export->any ? ",\n" : "\n");
    json_open_object(&writer);
    for (size_t i = 0; i < export->definition->field_count; i++) {
        const struct register_field *field = &export->definition->fields[i];
        if (!is_shown(export, field))
            continue;
        register_value_write(&writer, field, &row->values[i]);
        if (is_holder(export, field) && row->holder_name.size) {
            json_write_key_text(
                &writer, text_format(export->buffer->arena, "%.*s_name", TEXT_FORMAT(field->id)));
            json_write_text(&writer, row->holder_name);
        }
    }
    json_write_key(&writer, "state");
    json_write_text(&writer, row->state->id);
    json_close_object(&writer);
}

void register_export_row(struct register_export *export, const struct register_row *row)
{
    if (export->format == REGISTER_EXPORT_JSON)
        add_object(export, row);
    else
        add_sheet_row(export, row);
    export->any = true;
}

void register_export_end(struct register_export *export)
{
    if (export->format == REGISTER_EXPORT_JSON)
        buffer_add_string(export->buffer, "\n]\n");
}

struct walk {
    struct arena *arena; /* for some entries */
    struct store_session *session;
    const struct register_projection *projection;
    struct register_export *export;
    register_export_output *output;
    void *context;
    int64_t number; /* of the newest entry that was written */
};

static struct error *hand_over(struct walk *walk)
{
    struct error *error = walk->output(walk->context, buffer_text(walk->export->buffer));
    walk->export->buffer->size = 0;
    return error;
}

/* The next entries; *COUNT becomes how many there were. */
static struct error *write_some(struct walk *walk, size_t *count)
{
    struct store_rows *rows;
    const struct store_value *columns;
    TRY(store_query(walk->session, walk->projection->next,
                    (struct store_value[]){store_integer(walk->number)}, &rows));
    for (*count = 0;; ++*count) {
        struct register_row row;
        TRY(store_next(rows, &columns));
        if (!columns)
            return hand_over(walk);
        TRY(register_projection_row(walk->arena, walk->projection, columns, &row));
        walk->number = row.number;
        if (!walk->export->public || row.public)
            register_export_row(walk->export, &row);
        if (walk->export->buffer->size > BATCH)
            TRY(hand_over(walk));
    }
}

static struct error *write_all(struct walk *walk)
{
    struct buffer first = {.arena = walk->arena};
    walk->export->buffer = &first;
    register_export_begin(walk->export);
    TRY(hand_over(walk));
    for (size_t count = 1; count > 0;) {
        /* What is written lives no longer than the entries that it tells of. */
        arena_reset(walk->arena);
        struct buffer buffer = {.arena = walk->arena};
        walk->export->buffer = &buffer;
        walk->export->sheet.buffer = &buffer;
        TRY(write_some(walk, &count));
    }
    struct buffer last = {.arena = walk->arena};
    walk->export->buffer = &last;
    register_export_end(walk->export);
    return hand_over(walk);
}

struct error *register_export_all(struct arena *arena, const struct register_body *body,
                                  struct register_export *export, register_export_output *output,
                                  void *context)
{
    struct arena *session = arena_new();
    struct walk walk = {
        .arena = arena_new(),
        .projection = register_projection_of(body, export->definition),
        .export = export,
        .output = output,
        .context = context,
    };
    struct error *error = store_begin_reading(body->store, session, body->id, &walk.session);
    if (!error) {
        error = write_all(&walk);
        store_end_reading(walk.session);
    }
    if (error)
        error = error_new(arena, error->kind, "%s", error_string(arena, error));
    export->buffer = NULL;
    arena_free(walk.arena);
    arena_free(session);
    return error;
}
