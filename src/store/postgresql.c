/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/postgresql.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* PostgreSQL 15 by address, as one of the two databases behind the store. */

enum {
    TYPE_BOOLEAN = 16,
    TYPE_INT8 = 20,
    TYPE_INT2 = 21,
    TYPE_INT4 = 23,
    TYPE_FLOAT4 = 700,
    TYPE_FLOAT8 = 701,
    TYPE_NUMERIC = 1700
};

/* Results that were read but not yet handed out. */
struct held {
    struct held *next;
    PGresult *result;
};

struct postgresql_rows {
    struct store_rows rows;
    const struct store_statement *statement;
    PGresult *current;
    int row;
    struct held *first;
    struct held *last;
    bool streaming; /* more rows come in */
};

static bool postgresql_sound(struct store_connection *connection)
{
    return !connection->broken && PQstatus(connection->link) == CONNECTION_OK;
}

/* Statements that were prepared before tables changed are prepared anew. */
static struct error *forget_stale(struct store_connection *connection, struct arena *arena)
{
    unsigned defined = atomic_load(&connection->store->defined);
    if (connection->defined == defined)
        return NULL;
    TRY(store_postgresql_execute(connection, arena, "DEALLOCATE ALL", "preparing anew"));
    connection->cache.count = 0;
    connection->defined = defined;
    return NULL;
}

static struct error *postgresql_begin_reading(struct store_session *session)
{
    struct store_connection *connection = session->connection;
    struct buffer sql = {.arena = session->arena};
    char *body = PQescapeLiteral(connection->link, session->body.data, session->body.size);
    if (!body)
        return store_postgresql_error(connection, session->arena, NULL, "beginning to read");
    TRY(forget_stale(connection, session->arena));
    buffer_add_format(&sql,
                      "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; "
                      "SELECT set_config('waarborg.body', %s, true)",
                      body);
    PQfreemem(body);
    return store_postgresql_execute(connection, session->arena, buffer_string(&sql),
                                    "beginning to read");
}

static void postgresql_end_reading(struct store_session *session)
{
    while (session->rows)
        store_postgresql.stop(session->rows);
    if (store_postgresql_execute(session->connection, session->arena, "COMMIT", "ending to read"))
        session->connection->broken = true;
}

/* Reads what still comes in of the query that streams, so that another can be asked. */
static void absorb(struct store_connection *connection)
{
    struct postgresql_rows *rows = (struct postgresql_rows *)connection->streaming;
    PGresult *result;
    connection->streaming = NULL;
    if (!rows)
        return;
    rows->streaming = false;
    while ((result = store_postgresql_result(connection))) {
        struct held *held = ARENA_NEW(rows->rows.arena, struct held);
        held->result = result;
        if (rows->last)
            rows->last->next = held;
        else
            rows->first = held;
        rows->last = held;
    }
}

static struct error *prepare(struct store_session *session, const struct store_statement *statement,
                             uintptr_t *name)
{
    struct store_connection *connection = session->connection;
    struct store_cached *cached = store_cache_find(&connection->cache, statement);
    void *evicted;
    if (cached) {
        *name = (uintptr_t)cached->handle;
        return NULL;
    }
    char text[48];
    *name = ++connection->prepared;
    snprintf(text, sizeof text, "s%llu", (unsigned long long)*name);
    if (!PQsendPrepare(connection->link, text, statement->sql[STORE_POSTGRESQL], 0, NULL))
        return store_postgresql_error(connection, session->arena, NULL, statement->name);
    struct error *error = NULL;
    PGresult *result;
    while ((result = store_postgresql_result(connection))) {
        if (PQresultStatus(result) != PGRES_COMMAND_OK)
            error = store_postgresql_error(connection, session->arena, result, statement->name);
        PQclear(result);
    }
    if (!error && connection->broken)
        error = store_postgresql_error(connection, session->arena, NULL, statement->name);
    if (error)
        return error;
    cached = store_cache_add(&connection->cache, statement, &evicted);
    cached->handle = (void *)*name; // NOLINT(performance-no-int-to-ptr)
    if (!evicted)
        return NULL;
    snprintf(text, sizeof text, "DEALLOCATE s%llu", (unsigned long long)(uintptr_t)evicted);
    return store_postgresql_execute(connection, session->arena, text, "making room");
}

/* Why a write cannot go on: its own statement, or one of an earlier write. */
static struct error *pipeline_error(struct store_session *session)
{
    const struct store_failure *failure = &session->connection->failure;
    return error_new(session->arena, failure->kind, "%s", failure->message);
}

