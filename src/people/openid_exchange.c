/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A token for a code, and the proof that we are who we are: a secret that both know
 * (client_secret_basic), or a statement signed by our key (private_key_jwt, RFC 7523), as the NLGov
 * profile asks. Secret and key are read anew each time, so that they may be replaced while the
 * program runs, and lie in memory no longer than that. */

#include "people/openid_provider.h"

#include "base/address.h"
#include "people/openid_fetch.h"
#include "people/secret.h"
#include "people/token.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sodium.h>
#include <string.h>

enum {
    ANSWER_LIMIT = 64 * 1024,
    LONGEST_WORD = 40,
    STATEMENT_SECONDS = 60, /* that our signed statement holds */
};

/* "Authorization: Basic ..." (RFC 6749, 2.3.1). */
static struct people_secret *basic(struct arena *arena, struct text client,
                                   const struct people_secret *secret)
{
    static const char start[] = "Authorization: Basic ";
    size_t room = 3 * (client.size + secret->size) + 1;
    struct people_secret *pair = people_secret_new(room);
    /* Room for all of it, so that nothing of it ever lies in the arena. */
    struct buffer buffer = {.arena = arena, .data = pair->data, .capacity = room};
    address_encode(&buffer, client);
    buffer_add_byte(&buffer, ':');
    address_encode(&buffer, (struct text){secret->data, secret->size});
    size_t length = sodium_base64_encoded_len(buffer.size, sodium_base64_VARIANT_ORIGINAL);
    struct people_secret *header = people_secret_new(sizeof start - 1 + length);
    memcpy(header->data, start, sizeof start - 1);
    sodium_bin2base64(header->data + sizeof start - 1, length, (const unsigned char *)pair->data,
                      buffer.size, sodium_base64_VARIANT_ORIGINAL);
    people_secret_free(pair);
    return header;
}

static struct error *read_key(struct arena *arena, struct text path, EVP_PKEY **key)
{
    struct people_secret *pem;
    *key = NULL;
    TRY(people_secret_read(arena, path, &pem));
    BIO *source = BIO_new_mem_buf(pem->data, (int)pem->size);
    /* With an empty password, lest it be asked for on the terminal. */
    if (source)
        *key = PEM_read_bio_PrivateKey(source, NULL, NULL, (void *)"");
    BIO_free(source);
    people_secret_free(pem);
    return *key ? NULL
                : error_new(arena, ERROR_UNAVAILABLE,
                            "%.*s has no private key that can be read (PEM)", TEXT_FORMAT(path));
}

/* One that our key makes and the provider takes, the best first. */
static bool choose_algorithm(const EVP_PKEY *key, const struct people_openid_provider *provider,
                             enum people_openid_algorithm *algorithm)
{
    for (int i = 0; i < PEOPLE_OPENID_ALGORITHMS; i++)
        if (provider->algorithms & 1U << i &&
            people_openid_can_sign(key, (enum people_openid_algorithm)i)) {
            *algorithm = (enum people_openid_algorithm)i;
            return true;
        }
    return false;
}

static struct text write_head(struct arena *arena, enum people_openid_algorithm algorithm,
                              struct text key_id)
{
    struct buffer buffer = {.arena = arena};
    struct json_writer json = {.buffer = &buffer};
    json_open_object(&json);
    json_write_key(&json, "alg");
    json_write_text(&json, text_of(people_openid_algorithms[algorithm]));
    json_write_key(&json, "typ");
    json_write_text(&json, TEXT("JWT"));
    if (key_id.size) {
        json_write_key(&json, "kid");
        json_write_text(&json, key_id);
    }
    json_close_object(&json);
    return people_base64_write(arena, buffer_text(&buffer));
}

static struct text write_statement(const struct people_context *context, struct text client,
                                   struct text audience)
{
    struct buffer buffer = {.arena = context->arena};
    struct json_writer json = {.buffer = &buffer};
    const struct {
        const char *key;
        struct text value;
    } claims[] = {{"iss", client},
                  {"sub", client},
                  {"aud", audience},
                  {"jti", people_token_new(context->arena)}};
    json_open_object(&json);
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        json_write_key(&json, claims[i].key);
        json_write_text(&json, claims[i].value);
    }
    json_write_key(&json, "iat");
    json_write_number(&json, context->now / 1000000);
    json_write_key(&json, "exp");
    json_write_number(&json, context->now / 1000000 + STATEMENT_SECONDS);
    json_close_object(&json);
    return people_base64_write(context->arena, buffer_text(&buffer));
}

