/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The form over a register's table, the filters that were chosen as links that take them away, and
 * the links that sort. */

#include "register/tally.h"
#include "site/view.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

static struct site_filter *add_filter(struct site_list *view, const struct site_page *page,
                                      struct text name, struct text label, size_t room)
{
    struct site_filter *filter = &view->filters[view->filter_count++];
    *filter = (struct site_filter){
        .name = name,
        .label = label,
        .options = ARENA_ARRAY(page->arena, struct site_option, room),
    };
    return filter;
}

static void add_option(struct site_filter *filter, struct text value, struct text label,
                       struct text chosen)
{
    filter->options[filter->option_count++] =
        (struct site_option){value, label, text_equal(value, chosen)};
}

static void add_offices(struct site_list *view, const struct site_page *page,
                        const struct site_query *query, const struct map *counts)
{
    const struct register_vocabulary *offices = site_offices(page->body);
    if (!offices || !site_shows(query->list.projection->definition->holder))
        return;
    struct site_filter *filter = add_filter(
        view, page, TEXT("office"), site_words(page, MESSAGE("Office")), offices->option_count + 1);
    add_option(filter, TEXT(""), site_words(page, MESSAGE("All offices")), query->list.office);
    for (size_t i = 0; i < offices->option_count; i++) {
        const struct register_option *option = &offices->options[i];
        const char *name = text_format(page->arena, "office:%.*s", TEXT_FORMAT(option->id)).data;
        if (register_tally_of(counts, name) || text_equal(option->id, query->list.office))
            add_option(filter, option->id, label_in(option->label, page->language),
                       query->list.office);
    }
}

static int newer_first(const void *one, const void *other)
{
    return *(const int *)other - *(const int *)one;
}

static void add_years(struct site_list *view, const struct site_page *page,
                      const struct site_query *query, const struct map *counts)
{
    if (!site_shows(query->list.projection->definition->since))
        return;
    int *years = ARENA_ARRAY(page->arena, int, counts->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < counts->capacity; i++) {
        const struct map_item *item = &counts->items[i];
        int64_t year;
        if (item->key.data && text_starts(item->key, "year:") &&
            *(const int64_t *)item->value > 0 &&
            text_number(text_slice(item->key, sizeof "year:" - 1, item->key.size), &year))
            years[count++] = (int)year;
    }
    bool given = query->list.year == 0;
    for (size_t i = 0; i < count; i++)
        given = given || years[i] == query->list.year;
    if (!given)
        years[count++] = query->list.year;
    qsort(years, count, sizeof *years, newer_first);
    struct site_filter *filter = add_filter(view, page, TEXT("year"),
                                            site_lasts(query->list.projection->definition)
                                                ? site_words(page, MESSAGE("Began in"))
                                                : site_words(page, MESSAGE("Year")),
                                            count + 1);
    struct text chosen =
        query->list.year ? text_format(page->arena, "%04d", query->list.year) : TEXT("");
    add_option(filter, TEXT(""), site_words(page, MESSAGE("All years")), chosen);
    for (size_t i = 0; i < count; i++) {
        struct text year = text_format(page->arena, "%04d", years[i]);
        add_option(filter, year, year, chosen);
    }
}

static void add_shows(struct site_list *view, const struct site_page *page,
                      const struct site_query *query)
{
    static const char *const ids[] = {"current", "ended", "all"};
    if (!site_lasts(query->list.projection->definition))
        return;
    struct site_filter *filter =
        add_filter(view, page, TEXT("show"), site_words(page, MESSAGE("Show")), 3);
    struct text chosen = text_of(ids[query->show]);
    add_option(filter, text_of(ids[SITE_SHOW_CURRENT]),
               site_words(page, MESSAGE("What is current")), chosen);
    add_option(filter, text_of(ids[SITE_SHOW_ENDED]), site_words(page, MESSAGE("What has ended")),
               chosen);
    add_option(filter, text_of(ids[SITE_SHOW_ALL]), site_words(page, MESSAGE("Everything")),
               chosen);
}

static void add_field(struct site_list *view, const struct site_page *page,
                      const struct site_query *query, const struct register_field *field,
                      const struct map *counts)
{
    struct text chosen = site_filter_of(query, field);
    bool boolean = field->type == REGISTER_BOOLEAN;
    struct site_filter *filter =
        add_filter(view, page, field->id, label_in(field->label, page->language),
                   boolean ? 3 : field->vocabulary->option_count + 1);
    if (boolean) {
        struct text answer = text_is(chosen, "1")   ? TEXT("yes")
                             : text_is(chosen, "0") ? TEXT("no")
                                                    : TEXT("");
        add_option(filter, TEXT(""), site_words(page, MESSAGE("Yes and no")), answer);
        add_option(filter, TEXT("yes"), site_words(page, MESSAGE("Yes")), answer);
        add_option(filter, TEXT("no"), site_words(page, MESSAGE("No")), answer);
        return;
    }
    add_option(filter, TEXT(""), site_words(page, MESSAGE("All")), chosen);
    for (size_t i = 0; i < field->vocabulary->option_count; i++) {
        const struct register_option *option = &field->vocabulary->options[i];
        const char *name =
            text_format(page->arena, "%.*s:%.*s", TEXT_FORMAT(field->id), TEXT_FORMAT(option->id))
                .data;
        if (register_tally_of(counts, name) || text_equal(option->id, chosen))
            add_option(filter, option->id, label_in(option->label, page->language), chosen);
    }
}

