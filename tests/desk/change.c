/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Changing, correcting and taking steps: of one's own and of others', at once with somebody else,
 * and by forms that nobody was given. */

#include "visit.h"

static const char *add_gift(struct visit *visit, const char *person)
{
    return fixture_write(visit->fixture, "gifts", REGISTER_DECLARE, "", 0,
                         fixture_values(visit->fixture, "gifts", "person", person, "kind", "gift",
                                        "description", "Vaas", "giver", "Waterbouw BV",
                                        "received_on", "2026-03-03", "value", "120", "response",
                                        "handed_in", NULL))
        .data;
}

static const char *at(struct visit *visit, const char *place, const char *entry, const char *what)
{
    return text_format(visit->fixture->arena, "/%s/geschenken/%s%s", place, entry, what).data;
}

#define GIFT(description, value)                                                                   \
    "veld-kind", "gift", "veld-description", description, "veld-giver", "Waterbouw BV",            \
        "veld-received_on", "3 maart 2026", "veld-value", value, "veld-response", "handed_in"

static void the_holder_says_what_changed(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    struct visitor member = visit_sign_in(visit, "p1");
    const char *entry = add_gift(visit, "p1");
    const char *path = at(visit, "mijn", entry, "/wijzigen");
    struct text page = visit_page(visit, &member, path, 200);
    assert_has(page, "value=\"Waterbouw BV\"");
    assert_has(page, "value=\"3 maart 2026\"");
    assert_has(page, "value=\"handed_in\" checked");
    assert_has(page, "name=\"versie\" value=\"1\"");
    assert_lacks(page, "name=\"reden\"");
    struct talk_answer answer = visit_post(visit, &member, path, GIFT("Vaas", "80"), "versie", "1",
                                           "knop", "versturen", NULL);
    assert_status(answer, 400);
    assert_has(answer.content, "Kies of er iets is veranderd of dat het niet klopte.");
    visit_location(visit, visit_post(visit, &member, path, GIFT("Vaas", "80"), "soort", "correct",
                                     "versie", "1", "knop", "versturen", NULL));
    struct register_version newest = visit_newest(visit, "gifts", entry);
    assert_int_equal(newest.entry.revision, 2);
    assert_int_equal(newest.action, REGISTER_CORRECT);
    assert_true(text_is(newest.actor, "p1"));
    page = visit_page(visit, &member, at(visit, "mijn", entry, "?gedaan"), 200);
    assert_has(page, "Uw verbetering is ontvangen");
    visit_free(visit);
}

static void a_clerk_says_why(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    visit_add_employee(visit, "g1", "clerk", "");
    struct visitor clerk = visit_sign_in(visit, "g1");
    const char *entry = add_gift(visit, "p1");
    const char *path = at(visit, "werk", entry, "/wijzigen");
    struct text page = visit_page(visit, &clerk, path, 200);
    assert_has(page, "Dit gaat over A. Çelik.");
    assert_has(page, "name=\"veld-destination\"");
    struct talk_answer answer = visit_post(visit, &clerk, path, GIFT("Vaas", "80"), "soort",
                                           "change", "versie", "1", "knop", "versturen", NULL);
    assert_status(answer, 400);
    assert_has(answer.content, "Schrijf op waarom u dit doet.");
    visit_location(visit, visit_post(visit, &clerk, path, GIFT("Vaas", "80"), "soort", "change",
                                     "reden", "Op verzoek, per telefoon", "versie", "1", "knop",
                                     "versturen", NULL));
    struct register_version newest = visit_newest(visit, "gifts", entry);
    assert_true(text_is(newest.reason, "Op verzoek, per telefoon"));
    assert_true(text_is(newest.actor, "g1"));
    assert_int_equal(newest.action, REGISTER_CHANGE);
    visit_free(visit);
}

