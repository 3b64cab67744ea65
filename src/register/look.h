/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_LOOK_H
#define REGISTER_LOOK_H

/* Who looked at what was not theirs, so that people can see who reads about them. Kept by day, for
 * REGISTER_LOOK_DAYS. */

#include "register/body.h"

enum { REGISTER_LOOK_DAYS = 365 };

struct register_look {
    struct date day;
    struct text actor; /* a people id */
    struct text register_id;
    struct text entry;  /* empty: a list */
    struct text holder; /* a people id; may be empty */
};

/* Notes that it was looked at today; waits until that is on disk when it is the first time this
 * day. */
struct error *register_look_note(const struct register_body *body, struct arena *arena,
                                 const struct register_look *look);

/* At what is about HOLDER (empty: at anything) was looked before the day BEFORE (none: until now),
 * newest first, LIMIT at most. */
struct error *register_looks_read(struct store_session *session, struct arena *arena,
                                  struct text holder, struct date before, size_t limit,
                                  struct register_look **looks, size_t *count);

/* Forgets what is older than REGISTER_LOOK_DAYS. */
struct error *register_looks_forget(const struct register_body *body, struct arena *arena);

#endif
