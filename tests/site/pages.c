/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What each page says, and what it refuses. */

#include "site.h"

static struct text put(struct served *served, const char *register_id,
                       struct register_value *values)
{
    return fixture_write(served->fixture, register_id, REGISTER_DECLARE, "", 0, values);
}

static struct text put_position(struct served *served, const char *person, const char *role,
                                const char *organisation, const char *paid, const char *since)
{
    return put(served, "outside-positions",
               fixture_values(served->fixture, "outside-positions", "person", person, "role", role,
                              "organisation", organisation, "paid", paid, "ex_officio", "nee",
                              "since", since, NULL));
}

static const char *address(struct served *served, const char *format, struct text id)
{
    struct buffer buffer = {.arena = served->fixture->arena};
    buffer_add_string(&buffer, format);
    buffer_add(&buffer, id);
    return buffer_string(&buffer);
}

static void front_says_what_there_is(void **state)
{
    struct served *served = served_new(dialect_of(state));
    struct text page = served_page(served, "/", 200);
    assert_has(page, "<html lang=\"nl\">");
    assert_has(page, "Provincie Proef");
    assert_has(page, "href=\"/registers/nevenfuncties\">Nevenfuncties</a>");
    assert_has(page, "Er is nog niets opgegeven.");
    assert_lacks(page, "/registers/people");
    put_position(served, "p1", "Penningmeester", "Stichting Veenbehoud", "nee", "2026-03-18");
    served_state(served, "p2", "outside-positions", "none", "2026-03-04");
    page = served_page(served, "/", 200);
    assert_has(page, "Veranderd in deze maand");
    assert_has(page, "nieuw, nevenfunctie: <a");
    assert_has(page, "Penningmeester, Stichting Veenbehoud</a>");
    assert_has(page, "bevestigd door 1 van 2 leden, maart 2026");
    page = served_page(served, "/en/", 200);
    assert_has(page, "<html lang=\"en\">");
    assert_has(page, "Province of Test");
    assert_has(page, "href=\"/en/registers/nevenfuncties\">Outside positions</a>");
    assert_has(page, "confirmed by 1 of 2, March 2026");
    assert_has(page, "<a href=\"/\" lang=\"nl\" hreflang=\"nl\">Nederlands</a>");
    served_free(served);
}

static void registers_say_why(void **state)
{
    struct served *served = served_new(dialect_of(state));
    struct text page = served_page(served, "/registers", 200);
    assert_has(page, "Provinciewet, artikel 11, 40b en 66");
    assert_lacks(page, "Gemeentewet, artikel 12");
    assert_has(page, "0 opgaven nu");
    page = served_page(served, "/registers/geschenken", 200);
    assert_has(page, "Hier staat nog niets.");
    assert_lacks(page, "Toon\n<select"); /* gifts do not last */
    served_free(served);
}

static void lists_show_what_is_known(void **state)
{
    struct served *served = served_new(dialect_of(state));
    struct register_value *values =
        fixture_values(served->fixture, "gifts", "person", "p1", "description", "Kerstpakket",
                       "giver", "Boerderij 't Ven", "received_on", "2025-12", "value",
                       "ca. 40 euro", "sent_home", "ja", "response", "gehouden", NULL);
    put(served, "gifts", values);
    put(served, "gifts",
        fixture_values(served->fixture, "gifts", "person", "p2", "description", "Pen", "giver",
                       "Ambassade", "received_on", "2026-03-02", "value", "?", NULL));
    struct text page = served_page(served, "/registers/geschenken", 200);
    assert_has(page, "ongeveer €\u00a040,00");
    assert_has(page, "onbekend");
    assert_has(page, "december 2025");
    assert_has(page, "<time datetime=\"2026-03-02\">2 maart 2026</time>");
    assert_has(page, "<span class=\"wb-state\">opgenomen 20 maart 2026</span>");
    assert_has(page, "2 opgaven</caption>");
    assert_lacks(page, "Thuis bezorgd");
    page = served_page(served, "/registers/geschenken?year=2025", 200);
    assert_has(page, "Kerstpakket");
    assert_lacks(page, ">Pen</a>");
    assert_has(page, "<a href=\"/registers/geschenken\">2025<span");
    page = served_page(served, "/registers/geschenken?q=ambassade", 200);
    assert_has(page, ">Pen</a>");
    assert_lacks(page, "Kerstpakket");
    assert_has(served_page(served, "/registers/geschenken?q=celik", 200), "Kerstpakket");
    page = served_page(served, "/registers/geschenken?q=niemand&office=", 200);
    assert_has(page, "Niets past bij deze filters.");
    page = served_page(served, "/registers/geschenken?sort=value", 200);
    assert_has(page, "aria-sort=\"ascending\"");
    assert_has(page, "href=\"/registers/geschenken?sort=-value\"");
    served_free(served);
}

