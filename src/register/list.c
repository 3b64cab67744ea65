/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/list_sql.h"

#include "register/list_rows.h"
#include "register/memo.h"
#include "store/statements.h"

#include <string.h>

/* What a filter lets through is found and sorted as a whole when it is no more than FEW, and
 * remembered until the register changes: whoever goes from page to page has it sorted once. What is
 * more is sorted each time, when it is no more than would be passed over when the whole register
 * is walked in its order until the page is full. So of a million entries some thousands are looked
 * at, unless what is asked for lies all at the other end of the order. */
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
static int64_t count_current(struct arena *arena, const struct register_query *query,
                             const struct map *counts, struct text name)
{
    const char *all = text_string(arena, name);
    const char *current =
        text_is(name, "entries") ? "current" : text_format(arena, "current:%s", all).data;
    switch (query->current) {
    case TRUTH_TRUE:
        return register_tally_of(counts, current);
    case TRUTH_FALSE:
        return register_tally_of(counts, all) - register_tally_of(counts, current);
    default:
        return register_tally_of(counts, all);
    }
}

/* What the counts that are kept say of each filter. */
static struct error *read_filters(struct store_session *session, struct arena *arena,
                                  const struct register_query *query, const struct map *counts,
                                  struct filters *filters)
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
        filter->count = count_current(arena, query, counts, filter->name);
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

/* An order that the lead's index does not have: its COUNT entries are sorted, or the order is
 * walked. */
