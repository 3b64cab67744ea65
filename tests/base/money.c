/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/money.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void reads_what_people_write(void **state)
{
    (void)state;
    static const struct {
        const char *written;
        enum money_kind kind;
        int64_t cents;
        bool kept; /* the words are kept beside it */
    } cases[] = {
        {"€ 61,15", MONEY_EXACT, 6115, false},
        {"140 euro", MONEY_EXACT, 14000, false},
        {"56,10", MONEY_EXACT, 5610, false},
        {"geschat 400 euro", MONEY_ABOUT, 40000, false},
        {"minder dan 50 euro", MONEY_LESS, 5000, false},
        {"Ca. €40", MONEY_ABOUT, 4000, false},
        {"< 50 euro", MONEY_LESS, 5000, false},
        {"Meer dan 50 euro", MONEY_MORE, 5000, false},
        {"onbekend", MONEY_UNKNOWN, 0, true},
        {"?", MONEY_UNKNOWN, 0, true},
        {"geen idee", MONEY_UNKNOWN, 0, true},
        {"onbekend, minder dan 100 euro?", MONEY_LESS, 10000, true},
        {"75 Euro ??", MONEY_ABOUT, 7500, true},
        {"ca. € 50,--", MONEY_ABOUT, 5000, false},
        {"€ 50,-", MONEY_EXACT, 5000, false},
        {"€61,15 excl. BTW", MONEY_EXACT, 6115, true},
        {"Boekenbon € 50", MONEY_EXACT, 5000, true},
        {"€1000", MONEY_EXACT, 100000, false},
        {"1.250,-", MONEY_EXACT, 125000, false},
        {"EUR 1,250.50", MONEY_EXACT, 125050, false},
        {"€ 1.250.000", MONEY_EXACT, 125000000, false},
        {"0,5", MONEY_EXACT, 50, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct money money;
        if (!money_read(text_of(cases[i].written), &money))
            fail_msg("not read: %s", cases[i].written);
        assert_int_equal(money.kind, cases[i].kind);
        assert_int_equal(money.cents, cases[i].cents);
        assert_int_equal(money.written.size, cases[i].kept ? strlen(cases[i].written) : 0);
    }
}

static void refuses_what_it_would_have_to_guess(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",
        "€ 166,96 (vliegticket) en € 400,- (2 nachten)",
        "34 gr. / stuk Silver 925’ Waarde 1000 dram",
        "1,2,3",
        "12.34.567",
        "$ 50",
        "twee tientjes",
        "-5",
        "50-100",
        "99999999999999999",
        "1.2345",
        "meer dan minder dan 50",
        "€",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct money money;
        if (money_read(text_of(cases[i]), &money))
            fail_msg("read: %s as %d %ld", cases[i], money.kind, (long)money.cents);
    }
}

static void knows_only_what_it_knows(void **state)
{
    (void)state;
    struct money less = {.kind = MONEY_LESS, .cents = 5000};
    assert_int_equal(money_is_more(less, 4000), TRUTH_UNKNOWN);
    assert_int_equal(money_is_more(less, 5000), TRUTH_FALSE);
    assert_int_equal(money_is_less(less, 5000), TRUTH_TRUE);
    assert_int_equal(money_is_same(less, 5000), TRUTH_FALSE);
    struct money more = {.kind = MONEY_MORE, .cents = 5000};
    assert_int_equal(money_is_more(more, 5000), TRUTH_TRUE);
    assert_int_equal(money_is_more(more, 6000), TRUTH_UNKNOWN);
    struct money about = {.kind = MONEY_ABOUT, .cents = 5000};
    assert_int_equal(money_is_more(about, 100), TRUTH_UNKNOWN);
}

static void writes_both_ways(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buffer buffer = {.arena = arena};
    money_add_dutch(&buffer, 123456789);
    buffer_add_byte(&buffer, ' ');
    money_add_plain(&buffer, 123456709);
    assert_string_equal(buffer_string(&buffer), "1.234.567,89 1234567.09");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_people_write),
        cmocka_unit_test(refuses_what_it_would_have_to_guess),
        cmocka_unit_test(knows_only_what_it_knows),
        cmocka_unit_test(writes_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
