/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What is asked of me, and what I declared: /mijn. */

#include "desk/draft.h"
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

/* "/mijn/geschenken/nieuw": of which register a form is. */
static const struct register_definition *register_in(const struct desk_page *page, struct text path)
{
    const struct register_definitions *definitions = page->site.body->definitions;
    struct text part = TEXT("");
    for (int i = 0; i < 3; i++)
        text_next(&path, '/', &part);
    const struct register_definition *definition = register_find_path(definitions, part);
    return definition ? definition : register_find(definitions, part);
}

static struct error *read_drafts(struct desk_page *page, struct desk_mine *view)
{
    struct desk_draft *drafts;
    size_t count;
    TRY(desk_drafts_read(page, &drafts, &count));
    view->drafts = ARENA_ARRAY(page->site.arena, struct desk_unsent, count);
    for (size_t i = 0; i < count; i++) {
        const struct register_definition *definition = register_in(page, drafts[i].path);
        if (definition)
            view->drafts[view->draft_count++] = (struct desk_unsent){
                .title =
                    site_upper(page->site.arena, label_in(definition->one, page->site.language)),
                .path = drafts[i].path,
                .kept = zone_date(page->site.body->zone, drafts[i].kept, NULL),
            };
    }
    view->draft_kept = count && text_is(web_query(page->site.request, "gedaan"), "concept");
    return NULL;
}

/* What was confirmed just now: told once they come here from the button. */
static void find_done(const struct desk_page *page, struct desk_mine *view)
{
    struct text name = web_query(page->site.request, "gedaan");
    for (size_t i = 0; i < view->share_count; i++) {
        const struct desk_share *share = &view->shares[i];
        struct text of = text_slice(share->path, sizeof "/mijn/" - 1, share->path.size);
        if (text_equal(of, name) && date_sort(share->confirmed, page->site.today) == 0)
            view->done = share;
    }
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
    find_done(page, view);
    return read_drafts(page, view);
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
