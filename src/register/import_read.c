/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/import_inside.h"

#include <string.h>

/* Reads the rows of a file into values, and judges them by the definition. */

/* Faults that are kept one by one; what is beyond is only counted. */
enum { FAULTS_MOST = 10000 };

struct reading {
    struct arena *arena; /* for what lasts */
    struct arena *scratch;
    const struct register_import *import;
    const struct register_definition *definition;
    struct table *table;
    struct faults *faults;
    struct import_stage *stage;
    const struct import_columns *columns;
    struct import_references people;
    struct import_references units;
    struct register_import_result *result;
    struct register_value *values;
    struct date today;
    struct table_row row;
    bool sound;
};

static void refuse(struct reading *reading, size_t column, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A fault in COLUMN (plus one; 0: of the whole row). */
static void refuse(struct reading *reading, size_t column, const char *format, ...)
{
    struct buffer message = {.arena = reading->scratch};
    va_list arguments;
    va_start(arguments, format);
    buffer_add_arguments(&message, format, arguments);
    va_end(arguments);
    reading->sound = false;
    if (fault_count(reading->faults) >= FAULTS_MOST)
        return;
    if (column)
        table_fault(reading->table, &reading->row, column - 1, "%s", buffer_string(&message));
    else
        fault_add(reading->faults, reading->import->file, reading->row.line, reading->row.column,
                  "%s", buffer_string(&message));
}

static bool read_reference(struct reading *reading, const struct register_field *field,
                           struct register_value *value, struct text *message)
{
    if (!value->present)
        return true;
    if (field->type == REGISTER_PERSON)
        return import_reference(reading->scratch, &reading->people, "people", value->text,
                                &value->text, message);
    if (field->type == REGISTER_UNIT)
        return import_reference(reading->scratch, &reading->units, "units", value->text,
                                &value->text, message);
    return true;
}

/* Money as an object: what it says in parts must be what its words say, if it has any. */
static bool check_money(struct register_value *value, struct text *message)
{
    struct money money;
    if (!value->written.size)
        return true;
    *message = TEXT("the words in \"written\" say something else than \"kind\" and \"cents\"");
    return money_read(value->written, &money) && money.kind == value->money.kind &&
           money.cents == value->money.cents && text_equal(money.written, value->written);
}

/* An array as the words between which a cell would have ';'. */
static bool read_array(struct arena *arena, const struct register_field *field, const json_t *json,
                       struct register_value *value, struct text *message)
{
    struct buffer words = {.arena = arena};
    for (size_t i = 0; i < json_array_size(json); i++) {
        const json_t *item = json_array_get(json, i);
        *message = TEXT("a list with something else than texts; expected texts");
        if (!json_is_string(item))
            return false;
        if (i)
            buffer_add_byte(&words, ';');
        buffer_add(&words, (struct text){json_string_value(item), json_string_length(item)});
    }
    return register_value_read(arena, field, buffer_text(&words), value, message);
}

static bool read_organisation(struct arena *arena, const struct register_field *field,
                              const json_t *json, struct register_value *value,
                              struct text *message)
{
    return register_value_read(arena, field, text_copy(arena, json_member_text(json, "name")),
                               value, message) &&
           register_kvk_read(arena, json_member_text(json, "kvk"), &value->kvk, message);
}

static bool read_nested(struct reading *reading, const struct register_field *field,
                        struct text written, struct register_value *value, struct text *message)
{
    struct arena *arena = reading->scratch;
    json_t *json;
    bool sound = false;
    *message = TEXT("an object or list; expected a text");
    if (json_read(arena, written, &json))
        return false;
    if (field->several && json_is_array(json))
        sound = read_array(arena, field, json, value, message);
    else if (field->type == REGISTER_ORGANISATION && json_is_object(json))
        sound = read_organisation(arena, field, json, value, message);
    else if (field->type == REGISTER_MONEY && json_is_object(json)) {
        *message = TEXT("no money; expected \"kind\" and \"cents\"");
        sound = !register_value_parse(arena, field, json, value) && check_money(value, message);
    }
    json_decref(json);
    return sound;
}

static void read_field(struct reading *reading, const struct register_field *field)
{
    size_t column = reading->columns->value[field->number];
    size_t kvk = reading->columns->kvk[field->number];
    struct register_value *value = &reading->values[field->number];
    struct text message;
    if (!column) {
        *value = reading->columns->constant[field->number];
    } else {
        const struct table_field *cell = &reading->row.fields[column - 1];
        bool sound =
            cell->kind == TABLE_NESTED
                ? read_nested(reading, field, cell->text, value, &message)
                : register_value_read(reading->scratch, field, cell->text, value, &message);
        if (!sound) {
            *value = (struct register_value){0};
            refuse(reading, column, "%.*s", TEXT_FORMAT(message));
        }
    }
    if (!read_reference(reading, field, value, &message))
        refuse(reading, column, "%.*s", TEXT_FORMAT(message));
    if (!kvk || !reading->row.fields[kvk - 1].text.size)
        return;
    if (!register_kvk_read(reading->scratch, reading->row.fields[kvk - 1].text, &value->kvk,
                           &message))
        refuse(reading, kvk, "%.*s", TEXT_FORMAT(message));
    value->present = true;
}

static void read_period(struct reading *reading)
{
    const struct register_definition *definition = reading->definition;
    struct register_value *since =
        definition->since ? &reading->values[definition->since->number] : NULL;
    struct register_value *until =
        definition->until ? &reading->values[definition->until->number] : NULL;
    struct date first;
    struct date last;
    if (!definition->period_in || !since || since->present || (until && until->present) ||
        !reading->values[definition->period_in->number].present ||
        !import_period_read(reading->scratch, reading->values[definition->period_in->number].text,
                            &first, &last))
        return;
    *since = (struct register_value){.present = true, .date = first};
    if (until && date_exists(last))
        *until = (struct register_value){.present = true, .date = last};
}

static const struct register_state *read_state(struct reading *reading)
{
    size_t column = reading->columns->state;
    if (!column)
        return reading->columns->constant_state;
    struct text written = text_trim(reading->row.fields[column - 1].text);
    if (!written.size)
        return NULL;
    const struct register_state *state =
        import_state(reading->scratch, reading->definition, written);
    if (!state) {
        struct buffer states = {.arena = reading->scratch};
        for (size_t i = 0; i < reading->definition->state_count; i++)
            buffer_add_format(&states, "%s%.*s", i ? ", " : "",
                              TEXT_FORMAT(reading->definition->states[i].label.dutch));
        refuse(reading, column, "\"%.*s\" is no state of this register; expected one of %.*s",
               TEXT_FORMAT(written), TEXT_FORMAT(buffer_text(&states)));
    }
    return state;
}

static void warn(struct reading *reading, size_t column, const struct register_finding *finding)
{
    struct place place = {reading->row.line, reading->row.column};
    if (!reading->import->dry_run || reading->faults->warnings >= FAULTS_MOST)
        return;
    if (column)
        place = table_place(reading->table, &reading->row, column - 1);
    fault_warn(reading->faults, reading->import->file, place.line, place.column, "%.*s",
               TEXT_FORMAT(finding->message.english));
}

static void judge(struct reading *reading, const struct register_state *state)
{
    struct register_findings findings;
    bool flagged = false;
    struct register_subject subject = {state, reading->values, TEXT(""),
                                       reading->import->body->organisation, reading->today};
    if (reading->definition->holder)
        subject.office = import_office(&reading->people,
                                       reading->values[reading->definition->holder->number].text);
    register_values_check(reading->scratch, reading->definition, &subject, false, &findings);
    for (size_t i = 0; i < findings.count; i++) {
        const struct register_finding *finding = &findings.items[i];
        size_t column = finding->field ? reading->columns->value[finding->field->number] : 0;
        if (!finding->refuses) {
            flagged = true;
            warn(reading, column, finding);
        } else if (column || !finding->field) {
            refuse(reading, column, "%.*s", TEXT_FORMAT(finding->message.english));
        } else {
            refuse(reading, 0, "%.*s: %.*s", TEXT_FORMAT(finding->field->id),
                   TEXT_FORMAT(finding->message.english));
        }
    }
    reading->result->warnings += flagged && reading->sound;
}

static void read_row(struct reading *reading)
{
    reading->sound = true;
    for (size_t i = 0; i < reading->definition->field_count; i++)
        read_field(reading, &reading->definition->fields[i]);
    read_period(reading);
    const struct register_state *state = read_state(reading);
    if (reading->sound)
        judge(reading, state);
    if (reading->sound)
        import_stage_add(reading->stage, reading->values, state, reading->row.line);
    else
        reading->result->count[REGISTER_IMPORT_REFUSED]++;
    if (!reading->sound && reading->import->dry_run && reading->import->tell)
        reading->import->tell(reading->import->context, REGISTER_IMPORT_REFUSED, reading->row.line,
                              TEXT(""));
}

/* Units may stand below one another in any order: they are all known before the first is read. */
static struct error *read_own_units(struct reading *reading)
{
    struct faults faults = {.arena = reading->arena};
    const struct register_field *id = register_field(reading->definition, TEXT("id"));
    const struct register_field *name = register_field(reading->definition, TEXT("name"));
    struct table *table;
    struct table_row row;
    if (!id || !name || !reading->columns->value[id->number])
        return NULL;
    TRY(table_open(reading->arena, reading->import->content, reading->import->file, &faults,
                   &table));
    while (table_next(table, &row)) {
        size_t named = reading->columns->value[name->number];
        struct text key = text_trim(row.fields[reading->columns->value[id->number] - 1].text);
        if (key.size)
            import_references_add(&reading->units, key,
                                  named ? text_trim(row.fields[named - 1].text) : TEXT(""),
                                  TEXT(""));
    }
    return NULL;
}

static struct error *read_references(struct reading *reading)
{
    const struct register_body *body = reading->import->body;
    bool people = false;
    bool units = false;
    for (size_t i = 0; i < reading->definition->field_count; i++) {
        people = people || reading->definition->fields[i].type == REGISTER_PERSON;
        units = units || reading->definition->fields[i].type == REGISTER_UNIT;
    }
    if (people)
        TRY(import_references_read(reading->arena, body, body->people, &reading->people));
    const struct register_definition *definition = register_find(body->definitions, TEXT("units"));
    if (!units || !definition)
        return NULL;
    TRY(import_references_read(reading->arena, body, register_projection_of(body, definition),
                               &reading->units));
    return definition == reading->definition ? read_own_units(reading) : NULL;
}

static void read_rows(struct reading *reading)
{
    unsigned percent = 101;
    while (table_next(reading->table, &reading->row)) {
        read_row(reading);
        arena_reset(reading->scratch);
        reading->result->read++;
        if (reading->import->progress && table_percent(reading->table) != percent) {
            percent = table_percent(reading->table);
            reading->import->progress(reading->import->context, "reading", percent);
        }
    }
    size_t refused = table_refused(reading->table);
    reading->result->read += refused;
    reading->result->count[REGISTER_IMPORT_REFUSED] += refused;
}

struct error *import_read(struct arena *arena, const struct register_import *import,
                          struct table *table, struct faults *faults, struct import_stage *stage,
                          struct register_import_result *result)
{
    struct reading reading = {
        .arena = arena,
        .scratch = arena_new(),
        .import = import,
        .definition = import->definition,
        .table = table,
        .faults = faults,
        .stage = stage,
        .columns = stage->columns,
        .people = {.ids = {.arena = arena}, .names = {.arena = arena}},
        .units = {.ids = {.arena = arena}, .names = {.arena = arena}},
        .result = result,
        .values = ARENA_ARRAY(arena, struct register_value, import->definition->field_count),
        .today = register_today(import->body),
    };
    struct error *error = read_references(&reading);
    if (!error)
        read_rows(&reading);
    arena_free(reading.scratch);
    return error;
}
