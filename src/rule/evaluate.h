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

static inline enum truth value_truth(struct rule_value value)
{
    return value.known ? truth_of(value.boolean) : TRUTH_UNKNOWN;
}

static inline struct rule_value truth_value(enum truth truth)
{
    return (struct rule_value){
        .type = RULE_BOOLEAN, .known = truth != TRUTH_UNKNOWN, .boolean = truth == TRUTH_TRUE};
}

/* ==, !=, <, <=, > and >= of two values that the check let through. */
enum truth compare_values(enum operation operation, struct rule_value left,
                          struct rule_value right);

/* + - * / % of two known values that are no texts. */
struct rule_value computed_value(enum operation operation, struct rule_value left,
                                 struct rule_value right);

struct rule_value negated_value(struct rule_value value);
struct rule_value days_value(struct rule_value number);

/* A number of euro in cents, rounded half away from nought. */
struct rule_value cents_value(struct rule_value number);

#endif
