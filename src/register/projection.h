/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_PROJECTION_H
#define REGISTER_PROJECTION_H

/* The table of a register: the newest version of each entry in typed columns, so that the database
 * checks, indexes and counts, and an auditor reads it with plain SQL. It holds nothing that the
 * versions do not hold, and is made anew from them at will.
 *
 * Engine columns: body, number (order of recording), entry, revision, state, public, current,
 * waits, until_last, changed, year, holder, holder_name, holder_office, holder_unit, and sort_* and
 * search, which are folded. Then a column per field: money takes FIELD_kind, FIELD_cents and
 * FIELD_written, an organisation FIELD_name and FIELD_kvk, any other one column of the field's id.
 * Fields that a body added for itself are in extra, as JSON. */

#include "register/round_sql.h"
#include "register/value.h"
#include "store/store.h"

/* One entry as its table has it. */
struct register_row {
    int64_t number;
    struct text entry;
    int64_t revision;
    const struct register_state *state;
    bool public;
    bool current;
    bool waits;          /* for a step of its workflow; not read from a list */
    struct text changed; /* the moment of the newest version */
    struct text holder;  /* a people id; empty when the register has no holder */
    struct text holder_name;
    struct text holder_office;
    struct text holder_unit;
    struct date confirmed;         /* when the holder last confirmed this register; read only */
    struct register_value *values; /* one per field of the definition */
};

struct register_projection {
    const struct register_definition *definition;
    const char *table; /* "register_outside_positions" */
    const struct store_statement *put;
    const struct store_statement *get;    /* one row by entry */
    const struct store_statement *rows;   /* those of a list of numbers (JSON), in any order, each
                                             with the day its holder last confirmed at the end */
    const struct store_statement *remove; /* one row by entry */
    const struct store_statement
        *next; /* rows behind a number, in the order in which they were recorded, 500 at most */
    const struct store_statement *whole;           /* all columns as put binds them, of one entry */
    const struct store_statement *clear;           /* takes every row out */
    const struct store_statement *count;           /* how many rows there are */
    const struct register_round_statements *round; /* NULL where there are no rounds */
    const struct store_statement
        *expired; /* entries that may be past their term, with the date it counts from, behind a
                     number, 500 at most; NULL where there is no term */
    const struct store_statement
        *having; /* people: who holds an office now; roles: who has a role; else NULL */
    const struct store_statement *held;    /* the entries of a holder */
    const struct store_statement *beneath; /* an entry and all that have it above them; NULL where
                                              entries have no parent */
    const struct store_statement
        *past; /* current entries whose last day lies before a day, 500 at most */
    const char
        *columns; /* the list that register_projection_row reads, each with the prefix "r." */
    size_t column_count;
};

/* Makes the statements of a definition's table. */
struct error *register_projection_make(struct arena *arena,
                                       const struct register_definition *definition,
                                       struct register_projection **projection);

/* What makes the table and its indexes where they are not there yet, and adds the columns that a
 * newer version of the definition has. KNOWN are the columns that the table has now, apart by ',',
 * or NULL. */
const char *register_projection_define(struct arena *arena,
                                       const struct register_projection *projection,
                                       enum store_dialect dialect, const char *known);

/* The columns of a row, in the order in which put takes and whole gives them; a row is written with
 * store_run(session, projection->put, ...). Its number is given by the database when the entry is
 * new. */
const struct store_value *register_projection_bind(struct arena *arena,
                                                   const struct register_projection *projection,
                                                   const struct register_row *row);

/* Reads the columns into a row; texts are copied into the arena. */
struct error *register_projection_row(struct arena *arena,
                                      const struct register_projection *projection,
                                      const struct store_value *values, struct register_row *row);

/* One row; *FOUND is false when there is none. */
struct error *register_projection_get(struct store_session *session, struct arena *arena,
                                      const struct register_projection *projection,
                                      struct text entry, struct register_row *row, bool *found);

/* What a field is sorted by: folded, at most 64 bytes, of fixed width where it is a number. */
struct text register_sort_key(struct arena *arena, const struct register_field *field,
                              const struct register_value *value);

/* The year that an entry is listed under, 0 for none. */
int16_t register_row_year(const struct register_definition *definition,
                          const struct register_value *values);

/* Whether what is current and what is not are apart in the register's indexes: entries end, and
 * stay to be seen. */
bool register_is_lasting(const struct register_definition *definition);

/* The column that tells entries with the same sort key apart: their number. SQLite does not look
 * for (key, number) in an index where number is the table's own key, so there it has a second name.
 */
const char *register_place_column(enum store_dialect dialect);

#endif
