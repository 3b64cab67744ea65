/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a register is: for the front page, the overview, and the head of its own pages. */

#include "register/tally.h"
#include "site/view.h"

/* The articles of one source that stand together: "11, 40b en 66". */
static struct text articles_of(const struct site_page *page, const struct register_basis *bases,
                               size_t count)
{
    struct buffer buffer = {.arena = page->arena};
    for (size_t i = 0; i < count; i++) {
        if (i && i + 1 == count)
            buffer_add_format(&buffer, " %.*s ", TEXT_FORMAT(site_words(page, MESSAGE("and"))));
        else if (i)
            buffer_add_string(&buffer, ", ");
        buffer_add(&buffer, bases[i].article);
    }
    return buffer_text(&buffer);
}

static struct text basis_text(const struct site_page *page, const struct register_basis *bases,
                              size_t count)
{
    if (!bases->article.size)
        return bases->source;
    return message_fill(page->arena, site_words(page, MESSAGE("{source}, article {article}")),
                        "source", bases->source, "article", articles_of(page, bases, count), NULL);
}

struct site_basis *site_bases_of(const struct site_page *page, const struct register_basis *bases,
                                 size_t basis_count, size_t *shown_count)
{
    struct site_basis *shown = ARENA_ARRAY(page->arena, struct site_basis, basis_count);
    *shown_count = 0;
    for (size_t i = 0; i < basis_count;) {
        size_t count = 1;
        while (!bases[i].url.size && bases[i].article.size && i + count < basis_count &&
               !bases[i + count].url.size && bases[i + count].article.size &&
               text_equal(bases[i].source, bases[i + count].source))
            count++;
        shown[(*shown_count)++] =
            (struct site_basis){basis_text(page, &bases[i], count), bases[i].url};
        i += count;
    }
    return shown;
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
        .lasting = site_lasts(definition),
    };
    view->bases =
        site_bases_of(page, definition->basis, definition->basis_count, &view->basis_count);
}

struct error *site_register_view(struct site_page *page,
                                 const struct register_definition *definition,
                                 struct site_register *view)
{
    struct map counts;
    site_register_about(page, definition, view);
    TRY(register_tally_recall(page->session, page->arena, page->body, definition, &counts));
    view->count = register_tally_of(&counts, view->lasting ? "current" : "entries");
    return register_round_count(page->session, page->body, definition, &view->round);
}
