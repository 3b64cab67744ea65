/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "signer.h"

#include "people/openid_token.h"

#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define NOW 1800000000 /* seconds */
#define ALL ((1U << PEOPLE_OPENID_ALGORITHMS) - 1)
#define CLAIMS                                                                                     \
    "{\"iss\":\"https://idp.example\",\"aud\":\"waarborg\",\"sub\":\"s1\",\"nonce\":\"n\","        \
    "\"exp\":1800000060,\"iat\":1800000000,\"email\":\"a@b.example\",\"email_verified\":true}"

static const struct people_openid_settings settings = {
    .issuer = TEXT("https://idp.example"), .client = TEXT("waarborg"), .claim = TEXT("email")};

/* CLAIMS with one member set to the JSON in VALUE, or without it where that is NULL. */
static struct text claims_with(struct arena *arena, const char *name, const char *value)
{
    json_t *root = json_loads(CLAIMS, 0, NULL);
    if (value)
        json_object_set_new(root, name, json_loads(value, JSON_DECODE_ANY, NULL));
    else
        json_object_del(root, name);
    char *written = json_dumps(root, JSON_COMPACT);
    struct text text = text_copy(arena, text_of(written));
    free(written);
    json_decref(root);
    return text;
}

static struct error *judge(struct arena *arena, struct text payload,
                           const struct people_openid_settings *with,
                           struct people_openid_claims *claims)
{
    struct people_openid_token token = {.payload = payload};
    struct people_openid_expected expected = {
        .settings = with,
        .nonce = TEXT("n"),
        .access_token = TEXT("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"),
        .now = INT64_C(1000000) * NOW};
    return people_openid_token_judge(arena, &token, &expected, claims);
}

