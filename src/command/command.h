/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

/* The commands of the program: one file each, and one table (main.c) from which help is printed and
 * the command line is read. A command runs in its own process, or inside the running server when
 * that has the data folder (beside.c): so it writes to LINE's streams, never to stdout, and opens
 * files by command_path. */

#include "base/fault.h"
#include "register/body.h"

#include <stdio.h>

/* An option, "--NAME VALUE" or, without VALUE, "--NAME". */
struct command_option {
    const char *name;
    const char *value; /* what to fill in, in capitals; NULL: a switch */
    const char *help;
    bool required;
    bool repeated;
};

enum { COMMAND_ARGUMENTS = 64 };

struct command_line;

struct command {
    const char *name;
    const char *arguments; /* behind the options: "REGISTER FILE" */
    size_t least;          /* how many arguments there must be */
    size_t most;
    const char *summary;                  /* one line */
    const char *help;                     /* more, may be NULL */
    const struct command_option *options; /* ends with a name of NULL */
    bool writes; /* to --data: runs inside the server that has the folder, if there is one */
    struct error *(*run)(struct command_line *line);
};

/* The installation that a command works on. */
struct command_system {
    struct store *store;
    struct register_bodies bodies;
    const char *folder; /* of bodies' own definitions, or NULL */
};

struct command_line {
    struct arena *arena;
    const struct command *command;
    const char *arguments[COMMAND_ARGUMENTS];
    size_t argument_count;
    struct {
        const struct command_option *option;
        const char *value;
    } given[COMMAND_ARGUMENTS];
    size_t given_count;
    FILE *output;
    FILE *errors;
    int input;     /* the descriptor of standard input */
    int directory; /* the folder that paths start from; -1: the process's own */
    struct command_system
        *inside; /* the server's own installation, when the command runs inside it */
};

extern const struct command *const command_table[]; /* ends with NULL */

/* The value of an option: the first, or the NUMBER-th (from 0); NULL when it was not given. */
const char *command_value(const struct command_line *line, const char *option);
const char *command_value_at(const struct command_line *line, const char *option, size_t number);
bool command_given(const struct command_line *line, const char *option);

/* A path as the process that runs the command can open it; "-" is standard input. */
const char *command_path(const struct command_line *line, const char *path);

/* Reads ARGUMENTS (without the program's name) by the table. */
struct error *command_read(struct command_line *line, size_t count, const char *const *arguments);

/* Reads and runs, prints the error if there is one, and returns the exit status. */
int command_run(struct command_line *line, size_t count, const char *const *arguments);

void command_print_help(FILE *output, const struct command *command);

/* The options of those that work on an installation. */
#define COMMAND_DATA                                                                               \
    {                                                                                              \
        "--data", "DATA", "a folder (SQLite) or a postgresql:// address", true, false              \
    }
#define COMMAND_DEFINITIONS                                                                        \
    {                                                                                              \
        "--definitions", "DIR", "folder with a folder per body of its own definitions", false,     \
            false                                                                                  \
    }
#define COMMAND_BODY                                                                               \
    {                                                                                              \
        "--body", "ID", "which body, where there are several", false, false                        \
    }

/* Opens what --data names, with its bodies, has WORK done on it, and closes it. Inside the server
 * it is the server's. ALONE: the folder's lock is held (main.c has handed a command that writes to
 * the server by then, when one has the folder). */
struct error *command_with_system(struct command_line *line, bool alone,
                                  struct error *(*work)(struct command_line *line,
                                                        struct command_system *system));

/* Opens what --data names, alone, brings it to the tables of this program, has WORK done on it, and
 * closes it. CREATE: makes it if it is not there. */
struct error *command_with_store(struct command_line *line, bool create,
                                 struct error *(*work)(struct command_line *line,
                                                       struct store *store, void *context),
                                 void *context);

/* Reads the bodies of SYSTEM's store. Faults in definitions are printed and refuse. */
struct error *command_bodies(struct command_line *line, struct command_system *system);

/* Reads the organisation file that --organisation names, and the definitions that go with it.
 * Faults are printed and refuse. */
struct error *command_organisation(struct command_line *line,
                                   const struct register_organisation **organisation,
                                   const struct register_definitions **definitions);

/* The body that --body names; without it the only one there is. */
struct error *command_body(struct command_line *line, const struct command_system *system,
                           const struct register_body **body);

/* The register of BODY that is called NAME: by its id, or by its path on the public site. */
struct error *command_register(struct command_line *line, const struct register_body *body,
                               const char *name, const struct register_definition **definition);

/* Prints faults; ERROR_INPUT when there are any that refuse. */
struct error *command_refuse(struct command_line *line, const struct faults *faults,
                             const char *what);

/* Hands the command line to the server that has the folder DATA, with our streams and folder, and
 * waits. ERROR_UNAVAILABLE when no server listens there. */
struct error *command_beside(struct arena *arena, const char *data, size_t count,
                             const char *const *arguments, int *status);

/* Listens in the folder DATA and runs what command_beside hands over, each on a thread of its own.
 */
struct command_listener;
struct error *command_listen(struct arena *arena, const char *data, struct command_system *system,
                             struct command_listener **listener);
void command_listen_stop(struct command_listener *listener);

#endif
