/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct arena *arena;
static const struct register_definitions *definitions;

static int load(void **state)
{
    (void)state;
    arena = arena_new();
    struct faults faults = {.arena = arena};
    return register_definitions_read(arena, TEXT("province"), NULL, NULL, &faults, &definitions) ||
           !definitions;
}

static int unload(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const struct register_field *field(const char *definition, const char *id)
{
    const struct register_field *found =
        register_field(register_find(definitions, text_of(definition)), text_of(id));
    assert_non_null(found);
    return found;
}

/* Things that people, machines and opponents write in a cell. */
static const char *const written[] = {
    "",
    " ",
    "ja",
    "NEE",
    "x",
    "1",
    "0",
    "-1",
    "36",
    "99999999999999999999",
    "2019",
    "2019-06",
    "2019-06-20",
    "20 juni 2019",
    "2019-02-30",
    "0000",
    "onbekend",
    "Onbekend",
    "?",
    "geen idee",
    "€ 61,15",
    "56,10",
    "ca. € 50,--",
    "< 50 euro",
    "Meer dan 50 euro",
    "geschat 400 euro",
    "75 Euro ??",
    "€61,15 excl. BTW",
    "Boekenbon € 50",
    "onbekend, minder dan 100 euro?",
    "34 gr. / stuk Silver 925’ Waarde 1000 dram",
    "€ 166,96 (vliegticket) en € 400,- (2 nachten)",
    "1.250,00",
    "100000000000",
    "lid-01",
    "../../etc/passwd",
    "Lid Raad van Toezicht Universiteit voor Humanistiek",
    "Coöperatieve Rabobank U.A.",
    "geweigerd",
    "Geweigerd ",
    "handed in",
    "Geen opgave ontvangen",
    "Geen geschenken ontvangen",
    "Geen reizen gemaakt",
    "geschenken",
    "Reizen en bezoeken",
    "statenlid",
    "Commissaris van de Koning",
    "twee\nregels",
    "drie\r\nregels\ren meer",
    "\"aanhalingstekens\" \\ en /",
    "=SOMME(A1)",
    "<script>alert(1)</script>",
    ("\xE2\x80\xAE"
     "om"),
    "\x01",
    "\xff\xfe",
    "\xed\xa0\x80",
    "a;b; c ;",
    ";;;",
    "\xC2\xA0 harde spaties \xC2\xA0",
    "😀",
};

/* What was read can be kept, read back, exported and imported, and is the same each time. */
static void round_trip(const struct register_field *of, struct text cell)
{
    struct register_value value;
    struct register_value parsed;
    struct register_value again;
    struct text message = {0};
    if (!register_value_read(arena, of, cell, &value, &message)) {
        assert_true(message.size > 0);
        assert_false(value.present);
        assert_true(text_valid(message, NULL));
        return;
    }
    assert_true(value.present == (text_trim(cell).size > 0) || of->several);
    if (!value.present)
        return;
    struct buffer buffer = {.arena = arena};
    struct json_writer writer = {.buffer = &buffer};
    json_open_object(&writer);
    register_value_write(&writer, of, &value);
    json_close_object(&writer);
    json_t *root;
    assert_null(json_read(arena, buffer_text(&buffer), &root));
    assert_null(register_value_parse(arena, of, json_object_get(root, of->id.data), &parsed));
    json_decref(root);
    assert_true(register_value_equal(of, &value, &parsed));
    struct text exported = register_value_export(arena, of, &parsed);
    assert_true(register_value_read(arena, of, exported, &again, &message));
    assert_true(register_value_equal(of, &value, &again));
    struct buffer second = {.arena = arena};
    struct json_writer other = {.buffer = &second};
    json_open_object(&other);
    register_value_write(&other, of, &again);
    json_close_object(&other);
    assert_true(text_equal(buffer_text(&buffer), buffer_text(&second)));
}

static void every_field_round_trips(void **state)
{
    (void)state;
    for (size_t i = 0; i < definitions->count; i++)
        for (size_t j = 0; j < definitions->items[i].field_count; j++)
            for (size_t k = 0; k < sizeof written / sizeof *written; k++)
                round_trip(&definitions->items[i].fields[j], text_of(written[k]));
}

static void several_round_trip(void **state)
{
    (void)state;
    struct register_field choice = *field("gifts", "response");
    struct register_field text = *field("gifts", "giver");
    choice.several = text.several = true;
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        round_trip(&choice, text_of(written[i]));
        round_trip(&text, text_of(written[i]));
    }
    struct register_value one;
    struct register_value other;
    struct text message;
    assert_true(
        register_value_read(arena, &choice, TEXT("geweigerd; Ingeleverd;refused"), &one, &message));
    assert_true(register_value_read(arena, &choice, TEXT("handed_in;declined"), &other, &message));
    assert_true(register_value_equal(&choice, &one, &other));
    assert_true(text_is(one.text, "handed_in\nrefused"));
    assert_true(text_is(register_value_export(arena, &choice, &one), "handed_in;refused"));
    assert_false(register_value_read(arena, &choice, TEXT("geweigerd;weg"), &one, &message));
}

