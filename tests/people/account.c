/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

static const struct text nowhere = {"", 0};

static void an_account_belongs_to_one_person_and_address(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_context *context = &fixture->context;
    struct people_account *account;
    struct people_account *found;
    assert_fine(fixture->arena, people_account_add(context, TEXT("p1"), TEXT(" " EMAIL " "),
                                                   LANGUAGE_ENGLISH, &account));
    assert_true(text_is(account->login, "a.visser@provincie.example"));
    assert_true(text_is(account->email, EMAIL));
    assert_int_equal(account->language, LANGUAGE_ENGLISH);
    assert_int_equal(account->created, context->now);
    assert_false(account->has_password || account->has_totp);
    assert_int_equal(
        people_account_add(context, TEXT("p1"), TEXT("b@provincie.example"), LANGUAGE_DUTCH, &found)
            ->kind,
        ERROR_CONFLICT);
    assert_int_equal(people_account_add(context, TEXT("p2"), TEXT("A.VISSER@provincie.example"),
                                        LANGUAGE_DUTCH, &found)
                         ->kind,
                     ERROR_CONFLICT);
    static const char *const wrong[] = {
        "", "a", "a@", "@b", "a@b@c", "a b@c", "a@b\nBcc: x@y", "<a@b>", "a@b,c@d"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(
            people_account_add(context, TEXT("p2"), text_of(wrong[i]), LANGUAGE_DUTCH, &found)
                ->kind,
            ERROR_INPUT);
    assert_fine(fixture->arena, people_account_of_person(context, TEXT("p1"), &found));
    assert_true(text_equal(found->id, account->id));
    assert_fine(fixture->arena, people_account_of_person(context, TEXT("p2"), &found));
    assert_null(found);
    /* Another body has accounts of its own. */
    context->body = TEXT("b");
    assert_fine(fixture->arena, people_account_of_login(context, TEXT(EMAIL), &found));
    assert_null(found);
    assert_fine(fixture->arena,
                people_account_add(context, TEXT("p1"), TEXT(EMAIL), LANGUAGE_DUTCH, &found));
    assert_int_equal(people_account_disable(context, account->id)->kind, ERROR_NOT_FOUND);
    fixture_free(fixture);
}

static void accounts_are_listed_by_address(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_context *context = &fixture->context;
    struct people_account *accounts;
    struct people_account *added;
    size_t count;
    for (int i = 0; i < 502; i++)
        assert_fine(fixture->arena,
                    people_account_add(context, text_format(fixture->arena, "p%d", i),
                                       text_format(fixture->arena, "%03d@provincie.example", i),
                                       LANGUAGE_DUTCH, &added));
    assert_fine(fixture->arena, people_account_list(context, nowhere, &accounts, &count));
    assert_int_equal(count, 500);
    assert_true(text_is(accounts[0].person, "p0"));
    assert_fine(fixture->arena,
                people_account_list(context, accounts[499].login, &accounts, &count));
    assert_int_equal(count, 2);
    assert_true(text_is(accounts[1].person, "p501"));
    fixture_free(fixture);
}

static void an_account_is_changed(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_context *context = &fixture->context;
    struct people_account *account = fixture_account(fixture, "p1", EMAIL);
    struct people_account *other = fixture_account(fixture, "p2", "b@provincie.example");
    struct people_account *found;
    assert_fine(fixture->arena,
                people_account_set_language(context, account->id, LANGUAGE_ENGLISH));
    assert_int_equal(
        people_account_set_email(context, account->id, TEXT("B@provincie.example"))->kind,
        ERROR_CONFLICT);
    assert_int_equal(people_account_set_email(context, account->id, TEXT("b"))->kind, ERROR_INPUT);
    assert_fine(fixture->arena,
                people_account_set_email(context, account->id, TEXT("C@provincie.example")));
    assert_fine(fixture->arena, people_account_find(context, account->id, &found));
    assert_true(text_is(found->login, "c@provincie.example"));
    assert_int_equal(found->language, LANGUAGE_ENGLISH);
    assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere).answer, PEOPLE_WRONG);
    assert_int_equal(fixture_sign_in(fixture, "c@provincie.example", PASSWORD, nowhere).answer,
                     PEOPLE_SIGNED_IN);
    assert_int_equal(people_account_set_language(context, TEXT("x"), LANGUAGE_DUTCH)->kind,
                     ERROR_NOT_FOUND);
    assert_int_equal(people_account_disable(context, TEXT("x"))->kind, ERROR_NOT_FOUND);
    assert_int_equal(people_account_activate(context, TEXT("x"))->kind, ERROR_NOT_FOUND);
    assert_fine(fixture->arena, people_account_find(context, other->id, &found));
    assert_int_equal(found->language, LANGUAGE_DUTCH);
    fixture_free(fixture);
}

static void a_reset_leaves_one_way_in(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_context *context = &fixture->context;
    struct people_account *account = fixture_account(fixture, "p1", EMAIL);
    struct people_sign_in in = fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere);
    struct people_browser browser = {.agent = TEXT(FIREFOX)};
    struct people_password *password;
    struct people_account *found;
    struct text codes[PEOPLE_RECOVERY_CODES];
    struct text link;
    fixture_totp(fixture, account->id, codes);
    for (int totp = 0; totp <= 1; totp++) {
        assert_fine(fixture->arena, people_account_reset(context, account->id, totp, &link));
        assert_fine(fixture->arena, people_account_find(context, account->id, &found));
        assert_int_equal(found->state, PEOPLE_INVITED);
        assert_int_equal(found->has_totp, !totp);
        assert_false(fixture_is_open(fixture, in.token));
        assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, in.device).answer, PEOPLE_WRONG);
        password = fixture_password(fixture, PASSWORD);
        assert_fine(fixture->arena,
                    people_link_use(context, fixture->passwords, link, password, &browser, &in));
        people_password_free(password);
        assert_int_equal(in.answer, totp ? PEOPLE_SIGNED_IN : PEOPLE_CODE_NEEDED);
    }
    assert_string_equal(place_ask(fixture->place, "SELECT COUNT(*) FROM account_recovery"), "0");
    assert_fine(fixture->arena, people_account_disable(context, account->id));
    assert_int_equal(people_account_reset(context, account->id, false, &link)->kind,
                     ERROR_FORBIDDEN);
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(an_account_belongs_to_one_person_and_address),
        ON_BOTH(accounts_are_listed_by_address),
        ON_BOTH(an_account_is_changed),
        ON_BOTH(a_reset_leaves_one_way_in),
    };
    return cmocka_run_group_tests_name("people/account", tests, NULL, NULL);
}
