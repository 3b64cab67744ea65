/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef RULE_EVALUATE_H
#define RULE_EVALUATE_H

/* What evaluate.c and value.c share: single operations on values. */

#include "rule/tree.h"

struct work {
    struct arena *arena;
    const struct rule_value *values;
    size_t steps; /* left; at 0 the answer is unknown */
};

#define RULE_UNKNOWN ((struct rule_value){.known = false})

static inline enum truth rule_value_truth(struct rule_value value)
{
    return value.known ? truth_of(value.boolean) : TRUTH_UNKNOWN;
}

static inline struct rule_value rule_truth_value(enum truth truth)
{
    return (struct rule_value){
        .type = RULE_BOOLEAN, .known = truth != TRUTH_UNKNOWN, .boolean = truth == TRUTH_TRUE};
}

/* ==, !=, <, <=, > and >= of two values that the check let through. */
enum truth rule_compare_values(enum operation operation, struct rule_value left,
                               struct rule_value right);

/* + - * / % of two known values that are no texts. */
struct rule_value rule_computed_value(enum operation operation, struct rule_value left,
                                      struct rule_value right);

struct rule_value rule_negated_value(struct rule_value value);
struct rule_value rule_days_value(struct rule_value number);

/* A number of euro in cents, rounded half away from nought. */
struct rule_value rule_cents_value(struct rule_value number);

#endif
