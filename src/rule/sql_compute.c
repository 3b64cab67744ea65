/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "rule/sql.h"

/* Formats for each dialect, for rule_sql_join; the second may be NULL where both are the same. */
struct formats {
    const char *sqlite;
    const char *postgresql;
};

static struct piece join(struct translation *translation, struct formats formats, size_t count,
                         const struct piece *pieces)
{
    bool first = rule_sql_is_sqlite(translation) || !formats.postgresql;
    return rule_sql_join(translation, first ? formats.sqlite : formats.postgresql, count, pieces);
}

/* What has one operand, written as often as the format says. */
static struct piece apply(struct translation *translation, const struct node *child,
                          struct formats formats)
{
    struct piece piece = rule_sql_atom(translation, child);
    return join(translation, formats, 1, &piece);
}

/* SQLite makes a sum that overflows REAL, and NULL of what is divided by nought; PostgreSQL would
 * stop. */
static struct formats integer_formats(enum operation operation)
{
    switch (operation) {
    case OPERATION_ADD:
        return (struct formats){"CASE WHEN typeof(%1 + %2) = 'integer' THEN %1 + %2 END",
                                "CASE WHEN %1::numeric + %2::numeric BETWEEN -9223372036854775808 "
                                "AND 9223372036854775807 THEN %1 + %2 END"};
    case OPERATION_SUBTRACT:
        return (struct formats){"CASE WHEN typeof(%1 - %2) = 'integer' THEN %1 - %2 END",
                                "CASE WHEN %1::numeric - %2::numeric BETWEEN -9223372036854775808 "
                                "AND 9223372036854775807 THEN %1 - %2 END"};
    case OPERATION_MULTIPLY:
        return (struct formats){"CASE WHEN typeof(%1 * %2) = 'integer' THEN %1 * %2 END",
                                "CASE WHEN %1::numeric * %2::numeric BETWEEN -9223372036854775808 "
                                "AND 9223372036854775807 THEN %1 * %2 END"};
    case OPERATION_DIVIDE:
        return (struct formats){"CASE WHEN typeof(%1 / %2) = 'integer' THEN %1 / %2 END",
                                "CASE WHEN %2 <> 0 AND (%2 <> -1 OR %1 > "
                                "'-9223372036854775808'::bigint) THEN %1 / %2 END"};
    default:
        return (struct formats){"(%1 %% %2)", "CASE WHEN %2 <> 0 THEN %1 %% %2 END"};
    }
}

/* 1e22 is RULE_DECIMAL_LARGEST; one part of it is written so that every engine reads it alike. */
static struct formats decimal_formats(enum operation operation)
{
    switch (operation) {
    case OPERATION_ADD:
        return (struct formats){"CASE WHEN abs(%1) <= 1e22 AND abs(%2) <= 1e22 THEN %1 + %2 END",
                                NULL};
    case OPERATION_SUBTRACT:
        return (struct formats){"CASE WHEN abs(%1) <= 1e22 AND abs(%2) <= 1e22 THEN %1 - %2 END",
                                NULL};
    case OPERATION_MULTIPLY:
        return (struct formats){
            "CASE WHEN abs(%1) <= 1e22 AND (%1 = 0 OR abs(%1) >= (1.0/1e22)) "
            "AND abs(%2) <= 1e22 AND (%2 = 0 OR abs(%2) >= (1.0/1e22)) THEN %1 * %2 END",
            "CASE WHEN abs(%1) <= 1e22 AND (%1 = 0 OR abs(%1) >= 1e-22::float8) "
            "AND abs(%2) <= 1e22 AND (%2 = 0 OR abs(%2) >= 1e-22::float8) THEN %1 * %2 END"};
    default:
        return (struct formats){
            "CASE WHEN abs(%1) <= 1e22 AND (%1 = 0 OR abs(%1) >= (1.0/1e22)) "
            "AND abs(%2) <= 1e22 AND abs(%2) >= (1.0/1e22) THEN %1 / %2 END",
            "CASE WHEN abs(%1) <= 1e22 AND (%1 = 0 OR abs(%1) >= 1e-22::float8) "
            "AND abs(%2) <= 1e22 AND abs(%2) >= 1e-22::float8 THEN %1 / %2 END"};
    }
}

