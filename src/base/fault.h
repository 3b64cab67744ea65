/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

/* Faults in what people wrote: definitions, imports, forms. All are gathered and shown together,
 * each with its place: FILE:LINE:COL: what, and what was expected. */

#include "base/text.h"

#include <stdio.h>

struct fault {
    struct text file;
    size_t line;   /* from 1; 0 when the fault is of the whole file */
    size_t column; /* from 1, in code points; 0 when of the whole line */
    struct text message;
    bool warning; /* worth knowing, but nothing is refused for it */
};

struct faults {
    struct arena *arena;
    struct fault *items;
    size_t count;
    size_t capacity;
    size_t warnings; /* how many of the items are only that */
};

/* Adds a fault; file and message are copied into the list's arena. */
struct fault *fault_add(struct faults *faults, struct text file, size_t line, size_t column,
                        const char *format, ...) __attribute__((format(printf, 5, 6)));
struct fault *fault_warn(struct faults *faults, struct text file, size_t line, size_t column,
                         const char *format, ...) __attribute__((format(printf, 5, 6)));

/* How many faults there are that refuse the input. */
size_t fault_count(const struct faults *faults);

/* Prints each on a line of its own. */
void fault_print(const struct faults *faults, FILE *output);

#endif
