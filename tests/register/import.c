/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "import_support.h"

#include <string.h>

static void finds_columns_by_every_name(void **state)
{
    static const char *const files[] = {
        "person,description,received_on,giver,value,response,destination\n"
        "p1,Fles,2024-03-01,Café,\"61,15\",gehouden,\n",
        "Aan wie;Wat;Datum;Van wie;Waarde;Wat ermee is gedaan;Bestemming\n"
        "p1;Fles;1-3-2024;Café;€ 61,15;gehouden;\n",
        "to whom\twhat\tDATE\tfrom whom\tvalue\tresponse\tdestination\n"
        "p1\tFles\t1 March 2024\tCafé\t61.15\tkept\t\n",
        "LID,Omschrijving,Ontvangen op,Betaald door,Bedrag,Reactie,Bestemming\n"
        "A. Çelik,Fles,1 maart 2024,Café,\"61,15 euro\",behouden,\n",
        "[{\"person\":\"p1\",\"description\":\"Fles\",\"received_on\":\"2024-03-01\",\"giver\":"
        "\"Café\","
        "\"value\":{\"kind\":\"exact\",\"cents\":6115},\"response\":\"kept\",\"destination\":null}"
        "]",
        "{\"entries\":[{\"person\":\"p1\",\"description\":\"Fles\",\"received_on\":\"2024-03-01\","
        "\"giver\":\"Café\",\"value\":61.15,\"response\":\"kept\"}]}",
        "\xEF\xBB\xBF"
        "\"person\";\"description\";\"received_on\";\"giver\";\"value\";\"response\"\r\n"
        "\"p1\";\"Fles\";\"2024-03-01\";\"Café\";\"61,15\";\"kept\"\r\n",
        "person,description,received_on,giver,value,response\n"
        "p1,Fles,2024-03-01,Caf\xE9,\"61,15\",kept\n",
    };
    struct fixture *fixture = fixture_new(dialect_of(state));
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct done done = import_text(fixture, "gifts", files[i], (struct asked){0});
        assert_string_equal(done.faults, "");
        assert_string_equal(counted(fixture, &done),
                            i ? "1 read, 1 same, 1 flagged" : "1 read, 1 new, 1 flagged");
    }
    assert_string_equal(
        exported(fixture, &fixture->body, "gifts"),
        "person,person_name,kind,description,giver,received_on,value,perishable,sent_home,reason,"
        "response,destination,state\r\n"
        "p1,A. Çelik,,Fles,Café,2024-03-01,61.15,,,,kept,,declared\r\n");
    assert_sound(fixture);
    fixture_free(fixture);
}

