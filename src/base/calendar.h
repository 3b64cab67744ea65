/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

/* Days for somebody's calendar program: iCalendar (RFC 5545), as it goes into a feed or a file. */

#include "base/date.h"

/* Something that takes whole days. A program that reads the feed again knows an event by its id. */
struct calendar_event {
    struct text id;      /* the same each time, and of nothing else in the world: "...@HOST" */
    struct date first;   /* whole days, */
    struct date last;    /* both included */
    struct text summary; /* one line */
    struct text text;    /* may be empty, and have several lines */
    struct text address; /* https://..., may be empty */
};

struct calendar {
    struct buffer *buffer;
    int64_t moment; /* at which it is made */
};

/* Begins a calendar that is called NAME at the end of BUFFER; add its events, and end it. */
struct calendar calendar_begin(struct buffer *buffer, struct text name, int64_t moment);
void calendar_add(struct calendar *calendar, const struct calendar_event *event);
void calendar_end(struct calendar *calendar);

#endif
