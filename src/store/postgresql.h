/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORE_POSTGRESQL_H
#define STORE_POSTGRESQL_H

/* What the files of the PostgreSQL driver share. Readers ask one thing at a time and take rows as
 * they come; the writer sends its statements in a pipeline and looks at the results of many at
 * once. */

#include "store/internal.h"

#include <libpq-fe.h>

/* A command that was sent and whose result was not read yet. */
struct store_pending {
    enum store_pending_kind {
        STORE_PENDING_COMMAND,
        STORE_PENDING_PREPARE,
        STORE_PENDING_TRANSACTION, /* its value is the number of the transaction */
        STORE_PENDING_SYNC,
    } kind;
    size_t index; /* of the write; SIZE_MAX: of the batch itself */
    const struct store_statement *statement;
    bool expects;
    int64_t expected;
    const char *message;
};

struct store_connection {
    PGconn *link;
    struct store *store;
    enum store_role role;
    struct store_cache cache;
    unsigned defined;   /* store->defined when the statements were prepared */
    uintptr_t prepared; /* how many statements were ever prepared: their names */
    bool broken;
    struct arena *scratch;
    struct store_pending *pending; /* a ring */
    size_t pending_first;
    size_t pending_count;
    size_t pending_capacity;
    struct store_failure failure;
    size_t group_first; /* the first write since the marks were last released; SIZE_MAX: none */
    char transaction[32];
    struct store_rows *streaming; /* the query whose rows still come in */
};

/* Connects and sets up; bounded by the store's patience. */
struct error *store_postgresql_connect(struct arena *arena, struct store *store,
                                       enum store_role role, struct store_connection **connection);
void store_postgresql_disconnect(struct store_connection *connection);

/* Waits until a result can be read or everything was sent; false when the connection is lost or
 * late. */
bool store_postgresql_wait(struct store_connection *connection);

/* The next result, waited for; NULL when the command has no more, or the connection is lost. */
PGresult *store_postgresql_result(struct store_connection *connection);

/* Fills FAILURE from RESULT (which may be NULL: the connection is lost). */
void store_postgresql_fail(struct store_connection *connection, const PGresult *result,
                           const char *doing, struct store_failure *failure);
struct error *store_postgresql_error(struct store_connection *connection, struct arena *arena,
                                     const PGresult *result, const char *doing);

/* Runs SQL, any number of statements, outside a pipeline. */
struct error *store_postgresql_execute(struct store_connection *connection, struct arena *arena,
                                       const char *sql, const char *doing);

/* Whether transaction NUMBER was committed, asked on a connection of its own; an error when it
 * cannot be known. */
struct error *store_postgresql_committed(struct arena *arena, struct store *store,
                                         const char *number, bool *committed);

/* The pipeline of the writer. Sending never waits; false when the connection is lost. */
bool store_pipeline_send(struct store_connection *connection, const char *sql, size_t index,
                         enum store_pending_kind kind);
bool store_pipeline_statement(struct store_connection *connection, struct text body,
                              const struct store_statement *statement,
                              const struct store_value *values,
                              const struct store_pending *pending);

/* The rows of a query, waited for; NULL: it failed, or something before it did
 * (connection->failure). */
PGresult *store_pipeline_query(struct store_connection *connection, struct text body,
                               const struct store_statement *statement,
                               const struct store_value *values, size_t index);

/* Reads the results of all that was sent; the first failure stays in connection->failure. */
void store_pipeline_drain(struct store_connection *connection);
void store_pipeline_sync(struct store_connection *connection);

/* Sends a prepared statement's name and values; used by readers too. */
bool store_postgresql_send(struct store_connection *connection, uintptr_t name, struct text body,
                           const struct store_statement *statement,
                           const struct store_value *values);

void *store_postgresql_follow(void *store);

#endif
