/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Declaring, changing, correcting and taking steps, as a browser without scripts does it. */

#include "visit.h"

#include <string.h>

#define GIFT                                                                                       \
    "veld-kind", "gift", "veld-description", "Vaas van kristal", "veld-giver", "Waterbouw BV",     \
        "veld-received_on", "3 maart 2026", "veld-value", "120 euro", "veld-perishable", "nee"

static void a_gift_above_the_threshold(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    struct visitor member = visit_sign_in(visit, "p1");
    struct text page = visit_page(visit, &member, "/mijn/geschenken/nieuw", 200);
    const char *once = visit_hidden(visit, page, "keer");
    assert_has(page, "name=\"veld-giver\"");
    assert_has(page, "Waarom vragen wij dit?");
    assert_has(page, "Gedragscode (Provinciewet), artikel 15 lid 3");
    assert_lacks(page, "veld-person");
    assert_lacks(page, "veld-destination");
    int64_t rows = visit_journal_rows(visit);

    struct talk_answer answer = visit_post(visit, &member, "/mijn/geschenken/nieuw", GIFT, "keer",
                                           once, "knop", "controleren", NULL);
    assert_status(answer, 400);
    assert_has(answer.content, "Eén ding klopt nog niet");
    assert_has(answer.content, "<a href=\"#veld-response\">Wat ermee is gedaan: Vul dit in.</a>");
    assert_has(answer.content, "value=\"120 euro\"");
    assert_has(answer.content, "value=\"Vaas van kristal\"");
    assert_has(answer.content, "<title>Fout: ");

    answer = visit_post(visit, &member, "/mijn/geschenken/nieuw", GIFT, "veld-response", "kept",
                        "keer", once, "knop", "controleren", NULL);
    assert_status(answer, 200);
    assert_has(answer.content, "Dit is meer waard dan de grens.");
    assert_has(answer.content, "Wat iedereen straks ziet");
    assert_has(answer.content, "name=\"veld-value\" value=\"120 euro\"");
    assert_int_equal(visit_journal_rows(visit), rows);

    answer = visit_post(visit, &member, "/mijn/geschenken/nieuw", GIFT, "veld-response",
                        "handed_in", "keer", once, "knop", "versturen", NULL);
    const char *path = visit_location(visit, answer);
    assert_int_equal(visit_journal_rows(visit), rows + 1);
    page = visit_page(visit, &member, path, 200);
    assert_has(page, "Uw opgave is ontvangen");
    assert_has(page, "Daarna wacht het op: griffier");
    assert_has(visit_page(visit, &member, "/mijn", 200), "Vaas van kristal");
    page = visit_page(
        visit, NULL,
        text_format(visit->fixture->arena, "/registers/geschenken/%s", visit_entry_of(visit, path))
            .data,
        200);
    assert_has(page, "Vaas van kristal");
    assert_has(page, "€\u00a0120,00");
    visit_free(visit);
}

/* However often it is sent, a form makes one entry; gone back to and changed, it asks first. */
static void a_form_sent_twice_makes_one_entry(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    struct visitor member = visit_sign_in(visit, "p1");
    struct text page = visit_page(visit, &member, "/mijn/geschenken/nieuw", 200);
    const char *once = visit_hidden(visit, page, "keer");
    int64_t rows = visit_journal_rows(visit);
    const char *first = visit_location(visit, visit_post(visit, &member, "/mijn/geschenken/nieuw",
                                                         GIFT, "veld-response", "refused", "keer",
                                                         once, "knop", "versturen", NULL));
    const char *second = visit_location(visit, visit_post(visit, &member, "/mijn/geschenken/nieuw",
                                                          GIFT, "veld-response", "refused", "keer",
                                                          once, "knop", "versturen", NULL));
    assert_string_equal(first, second);
    struct talk_answer answer =
        visit_post(visit, &member, "/mijn/geschenken/nieuw", GIFT, "veld-response", "handed_in",
                   "keer", once, "knop", "versturen", NULL);
    assert_status(answer, 200);
    assert_has(answer.content, "U hebt dit formulier al eerder verstuurd");
    assert_int_equal(visit_journal_rows(visit), rows + 1);
    once = visit_hidden(visit, answer.content, "keer");
    const char *third = visit_location(visit, visit_post(visit, &member, "/mijn/geschenken/nieuw",
                                                         GIFT, "veld-response", "handed_in", "keer",
                                                         once, "knop", "versturen", NULL));
    assert_string_not_equal(first, third);
    assert_int_equal(visit_journal_rows(visit), rows + 2);
    visit_free(visit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_gift_above_the_threshold),
        ON_BOTH(a_form_sent_twice_makes_one_entry),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
