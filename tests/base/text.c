/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/clock.h"
#include "base/identifier.h"
#include "base/json.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void folds_case_and_accents(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_true(
        text_is(text_fold(arena, text_of("  Coöperatie\t\n Straße ")), "cooperatie strasse"));
    assert_true(text_is(text_fold(arena, text_of("IJSBRAND Ĳ")), "ijsbrand ij"));
    assert_true(text_is(text_fold(arena, text_of("\xff\xfe")), "\xff\xfe"));
    assert_true(text_is(text_trim(text_of("\xc2\xa0 a \xc2\xa0")), "a"));
    arena_free(arena);
}

static void sees_what_is_not_text(void **state)
{
    (void)state;
    size_t where = 0;
    assert_true(text_valid(text_of("aé€😀"), NULL));
    assert_false(text_valid(text_of("ab\xc0\xaf"), &where));
    assert_int_equal(where, 2);
    assert_false(text_valid(text_of("\xed\xa0\x80"), NULL));
    assert_true(text_has_control(text_of("a\x01")));
    assert_true(text_has_control(text_of("a\xe2\x80\xae")));
    assert_false(text_has_control(text_of("a\nb\té")));
}

static void splits_and_finds(void **state)
{
    (void)state;
    struct text rest = TEXT("a,,b");
    struct text part;
    size_t count = 0;
    while (text_next(&rest, ',', &part))
        count++;
    assert_int_equal(count, 3);
    assert_int_equal(text_find(TEXT("abcabc"), 1, TEXT("abc")), 3);
    assert_int_equal(text_find(TEXT("abc"), 0, TEXT("x")), 3);
    int64_t number;
    assert_true(text_number(TEXT("9223372036854775807"), &number));
    assert_false(text_number(TEXT("9223372036854775808"), &number));
}

static void writes_json_as_it_must(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buffer buffer = {.arena = arena};
    struct json_writer writer = {.buffer = &buffer};
    json_open_object(&writer);
    json_write_key(&writer, "a");
    json_open_array(&writer);
    json_write_number(&writer, -5);
    json_write_text(&writer, TEXT("q\"\\\n\x01é"));
    json_close_array(&writer);
    json_write_key(&writer, "b");
    json_write_boolean(&writer, true);
    json_close_object(&writer);
    assert_string_equal(buffer_string(&buffer), "{\"a\":[-5,\"q\\\"\\\\\\n\\u0001é\"],\"b\":true}");
    json_t *root;
    assert_null(json_read(arena, buffer_text(&buffer), &root));
    json_decref(root);
    assert_non_null(json_read(arena, TEXT("{\"a\":1,\"a\":2}"), &root));
    assert_non_null(json_read(arena, TEXT("{} x"), &root));
    arena_free(arena);
}

static void knows_the_day_where_the_body_is(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct zone *zone;
    int64_t moment;
    int32_t seconds;
    assert_null(zone_load(arena, "Europe/Amsterdam", &zone));
    assert_non_null(zone_load(arena, "../../etc/passwd", &zone));
    assert_null(zone_load(arena, "Europe/Amsterdam", &zone));
    static const struct {
        const char *moment;
        const char *day;
        int32_t seconds;
        const char *midnight;
    } cases[] = {
        {"2026-03-28T23:30:00.000000Z", "2026-03-29", 1800, "2026-03-29T22:00:00.000000Z"},
        {"2026-03-28T12:00:00.000000Z", "2026-03-28", 46800, "2026-03-28T23:00:00.000000Z"},
        {"2026-10-25T12:00:00.000000Z", "2026-10-25", 46800, "2026-10-25T23:00:00.000000Z"},
        {"2045-07-01T22:30:00.000000Z", "2045-07-02", 1800, "2045-07-02T22:00:00.000000Z"},
        {"1969-12-31T23:30:00.500000Z", "1970-01-01", 1800, "1970-01-01T23:00:00.000000Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(clock_parse(text_of(cases[i].moment), &moment));
        assert_string_equal(clock_format(arena, moment).data, cases[i].moment);
        assert_string_equal(date_format(arena, zone_date(zone, moment, &seconds)).data,
                            cases[i].day);
        assert_int_equal(seconds, cases[i].seconds);
        assert_string_equal(clock_format(arena, zone_midnight(zone, moment)).data,
                            cases[i].midnight);
    }
    arena_free(arena);
}

static void makes_ids(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct text one = identifier_new(arena);
    assert_int_equal(one.size, IDENTIFIER_SIZE);
    assert_true(identifier_valid(one));
    assert_false(text_equal(one, identifier_new(arena)));
    assert_false(identifier_valid(TEXT("../a")));
    assert_true(identifier_valid(TEXT("lid-01")));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_case_and_accents),
        cmocka_unit_test(sees_what_is_not_text),
        cmocka_unit_test(splits_and_finds),
        cmocka_unit_test(writes_json_as_it_must),
        cmocka_unit_test(knows_the_day_where_the_body_is),
        cmocka_unit_test(makes_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
