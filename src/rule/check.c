/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "rule/check.h"

const char *rule_kind_name(const struct kind *kind)
{
    switch (kind->type) {
    case RULE_ANY:
        return "anything";
    case RULE_BOOLEAN:
        return "true or false";
    case RULE_INTEGER:
        return "a whole number";
    case RULE_DECIMAL:
        return "a decimal number";
    case RULE_TEXT:
        return "text";
    case RULE_DATE:
        return "a date";
    case RULE_DURATION:
        return "a duration";
    case RULE_MONEY:
        return "an amount of money";
    case RULE_ORGANISATION:
        return "an organisation";
    case RULE_LIST:
        return "a list";
    }
    return "something";
}

bool rule_same_kind(const struct kind *one, const struct kind *other)
{
    if (one->type != other->type)
        return false;
    return one->type != RULE_LIST || !one->element || !other->element ||
           rule_same_kind(one->element, other->element);
}

bool rule_make_decimal(struct reading *reading, struct node **node)
{
    struct node *made = rule_node(reading, OPERATION_FUNCTION, (*node)->offset, 1);
    if (!made)
        return false;
    made->function = FUNCTION_DECIMAL;
    made->kind.type = RULE_DECIMAL;
    made->children[0] = *node;
    made->depth = (*node)->depth + 1;
    if (rule_check_is_constant(*node)) {
        made->value = rule_evaluate_node(made, reading->arena, NULL);
        made->operation = OPERATION_CONSTANT;
        made->count = 0;
    }
    *node = made;
    return true;
}

/* A list keeps its children, for the places of its elements. */
void rule_check_fold(struct reading *reading, struct node *node)
{
    if (node->operation == OPERATION_NAME)
        return;
    for (size_t i = 0; i < node->count; i++)
        if (!rule_check_is_constant(node->children[i]))
            return;
    node->value = rule_evaluate_node(node, reading->arena, NULL);
    node->value.type = node->kind.type;
    if (node->operation != OPERATION_LIST)
        node->count = 0;
    node->operation = OPERATION_CONSTANT;
}

/* Lists that are not constant are written out where they are used, or are a field: so that every
 * rule has a translation to SQL. */
static bool list_is_plain(struct reading *reading, const struct node *node)
{
    if (node->kind.type != RULE_LIST || rule_check_is_constant(node) ||
        node->operation == OPERATION_NAME)
        return true;
    bool nested = node->kind.element && node->kind.element->type == RULE_LIST;
    if (node->operation == OPERATION_LIST && !nested)
        return true;
    rule_fault(reading, node->offset,
               nested ? "a list of lists can hold no names"
                      : "a list cannot be computed: write it out here");
    return false;
}

static bool settle(struct reading *reading, struct node *node)
{
    switch (node->operation) {
    case OPERATION_LIST:
        return rule_check_list(reading, node);
    case OPERATION_CALL:
    case OPERATION_FUNCTION:
        return rule_check_call(reading, node);
    default:
        return rule_check_operator(reading, node);
    }
}

bool rule_check_node(struct reading *reading, struct node *node)
{
    if (rule_check_is_constant(node))
        return true;
    if (node->operation == OPERATION_WORD || node->operation == OPERATION_SELECT)
        return rule_check_name(reading, node);
    bool good = true;
    for (size_t i = 0; i < node->count; i++)
        good = rule_check_node(reading, node->children[i]) && good;
    if (!good || !settle(reading, node))
        return false;
    rule_check_fold(reading, node);
    return list_is_plain(reading, node);
}

bool rule_check(struct reading *reading, struct node *node)
{
    return rule_check_node(reading, node) && !reading->failed;
}
