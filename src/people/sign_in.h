/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_SIGN_IN_H
#define PEOPLE_SIGN_IN_H

/* Signing in: a password, and a code where the account has TOTP.
 *
 * Wrong passwords make the next try wait. A browser in which somebody signed in before has tries of
 * its own, all others share those of a login: so whoever guesses at a login never keeps its owner
 * out of a browser they know, and a link by mail (link.h) always lets in. A login that is not there
 * is treated as one that is. */

#include "people/password.h"
#include "people/session.h"

enum people_answer {
    PEOPLE_SIGNED_IN,
    PEOPLE_CODE_NEEDED, /* the password is right; people_sign_in_code is next */
    PEOPLE_WRONG,       /* login, password or code; nobody learns which of these */
    PEOPLE_WAIT,        /* too many were wrong */
    PEOPLE_START_AGAIN, /* too many codes were wrong, or it took too long: begin with the password
                         */
};

struct people_sign_in {
    enum people_answer answer;
    struct text token;  /* for the cookie of the session: signed in, or code needed */
    struct text device; /* for the cookie of a known browser, to last PEOPLE_DEVICE_TERM; empty: it
                           has it */
    struct people_account *account; /* signed in, or code needed */
    int64_t until;                  /* wait */
};

/* ERROR_BUSY when more want in than can be served. */
struct error *people_sign_in(const struct people_context *context,
                             struct people_passwords *passwords, struct text login,
                             const struct people_password *password,
                             const struct people_browser *browser, struct people_sign_in *result);

/* TOKEN is that of the session which waits; CODE six digits, or a recovery code. */
struct error *people_sign_in_code(const struct people_context *context, struct text token,
                                  struct text code, const struct people_browser *browser,
                                  struct people_sign_in *result);

/* Whether PASSWORD is that of the account, for who is signed in and wants to change how: signed in,
 * wrong, or wait. These tries are bounded too. */
struct error *people_prove(const struct people_context *context, struct people_passwords *passwords,
                           struct text account, const struct people_password *password,
                           struct people_sign_in *result);

/* PASSWORD, which was judged (password.h), is the account's from now on; every other session than
 * the one with the id KEEP ends, and so do all links. */
struct error *people_change_password(const struct people_context *context,
                                     struct people_passwords *passwords, struct text account,
                                     const struct people_password *password, struct text keep);

#endif
