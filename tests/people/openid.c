/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "scene.h"

#include "people/openid_token.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static void a_browser_goes_there_and_comes_back(void **state)
{
    struct scene *scene = scene_new(dialect_of(state));
    struct fixture *fixture = scene->fixture;
    struct provider *provider = scene->provider;
    struct people_account *account = fixture_account(fixture, "p1", EMAIL);
    static const struct text scopes[] = {TEXT("email"), TEXT("profile")};
    scene->settings.scopes = scopes;
    scene->settings.scope_count = 2;
    scene_renew(scene);
    assert_int_equal(scene_pass(scene), PEOPLE_OPENID_PROVED);
    struct text location = scene->start.location;
    assert_true(text_starts(
        location, text_format(fixture->arena, "%s/authorize?tenant=a&", provider->issuer).data));
    assert_true(text_is(scene_parameter(scene, "response_type"), "code"));
    assert_true(text_is(scene_parameter(scene, "client_id"), "waarborg"));
    assert_true(text_is(scene_parameter(scene, "redirect_uri"), SCENE_BACK));
    assert_true(text_is(scene_parameter(scene, "scope"), "openid email profile"));
    assert_true(text_is(scene_parameter(scene, "code_challenge_method"), "S256"));
    assert_int_equal(scene_parameter(scene, "acr_values").size, 0);
    assert_int_equal(scene_parameter(scene, "state").size, 64);
    /* The verifier is the one whose hash was told at the beginning. */
    unsigned char hash[crypto_hash_sha256_BYTES];
    struct text verifier = web_value(provider->form, "code_verifier");
    assert_int_equal(verifier.size, 64);
    crypto_hash_sha256(hash, (const unsigned char *)verifier.data, verifier.size);
    assert_true(
        text_equal(people_base64_write(fixture->arena, (struct text){(char *)hash, sizeof hash}),
                   scene_parameter(scene, "code_challenge")));
    assert_true(text_is(web_value(provider->form, "grant_type"), "authorization_code"));
    assert_true(text_is(web_value(provider->form, "code"), "c0de"));
    assert_true(text_is(web_value(provider->form, "redirect_uri"), SCENE_BACK));
    /* "waarborg:ge%20heim%26" */
    assert_true(text_is(provider->authorization, "Basic d2FhcmJvcmc6Z2UlMjBoZWltJTI2"));
    assert_true(text_is(scene->proof.onward, "/mijn?x=1"));
    assert_true(text_is(scene->proof.person, EMAIL));
    assert_false(scene->proof.strong);
    /* Nothing that passed stands in the database. */
    struct text kept = text_of(place_ask(fixture->place, "SELECT COUNT(*) FROM account_openid"));
    assert_true(text_is(kept, "0"));
    struct people_account *found;
    assert_fine(fixture->arena, people_openid_account(scene->openid, &fixture->context,
                                                      scene->proof.person, &found));
    assert_true(text_equal(found->id, account->id));
    scene_free(scene);
}

static void the_database_opens_nothing(void **state)
{
    struct scene *scene = scene_new(dialect_of(state));
    assert_fine(scene->fixture->arena, scene_begin(scene));
    const char *kept = place_ask(scene->fixture->place, "SELECT hash FROM account_openid");
    assert_int_equal(strlen(kept), 64);
    static const char *const told[] = {"state", "nonce", "code_challenge"};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        assert_false(text_is(scene_parameter(scene, told[i]), kept));
    assert_false(text_is(scene->start.token, kept));
    scene->given.token = text_of(kept);
    assert_fine(scene->fixture->arena, scene_end(scene));
    assert_int_equal(scene->proof.answer, PEOPLE_OPENID_STALE);
    scene_free(scene);
}

