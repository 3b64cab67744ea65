/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The tables of registers: made from their definitions, and widened when these change. */

#include "register/columns.h"
#include "register/list.h"

#include <string.h>

static bool is_known(const char *known, struct text column)
{
    struct text rest = text_of(known);
    struct text part;
    while (text_next(&rest, ',', &part))
        if (text_equal(part, column))
            return true;
    return false;
}

bool register_is_lasting(const struct register_definition *definition)
{
    for (size_t i = 0; i < definition->state_count; i++)
        if (definition->states[i].ended && !text_is(definition->states[i].id, "withdrawn"))
            return true;
    return definition->until != NULL;
}

const char *register_place_column(enum store_dialect dialect)
{
    return dialect == STORE_SQLITE ? "place" : "number";
}

static void add_index(struct buffer *sql, enum store_dialect dialect, const char *table,
                      const char *name, const char *columns)
{
    buffer_add_format(sql, "CREATE INDEX IF NOT EXISTS %s_%s ON %s (body, %s, %s);\n", table, name,
                      table, columns, register_place_column(dialect));
}

/* The sort column that a page without a chosen order follows. */
static const char *own_sort(struct arena *arena, const struct register_definition *definition)
{
    const struct register_field *date;
    enum register_order_kind order = register_own_order(definition, &date);
    if (order == REGISTER_ORDER_FIELD)
        return text_format(arena, "sort_%.*s", TEXT_FORMAT(date->id)).data;
    return order == REGISTER_ORDER_CHANGED ? "changed" : "sort_holder";
}

static void define_public_indexes(struct buffer *sql, const struct register_projection *projection,
                                  enum store_dialect dialect)
{
    struct arena *arena = sql->arena;
    const struct register_definition *definition = projection->definition;
    const char *table = projection->table;
    const char *order = own_sort(arena, definition);
    const char *shown = register_is_lasting(definition) ? "public, current" : "public";
    add_index(sql, dialect, table, "by_changed", text_format(arena, "%s, changed", shown).data);
    add_index(sql, dialect, table, "by_holder", text_format(arena, "%s, sort_holder", shown).data);
    add_index(sql, dialect, table, "at_year",
              text_format(arena, "%s, year, %s", shown, order).data);
    add_index(sql, dialect, table, "at_office",
              text_format(arena, "%s, holder_office, %s", shown, order).data);
    for (const struct register_field *field = definition->fields;
         field < definition->fields + definition->field_count; field++) {
        const char *id = text_string(arena, field->id);
        if (register_is_sorted(definition, field))
            add_index(sql, dialect, table, text_format(arena, "by_%s", id).data,
                      text_format(arena, "%s, sort_%s", shown, id).data);
        if (field->filter && !field->own && field != definition->holder)
            add_index(sql, dialect, table, text_format(arena, "at_%s", id).data,
                      text_format(arena, "%s, \"%s\", %s", shown, id, order).data);
    }
}

static void define_indexes(struct buffer *sql, const struct register_projection *projection,
                           enum store_dialect dialect)
{
    const struct register_definition *definition = projection->definition;
    add_index(sql, dialect, projection->table, "holder",
              text_format(sql->arena, "holder, public, %s", own_sort(sql->arena, definition)).data);
    buffer_add_format(
        sql,
        "CREATE INDEX IF NOT EXISTS %s_past ON %s (body, until_last, number) WHERE current = 1;\n",
        projection->table, projection->table);
    buffer_add_format(
        sql, "CREATE INDEX IF NOT EXISTS %s_waits ON %s (body, state, number) WHERE waits = 1;\n",
        projection->table, projection->table);
    add_index(sql, dialect, projection->table, "at_state", "state");
    if (definition->published)
        define_public_indexes(sql, projection, dialect);
    /* Every row of every list asks when its holder last confirmed, and needs no more than this. */
    if (text_is(definition->id, "statements"))
        buffer_add_format(sql,
                          "CREATE INDEX IF NOT EXISTS %s_confirmed ON %s (body, \"register\", "
                          "holder, \"statement\", \"date\");\n",
                          projection->table, projection->table);
}

/* Free text is found through three-letter pieces: FTS5's trigram on SQLite, pg_trgm on PostgreSQL.
 * On SQLite the index reads its texts from the table, which triggers keep it in step with; its
 * pages are small, because what is rare is looked up in the long lists of what is common, and from
 * the newest on a page is read whole. */
static const char search_sqlite[] =
    "CREATE VIRTUAL TABLE IF NOT EXISTS %1$s_search USING fts5(search, body UNINDEXED, "
    "content='%1$s',"
    " content_rowid='number', tokenize='trigram case_sensitive 1');\n"
    "INSERT INTO %1$s_search(%1$s_search, rank) VALUES ('pgsz', 1000);\n"
    "CREATE TRIGGER IF NOT EXISTS %1$s_search_added AFTER INSERT ON %1$s BEGIN\n"
    "  INSERT INTO %1$s_search(rowid, search, body) VALUES (new.number, new.search, new.body);\n"
    "END;\n"
    "CREATE TRIGGER IF NOT EXISTS %1$s_search_removed AFTER DELETE ON %1$s BEGIN\n"
    "  INSERT INTO %1$s_search(%1$s_search, rowid, search, body)"
    " VALUES ('delete', old.number, old.search, old.body);\n"
    "END;\n"
    "CREATE TRIGGER IF NOT EXISTS %1$s_search_changed AFTER UPDATE OF search ON %1$s"
    " WHEN old.search <> new.search BEGIN\n"
    "  INSERT INTO %1$s_search(%1$s_search, rowid, search, body)"
    " VALUES ('delete', old.number, old.search, old.body);\n"
    "  INSERT INTO %1$s_search(rowid, search, body) VALUES (new.number, new.search, new.body);\n"
    "END;\n";
