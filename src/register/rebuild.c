/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Tables made anew from the versions, kept up with the day, and compared with the versions. */

#include "register/writer.h"
#include "store/statements.h"

#include <string.h>

/* The newest version of each entry of a register, one by one, in the order of their ids. */
struct walk {
    struct store_session *session;
    struct arena *arena; /* the caller resets it between entries */
    const struct register_definition *definition;
    struct store_rows *rows;
    char after[72];
    size_t after_size;
    bool ended;
};

static struct error *open_walk(struct walk *walk)
{
    struct text after = {walk->after, walk->after_size};
    return store_query(walk->session, &sql_version_next,
                       (struct store_value[]){store_text(walk->definition->id), store_text(after)},
                       &walk->rows);
}

/* The next entry that has content; *FOUND is false at the end. */
static struct error *next_entry(struct walk *walk, struct register_entry *entry, bool *found)
{
    bool any = walk->rows != NULL;
    *found = false;
    while (!walk->ended) {
        const struct store_value *row;
        if (!walk->rows) {
            TRY(open_walk(walk));
            any = false;
        }
        TRY(store_next(walk->rows, &row));
        if (!row) {
            walk->rows = NULL;
            walk->ended = !any;
            continue;
        }
        any = true;
        walk->after_size =
            row[0].text.size < sizeof walk->after ? row[0].text.size : sizeof walk->after;
        memcpy(walk->after, row[0].text.data, walk->after_size);
        if (row[4].type == STORE_NULL)
            continue;
        *entry = (struct register_entry){
            .id = text_copy(walk->arena, row[0].text),
            .revision = row[1].integer,
            .state = register_state(walk->definition, row[3].text),
            .values =
                ARENA_ARRAY(walk->arena, struct register_value, walk->definition->field_count),
        };
        if (!entry->state)
            return error_new(store_arena(walk->session), ERROR_SYSTEM,
                             "%.*s \"%.*s\" is in the unknown state \"%.*s\"",
                             TEXT_FORMAT(walk->definition->id), TEXT_FORMAT(entry->id),
                             TEXT_FORMAT(row[3].text));
        *found = true;
        return register_content_parse(walk->arena, walk->definition, row[4].text, entry->values);
    }
    return NULL;
}

static struct error *moment_of(struct store_session *session, struct arena *arena,
                               const struct register_definition *definition,
                               const struct register_entry *entry, struct text *moment)
{
    const struct store_value *row;
    TRY(store_query_one(session, &sql_version_moment,
                        (struct store_value[]){store_text(definition->id), store_text(entry->id),
                                               store_integer(entry->revision)},
                        &row));
    *moment = row ? text_copy(arena, row[0].text) : TEXT("");
    return NULL;
}

/* What a rebuild carries. */
struct rebuild {
    const struct register_body *body;
    const struct register_definition *definition;
    struct arena *scratch;
};

static struct error *rebuild_rows(struct rebuild *rebuild, struct register_writer *writer)
{
    struct walk walk = {
        .session = writer->session, .arena = rebuild->scratch, .definition = rebuild->definition};
    for (;;) {
        struct register_entry entry;
        bool found;
        struct text moment;
        TRY(next_entry(&walk, &entry, &found));
        if (!found)
            return NULL;
        TRY(moment_of(writer->session, rebuild->scratch, rebuild->definition, &entry, &moment));
        TRY(register_writer_project(writer, rebuild->definition, &entry, moment, true));
        arena_reset(rebuild->scratch);
    }
}

struct error *register_search_join(struct store_session *session, const struct register_body *body,
                                   const struct register_definition *definition)
{
    const char *table = register_projection_of(body, definition)->table;
    if (!definition->published || store_dialect(body->store) != STORE_SQLITE)
        return NULL;
    return store_define(
        session, text_format(store_arena(session),
                             "INSERT INTO %s_search (%s_search) VALUES ('optimize');", table, table)
                     .data);
}

