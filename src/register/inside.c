/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/inside.h"

#include "base/json.h"

#include <pthread.h>

/* Which conditions a statement has. */
enum condition {
    IN_UNITS = 1,
    OF_HOLDER = 2,
    IN_STATE = 4,
    WAITING = 8,
    CURRENT = 16,
    WITH_WORDS = 32,
    COUNTED = 64,
};

static struct map statements; /* from a description to a statement */
static pthread_mutex_t statements_lock = PTHREAD_MUTEX_INITIALIZER;

struct register_inside register_inside_of(struct arena *arena, const struct register_actor *actor,
                                          const struct register_body *body,
                                          const struct register_definition *definition)
{
    struct register_inside inside = {.projection = register_projection_of(body, definition)};
    inside.reach = register_reach(arena, actor, definition, &inside.units);
    if (inside.reach == REGISTER_REACH_OWN)
        inside.holder = actor->person;
    return inside;
}

static unsigned conditions_of(const struct register_inside *inside)
{
    return (inside->reach == REGISTER_REACH_UNIT ? IN_UNITS : 0U) |
           (inside->holder.size ? OF_HOLDER : 0U) | (inside->state ? IN_STATE : 0U) |
           (inside->waiting ? WAITING : 0U) | (inside->current ? CURRENT : 0U) |
           (inside->words.size ? WITH_WORDS : 0U);
}

static const char *sql_of(struct arena *arena, const struct register_projection *projection,
                          unsigned conditions, enum store_dialect dialect)
{
    struct buffer sql = {.arena = arena};
    buffer_add_format(&sql, conditions & COUNTED ? "SELECT COUNT(*) FROM (SELECT 1" : "SELECT %s",
                      projection->columns);
    buffer_add_format(&sql, " FROM %s r WHERE r.body = :body", projection->table);
    if (conditions & IN_UNITS)
        buffer_add_string(&sql, dialect == STORE_SQLITE
                                    ? " AND r.holder_unit IN (SELECT value FROM json_each(:units))"
                                    : " AND r.holder_unit IN (SELECT value FROM "
                                      "json_array_elements_text(CAST(:units AS JSON)))");
    if (conditions & OF_HOLDER)
        buffer_add_string(&sql, " AND r.holder = :holder");
    if (conditions & IN_STATE)
        buffer_add_string(&sql, " AND r.state = :state");
    if (conditions & WAITING)
        buffer_add_string(&sql, " AND r.waits = 1");
    if (conditions & CURRENT)
        buffer_add_string(&sql, " AND r.current = 1");
    if (conditions & WITH_WORDS)
        buffer_add_string(&sql, " AND r.sort_holder LIKE :words ESCAPE '!'");
    buffer_add_string(&sql, " AND r.number < :before");
    buffer_add_string(&sql, conditions & COUNTED ? " LIMIT :limit) counted"
                                                 : " ORDER BY r.number DESC LIMIT :limit");
    return buffer_string(&sql);
}

static struct error *statement_of(struct arena *arena, const struct register_inside *inside,
                                  unsigned conditions, const struct store_statement **statement)
{
    const struct register_projection *projection = inside->projection;
    struct text description = text_format(arena, "%s_inside_%u", projection->table, conditions);
    struct error *error = NULL;
    pthread_mutex_lock(&statements_lock);
    if (!statements.arena)
        statements.arena = arena_new();
    *statement = map_get(&statements, description);
    if (!*statement) {
        error = store_statement_new(
            statements.arena, text_string(statements.arena, description),
            sql_of(statements.arena, projection, conditions, STORE_SQLITE),
            sql_of(statements.arena, projection, conditions, STORE_POSTGRESQL), statement);
        if (!error)
            *map_place(&statements, description) = (void *)*statement;
    }
    pthread_mutex_unlock(&statements_lock);
    return error;
}

struct text register_inside_units(struct arena *arena, const struct map *units)
{
    struct buffer buffer = {.arena = arena};
    struct json_writer writer = {.buffer = &buffer};
    json_open_array(&writer);
    for (size_t at = 0; at < units->capacity; at++)
        if (units->items[at].key.data)
            json_write_text(&writer, units->items[at].key);
    json_close_array(&writer);
    return buffer_text(&buffer);
}

struct text register_inside_words(struct arena *arena, struct text words)
{
    struct buffer buffer = {.arena = arena};
    struct text folded = text_fold(arena, words);
    buffer_add_byte(&buffer, '%');
    for (size_t at = 0; at < folded.size; at++) {
        if (folded.data[at] == '%' || folded.data[at] == '_' || folded.data[at] == '!')
            buffer_add_byte(&buffer, '!');
        buffer_add_byte(&buffer, folded.data[at]);
    }
    buffer_add_byte(&buffer, '%');
    return buffer_text(&buffer);
}

/* In the order in which sql_of names the parameters. */
static struct error *ask(struct store_session *session, struct arena *arena,
                         const struct register_inside *inside, unsigned more, size_t limit,
                         struct store_rows **rows)
{
    const struct store_statement *statement;
    struct store_value bound[6];
    unsigned conditions = conditions_of(inside) | more;
    size_t count = 0;
    if (conditions & IN_UNITS)
        bound[count++] = store_text(register_inside_units(arena, &inside->units));
    if (conditions & OF_HOLDER)
        bound[count++] = store_text(inside->holder);
    if (conditions & IN_STATE)
        bound[count++] = store_text(inside->state->id);
    if (conditions & WITH_WORDS)
        bound[count++] = store_text(register_inside_words(arena, inside->words));
    bound[count++] = store_integer(inside->before ? inside->before : INT64_MAX);
    bound[count++] = store_integer((int64_t)limit);
    TRY(statement_of(arena, inside, conditions, &statement));
    return store_query(session, statement, bound, rows);
}

struct error *register_inside_read(struct store_session *session, struct arena *arena,
                                   const struct register_inside *inside,
                                   struct register_row **result, size_t *count, bool *more)
{
    struct store_rows *rows;
    const struct store_value *columns;
    *result = ARENA_ARRAY(arena, struct register_row, inside->limit + 1);
    *count = 0;
    *more = false;
    if (inside->reach == REGISTER_REACH_NONE)
        return NULL;
    TRY(ask(session, arena, inside, 0, inside->limit + 1, &rows));
    for (;;) {
        TRY(store_next(rows, &columns));
        if (!columns)
            return NULL;
        *more = *count == inside->limit;
        if (!*more)
            TRY(register_projection_row(arena, inside->projection, columns,
                                        &(*result)[(*count)++]));
    }
}

struct error *register_inside_count(struct store_session *session, struct arena *arena,
                                    const struct register_inside *inside, int64_t *count)
{
    struct store_rows *rows;
    const struct store_value *columns;
    *count = 0;
    if (inside->reach == REGISTER_REACH_NONE)
        return NULL;
    TRY(ask(session, arena, inside, COUNTED, REGISTER_INSIDE_MANY, &rows));
    TRY(store_next(rows, &columns));
    *count = columns ? columns[0].integer : 0;
    store_stop(rows);
    return NULL;
}

bool register_waits_for(const struct register_actor *actor,
                        const struct register_definition *definition,
                        const struct register_state *state)
{
    if (!state->waits)
        return false;
    for (size_t i = 0; i < definition->step_count; i++) {
        const struct register_step *step = &definition->steps[i];
        if (step->from != state)
            continue;
        for (size_t j = 0; j < actor->part_count; j++)
            if (register_roles_have(&step->by, actor->parts[j].role))
                return true;
    }
    return false;
}