static const char search_postgresql[] =
    "CREATE TABLE IF NOT EXISTS %1$s_search (\n"
    "  body TEXT NOT NULL REFERENCES body (id),\n"
    "  number BIGINT NOT NULL,\n"
    "  search TEXT NOT NULL,\n"
    "  PRIMARY KEY (body, number)\n"
    ");\n"
    "CREATE INDEX IF NOT EXISTS %1$s_search_pieces ON %1$s_search USING gin (search "
    "gin_trgm_ops);\n"
    "CREATE OR REPLACE FUNCTION %1$s_search_follow() RETURNS trigger LANGUAGE plpgsql AS $follow$\n"
    "BEGIN\n"
    "  IF TG_OP = 'UPDATE' AND old.search = new.search THEN RETURN NULL; END IF;\n"
    "  IF TG_OP <> 'INSERT' THEN\n"
    "    DELETE FROM %1$s_search WHERE body = old.body AND number = old.number;\n"
    "  END IF;\n"
    "  IF TG_OP <> 'DELETE' AND new.search <> '' THEN\n"
    "    INSERT INTO %1$s_search (body, number, search) VALUES (new.body, new.number, "
    "new.search);\n"
    "  END IF;\n"
    "  RETURN NULL;\n"
    "END $follow$;\n"
    "CREATE OR REPLACE TRIGGER %1$s_search_followed AFTER INSERT OR UPDATE OR DELETE ON %1$s\n"
    "  FOR EACH ROW EXECUTE FUNCTION %1$s_search_follow();\n";

static void define_table(struct buffer *sql, const struct register_projection *projection,
                         enum store_dialect dialect)
{
    const struct register_definition *definition = projection->definition;
    buffer_add_format(
        sql,
        "CREATE TABLE IF NOT EXISTS %s (\n  number %s,\n  body TEXT NOT NULL REFERENCES body (id)",
        projection->table,
        dialect == STORE_POSTGRESQL ? "BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE"
                                    : "INTEGER PRIMARY KEY");
    if (dialect == STORE_SQLITE)
        buffer_add_string(sql, ",\n  place BIGINT GENERATED ALWAYS AS (number) VIRTUAL");
    for (size_t i = 0; i < REGISTER_ENGINE_COLUMNS; i++)
        buffer_add_format(sql, ",\n  %s %s", register_engine_columns[i].name,
                          register_engine_columns[i].type);
    for (size_t i = 0; i < definition->field_count; i++)
        if (register_is_sorted(definition, &definition->fields[i]))
            buffer_add_format(sql, ",\n  sort_%.*s TEXT NOT NULL",
                              TEXT_FORMAT(definition->fields[i].id));
    EACH_COLUMN(definition, field, column)
    {
        register_add_column(sql, ",\n  ", field, column);
        buffer_add_format(sql, " %s", column->type);
        if (field->type == REGISTER_BOOLEAN)
            buffer_add_format(sql, " CHECK (\"%.*s\" IN (0, 1))", TEXT_FORMAT(field->id));
    }
    buffer_add_string(sql, ",\n  UNIQUE (body, entry)\n);\n");
}

/* Adds the columns that the table does not have. */
static void widen_table(struct buffer *sql, const struct register_projection *projection,
                        const char *known)
{
    const struct register_definition *definition = projection->definition;
    /* What the program has that an older one had not; filled in when the table is made anew. */
    for (size_t i = 0; i < REGISTER_ENGINE_COLUMNS; i++)
        if (!is_known(known, text_of(register_engine_columns[i].name)))
            buffer_add_format(sql, "ALTER TABLE %s ADD COLUMN %s %s;\n", projection->table,
                              register_engine_columns[i].name, register_engine_columns[i].type);
    EACH_COLUMN(definition, field, column)
    {
        struct text name =
            text_format(sql->arena, "%.*s%s", TEXT_FORMAT(field->id), column->suffix);
        if (!is_known(known, name))
            buffer_add_format(sql, "ALTER TABLE %s ADD COLUMN \"%.*s\" %s;\n", projection->table,
                              TEXT_FORMAT(name), column->type);
    }
    for (size_t i = 0; i < definition->field_count; i++) {
        struct text column =
            text_format(sql->arena, "sort_%.*s", TEXT_FORMAT(definition->fields[i].id));
        if (register_is_sorted(definition, &definition->fields[i]) && !is_known(known, column))
            buffer_add_format(sql, "ALTER TABLE %s ADD COLUMN %.*s TEXT NOT NULL DEFAULT '';\n",
                              projection->table, TEXT_FORMAT(column));
    }
}

const char *register_projection_define(struct arena *arena,
                                       const struct register_projection *projection,
                                       enum store_dialect dialect, const char *known)
{
    struct buffer sql = {.arena = arena};
    if (known)
        widen_table(&sql, projection, known);
    else
        define_table(&sql, projection, dialect);
    define_indexes(&sql, projection, dialect);
    if (projection->definition->published)
        buffer_add_format(&sql, dialect == STORE_POSTGRESQL ? search_postgresql : search_sqlite,
                          projection->table);
    return buffer_string(&sql);
}
