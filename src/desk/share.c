/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A register as it stands for who is signed in: what they declared, and what is asked of them. */

#include "base/term.h"
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

struct error *desk_known_read(struct desk_page *page, struct desk_known *known)
{
    TRY(site_statements_of(&page->site, page->actor.person, &known->statements,
                           &known->statement_count));
    return register_round_questions(page->site.session, page->site.arena, page->site.body,
                                    page->actor.person, &known->questions, &known->question_count);
}

static const struct register_round_question *
question_of(const struct desk_known *known, const struct register_definition *definition)
{
    for (size_t i = 0; i < known->question_count; i++)
        if (known->questions[i].definition == definition)
            return &known->questions[i];
    return NULL;
}

/* What an open round asks; else whether the newest round of its months went by without an answer.
 */
static struct error *read_asked(struct desk_page *page,
                                const struct register_definition *definition,
                                const struct desk_known *known, struct desk_share *share)
{
    const struct register_round_question *question = question_of(known, definition);
    bool asks;
    if (question) {
        share->asked = !question->answered;
        share->due = question->due;
        share->days_left = term_days_left(page->site.body->zone, page->context.now, question->due);
        share->closes = question->closes;
        return NULL;
    }
    TRY(register_round_asks(page->site.session, page->site.body, definition, page->actor.person,
                            &asks));
    share->asked =
        asks && share->round.year &&
        (!share->confirmed.year || date_sort(date_latest(share->confirmed), share->round) < 0);
    return NULL;
}

struct error *desk_share_read(struct desk_page *page, const struct register_definition *definition,
                              const struct desk_known *known, size_t limit,
                              struct desk_share *share)
{
    const struct site_statement *statement =
        statement_of(known->statements, known->statement_count, definition->id);
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
        .next = desk_next_round(definition, page->site.today),
        .declares = register_may(&page->actor, definition, REGISTER_DECLARE, &own) != NULL,
    };
    share->new_path = text_format(page->site.arena, "%.*s/nieuw", TEXT_FORMAT(share->path));
    share->confirm_path =
        text_format(page->site.arena, "%.*s/bevestigen", TEXT_FORMAT(share->path));
    site_register_about(&page->site, definition, &share->about);
    TRY(register_inside_read(page->site.session, page->site.arena, &inside, &rows,
                             &share->row_count, &share->more));
    TRY(desk_rows_show(page, definition, "mijn", rows, share->row_count, false, &share->rows));
    TRY(read_asked(page, definition, known, share));
    bool concerned = register_concerns(&page->actor, definition);
    if (concerned)
        TRY(desk_holds(page->site.session, page, definition, &share->holds));
    if (concerned)
        share->nil = label_in(definition->nil, page->site.language);
    return NULL;
}
