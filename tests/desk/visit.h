/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_DESK_VISIT_H
#define TESTS_DESK_VISIT_H

/* A province with site and desk served, on 20 March 2026, and people who are signed in. */

#include "fixture.h"
#include "talk.h"

#include "desk/desk.h"

struct visit {
    struct fixture *fixture;
    struct register_bodies bodies;
    struct desk desk;
    struct web_server *server;
    unsigned port;
};

struct visit *visit_new(enum store_dialect dialect);
void visit_free(struct visit *visit);

/* An employee with ROLE for UNIT ("": the whole body), in the unit "" of their own. */
void visit_add_employee(struct visit *visit, const char *person, const char *role,
                        const char *unit);

/* Somebody who is signed in. */
struct visitor {
    struct text token;      /* of the cookie */
    struct text form_token; /* of forms */
};

/* PERSON, with an account made for it the first time. */
struct visitor visit_sign_in(struct visit *visit, const char *person);

/* The answer to GET PATH; VISITOR may be NULL. */
struct talk_answer visit_get(struct visit *visit, const struct visitor *visitor, const char *path);

/* Its content; fails the test when it is not answered with STATUS. */
struct text visit_page(struct visit *visit, const struct visitor *visitor, const char *path,
                       int status);

/* Sends a form of name, value pairs, ended by NULL, with the visitor's token. */
struct talk_answer visit_post(struct visit *visit, const struct visitor *visitor, const char *path,
                              ...);

/* The same with FORM as it is, urlencoded, and HEADERS (each ending with CR LF). */
struct talk_answer visit_send(struct visit *visit, const struct visitor *visitor, const char *path,
                              const char *form, const char *headers);

/* Fail the test with the page when it has not, or has, these words; or with the answer. */
void assert_has(struct text page, const char *words);
void assert_lacks(struct text page, const char *words);
void assert_status(struct talk_answer answer, int status);

/* The value of the hidden field NAME; fails the test without. */
const char *visit_hidden(struct visit *visit, struct text page, const char *name);

/* Where an answer leads, without the site; fails the test when it leads nowhere. */
const char *visit_location(struct visit *visit, struct talk_answer answer);

/* The id in "/mijn/geschenken/ID?gedaan". */
const char *visit_entry_of(struct visit *visit, const char *path);

/* How many rows the journal has. */
int64_t visit_journal_rows(struct visit *visit);

/* The newest version of an entry. */
struct register_version visit_newest(struct visit *visit, const char *register_id,
                                     const char *entry);

#endif
