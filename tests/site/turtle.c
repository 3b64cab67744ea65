/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Names and addresses of strangers must not become statements of the catalogue. */

#include "site/turtle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void values_are_escaped(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buffer buffer = {.arena = arena};
    struct turtle turtle = {&buffer};
    turtle_subject(&turtle, TEXT("https://a/ <b>\"{|}^`\\\n"), "x:T");
    turtle_text(&turtle, "x:p", TEXT("\"@en ; x:q \\ \n\r\t\x01\x7f .\" \xc3\xab"));
    turtle_label(&turtle, "x:l", (struct label){TEXT("\"nl"), TEXT("\\en")});
    turtle_label(&turtle, "x:l", (struct label){TEXT("API"), TEXT("API")});
    turtle_address(&turtle, "x:a", TEXT("https://a/> . <x:b> <x:c> \"d"));
    turtle_moment(&turtle, "x:m", TEXT("2026-03-20T12:00:00Z"));
    turtle_end(&turtle);
    assert_string_equal(
        buffer_string(&buffer),
        "\n<https://a/%20%3Cb%3E%22%7B%7C%7D%5E%60%5C%0A> a x:T ;\n"
        "  x:p \"\\\"@en ; x:q \\\\ \\u000A\\u000D\\u0009\\u0001\\u007F .\\\" \xc3\xab\" ;\n"
        "  x:l \"\\\"nl\"@nl, \"\\\\en\"@en ;\n"
        "  x:l \"API\"@nl ;\n"
        "  x:a <https://a/%3E%20.%20%3Cx:b%3E%20%3Cx:c%3E%20%22d> ;\n"
        "  x:m \"2026-03-20T12:00:00Z\"^^xsd:dateTime .\n");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(values_are_escaped)};
    return cmocka_run_group_tests_name("site/turtle", tests, NULL, NULL);
}
