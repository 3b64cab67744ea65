/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/fault.h"

static struct fault *add(struct faults *faults, struct text file, size_t line, size_t column,
                         const char *format, va_list arguments)
{
    struct buffer buffer = {.arena = faults->arena};
    buffer_add_arguments(&buffer, format, arguments);
    faults->items = arena_grow(faults->arena, faults->items, faults->count, &faults->capacity,
                               sizeof *faults->items);
    struct fault *fault = &faults->items[faults->count++];
    *fault = (struct fault){
        .file = text_copy(faults->arena, file),
        .line = line,
        .column = column,
        .message = {buffer_string(&buffer), buffer.size},
    };
    return fault;
}

struct fault *fault_add(struct faults *faults, struct text file, size_t line, size_t column,
                        const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct fault *fault = add(faults, file, line, column, format, arguments);
    va_end(arguments);
    return fault;
}

struct fault *fault_warn(struct faults *faults, struct text file, size_t line, size_t column,
                         const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct fault *fault = add(faults, file, line, column, format, arguments);
    va_end(arguments);
    fault->warning = true;
    faults->warnings++;
    return fault;
}

size_t fault_count(const struct faults *faults)
{
    return faults->count - faults->warnings;
}

void fault_print(const struct faults *faults, FILE *output)
{
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault *fault = &faults->items[i];
        fprintf(output, "%.*s:", TEXT_FORMAT(fault->file));
        if (fault->line)
            fprintf(output, "%zu:", fault->line);
        if (fault->line && fault->column)
            fprintf(output, "%zu:", fault->column);
        fprintf(output, " %s%.*s\n", fault->warning ? "warning: " : "",
                TEXT_FORMAT(fault->message));
    }
}
