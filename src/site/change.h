/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SITE_CHANGE_H
#define SITE_CHANGE_H

/* What changed and when: versions of entries, told as differences. Only versions that were public
 * count, and only fields that are, or what the visitor may see; who did it is told inside alone. */

#include "register/entry.h"
#include "site/query.h"
#include "site/value.h"

/* A field whose value became another. */
struct site_difference {
    struct site_value was;
    struct site_value now;
};

struct site_change {
    struct date day;
    struct text moment;
    struct text actor;  /* a people id or a command; for pages inside */
    struct text reason; /* the same */
    struct text what;   /* "Nieuw", "Gewijzigd", ... */
    struct text state;  /* the state that it came to, where that changed; else empty */
    struct site_difference *differences;
    size_t difference_count;
};

/* Every public change of an entry, newest first. */
struct error *site_changes_of(struct site_page *page, const struct register_definition *definition,
                              struct text entry, struct site_change **changes, size_t *count);

/* The newest change of an entry, with the entry around it. */
struct site_event {
    const struct register_definition *definition;
    struct text register_title;
    struct text one; /* what an entry is called */
    struct text path;
    struct text what; /* what happened, to go on a sentence where it is about a person */
    struct text title;
    struct text entry;
    struct text person; /* a people id; may be empty */
    struct text person_name;
    struct text office;
    struct site_change change;
};

/* How far each register was read. */
struct site_cursor {
    const struct register_definition *definition;
    struct text after; /* an entry; empty: from the newest on */
};

/* The newest changes over REGISTERS (cursor_count of them), LIMIT at most, of HOLDER alone where
 * that is given. The cursors move behind what is given; *MORE: there are older ones. */
struct error *site_events_read(struct site_page *page, struct site_cursor *cursors,
                               size_t cursor_count, struct text holder, size_t limit,
                               struct site_event **events, size_t *count, bool *more);

#endif