static struct error *ask(struct store_session *session, const struct store_statement *statement,
                         const struct store_value *values, struct postgresql_rows *rows)
{
    struct store_connection *connection = session->connection;
    uintptr_t name;
    if (connection->role == STORE_WRITER) {
        rows->current =
            store_pipeline_query(connection, session->body, statement, values, session->index);
        return rows->current ? NULL : pipeline_error(session);
    }
    absorb(connection);
    TRY(prepare(session, statement, &name));
    if (!store_postgresql_send(connection, name, session->body, statement, values) ||
        !PQsetSingleRowMode(connection->link))
        return store_postgresql_error(connection, session->arena, NULL, statement->name);
    rows->streaming = true;
    connection->streaming = &rows->rows;
    return NULL;
}

static void postgresql_stop(struct store_rows *rows)
{
    struct postgresql_rows *own = (struct postgresql_rows *)rows;
    struct store_connection *connection = rows->session->connection;
    struct store_rows **place = &rows->session->rows;
    PGresult *result;
    while (*place && *place != rows)
        place = &(*place)->next;
    if (!*place)
        return;
    *place = rows->next;
    PQclear(own->current);
    for (struct held *held = own->first; held; held = held->next)
        PQclear(held->result);
    own->current = NULL;
    own->first = NULL;
    if (!own->streaming)
        return;
    connection->streaming = NULL;
    while ((result = store_postgresql_result(connection)))
        PQclear(result);
}

static struct error *postgresql_query(struct store_session *session,
                                      const struct store_statement *statement,
                                      const struct store_value *values, struct store_rows **rows)
{
    struct postgresql_rows *fresh = ARENA_NEW(session->arena, struct postgresql_rows);
    fresh->rows.session = session;
    fresh->rows.arena = session->arena;
    fresh->statement = statement;
    fresh->row = -1;
    TRY(ask(session, statement, values, fresh));
    fresh->rows.next = session->rows;
    session->rows = &fresh->rows;
    *rows = &fresh->rows;
    return NULL;
}

static struct store_value read_numeric(struct text text)
{
    errno = 0;
    char *end;
    long long whole = strtoll(text.data, &end, 10);
    if (!*end && !errno)
        return store_integer(whole);
    return store_real(strtod(text.data, NULL));
}

static struct store_value read_value(const PGresult *result, int row, int column)
{
    struct text text = {PQgetvalue(result, row, column), (size_t)PQgetlength(result, row, column)};
    if (PQgetisnull(result, row, column))
        return store_null();
    switch (PQftype(result, column)) {
    case TYPE_BOOLEAN:
        return store_integer(text.data[0] == 't');
    case TYPE_INT2:
    case TYPE_INT4:
    case TYPE_INT8:
        return store_integer(strtoll(text.data, NULL, 10));
    case TYPE_FLOAT4:
    case TYPE_FLOAT8:
        return store_real(strtod(text.data, NULL));
    case TYPE_NUMERIC:
        return read_numeric(text);
    default:
        return store_text(text);
    }
}

/* The next result of a query, waited for when it streams; NULL: there is no more. */
static PGresult *next_result(struct postgresql_rows *rows, bool *lost)
{
    struct store_connection *connection = rows->rows.session->connection;
    struct held *held = rows->first;
    *lost = false;
    if (held) {
        rows->first = held->next;
        if (!rows->first)
            rows->last = NULL;
        return held->result;
    }
    if (!rows->streaming)
        return NULL;
    PGresult *result = store_postgresql_result(connection);
    *lost = connection->broken;
    if (!result) {
        rows->streaming = false;
        connection->streaming = NULL;
    }
    return result;
}

static struct error *postgresql_next(struct store_rows *rows, const struct store_value **row)
{
    struct postgresql_rows *own = (struct postgresql_rows *)rows;
    struct store_session *session = rows->session;
    struct error *error = NULL;
    bool lost = false;
    *row = NULL;
    while (!own->current || ++own->row >= PQntuples(own->current)) {
        PQclear(own->current);
        own->row = -1;
        own->current = next_result(own, &lost);
        ExecStatusType status = PQresultStatus(own->current);
        bool sound =
            status == PGRES_SINGLE_TUPLE || status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
        if (lost || (own->current && !sound))
            error = store_postgresql_error(session->connection, session->arena, own->current,
                                           own->statement->name);
        if (!own->current || error) {
            postgresql_stop(rows);
            return error;
        }
    }
    size_t columns = (size_t)PQnfields(own->current);
    if (!rows->values)
        rows->values = ARENA_ARRAY(rows->arena, struct store_value, columns + 1);
    rows->columns = columns;
    for (size_t i = 0; i < columns; i++)
        rows->values[i] = read_value(own->current, own->row, (int)i);
    *row = rows->values;
    return NULL;
}

