/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/openid_provider.h"

#include "base/address.h"
#include "people/openid_fetch.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    DOCUMENT_LIMIT = 256 * 1024,
    PLACES = 24, /* of the workers that the server has, for one body's provider */
    LONGEST_FAILURE = 200,
};

enum document { DESCRIPTION, KEYS, DOCUMENTS };

static const char *const names[DOCUMENTS] = {"the provider's description", "the provider's keys"};

/* A document as it came, and when. Moments are those of the requests that asked for it. */
struct kept {
    char *content;
    size_t size;
    int64_t came;
    int64_t until;
    int64_t failed; /* 0: not, the last time */
    char failure[LONGEST_FAILURE];
    bool asked; /* somebody does now */
};

struct people_openid {
    struct people_openid_settings settings;
    pthread_mutex_t lock;
    pthread_cond_t answered;
    struct kept kept[DOCUMENTS];
    unsigned waiting;
};

struct people_openid *people_openid_new(const struct people_openid_settings *settings)
{
    struct people_openid *openid = calloc(1, sizeof *openid);
    pthread_condattr_t attributes;
    if (!openid)
        abort();
    openid->settings = *settings;
    pthread_mutex_init(&openid->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&openid->answered, &attributes);
    pthread_condattr_destroy(&attributes);
    return openid;
}

void people_openid_free(struct people_openid *openid)
{
    if (!openid)
        return;
    for (int i = 0; i < DOCUMENTS; i++)
        free(openid->kept[i].content);
    pthread_cond_destroy(&openid->answered);
    pthread_mutex_destroy(&openid->lock);
    free(openid);
}

const struct people_openid_settings *people_openid_settings(const struct people_openid *openid)
{
    return &openid->settings;
}

struct error *people_openid_take_place(struct people_openid *openid, struct arena *arena)
{
    pthread_mutex_lock(&openid->lock);
    bool room = openid->waiting < PLACES;
    openid->waiting += room;
    pthread_mutex_unlock(&openid->lock);
    return room ? NULL
                : error_new(arena, ERROR_BUSY, "too many wait for the identity provider at once");
}

void people_openid_leave_place(struct people_openid *openid)
{
    pthread_mutex_lock(&openid->lock);
    openid->waiting--;
    pthread_mutex_unlock(&openid->lock);
}

static struct error *unusable(struct arena *arena, enum document which, const char *what)
{
    return error_new(arena, ERROR_UNAVAILABLE, "%s %s", names[which], what);
}

/* Whether the list NAME has WORD; where there is no list, as the standard says for it. */
static bool lists(const json_t *root, const char *name, const char *word, bool without)
{
    const json_t *list = json_object_get(root, name);
    if (!list)
        return without;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *item = json_string_value(json_array_get(list, i));
        if (item && strcmp(item, word) == 0)
            return true;
    }
    return false;
}

static struct error *check_description(struct arena *arena, const json_t *root,
                                       const struct people_openid_settings *settings)
{
    static const char *const addresses[] = {"authorization_endpoint", "token_endpoint", "jwks_uri"};
    if (!text_equal(json_member_text(root, "issuer"), settings->issuer))
        return unusable(arena, DESCRIPTION, "is of another issuer than the organisation file says");
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        if (!address_is_guarded(json_member_text(root, addresses[i])))
            return unusable(arena, DESCRIPTION, "has an address that is not https://");
    /* Some that know it do not say so. */
    if (!lists(root, "code_challenge_methods_supported", "S256", true))
        return unusable(arena, DESCRIPTION, "says that it does not know PKCE with S256");
    return NULL;
}

static struct error *check_keys(struct arena *arena, const json_t *root,
                                const struct people_openid_settings *settings)
{
    (void)settings;
    return json_array_size(json_object_get(root, "keys")) ? NULL
                                                          : unusable(arena, KEYS, "are not there");
}

static struct error *ask(struct people_openid *openid, struct arena *arena, int64_t deadline,
                         enum document which, struct text address,
                         struct people_openid_response *response)
{
    struct people_openid_request request = {
        .what = names[which], .address = address, .limit = DOCUMENT_LIMIT, .deadline = deadline};
    json_t *root;
    TRY(people_openid_fetch(arena, &request, response));
    if (response->status != 200)
        return error_new(arena, ERROR_UNAVAILABLE, "%s: it answers %ld", names[which],
                         response->status);
    if (json_read(arena, response->content, &root))
        return unusable(arena, which, "cannot be read: no JSON");
    struct error *error = which == KEYS ? check_keys(arena, root, &openid->settings)
                                        : check_description(arena, root, &openid->settings);
    json_decref(root);
    return error;
}