static void what_was_not_begun_here_does_not_end_here(void **state)
{
    struct scene *scene = scene_new(dialect_of(state));
    struct people_context *context = &scene->fixture->context;
    struct arena *arena = scene->fixture->arena;
    /* Somebody else's answer in this browser: their state, or both of theirs without our row. */
    assert_fine(arena, scene_begin(scene));
    struct people_openid_return own = scene->given;
    struct text nonce = scene->provider->nonce;
    assert_fine(arena, scene_begin(scene));
    struct people_openid_return cases[] = {
        {.token = own.token, .state = scene->given.state, .code = TEXT("c")},
        {.token = own.token, .code = TEXT("c")},
        {.state = own.state, .code = TEXT("c")},
        {.code = TEXT("c")},
        {.token = TEXT("x"), .state = TEXT("x"), .code = TEXT("c")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scene->given = cases[i];
        assert_fine(arena, scene_end(scene));
        assert_int_equal(scene->proof.answer, PEOPLE_OPENID_STALE);
        assert_int_equal(scene->proof.onward.size, 0);
    }
    assert_int_equal(scene->provider->grants, 0);
    /* None of that used up what was begun; in another body it is unknown. */
    scene->given = own;
    scene->provider->nonce = nonce;
    context->body = TEXT("b");
    assert_fine(arena, scene_end(scene));
    assert_int_equal(scene->proof.answer, PEOPLE_OPENID_STALE);
    context->body = TEXT("a");
    assert_fine(arena, scene_end(scene));
    assert_int_equal(scene->proof.answer, PEOPLE_OPENID_PROVED);
    /* Once. */
    assert_fine(arena, scene_end(scene));
    assert_int_equal(scene->proof.answer, PEOPLE_OPENID_STALE);
    assert_int_equal(scene->provider->grants, 1);
    scene_free(scene);
}

static void it_ends_in_time_or_not_at_all(void **state)
{
    struct scene *scene = scene_new(dialect_of(state));
    struct people_context *context = &scene->fixture->context;
    struct arena *arena = scene->fixture->arena;
    for (int late = 0; late < 2; late++) {
        assert_fine(arena, scene_begin(scene));
        context->now += PEOPLE_OPENID_TERM - !late;
        scene->provider->now = context->now;
        assert_fine(arena, scene_end(scene));
        assert_int_equal(scene->proof.answer, late ? PEOPLE_OPENID_STALE : PEOPLE_OPENID_PROVED);
    }
    /* Turned back at the provider: that is used up too. */
    assert_fine(arena, scene_begin(scene));
    scene->given.code = TEXT("");
    scene->given.error = TEXT("access_denied");
    assert_fine(arena, scene_end(scene));
    assert_int_equal(scene->proof.answer, PEOPLE_OPENID_DECLINED);
    assert_true(text_is(scene->proof.onward, "/mijn?x=1"));
    scene->given.code = TEXT("c0de");
    assert_fine(arena, scene_end(scene));
    assert_int_equal(scene->proof.answer, PEOPLE_OPENID_STALE);
    scene_free(scene);
}

/* Whoever begins again and again fills no disk. */
static void what_is_begun_is_bounded(void **state)
{
    struct scene *scene = scene_new(dialect_of(state));
    struct place *place = scene->fixture->place;
    place_ask(place, "INSERT INTO account_openid (body, hash, onward, expires) "
                     "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                     "10050) SELECT 'a', 'h' || i, '/', '2026-03-12T09:31:11.' || (100000 + i) || "
                     "'Z' FROM n");
    assert_fine(scene->fixture->arena, scene_begin(scene));
    assert_true(strtol(place_ask(place, "SELECT COUNT(*) FROM account_openid"), NULL, 10) <=
                PEOPLE_BEGUN + 1);
    assert_fine(scene->fixture->arena, scene_end(scene));
    assert_int_equal(scene->proof.answer, PEOPLE_OPENID_PROVED);
    scene->fixture->context.now += PEOPLE_OPENID_TERM;
    assert_fine(scene->fixture->arena, scene_begin(scene));
    assert_string_equal(place_ask(place, "SELECT COUNT(*) FROM account_openid"), "1");
    scene_free(scene);
}

