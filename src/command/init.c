/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* waarborg init: a body from its organisation file. */

#include "command/commands.h"

/* Who the body is, and what it registers. */
struct newcomer {
    const struct register_organisation *organisation;
    const struct register_definitions *definitions;
};

static struct error *add_body(struct command_line *line, struct store *store, void *context)
{
    const struct newcomer *newcomer = context;
    struct register_body body;
    TRY(register_body_make(line->arena, store, newcomer->organisation, newcomer->definitions,
                           &body));
    TRY(register_body_add(line->arena, &body));
    fprintf(line->output,
            "%.*s is ready, with %zu registers. Next: waarborg import, waarborg serve.\n",
            TEXT_FORMAT(newcomer->organisation->name.dutch), newcomer->definitions->count);
    return NULL;
}

static struct error *run(struct command_line *line)
{
    struct newcomer newcomer;
    TRY(command_organisation(line, &newcomer.organisation, &newcomer.definitions));
    return command_with_store(line, true, add_body, &newcomer);
}

static const struct command_option options[] = {
    COMMAND_DATA,
    COMMAND_DEFINITIONS,
    {"--organisation", "FILE", "who the body is (see examples/organisation.yaml)", true, false},
    {0},
};

const struct command command_init = {
    .name = "init",
    .arguments = "",
    .summary = "Makes the database if it is not there, and adds a body to it.",
    .options = options,
    .run = run,
};
