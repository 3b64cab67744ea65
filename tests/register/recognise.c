/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Which positions are recognised as going badly with an office, as people write them, and which
 * only look like it. */

#include "register/check.h"
#include "register/organisation.h"
#include "register/recognise.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

struct position {
    const char *office;
    const char *role;
    const char *organisation;
};

/* The article by which a position is flagged; empty: it is not. */
static struct text article_of(struct arena *arena, const struct register_definitions *definitions,
                              const struct position *position)
{
    static const struct register_organisation body = {
        .name = {TEXT("Provincie Rijnmeren"), TEXT("Province of Rijnmeren")}};
    const struct register_definition *definition =
        register_find(definitions, TEXT("outside-positions"));
    struct register_value *values =
        ARENA_ARRAY(arena, struct register_value, definition->field_count);
    struct register_findings findings;
    struct text message;
    const struct register_field *role = register_field(definition, TEXT("role"));
    const struct register_field *organisation = register_field(definition, TEXT("organisation"));
    const struct register_field *person = register_field(definition, TEXT("person"));
    values[person->number] = (struct register_value){.present = true, .text = TEXT("p1")};
    assert_true(
        register_value_read(arena, role, text_of(position->role), &values[role->number], &message));
    assert_true(register_value_read(arena, organisation, text_of(position->organisation),
                                    &values[organisation->number], &message));
    struct register_subject subject = {.values = values,
                                       .office = text_of(position->office),
                                       .body = &body,
                                       .today = {2026, 3, 20}};
    register_values_check(arena, definition, &subject, true, &findings);
    for (size_t i = 0; i < findings.count; i++)
        if (findings.items[i].field == role) {
            assert_false(findings.items[i].refuses);
            assert_int_equal(findings.items[i].basis_count, 1);
            return findings.items[i].basis->article;
        }
    return TEXT("");
}

static void expect(const char *kind, const char *article, const struct position *positions,
                   size_t count)
{
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    const struct register_definitions *definitions;
    assert_null(register_definitions_read(arena, text_of(kind), NULL, NULL, &faults, &definitions));
    for (size_t i = 0; i < count; i++) {
        struct text found = article_of(arena, definitions, &positions[i]);
        if (!text_is(found, article))
            fail_msg("%s: \"%s\", \"%s\": \"%.*s\" instead of \"%s\"", positions[i].office,
                     positions[i].role, positions[i].organisation, TEXT_FORMAT(found), article);
    }
    arena_free(arena);
}

#define EXPECT(kind, article, ...)                                                                 \
    do {                                                                                           \
        static const struct position positions[] = {__VA_ARGS__};                                  \
        expect(kind, article, positions, sizeof positions / sizeof *positions);                    \
    } while (0)

static void positions_of_the_state_are_recognised(void **state)
{
    (void)state;
    EXPECT("province", "13, 35c en 67", {"assembly_member", "Minister", ""},
           {"assembly_member", "MINISTER van Financiën", "Rijksoverheid"},
           {"executive_member", "Minister-president", ""},
           {"chair", "Demissionair staatssecretaris van Defensie", ""},
           {"assembly_member", "Lid van de Raad van State", ""},
           {"assembly_member", "Lid", "Raad van State"},
           {"assembly_member", "lid", "de Raad van State te Den Haag"},
           {"assembly_member", "Plv. lid Algemene Rekenkamer", ""},
           {"assembly_member", "Hoogleraar en lid van de Algemene Rekenkamer", ""},
           {"assembly_member", "Docent; Nationale ombudsman", ""},
           {"assembly_member", "Substituut-ombudsman", "Nationale ombudsman"});
}

static void what_only_looks_like_it_is_not(void **state)
{
    (void)state;
    EXPECT("province", "", {"assembly_member", "Minister van Staat", ""},
           {"assembly_member", "Oud-minister", ""}, {"assembly_member", "Voormalig minister", ""},
           {"assembly_member", "Minister (voormalig)", ""},
           {"assembly_member", "Minister b.d.", ""},
           {"assembly_member", "Adviseur van de minister", "Ministerie van Financiën"},
           {"assembly_member", "Beleidsmedewerker", "Ministerie van Financiën"},
           {"assembly_member", "Administrator", "Ministers en Zonen BV"},
           {"assembly_member", "Lid raad van toezicht", "Stichting Raad en Staat"},
           {"assembly_member", "Lid raad van advies", "Raad van State"},
           {"assembly_member", "Penningmeester", "Stichting Minister de Jong"},
           {"assembly_member", "Griffiemedewerker", "Rechtbank Midden-Nederland"},
           {"assembly_member", "Rekenkameronderzoeker", "Algemene Rekenkamer"},
           {"assembly_member", "Commissaris", "De Koning Beheer BV"}, {"", "Minister", ""},
           {"clerk", "Minister", ""});
}

