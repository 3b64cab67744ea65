/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/error.h"

#include "base/text.h"

#include <errno.h>
#include <string.h>

static const struct {
    int status;
    int exit;
} meanings[] = {
    [ERROR_INPUT] = {400, 1},     [ERROR_USAGE] = {400, 2},       [ERROR_NOT_FOUND] = {404, 1},
    [ERROR_FORBIDDEN] = {403, 1}, [ERROR_CONFLICT] = {409, 1},    [ERROR_TOO_LARGE] = {413, 1},
    [ERROR_BUSY] = {503, 3},      [ERROR_UNAVAILABLE] = {503, 3}, [ERROR_SYSTEM] = {500, 3},
};

static struct error *make(struct arena *arena, enum error_kind kind, const struct error *cause,
                          const char *format, va_list arguments)
{
    struct buffer buffer = {.arena = arena};
    buffer_add_arguments(&buffer, format, arguments);
    struct error *error = ARENA_NEW(arena, struct error);
    error->kind = kind;
    error->message = buffer_string(&buffer);
    error->cause = cause;
    return error;
}

struct error *error_new(struct arena *arena, enum error_kind kind, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct error *error = make(arena, kind, NULL, format, arguments);
    va_end(arguments);
    return error;
}

struct error *error_wrap(struct arena *arena, const struct error *cause, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct error *error = make(arena, cause->kind, cause, format, arguments);
    va_end(arguments);
    return error;
}

struct error *error_system(struct arena *arena, const char *format, ...)
{
    int number = errno;
    va_list arguments;
    va_start(arguments, format);
    struct error *error = make(arena, ERROR_UNAVAILABLE, NULL, format, arguments);
    va_end(arguments);
    error->cause = error_new(arena, ERROR_UNAVAILABLE, "%s", strerror(number));
    return error;
}

const char *error_string(struct arena *arena, const struct error *error)
{
    struct buffer buffer = {.arena = arena};
    for (; error; error = error->cause) {
        buffer_add_string(&buffer, error->message);
        if (error->cause)
            buffer_add_string(&buffer, ": ");
    }
    return buffer_string(&buffer);
}

int error_status(enum error_kind kind)
{
    return meanings[kind].status;
}

int error_exit(enum error_kind kind)
{
    return meanings[kind].exit;
}
