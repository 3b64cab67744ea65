/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "support.h"

#include "store/statement.h"

#include <stdio.h>
#include <string.h>

/* What the compiler of statements makes, and above all what it refuses. */

static void numbers_parameters(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct store_statement *statement;
    assert_fine(arena,
                store_statement_new(
                    arena, "x",
                    "SELECT a, ':no', t.end -- :neither\n  FROM t WHERE a=:first AND b >= :second\n"
                    "AND body = :body AND (c = :first OR d = '?') ;",
                    NULL, &statement));
    assert_string_equal(statement->sql[STORE_SQLITE],
                        "SELECT a, ':no', t.end FROM t WHERE a=?2 AND b >= ?3 AND body = ?1 "
                        "AND (c = ?2 OR d = '?')");
    assert_string_equal(statement->sql[STORE_POSTGRESQL],
                        "SELECT a, ':no', t.end FROM t WHERE a=$2 AND b >= $3 AND body = $1 "
                        "AND (c = $2 OR d = '?')");
    assert_int_equal(statement->parameters, 2);
    assert_false(statement->writes);
    /* The first variant gives the order. */
    assert_fine(arena,
                store_statement_new(
                    arena, "x", "UPDATE t SET a = :one WHERE body = :body AND b = :two",
                    "UPDATE t SET b = :two::text WHERE body = :body AND a = :one", &statement));
    assert_string_equal(statement->sql[STORE_POSTGRESQL],
                        "UPDATE t SET b = $3::text WHERE body = $1 AND a = $2");
    assert_true(statement->writes);
    assert_non_null(store_statement_new(arena, "x", "SELECT :a FROM t WHERE body = :body",
                                        "SELECT :b FROM t WHERE body = :body", &statement));
    arena_free(arena);
}

static const char *const accepted[] = {
    "SELECT 1 FROM t WHERE body = :body",
    "SELECT 1 FROM t AS x WHERE :body = x.body AND (x.a = 1 OR x.b = 2)",
    "SELECT 1 FROM a JOIN b ON b.body = a.body AND b.id = a.id WHERE a.body = :body",
    "SELECT 1 FROM a, b WHERE b.body = a.body AND a.body = :body",
    "SELECT 1 FROM a JOIN b USING (body, id) JOIN c USING (body, id) WHERE a.body = :body",
    "SELECT 1 FROM a LEFT JOIN b ON b.body = :body AND b.x = a.x WHERE a.body = :body",
    "SELECT 1 FROM a LEFT OUTER JOIN b ON a.body = b.body WHERE a.body = :body",
    "SELECT 1 FROM t WHERE body = :body UNION ALL SELECT 2 FROM u WHERE body = :body ORDER BY 1",
    "SELECT (SELECT COUNT(*) FROM b WHERE b.body = a.body) FROM a WHERE a.body = :body",
    "SELECT 1 FROM a WHERE a.body = :body AND EXISTS (SELECT 1 FROM b WHERE b.body = a.body AND "
    "NOT EXISTS (SELECT 1 FROM c WHERE c.body = a.body))",
    "WITH x AS (SELECT id FROM t WHERE body = :body) SELECT id FROM x",
    "WITH RECURSIVE tree(id) AS (SELECT id FROM u WHERE body = :body UNION ALL "
    "SELECT u.id FROM u JOIN tree ON u.parent = tree.id WHERE u.body = :body) SELECT id FROM tree",
    "SELECT x.n FROM (SELECT COUNT(*) AS n FROM t WHERE body = :body) x",
    "SELECT 1 FROM t, json_each(:ids) AS j WHERE t.body = :body AND t.id = j.value",
    "SELECT id FROM body WHERE id = :body",
    "SELECT b.content FROM body b JOIN t ON t.body = b.id WHERE b.id = :body",
    "SELECT content FROM definition WHERE hash = :hash",
    "SELECT d.content FROM version v JOIN definition d ON d.hash = v.definition WHERE v.body = "
    ":body",
    "SELECT 1 FROM t WHERE body = :body AND a BETWEEN 1 AND 2 AND b IS DISTINCT FROM :c",
    "SELECT COUNT(*) FILTER (WHERE a = 1) FROM t WHERE body = :body GROUP BY b HAVING COUNT(*) > 1",
    "SELECT CASE WHEN a = 1 OR b = 2 THEN 1 ELSE 2 END FROM t WHERE body = :body",
    "SELECT 1 FROM \"order\" WHERE \"order\".body = :body AND \"limit\" = 1",
    "INSERT INTO t (body, a) VALUES (:body, :a), (:body, :b)",
    "INSERT INTO t (a, body) VALUES (COALESCE(:a, 1), :body) ON CONFLICT (body, a) DO NOTHING",
    "INSERT INTO t (body, a) VALUES (:body, 1) ON CONFLICT (body, a) DO UPDATE SET b = t.b + 1 "
    "WHERE t.c = 2 RETURNING b",
    "INSERT INTO t (body, a) SELECT :body, a FROM u WHERE body = :body",
    "INSERT INTO t (body, a) SELECT :body, u.a FROM u JOIN v ON v.body = u.body WHERE u.body = "
    ":body "
    "ON CONFLICT (body, a) DO NOTHING",
    "UPDATE t SET a = (SELECT MAX(a) FROM t u WHERE u.body = t.body) WHERE body = :body",
    "UPDATE t SET a = s.a FROM s WHERE t.body = :body AND s.body = t.body",
    "DELETE FROM t WHERE body = :body AND id IN (SELECT id FROM u WHERE u.body = :body)",
};

