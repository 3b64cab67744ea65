/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/import_inside.h"

#include "base/identifier.h"
#include "store/statements.h"

#include <sodium.h>
#include <string.h>

/* What a file brings, written in one transaction. */

struct writing {
    struct arena *arena;
    const struct register_import *import;
    const struct register_definition *definition;
    struct import_stage *stage;
    const struct import_entries *entries;
    const struct register_import_result *result;
    int64_t head;
    struct text hash;
    struct text name; /* of the file, without folders */
    struct register_value *values;
    struct arena *puts; /* for the writer, for one put */
    struct arena *row;  /* for one row, with all that the database says of it */
    struct store_session *session;
    struct register_writer *writer;
    size_t done;
    size_t all;
    unsigned percent;
};

static void progress(struct writing *writing)
{
    unsigned percent = writing->all ? (unsigned)(++writing->done * 100 / writing->all) : 100;
    if (percent == writing->percent || !writing->import->progress)
        return;
    writing->percent = percent;
    writing->import->progress(writing->import->context, "writing", percent);
}

static struct error *put(struct writing *writing, struct arena *scratch,
                         const struct register_change *change, size_t line)
{
    struct register_change whole = *change;
    whole.definition = writing->definition;
    whole.action = REGISTER_IMPORT;
    whole.actor = TEXT("import");
    whole.reason =
        line ? text_format(scratch, "%.*s:%zu", TEXT_FORMAT(writing->name), line) : writing->name;
    progress(writing);
    return register_writer_put(writing->writer, &whole, NULL);
}

static const struct register_state *state_of(const struct writing *writing,
                                             const struct import_row *row)
{
    return row->state ? &writing->definition->states[row->state - 1] : NULL;
}

static struct error *put_new(struct writing *writing, struct arena *scratch,
                             const struct import_row *row)
{
    struct text id = TEXT("");
    import_stage_values(writing->stage, row, writing->values);
    for (size_t i = 0; i < writing->definition->field_count; i++)
        if (writing->definition->fields[i].type == REGISTER_IDENTIFIER)
            id = writing->values[i].text;
    return put(writing, scratch,
               &(struct register_change){
                   .entry = id,
                   .state = state_of(writing, row),
                   .values = writing->values,
               },
               row->line);
}

/* What the file says, over what was there. */
static struct error *put_changed(struct writing *writing, struct arena *scratch,
                                 const struct import_row *row)
{
    const struct import_entry *entry = &writing->entries->items[row->entry - 1];
    const struct import_columns *columns = writing->stage->columns;
    struct register_entry before;
    TRY(register_entry_read(writing->session, scratch, writing->definition, entry->id, &before));
    import_stage_values(writing->stage, row, writing->values);
    for (size_t i = 0; i < writing->definition->field_count; i++) {
        struct register_value *value = &writing->values[i];
        struct text kvk = before.values[i].kvk;
        if (!value->present && !columns->covered[i])
            *value = before.values[i];
        if (value->present && !value->kvk.size && !columns->kvk[i] &&
            text_equal(value->text, before.values[i].text))
            value->kvk = kvk;
    }
    return put(writing, scratch,
               &(struct register_change){
                   .entry = entry->id,
                   .revision = entry->revision,
                   .state = state_of(writing, row),
                   .values = writing->values,
               },
               row->line);
}

/* The state of what ended: withdrawn, where a register has no other. */
static const struct register_state *ended_state(const struct register_definition *definition)
{
    for (size_t i = 0; i < definition->state_count; i++)
        if (definition->states[i].ended && !text_is(definition->states[i].id, "withdrawn"))
            return &definition->states[i];
    return register_state(definition, TEXT("withdrawn"));
}

static struct error *put_ended(struct writing *writing, struct arena *scratch,
                               const struct import_entry *entry)
{
    struct register_entry before;
    TRY(register_entry_read(writing->session, scratch, writing->definition, entry->id, &before));
    return put(writing, scratch,
               &(struct register_change){
                   .entry = entry->id,
                   .revision = entry->revision,
                   .state = ended_state(writing->definition),
                   .values = before.values,
               },
               0);
}

static struct error *put_row(struct writing *writing, const struct import_row *row)
{
    if (row->outcome == REGISTER_IMPORT_NEW)
        return put_new(writing, writing->row, row);
    if (row->outcome == REGISTER_IMPORT_CHANGED || row->outcome == REGISTER_IMPORT_ENDED)
        return put_changed(writing, writing->row, row);
    return NULL;
}

