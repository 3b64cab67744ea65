/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What commands that have a database begin with. */

#include "command/command.h"

#include "base/file.h"

struct error *command_refuse(struct command_line *line, const struct faults *faults,
                             const char *what)
{
    fault_print(faults, line->errors);
    size_t count = fault_count(faults);
    if (!count)
        return NULL;
    return error_new(line->arena, ERROR_INPUT, "%s: %zu fault%s, nothing was changed", what, count,
                     count == 1 ? "" : "s");
}

struct error *command_bodies(struct command_line *line, struct command_system *system)
{
    struct faults faults = {.arena = line->arena};
    TRY(register_bodies_read(line->arena, system->store, system->folder, &faults, &system->bodies));
    return command_refuse(line, &faults, "definitions");
}

struct error *command_with_system(struct command_line *line, bool alone,
                                  struct error *(*work)(struct command_line *line,
                                                        struct command_system *system))
{
    struct store_options options = {.alone = alone};
    struct command_system system = {.folder = command_value(line, "--definitions")};
    if (line->inside)
        return work(line, line->inside);
    TRY(store_open(line->arena, command_value(line, "--data"), &options, &system.store));
    struct error *error = command_bodies(line, &system);
    if (!error)
        error = work(line, &system);
    store_close(system.store);
    return error;
}

struct error *command_with_store(struct command_line *line, bool create,
                                 struct error *(*work)(struct command_line *line,
                                                       struct store *store, void *context),
                                 void *context)
{
    struct store_options options = {.alone = true, .create = create};
    struct store *store;
    TRY(store_open(line->arena, command_value(line, "--data"), &options, &store));
    struct error *error = store_migrate(line->arena, store);
    if (!error)
        error = work(line, store, context);
    store_close(store);
    return error;
}

struct error *command_organisation(struct command_line *line,
                                   const struct register_organisation **organisation,
                                   const struct register_definitions **definitions)
{
    struct faults faults = {.arena = line->arena};
    const char *path = command_value(line, "--organisation");
    const char *folder = command_value(line, "--definitions");
    struct text content;
    TRY(file_read(line->arena, command_path(line, path), 1 << 20, &content));
    TRY(register_organisation_read(line->arena, text_of(path), content, &faults, organisation));
    TRY(command_refuse(line, &faults, path));
    if (folder)
        folder = text_format(line->arena, "%s/%.*s", command_path(line, folder),
                             TEXT_FORMAT((*organisation)->id))
                     .data;
    TRY(register_definitions_read(line->arena, (*organisation)->kind, folder,
                                  &(*organisation)->settings, &faults, definitions));
    return command_refuse(line, &faults, "definitions");
}

struct error *command_body(struct command_line *line, const struct command_system *system,
                           const struct register_body **body)
{
    const char *id = command_value(line, "--body");
    *body = NULL;
    if (!system->bodies.count)
        return error_new(line->arena, ERROR_INPUT, "there is no body yet: waarborg init adds one");
    if (!id && system->bodies.count == 1)
        *body = &system->bodies.items[0];
    for (size_t i = 0; id && i < system->bodies.count; i++)
        if (text_is(system->bodies.items[i].id, id))
            *body = &system->bodies.items[i];
    if (!*body && id)
        return error_new(line->arena, ERROR_INPUT, "there is no body \"%s\"", id);
    if (!*body)
        return error_new(line->arena, ERROR_USAGE,
                         "there are %zu bodies: say which one with --body ID",
                         system->bodies.count);
    return NULL;
}

struct error *command_register(struct command_line *line, const struct register_body *body,
                               const char *name, const struct register_definition **definition)
{
    struct buffer names = {.arena = line->arena};
    *definition = register_find(body->definitions, text_of(name));
    if (!*definition && *name)
        *definition = register_find_path(body->definitions, text_of(name));
    if (*definition)
        return NULL;
    for (size_t i = 0; i < body->definitions->count; i++)
        buffer_add_format(&names, "%s%.*s", i ? ", " : "",
                          TEXT_FORMAT(body->definitions->items[i].id));
    return error_new(line->arena, ERROR_INPUT, "there is no register \"%s\"; expected one of %s",
                     name, buffer_string(&names));
}
