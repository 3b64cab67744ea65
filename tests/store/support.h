/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_STORE_SUPPORT_H
#define TESTS_STORE_SUPPORT_H

/* A fresh database for each test: a folder, or a database on the server of WAARBORG_TEST_POSTGRESQL
 * (the address of a superuser), owned by a role that row-level security holds for. */

#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

struct place {
    enum store_dialect dialect;
    char address[512];
    char superuser[512]; /* the address of the same database for a superuser; PostgreSQL only */
    char name[64];       /* of the database, or the folder */
    struct arena *arena;
};

/* Whether this database is there to be tested. */
bool place_exists(enum store_dialect dialect);

/* Makes one; skips the test when there is no server. */
struct place *place_new(enum store_dialect dialect);
void place_free(struct place *place);

/* Runs SQL in it beside the store; the first value of the last row, or "". */
const char *place_ask(struct place *place, const char *sql);

/* Opens it, made up to date. Fails the test when it cannot. */
struct store *place_open(struct place *place, struct store_options options);

/* Fails the test with the whole story when ERROR is one. */
void assert_fine(struct arena *arena, const struct error *error);

/* Two tests of one: "name on SQLite" and "name on PostgreSQL". */
#define ON_BOTH(function)                                                                          \
    {#function " (sqlite)", function, NULL, NULL, (void *)(uintptr_t)STORE_SQLITE},                \
    {                                                                                              \
#function " (postgresql)", function, NULL, NULL, (void *)(uintptr_t)STORE_POSTGRESQL       \
    }

static inline enum store_dialect dialect_of(void **state)
{
    return (enum store_dialect)(uintptr_t)*state;
}

#endif
