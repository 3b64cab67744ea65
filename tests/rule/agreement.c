/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "generate.h"

#include <libpq-fe.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* The same rule over the same row gives the same answer in C and in each database, unknown
 * included. WAARBORG_TEST_PAIRS says how many pairs of an expression and a row, WAARBORG_TEST_SEED
 * which. */

enum { ROWS = 25, EXPRESSIONS = 40 };

/* One database, behind what this test asks of it. */
struct database {
    enum rule_dialect dialect;
    sqlite3 *sqlite;
    PGconn *postgresql;
    PGresult *result; /* of PostgreSQL */
    sqlite3_stmt *statement;
};

struct batch {
    struct arena *arena;
    struct rule_value rows[ROWS][EXAMPLE_NAMES];
    struct rule *rules[EXPRESSIONS];
    struct text sql[EXPRESSIONS];
};

static size_t number_from(const char *name, size_t otherwise)
{
    const char *value = getenv(name);
    return value && *value ? strtoull(value, NULL, 10) : otherwise;
}

static void write_column(void *context, struct buffer *sql, size_t name, const char *part)
{
    (void)context;
    buffer_add_format(sql, "r.c%zu%s", name, part);
}

static const char *const parts_of_money[] = {"kind", "cents", NULL};
static const char *const parts_of_organisation[] = {"name", "kvk", NULL};
static const char *const no_parts[] = {"", NULL};

static const char *const *parts_of(enum rule_type type)
{
    return type == RULE_MONEY          ? parts_of_money
           : type == RULE_ORGANISATION ? parts_of_organisation
                                       : no_parts;
}

static const char *column_type(enum rule_dialect dialect, enum rule_type type, const char *part)
{
    switch (type) {
    case RULE_BOOLEAN:
        return dialect == RULE_SQLITE ? "INTEGER" : "SMALLINT";
    case RULE_INTEGER:
    case RULE_DURATION:
        return "BIGINT";
    case RULE_DECIMAL:
        return "DOUBLE PRECISION";
    case RULE_MONEY:
        if (!strcmp(part, "cents"))
            return "BIGINT";
        return "TEXT";
    default:
        /* An order that is not by code point, which no answer may depend on. */
        return dialect == RULE_SQLITE ? "TEXT" : "TEXT COLLATE \"und-x-icu\"";
    }
}

static void run(struct database *database, struct buffer *sql)
{
    if (database->sqlite) {
        char *message = NULL;
        if (sqlite3_exec(database->sqlite, buffer_string(sql), NULL, NULL, &message) != SQLITE_OK)
            fail_msg("%s in: %s", message, buffer_string(sql));
        return;
    }
    PGresult *result = PQexec(database->postgresql, buffer_string(sql));
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        fail_msg("%s in: %s", PQerrorMessage(database->postgresql), buffer_string(sql));
    PQclear(result);
}

static void make_table(struct database *database, struct arena *arena)
{
    struct buffer sql = {.arena = arena};
    buffer_add_string(&sql, "CREATE TEMPORARY TABLE r (row BIGINT");
    for (size_t i = 0; i < EXAMPLE_NAMES; i++) {
        enum rule_type type = example_environment.names[i].type;
        for (const char *const *part = parts_of(type); *part; part++)
            buffer_add_format(&sql, ", c%zu%s %s", i, *part,
                              column_type(database->dialect, type, *part));
    }
    buffer_add_string(&sql, ")");
    run(database, &sql);
}

static void add_row(struct buffer *sql, enum rule_dialect dialect, const struct rule_value *values)
{
    for (size_t i = 0; i < EXAMPLE_NAMES; i++) {
        enum rule_type type = example_environment.names[i].type;
        for (const char *const *part = parts_of(type); *part; part++) {
            buffer_add_string(sql, ", ");
            rule_value_to_sql(sql, dialect, type, &values[i], *part);
        }
    }
}

static void fill_table(struct database *database, struct batch *batch)
{
    struct buffer sql = {.arena = batch->arena};
    buffer_add_string(&sql, "DELETE FROM r; INSERT INTO r VALUES ");
    for (size_t row = 0; row < ROWS; row++) {
        buffer_add_format(&sql, "%s(%zu", row ? ", " : "", row);
        add_row(&sql, database->dialect, batch->rows[row]);
        buffer_add_string(&sql, ")");
    }
    run(database, &sql);
}

