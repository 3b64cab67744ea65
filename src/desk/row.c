/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Entries as lines of a list: what, whose, how it stands. */

#include "desk/view.h"

static struct error *show_row(struct desk_page *page, const struct register_definition *definition,
                              const char *place, const struct register_row *row, bool who,
                              struct desk_row *shown)
{
    struct arena *arena = page->site.arena;
    page->definition = definition;
    page->matter = register_matter_of(row);
    *shown = (struct desk_row){
        .path = text_format(arena, "/%s/%.*s/%.*s", place, TEXT_FORMAT(desk_name_of(definition)),
                            TEXT_FORMAT(site_encode(arena, row->entry))),
        .who = who ? row->holder_name : TEXT(""),
        .state = site_upper(arena, label_in(row->state->label, page->site.language)),
        .changed = site_day_of(&page->site, row->changed),
        .ended = !row->current,
        .public = row->public,
    };
    return site_entry_title(&page->site, definition, row->values, &shown->title);
}

struct error *desk_rows_show(struct desk_page *page, const struct register_definition *definition,
                             const char *place, const struct register_row *rows, size_t count,
                             bool who, struct desk_row **shown)
{
    *shown = ARENA_ARRAY(page->site.arena, struct desk_row, count);
    for (size_t i = 0; i < count; i++)
        TRY(show_row(page, definition, place, &rows[i], who, &(*shown)[i]));
    return NULL;
}
