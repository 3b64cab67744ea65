/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "visit.h"

#include "desk/invite.h"

static const char *ask(struct visit *visit, const char *sql)
{
    return place_ask(visit->fixture->place, sql);
}

static void invites_blocks_and_lets_in_again(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    visit_add_employee(visit, "beheer", "administrator", "");
    struct visitor administrator = visit_sign_in(visit, "beheer");
    assert_has(visit_page(visit, &administrator, "/werk/mensen", 200), "geen account");
    assert_has(visit_page(visit, &administrator, "/werk/mensen/p1", 200), "Uitnodigen");
    assert_int_equal(
        visit_post(visit, &administrator, "/werk/mensen/p1", "doe", "uitnodigen", NULL).status,
        303);
    assert_has(visit_page(visit, &administrator, "/werk/mensen/p1?klaar=uitnodigen", 200),
               "Er is een mail met een link onderweg");
    assert_string_equal(ask(visit, "SELECT state FROM account WHERE person = 'p1'"), "invited");
    assert_string_equal(ask(visit, "SELECT kind FROM message WHERE recipient = 'p1'"), "first");
    assert_string_equal(ask(visit, "SELECT COUNT(*) FROM job WHERE kind = 'mail'"), "1");
    /* What cannot be done now is refused: nobody can sign in to sign them out. */
    assert_int_equal(
        visit_post(visit, &administrator, "/werk/mensen/p1", "doe", "opnieuw", NULL).status, 409);
    struct visitor member = visit_sign_in(visit, "p2");
    visit_page(visit, &member, "/mijn", 200);
    assert_int_equal(
        visit_post(visit, &administrator, "/werk/mensen/p2", "doe", "blokkeren", NULL).status, 303);
    assert_int_equal(visit_get(visit, &member, "/mijn").status, 303);
    assert_has(visit_page(visit, &administrator, "/werk/mensen/p2", 200), "geblokkeerd");
    assert_int_equal(
        visit_post(visit, &administrator, "/werk/mensen/p2", "doe", "toelaten", NULL).status, 303);
    assert_int_equal(
        visit_post(visit, &administrator, "/werk/mensen/p2", "doe", "iets", NULL).status, 400);
    assert_int_equal(visit_get(visit, &administrator, "/werk/mensen/niemand").status, 404);
    visit_free(visit);
}

static void only_who_looks_after_accounts(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    visit_add_employee(visit, "griffie", "clerk", "");
    struct visitor clerk = visit_sign_in(visit, "griffie");
    struct visitor member = visit_sign_in(visit, "p1");
    assert_int_equal(visit_get(visit, &clerk, "/werk/mensen").status, 403);
    assert_int_equal(visit_get(visit, &member, "/werk/mensen/p1").status, 403);
    assert_int_equal(visit_post(visit, &clerk, "/werk/mensen/p1", "doe", "blokkeren", NULL).status,
                     403);
    assert_int_equal(visit_post(visit, &clerk, "/werk/mensen/uitnodigen", NULL).status, 403);
    visit_free(visit);
}

static void forms_of_others_do_nothing(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    visit_add_employee(visit, "beheer", "administrator", "");
    struct visitor administrator = visit_sign_in(visit, "beheer");
    visit_sign_in(visit, "p1");
    const char *form = text_format(visit->fixture->arena, "%s=%.*s&doe=blokkeren", DESK_TOKEN,
                                   TEXT_FORMAT(administrator.form_token))
                           .data;
    assert_int_equal(visit_send(visit, &administrator, "/werk/mensen/p1", form,
                                "Origin: https://elders.example\r\n")
                         .status,
                     403);
    assert_int_equal(
        visit_send(visit, &administrator, "/werk/mensen/p1", form, "Sec-Fetch-Site: cross-site\r\n")
            .status,
        403);
    struct talk_answer without =
        visit_send(visit, &administrator, "/werk/mensen/p1", "doe=blokkeren&opmerking=%3Cb%3E", "");
    assert_int_equal(without.status, 403);
    /* It is offered again, with what was typed. */
    assert_has(without.content, "name=\"opmerking\" value=\"&lt;b&gt;\"");
    struct visitor wrong = {administrator.token, TEXT("iets anders")};
    assert_int_equal(visit_post(visit, &wrong, "/werk/mensen/p1", "doe", "blokkeren", NULL).status,
                     403);
    assert_string_equal(ask(visit, "SELECT state FROM account WHERE person = 'p1'"), "active");
    visit_free(visit);
}

static void everybody_is_invited_once(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    struct arena *arena = visit->fixture->arena;
    int64_t invited;
    visit_sign_in(visit, "p2");
    /* p1 and p2 have the same address in this example: it is p2's already, or p1's first. */
    assert_fine(arena, desk_invite_all(&visit->fixture->body, arena, NULL, &invited));
    assert_int_equal(invited, 1);
    assert_fine(arena, desk_invite_all(&visit->fixture->body, arena, NULL, &invited));
    assert_int_equal(invited, 0);
    visit_free(visit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(invites_blocks_and_lets_in_again),
        ON_BOTH(only_who_looks_after_accounts),
        ON_BOTH(forms_of_others_do_nothing),
        ON_BOTH(everybody_is_invited_once),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