static void expect(const struct register_field *of, const char *cell, const char *json)
{
    struct register_value value;
    struct text message = {0};
    assert_true(register_value_read(arena, of, text_of(cell), &value, &message));
    struct buffer buffer = {.arena = arena};
    struct json_writer writer = {.buffer = &buffer};
    json_open_object(&writer);
    register_value_write(&writer, of, &value);
    json_close_object(&writer);
    assert_string_equal(buffer_string(&buffer), json);
}

static void reads_what_people_write(void **state)
{
    (void)state;
    expect(field("gifts", "value"), "€ 61,15", "{\"value\":{\"cents\":6115,\"kind\":\"exact\"}}");
    expect(field("gifts", "value"), "Onbekend", "{\"value\":{\"kind\":\"unknown\"}}");
    expect(field("gifts", "value"), "geen idee",
           "{\"value\":{\"kind\":\"unknown\",\"written\":\"geen idee\"}}");
    expect(field("gifts", "value"), "75 Euro ??",
           "{\"value\":{\"cents\":7500,\"kind\":\"about\",\"written\":\"75 Euro ??\"}}");
    expect(field("gifts", "value"), "< 50 euro", "{\"value\":{\"cents\":5000,\"kind\":\"less\"}}");
    expect(field("outside-positions", "since"), "november 2022", "{\"since\":\"2022-11\"}");
    expect(field("outside-positions", "paid"), "Nee", "{\"paid\":false}");
    expect(field("statements", "register"), "geschenken", "{\"register\":\"gifts\"}");
    expect(field("statements", "register"), "Reizen en bezoeken", "{\"register\":\"trips\"}");
    expect(field("statements", "statement"), "Geen opgave ontvangen",
           "{\"statement\":\"not_received\"}");
    expect(field("statements", "statement"), "Geen reizen gemaakt", "{\"statement\":\"none\"}");
    expect(field("statements", "statement"), "GEEN GESCHENKEN  ontvangen",
           "{\"statement\":\"none\"}");
    expect(field("people", "office"), "Statenlid", "{\"office\":\"assembly_member\"}");
    expect(field("outside-positions", "description"), "een\r\ntwee\rdrie",
           "{\"description\":\"een\\ntwee\\ndrie\"}");
}

