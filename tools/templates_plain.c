/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/templates_parts.h"

/* Plain text, such as that of a mail. A line is a line and a blank line parts paragraphs; spaces at
 * the start and the end of lines are there for the template alone. How many lines end before a
 * place depends on the branches that were taken, so that is seen to when the text is written
 * (markup_gap). */

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

/* Whether a block ends right after the current piece; *WHOLE becomes true when it is the template.
 */
static bool ends_block(const struct template_compiler *compiler, bool *whole)
{
    if (compiler->piece + 1 >= compiler->piece_count)
        return false;
    struct text rest = compiler->pieces[compiler->piece + 1].text;
    struct text word = template_word(&rest);
    *whole = compiler->block_count == 1 && text_is(word, "end");
    return text_is(word, "end") || text_is(word, "else");
}

/* White space in which LINES end, LAST of its piece. */
static void read_space(struct template_compiler *compiler, size_t lines, bool last)
{
    struct html_place *place = &compiler->html;
    bool whole = false;
    if ((place->start && place->space) ||
        (last && ends_block(compiler, &whole) && (whole || lines < 2)))
        return;
    if (lines) {
        write_static(compiler);
        write_code(compiler, "markup_gap(plain, %d);", lines > 1 ? 2 : 1);
    } else if (!place->space) {
        buffer_add_byte(&compiler->pending, ' ');
    }
    place->space = true;
    place->start = false;
}

void plain_read(struct template_compiler *compiler, struct text text)
{
    for (size_t at = 0; at < text.size;) {
        size_t from = at;
        size_t lines = 0;
        for (; at < text.size && is_space(text.data[at]); at++)
            lines += text.data[at] == '\n';
        if (at > from)
            read_space(compiler, lines, at == text.size);
        from = at;
        while (at < text.size && !is_space(text.data[at]))
            at++;
        if (at > from)
            compiler->html.space = compiler->html.start = false;
        buffer_add(&compiler->pending, text_slice(text, from, at));
    }
}
