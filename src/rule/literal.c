/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "rule/literal.h"

#include "rule/tree.h"

#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static locale_t plain;

static void make_plain(void)
{
    plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!plain)
        abort();
}

static locale_t plain_locale(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_plain);
    return plain;
}

unsigned rule_literal_digit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return (unsigned)(byte - '0');
    byte = (char)(byte | 32);
    return byte >= 'a' && byte <= 'f' ? (unsigned)(byte - 'a' + 10) : 16;
}

struct text rule_literal_character(struct text text, size_t at)
{
    size_t end = at + 1;
    while (end < text.size && ((unsigned char)text.data[end] & 0xc0) == 0x80)
        end++;
    return text_slice(text, at, end);
}

bool rule_literal_integer(struct text text, uint64_t *integer)
{
    bool hexadecimal = text.size > 1 && (text.data[1] | 32) == 'x';
    unsigned base = hexadecimal ? 16 : 10;
    uint64_t value = 0;
    for (size_t at = hexadecimal ? 2 : 0; at < text.size; at++) {
        unsigned digit = rule_literal_digit(text.data[at]);
        if (digit >= base || __builtin_mul_overflow(value, base, &value) ||
            __builtin_add_overflow(value, digit, &value))
            return false;
    }
    *integer = value;
    return text.size > (hexadecimal ? 2 : 0) && value <= (uint64_t)INT64_MAX + 1;
}

bool rule_literal_decimal(struct arena *arena, struct text text, double *decimal)
{
    const char *string = text_string(arena, text);
    /* strtod also takes white space, "inf", "nan" and hexadecimal, which CEL does not. */
    for (size_t at = 0; at < text.size; at++) {
        char byte = string[at];
        if (!(byte >= '0' && byte <= '9') && byte != '.' && byte != '-' && byte != '+' &&
            byte != 'e' && byte != 'E')
            return false;
    }
    char *end;
    *decimal = strtod_l(string, &end, plain_locale());
    return text.size && end == string + text.size && isfinite(*decimal);
}

struct text rule_literal_format_decimal(struct arena *arena, double decimal)
{
    char digits[40];
    locale_t before = uselocale(plain_locale());
    for (int precision = 1; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, decimal);
        if (strtod(digits, NULL) == decimal)
            break;
    }
    uselocale(before);
    return text_copy(arena, text_of(digits));
}

/* The unit at the start of *REST in nanoseconds, or 0; moves *REST behind it. */
static int64_t take_unit(struct text *rest)
{
    static const struct {
        const char *name;
        int64_t nanoseconds;
    } units[] = {
        {"ns", 1},
        {"us", 1000},
        {"µs", 1000},
        {"ms", 1000000},
        {"s", 1000000000},
        {"m", INT64_C(60000000000)},
        {"h", INT64_C(3600000000000)},
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (text_starts(*rest, units[i].name)) {
            *rest = text_slice(*rest, text_of(units[i].name).size, rest->size);
            return units[i].nanoseconds;
        }
    }
    return 0;
}

/* Adds "12.5h" at the start of *REST to *TOTAL, in nanoseconds. */
static bool take_duration(struct text *rest, __int128 *total)
{
    __int128 value = 0;
    __int128 scale = 1;
    bool digits = false;
    bool fraction = false;
    size_t at = 0;
    for (; at < rest->size; at++) {
        char byte = rest->data[at];
        if (byte == '.' && !fraction) {
            fraction = true;
        } else if (byte >= '0' && byte <= '9') {
            digits = true;
            value = value * 10 + (byte - '0');
            scale *= fraction ? 10 : 1;
            if (value > INT64_MAX || scale > INT64_MAX)
                return false;
        } else {
            break;
        }
    }
    *rest = text_slice(*rest, at, rest->size);
    int64_t unit = take_unit(rest);
    if (!digits || !unit || value * unit % scale)
        return false;
    *total += value * unit / scale;
    return *total <= (__int128)RULE_DURATION_LARGEST * 1000;
}

