/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_ROUND_INSIDE_H
#define REGISTER_ROUND_INSIDE_H

/* Inside this room: what keeps open rounds in step (round_follow.c). */

#include "register/entry.h"
#include "register/round.h"

/* What is done in all rounds of a body at once. */
struct round_turn {
    const struct register_body *body;
    struct arena *arena;   /* lasts until the end */
    struct arena *scratch; /* for one piece */
    const _Atomic bool *ending;
    struct date today;
};

static inline bool round_turn_ends(const struct round_turn *turn)
{
    return turn->ending && atomic_load(turn->ending);
}

/* Within a write: another program that writes to the same body waits until it is done. */
struct error *register_round_lock(struct store_session *session);

/* Brings a round in step with all people, a portion at a time. */
struct error *register_round_follow_all(struct round_turn *turn,
                                        const struct register_round *round);

/* round_ladder.c: takes the steps of a round's ladder that are due. */
struct error *register_round_climb(struct round_turn *turn, const struct register_round *round);

/* The id of a person, where no arena lives long enough. */
struct round_place {
    char id[64];
    size_t size;
};

static inline struct text round_place_text(const struct round_place *place)
{
    return (struct text){place->id, place->size};
}

void register_round_place(struct round_place *place, struct text id);

/* Notes that a writer put or took out an entry: of a person, a role or a statement it may concern
 * rounds. */
void register_round_touch(struct register_writer *writer,
                          const struct register_definition *definition,
                          const struct register_row *row);

/* At the writer's end: brings open rounds in step with what was noted. */
struct error *register_round_follow(struct register_writer *writer);

/* Brings the people from FIRST to LAST, both included, in step, and counts them. The caller has the
 * body's lock. *ANSWERED becomes how many more have answered than before. */
struct error *register_round_bring(struct store_session *session, const struct register_body *body,
                                   const struct register_round *round, struct text first,
                                   struct text last, int64_t *answered);

#endif