static void keep(struct site_list *view, struct text name, struct text value)
{
    if (value.size)
        view->kept[view->kept_count++] = (struct site_link){.name = name, .path = value};
}

void site_filters(const struct site_page *page, const struct site_query *query,
                  const struct map *counts, struct site_list *view)
{
    const struct register_definition *definition = query->list.projection->definition;
    view->words = query->written;
    view->words_too_short = query->too_short;
    view->filters = ARENA_ARRAY(page->arena, struct site_filter, definition->field_count + 3);
    view->kept = ARENA_ARRAY(page->arena, struct site_link, 2);
    keep(view, TEXT("person"), query->list.holder);
    keep(view, TEXT("sort"), query->sort);
    add_shows(view, page, query);
    add_offices(view, page, query, counts);
    for (size_t i = 0; i < definition->field_count; i++)
        if (site_filters_by(definition, &definition->fields[i]))
            add_field(view, page, query, &definition->fields[i], counts);
    add_years(view, page, query, counts);
}

/* Adds a chip that leads to WITHOUT. */
static void add_chip(struct site_list *view, const struct site_page *page, struct text name,
                     struct site_query *without)
{
    site_query_rewind(without);
    view->chips[view->chip_count++] =
        (struct site_link){.path = site_query_address(page->arena, without, ""), .name = name};
}

static struct text chip_name(const struct site_page *page, const struct register_field *field,
                             struct text value)
{
    struct text label = label_in(field->label, page->language);
    struct text shown;
    if (field->type == REGISTER_BOOLEAN) {
        shown = site_lower(page->arena, text_is(value, "1") ? site_words(page, MESSAGE("Yes"))
                                                            : site_words(page, MESSAGE("No")));
    } else {
        const struct register_option *option = register_option(field->vocabulary, value);
        shown = option ? label_in(option->label, page->language) : value;
    }
    return text_format(page->arena, "%.*s: %.*s", TEXT_FORMAT(label), TEXT_FORMAT(shown));
}

struct error *site_chips(struct site_page *page, const struct site_query *query,
                         struct site_list *view)
{
    view->chips = ARENA_ARRAY(page->arena, struct site_link, LIST_FIELDS + 5);
    if (query->written.size) {
        struct site_query without = *query;
        without.written = TEXT("");
        without.list.word_count = 0;
        add_chip(view, page, text_format(page->arena, "“%.*s”", TEXT_FORMAT(query->written)),
                 &without);
    }
    if (query->list.holder.size) {
        struct site_query without = *query;
        struct text name;
        without.list.holder = TEXT("");
        TRY(site_person_name(page, query->list.holder, &name));
        add_chip(view, page, name.size ? name : query->list.holder, &without);
    }
    if (query->list.office.size) {
        struct site_query without = *query;
        without.list.office = TEXT("");
        add_chip(view, page, site_office_label(page, query->list.office), &without);
    }
    for (size_t i = 0; i < query->list.field_count; i++) {
        struct site_query without = *query;
        site_filter_set(&without, query->list.fields[i].field, TEXT(""));
        add_chip(view, page,
                 chip_name(page, query->list.fields[i].field, query->list.fields[i].value),
                 &without);
    }
    if (query->list.year) {
        struct site_query without = *query;
        without.list.year = 0;
        add_chip(view, page, text_format(page->arena, "%04d", query->list.year), &without);
    }
    return NULL;
}

/* Makes a column sort: once this way, once more the other. */
static void sort_column(const struct site_page *page, const struct site_query *query,
                        struct text id, bool by_default, bool default_down,
                        struct site_column *column)
{
    struct site_query other = *query;
    struct text sorted = query->sort;
    bool down = text_starts(sorted, "-");
    if (down)
        sorted = text_slice(sorted, 1, sorted.size);
    bool here = query->sort.size ? text_equal(sorted, id) : by_default;
    if (!query->sort.size)
        down = default_down;
    site_query_rewind(&other);
    other.sort = here && !down ? text_format(page->arena, "-%.*s", TEXT_FORMAT(id)) : id;
    column->path = site_query_address(page->arena, &other, "");
    column->sort = !here ? NULL : down ? "descending" : "ascending";
}

void site_sorting(const struct site_page *page, const struct site_query *query,
                  struct site_table *table)
{
    const struct register_definition *definition = query->list.projection->definition;
    const struct register_field *date;
    bool dated = register_own_order(definition, &date) == REGISTER_ORDER_FIELD;
    size_t at = 0;
    /* What words find comes newest first, whatever was asked. */
    if (query->list.word_count)
        return;
    if (table->people)
        sort_column(page, query, TEXT("person"), !dated, false, &table->columns[at++]);
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        if (!field->column || field == definition->holder || !site_shows(field))
            continue;
        if (site_sorts_by(definition, field))
            sort_column(page, query, field->id, dated && field == definition->since, true,
                        &table->columns[at]);
        at++;
    }
    assert(at <= table->column_count);
}
