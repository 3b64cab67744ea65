/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/target.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena *arena;

static const char *decoded(const char *raw, bool plus)
{
    struct text text;
    return web_decode(arena, text_of(raw), plus, &text) ? text_string(arena, text) : NULL;
}

static void escapes_are_decoded(void **state)
{
    (void)state;
    assert_string_equal(decoded("a%20b%2Fc%2f", false), "a b/c/");
    assert_string_equal(decoded("a+b", true), "a b");
    assert_string_equal(decoded("a+b", false), "a+b");
    assert_string_equal(decoded("%C3%A9", false), "\xc3\xa9");
    assert_string_equal(decoded("", false), "");
    assert_null(decoded("%", false));
    assert_null(decoded("%2", false));
    assert_null(decoded("a%2", false));
    assert_null(decoded("%zz", false));
    assert_null(decoded("%00", false));
    assert_null(decoded("%C3", false));
    assert_null(decoded("%ED%A0%80", false));
    assert_null(decoded("%C0%AF", false));
}

static void pairs_are_split(void **state)
{
    (void)state;
    struct web_pairs pairs = {0};
    assert_true(web_decode_pairs(arena, TEXT("a=1&b=&&c&=d&a=2=3"), 10, &pairs));
    assert_int_equal(pairs.count, 5);
    assert_true(text_is(web_value(pairs, "a"), "1"));
    assert_true(web_has(pairs, "c"));
    assert_true(text_is(web_value(pairs, ""), "d"));
    assert_true(text_is(pairs.items[4].value, "2=3"));
    pairs = (struct web_pairs){0};
    assert_false(web_decode_pairs(arena, TEXT("a&b&c"), 2, &pairs));
    pairs = (struct web_pairs){0};
    assert_false(web_decode_pairs(arena, TEXT("a=%f"), 2, &pairs));
    pairs = (struct web_pairs){0};
    assert_true(web_decode_pairs(arena, (struct text){0}, 2, &pairs));
    assert_int_equal(pairs.count, 0);
}

static void cookies_are_split(void **state)
{
    (void)state;
    struct web_pairs pairs = {0};
    web_decode_cookies(arena, TEXT("a=1; b=2;c; =x;d=\xff; a=3"), &pairs);
    assert_int_equal(pairs.count, 3);
    assert_true(text_is(web_value(pairs, "a"), "1"));
    assert_true(text_is(web_value(pairs, "b"), "2"));
}

static bool path_of(const char *raw, struct web_path *path)
{
    return web_decode_path(arena, text_of(raw), path);
}

static void paths_are_split(void **state)
{
    (void)state;
    struct web_path path;
    assert_true(path_of("/", &path));
    assert_int_equal(path.count, 0);
    assert_true(path_of("/a/b%2Fc/", &path));
    assert_int_equal(path.count, 3);
    assert_true(text_is(path.segments[1], "b/c"));
    assert_int_equal(path.segments[2].size, 0);
    assert_true(path_of("/en", &path));
    assert_int_equal(path.language, LANGUAGE_ENGLISH);
    assert_true(text_is(path.text, "/"));
    assert_true(path_of("/en/a", &path));
    assert_true(text_is(path.text, "/a"));
    assert_true(path_of("/energie", &path));
    assert_int_equal(path.language, LANGUAGE_DUTCH);
    assert_true(path_of("/a...b", &path));
}

static void wrong_paths_are_refused(void **state)
{
    (void)state;
    struct web_path path;
    static const char *const wrong[] = {"",        "a",         "/..",      "/a/../b", "/.",
                                        "/%2e%2e", "/a/%2E%2e", "/a%00b",   "/a%0ab",  "/a%7f",
                                        "/a%",     "/%ff",      "/en/../a", "/a/%2E/b"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(path_of(wrong[i], &path));
    assert_false(path_of("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", &path));
}

int main(void)
{
    arena = arena_new();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_are_decoded),     cmocka_unit_test(pairs_are_split),
        cmocka_unit_test(cookies_are_split),       cmocka_unit_test(paths_are_split),
        cmocka_unit_test(wrong_paths_are_refused),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
