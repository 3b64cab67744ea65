/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/token.h"

#include "base/identifier.h"

#include <sodium.h>
#include <string.h>

enum { TOKEN_BYTES = 32 };

struct text people_token_new(struct arena *arena)
{
    unsigned char bytes[TOKEN_BYTES];
    size_t size = sodium_base64_encoded_len(sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *token = arena_allocate(arena, size);
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2base64(token, size, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof bytes);
    return (struct text){token, size - 1};
}

struct text people_token_hash(struct arena *arena, const char *purpose, struct text token)
{
    unsigned char hash[crypto_generichash_BYTES];
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    /* With its zero, so that purpose and token cannot run into each other. */
    crypto_generichash_update(&state, (const unsigned char *)purpose, strlen(purpose) + 1);
    crypto_generichash_update(&state, (const unsigned char *)token.data, token.size);
    crypto_generichash_final(&state, hash, sizeof hash);
    sodium_memzero(&state, sizeof state);
    return identifier_hex(arena, hash, sizeof hash);
}

bool people_token_equal(struct text one, struct text other)
{
    return one.size == other.size &&
           (!one.size || sodium_memcmp(one.data, other.data, one.size) == 0);
}