static void settle_order(const struct register_query *query, const struct map *counts,
                         int64_t count, struct list_shape *shape)
{
    if (!shape->lead)
        shape->sorted = false;
    if (!shape->sorted || count <= FEW)
        return;
    int64_t all = register_tally_of(counts, "entries");
    if (count < INT32_MAX && count * count <= all * (int64_t)(query->limit + 1))
        return;
    shape->sorted = false;
    shape->lead = LIST_LEAD_NONE;
    shape->lead_field = NULL;
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
                                  const struct filter *lead)
{
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

/* Numbers of entries, in the order of a query. */
struct numbers {
    int64_t *items;
    size_t count;
};

static struct error *
read_numbers(struct store_session *session, struct arena *arena, const struct register_body *body,
             const struct register_query *query, const struct list_shape *shape,
             const struct register_place *place, size_t limit, struct numbers *numbers)
{
    enum store_dialect dialect = store_dialect(body->store);
    const struct store_statement *statement;
    const struct store_value *columns;
    struct store_rows *rows;
    *numbers = (struct numbers){.items = ARENA_ARRAY(arena, int64_t, limit)};
    TRY(register_list_statement(arena, dialect, query->projection, shape, &statement));
    TRY(store_query(session, statement,
                    register_list_bind(arena, dialect, query, shape, place, limit), &rows));
    for (;;) {
        TRY(store_next(rows, &columns));
        if (!columns)
            return NULL;
        numbers->items[numbers->count++] = columns[0].integer;
    }
}

static struct numbers copy_numbers(struct arena *arena, const struct numbers *numbers)
{
    return (struct numbers){
        (void *)arena_copy(arena, numbers->items, numbers->count * sizeof *numbers->items),
        numbers->count};
}

/* All that a query lets through, of which there are FEW at most, from memory where it was found
 * before. */
static struct error *read_few(struct store_session *session, struct arena *arena,
                              const struct register_body *body, const struct register_query *query,
                              const struct list_shape *shape, struct numbers *numbers)
{
    const struct register_definition *definition = query->projection->definition;
    struct register_memo *memo = register_memo_of(body, definition);
    struct text key = register_list_key(arena, query, shape);
    const struct numbers *known = NULL;
    int64_t revision;
    TRY(register_memo_revision(session, definition, &revision));
    if (register_memo_open(memo, revision)) {
        known = register_memo_find(memo, key);
        if (known)
            *numbers = copy_numbers(arena, known);
        register_memo_close();
    }
    if (known)
        return NULL;
    TRY(read_numbers(session, arena, body, query, shape, &(struct register_place){0}, FEW,
                     numbers));
    if (register_memo_open(memo, revision)) {
        struct arena *keep = register_memo_arena(memo);
        struct numbers *kept = ARENA_NEW(keep, struct numbers);
        *kept = copy_numbers(keep, numbers);
        register_memo_keep(memo, key, kept);
        register_memo_close();
    }
    return NULL;
}

/* The part of ALL that the query's page has; false when the page begins at what is not in it. */
static bool cut_page(const struct numbers *all, const struct register_query *query, int64_t place,
                     struct numbers *page, struct register_page *list)
{
    bool backward = query->before.size || query->last;
    size_t from = 0;
    size_t to = all->count;
    if (place) {
        size_t at = 0;
        while (at < all->count && all->items[at] != place)
            at++;
        if (at == all->count)
            return false;
        *(backward ? &to : &from) = backward ? at : at + 1;
    }
    if (to - from > query->limit)
        *(backward ? &from : &to) = backward ? to - query->limit : from + query->limit;
    *page = (struct numbers){all->items + from, to - from};
    list->more_before = from > 0;
    list->more_after = to < all->count;
    return true;
}

static void turn_round(struct numbers *numbers)
{
    for (size_t i = 0; i < numbers->count / 2; i++) {
        int64_t number = numbers->items[i];
        numbers->items[i] = numbers->items[numbers->count - 1 - i];
        numbers->items[numbers->count - 1 - i] = number;
    }
}

/* The page as the database finds it, and one entry more, which tells that there are more. */
static struct error *find_page(struct store_session *session, struct arena *arena,
                               const struct register_body *body, const struct register_query *query,
                               struct list_shape *shape, const struct register_place *place,
                               struct numbers *page, struct register_page *list)
{
    bool behind = query->after.size > 0 || query->behind.number;
    bool ahead = query->before.size > 0 || query->ahead.number;
    bool backward = ahead || query->last;
    if (backward)
        shape->descending = !shape->descending;
    TRY(read_numbers(session, arena, body, query, shape, place, query->limit + 1, page));
    bool more = page->count > query->limit;
    page->count -= more;
    if (backward)
        turn_round(page);
    list->more_before = backward ? more : behind;
    list->more_after = backward ? ahead : more;
    return NULL;
}

/* Which entries the page has. */
static struct error *find_numbers(struct store_session *session, struct arena *arena,
                                  const struct register_body *body,
                                  const struct register_query *query, const struct filters *filters,
                                  struct numbers *page, struct register_page *list)
{
    const struct filter *lead = least(filters);
    const struct text entry = query->after.size ? query->after : query->before;
    struct list_shape shape = shape_of(arena, query, lead);
    struct register_place place = {0};
    bool few =
        lead->count <= FEW && !query->word_count && !query->behind.number && !query->ahead.number;
    settle_order(query, &list->counts, lead->count, &shape);
    if (few && entry.size)
        TRY(register_list_number(session, arena, body, query->projection->definition, entry,
                                 &place.number));
    bool sought = !place.number;
    if (sought)
        TRY(find_place(session, arena, query, &shape, &place));
    if (filters->nothing)
        return NULL;
    if (few) {
        struct numbers all;
        struct list_shape whole = shape;
        whole.paged = false;
        TRY(read_few(session, arena, body, query, &whole, &all));
        if (cut_page(&all, query, place.number, page, list))
            return NULL;
    }
    if (!sought)
        TRY(find_place(session, arena, query, &shape, &place));
    return find_page(session, arena, body, query, &shape, &place, page, list);
}

struct error *register_page_read(struct store_session *session, struct arena *arena,
                                 const struct register_body *body,
                                 const struct register_query *query, struct register_page *list)
{
    struct numbers page = {0};
    struct filters filters;
    *list = (struct register_page){0};
    TRY(register_tally_recall(session, arena, body, query->projection->definition, &list->counts));
    TRY(read_filters(session, arena, query, &list->counts, &filters));
    list->total = filters.nothing ? 0
                  : filters.count == 1 && filters.items[0].counted && !query->word_count
                      ? filters.items[0].count
                      : -1;
    TRY(find_numbers(session, arena, body, query, &filters, &page, list));
    list->count = page.count;
    list->rows = ARENA_ARRAY(arena, struct register_row, page.count + 1);
    return register_list_rows(session, arena, body, query->projection, page.items, page.count,
                              list->rows);
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
