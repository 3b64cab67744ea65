/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "rule/sql.h"

#include <assert.h>
#include <string.h>

/* SQLite's parser keeps a hundred symbols at most, so what nests deeper gets a name. */
enum { DEEPEST = 6 };

struct piece rule_sql_name(struct translation *translation, struct piece piece)
{
    if (!piece.depth)
        return piece;
    translation->lets = arena_grow(translation->arena, translation->lets, translation->let_count,
                                   &translation->let_capacity, sizeof *translation->lets);
    size_t step = piece.step + 1;
    translation->lets[translation->let_count++] = (struct let){piece.sql, step};
    return (struct piece){text_format(translation->arena, "let_%zu", translation->let_count), 0,
                          step};
}

/* One level deeper than PIECES. */
static struct piece over(struct translation *translation, struct text sql, size_t count,
                         const struct piece *pieces)
{
    struct piece piece = {sql, 0, 0};
    for (size_t i = 0; i < count; i++) {
        piece.depth = piece.depth < pieces[i].depth ? pieces[i].depth : piece.depth;
        piece.step = piece.step < pieces[i].step ? pieces[i].step : piece.step;
    }
    piece.depth++;
    return piece.depth > DEEPEST ? rule_sql_name(translation, piece) : piece;
}

struct piece rule_sql_join(struct translation *translation, const char *format, size_t count,
                           const struct piece *pieces)
{
    struct buffer buffer = {.arena = translation->arena};
    for (; *format; format++) {
        if (*format == '%' && *++format != '%') {
            size_t place = (size_t)(*format - '1');
            assert(place < count);
            buffer_add(&buffer, pieces[place].sql);
        } else {
            buffer_add_byte(&buffer, *format);
        }
    }
    return over(translation, buffer_text(&buffer), count, pieces);
}

struct piece rule_sql_row(struct translation *translation, const char *before, const char *between,
                          const char *after, size_t count, const struct piece *pieces)
{
    struct buffer buffer = {.arena = translation->arena};
    buffer_add_string(&buffer, before);
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(&buffer, i ? between : "");
        buffer_add(&buffer, pieces[i].sql);
    }
    buffer_add_string(&buffer, after);
    return over(translation, buffer_text(&buffer), count, pieces);
}

struct piece rule_sql_column(struct translation *translation, const struct node *node,
                             const char *part)
{
    struct buffer buffer = {.arena = translation->arena};
    translation->column(translation->context, &buffer, node->name, part);
    return (struct piece){buffer_text(&buffer), 0, 0};
}

static struct piece name_piece(struct translation *translation, const struct node *node)
{
    switch (node->part) {
    case PART_KIND:
        return rule_sql_column(translation, node, "kind");
    case PART_NAME:
        return rule_sql_column(translation, node, "name");
    case PART_KVK:
        return rule_sql_column(translation, node, "kvk");
    default:
        break;
    }
    struct piece column = rule_sql_column(translation, node, "");
    if (node->kind.type != RULE_BOOLEAN || rule_sql_is_sqlite(translation))
        return column;
    column = rule_sql_join(translation, "(%1 <> 0)", 1, &column);
    column.depth = 0;
    return column;
}

/* The operands of a chain of the same operator, in the order they are written. */
static void gather(struct translation *translation, const struct node *node,
                   enum operation operation, struct piece *pieces, size_t *count)
{
    if (node->operation != operation) {
        pieces[(*count)++] = rule_sql_node(translation, node);
        return;
    }
    gather(translation, node->children[0], operation, pieces, count);
    gather(translation, node->children[1], operation, pieces, count);
}

static size_t chain_length(const struct node *node, enum operation operation)
{
    if (node->operation != operation)
        return 1;
    return chain_length(node->children[0], operation) + chain_length(node->children[1], operation);
}

/* a && b && c with one pair of brackets. */
static struct piece logic_piece(struct translation *translation, const struct node *node)
{
    size_t length = chain_length(node, node->operation);
    struct piece *pieces = ARENA_ARRAY(translation->arena, struct piece, length);
    size_t count = 0;
    gather(translation, node, node->operation, pieces, &count);
    return rule_sql_row(translation, "(", node->operation == OPERATION_AND ? " AND " : " OR ", ")",
                        count, pieces);
}

static struct piece condition_piece(struct translation *translation, const struct node *node)
{
    struct piece pieces[] = {
        rule_sql_node(translation, node->children[0]),
        rule_sql_node(translation, node->children[1]),
        rule_sql_node(translation, node->children[2]),
        rule_sql_truth(translation, TRUTH_TRUE),
        rule_sql_truth(translation, TRUTH_FALSE),
    };
    return rule_sql_join(translation, "CASE %1 WHEN %4 THEN %2 WHEN %5 THEN %3 END", 5, pieces);
}

