/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "scene.h"

#include "base/clock.h"
#include "people/openid_token.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void other_answers_are_refused(void **state)
{
    struct scene *scene = scene_new(dialect_of(state));
    struct arena *arena = scene->fixture->arena;
    struct provider *provider = scene->provider;
    static const char *const tokens[] = {"{}", "no JSON", "[]", "{\"id_token\":5}", "\"\""};
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        provider->tokens = text_of(tokens[i]);
        scene_fails(scene, "the provider's tokens");
    }
    provider->tokens = text_format(arena, "{\"id_token\":\"%070000d\"}", 0);
    scene_fails(scene, "larger than");
    /* What the provider says is wrong is told to who reads the log, if it is one word. */
    assert_fine(arena, scene_begin(scene));
    provider->status = 401;
    provider->tokens = TEXT("{\"error\":\"invalid_client\"}");
    const struct error *error = scene_end(scene);
    assert_string_equal(error->message, "the provider's tokens: it answers 401 invalid_client");
    provider->status = 0;
    assert_fine(arena, scene_begin(scene));
    provider->status = 400;
    provider->tokens = TEXT("{\"error\":\"a.visser@provincie.example\"}");
    error = scene_end(scene);
    assert_string_equal(error->message, "the provider's tokens: it answers 400 ");
    /* A code that serves no more: begin again. */
    provider->status = 0;
    assert_fine(arena, scene_begin(scene));
    provider->status = 400;
    provider->tokens = TEXT("{\"error\":\"invalid_grant\"}");
    assert_fine(arena, scene_end(scene));
    assert_int_equal(scene->proof.answer, PEOPLE_OPENID_STALE);
    provider->status = 0;
    provider->tokens = TEXT("");
    /* Of another provider (RFC 9207). */
    assert_fine(arena, scene_begin(scene));
    scene->given.issuer = TEXT("https://other.example");
    error = scene_end(scene);
    assert_non_null(strstr(error->message, "another identity provider"));
    assert_fine(arena, scene_begin(scene));
    scene->given.issuer = text_of(provider->issuer);
    assert_fine(arena, scene_end(scene));
    assert_int_equal(scene->proof.answer, PEOPLE_OPENID_PROVED);
    scene_free(scene);
}