/* Keeps what came, or that nothing did; the lock is held. */
static void keep(struct kept *kept, const struct people_openid_response *response,
                 const struct error *error, int64_t now)
{
    kept->failed = error ? now : 0;
    if (error) {
        snprintf(kept->failure, sizeof kept->failure, "%s", error->message);
        return;
    }
    int64_t lasts = response->lasts < 0 ? PEOPLE_OPENID_KEPT
                    : response->lasts > PEOPLE_OPENID_KEPT_MOST / 1000000
                        ? PEOPLE_OPENID_KEPT_MOST
                        : response->lasts * 1000000;
    if (lasts < PEOPLE_OPENID_KEPT_LEAST)
        lasts = PEOPLE_OPENID_KEPT_LEAST;
    char *copy = malloc(response->content.size);
    if (!copy)
        abort();
    memcpy(copy, response->content.data, response->content.size);
    free(kept->content);
    *kept = (struct kept){
        .content = copy, .size = response->content.size, .came = now, .until = now + lasts};
}

/* Waits while another thread asks for it; false at the deadline. */
static bool wait_for_answer(struct people_openid *openid, const struct kept *kept, int64_t deadline)
{
    struct timespec until = {.tv_sec = deadline / 1000000, .tv_nsec = deadline % 1000000 * 1000};
    while (kept->asked)
        if (pthread_cond_timedwait(&openid->answered, &openid->lock, &until))
            return false;
    return true;
}

static bool serves(const struct kept *kept, int64_t now, bool newer)
{
    return kept->content && now < kept->until && !(newer && now >= kept->came + PEOPLE_MINUTE);
}

/* The lock is held, but for while the provider is asked. */
static struct error *get(struct people_openid *openid, const struct people_context *context,
                         int64_t deadline, enum document which, struct text address, bool newer)
{
    struct kept *kept = &openid->kept[which];
    struct people_openid_response response;
    if (!wait_for_answer(openid, kept, deadline))
        return unusable(context->arena, which, "did not come in time");
    if (serves(kept, context->now, newer))
        return NULL;
    if (kept->failed && context->now >= kept->failed &&
        context->now < kept->failed + PEOPLE_OPENID_REST)
        return error_new(context->arena, ERROR_UNAVAILABLE, "%s (a moment ago)", kept->failure);
    kept->asked = true;
    pthread_mutex_unlock(&openid->lock);
    struct error *error = ask(openid, context->arena, deadline, which, address, &response);
    pthread_mutex_lock(&openid->lock);
    kept->asked = false;
    keep(kept, &response, error, context->now);
    pthread_cond_broadcast(&openid->answered);
    return error;
}

static struct error *document(struct people_openid *openid, const struct people_context *context,
                              int64_t deadline, enum document which, struct text address,
                              bool newer, json_t **root)
{
    const struct kept *kept = &openid->kept[which];
    struct text content = {0};
    *root = NULL;
    pthread_mutex_lock(&openid->lock);
    struct error *error = get(openid, context, deadline, which, address, newer);
    if (!error)
        content = text_copy(context->arena, (struct text){kept->content, kept->size});
    pthread_mutex_unlock(&openid->lock);
    return error ? error : json_read(context->arena, content, root);
}

struct error *people_openid_describe(struct people_openid *openid,
                                     const struct people_context *context, int64_t deadline,
                                     struct people_openid_provider *provider)
{
    struct arena *arena = context->arena;
    struct text issuer = openid->settings.issuer;
    json_t *root;
    if (text_ends(issuer, "/"))
        issuer.size--;
    struct text address =
        text_format(arena, "%.*s/.well-known/openid-configuration", TEXT_FORMAT(issuer));
    TRY(document(openid, context, deadline, DESCRIPTION, address, false, &root));
    *provider = (struct people_openid_provider){
        .authorization = text_copy(arena, json_member_text(root, "authorization_endpoint")),
        .token = text_copy(arena, json_member_text(root, "token_endpoint")),
        .keys = text_copy(arena, json_member_text(root, "jwks_uri")),
        .names_itself =
            json_is_true(json_object_get(root, "authorization_response_iss_parameter_supported")),
    };
    for (int i = 0; i < PEOPLE_OPENID_ALGORITHMS; i++)
        if (lists(root, "token_endpoint_auth_signing_alg_values_supported",
                  people_openid_algorithms[i], true))
            provider->algorithms |= 1U << i;
    json_decref(root);
    return NULL;
}

struct error *people_openid_keys(struct people_openid *openid, const struct people_context *context,
                                 int64_t deadline, const struct people_openid_provider *provider,
                                 bool newer, json_t **keys)
{
    return document(openid, context, deadline, KEYS, provider->keys, newer, keys);
}