/* Claims as usual but for what the test changes, and a token that was signed well. */
static void tokens_of_others_are_refused(void **state)
{
    struct scene *scene = scene_new(dialect_of(state));
    struct arena *arena = scene->fixture->arena;
    struct provider *provider = scene->provider;
    long long now = scene->fixture->context.now / 1000000;
    struct {
        struct text claims;
        const char *words;
    } cases[] = {
        {text_format(arena,
                     "{\"iss\":\"%s\",\"sub\":\"s\",\"aud\":\"waarborg\",\"nonce\":\"x\","
                     "\"iat\":%lld,\"exp\":%lld}",
                     provider->issuer, now, now + 60),
         "another sign-in"},
        {text_format(arena,
                     "{\"iss\":\"%s\",\"sub\":\"s\",\"aud\":\"other\",\"nonce\":\"x\","
                     "\"iat\":%lld,\"exp\":%lld}",
                     provider->issuer, now, now + 60),
         "this client"},
        {text_format(arena,
                     "{\"iss\":\"%s\",\"sub\":\"s\",\"aud\":\"waarborg\",\"nonce\":\"x\","
                     "\"iat\":%lld,\"exp\":%lld}",
                     provider->issuer, now - 400, now - 100),
         "expired"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        provider->claims = cases[i].claims;
        scene_fails(scene, cases[i].words);
    }
    provider->claims = TEXT("");
    provider->head = "{\"alg\":\"none\"}";
    scene_fails(scene, "algorithm");
    provider->head = "{\"alg\":\"ES256\",\"kid\":\"curve\"}";
    scene_fails(scene, "wrong signature");
    provider->head = PROVIDER_HEAD;
    scene->settings.algorithms = 1U << PEOPLE_OPENID_ES256;
    scene_renew(scene);
    scene_fails(scene, "algorithm");
    /* The oldest trick: the public key as a secret that both know. */
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_state hmac;
    struct text content =
        signer_join(arena, "{\"alg\":\"HS256\",\"kid\":\"first\"}", TEXT("{}"), TEXT(""));
    BIO *pem = BIO_new(BIO_s_mem());
    char *public;
    PEM_write_bio_PUBKEY(pem, provider->signer.rsa);
    long size = BIO_get_mem_data(pem, &public);
    crypto_auth_hmacsha256_init(&hmac, (unsigned char *)public, (size_t)size);
    crypto_auth_hmacsha256_update(&hmac, (const unsigned char *)content.data, content.size - 1);
    crypto_auth_hmacsha256_final(&hmac, mac);
    BIO_free(pem);
    struct text forged = signer_join(arena, "{\"alg\":\"HS256\",\"kid\":\"first\"}", TEXT("{}"),
                                     (struct text){(char *)mac, sizeof mac});
    provider->tokens = text_format(arena, "{\"id_token\":\"%.*s\"}", TEXT_FORMAT(forged));
    scene->settings.algorithms = (1U << PEOPLE_OPENID_ALGORITHMS) - 1;
    scene_renew(scene);
    scene_fails(scene, "algorithm");
    scene_free(scene);
}

static void levels_and_second_factors_are_the_bodys_choice(void **state)
{
    struct scene *scene = scene_new(dialect_of(state));
    struct provider *provider = scene->provider;
    static const struct text levels[] = {TEXT("high"), TEXT("substantial")};
    static const struct text strong[] = {TEXT("high"), TEXT("mfa")};
    static const struct {
        const char *with;
        enum people_openid_answer answer;
        bool strong;
    } cases[] = {
        {"", PEOPLE_OPENID_WEAK, false},
        {",\"acr\":\"low\"", PEOPLE_OPENID_WEAK, false},
        {",\"acr\":\"low\",\"amr\":[\"mfa\"]", PEOPLE_OPENID_WEAK, false},
        {",\"acr\":\"substantial\"", PEOPLE_OPENID_PROVED, false},
        {",\"acr\":\"substantial\",\"amr\":[\"pwd\"]", PEOPLE_OPENID_PROVED, false},
        {",\"acr\":\"substantial\",\"amr\":[\"pwd\",\"mfa\"]", PEOPLE_OPENID_PROVED, true},
        {",\"acr\":\"high\"", PEOPLE_OPENID_PROVED, true},
    };
    struct text person = provider->with;
    scene->settings.levels = levels;
    scene->settings.level_count = 2;
    scene->settings.strong = strong;
    scene->settings.strong_count = 2;
    scene_renew(scene);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        provider->with = text_format(provider->arena, "%.*s%s", TEXT_FORMAT(person), cases[i].with);
        assert_int_equal(scene_pass(scene), cases[i].answer);
        assert_int_equal(scene->proof.strong, cases[i].strong);
    }
    assert_true(text_is(scene_parameter(scene, "acr_values"), "high substantial"));
    provider->with = TEXT(",\"acr\":\"high\",\"email\":\"" EMAIL "\",\"email_verified\":false");
    assert_int_equal(scene_pass(scene), PEOPLE_OPENID_NAMELESS);
    assert_int_equal(scene->proof.person.size, 0);
    scene_free(scene);
}