static void says_what_it_expected(void **state)
{
    (void)state;
    static const struct {
        const char *definition;
        const char *field;
        const char *cell;
        const char *part;
    } cases[] = {
        {"gifts", "received_on", "eergisteren", "expected a day"},
        {"gifts", "value", "een fiets", "expected one amount in euro"},
        {"gifts", "response", "opgegeten misschien", "gehouden, ingeleverd"},
        {"outside-positions", "paid", "soms", "expected ja or nee"},
        {"outside-positions", "hours", "acht", "expected digits"},
        {"outside-positions", "role", "a\nb", "expected one line"},
        {"people", "id", "lid 01", "starting with a letter or digit"},
        {"people", "name", "\x1b[2J", "cannot be seen"},
        {"people", "name", "\xc3", "not UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct register_value value;
        struct text message = {0};
        assert_false(register_value_read(arena, field(cases[i].definition, cases[i].field),
                                         text_of(cases[i].cell), &value, &message));
        assert_true(text_find(message, 0, text_of(cases[i].part)) < message.size);
    }
}

static void counts_characters_not_bytes(void **state)
{
    (void)state;
    struct buffer buffer = {.arena = arena};
    struct register_value value;
    struct text message;
    for (int i = 0; i < 300; i++)
        buffer_add_string(&buffer, "é");
    assert_true(register_value_read(arena, field("outside-positions", "role"), buffer_text(&buffer),
                                    &value, &message));
    buffer_add_string(&buffer, "é");
    assert_false(register_value_read(arena, field("outside-positions", "role"),
                                     buffer_text(&buffer), &value, &message));
    assert_true(text_is(message, "301 characters; expected at most 300"));
}

static void reads_numbers_of_the_trade_register(void **state)
{
    (void)state;
    struct text kvk;
    struct text message;
    assert_true(register_kvk_read(arena, TEXT(" 12345678 "), &kvk, &message) &&
                text_is(kvk, "12345678"));
    assert_true(register_kvk_read(arena, TEXT("1234 56 78"), &kvk, &message) &&
                text_is(kvk, "12345678"));
    assert_true(register_kvk_read(arena, TEXT(""), &kvk, &message) && !kvk.size);
    assert_false(register_kvk_read(arena, TEXT("1234567"), &kvk, &message));
    assert_false(register_kvk_read(arena, TEXT("123456789"), &kvk, &message));
    assert_false(register_kvk_read(arena, TEXT("1234567a"), &kvk, &message));
}

static void keeps_the_content_of_an_entry(void **state)
{
    (void)state;
    const struct register_definition *definition =
        register_find(definitions, TEXT("outside-positions"));
    struct register_value *values =
        ARENA_ARRAY(arena, struct register_value, definition->field_count);
    struct register_value *back =
        ARENA_ARRAY(arena, struct register_value, definition->field_count);
    static const struct {
        const char *field;
        const char *cell;
    } cells[] = {{"until", "2023"},
                 {"person", "lid-01"},
                 {"role", "Bestuurslid"},
                 {"organisation", "Stichting A"}};
    struct text message;
    for (size_t i = 0; i < 4; i++) {
        const struct register_field *of = register_field(definition, text_of(cells[i].field));
        assert_true(
            register_value_read(arena, of, text_of(cells[i].cell), &values[of->number], &message));
    }
    values[register_field(definition, TEXT("organisation"))->number].kvk = TEXT("12345678");
    struct text content = register_content_write(arena, definition, values);
    assert_true(text_is(content,
                        "{\"organisation\":{\"kvk\":\"12345678\",\"name\":\"Stichting A\"},"
                        "\"person\":\"lid-01\",\"role\":\"Bestuurslid\",\"until\":\"2023\"}"));
    assert_null(register_content_parse(arena, definition, content, back));
    for (size_t i = 0; i < definition->field_count; i++)
        assert_true(register_value_equal(&definition->fields[i], &values[i], &back[i]));
    assert_non_null(register_content_parse(arena, definition, TEXT("{\"paid\":\"ja\"}"), back));
    assert_non_null(
        register_content_parse(arena, definition, TEXT("{\"income\":{\"kind\":\"exact\"}}"), back));
    assert_non_null(register_content_parse(
        arena, definition, TEXT("{\"income\":{\"kind\":\"unknown\",\"cents\":1}}"), back));
    assert_non_null(
        register_content_parse(arena, definition, TEXT("{\"since\":\"2019-13\"}"), back));
    assert_non_null(register_content_parse(arena, definition, TEXT("{\"organisation\":{}}"), back));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_round_trips),
        cmocka_unit_test(several_round_trip),
        cmocka_unit_test(reads_what_people_write),
        cmocka_unit_test(says_what_it_expected),
        cmocka_unit_test(counts_characters_not_bytes),
        cmocka_unit_test(reads_numbers_of_the_trade_register),
        cmocka_unit_test(keeps_the_content_of_an_entry),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
