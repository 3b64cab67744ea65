/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Who is told of a change: those for whom it waits, the holder of what was decided, nobody else. */

#include "visit.h"

#include <string.h>

/* Recipient and kind of all messages, in order, apart by spaces. */
static const char *told(struct visit *visit)
{
    return place_ask(visit->fixture->place,
                     visit->fixture->place->dialect == STORE_SQLITE
                         ? "SELECT group_concat(who, ' ') FROM (SELECT recipient || ':' || kind AS "
                           "who FROM message ORDER BY recipient, kind)"
                         : "SELECT string_agg(recipient || ':' || kind, ' ' ORDER BY recipient, "
                           "kind) FROM message");
}

static const char *step_path(struct visit *visit, const char *step)
{
    const char *entry = place_ask(visit->fixture->place, "SELECT entry FROM register_gifts");
    return text_format(visit->fixture->arena, "/werk/geschenken/%s/stap/%s", entry, step).data;
}

static void tells_who_decides_and_then_the_holder(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    visit_add_employee(visit, "griffie", "clerk", "");
    fixture_write(visit->fixture, "units", REGISTER_DECLARE, "noord", 0,
                  fixture_values(visit->fixture, "units", "id", "noord", "name", "Noord", NULL));
    visit_add_employee(visit, "noordelijk", "clerk", "noord");
    visit_add_employee(visit, "collega", "employee", "");
    struct visitor member = visit_sign_in(visit, "p1");
    struct visitor clerk = visit_sign_in(visit, "griffie");
    struct talk_answer answer = visit_post(
        visit, &member, "/mijn/geschenken/nieuw", "veld-kind", "gift", "veld-description", "Vaas",
        "veld-giver", "Waterbouw BV", "veld-received_on", "3 maart 2026", "veld-value", "120 euro",
        "veld-perishable", "nee", "veld-response", "handed_in", "keer", "0123456789abcdef0123",
        "knop", "versturen", NULL);
    assert_int_equal(answer.status, 303);
    assert_string_equal(told(visit), "griffie:waiting");
    assert_string_equal(
        place_ask(visit->fixture->place, "SELECT COUNT(*) FROM job WHERE kind = 'mail'"), "1");
    answer = visit_post(visit, &clerk, step_path(visit, "settle"), "veld-destination", "body",
                        "versie", "1", "keer", "0123456789abcdef0124", "knop", "versturen", NULL);
    assert_int_equal(answer.status, 303);
    assert_string_equal(told(visit), "griffie:waiting p1:decision");
    visit_free(visit);
}

static void tells_nobody_of_what_waits_for_nobody(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    visit_add_employee(visit, "griffie", "clerk", "");
    struct visitor member = visit_sign_in(visit, "p1");
    struct talk_answer answer = visit_post(
        visit, &member, "/mijn/geschenken/nieuw", "veld-kind", "gift", "veld-description", "Boek",
        "veld-giver", "Kring", "veld-received_on", "3 maart 2026", "veld-value", "12 euro",
        "veld-response", "kept", "keer", "0123456789abcdef0125", "knop", "versturen", NULL);
    assert_int_equal(answer.status, 303);
    assert_string_equal(told(visit), "");
    visit_free(visit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(tells_who_decides_and_then_the_holder),
        ON_BOTH(tells_nobody_of_what_waits_for_nobody),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
