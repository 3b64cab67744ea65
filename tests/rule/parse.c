/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "example.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* The text starts at line 7, column 11 of its file; later lines have four characters in front. */
static const struct rule_place place = {{"gifts.yaml", 10}, 7, 11, 4};

static struct rule *parse(struct arena *arena, struct faults *faults, struct text text,
                          enum rule_type wanted)
{
    *faults = (struct faults){.arena = arena};
    return rule_parse(arena, text, &place, &example_environment, wanted, faults);
}

/* All faults as "LINE:COLUMN: message", one to a line. */
static const char *faults_of(struct arena *arena, struct text text, enum rule_type wanted)
{
    struct faults faults;
    struct rule *rule = parse(arena, &faults, text, wanted);
    assert_true(!rule == (fault_count(&faults) > 0));
    struct buffer buffer = {.arena = arena};
    for (size_t i = 0; i < faults.count; i++) {
        assert_true(text_is(faults.items[i].file, "gifts.yaml"));
        buffer_add_format(&buffer, "%s%zu:%zu: %.*s", i ? "\n" : "", faults.items[i].line,
                          faults.items[i].column, TEXT_FORMAT(faults.items[i].message));
    }
    return buffer_string(&buffer);
}

struct example {
    const char *text;
    const char *faults;
};

static void check_all(const struct example *examples, size_t count, enum rule_type wanted)
{
    for (size_t i = 0; i < count; i++) {
        struct arena *arena = arena_new();
        assert_string_equal(faults_of(arena, text_of(examples[i].text), wanted),
                            examples[i].faults);
        arena_free(arena);
    }
}

static void takes_rules_of_registers(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"kind == 'gift' && value.amount > setting.gift_threshold && !perishable", ""},
        {"state != 'withdrawn'", ""},
        {"value.kind in ['exact', 'about'] || value > 49.95", ""},
        {"received_on <= today && (has(ended_on) ? ended_on >= received_on : true)", ""},
        {"today - received_on > days(7 * count) || received_on + days(30) < today", ""},
        {"'gift' in themes && size(themes) < 3 && hours * 2 > 40", ""},
        {"organisation.name.startsWith('Stichting') && size(organisation.kvk) == 8", ""},
        {"// on two lines\n  giver ==\n  \"Coöperatie \\u20ac\" // why", ""},
        {"ended_on.getFullYear() >= 2019 && term < duration('72h')", ""},
    };
    check_all(examples, sizeof examples / sizeof *examples, RULE_BOOLEAN);
}

static void names_what_is_wrong_in_the_writing(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"", "7:11: the rule stops here: expected a value"},
        {"paid &&", "7:18: the rule stops here: expected a value"},
        {"paid & perishable", "7:16: write &&"},
        {"kind = 'gift'", "7:16: = compares nothing: write =="},
        {"kind == 'gift", "7:19: this text has no end: expected another '"},
        {"kind == 'gift' paid", "7:26: expected an operator or the end of the rule, not paid"},
        {"(paid", "7:16: the rule stops here: expected )"},
        {"kind in ['gift' 'service']", "7:27: expected , or ], not 'service'"},
        {"giver == 'Coöperatie' && giver == 'één' €", "7:51: € cannot stand here"},
        {"giver == '𝔸e\u0301' && nmber == 1", "7:29: there is no name nmber: did you mean number?"},
        {"paid &&\n  giver == 'é' &&\nnummer == 1",
         "9:5: there is no name nummer: did you mean number?"},
        {"giver == 'a\\q'", "7:22: there is no such escape: write \\\\ for a backslash"},
        {"giver == 'a\\u12'",
         "7:22: this escape needs more digits: \\xHH, \\uHHHH, \\UHHHHHHHH or \\OOO"},
        {"giver == '\\ud800'", "7:21: this escape is no character"},
        {"giver == '\\x00'", "7:21: a text cannot have the character NUL"},
        {"count == 9223372036854775808", "7:20: the number 9223372036854775808 is too large"},
        {"count == 99999999999999999999", "7:20: the number 99999999999999999999 is too large"},
        {"rate == 1e999", "7:19: the number 1e999 is too large"},
        {"count == 12u",
         "7:22: \"u\" cannot follow a number: write an operator or a space between"},
        {"{'a': 1}", "7:11: rules have no maps or messages: { cannot stand here"},
        {"note == null",
         "7:19: rules have no null: write has(name) to ask whether something is filled in"},
        {"a\x01", "7:12: a control character cannot stand here"},
        {"value.", "7:17: the rule stops here: expected a name after the point"},
    };
    check_all(examples, sizeof examples / sizeof *examples, RULE_BOOLEAN);
}

