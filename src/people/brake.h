/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_BRAKE_H
#define PEOPLE_BRAKE_H

/* Tries that go wrong make the next one wait, longer each time. A try is counted before it is known
 * how it ends: so a hundred at once get no more than those that one after another would. */

#include "people/people.h"

/* What is counted: TRIES are free, the next ones wait FIRST, twice that, ... LONGEST
 * (microseconds). */
struct people_brake {
    const char *purpose;
    int64_t tries;
    int64_t first;
    int64_t longest;
};

extern const struct people_brake people_brake_login;  /* passwords from browsers not known */
extern const struct people_brake people_brake_device; /* passwords from a known browser */
extern const struct people_brake people_brake_own;    /* one's own password, when signed in */
extern const struct people_brake people_brake_lost;   /* mails for a lost password */

/* Where a login, known or not, is counted: one of a million places. */
struct text people_brake_place(struct arena *arena, struct text login);

/* Counts a try at PLACE. *UNTIL is 0 when it may go on, else when the next may: this one is not
 * counted then. */
struct error *people_brake_take(struct store_session *session, const struct people_context *context,
                                const struct people_brake *brake, struct text place,
                                int64_t *until);

/* A try that was counted went well, or was none: it counts no more. */
struct error *people_brake_ease(struct store_session *session, const struct people_context *context,
                                const struct people_brake *brake, struct text place);

/* All is well at PLACE. */
struct error *people_brake_clear(struct store_session *session, const struct people_brake *brake,
                                 struct text place);

#endif
