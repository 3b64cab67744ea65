/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "generate.h"

#include <math.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static uint64_t next(struct chance *chance)
{
    uint64_t mixed = chance->state += 0x9e3779b97f4a7c15;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
}

size_t chance_below(struct chance *chance, size_t limit)
{
    return (size_t)(next(chance) % limit);
}

static const char *pick(struct chance *chance, const char *const *words, size_t count)
{
    return words[chance_below(chance, count)];
}

#define PICK(chance, words) pick((chance), (words), COUNT(words))

static const int64_t integers[] = {0,
                                   1,
                                   -1,
                                   2,
                                   3,
                                   7,
                                   -5,
                                   10,
                                   49,
                                   50,
                                   51,
                                   100,
                                   2019,
                                   3600,
                                   3652500,
                                   -3652500,
                                   3652501,
                                   1000000,
                                   3037000500,
                                   -3037000500,
                                   INT32_MAX,
                                   INT32_MIN,
                                   INT64_C(4294967296),
                                   INT64_C(9007199254740992),
                                   INT64_C(9007199254740993),
                                   INT64_C(92233720368547758),
                                   INT64_C(92233720368547759),
                                   INT64_C(-92233720368547759),
                                   INT64_MAX,
                                   INT64_MAX - 1,
                                   INT64_MIN,
                                   INT64_MIN + 1,
                                   INT64_C(4611686018427387904),
                                   INT64_C(-4611686018427387905)};

static const double decimals[] = {0.0,
                                  -0.0,
                                  0.5,
                                  -0.5,
                                  0.1,
                                  0.2,
                                  0.3,
                                  1.0,
                                  -1.0,
                                  1.5,
                                  2.0,
                                  40.0,
                                  49.99,
                                  49.995,
                                  50.0,
                                  1e-3,
                                  123.456,
                                  -7.9,
                                  1e15,
                                  1e15 + 0.125,
                                  9007199254740993.0,
                                  9223372036854775807.0,
                                  -9223372036854775808.0,
                                  9223372036854774784.0,
                                  1e22,
                                  -1e22,
                                  1.0000000000000002e22,
                                  1e-22,
                                  9.999999999999999e-23,
                                  1e13,
                                  10000000000000.002,
                                  1e150,
                                  -1e300,
                                  1.7976931348623157e308,
                                  5e-324,
                                  2.2250738585072014e-308,
                                  0.1234567890123456,
                                  3.141592653589793,
                                  1e21,
                                  6.02214e23,
                                  0.005,
                                  0.285};

/* Among them one code point beyond the first plane, a letter with its accent apart, and what SQL,
 * LIKE and CEL give a meaning. */
static const char *const texts[] = {
    "",       "a",      "b",  "ab",     "abc",  "A",          "é",          "e\u0301", "\u0301",
    "Straße", "ß",      "𝔸",  "😀",      "a😀b",  "\U0010ffff", "\uffff",     "'",       "''",
    "\\",     "a'b\\c", "\"", "%",      "_",    "a%",         "10",         "-5",      " ",
    "a ",     "\t",     "\n", "\u00a0", "gift", "exact",      "Coöperatie", "zz",      "ÿ",
    "\x01",   "\x7f",   "?1", "$1",     ":a",   "--",         "2019-06-20"};

static const char *const dates[] = {
    "2019",       "2019-06",    "2019-06-20", "2019-06-21", "2019-07",    "2020",
    "2020-02-29", "2018-12-31", "0001",       "0001-01",    "0001-01-01", "0001-01-02",
    "9999",       "9999-12",    "9999-12-31", "9999-12-30", "1600-03-01", "1582-10-10",
    "1899-12-31", "2000-02-29", "2038-01-19", "0999-12-31"};

static const int64_t durations[] = {0,
                                    1,
                                    -1,
                                    1000,
                                    999999,
                                    1000000,
                                    60000000,
                                    INT64_C(3600000000),
                                    INT64_C(86400000000),
                                    INT64_C(-86400000000),
                                    INT64_C(86400000001),
                                    INT64_C(43200000000),
                                    INT64_C(604800000000),
                                    INT64_C(31536000000000),
                                    INT64_C(315576000000000000),
                                    INT64_C(-315576000000000000),
                                    INT64_C(315575999999999999),
                                    INT64_C(315537897600000000),
                                    INT64_C(-1500000)};

static int64_t any_integer(struct chance *chance)
{
    size_t kind = chance_below(chance, 8);
    if (kind == 0)
        return (int64_t)next(chance);
    if (kind < 4)
        return (int64_t)chance_below(chance, 120) - 10;
    return integers[chance_below(chance, COUNT(integers))];
}

