/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef RULE_SQL_H
#define RULE_SQL_H

/* What the files that write SQL share.
 *
 * A piece is an SQL expression. What must be written more than once (the operands of a guarded sum)
 * has to be an atom, a column, a literal or a name; rule_sql_atom gives anything else a name,
 * let_N, in a step before the one it is used in. The whole then becomes (WITH step_1 AS
 * MATERIALIZED (SELECT
 * ... AS let_1), ... SELECT ... FROM step_2) so that the SQL of a rule is never longer than a few
 * times the rule. */

#include "rule/tree.h"

struct piece {
    struct text sql;
    size_t depth; /* of brackets and CASEs; 0: an atom */
    size_t step;  /* the last step whose names it uses; 0: none */
};

struct let {
    struct text sql;
    size_t step;
};

struct translation {
    struct arena *arena;
    enum rule_dialect dialect;
    rule_column *column;
    void *context;
    struct let *lets;
    size_t let_count;
    size_t let_capacity;
};

static inline bool rule_sql_is_sqlite(const struct translation *translation)
{
    return translation->dialect == RULE_SQLITE;
}

/* sql.c: NODE as SQL. */
struct piece rule_sql_node(struct translation *translation, const struct node *node);

/* PIECE, or a name for it, to be written more than once. */
struct piece rule_sql_name(struct translation *translation, struct piece piece);

static inline struct piece rule_sql_atom(struct translation *translation, const struct node *node)
{
    return rule_sql_name(translation, rule_sql_node(translation, node));
}

/* Joins pieces into one. FORMAT has %1 to %9 for the pieces by place, of which there are COUNT,
 * and %% for a per cent sign. */
struct piece rule_sql_join(struct translation *translation, const char *format, size_t count,
                           const struct piece *pieces);

/* Joins pieces into a row. */
struct piece rule_sql_row(struct translation *translation, const char *before, const char *between,
                          const char *after, size_t count, const struct piece *pieces);

/* The column of a name, or of a part of it. */
struct piece rule_sql_column(struct translation *translation, const struct node *node,
                             const char *part);

/* The elements of a list that is written out or constant. */
size_t rule_sql_elements(struct translation *translation, const struct node *list,
                         struct piece **elements);

/* rule_sql_literal.c */
struct piece rule_sql_literal(struct translation *translation, enum rule_type type,
                              const struct rule_value *value);
struct piece rule_sql_truth(struct translation *translation, enum truth truth);
void rule_sql_add_text(struct buffer *sql, enum rule_dialect dialect, struct text text);

/* sql_compare.c */
struct piece rule_sql_comparison(struct translation *translation, const struct node *node);
struct piece rule_sql_in(struct translation *translation, const struct node *node);

/* sql_compute.c */
struct piece rule_sql_arithmetic(struct translation *translation, const struct node *node);
struct piece rule_sql_function(struct translation *translation, const struct node *node);

#endif
