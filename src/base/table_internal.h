/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_TABLE_INTERNAL_H
#define BASE_TABLE_INTERNAL_H

/* What table.c, table_csv.c and table_json.c share; nobody else includes this. */

#include "base/table.h"

struct table {
    struct arena *arena;
    struct faults *faults;
    struct text name;
    struct text content; /* valid UTF-8, without byte-order mark */
    enum encoding encoding;
    bool json;
    bool controls; /* somewhere in the content is a control character */
    bool broken;
    char separator;
    bool stops[256]; /* the bytes that end a plain field */
    struct text *headings;
    size_t width;
    struct table_field *fields;
    size_t at;          /* how far it was read */
    size_t line;        /* of what is at AT, in CSV */
    size_t mark;        /* a byte not after AT, where the row begins, */
    struct place place; /* and its place: others are counted from here */
    size_t number;
    size_t refused;
};

/* Read the headings, and leave the table before its first row. False: not a table; FAULTS says why.
 */
bool table_csv_open(struct table *table);
bool table_json_open(struct table *table);

bool table_csv_next(struct table *table, struct table_row *row);
bool table_json_next(struct table *table, struct table_row *row);

/* A fault at the byte at OFFSET, not before the mark. */
void table_refuse_at(struct table *table, size_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Moves the mark onwards. */
void table_mark(struct table *table, size_t offset);

/* Counts a refused row; stops reading when there are too many. */
void table_refuse_row(struct table *table);

/* Why TEXT may not be handed out, or NULL. */
const char *table_field_fault(struct text text, bool controls);

/* Whether the headings are all there, all different, and sound; else adds faults at their OFFSETS,
 * which ascend from the mark. */
bool table_check_headings(struct table *table, const size_t *offsets);

#endif
