/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/encoding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void tells_which_encoding_it_is(void **state)
{
    (void)state;
    static const struct {
        const char *content;
        enum encoding encoding;
        const char *decoded; /* NULL: refused */
    } cases[] = {
        {"abc", ENCODING_UTF8, "abc"},
        {"é€😀", ENCODING_UTF8, "é€😀"},
        {"\xEF\xBB\xBFé", ENCODING_UTF8, "é"},
        {"\xEF\xBB\xBF\xE9", ENCODING_UTF8, NULL},
        {"caf\xE9 \x80 \x92s \xFF", ENCODING_WINDOWS_1252, "café € ’s ÿ"},
        {"CAF\xC9\x92S \xE9", ENCODING_WINDOWS_1252, "CAFÉ’S é"},
        {"\x81", ENCODING_WINDOWS_1252, NULL},
        {"\x8D\xE9", ENCODING_WINDOWS_1252, NULL},
        {"é\xE9", ENCODING_UTF8, NULL},
        {"’\xE9", ENCODING_UTF8, NULL},
        {"€\xE9", ENCODING_UTF8, NULL},
        {"😀\xE9", ENCODING_UTF8, NULL},
        {"", ENCODING_UTF8, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct faults faults = {.arena = arena};
        struct text decoded;
        enum encoding encoding;
        bool done = encoding_decode(arena, text_of(cases[i].content), TEXT("f"), &faults, &decoded,
                                    &encoding);
        assert_int_equal(done, cases[i].decoded != NULL);
        assert_int_equal(encoding, cases[i].encoding);
        assert_int_equal(faults.count, done ? 0 : 1);
        if (done)
            assert_true(text_is(decoded, cases[i].decoded));
        arena_free(arena);
    }
}

static void reads_every_byte_of_windows(void **state)
{
    (void)state;
    static const char *const upper =
        "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ ¡¢£¤¥¦§¨©ª«¬­®¯°±²³´µ¶·¸¹º»¼½¾¿"
        "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    char content[256];
    size_t size = 0;
    for (unsigned byte = 0x80; byte < 0x100; byte++)
        if (byte != 0x81 && byte != 0x8D && byte != 0x8F && byte != 0x90 && byte != 0x9D)
            content[size++] = (char)byte;
    struct text decoded;
    enum encoding encoding;
    assert_true(encoding_decode(arena, (struct text){content, size}, TEXT("f"), &faults, &decoded,
                                &encoding));
    assert_int_equal(text_length(decoded), size);
    /* The blank at 0xA0 is a no-break space. */
    struct buffer expected = {.arena = arena};
    for (const char *at = upper; *at; at++)
        buffer_add_string(&expected, *at == ' ' ? "\xC2\xA0" : (char[]){*at, '\0'});
    assert_true(text_equal(decoded, buffer_text(&expected)));
    arena_free(arena);
}

static void finds_controls_wherever_they_stand(void **state)
{
    (void)state;
    static const char *const controls[] = {"\x01",     "\x1F",         "\x7F",        "\xC2\x80",
                                           "\xC2\x9F", "\xE2\x80\xAA", "\xE2\x81\xA9"};
    static const char *const sound[] = {"\t",
                                        "\r\n",
                                        " ",
                                        "~",
                                        "\xC2\xA0",
                                        "\xE2\x80\x99",
                                        "\xE2\x81\xA0",
                                        "é",
                                        "\xF0\x9F\x98\x80"};
    char text[64];
    for (size_t at = 0; at < 24; at++) {
        for (size_t i = 0; i < sizeof controls / sizeof *controls; i++) {
            memset(text, ' ' + (int)at, sizeof text);
            memcpy(text + at, controls[i], strlen(controls[i]));
            assert_true(encoding_has_control((struct text){text, 27}));
            assert_true(encoding_has_control((struct text){text, at + strlen(controls[i])}));
        }
        for (size_t i = 0; i < sizeof sound / sizeof *sound; i++) {
            memset(text, ' ' + (int)at, sizeof text);
            memcpy(text + at, sound[i], strlen(sound[i]));
            assert_false(encoding_has_control((struct text){text, 28}));
        }
    }
    assert_true(encoding_has_control((struct text){"abcdefghi\0", 10}));
}

static void places_as_an_editor_shows(void **state)
{
    (void)state;
    struct text text = TEXT("é\r\né\rx\n\nyz");
    static const struct {
        size_t offset;
        size_t line;
        size_t column;
    } cases[] = {{0, 1, 1}, {2, 1, 2}, {4, 2, 1}, {6, 2, 2}, {7, 3, 1}, {9, 4, 1}, {11, 5, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct place place = encoding_place(text, 0, (struct place){1, 1}, cases[i].offset);
        assert_int_equal(place.line, cases[i].line);
        assert_int_equal(place.column, cases[i].column);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_which_encoding_it_is),
        cmocka_unit_test(reads_every_byte_of_windows),
        cmocka_unit_test(finds_controls_wherever_they_stand),
        cmocka_unit_test(places_as_an_editor_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
