/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_TERM_H
#define BASE_TERM_H

/* Terms as the law counts them (Algemene termijnenwet), and the days on which nothing can be asked
 * of anyone. Dates are whole days where the body is. */

#include "base/clock.h"

enum term_unit { TERM_HOURS, TERM_DAYS, TERM_WEEKS, TERM_MONTHS, TERM_YEARS };

/* Whether DAY is a general holiday, or equal to one (art. 3): New Year, Good Friday, Easter Monday,
 * the King's birthday, 5 May, Ascension Day, Whit Monday, both Christmas days, and the days that a
 * royal decree named. Later decrees name more: where one is not known yet, a term ends early rather
 * than late. */
bool term_is_holiday(struct date day);

/* Whether a term may end on DAY: no Saturday, Sunday or holiday. */
bool term_is_working_day(struct date day);

/* The last day of a term of COUNT days, weeks, months or years from START, the day of what made it
 * run, which itself does not count. Months and years end on START's day of the month, or the
 * month's last. Prolonged to a working day (art. 1), and until it holds two (art. 2), but not when
 * it is longer than the law is for (art. 4). A COUNT below zero counts back, and is not prolonged
 * either (art. 1, second paragraph). */
struct date term_end(struct date start, int count, enum term_unit unit);

/* The moment at which a term is over that runs from MOMENT, where the clock is ZONE's: the end of
 * its last day or, in hours, to the hour, whatever day that is (art. 4). */
int64_t term_over(const struct zone *zone, int64_t moment, int count, enum term_unit unit);

/* How many days there are left in ZONE at MOMENT until the day END: 0 on the day itself, below zero
 * behind it. */
int term_days_left(const struct zone *zone, int64_t moment, struct date end);

#endif
