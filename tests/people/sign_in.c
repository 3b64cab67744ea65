/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include <sodium.h>

static const struct text nowhere = {"", 0};

static void a_password_opens_a_session(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_account *account = fixture_account(fixture, "p1", EMAIL);
    struct people_sign_in result =
        fixture_sign_in(fixture, " a.visser@PROVINCIE.example", PASSWORD, nowhere);
    assert_int_equal(result.answer, PEOPLE_SIGNED_IN);
    assert_true(text_equal(result.account->id, account->id));
    assert_int_equal(result.token.size, 43);
    assert_int_equal(result.device.size, 43);
    struct people_session *session;
    assert_fine(fixture->arena, people_session_find(&fixture->context, result.token, &session));
    assert_non_null(session);
    assert_true(text_is(session->account->person, "p1"));
    assert_true(text_is(session->browser, "Firefox") && text_is(session->system, "Linux"));
    assert_true(people_form_is_own(session, session->form_token));
    assert_false(people_form_is_own(session, result.token));
    assert_false(people_form_is_own(session, nowhere));
    assert_int_equal(fixture_sign_in(fixture, EMAIL, "een paard op de gang!", nowhere).answer,
                     PEOPLE_WRONG);
    assert_int_equal(fixture_sign_in(fixture, "b@provincie.example", PASSWORD, nowhere).answer,
                     PEOPLE_WRONG);
    assert_int_equal(fixture_sign_in(fixture, EMAIL, "", nowhere).answer, PEOPLE_WRONG);
    /* In another body there is no such account, and this session opens nothing. */
    fixture->context.body = TEXT("b");
    assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere).answer, PEOPLE_WRONG);
    assert_false(fixture_is_open(fixture, result.token));
    fixture_free(fixture);
}

static void who_is_not_active_does_not_get_in(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_context *context = &fixture->context;
    struct people_account *account = fixture_account(fixture, "p1", EMAIL);
    struct people_sign_in in = fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere);
    struct text token;
    assert_fine(fixture->arena, people_account_disable(context, account->id));
    assert_false(fixture_is_open(fixture, in.token));
    assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, in.device).answer, PEOPLE_WRONG);
    assert_int_equal(people_session_start(context, account->id, nowhere, &token)->kind,
                     ERROR_FORBIDDEN);
    assert_int_equal(people_account_activate(context, account->id)->kind, ERROR_FORBIDDEN);
    assert_fine(fixture->arena, people_account_enable(context, account->id));
    assert_int_equal(people_account_enable(context, account->id)->kind, ERROR_NOT_FOUND);
    assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere).answer, PEOPLE_SIGNED_IN);
    fixture_free(fixture);
}

/* Five wrong ones from anywhere, then waits of a minute, two, four. */
static void guesses_wait_longer_and_longer(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    int64_t start = fixture->context.now;
    static const int64_t waits[] = {1, 2, 4, 8, 16, 32, 60, 60};
    fixture_account(fixture, "p1", EMAIL);
    /* An address that nobody has answers just as one that somebody has. */
    static const char *const logins[] = {EMAIL, "niemand@provincie.example"};
    for (size_t login = 0; login < 2; login++) {
        fixture->context.now = start;
        for (int i = 0; i < 5; i++)
            assert_int_equal(fixture_sign_in(fixture, logins[login], "x", nowhere).answer,
                             PEOPLE_WRONG);
        for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
            int64_t until = fixture->context.now + waits[i] * PEOPLE_MINUTE;
            struct people_sign_in told = fixture_sign_in(fixture, logins[login], "x", nowhere);
            assert_int_equal(told.answer, PEOPLE_WAIT);
            assert_int_equal(told.until, until);
            fixture->context.now = until - 1;
            assert_int_equal(fixture_sign_in(fixture, logins[login], "x", nowhere).answer,
                             PEOPLE_WAIT);
            fixture->context.now = until;
            assert_int_equal(fixture_sign_in(fixture, logins[login], "x", nowhere).answer,
                             PEOPLE_WRONG);
        }
    }
    /* A day of rest, and all is forgotten. */
    fixture->context.now += PEOPLE_BRAKE_FORGET;
    assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere).answer, PEOPLE_SIGNED_IN);
    assert_string_equal(place_ask(fixture->place, "SELECT COUNT(*) FROM account_brake"), "1");
    fixture_free(fixture);
}

