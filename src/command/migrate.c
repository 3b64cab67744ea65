/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* waarborg migrate: brings a database to what this program and its definitions are. */

#include "command/commands.h"

static struct error *run(struct command_line *line)
{
    struct command_system system;
    const struct register_organisation *organisation = NULL;
    const struct register_definitions *definitions;
    struct store *store;
    if (command_given(line, "--organisation"))
        TRY(command_organisation(line, &organisation, &definitions));
    TRY(store_open(line->arena, command_value(line, "--data"),
                   &(struct store_options){.alone = true}, &store));
    struct error *error = store_migrate(line->arena, store);
    if (!error && organisation)
        error = register_body_change(line->arena, store, organisation);
    store_close(store);
    if (error)
        return error;
    TRY(command_open(line, true, &system));
    for (size_t i = 0; i < system.bodies.count && !error; i++) {
        size_t changed = 0;
        error = register_body_migrate(line->arena, &system.bodies.items[i], &changed);
        if (!error)
            fprintf(line->output, "%.*s: %zu register%s made anew\n",
                    TEXT_FORMAT(system.bodies.items[i].id), changed, changed == 1 ? "" : "s");
    }
    command_close(line, &system);
    return error;
}

static const struct command_option options[] = {
    {"--data", "DATA", "a folder (SQLite) or a postgresql:// address", true, false},
    {"--organisation", "FILE", "who one of the bodies is from now on", false, false},
    {"--definitions", "DIR", "folder with a folder per body of its own definitions", false, false},
    {0},
};

const struct command command_migrate = {
    .name = "migrate",
    .arguments = "",
    .summary = "Brings a database to the tables and definitions of this program.",
    .help = "Stop the server first. Tables whose definition changed are made anew from the "
            "versions of their\n"
            "entries; nothing that was declared changes.",
    .options = options,
    .run = run,
};
