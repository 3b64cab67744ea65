/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Declaring, changing, correcting and taking steps, as a browser without scripts does it. */

#include "visit.h"

#include <string.h>

#define GIFT                                                                                       \
    "veld-kind", "gift", "veld-description", "Vaas van kristal", "veld-giver", "Waterbouw BV",     \
        "veld-received_on", "3 maart 2026", "veld-value", "120 euro", "veld-perishable", "nee"

static bool has(struct text page, const char *words)
{
    return text_find(page, 0, text_of(words)) < page.size;
}

static void assert_has(struct text page, const char *words)
{
    if (!has(page, words))
        fail_msg("\"%s\" is not in\n%.*s", words, TEXT_FORMAT(page));
}

static void assert_lacks(struct text page, const char *words)
{
    if (has(page, words))
        fail_msg("\"%s\" is in\n%.*s", words, TEXT_FORMAT(page));
}

static void assert_status(struct talk_answer answer, int status)
{
    if (answer.status != status)
        fail_msg("%d instead of %d\n%.*s", answer.status, status, TEXT_FORMAT(answer.content));
}

/* The value of the hidden field NAME. */
static const char *hidden(struct visit *visit, struct text page, const char *name)
{
    struct text start = text_format(visit->fixture->arena, "name=\"%s\" value=\"", name);
    size_t from = text_find(page, 0, start);
    if (from == page.size)
        fail_msg("no hidden field %s in\n%.*s", name, TEXT_FORMAT(page));
    from += start.size;
    return text_string(visit->fixture->arena,
                       text_slice(page, from, text_find(page, from, TEXT("\""))));
}

/* Where an answer leads, without the site. */
static const char *location(struct visit *visit, struct talk_answer answer)
{
    assert_status(answer, 303);
    return text_string(visit->fixture->arena, talk_header(answer, "location"));
}

/* The id in "/mijn/geschenken/ID?gedaan". */
static const char *entry_of(struct visit *visit, const char *path)
{
    struct text text = text_of(path);
    size_t end = text_find(text, 0, TEXT("?"));
    size_t start = end;
    while (text.data[start - 1] != '/')
        start--;
    return text_string(visit->fixture->arena, text_slice(text, start, end));
}

static int64_t journal_rows(struct visit *visit)
{
    struct arena *arena = visit->fixture->arena;
    const struct store_statement *statement;
    const struct store_value *row;
    struct store_session *session;
    assert_fine(arena, store_statement_new(arena, "test_journal",
                                           "SELECT COUNT(*) FROM journal WHERE body = :body", NULL,
                                           &statement));
    assert_fine(arena, store_begin_reading(visit->fixture->store, arena, visit->fixture->body.id,
                                           &session));
    assert_fine(arena, store_query_one(session, statement, NULL, &row));
    int64_t count = row[0].integer;
    store_end_reading(session);
    return count;
}

static void a_gift_above_the_threshold(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    struct visitor member = visit_sign_in(visit, "p1");
    struct text page = visit_page(visit, &member, "/mijn/geschenken/nieuw", 200);
    const char *once = hidden(visit, page, "keer");
    assert_has(page, "name=\"veld-giver\"");
    assert_has(page, "Waarom vragen wij dit?");
    assert_has(page, "Gedragscode (Provinciewet), artikel 15 lid 3");
    assert_lacks(page, "veld-person");
    assert_lacks(page, "veld-destination");
    int64_t rows = journal_rows(visit);

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
    assert_int_equal(journal_rows(visit), rows);

    answer = visit_post(visit, &member, "/mijn/geschenken/nieuw", GIFT, "veld-response",
                        "handed_in", "keer", once, "knop", "versturen", NULL);
    const char *path = location(visit, answer);
    assert_int_equal(journal_rows(visit), rows + 1);
    page = visit_page(visit, &member, path, 200);
    assert_has(page, "Uw opgave is ontvangen");
    assert_has(page, "Daarna wacht het op: griffier");
    assert_has(visit_page(visit, &member, "/mijn", 200), "Vaas van kristal");
    page = visit_page(
        visit, NULL,
        text_format(visit->fixture->arena, "/registers/geschenken/%s", entry_of(visit, path)).data,
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
    const char *once = hidden(visit, page, "keer");
    int64_t rows = journal_rows(visit);
    const char *first =
        location(visit, visit_post(visit, &member, "/mijn/geschenken/nieuw", GIFT, "veld-response",
                                   "refused", "keer", once, "knop", "versturen", NULL));
    const char *second =
        location(visit, visit_post(visit, &member, "/mijn/geschenken/nieuw", GIFT, "veld-response",
                                   "refused", "keer", once, "knop", "versturen", NULL));
    assert_string_equal(first, second);
    struct talk_answer answer =
        visit_post(visit, &member, "/mijn/geschenken/nieuw", GIFT, "veld-response", "handed_in",
                   "keer", once, "knop", "versturen", NULL);
    assert_status(answer, 200);
    assert_has(answer.content, "U hebt dit formulier al eerder verstuurd");
    assert_int_equal(journal_rows(visit), rows + 1);
    once = hidden(visit, answer.content, "keer");
    const char *third =
        location(visit, visit_post(visit, &member, "/mijn/geschenken/nieuw", GIFT, "veld-response",
                                   "handed_in", "keer", once, "knop", "versturen", NULL));
    assert_string_not_equal(first, third);
    assert_int_equal(journal_rows(visit), rows + 2);
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
