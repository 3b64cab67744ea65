/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "rule/generate.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

/* Any bytes as a rule: refused with a fault, or SQL that SQLite takes and that is true for the same
 * rows as in C. */

enum { ROWS = 4 };

static sqlite3 *database;
static struct arena *row_arena;
static struct rule_value rows[ROWS][EXAMPLE_NAMES];

static const char *const parts_of_money[] = {"kind", "cents", NULL};
static const char *const parts_of_organisation[] = {"name", "kvk", NULL};
static const char *const no_parts[] = {"", NULL};

static void stop(const char *what, const char *sql)
{
    fprintf(stderr, "%s: %s\n%s\n", what, sqlite3_errmsg(database), sql);
    abort();
}

static void write_column(void *context, struct buffer *sql, size_t name, const char *part)
{
    (void)context;
    buffer_add_format(sql, "r.c%zu%s", name, part);
}

static void run(struct buffer *sql)
{
    if (sqlite3_exec(database, buffer_string(sql), NULL, NULL, NULL) != SQLITE_OK)
        stop("cannot run", buffer_string(sql));
}

/* Writes BETWEEN and the column, or with VALUES its value, for each column. */
static void add_columns(struct buffer *sql, const struct rule_value *values)
{
    for (size_t i = 0; i < EXAMPLE_NAMES; i++) {
        enum rule_type type = example_environment.names[i].type;
        const char *const *part = type == RULE_MONEY          ? parts_of_money
                                  : type == RULE_ORGANISATION ? parts_of_organisation
                                                              : no_parts;
        for (; *part; part++) {
            buffer_add_string(sql, ", ");
            if (values)
                rule_value_to_sql(sql, RULE_SQLITE, type, &values[i], *part);
            else
                buffer_add_format(sql, "c%zu%s", i, *part);
        }
    }
}

static void prepare_rows(void)
{
    row_arena = arena_new();
    struct chance chance = {.state = 1};
    struct buffer sql = {.arena = row_arena};
    if (sqlite3_open(":memory:", &database) != SQLITE_OK)
        abort();
    buffer_add_string(&sql, "CREATE TABLE r (row");
    add_columns(&sql, NULL);
    buffer_add_string(&sql, ")");
    for (size_t row = 0; row < ROWS; row++) {
        if (row)
            generate_row(&chance, row_arena, rows[row]);
        buffer_add_format(&sql, "; INSERT INTO r VALUES (%zu", row);
        add_columns(&sql, rows[row]);
        buffer_add_string(&sql, ")");
    }
    run(&sql);
}

static void compare(struct arena *arena, const struct rule *rule, struct buffer *sql)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(database, buffer_string(sql), -1, &statement, NULL) != SQLITE_OK)
        stop("cannot prepare", buffer_string(sql));
    for (size_t row = 0; row < ROWS; row++) {
        if (sqlite3_step(statement) != SQLITE_ROW)
            stop("cannot step", buffer_string(sql));
        struct rule_value value;
        rule_evaluate(rule, arena, rows[row], &value);
        bool known = sqlite3_column_type(statement, 0) != SQLITE_NULL;
        if (known != value.known)
            stop(known ? "known to SQLite only" : "known to C only", buffer_string(sql));
        if (known && value.type == RULE_BOOLEAN &&
            sqlite3_column_int(statement, 0) != (int)value.boolean)
            stop("another answer", buffer_string(sql));
    }
    sqlite3_finalize(statement);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct rule_place place = {{"fuzz", 4}, 1, 1, 0};
    if (!database)
        prepare_rows();
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    struct rule *rule = rule_parse(arena, (struct text){(const char *)data, size}, &place,
                                   &example_environment, RULE_ANY, &faults);
    if (!rule == !fault_count(&faults))
        abort();
    if (rule && rule_type(rule) != RULE_LIST) {
        struct buffer postgresql = {.arena = arena};
        rule_to_sql(rule, RULE_POSTGRESQL, write_column, NULL, &postgresql);
        struct buffer sqlite = {.arena = arena};
        buffer_add_string(&sqlite, "SELECT ");
        rule_to_sql(rule, RULE_SQLITE, write_column, NULL, &sqlite);
        buffer_add_string(&sqlite, " FROM r ORDER BY r.row");
        compare(arena, rule, &sqlite);
    }
    arena_free(arena);
    return 0;
}
