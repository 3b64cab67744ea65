/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/list_sql.h"

#include "store/statements.h"

/* What a filter lets through is sorted each time it is asked for in an order of its own, when it is
 * no more than FEW, or no more than would be passed over when the whole register is walked in that
 * order until the page is full. So of a million entries some thousands are looked at, unless what
 * is asked for lies all at the other end of the order. */
enum { FEW = 500, MANY_FILTERS = LIST_FIELDS + 3 };

/* A filter that is asked for, and how many entries it lets through. */
struct filter {
    enum list_lead lead;
    const struct register_field *field;
    struct text name; /* of its count */
    bool counted;
    int64_t count;
};

struct filters {
    struct filter items[MANY_FILTERS];
    size_t count;
    bool nothing; /* one of them lets nothing through */
};

static struct filter *add_filter(struct filters *filters, enum list_lead lead,
                                 const struct register_field *field, struct text name)
{
    struct filter *filter = &filters->items[filters->count++];
    *filter = (struct filter){.lead = lead, .field = field, .name = name};
    return filter;
}

static struct error *read_count(struct store_session *session, struct text register_id,
                                struct text name, int64_t *count)
{
    const struct store_value *row;
    TRY(store_query_one(session, &sql_tally_one,
                        (struct store_value[]){store_text(register_id), store_text(name)}, &row));
    *count = row ? row[0].integer : 0;
    return NULL;
}

/* How many entries NAME counts, of what is current or not where that is asked. */
static struct error *count_current(struct store_session *session, struct arena *arena,
                                   const struct register_query *query, struct text name,
                                   int64_t *count)
{
    struct text id = query->projection->definition->id;
    struct text current = text_is(name, "entries")
                              ? TEXT("current")
                              : text_format(arena, "current:%.*s", TEXT_FORMAT(name));
    int64_t now = 0;
    *count = 0;
    if (query->current != TRUTH_TRUE)
        TRY(read_count(session, id, name, count));
    if (query->current != TRUTH_UNKNOWN)
        TRY(read_count(session, id, current, &now));
    *count = query->current == TRUTH_FALSE ? *count - now : *count + now;
    return NULL;
}

/* What the counts that are kept say of each filter. */
static struct error *read_filters(struct store_session *session, struct arena *arena,
                                  const struct register_query *query, struct filters *filters)
{
    struct text id = query->projection->definition->id;
    *filters = (struct filters){0};
    if (query->holder.size) {
        struct filter *filter = add_filter(filters, LIST_LEAD_HOLDER, NULL, TEXT(""));
        TRY(read_count(session, text_format(arena, "%.*s/holder", TEXT_FORMAT(id)), query->holder,
                       &filter->count));
        filter->counted = query->current == TRUTH_UNKNOWN;
        filters->nothing = !filter->count;
    }
    if (query->office.size)
        add_filter(filters, LIST_LEAD_OFFICE, NULL,
                   text_format(arena, "office:%.*s", TEXT_FORMAT(query->office)));
    for (size_t i = 0; i < query->field_count; i++) {
        const struct register_field *field = query->fields[i].field;
        struct text name = text_format(arena, "%.*s:%.*s", TEXT_FORMAT(field->id),
                                       TEXT_FORMAT(query->fields[i].value));
        struct filter *filter =
            add_filter(filters, LIST_LEAD_FIELD, field, field->several ? TEXT("") : name);
        filter->count = INT64_MAX;
    }
    if (query->year)
        add_filter(filters, LIST_LEAD_YEAR, NULL, text_format(arena, "year:%d", query->year));
    if (!filters->count)
        add_filter(filters, LIST_LEAD_NONE, NULL, TEXT("entries"));
    for (size_t i = 0; i < filters->count; i++) {
        struct filter *filter = &filters->items[i];
        if (!filter->name.size)
            continue;
        TRY(count_current(session, arena, query, filter->name, &filter->count));
        filter->counted = true;
        filters->nothing = filters->nothing || filter->count <= 0;
    }
    return NULL;
}