static void names_what_does_not_fit(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"kind == 'gif'", "7:19: kind is never 'gif': did you mean 'gift'?"},
        {"kind in ['gift', 'prize']", "7:28: kind is never 'prize': expected one of its options"},
        {"'gits' in themes", "7:11: themes is never 'gits': did you mean 'gift'?"},
        {"value.kind == 'exactly'", "7:25: kind is never 'exactly': did you mean 'exact'?"},
        {"kind == gift", "7:19: there is no name gift: for the text write 'gift'"},
        {"setting.gift_treshold > 3",
         "7:11: there is no name setting.gift_treshold: did you mean setting.gift_threshold?"},
        {"whatever", "7:11: there is no name whatever here"},
        {"received_on > '2019-01-01'", "7:23: a date cannot be compared with text: write the date "
                                       "as date('2019-06-20')"},
        {"received_on + 30 > today", "7:23: a date cannot be added to a whole number: write a "
                                     "number of days as days(30)"},
        {"value.amount > 49.955", "7:26: an amount has at most two decimals"},
        {"value + costs > 3",
         "7:17: an amount of money cannot be added to an amount of money: amounts can only be "
         "compared, since they may be \"more than\" or \"about\""},
        {"value.cents > 3", "7:17: value is an amount of money and has .amount, .kind, not .cents"},
        {"received_on.year > 3", "7:23: received_on is a date and has no parts"},
        {"organisation == 'x'", "7:24: an organisation cannot be compared with text: name its part "
                                ".name or .kvk"},
        {"count", "7:11: expected an expression that gives true or false, not a whole number"},
        {"count && giver", "7:11: expected true or false beside &&, not a whole number\n"
                           "7:20: expected true or false beside &&, not text"},
        {"paid ? 1 : 'a'",
         "7:22: both outcomes are of one kind: expected a whole number, not text"},
        {"giver in 'a'", "7:20: expected a list after in, not text"},
        {"giver in [1, 2]", "7:17: text cannot be in a list of a whole number"},
        {"giver in ['a', 2]",
         "7:26: a list holds things of one kind: expected text, not a whole number"},
        {"themes == ['gift']", "7:11: of a list that is filled in, only in, size() and has() can "
                               "be asked"},
        {"giver.startswith('a')",
         "7:17: there is no function startswith: did you mean startsWith?"},
        {"startsWith(giver, 'a')", "7:11: write value.startsWith(...)"},
        {"giver.startsWith()", "7:17: expected 1 value between the brackets of startsWith, not 0"},
        {"giver.matches('a')", "7:17: there is no function matches in rules"},
        {"has(1)", "7:15: expected a name for has, as in has(ended_on)"},
        {"date('2019-02-29') < today", "7:16: expected a date that exists, as 2019-06-20, 2019-06 "
                                       "or 2019, not '2019-02-29'"},
        {"date(giver) < today", "7:16: date reads only a text that is written out here"},
        {"term > duration('1 week')", "7:27: expected a duration of at most 3,652,500 days, as 24h "
                                      "or 90m, not '1 week'"},
        {"hours % 2 == 1", "7:17: % works on whole numbers only"},
    };
    check_all(examples, sizeof examples / sizeof *examples, RULE_BOOLEAN);
    static const struct example any[] = {
        {"value", "7:11: a rule cannot yield an amount of money: name a part of it or compare it"},
        {"paid ? themes : ['a']", "7:16: a list cannot be computed: write it out here"},
    };
    check_all(any, sizeof any / sizeof *any, RULE_ANY);
}

