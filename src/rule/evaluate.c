/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "rule/evaluate.h"

#include "rule/literal.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static struct rule_value evaluate(struct work *work, const struct node *node);

/* Whether COUNT more steps may be done. */
static bool spend(struct work *work, size_t count)
{
    if (count > work->steps) {
        work->steps = 0;
        return false;
    }
    work->steps -= count;
    return true;
}

static struct rule_value text_value(struct text text)
{
    return (struct rule_value){.type = RULE_TEXT, .known = true, .text = text};
}

/* A name's value, unknown where the field is empty. */
static struct rule_value whole_name(struct rule_value value, enum rule_type type)
{
    assert(!value.known || value.type == type);
    value.type = type;
    if (!value.known)
        return value;
    if (type == RULE_DATE)
        value.known = value.date.year != 0;
    else if (type == RULE_MONEY)
        value.known = value.money.kind != MONEY_NONE;
    else if (type == RULE_ORGANISATION)
        value.known = value.organisation.name.size || value.organisation.kvk.size;
    else if (type == RULE_DECIMAL)
        value.known = isfinite(value.decimal);
    return value;
}

static struct rule_value name_value(struct work *work, const struct node *node)
{
    enum rule_type type = node->part == PART_WHOLE ? node->kind.type
                          : node->part == PART_AMOUNT || node->part == PART_KIND
                              ? RULE_MONEY
                              : RULE_ORGANISATION;
    struct rule_value value = whole_name(work->values[node->name], type);
    if (!value.known)
        return RULE_UNKNOWN;
    switch (node->part) {
    case PART_WHOLE:
        return value;
    case PART_AMOUNT:
        return value.money.kind == MONEY_UNKNOWN ? RULE_UNKNOWN : value;
    case PART_KIND:
        return text_value(text_of(money_kind_id(value.money.kind)));
    case PART_NAME:
    case PART_KVK: {
        struct text text =
            node->part == PART_NAME ? value.organisation.name : value.organisation.kvk;
        return text.size ? text_value(text) : RULE_UNKNOWN;
    }
    }
    return RULE_UNKNOWN;
}

static struct rule_value list_value(struct work *work, const struct node *node)
{
    struct rule_value *items = ARENA_ARRAY(work->arena, struct rule_value, node->count);
    for (size_t i = 0; i < node->count; i++)
        items[i] = evaluate(work, node->children[i]);
    return (struct rule_value){
        .type = RULE_LIST, .known = true, .list = {.items = items, .count = node->count}};
}

static struct rule_value logic_value(struct work *work, const struct node *node)
{
    enum truth left = rule_value_truth(evaluate(work, node->children[0]));
    if (left == (node->operation == OPERATION_AND ? TRUTH_FALSE : TRUTH_TRUE))
        return rule_truth_value(left);
    enum truth right = rule_value_truth(evaluate(work, node->children[1]));
    return rule_truth_value(node->operation == OPERATION_AND ? truth_and(left, right)
                                                             : truth_or(left, right));
}

static struct rule_value condition_value(struct work *work, const struct node *node)
{
    enum truth condition = rule_value_truth(evaluate(work, node->children[0]));
    if (condition == TRUTH_UNKNOWN)
        return RULE_UNKNOWN;
    return evaluate(work, node->children[condition == TRUTH_TRUE ? 1 : 2]);
}

static struct rule_value in_value(struct work *work, const struct node *node)
{
    struct rule_value left = evaluate(work, node->children[0]);
    struct rule_value list = evaluate(work, node->children[1]);
    if (!list.known || !spend(work, list.list.count))
        return RULE_UNKNOWN;
    enum truth found = TRUTH_FALSE;
    for (size_t i = 0; i < list.list.count && found != TRUTH_TRUE; i++)
        found = truth_or(found, rule_compare_values(OPERATION_EQUAL, left, list.list.items[i]));
    return rule_truth_value(found);
}

static struct rule_value index_value(struct work *work, const struct node *node)
{
    struct rule_value list = evaluate(work, node->children[0]);
    struct rule_value index = evaluate(work, node->children[1]);
    if (!list.known || !index.known || index.integer < 0 ||
        (uint64_t)index.integer >= list.list.count)
        return RULE_UNKNOWN;
    return list.list.items[index.integer];
}

static struct rule_value has_value(struct work *work, const struct node *node)
{
    return rule_truth_value(truth_of(evaluate(work, node->children[0]).known));
}

static struct rule_value size_value(struct work *work, struct rule_value value)
{
    if (!value.known || (value.type == RULE_TEXT && !spend(work, value.text.size / 64)))
        return RULE_UNKNOWN;
    size_t size = value.type == RULE_LIST ? value.list.count : text_length(value.text);
    return (struct rule_value){.type = RULE_INTEGER, .known = true, .integer = (int64_t)size};
}

static struct rule_value search_value(struct work *work, const struct node *node)
{
    struct rule_value whole = evaluate(work, node->children[0]);
    struct rule_value part = evaluate(work, node->children[1]);
    if (!whole.known || !part.known || !spend(work, whole.text.size / 64))
        return RULE_UNKNOWN;
    struct text text = whole.text;
    size_t size = part.text.size;
    if (!size || size > text.size)
        return rule_truth_value(truth_of(!size));
    if (node->function == FUNCTION_CONTAINS)
        return rule_truth_value(
            truth_of(memmem(text.data, text.size, part.text.data, size) != NULL));
    size_t from = node->function == FUNCTION_STARTS_WITH ? 0 : text.size - size;
    return rule_truth_value(truth_of(!memcmp(text.data + from, part.text.data, size)));
}

