/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/openid.h"

#include "base/address.h"
#include "base/clock.h"
#include "people/inside.h"
#include "people/openid_provider.h"
#include "people/openid_token.h"
#include "people/token.h"
#include "store/statements.h"

#include <sodium.h>

/* What is made of the text in the browser's cookie. From one of them nobody finds another. */
static struct text state_of(struct arena *arena, struct text token)
{
    return people_token_hash(arena, "openid state", token);
}

static struct text nonce_of(struct arena *arena, struct text token)
{
    return people_token_hash(arena, "openid nonce", token);
}

static struct text verifier_of(struct arena *arena, struct text token)
{
    return people_token_hash(arena, "openid verifier", token);
}

static struct text kept_of(struct arena *arena, struct text token)
{
    return people_token_hash(arena, "openid", token);
}

static int64_t earliest(int64_t deadline)
{
    int64_t own = clock_monotonic() + PEOPLE_OPENID_WAIT;
    return own < deadline ? own : deadline;
}

/* A sign-in at its beginning, or at its end. */
struct passage {
    const struct people_context *context;
    struct text token;
    struct text onward;
    bool found;
};

static struct error *begin(struct store_session *session, struct arena *arena, void *given)
{
    const struct passage *passage = given;
    const struct people_context *context = passage->context;
    struct store_value now = people_moment(context, context->now);
    struct store_value most = store_integer(PEOPLE_BEGUN);
    struct store_value values[] = {store_text(kept_of(arena, passage->token)),
                                   store_text(passage->onward),
                                   people_moment(context, context->now + PEOPLE_OPENID_TERM)};
    TRY(store_run(session, &sql_openid_prune, &now, NULL));
    TRY(store_run(session, &sql_openid_prune_oldest, &most, NULL));
    return store_run(session, &sql_openid_begin, values, NULL);
}

/* PKCE's S256 (RFC 7636, 4.2). */
static struct text challenge_of(struct arena *arena, struct text verifier)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const unsigned char *)verifier.data, verifier.size);
    return people_base64_write(arena, (struct text){(char *)hash, sizeof hash});
}

static struct text join(struct arena *arena, const char *first, const struct text *words,
                        size_t count)
{
    struct buffer joined = {.arena = arena};
    buffer_add_string(&joined, first);
    for (size_t i = 0; i < count; i++)
        buffer_add_format(&joined, "%s%.*s", joined.size ? " " : "", TEXT_FORMAT(words[i]));
    return buffer_text(&joined);
}

static struct text location_of(struct arena *arena, const struct people_openid_settings *settings,
                               const struct people_openid_provider *provider, struct text back,
                               struct text token)
{
    const struct {
        const char *name;
        struct text value;
    } fields[] = {
        {"response_type", TEXT("code")},
        {"client_id", settings->client},
        {"redirect_uri", back},
        {"scope", join(arena, "openid", settings->scopes, settings->scope_count)},
        {"state", state_of(arena, token)},
        {"nonce", nonce_of(arena, token)},
        {"code_challenge", challenge_of(arena, verifier_of(arena, token))},
        {"code_challenge_method", TEXT("S256")},
        {"acr_values", join(arena, "", settings->levels, settings->level_count)},
    };
    struct buffer location = {.arena = arena};
    buffer_add(&location, provider->authorization);
    bool query = text_find(provider->authorization, 0, TEXT("?")) < provider->authorization.size;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (!fields[i].value.size)
            continue;
        buffer_add_format(&location, "%s%s=", query ? "&" : "?", fields[i].name);
        address_encode(&location, fields[i].value);
        query = true;
    }
    return buffer_text(&location);
}

struct error *people_openid_begin(struct people_openid *openid,
                                  const struct people_context *context, int64_t deadline,
                                  struct text back, struct text onward,
                                  struct people_openid_start *start)
{
    struct arena *arena = context->arena;
    struct people_openid_provider provider;
    struct passage passage = {
        .context = context, .token = people_token_new(arena), .onward = onward};
    TRY(people_openid_take_place(openid, arena));
    struct error *error = people_openid_describe(openid, context, earliest(deadline), &provider);
    people_openid_leave_place(openid);
    if (error)
        return error;
    TRY(store_change(context->store, arena, context->body, begin, &passage));
    start->token = passage.token;
    start->location =
        location_of(arena, people_openid_settings(openid), &provider, back, passage.token);
    return NULL;
}

static struct error *end(struct store_session *session, struct arena *arena, void *given)
{
    struct passage *passage = given;
    const struct store_value *row;
    struct store_value values[] = {store_text(kept_of(arena, passage->token)),
                                   people_moment(passage->context, passage->context->now)};
    passage->found = false;
    TRY(store_query_one(session, &sql_openid_end, values, &row));
    if (row) {
        passage->found = true;
        passage->onward = text_copy(arena, row[0].text);
    }
    return NULL;
}

/* The keys that were kept may be older than the token. */
static struct error *check(struct people_openid *openid, const struct people_context *context,
                           int64_t deadline, const struct people_openid_provider *provider,
                           const struct people_openid_token *token)
{
    enum people_openid_check found = PEOPLE_OPENID_NO_KEY;
    json_t *keys;
    for (int newer = 0; newer < 2 && found == PEOPLE_OPENID_NO_KEY; newer++) {
        TRY(people_openid_keys(openid, context, deadline, provider, newer, &keys));
        found = people_openid_token_check(context->arena, token, keys);
        json_decref(keys);
    }
    if (found == PEOPLE_OPENID_RIGHT)
        return NULL;
    return error_new(context->arena, ERROR_UNAVAILABLE, "the provider's ID token %s",
                     found == PEOPLE_OPENID_WRONG ? "has a wrong signature"
                                                  : "is signed by a key that it does not publish");
}

