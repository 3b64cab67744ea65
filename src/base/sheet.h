/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_SHEET_H
#define BASE_SHEET_H

/* CSV written so that it opens as it should. Two forms; base/table.h reads both back unchanged.
 *
 * SHEET_PEOPLE, what people get unless they ask otherwise: a double click in a Dutch Excel or
 * LibreOffice shows columns, accents, amounts and dates. UTF-8 with a byte-order mark (without one
 * Excel takes it for Windows-1252), semicolons (the Dutch list separator; a "sep=" line would make
 * Excel forget the encoding and is a row of data to everyone else), CR LF, a decimal comma without
 * dots between thousands ("12.10" would become the twelfth of October), dates as ISO 8601, which
 * every locale reads as that day.
 * SHEET_DATA, for programs: RFC 4180 with commas, UTF-8 without mark, a decimal point.
 *
 * In both, a text that a spreadsheet would run as a formula gets an apostrophe in front; in both,
 * because either is opened by a double click somewhere. So does a text that begins with
 * apostrophes before such a start, so that taking one off gives back what was written
 * (sheet_rearm). Numbers and dates written with the functions for them are left alone. */

#include "base/date.h"
#include "base/text.h"

enum sheet_form { SHEET_PEOPLE, SHEET_DATA };

struct sheet {
    struct buffer *buffer; /* may be emptied between rows */
    enum sheet_form form;
    size_t start;  /* of the row, in the buffer */
    size_t fields; /* of the row so far */
};

/* Begins a file at the end of BUFFER. */
struct sheet sheet_begin(struct buffer *buffer, enum sheet_form form);

/* One field each. TEXT is valid UTF-8; a text of size 0 is an empty field. */
void sheet_text(struct sheet *sheet, struct text text);
void sheet_number(struct sheet *sheet, int64_t number);
void sheet_date(struct sheet *sheet, struct date date);

/* NUMBER divided by ten to the power PLACES (at most 18): cents with 2 are euro. */
void sheet_decimal(struct sheet *sheet, int64_t number, unsigned places);

/* Ends the row: of the headings, or of an entry. */
void sheet_row(struct sheet *sheet);

/* Whether a spreadsheet might run TEXT: after blanks or apostrophes it starts with = + - @ (also
 * their full-width forms), or with a tab or line break. A hyphen alone is harmless. */
bool sheet_is_formula(struct text text);

/* The text that sheet_text was given, from the field that it wrote. */
struct text sheet_rearm(struct text text);

#endif
