/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "example.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const struct rule_place place = {{"rule", 4}, 1, 1, 0};

/* A row as people would fill it in; the rest is empty. */
static void fill(struct rule_value *values)
{
    memset(values, 0, EXAMPLE_NAMES * sizeof *values);
    values[EXAMPLE_KIND] =
        (struct rule_value){.type = RULE_TEXT, .known = true, .text = TEXT("gift")};
    values[EXAMPLE_VALUE] = (struct rule_value){
        .type = RULE_MONEY, .known = true, .money = {.kind = MONEY_LESS, .cents = 5000}};
    values[EXAMPLE_COSTS] =
        (struct rule_value){.type = RULE_MONEY, .known = true, .money = {.kind = MONEY_UNKNOWN}};
    values[EXAMPLE_RECEIVED_ON] =
        (struct rule_value){.type = RULE_DATE, .known = true, .date = {2019, 6, 20}};
    values[EXAMPLE_ENDED_ON] =
        (struct rule_value){.type = RULE_DATE, .known = true, .date = {2019, 0, 0}};
    values[EXAMPLE_PAID] =
        (struct rule_value){.type = RULE_BOOLEAN, .known = true, .boolean = true};
    values[EXAMPLE_HOURS] =
        (struct rule_value){.type = RULE_DECIMAL, .known = true, .decimal = 1.5};
    values[EXAMPLE_NUMBER] =
        (struct rule_value){.type = RULE_INTEGER, .known = true, .integer = INT64_MAX};
    values[EXAMPLE_GIVER] =
        (struct rule_value){.type = RULE_TEXT, .known = true, .text = TEXT("Coöperatie 𝔸")};
    values[EXAMPLE_ORGANISATION] = (struct rule_value){
        .type = RULE_ORGANISATION, .known = true, .organisation = {.name = TEXT("Stichting")}};
    values[EXAMPLE_THRESHOLD] =
        (struct rule_value){.type = RULE_INTEGER, .known = true, .integer = 50};
    values[EXAMPLE_STATE] =
        (struct rule_value){.type = RULE_TEXT, .known = true, .text = TEXT("declared")};
    values[EXAMPLE_TODAY] =
        (struct rule_value){.type = RULE_DATE, .known = true, .date = {2019, 7, 20}};
}

static struct rule *parse(struct arena *arena, const char *text, enum rule_type wanted)
{
    struct faults faults = {.arena = arena};
    struct rule *rule =
        rule_parse(arena, text_of(text), &place, &example_environment, wanted, &faults);
    if (!rule)
        fail_msg("%s: %.*s", text, TEXT_FORMAT(faults.items[0].message));
    return rule;
}

struct example {
    const char *text;
    enum truth truth;
};

static void check_all(const struct example *examples, size_t count)
{
    struct rule_value values[EXAMPLE_NAMES];
    fill(values);
    for (size_t i = 0; i < count; i++) {
        struct arena *arena = arena_new();
        struct rule *rule = parse(arena, examples[i].text, RULE_BOOLEAN);
        if (rule_truth(rule, arena, values) != examples[i].truth)
            fail_msg("%s is %d", examples[i].text, rule_truth(rule, arena, values));
        assert_int_equal(rule_holds(rule, arena, values), examples[i].truth == TRUTH_TRUE);
        arena_free(arena);
    }
}

static void knows_what_is_filled_in(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"kind == 'gift'", TRUTH_TRUE},
        {"kind in ['service', 'invitation']", TRUTH_FALSE},
        {"perishable", TRUTH_UNKNOWN},
        {"!perishable", TRUTH_UNKNOWN},
        {"perishable && false", TRUTH_FALSE},
        {"perishable || paid", TRUTH_TRUE},
        {"perishable ? true : true", TRUTH_UNKNOWN},
        {"paid ? true : perishable", TRUTH_TRUE},
        {"note == note", TRUTH_UNKNOWN},
        {"note in []", TRUTH_FALSE},
        {"giver in [note, giver]", TRUTH_TRUE},
        {"kind in [note, giver]", TRUTH_UNKNOWN},
        {"giver in themes", TRUTH_UNKNOWN},
        {"has(note) || has(themes) || has(perishable)", TRUTH_FALSE},
        {"has(organisation) && has(organisation.name) && !has(organisation.kvk)", TRUTH_TRUE},
        {"organisation.kvk == ''", TRUTH_UNKNOWN},
        {"size(giver) == 12 && giver.endsWith('𝔸') && giver.contains('öp')", TRUTH_TRUE},
        {"'z' < 'é' && '\\uffff' < '𝔸'", TRUTH_TRUE},
    };
    check_all(examples, sizeof examples / sizeof *examples);
}

static void compares_money_as_far_as_it_is_known(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"value.amount > 40", TRUTH_UNKNOWN},
        {"value.amount > setting.gift_threshold", TRUTH_FALSE},
        {"value < 50", TRUTH_TRUE},
        {"value >= 50.00", TRUTH_FALSE},
        {"50 > value", TRUTH_TRUE},
        {"value == 60", TRUTH_FALSE},
        {"value != 49.99", TRUTH_UNKNOWN},
        {"value.kind == 'less'", TRUTH_TRUE},
        {"has(value.amount) && has(costs) && !has(costs.amount)", TRUTH_TRUE},
        {"costs.kind == 'unknown'", TRUTH_TRUE},
        {"costs == costs || costs > 0 || value < costs", TRUTH_UNKNOWN},
        {"value > number", TRUTH_UNKNOWN},
        {"value < hours * 40.0", TRUTH_TRUE},
    };
    check_all(examples, sizeof examples / sizeof *examples);
}

