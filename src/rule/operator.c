/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "rule/check.h"

#include <assert.h>

#include <math.h>

static bool is_number(const struct node *node)
{
    return node->kind.type == RULE_INTEGER || node->kind.type == RULE_DECIMAL;
}

static bool is_type(const struct node *node, enum rule_type type)
{
    return node->kind.type == type;
}

/* The word for an operator in faults. */
static const char *verb(enum operation operation)
{
    switch (operation) {
    case OPERATION_ADD:
        return "added to";
    case OPERATION_SUBTRACT:
        return "subtracted from";
    case OPERATION_MULTIPLY:
        return "multiplied by";
    case OPERATION_DIVIDE:
    case OPERATION_REMAINDER:
        return "divided by";
    default:
        return "compared with";
    }
}

/* What to write instead, when that is clear. */
static const char *hint(const struct node *one, const struct node *other)
{
    if (is_type(one, RULE_DATE) && is_type(other, RULE_TEXT) && rule_check_is_constant(other))
        return ": write the date as date('2019-06-20')";
    if (is_type(one, RULE_DURATION) && is_type(other, RULE_TEXT) && rule_check_is_constant(other))
        return ": write the duration as duration('24h') or days(30)";
    if ((is_type(one, RULE_DATE) || is_type(one, RULE_DURATION)) && is_number(other))
        return ": write a number of days as days(30)";
    if (is_type(one, RULE_ORGANISATION))
        return ": name its part .name or .kvk";
    return "";
}

static bool mismatch(struct reading *reading, const struct node *node)
{
    const struct node *left = node->children[0];
    const struct node *right = node->children[1];
    if (node->operation == OPERATION_SUBTRACT) {
        left = node->children[1];
        right = node->children[0];
    }
    const char *advice = hint(left, right);
    if (!*advice)
        advice = hint(right, left);
    if (is_type(left, RULE_MONEY) && is_type(right, RULE_MONEY))
        advice = ": amounts can only be compared, since they may be \"more than\" or \"about\"";
    rule_fault(reading, node->offset, "%s cannot be %s %s%s", rule_kind_name(&left->kind),
               verb(node->operation), rule_kind_name(&right->kind), advice);
    return false;
}

/* Puts a conversion to cents in front of *NODE, a number. */
static bool make_cents(struct reading *reading, struct node **node)
{
    struct node *made = rule_node(reading, OPERATION_FUNCTION, (*node)->offset, 1);
    if (!made)
        return false;
    made->function = FUNCTION_CENTS;
    made->kind.type = RULE_INTEGER;
    made->children[0] = *node;
    made->depth = (*node)->depth + 1;
    if (rule_check_is_constant(*node)) {
        double cents = (*node)->value.decimal * 100;
        if (is_type(*node, RULE_DECIMAL) && fabs(cents - round(cents)) > 1e-6 * fabs(cents)) {
            rule_fault(reading, (*node)->offset, "an amount has at most two decimals");
            return false;
        }
        made->value = rule_evaluate_node(made, reading->arena, NULL);
        made->operation = OPERATION_CONSTANT;
        made->count = 0;
    }
    *node = made;
    return true;
}

bool rule_check_promote(struct reading *reading, struct node **one, struct node **other)
{
    if (is_type(*one, RULE_DECIMAL) && is_type(*other, RULE_INTEGER))
        return rule_make_decimal(reading, other);
    if (is_type(*one, RULE_INTEGER) && is_type(*other, RULE_DECIMAL))
        return rule_make_decimal(reading, one);
    return true;
}

