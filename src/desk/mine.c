/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What is asked of me, and what I declared: /mijn. */

#include "desk/view.h"
#include "templates/mine.h"

enum { SHARE_ROWS = 10 };

/* Registers of which entries are somebody's own to see; statements are told beside each. */
static bool is_mine(const struct desk_page *page, const struct register_definition *definition)
{
    struct register_matter own = {page->actor.person, page->actor.unit, &definition->states[0]};
    return definition->holder && definition != page->site.body->statements->definition &&
           register_sees(&page->actor, definition, &own);
}

static struct error *read_public_path(struct desk_page *page, struct desk_mine *view)
{
    struct register_row row;
    bool found;
    TRY(register_projection_get(page->site.session, page->site.arena, page->site.body->people,
                                page->actor.person, &row, &found));
    if (found && row.public)
        view->public_path = text_format(page->site.arena, "/personen/%.*s",
                                        TEXT_FORMAT(site_encode(page->site.arena, row.entry)));
    return NULL;
}

static struct error *make(struct desk_page *page, void *context)
{
    struct desk_mine *view = context;
    const struct register_definitions *definitions = page->site.body->definitions;
    struct desk_known known;
    TRY(desk_known_read(page, &known));
    TRY(read_public_path(page, view));
    view->shares = ARENA_ARRAY(page->site.arena, struct desk_share, definitions->count);
    for (size_t i = 0; i < definitions->count; i++) {
        struct desk_share *share = &view->shares[view->share_count];
        if (!is_mine(page, &definitions->items[i]))
            continue;
        TRY(desk_share_read(page, &definitions->items[i], &known, SHARE_ROWS, share));
        /* What is declared once in a while, such as a request, shows when there is one. */
        if (!share->row_count && !share->asked &&
            !(share->declares && definitions->items[i].round_count))
            continue;
        view->share_count++;
        view->asked_count += share->asked;
    }
    return NULL;
}

struct error *desk_show_mine(struct desk_page *page)
{
    struct desk_mine view = {
        .page = &page->site, .name = page->actor.name, .form_token = page->form_token};
    page->site.place = SITE_MINE;
    page->site.title = site_words(&page->site, MESSAGE("My declarations"));
    site_add_crumb(&page->site, TEXT(""), page->site.title);
    TRY(desk_read(page, make, &view));
    struct markup out = site_markup(&page->site);
    template_desk_mine(&out, &view);
    return NULL;
}
