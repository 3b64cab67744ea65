/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/internal.h"

#include "base/clock.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* SQLite 3.40 in a folder: one writer, several readers, each a connection used by one thread at a
 * time. */

struct store_connection {
    sqlite3 *database;
    struct store *store;
    enum store_role role;
    struct store_cache cache;
    int64_t deadline; /* when the session's waiting is over */
    bool locked;      /* this batch took the folder's lock */
    bool used;        /* a write of this batch is kept already */
    bool marked;      /* a savepoint is set */
    bool broken;
};

/* A query under way. */
struct sqlite_rows {
    struct store_rows rows;
    const char *name;
    sqlite3_stmt *statement;
    bool own; /* its statement is not the cached one, which was in use */
};

static enum error_kind kind_of(int code)
{
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
        return ERROR_CONFLICT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_INTERRUPT:
        return ERROR_BUSY;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_NOMEM:
    case SQLITE_PROTOCOL:
        return ERROR_UNAVAILABLE;
    case SQLITE_TOOBIG:
        return ERROR_TOO_LARGE;
    default:
        return ERROR_SYSTEM;
    }
}

static bool breaks(int code)
{
    enum error_kind kind = kind_of(code);
    return kind == ERROR_UNAVAILABLE || (code & 0xff) == SQLITE_CORRUPT ||
           (code & 0xff) == SQLITE_NOTADB;
}

static struct error *fault_of(struct store_connection *connection, struct arena *arena,
                              const char *doing)
{
    int code = sqlite3_extended_errcode(connection->database);
    if (breaks(code))
        connection->broken = true;
    if ((code & 0xff) == SQLITE_FULL)
        return error_new(arena, ERROR_UNAVAILABLE, "%s: the disk is full", doing);
    return error_new(arena, kind_of(code), "%s: %s (SQLite %d)", doing,
                     sqlite3_errmsg(connection->database), code);
}

static struct error *execute(struct store_connection *connection, struct arena *arena,
                             const char *sql, const char *doing)
{
    if (sqlite3_exec(connection->database, sql, NULL, NULL, NULL) == SQLITE_OK)
        return NULL;
    return fault_of(connection, arena, doing);
}

/* Makes what runs too long end: asked every so many steps of SQLite's machine. */
static int past_deadline(void *context)
{
    const struct store_connection *connection = context;
    return connection->deadline && clock_monotonic() > connection->deadline;
}

