/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define GAVE(call, expected)                                                                       \
    do {                                                                                           \
        struct buffer buffer = {.arena = arena};                                                   \
        call;                                                                                      \
        assert_string_equal(buffer_string(&buffer), expected);                                     \
    } while (0)

static void writes_dates(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct date day = {2026, 3, 12};
    struct date first = {2026, 1, 1};
    struct date month = {.year = 2026, .month = 12};
    struct date year = {.year = 476};
    GAVE(language_add_date(&buffer, day, LANGUAGE_DUTCH), "12 maart 2026");
    GAVE(language_add_date(&buffer, day, LANGUAGE_ENGLISH), "12 March 2026");
    GAVE(language_add_date(&buffer, first, LANGUAGE_DUTCH), "1 januari 2026");
    GAVE(language_add_date(&buffer, month, LANGUAGE_DUTCH), "december 2026");
    GAVE(language_add_date(&buffer, month, LANGUAGE_ENGLISH), "December 2026");
    GAVE(language_add_date(&buffer, year, LANGUAGE_ENGLISH), "476");
    GAVE(language_add_date(&buffer, (struct date){0}, LANGUAGE_DUTCH), "");
    arena_free(arena);
}

static void writes_numbers(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    GAVE(language_add_number(&buffer, 0, LANGUAGE_DUTCH), "0");
    GAVE(language_add_number(&buffer, 9999, LANGUAGE_DUTCH), "9999");
    GAVE(language_add_number(&buffer, 10000, LANGUAGE_DUTCH), "10.000");
    GAVE(language_add_number(&buffer, -10000, LANGUAGE_ENGLISH), "-10,000");
    GAVE(language_add_number(&buffer, 123456, LANGUAGE_ENGLISH), "123,456");
    GAVE(language_add_number(&buffer, INT64_MAX, LANGUAGE_DUTCH), "9.223.372.036.854.775.807");
    GAVE(language_add_number(&buffer, INT64_MIN, LANGUAGE_DUTCH), "-9.223.372.036.854.775.808");
    arena_free(arena);
}

static void writes_money(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct money exact = {.kind = MONEY_EXACT, .cents = 6115};
    struct money more = {.kind = MONEY_MORE, .cents = 5000};
    struct money less = {.kind = MONEY_LESS, .cents = 125000005};
    struct money about = {.kind = MONEY_ABOUT, .cents = 7};
    struct money unknown = {.kind = MONEY_UNKNOWN};
    GAVE(language_add_money(&buffer, exact, LANGUAGE_DUTCH), "€\u00a061,15");
    GAVE(language_add_money(&buffer, exact, LANGUAGE_ENGLISH), "€61.15");
    GAVE(language_add_money(&buffer, more, LANGUAGE_DUTCH), "meer dan €\u00a050,00");
    GAVE(language_add_money(&buffer, less, LANGUAGE_DUTCH), "minder dan €\u00a01.250.000,05");
    GAVE(language_add_money(&buffer, less, LANGUAGE_ENGLISH), "less than €1,250,000.05");
    GAVE(language_add_money(&buffer, about, LANGUAGE_ENGLISH), "about €0.07");
    GAVE(language_add_money(&buffer, unknown, LANGUAGE_DUTCH), "onbekend");
    GAVE(language_add_money(&buffer, unknown, LANGUAGE_ENGLISH), "unknown");
    GAVE(language_add_money(&buffer, (struct money){0}, LANGUAGE_DUTCH), "");
    GAVE(language_add_amount(&buffer, -150, LANGUAGE_DUTCH), "-€\u00a01,50");
    arena_free(arena);
}

static void finds_placeholders(void **state)
{
    (void)state;
    struct text rest = TEXT("a {n} b {who}{n");
    struct text before;
    struct text name;
    assert_true(language_placeholder(&rest, &before, &name));
    assert_true(text_is(before, "a ") && text_is(name, "n"));
    assert_true(language_placeholder(&rest, &before, &name));
    assert_true(text_is(before, " b ") && text_is(name, "who"));
    assert_false(language_placeholder(&rest, &before, &name));
    assert_true(text_is(before, "{n"));
    assert_int_equal(rest.size, 0);
}

static void names_languages(void **state)
{
    (void)state;
    struct label label = {.dutch = TEXT("aap"), .english = TEXT("monkey")};
    assert_string_equal(language_id(LANGUAGE_DUTCH), "nl");
    assert_string_equal(language_id(LANGUAGE_ENGLISH), "en");
    assert_true(text_is(label_in(label, LANGUAGE_DUTCH), "aap"));
    assert_true(text_is(label_in(label, LANGUAGE_ENGLISH), "monkey"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_dates),    cmocka_unit_test(writes_numbers),
        cmocka_unit_test(writes_money),    cmocka_unit_test(finds_placeholders),
        cmocka_unit_test(names_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