static double any_decimal(struct chance *chance)
{
    size_t kind = chance_below(chance, 8);
    if (kind == 0)
        return ldexp((double)(int64_t)next(chance), (int)chance_below(chance, 300) - 200);
    if (kind == 1)
        return (double)((int64_t)chance_below(chance, 20000) - 5000) / 100;
    return decimals[chance_below(chance, COUNT(decimals))];
}

static void add_integer(struct chance *chance, struct buffer *text)
{
    int64_t integer = any_integer(chance);
    if (integer >= 0 && chance_below(chance, 8) == 0)
        buffer_add_format(text, "0x%llx", (long long)integer);
    else
        buffer_add_format(text, "%lld", (long long)integer);
}

static void add_decimal(struct chance *chance, struct buffer *text)
{
    char digits[64];
    snprintf(digits, sizeof digits, "%.17g", any_decimal(chance));
    bool plain = !strpbrk(digits, ".e");
    buffer_add_format(text, "%s%s", digits, plain ? ".0" : "");
}

/* A text as CEL, now and then with what could stand unescaped escaped. */
static void add_text(struct chance *chance, struct buffer *text)
{
    const char *string = PICK(chance, texts);
    bool escape = chance_below(chance, 3) == 0;
    buffer_add_byte(text, '\'');
    for (; *string; string++) {
        unsigned char byte = (unsigned char)*string;
        if (byte == '\'' || byte == '\\')
            buffer_add_format(text, "\\%c", byte);
        else if (byte < 0x20 || (escape && byte < 0x80))
            buffer_add_format(text, "\\x%02x", byte);
        else
            buffer_add_byte(text, *string);
    }
    buffer_add_byte(text, '\'');
}

static void add_duration(struct chance *chance, struct buffer *text)
{
    int64_t microseconds = durations[chance_below(chance, COUNT(durations))];
    buffer_add_format(text, "duration('%lldus')", (long long)microseconds);
}

/* Writes FORMAT with an expression for every letter: b, i, d, t, a (date), u (duration). */
static void add(struct chance *chance, struct buffer *text, const char *format, int depth)
{
    static const char letters[] = "bidtau";
    static const enum rule_type types[] = {RULE_BOOLEAN, RULE_INTEGER, RULE_DECIMAL,
                                           RULE_TEXT,    RULE_DATE,    RULE_DURATION};
    for (; *format; format++) {
        if (*format != '$') {
            buffer_add_byte(text, *format);
            continue;
        }
        const char *letter = strchr(letters, *++format);
        generate_expression(chance, text, types[letter - letters], depth - 1);
    }
}

static const char *const boolean_leaves[] = {"true",
                                             "false",
                                             "paid",
                                             "perishable",
                                             "has(kind)",
                                             "has(value)",
                                             "has(value.amount)",
                                             "has(value.kind)",
                                             "has(received_on)",
                                             "has(paid)",
                                             "has(hours)",
                                             "has(count)",
                                             "has(giver)",
                                             "has(organisation)",
                                             "has(organisation.kvk)",
                                             "has(organisation.name)",
                                             "has(themes)",
                                             "has(term)",
                                             "kind == 'gift'",
                                             "state != 'withdrawn'",
                                             "kind in ['gift', 'service']",
                                             "value.kind == 'less'",
                                             "value.kind in ['exact', 'about']",
                                             "'gift' in themes",
                                             "kind in themes",
                                             "giver in themes",
                                             "value > 50",
                                             "value.amount >= 40",
                                             "50 >= value",
                                             "value < 40.00",
                                             "value == 50",
                                             "value.amount != 50.01",
                                             "value <= 0",
                                             "value > costs",
                                             "value == costs",
                                             "costs.amount <= value.amount",
                                             "value != costs",
                                             "value >= costs",
                                             "costs < value",
                                             "value < hours",
                                             "rate >= value",
                                             "costs == hours",
                                             "value == number",
                                             "kind == state",
                                             "kind < note",
                                             "giver == note"};

