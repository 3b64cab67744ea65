/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_ACCOUNT_H
#define PEOPLE_ACCOUNT_H

/* Accounts: who can sign in. A person is an id of the register people, and has one account at most.
 * What an account may do is not known here. */

#include "base/language.h"
#include "people/people.h"

enum people_account_state {
    PEOPLE_INVITED,  /* has never been in, or was reset: only a link lets in */
    PEOPLE_ACTIVE,   /* can sign in */
    PEOPLE_DISABLED, /* cannot, whatever they bring */
};

struct people_account {
    struct text id; /* random */
    struct text person;
    struct text login; /* the folded e-mail address */
    struct text email; /* as it was written */
    enum language language;
    enum people_account_state state;
    int64_t created;
    bool has_password;
    bool has_totp;
};

/* "invited", "active", "disabled". */
const char *people_account_state_id(enum people_account_state state);

/* What the e-mail address EMAIL is as a login. */
struct text people_login(struct arena *arena, struct text email);

/* Adds an account, which is invited: people_link_make lets its owner in. ERROR_INPUT when EMAIL is
 * no e-mail address, ERROR_CONFLICT when the person or the address has an account. */
struct error *people_account_add(const struct people_context *context, struct text person,
                                 struct text email, enum language language,
                                 struct people_account **account);

/* *ACCOUNT is NULL when there is none. */
struct error *people_account_find(const struct people_context *context, struct text id,
                                  struct people_account **account);
struct error *people_account_of_person(const struct people_context *context, struct text person,
                                       struct people_account **account);
struct error *people_account_of_login(const struct people_context *context, struct text email,
                                      struct people_account **account);

/* The accounts behind the login AFTER (empty: from the first on), by login, 500 at most. */
struct error *people_account_list(const struct people_context *context, struct text after,
                                  struct people_account **accounts, size_t *count);

/* The functions below return ERROR_NOT_FOUND when there is no such account. */

struct error *people_account_set_language(const struct people_context *context, struct text id,
                                          enum language language);

/* From now on this is the address to sign in and to be reached by; errors as people_account_add.
 * Links that were sent to the old address end. */
struct error *people_account_set_email(const struct people_context *context, struct text id,
                                       struct text email);

/* Ends all sessions and links, and lets nobody in until enabled; enabling one that is not disabled
 * is ERROR_NOT_FOUND too. */
struct error *people_account_disable(const struct people_context *context, struct text id);
struct error *people_account_enable(const struct people_context *context, struct text id);

/* Takes the password away and, with TOTP, the second factor and its recovery codes; ends all
 * sessions and links, and forgets all known browsers. *LINK becomes the token of a first link.
 * ERROR_FORBIDDEN when the account is disabled. */
struct error *people_account_reset(const struct people_context *context, struct text id, bool totp,
                                   struct text *link);

/* Somebody of this account came in by another way than a password of ours (an identity provider):
 * who was invited is active from then on. ERROR_FORBIDDEN when the account is disabled. */
struct error *people_account_activate(const struct people_context *context, struct text id);

#endif
