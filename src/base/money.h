/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

/* Money as registers know it: an amount, more or less than one, about one, or not known. Euro, in
 * cents. */

#include "base/text.h"
#include "base/truth.h"

enum money_kind { MONEY_NONE, MONEY_EXACT, MONEY_MORE, MONEY_LESS, MONEY_ABOUT, MONEY_UNKNOWN };

struct money {
    enum money_kind kind;
    int64_t cents; /* 0 when the kind is none or unknown; else not negative */
    struct text
        written; /* the words it was read from, where they say more than the value; else empty */
};

/* The largest amount that is read: a hundred thousand million euro. */
#define MONEY_LARGEST INT64_C(10000000000000)

/* Money as people write it, in Dutch or English: "€ 61,15", "1.250,-", "EUR 1,250.00", "ca. 40
 * euro", "geschat 400 euro", "minder dan 50 euro", "< 50", "> € 50", "onbekend", "geen idee", "?".
 * Where words stand beside the amount that it cannot hold ("Boekenbon € 50", "€ 61,15 excl. BTW",
 * "75 euro ??"), the whole is kept in written, a slice of TEXT. False when it is not understood: no
 * amount, two amounts, another currency, an amount that could be read in two ways. */
bool money_read(struct text text, struct money *money);

/* The ids of the kinds, as stored and exported: "exact", "more", "less", "about", "unknown"; "" for
 * none. */
const char *money_kind_id(enum money_kind kind);
bool money_kind_of(struct text id, enum money_kind *kind);

/* How an amount of CENTS stands to what is known: is the money more than, or less than, CENTS?
 * "less than 50" is unknown against 40 and false against 50; "about" and "unknown" never tell. */
enum truth money_is_more(struct money money, int64_t cents);
enum truth money_is_less(struct money money, int64_t cents);
enum truth money_is_same(struct money money, int64_t cents);

/* Cents as "1234.50" (data) or, with the comma and thousands apart by a dot, "1.234,50" (Dutch). */
void money_add_plain(struct buffer *buffer, int64_t cents);
void money_add_dutch(struct buffer *buffer, int64_t cents);

#endif