/* Numbers up to COUNT in no order at all. */
static const size_t *shuffled(struct arena *arena, size_t count)
{
    size_t *numbers = ARENA_ARRAY(arena, size_t, count);
    for (size_t i = 0; i < count; i++) {
        size_t other = randombytes_uniform((uint32_t)i + 1);
        numbers[i] = numbers[other];
        numbers[other] = i;
    }
    return numbers;
}

/* Rows are recorded in the order of the file. Lists show the order of recording: where nobody may
 * know whom an entry is about, a file that is sorted by name would tell. */
static struct error *put_rows(struct writing *writing)
{
    size_t count = writing->stage->count;
    const size_t *order =
        register_hides_holder(writing->definition) ? shuffled(writing->arena, count) : NULL;
    for (size_t i = 0; i < count; i++) {
        TRY(put_row(writing, import_row(writing->stage, order ? order[i] : i)));
        arena_reset(writing->row);
    }
    for (size_t i = 0; i < writing->entries->count; i++) {
        if (writing->entries->items[i].ends && ended_state(writing->definition))
            TRY(put_ended(writing, writing->row, &writing->entries->items[i]));
        arena_reset(writing->row);
    }
    return NULL;
}

/* The counts, for who looks back. */
static struct text counts_of(struct arena *arena, const struct register_import_result *result)
{
    struct buffer buffer = {.arena = arena};
    struct json_writer writer = {.buffer = &buffer};
    json_open_object(&writer);
    json_write_key(&writer, "read");
    json_write_number(&writer, (int64_t)result->read);
    for (int outcome = 0; outcome < REGISTER_IMPORT_OUTCOMES; outcome++) {
        json_write_key(&writer, register_import_outcome_id((enum register_import_outcome)outcome));
        json_write_number(&writer, (int64_t)result->count[outcome]);
    }
    json_write_key(&writer, "warnings");
    json_write_number(&writer, (int64_t)result->warnings);
    json_close_object(&writer);
    return buffer_text(&buffer);
}

static struct error *add_edition(struct writing *writing, struct arena *arena)
{
    return store_run(writing->session, &sql_import_add,
                     (struct store_value[]){
                         store_text(identifier_new(arena)),
                         store_text(writing->definition->id),
                         store_text(writing->name),
                         store_text(writing->hash),
                         store_text(clock_format(arena, clock_now())),
                         store_text(counts_of(arena, writing->result)),
                     },
                     NULL);
}

static struct error *write_all(struct store_session *session, struct arena *arena, void *context)
{
    struct writing *writing = context;
    const struct store_value *changed;
    TRY(store_query_one(
        session, &sql_import_changed_since,
        (struct store_value[]){store_integer(writing->head), store_text(writing->definition->id)},
        &changed));
    if (changed)
        return error_new(arena, ERROR_CONFLICT, "entries of %.*s were changed meanwhile",
                         TEXT_FORMAT(writing->definition->id));
    arena_reset(writing->row);
    arena_reset(writing->puts);
    writing->session = session;
    writing->done = 0;
    TRY(register_writer_begin(session, writing->import->body, writing->puts, &writing->writer));
    struct arena *own = store_change_arena(session, writing->row);
    struct error *error = put_rows(writing);
    store_change_arena(session, own);
    if (error)
        return error;
    TRY(register_writer_end(writing->writer));
    return add_edition(writing, arena);
}

struct error *import_write(struct arena *arena, const struct register_import *import,
                           struct import_stage *stage, const struct import_entries *entries,
                           int64_t head, struct text hash,
                           const struct register_import_result *result)
{
    struct text name = import->file;
    for (size_t at = name.size; at > 0; at--)
        if (name.data[at - 1] == '/') {
            name = text_slice(name, at, name.size);
            break;
        }
    /* What a file is called is not up to us, but what is kept is. */
    if (!text_valid(name, NULL) || text_has_control(name))
        name = TEXT("?");
    struct writing writing = {
        .arena = arena,
        .import = import,
        .definition = import->definition,
        .stage = stage,
        .entries = entries,
        .result = result,
        .head = head,
        .hash = hash,
        .name = name,
        .values = ARENA_ARRAY(arena, struct register_value, import->definition->field_count),
        .puts = arena_new(),
        .row = arena_new(),
        .all = result->count[REGISTER_IMPORT_NEW] + result->count[REGISTER_IMPORT_CHANGED] +
               result->count[REGISTER_IMPORT_ENDED] + result->absent_ended,
    };
    struct error *error =
        store_change(import->body->store, arena, import->body->id, write_all, &writing);
    if (error)
        error = error_new(arena, error->kind, "%s", error_string(arena, error));
    arena_free(writing.puts);
    arena_free(writing.row);
    return error;
}
