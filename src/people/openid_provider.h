/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_OPENID_PROVIDER_H
#define PEOPLE_OPENID_PROVIDER_H

/* What the provider publishes (OpenID Connect Discovery 1.0): how it is reached, and its keys. Each
 * is kept for as long as it says, between bounds; one thread asks while others wait for it; and a
 * provider that does not answer is left in peace for a few seconds. DEADLINE is of
 * clock_monotonic().
 *
 * And the one question that is asked for each sign-in: a token for a code. */

#include "people/openid.h"
#include "people/openid_key.h"

/* How the provider is reached. */
struct people_openid_provider {
    struct text authorization; /* where browsers are sent */
    struct text token;
    struct text keys;
    bool names_itself;   /* in what comes back with a browser (RFC 9207) */
    unsigned algorithms; /* of signatures by which it takes us for us, as a set */
};

struct error *people_openid_describe(struct people_openid *openid,
                                     const struct people_context *context, int64_t deadline,
                                     struct people_openid_provider *provider);

/* Its keys, a JWK set, to be dropped by json_decref. NEWER: those that were kept do not serve; they
 * are asked for again, once a minute at most. */
struct error *people_openid_keys(struct people_openid *openid, const struct people_context *context,
                                 int64_t deadline, const struct people_openid_provider *provider,
                                 bool newer, json_t **keys);

/* What is given for a code. */
struct people_openid_grant {
    struct text id_token;     /* empty: the code serves no more */
    struct text access_token; /* may be empty */
};

/* Asks for the tokens that belong to CODE, which came to the address BACK, and proves that we are
 * who we are. */
struct error *people_openid_exchange(struct people_openid *openid,
                                     const struct people_context *context, int64_t deadline,
                                     const struct people_openid_provider *provider,
                                     struct text code, struct text verifier, struct text back,
                                     struct people_openid_grant *grant);

/* A place among those who wait for this provider; ERROR_BUSY when there is none: a provider that is
 * slow must not take all workers. */
struct error *people_openid_take_place(struct people_openid *openid, struct arena *arena);
void people_openid_leave_place(struct people_openid *openid);

#endif