/* The story for which the brake has two places. */
static void an_attacker_does_not_keep_the_owner_out(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_context *context = &fixture->context;
    struct people_account *account = fixture_account(fixture, "p1", EMAIL);
    struct people_sign_in home = fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere);
    /* An attacker guesses for a day, whenever it is allowed. */
    int64_t end = context->now + PEOPLE_DAY;
    size_t guesses = 0;
    while (context->now < end) {
        struct people_sign_in guess = fixture_sign_in(fixture, EMAIL, "geraden", nowhere);
        guesses += guess.answer == PEOPLE_WRONG;
        if (guess.answer == PEOPLE_WAIT)
            context->now = guess.until;
    }
    assert_in_range(guesses, 20, 40);
    /* An invented cookie is no known browser; another's is not the owner's. */
    fixture_account(fixture, "p2", "attacker@provincie.example");
    struct text other =
        fixture_sign_in(fixture, "attacker@provincie.example", PASSWORD, nowhere).device;
    fixture_sign_in(fixture, EMAIL, "geraden", nowhere);
    assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, TEXT("verzonnen")).answer,
                     PEOPLE_WAIT);
    assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, other).answer, PEOPLE_WAIT);
    /* The owner at home has tries of their own, and at another place is let in by a mailed link. */
    assert_int_equal(fixture_sign_in(fixture, EMAIL, "vergissing", home.device).answer,
                     PEOPLE_WRONG);
    struct people_sign_in again = fixture_sign_in(fixture, EMAIL, PASSWORD, home.device);
    assert_int_equal(again.answer, PEOPLE_SIGNED_IN);
    assert_int_equal(again.device.size, 0);
    assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere).answer, PEOPLE_WAIT);
    struct text link;
    assert_fine(fixture->arena, people_link_make(context, account->id, PEOPLE_LOST, &link));
    struct people_password *password = fixture_password(fixture, "iets heel anders nu");
    struct people_browser browser = {.agent = TEXT(FIREFOX)};
    struct people_sign_in away;
    assert_fine(fixture->arena,
                people_link_use(context, fixture->passwords, link, password, &browser, &away));
    people_password_free(password);
    assert_int_equal(away.answer, PEOPLE_SIGNED_IN);
    assert_int_equal(fixture_sign_in(fixture, EMAIL, "iets heel anders nu", away.device).answer,
                     PEOPLE_SIGNED_IN);
    fixture_free(fixture);
}

/* A stolen browser guesses no better than a strange one, and does not use up the others' tries. */
static void a_known_browser_has_its_own_brake(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    fixture_account(fixture, "p1", EMAIL);
    struct text first = fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere).device;
    struct text second = fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere).device;
    for (int i = 0; i < 5; i++)
        assert_int_equal(fixture_sign_in(fixture, EMAIL, "x", first).answer, PEOPLE_WRONG);
    assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, first).answer, PEOPLE_WAIT);
    assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, second).answer, PEOPLE_SIGNED_IN);
    assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere).answer, PEOPLE_SIGNED_IN);
    /* The oldest are forgotten, and so is one that was not used for a year. */
    for (int i = 0; i < PEOPLE_DEVICES; i++) {
        fixture->context.now += PEOPLE_MINUTE;
        fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere);
    }
    assert_string_equal(place_ask(fixture->place, "SELECT COUNT(*) FROM account_device"), "10");
    assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, second).device.size, 43);
    struct text last = fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere).device;
    fixture->context.now += PEOPLE_DEVICE_TERM - 1;
    assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, last).device.size, 0);
    fixture->context.now += PEOPLE_DEVICE_TERM;
    assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, last).device.size, 43);
    fixture_free(fixture);
}

