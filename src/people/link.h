/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_LINK_H
#define PEOPLE_LINK_H

/* Links that let their holder choose a password, once: for the first sign-in, and for who lost the
 * password. They are let in whatever was guessed wrong before. */

#include "people/sign_in.h"

enum people_link_purpose { PEOPLE_FIRST, PEOPLE_LOST };

/* Makes a link; *TOKEN stands at its end. Earlier links of the account end, but a link for a lost
 * password, which anybody can ask for, ends no link for the first sign-in. ERROR_FORBIDDEN when the
 * account is disabled, ERROR_NOT_FOUND when there is none. */
struct error *people_link_make(const struct people_context *context, struct text account,
                               enum people_link_purpose purpose, struct text *token);

/* Has a link mailed to whoever has the account of LOGIN and lost its password: PLACE is the path in
 * front of its token, which is made when the mail is sent (post.h). Nothing is mailed when there is
 * no such account, when it is disabled, or when one was mailed within PEOPLE_LINK_AGAIN; it takes
 * as long, and the caller does not learn which.
 */
struct error *people_link_ask(const struct people_context *context, struct text login,
                              struct text place);

/* Looks at a link without using it up (programs that check mail follow links); *ACCOUNT is NULL
 * when it was used, has expired or never was. */
struct error *people_link_find(const struct people_context *context, struct text token,
                               enum people_link_purpose *purpose, struct people_account **account);

/* Uses the link: PASSWORD, which was judged (password.h), becomes that of the account, which is
 * active from then on; every session, link and known browser of it ends, and the holder is signed
 * in, but for a code if the account has TOTP. PEOPLE_WRONG when the link is no good. */
struct error *people_link_use(const struct people_context *context,
                              struct people_passwords *passwords, struct text token,
                              const struct people_password *password,
                              const struct people_browser *browser, struct people_sign_in *result);

#endif
