/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/templates_parts.h"

#include <string.h>

static void place_of(const struct template_compiler *compiler, size_t offset, size_t *line,
                     size_t *column)
{
    size_t start = 0;
    *line = 1;
    for (size_t at = 0; at < offset; at++)
        if (compiler->source.data[at] == '\n') {
            ++*line;
            start = at + 1;
        }
    *column = text_length(text_slice(compiler->source, start, offset)) + 1;
}

size_t template_line(const struct template_compiler *compiler, size_t offset)
{
    size_t line;
    size_t column;
    place_of(compiler, offset, &line, &column);
    return line;
}

bool template_full(const struct template_compiler *compiler)
{
    return fault_count(compiler->faults) >= compiler->fault_start + TEMPLATE_FAULTS;
}

static void add_fault(struct template_compiler *compiler, size_t offset, const char *format,
                      va_list arguments)
{
    if (template_full(compiler))
        return;
    struct buffer message = {.arena = compiler->arena};
    buffer_add_arguments(&message, format, arguments);
    size_t line;
    size_t column;
    place_of(compiler, offset, &line, &column);
    fault_add(compiler->faults, compiler->file, line, column, "%s", buffer_string(&message));
}

void template_fault(struct template_compiler *compiler, size_t offset, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_fault(compiler, offset, format, arguments);
    va_end(arguments);
}

void template_break(struct template_compiler *compiler, size_t offset, const char *format, ...)
{
    if (!compiler->broken) {
        va_list arguments;
        va_start(arguments, format);
        add_fault(compiler, offset, format, arguments);
        va_end(arguments);
    }
    compiler->broken = true;
}

/* The place after a C string or character that starts at AT; 0 when it does not end on its line. */
static size_t skip_quoted(struct text source, size_t at)
{
    char quote = source.data[at++];
    while (at < source.size && source.data[at] != '\n') {
        if (source.data[at] == '\\')
            at++;
        else if (source.data[at] == quote)
            return at + 1;
        at++;
    }
    return 0;
}

/* The place of the }} that ends the tag whose inside starts at AT; the source's size when there is
 * none. */
static size_t tag_end(struct template_compiler *compiler, size_t at)
{
    struct text source = compiler->source;
    if (at < source.size && source.data[at] == '#')
        return text_find(source, at, TEXT("}}"));
    size_t depth = 0;
    while (at + 1 < source.size) {
        char byte = source.data[at];
        if (byte == '"' || byte == '\'') {
            size_t after = skip_quoted(source, at);
            if (!after) {
                template_fault(compiler, at, "this %c is not closed on its line", byte);
                return text_find(source, at, TEXT("}}"));
            }
            at = after;
            continue;
        }
        if (byte == '}' && !depth && source.data[at + 1] == '}')
            return at;
        if (byte == '{')
            depth++;
        else if (byte == '}' && depth)
            depth--;
        at++;
    }
    return source.size;
}

static void add_piece(struct template_compiler *compiler, bool tag, size_t from, size_t to,
                      size_t *line, size_t *counted)
{
    compiler->pieces = arena_grow(compiler->arena, compiler->pieces, compiler->piece_count,
                                  &compiler->piece_capacity, sizeof *compiler->pieces);
    struct text text = text_slice(compiler->source, from, to);
    if (tag)
        text = text_trim(text);
    size_t offset = text.size ? template_offset(compiler, text) : from;
    for (; *counted < offset; ++*counted)
        *line += compiler->source.data[*counted] == '\n';
    compiler->pieces[compiler->piece_count++] =
        (struct template_piece){.tag = tag, .text = text, .offset = offset, .line = *line};
}

void template_scan(struct template_compiler *compiler)
{
    struct text source = compiler->source;
    size_t line = 1;
    size_t counted = 0;
    size_t at = 0;
    while (at < source.size && !template_full(compiler)) {
        size_t open = text_find(source, at, TEXT("{{"));
        size_t stray = text_find(text_slice(source, 0, open), at, TEXT("}}"));
        if (stray < open)
            template_fault(compiler, stray, "}} without {{ before it");
        if (open > at)
            add_piece(compiler, false, at, open, &line, &counted);
        if (open == source.size)
            return;
        size_t close = tag_end(compiler, open + 2);
        if (close >= source.size) {
            template_fault(compiler, open, "this {{ is not closed by }}");
            return;
        }
        add_piece(compiler, true, open + 2, close, &line, &counted);
        at = close + 2;
    }
}
