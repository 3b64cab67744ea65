/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "rule/check.h"

#include "rule/literal.h"
#include "rule/nearest.h"

enum style {
    STYLE_PLAIN = 1,    /* name(value, ...) */
    STYLE_RECEIVER = 2, /* value.name(...) */
};

static const struct {
    const char *name;
    enum function function;
    int styles;
    size_t arguments; /* the receiver included */
} functions[] = {
    {"has", FUNCTION_HAS, STYLE_PLAIN, 1},
    {"size", FUNCTION_SIZE, STYLE_PLAIN | STYLE_RECEIVER, 1},
    {"startsWith", FUNCTION_STARTS_WITH, STYLE_RECEIVER, 2},
    {"endsWith", FUNCTION_ENDS_WITH, STYLE_RECEIVER, 2},
    {"contains", FUNCTION_CONTAINS, STYLE_RECEIVER, 2},
    {"bool", FUNCTION_BOOLEAN, STYLE_PLAIN, 1},
    {"int", FUNCTION_INTEGER, STYLE_PLAIN, 1},
    {"double", FUNCTION_DECIMAL, STYLE_PLAIN, 1},
    {"string", FUNCTION_TEXT, STYLE_PLAIN, 1},
    {"date", FUNCTION_DATE, STYLE_PLAIN, 1},
    {"duration", FUNCTION_DURATION, STYLE_PLAIN, 1},
    {"days", FUNCTION_DAYS, STYLE_PLAIN, 1},
    {"getFullYear", FUNCTION_YEAR, STYLE_RECEIVER, 1},
    {"getHours", FUNCTION_HOURS, STYLE_RECEIVER, 1},
    {"getMinutes", FUNCTION_MINUTES, STYLE_RECEIVER, 1},
    {"getSeconds", FUNCTION_SECONDS, STYLE_RECEIVER, 1},
    {"getMilliseconds", FUNCTION_MILLISECONDS, STYLE_RECEIVER, 1},
};

static bool unknown_function(struct reading *reading, const struct node *node)
{
    struct rule_nearest nearest = {.wanted = node->word};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        rule_nearest_offer(&nearest, text_of(functions[i].name));
    if (nearest.found.size)
        rule_fault(reading, node->word_offset, "there is no function %.*s: did you mean %.*s?",
                   TEXT_FORMAT(node->word), TEXT_FORMAT(nearest.found));
    else
        rule_fault(reading, node->word_offset, "there is no function %.*s in rules",
                   TEXT_FORMAT(node->word));
    return false;
}

/* Settles which function a call is of, and whether it is called as that one is. */
static bool find_function(struct reading *reading, struct node *node)
{
    size_t i = 0;
    while (i < sizeof functions / sizeof *functions && !text_is(node->word, functions[i].name))
        i++;
    if (i == sizeof functions / sizeof *functions)
        return unknown_function(reading, node);
    node->function = functions[i].function;
    if (!(functions[i].styles & (node->receiver ? STYLE_RECEIVER : STYLE_PLAIN))) {
        rule_fault(reading, node->word_offset,
                   node->receiver ? "write %s(...), with nothing in front" : "write value.%s(...)",
                   functions[i].name);
        return false;
    }
    if (node->count == functions[i].arguments)
        return true;
    size_t hidden = node->receiver ? 1 : 0;
    rule_fault(reading, node->word_offset,
               "expected %zu value%s between the brackets of %s, not %zu",
               functions[i].arguments - hidden, functions[i].arguments - hidden == 1 ? "" : "s",
               functions[i].name, node->count - hidden);
    return false;
}

static bool want(struct reading *reading, const struct node *node, size_t argument,
                 enum rule_type type)
{
    const struct node *child = node->children[argument];
    if (child->kind.type == type)
        return true;
    struct kind kind = {.type = type};
    rule_fault(reading, child->offset, "expected %s for %.*s, not %s", rule_kind_name(&kind),
               TEXT_FORMAT(node->word), rule_kind_name(&child->kind));
    return false;
}

static bool check_has(struct reading *reading, struct node *node)
{
    if (node->children[0]->operation == OPERATION_NAME)
        return true;
    rule_fault(reading, node->children[0]->offset, "expected a name for has, as in has(ended_on)");
    return false;
}

static bool check_size(struct reading *reading, struct node *node)
{
    return node->children[0]->kind.type == RULE_LIST || want(reading, node, 0, RULE_TEXT);
}

static bool read_boolean(struct text text, bool *boolean)
{
    static const char *const words[] = {"true",  "TRUE",  "True",  "t", "1",
                                        "false", "FALSE", "False", "f", "0"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        *boolean = i < 5;
        if (text_is(text, words[i]))
            return true;
    }
    return false;
}

static bool read_integer(struct text text, int64_t *integer)
{
    bool negative = text_starts(text, "-");
    if (negative)
        text = text_slice(text, 1, text.size);
    uint64_t value;
    if (text_starts(text, "0x") || !rule_literal_integer(text, &value) ||
        (!negative && value > INT64_MAX))
        return false;
    *integer = negative ? (int64_t)(0 - value) : (int64_t)value;
    return true;
}