static void compares_dates_as_far_as_they_are_known(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"received_on < today", TRUTH_TRUE},
        {"ended_on < today", TRUTH_UNKNOWN},
        {"ended_on < date('2020')", TRUTH_TRUE},
        {"ended_on == date('2019')", TRUTH_UNKNOWN},
        {"ended_on != date('2018-12')", TRUTH_TRUE},
        {"ended_on.getFullYear() == 2019", TRUTH_TRUE},
        {"received_on + days(30) == today", TRUTH_TRUE},
        {"today - received_on == duration('720h')", TRUTH_TRUE},
        {"received_on + duration('36h') < today", TRUTH_UNKNOWN},
        {"ended_on + days(1) > today", TRUTH_UNKNOWN},
        {"date('9999-12-31') + days(1) > today", TRUTH_UNKNOWN},
        {"date('2020-02-28') + days(1) == date('2020-02-29')", TRUTH_TRUE},
    };
    check_all(examples, sizeof examples / sizeof *examples);
}

static void never_computes_wrong(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"number + 1 > 0", TRUTH_UNKNOWN},
        {"1 / 0 == 1", TRUTH_UNKNOWN},
        {"number % 0 == 1 || true", TRUTH_TRUE},
        {"-9223372036854775808 % -1 == 0", TRUTH_TRUE},
        {"1.0 / 0.0 > 1.0", TRUTH_UNKNOWN},
        {"1e300 * 10.0 > 1.0", TRUTH_UNKNOWN},
        {"int(1e300) > 0", TRUTH_UNKNOWN},
        {"days(number) > days(1)", TRUTH_UNKNOWN},
        {"[1, 2][2] == 1", TRUTH_UNKNOWN},
        {"[1, 2][-1] == 1", TRUTH_UNKNOWN},
        {"// white\n[\t1 ,\f2 ]\r[ 0 ] // space\n== 1", TRUTH_TRUE},
    };
    check_all(examples, sizeof examples / sizeof *examples);
}

static void takes_no_value_that_is_none(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct rule_value values[EXAMPLE_NAMES];
    fill(values);
    values[EXAMPLE_RECEIVED_ON].date = (struct date){0, 0, 0};
    values[EXAMPLE_VALUE].money.kind = MONEY_NONE;
    values[EXAMPLE_HOURS].decimal = NAN;
    values[EXAMPLE_ORGANISATION].organisation.name = (struct text){0};
    struct rule *rule = parse(
        arena, "has(received_on) || has(value) || has(hours) || has(organisation)", RULE_BOOLEAN);
    assert_int_equal(rule_truth(rule, arena, values), TRUTH_FALSE);
    arena_free(arena);
}

/* A rule that would look at sixty million elements is unknown, and soon so. */
static void bounds_its_work(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct rule_value values[EXAMPLE_NAMES];
    fill(values);
    size_t count = 1000000;
    values[EXAMPLE_THEMES] = (struct rule_value){.type = RULE_LIST, .known = true};
    struct rule_value *items = ARENA_ARRAY(arena, struct rule_value, count);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct rule_value){.type = RULE_TEXT, .known = true, .text = TEXT("service")};
    values[EXAMPLE_THEMES].list.items = items;
    values[EXAMPLE_THEMES].list.count = count;
    struct buffer text = {.arena = arena};
    buffer_add_string(&text, "'gift' in themes");
    for (int i = 0; i < 60; i++)
        buffer_add_string(&text, " || 'gift' in themes");
    struct rule *rule = parse(arena, buffer_string(&text), RULE_BOOLEAN);
    assert_int_equal(rule_truth(rule, arena, values), TRUTH_UNKNOWN);
    values[EXAMPLE_THEMES].list.count = 1000;
    assert_int_equal(rule_truth(rule, arena, values), TRUTH_FALSE);
    arena_free(arena);
}

static void yields_values_of_each_type(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct rule_value values[EXAMPLE_NAMES];
    struct rule_value result;
    fill(values);
    rule_evaluate(parse(arena, "string(received_on) + ' ' + string(-3)", RULE_TEXT), arena, values,
                  &result);
    assert_true(result.known && text_is(result.text, "2019-06-20 -3"));
    rule_evaluate(parse(arena, "setting.gift_threshold", RULE_DECIMAL), arena, values, &result);
    assert_true(result.known && result.type == RULE_DECIMAL && result.decimal == 50);
    rule_evaluate(parse(arena, "today - days(19)", RULE_DATE), arena, values, &result);
    assert_true(result.known && result.date.month == 7 && result.date.day == 1);
    rule_evaluate(parse(arena, "note", RULE_TEXT), arena, values, &result);
    assert_true(!result.known && result.type == RULE_TEXT);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_what_is_filled_in),
        cmocka_unit_test(compares_money_as_far_as_it_is_known),
        cmocka_unit_test(compares_dates_as_far_as_they_are_known),
        cmocka_unit_test(never_computes_wrong),
        cmocka_unit_test(takes_no_value_that_is_none),
        cmocka_unit_test(bounds_its_work),
        cmocka_unit_test(yields_values_of_each_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