static void asks_what_a_column_is(void **state)
{
    static const struct {
        const char *content;
        struct asked asked;
        const char *faults;
    } cases[] = {
        {"lid,omschrijvng\np1,Fles\n",
         {0},
         "1:0: the column \"omschrijvng\" is no field of gifts; did you mean \"omschrijving\"? Say "
         "--map FIELD=\"omschrijvng\" or --ignore \"omschrijvng\"\n"
         "1:0: no column for description (Wat), which no entry of gifts can be without; say --map "
         "description=COLUMN or --set description=VALUE\n"},
        {"lid,omschrijving,geschenk\np1,Fles,Fles\n",
         {0},
         "1:0: the columns \"omschrijving\" and \"geschenk\" are both description; expected one: "
         "say --ignore COLUMN or --map FIELD=COLUMN\n"},
        {"lid,omschrijving,geschenk\np1,Fles,Fles\n", {.ignore = "geschenk"}, ""},
        {"lid,omschrijving,geschenk\np1,Café,Fles\n", {.map = "giver=omschrijving"}, ""},
        {"lid,x\np1,Fles\n", {.map = "omschrijving=x"}, ""},
        {"lid,x\np1,Fles\n",
         {.map = "omschrijvin=x", .ignore = "lit"},
         "1:0: --ignore lit: there is no such column; did you mean \"lid\"?\n"
         "1:0: --map omschrijvin: there is no such field; did you mean \"omschrijving\"?\n"
         "1:0: the column \"x\" is no field of gifts; the fields are person, kind, description, "
         "giver, received_on, value, perishable, sent_home, reason, response, destination Say "
         "--map FIELD=\"x\" or --ignore \"x\"\n"
         "1:0: no column for description (Wat), which no entry of gifts can be without; say --map "
         "description=COLUMN or --set description=VALUE\n"},
        {"omschrijving\nFles\n", {.set = "person=p1|state=afgehandeld"}, ""},
        {"omschrijving,lid\nFles,p1\n",
         {.set = "person=p2|state=weg|received_on=ooit"},
         "1:0: --set person: the column \"lid\" says it for each row; say --ignore \"lid\" to "
         "leave "
         "that out\n"
         "1:0: --set state=weg: there is no such state\n"
         "1:0: --set received_on: \"ooit\" is no date; expected a day (2019-06-20 or 20 juni "
         "2019), "
         "a month (2019-06) or a year (2019)\n"},
        {"omschrijving\nFles\n",
         {.set = "person=p9"},
         "2:1: \"p9\" is no id or exact name of people; add it to people first\n"},
    };
    struct fixture *fixture = fixture_new(dialect_of(state));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct asked asked = cases[i].asked;
        asked.dry_run = true;
        struct done done = import_text(fixture, "gifts", cases[i].content, asked);
        assert_string_equal(done.faults, cases[i].faults);
    }
    fixture_free(fixture);
}

static const char faulty[] = "lid;omschrijving;datum;waarde;status\n"
                             "p1;Fles;2024-03-01;10;gemeld\n"
                             "\n"
                             "p7;\"Boek\n"
                             "over bloemen\";2024-03-01;10;gemeld\n"
                             "B. de Boer;;2024-13-01;10 of 20;vaag\n"
                             "p2;Taart;2999-01-01;< 50 euro;gemeld\n"
                             "p2;Taart;2024;1\n"
                             "p2;Taart;2024;1;gemeld\n";

static const char faulty_places[] =
    "4:1: lid: \"p7\" is no id or exact name of people; add it to people first\n"
    "4:4: omschrijving: more than one line; expected one line\n"
    "6:13: datum: \"2024-13-01\" is no date; expected a day (2019-06-20 or 20 juni 2019), a month "
    "(2019-06) or a year (2019)\n"
    "6:24: waarde: \"10 of 20\" is no amount of money; expected one amount in euro (\"61,15\"), "
    "with "
    "\"<\", \">\" or \"ca.\" in front where it is not exact, or \"onbekend\"\n"
    "6:33: status: \"vaag\" is no state of this register; expected one of opgegeven, afgehandeld, "
    "ingetrokken\n"
    "7:10: datum: This date is in the future. Give a date up to today.\n"
    "8:0: the row has 4 fields, and there are 5 headings\n";

static void says_where_each_fault_is(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct done done = import_text(fixture, "gifts", faulty, (struct asked){0});
    assert_string_equal(done.faults, faulty_places);
    assert_string_equal(counted(fixture, &done), "6 read, 4 refused");
    assert_false(done.result.written);
    fixture_free(fixture);
}

static void refuses_all_or_skips_the_faulty(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    import_text(fixture, "gifts", faulty, (struct asked){0});
    const char *entries = "SELECT COUNT(*) FROM version WHERE register = 'gifts'";
    assert_string_equal(place_ask(fixture->place, entries), "0");
    assert_string_equal(place_ask(fixture->place, "SELECT COUNT(*) FROM import"), "0");
    struct done done = import_text(fixture, "gifts", faulty, (struct asked){.skip_faulty = true});
    assert_string_equal(counted(fixture, &done), "6 read, 4 refused, 2 new");
    assert_true(done.result.written);
    assert_string_equal(place_ask(fixture->place, entries), "2");
    /* What was left out may be right now: the file is read again. */
    done = import_text(fixture, "gifts", faulty, (struct asked){.skip_faulty = true});
    assert_string_equal(counted(fixture, &done), "6 read, 4 refused, 2 same");
    assert_string_equal(place_ask(fixture->place, entries), "2");
    assert_sound(fixture);
    fixture_free(fixture);
}

