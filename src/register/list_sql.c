/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/list_sql.h"

#include <pthread.h>
#include <stdio.h>

static struct map statements; /* from a shape's description to its statement */
static pthread_mutex_t statements_lock = PTHREAD_MUTEX_INITIALIZER;

/* Free text is looked up in its index, which gives what was recorded last first, and is left as
 * soon as the page is full. */
static bool is_matched(const struct list_shape *shape, enum store_dialect dialect)
{
    return shape->words && !shape->sorted && dialect == STORE_SQLITE;
}

/* In the order of recording rows are taken as they are kept: SQLite would rather take an index, and
 * sort the whole. */
static bool is_walked(const struct list_shape *shape, enum store_dialect dialect)
{
    return !shape->key.size && !shape->words && !shape->lead && dialect == STORE_SQLITE;
}

/* Without a word on what is current, the two parts of a lasting register are read apart, each in
 * the order of its index, and put together. */
static bool is_split(const struct register_projection *projection, const struct list_shape *shape)
{
    return register_is_lasting(projection->definition) && !shape->current && !shape->sorted &&
           shape->key.size && !shape->words && shape->lead != LIST_LEAD_HOLDER;
}

static bool is_filter(const struct register_definition *definition,
                      const struct register_field *field)
{
    return field->filter && !field->own && field != definition->holder;
}

static void add_filter(struct buffer *sql, bool leads, const char *column, const char *parameter,
                       const char *type)
{
    if (leads)
        buffer_add_format(sql, "\n  AND r.%s = :%s", column, parameter);
    else
        buffer_add_format(sql, "\n  AND (CAST(:%s AS %s) IS NULL OR r.%s = :%s)", parameter, type,
                          column, parameter);
}

static void add_filters(struct buffer *sql, const struct register_definition *definition,
                        const struct list_shape *shape)
{
    add_filter(sql, shape->lead == LIST_LEAD_HOLDER, "holder", "holder", "TEXT");
    add_filter(sql, shape->lead == LIST_LEAD_OFFICE, "holder_office", "office", "TEXT");
    add_filter(sql, shape->lead == LIST_LEAD_YEAR, "year", "year", "BIGINT");
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        if (!is_filter(definition, field))
            continue;
        char column[80];
        char parameter[80];
        snprintf(column, sizeof column, "\"%.*s\"", TEXT_FORMAT(field->id));
        snprintf(parameter, sizeof parameter, "f_%.*s", TEXT_FORMAT(field->id));
        add_filter(sql, shape->lead_field == field, column, parameter,
                   field->type == REGISTER_BOOLEAN ? "BIGINT" : "TEXT");
    }
}

/* PART: "0" or "1" in a part of a split statement, else NULL. */
static void add_current(struct buffer *sql, const struct register_definition *definition,
                        const struct list_shape *shape, const char *part)
{
    if (part)
        buffer_add_format(sql, "\n  AND r.current = %s", part);
    else if (shape->current)
        buffer_add_string(sql, "\n  AND r.current = :current");
    else if (register_is_lasting(definition) && shape->lead && shape->lead != LIST_LEAD_HOLDER)
        buffer_add_string(sql, "\n  AND r.current IN (0, 1)"); /* so that the lead's index serves */
}

static void add_order(struct buffer *sql, const struct list_shape *shape, const char *number,
                      enum store_dialect dialect)
{
    const char *direction = shape->descending ? "DESC" : "ASC";
    /* A column behind a plus is not looked for in an index: SQLite then takes that of the lead. */
    const char *plus = shape->sorted && dialect == STORE_SQLITE ? "+" : "";
    if (shape->key.size)
        buffer_add_format(sql, "\nORDER BY %sr.%.*s %s, %s%s %s LIMIT :limit", plus,
                          TEXT_FORMAT(shape->key), direction, plus, number, direction);
    else
        buffer_add_format(sql, "\nORDER BY %s%s %s LIMIT :limit", plus, number, direction);
}

