/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_RULE_EXAMPLE_H
#define TESTS_RULE_EXAMPLE_H

/* The names that the tests of this room use: those of a register of gifts, and one of each type. */

#include "rule/rule.h"

enum example_name {
    EXAMPLE_KIND,
    EXAMPLE_VALUE,
    EXAMPLE_COSTS,
    EXAMPLE_RECEIVED_ON,
    EXAMPLE_ENDED_ON,
    EXAMPLE_PERISHABLE,
    EXAMPLE_PAID,
    EXAMPLE_HOURS,
    EXAMPLE_COUNT_OF,
    EXAMPLE_NUMBER,
    EXAMPLE_RATE,
    EXAMPLE_GIVER,
    EXAMPLE_NOTE,
    EXAMPLE_ORGANISATION,
    EXAMPLE_THEMES,
    EXAMPLE_TERM,
    EXAMPLE_THRESHOLD,
    EXAMPLE_STATE,
    EXAMPLE_TODAY,
    EXAMPLE_NAMES
};

extern const struct rule_environment example_environment;

#endif
