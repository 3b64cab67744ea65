/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void encodes_what_has_a_meaning(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buffer buffer = {.arena = arena};
    address_encode(&buffer, TEXT(""));
    address_encode(&buffer, TEXT("a-b_c.d~Z9 &=+/?%#é"));
    assert_true(text_is(buffer_text(&buffer), "a-b_c.d~Z9%20%26%3D%2B%2F%3F%25%23%C3%A9"));
    arena_free(arena);
}

static void knows_what_nobody_reads_along_with(void **state)
{
    (void)state;
    static const char *const guarded[] = {
        "https://example.nl",    "https://a-b.example.nl:8443/x?y=z",
        "http://127.0.0.1:9000", "http://localhost/a",
        "http://[::1]:80/x",     "https://[::1]",
        "https://127.0.0.1/x",
    };
    static const char *const open[] = {
        "",
        "https://",
        "https://:443",
        "https:///x",
        "http://example.nl",
        "http://127.0.0.1.example.nl",
        "http://localhost.example.nl/",
        "http://127.0.0.1@example.nl/",
        "https://name:word@example.nl/",
        "https://example.nl/#x",
        "https://example.nl/a b",
        "https://example.nl\\@other.example/",
        "https://[::2]/",
        "https://ex%61mple.nl/",
        "HTTPS://example.nl/",
        "file:///etc/passwd",
        "https://example.nl/\x7f",
        "https://exämple.nl/",
    };
    for (size_t i = 0; i < sizeof guarded / sizeof *guarded; i++)
        if (!address_is_guarded(text_of(guarded[i])))
            fail_msg("%s", guarded[i]);
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (address_is_guarded(text_of(open[i])) || address_is_here(text_of(open[i])))
            fail_msg("%s", open[i]);
    assert_true(address_is_here(TEXT("https://localhost:1/x")));
    assert_true(address_is_here(TEXT("http://127.0.0.1")));
    assert_false(address_is_here(TEXT("https://example.nl/")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encodes_what_has_a_meaning),
        cmocka_unit_test(knows_what_nobody_reads_along_with),
    };
    return cmocka_run_group_tests_name("base/address", tests, NULL, NULL);
}
