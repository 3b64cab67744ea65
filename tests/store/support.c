/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "support.h"

#include <ftw.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static unsigned made;

bool place_exists(enum store_dialect dialect)
{
    const char *server = getenv("WAARBORG_TEST_POSTGRESQL");
    return dialect == STORE_SQLITE || (server && *server);
}

/* Runs SQL on a server; the first value of the last row is copied into ARENA. */
static const char *ask_postgresql(struct arena *arena, const char *address, const char *sql)
{
    PGconn *link = PQconnectdb(address);
    const char *answer = "";
    if (PQstatus(link) != CONNECTION_OK)
        fail_msg("%s", PQerrorMessage(link));
    PGresult *result = PQexec(link, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(link));
    if (PQntuples(result))
        answer = text_copy(arena, text_of(PQgetvalue(result, PQntuples(result) - 1, 0))).data;
    PQclear(result);
    PQfinish(link);
    return answer;
}

/* ADDRESS with another database and, where USER is one, another user. */
static void rewrite(const char *address, const char *database, const char *user, char *result,
                    size_t size)
{
    char *message = NULL;
    PQconninfoOption *options = PQconninfoParse(address, &message);
    int at = snprintf(result, size, "postgresql:///?");
    if (!options)
        fail_msg("WAARBORG_TEST_POSTGRESQL: %s", message);
    for (PQconninfoOption *option = options; option->keyword; option++) {
        const char *value = option->val;
        if (strcmp(option->keyword, "dbname") == 0)
            value = database;
        else if (user &&
                 (strcmp(option->keyword, "user") == 0 || strcmp(option->keyword, "password") == 0))
            value = user;
        if (value && *value)
            at += snprintf(result + at, size - (size_t)at, "%s=%s&", option->keyword, value);
    }
    result[at - 1] = '\0';
    PQconninfoFree(options);
}

static void make_postgresql(struct place *place)
{
    static const char role[] = "waarborg_test";
    const char *server = getenv("WAARBORG_TEST_POSTGRESQL");
    char administration[512];
    rewrite(server, "postgres", NULL, administration, sizeof administration);
    /* Another test program may make the role at the same moment. */
    ask_postgresql(place->arena, administration,
                   "DO $do$ BEGIN CREATE ROLE waarborg_test LOGIN PASSWORD 'waarborg_test'; "
                   "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $do$");
    snprintf(place->name, sizeof place->name, "waarborg_test_%ld_%u", (long)getpid(), ++made);
    const char *sql =
        text_format(place->arena, "CREATE DATABASE %s OWNER %s TEMPLATE template0 ENCODING 'UTF8'",
                    place->name, role)
            .data;
    ask_postgresql(place->arena, administration, sql);
    rewrite(server, place->name, role, place->address, sizeof place->address);
    rewrite(server, place->name, NULL, place->superuser, sizeof place->superuser);
}

struct place *place_new(enum store_dialect dialect)
{
    if (!place_exists(dialect))
        skip();
    struct place *place = calloc(1, sizeof *place);
    assert_non_null(place);
    place->dialect = dialect;
    place->arena = arena_new();
    if (dialect == STORE_POSTGRESQL) {
        make_postgresql(place);
        return place;
    }
    const char *temporary = getenv("TMPDIR");
    snprintf(place->name, sizeof place->name, "%s/waarborg-store-XXXXXX",
             temporary ? temporary : "/tmp");
    assert_non_null(mkdtemp(place->name));
    snprintf(place->address, sizeof place->address, "%s/data", place->name);
    return place;
}

static int remove_one(const char *path, const struct stat *status, int flag, struct FTW *walk)
{
    (void)status;
    (void)flag;
    (void)walk;
    return remove(path);
}

void place_free(struct place *place)
{
    if (place->dialect == STORE_POSTGRESQL) {
        char administration[512];
        rewrite(getenv("WAARBORG_TEST_POSTGRESQL"), "postgres", NULL, administration,
                sizeof administration);
        ask_postgresql(
            place->arena, administration,
            text_format(place->arena, "DROP DATABASE %s WITH (FORCE)", place->name).data);
    } else {
        nftw(place->name, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    }
    arena_free(place->arena);
    free(place);
}

const char *place_ask(struct place *place, const char *sql)
{
    if (place->dialect == STORE_POSTGRESQL)
        return ask_postgresql(place->arena, place->superuser, sql);
    const char *path = text_format(place->arena, "%s/waarborg.db", place->address).data;
    const char *answer = "";
    sqlite3 *database;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    sqlite3_busy_timeout(database, 10000);
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(database));
    while (sqlite3_step(statement) == SQLITE_ROW)
        answer =
            text_copy(place->arena, text_of((const char *)sqlite3_column_text(statement, 0))).data;
    assert_int_equal(sqlite3_finalize(statement), SQLITE_OK);
    sqlite3_close(database);
    return answer;
}

void assert_fine(struct arena *arena, const struct error *error)
{
    if (error)
        fprintf(stderr, "# %s\n", error_string(arena, error));
    if (error)
        fail_msg("%s", error_string(arena, error));
}

struct store *place_open(struct place *place, struct store_options options)
{
    struct store *store;
    options.create = true;
    assert_fine(place->arena, store_open(place->arena, place->address, &options, &store));
    assert_fine(place->arena, store_migrate(place->arena, store));
    return store;
}
