/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void reads_what_people_write(void **state)
{
    (void)state;
    static const struct {
        const char *written;
        const char *iso;
    } cases[] = {
        {"2019", "2019"},
        {"2019-06", "2019-06"},
        {"2019-06-20", "2019-06-20"},
        {"20-6-2019", "2019-06-20"},
        {"20/06/2019", "2019-06-20"},
        {"20.6.2019", "2019-06-20"},
        {"20 juni 2019", "2019-06-20"},
        {"donderdag 20 juni 2019", "2019-06-20"},
        {"do. 20 juni 2019", "2019-06-20"},
        {"June 20, 2019", "2019-06-20"},
        {"Juni 2019", "2019-06"},
        {"06-2019", "2019-06"},
        {"20190620", "2019-06-20"},
        {" 1 mrt. 2020 ", "2020-03-01"},
        {"2019-6-2", "2019-06-02"},
        {"29-2-2020", "2020-02-29"},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date date;
        assert_true(date_read(text_of(cases[i].written), &date));
        assert_string_equal(date_format(arena, date).data, cases[i].iso);
    }
    arena_free(arena);
}

static void refuses_what_is_no_date(void **state)
{
    (void)state;
    static const char *const cases[] = {"",           "onbekend",   "20-13-2019", "31-4-2019",
                                        "29-2-2019",  "2019-00-10", "20 juni",    "19-06-20",
                                        "2019-06-2x", "0000",       "99999",      "20 6 2019 10",
                                        "2019-06-00", "1-2-3-4"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date date;
        assert_false(date_read(text_of(cases[i]), &date));
    }
}

static void compares_only_what_is_known(void **state)
{
    (void)state;
    struct date year = {2019, 0, 0};
    struct date month = {2019, 6, 0};
    struct date day = {2019, 6, 20};
    struct date later = {2020, 1, 1};
    assert_int_equal(date_compare(day, day), DATE_SAME);
    assert_int_equal(date_compare(year, day), DATE_UNKNOWN);
    assert_int_equal(date_compare(year, year), DATE_UNKNOWN);
    assert_int_equal(date_compare(month, later), DATE_BEFORE);
    assert_int_equal(date_compare(later, year), DATE_AFTER);
    assert_int_equal(date_compare(day, (struct date){0, 0, 0}), DATE_UNKNOWN);
}

static void counts_days_there_and_back(void **state)
{
    (void)state;
    assert_int_equal(date_to_days((struct date){1970, 1, 1}), 0);
    assert_int_equal(date_weekday((struct date){2026, 11, 22}), 7);
    struct date expected = {1600, 1, 1};
    for (int32_t days = date_to_days(expected); days < 400000; days++) {
        struct date date = date_from_days(days);
        assert_true(date_exists(date));
        assert_int_equal(date_to_days(date), days);
    }
    struct date end = date_add_months((struct date){2024, 1, 31}, 1);
    assert_int_equal(end.day, 29);
    assert_int_equal(date_add_months((struct date){2024, 1, 31}, -1).year, 2023);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_people_write),
        cmocka_unit_test(refuses_what_is_no_date),
        cmocka_unit_test(compares_only_what_is_known),
        cmocka_unit_test(counts_days_there_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
