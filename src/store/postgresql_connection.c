/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/postgresql.h"

#include "base/clock.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The server gives up first; this much later we do, when it does not even answer. */
enum { GRACE = 2000000 };

bool store_postgresql_wait(struct store_connection *connection)
{
    int64_t deadline = clock_monotonic() + connection->store->patience + GRACE;
    while (PQstatus(connection->link) == CONNECTION_OK) {
        int unsent = PQflush(connection->link);
        if (unsent < 0)
            break;
        if (!PQisBusy(connection->link))
            return true;
        struct pollfd descriptor = {
            .fd = PQsocket(connection->link),
            .events = (short)(unsent ? POLLIN | POLLOUT : POLLIN),
        };
        int64_t left = deadline - clock_monotonic();
        if (left <= 0)
            break;
        poll(&descriptor, 1, (int)(left / 1000 + 1));
        if (descriptor.revents & ~POLLOUT && !PQconsumeInput(connection->link))
            break;
    }
    connection->broken = true;
    return false;
}

PGresult *store_postgresql_result(struct store_connection *connection)
{
    return store_postgresql_wait(connection) ? PQgetResult(connection->link) : NULL;
}

static bool starts(const char *state, const char *class)
{
    return strncmp(state, class, strlen(class)) == 0;
}

/* What a code of PostgreSQL (SQLSTATE) means to those who wrote. */
static void judge(const char *state, struct store_failure *failure)
{
    failure->kind = ERROR_SYSTEM;
    if (starts(state, "23")) {
        failure->kind = ERROR_CONFLICT;
    } else if (starts(state, "40")) {
        failure->kind = ERROR_BUSY;
        failure->fatal = failure->again = true;
    } else if (strcmp(state, "57014") == 0 || strcmp(state, "55P03") == 0) {
        failure->kind = ERROR_BUSY;
    } else if (starts(state, "08") || starts(state, "57P") || strcmp(state, "26000") == 0 ||
               strcmp(state, "25P03") == 0) {
        /* Lost, or its prepared statements are: a new connection does. */
        failure->kind = ERROR_UNAVAILABLE;
        failure->fatal = failure->again = failure->lost = true;
    } else if (starts(state, "53") || starts(state, "58") || strcmp(state, "25006") == 0) {
        failure->kind = ERROR_UNAVAILABLE;
        failure->fatal = failure->lost = true;
    } else if (starts(state, "54")) {
        failure->kind = ERROR_TOO_LARGE;
    }
}

void store_postgresql_fail(struct store_connection *connection, const PGresult *result,
                           const char *doing, struct store_failure *failure)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *primary = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    bool dead = PQstatus(connection->link) != CONNECTION_OK || connection->broken;
    *failure = (struct store_failure){.found = true, .index = failure->index};
    judge(state ? state : "08006", failure);
    if (!primary)
        primary = "the connection with the database is lost";
    /* "cached plan must not change result type": a table was widened meanwhile. */
    if (strstr(primary, "cached plan"))
        failure->fatal = failure->again = failure->lost = true;
    snprintf(failure->message, sizeof failure->message, "%s: %s (PostgreSQL %s)", doing, primary,
             state ? state : "08006");
    if (dead)
        failure->fatal = failure->again = failure->lost = true;
    if (failure->lost)
        connection->broken = true;
}

struct error *store_postgresql_error(struct store_connection *connection, struct arena *arena,
                                     const PGresult *result, const char *doing)
{
    struct store_failure failure = {0};
    store_postgresql_fail(connection, result, doing, &failure);
    return error_new(arena, failure.kind, "%s", failure.message);
}

struct error *store_postgresql_execute(struct store_connection *connection, struct arena *arena,
                                       const char *sql, const char *doing)
{
    struct error *error = NULL;
    PGresult *result;
    if (!PQsendQuery(connection->link, sql))
        return store_postgresql_error(connection, arena, NULL, doing);
    while ((result = store_postgresql_result(connection))) {
        ExecStatusType status = PQresultStatus(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && !error)
            error = store_postgresql_error(connection, arena, result, doing);
        PQclear(result);
    }
    if (connection->broken && !error)
        error = store_postgresql_error(connection, arena, NULL, doing);
    return error;
}

/* One value of one row, or NULL. */
static struct error *ask(struct store_connection *connection, struct arena *arena, const char *sql,
                         const char *parameter, const char **value)
{
    const char *parameters[] = {parameter};
    *value = NULL;
    if (!PQsendQueryParams(connection->link, sql, parameter ? 1 : 0, NULL, parameters, NULL, NULL,
                           0))
        return store_postgresql_error(connection, arena, NULL, "asking the database");
    struct error *error = NULL;
    PGresult *result;
    bool answered = false;
    while ((result = store_postgresql_result(connection))) {
        answered = true;
        if (PQresultStatus(result) != PGRES_TUPLES_OK)
            error = store_postgresql_error(connection, arena, result, "asking the database");
        else if (PQntuples(result) && !PQgetisnull(result, 0, 0))
            *value = arena_copy(arena, PQgetvalue(result, 0, 0), (size_t)PQgetlength(result, 0, 0));
        PQclear(result);
    }
    if (!answered && !error)
        error = store_postgresql_error(connection, arena, NULL, "asking the database");
    return error;
}