bool rule_literal_duration(struct text text, int64_t *microseconds)
{
    bool negative = text_starts(text, "-");
    if (negative || text_starts(text, "+"))
        text = text_slice(text, 1, text.size);
    __int128 total = 0;
    if (!text_is(text, "0")) {
        if (!text.size)
            return false;
        while (text.size)
            if (!take_duration(&text, &total))
                return false;
    }
    if (total % 1000)
        return false;
    *microseconds = (int64_t)(negative ? -(total / 1000) : total / 1000);
    return true;
}

struct text rule_literal_format_duration(struct arena *arena, int64_t microseconds)
{
    int64_t whole = microseconds / 1000000;
    int64_t part = microseconds % 1000000;
    if (part < 0)
        part = -part;
    if (!part)
        return text_format(arena, "%llds", (long long)whole);
    struct text text = text_format(arena, "%s%lld.%06lld", microseconds < 0 && !whole ? "-" : "",
                                   (long long)whole, (long long)part);
    while (text_ends(text, "0"))
        text.size--;
    return text_format(arena, "%.*ss", TEXT_FORMAT(text));
}

static void add_code_point(struct buffer *buffer, uint32_t point)
{
    if (point < 0x80) {
        buffer_add_byte(buffer, (char)point);
        return;
    }
    int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
    buffer_add_byte(buffer, (char)(lead[more] | (point >> (6 * more))));
    while (more--)
        buffer_add_byte(buffer, (char)(0x80 | ((point >> (6 * more)) & 0x3f)));
}

/* COUNT digits of BASE at AT; false when there are fewer. */
static bool take_digits(struct text text, size_t at, size_t count, unsigned base, uint32_t *point)
{
    *point = 0;
    if (count > text.size - at)
        return false;
    for (size_t i = 0; i < count; i++) {
        unsigned digit = rule_literal_digit(text.data[at + i]);
        if (digit >= base)
            return false;
        *point = *point * base + digit;
    }
    return true;
}

/* The escape at *AT, behind its backslash, as a code point. */
static const char *take_escape(struct text text, size_t *at, uint32_t *point)
{
    static const char letters[] = "abfnrtv\\?\"'`";
    static const char meanings[] = "\a\b\f\n\r\t\v\\?\"'`";
    char letter = text.data[*at];
    for (size_t i = 0; letters[i]; i++) {
        if (letters[i] == letter) {
            *point = (unsigned char)meanings[i];
            ++*at;
            return NULL;
        }
    }
    bool octal = letter >= '0' && letter <= '3';
    size_t count = octal ? 3 : (letter | 32) == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
    if (!count)
        return "there is no such escape: write \\\\ for a backslash";
    size_t from = octal ? *at : *at + 1;
    if (!take_digits(text, from, count, octal ? 8 : 16, point))
        return "this escape needs more digits: \\xHH, \\uHHHH, \\UHHHHHHHH or \\OOO";
    if (*point > 0x10ffff || (*point >= 0xd800 && *point <= 0xdfff))
        return "this escape is no character";
    if (!*point)
        return "a text cannot have the character NUL";
    *at = from + count;
    return NULL;
}

const char *rule_literal_unescape(struct arena *arena, struct text *text, size_t *where)
{
    struct text slash = TEXT("\\");
    size_t at = text_find(*text, 0, slash);
    if (at == text->size)
        return NULL;
    struct buffer buffer = {.arena = arena};
    size_t from = 0;
    while (at < text->size) {
        buffer_add(&buffer, text_slice(*text, from, at));
        *where = at++;
        uint32_t point;
        const char *message = take_escape(*text, &at, &point);
        if (message)
            return message;
        add_code_point(&buffer, point);
        from = at;
        at = text_find(*text, from, slash);
    }
    buffer_add(&buffer, text_slice(*text, from, text->size));
    *text = buffer_text(&buffer);
    return NULL;
}
