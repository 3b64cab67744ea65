/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_LANGUAGE_H
#define BASE_LANGUAGE_H

/* The two languages that people see, Dutch first. */

#include "base/text.h"

enum language { LANGUAGE_DUTCH, LANGUAGE_ENGLISH };

/* What something is called in each. */
struct label {
    struct text dutch;
    struct text english;
};

static inline struct text label_in(struct label label, enum language language)
{
    return language == LANGUAGE_ENGLISH ? label.english : label.dutch;
}

#endif
