/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_RULE_GENERATE_H
#define TESTS_RULE_GENERATE_H

/* Expressions and rows by chance, the same for the same seed. */

#include "example.h"

struct chance {
    uint64_t state;
};

/* A number below LIMIT. */
size_t chance_below(struct chance *chance, size_t limit);

/* A well-typed expression over example_environment that yields TYPE. */
void generate_expression(struct chance *chance, struct buffer *text, enum rule_type type,
                         int depth);

/* A value for each name; about one in six is not known. */
void generate_row(struct chance *chance, struct arena *arena, struct rule_value *values);

#endif
