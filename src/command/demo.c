/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* waarborg demo: an example province, filled and served. */

#include "command/demo.h"

#include "command/commands.h"
#include "command/serve.h"
#include "register/entry.h"
#include "store/store.h"

/* The example organisation file, kept in the program. */
extern const struct register_source demo_organisation[];

static struct error *add_province(struct command_line *line, struct store *store)
{
    struct faults faults = {.arena = line->arena};
    const struct register_organisation *organisation;
    const struct register_definitions *definitions;
    struct register_body body;
    struct date last;
    size_t written;
    TRY(register_organisation_read(line->arena, demo_organisation->file, demo_organisation->content,
                                   &faults, &organisation));
    TRY(command_refuse(line, &faults, "the example organisation"));
    TRY(register_definitions_read(line->arena, organisation->kind, NULL, &organisation->settings,
                                  &faults, &definitions));
    TRY(command_refuse(line, &faults, "definitions"));
    TRY(register_body_make(line->arena, store, organisation, definitions, &body));
    last = register_today(&body);
    if (command_given(line, "--date") &&
        (!date_parse(text_of(command_value(line, "--date")), &last) || !date_is_day(last) ||
         last.year < 1980 || last.year > 2200))
        return error_new(line->arena, ERROR_USAGE, "--date takes a day such as 2026-03-12");
    TRY(register_body_add(line->arena, &body));
    TRY(demo_fill(line->arena, &body, last, &written));
    TRY(register_pass_midnight(&body, line->arena));
    fprintf(line->output, "%.*s was made up, with %zu entries and changes over four years.\n",
            TEXT_FORMAT(organisation->name.dutch), written);
    return NULL;
}

static struct error *fill(struct command_line *line, struct store *store, void *context)
{
    struct command_system system = {.store = store};
    (void)context;
    TRY(command_bodies(line, &system));
    return system.bodies.count ? NULL : add_province(line, store);
}

static struct error *serve(struct command_line *line, struct command_system *system)
{
    fputs("The public site needs no signing in. Stop with Ctrl-C.\n", line->output);
    TRY(demo_accounts(line, &system->bodies.items[0]));
    return command_serve_system(line, system);
}

static struct error *run(struct command_line *line)
{
    TRY(command_with_store(line, true, fill, NULL));
    return command_given(line, "--fill-only") ? NULL : command_with_system(line, true, serve);
}

static const struct command_option options[] = {
    COMMAND_DATA,
    {"--listen", "ADDRESS:PORT", "where to listen (127.0.0.1:8080)", false, false},
    {"--date", "DAY", "the last day of its four years (today)", false, false},
    {"--fill-only", NULL, "fill the database, and stop", false, false},
    {0},
};

const struct command command_demo = {
    .name = "demo",
    .arguments = "",
    .summary = "Makes an example province where nothing is yet, and serves it.",
    .options = options,
    .run = run,
};
