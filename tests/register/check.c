/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const struct date today = {2026, 3, 12};

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

/* Values as "field=cell|field=cell". */
static struct register_value *values_of(const struct register_definition *definition,
                                        const char *cells)
{
    struct register_value *values =
        ARENA_ARRAY(arena, struct register_value, definition->field_count);
    struct text rest = text_of(cells);
    struct text cell;
    while (text_next(&rest, '|', &cell)) {
        struct text id;
        struct text message;
        if (!cell.size)
            continue;
        text_next(&cell, '=', &id);
        const struct register_field *field = register_field(definition, id);
        assert_non_null(field);
        assert_true(register_value_read(arena, field, cell, &values[field->number], &message));
    }
    return values;
}

static struct text office; /* of the holder */

/* What is found, as "!field" for what refuses and "field" for what is flagged. */
static struct text findings_of(const char *id, const char *cells, bool asked)
{
    const struct register_definition *definition = register_find(definitions, text_of(id));
    struct register_findings findings;
    struct buffer buffer = {.arena = arena};
    size_t refusals = 0;
    struct register_subject subject = {
        .values = values_of(definition, cells), .office = office, .today = today};
    register_values_check(arena, definition, &subject, asked, &findings);
    for (size_t i = 0; i < findings.count; i++) {
        const struct register_finding *finding = &findings.items[i];
        assert_true(finding->message.dutch.size && finding->message.english.size);
        buffer_add_format(&buffer, "%s%s%.*s", i ? " " : "", finding->refuses ? "!" : "",
                          TEXT_FORMAT(finding->field ? finding->field->id : TEXT("-")));
        refusals += finding->refuses;
    }
    assert_int_equal(refusals, findings.refusals);
    return (struct text){buffer_string(&buffer), buffer.size};
}

static void expect(const char *id, const char *cells, const char *found)
{
    assert_string_equal(findings_of(id, cells, false).data, found);
}