static void leaves_nothing_after_a_dry_run(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    const char *journal = "SELECT COUNT(*) FROM journal";
    const char *before = place_ask(fixture->place, journal);
    struct done done = import_text(fixture, "gifts", faulty, (struct asked){.dry_run = true});
    assert_string_equal(done.told, "4 refused\n6 refused\n7 refused\n2 new\n9 new\n");
    assert_string_equal(place_ask(fixture->place, journal), before);
    assert_string_equal(place_ask(fixture->place, "SELECT COUNT(*) FROM import"), "0");
    fixture_free(fixture);
}

static void knows_the_same_file_again(void **state)
{
    static const char content[] = "lid,functie,sinds\np1,Voorzitter,2019\np1,Voorzitter,2019\n";
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct done done = import_text(fixture, "outside-positions", content, (struct asked){0});
    assert_string_equal(counted(fixture, &done), "2 read, 1 new, 1 repeated");
    done = import_text(fixture, "outside-positions", content, (struct asked){0});
    assert_string_equal(counted(fixture, &done), "2 read, 1 same, 1 repeated");
    assert_true(done.result.before.size > 0);
    assert_string_equal(place_ask(fixture->place, "SELECT COUNT(*) FROM import"), "1");
    /* A line more or less makes it another file, with the same entries. */
    done = import_text(fixture, "outside-positions", "lid,functie,sinds\np1,Voorzitter,2019\n",
                       (struct asked){0});
    assert_string_equal(counted(fixture, &done), "1 read, 1 same");
    assert_int_equal(done.result.before.size, 0);
    assert_string_equal(
        place_ask(fixture->place,
                  "SELECT COUNT(*) FROM version WHERE register = 'outside-positions'"),
        "1");
    fixture_free(fixture);
}

static void sees_what_a_newer_edition_changes(void **state)
{
    static const char first[] = "lid,functie,organisatie,kvk,sinds,tot,status,omschrijving\n"
                                "p1,Lid,Club,12345678,2019,,actueel,een\n"
                                "p1,Voorzitter,Stichting,,2020-01,,actueel,twee\n"
                                "p2,Lid,Club,,2018,,actueel,drie\n"
                                "p2,Adviseur,,,2017,,actueel,vier\n";
    static const char second[] = "lid,functie,organisatie,sinds,tot,status,omschrijving\n"
                                 "p1,Lid,Club,2019,,actueel,een\n"
                                 "p1,Voorzitter,Stichting,2020-01-15,,actueel,twee\n"
                                 "p2,Lid,Club,2018,2023-05-01,afgesloten,drie\n"
                                 "p1,Penningmeester,Kerk,2024,,actueel,\n"
                                 "p2,Adviseur,,2017,,actueel,anders\n";
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct done done = import_text(fixture, "outside-positions", first, (struct asked){0});
    assert_string_equal(counted(fixture, &done), "4 read, 4 new");
    done = import_text(fixture, "outside-positions", second, (struct asked){.dry_run = true});
    assert_string_equal(done.told,
                        "2 same\n3 changed entry\n4 ended entry\n5 new\n6 changed entry\n");
    done = import_text(fixture, "outside-positions", second, (struct asked){0});
    assert_string_equal(counted(fixture, &done), "5 read, 1 new, 2 changed, 1 ended, 1 same");
    /* What the second edition has no column for stayed. */
    assert_string_equal(
        exported(fixture, &fixture->body, "outside-positions"),
        "person,person_name,role,organisation,organisation_kvk,ex_officio,paid,income,hours,"
        "advisory,sector,since,until,description,told_on,state\r\n"
        "p1,A. Çelik,Lid,Club,12345678,,,,,,,2019,,een,,current\r\n"
        "p1,A. Çelik,Voorzitter,Stichting,,,,,,,,2020-01-15,,twee,,current\r\n"
        "p2,B. de Boer,Lid,Club,,,,,,,,2018,2023-05-01,drie,,ended\r\n"
        "p2,B. de Boer,Adviseur,,,,,,,,,2017,,anders,,current\r\n"
        "p1,A. Çelik,Penningmeester,Kerk,,,,,,,,2024,,,,current\r\n");
    assert_string_equal(
        place_ask(fixture->place, "SELECT COUNT(*) FROM journal WHERE action = 'import'"), "8");
    assert_string_equal(
        place_ask(fixture->place,
                  "SELECT reason FROM version WHERE state = 'ended' AND revision = 2"),
        "bestand.csv:4");
    assert_sound(fixture);
    fixture_free(fixture);
}

