/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Pages of explanation: /over and /toegankelijkheid. They depend on the organisation file and the
 * definitions alone, which do not change while the program runs. */

#include "site/view.h"
#include "templates/about.h"

/* False when the page was refused. */
static bool start(struct site_page *page, struct web_request *request,
                  struct web_response *response, struct site_front *view, const char *title)
{
    const struct register_definitions *definitions;
    site_page_start(page, request, response);
    if (site_refuse_query(page))
        return false;
    *view = (struct site_front){.page = page};
    definitions = page->body->definitions;
    page->title = site_words(page, title);
    site_add_crumb(page, TEXT(""), page->title);
    site_contact_of(page->arena, page->body, page->language, &view->contact);
    view->registers = ARENA_ARRAY(page->arena, struct site_register, definitions->count);
    for (size_t i = 0; i < definitions->count; i++)
        if (site_is_public(&definitions->items[i]))
            site_register_about(page, &definitions->items[i],
                                &view->registers[view->register_count++]);
    web_depends(response, TEXT("body"));
    return true;
}

struct error *site_show_about(struct web_request *request, struct web_response *response)
{
    struct site_page page;
    struct site_front view;
    if (!start(&page, request, response, &view, MESSAGE("About these registers")))
        return NULL;
    struct markup out = site_markup(&page);
    template_site_about(&out, &view);
    return NULL;
}

struct error *site_show_accessibility(struct web_request *request, struct web_response *response)
{
    struct site_page page;
    struct site_front view;
    if (!start(&page, request, response, &view, MESSAGE("Accessibility")))
        return NULL;
    struct markup out = site_markup(&page);
    template_site_accessibility(&out, &view);
    return NULL;
}
