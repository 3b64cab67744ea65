/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/templates_parts.h"

static void indent(struct template_compiler *compiler)
{
    for (size_t i = 0; i < compiler->block_count; i++)
        buffer_add_string(&compiler->code, "    ");
}

/* A C string literal; a line of text is a line of C. */
void write_quoted(struct buffer *buffer, struct text text)
{
    buffer_add_byte(buffer, '"');
    for (size_t at = 0; at < text.size; at++) {
        char byte = text.data[at];
        if (byte == '"' || byte == '\\')
            buffer_add_byte(buffer, '\\');
        if (byte == '\n')
            buffer_add_string(buffer, "\\n");
        else if (byte == '\t')
            buffer_add_string(buffer, "\\t");
        else
            buffer_add_byte(buffer, byte);
        if (byte == '\n' && at + 1 < text.size)
            buffer_add_string(buffer, "\"\n        \"");
    }
    buffer_add_byte(buffer, '"');
}

void write_static(struct template_compiler *compiler)
{
    struct text text = buffer_text(&compiler->pending);
    if (!text.size)
        return;
    indent(compiler);
    buffer_add_string(&compiler->code, "markup_static(out, TEXT(");
    write_quoted(&compiler->code, text);
    buffer_add_string(&compiler->code, "));\n");
    compiler->pending.size = 0;
}

void write_line(struct template_compiler *compiler, size_t line)
{
    buffer_add_format(&compiler->code, "#line %zu ", line);
    write_quoted(&compiler->code, compiler->file);
    buffer_add_byte(&compiler->code, '\n');
}

void write_code(struct template_compiler *compiler, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    indent(compiler);
    buffer_add_arguments(&compiler->code, format, arguments);
    buffer_add_byte(&compiler->code, '\n');
    va_end(arguments);
}

/* On one line, so that #line stays true. */
struct text write_expression(struct template_compiler *compiler, struct text expression)
{
    expression = text_trim(expression);
    char *line = arena_copy(compiler->arena, expression.data, expression.size);
    for (size_t at = 0; at < expression.size; at++)
        if (line[at] == '\n' || line[at] == '\r' || line[at] == '\t')
            line[at] = ' ';
    return (struct text){line, expression.size};
}