/* A conversion that never fails but for its range: the others were done while the rule was read. */
static struct rule_value converted_value(struct work *work, enum function function,
                                         struct rule_value value)
{
    if (!value.known)
        return RULE_UNKNOWN;
    switch (function) {
    case FUNCTION_INTEGER:
        if (value.type == RULE_INTEGER)
            return value;
        if (!(fabs(value.decimal) < 9223372036854775808.0))
            return RULE_UNKNOWN;
        return (struct rule_value){
            .type = RULE_INTEGER, .known = true, .integer = (int64_t)value.decimal};
    case FUNCTION_DECIMAL:
        if (value.type == RULE_DECIMAL)
            return value;
        return (struct rule_value){
            .type = RULE_DECIMAL, .known = true, .decimal = (double)value.integer};
    case FUNCTION_TEXT:
        if (value.type == RULE_INTEGER)
            return text_value(text_format(work->arena, "%lld", (long long)value.integer));
        if (value.type == RULE_DATE)
            return text_value(date_format(work->arena, value.date));
        if (value.type == RULE_DECIMAL)
            return text_value(rule_literal_format_decimal(work->arena, value.decimal));
        if (value.type == RULE_DURATION)
            return text_value(rule_literal_format_duration(work->arena, value.integer));
        return value;
    default:
        return value;
    }
}

static struct rule_value time_value(enum function function, struct rule_value value)
{
    if (!value.known)
        return RULE_UNKNOWN;
    int64_t number = 0;
    if (function == FUNCTION_YEAR)
        number = value.date.year;
    else if (function == FUNCTION_HOURS)
        number = value.integer / INT64_C(3600000000);
    else if (function == FUNCTION_MINUTES)
        number = value.integer / INT64_C(60000000);
    else if (function == FUNCTION_SECONDS)
        number = value.integer / 1000000;
    else
        number = value.integer / 1000 % 1000;
    return (struct rule_value){.type = RULE_INTEGER, .known = true, .integer = number};
}

static struct rule_value function_value(struct work *work, const struct node *node)
{
    switch (node->function) {
    case FUNCTION_HAS:
        return has_value(work, node);
    case FUNCTION_SIZE:
        return size_value(work, evaluate(work, node->children[0]));
    case FUNCTION_STARTS_WITH:
    case FUNCTION_ENDS_WITH:
    case FUNCTION_CONTAINS:
        return search_value(work, node);
    case FUNCTION_YEAR:
    case FUNCTION_HOURS:
    case FUNCTION_MINUTES:
    case FUNCTION_SECONDS:
    case FUNCTION_MILLISECONDS:
        return time_value(node->function, evaluate(work, node->children[0]));
    case FUNCTION_DAYS:
        return rule_days_value(evaluate(work, node->children[0]));
    case FUNCTION_CENTS:
        return rule_cents_value(evaluate(work, node->children[0]));
    default:
        return converted_value(work, node->function, evaluate(work, node->children[0]));
    }
}

static struct rule_value joined_text(struct work *work, struct text one, struct text other)
{
    if (!spend(work, (one.size + other.size) / 64))
        return RULE_UNKNOWN;
    struct buffer buffer = {.arena = work->arena};
    char *data = buffer_reserve(&buffer, one.size + other.size);
    if (one.size)
        memcpy(data, one.data, one.size);
    if (other.size)
        memcpy(data + one.size, other.data, other.size);
    return text_value(buffer_text(&buffer));
}

static struct rule_value binary_value(struct work *work, const struct node *node)
{
    struct rule_value left = evaluate(work, node->children[0]);
    struct rule_value right = evaluate(work, node->children[1]);
    if (node->operation >= OPERATION_EQUAL && node->operation <= OPERATION_MORE_OR_EQUAL)
        return rule_truth_value(rule_compare_values(node->operation, left, right));
    if (!left.known || !right.known)
        return RULE_UNKNOWN;
    if (left.type == RULE_TEXT)
        return joined_text(work, left.text, right.text);
    return rule_computed_value(node->operation, left, right);
}

static struct rule_value evaluate(struct work *work, const struct node *node)
{
    if (!spend(work, 1))
        return RULE_UNKNOWN;
    switch (node->operation) {
    case OPERATION_CONSTANT:
        return node->value;
    case OPERATION_NAME:
        return name_value(work, node);
    case OPERATION_LIST:
        return list_value(work, node);
    case OPERATION_OR:
    case OPERATION_AND:
        return logic_value(work, node);
    case OPERATION_NOT:
        return rule_truth_value(truth_not(rule_value_truth(evaluate(work, node->children[0]))));
    case OPERATION_CONDITION:
        return condition_value(work, node);
    case OPERATION_IN:
        return in_value(work, node);
    case OPERATION_INDEX:
        return index_value(work, node);
    case OPERATION_NEGATE:
        return rule_negated_value(evaluate(work, node->children[0]));
    case OPERATION_FUNCTION:
        return function_value(work, node);
    default:
        return binary_value(work, node);
    }
}

struct rule_value rule_evaluate_node(const struct node *node, struct arena *arena,
                                     const struct rule_value *values)
{
    struct work work = {.arena = arena, .values = values, .steps = RULE_STEPS_LARGEST};
    struct rule_value result = evaluate(&work, node);
    return work.steps ? result : RULE_UNKNOWN;
}
