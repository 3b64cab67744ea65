/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/templates_parts.h"

#include <string.h>

/* Words, literals and expressions inside tags. */

static bool is_word(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}

struct text template_skip(struct text rest)
{
    size_t at = 0;
    while (at < rest.size && strchr(" \t\r\n", rest.data[at]) && rest.data[at])
        at++;
    return text_slice(rest, at, rest.size);
}

struct text template_word(struct text *rest)
{
    size_t at = 0;
    while (at < rest->size && is_word(rest->data[at]))
        at++;
    struct text word = text_slice(*rest, 0, at);
    *rest = text_slice(*rest, at, rest->size);
    return word;
}

bool template_identifier(struct text text)
{
    return text.size && !(text.data[0] >= '0' && text.data[0] <= '9');
}

size_t template_offset(const struct template_compiler *compiler, struct text part)
{
    return (size_t)(part.data - compiler->source.data);
}

bool template_literal(struct template_compiler *compiler, struct text *rest, struct text *value)
{
    struct buffer buffer = {.arena = compiler->arena};
    size_t at = 1;
    if (!rest->size || rest->data[0] != '"') {
        template_fault(compiler,
                       rest->size ? template_offset(compiler, *rest)
                                  : compiler->pieces[compiler->piece].offset,
                       "expected a text in double quotes");
        return false;
    }
    for (; at < rest->size && rest->data[at] != '"'; at++) {
        char byte = rest->data[at];
        if (byte == '\\') {
            byte = at + 1 < rest->size ? rest->data[++at] : '\0';
            if (byte != '"' && byte != '\\') {
                template_fault(compiler, template_offset(compiler, *rest) + at,
                               "in a message only \\\" and \\\\ may follow a \\");
                return false;
            }
        }
        buffer_add_byte(&buffer, byte);
    }
    if (at >= rest->size) /* the scanner said that the quote is not closed */
        return false;
    *rest = text_slice(*rest, at + 1, rest->size);
    *value = buffer_text(&buffer);
    return true;
}

static char closer(char byte)
{
    return byte == '(' ? ')' : byte == '[' ? ']' : '}';
}

/* The place after a quoted part that starts at AT. */
static size_t skip_quotes(struct text text, size_t at)
{
    char quote = text.data[at++];
    while (at < text.size && text.data[at] != quote)
        at += text.data[at] == '\\' ? 2 : 1;
    return at < text.size ? at + 1 : text.size + 1;
}

/* Whether the word "out" stands at AT, other than for its language or prefix. Code that wrote to
 * the page by itself would write unescaped text. */
static bool is_page(struct text text, size_t at)
{
    struct text rest = text_slice(text, at, text.size);
    if (!text_is(template_word(&rest), "out") || (at && is_word(text.data[at - 1])))
        return false;
    bool member = at && (text.data[at - 1] == '.' || text.data[at - 1] == '>');
    return !member && !text_starts(rest, "->language") && !text_starts(rest, "->prefix");
}

static const char *forbidden(struct text text, size_t at, bool separators)
{
    char byte = text.data[at];
    char next = at + 1 < text.size ? text.data[at + 1] : '\0';
    if (byte == ';' && !separators)
        return "; ends an expression: one {{ }} holds one";
    if (byte == '#' || byte == '\\' || byte == '`' || byte == '@')
        return "this sign has no place in an expression";
    if (byte == 'o' && is_page(text, at))
        return "out, the page, cannot be written to by hand: {{ VALUE }} writes a value";
    if (byte == '/' && (next == '/' || next == '*'))
        return "comments are written {{# ... }}";
    return NULL;
}

bool template_expression(struct template_compiler *compiler, struct text expression, size_t offset,
                         bool separators)
{
    char open[TEMPLATE_DEPTH];
    size_t depth = 0;
    size_t at = 0;
    if (!expression.size) {
        template_fault(compiler, offset, "expected an expression");
        return false;
    }
    while (at < expression.size) {
        char byte = expression.data[at];
        const char *why = forbidden(expression, at, separators && !depth);
        if (byte == '"' || byte == '\'') {
            at = skip_quotes(expression, at);
            if (at > expression.size)
                return false; /* said by the scanner */
            continue;
        }
        if (byte == '(' || byte == '[' || byte == '{') {
            if (depth == TEMPLATE_DEPTH)
                why = "brackets are nested too deep";
            else
                open[depth++] = closer(byte);
        } else if (byte == ')' || byte == ']' || byte == '}') {
            if (!depth || open[--depth] != byte)
                why = "this bracket closes nothing";
        }
        if (why) {
            template_fault(compiler, offset + at, "%s", why);
            return false;
        }
        at++;
    }
    if (depth)
        template_fault(compiler, offset + at, "expected %c", open[depth - 1]);
    return !depth;
}

bool template_signature(struct template_compiler *compiler, size_t offset, struct text rest,
                        struct text *name, struct text *arguments)
{
    rest = template_skip(rest);
    *name = template_word(&rest);
    rest = template_skip(rest);
    if (!template_identifier(*name) || rest.size < 2 || rest.data[0] != '(' ||
        rest.data[rest.size - 1] != ')') {
        template_fault(compiler, offset, "expected NAME(ARGUMENTS)");
        return false;
    }
    if (!template_expression(compiler, rest, template_offset(compiler, rest), false))
        return false;
    *arguments = write_expression(compiler, text_slice(rest, 1, rest.size - 1));
    return true;
}
