/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_LIST_H
#define REGISTER_LIST_H

/* What the public sees of a register, page by page. A page costs the same wherever it is and
 * however large the register: rows are found behind (or before) an entry, never by counting. */

#include "register/entry.h"
#include "register/tally.h"

enum { LIST_FIELDS = 12, LIST_WORDS = 5, LIST_LONGEST_WORD = 64 };

enum register_order_kind {
    REGISTER_ORDER_DEFAULT, /* newest date first where entries have one, else by name */
    REGISTER_ORDER_HOLDER,
    REGISTER_ORDER_CHANGED,
    REGISTER_ORDER_FIELD,
    REGISTER_ORDER_RECORDED, /* an entry never changes its place: who goes from page to page meets
                                each once, whatever changes meanwhile */
};

/* Where an entry stands in the order of a query; it stays a place when the entry goes. */
struct register_place {
    struct text key; /* empty where the order has none: recorded, and with words */
    int64_t number;  /* 0: no place */
};

struct register_query {
    const struct register_projection *projection;
    struct text holder; /* a people id; empty: everyone */
    struct text office;
    int16_t year;       /* 0: all */
    enum truth current; /* unknown: both */
    struct {
        const struct register_field *field; /* a filter: choice or boolean */
        struct text value;                  /* an option's id; a boolean as "1" or "0" */
    } fields[LIST_FIELDS];
    size_t field_count;
    struct text words[LIST_WORDS]; /* folded; each must be in an entry's names. With words, newest
                                      recorded first */
    size_t word_count;
    enum register_order_kind order;
    const struct register_field *order_field;
    bool descending;
    struct text after;            /* an entry: the page behind it */
    struct text before;           /* an entry: the page before it */
    struct register_place behind; /* a place: the page behind it */
    struct register_place ahead;  /* a place: the page before it */
    bool last;                    /* the last page */
    size_t limit;                 /* rows at most */
};

struct register_page {
    struct register_row *rows;
    size_t count;
    bool more_before; /* there are rows before these */
    bool more_after;
    int64_t total;     /* how many there are in all, -1 where that is not kept */
    struct map counts; /* of the register, as register_tally_read gives them */
};

/* Takes a text apart into the words of a query: folded, at most LIST_WORDS, each of at least three
 * code points (shorter ones are left out; *SHORT then becomes true). */
void register_query_words(struct arena *arena, struct text written, struct register_query *query,
                          bool *too_short);

/* The order of a list for which none is asked. The newest date first where everybody may see it;
 * what changed last where nobody may know whom entries are about; else by name. *DATE becomes the
 * field, or NULL. */
enum register_order_kind register_own_order(const struct register_definition *definition,
                                            const struct register_field **date);

/* Rows have what everybody may see, and nothing else: no value of a field that is not public, and
 * of a register that hides its holders neither holder nor confirmation. */
struct error *register_page_read(struct store_session *session, struct arena *arena,
                                 const struct register_body *body,
                                 const struct register_query *query, struct register_page *list);

/* Takes out of a row what not everybody may see. */
void register_row_conceal(const struct register_definition *definition, struct register_row *row);

/* One row, in the same way; *FOUND is false when there is none that is public. */
struct error *register_public_read(struct store_session *session, struct arena *arena,
                                   const struct register_projection *projection, struct text entry,
                                   struct register_row *row, bool *found);

/* Whether the places of a query have a key, and the place of one of its rows. */
bool register_place_has_key(const struct register_query *query);
struct register_place register_place_of(struct arena *arena, const struct register_query *query,
                                        const struct register_row *row);

#endif