static void a_code_is_asked_and_serves_once(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_context *context = &fixture->context;
    struct people_account *account = fixture_account(fixture, "p1", EMAIL);
    struct text codes[PEOPLE_RECOVERY_CODES];
    struct text secret = fixture_totp(fixture, account->id, codes);
    struct people_browser browser = {.agent = TEXT(FIREFOX)};
    struct people_session *session;
    struct people_sign_in result;
    context->now += PEOPLE_MINUTE;
    struct people_sign_in half = fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere);
    assert_int_equal(half.answer, PEOPLE_CODE_NEEDED);
    assert_int_equal(half.device.size, 0);
    assert_false(fixture_is_open(fixture, half.token));
    assert_fine(fixture->arena, people_session_find_waiting(context, half.token, &session));
    assert_non_null(session);
    /* As people type it, and of the step before. */
    struct text code = fixture_code(fixture, secret, context->now - INT64_C(30000000));
    struct text typed = text_format(fixture->arena, "%.3s %.3s", code.data, code.data + 3);
    assert_fine(fixture->arena, people_sign_in_code(context, half.token, typed, &browser, &result));
    assert_int_equal(result.answer, PEOPLE_SIGNED_IN);
    assert_false(text_equal(result.token, half.token));
    assert_true(fixture_is_open(fixture, result.token));
    assert_false(fixture_is_open(fixture, half.token));
    assert_fine(fixture->arena, people_sign_in_code(context, half.token, typed, &browser, &result));
    assert_int_equal(result.answer, PEOPLE_START_AGAIN);
    /* The same code again, and an older one; then the next. */
    half = fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere);
    assert_fine(fixture->arena, people_sign_in_code(context, half.token, code, &browser, &result));
    assert_int_equal(result.answer, PEOPLE_WRONG);
    struct text far = fixture_code(fixture, secret, context->now + INT64_C(60000000));
    assert_fine(fixture->arena, people_sign_in_code(context, half.token, far, &browser, &result));
    assert_int_equal(result.answer, PEOPLE_WRONG);
    struct text next = fixture_code(fixture, secret, context->now + INT64_C(30000000));
    assert_fine(fixture->arena, people_sign_in_code(context, half.token, next, &browser, &result));
    assert_int_equal(result.answer, PEOPLE_SIGNED_IN);
    fixture_free(fixture);
}

static void guesses_at_codes_are_bounded(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_context *context = &fixture->context;
    struct people_account *account = fixture_account(fixture, "p1", EMAIL);
    struct text codes[PEOPLE_RECOVERY_CODES];
    struct text secret = fixture_totp(fixture, account->id, codes);
    struct people_browser browser = {.agent = TEXT(FIREFOX)};
    struct people_sign_in result;
    /* Who has the password has five times five codes, then waits as with wrong passwords. */
    for (int i = 0; i < PEOPLE_BRAKE_FREE; i++) {
        struct people_sign_in half = fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere);
        assert_int_equal(half.answer, PEOPLE_CODE_NEEDED);
        for (int code = 1; code <= PEOPLE_CODE_TRIES; code++) {
            assert_fine(fixture->arena, people_sign_in_code(context, half.token, TEXT("12345x"),
                                                            &browser, &result));
            assert_int_equal(result.answer,
                             code < PEOPLE_CODE_TRIES ? PEOPLE_WRONG : PEOPLE_START_AGAIN);
        }
        assert_fine(fixture->arena,
                    people_sign_in_code(context, half.token, codes[0], &browser, &result));
        assert_int_equal(result.answer, PEOPLE_START_AGAIN);
    }
    assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere).answer, PEOPLE_WAIT);
    /* Five minutes, and not a moment more. */
    context->now += PEOPLE_MINUTE;
    struct people_sign_in half = fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere);
    assert_int_equal(half.answer, PEOPLE_CODE_NEEDED);
    context->now += PEOPLE_SESSION_CODE;
    assert_fine(fixture->arena, people_sign_in_code(context, half.token,
                                                    fixture_code(fixture, secret, context->now),
                                                    &browser, &result));
    assert_int_equal(result.answer, PEOPLE_START_AGAIN);
    half = fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere);
    context->now += PEOPLE_SESSION_CODE - 1;
    assert_fine(fixture->arena, people_sign_in_code(context, half.token,
                                                    fixture_code(fixture, secret, context->now),
                                                    &browser, &result));
    assert_int_equal(result.answer, PEOPLE_SIGNED_IN);
    fixture_free(fixture);
}

