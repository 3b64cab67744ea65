/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef COMMAND_DEMO_H
#define COMMAND_DEMO_H

/* The example province: some forty office holders and four years of entries up to the day LAST. */

#include "register/body.h"

/* Fills an empty BODY. *WRITTEN becomes the number of versions. */
struct error *demo_fill(struct arena *arena, const struct register_body *body, struct date last,
                        size_t *written);

#endif