/* What is refused, with the column of the first fault. */
static const struct {
    const char *sql;
    size_t column;
} refused[] = {
    {"SELECT 1 FROM t", 15},
    {"SELECT 1 FROM t WHERE body = :body OR 1 = 1", 15},
    {"SELECT 1 FROM t WHERE a = 1 OR b = 2 AND body = :body", 15},
    {"SELECT 1 FROM t WHERE NOT body = :body", 15},
    {"SELECT 1 FROM t WHERE body <> :body", 15},
    {"SELECT 1 FROM t WHERE body <= :body", 15},
    {"SELECT 1 FROM t WHERE body = :body || 'x'", 15},
    {"SELECT 1 FROM t WHERE body = :body COLLATE NOCASE", 15},
    {"SELECT 1 FROM t WHERE body = :other", 15},
    {"SELECT 1 FROM t WHERE body = 'b'", 15},
    {"SELECT 1 FROM t WHERE body IN (:body, 'b')", 15},
    {"SELECT 1 FROM t WHERE a BETWEEN 1 AND body = :body", 15},
    {"SELECT 1 FROM t WHERE CASE WHEN a AND body = :body AND b THEN 1 ELSE 1 END", 15},
    {"SELECT :body = body FROM t", 26},
    {"SELECT 1 FROM t GROUP BY a HAVING body = :body", 15},
    {"SELECT 1 FROM t ORDER BY body = :body", 15},
    {"SELECT 1 FROM a JOIN b ON b.id = a.id WHERE a.body = :body", 22},
    {"SELECT 1 FROM a, b WHERE a.body = :body", 18},
    {"SELECT 1 FROM a, b WHERE body = :body", 15},
    {"SELECT 1 FROM a LEFT JOIN b ON b.body = a.body AND a.body = :body", 15},
    {"SELECT 1 FROM a LEFT JOIN b ON a.body = :body AND b.body = :body", 15},
    {"SELECT 1 FROM a RIGHT JOIN b ON b.body = a.body WHERE a.body = :body", 17},
    {"SELECT 1 FROM a NATURAL JOIN b WHERE a.body = :body", 17},
    {"SELECT 1 FROM (a JOIN b ON true) WHERE a.body = :body", 15},
    {"SELECT 1 FROM main.t WHERE body = :body", 15},
    {"SELECT 1 FROM t WHERE body = :body UNION SELECT 1 FROM u", 56},
    {"SELECT (SELECT 1 FROM b LIMIT 1) FROM a WHERE a.body = :body", 23},
    {"SELECT 1 FROM a WHERE a.body = :body AND EXISTS (SELECT 1 FROM b WHERE b.id = a.id)", 64},
    {"SELECT 1 FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.body = :body AND a.body = :body)", 15},
    {"WITH x AS (SELECT id FROM t) SELECT id FROM x", 27},
    {"WITH t AS (SELECT * FROM t) SELECT * FROM t", 26},
    {"SELECT 1 FROM (WITH t AS (SELECT 1) SELECT * FROM t) x UNION SELECT 1 FROM t", 76},
    {"SELECT n FROM (SELECT COUNT(*) AS n FROM t) x", 42},
    {"SELECT 1 FROM body WHERE host = :host", 15},
    {"SELECT 1 FROM body WHERE body = :body", 15},
    {"INSERT INTO t (a) VALUES (:a)", 15},
    {"INSERT INTO t VALUES (:body)", 15},
    {"INSERT INTO t (body, a) VALUES ('b', :body)", 33},
    {"INSERT INTO t (body, a) VALUES (:body, 1), (:other, 2)", 45},
    {"INSERT INTO t (body, a) VALUES (:body || 'x', 1)", 33},
    {"INSERT INTO t (body, a) SELECT body, a FROM u WHERE body = :body", 25},
    {"INSERT INTO t (body, a) SELECT :body, a FROM u", 46},
    {"INSERT INTO t (body, a) VALUES (:body, (SELECT MAX(a) FROM u))", 60},
    {"INSERT INTO t (body, a) VALUES (:body, 1) ON CONFLICT (a) DO UPDATE SET b = 2", 43},
    {"INSERT INTO t (body, a) VALUES (:body, 1) ON CONFLICT (body, a) DO UPDATE SET body = 'b'",
     79},
    {"INSERT OR REPLACE INTO t (body, a) VALUES (:body, 1)", 1},
    {"UPDATE t SET a = 1", 8},
    {"UPDATE t SET a = 1 WHERE a = 2 RETURNING body = :body", 8},
    {"UPDATE t SET body = 'b' WHERE body = :body", 14},
    {"UPDATE t SET (body, a) = ('b', 1) WHERE body = :body", 14},
    {"UPDATE t SET a = 1, body = :body WHERE body = :body", 21},
    {"UPDATE t SET a = s.a FROM s WHERE t.body = :body", 27},
    {"DELETE FROM t", 13},
    {"DELETE FROM t WHERE id IN (SELECT id FROM u WHERE u.body = :body)", 13},
    {"DELETE FROM t USING u WHERE t.body = :body", 21},
    {"SELECT 1 FROM t WHERE body = ?", 30},
    {"SELECT 1 FROM t WHERE body = $1", 30},
    {"SELECT 1 FROM t WHERE body = :body; DELETE FROM t", 35},
    {"SELECT 1 FROM t WHERE body = :body AND a = 'x", 46},
    {"SELECT 1 FROM t /* body */ WHERE body = :body", 17},
    {"SELECT (1 FROM t WHERE body = :body", 36},
    {"SELECT 1) FROM t WHERE body = :body", 9},
    {"SELECT 1 FROM t WHERE body = :body AND limit = 1", 40},
    {"SELECT 1 FROM t WHERE body = :body AND fetch = 1 OR a = 2", 40},
    {"SELECT 1 FROM a JOIN b ON b.body = a.body AND left(a.x, 1) = 'x' OR true WHERE a.body = "
     ":body",
     51},
    {"DROP TABLE t", 1},
    {"PRAGMA user_version", 1},
    {"VALUES (1)", 1},
    {"", 1},
    {";", 1},
    {"INSERT", 1},
    {"INSERT INTO", 1},
    {"UPDATE", 7},
    {"SELECT 1 FROM", 14},
    {"WITH", 5},
};

