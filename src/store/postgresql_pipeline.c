/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/postgresql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sending without waiting. Each command that was sent has its place in a ring; results come in the
 * same order. After an error the server skips what follows until the next sync. */

static void add_pending(struct store_connection *connection, struct store_pending pending)
{
    if (connection->pending_count == connection->pending_capacity) {
        size_t wider = connection->pending_capacity ? connection->pending_capacity * 2 : 64;
        struct store_pending *ring = calloc(wider, sizeof *ring);
        if (!ring)
            abort();
        for (size_t i = 0; i < connection->pending_count; i++)
            ring[i] =
                connection->pending[(connection->pending_first + i) % connection->pending_capacity];
        free(connection->pending);
        connection->pending = ring;
        connection->pending_first = 0;
        connection->pending_capacity = wider;
    }
    size_t at =
        (connection->pending_first + connection->pending_count) % connection->pending_capacity;
    connection->pending[at] = pending;
    connection->pending_count++;
}

/* Nothing could be sent: the link is gone. */
static bool lose(struct store_connection *connection)
{
    connection->broken = true;
    if (!connection->failure.found)
        store_postgresql_fail(connection, NULL, "writing", &connection->failure);
    return false;
}

bool store_pipeline_send(struct store_connection *connection, const char *sql, size_t index,
                         enum store_pending_kind kind)
{
    if (connection->broken ||
        !PQsendQueryParams(connection->link, sql, 0, NULL, NULL, NULL, NULL, 0))
        return lose(connection);
    add_pending(connection, (struct store_pending){.kind = kind, .index = index});
    return true;
}

static const char *print_value(struct arena *arena, const struct store_value *value)
{
    switch (value->type) {
    case STORE_NULL:
        return NULL;
    case STORE_INTEGER:
        return text_format(arena, "%lld", (long long)value->integer).data;
    case STORE_REAL:
        return text_format(arena, "%.17g", value->real).data;
    case STORE_TEXT:
        break;
    }
    return text_string(arena, value->text);
}

bool store_postgresql_send(struct store_connection *connection, uintptr_t name, struct text body,
                           const struct store_statement *statement,
                           const struct store_value *values)
{
    char prepared[24];
    size_t before = statement->body ? 1 : 0;
    arena_reset(connection->scratch);
    const char **parameters =
        ARENA_ARRAY(connection->scratch, const char *, statement->parameters + 1);
    struct store_value own = store_text(body);
    if (before)
        parameters[0] = print_value(connection->scratch, &own);
    for (size_t i = 0; i < statement->parameters; i++)
        parameters[before + i] = print_value(connection->scratch, &values[i]);
    snprintf(prepared, sizeof prepared, "s%llu", (unsigned long long)name);
    return PQsendQueryPrepared(connection->link, prepared, (int)(statement->parameters + before),
                               parameters, NULL, NULL, 0);
}

/* The name under which STATEMENT is prepared on this connection; prepares it when it is not. 0:
 * lost. */
static uintptr_t prepare(struct store_connection *connection,
                         const struct store_statement *statement, size_t index)
{
    struct store_cached *cached = store_cache_find(&connection->cache, statement);
    char sql[64];
    void *evicted;
    if (cached)
        return (uintptr_t)cached->handle;
    uintptr_t name = ++connection->prepared;
    cached = store_cache_add(&connection->cache, statement, &evicted);
    cached->handle = (void *)name; // NOLINT(performance-no-int-to-ptr)
    if (evicted) {
        snprintf(sql, sizeof sql, "DEALLOCATE s%llu", (unsigned long long)(uintptr_t)evicted);
        if (!store_pipeline_send(connection, sql, index, STORE_PENDING_COMMAND))
            return 0;
    }
    snprintf(sql, sizeof sql, "s%llu", (unsigned long long)name);
    if (!PQsendPrepare(connection->link, sql, statement->sql[STORE_POSTGRESQL], 0, NULL)) {
        lose(connection);
        return 0;
    }
    add_pending(connection, (struct store_pending){.kind = STORE_PENDING_PREPARE,
                                                   .index = index,
                                                   .statement = statement});
    return name;
}