static void add_place(struct buffer *sql, const struct list_shape *shape, const char *number,
                      enum store_dialect dialect)
{
    const char *sign = shape->descending ? "<" : ">";
    const char *plus = shape->sorted && dialect == STORE_SQLITE ? "+" : "";
    if (shape->paged && shape->key.size)
        buffer_add_format(sql, "\n  AND (%sr.%.*s, %s%s) %s (:key, :number)", plus,
                          TEXT_FORMAT(shape->key), plus, number, sign);
    else if (shape->paged)
        buffer_add_format(sql, "\n  AND %s%s %s :number", plus, number, sign);
}

/* From FROM on: the whole, or one PART of a lasting register. */
static void add_rows(struct buffer *sql, const struct register_projection *projection,
                     const struct list_shape *shape, const char *part, enum store_dialect dialect)
{
    bool match = is_matched(shape, dialect);
    bool searched = shape->words && dialect == STORE_POSTGRESQL;
    const char *table = projection->table;
    const char *number = match                          ? "s.rowid"
                         : searched && !shape->key.size ? "s.number"
                         : shape->key.size
                             ? text_format(sql->arena, "r.%s", register_place_column(dialect)).data
                             : "r.number";
    if (match)
        buffer_add_format(
            sql,
            "\nFROM %s_search s CROSS JOIN %s r\nWHERE r.body = :body AND r.public = 1"
            "\n  AND s.%s_search MATCH :match AND s.body = :body AND r.number = s.rowid",
            table, table, table);
    else if (searched)
        buffer_add_format(sql,
                          "\nFROM %s_search s JOIN %s r ON r.body = s.body AND r.number = s.number"
                          "\nWHERE r.body = :body AND r.public = 1 AND s.body = :body",
                          table, table);
    else
        buffer_add_format(sql, "\nFROM %s r%s\nWHERE r.body = :body AND r.public = 1", table,
                          is_walked(shape, dialect) ? " NOT INDEXED" : "");
    for (size_t i = 0; i < shape->words && !match; i++)
        buffer_add_format(sql, "\n  AND %s.search LIKE :word%zu ESCAPE '!'", searched ? "s" : "r",
                          i);
    add_filters(sql, projection->definition, shape);
    add_current(sql, projection->definition, shape, part);
    add_place(sql, shape, number, dialect);
    add_order(sql, shape, number, dialect);
}

static const char *list_sql(struct arena *arena, const struct register_projection *projection,
                            const struct list_shape *shape, enum store_dialect dialect)
{
    static const char *const parts[] = {"1", "0"};
    struct buffer sql = {.arena = arena};
    struct text key = shape->key;
    struct list_shape whole = *shape;
    if (!is_split(projection, shape)) {
        buffer_add_string(&sql, "SELECT r.number");
        add_rows(&sql, projection, shape, NULL, dialect);
        return buffer_string(&sql);
    }
    buffer_add_string(&sql, "SELECT r.number FROM (");
    for (size_t i = 0; i < 2; i++) {
        buffer_add_format(&sql, "%sSELECT * FROM (SELECT r.number, r.%.*s AS page_key",
                          i ? "\nUNION ALL " : "", TEXT_FORMAT(key));
        add_rows(&sql, projection, shape, parts[i], dialect);
        buffer_add_format(&sql, ") part_%s", parts[i]);
    }
    buffer_add_string(&sql, ") r");
    whole.key = TEXT("page_key");
    add_order(&sql, &whole, "r.number", dialect);
    return buffer_string(&sql);
}

struct error *register_list_statement(struct arena *arena, enum store_dialect dialect,
                                      const struct register_projection *projection,
                                      const struct list_shape *shape,
                                      const struct store_statement **statement)
{
    struct text description = text_format(
        arena, "%s_list %d %d %.*s %.*s %d%d%d%d %zu", projection->table, (int)dialect,
        (int)shape->lead, TEXT_FORMAT(shape->lead_field ? shape->lead_field->id : TEXT("")),
        TEXT_FORMAT(shape->key), shape->descending, shape->paged, shape->sorted, shape->current,
        shape->words);
    struct error *error = NULL;
    pthread_mutex_lock(&statements_lock);
    if (!statements.arena)
        statements.arena = arena_new();
    *statement = map_get(&statements, description);
    if (!*statement) {
        error = store_statement_new(statements.arena, text_string(statements.arena, description),
                                    list_sql(statements.arena, projection, shape, dialect), NULL,
                                    statement);
        if (!error)
            *map_place(&statements, description) = (void *)*statement;
        else
            error = error_wrap(arena, error, "list of %s", projection->table);
    }
    pthread_mutex_unlock(&statements_lock);
    return error;
}