static struct error *rebuild(struct store_session *session, struct arena *arena, void *context)
{
    struct rebuild *rebuild = context;
    struct register_writer *writer;
    struct text id = rebuild->definition->id;
    const struct register_projection *projection =
        register_projection_of(rebuild->body, rebuild->definition);
    arena_reset(rebuild->scratch);
    TRY(register_writer_begin(session, rebuild->body, rebuild->scratch, &writer));
    TRY(store_run(session, &sql_tally_clear, (struct store_value[]){store_text(id)}, NULL));
    id = text_format(arena, "%.*s/holder", TEXT_FORMAT(id));
    TRY(store_run(session, &sql_tally_clear, (struct store_value[]){store_text(id)}, NULL));
    TRY(store_run(session, projection->clear, NULL, NULL));
    TRY(rebuild_rows(rebuild, writer));
    register_writer_touch(writer, "register/", rebuild->definition->id);
    TRY(register_search_join(session, rebuild->body, rebuild->definition));
    return register_writer_end(writer);
}

struct error *register_rebuild(const struct register_body *body, struct arena *arena,
                               const struct register_definition *definition)
{
    struct rebuild context = {.body = body, .definition = definition, .scratch = arena_new()};
    struct error *error = store_change(body->store, arena, body->id, rebuild, &context);
    arena_free(context.scratch);
    return error ? error_wrap(arena, error, "making the table of %.*s anew",
                              TEXT_FORMAT(definition->id))
                 : NULL;
}

/* One portion of the entries whose last day went by. */
struct passing {
    const struct register_body *body;
    const struct register_projection *projection;
    size_t count;
};

static struct error *pass_some(struct store_session *session, struct arena *arena, void *context)
{
    struct passing *passing = context;
    struct register_writer *writer;
    struct store_rows *rows;
    const struct store_value *row;
    struct text *ids = NULL;
    size_t capacity = 0;
    passing->count = 0;
    struct text today = date_format(arena, register_today(passing->body));
    TRY(register_writer_begin(session, passing->body, NULL, &writer));
    TRY(store_query(session, passing->projection->past, (struct store_value[]){store_text(today)},
                    &rows));
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            break;
        ids = arena_grow(arena, ids, passing->count, &capacity, sizeof *ids);
        ids[passing->count++] = text_copy(arena, row[0].text);
    }
    for (size_t i = 0; i < passing->count; i++) {
        struct register_row before;
        bool found;
        TRY(register_projection_get(session, arena, passing->projection, ids[i], &before, &found));
        struct register_entry entry = {before.entry, before.revision, before.state, before.values};
        TRY(register_writer_project(writer, passing->projection->definition, &entry, before.changed,
                                    false));
        if (before.holder.size)
            register_writer_touch(writer, "person/", before.holder);
    }
    if (passing->count)
        register_writer_touch(writer, "register/", passing->projection->definition->id);
    return register_writer_end(writer);
}

static struct error *join_search(struct store_session *session, struct arena *arena, void *context)
{
    const struct register_body *body = context;
    (void)arena;
    for (size_t i = 0; i < body->definitions->count; i++)
        TRY(register_search_join(session, body, &body->definitions->items[i]));
    return NULL;
}

struct error *register_pass_midnight(const struct register_body *body, struct arena *arena)
{
    for (size_t i = 0; i < body->definitions->count; i++) {
        struct passing passing = {.body = body, .projection = body->projections[i]};
        if (!passing.projection->definition->until)
            continue;
        do
            TRY(store_change(body->store, arena, body->id, pass_some, &passing));
        while (passing.count);
    }
    return store_change(body->store, arena, body->id, join_search, (void *)body);
}

static bool same_value(const struct store_value *one, const struct store_value *other)
{
    if (one->type != other->type)
        return false;
    if (one->type == STORE_INTEGER)
        return one->integer == other->integer;
    return one->type != STORE_TEXT || text_equal(one->text, other->text);
}

/* What a comparison carries. */
struct comparison {
    struct register_writer writer; /* only for what rows are made of: nothing is written with it */
    const struct register_definition *definition;
    const struct register_projection *projection;
    struct faults *faults;
    struct register_tally tally;
    int64_t compared;
};

static bool same_row(const struct comparison *comparison, struct arena *arena,
                     const struct register_row *row, const struct store_value *found)
{
    const struct store_value *expected =
        register_projection_bind(arena, comparison->projection, row);
    for (size_t i = 0; i < comparison->projection->put->parameters; i++)
        if (!same_value(&expected[i], &found[i]))
            return false;
    return true;
}

/* Compares the row of one entry with its newest version. An entry whose last day went by is still
 * current until the server turned the day. */
