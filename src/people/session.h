/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_SESSION_H
#define PEOPLE_SESSION_H

/* Sessions: who is signed in in which browser. The cookie has a token of chance, the database only
 * its hash. Terms are in people.h. Sessions without a second factor that was asked for are not
 * found by people_session_find: they give no rights. */

#include "people/account.h"

/* What a browser brings along. */
struct people_browser {
    struct text device; /* the cookie that people_sign_in gave, or empty */
    struct text agent;  /* the header User-Agent */
};

struct people_session {
    struct text id;      /* tells one session from another; no secret */
    struct text browser; /* "Firefox"; empty when not known */
    struct text system;  /* "Linux"; empty when not known */
    int64_t started;
    int64_t seen; /* when a page was last asked, to PEOPLE_SESSION_SEEN */
    struct people_account *account;
    struct text form_token; /* goes into every form; from people_session_find */
};

/* Starts a session of an active account for somebody who gave all that is asked; sign_in.h does for
 * who came with a password. *TOKEN is for the cookie. ERROR_FORBIDDEN when the account is not
 * active. */
struct error *people_session_start(const struct people_context *context, struct text account,
                                   struct text agent, struct text *token);

/* The session that the cookie's TOKEN opens; *SESSION is NULL when there is none, or no more. Notes
 * that it was seen. */
struct error *people_session_find(const struct people_context *context, struct text token,
                                  struct people_session **session);

/* The same for a session that waits for a code: it is good for people_sign_in_code alone. */
struct error *people_session_find_waiting(const struct people_context *context, struct text token,
                                          struct people_session **session);

/* Whether TOKEN, which came with a form, is the session's; takes as long whatever it is. */
bool people_form_is_own(const struct people_session *session, struct text token);

/* The sessions of one account that are open, newest first; without account and form token. */
struct error *people_session_list(const struct people_context *context, struct text account,
                                  struct people_session **sessions, size_t *count);

/* Ends the session that TOKEN opens, open or waiting; nothing happens when there is none. */
struct error *people_session_sign_out(const struct people_context *context, struct text token);

/* Ends one session of ACCOUNT; nothing happens when it ended before. */
struct error *people_session_end(const struct people_context *context, struct text account,
                                 struct text id);

/* Ends all sessions of ACCOUNT but the one with the id KEEP, which may be empty. */
struct error *people_sessions_end(const struct people_context *context, struct text account,
                                  struct text keep);

/* Ends all sessions of a person. */
struct error *people_sessions_end_of_person(const struct people_context *context,
                                            struct text person);

#endif