static void each_office_has_its_own_list(void **state)
{
    (void)state;
    /* A member of the assembly may be mayor, alderman or municipal councillor. */
    EXPECT("province", "", {"assembly_member", "Wethouder", "Gemeente Elsweide"},
           {"assembly_member", "Burgemeester", "Gemeente Elsweide"},
           {"assembly_member", "Lid gemeenteraad", "Gemeente Elsweide"},
           {"assembly_member", "Dijkgraaf", "Waterschap Drie Plassen"},
           {"assembly_member", "Statenlid", ""}, {"chair", "Commissaris van de Koning", ""});
    EXPECT("province", "13 en 67", {"assembly_member", "Gedeputeerde", "Provincie Elders"},
           {"chair", "Lid van Gedeputeerde Staten", ""});
    EXPECT("province", "13 en 35c", {"assembly_member", "Commissaris van de Koning", ""},
           {"executive_member", "waarnemend commissaris van de Koningin in Elders", ""});
    EXPECT("province", "35c en 67", {"executive_member", "Lid Provinciale Staten", ""},
           {"executive_member", "Raadslid", "Gemeente Elsweide"},
           {"executive_member", "Lid van de raad", "Gemeente Elsweide"},
           {"executive_member", "wnd. burgemeester", ""}, {"chair", "Eigenaar / wethouder", ""},
           {"executive_member", "Lid algemeen bestuur", "Waterschap Drie Plassen"},
           {"executive_member", "Ambtenaar burgerzaken", "Gemeente Elsweide"});
    EXPECT("province", "", {"executive_member", "Lid raad van commissarissen", "Gemeentebank"},
           {"executive_member", "Lid van de raad van toezicht", "Museum Gemeente Elsweide"},
           {"executive_member", "Burgerraadslid", "Gemeente Elsweide"},
           {"executive_member", "Bestuurslid", "Stichting Wethouder Hekking"},
           {"executive_member", "Lid algemeen bestuur", "Veiligheidsregio"});
    EXPECT("municipality", "13 en 36b", {"assembly_member", "Burgemeester", "Gemeente Elders"},
           {"executive_member", "Burgemeester", ""});
    EXPECT("municipality", "13 en 68", {"chair", "Wethouder", ""},
           {"assembly_member", "Wethouder", "Gemeente Elders"});
    EXPECT("municipality", "36b en 68", {"executive_member", "Gemeenteraadslid", ""});
    EXPECT("municipality", "13, 36b en 68", {"assembly_member", "Gedeputeerde", ""},
           {"executive_member", "Griffier", "Provincie Elders"});
    EXPECT("municipality", "", {"assembly_member", "Statenlid", "Provincie Elders"},
           {"assembly_member", "Dijkgraaf", ""}, {"chair", "Burgemeester", ""});
    EXPECT("water-board", "31", {"assembly_member", "Gedeputeerde", "Provincie Elders"});
    EXPECT("water-board", "", {"assembly_member", "Wethouder", "Gemeente Elders"});
}

static void who_works_for_the_body_is_recognised(void **state)
{
    (void)state;
    EXPECT("province", "13, 35c en 67", {"assembly_member", "Griffier", "Provincie Rijnmeren"},
           {"assembly_member", "Beleidsmedewerker water", "provincie Rijnmeren, afdeling Water"},
           {"assembly_member", "adviseur bij de Provincie Rijnmeren", ""},
           {"executive_member", "Project-, procesmedewerker; jurist", "Province of Rijnmeren"});
    EXPECT("province", "", {"assembly_member", "Griffier", "Provincie Elders"},
           {"assembly_member", "Beleidsmedewerker", "Vrienden van de Provincie Rijnmeren"},
           {"assembly_member", "Lid statencommissie", "Provincie Rijnmeren"},
           {"assembly_member", "Adviseur over de Provincie Elders", "Bureau Rijnmeren"});
}

static void phrases_are_taken_apart(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct register_phrase phrase =
        register_phrase_of(arena, TEXT("Lid van de  Coöperatie ... {body}"));
    static const char *const words[] = {"lid", "cooperatie", "...", "{body}"};
    assert_int_equal(phrase.count, sizeof words / sizeof *words);
    for (size_t i = 0; i < phrase.count; i++)
        assert_true(text_is(phrase.words[i], words[i]));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(positions_of_the_state_are_recognised),
        cmocka_unit_test(what_only_looks_like_it_is_not),
        cmocka_unit_test(each_office_has_its_own_list),
        cmocka_unit_test(who_works_for_the_body_is_recognised),
        cmocka_unit_test(phrases_are_taken_apart),
    };
    return cmocka_run_group_tests_name("register/recognise", tests, NULL, NULL);
}