static void accounts_are_found_by_the_very_name(void **state)
{
    struct scene *scene = scene_new(dialect_of(state));
    struct fixture *fixture = scene->fixture;
    struct people_account *account = fixture_account(fixture, "p-1", "jose@provincie.example");
    struct people_account *found;
    static const struct {
        bool by_person;
        const char *value;
        bool found;
    } cases[] = {
        {false, "jose@provincie.example", true},
        {false, "Jose@Provincie.example", true},
        {false, "josé@provincie.example", false},
        {false, "jos@e@provincie.example", false},
        {false, "p-1", false},
        {true, "p-1", true},
        {true, "P-1", false},
        {true, "jose@provincie.example", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scene->settings.by_person = cases[i].by_person;
        scene_renew(scene);
        assert_fine(fixture->arena, people_openid_account(scene->openid, &fixture->context,
                                                          text_of(cases[i].value), &found));
        if (!found != !cases[i].found)
            fail_msg("%s", cases[i].value);
        assert_true(!found || text_equal(found->id, account->id));
    }
    scene_free(scene);
}

static void who_was_proved_gets_in(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_context *context = &fixture->context;
    struct arena *arena = fixture->arena;
    struct people_browser browser = {.agent = TEXT(FIREFOX)};
    struct text codes[PEOPLE_RECOVERY_CODES];
    struct people_sign_in result;
    struct people_account *account;
    /* Invited, and never chose a password. */
    assert_fine(arena,
                people_account_add(context, TEXT("p1"), TEXT(EMAIL), LANGUAGE_DUTCH, &account));
    assert_fine(arena, people_openid_enter(context, account->id, false, &browser, &result));
    assert_int_equal(result.answer, PEOPLE_SIGNED_IN);
    assert_true(fixture_is_open(fixture, result.token));
    assert_int_equal(result.device.size, 43);
    assert_int_equal(result.account->state, PEOPLE_ACTIVE);
    /* With a second factor of ours, unless theirs will do. */
    struct text secret = fixture_totp(fixture, account->id, codes);
    assert_fine(arena, people_openid_enter(context, account->id, false, &browser, &result));
    assert_int_equal(result.answer, PEOPLE_CODE_NEEDED);
    assert_false(fixture_is_open(fixture, result.token));
    context->now += PEOPLE_MINUTE;
    struct text code = fixture_code(fixture, secret, context->now);
    assert_fine(arena, people_sign_in_code(context, result.token, code, &browser, &result));
    assert_int_equal(result.answer, PEOPLE_SIGNED_IN);
    assert_fine(arena, people_openid_enter(context, account->id, true, &browser, &result));
    assert_int_equal(result.answer, PEOPLE_SIGNED_IN);
    assert_true(fixture_is_open(fixture, result.token));
    assert_fine(arena, people_account_disable(context, account->id));
    assert_fine(arena, people_openid_enter(context, account->id, true, &browser, &result));
    assert_int_equal(result.answer, PEOPLE_WRONG);
    assert_int_equal(result.token.size, 0);
    context->body = TEXT("b");
    assert_fine(arena, people_openid_enter(context, account->id, true, &browser, &result));
    assert_int_equal(result.answer, PEOPLE_WRONG);
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_browser_goes_there_and_comes_back),
        ON_BOTH(the_database_opens_nothing),
        ON_BOTH(what_was_not_begun_here_does_not_end_here),
        ON_BOTH(it_ends_in_time_or_not_at_all),
        ON_BOTH(what_is_begun_is_bounded),
        ON_BOTH(tokens_of_others_are_refused),
        ON_BOTH(levels_and_second_factors_are_the_bodys_choice),
        ON_BOTH(accounts_are_found_by_the_very_name),
        ON_BOTH(who_was_proved_gets_in),
    };
    return cmocka_run_group_tests_name("people/openid", tests, NULL, NULL);
}
