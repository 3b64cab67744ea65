/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_MATRIX_H
#define REGISTER_MATRIX_H

/* Who may do what inside the body, written out: a line for every right that a definition gives,
 * with the place where it stands. Made from the same structures that right.h decides by. */

#include "register/definition.h"

struct register_right {
    const struct register_definition *definition;
    struct text what; /* "see", "declare", "change", "correct", "step settle", "see giver",
                         "fill destination", "see round", "run round" */
    struct text who;  /* a role or office, "holder", or "public" */
    enum register_reach reach;
    const struct register_origin *origin;
};

/* "own", "unit", "all". */
const char *register_reach_id(enum register_reach reach);

/* Every right of every register, in the order of the definitions. */
struct register_right *
register_matrix(struct arena *arena, const struct register_definitions *definitions, size_t *count);

#endif
