/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "rule/sql.h"

/* What a comparison answers where the left side is less, the same, or more. */
struct outcomes {
    const char *sign;
    enum truth less;
    enum truth same;
    enum truth more;
};

static struct outcomes outcomes_of(enum operation operation)
{
    switch (operation) {
    case OPERATION_EQUAL:
        return (struct outcomes){"=", TRUTH_FALSE, TRUTH_TRUE, TRUTH_FALSE};
    case OPERATION_UNEQUAL:
        return (struct outcomes){"<>", TRUTH_TRUE, TRUTH_FALSE, TRUTH_TRUE};
    case OPERATION_LESS:
        return (struct outcomes){"<", TRUTH_TRUE, TRUTH_FALSE, TRUTH_FALSE};
    case OPERATION_LESS_OR_EQUAL:
        return (struct outcomes){"<=", TRUTH_TRUE, TRUTH_TRUE, TRUTH_FALSE};
    case OPERATION_MORE:
        return (struct outcomes){">", TRUTH_FALSE, TRUTH_FALSE, TRUTH_TRUE};
    default:
        return (struct outcomes){">=", TRUTH_FALSE, TRUTH_TRUE, TRUTH_TRUE};
    }
}

/* The operation that says the same with its sides exchanged. */
static enum operation turned(enum operation operation)
{
    switch (operation) {
    case OPERATION_LESS:
        return OPERATION_MORE;
    case OPERATION_LESS_OR_EQUAL:
        return OPERATION_MORE_OR_EQUAL;
    case OPERATION_MORE:
        return OPERATION_LESS;
    case OPERATION_MORE_OR_EQUAL:
        return OPERATION_LESS_OR_EQUAL;
    default:
        return operation;
    }
}

/* Dates are compared as far as both are known: '2019' with the year of '2019-06-20'. When that much
 * is the same, only two whole days tell. Texts of one length of digits and hyphens order as dates
 * do. */
static struct piece compare_dates(struct translation *translation, enum operation operation,
                                  struct piece left, struct piece right)
{
    struct outcomes outcomes = outcomes_of(operation);
    struct piece start =
        rule_sql_join(translation, "substr(%1, 1, length(%2))", 2, (struct piece[]){left, right});
    struct piece other =
        rule_sql_join(translation, "substr(%2, 1, length(%1))", 2, (struct piece[]){left, right});
    struct piece pieces[] = {
        left,
        right,
        start,
        other,
        rule_sql_truth(translation, outcomes.less),
        rule_sql_truth(translation, outcomes.same),
        rule_sql_truth(translation, outcomes.more),
    };
    const char *collate = rule_sql_is_sqlite(translation) ? "" : " COLLATE \"C\"";
    const char *format = outcomes.less == outcomes.more
                             ? "CASE WHEN %%3 <> %%4 THEN %%5 WHEN length(%%1) = 10 AND "
                               "length(%%2) = 10 THEN %%6 END"
                             : "CASE WHEN %%3%s < %%4 THEN %%5 WHEN %%3%s > %%4 THEN %%7 "
                               "WHEN length(%%1) = 10 AND length(%%2) = 10 THEN %%6 END";
    struct text text = text_format(translation->arena, format, collate, collate);
    return rule_sql_join(translation, text_string(translation->arena, text), 7, pieces);
}

/* Money against cents: what is exact is compared; "more than" tells when it starts there or higher,
 * "less than" when it ends there or lower; what is about or unknown never tells. */
static struct piece compare_cents(struct translation *translation, enum operation operation,
                                  const struct node *money, struct piece cents)
{
    struct outcomes outcomes = outcomes_of(operation);
    struct piece pieces[] = {
        rule_sql_column(translation, money, "kind"),
        rule_sql_column(translation, money, "cents"),
        cents,
        rule_sql_truth(translation, outcomes.more),
        rule_sql_truth(translation, outcomes.less),
    };
    struct text format = text_format(translation->arena,
                                     "CASE %%1 WHEN 'exact' THEN %%2 %s %%3 "
                                     "WHEN 'more' THEN CASE WHEN %%2 >= %%3 THEN %%4 END "
                                     "WHEN 'less' THEN CASE WHEN %%2 <= %%3 THEN %%5 END END",
                                     outcomes.sign);
    return rule_sql_join(translation, text_string(translation->arena, format), 5, pieces);
}

static struct piece compare_money(struct translation *translation, enum operation operation,
                                  const struct node *left, const struct node *right)
{
    struct outcomes outcomes = outcomes_of(operation);
    struct piece left_cents = rule_sql_column(translation, left, "cents");
    struct piece right_cents = rule_sql_column(translation, right, "cents");
    struct piece pieces[] = {
        rule_sql_column(translation, left, "kind"),
        left_cents,
        rule_sql_column(translation, right, "kind"),
        right_cents,
        compare_cents(translation, operation, left, right_cents),
        compare_cents(translation, turned(operation), right, left_cents),
        rule_sql_truth(translation, outcomes.more),
        rule_sql_truth(translation, outcomes.less),
    };
    return rule_sql_join(translation,
                         "CASE WHEN %3 = 'exact' THEN %5 WHEN %1 = 'exact' THEN %6 "
                         "WHEN %1 = 'more' AND %3 = 'less' AND %2 >= %4 THEN %7 "
                         "WHEN %1 = 'less' AND %3 = 'more' AND %2 <= %4 THEN %8 END",
                         8, pieces);
}

