/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

/* A table as people make them, read row by row: CSV out of any spreadsheet, or JSON.
 *
 * CSV: UTF-8, UTF-16 with byte-order mark, or Windows-1252; fields apart by comma, semicolon, tab
 * or |, found from the line of headings (and, where that has several, from what the lines after it
 * agree with; a first line "sep=;" settles it); lines end at CR LF, LF or CR. A field may stand
 * between quotes, with spaces around them; inside, a quote is written twice and lines may break.
 * Blank lines and rows of empty fields are skipped, empty columns at the end tolerated. An
 * apostrophe that sheet_text put in front of a formula is taken off.
 * JSON: [{...}, ...] or {"...": [{...}, ...]}, with one array; the headings are the names of all
 * members in the order in which they first appear.
 *
 * What is handed out is valid UTF-8 without control characters and lives as long as the content
 * and the arena; only the array of a row's fields is used again for the next row. */

#include "base/encoding.h"
#include "base/error.h"

#define TABLE_LARGEST ((size_t)256 * 1024 * 1024) /* bytes in a file */
enum {
    TABLE_COLUMNS_MOST = 200,
    TABLE_FIELD_LARGEST = 1024 * 1024, /* bytes in a field, about */
    TABLE_REFUSED_MOST = 10000,        /* faulty rows, after which nothing more is read */
};

enum table_kind {
    TABLE_ABSENT, /* JSON: the row has no member of this name; the text is empty */
    TABLE_NULL,   /* JSON; the text is empty */
    TABLE_TEXT,
    TABLE_NUMBER,  /* JSON; the text is the number as written */
    TABLE_BOOLEAN, /* JSON; the text is "true" or "false" */
    TABLE_NESTED,  /* JSON; the text is an object or array, as it stands there: read it with
                      json_read() */
};

struct table_field {
    struct text text;
    enum table_kind kind;
    size_t offset; /* for table_place() */
};

struct table_row {
    const struct table_field *fields; /* one for each heading, in their order */
    size_t number;                    /* from 1, without headings and blank lines */
    size_t line;                      /* where it begins, from 1, as an editor shows it */
    size_t column;                    /* the place in that line; 1 in CSV */
    size_t offset;
};

struct table;

/* Begins to read CONTENT, the file that is called NAME. ERROR_INPUT, after adding the reasons to
 * FAULTS, when it is no table: encoding, headings (missing, empty, twice, too many), JSON that is
 * not JSON anywhere in the file. ERROR_TOO_LARGE beyond TABLE_LARGEST. */
struct error *table_open(struct arena *arena, struct text content, struct text name,
                         struct faults *faults, struct table **table);

/* The next sound row; false at the end. A faulty row is skipped, its reasons added to the faults:
 * too few fields, too many that are not empty, a control character, a field too large. Where
 * quotes do not match, and after TABLE_REFUSED_MOST faulty rows, nothing more is read:
 * table_is_broken(). */
bool table_next(struct table *table, struct table_row *row);

size_t table_width(const struct table *table);
struct text table_heading(const struct table *table, size_t column); /* column from 0 */
enum encoding table_encoding(const struct table *table);
bool table_is_json(const struct table *table);
char table_separator(const struct table *table);   /* 0 for JSON */
size_t table_refused(const struct table *table);   /* faulty rows so far */
bool table_is_broken(const struct table *table);   /* reading stopped before the end */
unsigned table_percent(const struct table *table); /* of the content read so far */

/* Where the field of COLUMN (from 0) in the newest row begins. */
struct place table_place(const struct table *table, const struct table_row *row, size_t column);

/* Adds a fault about that field, at its place, with its heading in front: "waarde: ...". */
struct fault *table_fault(struct table *table, const struct table_row *row, size_t column,
                          const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
