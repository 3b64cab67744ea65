/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

/* One idiom for all that can fail: a function returns NULL when it did what it promises, else an
 * error that lives in the arena it was given. The kind decides HTTP status and exit status, in one
 * table (error.c). */

#include "base/arena.h"

#include <stdarg.h>

enum error_kind {
    ERROR_INPUT,       /* what somebody gave is wrong, and they can mend it */
    ERROR_USAGE,       /* the command line is wrong */
    ERROR_NOT_FOUND,   /* there is no such thing */
    ERROR_FORBIDDEN,   /* there is, but not for this person */
    ERROR_CONFLICT,    /* it changed meanwhile */
    ERROR_TOO_LARGE,   /* more than we take */
    ERROR_BUSY,        /* no room or time now; later there will be */
    ERROR_UNAVAILABLE, /* a disk, network or database below does not work now */
    ERROR_SYSTEM,      /* what should never fail did */
};

struct error {
    enum error_kind kind;
    const char *message;       /* what was being done and what went wrong, in English, one line */
    const struct error *cause; /* what failed below, or NULL */
};

struct error *error_new(struct arena *arena, enum error_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4), returns_nonnull));

/* The same kind as CAUSE, with what was being done in front. */
struct error *error_wrap(struct arena *arena, const struct error *cause, const char *format, ...)
    __attribute__((format(printf, 3, 4), returns_nonnull));

/* From errno. */
struct error *error_system(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3), returns_nonnull));

/* The whole story in one line: "what: what below: ...". */
const char *error_string(struct arena *arena, const struct error *error);

int error_status(enum error_kind kind); /* the HTTP status */
int error_exit(enum error_kind kind);   /* the exit status */

/* Returns the error from the function it stands in, if there is one. */
#define TRY(expression)                                                                            \
    do {                                                                                           \
        struct error *try_error = (expression);                                                    \
        if (try_error)                                                                             \
            return try_error;                                                                      \
    } while (0)

#endif