/* What others made of it is shown beside what was typed; what nobody touched is not put back. */
static void two_people_change_the_same(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    struct visitor member = visit_sign_in(visit, "p1");
    const char *entry = add_gift(visit, "p1");
    const char *path = at(visit, "mijn", entry, "/wijzigen");
    fixture_write(visit->fixture, "gifts", REGISTER_CHANGE, entry, 1,
                  fixture_values(visit->fixture, "gifts", "person", "p1", "kind", "gift",
                                 "description", "Vaas", "giver", "Brugbouw BV", "received_on",
                                 "2026-03-03", "value", "150", "response", "handed_in",
                                 "destination", "charity", NULL));
    struct talk_answer answer =
        visit_post(visit, &member, path, GIFT("Vaas van glas", "80"), "soort", "correct", "versie",
                   "1", "knop", "versturen", NULL);
    assert_status(answer, 409);
    assert_has(answer.content, "Het is intussen gewijzigd");
    assert_has(answer.content, "value=\"Vaas van glas\"");
    assert_has(answer.content, "value=\"80\"");
    assert_has(answer.content, "Het is nu: €\u00a0150,00");
    assert_has(answer.content, "value=\"Brugbouw BV\"");
    assert_has(answer.content, "value=\"correct\" checked");
    assert_has(answer.content, "name=\"versie\" value=\"2\"");
    assert_int_equal(visit_newest(visit, "gifts", entry).entry.revision, 2);
    visit_location(visit,
                   visit_post(visit, &member, path, "veld-kind", "gift", "veld-description",
                              "Vaas van glas", "veld-giver", "Brugbouw BV", "veld-received_on",
                              "3 maart 2026", "veld-value", "80", "veld-response", "handed_in",
                              "soort", "correct", "versie", "2", "knop", "versturen", NULL));
    struct register_version newest = visit_newest(visit, "gifts", entry);
    assert_int_equal(newest.entry.revision, 3);
    const struct register_definition *gifts = fixture_definition(visit->fixture, "gifts");
    /* what the holder may not fill in stays as the clerk filled it in */
    assert_true(text_is(
        newest.entry.values[register_field(gifts, TEXT("destination"))->number].text, "charity"));
    visit_free(visit);
}

static void steps_ask_what_is_theirs(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    visit_add_employee(visit, "g1", "clerk", "");
    struct visitor clerk = visit_sign_in(visit, "g1");
    const char *entry = add_gift(visit, "p1");
    const char *path = at(visit, "werk", entry, "/stap/settle");
    struct text page = visit_page(visit, &clerk, path, 200);
    assert_has(page, "name=\"veld-destination\"");
    assert_lacks(page, "name=\"veld-giver\"");
    assert_has(page, "Waterbouw BV");
    struct talk_answer answer = visit_post(visit, &clerk, path, "veld-destination", "charity",
                                           "veld-giver", "Niemand", "versie", "1", NULL);
    assert_status(answer, 200);
    assert_has(answer.content, "Het kan worden teruggedraaid met “Weer openen”.");
    visit_location(visit,
                   visit_post(visit, &clerk, path, "veld-destination", "charity", "veld-giver",
                              "Niemand", "versie", "1", "knop", "versturen", NULL));
    struct register_version newest = visit_newest(visit, "gifts", entry);
    assert_int_equal(newest.action, REGISTER_DECIDE);
    assert_true(text_is(newest.entry.state->id, "settled"));
    assert_string_equal(fixture_shown(visit->fixture, "gifts", text_of(entry), "giver"),
                        "Waterbouw BV");
    assert_string_equal(fixture_shown(visit->fixture, "gifts", text_of(entry), "destination"),
                        "charity");
    /* sent twice it did what it asks; in another state it cannot be done */
    visit_location(visit, visit_post(visit, &clerk, path, "veld-destination", "charity", "versie",
                                     "1", "knop", "versturen", NULL));
    assert_status(visit_post(visit, &clerk, path, "veld-destination", "sold", "versie", "2", "knop",
                             "versturen", NULL),
                  409);
    assert_int_equal(visit_newest(visit, "gifts", entry).entry.revision, 2);
    visit_free(visit);
}