/* A constant list as a list of constants, so that its elements can be changed. */
static bool open_list(struct reading *reading, struct node *node)
{
    if (!rule_check_is_constant(node))
        return node->operation == OPERATION_LIST;
    node->operation = OPERATION_LIST;
    if (node->count)
        return true;
    struct rule_value list = node->value;
    size_t count = list.known ? list.list.count : 0;
    assert(!count || node->kind.element);
    struct node **children = ARENA_ARRAY(reading->arena, struct node *, count);
    for (size_t i = 0; i < count; i++) {
        children[i] = rule_node(reading, OPERATION_CONSTANT, node->offset, 0);
        if (!children[i])
            return false;
        children[i]->kind = *node->kind.element;
        children[i]->value = list.list.items[i];
    }
    node->children = children;
    node->count = count;
    return true;
}

static bool make_list_decimal(struct reading *reading, struct node *list)
{
    static const struct kind decimal = {.type = RULE_DECIMAL};
    if (!open_list(reading, list))
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (is_type(list->children[i], RULE_INTEGER) &&
            !rule_make_decimal(reading, &list->children[i]))
            return false;
    list->kind.element = &decimal;
    rule_check_fold(reading, list);
    return true;
}

bool rule_check_list(struct reading *reading, struct node *node)
{
    node->kind.type = RULE_LIST;
    node->kind.element = NULL;
    bool decimal = false;
    for (size_t i = 0; i < node->count; i++) {
        const struct kind *kind = &node->children[i]->kind;
        if (kind->type == RULE_MONEY || kind->type == RULE_ORGANISATION) {
            rule_fault(reading, node->children[i]->offset, "%s cannot stand in a list",
                       rule_kind_name(kind));
            return false;
        }
        decimal = decimal || kind->type == RULE_DECIMAL;
    }
    if (node->count)
        node->kind.element = &node->children[0]->kind;
    for (size_t i = 1; i < node->count; i++) {
        if (rule_same_kind(&node->children[i]->kind, node->kind.element) ||
            (is_number(node->children[i]) && is_number(node->children[0])))
            continue;
        rule_fault(reading, node->children[i]->offset,
                   "a list holds things of one kind: expected %s, not %s",
                   rule_kind_name(node->kind.element), rule_kind_name(&node->children[i]->kind));
        return false;
    }
    return !decimal || make_list_decimal(reading, node);
}

/* Both lists of numbers of one type, when they are lists of numbers. */
static bool promote_lists(struct reading *reading, struct node *one, struct node *other)
{
    const struct kind *first = one->kind.element;
    const struct kind *second = other->kind.element;
    if (!first || !second)
        return true;
    if (first->type == RULE_DECIMAL && second->type == RULE_INTEGER)
        return make_list_decimal(reading, other);
    if (first->type == RULE_INTEGER && second->type == RULE_DECIMAL)
        return make_list_decimal(reading, one);
    return true;
}

static bool is_field_list(const struct node *node)
{
    return is_type(node, RULE_LIST) && node->operation == OPERATION_NAME;
}

static bool no_field_list(struct reading *reading, const struct node *node)
{
    for (size_t i = 0; i < node->count; i++) {
        if (!is_field_list(node->children[i]))
            continue;
        rule_fault(reading, node->children[i]->offset,
                   "of a list that is filled in, only in, size() and has() can be asked");
        return false;
    }
    return true;
}

static bool check_comparison(struct reading *reading, struct node *node)
{
    struct node **left = &node->children[0];
    struct node **right = &node->children[1];
    bool equality = node->operation == OPERATION_EQUAL || node->operation == OPERATION_UNEQUAL;
    node->kind.type = RULE_BOOLEAN;
    if (is_type(*left, RULE_MONEY) && is_number(*right))
        return make_cents(reading, right);
    if (is_number(*left) && is_type(*right, RULE_MONEY))
        return make_cents(reading, left);
    if (!rule_check_promote(reading, left, right))
        return false;
    if (is_type(*left, RULE_LIST) && is_type(*right, RULE_LIST)) {
        if (!no_field_list(reading, node) || !promote_lists(reading, *left, *right))
            return false;
        if (equality && rule_same_kind(&(*left)->kind, &(*right)->kind))
            return true;
    }
    if (!rule_same_kind(&(*left)->kind, &(*right)->kind) || is_type(*left, RULE_LIST) ||
        is_type(*left, RULE_ORGANISATION))
        return mismatch(reading, node);
    return rule_check_option(reading, *left, *right) && rule_check_option(reading, *right, *left);
}

