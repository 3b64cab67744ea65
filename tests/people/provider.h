/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_PEOPLE_PROVIDER_H
#define TESTS_PEOPLE_PROVIDER_H

/* An identity provider on a port of its own that does what a test asks of it, right or wrong. What
 * a real one does is tested with npm's oidc-provider (tests/browser/openid.test.mjs). */

#include "signer.h"

#include "web/server.h"

#include <pthread.h>

struct provider {
    struct arena *arena;
    struct web_server *server;
    struct signer signer;
    const char *issuer; /* "http://127.0.0.1:PORT" */

    /* What it answers; change these while nobody asks. Empty: as it should. */
    struct text description;
    struct text keys;
    struct text tokens;    /* the whole answer */
    struct text claims;    /* of the ID token */
    struct text with;      /* members beside the usual claims: ",\"acr\":\"x\"" */
    const char *head;      /* of the ID token */
    int status;            /* 0: 200 */
    unsigned milliseconds; /* before it answers */
    const char *location;  /* redirects there */
    struct text nonce;     /* into the ID token */
    int64_t now;           /* what its clock says, microseconds */

    /* What it was asked. */
    pthread_mutex_t lock;
    unsigned descriptions;
    unsigned key_sets;
    unsigned grants;
    struct web_pairs form; /* the latest */
    struct text authorization;
};

struct provider *provider_new(void);
void provider_free(struct provider *provider);

/* The name of the key in its ID tokens: PS256. */
#define PROVIDER_HEAD "{\"alg\":\"PS256\",\"kid\":\"first\"}"

#endif