static void accepts_what_stays_with_a_body(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct store_statement *statement;
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++)
        assert_fine(arena, store_statement_new(arena, accepted[i], accepted[i], NULL, &statement));
    arena_free(arena);
}

static void refuses_what_reaches_further(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct faults faults = {.arena = arena};
        struct store_names names = {0};
        struct store_statement statement;
        struct text sql = text_of(refused[i].sql);
        struct store_source source = {
            .name = "x", .file = TEXT("x.sql"), .sql = {sql, sql}, .line = {1, 1}};
        bool compiled = store_compile(&faults, &source, &statement, &names);
        bool placed = faults.count && faults.items[0].line == 1 &&
                      faults.items[0].column == refused[i].column;
        if (!compiled && placed)
            continue;
        wrong++;
        fprintf(stderr, "# %s: expected column %zu\n", refused[i].sql, refused[i].column);
        fault_print(&faults, stderr);
    }
    assert_int_equal(wrong, 0);
    arena_free(arena);
}

/* Whatever is cut off or put in: the sanitizers find no step outside the text or its tokens. */
static void survives_what_is_mangled(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
        struct text sql = text_of(accepted[i]);
        for (size_t at = 0; at < sql.size; at++) {
            struct arena *arena = arena_new();
            const struct store_statement *statement;
            const char *pieces[] = {"", " ", "(", ")", "'", "\"", ",", " OR ", " CASE ", " END "};
            for (size_t piece = 0; piece < sizeof pieces / sizeof *pieces; piece++) {
                const char *mangled =
                    text_format(arena, "%.*s%s%.*s", (int)at, sql.data, pieces[piece],
                                piece ? (int)(sql.size - at) : 0, sql.data + at)
                        .data;
                (void)!store_statement_new(arena, "x", mangled, NULL, &statement);
            }
            arena_free(arena);
        }
    }
}

static void speaks_both_dialects(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct text sql = TEXT("CREATE TABLE t (a BIGINT, b TEXT NOT NULL, c DOUBLE PRECISION,\n"
                           "d TEXTURE REFERENCES u ON DELETE RESTRICT) STRICT;\n"
                           "-- (sqlite)\nONE\n-- (postgresql)\nTWO\n-- (both)\nTHREE");
    assert_string_equal(store_dialect_sql(arena, STORE_SQLITE, sql).data,
                        "CREATE TABLE t (a INTEGER, b TEXT NOT NULL, c REAL,\n"
                        "d TEXTURE REFERENCES u ON DELETE RESTRICT) STRICT;\nONE\nTHREE\n");
    assert_string_equal(store_dialect_sql(arena, STORE_POSTGRESQL, sql).data,
                        "CREATE TABLE t (a BIGINT, b TEXT COLLATE \"C\" NOT NULL, "
                        "c DOUBLE PRECISION,\n"
                        "d TEXTURE REFERENCES u ON DELETE RESTRICT) ;\nTWO\nTHREE\n");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_parameters),
        cmocka_unit_test(accepts_what_stays_with_a_body),
        cmocka_unit_test(refuses_what_reaches_further),
        cmocka_unit_test(survives_what_is_mangled),
        cmocka_unit_test(speaks_both_dialects),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