static void ends_what_a_complete_file_does_not_have(void **state)
{
    static const char first[] = "lid,functie,sinds\np1,Lid,2019\np1,Voorzitter,2020\n";
    static const char second[] = "lid,functie,sinds\np1,Lid,2019\n";
    struct fixture *fixture = fixture_new(dialect_of(state));
    /* Declared in the program, not imported: no file ends it. */
    fixture_write(
        fixture, "outside-positions", REGISTER_DECLARE, "", 0,
        fixture_values(fixture, "outside-positions", "person", "p2", "role", "Bestuurder", NULL));
    import_text(fixture, "outside-positions", first, (struct asked){0});
    struct done done = import_text(fixture, "outside-positions", second, (struct asked){0});
    assert_string_equal(counted(fixture, &done), "1 read, 1 same, 2 not in file");
    done = import_text(fixture, "outside-positions", second, (struct asked){.complete = true});
    assert_string_equal(counted(fixture, &done), "1 read, 1 same, 2 not in file, 1 of these ended");
    assert_string_equal(
        place_ask(fixture->place,
                  "SELECT COUNT(*) FROM register_outside_positions WHERE current = 1"),
        "2");
    /* Gifts have no end but being withdrawn. */
    import_text(fixture, "gifts", "lid,geschenk\np1,Fles\np1,Boek\n", (struct asked){0});
    done =
        import_text(fixture, "gifts", "lid,geschenk\np1,Fles\n", (struct asked){.complete = true});
    assert_string_equal(counted(fixture, &done), "1 read, 1 same, 1 not in file, 1 of these ended");
    assert_string_equal(
        place_ask(fixture->place,
                  "SELECT description FROM register_gifts WHERE state = 'withdrawn'"),
        "Boek");
    /* It comes back when a file has it again. */
    done = import_text(fixture, "gifts", "lid,geschenk,status\np1,Fles,gemeld\np1,Boek,gemeld\n",
                       (struct asked){.complete = true});
    assert_string_equal(counted(fixture, &done), "2 read, 1 changed, 1 same");
    assert_sound(fixture);
    fixture_free(fixture);
}