static void a_description_that_is_not_right_is_refused(void **state)
{
    struct scene *scene = scene_new(dialect_of(state));
    struct arena *arena = scene->fixture->arena;
    struct provider *provider = scene->provider;
    const char *own = provider->issuer;
    struct {
        struct text description;
        const char *words;
    } cases[] = {
        {TEXT("{}"), "another issuer"},
        {TEXT("no JSON"), "cannot be read"},
        {text_format(arena, "{\"issuer\":\"%s/\"}", own), "another issuer"},
        {text_format(arena,
                     "{\"issuer\":\"%s\",\"authorization_endpoint\":\"http://idp.example/a\","
                     "\"token_endpoint\":\"%s/token\",\"jwks_uri\":\"%s/keys\"}",
                     own, own, own),
         "not https://"},
        {text_format(arena,
                     "{\"issuer\":\"%s\",\"authorization_endpoint\":\"%s/a\","
                     "\"token_endpoint\":\"file:///etc/passwd\",\"jwks_uri\":\"%s/keys\"}",
                     own, own, own),
         "not https://"},
        {text_format(arena,
                     "{\"issuer\":\"%s\",\"authorization_endpoint\":\"%s/a\","
                     "\"token_endpoint\":\"%s/t\",\"jwks_uri\":\"%s/keys\","
                     "\"code_challenge_methods_supported\":[\"plain\"]}",
                     own, own, own, own),
         "PKCE"},
        {text_format(arena, "{\"x\":\"%0300000d\"}", 0), "larger than"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        provider->description = cases[i].description;
        scene_fails(scene, cases[i].words);
        /* It is left in peace for a moment, and then asked again. */
        unsigned before = provider->descriptions;
        scene_fails(scene, "a moment ago");
        assert_int_equal(provider->descriptions, before);
        scene->fixture->context.now += PEOPLE_OPENID_REST;
    }
    provider->description = TEXT("");
    provider->location = "/elsewhere";
    scene_fails(scene, "it answers 302");
    provider->location = NULL;
    scene->fixture->context.now += PEOPLE_OPENID_REST;
    provider->keys = TEXT("{\"keys\":[]}");
    scene_fails(scene, "are not there");
    provider->keys = TEXT("");
    scene->fixture->context.now += PEOPLE_OPENID_REST;
    assert_int_equal(scene_pass(scene), PEOPLE_OPENID_PROVED);
    scene_free(scene);
}

static void what_is_published_is_kept(void **state)
{
    struct scene *scene = scene_new(dialect_of(state));
    struct people_context *context = &scene->fixture->context;
    struct provider *provider = scene->provider;
    for (int i = 0; i < 3; i++)
        assert_int_equal(scene_pass(scene), PEOPLE_OPENID_PROVED);
    assert_int_equal(provider->descriptions, 1);
    assert_int_equal(provider->key_sets, 1);
    /* The web server here says no-store, which is held to the least that we keep it. */
    context->now += PEOPLE_OPENID_KEPT_LEAST - 1;
    assert_int_equal(scene_pass(scene), PEOPLE_OPENID_PROVED);
    assert_int_equal(provider->descriptions, 1);
    context->now += 1;
    assert_int_equal(scene_pass(scene), PEOPLE_OPENID_PROVED);
    assert_int_equal(provider->descriptions, 2);
    assert_int_equal(provider->key_sets, 2);
    scene_free(scene);
}

/* Keys that are not known are asked for, once a minute. */
static void new_keys_are_found(void **state)
{
    struct scene *scene = scene_new(dialect_of(state));
    struct people_context *context = &scene->fixture->context;
    struct provider *provider = scene->provider;
    assert_int_equal(scene_pass(scene), PEOPLE_OPENID_PROVED);
    /* New keys under a new name, within the minute: not yet. */
    signer_free(&provider->signer);
    provider->signer = signer_new(2048);
    provider->keys =
        signer_set(provider->arena,
                   signer_rsa(provider->arena, &provider->signer, "\"kid\":\"next\","), TEXT(""));
    provider->head = "{\"alg\":\"PS256\",\"kid\":\"next\"}";
    context->now += PEOPLE_MINUTE - 1;
    scene_fails(scene, "does not publish");
    assert_int_equal(provider->key_sets, 1);
    context->now += 1;
    assert_int_equal(scene_pass(scene), PEOPLE_OPENID_PROVED);
    assert_int_equal(provider->key_sets, 2);
    /* The old name is gone, and asking for it again and again asks the provider no more. */
    provider->head = PROVIDER_HEAD;
    for (int i = 0; i < 3; i++)
        scene_fails(scene, "does not publish");
    assert_int_equal(provider->key_sets, 2);
    context->now += PEOPLE_MINUTE;
    for (int i = 0; i < 3; i++)
        scene_fails(scene, "does not publish");
    assert_int_equal(provider->key_sets, 3);
    /* The same name with another key is no reason to ask. */
    provider->head = "{\"alg\":\"PS256\",\"kid\":\"next\"}";
    signer_free(&provider->signer);
    provider->signer = signer_new(2048);
    context->now += PEOPLE_MINUTE;
    scene_fails(scene, "wrong signature");
    assert_int_equal(provider->key_sets, 3);
    scene_free(scene);
}

static void a_provider_that_is_away_or_slow_is_not_waited_for(void **state)
{
    struct scene *scene = scene_new(dialect_of(state));
    struct provider *provider = scene->provider;
    struct people_context *context = &scene->fixture->context;
    struct people_openid_start start;
    provider->milliseconds = 4000;
    int64_t before = clock_monotonic();
    const struct error *error = people_openid_begin(scene->openid, context, before + 300000,
                                                    TEXT(SCENE_BACK), TEXT("/mijn"), &start);
    assert_int_equal(error->kind, ERROR_UNAVAILABLE);
    assert_in_range(clock_monotonic() - before, 250000, 3500000);
    provider->milliseconds = 0;
    web_server_stop(provider->server, 5);
    provider->server = NULL;
    context->now += PEOPLE_OPENID_REST;
    scene_fails(scene, "the provider's description");
    assert_string_equal(place_ask(scene->fixture->place, "SELECT COUNT(*) FROM account_openid"),
                        "0");
    scene_free(scene);
}

/* One of many who sign in at once. */
struct visitor {
    struct scene *scene;
    struct arena *arena;
    struct error *error;
    int64_t took;
    struct people_openid_start start;
};

static void *visit(void *given)
{
    struct visitor *visitor = given;
    struct people_context context = visitor->scene->fixture->context;
    context.arena = visitor->arena;
    int64_t before = clock_monotonic();
    visitor->error = people_openid_begin(visitor->scene->openid, &context, scene_soon(),
                                         TEXT(SCENE_BACK), TEXT("/mijn"), &visitor->start);
    visitor->took = clock_monotonic() - before;
    return NULL;
}

/* A slow provider holds some workers, and no more; and it is asked once for all of them. */
static void many_at_once_wait_for_one_answer(void **state)
{
    enum { VISITORS = 40 };
    struct scene *scene = scene_new(dialect_of(state));
    static struct visitor visitors[VISITORS];
    pthread_t threads[VISITORS];
    size_t busy = 0;
    scene->provider->milliseconds = 2500;
    for (size_t i = 0; i < VISITORS; i++) {
        visitors[i] = (struct visitor){.scene = scene, .arena = arena_new()};
        assert_int_equal(pthread_create(&threads[i], NULL, visit, &visitors[i]), 0);
    }
    for (size_t i = 0; i < VISITORS; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 0; i < VISITORS; i++) {
        if (visitors[i].error) {
            assert_int_equal(visitors[i].error->kind, ERROR_BUSY);
            assert_in_range(visitors[i].took, 0, 2000000);
            busy++;
        }
        arena_free(visitors[i].arena);
    }
    assert_int_equal(scene->provider->descriptions, 1);
    assert_int_equal(busy, VISITORS - 24);
    scene_free(scene);
}

static const char *write_key(struct scene *scene, const EVP_PKEY *key, const char *name)
{
    const char *path =
        text_format(scene->fixture->arena, "%s/%s", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp",
                    text_format(scene->fixture->arena, "waarborg-%d-%s.pem", getpid(), name).data)
            .data;
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL), 1);
    fclose(file);
    return path;
}

