/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_INSIDE_H
#define REGISTER_INSIDE_H

/* Lists of entries for those inside the body: what is not public too, as far as their rights reach
 * (right.h). Newest recorded first, page by page; a page costs the same wherever it is. */

#include "register/right.h"

enum { REGISTER_INSIDE_MANY = 100 }; /* what is counted is counted up to here */

struct register_inside {
    const struct register_projection *projection;
    enum register_reach reach;
    struct map units;                   /* with REGISTER_REACH_UNIT */
    struct text holder;                 /* a people id: of them alone; empty: of everyone */
    const struct register_state *state; /* NULL: any */
    bool waiting;                       /* what waits for a step alone */
    bool current;                       /* what is current alone */
    struct text words;                  /* a part of the holder's name; may be empty */
    int64_t before;                     /* recorded before this number; 0: the newest */
    size_t limit;
};

/* What ACTOR may see of a register. */
struct register_inside register_inside_of(struct arena *arena, const struct register_actor *actor,
                                          const struct register_body *body,
                                          const struct register_definition *definition);

/* Reads one page; *MORE: there is more behind it. */
struct error *register_inside_read(struct store_session *session, struct arena *arena,
                                   const struct register_inside *inside, struct register_row **rows,
                                   size_t *count, bool *more);

/* How many there are, at most REGISTER_INSIDE_MANY. */
struct error *register_inside_count(struct store_session *session, struct arena *arena,
                                    const struct register_inside *inside, int64_t *count);

/* What statements of other lists are given: ids of units as a JSON array, and what a folded name is
 * compared with by LIKE ... ESCAPE '!'. */
struct text register_inside_units(struct arena *arena, const struct map *units);
struct text register_inside_words(struct arena *arena, struct text words);

/* Whether entries in STATE wait for ACTOR: they may take a step from it as more than its holder. */
bool register_waits_for(const struct register_actor *actor,
                        const struct register_definition *definition,
                        const struct register_state *state);

#endif
