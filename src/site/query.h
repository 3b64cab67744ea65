/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SITE_QUERY_H
#define SITE_QUERY_H

/* What is asked of a register, in the query of its address, and back. The page, CSV, JSON and Atom
 * of a register take the same:
 *
 *   q=words         names with these words, with or without accents
 *   person=ID       of one person
 *   office=ID       of who holds an office
 *   year=2024       that began or happened in a year
 *   show=current    or ended, or all
 *   FIELD=VALUE     a field that is a filter: an option's id, or yes or no
 *   sort=FIELD      or person, or changed; -FIELD turns it round
 *   after=ENTRY     the page behind an entry; before=ENTRY the page before it; last=1 the last page
 *
 * A value that is not understood is refused, and so is a name that is not known: what is wrong must
 * not look like an answer. Only what other sites add to links to count visits is passed over. */

#include "register/list.h"
#include "web/request.h"

enum site_show { SITE_SHOW_CURRENT, SITE_SHOW_ENDED, SITE_SHOW_ALL };

struct site_query {
    struct register_query list;
    struct text written; /* the words as given */
    bool too_short;      /* some words were too short to look for */
    enum site_show show;
    struct text sort; /* as given; empty: the register's own order */
};

/* What is wrong with a parameter: both texts in both languages. */
struct site_refusal {
    struct text parameter;
    struct text value;
    struct label expected;
};

struct site_refusals {
    struct arena *arena;
    struct site_refusal *items;
    size_t count;
    size_t capacity;
};

void site_refuse_parameter(struct site_refusals *refusals, struct text parameter, struct text value,
                           struct label expected);

/* A query that asks nothing: what a register's own page shows. */
void site_query_start(struct site_query *query, const struct register_body *body,
                      const struct register_definition *definition);

void site_query_read(struct arena *arena, const struct register_body *body,
                     const struct register_definition *definition, struct web_pairs pairs,
                     struct site_query *query, struct site_refusals *refusals);

/* Whether a parameter is one that other sites add to links. */
bool site_is_tracking(struct text name);

/* Whether FIELD is offered as a filter, and whether rows can be sorted by it. */
bool site_filters_by(const struct register_definition *definition,
                     const struct register_field *field);
bool site_sorts_by(const struct register_definition *definition,
                   const struct register_field *field);

/* The value that a field is filtered by: an option's id, "1" or "0"; empty when it is not. */
struct text site_filter_of(const struct site_query *query, const struct register_field *field);
void site_filter_set(struct site_query *query, const struct register_field *field,
                     struct text value);

/* "?office=chair&year=2024", or nothing where nothing is asked. */
struct text site_query_write(struct arena *arena, const struct site_query *query);

/* "/registers/geschenken" with EXTENSION (such as ".csv", may be "") and the query. */
struct text site_query_address(struct arena *arena, const struct site_query *query,
                               const char *extension);

/* Shows from the first page on. */
void site_query_rewind(struct site_query *query);

/* TEXT percent-encoded, for one part of an address. */
struct text site_encode(struct arena *arena, struct text text);

#endif
