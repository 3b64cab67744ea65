/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef RULE_NEAREST_H
#define RULE_NEAREST_H

/* "Did you mean": the best of some names for one that is not there. Start with {.wanted = text},
 * offer every name, and read FOUND, which stays empty when nothing comes near. */

#include "base/text.h"

struct rule_nearest {
    struct text wanted;
    struct text found;
    size_t distance;
};

void rule_nearest_offer(struct rule_nearest *nearest, struct text name);

#endif
