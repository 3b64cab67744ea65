/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/calendar.h"

#include "base/clock.h"

#include <assert.h>

enum { LINE_MOST = 75 }; /* bytes in a line, without its end (RFC 5545, 3.1) */

/* A line, folded: what goes on begins with a space. A letter of several bytes is never parted. */
static void add_line(struct buffer *buffer, struct text line)
{
    size_t room = LINE_MOST;
    while (line.size > room) {
        size_t size = room;
        while (((unsigned char)line.data[size] & 0xC0) == 0x80)
            size--;
        buffer_add(buffer, text_slice(line, 0, size));
        buffer_add_string(buffer, "\r\n ");
        line = text_slice(line, size, line.size);
        room = LINE_MOST - 1;
    }
    buffer_add(buffer, line);
    buffer_add_string(buffer, "\r\n");
}

/* NAME:VALUE, where the value means what it says: no control character may end its line. */
static void add_plain(struct buffer *buffer, const char *name, struct text value)
{
    struct buffer line = {.arena = buffer->arena};
    buffer_add_format(&line, "%s:", name);
    for (size_t at = 0; at < value.size; at++)
        if ((unsigned char)value.data[at] >= ' ' && value.data[at] != 0x7F)
            buffer_add_byte(&line, value.data[at]);
    add_line(buffer, buffer_text(&line));
}

/* NAME:VALUE of a text, with the signs escaped that mean something (3.3.11). */
static void add_text(struct buffer *buffer, const char *name, struct text value)
{
    struct buffer escaped = {.arena = buffer->arena};
    for (size_t at = 0; at < value.size; at++) {
        char byte = value.data[at];
        if (byte == '\n')
            buffer_add_string(&escaped, "\\n");
        else if (byte == '\\' || byte == ';' || byte == ',')
            buffer_add_format(&escaped, "\\%c", byte);
        else
            buffer_add_byte(&escaped, byte);
    }
    add_plain(buffer, name, buffer_text(&escaped));
}

static void add_day(struct buffer *buffer, const char *name, struct date day)
{
    buffer_add_format(buffer, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, day.year, day.month, day.day);
}

/* "20260320T100000Z" */
static void add_moment(struct buffer *buffer, const char *name, int64_t moment)
{
    struct text written = clock_format(buffer->arena, moment);
    buffer_add_format(buffer, "%s:%.4s%.2s%.2sT%.2s%.2s%.2sZ\r\n", name, written.data,
                      written.data + 5, written.data + 8, written.data + 11, written.data + 14,
                      written.data + 17);
}

struct calendar calendar_begin(struct buffer *buffer, struct text name, int64_t moment)
{
    buffer_add_string(buffer,
                      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Waarborg//Waarborg//NL\r\n"
                      "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
                      "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n"
                      "X-PUBLISHED-TTL:PT6H\r\n");
    add_text(buffer, "NAME", name);
    add_text(buffer, "X-WR-CALNAME", name);
    return (struct calendar){buffer, moment};
}

void calendar_add(struct calendar *calendar, const struct calendar_event *event)
{
    struct buffer *buffer = calendar->buffer;
    assert(date_is_day(event->first) && date_is_day(event->last));
    buffer_add_string(buffer, "BEGIN:VEVENT\r\n");
    add_plain(buffer, "UID", event->id);
    add_moment(buffer, "DTSTAMP", calendar->moment);
    add_day(buffer, "DTSTART", event->first);
    add_day(buffer, "DTEND", date_add_days(event->last, 1)); /* the day after the last */
    add_text(buffer, "SUMMARY", event->summary);
    if (event->text.size)
        add_text(buffer, "DESCRIPTION", event->text);
    if (event->address.size)
        add_plain(buffer, "URL", event->address);
    /* Who looks when somebody is free sees nothing of it. */
    buffer_add_string(buffer, "TRANSP:TRANSPARENT\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\n");
}

void calendar_end(struct calendar *calendar)
{
    buffer_add_string(calendar->buffer, "END:VCALENDAR\r\n");
}
