/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_INSIDE_H
#define PEOPLE_INSIDE_H

/* What the files of this room share. Functions that take a session are parts of a write, so that
 * what belongs together happens together: CONTEXT is that of the write, and its store is not used.
 */

#include "people/link.h"
#include "people/message.h"

/* Moments as the database keeps them. */
struct store_value people_moment(const struct people_context *context, int64_t moment);
int64_t people_moment_of(struct store_value value);

/* account.c */

/* Whether EMAIL has the form of an address that mail can be sent to. */
bool people_is_address(struct text email);

/* A row of sql_account_of_id and the like, copied into ARENA. */
struct people_account *people_account_row(struct arena *arena, const struct store_value *row);

/* Asks for one account; *ACCOUNT is NULL when there is none. */
struct error *people_account_get(struct store_session *session,
                                 const struct store_statement *statement, struct text key,
                                 struct people_account **account);

/* Runs a statement that must change an account; ERROR_NOT_FOUND when it changes none. */
struct error *people_change_one(struct store_session *session,
                                const struct store_statement *statement,
                                const struct store_value *values);

/* session.c */

/* Makes a session in STATE ("open", "code"), and ends what is too much. */
struct error *people_session_add(struct store_session *session,
                                 const struct people_context *context, struct text account,
                                 const char *state, struct text agent, struct text *token);
struct error *people_session_end_hash(struct store_session *session, struct text token);

/* totp.c */

/* Whether CODE is one that the account's second factor makes now, or one of its recovery codes:
 * then it is used up. */
struct error *people_totp_check(struct store_session *session, const struct people_context *context,
                                struct text account, struct text code, bool *right);

/* link.c */
struct error *people_link_add(struct store_session *session, const struct people_context *context,
                              struct text account, enum people_link_purpose purpose,
                              struct text *token);

/* sign_in.c */

/* Lets in: WHOLE in an open session, in a browser that is known from then on, else in a session
 * that waits for a code. */
struct error *people_let_in(struct store_session *session, const struct people_context *context,
                            const struct people_account *account,
                            const struct people_browser *browser, bool whole,
                            struct people_sign_in *result);

/* message.c */

/* The texts by which the database keeps these. */
const char *people_message_state_id(enum people_message_state state);
bool people_message_kind_of(struct text id, enum people_message_kind *kind);

/* Reads what a message says from the JSON that is kept. */
struct error *people_message_read(struct arena *arena, struct text content,
                                  struct people_message *message);

/* Whether a recipient is the id of a person; else it is an address. */
bool people_message_is_person(struct text recipient);

#endif
