/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The command line, read and explained by the table of commands. */

#include "command/command.h"

#include <string.h>
#include <unistd.h>

const char *command_value_at(const struct command_line *line, const char *option, size_t number)
{
    for (size_t i = 0; i < line->given_count; i++)
        if (strcmp(line->given[i].option->name, option) == 0 && number-- == 0)
            return line->given[i].value;
    return NULL;
}

const char *command_value(const struct command_line *line, const char *option)
{
    return command_value_at(line, option, 0);
}

bool command_given(const struct command_line *line, const char *option)
{
    return command_value(line, option) != NULL;
}

const char *command_path(const struct command_line *line, const char *path)
{
    if (strcmp(path, "-") == 0)
        return text_format(line->arena, "/proc/self/fd/%d", line->input).data;
    if (*path == '/' || line->directory < 0)
        return path;
    return text_format(line->arena, "/proc/self/fd/%d/%s", line->directory, path).data;
}

static const struct command *find_command(const char *name)
{
    for (const struct command *const *command = command_table; *command; command++)
        if (strcmp((*command)->name, name) == 0)
            return *command;
    return NULL;
}

static const struct command_option *find_option(const struct command *command, struct text name)
{
    for (const struct command_option *option = command->options; option->name; option++)
        if (text_is(name, option->name))
            return option;
    return NULL;
}

static struct error *wrong(const struct command_line *line, const char *what, const char *which)
{
    return error_new(line->arena, ERROR_USAGE, "%s %s (see: waarborg %s --help)", what, which,
                     line->command->name);
}

/* Takes the option at ARGUMENTS[*AT], with its value from "--name=value" or from the next argument.
 */
static struct error *take_option(struct command_line *line, size_t count,
                                 const char *const *arguments, size_t *at)
{
    const char *argument = arguments[*at];
    const char *equals = strchr(argument, '=');
    struct text name = text_of(argument);
    if (equals)
        name.size = (size_t)(equals - argument);
    const struct command_option *option = find_option(line->command, name);
    if (!option)
        return wrong(line, "there is no option", argument);
    if (!option->repeated && command_given(line, option->name))
        return wrong(line, "given twice:", option->name);
    const char *value = "";
    if (option->value) {
        if (!equals && *at + 1 >= count)
            return wrong(line, "a value is missing behind", option->name);
        value = equals ? equals + 1 : arguments[++*at];
    } else if (equals) {
        return wrong(line, "no value belongs behind", option->name);
    }
    if (line->given_count == COMMAND_ARGUMENTS)
        return wrong(line, "too many options:", argument);
    line->given[line->given_count].option = option;
    line->given[line->given_count++].value = value;
    return NULL;
}

struct error *command_read(struct command_line *line, size_t count, const char *const *arguments)
{
    bool options = true;
    if (!count)
        return error_new(line->arena, ERROR_USAGE, "no command was given (see: waarborg help)");
    line->command = find_command(arguments[0]);
    if (!line->command)
        return error_new(line->arena, ERROR_USAGE,
                         "there is no command \"%s\" (see: waarborg help)", arguments[0]);
    for (size_t at = 1; at < count; at++) {
        if (options && strcmp(arguments[at], "--") == 0) {
            options = false;
        } else if (options && strncmp(arguments[at], "--", 2) == 0) {
            TRY(take_option(line, count, arguments, &at));
        } else {
            if (line->argument_count == line->command->most ||
                line->argument_count == COMMAND_ARGUMENTS)
                return wrong(line, "one argument too many:", arguments[at]);
            line->arguments[line->argument_count++] = arguments[at];
        }
    }
    for (const struct command_option *option = line->command->options; option->name; option++)
        if (option->required && !command_given(line, option->name))
            return wrong(line, "needed, and missing:", option->name);
    if (line->argument_count < line->command->least)
        return wrong(line, "needed, and missing:", line->command->arguments);
    return NULL;
}

static void print_usage(FILE *output, const struct command *command)
{
    fprintf(output, "waarborg %s", command->name);
    for (const struct command_option *option = command->options; option->name; option++)
        fprintf(output, "%s%s%s%s%s%s", option->required ? " " : " [", option->name,
                option->value ? " " : "", option->value ? option->value : "",
                option->required ? "" : "]", option->repeated ? "..." : "");
    fprintf(output, "%s%s\n", *command->arguments ? " " : "", command->arguments);
}

void command_print_help(FILE *output, const struct command *command)
{
    print_usage(output, command);
    fprintf(output, "\n%s\n", command->summary);
    if (command->help)
        fprintf(output, "\n%s\n", command->help);
    if (command->options->name)
        fputc('\n', output);
    for (const struct command_option *option = command->options; option->name; option++) {
        char left[48];
        snprintf(left, sizeof left, "%s %s", option->name, option->value ? option->value : "");
        fprintf(output, "  %-28s %s\n", left, option->help);
    }
    fputs("\nExit status: 0 done, 1 the input was refused, 2 wrong usage, 3 the system failed.\n",
          output);
}