static bool is_among(struct text word, const struct text *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(word, words[i]))
            return true;
    return false;
}

static void conclude(const struct people_openid_settings *settings,
                     const struct people_openid_claims *claims, struct people_openid_proof *proof)
{
    if (settings->level_count &&
        !is_among(claims->level, settings->levels, settings->level_count)) {
        proof->answer = PEOPLE_OPENID_WEAK;
        return;
    }
    proof->answer = claims->person.size ? PEOPLE_OPENID_PROVED : PEOPLE_OPENID_NAMELESS;
    proof->person = claims->person;
    proof->strong = is_among(claims->level, settings->strong, settings->strong_count);
    for (size_t i = 0; i < claims->mean_count; i++)
        proof->strong |= is_among(claims->means[i], settings->strong, settings->strong_count);
}

/* Between us and the provider, which now answers for who it is. */
static struct error *ask(struct people_openid *openid, const struct people_context *context,
                         int64_t deadline, struct text back,
                         const struct people_openid_return *given,
                         struct people_openid_proof *proof)
{
    struct arena *arena = context->arena;
    const struct people_openid_settings *settings = people_openid_settings(openid);
    struct people_openid_provider provider;
    struct people_openid_grant grant;
    struct people_openid_token token;
    struct people_openid_claims claims;
    TRY(people_openid_describe(openid, context, deadline, &provider));
    /* What another provider answered is not taken to this one (RFC 9207). */
    if ((given->issuer.size || provider.names_itself) &&
        !text_equal(given->issuer, settings->issuer))
        return error_new(arena, ERROR_UNAVAILABLE, "the answer is of another identity provider");
    TRY(people_openid_exchange(openid, context, deadline, &provider, given->code,
                               verifier_of(arena, given->token), back, &grant));
    if (!grant.id_token.size) {
        proof->answer = PEOPLE_OPENID_STALE;
        return NULL;
    }
    TRY(people_openid_token_read(arena, grant.id_token, settings->algorithms, &token));
    TRY(check(openid, context, deadline, &provider, &token));
    struct people_openid_expected expected = {.settings = settings,
                                              .nonce = nonce_of(arena, given->token),
                                              .access_token = grant.access_token,
                                              .now = context->now};
    TRY(people_openid_token_judge(arena, &token, &expected, &claims));
    conclude(settings, &claims, proof);
    return NULL;
}

struct error *people_openid_end(struct people_openid *openid, const struct people_context *context,
                                int64_t deadline, struct text back,
                                const struct people_openid_return *given,
                                struct people_openid_proof *proof)
{
    struct arena *arena = context->arena;
    struct passage passage = {.context = context, .token = given->token};
    *proof = (struct people_openid_proof){.answer = PEOPLE_OPENID_STALE};
    /* The state is of this browser, or another sent it here: then nothing is used up. */
    if (!given->token.size || !people_token_equal(given->state, state_of(arena, given->token)))
        return NULL;
    TRY(store_change(context->store, arena, context->body, end, &passage));
    if (!passage.found)
        return NULL;
    proof->onward = passage.onward;
    if (!given->code.size) {
        proof->answer = PEOPLE_OPENID_DECLINED;
        return NULL;
    }
    TRY(people_openid_take_place(openid, arena));
    struct error *error = ask(openid, context, earliest(deadline), back, given, proof);
    people_openid_leave_place(openid);
    return error;
}

/* Folding makes one login of addresses that differ in accents; a provider may have given each to
 * somebody else. Only the case of letters does not count. */
static bool is_same_address(struct text one, struct text other)
{
    if (one.size != other.size)
        return false;
    for (size_t i = 0; i < one.size; i++) {
        unsigned char a = (unsigned char)one.data[i];
        unsigned char b = (unsigned char)other.data[i];
        if (a != b && ((a | 0x20) != (b | 0x20) || (a | 0x20) < 'a' || (a | 0x20) > 'z'))
            return false;
    }
    return true;
}

struct error *people_openid_account(const struct people_openid *openid,
                                    const struct people_context *context, struct text person,
                                    struct people_account **account)
{
    if (people_openid_settings(openid)->by_person)
        return people_account_of_person(context, person, account);
    TRY(people_account_of_login(context, person, account));
    if (*account && !is_same_address((*account)->email, person))
        *account = NULL;
    return NULL;
}

/* Somebody who was proved, on the way to a session. */
struct entrance {
    const struct people_context *context;
    struct text account;
    bool strong;
    const struct people_browser *browser;
    struct people_sign_in *result;
};

static struct error *enter(struct store_session *session, struct arena *arena, void *given)
{
    struct entrance *entrance = given;
    const struct store_value *row;
    struct people_account *account;
    struct store_value id = store_text(entrance->account);
    (void)arena;
    entrance->result->answer = PEOPLE_WRONG;
    TRY(store_query_one(session, &sql_account_secrets, &id, &row));
    if (!row || text_is(row[0].text, people_account_state_id(PEOPLE_DISABLED)))
        return NULL;
    bool whole = entrance->strong || row[2].type == STORE_NULL;
    TRY(people_change_one(session, &sql_account_activate, &id));
    TRY(people_account_get(session, &sql_account_of_id, entrance->account, &account));
    return people_let_in(session, entrance->context, account, entrance->browser, whole,
                         entrance->result);
}

struct error *people_openid_enter(const struct people_context *context, struct text account,
                                  bool strong, const struct people_browser *browser,
                                  struct people_sign_in *result)
{
    struct entrance entrance = {context, account, strong, browser, result};
    *result = (struct people_sign_in){.answer = PEOPLE_WRONG};
    return store_change(context->store, context->arena, context->body, enter, &entrance);
}
