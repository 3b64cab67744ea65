/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* After something was erased: what the database still has of it in corners that no statement
 * reaches. */

#include "store/internal.h"
#include "store/postgresql.h"

#include <sqlite3.h>

enum { MERGED_AT_ONCE = 500 }; /* pages of a search index, in one short transaction */

static struct error *fault_of(sqlite3 *database, struct arena *arena, const char *doing)
{
    bool busy = (sqlite3_errcode(database) & 0xff) == SQLITE_BUSY;
    return error_new(arena, busy ? ERROR_BUSY : ERROR_UNAVAILABLE, "%s: %s", doing,
                     sqlite3_errmsg(database));
}

/* Merges a search index until nothing is left to merge: what was deleted from it is gone then. Step
 * by step, so that writers get their turn. */
static struct error *merge(sqlite3 *database, struct arena *arena, const char *table)
{
    for (int pages = -MERGED_AT_ONCE;; pages = MERGED_AT_ONCE) {
        int before = sqlite3_total_changes(database);
        const char *sql =
            text_format(arena, "INSERT INTO \"%s\"(\"%s\", rank) VALUES ('merge', %d)", table,
                        table, pages)
                .data;
        if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK)
            return fault_of(database, arena, "merging the search index");
        if (sqlite3_total_changes(database) - before < 2)
            return NULL;
    }
}

static struct error *merge_all(sqlite3 *database, struct arena *arena)
{
    static const char sql[] =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%USING fts5(%'";
    sqlite3_stmt *statement = NULL;
    struct error *error = NULL;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
        return fault_of(database, arena, "looking for search indexes");
    while (!error && sqlite3_step(statement) == SQLITE_ROW)
        error = merge(database, arena,
                      text_string(arena, text_of((const char *)sqlite3_column_text(statement, 0))));
    sqlite3_finalize(statement);
    return error;
}

/* The pages of the file are overwritten as they come free (secure_delete); the log beside it is cut
 * off here. */
static struct error *scrub_sqlite(struct store *store, struct arena *arena)
{
    sqlite3 *database = NULL;
    const char *path = text_format(arena, "%s/waarborg.db", store->address).data;
    struct error *error = NULL;
    if (sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK)
        error = fault_of(database, arena, "opening the database");
    sqlite3_busy_timeout(database, (int)(store->patience / 1000));
    if (!error && sqlite3_exec(database, "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON",
                               NULL, NULL, NULL) != SQLITE_OK)
        error = fault_of(database, arena, "opening the database");
    if (!error)
        error = merge_all(database, arena);
    if (!error && sqlite3_wal_checkpoint_v2(database, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL,
                                            NULL) != SQLITE_OK)
        error = fault_of(database, arena, "cutting off the log");
    sqlite3_close_v2(database);
    return error;
}

/* Rows that were changed or deleted stay in PostgreSQL's files until they are vacuumed. Its own log
 * and archives are the business of whoever keeps them. */
static struct error *scrub_postgresql(struct store *store, struct arena *arena)
{
    struct store_connection *connection;
    TRY(store_postgresql_connect(arena, store, STORE_READER, &connection));
    struct error *error = store_postgresql_execute(
        connection, arena, "SET default_transaction_read_only = off; SET statement_timeout = 0",
        "vacuuming");
    if (!error)
        error = store_postgresql_execute(connection, arena, "VACUUM", "vacuuming");
    store_postgresql_disconnect(connection);
    return error;
}

struct error *store_scrub(struct store *store, struct arena *arena)
{
    return store->dialect == STORE_SQLITE ? scrub_sqlite(store, arena)
                                          : scrub_postgresql(store, arena);
}
