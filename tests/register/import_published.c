/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What the members of a parliament published, imported whole. */

#include "import_support.h"

#include "base/file.h"

#include <stdlib.h>
#include <string.h>

enum { MEMBERS = 75 };

static struct text published(struct fixture *fixture, const char *name)
{
    const char *folder = getenv("WAARBORG_TEST_DATA");
    struct text content;
    struct error *error = file_read(
        fixture->arena,
        text_format(fixture->arena, "%s/eerste-kamer-%s.csv", folder ? folder : ".", name).data,
        1 << 20, &content);
    if (error) {
        assert_int_equal(error->kind, ERROR_NOT_FOUND);
        fixture_free(fixture);
        skip();
    }
    return content;
}

static void add_members(struct fixture *fixture, const struct register_body *body)
{
    struct buffer file = {.arena = fixture->arena};
    buffer_add_string(&file, "id,name,regime,office\n");
    for (int i = 1; i <= MEMBERS; i++)
        buffer_add_format(&file, "lid-%02d,Lid %d,political,assembly_member\n", i, i);
    struct done done = import_into(fixture, body, "people", buffer_text(&file), (struct asked){0});
    assert_string_equal(done.faults, "");
    assert_int_equal(done.result.count[REGISTER_IMPORT_NEW], MEMBERS);
}

/* One value out of the database. */
#define ASK(fixture, sql) place_ask((fixture)->place, (sql))

static void check_gifts(struct fixture *fixture)
{
    static const struct {
        const char *description;
        const char *said;
    } gifts[] = {
        {"Grote kan van blauw glas", "about 7500 75 Euro ??"},
        {"Single malt wiskey merk Kavalan", "about 5000 "},
        {"Fles Odavi", "exact 1250 "},
        {"Parelmoer doosje", "less 5000 "},
        {"Waterstofpakket ten behoeve van havendiner", "more 5000 "},
        {"Conferentie Bilderberg", "about 40000 "},
        {"Speech en paneldiscussie Democratiefestival", "exact 5000 Boekenbon € 50"},
        {"Vuelta wielrenshirt", "exact 6115 €61,15 excl. BTW"},
        {"Theedoos", "unknown - "},
    };
    for (size_t i = 0; i < sizeof gifts / sizeof *gifts; i++) {
        const char *sql =
            text_format(
                fixture->arena,
                "SELECT value_kind || ' ' || COALESCE(CAST(value_cents AS TEXT), '-') || ' ' "
                "|| COALESCE(value_written, '') FROM register_gifts WHERE description = '%s'",
                gifts[i].description)
                .data;
        assert_string_equal(ASK(fixture, sql), gifts[i].said);
    }
    assert_string_equal(ASK(fixture, "SELECT received_on FROM register_gifts"
                                     " WHERE description = 'Kaarten voor TT Assen (2 maal)'"),
                        "2019-06");
}

static void imports_all_that_was_published(void **state)
{
    static const struct {
        const char *name;
        const char *register_id;
        const char *counts;
        const char *again;
    } files[] = {
        {"nevenfuncties", "outside-positions", "507 read, 506 new, 1 repeated",
         "507 read, 506 same, 1 repeated"},
        {"geschenken", "gifts", "61 read, 2 refused, 59 new", "61 read, 2 refused, 59 same"},
        {"reizen", "trips", "19 read, 17 new, 2 repeated", "19 read, 17 same, 2 repeated"},
        {"verklaringen-geen", "statements", "124 read, 124 new", "124 read, 124 same"},
    };
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct text contents[4];
    for (size_t i = 0; i < 4; i++)
        contents[i] = published(fixture, files[i].name);
    add_members(fixture, &fixture->body);
    for (size_t i = 0; i < 4; i++) {
        struct done done = import_into(fixture, &fixture->body, files[i].register_id, contents[i],
                                       (struct asked){.skip_faulty = true});
        assert_string_equal(counted(fixture, &done), files[i].counts);
        if (i == 1) {
            assert_non_null(strstr(done.faults, "39:58: waarde: \"€ 166,96 (vliegticket) en"));
            assert_non_null(strstr(done.faults, "60:154: waarde: \"34 gr. / stuk Silver"));
        }
    }
    const char *journal = ASK(fixture, "SELECT COUNT(*) FROM journal");
    for (size_t i = 0; i < 4; i++) {
        /* A blank line behind it: the same rows in another file. */
        struct text content = text_format(fixture->arena, "%.*s\n", TEXT_FORMAT(contents[i]));
        struct done done = import_into(fixture, &fixture->body, files[i].register_id, content,
                                       (struct asked){.skip_faulty = true});
        assert_string_equal(counted(fixture, &done), files[i].again);
    }
    assert_string_equal(ASK(fixture, "SELECT COUNT(*) FROM journal"), journal);
    check_gifts(fixture);
    assert_string_equal(ASK(fixture, "SELECT COUNT(*) FROM register_outside_positions"
                                     " WHERE state = 'ended'"),
                        "207");
    assert_string_equal(ASK(fixture, "SELECT COUNT(*) FROM register_outside_positions"
                                     " WHERE LENGTH(since) = 4"),
                        "122");
    assert_string_equal(ASK(fixture, "SELECT \"from\" || ' ' || until FROM register_trips"
                                     " WHERE purpose LIKE 'Kopenhagen%'"),
                        "2021-08-19 2021-08-21");
    assert_string_equal(ASK(fixture, "SELECT COUNT(*) FROM register_statements"
                                     " WHERE statement = 'none' AND register = 'trips'"),
                        "40");
    assert_string_equal(ASK(fixture, "SELECT COUNT(*) FROM register_statements"
                                     " WHERE statement = 'not_received'"),
                        "48");
    assert_sound(fixture);
    fixture_free(fixture);
}

