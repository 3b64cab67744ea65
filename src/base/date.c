/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/date.h"

#include <assert.h>
#include <string.h>

static const int8_t month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

/* Folded names of months, Dutch and English, and the abbreviations in use. */
static const struct {
    const char *name;
    int8_t month;
} month_names[] = {
    {"januari", 1},   {"january", 1},  {"jan", 1},       {"februari", 2},  {"february", 2},
    {"feb", 2},       {"maart", 3},    {"march", 3},     {"mrt", 3},       {"mar", 3},
    {"april", 4},     {"apr", 4},      {"mei", 5},       {"may", 5},       {"juni", 6},
    {"june", 6},      {"jun", 6},      {"juli", 7},      {"july", 7},      {"jul", 7},
    {"augustus", 8},  {"august", 8},   {"aug", 8},       {"september", 9}, {"sept", 9},
    {"sep", 9},       {"oktober", 10}, {"october", 10},  {"okt", 10},      {"oct", 10},
    {"november", 11}, {"nov", 11},     {"december", 12}, {"dec", 12},
};

static const char *const weekdays[] = {
    "maandag", "dinsdag", "woensdag",  "donderdag", "vrijdag", "zaterdag", "zondag",
    "monday",  "tuesday", "wednesday", "thursday",  "friday",  "saturday", "sunday",
};

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int year, int month)
{
    return month == 2 && is_leap(year) ? 29 : month_days[month - 1];
}

bool date_exists(struct date date)
{
    if (date.year < 1 || date.year > 9999 || date.month < 0 || date.month > 12)
        return false;
    if (!date.month)
        return date.day == 0;
    return date.day >= 0 && date.day <= days_in(date.year, date.month);
}

bool date_is_day(struct date date)
{
    return date.day > 0;
}

/* Makes a date of whole numbers, if there is such a date. */
static bool make(int64_t year, int64_t month, int64_t day, struct date *date)
{
    if (year < 1 || year > 9999 || month < 0 || month > 12 || day < 0 || day > 31)
        return false;
    *date = (struct date){(int16_t)year, (int8_t)month, (int8_t)day};
    return date_exists(*date);
}

static bool digits(struct text text, size_t count, int64_t *number)
{
    return text.size == count && text_number(text, number);
}

bool date_parse(struct text text, struct date *date)
{
    int64_t year = 0;
    int64_t month = 0;
    int64_t day = 0;
    if (text.size < 4 || !digits(text_slice(text, 0, 4), 4, &year))
        return false;
    if (text.size == 4)
        return make(year, 0, 0, date);
    if (text.size < 7 || text.data[4] != '-' || !digits(text_slice(text, 5, 7), 2, &month) ||
        !month)
        return false;
    if (text.size == 7)
        return make(year, month, 0, date);
    if (text.size != 10 || text.data[7] != '-' || !digits(text_slice(text, 8, 10), 2, &day) || !day)
        return false;
    return make(year, month, day, date);
}

static int8_t month_of(struct text word)
{
    for (size_t i = 0; i < sizeof month_names / sizeof *month_names; i++)
        if (text_is(word, month_names[i].name))
            return month_names[i].month;
    return 0;
}

static bool is_weekday(struct text word)
{
    for (size_t i = 0; i < sizeof weekdays / sizeof *weekdays; i++)
        if (text_is(word, weekdays[i]) ||
            (word.size == 2 && strncmp(word.data, weekdays[i], 2) == 0))
            return true;
    return false;
}

/* The words of a written date: at most three that matter. */
struct words {
    struct text items[3];
    size_t count;
};

static bool split(struct text folded, struct words *words)
{
    words->count = 0;
    for (size_t at = 0; at < folded.size;) {
        size_t start = at;
        while (at < folded.size &&
               !(folded.data[at] == ' ' || folded.data[at] == '-' || folded.data[at] == '/' ||
                 folded.data[at] == '.' || folded.data[at] == ','))
            at++;
        struct text word = text_slice(folded, start, at);
        if (at < folded.size)
            at++;
        if (!word.size || (words->count == 0 && is_weekday(word)))
            continue;
        if (words->count == 3)
            return false;
        words->items[words->count++] = word;
    }
    return words->count > 0;
}

static bool is_number(struct text word, size_t largest, int64_t *number)
{
    return word.size <= largest && text_number(word, number);
}

static bool read_three(const struct words *words, struct date *date)
{
    int64_t year;
    int64_t day;
    int64_t month;
    struct text first = words->items[0];
    struct text second = words->items[1];
    if (words->items[2].size != 4 || !text_number(words->items[2], &year)) {
        /* year first */
        return first.size == 4 && text_number(first, &year) && is_number(second, 2, &month) &&
               month && is_number(words->items[2], 2, &day) && day && make(year, month, day, date);
    }
    if (month_of(second))
        return is_number(first, 2, &day) && day && make(year, month_of(second), day, date);
    if (month_of(first))
        return is_number(second, 2, &day) && day && make(year, month_of(first), day, date);
    return is_number(first, 2, &day) && day && is_number(second, 2, &month) && month &&
           make(year, month, day, date);
}

