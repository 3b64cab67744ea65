/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/projection.h"

#include "store/statements.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

enum { SORT_BYTES = 64 };

/* The columns that a field takes: its id and a suffix, and a type. */
struct part {
    const char *suffix;
    const char *type;
};

static const struct part one_text[] = {{"", "TEXT"}, {NULL, NULL}};
static const struct part one_number[] = {{"", "BIGINT"}, {NULL, NULL}};
static const struct part money_parts[] = {
    {"_kind", "TEXT"}, {"_cents", "BIGINT"}, {"_written", "TEXT"}, {NULL, NULL}};
static const struct part organisation_parts[] = {{"_name", "TEXT"}, {"_kvk", "TEXT"}, {NULL, NULL}};
static const struct part no_parts[] = {{NULL, NULL}};

static const struct part *parts_of(const struct register_field *field)
{
    if (field->own)
        return no_parts;
    switch (field->type) {
    case REGISTER_IDENTIFIER:
        return no_parts;
    case REGISTER_MONEY:
        return money_parts;
    case REGISTER_ORGANISATION:
        return organisation_parts;
    case REGISTER_BOOLEAN:
    case REGISTER_NUMBER:
        return one_number;
    default:
        return one_text;
    }
}

/* The columns that every register has, in the order in which put binds them; number comes from the
 * database. */
static const struct {
    const char *name;
    const char *type;
} engine[] = {
    {"entry", "TEXT NOT NULL"},
    {"revision", "BIGINT NOT NULL"},
    {"state", "TEXT NOT NULL"},
    {"public", "INTEGER NOT NULL CHECK (public IN (0, 1))"},
    {"current", "INTEGER NOT NULL CHECK (current IN (0, 1))"},
    {"until_last", "TEXT NOT NULL"},
    {"changed", "TEXT NOT NULL"},
    {"year", "INTEGER NOT NULL"},
    {"holder", "TEXT NOT NULL"},
    {"holder_name", "TEXT NOT NULL"},
    {"holder_office", "TEXT NOT NULL"},
    {"sort_holder", "TEXT NOT NULL"},
    {"search", "TEXT NOT NULL"},
    {"extra", "TEXT"},
};

enum { ENGINE_COUNT = sizeof engine / sizeof *engine };

/* Engine columns that a page reads, in the order of register_projection_row. */
static const char *const read_columns[] = {"number",      "entry",         "revision", "state",
                                           "public",      "current",       "changed",  "holder",
                                           "holder_name", "holder_office", "extra"};

enum { READ_COUNT = sizeof read_columns / sizeof *read_columns };

/* Whether entries have a sort column for FIELD; the holder's is sort_holder. */
static bool is_sorted(const struct register_definition *definition,
                      const struct register_field *field)
{
    return field->sort && field != definition->holder && !field->own;
}

static void add_column(struct buffer *sql, const char *prefix, const struct register_field *field,
                       const struct part *part)
{
    buffer_add_format(sql, "%s\"%.*s%s\"", prefix, TEXT_FORMAT(field->id), part->suffix);
}

/* Calls for every column of every field. */
#define EACH_PART(definition, field, part)                                                         \
    for (const struct register_field *field = (definition)->fields;                                \
         field < (definition)->fields + (definition)->field_count; field++)                        \
        for (const struct part *part = parts_of(field); part->suffix; part++)

static const char *table_name(struct arena *arena, const struct register_definition *definition)
{
    char *name = (char *)text_format(arena, "register_%.*s", TEXT_FORMAT(definition->id)).data;
    for (char *at = name; *at; at++)
        if (*at == '-')
            *at = '_';
    return name;
}

/* The columns of a row in the order in which it is bound. */
static const char *bound_columns(struct arena *arena, const struct register_definition *definition)
{
    struct buffer names = {.arena = arena};
    for (size_t i = 0; i < ENGINE_COUNT; i++)
        buffer_add_format(&names, "%s%s", i ? ", " : "", engine[i].name);
    for (size_t i = 0; i < definition->field_count; i++)
        if (is_sorted(definition, &definition->fields[i]))
            buffer_add_format(&names, ", sort_%.*s", TEXT_FORMAT(definition->fields[i].id));
    EACH_PART(definition, field, part)
    add_column(&names, ", ", field, part);
    return buffer_string(&names);
}

