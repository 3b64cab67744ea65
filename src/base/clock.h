/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

/* What time it is, and which day it is where the body is. The one place that asks the system, so
 * that tests and the demo can set it. */

#include "base/date.h"
#include "base/error.h"

/* Microseconds since 1970-01-01T00:00:00Z. */
int64_t clock_now(void);

/* From now on the clock stands still at MOMENT; 0 lets it run again. */
void clock_set(int64_t moment);

/* Microseconds of a clock that never goes back, for measuring and deadlines. */
int64_t clock_monotonic(void);

/* "2026-03-12T09:30:05.123456Z", and back. */
struct text clock_format(struct arena *arena, int64_t moment);
bool clock_parse(struct text text, int64_t *moment);

/* A time zone of the system's database ("Europe/Amsterdam"), loaded once and kept. */
struct zone;
struct error *zone_load(struct arena *arena, const char *name, const struct zone **zone);

/* The day, and the seconds of that day, of MOMENT in ZONE. */
struct date zone_date(const struct zone *zone, int64_t moment, int32_t *seconds);

/* The moment at which clocks in ZONE show DAY and SECONDS of it: the first of two, where clocks are
 * put back; where they skip it, what they would have shown had they not been put forward yet. */
int64_t zone_moment(const struct zone *zone, struct date day, int32_t seconds);

/* The moment at which the day after MOMENT's day starts in ZONE. */
int64_t zone_midnight(const struct zone *zone, int64_t moment);

#endif
