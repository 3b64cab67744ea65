/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "apart.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Both databases raw, beside the store: what is tested is the text of the statements. */
struct raw {
    struct place *place;
    sqlite3 *sqlite;
    PGconn *postgresql;
};

/* The rows of a statement, each value as text, in one buffer. */
static const char *ask_sqlite(struct raw *raw, const char *sql, const char *const *values)
{
    struct buffer buffer = {.arena = raw->place->arena};
    sqlite3_stmt *prepared;
    if (sqlite3_prepare_v2(raw->sqlite, sql, -1, &prepared, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(raw->sqlite));
    for (int at = 1; at <= sqlite3_bind_parameter_count(prepared); at++) {
        char *end;
        long number = strtol(values[at - 1], &end, 10);
        if (*end)
            sqlite3_bind_text(prepared, at, values[at - 1], -1, SQLITE_STATIC);
        else
            sqlite3_bind_int64(prepared, at, number);
    }
    int code;
    while ((code = sqlite3_step(prepared)) == SQLITE_ROW) {
        for (int column = 0; column < sqlite3_column_count(prepared); column++)
            buffer_add_format(&buffer, "%s|", (const char *)sqlite3_column_text(prepared, column));
        buffer_add_byte(&buffer, '\n');
    }
    if (code != SQLITE_DONE && code != SQLITE_CONSTRAINT && code != SQLITE_MISMATCH)
        fail_msg("%s: %s", sql, sqlite3_errmsg(raw->sqlite));
    sqlite3_finalize(prepared);
    return buffer_string(&buffer);
}

static const char *ask_postgresql(struct raw *raw, const char *sql, const char *const *values,
                                  int count)
{
    struct buffer buffer = {.arena = raw->place->arena};
    PGresult *result = PQexecParams(raw->postgresql, sql, count, NULL, values, NULL, NULL, 0);
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (state && strncmp(state, "23", 2) != 0)
        fail_msg("%s: %s", sql, PQerrorMessage(raw->postgresql));
    for (int row = 0; row < PQntuples(result); row++) {
        for (int column = 0; column < PQnfields(result); column++)
            buffer_add_format(&buffer, "%s|", PQgetvalue(result, row, column));
        buffer_add_byte(&buffer, '\n');
    }
    PQclear(result);
    return buffer_string(&buffer);
}

static const char *ask(struct raw *raw, const char *sql, const char *const *values, int count)
{
    return raw->place->dialect == STORE_SQLITE ? ask_sqlite(raw, sql, values)
                                               : ask_postgresql(raw, sql, values, count);
}

/* Every table with its columns: "TABLE COLUMN TYPE" a line. */
static const char *list_columns(struct raw *raw)
{
    static const char sqlite[] =
        "SELECT m.name || ' ' || c.name || ' ' || c.type FROM sqlite_schema m, "
        "pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name <> 'migration' "
        "AND m.name NOT LIKE 'sqlite_%' "
        "ORDER BY m.name NOT IN ('body', 'definition'), m.rowid, c.cid";
    static const char postgresql[] =
        "SELECT c.relname || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) "
        "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 "
        "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> "
        "'migration' AND a.attgenerated = '' "
        "ORDER BY c.relname NOT IN ('body', 'definition'), c.oid, a.attnum";
    return ask(raw, raw->place->dialect == STORE_SQLITE ? sqlite : postgresql, NULL, 0);
}

/* A value that fits: keys the same for both bodies, what may be told apart by its body. */
static const char *value_of(struct arena *arena, struct text table, struct text column,
                            struct text type, const char *body)
{
    bool number = text_find(type, 0, TEXT("INT")) < type.size ||
                  text_find(type, 0, TEXT("int")) < type.size ||
                  text_find(type, 0, TEXT("REAL")) < type.size ||
                  text_find(type, 0, TEXT("double")) < type.size;
    static const char *const telling[] = {"content", "reason", "actor", "state", "due", "file"};
    if (text_is(column, "body") || (text_is(table, "body") && text_is(column, "id")))
        return body;
    if (number)
        return "1";
    for (size_t i = 0; i < sizeof telling / sizeof *telling; i++)
        if (text_is(column, telling[i]) && !text_is(table, "definition"))
            return text_format(arena, "secret-%s", body).data;
    if (text_is(column, "host"))
        return text_format(arena, "%s.example", body).data;
    return "x";
}

static void fill_row(struct raw *raw, struct text table, struct text *columns, struct text *types,
                     size_t count, const char *body)
{
    struct arena *arena = raw->place->arena;
    struct buffer sql = {.arena = arena};
    buffer_add_format(&sql, "INSERT INTO \"%.*s\" (", TEXT_FORMAT(table));
    for (size_t i = 0; i < count; i++)
        buffer_add_format(&sql, "%s\"%.*s\"", i ? ", " : "", TEXT_FORMAT(columns[i]));
    buffer_add_string(&sql, ") VALUES (");
    for (size_t i = 0; i < count; i++)
        buffer_add_format(&sql, "%s'%s'", i ? ", " : "",
                          value_of(arena, table, columns[i], types[i], body));
    buffer_add_string(&sql, ") ON CONFLICT DO NOTHING");
    ask(raw, buffer_string(&sql), NULL, 0);
}

/* Gives the SELECTs of all rows of body b. */
static const char *fill(struct raw *raw)
{
    enum { MOST = 128 };
    struct text rest = text_of(list_columns(raw));
    struct text line;
    struct text table = {0};
    struct text columns[MOST];
    struct text types[MOST];
    size_t count = 0;
    struct buffer all = {.arena = raw->place->arena};
    while (text_next(&rest, '\n', &line)) {
        size_t first = text_find(line, 0, TEXT(" "));
        size_t second = text_find(line, first + 1, TEXT(" "));
        struct text name = text_slice(line, 0, first);
        if (!text_equal(name, table) && count) {
            fill_row(raw, table, columns, types, count, "a");
            fill_row(raw, table, columns, types, count, "b");
            bool own = text_is(table, "body");
            if (!text_is(table, "definition"))
                buffer_add_format(&all, "SELECT * FROM \"%.*s\" WHERE %s = 'b';",
                                  TEXT_FORMAT(table), own ? "id" : "body");
            count = 0;
        }
        table = name;
        if (!line.size)
            continue;
        assert_true(count < MOST);
        columns[count] = text_slice(line, first + 1, second);
        types[count++] = text_slice(line, second + 1, line.size - 1);
    }
    return buffer_string(&all);
}

/* All rows of body b. */
static const char *look(struct raw *raw, const char *selects)
{
    struct buffer buffer = {.arena = raw->place->arena};
    struct text rest = text_of(selects);
    struct text sql;
    while (text_next(&rest, ';', &sql))
        if (sql.size)
            buffer_add_string(&buffer, ask(raw, text_string(raw->place->arena, sql), NULL, 0));
    return buffer_string(&buffer);
}

/* For a statement that takes JSON: a row of any width, which is a text to one that takes texts. */
#define JSON_ROW "[[\"x\",\"x\",\"x\",\"x\",\"x\",\"x\",\"x\",\"x\"]]"

/* The values of the parameters: :body is a, the others are what the rows hold. */
static void guess(struct raw *raw, const struct store_statement *statement, const char **values)
{
    size_t own = statement->body ? 1 : 0;
    if (own)
        values[0] = "a";
    for (size_t i = 0; i < statement->parameters; i++)
        values[i + own] = strstr(statement->sql[STORE_SQLITE], "json_each") ? JSON_ROW : "x";
    if (raw->place->dialect == STORE_SQLITE)
        return;
    PQclear(PQprepare(raw->postgresql, "test", statement->sql[STORE_POSTGRESQL], 0, NULL));
    PGresult *described = PQdescribePrepared(raw->postgresql, "test");
    if (PQresultStatus(described) != PGRES_COMMAND_OK)
        fail_msg("%s: %s", statement->name, PQerrorMessage(raw->postgresql));
    assert_int_equal(PQnparams(described), statement->parameters + own);
    for (int i = 0; i < PQnparams(described); i++) {
        Oid type = PQparamtype(described, i);
        if (type == 20 || type == 21 || type == 23 || type == 701 || type == 1700)
            values[i] = "1";
        else if (type == 114)
            values[i] = JSON_ROW;
    }
    PQclear(described);
    PQclear(PQexec(raw->postgresql, "DEALLOCATE test"));
}

static struct raw connect(struct place *place)
{
    struct raw raw = {.place = place};
    if (place->dialect == STORE_POSTGRESQL) {
        raw.postgresql = PQconnectdb(place->superuser);
        assert_int_equal(PQstatus(raw.postgresql), CONNECTION_OK);
        return raw;
    }
    const char *path = text_format(place->arena, "%s/waarborg.db", place->address).data;
    assert_int_equal(sqlite3_open(path, &raw.sqlite), SQLITE_OK);
    return raw;
}

/* One statement in a transaction that is undone. */
static const char *try(struct raw *raw, const struct store_statement *statement,
                       const char *selects, const char *before, size_t *showed)
{
    const char *values[256] = {NULL};
    const char *hole = NULL;
    bool sound = true;
    guess(raw, statement, values);
    ask(raw, "BEGIN", NULL, 0);
    const char *rows = ask(raw, statement->sql[raw->place->dialect], values,
                           (int)(statement->parameters + (statement->body ? 1 : 0)));
    *showed += strstr(rows, "secret-a") != NULL;
    if (raw->place->dialect == STORE_POSTGRESQL)
        sound = PQtransactionStatus(raw->postgresql) == PQTRANS_INTRANS;
    if (!statement->across && strstr(rows, "secret-b"))
        hole =
            text_format(raw->place->arena, "%s shows a row of another body", statement->name).data;
    else if (sound && strcmp(look(raw, selects), before) != 0)
        hole = text_format(raw->place->arena, "%s changes a row of another body", statement->name)
                   .data;
    ask(raw, "ROLLBACK", NULL, 0);
    return hole;
}

const char *find_hole(struct place *place, const struct store_statement *const *statements,
                      size_t *showed)
{
    struct raw raw = connect(place);
    const char *selects = fill(&raw);
    const char *before = look(&raw, selects);
    const char *hole = NULL;
    *showed = 0;
    assert_non_null(strstr(before, "secret-b"));
    for (; *statements && !hole; statements++)
        hole = try(&raw, *statements, selects, before, showed);
    sqlite3_close(raw.sqlite);
    if (raw.postgresql)
        PQfinish(raw.postgresql);
    return hole;
}
