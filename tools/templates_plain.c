/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/templates_parts.h"

#include <string.h>

/* Plain text, such as that of a mail. A line is a line and a blank line parts paragraphs; spaces at
 * the start and the end of lines, and more blank lines than one, are there for the template alone.
 */

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

/* White space in which LINES end; some may have been written just before. */
static void add_space(struct template_compiler *compiler, size_t lines)
{
    struct html_place *place = &compiler->html;
    size_t before = place->space ? place->lines : 0;
    lines = lines > 2 ? 2 : lines;
    if (!lines && !place->space)
        buffer_add_byte(&compiler->pending, ' ');
    for (; before < lines; before++)
        buffer_add_byte(&compiler->pending, '\n');
    place->space = true;
    place->lines = before;
}

void plain_read(struct template_compiler *compiler, struct text text)
{
    for (size_t at = 0; at < text.size;) {
        size_t from = at;
        size_t lines = 0;
        for (; at < text.size && is_space(text.data[at]); at++)
            lines += text.data[at] == '\n';
        if (at > from)
            add_space(compiler, lines);
        from = at;
        while (at < text.size && !is_space(text.data[at]))
            at++;
        if (at > from)
            compiler->html.space = false;
        buffer_add(&compiler->pending, text_slice(text, from, at));
    }
}
