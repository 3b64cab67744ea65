/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SITE_STATE_H
#define SITE_STATE_H

/* How an entry stands: confirmed, late, new, ended. Told by words and a shape; colour only helps.
 */

#include "register/list.h"
#include "register/round.h"
#include "site/page.h"

enum site_state_kind {
    SITE_STATE_PLAIN, /* no rounds: nothing to tell */
    SITE_STATE_NEW,   /* declared since the round began */
    SITE_STATE_OK,    /* confirmed in the round */
    SITE_STATE_LATE,  /* confirmed, but not in the round */
    SITE_STATE_NEVER, /* never confirmed */
    SITE_STATE_ENDED,
    SITE_STATE_NIL, /* declared to have none */
    SITE_STATE_NO_STATEMENT,
};

struct site_state {
    enum site_state_kind kind;
    struct date date; /* when confirmed, declared or ended; none where it is not known */
};

/* The first day of the round in which a confirmation must lie to be in time: while a round's month
 * runs, that of the round before will do. */
struct date site_round_limit(const struct register_definition *definition, struct date today);

struct site_state site_confirmation(const struct site_page *page,
                                    const struct register_definition *definition,
                                    struct date confirmed);
struct site_state site_row_state(const struct site_page *page,
                                 const struct register_definition *definition,
                                 const struct register_row *row);

#endif
