/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "command/command.h"
#include "command/commands.h"

#include <malloc.h>
#include <sodium.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

const struct command *const command_table[] = {
    &command_demo,   &command_init,    &command_serve,   &command_check,
    &command_import, &command_export,  &command_account, &command_access,
    &command_verify, &command_migrate, &command_help,    NULL,
};

static const struct command_option no_options[] = {{0}};

static struct error *help(struct command_line *line)
{
    if (line->argument_count) {
        for (const struct command *const *command = command_table; *command; command++)
            if (strcmp((*command)->name, line->arguments[0]) == 0) {
                command_print_help(line->output, *command);
                return NULL;
            }
        return error_new(line->arena, ERROR_USAGE, "there is no command \"%s\"",
                         line->arguments[0]);
    }
    fputs("Waarborg keeps the integrity registers of a public body.\n\n", line->output);
    for (const struct command *const *command = command_table; *command; command++)
        fprintf(line->output, "  waarborg %-10s %s\n", (*command)->name, (*command)->summary);
    fputs("\nwaarborg COMMAND --help explains each.\n", line->output);
    return NULL;
}

const struct command command_help = {
    .name = "help",
    .arguments = "[COMMAND]",
    .most = 1,
    .summary = "Lists the commands, or explains one.",
    .options = no_options,
    .run = help,
};

/* Whether somebody asks for help in the way that every program answers to. */
static bool asks_help(size_t count, const char *const *arguments)
{
    for (size_t i = 0; i < count && strcmp(arguments[i], "--") != 0; i++)
        if (strcmp(arguments[i], "--help") == 0 || strcmp(arguments[i], "-h") == 0)
            return true;
    return false;
}

int command_run(struct command_line *line, size_t count, const char *const *arguments)
{
    const char *asked[] = {"help", count && arguments[0][0] != '-' ? arguments[0] : NULL};
    if (asks_help(count, arguments)) {
        count = asked[1] ? 2 : 1;
        arguments = asked;
    }
    struct error *error = command_read(line, count, arguments);
    if (!error && line->command->writes && !line->inside && command_given(line, "--data")) {
        int status;
        error =
            command_beside(line->arena, command_value(line, "--data"), count, arguments, &status);
        if (!error)
            return status;
        error = error->kind == ERROR_UNAVAILABLE ? NULL : error;
    }
    if (!error)
        error = line->command->run(line);
    fflush(line->output);
    if (!error)
        return 0;
    fprintf(line->errors, "waarborg: %s\n", error_string(line->arena, error));
    fflush(line->errors);
    return error_exit(error->kind);
}

int main(int argc, char **argv)
{
    /* What is told in confidence may pass through here: no core file, and no other program may look
     * in. */
    prctl(PR_SET_DUMPABLE, 0);
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    /* One heap for all threads: many workers would each keep what they once needed. */
    mallopt(M_ARENA_MAX, 1);
    /* What one page needed the next needs again: giving it back and asking for it anew took a tenth
     * of the time. */
    mallopt(M_TRIM_THRESHOLD, 8 << 20);
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
    if (sodium_init() < 0)
        return 3;
    struct arena *arena = arena_new();
    struct command_line line = {
        .arena = arena, .output = stdout, .errors = stderr, .input = STDIN_FILENO, .directory = -1};
    int status = command_run(&line, argc > 0 ? (size_t)argc - 1 : 0, (const char *const *)argv + 1);
    arena_free(arena);
    return status;
}