/* A day moved by whole days; 1721425.5 is the Julian day of 1 January of the year 1. */
static const struct formats move_forward = {
    "CASE WHEN length(%1) = 10 AND %2 %% 86400000000 = 0 AND "
    "julianday(%1) - 1721425.5 + %2 / 86400000000 BETWEEN 0 AND 3652058 "
    "THEN date(julianday(%1) + %2 / 86400000000) END",
    "CASE WHEN length(%1) = 10 AND %2 %% 86400000000 = 0 THEN "
    "CASE WHEN %1::text::date - DATE '0001-01-01' + %2 / 86400000000 BETWEEN 0 AND 3652058 "
    "THEN to_char((%1::text::date + (%2 / 86400000000)::integer)::timestamp, 'YYYY-MM-DD') END "
    "END"};
static const struct formats move_back = {
    "CASE WHEN length(%1) = 10 AND %2 %% 86400000000 = 0 AND "
    "julianday(%1) - 1721425.5 - %2 / 86400000000 BETWEEN 0 AND 3652058 "
    "THEN date(julianday(%1) - %2 / 86400000000) END",
    "CASE WHEN length(%1) = 10 AND %2 %% 86400000000 = 0 THEN "
    "CASE WHEN %1::text::date - DATE '0001-01-01' - %2 / 86400000000 BETWEEN 0 AND 3652058 "
    "THEN to_char((%1::text::date - (%2 / 86400000000)::integer)::timestamp, 'YYYY-MM-DD') END "
    "END"};
static const struct formats days_between = {
    "CASE WHEN length(%1) = 10 AND length(%2) = 10 "
    "THEN CAST(julianday(%1) - julianday(%2) AS INTEGER) * 86400000000 END",
    "CASE WHEN length(%1) = 10 AND length(%2) = 10 "
    "THEN (%1::text::date - %2::text::date) * 86400000000 END"};
static const struct formats longer = {
    "CASE WHEN %1 + %2 BETWEEN -315576000000000000 AND 315576000000000000 THEN %1 + %2 END", NULL};
static const struct formats shorter = {
    "CASE WHEN %1 - %2 BETWEEN -315576000000000000 AND 315576000000000000 THEN %1 - %2 END", NULL};

static struct formats formats_of(const struct node *node)
{
    bool add = node->operation == OPERATION_ADD;
    enum rule_type right = node->children[1]->kind.type;
    switch (node->children[0]->kind.type) {
    case RULE_INTEGER:
        return integer_formats(node->operation);
    case RULE_DECIMAL:
        return decimal_formats(node->operation);
    case RULE_DURATION:
        return add ? longer : shorter;
    default:
        return right == RULE_DATE ? days_between : add ? move_forward : move_back;
    }
}

static struct piece negated(struct translation *translation, const struct node *node)
{
    if (node->kind.type == RULE_DECIMAL)
        return apply(translation, node->children[0], (struct formats){"(- %1)", NULL});
    return apply(translation, node->children[0],
                 (struct formats){"CASE WHEN typeof(0 - %1) = 'integer' THEN 0 - %1 END",
                                  "CASE WHEN %1 > '-9223372036854775808'::bigint THEN - %1 END"});
}

struct piece rule_sql_arithmetic(struct translation *translation, const struct node *node)
{
    if (node->operation == OPERATION_NEGATE)
        return negated(translation, node);
    if (node->kind.type == RULE_TEXT) {
        struct piece texts[] = {rule_sql_node(translation, node->children[0]),
                                rule_sql_node(translation, node->children[1])};
        return rule_sql_join(translation, "(%1 || %2)", 2, texts);
    }
    struct piece pieces[] = {rule_sql_atom(translation, node->children[0]),
                             rule_sql_atom(translation, node->children[1])};
    return join(translation, formats_of(node), 2, pieces);
}

static struct piece has(struct translation *translation, const struct node *name)
{
    struct piece pieces[2];
    switch (name->part) {
    case PART_KIND:
        pieces[0] = rule_sql_column(translation, name, "kind");
        break;
    case PART_AMOUNT:
        pieces[0] = rule_sql_column(translation, name, "kind");
        return rule_sql_join(translation, "(%1 IS NOT NULL AND %1 <> 'unknown')", 1, pieces);
    case PART_NAME:
        pieces[0] = rule_sql_column(translation, name, "name");
        break;
    case PART_KVK:
        pieces[0] = rule_sql_column(translation, name, "kvk");
        break;
    default:
        if (name->kind.type == RULE_ORGANISATION) {
            pieces[0] = rule_sql_column(translation, name, "name");
            pieces[1] = rule_sql_column(translation, name, "kvk");
            return rule_sql_join(translation, "(%1 IS NOT NULL OR %2 IS NOT NULL)", 2, pieces);
        }
        pieces[0] = rule_sql_column(translation, name, name->kind.type == RULE_MONEY ? "kind" : "");
        break;
    }
    return rule_sql_join(translation, "(%1 IS NOT NULL)", 1, pieces);
}

