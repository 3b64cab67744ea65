/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a register is: for the front page, the overview, and the head of its own pages. */

#include "register/tally.h"
#include "site/view.h"

static struct text basis_text(const struct site_page *page, const struct register_basis *basis)
{
    if (!basis->article.size)
        return basis->source;
    return message_fill(page->arena, site_words(page, MESSAGE("{source}, article {article}")),
                        "source", basis->source, "article", basis->article, NULL);
}

void site_register_about(const struct site_page *page, const struct register_definition *definition,
                         struct site_register *view)
{
    *view = (struct site_register){
        .id = definition->id,
        .path = definition->path,
        .title = label_in(definition->title, page->language),
        .lead = label_in(definition->lead, page->language),
        .one = label_in(definition->one, page->language),
        .bases = ARENA_ARRAY(page->arena, struct site_basis, definition->basis_count),
        .basis_count = definition->basis_count,
        .lasting = site_lasts(definition),
    };
    for (size_t i = 0; i < definition->basis_count; i++)
        view->bases[i] = (struct site_basis){
            .text = basis_text(page, &definition->basis[i]),
            .url = definition->basis[i].url,
        };
}

struct error *site_register_view(struct site_page *page,
                                 const struct register_definition *definition,
                                 struct site_register *view)
{
    struct map counts;
    site_register_about(page, definition, view);
    TRY(register_tally_read(page->session, page->arena, definition->id, &counts));
    view->count = register_tally_of(&counts, view->lasting ? "current" : "entries");
    return register_round_read(page->session, page->body, definition, &view->round);
}
