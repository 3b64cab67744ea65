/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/term.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

enum { FIRST_YEAR = 1965, LAST_YEAR = 2465 }; /* the law is in force since 1 April 1965 */

static const int64_t second = 1000000;
static const int64_t hour = INT64_C(3600000000);

static struct date day_of(const char *written)
{
    struct date day;
    assert_true(date_parse(text_of(written), &day));
    return day;
}

static void assert_day(struct date day, const char *expected)
{
    struct arena *arena = arena_new();
    assert_string_equal(date_format(arena, day).data, expected);
    arena_free(arena);
}

/* Easter Sunday as almanacs have it, 1990 to 2040: month and day. */
static const int16_t almanac[] = {
    415, 331, 419, 411, 403, 416, 407, 330, 412, 404, 423, 415, 331, 420, 411, 327, 416,
    408, 323, 412, 404, 424, 408, 331, 420, 405, 327, 416, 401, 421, 412, 404, 417, 409,
    331, 420, 405, 328, 416, 401, 421, 413, 328, 417, 409, 325, 413, 405, 425, 410, 401,
};

static void follows_the_almanac(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof almanac / sizeof *almanac; i++) {
        struct date easter = {(int16_t)(1990 + i), (int8_t)(almanac[i] / 100),
                              (int8_t)(almanac[i] % 100)};
        assert_int_equal(date_weekday(easter), 7);
        assert_true(term_is_holiday(date_add_days(easter, -2)));
        assert_true(term_is_holiday(date_add_days(easter, 1)));
        assert_true(term_is_holiday(date_add_days(easter, 39)));
        assert_true(term_is_holiday(date_add_days(easter, 50)));
        assert_false(term_is_holiday(date_add_days(easter, -9)));
        assert_false(term_is_holiday(date_add_days(easter, 8)));
        assert_false(term_is_holiday(date_add_days(easter, 46)));
        assert_false(term_is_holiday(date_add_days(easter, 57)));
    }
}

static void knows_the_holidays_of_a_year(void **state)
{
    (void)state;
    static const char *const holidays[] = {
        "2013-01-01", "2013-03-29", "2013-04-01", "2013-04-30", "2013-05-05", "2013-05-09",
        "2013-05-20", "2013-12-25", "2013-12-26", "2014-01-01", "2014-04-18", "2014-04-21",
        "2014-04-26", "2014-05-05", "2014-05-29", "2014-06-09", "2014-12-25", "2014-12-26",
        "2026-01-01", "2026-01-02", "2026-04-03", "2026-04-06", "2026-04-27", "2026-05-05",
        "2026-05-14", "2026-05-15", "2026-05-25", "2026-12-25", "2026-12-26",
    };
    static const int years[] = {2013, 2014, 2026};
    size_t found = 0;
    for (size_t i = 0; i < sizeof years / sizeof *years; i++)
        for (struct date day = {(int16_t)years[i], 1, 1}; day.year == years[i];
             day = date_add_days(day, 1))
            if (term_is_holiday(day))
                assert_day(day, holidays[found++]);
    assert_int_equal(found, sizeof holidays / sizeof *holidays);
}

/* The King's birthday: 27 April; 30 April before 2014; when it was a Sunday the day before, or
 * until 1980 the day after. */
static void celebrates_the_birthday(void **state)
{
    (void)state;
    static const char *const celebrated[] = {
        "1972-05-01", "1978-05-01", "1989-04-29", "1995-04-29", "2006-04-29", "2012-04-30",
        "2013-04-30", "2014-04-26", "2015-04-27", "2025-04-26", "2031-04-26", "2033-04-27"};
    static const char *const not_so[] = {"1972-04-30", "1989-04-30", "2006-04-30", "2013-04-27",
                                         "2014-04-27", "2014-04-30", "2025-04-27", "2026-04-30"};
    for (size_t i = 0; i < sizeof celebrated / sizeof *celebrated; i++)
        assert_true(term_is_holiday(day_of(celebrated[i])));
    for (size_t i = 0; i < sizeof not_so / sizeof *not_so; i++)
        assert_false(term_is_holiday(day_of(not_so[i])));
}

