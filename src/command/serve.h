/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef COMMAND_SERVE_H
#define COMMAND_SERVE_H

/* Serving, for the commands serve and demo. */

#include "command/command.h"

/* Serves what is open, as the options --listen, --certificate, --key and --behind-proxy say. */
struct error *command_serve_system(struct command_line *line, struct command_system *system);

/* What to type into a browser. */
const char *command_address(const struct command_line *line, const char *listen);

#endif