/* Ended, confirmed in time, late, never confirmed, and entered since. */
static void rows_say_how_they_stand(void **state)
{
    struct served *served = served_new(dialect_of(state));
    served_day(2025, 8, 2);
    put_position(served, "p1", "Bestuurslid", "Vereniging A", "nee", "2020");
    put_position(served, "p2", "Adviseur", "Bureau B", "ja", "2021-06");
    fixture_write(served->fixture, "people", REGISTER_DECLARE, "p3", 0,
                  fixture_values(served->fixture, "people", "id", "p3", "name", "C. Nieuw",
                                 "regime", "political", "office", "chair", NULL));
    put_position(served, "p3", "Vrijwilliger", "Club C", "nee", "2021");
    put_position(served, "m1", "Schatbewaarder", "Club D", "nee", "2021");
    served_state(served, "p2", "outside-positions", "unchanged", "2025-03-10");
    served_day(2026, 5, 6);
    served_state(served, "p1", "outside-positions", "unchanged", "2026-05-05");
    struct text page = served_page(served, "/registers/nevenfuncties", 200);
    assert_has(page, "<span class=\"wb-state wb-state--ok\">5 mei 2026</span>");
    assert_has(page, "<span class=\"wb-state wb-state--late\">niet sinds 10 maart 2025</span>");
    assert_has(page, "<span class=\"wb-state wb-state--late\">nog niet</span>");
    assert_lacks(page, "Club D"); /* of somebody who is not public */
    put_position(served, "p2", "Spreker", "Zaal D", "ja", "2026-05");
    struct text ended = put_position(served, "p2", "Docent", "School E", "ja", "2019");
    fixture_write(served->fixture, "outside-positions", REGISTER_END, ended.data, 1,
                  fixture_values(served->fixture, "outside-positions", "person", "p2", "role",
                                 "Docent", "organisation", "School E", "paid", "ja", "since",
                                 "2019", "until", "2026-04-30", NULL));
    page = served_page(served, "/registers/nevenfuncties", 200);
    assert_has(page, "opgenomen 6 mei 2026");
    assert_lacks(page, "School E");
    page = served_page(served, "/registers/nevenfuncties?show=ended", 200);
    assert_has(page, "School E");
    assert_has(page, "beëindigd 30 april 2026");
    assert_has(page, "1 opgave</caption>");
    served_free(served);
}

static void pages_follow_each_other(void **state)
{
    struct served *served = served_new(dialect_of(state));
    struct arena *arena = served->fixture->arena;
    for (int i = 0; i < 60; i++)
        put(served, "gifts",
            fixture_values(served->fixture, "gifts", "person", i % 2 ? "p1" : "p2", "description",
                           text_format(arena, "Cadeau %02d.", i).data, "received_on",
                           text_format(arena, "2025-%02d-%02d", i / 28 + 1, i % 28 + 1).data,
                           NULL));
    struct text page = served_page(served, "/registers/geschenken", 200);
    assert_has(page, "1 tot en met 25 van 60</caption>");
    assert_has(page, "Cadeau 59.");
    assert_lacks(page, "Cadeau 34.");
    assert_lacks(page, ">Vorige</a>");
    bool seen[60] = {false};
    size_t pages = 0;
    const char *path = "/registers/geschenken?person=p1";
    while (path) {
        page = served_page(served, path, 200);
        pages++;
        for (int i = 0; i < 60; i++)
            if (page_has(page, text_format(arena, "Cadeau %02d.", i).data)) {
                assert_false(seen[i]);
                seen[i] = true;
            }
        size_t end = text_find(page, 0, TEXT("\" rel=\"next\""));
        size_t start = end;
        while (start && page.data[start - 1] != '"')
            start--;
        struct buffer next = {.arena = arena};
        for (size_t at = start; end < page.size && at < end; at++)
            if (!text_starts(text_slice(page, at, end), "amp;"))
                buffer_add_byte(&next, page.data[at]);
            else
                at += 3;
        path = end < page.size ? buffer_string(&next) : NULL;
    }
    assert_int_equal(pages, 2);
    for (int i = 0; i < 60; i++)
        assert_int_equal(seen[i], i % 2);
    page = served_page(served, "/registers/geschenken?last=1", 200);
    assert_has(page, "Cadeau 00.");
    assert_has(page, ">Eerste</a>");
    assert_lacks(page, ">Volgende</a>");
    served_free(served);
}