static void a_gift_above_the_threshold_is_flagged(void **state)
{
    (void)state;
    const char *gift = "person=lid-01|description=Vaas|response=kept|value=";
    static const struct {
        const char *value;
        const char *found;
    } cases[] = {
        {"50", ""},
        {"50,01", "response"},
        {"< 50", ""},
        {"> 50", "response"},
        {"> 50,01", "response"},
        {"> 40", ""},
        {"ca. 400", ""},
        {"onbekend", ""},
        {"", ""},
        {"1.000,00", "response"},
        {"minder dan 80", ""},
        {"75 Euro ??", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text found =
            findings_of("gifts", text_format(arena, "%s%s", gift, cases[i].value).data, false);
        if (!text_is(found, cases[i].found))
            fail_msg("%s: \"%s\"", cases[i].value, found.data);
    }
}

static void rules_of_gifts(void **state)
{
    (void)state;
    expect("gifts", "person=lid-01|description=Vaas|value=80|response=handed_in", "");
    expect("gifts", "person=lid-01|description=Vaas|value=80|response=refused", "");
    expect("gifts", "person=lid-01|description=Taart|value=80|response=kept|perishable=ja", "");
    expect("gifts", "person=lid-01|description=Taart|value=80|response=kept|perishable=nee",
           "response");
    expect("gifts", "person=lid-01|description=Vaas|value=80", "");
    expect("gifts", "person=lid-01|description=Taart|response=consumed", "perishable");
    expect("gifts", "person=lid-01|description=Diner|kind=invitation|response=attended|value=80",
           "reason");
    expect("gifts",
           "person=lid-01|description=Diner|kind=invitation|response=attended|reason=Opening", "");
    expect("gifts", "person=lid-01|description=Vaas|response=kept|destination=sold", "destination");
    expect("gifts", "person=lid-01|description=Vaas|received_on=2026-03-12", "");
    expect("gifts", "person=lid-01|description=Vaas|received_on=2026-03-13", "!received_on");
    expect("gifts", "person=lid-01|description=Vaas|received_on=2026", "");
    expect("gifts", "person=lid-01|description=Vaas|received_on=2026-04", "!received_on");
    expect("gifts", "description=Vaas", "!person");
    expect("gifts", "", "!person !description");
}

static void a_form_asks_more_than_an_import(void **state)
{
    (void)state;
    assert_string_equal(findings_of("gifts", "person=lid-01|description=Vaas", true).data,
                        "!kind !giver !received_on !value !response");
    assert_string_equal(findings_of("outside-positions",
                                    "person=lid-01|role=Lid|paid=ja|ex_officio=nee|since=2019",
                                    true)
                            .data,
                        "");
}

static void an_end_before_the_start_is_refused_when_it_is_sure(void **state)
{
    (void)state;
    expect("outside-positions", "person=a|role=b|since=2019|until=2018", "!until");
    expect("outside-positions", "person=a|role=b|since=2019-06|until=2019", "");
    expect("outside-positions", "person=a|role=b|since=2019-06-20|until=2019-06-19", "!until");
    expect("outside-positions", "person=a|role=b|since=2019-06-20|until=2019-06-20", "");
    expect("outside-positions", "person=a|role=b|until=1999", "");
    expect("trips", "person=a|purpose=b|from=2023-01-11|until=2023-01-10", "!until");
}

static void other_rules(void **state)
{
    (void)state;
    expect("outside-positions", "person=a|role=b|paid=nee|income=100", "income");
    expect("outside-positions", "person=a|role=b|paid=ja|ex_officio=ja", "description");
    expect("outside-positions", "person=a|role=b|hours=169", "!hours");
    expect("people", "id=a|name=b|regime=political", "office");
    expect("people", "id=a|name=b|regime=official|scale=0", "!scale");
    expect("people", "id=a|name=b|regime=official|email=nobody", "!email");
    expect("units", "id=a|name=b|parent=a", "!parent");
    expect("units", "id=a|name=b|parent=c", "");
}

static bool is_public(const char *id, const char *state, const char *cells)
{
    const struct register_definition *definition = register_find(definitions, text_of(id));
    return register_is_public(
        arena, definition,
        &(struct register_subject){.state = register_state(definition, text_of(state)),
                                   .values = values_of(definition, cells),
                                   .today = today});
}

/* Executive members tell the assembly of a position that they mean to take; members of the assembly
 * need not. */
static void an_intention_waits_until_it_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *state;
        const char *office;
        const char *cells;
        bool waits;
    } cases[] = {
        {"intended", "executive_member", "person=a|role=b", true},
        {"intended", "chair", "person=a|role=b", true},
        {"intended", "assembly_member", "person=a|role=b", false},
        {"intended", "", "person=a|role=b", false},
        {"intended", "chair", "person=a|role=b|told_on=2024-01-02", false},
        {"current", "chair", "person=a|role=b", false},
    };
    const struct register_definition *definition =
        register_find(definitions, TEXT("outside-positions"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(
            cases[i].waits,
            register_is_waiting(arena, definition,
                                &(struct register_subject){
                                    .state = register_state(definition, text_of(cases[i].state)),
                                    .values = values_of(definition, cases[i].cells),
                                    .office = text_of(cases[i].office),
                                    .today = today}));
    assert_true(register_state(definition, TEXT("intended"))->start);
}

static void only_what_surely_may_is_published(void **state)
{
    (void)state;
    assert_true(is_public("gifts", "declared", "person=a|description=b"));
    assert_false(is_public("gifts", "withdrawn", "person=a|description=b"));
    assert_true(is_public("people", "in_office", "id=a|name=b|regime=political"));
    assert_true(is_public("people", "left", "id=a|name=b|regime=political"));
    assert_false(is_public("people", "in_office", "id=a|name=b|regime=official"));
    assert_false(is_public("people", "in_office", "id=a|name=b"));
    assert_false(is_public("units", "active", "id=a|name=b"));
    assert_true(is_public("statements", "made", "person=a|register=gifts|statement=none"));
    assert_false(is_public("statements", "made", "person=a|register=gifts|statement=not_received"));
    assert_true(is_public("outside-positions", "current", "person=a|role=b"));
    assert_false(is_public("outside-positions", "intended", "person=a|role=b"));
    static const char *const hidden[] = {"email", "unit", "position", "scale"};
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        assert_false(
            register_field(register_find(definitions, TEXT("people")), text_of(hidden[i]))->public);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_gift_above_the_threshold_is_flagged),
        cmocka_unit_test(rules_of_gifts),
        cmocka_unit_test(a_form_asks_more_than_an_import),
        cmocka_unit_test(an_end_before_the_start_is_refused_when_it_is_sure),
        cmocka_unit_test(other_rules),
        cmocka_unit_test(an_intention_waits_until_it_is_told),
        cmocka_unit_test(only_what_surely_may_is_published),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
