/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_LANGUAGE_H
#define BASE_LANGUAGE_H

/* The two languages that people see, Dutch first, and how dates, numbers and money are written in
 * them. */

#include "base/date.h"
#include "base/money.h"

enum language { LANGUAGE_DUTCH, LANGUAGE_ENGLISH };

/* What something is called in each. */
struct label {
    struct text dutch;
    struct text english;
};

static inline struct text label_in(struct label label, enum language language)
{
    return language == LANGUAGE_ENGLISH ? label.english : label.dutch;
}

/* "nl" or "en". */
const char *language_id(enum language language);

/* "12 maart 2026", "maart 2026", "2026" or nothing; "12 March 2026" in English. */
void language_add_date(struct buffer *buffer, struct date date, enum language language);

/* A whole number; from five digits on with its thousands apart: "12.500", "12,500". */
void language_add_number(struct buffer *buffer, int64_t number, enum language language);

/* Cents as "€ 1.250,00" or "€1,250.00". */
void language_add_amount(struct buffer *buffer, int64_t cents, enum language language);

/* Money with what is known of it: "€ 61,15", "meer dan € 50,00", "onbekend"; nothing for none. */
void language_add_money(struct buffer *buffer, struct money money, enum language language);

/* Takes the text before the next {NAME}, and the name, off the front of *REST; false when there is
 * no next, with what is left in *BEFORE. */
bool language_placeholder(struct text *rest, struct text *before, struct text *name);

#endif