static bool check_in(struct reading *reading, struct node *node)
{
    struct node **left = &node->children[0];
    struct node *list = node->children[1];
    node->kind.type = RULE_BOOLEAN;
    if (!is_type(list, RULE_LIST)) {
        rule_fault(reading, list->offset, "expected a list after in, not %s",
                   rule_kind_name(&list->kind));
        return false;
    }
    const struct kind *element = list->kind.element;
    if (element && element->type == RULE_DECIMAL && is_type(*left, RULE_INTEGER) &&
        !rule_make_decimal(reading, left))
        return false;
    if (element && element->type == RULE_INTEGER && is_type(*left, RULE_DECIMAL) &&
        !make_list_decimal(reading, list))
        return false;
    element = list->kind.element;
    if (is_type(*left, RULE_MONEY) || is_type(*left, RULE_ORGANISATION)) {
        rule_fault(reading, (*left)->offset, "%s cannot be looked up in a list: compare it with ==",
                   rule_kind_name(&(*left)->kind));
        return false;
    }
    if (is_type(*left, RULE_LIST) &&
        !(rule_check_is_constant(*left) && rule_check_is_constant(list))) {
        rule_fault(reading, (*left)->offset, "a list cannot be looked up in a list");
        return false;
    }
    if (element && !rule_same_kind(&(*left)->kind, element)) {
        rule_fault(reading, node->offset, "%s cannot be in a list of %s%s",
                   rule_kind_name(&(*left)->kind), rule_kind_name(element),
                   hint(*left, list->count ? list->children[0] : list));
        return false;
    }
    return true;
}

/* The texts of a list after in, against the options of what is looked up. */
static bool check_in_options(struct reading *reading, struct node *node)
{
    const struct node *left = node->children[0];
    const struct node *list = node->children[1];
    if (list->operation == OPERATION_NAME)
        return rule_check_option(reading, list, left);
    bool good = true;
    for (size_t i = 0; i < list->count; i++)
        good = rule_check_option(reading, left, list->children[i]) && good;
    return good;
}

static bool check_joined_lists(struct reading *reading, struct node *node)
{
    struct node *left = node->children[0];
    struct node *right = node->children[1];
    if (!no_field_list(reading, node) || !promote_lists(reading, left, right))
        return false;
    if (!rule_same_kind(&left->kind, &right->kind))
        return mismatch(reading, node);
    node->kind = left->kind.element ? left->kind : right->kind;
    if (!open_list(reading, left) || !open_list(reading, right))
        return false;
    struct node **children = ARENA_ARRAY(reading->arena, struct node *, left->count + right->count);
    for (size_t i = 0; i < left->count + right->count; i++)
        children[i] = i < left->count ? left->children[i] : right->children[i - left->count];
    node->operation = OPERATION_LIST;
    node->count = left->count + right->count;
    node->children = children;
    return true;
}

static bool check_addition(struct reading *reading, struct node *node)
{
    struct node *left = node->children[0];
    struct node *right = node->children[1];
    bool add = node->operation == OPERATION_ADD;
    if (is_type(left, RULE_LIST) && is_type(right, RULE_LIST) && add)
        return check_joined_lists(reading, node);
    node->kind = left->kind;
    if (is_type(left, RULE_DATE) && is_type(right, RULE_DURATION))
        return true;
    if (is_type(left, RULE_DURATION) && is_type(right, RULE_DATE) && add) {
        node->children[0] = right;
        node->children[1] = left;
        node->kind = right->kind;
        return true;
    }
    if (is_type(left, RULE_DATE) && is_type(right, RULE_DATE) && !add) {
        node->kind.type = RULE_DURATION;
        return true;
    }
    if (!rule_same_kind(&left->kind, &right->kind) ||
        !(is_number(left) || is_type(left, RULE_DURATION) || (add && is_type(left, RULE_TEXT))))
        return mismatch(reading, node);
    return true;
}

