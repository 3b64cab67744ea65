/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_ROUND_SQL_H
#define REGISTER_ROUND_SQL_H

/* Inside this room: the statements about a register's rounds that are made from its definition.
 * Whom a round is for is said in one place here, for what the public sees, for who is asked and for
 * who is reminded. */

#include "register/definition.h"
#include "store/store.h"

struct register_round_statements {
    /* Of the people who are public: how many are concerned, and how many confirmed (since, today).
     */
    const struct store_statement *count;
    const struct store_statement *asks; /* a row when one person is concerned (person, today) */
    /* Brings the people from one id to another in step with who is concerned and what they stated:
     * takes out (round, first, last, today), then puts (round, due, since, first, last, today). */
    const struct store_statement *drop;
    const struct store_statement *put;
    const struct store_statement *portion; /* the last of the next people behind an id (after) */
    const struct store_statement
        *holders; /* who may hold a role today, and the language of their account (role) */
};

struct error *register_round_statements_make(struct arena *arena,
                                             const struct register_definition *definition,
                                             const struct register_round_statements **statements);

#endif