static struct error *sign_statement(const struct people_context *context,
                                    const struct people_openid_settings *settings,
                                    const struct people_openid_provider *provider,
                                    struct text *statement)
{
    struct arena *arena = context->arena;
    enum people_openid_algorithm algorithm;
    struct text signature = {0};
    EVP_PKEY *key;
    TRY(read_key(arena, settings->key, &key));
    bool fits = choose_algorithm(key, provider, &algorithm);
    bool done = fits;
    if (fits) {
        struct text head = write_head(arena, algorithm, settings->key_id);
        struct text claims = write_statement(context, settings->client, provider->token);
        *statement = text_format(arena, "%.*s.%.*s", TEXT_FORMAT(head), TEXT_FORMAT(claims));
        done = people_openid_sign(arena, key, algorithm, *statement, &signature);
    }
    EVP_PKEY_free(key);
    if (!done)
        return error_new(arena, ERROR_UNAVAILABLE,
                         fits ? "%.*s cannot sign"
                              : "%.*s is of no kind that both we and the provider take: RSA of "
                                "2048 bits or more, or EC P-256",
                         TEXT_FORMAT(settings->key));
    signature = people_base64_write(arena, signature);
    *statement = text_format(arena, "%.*s.%.*s", TEXT_FORMAT(*statement), TEXT_FORMAT(signature));
    return NULL;
}

static void add_field(struct buffer *form, const char *name, struct text value)
{
    buffer_add_format(form, "%s%s=", form->size ? "&" : "", name);
    address_encode(form, value);
}

/* Adds the proof that we are who we are to the form, or as a header. */
static struct error *prove(const struct people_context *context,
                           const struct people_openid_settings *settings,
                           const struct people_openid_provider *provider, struct buffer *form,
                           struct people_secret **authorization)
{
    struct text statement = {0};
    struct people_secret *secret;
    *authorization = NULL;
    if (settings->secret.size) {
        TRY(people_secret_read(context->arena, settings->secret, &secret));
        *authorization = basic(context->arena, settings->client, secret);
        people_secret_free(secret);
        return NULL;
    }
    TRY(sign_statement(context, settings, provider, &statement));
    add_field(form, "client_id", settings->client);
    add_field(form, "client_assertion_type",
              TEXT("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
    add_field(form, "client_assertion", statement);
    return NULL;
}

/* The provider's word for what is wrong, where it is one that may be logged. */
static struct text fault_word(const json_t *root)
{
    struct text word = json_member_text(root, "error");
    for (size_t i = 0; i < word.size; i++)
        if ((word.data[i] < 'a' || word.data[i] > 'z') && word.data[i] != '_')
            return TEXT("");
    return word.size > LONGEST_WORD ? TEXT("") : word;
}

static struct error *read_grant(struct arena *arena, long status, const json_t *root,
                                struct people_openid_grant *grant)
{
    struct text word = fault_word(root);
    if (status == 400 && text_is(word, "invalid_grant"))
        return NULL;
    if (status != 200)
        return error_new(arena, ERROR_UNAVAILABLE, "the provider's tokens: it answers %ld %.*s",
                         status, TEXT_FORMAT(word));
    grant->id_token = text_copy(arena, json_member_text(root, "id_token"));
    grant->access_token = text_copy(arena, json_member_text(root, "access_token"));
    return grant->id_token.size
               ? NULL
               : error_new(arena, ERROR_UNAVAILABLE, "the provider's tokens: there is no ID token");
}

struct error *people_openid_exchange(struct people_openid *openid,
                                     const struct people_context *context, int64_t deadline,
                                     const struct people_openid_provider *provider,
                                     struct text code, struct text verifier, struct text back,
                                     struct people_openid_grant *grant)
{
    struct arena *arena = context->arena;
    struct buffer form = {.arena = arena};
    struct people_openid_response response;
    struct people_secret *authorization;
    json_t *root = NULL;
    *grant = (struct people_openid_grant){0};
    add_field(&form, "grant_type", TEXT("authorization_code"));
    add_field(&form, "code", code);
    add_field(&form, "redirect_uri", back);
    add_field(&form, "code_verifier", verifier);
    TRY(prove(context, people_openid_settings(openid), provider, &form, &authorization));
    struct people_openid_request request = {
        .what = "the provider's tokens",
        .address = provider->token,
        .form = buffer_text(&form),
        .authorization = authorization ? authorization->data : NULL,
        .limit = ANSWER_LIMIT,
        .deadline = deadline,
    };
    struct error *error = people_openid_fetch(arena, &request, &response);
    people_secret_free(authorization);
    if (error)
        return error;
    if (json_read(arena, response.content, &root) && response.status == 200)
        return error_new(arena, ERROR_UNAVAILABLE, "the provider's tokens: this is no JSON");
    error = read_grant(arena, response.status, root, grant);
    json_decref(root);
    return error;
}