static void entries_tell_what_changed(void **state)
{
    struct served *served = served_new(dialect_of(state));
    served_day(2026, 3, 1);
    struct text id = put_position(served, "p1", "Lid", "Vereniging A", "nee", "2020");
    served_day(2026, 3, 12);
    fixture_write(served->fixture, "outside-positions", REGISTER_CORRECT, id.data, 1,
                  fixture_values(served->fixture, "outside-positions", "person", "p1", "role",
                                 "Voorzitter", "organisation", "Vereniging A", "paid", "nee",
                                 "ex_officio", "nee", "since", "2020", NULL));
    const char *path = address(served, "/registers/nevenfuncties/", id);
    struct text page = served_page(served, path, 200);
    assert_has(page, "<h1>Voorzitter, Vereniging A</h1>");
    assert_has(page, "<time datetime=\"2026-03-12\">12 maart 2026</time><span>Verbeterd");
    assert_has(page, "<s class=\"wb-was\">Lid</s>");
    assert_has(page, "<time datetime=\"2026-03-01\">1 maart 2026</time><span>Nieuw");
    assert_lacks(page, "tester");
    assert_lacks(page, "omdat het zo is");
    page = served_page(served, "/wijzigingen", 200);
    assert_has(page, "verbeterd, nevenfunctie");
    page = served_page(served, "/wijzigingen?register=geschenken", 200);
    assert_has(page, "Er is nog niets gewijzigd.");
    fixture_write(served->fixture, "outside-positions", REGISTER_WITHDRAW, id.data, 2,
                  fixture_values(served->fixture, "outside-positions", "person", "p1", "role",
                                 "Voorzitter", NULL));
    served_page(served, path, 404);
    assert_lacks(served_page(served, "/wijzigingen", 200), "Vereniging A");
    served_free(served);
}

static void people_are_shown_whole(void **state)
{
    struct served *served = served_new(dialect_of(state));
    put_position(served, "p1", "Penningmeester", "Stichting Veenbehoud", "nee", "2024");
    served_state(served, "p1", "financial-interests", "none", "2026-03-04");
    served_state(served, "p1", "gifts", "not_received", "2026-02-01");
    struct text page = served_page(served, "/personen/p1", 200);
    assert_has(page, "<h1>A. Çelik</h1>");
    assert_has(page, "Statenlid, Provincie Proef");
    assert_has(page, "Penningmeester");
    assert_has(page,
               "Verklaarde op 4 maart 2026: “Ik heb geen financiële belangen die ik moet opgeven”");
    assert_has(page, "Geen opgave ontvangen, 1 februari 2026");
    assert_has(page, "Wat het laatst is gewijzigd");
    assert_lacks(page, "geheim@proef.example");
    served_page(served, "/personen/m1", 404);
    served_page(served, "/personen/niemand", 404);
    served_free(served);
}

/* What cannot be answered is refused with what was expected, in both languages. */
static void queries_are_checked(void **state)
{
    static const struct {
        const char *path;
        const char *says;
    } refused[] = {
        {"/registers/geschenken?yaer=2024", "een filter dat hier bestaat: q, person"},
        {"/registers/geschenken?year=24", "een jaar in vier cijfers"},
        {"/registers/geschenken?year=99999999999999999999", "een jaar in vier cijfers"},
        {"/registers/geschenken?office=keizer", "een van: assembly_member"},
        {"/registers/geschenken?response=weg", "een van: "},
        {"/registers/nevenfuncties?paid=misschien", "yes (ja) of no (nee)"},
        {"/registers/geschenken?sort=email", "een kolom waarop"},
        {"/registers/geschenken?sort=sent_home", "een kolom waarop"},
        {"/registers/geschenken?show=nooit", "een van: current"},
        {"/registers/geschenken?last=2", "1"},
        {"/registers/geschenken?after=a&before=b", "één van deze drie"},
        {"/registers/geschenken?year=2024&year=2025", "één waarde"},
        {"/registers/geschenken?after=a%20b", "zonder spaties"},
        {"/en/registers/geschenken?year=24", "a year of four digits"},
        {"/wijzigingen?register=people", "één register"},
        {"/wijzigingen?soort=x", "dit bestaat hier niet"},
        {"/registers?x=1", "deze pagina kent geen filters"},
        {"/?x=1", "deze pagina kent geen filters"},
        {"/over?x=1", "deze pagina kent geen filters"},
        {"/personen/p1?x=1", "deze pagina kent geen filters"},
    };
    struct served *served = served_new(dialect_of(state));
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_has(served_page(served, refused[i].path, 400), refused[i].says);
    served_page(served, "/registers/geschenken?fbclid=abc&utm_source=x&q=&office=", 200);
    served_page(served, "/registers/geschenken?after=niets", 404);
    served_page(served, "/?utm_source=x", 200);
    struct buffer long_words = {.arena = served->fixture->arena};
    buffer_add_string(&long_words, "/registers/geschenken?q=");
    for (size_t i = 0; i < 500; i++)
        buffer_add_byte(&long_words, 'x');
    assert_has(served_page(served, buffer_string(&long_words), 400), "ten hoogste 200 tekens");
    served_free(served);
}

