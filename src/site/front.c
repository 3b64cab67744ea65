/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The front page, and the overview of registers. */

#include "site/view.h"
#include "templates/front.h"

enum { FRONT_EVENTS = 8, OLDER_EVENTS = 5 };

static struct error *read_registers(struct site_page *page, struct site_front *view)
{
    const struct register_definitions *definitions = page->body->definitions;
    view->registers = ARENA_ARRAY(page->arena, struct site_register, definitions->count);
    for (size_t i = 0; i < definitions->count; i++)
        if (site_is_public(&definitions->items[i]))
            TRY(site_register_view(page, &definitions->items[i],
                                   &view->registers[view->register_count++]));
    return NULL;
}

/* The newest changes: those of this month, or else a few older ones. */
static struct error *read_events(struct site_page *page, struct site_front *view)
{
    const struct register_definitions *definitions = page->body->definitions;
    struct site_cursor *cursors = ARENA_ARRAY(page->arena, struct site_cursor, definitions->count);
    size_t count = 0;
    bool more;
    for (size_t i = 0; i < definitions->count; i++)
        if (site_is_public(&definitions->items[i]))
            cursors[count++].definition = &definitions->items[i];
    TRY(site_events_read(page, cursors, count, TEXT(""), FRONT_EVENTS, &view->events,
                         &view->event_count, &more));
    size_t recent = 0;
    while (recent < view->event_count && view->events[recent].change.day.year == page->today.year &&
           view->events[recent].change.day.month == page->today.month)
        recent++;
    view->this_month = recent > 0;
    if (recent)
        view->event_count = recent;
    else if (view->event_count > OLDER_EVENTS)
        view->event_count = OLDER_EVENTS;
    return NULL;
}

static struct error *make_front(struct site_page *page, void *context)
{
    struct site_front *view = context;
    TRY(read_registers(page, view));
    return read_events(page, view);
}

static struct error *make_registers(struct site_page *page, void *context)
{
    return read_registers(page, context);
}

/* False when the page was refused. */
static bool start(struct site_page *page, struct web_request *request,
                  struct web_response *response, struct site_front *view)
{
    site_page_start(page, request, response);
    if (site_refuse_query(page))
        return false;
    *view = (struct site_front){.page = page};
    site_contact_of(page->arena, page->body, page->language, &view->contact);
    web_depends(response, TEXT("registers"));
    site_until_midnight(page);
    return true;
}

struct error *site_show_front(struct web_request *request, struct web_response *response)
{
    struct site_page page;
    struct site_front view;
    if (!start(&page, request, response, &view))
        return NULL;
    page.place = SITE_FRONT;
    page.title = site_words(&page, MESSAGE("What office holders do, own and receive"));
    TRY(site_read(&page, make_front, &view));
    struct markup out = site_markup(&page);
    template_site_front(&out, &view);
    return NULL;
}

struct error *site_show_registers(struct web_request *request, struct web_response *response)
{
    struct site_page page;
    struct site_front view;
    if (!start(&page, request, response, &view))
        return NULL;
    page.place = SITE_REGISTERS;
    page.title = site_words(&page, MESSAGE("Registers"));
    site_add_crumb(&page, TEXT(""), page.title);
    TRY(site_read(&page, make_registers, &view));
    struct markup out = site_markup(&page);
    template_site_registers(&out, &view);
    return NULL;
}