/* What the promises of this program ask of the server and of the role we use. */
static struct error *check_server(struct store_connection *connection, struct arena *arena)
{
    const char *value;
    const char *encoding = PQparameterStatus(connection->link, "server_encoding");
    if (PQserverVersion(connection->link) < 150000)
        return error_new(arena, ERROR_INPUT, "PostgreSQL 15 or later is needed; this is %s",
                         PQparameterStatus(connection->link, "server_version"));
    if (!encoding || strcmp(encoding, "UTF8") != 0)
        return error_new(arena, ERROR_INPUT,
                         "the database must be made with encoding UTF8; it has %s",
                         encoding ? encoding : "none");
    TRY(ask(connection, arena,
            "SELECT rolname FROM pg_catalog.pg_roles "
            "WHERE rolname = current_user AND (rolsuper OR rolbypassrls)",
            NULL, &value));
    if (value)
        return error_new(arena, ERROR_INPUT,
                         "the role \"%s\" passes by the rules that keep bodies apart (SUPERUSER or "
                         "BYPASSRLS): make a role without, that owns the database",
                         value);
    return NULL;
}

static struct error *set_up(struct store_connection *connection, struct arena *arena)
{
    struct buffer sql = {.arena = arena};
    int milliseconds = (int)(connection->store->patience / 1000);
    buffer_add_format(&sql,
                      "SET statement_timeout = %d; SET lock_timeout = %d; "
                      "SET idle_in_transaction_session_timeout = 0; SET synchronous_commit = on; "
                      "SET TimeZone = 'UTC'; SET DateStyle = ISO; SET extra_float_digits = 1; "
                      "SET standard_conforming_strings = on; SET client_min_messages = error; "
                      "SET default_transaction_isolation = 'read committed'",
                      milliseconds, milliseconds);
    TRY(store_postgresql_execute(connection, arena, buffer_string(&sql),
                                 "setting up the connection"));
    TRY(check_server(connection, arena));
    if (connection->role == STORE_WRITER && !PQenterPipelineMode(connection->link))
        return error_new(arena, ERROR_SYSTEM, "the connection takes no pipeline");
    return NULL;
}

static void ignore_notice(void *context, const PGresult *result)
{
    (void)context;
    (void)result;
}

struct error *store_postgresql_connect(struct arena *arena, struct store *store,
                                       enum store_role role, struct store_connection **connection)
{
    static const char *const keywords[] = {"connect_timeout",  "client_encoding",
                                           "tcp_user_timeout", "fallback_application_name",
                                           "dbname",           NULL};
    const char *timeout = text_format(arena, "%d", (int)(store->patience / 1000000 + 1)).data;
    const char *values[] = {timeout, "UTF8", "10000", "waarborg", store->address, NULL};
    struct store_connection *fresh = calloc(1, sizeof *fresh);
    struct error *error = NULL;
    if (!fresh)
        abort();
    fresh->store = store;
    fresh->role = role;
    fresh->defined = atomic_load(&store->defined);
    fresh->scratch = arena_new();
    fresh->group_first = SIZE_MAX;
    fresh->link = PQconnectdbParams(keywords, values, 1);
    if (PQstatus(fresh->link) != CONNECTION_OK) {
        struct text message = text_trim(text_of(PQerrorMessage(fresh->link)));
        error = error_new(arena, ERROR_UNAVAILABLE, "connecting to PostgreSQL: %.*s",
                          TEXT_FORMAT(message));
    }
    if (!error)
        PQsetNoticeReceiver(fresh->link, ignore_notice, NULL);
    if (!error && PQsetnonblocking(fresh->link, 1))
        error = error_new(arena, ERROR_SYSTEM, "the connection cannot be made non-blocking");
    if (!error)
        error = set_up(fresh, arena);
    if (error) {
        store_postgresql_disconnect(fresh);
        return error;
    }
    *connection = fresh;
    return NULL;
}

void store_postgresql_disconnect(struct store_connection *connection)
{
    PQfinish(connection->link);
    arena_free(connection->scratch);
    free(connection->pending);
    free(connection);
}

struct error *store_postgresql_committed(struct arena *arena, struct store *store,
                                         const char *number, bool *committed)
{
    int64_t deadline = clock_monotonic() + store->patience;
    do {
        struct store_connection *connection;
        const char *status = NULL;
        if (!store_postgresql_connect(arena, store, STORE_READER, &connection)) {
            if (ask(connection, arena, "SELECT pg_catalog.pg_xact_status($1::xid8)", number,
                    &status))
                status = NULL;
            store_postgresql_disconnect(connection);
        }
        if (status && strcmp(status, "in progress") != 0) {
            *committed = strcmp(status, "committed") == 0;
            return NULL;
        }
        nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    } while (clock_monotonic() < deadline);
    return error_new(arena, ERROR_UNAVAILABLE,
                     "the connection with the database was lost, and it cannot be known whether "
                     "the last changes were kept: look before you try again");
}
