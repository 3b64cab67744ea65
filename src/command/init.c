/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* waarborg init: a body from its organisation file. */

#include "base/file.h"
#include "command/commands.h"

static struct error *add_body(struct command_line *line, struct store *store,
                              const struct register_organisation *organisation)
{
    struct faults faults = {.arena = line->arena};
    const struct register_definitions *definitions;
    struct register_body body;
    const char *folder = command_value(line, "--definitions");
    if (folder)
        folder = text_format(line->arena, "%s/%.*s", command_path(line, folder),
                             TEXT_FORMAT(organisation->id))
                     .data;
    TRY(register_definitions_read(line->arena, organisation->kind, folder, &organisation->settings,
                                  &faults, &definitions));
    TRY(command_refuse(line, &faults, "definitions"));
    TRY(register_body_make(line->arena, store, organisation, definitions, &body));
    TRY(register_body_add(line->arena, &body));
    fprintf(line->output,
            "%.*s is ready, with %zu registers. Next: waarborg import, waarborg serve.\n",
            TEXT_FORMAT(organisation->name.dutch), definitions->count);
    return NULL;
}

static struct error *run(struct command_line *line)
{
    struct faults faults = {.arena = line->arena};
    const char *path = command_value(line, "--organisation");
    const struct register_organisation *organisation;
    struct store *store;
    struct text content;
    TRY(file_read(line->arena, command_path(line, path), 1 << 20, &content));
    TRY(register_organisation_read(line->arena, text_of(path), content, &faults, &organisation));
    TRY(command_refuse(line, &faults, path));
    TRY(store_open(line->arena, command_value(line, "--data"),
                   &(struct store_options){.alone = true, .create = true}, &store));
    struct error *error = store_migrate(line->arena, store);
    if (!error)
        error = add_body(line, store, organisation);
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