static void errors_say_what_to_do(void **state)
{
    struct served *served = served_new(dialect_of(state));
    struct text page = served_page(served, "/bestaat/niet/echt", 404);
    assert_has(page, "Deze pagina bestaat niet");
    assert_has(page, "href=\"/registers\">Naar de registers</a>");
    assert_has(served_page(served, "/en/nothing", 404), "This page does not exist");
    assert_has(served_page(served, "/registers/people", 404), "Deze pagina bestaat niet");
    assert_has(served_page(served, "/registers/statements", 404), "Deze pagina bestaat niet");
    struct talk_answer answer = served_get(served, "/api/v9/niets");
    assert_int_equal(answer.status, 404);
    assert_has(talk_header(answer, "Content-Type"), "application/problem+json");
    assert_has(answer.content, "\"status\":404");
    answer = talk_get(served->fixture->arena, served->port, "/", "");
    assert_int_equal(answer.status, 421);
    assert_has(answer.content, "Controleer de naam in het adres.");
    assert_lacks(answer.content, "Provincie Proef");
    served_free(served);
}

static void security_txt_is_computed(void **state)
{
    struct served *served = served_new(dialect_of(state));
    served_page(served, "/.well-known/security.txt", 404); /* this body names no contact */
    struct register_organisation organisation = *served->fixture->body.organisation;
    organisation.security = TEXT("mailto:security@proef.example");
    served->fixture->body.organisation = &organisation;
    struct text page = served_page(served, "/.well-known/security.txt", 200);
    assert_has(page, "Contact: mailto:security@proef.example\n");
    assert_has(page, "Expires: 2026-09-01T00:00:00Z\n");
    assert_has(page, "Preferred-Languages: nl, en\n");
    assert_has(page, "Canonical: https://proef.example/.well-known/security.txt\n");
    served_free(served);
}

/* A page is kept until something that it shows changes. */
static void pages_follow_changes(void **state)
{
    struct served *served = served_new(dialect_of(state));
    served_page(served, "/registers/nevenfuncties", 200);
    served_page(served, "/registers/nevenfuncties", 200);
    put_position(served, "p1", "Penningmeester", "Stichting Veenbehoud", "nee", "2024");
    assert_has(served_page(served, "/registers/nevenfuncties", 200), "Penningmeester");
    assert_has(served_page(served, "/personen/p1", 200), "Penningmeester");
    served_state(served, "p1", "outside-positions", "unchanged", "2026-03-19");
    assert_has(served_page(served, "/personen/p1", 200), "Bevestigd op 19 maart 2026");
    fixture_write(served->fixture, "people", REGISTER_CHANGE, "p1", 1,
                  fixture_values(served->fixture, "people", "id", "p1", "name", "A. Demir-Çelik",
                                 "regime", "political", "office", "assembly_member", NULL));
    assert_has(served_page(served, "/registers/nevenfuncties", 200), "A. Demir-Çelik");
    assert_has(served_page(served, "/", 200), "A. Demir-Çelik");
    served_free(served);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(front_says_what_there_is), ON_BOTH(registers_say_why),
        ON_BOTH(lists_show_what_is_known), ON_BOTH(rows_say_how_they_stand),
        ON_BOTH(pages_follow_each_other),  ON_BOTH(entries_tell_what_changed),
        ON_BOTH(people_are_shown_whole),   ON_BOTH(queries_are_checked),
        ON_BOTH(errors_say_what_to_do),    ON_BOTH(security_txt_is_computed),
        ON_BOTH(pages_follow_changes),
    };
    return cmocka_run_group_tests_name("site/pages", tests, NULL, NULL);
}