static const char *put_sql(struct arena *arena, const struct register_projection *projection)
{
    struct buffer values = {.arena = arena};
    struct buffer updates = {.arena = arena};
    for (size_t i = 0; i < ENGINE_COUNT; i++) {
        buffer_add_format(&values, ", :%s", engine[i].name);
        if (i)
            buffer_add_format(&updates, "%s%s = excluded.%s", i > 1 ? ", " : "", engine[i].name,
                              engine[i].name);
    }
    for (const struct register_field *field = projection->definition->fields;
         field < projection->definition->fields + projection->definition->field_count; field++)
        if (is_sorted(projection->definition, field)) {
            buffer_add_format(&values, ", :sort_%.*s", TEXT_FORMAT(field->id));
            buffer_add_format(&updates, ", sort_%.*s = excluded.sort_%.*s", TEXT_FORMAT(field->id),
                              TEXT_FORMAT(field->id));
        }
    EACH_PART(projection->definition, field, part)
    {
        buffer_add_format(&values, ", :f_%.*s%s", TEXT_FORMAT(field->id), part->suffix);
        add_column(&updates, ", ", field, part);
        add_column(&updates, " = excluded.", field, part);
    }
    return text_format(arena,
                       "INSERT INTO %s (body, %s) VALUES (:body%s) ON CONFLICT (body, entry) DO "
                       "UPDATE SET %s",
                       projection->table, bound_columns(arena, projection->definition),
                       buffer_string(&values), buffer_string(&updates))
        .data;
}

static void add_read_columns(struct register_projection *projection, struct buffer *sql)
{
    for (size_t i = 0; i < READ_COUNT; i++)
        buffer_add_format(sql, "%sr.%s", i ? ", " : "", read_columns[i]);
    projection->column_count = READ_COUNT;
    EACH_PART(projection->definition, field, part)
    {
        add_column(sql, ", r.", field, part);
        projection->column_count++;
    }
}

/* Of the people in office who must declare: how many there are, and how many confirmed since a day.
 */