size_t rule_sql_elements(struct translation *translation, const struct node *list,
                         struct piece **elements)
{
    bool constant = list->operation == OPERATION_CONSTANT;
    size_t count = constant ? list->value.list.count : list->count;
    *elements = ARENA_ARRAY(translation->arena, struct piece, count);
    for (size_t i = 0; i < count; i++)
        (*elements)[i] = constant ? rule_sql_literal(translation, list->kind.element->type,
                                                     &list->value.list.items[i])
                                  : rule_sql_node(translation, list->children[i]);
    return count;
}

static struct piece index_piece(struct translation *translation, const struct node *node)
{
    const struct node *list = node->children[0];
    if (list->operation == OPERATION_CONSTANT && !list->value.known)
        return rule_sql_literal(translation, node->kind.type, &list->value);
    struct piece *elements;
    size_t count = rule_sql_elements(translation, list, &elements);
    struct piece *pieces = ARENA_ARRAY(translation->arena, struct piece, count + 1);
    pieces[0] = rule_sql_node(translation, node->children[1]);
    for (size_t i = 0; i < count; i++) {
        pieces[i + 1] = elements[i];
        pieces[i + 1].sql =
            text_format(translation->arena, "WHEN %zu THEN %.*s", i, TEXT_FORMAT(elements[i].sql));
    }
    return rule_sql_row(translation, "CASE ", " ", " END", count + 1, pieces);
}

struct piece rule_sql_node(struct translation *translation, const struct node *node)
{
    struct piece piece;
    switch (node->operation) {
    case OPERATION_CONSTANT:
        return rule_sql_literal(translation, node->kind.type, &node->value);
    case OPERATION_NAME:
        return name_piece(translation, node);
    case OPERATION_OR:
    case OPERATION_AND:
        return logic_piece(translation, node);
    case OPERATION_NOT:
        piece = rule_sql_node(translation, node->children[0]);
        return rule_sql_join(translation, "(NOT %1)", 1, &piece);
    case OPERATION_CONDITION:
        return condition_piece(translation, node);
    case OPERATION_IN:
        return rule_sql_in(translation, node);
    case OPERATION_INDEX:
        return index_piece(translation, node);
    case OPERATION_FUNCTION:
        return rule_sql_function(translation, node);
    case OPERATION_ADD:
    case OPERATION_SUBTRACT:
    case OPERATION_MULTIPLY:
    case OPERATION_DIVIDE:
    case OPERATION_REMAINDER:
    case OPERATION_NEGATE:
        return rule_sql_arithmetic(translation, node);
    default:
        return rule_sql_comparison(translation, node);
    }
}

/* The steps up to LAST, each with the names of those before it. */
static void add_steps(struct translation *translation, size_t last, struct buffer *sql)
{
    for (size_t step = 1; step <= last; step++) {
        buffer_add_format(sql, "%sstep_%zu AS MATERIALIZED (SELECT ", step > 1 ? ", " : "WITH ",
                          step);
        bool comma = step > 1;
        if (comma)
            buffer_add_format(sql, "step_%zu.*", step - 1);
        for (size_t i = 0; i < translation->let_count; i++) {
            if (translation->lets[i].step != step)
                continue;
            buffer_add_string(sql, comma ? ", " : "");
            buffer_add(sql, translation->lets[i].sql);
            buffer_add_format(sql, " AS let_%zu", i + 1);
            comma = true;
        }
        if (step > 1)
            buffer_add_format(sql, " FROM step_%zu", step - 1);
        buffer_add_string(sql, ")");
    }
}

void rule_to_sql(const struct rule *rule, enum rule_dialect dialect, rule_column *column,
                 void *context, struct buffer *sql)
{
    assert(rule->root->kind.type != RULE_LIST);
    struct translation translation = {
        .arena = sql->arena,
        .dialect = dialect,
        .column = column,
        .context = context,
    };
    struct piece piece = rule_sql_node(&translation, rule->root);
    if (!piece.step) {
        buffer_add(sql, piece.sql);
        return;
    }
    buffer_add_string(sql, "(");
    add_steps(&translation, piece.step, sql);
    buffer_add_string(sql, " SELECT ");
    buffer_add(sql, piece.sql);
    buffer_add_format(sql, " FROM step_%zu)", piece.step);
}