static void every_claim_is_judged(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct people_openid_claims claims;
    static const struct {
        const char *name;
        const char *value; /* NULL: left out */
        const char *wrong; /* what is said; NULL: it is taken */
    } cases[] = {
        {"x", "1", NULL},
        {"iss", "\"https://idp.example/\"", "another issuer"},
        {"iss", "[\"https://idp.example\"]", "another issuer"},
        {"iss", NULL, "another issuer"},
        {"aud", "[\"waarborg\"]", NULL},
        {"aud", "\"other\"", "this client"},
        {"aud", "[\"waarborg\",\"other\"]", "this client"},
        {"aud", "[]", "this client"},
        {"aud", NULL, "this client"},
        {"azp", "\"waarborg\"", NULL},
        {"azp", "\"other\"", "this client"},
        {"azp", "1", "this client"},
        {"sub", NULL, "no subject"},
        {"sub", "\"\"", "no subject"},
        {"exp", "1799999971", NULL}, /* clocks may differ by half a minute */
        {"exp", "1799999970", "expired"},
        {"exp", "1800000000.5", NULL},
        {"exp", "\"1800000060\"", "when it holds"},
        {"exp", "-1", "when it holds"},
        {"exp", "1e300", "when it holds"},
        {"exp", NULL, "when it holds"},
        {"iat", "1800000030", NULL},
        {"iat", "1800000031", "later moment"},
        {"iat", "1799999371", NULL},
        {"iat", "1799999370", "too long ago"},
        {"iat", NULL, "when it holds"},
        {"nbf", "1800000030", NULL},
        {"nbf", "1800000031", "later moment"},
        {"nbf", "\"\"", "when it holds"},
        {"nonce", "\"m\"", "another sign-in"},
        {"nonce", "\"\"", "another sign-in"},
        {"nonce", NULL, "another sign-in"},
        /* The example of OpenID Connect Core 1.0, A.3. */
        {"at_hash", "\"77QmUPtjPfzWtF2AnpK9RQ\"", NULL},
        {"at_hash", "\"77QmUPtjPfzWtF2AnpK9RR\"", "another access token"},
        {"at_hash", "\"\"", "another access token"},
        {"at_hash", "null", "another access token"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text payload = claims_with(arena, cases[i].name, cases[i].value);
        const struct error *error = judge(arena, payload, &settings, &claims);
        if (!cases[i].wrong != !error || (error && !strstr(error->message, cases[i].wrong)))
            fail_msg("%.*s: %s", TEXT_FORMAT(payload), error ? error->message : "taken");
        assert_true(!error || error->kind == ERROR_UNAVAILABLE);
    }
    static const char *const broken[] = {"", "[]", "1", "{", "{\"iss\":1,\"iss\":2}", "null"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        assert_non_null(judge(arena, text_of(broken[i]), &settings, &claims));
    arena_free(arena);
}

static void a_person_is_named_for_certain_or_not_at_all(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct people_openid_settings number = settings;
    struct people_openid_claims claims;
    struct text long_one = text_format(arena, "\"%0255d\"", 1);
    number.claim = TEXT("number");
    static const struct {
        const char *name;
        const char *value;
        const char *person;
    } emails[] = {
        {"x", "1", "a@b.example"},
        {"email_verified", "false", ""},
        {"email_verified", "\"true\"", ""},
        {"email_verified", NULL, ""},
        {"email", NULL, ""},
        {"email", "5", "5"}, /* no account has that login */
        {"email", "\"a\\u0007@b.example\"", ""},
    };
    for (size_t i = 0; i < sizeof emails / sizeof *emails; i++) {
        assert_null(
            judge(arena, claims_with(arena, emails[i].name, emails[i].value), &settings, &claims));
        assert_true(text_is(claims.person, emails[i].person));
    }
    static const struct {
        const char *value;
        const char *person;
    } numbers[] = {
        {"\"p-12\"", "p-12"}, {"4711", "4711"}, {"4.5", ""},
        {"[\"p-12\"]", ""},   {"true", ""},     {NULL, ""},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        assert_null(judge(arena, claims_with(arena, "number", numbers[i].value), &number, &claims));
        assert_true(text_is(claims.person, numbers[i].person));
    }
    assert_null(judge(arena, claims_with(arena, "number", long_one.data), &number, &claims));
    assert_int_equal(claims.person.size, 0);
    arena_free(arena);
}

static void level_and_means_are_read(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct people_openid_claims claims;
    assert_null(judge(arena, claims_with(arena, "amr", "[\"pwd\",7,\"otp\"]"), &settings, &claims));
    assert_int_equal(claims.mean_count, 2);
    assert_true(text_is(claims.means[1], "otp"));
    assert_int_equal(claims.level.size, 0);
    assert_null(judge(arena, claims_with(arena, "acr", "\"substantial\""), &settings, &claims));
    assert_true(text_is(claims.level, "substantial"));
    assert_int_equal(claims.mean_count, 0);
    arena_free(arena);
}

/* Whether the token is read by ALGORITHMS and signed by one of KEYS. */
static enum people_openid_check check(struct arena *arena, struct text written, unsigned algorithms,
                                      struct text keys)
{
    struct people_openid_token token;
    json_t *root;
    if (people_openid_token_read(arena, written, algorithms, &token))
        return PEOPLE_OPENID_WRONG;
    assert_null(json_read(arena, keys, &root));
    enum people_openid_check result = people_openid_token_check(arena, &token, root);
    json_decref(root);
    return result;
}

static void the_right_key_is_found(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct signer signer = signer_new(2048);
    struct signer other = signer_new(2048);
    static const char *const plain[] = {"{\"alg\":\"PS256\"}", "{\"alg\":\"ES256\"}",
                                        "{\"alg\":\"RS256\"}"};
    static const char *const named[] = {"{\"alg\":\"PS256\",\"kid\":\"k\"}",
                                        "{\"kid\":\"k\",\"typ\":\"jwt\",\"alg\":\"ES256\"}",
                                        "{\"alg\":\"RS256\",\"kid\":\"k\",\"typ\":\"JWT\"}"};
    struct text own = signer_set(arena, signer_rsa(arena, &signer, "\"kid\":\"k\","),
                                 signer_curve(arena, &signer, "\"kid\":\"k\","));
    struct text renamed = signer_set(arena, signer_rsa(arena, &signer, "\"kid\":\"m\","),
                                     signer_curve(arena, &signer, "\"kid\":\"m\","));
    struct text foreign = signer_set(arena, signer_rsa(arena, &other, "\"kid\":\"k\","),
                                     signer_curve(arena, &other, "\"kid\":\"k\","));
    for (int i = 0; i < PEOPLE_OPENID_ALGORITHMS; i++) {
        enum people_openid_algorithm algorithm = (enum people_openid_algorithm)i;
        struct text one = signer_token(arena, &signer, algorithm, plain[i], TEXT(CLAIMS));
        struct text two = signer_token(arena, &signer, algorithm, named[i], TEXT(CLAIMS));
        assert_int_equal(check(arena, one, ALL, own), PEOPLE_OPENID_RIGHT);
        assert_int_equal(check(arena, two, ALL, own), PEOPLE_OPENID_RIGHT);
        assert_int_equal(check(arena, one, ALL, renamed), PEOPLE_OPENID_RIGHT);
        assert_int_equal(check(arena, two, ALL, renamed), PEOPLE_OPENID_NO_KEY);
        assert_int_equal(check(arena, one, ALL, foreign), PEOPLE_OPENID_NO_KEY);
        assert_int_equal(check(arena, two, ALL, foreign), PEOPLE_OPENID_WRONG);
        assert_int_equal(check(arena, two, ALL, TEXT("{\"keys\":[]}")), PEOPLE_OPENID_NO_KEY);
        assert_int_equal(check(arena, two, ALL, TEXT("[1]")), PEOPLE_OPENID_NO_KEY);
        /* An algorithm that the body does not take. */
        assert_int_equal(check(arena, two, ALL & ~(1U << i), own), PEOPLE_OPENID_WRONG);
    }
    signer_free(&signer);
    signer_free(&other);
    arena_free(arena);
}

/* The tricks of RFC 8725, and what is no token. */
static void tricks_are_refused(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct signer signer = signer_new(2048);
    struct people_openid_token token;
    static const char *const heads[] = {
        "{\"alg\":\"none\"}",
        "{\"alg\":\"None\"}",
        "{\"alg\":\"HS256\"}",
        "{\"alg\":\"RS384\"}",
        "{\"alg\":\"ps256\"}",
        "{\"alg\":\"\"}",
        "{\"alg\":[\"PS256\"]}",
        "{}",
        "[]",
        "{\"alg\":\"PS256\",\"alg\":\"none\"}",
        "{\"alg\":\"PS256\",\"crit\":[\"exp\"]}",
        "{\"alg\":\"PS256\",\"crit\":[\"b64\"],\"b64\":false}",
        "{\"alg\":\"PS256\",\"typ\":\"at+jwt\"}",
        "{\"alg\":\"PS256\",\"typ\":\"logout+jwt\"}",
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct text written =
            signer_token(arena, &signer, PEOPLE_OPENID_PS256, heads[i], TEXT(CLAIMS));
        if (!people_openid_token_read(arena, written, ALL, &token))
            fail_msg("%s", heads[i]);
    }
    struct text right =
        signer_token(arena, &signer, PEOPLE_OPENID_PS256, "{\"alg\":\"PS256\"}", TEXT(CLAIMS));
    assert_null(people_openid_token_read(arena, right, ALL, &token));
    assert_true(text_is(token.payload, CLAIMS));
    struct text head = text_slice(right, 0, text_find(right, 0, TEXT(".")));
    struct text signature = people_base64_write(arena, token.signature);
    struct text changed[] = {
        TEXT(""),
        TEXT("."),
        TEXT(".."),
        TEXT("a.b.c"),
        text_slice(right, 0, right.size - signature.size),
        text_slice(right, 0, right.size - signature.size - 1),
        text_format(arena, "%.*s.", TEXT_FORMAT(right)),
        text_format(arena, "%.*s=", TEXT_FORMAT(right)),
        text_format(arena, " %.*s", TEXT_FORMAT(right)),
        text_format(arena, "%.*s\n", TEXT_FORMAT(right)),
        text_format(arena, "%.*s..%.*s", TEXT_FORMAT(head), TEXT_FORMAT(signature)),
        text_format(arena, "%.*s.%.*s", TEXT_FORMAT(right), TEXT_FORMAT(right)),
        text_format(arena, "%.*s.%040000d.x", TEXT_FORMAT(head), 0),
    };
    for (size_t i = 0; i < sizeof changed / sizeof *changed; i++)
        if (!people_openid_token_read(arena, changed[i], ALL, &token))
            fail_msg("%zu: %.*s", i, TEXT_FORMAT(changed[i]));
    signer_free(&signer);
    arena_free(arena);
}

/* A key that was published for one thing signs nothing else; and a key in the token counts for
 * nothing. */
static void a_token_does_not_choose_its_key(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct signer signer = signer_new(2048);
    struct signer thief = signer_new(2048);
    struct text keys =
        signer_set(arena, signer_rsa(arena, &signer, "\"kid\":\"k\",\"alg\":\"PS256\","), TEXT(""));
    struct text rs256 = signer_token(arena, &signer, PEOPLE_OPENID_RS256,
                                     "{\"alg\":\"RS256\",\"kid\":\"k\"}", TEXT(CLAIMS));
    assert_int_equal(check(arena, rs256, ALL, keys), PEOPLE_OPENID_NO_KEY);
    struct text head = text_format(arena, "{\"jwk\":%.*s,\"alg\":\"PS256\",\"kid\":\"k\"}",
                                   TEXT_FORMAT(signer_rsa(arena, &thief, "")));
    struct text own = signer_token(arena, &thief, PEOPLE_OPENID_PS256, head.data, TEXT(CLAIMS));
    assert_int_equal(check(arena, own, ALL, keys), PEOPLE_OPENID_WRONG);
    signer_free(&signer);
    signer_free(&thief);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_claim_is_judged),
        cmocka_unit_test(a_person_is_named_for_certain_or_not_at_all),
        cmocka_unit_test(level_and_means_are_read),
        cmocka_unit_test(the_right_key_is_found),
        cmocka_unit_test(tricks_are_refused),
        cmocka_unit_test(a_token_does_not_choose_its_key),
    };
    return cmocka_run_group_tests_name("people/openid_token", tests, NULL, NULL);
}
