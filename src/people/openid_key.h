/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_OPENID_KEY_H
#define PEOPLE_OPENID_KEY_H

/* Signatures of JSON Web Tokens (RFC 7515, 7518): the algorithms that are taken, and their keys. It
 * is the key's kind that decides what a signature may be, never what a token says of itself. */

#include "base/json.h"
#include "people/openid.h"

#include <openssl/types.h>

/* The names of the algorithms; ends with NULL. */
extern const char *const people_openid_algorithms[];

/* False when NAME is none of them. */
bool people_openid_algorithm_of(struct text name, enum people_openid_algorithm *algorithm);

/* base64url as JOSE has it: no padding, no white space, no spare bits. False when TEXT is not that,
 * or empty. */
bool people_base64_read(struct arena *arena, struct text text, struct text *bytes);
struct text people_base64_write(struct arena *arena, struct text bytes);

/* The public key in the JWK (RFC 7517) when it can make signatures by ALGORITHM, else NULL: another
 * kind, another use, RSA of less than 2048 bits, another curve than P-256, or no key at all. To be
 * freed by EVP_PKEY_free. */
EVP_PKEY *people_openid_public_key(struct arena *arena, const json_t *jwk,
                                   enum people_openid_algorithm algorithm);

bool people_openid_is_signed(EVP_PKEY *key, enum people_openid_algorithm algorithm,
                             struct text content, struct text signature);

/* Whether the private KEY can sign by ALGORITHM. */
bool people_openid_can_sign(const EVP_PKEY *key, enum people_openid_algorithm algorithm);

/* False when the library cannot. */
bool people_openid_sign(struct arena *arena, EVP_PKEY *key, enum people_openid_algorithm algorithm,
                        struct text content, struct text *signature);

#endif
