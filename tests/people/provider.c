/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "provider.h"

#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct error *answer(struct web_request *request, struct web_response *response,
                            struct text given, struct text usual)
{
    struct provider *provider = request->context;
    usleep(provider->milliseconds * 1000);
    response->type = TEXT("application/json");
    response->status = provider->status ? provider->status : 200;
    if (provider->location) {
        response->status = 302;
        web_add_header(response, "Location", text_of(provider->location));
    }
    buffer_add(&response->content, given.size ? given : usual);
    return NULL;
}

static struct error *describe(struct web_request *request, struct web_response *response)
{
    struct provider *provider = request->context;
    pthread_mutex_lock(&provider->lock);
    provider->descriptions++;
    pthread_mutex_unlock(&provider->lock);
    struct text usual =
        text_format(request->arena,
                    "{\"issuer\":\"%s\",\"authorization_endpoint\":\"%s/authorize?tenant=a\","
                    "\"token_endpoint\":\"%s/token\",\"jwks_uri\":\"%s/keys\","
                    "\"code_challenge_methods_supported\":[\"plain\",\"S256\"]}",
                    provider->issuer, provider->issuer, provider->issuer, provider->issuer);
    return answer(request, response, provider->description, usual);
}

static struct error *show_keys(struct web_request *request, struct web_response *response)
{
    struct provider *provider = request->context;
    struct arena *arena = request->arena;
    pthread_mutex_lock(&provider->lock);
    provider->key_sets++;
    pthread_mutex_unlock(&provider->lock);
    struct text usual =
        signer_set(arena, signer_rsa(arena, &provider->signer, "\"kid\":\"first\","),
                   signer_curve(arena, &provider->signer, "\"kid\":\"curve\","));
    return answer(request, response, provider->keys, usual);
}

static struct web_pairs copy_pairs(struct arena *arena, struct web_pairs pairs)
{
    struct web_pair *items = ARENA_ARRAY(arena, struct web_pair, pairs.count);
    for (size_t i = 0; i < pairs.count; i++)
        items[i] = (struct web_pair){text_copy(arena, pairs.items[i].name),
                                     text_copy(arena, pairs.items[i].value)};
    return (struct web_pairs){items, pairs.count};
}

static struct error *grant(struct web_request *request, struct web_response *response)
{
    struct provider *provider = request->context;
    struct arena *arena = request->arena;
    pthread_mutex_lock(&provider->lock);
    provider->grants++;
    provider->form = copy_pairs(provider->arena, request->form);
    provider->authorization = text_copy(provider->arena, web_header(request, "authorization"));
    pthread_mutex_unlock(&provider->lock);
    long long seconds = provider->now / 1000000;
    struct text claims = text_format(
        arena,
        "{\"iss\":\"%s\",\"sub\":\"s1\",\"aud\":\"waarborg\",\"nonce\":\"%.*s\",\"iat\":%lld,"
        "\"exp\":%lld%.*s}",
        provider->issuer, TEXT_FORMAT(provider->nonce), seconds, seconds + 60,
        TEXT_FORMAT(provider->with));
    struct text token = signer_token(arena, &provider->signer, PEOPLE_OPENID_PS256, provider->head,
                                     provider->claims.size ? provider->claims : claims);
    struct text usual =
        text_format(arena,
                    "{\"token_type\":\"Bearer\",\"access_token\":\"a\",\"expires_in\":60,"
                    "\"id_token\":\"%.*s\"}",
                    TEXT_FORMAT(token));
    return answer(request, response, provider->tokens, usual);
}

static const struct web_route routes[] = {
    {WEB_GET, "/.well-known/openid-configuration", describe, 0, 0},
    {WEB_GET, "/keys", show_keys, 0, 0},
    {WEB_POST, "/token", grant, 0, 0},
};

struct provider *provider_new(void)
{
    struct arena *arena = arena_new();
    struct provider *provider = ARENA_NEW(arena, struct provider);
    *provider = (struct provider){.arena = arena, .head = PROVIDER_HEAD};
    provider->signer = signer_new(2048);
    pthread_mutex_init(&provider->lock, NULL);
    struct web_options options = {
        .listen = "127.0.0.1:0",
        .routes = routes,
        .route_count = sizeof routes / sizeof *routes,
        .context = provider,
        .event_threads = 1,
    };
    assert_null(web_server_start(arena, &options, &provider->server));
    provider->issuer =
        text_format(arena, "http://127.0.0.1:%u", web_server_port(provider->server)).data;
    return provider;
}

void provider_free(struct provider *provider)
{
    if (provider->server)
        web_server_stop(provider->server, 5);
    signer_free(&provider->signer);
    pthread_mutex_destroy(&provider->lock);
    arena_free(provider->arena);
}
