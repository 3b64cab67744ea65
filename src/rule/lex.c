/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "rule/lex.h"

#include "rule/literal.h"

#include <math.h>
#include <string.h>

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static char at_or_nul(struct text text, size_t at)
{
    return at < text.size ? text.data[at] : '\0';
}

/* White space and comments. */
static size_t skip(struct text text, size_t at)
{
    while (at < text.size) {
        if (strchr(" \t\r\n\f", text.data[at])) {
            at++;
        } else if (text.data[at] == '/' && at_or_nul(text, at + 1) == '/') {
            while (at < text.size && text.data[at] != '\n')
                at++;
        } else {
            break;
        }
    }
    return at;
}

static struct token wrong(struct token token)
{
    token.kind = TOKEN_WRONG;
    return token;
}

/* Where the number that starts at AT ends; *DECIMAL tells whether it has a fraction or exponent. */
static size_t number_end(struct text text, size_t at, bool *decimal)
{
    *decimal = false;
    while (is_digit(at_or_nul(text, at)))
        at++;
    if (at_or_nul(text, at) == '.' && is_digit(at_or_nul(text, at + 1))) {
        *decimal = true;
        for (at++; is_digit(at_or_nul(text, at));)
            at++;
    }
    if (at_or_nul(text, at) == 'e' || at_or_nul(text, at) == 'E') {
        size_t digits = at + 1;
        if (at_or_nul(text, digits) == '+' || at_or_nul(text, digits) == '-')
            digits++;
        if (is_digit(at_or_nul(text, digits))) {
            *decimal = true;
            for (at = digits; is_digit(at_or_nul(text, at));)
                at++;
        }
    }
    return at;
}

static struct token number(struct reading *reading, struct token token, size_t *at)
{
    struct text text = reading->text;
    bool hexadecimal =
        text.data[token.offset] == '0' && (at_or_nul(text, token.offset + 1) | 32) == 'x';
    bool decimal = false;
    size_t end = token.offset + 2;
    if (hexadecimal)
        while (rule_literal_digit(at_or_nul(text, end)) < 16)
            end++;
    else
        end = number_end(text, token.offset, &decimal);
    struct text written = text_slice(text, token.offset, end);
    *at = end;
    token.size = written.size;
    if (is_letter(at_or_nul(text, end)) || at_or_nul(text, end) == '.') {
        rule_fault(reading, end,
                   "\"%c\" cannot follow a number: write an operator or a space between",
                   text.data[end]);
        return wrong(token);
    }
    if (decimal) {
        token.kind = TOKEN_DECIMAL;
        if (rule_literal_decimal(reading->arena, written, &token.decimal))
            return token;
    } else {
        token.kind = TOKEN_INTEGER;
        if (rule_literal_integer(written, &token.integer))
            return token;
    }
    rule_fault(reading, token.offset, "the number %.*s is too large", TEXT_FORMAT(written));
    return wrong(token);
}

/* How many bytes the text from its first quote on takes, or 0 when it has no end. */
static size_t quoted_size(struct text text, bool raw, size_t quotes)
{
    char quote = text.data[0];
    for (size_t at = quotes; at < text.size; at++) {
        if (text.data[at] == '\\' && !raw) {
            at++;
            continue;
        }
        if (quotes == 1 && (text.data[at] == '\n' || text.data[at] == '\r'))
            return 0;
        if (text.data[at] != quote)
            continue;
        if (quotes == 1)
            return at + 1;
        if (at_or_nul(text, at + 1) == quote && at_or_nul(text, at + 2) == quote)
            return at + 3;
    }
    return 0;
}

static struct token quoted(struct reading *reading, struct token token, size_t *at)
{
    struct text rest = text_slice(reading->text, token.offset, reading->text.size);
    bool raw = rest.data[0] == 'r' || rest.data[0] == 'R';
    if (raw)
        rest = text_slice(rest, 1, rest.size);
    char quote = rest.data[0];
    size_t quotes = at_or_nul(rest, 1) == quote && at_or_nul(rest, 2) == quote ? 3 : 1;
    size_t size = quoted_size(rest, raw, quotes);
    if (!size) {
        rule_fault(reading, token.offset, "this text has no end: expected another %c", quote);
        return wrong(token);
    }
    *at = token.offset + raw + size;
    token.kind = TOKEN_TEXT;
    token.size = raw + size;
    token.text = text_slice(rest, quotes, size - quotes);
    if (raw)
        return token;
    size_t where = 0;
    const char *message = rule_literal_unescape(reading->arena, &token.text, &where);
    if (!message)
        return token;
    rule_fault(reading, token.offset + quotes + where, "%s", message);
    return wrong(token);
}

static struct token sign(struct reading *reading, struct token token, size_t *at)
{
    static const int pairs[] = {SIGN('&', '&'), SIGN('|', '|'), SIGN('=', '='),
                                SIGN('!', '='), SIGN('<', '='), SIGN('>', '=')};
    char first = reading->text.data[token.offset];
    char second = at_or_nul(reading->text, token.offset + 1);
    token.kind = TOKEN_SIGN;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (pairs[i] == SIGN(first, second)) {
            token.sign = pairs[i];
            token.size = 2;
            *at = token.offset + 2;
            return token;
        }
    }
    if (strchr("+-*/%!<>?:.,()[]", first)) {
        token.sign = first;
        token.size = 1;
        *at = token.offset + 1;
        return token;
    }
    if (first == '=')
        rule_fault(reading, token.offset, "= compares nothing: write ==");
    else if (first == '&' || first == '|')
        rule_fault(reading, token.offset, "write %c%c", first, first);
    else if (first == '{' || first == '}')
        rule_fault(reading, token.offset, "rules have no maps or messages: %c cannot stand here",
                   first);
    else if ((unsigned char)first < 0x21 || first == 0x7f)
        rule_fault(reading, token.offset, "a control character cannot stand here");
    else
        rule_fault(reading, token.offset, "%.*s cannot stand here",
                   TEXT_FORMAT(rule_literal_character(reading->text, token.offset)));
    return wrong(token);
}

struct token rule_token_next(struct reading *reading, size_t *at)
{
    struct text text = reading->text;
    *at = skip(text, *at);
    struct token token = {.offset = *at};
    if (*at == text.size)
        return token;
    char first = text.data[*at];
    char second = at_or_nul(text, *at + 1);
    if (is_digit(first) || (first == '.' && is_digit(second)))
        return number(reading, token, at);
    bool raw = (first == 'r' || first == 'R') && (second == '\'' || second == '"');
    if (raw || first == '\'' || first == '"')
        return quoted(reading, token, at);
    if (!is_letter(first))
        return sign(reading, token, at);
    while (is_letter(at_or_nul(text, *at)) || is_digit(at_or_nul(text, *at)))
        ++*at;
    token.kind = TOKEN_WORD;
    token.text = text_slice(text, token.offset, *at);
    token.size = token.text.size;
    return token;
}