static void withdrawing_says_that_there_is_no_way_back(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    struct visitor member = visit_sign_in(visit, "p1");
    const char *entry = add_gift(visit, "p1");
    const char *path = at(visit, "mijn", entry, "/stap/withdraw");
    struct text page = visit_page(visit, &member, path, 200);
    assert_has(page, "Het kan niet worden teruggedraaid.");
    assert_has(page, "Niets meer: het verdwijnt van de openbare site.");
    visit_location(visit,
                   visit_post(visit, &member, path, "versie", "1", "knop", "versturen", NULL));
    assert_int_equal(visit_newest(visit, "gifts", entry).action, REGISTER_WITHDRAW);
    visit_page(visit, NULL,
               text_format(visit->fixture->arena, "/registers/geschenken/%s", entry).data, 404);
    visit_free(visit);
}

static void nobody_gets_what_is_not_theirs(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    visit_add_employee(visit, "g1", "clerk", "");
    struct visitor other = visit_sign_in(visit, "p2");
    struct visitor member = visit_sign_in(visit, "p1");
    const char *entry = add_gift(visit, "p1");
    int64_t rows = visit_journal_rows(visit);
    static const char *const forms[] = {"/wijzigen", "/stap/withdraw", "/stap/settle"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const char *path = at(visit, "mijn", entry, forms[i]);
        visit_page(visit, &other, path, 404);
        assert_status(visit_post(visit, &other, path, GIFT("Mijn", "1"), "soort", "change",
                                 "versie", "1", "knop", "versturen", NULL),
                      404);
    }
    /* a step of others, one that is not there, a field of others, an entry that is not there */
    assert_status(visit_post(visit, &member, at(visit, "mijn", entry, "/stap/settle"),
                             "veld-destination", "sold", "versie", "1", "knop", "versturen", NULL),
                  403);
    visit_page(visit, &member, at(visit, "mijn", entry, "/stap/weg"), 404);
    visit_page(visit, &member, at(visit, "mijn", "weg", "/wijzigen"), 404);
    visit_page(visit, &member, "/mijn/people/nieuw", 404);
    visit_page(visit, &member, "/mijn/weg/nieuw", 404);
    visit_page(visit, &member, "/werk/geschenken/nieuw", 403);
    assert_int_equal(visit_journal_rows(visit), rows);
    visit_location(visit, visit_post(visit, &member, at(visit, "mijn", entry, "/wijzigen"),
                                     GIFT("Vaas", "80"), "veld-destination", "sold", "veld-person",
                                     "p2", "toestand", "settled", "soort", "change", "versie", "1",
                                     "knop", "versturen", NULL));
    struct register_version newest = visit_newest(visit, "gifts", entry);
    assert_true(text_is(newest.entry.state->id, "declared"));
    assert_string_equal(fixture_shown(visit->fixture, "gifts", text_of(entry), "destination"), "");
    assert_string_equal(fixture_shown(visit->fixture, "gifts", text_of(entry), "person"), "p1");
    /* a revision of the future is none that was read */
    assert_status(visit_post(visit, &member, at(visit, "mijn", entry, "/wijzigen"),
                             GIFT("Vaas", "70"), "soort", "change", "versie", "99", "knop",
                             "versturen", NULL),
                  409);
    visit_free(visit);
}

static void for_others_somebody_is_chosen_first(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    visit_add_employee(visit, "g1", "clerk", "");
    struct visitor clerk = visit_sign_in(visit, "g1");
    struct text page = visit_page(visit, &clerk, "/werk/geschenken/nieuw", 200);
    assert_has(page, "Over wie gaat het?");
    page = visit_page(visit, &clerk, "/werk/geschenken/nieuw?naam=%C3%A7elik", 200);
    assert_has(page, "href=\"/werk/geschenken/nieuw?voor=p1\"");
    assert_has(page, "Statenlid");
    assert_lacks(page, "B. de Boer");
    page = visit_page(visit, &clerk, "/werk/geschenken/nieuw?naam=nietbestaand", 200);
    assert_has(page, "Met deze naam is niemand gevonden.");
    visit_page(visit, &clerk, "/werk/geschenken/nieuw?voor=niemand", 404);
    page = visit_page(visit, &clerk, "/werk/geschenken/nieuw?voor=p1", 200);
    assert_has(page, "Dit gaat over A. Çelik.");
    const char *path = visit_location(
        visit, visit_post(visit, &clerk, "/werk/geschenken/nieuw?voor=p1", GIFT("Vaas", "20"),
                          "keer", visit_hidden(visit, page, "keer"), "knop", "versturen", NULL));
    struct register_version newest = visit_newest(visit, "gifts", visit_entry_of(visit, path));
    assert_true(text_is(newest.actor, "g1"));
    visit_page(visit, &clerk, path, 200);
    visit_free(visit);
}