static void pairs_only_what_is_surely_the_same(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct done done = import_text(fixture, "outside-positions",
                                   "lid,functie,organisatie,sinds,omschrijving\n"
                                   "p1,Lid,Club,2019-03-01,x\n"
                                   "p1,Voorzitter,,2020,y\n"
                                   "p1,Adviseur,Bureau,2015,z\n"
                                   "p1,Adviseur,Bureau,2016,z\n",
                                   (struct asked){0});
    assert_string_equal(counted(fixture, &done), "4 read, 4 new");
    /* Another year is another position; an organisation that was not said is; a different spelling
     * of the role is the same; which of two is meant, nobody knows. */
    done = import_text(fixture, "outside-positions",
                       "lid,functie,organisatie,sinds,omschrijving\n"
                       "p1,Lid,Club,2021-03-01,anders\n"
                       "p1,voorzitter,,2020,y\n"
                       "p1,Adviseur,Bureau,,z\n",
                       (struct asked){.dry_run = true});
    assert_string_equal(done.told, "2 new\n3 changed entry\n4 new\n0 not in file entry\n"
                                   "0 not in file entry\n0 not in file entry\n");
    done = import_text(fixture, "outside-positions",
                       "lid,functie,organisatie,sinds,omschrijving\n"
                       "p1,Voorzitter,Stichting,2020,y\n",
                       (struct asked){0});
    assert_string_equal(counted(fixture, &done), "1 read, 1 changed, 3 not in file");
    /* In a complete file, a date that was put right. */
    done = import_text(fixture, "outside-positions",
                       "lid,functie,organisatie,sinds,omschrijving\n"
                       "p1,Lid,Club,2018-03-01,x\n",
                       (struct asked){.complete = true, .dry_run = true});
    assert_string_equal(done.told,
                        "2 changed entry\n0 ended entry\n0 ended entry\n0 ended entry\n");
    fixture_free(fixture);
}

static void keeps_what_differs_and_counts_what_repeats(void **state)
{
    static const char content[] = "lid,geschenk,datum,gever,waarde\n"
                                  "p1,Boek,2024,Club,10\n"
                                  "p1,Boek,2024,Club,20\n"
                                  "p1,Boek,2024,Club,10\n"
                                  "p1,Boek,2024,Club,10 euro\n";
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct done done = import_text(fixture, "gifts", content, (struct asked){0});
    assert_string_equal(counted(fixture, &done), "4 read, 2 new, 2 repeated");
    done = import_text(fixture, "gifts",
                       "lid,geschenk,datum,gever,waarde\np1,Boek,2024,Club,20\n"
                       "p1,Boek,2024,Club,30\n",
                       (struct asked){0});
    assert_string_equal(counted(fixture, &done), "2 read, 1 changed, 1 same");
    /* Of what has an id, there is one row each. */
    done = import_text(fixture, "units", "id,name\na,Griffie\na,Griffie\na,Bestuur\n",
                       (struct asked){0});
    assert_string_equal(counted(fixture, &done), "3 read, 1 refused");
    assert_non_null(strstr(done.faults, "4:1: an earlier row has the same id"));
    assert_false(done.result.written);
    fixture_free(fixture);
}

static void reads_periods_out_of_texts(void **state)
{
    static const char content[] = "lid,omschrijving,datum\n"
                                  "p1,Praag vanaf 12 december 2019 tot 14 december 2019,\n"
                                  "p1,New York vanaf juni 2022,\n"
                                  "p1,(Bern) van 3 mei 2021 t/m 5 mei 2021.,\n"
                                  "p1,Rome vanaf 1 mei 2021 tot onbekend,\n"
                                  "p1,Oslo vanaf 1 mei 2021 en vanaf 1 juni 2021,\n"
                                  "p1,Museum van 2019,\n"
                                  "p1,Parijs vanaf 1 mei 2021 tot 2 mei 2021,2021-06-01\n"
                                  "p1,Wenen vanaf 5 mei 2021 tot 2 mei 2021,\n";
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct done done = import_text(fixture, "trips", content, (struct asked){.skip_faulty = true});
    assert_string_equal(counted(fixture, &done), "8 read, 1 refused, 7 new");
    assert_non_null(strstr(done.faults, "9:1: until: "));
    assert_string_equal(
        exported(fixture, &fixture->body, "trips"),
        "person,person_name,purpose,destination,from,until,paid_by,value,state\r\n"
        "p1,A. Çelik,Praag vanaf 12 december 2019 tot 14 december 2019,,2019-12-12,2019-12-14,,,"
        "declared\r\n"
        "p1,A. Çelik,New York vanaf juni 2022,,2022-06,,,,declared\r\n"
        "p1,A. Çelik,(Bern) van 3 mei 2021 t/m 5 mei 2021.,,2021-05-03,2021-05-05,,,declared\r\n"
        "p1,A. Çelik,Rome vanaf 1 mei 2021 tot onbekend,,,,,,declared\r\n"
        "p1,A. Çelik,Oslo vanaf 1 mei 2021 en vanaf 1 juni 2021,,,,,,declared\r\n"
        "p1,A. Çelik,Museum van 2019,,,,,,declared\r\n"
        "p1,A. Çelik,Parijs vanaf 1 mei 2021 tot 2 mei 2021,,2021-06-01,,,,declared\r\n");
    fixture_free(fixture);
}