/* TEXT with the first ONE replaced by OTHER. */
static struct text replaced(struct fixture *fixture, struct text text, const char *one,
                            const char *other)
{
    size_t at = text_find(text, 0, text_of(one));
    assert_true(at < text.size);
    return text_format(fixture->arena, "%.*s%s%.*s", (int)at, text.data, other,
                       (int)(text.size - at - strlen(one)), text.data + at + strlen(one));
}

static void imports_a_newer_edition(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct text first = published(fixture, "nevenfuncties");
    add_members(fixture, &fixture->body);
    import_into(fixture, &fixture->body, "outside-positions", first, (struct asked){0});
    struct text second =
        replaced(fixture, first, "2018-03-23,,actueel,Fractievoorzitter JA21 Amsterdam",
                 "2018-03-23,2023-11-01,afgesloten,Fractievoorzitter JA21 Amsterdam");
    second = replaced(fixture, second, "ja,ja,financiële instellingen,2001-10-01",
                      "nee,ja,financiële instellingen,2001-10-01");
    second = text_format(fixture->arena, "%.*slid-02,Voorzitter,nee,nee,,2023-11,,actueel,\n",
                         TEXT_FORMAT(second));
    struct done done =
        import_into(fixture, &fixture->body, "outside-positions", second, (struct asked){0});
    assert_string_equal(done.faults, "");
    assert_string_equal(counted(fixture, &done),
                        "508 read, 1 new, 1 changed, 1 ended, 504 same, 1 repeated");
    assert_sound(fixture);
    fixture_free(fixture);
}

static void brings_another_body_what_was_exported(void **state)
{
    static const char *const registers[] = {"outside-positions", "gifts", "trips", "statements"};
    static const char *const names[] = {"nevenfuncties", "geschenken", "reizen",
                                        "verklaringen-geen"};
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct register_body other;
    fixture_add_body(fixture, "ander", &other);
    add_members(fixture, &fixture->body);
    add_members(fixture, &other);
    for (size_t i = 0; i < 4; i++) {
        import_into(fixture, &fixture->body, registers[i], published(fixture, names[i]),
                    (struct asked){.skip_faulty = true});
        const char *export = exported(fixture, &fixture->body, registers[i]);
        struct done done =
            import_into(fixture, &other, registers[i], text_of(export), (struct asked){0});
        assert_string_equal(done.faults, "");
        assert_string_equal(exported(fixture, &other, registers[i]), export);
        done = import_into(fixture, &fixture->body, registers[i], text_of(export),
                           (struct asked){.complete = true});
        assert_int_equal(done.result.count[REGISTER_IMPORT_SAME], done.result.read);
        assert_int_equal(done.result.count[REGISTER_IMPORT_ABSENT], 0);
    }
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(imports_all_that_was_published),
        ON_BOTH(imports_a_newer_edition),
        ON_BOTH(brings_another_body_what_was_exported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
