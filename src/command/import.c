/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* waarborg import: an edition of a register from a file. docs/importing.md explains it to people.
 */

#include "register/import.h"

#include "base/file.h"
#include "base/table.h"
#include "command/commands.h"

#include <unistd.h>

/* An option's values, "NAME=VALUE" or NAME alone. */
static struct error *read_pairs(struct command_line *line, const char *option, bool values,
                                struct register_import_pairs *pairs)
{
    size_t count = 0;
    while (command_value_at(line, option, count))
        count++;
    struct register_import_pair *items =
        ARENA_ARRAY(line->arena, struct register_import_pair, count);
    for (size_t i = 0; i < count; i++) {
        struct text rest = text_of(command_value_at(line, option, i));
        if (values && text_find(rest, 0, TEXT("=")) == rest.size)
            return error_new(line->arena, ERROR_USAGE, "%s %.*s: expected NAME=VALUE", option,
                             TEXT_FORMAT(rest));
        if (!text_valid(rest, NULL))
            return error_new(line->arena, ERROR_USAGE, "%s: expected text in UTF-8", option);
        if (values)
            text_next(&rest, '=', &items[i].name);
        else
            items[i].name = rest;
        items[i].value = values ? rest : TEXT("");
    }
    *pairs = (struct register_import_pairs){items, count};
    return NULL;
}

static void tell(void *context, enum register_import_outcome outcome, size_t row_line,
                 struct text entry)
{
    struct command_line *line = context;
    if (row_line)
        fprintf(line->output, "line %zu: %s", row_line, register_import_outcome_id(outcome));
    else
        fputs(register_import_outcome_id(outcome), line->output);
    if (entry.size)
        fprintf(line->output, " (entry %.*s)", TEXT_FORMAT(entry));
    fputc('\n', line->output);
}

static void show_progress(void *context, const char *what, unsigned percent)
{
    struct command_line *line = context;
    fprintf(line->errors, "\r%s %3u %%%s", what, percent, percent == 100 ? "\n" : "");
    fflush(line->errors);
}

static void print_counts(struct command_line *line, const struct register_import *import,
                         const struct register_import_result *result)
{
    FILE *output = line->output;
    fprintf(output, "%.*s: %zu read", TEXT_FORMAT(import->definition->id), result->read);
    for (int outcome = REGISTER_IMPORT_NEW; outcome < REGISTER_IMPORT_ABSENT; outcome++) {
        size_t count = result->count[outcome];
        if (outcome == REGISTER_IMPORT_ENDED)
            count += result->absent_ended;
        fprintf(output, ", %zu %s", count,
                register_import_outcome_id((enum register_import_outcome)outcome));
    }
    fprintf(output, ", %zu refused, %zu warning%s\n", result->count[REGISTER_IMPORT_REFUSED],
            result->warnings, result->warnings == 1 ? "" : "s");
    size_t left = result->count[REGISTER_IMPORT_ABSENT] - result->absent_ended;
    if (left && !result->before.size)
        fprintf(output, "%zu current %s not in this file and left as %s%s\n", left,
                left == 1 ? "entry is" : "entries are", left == 1 ? "it is" : "they are",
                import->complete ? ": declared here, not imported"
                                 : " (--complete ends what an earlier import brought)");
}

static void print_result(struct command_line *line, const struct register_import *import,
                         const struct register_import_result *result)
{
    if (result->assumed)
        fprintf(line->output, "read as %s, since it is not UTF-8: look at the accents\n",
                result->encoding);
    if (result->before.size)
        fprintf(line->output,
                "exactly this file was imported at %.*s, as the newest: nothing changes\n",
                TEXT_FORMAT(result->before));
    print_counts(line, import, result);
    if (import->dry_run)
        fputs("nothing was written (--dry-run)\n", line->output);
}

static struct error *conclude(struct command_line *line, const struct register_import *import,
                              const struct faults *faults,
                              const struct register_import_result *result)
{
    size_t count = fault_count(faults);
    fault_print(faults, line->errors);
    if (result->read)
        print_result(line, import, result);
    fflush(line->output);
    if (!count)
        return NULL;
    if (result->written)
        return error_new(line->arena, ERROR_INPUT,
                         "%.*s: %zu row%s refused, the others were imported",
                         TEXT_FORMAT(import->file), result->count[REGISTER_IMPORT_REFUSED],
                         result->count[REGISTER_IMPORT_REFUSED] == 1 ? " was" : "s were");
    return error_new(line->arena, ERROR_INPUT, "%.*s: %zu fault%s, nothing was changed",
                     TEXT_FORMAT(import->file), count, count == 1 ? "" : "s");
}

static struct error *import_file(struct command_line *line, struct command_system *system)
{
    const struct register_body *body;
    struct faults faults = {.arena = line->arena};
    struct register_import_result result;
    struct register_import import = {
        .file = text_of(line->arguments[1]),
        .dry_run = command_given(line, "--dry-run"),
        .skip_faulty = command_given(line, "--skip-faulty"),
        .complete = command_given(line, "--complete"),
        .tell = tell,
        .context = line,
    };
    if (isatty(fileno(line->errors)))
        import.progress = show_progress;
    TRY(command_body(line, system, &body));
    import.body = body;
    TRY(command_register(line, body, line->arguments[0], &import.definition));
    TRY(read_pairs(line, "--map", true, &import.maps));
    TRY(read_pairs(line, "--set", true, &import.sets));
    TRY(read_pairs(line, "--ignore", false, &import.ignores));
    struct error *error = file_read(line->arena, command_path(line, line->arguments[1]),
                                    TABLE_LARGEST, &import.content);
    if (error)
        return error_wrap(line->arena, error, "%s", line->arguments[1]);
    TRY(register_import_run(line->arena, &import, &faults, &result));
    return conclude(line, &import, &faults, &result);
}

static struct error *run(struct command_line *line)
{
    return command_with_system(line, line->command->writes, import_file);
}

static const struct command_option options[] = {
    COMMAND_DATA,
    COMMAND_DEFINITIONS,
    COMMAND_BODY,
    {"--map", "FIELD=COLUMN", "read a field from this column", false, true},
    {"--set", "FIELD=VALUE", "give a field this value in every row", false, true},
    {"--ignore", "COLUMN", "leave a column out", false, true},
    {"--dry-run", NULL, "tell what would happen, row by row, and write nothing", false, false},
    {"--skip-faulty", NULL, "keep the sound rows when others are faulty", false, false},
    {"--complete", NULL, "end what an earlier import brought and this file no longer has", false,
     false},
    {0},
};

const struct command command_import = {
    .name = "import",
    .arguments = "REGISTER FILE",
    .least = 2,
    .most = 2,
    .summary = "Reads an edition of a register from a CSV or JSON file.",
    .help =
        "Columns are found by field id, by label in either language, or by a name that the\n"
        "register's definition gives. The whole file is read and checked first: with one faulty\n"
        "row nothing is written, unless --skip-faulty is given. Importing the same file again\n"
        "changes nothing; a newer edition gives new, changed and ended entries.\n"
        "docs/importing.md tells the whole of it.",
    .options = options,
    .writes = true,
    .run = run,
};