bool date_read(struct text text, struct date *date)
{
    text = text_trim(text);
    if (date_parse(text, date))
        return true;
    if (text.size > 64)
        return false;
    struct arena *arena = arena_new();
    struct words words;
    int64_t year;
    int64_t number;
    bool good = split(text_fold(arena, text), &words);
    if (good && words.count == 3)
        good = read_three(&words, date);
    else if (good && words.count == 2 && words.items[1].size == 4 &&
             text_number(words.items[1], &year))
        good = month_of(words.items[0])
                   ? make(year, month_of(words.items[0]), 0, date)
                   : is_number(words.items[0], 2, &number) && number && make(year, number, 0, date);
    else if (good && words.count == 1 && words.items[0].size == 8 &&
             text_number(words.items[0], &number))
        good = number / 100 % 100 && number % 100 &&
               make(number / 10000, number / 100 % 100, number % 100, date);
    else
        good = good && words.count == 1 && date_parse(words.items[0], date);
    arena_free(arena);
    return good;
}

static char *put_two(char *place, int number)
{
    place[0] = (char)('0' + number / 10);
    place[1] = (char)('0' + number % 10);
    return place + 2;
}

/* Without printf: registers have several on every line. */
void date_add(struct buffer *buffer, struct date date)
{
    char digits[10];
    if (!date.year)
        return;
    char *place = put_two(put_two(digits, date.year / 100), date.year % 100);
    if (date.month) {
        *place++ = '-';
        place = put_two(place, date.month);
    }
    if (date.month && date.day) {
        *place++ = '-';
        place = put_two(place, date.day);
    }
    buffer_add(buffer, (struct text){digits, (size_t)(place - digits)});
}

struct text date_format(struct arena *arena, struct date date)
{
    struct buffer buffer = {.arena = arena};
    date_add(&buffer, date);
    return (struct text){buffer_string(&buffer), buffer.size};
}

struct date date_earliest(struct date date)
{
    if (!date.year)
        return date;
    return (struct date){date.year, date.month ? date.month : 1, date.day ? date.day : 1};
}

struct date date_latest(struct date date)
{
    if (!date.year)
        return date;
    int8_t month = date.month ? date.month : 12;
    return (struct date){date.year, month, date.day ? date.day : (int8_t)days_in(date.year, month)};
}

static int32_t number_of(struct date date)
{
    return date.year * 10000 + date.month * 100 + date.day;
}

enum date_order date_compare(struct date one, struct date other)
{
    if (!one.year || !other.year)
        return DATE_UNKNOWN;
    if (number_of(date_latest(one)) < number_of(date_earliest(other)))
        return DATE_BEFORE;
    if (number_of(date_earliest(one)) > number_of(date_latest(other)))
        return DATE_AFTER;
    return date_is_day(one) && date_is_day(other) ? DATE_SAME : DATE_UNKNOWN;
}

int date_sort(struct date one, struct date other)
{
    int32_t difference = number_of(one) - number_of(other);
    return difference < 0 ? -1 : difference > 0;
}

int32_t date_to_days(struct date date)
{
    assert(date_is_day(date));
    /* Counted from 1 March, so that the leap day comes last. */
    int32_t year = date.month > 2 ? date.year : date.year - 1;
    int32_t era = (year >= 0 ? year : year - 399) / 400;
    int32_t of_era = year - era * 400;
    int32_t of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date date_from_days(int32_t days)
{
    days += 719468;
    int32_t era = (days >= 0 ? days : days - 146096) / 146097;
    int32_t of_era = days - era * 146097;
    int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int32_t shifted = (5 * of_year + 2) / 153;
    int32_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    return (struct date){(int16_t)(year + era * 400 + (month <= 2)), (int8_t)month,
                         (int8_t)(of_year - (153 * shifted + 2) / 5 + 1)};
}

struct date date_add_months(struct date date, int months)
{
    assert(date.month);
    int total = date.year * 12 + date.month - 1 + months;
    int year = total / 12;
    int month = total % 12 + 1;
    int last = days_in(year, month);
    return (struct date){(int16_t)year, (int8_t)month, (int8_t)(date.day < last ? date.day : last)};
}

struct date date_add_days(struct date date, int days)
{
    return date_from_days(date_to_days(date) + days);
}

int date_weekday(struct date date)
{
    int rest = (date_to_days(date) + 3) % 7;
    return (rest < 0 ? rest + 7 : rest) + 1;
}