/* A word as FTS5 wants it: a phrase in quotes. */
static struct text match_text(struct arena *arena, const struct register_query *query)
{
    struct buffer buffer = {.arena = arena};
    for (size_t i = 0; i < query->word_count; i++) {
        buffer_add_string(&buffer, i ? " AND \"" : "\"");
        for (size_t at = 0; at < query->words[i].size; at++) {
            if (query->words[i].data[at] == '"')
                buffer_add_byte(&buffer, '"');
            buffer_add_byte(&buffer, query->words[i].data[at]);
        }
        buffer_add_byte(&buffer, '"');
    }
    return buffer_text(&buffer);
}

static struct text like_text(struct arena *arena, struct text word)
{
    struct buffer buffer = {.arena = arena};
    buffer_add_byte(&buffer, '%');
    for (size_t at = 0; at < word.size; at++) {
        if (word.data[at] == '%' || word.data[at] == '_' || word.data[at] == '!')
            buffer_add_byte(&buffer, '!');
        buffer_add_byte(&buffer, word.data[at]);
    }
    buffer_add_byte(&buffer, '%');
    return buffer_text(&buffer);
}

static struct store_value filter_value(const struct register_query *query,
                                       const struct register_field *field)
{
    for (size_t i = 0; i < query->field_count; i++)
        if (query->fields[i].field == field)
            return field->type == REGISTER_BOOLEAN
                       ? store_integer(text_is(query->fields[i].value, "1"))
                       : store_text(query->fields[i].value);
    return store_null();
}

/* In the order in which list_sql first names each parameter. */
const struct store_value *register_list_bind(struct arena *arena, enum store_dialect dialect,
                                             const struct register_query *query,
                                             const struct list_shape *shape,
                                             const struct register_place *place, size_t limit)
{
    const struct register_definition *definition = query->projection->definition;
    bool match = is_matched(shape, dialect);
    struct store_value *bound =
        ARENA_ARRAY(arena, struct store_value, definition->field_count + LIST_WORDS + 8);
    size_t count = 0;
    if (match)
        bound[count++] = store_text(match_text(arena, query));
    for (size_t i = 0; i < shape->words && !match; i++)
        bound[count++] = store_text(like_text(arena, query->words[i]));
    bound[count++] = query->holder.size ? store_text(query->holder) : store_null();
    bound[count++] = query->office.size ? store_text(query->office) : store_null();
    bound[count++] = query->year ? store_integer(query->year) : store_null();
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        if (is_filter(definition, field))
            bound[count++] = filter_value(query, field);
    }
    if (shape->current)
        bound[count++] = store_integer(query->current == TRUTH_TRUE);
    if (shape->paged && shape->key.size)
        bound[count++] = store_text(place->key);
    if (shape->paged)
        bound[count++] = store_integer(place->number);
    bound[count++] = store_integer((int64_t)limit);
    return bound;
}

static void add_key(struct buffer *key, struct text text)
{
    buffer_add_number(key, (int64_t)text.size);
    buffer_add_byte(key, ':');
    buffer_add(key, text);
}

struct text register_list_key(struct arena *arena, const struct register_query *query,
                              const struct list_shape *shape)
{
    struct buffer key = {.arena = arena};
    buffer_add_string(&key, shape->descending ? "list down " : "list up ");
    add_key(&key, shape->key);
    add_key(&key, query->holder);
    add_key(&key, query->office);
    buffer_add_number(&key, query->year);
    buffer_add_byte(&key, ' ');
    buffer_add_number(&key, (int64_t)query->current);
    for (size_t i = 0; i < query->field_count; i++) {
        add_key(&key, query->fields[i].field->id);
        add_key(&key, query->fields[i].value);
    }
    return buffer_text(&key);
}