static const char *round_sql(struct arena *arena, const struct register_definition *definition)
{
    struct buffer sql = {.arena = arena};
    buffer_add_format(
        &sql,
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN (SELECT MAX(s.\"date\") FROM register_statements s"
        " WHERE s.body = :body AND s.holder = p.entry AND s.\"register\" = '%.*s'"
        " AND s.\"statement\" IN ('none', 'unchanged')) >= :since THEN 1 ELSE 0 END), 0)"
        " FROM register_people p WHERE p.body = :body AND p.public = 1 AND p.current = 1"
        " AND p.holder_office IN (''",
        TEXT_FORMAT(definition->id));
    for (size_t i = 0; i < definition->declared_by_count; i++)
        buffer_add_format(&sql, ", '%.*s'", TEXT_FORMAT(definition->declared_by[i]));
    buffer_add_string(&sql, ")");
    return buffer_string(&sql);
}

/* The simple statements of a table, with its name, the columns that pages read, and those that put
 * binds. */
static const struct {
    const char *what;
    const char *sql;
    size_t member;
} simple[] = {
    {"get", "SELECT %2$s FROM %1$s r WHERE r.body = :body AND r.entry = :entry",
     offsetof(struct register_projection, get)},
    {"whole", "SELECT %3$s FROM %1$s%2$.0s WHERE body = :body AND entry = :entry",
     offsetof(struct register_projection, whole)},
    {"next",
     "SELECT %2$s FROM %1$s r WHERE r.body = :body AND r.number > :number ORDER BY r.number LIMIT "
     "500",
     offsetof(struct register_projection, next)},
    {"remove", "DELETE FROM %1$s WHERE body = :body AND entry = :entry",
     offsetof(struct register_projection, remove)},
    {"clear", "DELETE FROM %1$s WHERE body = :body", offsetof(struct register_projection, clear)},
    {"count", "SELECT COUNT(*) FROM %1$s WHERE body = :body",
     offsetof(struct register_projection, count)},
    {"held", "SELECT entry FROM %1$s WHERE body = :body AND holder = :holder ORDER BY number",
     offsetof(struct register_projection, held)},
    {"past",
     "SELECT entry FROM %1$s WHERE body = :body AND current = 1 AND until_last < :day"
     " ORDER BY until_last, number LIMIT 500",
     offsetof(struct register_projection, past)},
};

static struct error *make(struct arena *arena, struct register_projection *projection,
                          const char *what, const char *sql, size_t member)
{
    const char *name = text_format(arena, "%s_%s", projection->table, what).data;
    const struct store_statement **place =
        (const struct store_statement **)((char *)projection + member);
    return store_statement_new(arena, name, sql, NULL, place);
}

struct error *register_projection_make(struct arena *arena,
                                       const struct register_definition *definition,
                                       struct register_projection **result)
{
    struct register_projection *projection = ARENA_NEW(arena, struct register_projection);
    struct buffer columns = {.arena = arena};
    const char *bound = bound_columns(arena, definition);
    *result = projection;
    projection->definition = definition;
    projection->table = table_name(arena, definition);
    add_read_columns(projection, &columns);
    projection->columns = buffer_string(&columns);
    for (size_t i = 0; i < sizeof simple / sizeof *simple; i++) {
        struct buffer sql = {.arena = arena};
        buffer_add_format(&sql, simple[i].sql, projection->table, projection->columns, bound);
        TRY(make(arena, projection, simple[i].what, buffer_string(&sql), simple[i].member));
    }
    if (definition->round_count && definition->holder)
        TRY(make(arena, projection, "round", round_sql(arena, definition),
                 offsetof(struct register_projection, round)));
    return make(arena, projection, "put", put_sql(arena, projection),
                offsetof(struct register_projection, put));
}

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

/* The sort column that a page without a chosen order follows: the newest date first, else the name.
 */
static const char *default_sort(struct arena *arena, const struct register_definition *definition)
{
    if (definition->since && definition->since->sort)
        return text_format(arena, "sort_%.*s", TEXT_FORMAT(definition->since->id)).data;
    return "sort_holder";
}

static void define_public_indexes(struct buffer *sql, const struct register_projection *projection,
                                  enum store_dialect dialect)
{
    struct arena *arena = sql->arena;
    const struct register_definition *definition = projection->definition;
    const char *table = projection->table;
    const char *order = default_sort(arena, definition);
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
        if (is_sorted(definition, field))
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
    add_index(
        sql, dialect, projection->table, "holder",
        text_format(sql->arena, "holder, public, %s", default_sort(sql->arena, definition)).data);
    buffer_add_format(
        sql,
        "CREATE INDEX IF NOT EXISTS %s_past ON %s (body, until_last, number) WHERE current = 1;\n",
        projection->table, projection->table);
    if (definition->published)
        define_public_indexes(sql, projection, dialect);
}

/* Free text is found through three-letter pieces: FTS5's trigram on SQLite, pg_trgm on PostgreSQL.
 * On SQLite the index reads its texts from the table, which triggers keep it in step with. */
static const char search_sqlite[] =
    "CREATE VIRTUAL TABLE IF NOT EXISTS %1$s_search USING fts5(search, body UNINDEXED, "
    "content='%1$s',"
    " content_rowid='number', tokenize='trigram case_sensitive 1');\n"
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
    "CREATE INDEX IF NOT EXISTS %1$s_search ON %1$s USING gin (search gin_trgm_ops);\n";

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
    for (size_t i = 0; i < ENGINE_COUNT; i++)
        buffer_add_format(sql, ",\n  %s %s", engine[i].name, engine[i].type);
    for (size_t i = 0; i < definition->field_count; i++)
        if (is_sorted(definition, &definition->fields[i]))
            buffer_add_format(sql, ",\n  sort_%.*s TEXT NOT NULL",
                              TEXT_FORMAT(definition->fields[i].id));
    EACH_PART(definition, field, part)
    {
        add_column(sql, ",\n  ", field, part);
        buffer_add_format(sql, " %s", part->type);
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
    EACH_PART(definition, field, part)
    {
        struct text column =
            text_format(sql->arena, "%.*s%s", TEXT_FORMAT(field->id), part->suffix);
        if (!is_known(known, column))
            buffer_add_format(sql, "ALTER TABLE %s ADD COLUMN \"%.*s\" %s;\n", projection->table,
                              TEXT_FORMAT(column), part->type);
    }
    for (size_t i = 0; i < definition->field_count; i++) {
        struct text column =
            text_format(sql->arena, "sort_%.*s", TEXT_FORMAT(definition->fields[i].id));
        if (is_sorted(definition, &definition->fields[i]) && !is_known(known, column))
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

struct text register_sort_key(struct arena *arena, const struct register_field *field,
                              const struct register_value *value)
{
    if (!value->present)
        return TEXT("");
    switch (field->type) {
    case REGISTER_DATE:
        return date_format(arena, value->date);
    case REGISTER_MONEY:
        return value->money.kind == MONEY_UNKNOWN
                   ? TEXT("")
                   : text_format(arena, "%015lld", (long long)value->money.cents);
    case REGISTER_NUMBER:
    case REGISTER_BOOLEAN:
        /* Shifted, so that what is below zero comes first. */
        return text_format(arena, "%020llu",
                           (unsigned long long)value->number + (UINT64_C(1) << 63));
    default:
        break;
    }
    struct text folded = text_fold(arena, value->text);
    size_t size = folded.size < SORT_BYTES ? folded.size : SORT_BYTES;
    while (size < folded.size && size && ((unsigned char)folded.data[size] & 0xC0) == 0x80)
        size--;
    return text_slice(folded, 0, size);
}

int16_t register_row_year(const struct register_definition *definition,
                          const struct register_value *values)
{
    return definition->since ? values[definition->since->number].date.year : 0;
}

static struct text search_text(struct arena *arena, const struct register_projection *projection,
                               const struct register_row *row)
{
    struct buffer buffer = {.arena = arena};
    if (!row->public)
        return TEXT("");
    buffer_add(&buffer, text_fold(arena, row->holder_name));
    for (size_t i = 0; i < projection->definition->field_count; i++) {
        const struct register_field *field = &projection->definition->fields[i];
        if (!field->search || !field->public || field == projection->definition->holder ||
            !row->values[i].present)
            continue;
        buffer_add_byte(&buffer, '\n');
        buffer_add(&buffer, text_fold(arena, row->values[i].text));
    }
    return buffer_text(&buffer);
}

static struct store_value text_or_null(struct text text)
{
    return text.size ? store_text(text) : store_null();
}

/* Binds a field's columns. */
static size_t bind_field(struct arena *arena, const struct register_field *field,
                         const struct register_value *value, struct store_value *bound)
{
    const struct part *parts = parts_of(field);
    size_t count = 0;
    while (parts[count].suffix)
        bound[count++] = store_null();
    if (!value->present || !count)
        return count;
    switch (field->type) {
    case REGISTER_MONEY:
        bound[0] = store_text(text_of(money_kind_id(value->money.kind)));
        if (value->money.kind != MONEY_UNKNOWN)
            bound[1] = store_integer(value->money.cents);
        bound[2] = text_or_null(value->money.written);
        break;
    case REGISTER_ORGANISATION:
        bound[0] = store_text(value->text);
        bound[1] = text_or_null(value->kvk);
        break;
    case REGISTER_BOOLEAN:
    case REGISTER_NUMBER:
        bound[0] = store_integer(value->number);
        break;
    case REGISTER_DATE:
        bound[0] = store_text(date_format(arena, value->date));
        break;
    default:
        bound[0] = store_text(value->text);
    }
    return count;
}

static struct store_value extra_of(struct arena *arena,
                                   const struct register_projection *projection,
                                   const struct register_row *row)
{
    struct buffer buffer = {.arena = arena};
    struct json_writer writer = {.buffer = &buffer};
    bool any = false;
    json_open_object(&writer);
    for (size_t i = 0; i < projection->definition->field_count; i++)
        if (projection->definition->fields[i].own && row->values[i].present) {
            register_value_write(&writer, &projection->definition->fields[i], &row->values[i]);
            any = true;
        }
    json_close_object(&writer);
    return any ? store_text(buffer_text(&buffer)) : store_null();
}

const struct store_value *register_projection_bind(struct arena *arena,
                                                   const struct register_projection *projection,
                                                   const struct register_row *row)
{
    const struct register_definition *definition = projection->definition;
    struct date until =
        definition->until ? row->values[definition->until->number].date : (struct date){0};
    struct store_value *bound = ARENA_ARRAY(arena, struct store_value, projection->put->parameters);
    size_t count = 0;
    bound[count++] = store_text(row->entry);
    bound[count++] = store_integer(row->revision);
    bound[count++] = store_text(row->state->id);
    bound[count++] = store_integer(row->public);
    bound[count++] = store_integer(row->current);
    bound[count++] =
        store_text(until.year ? date_format(arena, date_latest(until)) : TEXT("9999-12-31"));
    bound[count++] = store_text(row->changed);
    bound[count++] = store_integer(register_row_year(definition, row->values));
    bound[count++] = store_text(row->holder);
    bound[count++] = store_text(row->holder_name);
    bound[count++] = store_text(row->holder_office);
    bound[count++] = store_text(text_fold(arena, row->holder_name));
    bound[count++] = store_text(search_text(arena, projection, row));
    bound[count++] = extra_of(arena, projection, row);
    for (size_t i = 0; i < definition->field_count; i++)
        if (is_sorted(definition, &definition->fields[i]))
            bound[count++] =
                store_text(register_sort_key(arena, &definition->fields[i], &row->values[i]));
    for (size_t i = 0; i < definition->field_count; i++)
        count += bind_field(arena, &definition->fields[i], &row->values[i], bound + count);
    assert(count == projection->put->parameters);
    return bound;
}

/* Reads a field's columns back. */
static size_t read_field(struct arena *arena, const struct register_field *field,
                         const struct store_value *columns, struct register_value *value)
{
    const struct part *parts = parts_of(field);
    size_t count = 0;
    while (parts[count].suffix)
        count++;
    if (!count || columns[0].type == STORE_NULL)
        return count;
    value->present = true;
    switch (field->type) {
    case REGISTER_MONEY:
        money_kind_of(columns[0].text, &value->money.kind);
        value->money.cents = columns[1].integer;
        value->money.written = value->written = text_copy(arena, columns[2].text);
        break;
    case REGISTER_BOOLEAN:
    case REGISTER_NUMBER:
        value->number = columns[0].integer;
        break;
    case REGISTER_DATE:
        date_parse(columns[0].text, &value->date);
        break;
    case REGISTER_ORGANISATION:
        value->kvk = text_copy(arena, columns[1].text);
        value->text = text_copy(arena, columns[0].text);
        break;
    default:
        value->text = text_copy(arena, columns[0].text);
    }
    return count;
}

static struct error *read_extra(struct arena *arena, const struct register_definition *definition,
                                struct text extra, struct register_value *values)
{
    json_t *root;
    TRY(json_read(arena, extra, &root));
    struct error *error = NULL;
    for (size_t i = 0; i < definition->field_count && !error; i++) {
        const json_t *member = json_object_get(root, text_string(arena, definition->fields[i].id));
        if (member)
            error = register_value_parse(arena, &definition->fields[i], member, &values[i]);
    }
    json_decref(root);
    return error;
}

struct error *register_projection_row(struct arena *arena,
                                      const struct register_projection *projection,
                                      const struct store_value *columns, struct register_row *row)
{
    const struct register_definition *definition = projection->definition;
    *row = (struct register_row){
        .number = columns[0].integer,
        .entry = text_copy(arena, columns[1].text),
        .revision = columns[2].integer,
        .state = register_state(definition, columns[3].text),
        .public = columns[4].integer != 0,
        .current = columns[5].integer != 0,
        .changed = text_copy(arena, columns[6].text),
        .holder = text_copy(arena, columns[7].text),
        .holder_name = text_copy(arena, columns[8].text),
        .holder_office = text_copy(arena, columns[9].text),
        .values = ARENA_ARRAY(arena, struct register_value, definition->field_count),
    };
    if (!row->state)
        return error_new(arena, ERROR_SYSTEM, "%s has an entry in the unknown state \"%.*s\"",
                         projection->table, TEXT_FORMAT(columns[3].text));
    size_t at = READ_COUNT;
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        if (field->type == REGISTER_IDENTIFIER) {
            row->values[i].present = true;
            row->values[i].text = row->entry;
        }
        at += read_field(arena, field, columns + at, &row->values[i]);
    }
    if (columns[READ_COUNT - 1].type == STORE_TEXT)
        return read_extra(arena, definition, columns[READ_COUNT - 1].text, row->values);
    return NULL;
}

struct error *register_projection_get(struct store_session *session, struct arena *arena,
                                      const struct register_projection *projection,
                                      struct text entry, struct register_row *row, bool *found)
{
    const struct store_value *columns;
    TRY(store_query_one(session, projection->get, (struct store_value[]){store_text(entry)},
                        &columns));
    *found = columns != NULL;
    return columns ? register_projection_row(arena, projection, columns, row) : NULL;
}
