/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_COLUMNS_H
#define REGISTER_COLUMNS_H

/* Inside this room: which columns a register's table has, for those who make it (define.c), ask it
 * and fill it (projection.c). */

#include "register/projection.h"

/* The columns that a field takes: its id and a suffix, and a type. The last has no suffix. */
struct register_column {
    const char *suffix;
    const char *type;
};

const struct register_column *register_columns_of(const struct register_field *field);

/* Calls for every column of every field. The names are declared, so they cannot stand in brackets. */
/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define EACH_COLUMN(definition, field, column)                                                     \
    for (const struct register_field *field = (definition)->fields;                                \
         field < (definition)->fields + (definition)->field_count; field++)                        \
        for (const struct register_column *column = register_columns_of(field); column->suffix;    \
             column++)
/* NOLINTEND(bugprone-macro-parentheses) */

/* The columns that every register has, in the order in which put binds them; number comes from the
 * database. */
struct register_engine_column {
    const char *name;
    const char *type;
};

enum { REGISTER_ENGINE_COLUMNS = 16 };

extern const struct register_engine_column register_engine_columns[REGISTER_ENGINE_COLUMNS];

/* Whether entries have a sort column for FIELD; the holder's is sort_holder. */
bool register_is_sorted(const struct register_definition *definition,
                        const struct register_field *field);

/* PREFIX and the quoted name of a column. */
void register_add_column(struct buffer *sql, const char *prefix, const struct register_field *field,
                         const struct register_column *column);

#endif
