/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include <string.h>

static const struct text nowhere = {"", 0};
static const char chosen[] = "regen op het zinken dak";

static struct people_sign_in use(struct fixture *fixture, struct text token, const char *typed)
{
    struct people_sign_in result;
    struct people_browser browser = {.agent = TEXT(FIREFOX)};
    struct people_password *password = fixture_password(fixture, typed);
    assert_fine(fixture->arena, people_link_use(&fixture->context, fixture->passwords, token,
                                                password, &browser, &result));
    people_password_free(password);
    return result;
}

static bool is_good(struct fixture *fixture, struct text token)
{
    struct people_account *account;
    enum people_link_purpose purpose;
    assert_fine(fixture->arena, people_link_find(&fixture->context, token, &purpose, &account));
    return account != NULL;
}

static struct text make(struct fixture *fixture, struct text account,
                        enum people_link_purpose purpose)
{
    struct text token;
    assert_fine(fixture->arena, people_link_make(&fixture->context, account, purpose, &token));
    return token;
}

static struct people_account *invite(struct fixture *fixture, const char *person, const char *email)
{
    struct people_account *account;
    assert_fine(fixture->arena, people_account_add(&fixture->context, text_of(person),
                                                   text_of(email), LANGUAGE_DUTCH, &account));
    return account;
}

static void a_first_link_serves_once(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_account *account = invite(fixture, "p1", EMAIL);
    assert_int_equal(account->state, PEOPLE_INVITED);
    struct text old = make(fixture, account->id, PEOPLE_FIRST);
    struct text link = make(fixture, account->id, PEOPLE_FIRST);
    assert_false(is_good(fixture, old));
    assert_int_equal(use(fixture, old, chosen).answer, PEOPLE_WRONG);
    /* A program that looks where it leads does not use it up. */
    assert_true(is_good(fixture, link) && is_good(fixture, link));
    const char *kept = place_ask(fixture->place, "SELECT hash FROM account_link");
    assert_null(strstr(kept, link.data));
    assert_false(is_good(fixture, text_of(kept)));
    struct people_sign_in in = use(fixture, link, chosen);
    assert_int_equal(in.answer, PEOPLE_SIGNED_IN);
    assert_int_equal(in.account->state, PEOPLE_ACTIVE);
    assert_true(fixture_is_open(fixture, in.token));
    assert_false(is_good(fixture, link));
    assert_int_equal(use(fixture, link, "iets heel anders nu").answer, PEOPLE_WRONG);
    assert_int_equal(fixture_sign_in(fixture, EMAIL, chosen, in.device).answer, PEOPLE_SIGNED_IN);
    fixture_free(fixture);
}

static void links_end_at_their_terms(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_context *context = &fixture->context;
    static const int64_t terms[] = {PEOPLE_LINK_FIRST, PEOPLE_LINK_LOST};
    struct people_account *account = invite(fixture, "p1", EMAIL);
    for (enum people_link_purpose purpose = PEOPLE_FIRST; purpose <= PEOPLE_LOST; purpose++) {
        struct text link = make(fixture, account->id, purpose);
        context->now += terms[purpose];
        assert_false(is_good(fixture, link));
        assert_int_equal(use(fixture, link, chosen).answer, PEOPLE_WRONG);
        context->now -= 1;
        assert_true(is_good(fixture, link));
        assert_int_equal(use(fixture, link, chosen).answer, PEOPLE_SIGNED_IN);
    }
    fixture_free(fixture);
}

/* The token of the link that is mailed, made as the sender of mails does; empty when none is. */
static struct text ask(struct fixture *fixture, const char *login)
{
    static const char place[] = "/inloggen/link/";
    place_ask(fixture->place, "DELETE FROM message");
    assert_fine(fixture->arena, people_link_ask(&fixture->context, text_of(login), text_of(place)));
    const char *content =
        place_ask(fixture->place, "SELECT content FROM message WHERE kind = 'lost'");
    struct people_account *account;
    if (!*content)
        return nowhere;
    assert_non_null(strstr(content, "\"/inloggen/link/\""));
    assert_fine(fixture->arena,
                people_account_of_login(&fixture->context, text_of(login), &account));
    return make(fixture, account->id, PEOPLE_LOST);
}

static void a_lost_password_is_mailed_for_now_and_then(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_context *context = &fixture->context;
    struct people_account *account = fixture_account(fixture, "p1", EMAIL);
    assert_int_equal(ask(fixture, "niemand@provincie.example").size, 0);
    struct text link = ask(fixture, "a.visser@provincie.example ");
    assert_true(is_good(fixture, link));
    /* Somebody who goes on asking gets no mail, and does not end the link that was sent. */
    assert_int_equal(ask(fixture, EMAIL).size, 0);
    context->now += PEOPLE_LINK_AGAIN - 1;
    assert_int_equal(ask(fixture, EMAIL).size, 0);
    assert_true(is_good(fixture, link));
    context->now += 1;
    struct text next = ask(fixture, EMAIL);
    assert_true(is_good(fixture, next));
    assert_false(is_good(fixture, link));
    assert_fine(fixture->arena, people_account_disable(context, account->id));
    assert_false(is_good(fixture, next));
    context->now += PEOPLE_LINK_AGAIN;
    assert_int_equal(ask(fixture, EMAIL).size, 0);
    /* Nor does asking end an invitation. */
    struct people_account *invited = invite(fixture, "p2", "b@provincie.example");
    struct text invitation = make(fixture, invited->id, PEOPLE_FIRST);
    assert_true(is_good(fixture, ask(fixture, "b@provincie.example")));
    assert_true(is_good(fixture, invitation));
    fixture_free(fixture);
}

/* A new password by a link: whoever was in, is out; and the second factor stays. */
static void a_link_ends_what_was_open(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_context *context = &fixture->context;
    struct people_account *account = fixture_account(fixture, "p1", EMAIL);
    struct people_sign_in thief = fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere);
    struct text codes[PEOPLE_RECOVERY_CODES];
    struct people_browser browser = {.agent = TEXT(FIREFOX)};
    struct people_sign_in in = {0};
    fixture_totp(fixture, account->id, codes);
    struct people_sign_in half = use(fixture, ask(fixture, EMAIL), chosen);
    assert_int_equal(half.answer, PEOPLE_CODE_NEEDED);
    assert_false(fixture_is_open(fixture, thief.token));
    assert_false(fixture_is_open(fixture, half.token));
    assert_fine(fixture->arena, people_sign_in_code(context, half.token, codes[3], &browser, &in));
    assert_int_equal(in.answer, PEOPLE_SIGNED_IN);
    assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, thief.device).answer, PEOPLE_WRONG);
    assert_int_equal(fixture_sign_in(fixture, EMAIL, chosen, thief.device).answer,
                     PEOPLE_CODE_NEEDED);
    assert_string_equal(place_ask(fixture->place, "SELECT COUNT(*) FROM account_device"), "1");
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_first_link_serves_once),
        ON_BOTH(links_end_at_their_terms),
        ON_BOTH(a_lost_password_is_mailed_for_now_and_then),
        ON_BOTH(a_link_ends_what_was_open),
    };
    return cmocka_run_group_tests_name("people/link", tests, NULL, NULL);
}