static void refuses_what_is_no_text(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(faults_of(arena, TEXT("giver == 'é\xff'"), RULE_BOOLEAN),
                        "7:22: the rule is not UTF-8 from here on");
    assert_string_equal(faults_of(arena, TEXT("giver == '\0'"), RULE_BOOLEAN),
                        "7:21: the character NUL cannot stand in a rule");
    arena_free(arena);
}

/* Text of COUNT times PART between BEFORE and AFTER. */
static struct text repeated(struct arena *arena, const char *before, const char *part, size_t count,
                            const char *after)
{
    struct buffer buffer = {.arena = arena};
    buffer_add_string(&buffer, before);
    for (size_t i = 0; i < count; i++)
        buffer_add_string(&buffer, part);
    buffer_add_string(&buffer, after);
    return buffer_text(&buffer);
}

static void bounds_depth_and_length(void **state)
{
    (void)state;
    static const struct {
        const char *before;
        const char *part;
        const char *after;
    } shapes[] = {
        {"", "(", "paid"},
        {"", "!", "paid"},
        {"", "-", "1"},
        {"", "[", "1"},
        {"", "has(", "paid"},
        {"count", "[count", "]"},
        {"1", " + 1", ""},
        {"paid", " && paid", ""},
        {"", "paid ? true : ", "false"},
        {"giver", ".size()", ""},
        {"a", ".a", ""},
        {"[", "1,", "1]"},
        {"", "double(", "1"},
        {"paid in [", "paid,", "paid]"},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        for (size_t count = 90; count < 200000; count *= 4) {
            struct arena *arena = arena_new();
            struct faults faults;
            parse(arena, &faults,
                  repeated(arena, shapes[i].before, shapes[i].part, count, shapes[i].after),
                  RULE_ANY);
            arena_free(arena);
        }
    }
    struct arena *arena = arena_new();
    assert_string_equal(faults_of(arena, repeated(arena, "", "!", 200, "paid"), RULE_BOOLEAN),
                        "7:112: the rule is nested too deeply (at most 100 levels)");
    assert_string_equal(faults_of(arena, repeated(arena, "", " ", 70000, "paid"), RULE_BOOLEAN),
                        "7:11: the rule is too long (at most 65536 bytes)");
    assert_string_equal(faults_of(arena, repeated(arena, "1 in [", "1,", 5000, "1]"), RULE_BOOLEAN),
                        "7:8011: the rule is too long (at most 4000 parts)");
    arena_free(arena);
}

static void tells_what_it_uses(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults;
    struct rule *rule =
        parse(arena, &faults, TEXT("received_on < today && value.amount > 3"), RULE_BOOLEAN);
    assert_non_null(rule);
    for (size_t i = 0; i < EXAMPLE_NAMES; i++)
        assert_int_equal(rule_uses(rule, i),
                         i == EXAMPLE_RECEIVED_ON || i == EXAMPLE_TODAY || i == EXAMPLE_VALUE);
    assert_int_equal(rule_type(rule), RULE_BOOLEAN);
    assert_true(text_is(rule_text(rule), "received_on < today && value.amount > 3"));
    rule = parse(arena, &faults, TEXT("count + 1"), RULE_DECIMAL);
    assert_non_null(rule);
    assert_int_equal(rule_type(rule), RULE_DECIMAL);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_rules_of_registers),
        cmocka_unit_test(names_what_is_wrong_in_the_writing),
        cmocka_unit_test(names_what_does_not_fit),
        cmocka_unit_test(refuses_what_is_no_text),
        cmocka_unit_test(bounds_depth_and_length),
        cmocka_unit_test(tells_what_it_uses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
