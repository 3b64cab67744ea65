/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* waarborg migrate: brings a database to what this program and its definitions are. */

#include "command/commands.h"

static struct error *change_organisation(struct command_line *line, struct store *store,
                                         void *context)
{
    const struct register_organisation *organisation = context;
    return organisation ? register_body_change(line->arena, store, organisation) : NULL;
}

static struct error *migrate_bodies(struct command_line *line, struct command_system *system)
{
    for (size_t i = 0; i < system->bodies.count; i++) {
        const struct register_body *body = &system->bodies.items[i];
        size_t changed = 0;
        TRY(register_body_migrate(line->arena, body, &changed));
        fprintf(line->output, "%.*s: %zu register%s made anew\n", TEXT_FORMAT(body->id), changed,
                changed == 1 ? "" : "s");
    }
    return NULL;
}

static struct error *run(struct command_line *line)
{
    const struct register_organisation *organisation = NULL;
    const struct register_definitions *definitions;
    if (command_given(line, "--organisation"))
        TRY(command_organisation(line, &organisation, &definitions));
    TRY(command_with_store(line, false, change_organisation, (void *)organisation));
    return command_with_system(line, true, migrate_bodies);
}

static const struct command_option options[] = {
    COMMAND_DATA,
    COMMAND_DEFINITIONS,
    {"--organisation", "FILE", "who one of the bodies is from now on", false, false},
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