static void ends_on_a_working_day(void **state)
{
    (void)state;
    static const struct {
        const char *start;
        int count;
        enum term_unit unit;
        const char *end;
    } cases[] = {
        {"2026-03-02", 7, TERM_DAYS, "2026-03-09"},
        {"2026-03-07", 1, TERM_WEEKS, "2026-03-16"}, /* a Saturday becomes Monday */
        {"2026-03-06", 2, TERM_DAYS, "2026-03-09"},  /* a Sunday */
        {"2026-03-27", 1, TERM_WEEKS, "2026-04-07"}, /* Good Friday becomes Tuesday after Easter */
        {"2026-04-16", 1, TERM_WEEKS, "2026-04-23"},
        {"2026-04-20", 1, TERM_WEEKS, "2026-04-28"},  /* King's Day */
        {"2026-05-07", 1, TERM_WEEKS, "2026-05-18"},  /* Ascension Day and the day by decree */
        {"2026-12-18", 1, TERM_WEEKS, "2026-12-28"},  /* Christmas, then a weekend */
        {"2026-11-25", 1, TERM_MONTHS, "2026-12-28"}, /* the same in months */
        {"2026-12-01", 1, TERM_MONTHS, "2027-01-04"}, /* New Year, Saturday, Sunday */
        /* Art. 2: two working days in a term of three days or more. */
        {"2026-03-05", 3, TERM_DAYS, "2026-03-09"}, /* Friday and Monday */
        {"2026-03-06", 3, TERM_DAYS, "2026-03-10"}, /* Monday alone is too little */
        {"2026-04-02", 3, TERM_DAYS, "2026-04-08"}, /* Easter: Tuesday and Wednesday */
        {"2026-04-02", 5, TERM_DAYS, "2026-04-08"},
        {"2026-03-06", 1, TERM_DAYS, "2026-03-09"}, /* under three days art. 1 alone */
        {"2025-12-24", 4, TERM_DAYS, "2025-12-30"},
        {"2025-12-24", 2, TERM_DAYS, "2025-12-29"},
        /* Months and years end on the same day, or the last of the month. */
        {"2026-01-31", 1, TERM_MONTHS, "2026-03-02"}, /* 28 February is a Saturday */
        {"2027-01-31", 1, TERM_MONTHS, "2027-03-01"}, /* 28 February is a Sunday */
        {"2028-01-31", 1, TERM_MONTHS, "2028-02-29"},
        {"2026-03-31", 3, TERM_MONTHS, "2026-06-30"},
        /* Art. 4: the law is not for what is longer. */
        {"2026-01-03", 91, TERM_DAYS, "2026-04-04"},
        {"2026-01-04", 90, TERM_DAYS, "2026-04-07"},
        {"2026-01-10", 12, TERM_WEEKS, "2026-04-07"},
        {"2026-01-03", 13, TERM_WEEKS, "2026-04-04"},
        {"2026-02-15", 3, TERM_MONTHS, "2026-05-18"},
        {"2026-01-05", 4, TERM_MONTHS, "2026-05-05"},
        {"2025-04-05", 1, TERM_YEARS, "2026-04-05"},
        {"2028-02-29", 1, TERM_YEARS, "2029-02-28"},
        /* Counted back, a term ends where it ends. */
        {"2026-04-13", -1, TERM_WEEKS, "2026-04-06"},
        {"2026-03-31", -1, TERM_MONTHS, "2026-02-28"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_day(term_end(day_of(cases[i].start), cases[i].count, cases[i].unit), cases[i].end);
}

/* What must be so of every term, over five centuries. */
static void keeps_the_law_always(void **state)
{
    (void)state;
    int32_t last = date_to_days((struct date){LAST_YEAR, 1, 1});
    int most = 0;
    for (int32_t start = date_to_days((struct date){FIRST_YEAR, 4, 1}); start < last; start++) {
        struct date day = date_from_days(start);
        int32_t before = start;
        for (int count = 1; count <= 10; count++) {
            int32_t end = date_to_days(term_end(day, count, TERM_DAYS));
            int working = 0;
            for (int32_t at = start + 1; at <= end; at++)
                working += term_is_working_day(date_from_days(at));
            assert_true(term_is_working_day(date_from_days(end)));
            assert_true(end >= start + count && end >= before);
            assert_true(working >= (count < 3 ? 1 : 2));
            /* No longer than needed: the day before would not have done. */
            int without = working - 1;
            bool shorter = end > start + count && term_is_working_day(date_from_days(end - 1)) &&
                           without >= (count < 3 ? 1 : 2);
            assert_false(shorter);
            most = end - start - count > most ? end - start - count : most;
            before = end;
        }
        assert_int_equal(date_to_days(term_end(day, 7, TERM_DAYS)),
                         date_to_days(term_end(day, 1, TERM_WEEKS)));
        assert_int_equal(date_to_days(term_end(day, 4, TERM_MONTHS)),
                         date_to_days(date_add_months(day, 4)));
    }
    /* What the law adds is a week at most. */
    assert_in_range(most, 4, 7);
}

static void has_nine_holidays_a_year(void **state)
{
    (void)state;
    for (int year = 2029; year < LAST_YEAR; year++) {
        int count = 0;
        for (struct date day = {(int16_t)year, 1, 1}; day.year == year; day = date_add_days(day, 1))
            count += term_is_holiday(day);
        /* Ascension Day is 5 May in some. */
        assert_in_range(count, 8, 9);
    }
}

static const struct zone *zone_of(struct arena *arena, const char *name)
{
    const struct zone *zone;
    assert_null(zone_load(arena, name, &zone));
    return zone;
}

static int64_t moment_of(const char *written)
{
    int64_t moment;
    assert_true(clock_parse(text_of(written), &moment));
    return moment;
}

static void is_over_where_the_body_is(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct zone *zone = zone_of(arena, "Europe/Amsterdam");
    static const struct {
        const char *moment;
        int count;
        enum term_unit unit;
        const char *over;
    } cases[] = {
        /* The day there: 23:30 on 1 March is 00:30 on the second. */
        {"2026-03-01T23:30:00.000000Z", 7, TERM_DAYS, "2026-03-09T23:00:00.000000Z"},
        {"2026-03-01T22:30:00.000000Z", 7, TERM_DAYS, "2026-03-09T23:00:00.000000Z"},
        /* Over 29 March, when clocks go forward, and 25 October, when they go back. */
        {"2026-03-24T12:00:00.000000Z", 7, TERM_DAYS, "2026-03-31T22:00:00.000000Z"},
        {"2026-10-20T12:00:00.000000Z", 7, TERM_DAYS, "2026-10-27T23:00:00.000000Z"},
        /* Hours are hours: over a weekend, and over a change of the clocks. */
        {"2026-03-27T15:00:00.000000Z", 72, TERM_HOURS, "2026-03-30T15:00:00.000000Z"},
        {"2026-12-24T15:00:00.000000Z", 24, TERM_HOURS, "2026-12-25T15:00:00.000000Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t over = term_over(zone, moment_of(cases[i].moment), cases[i].count, cases[i].unit);
        assert_string_equal(clock_format(arena, over).data, cases[i].over);
    }
    arena_free(arena);
}

static void counts_days_left(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct zone *zone = zone_of(arena, "Europe/Amsterdam");
    struct date end = {2026, 3, 31};
    assert_int_equal(term_days_left(zone, moment_of("2026-03-27T22:59:59.999999Z"), end), 4);
    assert_int_equal(term_days_left(zone, moment_of("2026-03-27T23:00:00.000000Z"), end), 3);
    assert_int_equal(term_days_left(zone, moment_of("2026-03-31T21:59:59.999999Z"), end), 0);
    assert_int_equal(term_days_left(zone, moment_of("2026-03-31T22:00:00.000000Z"), end), -1);
    arena_free(arena);
}

/* Every quarter of an hour of every day is found back, but those that clocks skip or show twice. */
static void finds_what_clocks_show(void **state)
{
    (void)state;
    static const char *const names[] = {"Europe/Amsterdam", "America/Curacao", "UTC",
                                        "Pacific/Auckland"};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct zone *zone = zone_of(arena, names[i]);
        int64_t before = 0;
        for (int32_t day = date_to_days((struct date){2025, 12, 1});
             day < date_to_days((struct date){2027, 2, 1}); day++)
            for (int32_t at = 0; at < 86400; at += 900) {
                int32_t shown;
                int64_t moment = zone_moment(zone, date_from_days(day), at);
                struct date found = zone_date(zone, moment, &shown);
                bool skipped = date_to_days(found) != day || shown != at;
                assert_true(!skipped || (shown - at == 3600 && date_to_days(found) == day));
                assert_true(skipped || moment > before || at < 4 * 3600);
                /* The first of two. */
                zone_date(zone, moment - hour, &shown);
                assert_int_not_equal(shown, at);
                before = moment;
            }
    }
    const struct zone *zone = zone_of(arena, "Europe/Amsterdam");
    assert_int_equal(zone_moment(zone, (struct date){2026, 3, 29}, 2 * 3600 + 1800),
                     moment_of("2026-03-29T01:30:00.000000Z"));
    assert_int_equal(zone_moment(zone, (struct date){2026, 10, 25}, 2 * 3600 + 1800),
                     moment_of("2026-10-25T00:30:00.000000Z"));
    assert_int_equal(zone_midnight(zone, moment_of("2026-10-25T22:59:59.000000Z")),
                     moment_of("2026-10-25T22:59:59.000000Z") + second);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_the_almanac),       cmocka_unit_test(knows_the_holidays_of_a_year),
        cmocka_unit_test(celebrates_the_birthday),   cmocka_unit_test(ends_on_a_working_day),
        cmocka_unit_test(keeps_the_law_always),      cmocka_unit_test(has_nine_holidays_a_year),
        cmocka_unit_test(is_over_where_the_body_is), cmocka_unit_test(counts_days_left),
        cmocka_unit_test(finds_what_clocks_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
