/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What becomes of an entry: who sees it, who has to look at it, when it is asked about again. */

#include "desk/form.h"

enum { OUTCOME_LINES = 4 };

struct error *desk_form_foresee(struct desk_form *form, struct text entry, struct register_row *row)
{
    struct desk_page *page = form->page;
    struct register_entry next = {
        .id = entry,
        .revision = form->row ? form->row->revision + 1 : 1,
        .state = form->state,
        .values = form->values,
    };
    return register_entry_foresee(page->site.session, page->site.arena, page->site.body,
                                  form->definition, &next, row);
}

/* Whoever takes a step from a state as more than its holder, and not to be rid of it. */
static struct text who_waits(const struct desk_page *page,
                             const struct register_definition *definition,
                             const struct register_state *state)
{
    struct map told = {.arena = page->site.arena};
    struct buffer who = {.arena = page->site.arena};
    for (size_t i = 0; i < definition->step_count; i++) {
        const struct register_step *step = &definition->steps[i];
        for (size_t j = 0; step->from == state && !step->to->ended && j < step->by.count; j++) {
            void **place = map_place(&told, step->by.items[j]);
            if (*place || text_is(step->by.items[j], "holder"))
                continue;
            *place = place;
            buffer_add_string(&who, who.size ? ", " : "");
            buffer_add(&who, desk_role_label(&page->site, step->by.items[j]));
        }
    }
    return buffer_text(&who);
}

struct date desk_next_round(const struct register_definition *definition, struct date today)
{
    struct date next = {0};
    for (size_t i = 0; i < definition->round_count; i++) {
        int8_t month = definition->round_months[i];
        struct date date = {(int16_t)(today.year + (month <= today.month)), month, 0};
        if (!next.year || date_sort(date, next) < 0)
            next = date;
    }
    return next;
}

static struct text tell_public(const struct desk_page *page, bool public, bool done)
{
    if (!public)
        return site_words(&page->site, MESSAGE("It is not shown on the public site."));
    return done ? site_words(&page->site, MESSAGE("Everybody can see it on the public site now."))
                : site_words(&page->site, MESSAGE("Everybody can see it on the public site as soon "
                                                  "as you send it."));
}

struct error *desk_outcome(struct desk_page *page, const struct register_definition *definition,
                           const struct register_row *row, bool done, struct text **lines,
                           size_t *count)
{
    const struct site_page *site = &page->site;
    const struct register_subject subject = register_subject_of(site->body, row);
    struct date round = desk_next_round(definition, site->today);
    *lines = ARENA_ARRAY(site->arena, struct text, OUTCOME_LINES);
    *count = 0;
    if (definition->published)
        (*lines)[(*count)++] = tell_public(page, row->public, done);
    if (register_is_waiting(site->arena, definition, &subject))
        (*lines)[(*count)++] =
            message_fill(site->arena, site_words(site, MESSAGE("Then it waits for: {who}.")), "who",
                         who_waits(page, definition, row->state), NULL);
    if (round.year && row->current && register_concerns(&page->actor, definition)) {
        struct buffer month = {.arena = site->arena};
        language_add_date(&month, round, site->language);
        (*lines)[(*count)++] = message_fill(
            site->arena,
            site_words(site, MESSAGE("In {month} we ask you whether it is still right.")), "month",
            buffer_text(&month), NULL);
    }
    return NULL;
}
