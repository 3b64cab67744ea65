/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_RIGHT_H
#define REGISTER_RIGHT_H

/* Who may see and do what inside the body: decided here alone, from what definitions say (access,
 * seen_by, filled_by, and the by of workflow steps). Nobody may do what no definition gives. */

#include "register/actor.h"

/* What a right on an entry depends on. */
struct register_matter {
    struct text holder; /* a people id; empty where the entry has none */
    struct text unit;   /* of the holder; may be empty */
    const struct register_state *state;
};

struct register_matter register_matter_of(const struct register_row *row);

/* The line of the definition by which ACTOR sees the entry; NULL: it is not for them to see. */
const struct register_access *register_sees(const struct register_actor *actor,
                                            const struct register_definition *definition,
                                            const struct register_matter *matter);

/* The line by which they may declare, change or correct it; NULL: they may not. Of what is declared
 * only the holder counts. With an entry about themselves they may only do what its holder may: so
 * nobody gives themselves a role. */
const struct register_access *register_may(const struct register_actor *actor,
                                           const struct register_definition *definition,
                                           enum register_action action,
                                           const struct register_matter *matter);

/* Whether they may take a step now: the entry is in the state it starts from, they see the entry,
 * and are one of those who take it. With an entry about themselves they may only do what its holder
 * may. */
bool register_may_step(const struct register_actor *actor,
                       const struct register_definition *definition,
                       const struct register_step *step, const struct register_matter *matter);

/* What they may see and fill in of an entry that they may see or change. */
bool register_sees_field(const struct register_actor *actor,
                         const struct register_definition *definition,
                         const struct register_field *field, const struct register_matter *matter);
bool register_fills_field(const struct register_actor *actor,
                          const struct register_definition *definition,
                          const struct register_field *field, const struct register_matter *matter);

/* How far they see into a register, for lists: the widest of their lines. With UNIT, UNITS (which
 * lives in ARENA) becomes the ids of all units whose people they see. */
enum register_reach register_reach(struct arena *arena, const struct register_actor *actor,
                                   const struct register_definition *definition, struct map *units);

/* The same of those for whom they may declare, besides themselves: UNIT, ALL, or NONE. */
enum register_reach register_reach_declare(struct arena *arena, const struct register_actor *actor,
                                           const struct register_definition *definition,
                                           struct map *units);

/* The same for who has answered in a round, and who has not: of the people whose entries they see,
 * or of whom the round's ladder tells them. UNIT, ALL, or NONE. */
enum register_reach register_round_reach(struct arena *arena, const struct register_actor *actor,
                                         const struct register_definition *definition,
                                         struct map *units);

/* How far a step of a ladder reaches for them; UNIT adds to UNITS. NONE: it is not for them, or it
 * asks holders. */
enum register_reach register_rung_reach(const struct register_actor *actor,
                                        const struct register_rung *rung, struct map *units);

/* Whether they open, remind and close rounds by hand: in a role for the whole body. */
bool register_runs_round(const struct register_actor *actor,
                         const struct register_definition *definition);

/* Whether they are one of those who declare entries (declared_by). */
bool register_concerns(const struct register_actor *actor,
                       const struct register_definition *definition);

#endif