static void recovery_codes_serve_once(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_context *context = &fixture->context;
    struct people_account *account = fixture_account(fixture, "p1", EMAIL);
    struct text codes[PEOPLE_RECOVERY_CODES];
    struct people_browser browser = {.agent = TEXT(FIREFOX)};
    struct people_sign_in result;
    size_t left;
    fixture_totp(fixture, account->id, codes);
    for (size_t i = 0; i < PEOPLE_RECOVERY_CODES; i++) {
        struct people_sign_in half = fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere);
        assert_fine(fixture->arena,
                    people_sign_in_code(context, half.token, codes[i], &browser, &result));
        assert_int_equal(result.answer, PEOPLE_SIGNED_IN);
        half = fixture_sign_in(fixture, EMAIL, PASSWORD, result.device);
        assert_fine(fixture->arena,
                    people_sign_in_code(context, half.token, codes[i], &browser, &result));
        assert_int_equal(result.answer, PEOPLE_WRONG);
        assert_fine(fixture->arena, people_account_set_language(context, account->id, i % 2));
    }
    assert_fine(fixture->arena, people_totp_left(context, account->id, &left));
    assert_int_equal(left, 0);
    assert_fine(fixture->arena, people_totp_renew(context, account->id, codes));
    assert_fine(fixture->arena, people_totp_left(context, account->id, &left));
    assert_int_equal(left, PEOPLE_RECOVERY_CODES);
    assert_fine(fixture->arena, people_totp_remove(context, account->id));
    assert_int_equal(people_totp_renew(context, account->id, codes)->kind, ERROR_CONFLICT);
    fixture_free(fixture);
}

static void ones_own_password_is_proved_and_changed(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_context *context = &fixture->context;
    struct people_account *account = fixture_account(fixture, "p1", EMAIL);
    struct people_sign_in here = fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere);
    struct people_sign_in there = fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere);
    struct people_session *session;
    struct people_sign_in result;
    struct people_password *right = fixture_password(fixture, PASSWORD);
    struct people_password *wrong = fixture_password(fixture, "een koe op de gang");
    assert_fine(fixture->arena, people_session_find(context, here.token, &session));
    assert_fine(fixture->arena,
                people_prove(context, fixture->passwords, account->id, right, &result));
    assert_int_equal(result.answer, PEOPLE_SIGNED_IN);
    for (int i = 0; i < PEOPLE_BRAKE_FREE; i++) {
        assert_fine(fixture->arena,
                    people_prove(context, fixture->passwords, account->id, wrong, &result));
        assert_int_equal(result.answer, PEOPLE_WRONG);
    }
    assert_fine(fixture->arena,
                people_prove(context, fixture->passwords, account->id, right, &result));
    assert_int_equal(result.answer, PEOPLE_WAIT);
    assert_fine(fixture->arena, people_change_password(context, fixture->passwords, account->id,
                                                       wrong, session->id));
    assert_true(fixture_is_open(fixture, here.token));
    assert_false(fixture_is_open(fixture, there.token));
    assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere).answer, PEOPLE_WRONG);
    assert_int_equal(fixture_sign_in(fixture, EMAIL, "een koe op de gang", nowhere).answer,
                     PEOPLE_SIGNED_IN);
    people_password_free(right);
    people_password_free(wrong);
    fixture_free(fixture);
}

/* Kept by weaker terms than ours: renewed by the next sign-in, and still the same password. */
static void a_weaker_hash_is_renewed(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    char weak[crypto_pwhash_STRBYTES];
    fixture_account(fixture, "p1", EMAIL);
    assert_int_equal(crypto_pwhash_str(weak, PASSWORD, sizeof PASSWORD - 1, 1, 1 << 20), 0);
    place_ask(fixture->place,
              text_format(fixture->arena, "UPDATE account SET password = '%s'", weak).data);
    for (int i = 0; i < 2; i++)
        assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere).answer,
                         PEOPLE_SIGNED_IN);
    struct text kept = text_of(place_ask(fixture->place, "SELECT password FROM account"));
    assert_true(text_starts(kept, "$argon2id$v=19$m=65536,"));
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_password_opens_a_session),
        ON_BOTH(who_is_not_active_does_not_get_in),
        ON_BOTH(guesses_wait_longer_and_longer),
        ON_BOTH(an_attacker_does_not_keep_the_owner_out),
        ON_BOTH(a_known_browser_has_its_own_brake),
        ON_BOTH(a_code_is_asked_and_serves_once),
        ON_BOTH(guesses_at_codes_are_bounded),
        ON_BOTH(recovery_codes_serve_once),
        ON_BOTH(ones_own_password_is_proved_and_changed),
        ON_BOTH(a_weaker_hash_is_renewed),
    };
    return cmocka_run_group_tests_name("people/sign_in", tests, NULL, NULL);
}