static struct error *postgresql_run(struct store_session *session,
                                    const struct store_statement *statement,
                                    const struct store_value *values, int64_t *changed,
                                    const int64_t *expected, const char *message)
{
    struct store_connection *connection = session->connection;
    if (changed || connection->role == STORE_READER) {
        struct postgresql_rows rows = {
            .statement = statement, .rows = {.session = session, .arena = session->arena}};
        PGresult *result;
        TRY(ask(session, statement, values, &rows));
        if (!rows.current)
            return error_new(session->arena, ERROR_SYSTEM, "%s: in a session that reads",
                             statement->name);
        result = rows.current;
        *changed = strtoll(PQcmdTuples(result), NULL, 10);
        PQclear(result);
        return NULL;
    }
    struct store_pending pending = {
        .index = session->index,
        .statement = statement,
        .expects = expected != NULL,
        .expected = expected ? *expected : 0,
        .message = message,
    };
    if (connection->failure.found ||
        !store_pipeline_statement(connection, session->body, statement, values, &pending))
        return pipeline_error(session);
    return NULL;
}

/* BEGIN and what comes before the first write; sent, not waited for. */
static struct error *postgresql_begin(struct store_session *session)
{
    struct store_connection *connection = session->connection;
    connection->failure = (struct store_failure){0};
    connection->transaction[0] = '\0';
    connection->group_first = SIZE_MAX;
    if (connection->defined != atomic_load(&session->store->defined)) {
        connection->defined = atomic_load(&session->store->defined);
        connection->cache.count = 0;
        store_pipeline_send(connection, "DEALLOCATE ALL", SIZE_MAX, STORE_PENDING_COMMAND);
    }
    store_pipeline_send(connection, "BEGIN", SIZE_MAX, STORE_PENDING_COMMAND);
    store_pipeline_send(connection, "SELECT pg_catalog.pg_current_xact_id()", SIZE_MAX,
                        STORE_PENDING_TRANSACTION);
    return connection->failure.found ? pipeline_error(session) : NULL;
}

/* Tells row-level security whose rows may be seen from here on. */
static struct error *postgresql_bind(struct store_session *session)
{
    static const struct store_statement set_body = {
        .name = "set_body",
        .sql = {"", "SELECT pg_catalog.set_config('waarborg.body', $1, true)"},
        .body = true,
    };
    struct store_pending pending = {.index = session->index, .statement = &set_body};
    if (!store_pipeline_statement(session->connection, session->body, &set_body, NULL, &pending))
        return pipeline_error(session);
    return NULL;
}

static struct error *postgresql_mark(struct store_session *session, size_t index)
{
    struct store_connection *connection = session->connection;
    char sql[48];
    snprintf(sql, sizeof sql, "SAVEPOINT w%zu", index);
    if (connection->group_first == SIZE_MAX)
        connection->group_first = index;
    if (connection->failure.found ||
        !store_pipeline_send(connection, sql, index, STORE_PENDING_COMMAND))
        return pipeline_error(session);
    return postgresql_bind(session);
}

static void postgresql_settle(struct store_session *session, struct store_failure *failure)
{
    struct store_connection *connection = session->connection;
    char sql[48];
    while (session->rows)
        postgresql_stop(session->rows);
    store_pipeline_sync(connection);
    *failure = connection->failure;
    connection->failure = (struct store_failure){0};
    if (!failure->found && session->error) {
        /* The write itself said no; nothing went wrong in the database. */
        failure->found = true;
        failure->index = session->index;
    }
    if (failure->found || connection->group_first == SIZE_MAX)
        return;
    /* All went well: the marks go, from the first on. Sent along with what comes next. */
    snprintf(sql, sizeof sql, "RELEASE w%zu", connection->group_first);
    connection->group_first = SIZE_MAX;
    store_pipeline_send(connection, sql, SIZE_MAX, STORE_PENDING_COMMAND);
}

