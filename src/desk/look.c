/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

#include "register/look.h"

#include "desk/view.h"

struct error *desk_note_look(const struct desk_page *page,
                             const struct register_definition *definition, struct text entry,
                             struct text holder)
{
    struct register_look look = {
        .actor = page->actor.person,
        .register_id = definition->id,
        .entry = entry,
        .holder = holder,
    };
    if (text_equal(holder, page->actor.person) || page->site.body->outdated)
        return NULL;
    return register_look_note(page->site.body, page->site.arena, &look);
}
