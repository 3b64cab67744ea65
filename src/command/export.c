/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* waarborg export: a register as a file, on standard output. */

#include "register/export.h"

#include "command/commands.h"

#include <errno.h>
#include <string.h>

static struct error *print(void *context, struct text written)
{
    struct command_line *line = context;
    if (fwrite(written.data, 1, written.size, line->output) == written.size)
        return NULL;
    return error_system(line->arena, "writing the export");
}

static struct error *read_options(struct command_line *line, struct register_export *export)
{
    const char *format = command_value(line, "--format");
    const char *labels = command_value(line, "--labels");
    export->public = command_given(line, "--public");
    export->form = command_given(line, "--plain") ? SHEET_DATA : SHEET_PEOPLE;
    if (format && strcmp(format, "json") == 0)
        export->format = REGISTER_EXPORT_JSON;
    else if (format && strcmp(format, "csv") != 0)
        return error_new(line->arena, ERROR_USAGE, "--format %s: expected csv or json", format);
    export->labels = labels != NULL;
    if (labels && strcmp(labels, "en") == 0)
        export->language = LANGUAGE_ENGLISH;
    else if (labels && strcmp(labels, "nl") != 0)
        return error_new(line->arena, ERROR_USAGE, "--labels %s: expected nl or en", labels);
    return NULL;
}

static struct error *export_register(struct command_line *line, struct command_system *system)
{
    const struct register_body *body;
    struct register_export export = {0};
    TRY(read_options(line, &export));
    TRY(command_body(line, system, &body));
    TRY(command_register(line, body, line->arguments[0], &export.definition));
    TRY(register_export_all(line->arena, body, &export, print, line));
    if (fflush(line->output) != 0)
        return error_system(line->arena, "writing the export");
    return NULL;
}

static struct error *run(struct command_line *line)
{
    return command_with_system(line, line->command->writes, export_register);
}

static const struct command_option options[] = {
    COMMAND_DATA,
    COMMAND_DEFINITIONS,
    COMMAND_BODY,
    {"--format", "csv|json", "csv unless said otherwise", false, false},
    {"--public", NULL, "only entries and fields that are public", false, false},
    {"--labels", "nl|en", "headings and choices in words instead of ids", false, false},
    {"--plain", NULL, "CSV for programs: commas, a decimal point, no byte-order mark", false,
     false},
    {0},
};

const struct command command_export = {
    .name = "export",
    .arguments = "REGISTER",
    .least = 1,
    .most = 1,
    .summary = "Writes a register as CSV or JSON to standard output.",
    .help =
        "The CSV opens as it should in a Dutch spreadsheet. waarborg import reads back what this\n"
        "writes.",
    .options = options,
    .run = run,
};