/* Reads TEXT as what FUNCTION makes of it. */
static bool read_text(struct arena *arena, enum function function, struct text text,
                      struct rule_value *value)
{
    switch (function) {
    case FUNCTION_BOOLEAN:
        return read_boolean(text, &value->boolean);
    case FUNCTION_INTEGER:
        return read_integer(text, &value->integer);
    case FUNCTION_DECIMAL:
        return rule_literal_decimal(arena, text, &value->decimal);
    case FUNCTION_DATE:
        return date_parse(text, &value->date);
    default:
        return rule_literal_duration(text, &value->integer);
    }
}

static const char *example(enum function function)
{
    switch (function) {
    case FUNCTION_BOOLEAN:
        return "'true' or 'false'";
    case FUNCTION_INTEGER:
        return "a whole number of at most 64 bits";
    case FUNCTION_DECIMAL:
        return "a number";
    case FUNCTION_DATE:
        return "a date that exists, as 2019-06-20, 2019-06 or 2019";
    default:
        return "a duration of at most 3,652,500 days, as 24h or 90m";
    }
}

/* A text is read while the rule is: what databases make of text that is no number differs. */
static bool convert_text(struct reading *reading, struct node *node)
{
    struct node *child = node->children[0];
    if (!rule_check_is_constant(child)) {
        rule_fault(reading, child->offset, "%.*s reads only a text that is written out here",
                   TEXT_FORMAT(node->word));
        return false;
    }
    struct rule_value value = {.type = node->kind.type, .known = child->value.known};
    if (value.known && !read_text(reading->arena, node->function, child->value.text, &value)) {
        rule_fault(reading, child->offset, "expected %s, not '%.*s'", example(node->function),
                   TEXT_FORMAT(child->value.text));
        return false;
    }
    node->value = value;
    node->operation = OPERATION_CONSTANT;
    node->count = 0;
    return true;
}

/* string(): of numbers with decimals and of durations only while the rule is read, as databases
 * write them in other ways. */
static bool check_to_text(struct reading *reading, struct node *node)
{
    const struct node *child = node->children[0];
    switch (child->kind.type) {
    case RULE_TEXT:
    case RULE_INTEGER:
    case RULE_DATE:
        return true;
    case RULE_DECIMAL:
    case RULE_DURATION:
        if (rule_check_is_constant(child))
            return true;
        break;
    default:
        break;
    }
    rule_fault(reading, child->offset, "string cannot write %s", rule_kind_name(&child->kind));
    return false;
}

static bool check_conversion(struct reading *reading, struct node *node)
{
    static const enum rule_type types[] = {
        [FUNCTION_BOOLEAN] = RULE_BOOLEAN, [FUNCTION_INTEGER] = RULE_INTEGER,
        [FUNCTION_DECIMAL] = RULE_DECIMAL, [FUNCTION_TEXT] = RULE_TEXT,
        [FUNCTION_DATE] = RULE_DATE,       [FUNCTION_DURATION] = RULE_DURATION,
    };
    node->kind.type = types[node->function];
    enum rule_type from = node->children[0]->kind.type;
    if (node->function == FUNCTION_TEXT)
        return check_to_text(reading, node);
    if (from == RULE_TEXT)
        return convert_text(reading, node);
    if (from == node->kind.type || (node->function == FUNCTION_INTEGER && from == RULE_DECIMAL) ||
        (node->function == FUNCTION_DECIMAL && from == RULE_INTEGER))
        return true;
    rule_fault(reading, node->children[0]->offset, "%.*s cannot be made of %s",
               TEXT_FORMAT(node->word), rule_kind_name(&node->children[0]->kind));
    return false;
}

bool rule_check_call(struct reading *reading, struct node *node)
{
    if (!find_function(reading, node))
        return false;
    node->operation = OPERATION_FUNCTION;
    node->kind.type = RULE_INTEGER;
    switch (node->function) {
    case FUNCTION_HAS:
        node->kind.type = RULE_BOOLEAN;
        return check_has(reading, node);
    case FUNCTION_SIZE:
        return check_size(reading, node);
    case FUNCTION_STARTS_WITH:
    case FUNCTION_ENDS_WITH:
    case FUNCTION_CONTAINS:
        node->kind.type = RULE_BOOLEAN;
        return want(reading, node, 0, RULE_TEXT) && want(reading, node, 1, RULE_TEXT);
    case FUNCTION_DAYS:
        node->kind.type = RULE_DURATION;
        return want(reading, node, 0, RULE_INTEGER);
    case FUNCTION_YEAR:
        return want(reading, node, 0, RULE_DATE);
    case FUNCTION_HOURS:
    case FUNCTION_MINUTES:
    case FUNCTION_SECONDS:
    case FUNCTION_MILLISECONDS:
        return want(reading, node, 0, RULE_DURATION);
    default:
        return check_conversion(reading, node);
    }
}
