/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_PEOPLE_SIGNER_H
#define TESTS_PEOPLE_SIGNER_H

/* Keys made for a test, and tokens signed by them: right ones, and whatever else is asked for. */

#include "people/openid_key.h"

struct signer {
    EVP_PKEY *rsa;
    EVP_PKEY *curve;
};

/* New keys: RSA of BITS bits, and P-256. */
struct signer signer_new(unsigned bits);
void signer_free(struct signer *signer);

/* The public keys as JWKs: "{...}". Each has the members of MORE ("\"kid\":\"a\",") in front. */
struct text signer_rsa(struct arena *arena, const struct signer *signer, const char *more);
struct text signer_curve(struct arena *arena, const struct signer *signer, const char *more);

/* "{"keys":[...]}" with the JWKs ONE and OTHER, which may be empty. */
struct text signer_set(struct arena *arena, struct text one, struct text other);

/* HEAD and PAYLOAD, signed by the key that ALGORITHM takes. */
struct text signer_token(struct arena *arena, const struct signer *signer,
                         enum people_openid_algorithm algorithm, const char *head,
                         struct text payload);

/* HEAD and PAYLOAD with SIGNATURE as it is. */
struct text signer_join(struct arena *arena, const char *head, struct text payload,
                        struct text signature);

#endif
