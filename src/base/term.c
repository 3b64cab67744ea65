/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/term.h"

#include <assert.h>

/* Holidays that stand still (art. 3, first paragraph). */
static const struct {
    int8_t month;
    int8_t day;
} fixed[] = {{1, 1}, {5, 5}, {12, 25}, {12, 26}};

/* Those that go with Easter, in days from Easter Sunday: Good Friday (art. 3, second paragraph),
 * Easter Monday, Ascension Day, Whit Monday. */
static const int moving[] = {-2, 1, 39, 50};

/* The day on which the birthday of the King is celebrated since YEAR, and where it goes when it is
 * a Sunday. */
static const struct {
    int16_t year;
    int8_t month;
    int8_t day;
    int8_t instead;
} birthdays[] = {{2014, 4, 27, -1}, {1980, 4, 30, -1}, {1949, 4, 30, 1}};

/* Days that a royal decree made equal to a holiday (art. 3, third paragraph). There is one about
 * every three years. */
static const struct date decreed[] = {
    /* Besluit gelijkstelling van 28 april 2023, 19 mei 2023, 10 mei 2024, 27 december 2024 en
     * 30 mei 2025 met een algemeen erkende feestdag */
    {2023, 4, 28},
    {2023, 5, 19},
    {2024, 5, 10},
    {2024, 12, 27},
    {2025, 5, 30},
    /* Besluit gelijkstelling van 2 januari 2026, 15 mei 2026, 7 mei 2027, 28 april 2028 en
     * 26 mei 2028 met een algemeen erkende feestdag */
    {2026, 1, 2},
    {2026, 5, 15},
    {2027, 5, 7},
    {2028, 4, 28},
    {2028, 5, 26},
};

/* The longest terms that the law prolongs (art. 4). */
static const int longest[] = {
    [TERM_HOURS] = 0, [TERM_DAYS] = 90, [TERM_WEEKS] = 12, [TERM_MONTHS] = 3, [TERM_YEARS] = 0,
};

/* Easter Sunday, by the Gregorian rule: the Sunday after the full moon of the tables on or after 21
 * March (Butcher). */
static int32_t easter(int year)
{
    int golden = year % 19;
    int century = year / 100;
    int of_century = year % 100;
    int lunar = (century - (century + 8) / 25 + 1) / 3;
    int moon = (19 * golden + century - century / 4 - lunar + 15) % 30;
    int weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4) % 7;
    int late = (golden + 11 * moon + 22 * weekday) / 451;
    int days = moon + weekday - 7 * late + 22; /* of March */
    return date_to_days((struct date){(int16_t)year, 3, 1}) + days - 1;
}

static bool is_birthday(struct date day)
{
    for (size_t i = 0; i < sizeof birthdays / sizeof *birthdays; i++) {
        struct date birthday = {day.year, birthdays[i].month, birthdays[i].day};
        if (day.year < birthdays[i].year)
            continue;
        if (date_weekday(birthday) == 7)
            birthday = date_add_days(birthday, birthdays[i].instead);
        return date_compare(day, birthday) == DATE_SAME;
    }
    return false;
}

bool term_is_holiday(struct date day)
{
    int32_t from_easter = date_to_days(day) - easter(day.year);
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (fixed[i].month == day.month && fixed[i].day == day.day)
            return true;
    for (size_t i = 0; i < sizeof moving / sizeof *moving; i++)
        if (moving[i] == from_easter)
            return true;
    for (size_t i = 0; i < sizeof decreed / sizeof *decreed; i++)
        if (date_compare(decreed[i], day) == DATE_SAME)
            return true;
    return is_birthday(day);
}

bool term_is_working_day(struct date day)
{
    return date_weekday(day) < 6 && !term_is_holiday(day);
}

/* The last day as counted, before the law looks at which day it is. */
static struct date counted(struct date start, int count, enum term_unit unit)
{
    switch (unit) {
    case TERM_DAYS:
        return date_add_days(start, count);
    case TERM_WEEKS:
        return date_add_days(start, 7 * count);
    case TERM_MONTHS:
        return date_add_months(start, count);
    case TERM_YEARS:
        return date_add_months(start, 12 * count);
    case TERM_HOURS:
        break;
    }
    assert(unit != TERM_HOURS); /* they end at a moment: term_over */
    return start;
}

struct date term_end(struct date start, int count, enum term_unit unit)
{
    struct date last = counted(start, count, unit);
    if (count <= 0 || count > longest[unit])
        return last;
    int32_t end = date_to_days(last);
    int32_t day = date_to_days(start);
    int wanted = end - day >= 3 ? 2 : 0; /* art. 2 */
    bool working;
    do {
        working = term_is_working_day(date_from_days(++day));
        wanted -= working;
    } while (day < end || !working || wanted > 0);
    return date_from_days(day);
}

int64_t term_over(const struct zone *zone, int64_t moment, int count, enum term_unit unit)
{
    if (unit == TERM_HOURS)
        return moment + count * INT64_C(3600000000);
    struct date end = term_end(zone_date(zone, moment, NULL), count, unit);
    return zone_moment(zone, date_add_days(end, 1), 0);
}

int term_days_left(const struct zone *zone, int64_t moment, struct date end)
{
    return date_to_days(end) - date_to_days(zone_date(zone, moment, NULL));
}