static const struct filter *least(const struct filters *filters)
{
    const struct filter *least = &filters->items[0];
    for (size_t i = 1; i < filters->count; i++)
        if (filters->items[i].count < least->count)
            least = &filters->items[i];
    return least;
}

/* An order that the lead's index does not have: its entries are sorted, or the order is walked. */
static struct error *settle_order(struct store_session *session, const struct register_query *query,
                                  int64_t count, struct list_shape *shape)
{
    int64_t all;
    if (!shape->lead)
        shape->sorted = false;
    if (!shape->sorted || count <= FEW)
        return NULL;
    TRY(read_count(session, query->projection->definition->id, TEXT("entries"), &all));
    if (count < INT32_MAX && count * count <= all * (int64_t)(query->limit + 1))
        return NULL;
    shape->sorted = false;
    shape->lead = LIST_LEAD_NONE;
    shape->lead_field = NULL;
    return NULL;
}

/* The column that a list is in the order of; none where that is the order of recording. */
static struct text order_column(struct arena *arena, const struct register_query *query,
                                enum register_order_kind order, const struct register_field *field)
{
    if (query->word_count || order == REGISTER_ORDER_RECORDED)
        return TEXT("");
    return order == REGISTER_ORDER_CHANGED ? TEXT("changed")
           : order == REGISTER_ORDER_FIELD ? text_format(arena, "sort_%.*s", TEXT_FORMAT(field->id))
                                           : TEXT("sort_holder");
}

enum register_order_kind register_own_order(const struct register_definition *definition,
                                            const struct register_field **date)
{
    const struct register_field *since = definition->since;
    bool dated = since && since->sort && (!definition->published || register_shows(since));
    *date = dated ? since : NULL;
    if (dated)
        return REGISTER_ORDER_FIELD;
    return register_hides_holder(definition) ? REGISTER_ORDER_CHANGED : REGISTER_ORDER_HOLDER;
}

static struct list_shape shape_of(struct arena *arena, const struct register_query *query,
                                  const struct filters *filters, bool backward)
{
    const struct filter *lead = least(filters);
    struct list_shape shape = {
        .lead = lead->lead,
        .lead_field = lead->field,
        .descending = query->descending,
        .paged =
            query->after.size || query->before.size || query->behind.number || query->ahead.number,
        .current = query->current != TRUTH_UNKNOWN,
        .words = query->word_count,
    };
    const struct register_field *date;
    const struct register_field *field = query->order_field;
    enum register_order_kind own = register_own_order(query->projection->definition, &date);
    enum register_order_kind order = query->order;
    if (order == REGISTER_ORDER_DEFAULT) {
        field = date;
        order = own;
        shape.descending = own != REGISTER_ORDER_HOLDER;
    }
    shape.key = order_column(arena, query, order, field);
    /* The index of each filter has its entries in the order that a list has by itself. */
    shape.sorted =
        query->word_count || order != own || (order == REGISTER_ORDER_FIELD && field != date);
    if (query->word_count)
        shape.descending = true;
    if (backward)
        shape.descending = !shape.descending;
    return shape;
}

/* The sort key of an entry, as its row has it. */
static struct text key_of(struct arena *arena, const struct register_query *query, struct text key,
                          const struct register_row *row)
{
    if (!key.size || text_is(key, "sort_holder"))
        return text_fold(arena, row->holder_name);
    if (text_is(key, "changed"))
        return row->changed;
    const struct register_field *field = register_field(
        query->projection->definition, text_slice(key, sizeof "sort_" - 1, key.size));
    return register_sort_key(arena, field, &row->values[field->number]);
}

static struct error *find_place(struct store_session *session, struct arena *arena,
                                const struct register_query *query, const struct list_shape *shape,
                                struct register_place *place)
{
    struct register_row row;
    bool found;
    struct text entry = query->after.size ? query->after : query->before;
    if (!shape->paged)
        return NULL;
    *place = query->behind.number ? query->behind : query->ahead;
    if (place->number)
        return NULL;
    TRY(register_projection_get(session, arena, query->projection, entry, &row, &found));
    if (!found || !row.public)
        return error_new(arena, ERROR_NOT_FOUND,
                         "the page begins at an entry that is no longer there");
    place->key = key_of(arena, query, shape->key, &row);
    place->number = row.number;
    return NULL;
}

