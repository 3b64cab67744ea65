/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef COMMAND_DEMO_H
#define COMMAND_DEMO_H

/* The example province: some forty office holders and four years of entries up to the day LAST. */

#include "command/command.h"

/* Fills an empty BODY. *WRITTEN becomes the number of versions. */
struct error *demo_fill(struct arena *arena, const struct register_body *body, struct date last,
                        size_t *written);

/* Makes accounts for somebody of every office and role of the example province, where they have
 * none yet, and prints who can sign in and how. */
struct error *demo_accounts(struct command_line *line, const struct register_body *body);

#endif