/* Signed by our key, as the NLGov profile asks. */
static void we_prove_who_we_are_with_a_key(void **state)
{
    struct scene *scene = scene_new(dialect_of(state));
    struct arena *arena = scene->fixture->arena;
    struct provider *provider = scene->provider;
    struct signer own = signer_new(2048);
    const char *paths[] = {write_key(scene, own.rsa, "rsa"), write_key(scene, own.curve, "curve")};
    static const enum people_openid_algorithm algorithms[] = {PEOPLE_OPENID_PS256,
                                                              PEOPLE_OPENID_ES256};
    struct text last = {0};
    scene->settings.secret = TEXT("");
    for (size_t i = 0; i < 2; i++) {
        struct people_openid_token token;
        json_t *claims;
        json_t *keys;
        scene->settings.key = text_of(paths[i]);
        scene->settings.key_id = i ? TEXT("ours") : TEXT("");
        scene_renew(scene);
        assert_int_equal(scene_pass(scene), PEOPLE_OPENID_PROVED);
        assert_int_equal(provider->authorization.size, 0);
        assert_true(text_is(web_value(provider->form, "client_id"), "waarborg"));
        assert_true(text_is(web_value(provider->form, "client_assertion_type"),
                            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
        assert_fine(arena,
                    people_openid_token_read(arena, web_value(provider->form, "client_assertion"),
                                             1U << algorithms[i], &token));
        assert_true(text_is(token.key_id, i ? "ours" : ""));
        assert_null(json_read(arena,
                              signer_set(arena, signer_rsa(arena, &own, "\"kid\":\"ours\","),
                                         signer_curve(arena, &own, "\"kid\":\"ours\",")),
                              &keys));
        assert_int_equal(people_openid_token_check(arena, &token, keys), PEOPLE_OPENID_RIGHT);
        json_decref(keys);
        assert_null(json_read(arena, token.payload, &claims));
        assert_true(text_is(json_member_text(claims, "iss"), "waarborg"));
        assert_true(text_is(json_member_text(claims, "sub"), "waarborg"));
        assert_true(text_equal(json_member_text(claims, "aud"),
                               text_format(arena, "%s/token", provider->issuer)));
        int64_t now = scene->fixture->context.now / 1000000;
        assert_int_equal(json_integer_value(json_object_get(claims, "iat")), now);
        assert_int_equal(json_integer_value(json_object_get(claims, "exp")), now + 60);
        assert_false(text_equal(json_member_text(claims, "jti"), last));
        last = text_copy(arena, json_member_text(claims, "jti"));
        assert_int_equal(last.size, 43);
        json_decref(claims);
    }
    unlink(paths[1]);
    scene_fails(scene, "cannot be opened");
    scene->settings.secret = TEXT("$WAARBORG_TEST_NOT_SET");
    scene_renew(scene);
    scene_fails(scene, "is not set");
    /* A provider that takes less of it gets what it takes; one that takes none of it, nothing. */
    scene->settings.secret = TEXT("");
    scene->settings.key = text_of(paths[0]);
    scene_renew(scene);
    static const char *const taken[] = {"\"RS256\",\"ES256\"", "\"HS256\",\"ES384\""};
    for (size_t i = 0; i < 2; i++) {
        struct people_openid_token token;
        provider->description = text_format(
            arena,
            "{\"issuer\":\"%s\",\"authorization_endpoint\":\"%s/a\","
            "\"token_endpoint\":\"%s/token\",\"jwks_uri\":\"%s/keys\","
            "\"token_endpoint_auth_signing_alg_values_supported\":[%s]}",
            provider->issuer, provider->issuer, provider->issuer, provider->issuer, taken[i]);
        scene_renew(scene);
        if (i) {
            scene_fails(scene, "no kind that both");
            continue;
        }
        assert_int_equal(scene_pass(scene), PEOPLE_OPENID_PROVED);
        assert_fine(arena,
                    people_openid_token_read(arena, web_value(provider->form, "client_assertion"),
                                             1U << PEOPLE_OPENID_RS256, &token));
    }
    unlink(paths[0]);
    signer_free(&own);
    scene_free(scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(other_answers_are_refused),
        ON_BOTH(a_description_that_is_not_right_is_refused),
        ON_BOTH(what_is_published_is_kept),
        ON_BOTH(new_keys_are_found),
        ON_BOTH(a_provider_that_is_away_or_slow_is_not_waited_for),
        ON_BOTH(many_at_once_wait_for_one_answer),
        ON_BOTH(we_prove_who_we_are_with_a_key),
    };
    return cmocka_run_group_tests_name("people/openid_provider", tests, NULL, NULL);
}