bool store_pipeline_statement(struct store_connection *connection, struct text body,
                              const struct store_statement *statement,
                              const struct store_value *values, const struct store_pending *pending)
{
    if (connection->broken)
        return lose(connection);
    uintptr_t name = prepare(connection, statement, pending->index);
    if (!name || !store_postgresql_send(connection, name, body, statement, values))
        return lose(connection);
    add_pending(connection, *pending);
    return true;
}

static void note_failure(struct store_connection *connection, const struct store_pending *pending,
                         const PGresult *result)
{
    if (connection->failure.found)
        return;
    const char *doing = pending->statement ? pending->statement->name : "writing";
    store_postgresql_fail(connection, result, doing, &connection->failure);
    connection->failure.index = pending->index;
    if (pending->index == SIZE_MAX)
        connection->failure.fatal = true;
}

static void check_expected(struct store_connection *connection, const struct store_pending *pending,
                           PGresult *result)
{
    if (!pending->expects || connection->failure.found ||
        strtoll(PQcmdTuples(result), NULL, 10) == pending->expected)
        return;
    connection->failure =
        (struct store_failure){.found = true, .index = pending->index, .kind = ERROR_CONFLICT};
    snprintf(connection->failure.message, sizeof connection->failure.message, "%s",
             pending->message);
}

/* Looks at one result; true: the command went well. */
static bool look(struct store_connection *connection, const struct store_pending *pending,
                 PGresult *result)
{
    ExecStatusType status = result ? PQresultStatus(result) : PGRES_FATAL_ERROR;
    if (status == PGRES_PIPELINE_ABORTED)
        return false; /* what it followed has failed */
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_PIPELINE_SYNC) {
        note_failure(connection, pending, result);
        return false;
    }
    if (pending->kind == STORE_PENDING_TRANSACTION && PQntuples(result))
        snprintf(connection->transaction, sizeof connection->transaction, "%s",
                 PQgetvalue(result, 0, 0));
    if (status != PGRES_PIPELINE_SYNC)
        check_expected(connection, pending, result);
    return true;
}

/* Reads the result of the oldest command; NULL when it went wrong. */
static PGresult *take_one(struct store_connection *connection)
{
    struct store_pending pending = connection->pending[connection->pending_first];
    connection->pending_first = (connection->pending_first + 1) % connection->pending_capacity;
    connection->pending_count--;
    PGresult *result = store_postgresql_result(connection);
    PGresult *end;
    bool went_well = look(connection, &pending, result);
    if (!went_well && pending.kind == STORE_PENDING_PREPARE) {
        struct store_cached *cached = store_cache_find(&connection->cache, pending.statement);
        if (cached)
            store_cache_remove(&connection->cache, cached);
    }
    while (pending.kind != STORE_PENDING_SYNC && !connection->broken &&
           (end = store_postgresql_result(connection)))
        PQclear(end);
    if (went_well)
        return result;
    PQclear(result);
    return NULL;
}

PGresult *store_pipeline_query(struct store_connection *connection, struct text body,
                               const struct store_statement *statement,
                               const struct store_value *values, size_t index)
{
    struct store_pending pending = {.index = index, .statement = statement};
    if (!store_pipeline_statement(connection, body, statement, values, &pending))
        return NULL;
    PQsendFlushRequest(connection->link);
    while (connection->pending_count > 1 && !connection->broken)
        PQclear(take_one(connection));
    PGresult *result = connection->broken ? NULL : take_one(connection);
    if (connection->broken)
        lose(connection);
    if (!connection->failure.found)
        return result;
    PQclear(result);
    return NULL;
}

void store_pipeline_drain(struct store_connection *connection)
{
    if (connection->pending_count && !connection->broken)
        PQsendFlushRequest(connection->link);
    while (connection->pending_count && !connection->broken)
        PQclear(take_one(connection));
    if (connection->broken) {
        connection->pending_count = 0;
        lose(connection);
    }
}

void store_pipeline_sync(struct store_connection *connection)
{
    if (connection->broken || !PQpipelineSync(connection->link)) {
        lose(connection);
    } else {
        add_pending(connection,
                    (struct store_pending){.kind = STORE_PENDING_SYNC, .index = SIZE_MAX});
    }
    store_pipeline_drain(connection);
}
