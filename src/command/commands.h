/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef COMMAND_COMMANDS_H
#define COMMAND_COMMANDS_H

/* Each command, in the file of its name. */

#include "command/command.h"

extern const struct command command_account;
extern const struct command command_access;
extern const struct command command_check;
extern const struct command command_demo;
extern const struct command command_export;
extern const struct command command_help;
extern const struct command command_import;
extern const struct command command_init;
extern const struct command command_migrate;
extern const struct command command_serve;
extern const struct command command_verify;

#endif