static bool check_arithmetic(struct reading *reading, struct node *node)
{
    if (!rule_check_promote(reading, &node->children[0], &node->children[1]))
        return false;
    struct node *left = node->children[0];
    struct node *right = node->children[1];
    if (node->operation == OPERATION_ADD || node->operation == OPERATION_SUBTRACT)
        return check_addition(reading, node);
    node->kind = left->kind;
    if (!is_number(left) || !is_number(right))
        return mismatch(reading, node);
    if (node->operation == OPERATION_REMAINDER && !is_type(left, RULE_INTEGER)) {
        rule_fault(reading, node->offset, "%% works on whole numbers only");
        return false;
    }
    return true;
}

static bool want(struct reading *reading, const struct node *child, enum rule_type type,
                 const char *what)
{
    if (is_type(child, type))
        return true;
    struct kind kind = {.type = type};
    rule_fault(reading, child->offset, "expected %s %s, not %s", rule_kind_name(&kind), what,
               rule_kind_name(&child->kind));
    return false;
}

static bool check_logic(struct reading *reading, struct node *node, const char *what)
{
    node->kind.type = RULE_BOOLEAN;
    bool good = true;
    for (size_t i = 0; i < node->count; i++)
        good = want(reading, node->children[i], RULE_BOOLEAN, what) && good;
    return good;
}

static bool check_condition(struct reading *reading, struct node *node)
{
    if (!want(reading, node->children[0], RULE_BOOLEAN, "before ?") ||
        !rule_check_promote(reading, &node->children[1], &node->children[2]))
        return false;
    const struct kind *first = &node->children[1]->kind;
    const struct kind *second = &node->children[2]->kind;
    node->kind = *first;
    if (first->type == RULE_MONEY || first->type == RULE_ORGANISATION) {
        rule_fault(reading, node->children[1]->offset,
                   "%s cannot be chosen with ? and :", rule_kind_name(first));
        return false;
    }
    if (rule_same_kind(first, second))
        return true;
    rule_fault(reading, node->children[2]->offset,
               "both outcomes are of one kind: expected %s, not %s", rule_kind_name(first),
               rule_kind_name(second));
    return false;
}

static bool check_index(struct reading *reading, struct node *node)
{
    struct node *list = node->children[0];
    if (!no_field_list(reading, node) || !want(reading, list, RULE_LIST, "before [") ||
        !want(reading, node->children[1], RULE_INTEGER, "between [ and ]"))
        return false;
    if (!list->kind.element) {
        rule_fault(reading, node->offset, "this list is always empty");
        return false;
    }
    node->kind = *list->kind.element;
    return true;
}

bool rule_check_operator(struct reading *reading, struct node *node)
{
    switch (node->operation) {
    case OPERATION_OR:
        return check_logic(reading, node, "beside ||");
    case OPERATION_AND:
        return check_logic(reading, node, "beside &&");
    case OPERATION_NOT:
        return check_logic(reading, node, "after !");
    case OPERATION_CONDITION:
        return check_condition(reading, node);
    case OPERATION_IN:
        return check_in(reading, node) && check_in_options(reading, node);
    case OPERATION_INDEX:
        return check_index(reading, node);
    case OPERATION_NEGATE:
        node->kind = node->children[0]->kind;
        return is_number(node->children[0]) ||
               want(reading, node->children[0], RULE_INTEGER, "after -");
    case OPERATION_ADD:
    case OPERATION_SUBTRACT:
    case OPERATION_MULTIPLY:
    case OPERATION_DIVIDE:
    case OPERATION_REMAINDER:
        return check_arithmetic(reading, node);
    default:
        return check_comparison(reading, node);
    }
}
