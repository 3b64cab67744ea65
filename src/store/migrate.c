/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/internal.h"

#include "base/clock.h"
#include "store/statements.h"

/* Whether there are tables, and how many of the migrations they have had; an error when the
 * database had others than this program knows. */
static struct error *count_applied(struct store_session *session, size_t *applied)
{
    const struct store_value *row;
    struct store_rows *rows;
    const struct store_driver *driver = session->store->driver;
    struct arena *arena = session->arena;
    *applied = 0;
    TRY(store_query_one(session, &sql_migration_table, NULL, &row));
    if (!row)
        return NULL;
    TRY(driver->query(session, &sql_migration_all, NULL, &rows));
    for (;;) {
        TRY(driver->next(rows, &row));
        if (!row)
            return NULL;
        const struct store_migration *migration = &store_migrations[*applied];
        if (!migration->name)
            return error_new(arena, ERROR_INPUT,
                             "the database is newer than this program (it had %.*s): use the "
                             "program that made it, or a newer one",
                             TEXT_FORMAT(row[1].text));
        if (!text_is(row[1].text, migration->name) || !text_is(row[2].text, migration->hash))
            return error_new(arena, ERROR_INPUT,
                             "the database had another %.*s than this program knows (%s): use the "
                             "program that made it",
                             TEXT_FORMAT(row[1].text), migration->name);
        (*applied)++;
    }
}

static bool is_current(size_t applied)
{
    return !store_migrations[applied].name;
}

struct error *store_check_migrations(struct arena *arena, struct store *store)
{
    struct store_connection *connection;
    size_t applied = 0;
    TRY(store->driver->connect(arena, store, STORE_READER, &connection));
    struct store_session session = store_own_session(store, connection, arena);
    struct error *error = store->driver->begin_reading(&session);
    if (!error) {
        error = count_applied(&session, &applied);
        store->driver->end_reading(&session);
    }
    if (!error && is_current(applied)) {
        atomic_store(&store->current, true);
        error = store_revisions_load(arena, store, connection);
    }
    store->driver->disconnect(connection);
    return error;
}

static struct error *apply(struct store_session *session, size_t number)
{
    const struct store_migration *migration = &store_migrations[number];
    struct store_value values[] = {
        store_integer((int64_t)number + 1),
        store_text(text_of(migration->name)),
        store_text(text_of(migration->hash)),
        store_text(clock_format(session->arena, clock_now())),
    };
    struct error *error = store_define(session, migration->sql);
    if (error)
        return error_wrap(session->arena, error, "migration %s", migration->name);
    return store_run(session, &sql_migration_insert, values, NULL);
}

static struct error *migrate(struct store_session *session, struct arena *arena, void *context)
{
    size_t applied;
    (void)arena;
    (void)context;
    /* One program at a time; the number says "waarborg" to nobody else. */
    TRY(store_define(session, "-- (postgresql)\n"
                              "SELECT pg_advisory_xact_lock(8241986310455517031);\n"
                              "-- (both)\n"
                              "CREATE TABLE IF NOT EXISTS migration (\n"
                              "    number BIGINT NOT NULL PRIMARY KEY,\n"
                              "    name TEXT NOT NULL,\n"
                              "    hash TEXT NOT NULL,\n"
                              "    moment TEXT NOT NULL\n"
                              ") STRICT;\n"));
    TRY(count_applied(session, &applied));
    for (size_t number = applied; store_migrations[number].name; number++)
        TRY(apply(session, number));
    return NULL;
}

struct error *store_migrate(struct arena *arena, struct store *store)
{
    if (atomic_load(&store->current))
        return NULL;
    TRY(store_write(store, arena, STORE_EVERY_BODY, true, migrate, NULL));
    return store_check_migrations(arena, store);
}