static void knows_people_and_units_by_name(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct done done = import_text(fixture, "units",
                                   "id,name,parent\n"
                                   "griffie,Griffie,Organisatie\n"
                                   "org,Organisatie,\n"
                                   "los,Los,nergens\n",
                                   (struct asked){.skip_faulty = true});
    assert_string_equal(counted(fixture, &done), "3 read, 1 refused, 2 new");
    assert_string_equal(done.faults,
                        "4:9: parent: \"nergens\" is no id or exact name of units; add "
                        "it to units first\n");
    done = import_text(fixture, "people",
                       "id,name,regime,office,unit,since\n"
                       "p3,A. Çelik,bestuurlijk,Statenlid,Griffie,2019\n"
                       "p4,C. Nieuw,ambtelijk,,org,2020-05\n",
                       (struct asked){0});
    assert_string_equal(done.faults, "");
    assert_string_equal(counted(fixture, &done), "2 read, 2 new, 3 not in file");
    assert_string_equal(
        place_ask(fixture->place, "SELECT unit FROM register_people WHERE entry = 'p3'"),
        "griffie");
    done = import_text(fixture, "gifts",
                       "naam,geschenk\nA. Çelik,Fles\nC. Nieuw,Fles\nC. nieuw,Fles\n",
                       (struct asked){.skip_faulty = true});
    assert_string_equal(
        done.faults, "2:1: naam: several people are called \"A. Çelik\"; expected the id of one "
                     "of them\n"
                     "4:1: naam: \"C. nieuw\" is no id or exact name of people; add it to people "
                     "first\n");
    assert_string_equal(counted(fixture, &done), "3 read, 2 refused, 1 new");
    /* Who gets another name is shown by it. */
    import_text(fixture, "people", "id,name,regime\np4,C. Anders,ambtelijk\n", (struct asked){0});
    assert_string_equal(place_ask(fixture->place, "SELECT holder_name FROM register_gifts"),
                        "C. Anders");
    assert_sound(fixture);
    fixture_free(fixture);
}

/* The office that makes it so is known by the person; p1 is in the assembly, p2 in the executive.
 */
static void flags_positions_that_do_not_go_with_the_office(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    const char *file = "person,role,organisation,status\n"
                       "p1,Wethouder,Gemeente Elsweide,\n"
                       "B. de Boer,Wethouder,Gemeente Elsweide,\n"
                       "p2,Oud-wethouder,,\n"
                       "p1,Lid,Raad van State,voorgenomen\n"
                       "p1,Lid Raad van State,,afgesloten\n";
    struct done done =
        import_text(fixture, "outside-positions", file, (struct asked){.dry_run = true});
    assert_string_equal(counted(fixture, &done), "5 read, 5 new, 2 flagged");
    assert_non_null(strstr(done.faults, "3:"));
    assert_non_null(strstr(done.faults, "5:"));
    assert_null(strstr(done.faults, "2:1"));
    done = import_text(fixture, "outside-positions", file, (struct asked){0});
    assert_string_equal(counted(fixture, &done), "5 read, 5 new, 2 flagged");
    assert_sound(fixture);
    fixture_free(fixture);
}

