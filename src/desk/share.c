/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A register as it stands for who is signed in: what they declared, and what is asked of them. */

#include "desk/view.h"
#include "register/inside.h"

static const struct site_statement *statement_of(const struct site_statement *statements,
                                                 size_t count, struct text register_id)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(statements[i].register_id, register_id))
            return &statements[i];
    return NULL;
}

struct error *desk_share_read(struct desk_page *page, const struct register_definition *definition,
                              const struct site_statement *statements, size_t statement_count,
                              size_t limit, struct desk_share *share)
{
    const struct site_statement *statement =
        statement_of(statements, statement_count, definition->id);
    struct register_matter own = {page->actor.person, page->actor.unit, &definition->states[0]};
    struct register_inside inside = {
        .projection = register_projection_of(page->site.body, definition),
        .reach = REGISTER_REACH_OWN,
        .holder = page->actor.person,
        .limit = limit,
    };
    struct register_row *rows;
    *share = (struct desk_share){
        .path = text_format(page->site.arena, "/mijn/%.*s", TEXT_FORMAT(desk_name_of(definition))),
        .round = register_round_start(definition, page->site.today),
        .confirmed = statement ? statement->confirmed : (struct date){0},
        .declares = register_may(&page->actor, definition, REGISTER_DECLARE, &own) != NULL,
    };
    share->new_path = text_format(page->site.arena, "%.*s/nieuw", TEXT_FORMAT(share->path));
    share->confirm_path =
        text_format(page->site.arena, "%.*s/bevestigen", TEXT_FORMAT(share->path));
    site_register_about(&page->site, definition, &share->about);
    TRY(register_inside_read(page->site.session, page->site.arena, &inside, &rows,
                             &share->row_count, &share->more));
    TRY(desk_rows_show(page, definition, "mijn", rows, share->row_count, false, &share->rows));
    bool concerned = register_concerns(&page->actor, definition);
    share->asked =
        concerned && share->round.year &&
        (!share->confirmed.year || date_sort(date_latest(share->confirmed), share->round) < 0);
    for (size_t i = 0; concerned && i < share->row_count; i++)
        share->holds = share->holds || !share->rows[i].ended;
    if (concerned)
        share->nil = label_in(definition->nil, page->site.language);
    return NULL;
}
