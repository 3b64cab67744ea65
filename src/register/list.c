/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/list.h"

#include "store/statements.h"

#include <pthread.h>
#include <stdio.h>

/* The one filter that a statement is built around, so that its index serves; all others are in
 * every statement, and let everything through when they are not given. So the number of different
 * statements stays small. */
enum lead { LEAD_NONE, LEAD_HOLDER, LEAD_OFFICE, LEAD_YEAR, LEAD_WORDS, LEAD_FIELD };

/* What a list statement looks like. */
struct shape {
    enum lead lead;
    const struct register_field *lead_field;
    const char *key; /* the column that it is ordered by */
    bool descending; /* as it is read: turned round for the page before */
    bool paged;      /* behind a key */
    size_t words;
};

static struct map statements; /* from a shape's description to its statement */
static pthread_mutex_t statements_lock = PTHREAD_MUTEX_INITIALIZER;

static struct shape shape_of(struct arena *arena, const struct register_query *query, bool backward)
{
    const struct register_definition *definition = query->projection->definition;
    struct shape shape = {.words = query->word_count, .descending = query->descending};
    const struct register_field *field = query->order_field;
    enum register_order_kind order = query->order;
    if (order == REGISTER_ORDER_DEFAULT) {
        field = definition->since && definition->since->sort ? definition->since : NULL;
        order = field ? REGISTER_ORDER_FIELD : REGISTER_ORDER_HOLDER;
        shape.descending = field != NULL;
    }
    shape.key = order == REGISTER_ORDER_CHANGED ? "changed"
                : order == REGISTER_ORDER_FIELD
                    ? text_format(arena, "sort_%.*s", TEXT_FORMAT(field->id)).data
                    : "sort_holder";
    if (query->word_count) {
        shape.lead = LEAD_WORDS;
        shape.key = NULL;
        shape.descending = true;
    } else if (query->holder.size) {
        shape.lead = LEAD_HOLDER;
    } else if (query->field_count) {
        shape.lead = LEAD_FIELD;
        shape.lead_field = query->fields[0].field;
    } else if (query->year) {
        shape.lead = LEAD_YEAR;
    } else if (query->office.size) {
        shape.lead = LEAD_OFFICE;
    }
    if (backward)
        shape.descending = !shape.descending;
    shape.paged = query->after.size || query->before.size;
    return shape;
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
                        const struct shape *shape)
{
    add_filter(sql, shape->lead == LEAD_HOLDER, "holder", "holder", "TEXT");
    add_filter(sql, shape->lead == LEAD_OFFICE, "holder_office", "office", "TEXT");
    add_filter(sql, shape->lead == LEAD_YEAR, "year", "year", "BIGINT");
    add_filter(sql, false, "current", "current", "BIGINT");
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

static void add_order(struct buffer *sql, const struct shape *shape, const char *number)
{
    const char *direction = shape->descending ? "DESC" : "ASC";
    const char *sign = shape->descending ? "<" : ">";
    if (shape->paged && shape->key)
        buffer_add_format(sql, "\n  AND (r.%s, r.number) %s (:key, :number)", shape->key, sign);
    else if (shape->paged)
        buffer_add_format(sql, "\n  AND %s %s :number", number, sign);
    if (shape->key)
        buffer_add_format(sql, "\nORDER BY r.%s %s, r.number %s LIMIT :limit", shape->key,
                          direction, direction);
    else
        buffer_add_format(sql, "\nORDER BY %s %s LIMIT :limit", number, direction);
}

/* When the holder last confirmed this register. */
static void add_confirmed(struct buffer *sql, const struct register_definition *definition)
{
    if (definition->holder && !text_is(definition->id, "statements"))
        buffer_add_format(
            sql,
            ",\n  (SELECT MAX(s.\"date\") FROM register_statements s WHERE s.body = :body AND"
            " s.holder = r.holder AND s.\"register\" = '%.*s' AND s.\"statement\" IN ('none', "
            "'unchanged'))",
            TEXT_FORMAT(definition->id));
    else
        buffer_add_string(sql, ", NULL");
}

static const char *list_sql(struct arena *arena, const struct register_projection *projection,
                            const struct shape *shape, enum store_dialect dialect)
{
    struct buffer sql = {.arena = arena};
    bool match = shape->words && dialect == STORE_SQLITE;
    const char *table = projection->table;
    buffer_add_format(&sql, "SELECT %s", projection->columns);
    add_confirmed(&sql, projection->definition);
    if (match) /* the index is walked from the newest, and left as soon as the page is full */
        buffer_add_format(
            &sql,
            "\nFROM %s_search s CROSS JOIN %s r\nWHERE r.body = :body AND r.public = 1"
            "\n  AND s.%s_search MATCH :match AND s.body = :body AND r.number = s.rowid",
            table, table, table);
    else
        buffer_add_format(&sql, "\nFROM %s r\nWHERE r.body = :body AND r.public = 1", table);
    for (size_t i = 0; i < shape->words && !match; i++)
        buffer_add_format(&sql, "\n  AND r.search LIKE :word%zu ESCAPE '!'", i);
    add_filters(&sql, projection->definition, shape);
    add_order(&sql, shape, match ? "s.rowid" : "r.number");
    return buffer_string(&sql);
}

static struct error *statement_of(struct arena *arena, enum store_dialect dialect,
                                  const struct register_projection *projection,
                                  const struct shape *shape,
                                  const struct store_statement **statement)
{
    struct text description = text_format(
        arena, "%s_list %d %d %.*s %s %d %d %zu", projection->table, (int)dialect, (int)shape->lead,
        TEXT_FORMAT(shape->lead_field ? shape->lead_field->id : TEXT("")),
        shape->key ? shape->key : "", shape->descending, shape->paged, shape->words);
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

/* Where the page begins: the sort key and the number of an entry. */
struct place {
    struct text key;
    int64_t number;
};

/* Binds in the order in which list_sql first names each parameter. */
static const struct store_value *bind(struct arena *arena, enum store_dialect dialect,
                                      const struct register_query *query, const struct shape *shape,
                                      const struct place *place, size_t limit)
{
    const struct register_definition *definition = query->projection->definition;
    struct store_value *bound =
        ARENA_ARRAY(arena, struct store_value, definition->field_count + LIST_WORDS + 8);
    size_t count = 0;
    if (shape->words && dialect == STORE_SQLITE)
        bound[count++] = store_text(match_text(arena, query));
    for (size_t i = 0; i < shape->words && dialect == STORE_POSTGRESQL; i++)
        bound[count++] = store_text(like_text(arena, query->words[i]));
    bound[count++] = query->holder.size ? store_text(query->holder) : store_null();
    bound[count++] = query->office.size ? store_text(query->office) : store_null();
    bound[count++] = query->year ? store_integer(query->year) : store_null();
    bound[count++] = query->current == TRUTH_UNKNOWN ? store_null()
                                                     : store_integer(query->current == TRUTH_TRUE);
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        if (is_filter(definition, field))
            bound[count++] = filter_value(query, field);
    }
    if (shape->paged && shape->key)
        bound[count++] = store_text(place->key);
    if (shape->paged)
        bound[count++] = store_integer(place->number);
    bound[count++] = store_integer((int64_t)limit);
    return bound;
}

/* The sort key of an entry, as its row has it. */
static struct text key_of(struct arena *arena, const struct register_query *query, const char *key,
                          const struct register_row *row)
{
    if (!key || text_is(text_of(key), "sort_holder"))
        return text_fold(arena, row->holder_name);
    if (text_is(text_of(key), "changed"))
        return row->changed;
    const struct register_field *field =
        register_field(query->projection->definition, text_of(key + sizeof "sort_" - 1));
    return register_sort_key(arena, field, &row->values[field->number]);
}

static struct error *find_place(struct store_session *session, struct arena *arena,
                                const struct register_query *query, struct shape *shape,
                                struct place *place)
{
    struct register_row row;
    bool found;
    struct text entry = query->after.size ? query->after : query->before;
    if (!shape->paged)
        return NULL;
    TRY(register_projection_get(session, arena, query->projection, entry, &row, &found));
    if (!found || !row.public)
        return error_new(arena, ERROR_NOT_FOUND,
                         "the page begins at an entry that is no longer there");
    place->key = key_of(arena, query, shape->key, &row);
    place->number = row.number;
    return NULL;
}

/* How many there are, where the counts that are kept tell: without a filter, or with one of them.
 */
static struct error *find_total(struct store_session *session, struct arena *arena,
                                const struct register_query *query, int64_t *total)
{
    const struct register_definition *definition = query->projection->definition;
    const struct store_value *row;
    struct text id = definition->id;
    struct text name = TEXT("entries");
    size_t filters = query->field_count + query->word_count;
    filters += query->holder.size > 0;
    filters += query->office.size > 0;
    filters += query->year != 0;
    const char *before = query->current == TRUTH_TRUE ? "current:" : "";
    *total = -1;
    if (filters > 1 || query->word_count || query->current == TRUTH_FALSE ||
        (query->holder.size && query->current != TRUTH_UNKNOWN))
        return NULL;
    if (query->holder.size) {
        id = text_format(arena, "%.*s/holder", TEXT_FORMAT(id));
        name = query->holder;
    } else if (query->office.size) {
        name = text_format(arena, "%soffice:%.*s", before, TEXT_FORMAT(query->office));
    } else if (query->year) {
        name = text_format(arena, "%syear:%d", before, query->year);
    } else if (query->field_count) {
        name = text_format(arena, "%s%.*s:%.*s", before, TEXT_FORMAT(query->fields[0].field->id),
                           TEXT_FORMAT(query->fields[0].value));
    } else if (query->current == TRUTH_TRUE) {
        name = TEXT("current");
    }
    TRY(store_query_one(session, &sql_tally_one,
                        (struct store_value[]){store_text(id), store_text(name)}, &row));
    *total = row ? row[0].integer : 0;
    return NULL;
}

static void turn_round(struct register_page *list)
{
    for (size_t i = 0; i < list->count / 2; i++) {
        struct register_row row = list->rows[i];
        list->rows[i] = list->rows[list->count - 1 - i];
        list->rows[list->count - 1 - i] = row;
    }
}

struct error *register_page_read(struct store_session *session, struct arena *arena,
                                 const struct register_body *body,
                                 const struct register_query *query, struct register_page *list)
{
    bool backward = query->before.size > 0 || query->last;
    struct shape shape = shape_of(arena, query, backward);
    struct place place = {0};
    const struct store_statement *statement;
    struct store_rows *rows;
    const struct store_value *columns;
    *list =
        (struct register_page){.rows = ARENA_ARRAY(arena, struct register_row, query->limit + 1)};
    TRY(find_place(session, arena, query, &shape, &place));
    enum store_dialect dialect = store_dialect(body->store);
    TRY(statement_of(arena, dialect, query->projection, &shape, &statement));
    TRY(store_query(session, statement,
                    bind(arena, dialect, query, &shape, &place, query->limit + 1), &rows));
    bool more = false;
    for (;;) {
        TRY(store_next(rows, &columns));
        if (!columns)
            break;
        more = list->count == query->limit;
        if (more)
            continue;
        struct register_row *row = &list->rows[list->count++];
        TRY(register_projection_row(arena, query->projection, columns, row));
        if (columns[query->projection->column_count].type == STORE_TEXT)
            date_parse(columns[query->projection->column_count].text, &row->confirmed);
    }
    if (backward)
        turn_round(list);
    list->more_before = backward ? more : query->after.size > 0;
    list->more_after = backward ? query->before.size > 0 : more;
    return find_total(session, arena, query, &list->total);
}

void register_query_words(struct arena *arena, struct text written, struct register_query *query,
                          bool *too_short)
{
    struct text rest = text_fold(arena, written);
    struct text word;
    *too_short = false;
    query->word_count = 0;
    while (text_next(&rest, ' ', &word)) {
        if (!word.size)
            continue;
        if (text_length(word) < 3)
            *too_short = true;
        else if (query->word_count < LIST_WORDS && word.size <= LIST_LONGEST_WORD)
            query->words[query->word_count++] = word;
    }
}