static struct error *compare_entry(struct comparison *comparison, struct arena *arena,
                                   const struct register_entry *entry)
{
    struct register_row row;
    struct text moment;
    const struct store_value *found;
    TRY(moment_of(comparison->writer.session, arena, comparison->definition, entry, &moment));
    TRY(register_writer_row(&comparison->writer, comparison->definition, entry, moment, &row));
    TRY(store_query_one(comparison->writer.session, comparison->projection->whole,
                        (struct store_value[]){store_text(entry->id)}, &found));
    comparison->compared++;
    bool same = found && same_row(comparison, arena, &row, found);
    if (found && !same && !row.current && !entry->state->ended) {
        struct register_writer before = comparison->writer;
        before.today = date_latest(entry->values[comparison->definition->until->number].date);
        TRY(register_writer_row(&before, comparison->definition, entry, moment, &row));
        same = same_row(comparison, arena, &row, found);
    }
    register_tally_count(&comparison->tally, comparison->definition, &row, 1);
    if (!same)
        fault_add(comparison->faults, text_of(comparison->projection->table), 0, 0,
                  found ? "the row of \"%.*s\" differs from its newest version (waarborg migrate "
                          "makes it anew)"
                        : "the row of \"%.*s\" is missing (waarborg migrate makes it anew)",
                  TEXT_FORMAT(entry->id));
    return NULL;
}

static struct error *compare_counts(struct comparison *comparison, struct arena *arena)
{
    struct map counts;
    const struct store_value *row;
    const struct map *own = map_get(&comparison->tally.registers, comparison->definition->id);
    TRY(register_tally_read(comparison->writer.session, arena, comparison->definition->id,
                            &counts));
    for (size_t i = 0; i < counts.capacity; i++) {
        const int64_t *kept = counts.items[i].value;
        const int64_t *counted =
            counts.items[i].key.data && own ? map_get(own, counts.items[i].key) : NULL;
        if (kept && *kept != (counted ? *counted : 0))
            fault_add(comparison->faults, TEXT("tally"), 0, 0,
                      "%.*s %.*s is kept as %lld, but there are %lld",
                      TEXT_FORMAT(comparison->definition->id), TEXT_FORMAT(counts.items[i].key),
                      (long long)*kept, (long long)(counted ? *counted : 0));
    }
    for (size_t i = 0; own && i < own->capacity; i++)
        if (own->items[i].key.data && *(const int64_t *)own->items[i].value &&
            !map_get(&counts, own->items[i].key))
            fault_add(comparison->faults, TEXT("tally"), 0, 0, "%.*s %.*s is not counted",
                      TEXT_FORMAT(comparison->definition->id), TEXT_FORMAT(own->items[i].key));
    TRY(store_query_one(comparison->writer.session, comparison->projection->count, NULL, &row));
    if (row && row[0].integer != comparison->compared)
        fault_add(comparison->faults, text_of(comparison->projection->table), 0, 0,
                  "the table has %lld rows, but there are %lld entries", (long long)row[0].integer,
                  (long long)comparison->compared);
    return NULL;
}

static struct error *compare_entries(struct comparison *comparison, struct arena *scratch)
{
    struct walk walk = {.session = comparison->writer.session,
                        .arena = scratch,
                        .definition = comparison->definition};
    for (;;) {
        struct register_entry entry;
        bool found;
        TRY(next_entry(&walk, &entry, &found));
        if (!found)
            return NULL;
        struct arena *own = store_change_arena(comparison->writer.session, scratch);
        struct error *error = compare_entry(comparison, scratch, &entry);
        store_change_arena(comparison->writer.session, own);
        if (error)
            return error_new(own, error->kind, "comparing %.*s: %s",
                             TEXT_FORMAT(comparison->definition->id), error_string(scratch, error));
        arena_reset(scratch);
    }
}

struct error *register_projection_verify(struct store_session *session,
                                         const struct register_body *body,
                                         const struct register_definition *definition,
                                         struct faults *faults, int64_t *compared)
{
    struct arena *scratch = arena_new();
    struct arena *arena = store_arena(session);
    struct comparison comparison = {
        .writer = {.session = session,
                   .arena = arena,
                   .scratch = scratch,
                   .body = body,
                   .today = register_today(body),
                   .people = {.arena = arena}},
        .definition = definition,
        .projection = register_projection_of(body, definition),
        .faults = faults,
        .tally = {.arena = arena, .registers = {.arena = arena}},
    };
    struct error *error = compare_entries(&comparison, scratch);
    if (!error)
        error = compare_counts(&comparison, arena);
    *compared += comparison.compared;
    arena_free(scratch);
    return error;
}
