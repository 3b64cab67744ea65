/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* waarborg init: a body from its organisation file. */

#include "command/commands.h"

static struct error *add_body(struct command_line *line, struct store *store,
                              const struct register_organisation *organisation,
                              const struct register_definitions *definitions)
{
    struct register_body body;
    TRY(register_body_make(line->arena, store, organisation, definitions, &body));
    TRY(register_body_add(line->arena, &body));
    fprintf(line->output,
            "%.*s is ready, with %zu registers. Next: waarborg import, waarborg serve.\n",
            TEXT_FORMAT(organisation->name.dutch), definitions->count);
    return NULL;
}

static struct error *run(struct command_line *line)
{
    const struct register_organisation *organisation;
    const struct register_definitions *definitions;
    struct store *store;
    TRY(command_organisation(line, &organisation, &definitions));
    TRY(store_open(line->arena, command_value(line, "--data"),
                   &(struct store_options){.alone = true, .create = true}, &store));
    struct error *error = store_migrate(line->arena, store);
    if (!error)
        error = add_body(line, store, organisation, definitions);
    store_close(store);
    return error;
}

static const struct command_option options[] = {
    {"--data", "DATA", "a folder (SQLite) or a postgresql:// address", true, false},
    {"--organisation", "FILE", "who the body is (see examples/organisation.yaml)", true, false},
    {"--definitions", "DIR", "folder with a folder per body of its own definitions", false, false},
    {0},
};

const struct command command_init = {
    .name = "init",
    .arguments = "",
    .summary = "Makes the database if it is not there, and adds a body to it.",
    .options = options,
    .run = run,
};
