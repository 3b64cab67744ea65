/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/internal.h"

#include <string.h>

/* What a session does: the checks that go for both databases, then the driver. */

/* Remembers the first error of a write: whatever its function returns, it is undone. */
static struct error *note_error(struct store_session *session, struct error *error)
{
    if (error && session->writing && !session->error)
        session->error = error;
    return error;
}

static struct error *check_values(struct arena *arena, const struct store_statement *statement,
                                  const struct store_value *values)
{
    for (size_t i = 0; i < statement->parameters; i++) {
        struct text text = values[i].text;
        size_t where;
        if (values[i].type != STORE_TEXT || !text.size)
            continue;
        if (memchr(text.data, '\0', text.size))
            return error_new(arena, ERROR_INPUT, "%s: a text holds the character NUL",
                             statement->name);
        if (!text_valid(text, &where))
            return error_new(arena, ERROR_INPUT, "%s: byte %zu of a text is not UTF-8",
                             statement->name, where);
    }
    return NULL;
}

static struct error *check(struct store_session *session, const struct store_statement *statement,
                           const struct store_value *values)
{
    bool every = text_equal(session->body, STORE_EVERY_BODY);
    if (statement->writes && !session->writing)
        return error_new(session->arena, ERROR_SYSTEM, "%s writes, in a session that reads",
                         statement->name);
    if (every ? statement->body : statement->across)
        return error_new(session->arena, ERROR_SYSTEM,
                         every ? "%s is for one body, in a session of every body"
                               : "%s is for every body, in a session of one",
                         statement->name);
    return check_values(session->arena, statement, values);
}

struct error *store_run(struct store_session *session, const struct store_statement *statement,
                        const struct store_value *values, int64_t *changed)
{
    struct error *error = check(session, statement, values);
    if (!error)
        error = session->store->driver->run(session, statement, values, changed, NULL, NULL);
    return note_error(session, error);
}

struct error *store_expect(struct store_session *session, const struct store_statement *statement,
                           const struct store_value *values, int64_t expected, const char *message)
{
    struct error *error = check(session, statement, values);
    if (!error)
        error = session->store->driver->run(session, statement, values, NULL, &expected, message);
    return note_error(session, error);
}

struct error *store_query(struct store_session *session, const struct store_statement *statement,
                          const struct store_value *values, struct store_rows **rows)
{
    *rows = NULL;
    struct error *error = check(session, statement, values);
    if (!error)
        error = session->store->driver->query(session, statement, values, rows);
    return note_error(session, error);
}

struct error *store_next(struct store_rows *rows, const struct store_value **row)
{
    *row = NULL;
    return note_error(rows->session, rows->session->store->driver->next(rows, row));
}

void store_stop(struct store_rows *rows)
{
    rows->session->store->driver->stop(rows);
}

struct error *store_query_one(struct store_session *session,
                              const struct store_statement *statement,
                              const struct store_value *values, const struct store_value **row)
{
    struct store_rows *rows;
    const struct store_value *first;
    *row = NULL;
    TRY(store_query(session, statement, values, &rows));
    TRY(store_next(rows, &first));
    if (!first)
        return NULL;
    struct store_value *copy = ARENA_ARRAY(session->arena, struct store_value, rows->columns + 1);
    for (size_t i = 0; i < rows->columns; i++) {
        copy[i] = first[i];
        copy[i].text = text_copy(session->arena, first[i].text);
    }
    store_stop(rows);
    *row = copy;
    return NULL;
}

struct arena *store_change_arena(struct store_session *session, struct arena *arena)
{
    struct arena *before = session->arena;
    session->arena = arena;
    return before;
}

struct error *store_define(struct store_session *session, const char *sql)
{
    if (!session->writing)
        return error_new(session->arena, ERROR_SYSTEM, "tables are defined by a write");
    const char *chosen =
        store_dialect_sql(session->arena, session->store->dialect, text_of(sql)).data;
    struct error *error = session->store->driver->define(session, chosen);
    atomic_fetch_add(&session->store->defined, 1);
    return note_error(session, error);
}

static void keep(struct store_session *session, struct text key, struct text value, bool touch)
{
    struct store_kept *kept = ARENA_NEW(session->batch, struct store_kept);
    *kept = (struct store_kept){
        .older = session->kept,
        .index = session->index,
        .body = text_copy(session->batch, session->body),
        .key = text_copy(session->batch, key),
        .value = text_copy(session->batch, value),
        .touch = touch,
    };
    session->kept = kept;
}

static const struct store_kept *find_kept(const struct store_session *session, struct text key,
                                          bool touch)
{
    const struct store_kept *kept = session->kept;
    while (kept && !(kept->touch == touch && text_equal(kept->key, key) &&
                     text_equal(kept->body, session->body)))
        kept = kept->older;
    return kept;
}

void store_note(struct store_session *session, struct text key, struct text value)
{
    keep(session, key, value, false);
}

bool store_noted(const struct store_session *session, struct text key, struct text *value)
{
    const struct store_kept *kept = find_kept(session, key, false);
    if (kept)
        *value = kept->value;
    return kept != NULL;
}

struct error *store_touch(struct store_session *session, struct text scope)
{
    if (!session->writing)
        return error_new(session->arena, ERROR_SYSTEM, "a scope is touched by a write");
    if (!find_kept(session, scope, true))
        keep(session, scope, (struct text){0}, true);
    return NULL;
}
