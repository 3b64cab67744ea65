/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_SETTING_H
#define REGISTER_SETTING_H

/* Thresholds and terms that a body may set for itself. */

#include "register/value.h"

struct register_setting {
    struct text id;
    struct register_field field; /* its type and labels, as if it were a field */
    struct register_value value; /* what the organisation says, else what the definition says */
    const struct register_basis *basis;
    size_t basis_count;
};

const struct register_setting *register_setting(const struct register_definitions *definitions,
                                                struct text id);

#endif