static void ask(struct database *database, struct batch *batch)
{
    struct buffer sql = {.arena = batch->arena};
    buffer_add_string(&sql, "SELECT ");
    for (size_t i = 0; i < EXPRESSIONS; i++) {
        struct buffer expression = {.arena = batch->arena};
        rule_to_sql(batch->rules[i], database->dialect, write_column, NULL, &expression);
        batch->sql[i] = buffer_text(&expression);
        buffer_add_string(&sql, i ? ", " : "");
        buffer_add(&sql, batch->sql[i]);
    }
    buffer_add_string(&sql, " FROM r ORDER BY r.row");
    if (database->sqlite) {
        if (sqlite3_prepare_v2(database->sqlite, buffer_string(&sql), -1, &database->statement,
                               NULL) != SQLITE_OK)
            fail_msg("%s in: %s", sqlite3_errmsg(database->sqlite), buffer_string(&sql));
        return;
    }
    database->result = PQexec(database->postgresql, buffer_string(&sql));
    if (PQresultStatus(database->result) != PGRES_TUPLES_OK)
        fail_msg("%s in: %s", PQerrorMessage(database->postgresql), buffer_string(&sql));
}

/* An answer of the database in the words that print_value uses. */
static struct text cell(struct database *database, struct arena *arena, size_t row, size_t column,
                        enum rule_type type)
{
    const char *string = NULL;
    if (database->sqlite) {
        int at = (int)column;
        if (sqlite3_column_type(database->statement, at) == SQLITE_NULL)
            return TEXT("unknown");
        if (type == RULE_DECIMAL)
            return text_format(arena, "%.17g", sqlite3_column_double(database->statement, at) + 0);
        string = (const char *)sqlite3_column_text(database->statement, at);
    } else {
        if (PQgetisnull(database->result, (int)row, (int)column))
            return TEXT("unknown");
        string = PQgetvalue(database->result, (int)row, (int)column);
        if (type == RULE_DECIMAL)
            return text_format(arena, "%.17g", strtod(string, NULL) + 0);
        if (type == RULE_BOOLEAN)
            string = *string == 't' ? "1" : "0";
    }
    return text_format(arena, "'%s'", string);
}

static struct text print_value(struct arena *arena, struct rule_value value)
{
    if (!value.known)
        return TEXT("unknown");
    switch (value.type) {
    case RULE_BOOLEAN:
        return value.boolean ? TEXT("'1'") : TEXT("'0'");
    case RULE_DECIMAL:
        return text_format(arena, "%.17g", value.decimal + 0);
    case RULE_INTEGER:
    case RULE_DURATION:
        return text_format(arena, "'%lld'", (long long)value.integer);
    case RULE_DATE:
        return text_format(arena, "'%.*s'", TEXT_FORMAT(date_format(arena, value.date)));
    default:
        return text_format(arena, "'%.*s'", TEXT_FORMAT(value.text));
    }
}

static void differ(struct batch *batch, size_t row, size_t i, struct text one, struct text other)
{
    struct buffer values = {.arena = batch->arena};
    add_row(&values, RULE_SQLITE, batch->rows[row]);
    fail_msg("%.*s\nis %.*s in C and %.*s in the database\nfor %s\nas %.*s",
             TEXT_FORMAT(rule_text(batch->rules[i])), TEXT_FORMAT(one), TEXT_FORMAT(other),
             buffer_string(&values), TEXT_FORMAT(batch->sql[i]));
}

/* Compares all answers; counts those that are not unknown. */
static void compare(struct database *database, struct batch *batch, size_t *known)
{
    struct arena *scratch = arena_new();
    for (size_t row = 0; row < ROWS; row++) {
        if (database->sqlite && sqlite3_step(database->statement) != SQLITE_ROW)
            fail_msg("%s", sqlite3_errmsg(database->sqlite));
        for (size_t i = 0; i < EXPRESSIONS; i++) {
            struct rule_value value;
            rule_evaluate(batch->rules[i], scratch, batch->rows[row], &value);
            *known += value.known;
            struct text one = print_value(scratch, value);
            struct text other = cell(database, scratch, row, i, rule_type(batch->rules[i]));
            if (!text_equal(one, other))
                differ(batch, row, i, one, other);
        }
        arena_reset(scratch);
    }
    arena_free(scratch);
    sqlite3_finalize(database->statement);
    PQclear(database->result);
    database->statement = NULL;
    database->result = NULL;
}

