/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/openid_token.h"

#include <openssl/evp.h>
#include <sodium.h>
#include <strings.h>

enum {
    LONGEST_TOKEN = 32 * 1024,
    LONGEST_PERSON = 254, /* as an e-mail address */
    MOST_KEYS = 64,       /* of a set that are tried */
    MOST_MEANS = 32,
};

static struct error *wrong(struct arena *arena, const char *what)
{
    return error_new(arena, ERROR_UNAVAILABLE, "the provider's ID token %s", what);
}

/* Case does not count in it (RFC 7515, 4.1.9); without one it is any JWT. */
static bool is_jwt(struct text type)
{
    return !type.size || (type.size == 3 && strncasecmp(type.data, "JWT", 3) == 0);
}

static struct error *read_head(struct arena *arena, const json_t *head, unsigned algorithms,
                               struct people_openid_token *token)
{
    if (!json_is_object(head))
        return wrong(arena, "has no head");
    if (!people_openid_algorithm_of(json_member_text(head, "alg"), &token->algorithm) ||
        !(algorithms & 1U << token->algorithm))
        return wrong(arena, "is not signed by an algorithm that is allowed");
    /* What must be understood is not understood here. */
    if (json_object_get(head, "crit") || !is_jwt(json_member_text(head, "typ")))
        return wrong(arena, "is of another kind");
    token->key_id = text_copy(arena, json_member_text(head, "kid"));
    return NULL;
}

struct error *people_openid_token_read(struct arena *arena, struct text written,
                                       unsigned algorithms, struct people_openid_token *token)
{
    struct text rest = written;
    struct text parts[3];
    struct text head;
    size_t count = 0;
    json_t *root;
    *token = (struct people_openid_token){0};
    if (written.size > LONGEST_TOKEN)
        return wrong(arena, "is too long");
    while (count < 3 && text_next(&rest, '.', &parts[count]))
        count++;
    /* Five parts would be an encrypted one. */
    if (count < 3 || parts[2].data + parts[2].size != written.data + written.size ||
        !people_base64_read(arena, parts[0], &head) ||
        !people_base64_read(arena, parts[1], &token->payload) ||
        !people_base64_read(arena, parts[2], &token->signature))
        return wrong(arena, "is no signed token");
    token->content = text_slice(written, 0, parts[0].size + 1 + parts[1].size);
    if (json_read(arena, head, &root))
        return wrong(arena, "has no head");
    struct error *error = read_head(arena, root, algorithms, token);
    json_decref(root);
    return error;
}

enum people_openid_check people_openid_token_check(struct arena *arena,
                                                   const struct people_openid_token *token,
                                                   const json_t *keys)
{
    const json_t *list = json_object_get(keys, "keys");
    enum people_openid_check result = PEOPLE_OPENID_NO_KEY;
    for (size_t i = 0; i < json_array_size(list) && i < MOST_KEYS; i++) {
        const json_t *jwk = json_array_get(list, i);
        if (token->key_id.size && !text_equal(token->key_id, json_member_text(jwk, "kid")))
            continue;
        EVP_PKEY *key = people_openid_public_key(arena, jwk, token->algorithm);
        bool right =
            key && people_openid_is_signed(key, token->algorithm, token->content, token->signature);
        EVP_PKEY_free(key);
        if (right)
            return PEOPLE_OPENID_RIGHT;
        /* Without its name it may be one that is not here yet. */
        if (key && token->key_id.size)
            result = PEOPLE_OPENID_WRONG;
    }
    return result;
}

/* A NumericDate in microseconds. */
static bool read_moment(const json_t *claims, const char *name, int64_t *moment)
{
    const json_t *value = json_object_get(claims, name);
    double seconds = json_number_value(value);
    if (!json_is_number(value) || !(seconds >= 0 && seconds < 1e11))
        return false;
    *moment = (int64_t)seconds * 1000000;
    return true;
}

