/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const int64_t moment = INT64_C(1774000805000000); /* 20 March 2026, 10:00:05 UTC */

static const char *make(struct arena *arena, const struct calendar_event *event)
{
    struct buffer *buffer = ARENA_NEW(arena, struct buffer);
    buffer->arena = arena;
    struct calendar calendar = calendar_begin(buffer, TEXT("Agenda; proef"), moment);
    if (event)
        calendar_add(&calendar, event);
    calendar_end(&calendar);
    return buffer_string(buffer);
}

static void writes_whole_days(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct calendar_event event = {
        .id = TEXT("round-gifts-2026-03@proef.example"),
        .first = {2026, 2, 27},
        .last = {2026, 2, 28},
        .summary = TEXT("Klopt het nog? Geschenken, reizen; en \\ meer"),
        .text = TEXT("Eén regel,\nen nog een."),
        .address = TEXT("https://proef.example/mijn/geschenken?a=1,2;3"),
    };
    assert_string_equal(make(arena, &event),
                        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Waarborg//Waarborg//NL\r\n"
                        "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
                        "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\nX-PUBLISHED-TTL:PT6H\r\n"
                        "NAME:Agenda\\; proef\r\nX-WR-CALNAME:Agenda\\; proef\r\n"
                        "BEGIN:VEVENT\r\nUID:round-gifts-2026-03@proef.example\r\n"
                        "DTSTAMP:20260320T100005Z\r\nDTSTART;VALUE=DATE:20260227\r\n"
                        "DTEND;VALUE=DATE:20260301\r\n"
                        "SUMMARY:Klopt het nog? Geschenken\\, reizen\\; en \\\\ meer\r\n"
                        "DESCRIPTION:Eén regel\\,\\nen nog een.\r\n"
                        "URL:https://proef.example/mijn/geschenken?a=1,2;3\r\n"
                        "TRANSP:TRANSPARENT\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    arena_free(arena);
}

/* The summary as a program reads it: first the folds are undone, then the escapes. */
static struct text read_summary(struct arena *arena, const char *made)
{
    struct buffer line = {.arena = arena};
    struct buffer read = {.arena = arena};
    const char *at = strstr(made, "\r\nSUMMARY:");
    assert_non_null(at);
    for (at += strlen("\r\nSUMMARY:"); strncmp(at, "\r\n", 2) != 0 || at[2] == ' '; at++) {
        if (*at == '\r')
            at += 2;
        else
            buffer_add_byte(&line, *at);
    }
    for (at = buffer_string(&line); *at; at++) {
        bool escaped = *at == '\\';
        at += escaped;
        buffer_add_byte(&read, escaped && *at == 'n' ? '\n' : *at);
    }
    return buffer_text(&read);
}

/* Whatever stands in a text, it comes back, no line is longer than 75 bytes, none parts a letter,
 * and none of it is a line by itself. */
static void folds_and_escapes_anything(void **state)
{
    static const char *const letters[] = {"a",  ",", ";",  "\\", "é", "€", "\xF0\x9F\x98\x80",
                                          "\n", ":", "\"", " "};
    (void)state;
    for (size_t size = 1; size < 260; size++) {
        struct arena *arena = arena_new();
        struct buffer text = {.arena = arena};
        for (size_t i = 0; i < size; i++)
            buffer_add_string(
                &text, letters[(i * 7 + size * 3 + i / 11) % (sizeof letters / sizeof *letters)]);
        struct calendar_event event = {.id = TEXT("x@y"),
                                       .first = {2026, 12, 31},
                                       .last = {2026, 12, 31},
                                       .summary = buffer_text(&text)};
        const char *made = make(arena, &event);
        struct text rest = text_of(made);
        struct text line;
        while (text_next(&rest, '\n', &line)) {
            assert_true(!line.size || line.data[line.size - 1] == '\r');
            assert_true(line.size <= 76);
            assert_true(text_valid(line, NULL));
        }
        assert_true(text_equal(read_summary(arena, made), event.summary));
        assert_non_null(strstr(made, "\r\nDTEND;VALUE=DATE:20270101\r\n"));
        arena_free(arena);
    }
}

static void lets_nothing_end_a_line(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct calendar_event event = {
        .id = TEXT("a\r\nATTACH:https://evil.example/"),
        .first = {2026, 1, 1},
        .last = {2026, 1, 1},
        .summary = TEXT("a\r\nBEGIN:VALARM\tb\x01"),
        .address = TEXT("https://proef.example/\r\nATTENDEE:mailto:x@evil.example"),
    };
    const char *made = make(arena, &event);
    assert_null(strstr(made, "\nATTACH"));
    assert_null(strstr(made, "\nATTENDEE"));
    assert_non_null(strstr(made, "\r\nSUMMARY:a\\nBEGIN:VALARMb\r\n"));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_whole_days),
        cmocka_unit_test(folds_and_escapes_anything),
        cmocka_unit_test(lets_nothing_end_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