static const char *const boolean_formats[] = {"!$b",
                                              "($b && $b)",
                                              "($b || $b)",
                                              "($b && $b && $b)",
                                              "($b || $b || $b && $b)",
                                              "($b ? $b : $b)",
                                              "($b == $b)",
                                              "($b != $b)",
                                              "($b < $b)",
                                              "($b >= $b)",
                                              "($i == $i)",
                                              "($i != $i)",
                                              "($i < $i)",
                                              "($i <= $i)",
                                              "($i > $i)",
                                              "($i >= $i)",
                                              "($d == $d)",
                                              "($d < $d)",
                                              "($d >= $d)",
                                              "($i < $d)",
                                              "($d == $i)",
                                              "($t == $t)",
                                              "($t != $t)",
                                              "($t < $t)",
                                              "($t <= $t)",
                                              "($t > $t)",
                                              "($t >= $t)",
                                              "($a == $a)",
                                              "($a != $a)",
                                              "($a < $a)",
                                              "($a <= $a)",
                                              "($a > $a)",
                                              "($a >= $a)",
                                              "($u == $u)",
                                              "($u < $u)",
                                              "($u >= $u)",
                                              "$t.startsWith($t)",
                                              "$t.endsWith($t)",
                                              "$t.contains($t)",
                                              "($i in [$i, $i, $i])",
                                              "($d in [$d, $i])",
                                              "($t in [$t, $t, $t, $t])",
                                              "($a in [$a, $a])",
                                              "($u in [$u])",
                                              "($b in [$b, $b])",
                                              "($t in [])",
                                              "($i in [$i] + [$i, 1])",
                                              "(giver + $t in themes)",
                                              "([$i, $i] == [$i, $i])",
                                              "([$a, $a] != [$a, $a])",
                                              "([$t] == [$t])",
                                              "([$i] == [$i, 2])",
                                              "(value > $i)",
                                              "($i >= costs)",
                                              "(value == count + $i)",
                                              "(value <= hours * $d)",
                                              "(rate + $d > value.amount)",
                                              "[$b, $b][$i]"};

static const char *const integer_leaves[] = {"count",
                                             "number",
                                             "setting.gift_threshold",
                                             "size(giver)",
                                             "size(themes)",
                                             "size(note)",
                                             "received_on.getFullYear()",
                                             "int('-42')",
                                             "size([1, 2])",
                                             "int(hours)",
                                             "int(rate)",
                                             "(number / -1)",
                                             "(count % -1)"};

static const char *const integer_formats[] = {"($i + $i)",
                                              "($i - $i)",
                                              "($i * $i)",
                                              "($i / $i)",
                                              "($i % $i)",
                                              "($i / -1)",
                                              "($i % -1)",
                                              "(number / count)",
                                              "(number * count)",
                                              "(count - number)",
                                              "-($i)",
                                              "($b ? $i : $i)",
                                              "size($t)",
                                              "int($d)",
                                              "[$i, $i, $i][$i]",
                                              "$a.getFullYear()",
                                              "$u.getHours()",
                                              "$u.getMinutes()",
                                              "$u.getSeconds()",
                                              "$u.getMilliseconds()",
                                              "($i + 1)",
                                              "(2 * $i)",
                                              "$t.size()"};

static const char *const decimal_formats[] = {
    "($d + $d)",  "($d - $d)", "($d * $d)", "($d / $d)",    "-($d)",         "($b ? $d : $d)",
    "double($i)", "($d * $i)", "($i - $d)", "[$d, $i][$i]", "($b ? $i : $d)"};

static const char *const text_leaves[] = {"giver",
                                          "note",
                                          "organisation.name",
                                          "organisation.kvk",
                                          "(kind + '')",
                                          "(state + note)",
                                          "(value.kind + '')",
                                          "string(count)",
                                          "string(received_on)",
                                          "string(1.5)"};

static const char *const text_formats[] = {"($t + $t)",  "($b ? $t : $t)", "string($i)",
                                           "string($a)", "[$t, $t][$i]",   "('x' + $t + 'y')"};

static const char *const date_leaves[] = {"received_on", "ended_on", "today"};

static const char *const date_formats[] = {"($a + $u)",      "($a - $u)",       "($u + $a)",
                                           "($b ? $a : $a)", "($a + days($i))", "[$a, $a][$i]"};

static const char *const duration_leaves[] = {"term", "days(30)", "(today - received_on)"};

static const char *const duration_formats[] = {"($u + $u)", "($u - $u)", "($a - $a)", "days($i)",
                                               "($b ? $u : $u)"};

/* A chain of a length that nests deeply when it is put in brackets. */
static void add_chain(struct chance *chance, struct buffer *text, enum rule_type type)
{
    static const char *const sums[] = {" + ", " - ", " * "};
    size_t length = 10 + chance_below(chance, 40);
    for (size_t i = 0; i < length; i++) {
        if (type == RULE_BOOLEAN) {
            generate_expression(chance, text, type, 0);
            buffer_add_string(text, i + 1 == length ? "" : i % 2 ? " && " : " ? paid : ");
        } else {
            generate_expression(chance, text, RULE_INTEGER, 0);
            buffer_add_string(text, i + 1 == length ? "" : PICK(chance, sums));
        }
    }
}

