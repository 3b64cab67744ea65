/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

/* Dates with the precision that is known: a year, a month of a year, or a day (ISO 8601; EDTF level
 * 0). The proleptic Gregorian calendar, years 1 to 9999. */

#include "base/text.h"
#include "base/truth.h"

struct date {
    int16_t year; /* 0: no date */
    int8_t month; /* 0: not known */
    int8_t day;   /* 0: not known */
};

/* Where a moment stands against what is known of a date. */
enum date_order { DATE_BEFORE = -1, DATE_SAME = 0, DATE_AFTER = 1, DATE_UNKNOWN = 2 };

bool date_exists(struct date date);
bool date_is_day(struct date date);

/* "2019", "2019-06" or "2019-06-20", nothing else. False: it is not a date. */
bool date_parse(struct text text, struct date *date);

/* A date as people write it, in Dutch or English: all that date_parse takes, "20-6-2019",
 * "20/06/2019", "20.6.2019", "20 juni 2019", "June 20, 2019", "juni 2019", "06-2019", "20190620",
 * with or without the day of the week in front. The day comes before the month, as everywhere in
 * the Netherlands. */
bool date_read(struct text text, struct date *date);

/* ISO 8601, as precise as it is known; "" for no date. */
struct text date_format(struct arena *arena, struct date date);
void date_add(struct buffer *buffer, struct date date);

/* First and last day that DATE may be. */
struct date date_earliest(struct date date);
struct date date_latest(struct date date);

/* How ONE stands to OTHER. DATE_SAME only for two whole days or two texts that say the same with
 * the same precision; DATE_UNKNOWN where precision does not tell, and where one of them is no date.
 */
enum date_order date_compare(struct date one, struct date other);

/* An order for lists: earliest day first, the less precise before the more precise of the same
 * start. */
int date_sort(struct date one, struct date other);

/* Days since 1970-01-01 of a whole day, and back. */
int32_t date_to_days(struct date date);
struct date date_from_days(int32_t days);

/* The same day N months later; the last day of that month where it does not have that day. */
struct date date_add_months(struct date date, int months);
struct date date_add_days(struct date date, int days);

/* ISO weekday of a whole day: 1 is Monday, 7 is Sunday. */
int date_weekday(struct date date);

#endif