static struct error *judge_time(struct arena *arena, const json_t *claims, int64_t now)
{
    int64_t expires;
    int64_t issued;
    int64_t begins = 0;
    if (!read_moment(claims, "exp", &expires) || !read_moment(claims, "iat", &issued) ||
        (json_object_get(claims, "nbf") && !read_moment(claims, "nbf", &begins)))
        return wrong(arena, "does not say when it holds");
    if (expires + PEOPLE_OPENID_SKEW <= now)
        return wrong(arena, "has expired");
    if (issued - PEOPLE_OPENID_SKEW > now || begins - PEOPLE_OPENID_SKEW > now)
        return wrong(arena, "holds from a later moment on: compare the clocks");
    if (issued + PEOPLE_OPENID_TERM + PEOPLE_OPENID_SKEW <= now)
        return wrong(arena, "was made too long ago");
    return NULL;
}

/* For us alone: a token that is for others as well could be handed on by them. */
static bool is_for_us(const json_t *claims, struct text client)
{
    const json_t *audience = json_object_get(claims, "aud");
    const json_t *party = json_object_get(claims, "azp");
    if (json_is_array(audience) && json_array_size(audience) == 1)
        audience = json_array_get(audience, 0);
    return json_is_string(audience) && text_is(client, json_string_value(audience)) &&
           (!party || text_equal(json_member_text(claims, "azp"), client));
}

/* The first half of the access token's hash (OpenID Connect Core 1.0, 3.1.3.8). All algorithms here
 * are with SHA-256. */
static bool belongs_to(struct arena *arena, const json_t *claims, struct text access_token)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    if (!json_object_get(claims, "at_hash"))
        return true;
    crypto_hash_sha256(hash, (const unsigned char *)access_token.data, access_token.size);
    struct text half = people_base64_write(arena, (struct text){(char *)hash, sizeof hash / 2});
    return text_equal(half, json_member_text(claims, "at_hash"));
}

static struct error *judge(struct arena *arena, const json_t *claims,
                           const struct people_openid_expected *expected)
{
    const struct people_openid_settings *settings = expected->settings;
    if (!json_is_object(claims))
        return wrong(arena, "has no claims");
    if (!text_equal(json_member_text(claims, "iss"), settings->issuer))
        return wrong(arena, "is of another issuer");
    if (!is_for_us(claims, settings->client))
        return wrong(arena, "is not for this client alone");
    if (!json_member_text(claims, "sub").size)
        return wrong(arena, "has no subject");
    TRY(judge_time(arena, claims, expected->now));
    if (!expected->nonce.size || !text_equal(json_member_text(claims, "nonce"), expected->nonce))
        return wrong(arena, "belongs to another sign-in");
    if (!belongs_to(arena, claims, expected->access_token))
        return wrong(arena, "belongs to another access token");
    return NULL;
}

/* Who it is. An e-mail address counts only when the provider says that it is theirs. */
static struct text read_person(struct arena *arena, const json_t *claims, struct text claim)
{
    const char *name = text_string(arena, claim);
    const json_t *value = json_object_get(claims, name);
    struct text person = json_member_text(claims, name);
    if (json_is_integer(value))
        person = text_format(arena, "%lld", (long long)json_integer_value(value));
    if (person.size > LONGEST_PERSON || text_has_control(person) ||
        (text_is(claim, "email") && !json_is_true(json_object_get(claims, "email_verified"))))
        return TEXT("");
    return text_copy(arena, person);
}

static void read_means(struct arena *arena, const json_t *list, struct people_openid_claims *claims)
{
    struct text *means = ARENA_ARRAY(arena, struct text, MOST_MEANS);
    for (size_t i = 0; i < json_array_size(list) && i < MOST_MEANS; i++) {
        const json_t *item = json_array_get(list, i);
        if (json_is_string(item))
            means[claims->mean_count++] =
                text_copy(arena, (struct text){json_string_value(item), json_string_length(item)});
    }
    claims->means = means;
}

struct error *people_openid_token_judge(struct arena *arena,
                                        const struct people_openid_token *token,
                                        const struct people_openid_expected *expected,
                                        struct people_openid_claims *claims)
{
    json_t *root;
    *claims = (struct people_openid_claims){0};
    if (json_read(arena, token->payload, &root))
        return wrong(arena, "has no claims");
    struct error *error = judge(arena, root, expected);
    if (!error) {
        claims->person = read_person(arena, root, expected->settings->claim);
        claims->level = text_copy(arena, json_member_text(root, "acr"));
        read_means(arena, json_object_get(root, "amr"), claims);
    }
    json_decref(root);
    return error;
}
