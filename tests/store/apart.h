/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_STORE_APART_H
#define TESTS_STORE_APART_H

#include "support.h"

/* Fills every table of PLACE with a row of body a and one of body b that have the same keys, and
 * runs every statement (NULL ends the list) as a, past row-level security. Gives NULL, or what went
 * wrong: a statement showed or changed a row of b. *SHOWED becomes how many showed a row of a, so
 * that a test can tell that it saw something. */
const char *find_hole(struct place *place, const struct store_statement *const *statements,
                      size_t *showed);

#endif
