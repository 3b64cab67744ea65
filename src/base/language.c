/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/language.h"

static const char *const months[2][12] = {
    {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
     "oktober", "november", "december"},
    {"January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"},
};

/* By kind of money. */
static const char *const money_words[][2] = {
    [MONEY_NONE] = {"", ""},
    [MONEY_EXACT] = {"", ""},
    [MONEY_MORE] = {"meer dan ", "more than "},
    [MONEY_LESS] = {"minder dan ", "less than "},
    [MONEY_ABOUT] = {"ongeveer ", "about "},
    [MONEY_UNKNOWN] = {"onbekend", "unknown"},
};

const char *language_id(enum language language)
{
    return language == LANGUAGE_ENGLISH ? "en" : "nl";
}

void language_add_date(struct buffer *buffer, struct date date, enum language language)
{
    if (!date_exists(date))
        return;
    if (date.day) {
        buffer_add_number(buffer, date.day);
        buffer_add_byte(buffer, ' ');
    }
    if (date.month) {
        buffer_add_string(buffer, months[language == LANGUAGE_ENGLISH][date.month - 1]);
        buffer_add_byte(buffer, ' ');
    }
    buffer_add_number(buffer, date.year);
}

static void add_grouped(struct buffer *buffer, uint64_t number, char separator)
{
    char digits[32];
    size_t at = sizeof digits;
    size_t count = 0;
    do {
        if (count && count % 3 == 0)
            digits[--at] = separator;
        digits[--at] = (char)('0' + number % 10);
        count++;
    } while (number /= 10);
    buffer_add(buffer, (struct text){digits + at, sizeof digits - at});
}

void language_add_number(struct buffer *buffer, int64_t number, enum language language)
{
    if (number > -10000 && number < 10000) {
        buffer_add_number(buffer, number);
        return;
    }
    if (number < 0)
        buffer_add_byte(buffer, '-');
    add_grouped(buffer, number < 0 ? 0 - (uint64_t)number : (uint64_t)number,
                language == LANGUAGE_ENGLISH ? ',' : '.');
}

void language_add_amount(struct buffer *buffer, int64_t cents, enum language language)
{
    bool english = language == LANGUAGE_ENGLISH;
    uint64_t size = cents < 0 ? 0 - (uint64_t)cents : (uint64_t)cents;
    if (cents < 0)
        buffer_add_byte(buffer, '-');
    /* The sign and the figure stay together on one line: a no-break space. */
    buffer_add_string(buffer, english ? "€" : "€\u00a0");
    add_grouped(buffer, size / 100, english ? ',' : '.');
    buffer_add_byte(buffer, english ? '.' : ',');
    buffer_add_byte(buffer, (char)('0' + size / 10 % 10));
    buffer_add_byte(buffer, (char)('0' + size % 10));
}

void language_add_money(struct buffer *buffer, struct money money, enum language language)
{
    buffer_add_string(buffer, money_words[money.kind][language == LANGUAGE_ENGLISH]);
    if (money.kind != MONEY_NONE && money.kind != MONEY_UNKNOWN)
        language_add_amount(buffer, money.cents, language);
}

bool language_placeholder(struct text *rest, struct text *before, struct text *name)
{
    size_t from = text_find(*rest, 0, TEXT("{"));
    size_t to = text_find(*rest, from, TEXT("}"));
    if (to == rest->size) {
        *before = *rest;
        *rest = (struct text){0};
        return false;
    }
    *before = text_slice(*rest, 0, from);
    *name = text_slice(*rest, from + 1, to);
    *rest = text_slice(*rest, to + 1, rest->size);
    return true;
}
