/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_LIST_SQL_H
#define REGISTER_LIST_SQL_H

/* Inside this room: the statements that find the numbers of a page's entries. */

#include "register/list.h"

/* The filter that a statement is built around, so that its index serves; all others are in every
 * statement, and let everything through when they are not given. So the number of different
 * statements stays small. */
enum list_lead {
    LIST_LEAD_NONE,
    LIST_LEAD_HOLDER,
    LIST_LEAD_OFFICE,
    LIST_LEAD_YEAR,
    LIST_LEAD_FIELD,
};

/* What a statement looks like. */
struct list_shape {
    enum list_lead lead;
    const struct register_field *lead_field;
    struct text key; /* the column that rows are in the order of; empty: as they were recorded */
    bool descending; /* as it is read: turned round for the page before */
    bool paged;      /* behind a key */
    bool sorted;     /* what the lead lets through is so little that it is sorted each time */
    bool current;    /* what is current, or what is not, is asked for */
    size_t words;
};

/* The statement of a shape, made once and kept. */
struct error *register_list_statement(struct arena *arena, enum store_dialect dialect,
                                      const struct register_projection *projection,
                                      const struct list_shape *shape,
                                      const struct store_statement **statement);

/* What is bound to it. */
const struct store_value *register_list_bind(struct arena *arena, enum store_dialect dialect,
                                             const struct register_query *query,
                                             const struct list_shape *shape,
                                             const struct register_place *place, size_t limit);

/* What tells the entries of a query without words, in their order, from those of every other query
 * of the register, wherever the page begins. */
struct text register_list_key(struct arena *arena, const struct register_query *query,
                              const struct list_shape *shape);

#endif
