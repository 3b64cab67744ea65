/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What an identity provider sends: a token, and a set of keys. */

#include "target.h"

#include "people/openid_token.h"

/* The key and the token of RFC 7515, A.3. */
#define KEYS                                                                                       \
    "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k\","                                  \
    "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","                                       \
    "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}"
#define CONTENT                                                                                    \
    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmN" \
    "vbS9pc19yb290Ijp0cnVlfQ"
#define TOKEN                                                                                      \
    CONTENT ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6N" \
            "U1Q"

static const unsigned all = (1U << PEOPLE_OPENID_ALGORITHMS) - 1;

static enum people_openid_check check(struct arena *arena, const struct people_openid_token *token,
                                      struct text keys)
{
    json_t *root;
    if (json_read(arena, keys, &root))
        return PEOPLE_OPENID_NO_KEY;
    enum people_openid_check result = people_openid_token_check(arena, token, root);
    json_decref(root);
    return result;
}

/* Whatever the claims say, what comes out is bounded; and without the nonce nothing is taken. */
static void try_claims(struct arena *arena, struct text claims)
{
    static const struct people_openid_settings settings = {
        .issuer = TEXT("joe"), .client = TEXT("waarborg"), .claim = TEXT("email")};
    struct people_openid_token token = {.payload = claims};
    struct people_openid_expected expected = {
        .settings = &settings, .nonce = TEXT("n"), .now = INT64_C(1300819300) * 1000000};
    struct people_openid_claims said;
    if (!people_openid_token_judge(arena, &token, &expected, &said)) {
        MUST(said.person.size <= 254 && text_valid(said.person, NULL));
        expected.nonce = TEXT("m");
        MUST(people_openid_token_judge(arena, &token, &expected, &said) != NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct text text = {(const char *)data, size};
    struct people_openid_token token;
    if (!people_openid_token_read(arena, text, all, &token)) {
        MUST(token.content.size < size && token.signature.size && token.payload.size);
        if (check(arena, &token, TEXT(KEYS)) == PEOPLE_OPENID_RIGHT)
            MUST(text_is(token.content, CONTENT));
        try_claims(arena, token.payload);
    }
    try_claims(arena, text);
    MUST(!people_openid_token_read(arena, TEXT(TOKEN), all, &token));
    MUST(check(arena, &token, TEXT(KEYS)) == PEOPLE_OPENID_RIGHT);
    check(arena, &token, text);
    arena_free(arena);
    return 0;
}