static struct error *postgresql_undo(struct store_session *session, size_t index)
{
    struct store_connection *connection = session->connection;
    char sql[96];
    snprintf(sql, sizeof sql, "ROLLBACK TO w%zu", index);
    store_pipeline_send(connection, sql, SIZE_MAX, STORE_PENDING_COMMAND);
    snprintf(sql, sizeof sql, "RELEASE w%zu", connection->group_first);
    store_pipeline_send(connection, sql, SIZE_MAX, STORE_PENDING_COMMAND);
    connection->group_first = SIZE_MAX;
    store_pipeline_sync(connection);
    return connection->failure.found ? pipeline_error(session) : NULL;
}

static struct error *postgresql_commit(struct store_session *session, struct store_failure *failure)
{
    struct store_connection *connection = session->connection;
    store_pipeline_send(connection, "COMMIT", SIZE_MAX, STORE_PENDING_COMMAND);
    store_pipeline_sync(connection);
    *failure = connection->failure;
    if (!failure->found)
        return NULL;
    struct error *error = pipeline_error(session);
    bool committed = false;
    if (failure->lost) {
        /* COMMIT may have arrived: the server knows, by the number of the transaction. */
        TRY(store_postgresql_committed(session->arena, session->store, connection->transaction,
                                       &committed));
        failure->again = true;
    }
    return committed ? NULL : error;
}

static void postgresql_roll_back(struct store_session *session)
{
    struct store_connection *connection = session->connection;
    while (session->rows)
        postgresql_stop(session->rows);
    if (connection->broken)
        return;
    store_pipeline_sync(connection);
    connection->failure = (struct store_failure){0};
    store_pipeline_send(connection, "ROLLBACK", SIZE_MAX, STORE_PENDING_COMMAND);
    store_pipeline_sync(connection);
    if (connection->failure.found)
        connection->broken = true;
}

/* Every table with a body has the policy that keeps bodies apart, forced on its owner too. Without
 * it are the tables of free text, which hold nothing but what the public site shows: under a policy
 * PostgreSQL would read all of one before it looks for a word (LIKE is not leakproof). */
static const char policies[] =
    "DO $do$ DECLARE found record; BEGIN FOR found IN "
    "SELECT c.oid::regclass AS name, a.attname AS key FROM pg_catalog.pg_class c "
    "JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped "
    "AND a.attname = CASE c.relname WHEN 'body' THEN 'id' ELSE 'body' END "
    "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') "
    "AND c.relname NOT LIKE '%!_search' ESCAPE '!' "
    "AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid) LOOP "
    "EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', found.name); "
    "EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', found.name); "
    /* In a SELECT, the setting is read once per statement instead of once per row. */
    "EXECUTE format('CREATE POLICY body ON %s USING (%I = "
    "(SELECT current_setting(''waarborg.body'', true)) OR "
    "(SELECT current_setting(''waarborg.body'', true)) = ''*'')', found.name, found.key); "
    "END LOOP; END $do$";

static struct error *postgresql_define(struct store_session *session, const char *sql)
{
    struct store_connection *connection = session->connection;
    struct arena *arena = session->arena;
    store_pipeline_sync(connection);
    if (connection->failure.found)
        return pipeline_error(session);
    if (!PQexitPipelineMode(connection->link))
        return store_postgresql_error(connection, arena, NULL, "defining tables");
    /* Building an index of a large table takes the time it takes. */
    struct error *error = store_postgresql_execute(
        connection, arena, "SET LOCAL statement_timeout = 0; DEALLOCATE ALL", "defining tables");
    connection->cache.count = 0;
    if (!error)
        error = store_postgresql_execute(connection, arena, sql, "defining tables");
    if (!error)
        error = store_postgresql_execute(connection, arena, policies, "keeping bodies apart");
    if (!PQenterPipelineMode(connection->link))
        connection->broken = true;
    return error;
}

const struct store_driver store_postgresql = {
    .group = 64,
    .connect = store_postgresql_connect,
    .disconnect = store_postgresql_disconnect,
    .sound = postgresql_sound,
    .begin_reading = postgresql_begin_reading,
    .end_reading = postgresql_end_reading,
    .begin = postgresql_begin,
    .mark = postgresql_mark,
    .bind = postgresql_bind,
    .settle = postgresql_settle,
    .undo = postgresql_undo,
    .commit = postgresql_commit,
    .roll_back = postgresql_roll_back,
    .run = postgresql_run,
    .query = postgresql_query,
    .next = postgresql_next,
    .stop = postgresql_stop,
    .define = postgresql_define,
    .follow = store_postgresql_follow,
};