static void make_rules(struct chance *chance, struct batch *batch)
{
    static const enum rule_type types[] = {RULE_BOOLEAN, RULE_BOOLEAN, RULE_BOOLEAN, RULE_INTEGER,
                                           RULE_DECIMAL, RULE_TEXT,    RULE_DATE,    RULE_DURATION};
    static const struct rule_place place = {{"generated", 9}, 1, 1, 0};
    for (size_t i = 0; i < EXPRESSIONS; i++) {
        struct buffer text = {.arena = batch->arena};
        enum rule_type type = types[chance_below(chance, sizeof types / sizeof *types)];
        generate_expression(chance, &text, type, 1 + (int)chance_below(chance, 4));
        struct faults faults = {.arena = batch->arena};
        batch->rules[i] = rule_parse(batch->arena, buffer_text(&text), &place, &example_environment,
                                     type, &faults);
        if (!batch->rules[i])
            fail_msg("%.*s in: %s", TEXT_FORMAT(faults.items[0].message), buffer_string(&text));
    }
}

static void compare_many(struct database *database)
{
    size_t pairs = number_from("WAARBORG_TEST_PAIRS", 20000);
    size_t seed = number_from("WAARBORG_TEST_SEED", 1);
    struct chance chance = {.state = seed};
    struct arena *first = arena_new();
    make_table(database, first);
    arena_free(first);
    size_t known = 0;
    size_t done = 0;
    for (; done < pairs; done += (size_t)ROWS * EXPRESSIONS) {
        struct batch *batch = calloc(1, sizeof *batch);
        assert_non_null(batch);
        batch->arena = arena_new();
        for (size_t row = 0; row < ROWS; row++)
            generate_row(&chance, batch->arena, batch->rows[row]);
        make_rules(&chance, batch);
        fill_table(database, batch);
        ask(database, batch);
        compare(database, batch, &known);
        arena_free(batch->arena);
        free(batch);
    }
    print_message("# %zu pairs of an expression and a row agree, %zu of them known (seed %zu)\n",
                  done, known, seed);
    assert_true(known > done / 4 && known < done);
}

static void agrees_with_sqlite(void **state)
{
    (void)state;
    struct database database = {.dialect = RULE_SQLITE};
    assert_int_equal(sqlite3_open(":memory:", &database.sqlite), SQLITE_OK);
    compare_many(&database);
    sqlite3_close(database.sqlite);
}

static void agrees_with_postgresql(void **state)
{
    (void)state;
    struct database database = {.dialect = RULE_POSTGRESQL};
    database.postgresql = PQconnectdb(getenv("WAARBORG_TEST_POSTGRESQL"));
    if (PQstatus(database.postgresql) != CONNECTION_OK)
        fail_msg("%s", PQerrorMessage(database.postgresql));
    compare_many(&database);
    PQfinish(database.postgresql);
}

int main(int count, char **arguments)
{
    const struct CMUnitTest sqlite[] = {cmocka_unit_test(agrees_with_sqlite)};
    const struct CMUnitTest postgresql[] = {cmocka_unit_test(agrees_with_postgresql)};
    if (count == 2 && !strcmp(arguments[1], "sqlite"))
        return cmocka_run_group_tests(sqlite, NULL, NULL);
    if (count != 2 || strcmp(arguments[1], "postgresql")) {
        fprintf(stderr, "usage: %s sqlite|postgresql\n", arguments[0]);
        return 2;
    }
    const char *address = getenv("WAARBORG_TEST_POSTGRESQL");
    if (!address || !*address) {
        puts("1..0 # SKIP WAARBORG_TEST_POSTGRESQL is not set");
        return 0;
    }
    return cmocka_run_group_tests(postgresql, NULL, NULL);
}