static void confirming_takes_one_press(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    struct visitor member = visit_sign_in(visit, "p1");
    struct visitor employee = visit_sign_in(visit, "m1");
    const char *none = "/mijn/financiele-belangen/bevestigen";
    int64_t rows = visit_journal_rows(visit);
    assert_status(visit_post(visit, &member, none, "verklaring", "unchanged", NULL), 409);
    assert_status(visit_post(visit, &member, none, "verklaring", "not_received", NULL), 400);
    assert_status(visit_post(visit, &employee, none, "verklaring", "none", NULL), 403);
    assert_int_equal(visit_journal_rows(visit), rows);
    const char *path =
        visit_location(visit, visit_post(visit, &member, none, "verklaring", "none", NULL));
    assert_string_equal(path, "/mijn?gedaan=financiele-belangen");
    struct text page = visit_page(visit, &member, path, 200);
    assert_has(page, "Dank u, het is genoteerd");
    assert_has(page, "In september 2026 vragen wij u");
    visit_location(visit, visit_post(visit, &member, none, "verklaring", "none", NULL));
    assert_int_equal(visit_journal_rows(visit), rows + 1);
    add_gift(visit, "p1");
    const char *gifts = "/mijn/geschenken/bevestigen";
    assert_status(visit_post(visit, &member, gifts, "verklaring", "none", NULL), 409);
    visit_location(visit, visit_post(visit, &member, gifts, "verklaring", "unchanged", NULL));
    assert_has(visit_page(visit, NULL, "/personen/p1", 200), "20 maart 2026");
    visit_free(visit);
}

static void drafts_wait_for_their_owner(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    struct visitor member = visit_sign_in(visit, "p1");
    struct visitor other = visit_sign_in(visit, "p2");
    const char *path = "/mijn/geschenken/nieuw";
    int64_t rows = visit_journal_rows(visit);
    const char *where = visit_location(
        visit, visit_post(visit, &member, path, "veld-description", "Een \"half\" <b>verhaal</b>",
                          "veld-value", "een fiets", "knop", "bewaren", NULL));
    struct text page = visit_page(visit, &member, where, 200);
    assert_has(page, "Nog niet verstuurd");
    assert_has(page, "bewaard op 20 maart 2026");
    page = visit_page(visit, &member, path, 200);
    assert_has(page, "Dit hebt u bewaard op 20 maart 2026.");
    assert_has(page, "value=\"Een &#34;half&#34; &lt;b&gt;verhaal&lt;/b&gt;\"");
    assert_has(page, "value=\"een fiets\"");
    assert_lacks(visit_page(visit, &other, path, 200), "verhaal");
    assert_lacks(visit_page(visit, &other, "/mijn", 200), "Nog niet verstuurd");
    assert_int_equal(visit_journal_rows(visit), rows);
    visit_location(visit, visit_post(visit, &member, path, "knop", "weggooien", NULL));
    assert_lacks(visit_page(visit, &member, path, 200), "verhaal");
    visit_location(visit, visit_post(visit, &member, path, "veld-description", "Nog een", "knop",
                                     "bewaren", NULL));
    visit_location(visit, visit_post(visit, &member, path, GIFT("Vaas", "20"), "keer", "eenmaal",
                                     "knop", "versturen", NULL));
    assert_lacks(visit_page(visit, &member, "/mijn", 200), "Nog niet verstuurd");
    visit_free(visit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(the_holder_says_what_changed),
        ON_BOTH(a_clerk_says_why),
        ON_BOTH(two_people_change_the_same),
        ON_BOTH(steps_ask_what_is_theirs),
        ON_BOTH(withdrawing_says_that_there_is_no_way_back),
        ON_BOTH(nobody_gets_what_is_not_theirs),
        ON_BOTH(for_others_somebody_is_chosen_first),
        ON_BOTH(confirming_takes_one_press),
        ON_BOTH(drafts_wait_for_their_owner),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
