/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The page of a register: /registers/PATH. */

#include "register/tally.h"
#include "site/view.h"
#include "templates/list.h"

struct asked {
    const struct register_definition *definition;
    struct site_query query;
    struct site_list *view;
};

static void add_pages(const struct site_page *page, const struct site_query *query,
                      const struct register_page *list, struct site_list *view)
{
    struct site_query other = *query;
    site_query_rewind(&other);
    if (list->more_before) {
        view->first = site_query_address(page->arena, &other, "");
        other.list.before = list->rows[0].entry;
        view->previous = site_query_address(page->arena, &other, "");
    }
    if (list->more_after) {
        site_query_rewind(&other);
        other.list.last = true;
        view->last = site_query_address(page->arena, &other, "");
        site_query_rewind(&other);
        other.list.after = list->rows[list->count - 1].entry;
        view->next = site_query_address(page->arena, &other, "");
    }
}

/* The same as data, where the program offers it. */
static void add_formats(struct site_page *page, const struct site_query *query,
                        struct site_list *view)
{
    static const struct {
        const char *name;
        const char *extension;
        const char *pattern;
    } formats[] = {
        {"CSV", ".csv", "/registers/:path.csv"},
        {"JSON", ".json", "/registers/:path.json"},
        {"Atom", ".atom", "/registers/:path.atom"},
    };
    struct site_query whole = *query;
    site_query_rewind(&whole);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (site_offers(formats[i].pattern))
            view->formats[view->format_count++] =
                (struct site_link){site_query_address(page->arena, &whole, formats[i].extension),
                                   text_of(formats[i].name)};
    if (site_offers("/registers/:path.atom"))
        page->feed = site_query_address(page->arena, &whole, ".atom");
}

/* How many rows the query has in all, where the counts tell; -1 where they do not. */
static int64_t total_of(const struct site_query *query, const struct map *counts, int64_t total)
{
    const struct register_query *list = &query->list;
    bool alone = !list->holder.size && !list->office.size && !list->year && !list->field_count &&
                 !list->word_count;
    if (total < 0 && query->show == SITE_SHOW_ENDED && alone)
        return register_tally_of(counts, "entries") - register_tally_of(counts, "current");
    return total;
}

/* "1 tot 25 van 185", as far as it is known. */
static struct text caption_of(const struct site_page *page, const struct site_list *view,
                              const struct register_page *list)
{
    struct buffer shown = {.arena = page->arena};
    struct buffer total = {.arena = page->arena};
    language_add_number(&shown, (int64_t)list->count, page->language);
    language_add_number(&total, view->total, page->language);
    if (view->total < 0)
        return message_fill(page->arena, site_words(page, MESSAGE("{n} on this page")), "n",
                            buffer_text(&shown), NULL);
    if (view->total == (int64_t)list->count)
        return message_fill(
            page->arena,
            message_plural(page->language, MESSAGE_PLURAL("{n} entry", "{n} entries"), view->total),
            "n", buffer_text(&total), NULL);
    return message_fill(page->arena,
                        site_words(page, list->more_before ? MESSAGE("{n} of {total}")
                                                           : MESSAGE("1 to {n} of {total}")),
                        "n", buffer_text(&shown), "total", buffer_text(&total), NULL);
}

static struct error *make(struct site_page *page, void *context)
{
    struct asked *asked = context;
    struct site_list *view = asked->view;
    struct register_page list;
    const struct map *counts = &list.counts;
    site_register_about(page, asked->definition, &view->about);
    TRY(register_page_read(page->session, page->arena, page->body, &asked->query.list, &list));
    TRY(register_round_count(page->session, page->body, asked->definition, &view->about.round));
    TRY(site_table_fill(page, asked->definition, &list, true, &view->table));
    site_sorting(page, &asked->query, &view->table);
    site_leave_out_empty(&view->table);
    site_figures(page, &asked->query, counts, view);
    site_filters(page, &asked->query, counts, view);
    TRY(site_chips(page, &asked->query, view));
    view->filtered = view->chip_count > 0;
    view->total = total_of(&asked->query, counts, list.total);
    view->has_chart = site_chart_years(page, asked->definition, counts, &view->chart);
    if (view->total < 0 && !list.more_before && !list.more_after)
        view->total = (int64_t)list.count;
    view->table.caption = caption_of(page, view, &list);
    add_pages(page, &asked->query, &list, view);
    add_formats(page, &asked->query, view);
    return NULL;
}

struct error *site_show_register(struct web_request *request, struct web_response *response)
{
    struct site_page page;
    struct site_list view = {.page = &page};
    struct asked asked = {.view = &view};
    site_page_start(&page, request, response);
    asked.definition = register_find_path(page.body->definitions, web_parameter(request, "path"));
    if (!asked.definition || !site_is_public(asked.definition))
        return error_new(request->arena, ERROR_NOT_FOUND, "there is no such register");
    struct site_refusals refusals = {.arena = request->arena};
    view.path = text_format(request->arena, "/registers/%.*s", TEXT_FORMAT(asked.definition->path));
    site_query_read(request->arena, page.body, asked.definition, request->query, &asked.query,
                    &refusals);
    if (refusals.count) {
        site_refuse(&page, &refusals, view.path);
        return NULL;
    }
    web_depends(response, site_scope(request->arena, "register", asked.definition->id));
    web_depends(response, TEXT("register/people"));
    site_until_midnight(&page);
    page.place = SITE_REGISTERS;
    page.title = label_in(asked.definition->title, page.language);
    site_add_crumb(&page, TEXT("/registers"), site_words(&page, MESSAGE("Registers")));
    site_add_crumb(&page, TEXT(""), page.title);
    TRY(site_read(&page, make, &asked));
    page.refused = view.filtered || view.previous.size;
    struct markup out = site_markup(&page);
    template_site_list(&out, &view);
    return NULL;
}