static void add_leaf(struct chance *chance, struct buffer *text, enum rule_type type)
{
    bool name = chance_below(chance, 3) != 0;
    switch (type) {
    case RULE_INTEGER:
        if (name)
            buffer_add_string(text, PICK(chance, integer_leaves));
        else
            add_integer(chance, text);
        return;
    case RULE_DECIMAL:
        if (name)
            buffer_add_string(text, chance_below(chance, 2) ? "hours" : "rate");
        else
            add_decimal(chance, text);
        return;
    case RULE_TEXT:
        if (name)
            buffer_add_string(text, PICK(chance, text_leaves));
        else
            add_text(chance, text);
        return;
    case RULE_DATE:
        if (name)
            buffer_add_string(text, PICK(chance, date_leaves));
        else
            buffer_add_format(text, "date('%s')", PICK(chance, dates));
        return;
    case RULE_DURATION:
        if (name)
            buffer_add_string(text, PICK(chance, duration_leaves));
        else
            add_duration(chance, text);
        return;
    default:
        buffer_add_format(text, "(%s)", PICK(chance, boolean_leaves));
        return;
    }
}

void generate_expression(struct chance *chance, struct buffer *text, enum rule_type type, int depth)
{
    if (depth <= 0 || chance_below(chance, 8) == 0) {
        add_leaf(chance, text, type);
        return;
    }
    if ((type == RULE_INTEGER || type == RULE_BOOLEAN) && chance_below(chance, 200) == 0) {
        buffer_add_byte(text, '(');
        add_chain(chance, text, type);
        buffer_add_byte(text, ')');
        return;
    }
    const char *format = type == RULE_INTEGER    ? PICK(chance, integer_formats)
                         : type == RULE_DECIMAL  ? PICK(chance, decimal_formats)
                         : type == RULE_TEXT     ? PICK(chance, text_formats)
                         : type == RULE_DATE     ? PICK(chance, date_formats)
                         : type == RULE_DURATION ? PICK(chance, duration_formats)
                                                 : PICK(chance, boolean_formats);
    add(chance, text, format, depth);
}

static struct money any_money(struct chance *chance)
{
    static const int64_t amounts[] = {0, 1, 3999, 4000, 4001, 5000, 5001, 10000, MONEY_LARGEST};
    static const enum money_kind kinds[] = {MONEY_EXACT, MONEY_EXACT, MONEY_MORE,
                                            MONEY_LESS,  MONEY_ABOUT, MONEY_UNKNOWN};
    struct money money = {.kind = kinds[chance_below(chance, COUNT(kinds))]};
    if (money.kind != MONEY_UNKNOWN)
        money.cents = amounts[chance_below(chance, COUNT(amounts))];
    return money;
}

static struct rule_value any_list(struct chance *chance, struct arena *arena)
{
    size_t count = chance_below(chance, 4);
    struct rule_value *items = ARENA_ARRAY(arena, struct rule_value, count);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct rule_value){
            .type = RULE_TEXT, .known = true, .text = text_of(PICK(chance, texts))};
    return (struct rule_value){
        .type = RULE_LIST, .known = true, .list = {.items = items, .count = count}};
}

static struct rule_value any_value(struct chance *chance, struct arena *arena,
                                   const struct rule_name *name)
{
    struct rule_value value = {.type = name->type, .known = true};
    switch (name->type) {
    case RULE_BOOLEAN:
        value.boolean = chance_below(chance, 2);
        break;
    case RULE_INTEGER:
        value.integer = any_integer(chance);
        break;
    case RULE_DECIMAL:
        value.decimal = any_decimal(chance);
        break;
    case RULE_DURATION:
        value.integer = durations[chance_below(chance, COUNT(durations))];
        break;
    case RULE_DATE:
        date_parse(text_of(PICK(chance, dates)), &value.date);
        break;
    case RULE_MONEY:
        value.money = any_money(chance);
        break;
    case RULE_ORGANISATION:
        if (chance_below(chance, 3))
            value.organisation.name = text_of(PICK(chance, texts));
        if (chance_below(chance, 3))
            value.organisation.kvk = TEXT("12345678");
        break;
    case RULE_LIST:
        return any_list(chance, arena);
    default:
        value.text = name->options ? name->options[chance_below(chance, name->option_count)]
                                   : text_of(PICK(chance, texts));
        break;
    }
    return value;
}

void generate_row(struct chance *chance, struct arena *arena, struct rule_value *values)
{
    for (size_t i = 0; i < EXAMPLE_NAMES; i++)
        values[i] = chance_below(chance, 6)
                        ? any_value(chance, arena, &example_environment.names[i])
                        : (struct rule_value){.known = false};
}