static struct piece size(struct translation *translation, const struct node *child)
{
    if (child->kind.type == RULE_TEXT)
        return apply(translation, child, (struct formats){"length(%1)", "length(%1)::bigint"});
    if (child->operation == OPERATION_NAME) {
        struct piece column = rule_sql_column(translation, child, "");
        return join(
            translation,
            (struct formats){"json_array_length(%1)", "jsonb_array_length(%1::jsonb)::bigint"}, 1,
            &column);
    }
    struct rule_value count = {
        .type = RULE_INTEGER, .known = true, .integer = (int64_t)child->count};
    return rule_sql_literal(translation, RULE_INTEGER, &count);
}

static struct piece search(struct translation *translation, const struct node *node)
{
    struct piece pieces[] = {rule_sql_atom(translation, node->children[0]),
                             rule_sql_atom(translation, node->children[1])};
    struct formats formats = {"(instr(%1, %2) > 0)", "(strpos(%1, %2) > 0)"};
    if (node->function == FUNCTION_STARTS_WITH)
        formats = (struct formats){"(instr(%1, %2) = 1)", "starts_with(%1, %2)"};
    else if (node->function == FUNCTION_ENDS_WITH)
        formats = (struct formats){"(substr(%1, length(%1) - length(%2) + 1) = %2)",
                                   "(right(%1, length(%2)) = %2)"};
    return join(translation, formats, 2, pieces);
}

static struct piece cents(struct translation *translation, const struct node *child)
{
    if (child->kind.type == RULE_INTEGER)
        return apply(translation, child,
                     (struct formats){"CASE WHEN %1 BETWEEN -92233720368547758 AND "
                                      "92233720368547758 THEN %1 * 100 END",
                                      NULL});
    return apply(translation, child,
                 (struct formats){
                     "CASE WHEN abs(%1) <= 1e13 THEN "
                     "CAST(%1 * 100.0 + CASE WHEN %1 < 0 THEN -0.5 ELSE 0.5 END AS INTEGER) END",
                     "CASE WHEN abs(%1) <= 1e13 THEN "
                     "trunc(%1 * 100 + CASE WHEN %1 < 0 THEN -0.5 ELSE 0.5 END)::bigint END"});
}

static struct piece conversion(struct translation *translation, const struct node *node)
{
    const struct node *child = node->children[0];
    if (child->kind.type == node->kind.type || child->kind.type == RULE_DATE)
        return rule_sql_node(translation, child);
    if (node->function == FUNCTION_INTEGER)
        return apply(translation, child,
                     (struct formats){"CASE WHEN abs(%1) < 4611686018427387904.0 * 2.0 THEN "
                                      "CAST(%1 AS INTEGER) END",
                                      "CASE WHEN abs(%1) < 9223372036854775808 THEN "
                                      "trunc(%1)::bigint END"});
    if (node->function == FUNCTION_DECIMAL)
        return apply(translation, child, (struct formats){"CAST(%1 AS REAL)", "%1::float8"});
    return apply(translation, child, (struct formats){"CAST(%1 AS TEXT)", "%1::text"});
}

struct piece rule_sql_function(struct translation *translation, const struct node *node)
{
    const struct node *child = node->children[0];
    switch (node->function) {
    case FUNCTION_HAS:
        return has(translation, child);
    case FUNCTION_SIZE:
        return size(translation, child);
    case FUNCTION_STARTS_WITH:
    case FUNCTION_ENDS_WITH:
    case FUNCTION_CONTAINS:
        return search(translation, node);
    case FUNCTION_DAYS:
        return apply(
            translation, child,
            (struct formats){"CASE WHEN %1 BETWEEN -3652500 AND 3652500 THEN %1 * 86400000000 END",
                             NULL});
    case FUNCTION_YEAR:
        return apply(
            translation, child,
            (struct formats){"CAST(substr(%1, 1, 4) AS INTEGER)", "substr(%1, 1, 4)::bigint"});
    case FUNCTION_HOURS:
        return apply(translation, child, (struct formats){"(%1 / 3600000000)", NULL});
    case FUNCTION_MINUTES:
        return apply(translation, child, (struct formats){"(%1 / 60000000)", NULL});
    case FUNCTION_SECONDS:
        return apply(translation, child, (struct formats){"(%1 / 1000000)", NULL});
    case FUNCTION_MILLISECONDS:
        return apply(translation, child, (struct formats){"(%1 / 1000 %% 1000)", NULL});
    case FUNCTION_CENTS:
        return cents(translation, child);
    default:
        return conversion(translation, node);
    }
}