static void keeps_hostile_text_as_text(void **state)
{
    static const char *const texts[] = {
        "<script>alert(1)</script>",
        "'); DROP TABLE version; --",
        "=HYPERLINK(1)",
        "'=1",
        "%s%n%s",
        "\"quoted\" & 'so'",
        "${x}{{y}}",
        "..\\..\\etc",
        "\xF0\x9F\x92\xA9 \xE2\x82\xAC",
        "-1+2",
        "@SUM(A1)",
        "a;b,c\td",
    };
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct buffer file = {.arena = fixture->arena};
    buffer_add_string(&file, "person,description,giver,reason\n");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buffer_add_string(&file, "p1");
        for (size_t column = 0; column < 3; column++) {
            buffer_add_string(&file, ",\"");
            for (const char *at = texts[i]; *at; at++)
                buffer_add_string(&file, *at == '"' ? "\"\"" : (char[]){*at, '\0'});
            buffer_add_byte(&file, '"');
        }
        buffer_add_byte(&file, '\n');
    }
    struct done done =
        import_into(fixture, &fixture->body, "gifts", buffer_text(&file), (struct asked){0});
    assert_string_equal(done.faults, "");
    assert_int_equal(done.result.count[REGISTER_IMPORT_NEW], sizeof texts / sizeof *texts);
    assert_string_equal(
        place_ask(
            fixture->place,
            "SELECT COUNT(*) FROM register_gifts WHERE description = giver AND giver = reason"),
        "12");
    const char *export = exported(fixture, &fixture->body, "gifts");
    struct register_body other;
    fixture_add_body(fixture, "ander", &other);
    import_into(fixture, &other, "people", text_of("id,name,regime\np1,A. Çelik,political\n"),
                (struct asked){0});
    done = import_into(fixture, &other, "gifts", text_of(export), (struct asked){0});
    assert_string_equal(done.faults, "");
    assert_string_equal(exported(fixture, &other, "gifts"), export);
    assert_sound(fixture);
    fixture_free(fixture);
}

static void refuses_what_is_no_table(void **state)
{
    static const struct {
        const char *content;
        size_t size;
    } files[] = {
        {"", 0},
        {"\n\n", 2},
        {"lid,lid\n", 8},
        {"{\"a\":", 5},
        {"lid,omschrijving\np1,\"Fles\n", 26},
        {"lid,omschrijving\np1,Fl\0es\n", 26},
        {"lid,omschrijving\np1,caf\xE9 \xC3\xA9\n", 27},
        {"lid,omschrijving\np1,\xE2\x80\xAE"
         "delif\n",
         29},
        {"\x50\x4B\x03\x04\x14\x00\x06\x00", 8},
    };
    struct fixture *fixture = fixture_new(dialect_of(state));
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct done done =
            import_into(fixture, &fixture->body, "gifts",
                        (struct text){files[i].content, files[i].size}, (struct asked){0});
        assert_true(done.faults[0] != '\0');
        assert_false(done.result.written);
    }
    assert_string_equal(
        place_ask(fixture->place, "SELECT COUNT(*) FROM version WHERE register = 'gifts'"), "0");
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(finds_columns_by_every_name),
        ON_BOTH(asks_what_a_column_is),
        ON_BOTH(says_where_each_fault_is),
        ON_BOTH(refuses_all_or_skips_the_faulty),
        ON_BOTH(leaves_nothing_after_a_dry_run),
        ON_BOTH(knows_the_same_file_again),
        ON_BOTH(sees_what_a_newer_edition_changes),
        ON_BOTH(ends_what_a_complete_file_does_not_have),
        ON_BOTH(pairs_only_what_is_surely_the_same),
        ON_BOTH(keeps_what_differs_and_counts_what_repeats),
        ON_BOTH(reads_periods_out_of_texts),
        ON_BOTH(knows_people_and_units_by_name),
        ON_BOTH(flags_positions_that_do_not_go_with_the_office),
        ON_BOTH(keeps_hostile_text_as_text),
        ON_BOTH(refuses_what_is_no_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
