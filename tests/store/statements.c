/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "apart.h"

#include "store/statements.h"

#include <libpq-fe.h>
#include <string.h>

/* Every named statement on both databases, and the walls between bodies. */

static void keeps_bodies_apart(void **state)
{
    struct place *place = place_new(dialect_of(state));
    size_t showed;
    store_close(place_open(place, (struct store_options){0}));
    const char *hole = find_hole(place, store_statements, &showed);
    if (hole)
        fail_msg("%s", hole);
    assert_true(showed > 1);
    place_free(place);
}

/* The test above sees it when a statement does reach further. */
static void sees_a_hole(void **state)
{
    static const struct store_statement holes[] = {
        {.name = "shows",
         .sql = {"SELECT content FROM version WHERE body >= ?1",
                 "SELECT content FROM version WHERE body >= $1"},
         .body = true},
        {.name = "changes",
         .sql = {"UPDATE version SET content = '' WHERE body >= ?1",
                 "UPDATE version SET content = '' WHERE body >= $1"},
         .body = true},
        {.name = "removes", .sql = {"DELETE FROM job", "DELETE FROM job"}},
    };
    struct place *place = place_new(dialect_of(state));
    size_t showed;
    store_close(place_open(place, (struct store_options){0}));
    for (size_t i = 0; i < sizeof holes / sizeof *holes; i++) {
        const struct store_statement *const one[] = {&holes[i], NULL};
        assert_non_null(find_hole(place, one, &showed));
    }
    place_free(place);
}

static const char *value(PGconn *link, const char *sql)
{
    static char answer[256];
    PGresult *result = PQexec(link, sql);
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *text = state               ? state
                       : PQntuples(result) ? PQgetvalue(result, 0, 0)
                                           : PQcmdTuples(result);
    strncpy(answer, text, sizeof answer - 1);
    PQclear(result);
    return answer;
}

/* What somebody can do who has the program's own role and writes SQL by hand. */
static void builds_a_wall_in_postgresql(void **state)
{
    static const char *const tables[] = {"body",  "version", "journal", "revision",
                                         "tally", "import",  "job"};
    (void)state;
    struct place *place = place_new(STORE_POSTGRESQL);
    store_close(place_open(place, (struct store_options){0}));
    static const struct store_statement *const none[] = {NULL};
    size_t showed;
    assert_null(find_hole(place, none, &showed));
    PGconn *link = PQconnectdb(place->address);
    assert_int_equal(PQstatus(link), CONNECTION_OK);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const char *count = text_format(place->arena, "SELECT COUNT(*) FROM %s", tables[i]).data;
        const char *key = i ? "body" : "id";
        assert_string_equal(value(link, count), "0");
        value(link, "SELECT set_config('waarborg.body', 'a', false)");
        assert_string_equal(value(link, count), "1");
        assert_string_equal(
            value(link, text_format(place->arena, "SELECT %s FROM %s", key, tables[i]).data), "a");
        if (i) {
            assert_string_equal(
                value(link, text_format(place->arena, "UPDATE %s SET body = 'b'", tables[i]).data),
                "42501");
            assert_string_equal(
                value(link,
                      text_format(place->arena, "DELETE FROM %s WHERE body = 'b'", tables[i]).data),
                "0");
        }
        value(link, "SELECT set_config('waarborg.body', '', false)");
    }
    PQfinish(link);
    place_free(place);
}

static void refuses_who_passes_by_the_wall(void **state)
{
    (void)state;
    struct place *place = place_new(STORE_POSTGRESQL);
    struct store *store;
    struct error *error =
        store_open(place->arena, place->superuser, &(struct store_options){.create = true}, &store);
    assert_non_null(error);
    assert_int_equal(error->kind, ERROR_INPUT);
    assert_non_null(strstr(error->message, "SUPERUSER"));
    place_free(place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(keeps_bodies_apart),
        ON_BOTH(sees_a_hole),
        cmocka_unit_test(builds_a_wall_in_postgresql),
        cmocka_unit_test(refuses_who_passes_by_the_wall),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
