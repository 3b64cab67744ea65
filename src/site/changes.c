/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What changed and when, over all registers or in one: /wijzigingen. The query says which register
 * (register=PATH), and how far each was read (PATH=ENTRY: what changed before that entry did). */

#include "site/view.h"
#include "templates/changes.h"

#include <assert.h>

enum { CHANGES_EVENTS = 25, LONGEST_ID = 100 };

struct asked {
    struct site_cursor *cursors;
    size_t count;
    const struct register_definition *one; /* NULL: all registers */
    bool later;                            /* not the first page */
    struct site_changes *view;
};

static struct site_cursor *cursor_of(struct asked *asked, struct text path)
{
    for (size_t i = 0; i < asked->count; i++)
        if (text_equal(asked->cursors[i].definition->path, path))
            return &asked->cursors[i];
    return NULL;
}

static void refuse(struct site_refusals *refusals, const struct web_pair *pair, const char *dutch,
                   const char *english)
{
    site_refuse_parameter(refusals, pair->name, pair->value,
                          (struct label){text_of(dutch), text_of(english)});
}

static void read_query(struct site_page *page, struct asked *asked, struct site_refusals *refusals)
{
    const struct register_definitions *definitions = page->body->definitions;
    struct web_pairs pairs = page->request->query;
    asked->cursors = ARENA_ARRAY(page->arena, struct site_cursor, definitions->count);
    for (size_t i = 0; i < definitions->count; i++)
        if (site_is_public(&definitions->items[i]))
            asked->cursors[asked->count++].definition = &definitions->items[i];
    for (size_t i = 0; i < pairs.count; i++) {
        const struct web_pair *pair = &pairs.items[i];
        struct site_cursor *named = cursor_of(asked, pair->name);
        if (text_is(pair->name, "register")) {
            const struct site_cursor *one = cursor_of(asked, pair->value);
            if (one && !asked->one)
                asked->one = one->definition;
            else
                refuse(refusals, pair, "één register, bij zijn naam in het adres",
                       "one register, by its name in the address");
        } else if (named && !named->after.size && pair->value.size &&
                   pair->value.size <= LONGEST_ID) {
            named->after = pair->value;
            asked->later = true;
        } else if (named || !site_is_tracking(pair->name)) {
            refuse(refusals, pair, "niets: dit bestaat hier niet",
                   "nothing: there is no such thing here");
        }
    }
}

/* Takes the cursors of all other registers out. */
static void keep_one(struct asked *asked)
{
    for (size_t i = 0; asked->one && i < asked->count; i++)
        if (asked->cursors[i].definition == asked->one) {
            asked->cursors[0] = asked->cursors[i];
            asked->count = 1;
            return;
        }
}

static struct text address_of(struct site_page *page, const struct asked *asked, bool cursors)
{
    struct buffer buffer = {.arena = page->arena};
    char sign = '?';
    buffer_add_string(&buffer, "/wijzigingen");
    if (asked->one) {
        buffer_add_format(&buffer, "?register=%.*s", TEXT_FORMAT(asked->one->path));
        sign = '&';
    }
    for (size_t i = 0; cursors && i < asked->count; i++) {
        if (!asked->cursors[i].after.size)
            continue;
        buffer_add_format(&buffer, "%c%.*s=%.*s", sign,
                          TEXT_FORMAT(asked->cursors[i].definition->path),
                          TEXT_FORMAT(site_encode(page->arena, asked->cursors[i].after)));
        sign = '&';
    }
    return buffer_text(&buffer);
}

static void add_registers(struct site_page *page, const struct asked *asked)
{
    struct site_changes *view = asked->view;
    view->registers = ARENA_ARRAY(page->arena, struct site_link, asked->count + 1);
    struct asked other = *asked;
    other.one = NULL;
    view->registers[view->register_count++] =
        (struct site_link){asked->one ? address_of(page, &other, false) : TEXT(""),
                           site_words(page, MESSAGE("All registers"))};
    for (size_t i = 0; i < asked->count; i++) {
        other.one = asked->cursors[i].definition;
        assert(other.one);
        view->registers[view->register_count++] =
            (struct site_link){asked->one == other.one ? TEXT("") : address_of(page, &other, false),
                               label_in(other.one->title, page->language)};
    }
}

static struct error *make(struct site_page *page, void *context)
{
    struct asked *asked = context;
    struct site_changes *view = asked->view;
    bool more;
    TRY(site_events_read(page, asked->cursors, asked->count, TEXT(""), CHANGES_EVENTS,
                         &view->events, &view->event_count, &more));
    if (more)
        view->older = address_of(page, asked, true);
    if (asked->later)
        view->first = address_of(page, asked, false);
    return NULL;
}

struct error *site_show_changes(struct web_request *request, struct web_response *response)
{
    struct site_page page;
    struct site_changes view = {.page = &page};
    struct asked asked = {.view = &view};
    struct site_refusals refusals = {.arena = request->arena};
    site_page_start(&page, request, response);
    read_query(&page, &asked, &refusals);
    if (refusals.count) {
        site_refuse(&page, &refusals, TEXT("/wijzigingen"));
        return NULL;
    }
    web_depends(response, TEXT("registers"));
    site_until_midnight(&page);
    add_registers(&page, &asked);
    keep_one(&asked);
    page.place = SITE_CHANGES;
    page.title = site_words(&page, MESSAGE("What changed"));
    page.refused = asked.later;
    if (asked.one) {
        view.one = true;
        view.register_title = label_in(asked.one->title, page.language);
        site_add_crumb(&page, TEXT("/wijzigingen"), page.title);
        site_add_crumb(&page, TEXT(""), view.register_title);
    } else {
        site_add_crumb(&page, TEXT(""), page.title);
    }
    TRY(site_read(&page, make, &asked));
    struct markup out = site_markup(&page);
    template_site_changes(&out, &view);
    return NULL;
}