static struct error *configure(struct store_connection *connection, struct arena *arena)
{
    sqlite3 *database = connection->database;
    bool reader = connection->role == STORE_READER;
    static const struct {
        int option;
        int value;
    } options[] = {
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        /* no statement is prepared anew because other values are bound */
        {SQLITE_DBCONFIG_ENABLE_QPSG, 1},
        /* the triggers that keep the search index in step write to a virtual table */
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (sqlite3_db_config(database, options[i].option, options[i].value, NULL) != SQLITE_OK)
            return fault_of(connection, arena, "setting up the database");
    sqlite3_extended_result_codes(database, 1);
    sqlite3_busy_timeout(database, (int)(connection->store->patience / 1000));
    sqlite3_progress_handler(database, 10000, past_deadline, connection);
    /* Small caches: the system's own holds the file already. */
    TRY(execute(connection, arena,
                "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA mmap_size = 0; "
                "PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON; "
                "PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -4000",
                "setting up the database"));
    return execute(connection, arena,
                   reader ? "PRAGMA query_only = ON" : "PRAGMA journal_mode = WAL",
                   "setting up the database");
}

static void sqlite_disconnect(struct store_connection *connection)
{
    for (size_t i = 0; i < connection->cache.count; i++)
        sqlite3_finalize(connection->cache.items[i].handle);
    sqlite3_close_v2(connection->database);
    free(connection);
}

static struct error *sqlite_connect(struct arena *arena, struct store *store, enum store_role role,
                                    struct store_connection **connection)
{
    struct store_connection *fresh = calloc(1, sizeof *fresh);
    if (!fresh)
        abort();
    fresh->store = store;
    fresh->role = role;
    const char *path = text_format(arena, "%s/waarborg.db", store->address).data;
    /* The file is made by store_open, with rights for the owner alone. */
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    struct error *error = NULL;
    if (sqlite3_open_v2(path, &fresh->database, flags, NULL) != SQLITE_OK)
        error = fault_of(fresh, arena, text_format(arena, "opening %s", path).data);
    if (!error)
        error = configure(fresh, arena);
    if (error) {
        sqlite_disconnect(fresh);
        return error;
    }
    *connection = fresh;
    return NULL;
}

static bool sqlite_sound(struct store_connection *connection)
{
    return !connection->broken;
}

static void end_queries(struct store_session *session)
{
    while (session->rows)
        store_sqlite.stop(session->rows);
}

static struct error *sqlite_begin_reading(struct store_session *session)
{
    struct store_connection *connection = session->connection;
    connection->deadline = 0;
    return execute(connection, session->arena, "BEGIN", "beginning to read");
}

static void sqlite_end_reading(struct store_session *session)
{
    end_queries(session);
    if (sqlite3_exec(session->connection->database, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
        session->connection->broken = true;
}

/* Without being alone the folder is taken for the time of one batch. */
static struct error *sqlite_begin(struct store_session *session)
{
    struct store_connection *connection = session->connection;
    struct store *store = session->store;
    if (!store->alone) {
        TRY(store_lock_take(session->arena, store->lock, store->patience));
        connection->locked = true;
    }
    connection->used = false;
    struct error *error =
        execute(connection, session->arena, "BEGIN IMMEDIATE", "beginning to write");
    if (error && connection->locked) {
        store_lock_leave(store->lock);
        connection->locked = false;
    }
    return error;
}

/* The first write needs no mark: undoing it is undoing all there is. So a long write alone is
 * spared that SQLite keeps every page that it changes twice, and after each statement walks through
 * all it kept. */
static struct error *sqlite_mark(struct store_session *session, size_t index)
{
    (void)index;
    if (!session->connection->used)
        return NULL;
    struct error *error =
        execute(session->connection, session->arena, "SAVEPOINT write", "beginning a write");
    session->connection->marked = !error;
    return error;
}

static struct error *sqlite_bind(struct store_session *session)
{
    (void)session; /* each statement has its body as a parameter, which is all there is here */
    return NULL;
}

static void sqlite_settle(struct store_session *session, struct store_failure *failure)
{
    struct store_connection *connection = session->connection;
    end_queries(session);
    failure->found = session->error != NULL;
    failure->index = session->index;
    /* Some errors (a full disk, no memory) undo the whole transaction by themselves. */
    failure->lost = connection->broken;
    failure->fatal = failure->lost || sqlite3_get_autocommit(connection->database);
    if (failure->fatal || session->error)
        return;
    connection->used = true;
    if (!connection->marked)
        return;
    connection->marked = false;
    session->error = execute(connection, session->arena, "RELEASE write", "ending a write");
    failure->found = session->error != NULL;
    failure->fatal = failure->lost = failure->found;
}

static struct error *sqlite_undo(struct store_session *session, size_t index)
{
    (void)index;
    if (!session->connection->used)
        return execute(session->connection, session->arena, "ROLLBACK; BEGIN IMMEDIATE",
                       "undoing a write");
    if (!session->connection->marked)
        return NULL;
    session->connection->marked = false;
    return execute(session->connection, session->arena, "ROLLBACK TO write; RELEASE write",
                   "undoing a write");
}

static void leave(struct store_session *session)
{
    if (session->connection->locked)
        store_lock_leave(session->store->lock);
    session->connection->locked = false;
}

static void sqlite_roll_back(struct store_session *session)
{
    struct store_connection *connection = session->connection;
    end_queries(session);
    connection->marked = false;
    if (!sqlite3_get_autocommit(connection->database) &&
        sqlite3_exec(connection->database, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
        connection->broken = true;
    leave(session);
}

static struct error *sqlite_commit(struct store_session *session, struct store_failure *failure)
{
    struct store_connection *connection = session->connection;
    struct error *error = execute(connection, session->arena, "COMMIT", "keeping what was written");
    if (!error) {
        leave(session);
        return NULL;
    }
    /* What of it reached the disk is not known: a new connection reads the log anew. */
    bool failed = (sqlite3_extended_errcode(connection->database) & 0xff) == SQLITE_IOERR;
    failure->fatal = failure->lost = true;
    connection->broken = true;
    sqlite_roll_back(session);
    if (failed)
        return error_wrap(session->arena, error,
                          "the disk failed, and it cannot be known whether the last changes were "
                          "kept: look before you try again");
    return error;
}

/* The prepared statement, from the cache unless that one is in use. */
static struct error *prepare(struct store_session *session, const struct store_statement *statement,
                             sqlite3_stmt **prepared, bool *own)
{
    struct store_connection *connection = session->connection;
    struct store_cached *cached = store_cache_find(&connection->cache, statement);
    *own = cached && sqlite3_stmt_busy(cached->handle);
    if (cached && !*own) {
        *prepared = cached->handle;
        return NULL;
    }
    if (sqlite3_prepare_v3(connection->database, statement->sql[STORE_SQLITE], -1,
                           *own ? 0 : SQLITE_PREPARE_PERSISTENT, prepared, NULL) != SQLITE_OK)
        return fault_of(connection, session->arena, statement->name);
    if (*own)
        return NULL;
    void *evicted;
    cached = store_cache_add(&connection->cache, statement, &evicted);
    cached->handle = *prepared;
    if (evicted && sqlite3_stmt_busy(evicted)) {
        /* Still under way: its rows own it from here on. */
        for (struct store_rows *rows = session->rows; rows; rows = rows->next)
            if (((struct sqlite_rows *)rows)->statement == evicted)
                ((struct sqlite_rows *)rows)->own = true;
    } else {
        sqlite3_finalize(evicted);
    }
    return NULL;
}

static int bind_one(sqlite3_stmt *prepared, int at, const struct store_value *value)
{
    switch (value->type) {
    case STORE_NULL:
        return sqlite3_bind_null(prepared, at);
    case STORE_INTEGER:
        return sqlite3_bind_int64(prepared, at, value->integer);
    case STORE_REAL:
        return sqlite3_bind_double(prepared, at, value->real);
    case STORE_TEXT:
        return sqlite3_bind_text64(prepared, at, value->text.size ? value->text.data : "",
                                   value->text.size, SQLITE_TRANSIENT, SQLITE_UTF8);
    }
    return SQLITE_MISUSE;
}

static struct error *bind(struct store_session *session, sqlite3_stmt *prepared,
                          const struct store_statement *statement, const struct store_value *values)
{
    int at = 1;
    int code = SQLITE_OK;
    if (statement->body) {
        struct store_value body = store_text(session->body);
        code = bind_one(prepared, at++, &body);
    }
    for (size_t i = 0; i < statement->parameters && code == SQLITE_OK; i++)
        code = bind_one(prepared, at++, &values[i]);
    return code == SQLITE_OK ? NULL
                             : fault_of(session->connection, session->arena, statement->name);
}

/* Ready for the next use; nothing of what was bound stays in memory. */
static void reset(sqlite3_stmt *prepared)
{
    sqlite3_reset(prepared);
    sqlite3_clear_bindings(prepared);
}

static struct error *sqlite_run(struct store_session *session,
                                const struct store_statement *statement,
                                const struct store_value *values, int64_t *changed,
                                const int64_t *expected, const char *message)
{
    struct store_connection *connection = session->connection;
    sqlite3_stmt *prepared;
    bool own;
    TRY(prepare(session, statement, &prepared, &own));
    struct error *error = bind(session, prepared, statement, values);
    int code = SQLITE_ROW;
    while (!error && code == SQLITE_ROW) {
        code = sqlite3_step(prepared);
        if (code != SQLITE_ROW && code != SQLITE_DONE)
            error = fault_of(connection, session->arena, statement->name);
    }
    int64_t count = sqlite3_changes64(connection->database);
    if (own)
        sqlite3_finalize(prepared);
    else
        reset(prepared);
    if (!error && changed)
        *changed = count;
    if (!error && expected && *expected != count)
        return error_new(session->arena, ERROR_CONFLICT, "%s", message);
    return error;
}

static void sqlite_stop(struct store_rows *rows)
{
    struct sqlite_rows *own = (struct sqlite_rows *)rows;
    struct store_rows **place = &rows->session->rows;
    while (*place && *place != rows)
        place = &(*place)->next;
    if (!*place)
        return;
    *place = rows->next;
    if (own->own)
        sqlite3_finalize(own->statement);
    else
        reset(own->statement);
}

static struct error *sqlite_query(struct store_session *session,
                                  const struct store_statement *statement,
                                  const struct store_value *values, struct store_rows **rows)
{
    struct sqlite_rows *fresh = ARENA_NEW(session->arena, struct sqlite_rows);
    TRY(prepare(session, statement, &fresh->statement, &fresh->own));
    fresh->name = statement->name;
    fresh->rows.session = session;
    fresh->rows.arena = session->arena;
    fresh->rows.columns = (size_t)sqlite3_column_count(fresh->statement);
    fresh->rows.values = ARENA_ARRAY(session->arena, struct store_value, fresh->rows.columns + 1);
    fresh->rows.next = session->rows;
    session->rows = &fresh->rows;
    struct error *error = bind(session, fresh->statement, statement, values);
    if (error) {
        sqlite_stop(&fresh->rows);
        return error;
    }
    *rows = &fresh->rows;
    return NULL;
}

static void read_value(sqlite3_stmt *prepared, int at, struct store_value *value)
{
    switch (sqlite3_column_type(prepared, at)) {
    case SQLITE_INTEGER:
        *value = store_integer(sqlite3_column_int64(prepared, at));
        break;
    case SQLITE_FLOAT:
        *value = store_real(sqlite3_column_double(prepared, at));
        break;
    case SQLITE_NULL:
        *value = store_null();
        break;
    default: {
        const char *data = (const char *)sqlite3_column_text(prepared, at);
        *value = store_text((struct text){data, (size_t)sqlite3_column_bytes(prepared, at)});
    }
    }
}

static struct error *sqlite_next(struct store_rows *rows, const struct store_value **row)
{
    struct sqlite_rows *own = (struct sqlite_rows *)rows;
    sqlite3_stmt *prepared = own->statement;
    struct error *error = NULL;
    struct store_session *session = rows->session;
    if (!session->writing)
        session->connection->deadline = clock_monotonic() + session->store->patience;
    int code = sqlite3_step(prepared);
    *row = NULL;
    if (code == SQLITE_ROW) {
        for (size_t i = 0; i < rows->columns; i++)
            read_value(prepared, (int)i, &rows->values[i]);
        *row = rows->values;
        return NULL;
    }
    if (code != SQLITE_DONE)
        error = fault_of(session->connection, session->arena, own->name);
    sqlite_stop(rows);
    return error;
}

static struct error *sqlite_define(struct store_session *session, const char *sql)
{
    return execute(session->connection, session->arena, sql, "defining tables");
}

/* Asks twice a second whether another program changed the file. */
static void *sqlite_follow(void *context)
{
    struct store *store = context;
    struct store_connection *connection = NULL;
    static const struct store_statement version = {
        .name = "data_version", .sql = {"PRAGMA data_version", ""}, .across = true};
    int64_t seen = -1;
    struct arena *arena = arena_new();
    while (!store_is_ending(store, 250)) {
        arena_reset(arena);
        struct error *error = NULL;
        if (!connection)
            error = sqlite_connect(arena, store, STORE_READER, &connection);
        if (error)
            continue;
        struct store_session session = store_own_session(store, connection, arena);
        struct store_rows *rows;
        const struct store_value *row = NULL;
        int64_t now = seen;
        error = sqlite_query(&session, &version, NULL, &rows);
        if (!error && !(error = sqlite_next(rows, &row)) && row)
            now = row[0].integer;
        end_queries(&session);
        if (!error && now != seen && atomic_load(&store->current))
            error = store_revisions_load(arena, store, connection);
        if (!error)
            seen = now;
        if (connection->broken) {
            sqlite_disconnect(connection);
            connection = NULL;
        }
    }
    if (connection)
        sqlite_disconnect(connection);
    arena_free(arena);
    return NULL;
}

const struct store_driver store_sqlite = {
    .group = 1,
    .connect = sqlite_connect,
    .disconnect = sqlite_disconnect,
    .sound = sqlite_sound,
    .begin_reading = sqlite_begin_reading,
    .end_reading = sqlite_end_reading,
    .begin = sqlite_begin,
    .mark = sqlite_mark,
    .bind = sqlite_bind,
    .settle = sqlite_settle,
    .undo = sqlite_undo,
    .commit = sqlite_commit,
    .roll_back = sqlite_roll_back,
    .run = sqlite_run,
    .query = sqlite_query,
    .next = sqlite_next,
    .stop = sqlite_stop,
    .define = sqlite_define,
    .follow = sqlite_follow,
};
