/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The line of figures over a register: how many there are, of the most telling kinds, and how far
 * the round has come. All from counts that are kept. */

#include "register/tally.h"
#include "site/view.h"

#include <stdio.h>

enum { KINDS = 3 }; /* figures between the total and the round, at most */

static void add(struct site_list *view, const struct site_page *page, struct text label,
                int64_t value, struct text path)
{
    struct buffer number = {.arena = page->arena};
    if (view->figure_count == SITE_FIGURES)
        return;
    language_add_number(&number, value, page->language);
    view->figures[view->figure_count++] = (struct site_figure){label, buffer_text(&number), path};
}

static int64_t count_of(const struct map *counts, const struct site_query *query,
                        const struct register_field *field, const char *value, int size)
{
    char name[160];
    const char *before = query->show == SITE_SHOW_CURRENT ? "current:" : "";
    snprintf(name, sizeof name, "%s%.*s:%.*s", before, TEXT_FORMAT(field->id), size, value);
    return register_tally_of(counts, name);
}

static struct text path_of(const struct site_page *page, const struct site_query *whole,
                           const struct register_field *field, struct text value)
{
    struct site_query query = *whole;
    site_filter_set(&query, field, value);
    return site_query_address(page->arena, &query, "");
}

/* A figure for each question that is answered with yes. */
static size_t add_answers(struct site_list *view, const struct site_page *page,
                          const struct site_query *whole, const struct map *counts)
{
    const struct register_definition *definition = whole->list.projection->definition;
    size_t added = 0;
    for (size_t i = 0; i < definition->field_count && added < KINDS; i++) {
        const struct register_field *field = &definition->fields[i];
        if (field->type != REGISTER_BOOLEAN || !site_filters_by(definition, field))
            continue;
        add(view, page, site_lower(page->arena, label_in(field->label, page->language)),
            count_of(counts, whole, field, "1", 1), path_of(page, whole, field, TEXT("1")));
        added++;
    }
    return added;
}

/* A figure for the most given options of the first choice. */
static void add_options(struct site_list *view, const struct site_page *page,
                        const struct site_query *whole, const struct map *counts, size_t room)
{
    const struct register_definition *definition = whole->list.projection->definition;
    const struct register_field *field = NULL;
    int64_t ceiling = INT64_MAX;
    for (size_t i = 0; i < definition->field_count && !field; i++)
        if (definition->fields[i].type == REGISTER_CHOICE &&
            site_filters_by(definition, &definition->fields[i]))
            field = &definition->fields[i];
    while (field && room) {
        int64_t most = 0;
        for (size_t i = 0; i < field->vocabulary->option_count; i++) {
            struct text id = field->vocabulary->options[i].id;
            int64_t value = count_of(counts, whole, field, id.data, (int)id.size);
            if (value < ceiling && value > most)
                most = value;
        }
        if (!most)
            return;
        for (size_t i = 0; i < field->vocabulary->option_count && room; i++) {
            const struct register_option *option = &field->vocabulary->options[i];
            if (count_of(counts, whole, field, option->id.data, (int)option->id.size) != most)
                continue;
            add(view, page, label_in(option->label, page->language), most,
                path_of(page, whole, field, option->id));
            room--;
        }
        ceiling = most;
    }
}

static void add_round(struct site_list *view, const struct site_page *page,
                      const struct register_round_count *round)
{
    if (!round->exists || !round->concerned || view->figure_count == SITE_FIGURES)
        return;
    struct buffer confirmed = {.arena = page->arena};
    struct buffer concerned = {.arena = page->arena};
    struct buffer month = {.arena = page->arena};
    language_add_number(&confirmed, round->confirmed, page->language);
    language_add_number(&concerned, round->concerned, page->language);
    language_add_date(&month, (struct date){round->start.year, round->start.month, 0},
                      page->language);
    view->figures[view->figure_count++] = (struct site_figure){
        .label = message_fill(page->arena,
                              site_words(page, MESSAGE("people confirmed in the round of {month}")),
                              "month", buffer_text(&month), NULL),
        .value = message_fill(page->arena, site_words(page, MESSAGE("{n} of {total}")), "n",
                              buffer_text(&confirmed), "total", buffer_text(&concerned), NULL),
    };
}

void site_figures(const struct site_page *page, const struct site_query *query,
                  const struct map *counts, struct site_list *view)
{
    const struct register_definition *definition = query->list.projection->definition;
    struct site_query whole;
    site_query_start(&whole, page->body, definition);
    bool lasting = whole.show == SITE_SHOW_CURRENT;
    int64_t all = register_tally_of(counts, "entries");
    if (lasting) {
        struct site_query everything = whole;
        everything.show = SITE_SHOW_ALL;
        add(view, page, site_words(page, MESSAGE("now")), register_tally_of(counts, "current"),
            site_query_address(page->arena, &whole, ""));
        add(view, page, site_words(page, MESSAGE("with what has ended")), all,
            site_query_address(page->arena, &everything, ""));
    } else {
        add(view, page, site_words(page, MESSAGE("in all")), all,
            site_query_address(page->arena, &whole, ""));
    }
    size_t added = add_answers(view, page, &whole, counts);
    if (added < KINDS)
        add_options(view, page, &whole, counts, KINDS - added);
    add_round(view, page, &view->about.round);
}
