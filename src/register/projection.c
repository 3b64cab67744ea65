/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/columns.h"

#include "store/statements.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

enum { SORT_BYTES = 64 };

/* Engine columns that a page reads, in the order of register_projection_row. */
static const char *const read_columns[] = {"number",      "entry",         "revision",    "state",
                                           "public",      "current",       "changed",     "holder",
                                           "holder_name", "holder_office", "holder_unit", "extra"};

enum { READ_COUNT = sizeof read_columns / sizeof *read_columns };

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
    for (size_t i = 0; i < REGISTER_ENGINE_COLUMNS; i++)
        buffer_add_format(&names, "%s%s", i ? ", " : "", register_engine_columns[i].name);
    for (size_t i = 0; i < definition->field_count; i++)
        if (register_is_sorted(definition, &definition->fields[i]))
            buffer_add_format(&names, ", sort_%.*s", TEXT_FORMAT(definition->fields[i].id));
    EACH_COLUMN(definition, field, column)
    register_add_column(&names, ", ", field, column);
    return buffer_string(&names);
}

static const char *put_sql(struct arena *arena, const struct register_projection *projection)
{
    struct buffer values = {.arena = arena};
    struct buffer updates = {.arena = arena};
    for (size_t i = 0; i < REGISTER_ENGINE_COLUMNS; i++) {
        buffer_add_format(&values, ", :%s", register_engine_columns[i].name);
        if (i)
            buffer_add_format(&updates, "%s%s = excluded.%s", i > 1 ? ", " : "",
                              register_engine_columns[i].name, register_engine_columns[i].name);
    }
    for (const struct register_field *field = projection->definition->fields;
         field < projection->definition->fields + projection->definition->field_count; field++)
        if (register_is_sorted(projection->definition, field)) {
            buffer_add_format(&values, ", :sort_%.*s", TEXT_FORMAT(field->id));
            buffer_add_format(&updates, ", sort_%.*s = excluded.sort_%.*s", TEXT_FORMAT(field->id),
                              TEXT_FORMAT(field->id));
        }
    EACH_COLUMN(projection->definition, field, column)
    {
        buffer_add_format(&values, ", :f_%.*s%s", TEXT_FORMAT(field->id), column->suffix);
        register_add_column(&updates, ", ", field, column);
        register_add_column(&updates, " = excluded.", field, column);
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
    EACH_COLUMN(projection->definition, field, column)
    {
        register_add_column(sql, ", r.", field, column);
        projection->column_count++;
    }
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

/* SQLite would rather take an index that begins with the body, and sort all that is in it anew for
 * each 500 rows: it is told to walk the table. */
static struct error *make_next(struct arena *arena, struct register_projection *projection)
{
    static const char sql[] = "SELECT %s FROM %s r%s WHERE r.body = :body AND r.number > :number"
                              " ORDER BY r.number LIMIT 500";
    const char *name = text_format(arena, "%s_next", projection->table).data;
    return store_statement_new(
        arena, name,
        text_format(arena, sql, projection->columns, projection->table, " NOT INDEXED").data,
        text_format(arena, sql, projection->columns, projection->table, "").data,
        &projection->next);
}

/* Units stand beneath one another. */
static struct error *make_beneath(struct arena *arena, struct register_projection *projection)
{
    const struct register_field *parent = register_field(projection->definition, TEXT("parent"));
    if (!parent || parent->type != REGISTER_UNIT)
        return NULL;
    return make(arena, projection, "beneath",
                text_format(arena,
                            "WITH RECURSIVE beneath (entry) AS (SELECT r.entry FROM %s r"
                            " WHERE r.body = :body AND r.entry = :entry UNION"
                            " SELECT r.entry FROM beneath b JOIN %s r"
                            " ON r.body = :body AND r.parent = b.entry)"
                            " SELECT entry FROM beneath",
                            projection->table, projection->table)
                    .data,
                offsetof(struct register_projection, beneath));
}

/* When the holder last confirmed this register. */
static const char *confirmed_sql(struct arena *arena, const struct register_definition *definition)
{
    if (!definition->holder || text_is(definition->id, "statements"))
        return "NULL";
    return text_format(arena,
                       "(SELECT MAX(s.\"date\") FROM register_statements s WHERE s.body = :body AND"
                       " s.holder = r.holder AND s.\"register\" = '%.*s' AND s.\"statement\" IN"
                       " ('none', 'unchanged'))",
                       TEXT_FORMAT(definition->id))
        .data;
}

static struct error *make_rows(struct arena *arena, struct register_projection *projection)
{
    static const char sqlite[] = "SELECT %s, %s FROM json_each(:numbers) page CROSS JOIN %s r"
                                 " WHERE r.body = :body AND r.number = page.value";
    static const char postgresql[] =
        "SELECT %s, %s FROM %s r WHERE r.body = :body AND r.number IN (SELECT CAST(page.value AS"
        " BIGINT) FROM json_array_elements_text(CAST(:numbers AS JSON)) AS page (value))";
    const char *confirmed = confirmed_sql(arena, projection->definition);
    return store_statement_new(
        arena, text_format(arena, "%s_rows", projection->table).data,
        text_format(arena, sqlite, projection->columns, confirmed, projection->table).data,
        text_format(arena, postgresql, projection->columns, confirmed, projection->table).data,
        &projection->rows);
}

/* Registers that say what somebody is, by the field that does. */
static struct error *make_having(struct arena *arena, struct register_projection *projection)
{
    static const struct {
        const char *register_id;
        const char *field;
        const char *person;
    } known[] = {{"people", "office", "entry"}, {"roles", "role", "holder"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (text_is(projection->definition->id, known[i].register_id))
            return make(arena, projection, "having",
                        text_format(arena,
                                    "SELECT DISTINCT %s FROM %s WHERE body = :body AND public IN"
                                    " (0, 1) AND current = 1 AND \"%s\" = :role LIMIT 200",
                                    known[i].person, projection->table, known[i].field)
                            .data,
                        offsetof(struct register_projection, having));
    return NULL;
}

/* Dates are kept with the precision that is known: "2019" comes before every day of it. */
static struct error *make_expired(struct arena *arena, struct register_projection *projection)
{
    const struct register_definition *definition = projection->definition;
    if (!definition->retention_years || !definition->retention_after)
        return NULL;
    struct text field = definition->retention_after->id;
    return make(arena, projection, "expired",
                text_format(arena,
                            "SELECT number, entry, \"%.*s\" FROM %s WHERE body = :body AND"
                            " \"%.*s\" < :day AND number > :number ORDER BY number LIMIT 500",
                            TEXT_FORMAT(field), projection->table, TEXT_FORMAT(field))
                    .data,
                offsetof(struct register_projection, expired));
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
    TRY(make_next(arena, projection));
    TRY(make_beneath(arena, projection));
    TRY(make_rows(arena, projection));
    TRY(make_expired(arena, projection));
    TRY(make_having(arena, projection));
    if (definition->round_count)
        TRY(register_round_statements_make(arena, definition, &projection->round));
    return make(arena, projection, "put", put_sql(arena, projection),
                offsetof(struct register_projection, put));
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
    if (!register_hides_holder(projection->definition))
        buffer_add(&buffer, text_fold(arena, row->holder_name));
    for (size_t i = 0; i < projection->definition->field_count; i++) {
        const struct register_field *field = &projection->definition->fields[i];
        if (!field->search || !register_shows(field) || register_refers(field) ||
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
    const struct register_column *parts = register_columns_of(field);
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
    bound[count++] = store_integer(row->waits);
    bound[count++] =
        store_text(until.year ? date_format(arena, date_latest(until)) : TEXT("9999-12-31"));
    bound[count++] = store_text(row->changed);
    bound[count++] = store_integer(register_row_year(definition, row->values));
    bound[count++] = store_text(row->holder);
    bound[count++] = store_text(row->holder_name);
    bound[count++] = store_text(row->holder_office);
    bound[count++] = store_text(row->holder_unit);
    bound[count++] = store_text(text_fold(arena, row->holder_name));
    bound[count++] = store_text(search_text(arena, projection, row));
    bound[count++] = extra_of(arena, projection, row);
    for (size_t i = 0; i < definition->field_count; i++)
        if (register_is_sorted(definition, &definition->fields[i]))
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
    const struct register_column *parts = register_columns_of(field);
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
        .holder_unit = text_copy(arena, columns[10].text),
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