bool register_place_has_key(const struct register_query *query)
{
    return query->order != REGISTER_ORDER_RECORDED && !query->word_count;
}

struct register_place register_place_of(struct arena *arena, const struct register_query *query,
                                        const struct register_row *row)
{
    const struct register_field *date;
    enum register_order_kind own = register_own_order(query->projection->definition, &date);
    bool asked = query->order != REGISTER_ORDER_DEFAULT;
    struct text column = asked ? order_column(arena, query, query->order, query->order_field)
                               : order_column(arena, query, own, date);
    return (struct register_place){
        .key = column.size ? key_of(arena, query, column, row) : TEXT(""),
        .number = row->number,
    };
}

static void turn_round(struct register_page *list)
{
    for (size_t i = 0; i < list->count / 2; i++) {
        struct register_row row = list->rows[i];
        list->rows[i] = list->rows[list->count - 1 - i];
        list->rows[list->count - 1 - i] = row;
    }
}

/* Takes out of a row what not everybody may see. */
static void conceal(const struct register_definition *definition, struct register_row *row)
{
    for (size_t i = 0; i < definition->field_count; i++)
        if (!register_shows(&definition->fields[i]))
            row->values[i] = (struct register_value){0};
    if (!register_hides_holder(definition))
        return;
    row->holder = row->holder_name = row->holder_office = TEXT("");
    row->confirmed = (struct date){0};
}

struct error *register_public_read(struct store_session *session, struct arena *arena,
                                   const struct register_projection *projection, struct text entry,
                                   struct register_row *row, bool *found)
{
    TRY(register_projection_get(session, arena, projection, entry, row, found));
    *found = *found && row->public;
    if (*found)
        conceal(projection->definition, row);
    return NULL;
}

static struct error *read_rows(struct store_session *session, struct arena *arena,
                               const struct register_query *query,
                               const struct store_statement *statement,
                               const struct store_value *bound, struct register_page *list,
                               bool *more)
{
    struct store_rows *rows;
    const struct store_value *columns;
    TRY(store_query(session, statement, bound, &rows));
    for (;;) {
        TRY(store_next(rows, &columns));
        if (!columns)
            return NULL;
        *more = list->count == query->limit;
        if (*more)
            continue;
        struct register_row *row = &list->rows[list->count++];
        TRY(register_projection_row(arena, query->projection, columns, row));
        if (columns[query->projection->column_count].type == STORE_TEXT)
            date_parse(columns[query->projection->column_count].text, &row->confirmed);
        conceal(query->projection->definition, row);
    }
}

struct error *register_page_read(struct store_session *session, struct arena *arena,
                                 const struct register_body *body,
                                 const struct register_query *query, struct register_page *list)
{
    enum store_dialect dialect = store_dialect(body->store);
    bool behind = query->after.size > 0 || query->behind.number;
    bool ahead = query->before.size > 0 || query->ahead.number;
    bool backward = ahead || query->last;
    bool more = false;
    struct register_place place = {0};
    struct filters filters;
    const struct store_statement *statement;
    *list =
        (struct register_page){.rows = ARENA_ARRAY(arena, struct register_row, query->limit + 1)};
    TRY(read_filters(session, arena, query, &filters));
    list->total = filters.nothing ? 0
                  : filters.count == 1 && filters.items[0].counted && !query->word_count
                      ? filters.items[0].count
                      : -1;
    struct list_shape shape = shape_of(arena, query, &filters, backward);
    TRY(settle_order(session, query, least(&filters)->count, &shape));
    TRY(find_place(session, arena, query, &shape, &place));
    if (!filters.nothing) {
        TRY(register_list_statement(arena, dialect, query->projection, &shape, &statement));
        TRY(read_rows(session, arena, query, statement,
                      register_list_bind(arena, dialect, query, &shape, &place, query->limit + 1),
                      list, &more));
    }
    if (backward)
        turn_round(list);
    list->more_before = backward ? more : behind;
    list->more_after = backward ? ahead : more;
    return NULL;
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
