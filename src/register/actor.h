/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_ACTOR_H
#define REGISTER_ACTOR_H

/* Somebody who works for the body or governs it, with all that gives them rights today: their
 * office (register people), and their roles (register roles), each for the whole body or for a unit
 * and all beneath it. */

#include "base/map.h"
#include "register/body.h"

/* A role or office that is held today. */
struct register_part {
    struct text role;
    bool limited;     /* to UNITS; else it is held for the whole body */
    struct map units; /* their ids */
};

struct register_actor {
    struct text person; /* a people id; empty: nobody */
    struct text name;
    struct text email;  /* may be empty */
    struct text office; /* may be empty */
    struct text unit;   /* may be empty */
    struct map units;   /* that unit and all beneath it */
    bool present;       /* in office today: who is not has no right at all */
    const struct register_part *parts;
    size_t part_count;
};

/* Who PERSON is today. Someone who is not in the register, or has left, is not present and holds
 * nothing. */
struct error *register_actor_read(struct store_session *session, struct arena *arena,
                                  const struct register_body *body, struct text person,
                                  struct register_actor *actor);

/* The regime that a role comes with by itself, without an entry in the register of roles; empty
 * where it does not. */
struct text register_regime_of(struct text role);

/* Whether a role or office is held, for whatever unit. */
bool register_actor_is(const struct register_actor *actor, struct text role);

#endif
