/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_TRUTH_H
#define BASE_TRUTH_H

/* Three answers: what is not known never publishes and never permits. Kleene's logic. */

enum truth { TRUTH_FALSE, TRUTH_TRUE, TRUTH_UNKNOWN };

static inline enum truth truth_of(int condition)
{
    return condition ? TRUTH_TRUE : TRUTH_FALSE;
}

static inline enum truth truth_not(enum truth one)
{
    return one == TRUTH_UNKNOWN ? TRUTH_UNKNOWN : one == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE;
}

static inline enum truth truth_and(enum truth one, enum truth other)
{
    if (one == TRUTH_FALSE || other == TRUTH_FALSE)
        return TRUTH_FALSE;
    return one == TRUTH_TRUE && other == TRUTH_TRUE ? TRUTH_TRUE : TRUTH_UNKNOWN;
}

static inline enum truth truth_or(enum truth one, enum truth other)
{
    return truth_not(truth_and(truth_not(one), truth_not(other)));
}

#endif
