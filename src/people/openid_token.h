/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_OPENID_TOKEN_H
#define PEOPLE_OPENID_TOKEN_H

/* Reads the ID token of a provider (OpenID Connect Core 1.0, 2 and 3.1.3.7; RFC 8725). Nothing in
 * it is believed before its signature was found right. What is wrong with a token is wrong at the
 * provider: ERROR_UNAVAILABLE, without a word of the token in its message. */

#include "people/openid.h"
#include "people/openid_key.h"

/* A signed token taken apart. */
struct people_openid_token {
    enum people_openid_algorithm algorithm;
    struct text key_id;    /* empty: it says none */
    struct text content;   /* what is signed: its first two parts as they are written */
    struct text payload;   /* the second part, decoded */
    struct text signature; /* the third, decoded */
};

/* Takes a JWS in compact form apart that is signed by one of ALGORITHMS (1 << algorithm); all else,
 * an unsigned or encrypted one, or one of another kind, is refused. */
struct error *people_openid_token_read(struct arena *arena, struct text written,
                                       unsigned algorithms, struct people_openid_token *token);

enum people_openid_check {
    PEOPLE_OPENID_RIGHT,
    PEOPLE_OPENID_WRONG,  /* the key is there, and did not make this signature */
    PEOPLE_OPENID_NO_KEY, /* the key is not among these: there may be newer ones */
};

/* Whether one of KEYS, a JWK set, made its signature. */
enum people_openid_check people_openid_token_check(struct arena *arena,
                                                   const struct people_openid_token *token,
                                                   const json_t *keys);

/* What a token is held against. */
struct people_openid_expected {
    const struct people_openid_settings *settings;
    struct text nonce;
    struct text access_token; /* that came with it; may be empty */
    int64_t now;
};

/* What a token says, once its signature is right. */
struct people_openid_claims {
    struct text person;       /* the value of the claim; empty: it has none, or not for certain */
    struct text level;        /* acr; may be empty */
    const struct text *means; /* amr */
    size_t mean_count;
};

/* Judges what the token says: that it is of this provider, for us, for this sign-in, and for now.
 */
struct error *people_openid_token_judge(struct arena *arena,
                                        const struct people_openid_token *token,
                                        const struct people_openid_expected *expected,
                                        struct people_openid_claims *claims);

#endif