static struct piece same_dates(struct translation *translation, struct piece one,
                               struct piece other)
{
    return compare_dates(translation, OPERATION_EQUAL, rule_sql_name(translation, one),
                         rule_sql_name(translation, other));
}

/* Two lists of the same length are the same when each pair is. */
static struct piece compare_lists(struct translation *translation, const struct node *node)
{
    const struct node *left = node->children[0];
    const struct node *right = node->children[1];
    if ((left->operation == OPERATION_CONSTANT && !left->value.known) ||
        (right->operation == OPERATION_CONSTANT && !right->value.known))
        return rule_sql_truth(translation, TRUTH_UNKNOWN);
    struct piece *ones;
    struct piece *others;
    size_t count = rule_sql_elements(translation, left, &ones);
    bool differ = rule_sql_elements(translation, right, &others) != count;
    if (differ || !count)
        return rule_sql_truth(translation,
                              truth_of(differ == (node->operation == OPERATION_UNEQUAL)));
    for (size_t i = 0; i < count; i++)
        ones[i] =
            left->kind.element->type == RULE_DATE
                ? same_dates(translation, ones[i], others[i])
                : rule_sql_join(translation, "%1 = %2", 2, (struct piece[]){ones[i], others[i]});
    return rule_sql_row(translation, node->operation == OPERATION_EQUAL ? "(" : "(NOT (", " AND ",
                        node->operation == OPERATION_EQUAL ? ")" : "))", count, ones);
}

struct piece rule_sql_comparison(struct translation *translation, const struct node *node)
{
    const struct node *left = node->children[0];
    const struct node *right = node->children[1];
    enum rule_type type = left->kind.type;
    if (type == RULE_MONEY && right->kind.type == RULE_MONEY)
        return compare_money(translation, node->operation, left, right);
    if (type == RULE_MONEY)
        return compare_cents(translation, node->operation, left, rule_sql_atom(translation, right));
    if (right->kind.type == RULE_MONEY)
        return compare_cents(translation, turned(node->operation), right,
                             rule_sql_atom(translation, left));
    if (type == RULE_LIST)
        return compare_lists(translation, node);
    if (type == RULE_DATE)
        return compare_dates(translation, node->operation, rule_sql_atom(translation, left),
                             rule_sql_atom(translation, right));
    struct outcomes outcomes = outcomes_of(node->operation);
    bool collate =
        type == RULE_TEXT && !rule_sql_is_sqlite(translation) && outcomes.less != outcomes.more;
    struct text format = text_format(translation->arena, "(%%1%s %s %%2)",
                                     collate ? " COLLATE \"C\"" : "", outcomes.sign);
    struct piece pieces[] = {rule_sql_node(translation, left), rule_sql_node(translation, right)};
    return rule_sql_join(translation, text_string(translation->arena, format), 2, pieces);
}

/* In a list that a field holds, as a JSON array. */
static struct piece in_field(struct translation *translation, const struct node *list,
                             struct piece wanted)
{
    struct piece pieces[] = {rule_sql_column(translation, list, ""), wanted};
    return rule_sql_join(translation,
                         rule_sql_is_sqlite(translation)
                             ? "CASE WHEN %1 IS NOT NULL THEN %2 IN (SELECT listed.value FROM "
                               "json_each(%1) AS listed) END"
                             : "CASE WHEN %1 IS NOT NULL THEN %2 IN (SELECT "
                               "jsonb_array_elements_text(%1::jsonb)) END",
                         2, pieces);
}

struct piece rule_sql_in(struct translation *translation, const struct node *node)
{
    const struct node *list = node->children[1];
    if (list->operation == OPERATION_NAME)
        return in_field(translation, list, rule_sql_node(translation, node->children[0]));
    if (list->operation == OPERATION_CONSTANT && !list->value.known)
        return rule_sql_truth(translation, TRUTH_UNKNOWN);
    struct piece *elements;
    size_t count = rule_sql_elements(translation, list, &elements);
    if (!count)
        return rule_sql_truth(translation, TRUTH_FALSE);
    struct piece wanted = rule_sql_node(translation, node->children[0]);
    if (node->children[0]->kind.type == RULE_DATE) {
        wanted = rule_sql_name(translation, wanted);
        for (size_t i = 0; i < count; i++)
            elements[i] = same_dates(translation, wanted, elements[i]);
        return rule_sql_row(translation, "(", " OR ", ")", count, elements);
    }
    elements[0].sql = text_format(translation->arena, "%.*s IN (%.*s", TEXT_FORMAT(wanted.sql),
                                  TEXT_FORMAT(elements[0].sql));
    elements[0].depth = elements[0].depth > wanted.depth ? elements[0].depth : wanted.depth;
    elements[0].step = elements[0].step > wanted.step ? elements[0].step : wanted.step;
    return rule_sql_row(translation, "(", ", ", "))", count, elements);
}
