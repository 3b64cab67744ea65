/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "register/inside.h"
#include "register/matrix.h"

/* A small organisation: north has the sub-unit harbour. m1 manages north, m2 works in the harbour,
 * m3 is a coordinator for south alone, m4 was coordinator until 2020, p1 is a member. */
static void add_role(struct fixture *fixture, const char *person, const char *role,
                     const char *unit, const char *until)
{
    fixture_write(fixture, "roles", REGISTER_DECLARE, "", 0,
                  fixture_values(fixture, "roles", "person", person, "role", role, "unit", unit,
                                 "until", until, NULL));
}

static void add_unit(struct fixture *fixture, const char *id, const char *parent)
{
    fixture_write(fixture, "units", REGISTER_DECLARE, id, 0,
                  fixture_values(fixture, "units", "id", id, "name", id, "parent", parent, NULL));
}

static void add_employee(struct fixture *fixture, const char *id, const char *unit)
{
    fixture_write(fixture, "people", REGISTER_DECLARE, id, 0,
                  fixture_values(fixture, "people", "id", id, "name", id, "regime", "official",
                                 "unit", unit, NULL));
}

static struct fixture *organisation_new(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    add_unit(fixture, "north", "");
    add_unit(fixture, "harbour", "north");
    add_unit(fixture, "south", "");
    add_employee(fixture, "boss", "north");
    add_employee(fixture, "m2", "harbour");
    add_employee(fixture, "m3", "south");
    add_employee(fixture, "m4", "south");
    add_role(fixture, "boss", "manager", "north", "");
    add_role(fixture, "m3", "coordinator", "south", "");
    add_role(fixture, "m4", "coordinator", "", "2020-01-01");
    return fixture;
}

static struct register_actor actor_of(struct fixture *fixture, const char *person)
{
    struct store_session *session;
    struct register_actor actor;
    assert_fine(fixture->arena,
                store_begin_reading(fixture->store, fixture->arena, fixture->body.id, &session));
    assert_fine(fixture->arena, register_actor_read(session, fixture->arena, &fixture->body,
                                                    text_of(person), &actor));
    store_end_reading(session);
    return actor;
}

static struct register_matter matter_of(const struct register_definition *definition,
                                        const char *holder, const char *unit)
{
    return (struct register_matter){text_of(holder), text_of(unit), &definition->states[0]};
}

static bool sees(struct fixture *fixture, const char *person, const char *register_id,
                 const char *holder, const char *unit)
{
    const struct register_definition *definition = fixture_definition(fixture, register_id);
    struct register_actor actor = actor_of(fixture, person);
    struct register_matter matter = matter_of(definition, holder, unit);
    return register_sees(&actor, definition, &matter) != NULL;
}

static void sees_as_far_as_the_role_reaches(void **state)
{
    struct fixture *fixture = organisation_new(state);
    assert_true(sees(fixture, "p1", "gifts", "p1", ""));
    assert_false(sees(fixture, "p1", "gifts", "p2", ""));
    assert_false(sees(fixture, "m2", "gifts", "p1", ""));
    /* A manager sees the people of their unit, and of what lies beneath it, and no others. */
    assert_true(sees(fixture, "boss", "people", "m2", "harbour"));
    assert_true(sees(fixture, "boss", "people", "boss", "north"));
    assert_false(sees(fixture, "boss", "people", "m3", "south"));
    assert_false(sees(fixture, "boss", "people", "p1", ""));
    assert_false(sees(fixture, "m2", "people", "m2", "harbour"));
    /* A role for a part of the body stays within it. */
    assert_true(sees(fixture, "m3", "people", "m4", "south"));
    assert_false(sees(fixture, "m3", "people", "m2", "harbour"));
    assert_false(sees(fixture, "m3", "gifts", "p1", ""));
    /* What was held gives nothing any more. */
    assert_false(sees(fixture, "m4", "people", "m3", "south"));
    fixture_free(fixture);
}

static void who_left_has_no_right(void **state)
{
    struct fixture *fixture = organisation_new(state);
    assert_true(actor_of(fixture, "p1").present);
    fixture_write(fixture, "people", REGISTER_CHANGE, "p1", 1,
                  fixture_values(fixture, "people", "id", "p1", "name", "A. Çelik", "regime",
                                 "political", "office", "assembly_member", "until", "2021-05-01",
                                 NULL));
    struct register_actor actor = actor_of(fixture, "p1");
    assert_false(actor.present);
    assert_int_equal(actor.part_count, 0);
    assert_false(sees(fixture, "p1", "gifts", "p1", ""));
    assert_false(actor_of(fixture, "nobody").present);
    assert_false(actor_of(fixture, "").present);
    fixture_free(fixture);
}

static void declares_only_where_asked(void **state)
{
    struct fixture *fixture = organisation_new(state);
    const struct register_definition *gifts = fixture_definition(fixture, "gifts");
    struct register_actor member = actor_of(fixture, "p1");
    struct register_actor employee = actor_of(fixture, "m2");
    struct register_matter own = matter_of(gifts, "p1", "");
    struct register_matter other = matter_of(gifts, "p2", "");
    struct register_matter employees = matter_of(gifts, "m2", "harbour");
    assert_non_null(register_may(&member, gifts, REGISTER_DECLARE, &own));
    assert_null(register_may(&member, gifts, REGISTER_DECLARE, &other));
    assert_null(register_may(&employee, gifts, REGISTER_DECLARE, &employees));
    assert_true(register_concerns(&member, gifts));
    assert_false(register_concerns(&employee, gifts));
    fixture_free(fixture);
}

static const struct register_step *step_of(const struct register_definition *definition,
                                           const char *id)
{
    for (size_t i = 0; i < definition->step_count; i++)
        if (text_is(definition->steps[i].id, id))
            return &definition->steps[i];
    fail_msg("no step %s", id);
    return NULL;
}

static void nobody_settles_their_own(void **state)
{
    struct fixture *fixture = organisation_new(state);
    const struct register_definition *gifts = fixture_definition(fixture, "gifts");
    add_role(fixture, "p2", "clerk", "", "");
    struct register_actor clerk = actor_of(fixture, "p2");
    struct register_actor member = actor_of(fixture, "p1");
    struct register_matter of_member = matter_of(gifts, "p1", "");
    struct register_matter of_clerk = matter_of(gifts, "p2", "");
    struct register_matter settled = {TEXT("p1"), TEXT(""), &gifts->states[1]};
    const struct register_step *settle = step_of(gifts, "settle");
    assert_true(register_may_step(&clerk, gifts, settle, &of_member));
    assert_false(register_may_step(&clerk, gifts, settle, &of_clerk));
    assert_false(register_may_step(&clerk, gifts, settle, &settled));
    assert_false(register_may_step(&member, gifts, settle, &of_member));
    assert_true(register_may_step(&member, gifts, step_of(gifts, "withdraw"), &of_member));
    const struct register_field *destination = register_field(gifts, TEXT("destination"));
    assert_true(register_fills_field(&clerk, gifts, destination, &of_member));
    assert_false(register_fills_field(&member, gifts, destination, &of_member));
    assert_true(register_sees_field(&member, gifts, destination, &of_member));
    fixture_free(fixture);
}

static void lists_reach_as_far_as_entries_do(void **state)
{
    struct fixture *fixture = organisation_new(state);
    const struct register_definition *people = fixture_definition(fixture, "people");
    struct register_actor boss = actor_of(fixture, "boss");
    struct register_actor member = actor_of(fixture, "p1");
    struct map units;
    assert_int_equal(register_reach(fixture->arena, &boss, people, &units), REGISTER_REACH_UNIT);
    assert_int_equal(units.count, 2);
    assert_non_null(map_get(&units, TEXT("harbour")));
    assert_null(map_get(&units, TEXT("south")));
    assert_int_equal(register_reach(fixture->arena, &member, people, &units), REGISTER_REACH_NONE);
    assert_int_equal(
        register_reach(fixture->arena, &member, fixture_definition(fixture, "gifts"), &units),
        REGISTER_REACH_OWN);
    fixture_free(fixture);
}

static void rounds_are_seen_by_who_is_told(void **state)
{
    struct fixture *fixture = organisation_new(state);
    const struct register_definition *positions = fixture_definition(fixture, "outside-positions");
    const struct register_definition *units = fixture_definition(fixture, "units");
    struct map own;
    add_role(fixture, "m2", "chair", "", "");
    add_role(fixture, "p2", "clerk", "", "");
    struct register_actor chair = actor_of(fixture, "m2");
    struct register_actor clerk = actor_of(fixture, "p2");
    struct register_actor south = actor_of(fixture, "m3");
    struct register_actor member = actor_of(fixture, "p1");
    /* The ladder tells the chair who has not answered, and gives no entry for that. */
    assert_int_equal(register_reach(fixture->arena, &chair, positions, &own), REGISTER_REACH_OWN);
    assert_int_equal(register_round_reach(fixture->arena, &chair, positions, &own),
                     REGISTER_REACH_ALL);
    assert_int_equal(register_round_reach(fixture->arena, &clerk, positions, &own),
                     REGISTER_REACH_ALL);
    assert_int_equal(register_round_reach(fixture->arena, &clerk, units, &own),
                     REGISTER_REACH_NONE);
    assert_int_equal(register_round_reach(fixture->arena, &member, positions, &own),
                     REGISTER_REACH_NONE);
    assert_int_equal(register_round_reach(fixture->arena, &south, positions, &own),
                     REGISTER_REACH_UNIT);
    assert_non_null(map_get(&own, TEXT("south")));
    assert_null(map_get(&own, TEXT("north")));
    assert_true(register_runs_round(&clerk, positions));
    assert_false(register_runs_round(&south, positions));
    assert_false(register_runs_round(&chair, positions));
    assert_false(register_runs_round(&member, positions));
    fixture_free(fixture);
}

/* The ids of what PERSON sees of a register, newest first, apart by spaces. */
static const char *seen(struct fixture *fixture, const char *person, const char *register_id,
                        bool waiting, const char *words)
{
    const struct register_definition *definition = fixture_definition(fixture, register_id);
    struct register_actor actor = actor_of(fixture, person);
    struct register_inside inside =
        register_inside_of(fixture->arena, &actor, &fixture->body, definition);
    struct buffer ids = {.arena = fixture->arena};
    struct store_session *session;
    struct register_row *rows;
    size_t count;
    int64_t counted;
    bool more = true;
    inside.waiting = waiting;
    inside.words = text_of(words);
    assert_fine(fixture->arena,
                store_begin_reading(fixture->store, fixture->arena, fixture->body.id, &session));
    assert_fine(fixture->arena, register_inside_count(session, fixture->arena, &inside, &counted));
    for (inside.limit = 2; more; inside.before = rows[count - 1].number) {
        assert_fine(fixture->arena,
                    register_inside_read(session, fixture->arena, &inside, &rows, &count, &more));
        for (size_t i = 0; i < count; i++)
            buffer_add_format(&ids, "%s%.*s", ids.size ? " " : "", TEXT_FORMAT(rows[i].entry));
        counted -= (int64_t)count;
        if (!count)
            break;
    }
    store_end_reading(session);
    assert_int_equal(counted, 0);
    return buffer_string(&ids);
}

static void lists_show_what_may_be_seen(void **state)
{
    struct fixture *fixture = organisation_new(state);
    assert_string_equal(seen(fixture, "boss", "people", false, ""), "m2 boss");
    assert_string_equal(seen(fixture, "m3", "people", false, ""), "m4 m3");
    assert_string_equal(seen(fixture, "m2", "people", false, ""), "");
    add_role(fixture, "p2", "clerk", "", "");
    assert_string_equal(seen(fixture, "p2", "people", false, "ÇEL"), "p1");
    assert_string_equal(seen(fixture, "p2", "people", false, "%"), "");
    fixture_write(fixture, "gifts", REGISTER_DECLARE, "kept", 0,
                  fixture_values(fixture, "gifts", "person", "p1", "description", "boek",
                                 "response", "kept", NULL));
    fixture_write(fixture, "gifts", REGISTER_DECLARE, "given", 0,
                  fixture_values(fixture, "gifts", "person", "p1", "description", "vaas",
                                 "response", "handed_in", NULL));
    assert_string_equal(seen(fixture, "p1", "gifts", false, ""), "given kept");
    assert_string_equal(seen(fixture, "p2", "gifts", false, ""), "given kept");
    assert_string_equal(seen(fixture, "p2", "gifts", true, ""), "given");
    assert_string_equal(seen(fixture, "m3", "gifts", false, ""), "");
    const struct register_definition *gifts = fixture_definition(fixture, "gifts");
    struct register_actor clerk = actor_of(fixture, "p2");
    struct register_actor member = actor_of(fixture, "p1");
    assert_true(register_waits_for(&clerk, gifts, &gifts->states[0]));
    assert_false(register_waits_for(&member, gifts, &gifts->states[0]));
    fixture_free(fixture);
}

/* Somebody with one role and no more, in the unit "north". */
static struct register_actor actor_with(struct arena *arena, struct text role)
{
    struct register_part *part = ARENA_NEW(arena, struct register_part);
    struct register_actor actor = {
        .person = TEXT("me"),
        .present = true,
        .unit = TEXT("north"),
        .units = {.arena = arena},
        .parts = part,
        .part_count = text_is(role, "holder") ? 0 : 1,
    };
    part->role = role;
    *map_place(&actor.units, TEXT("north")) = part;
    return actor;
}

/* Whether the matrix has a line that gives WHAT to ROLE, for an entry that lies that near: own, of
 * the unit, or elsewhere. */
static bool is_given(const struct register_right *rights, size_t count,
                     const struct register_definition *definition, const char *what,
                     struct text role, enum register_reach near)
{
    for (size_t i = 0; i < count; i++)
        if (rights[i].definition == definition && text_is(rights[i].what, what) &&
            text_equal(rights[i].who, role) && rights[i].reach >= near)
            return true;
    return false;
}

static void compare_role(struct fixture *fixture, const struct register_definition *definition,
                         struct text role, const struct register_right *rights, size_t count)
{
    static const struct {
        enum register_reach near;
        struct text holder;
        struct text unit;
    } places[] = {{REGISTER_REACH_OWN, TEXT("me"), TEXT("north")},
                  {REGISTER_REACH_UNIT, TEXT("colleague"), TEXT("north")},
                  {REGISTER_REACH_ALL, TEXT("other"), TEXT("south")}};
    struct register_actor actor = actor_with(fixture->arena, role);
    for (size_t i = 0; i < 3; i++) {
        bool own = i == 0 && definition->holder;
        struct register_matter matter = {definition->holder ? places[i].holder : TEXT(""),
                                         places[i].unit, &definition->states[0]};
        struct text by = own ? TEXT("holder") : role;
        bool sees_it = is_given(rights, count, definition, "see", role, places[i].near) ||
                       (own && is_given(rights, count, definition, "see", by, places[i].near));
        assert_int_equal(register_sees(&actor, definition, &matter) != NULL, sees_it);
        assert_int_equal(register_may(&actor, definition, REGISTER_CHANGE, &matter) != NULL,
                         is_given(rights, count, definition, "change", by, places[i].near));
        for (size_t j = 0; j < definition->step_count; j++) {
            const struct register_step *step = &definition->steps[j];
            const char *what = text_format(fixture->arena, "step %.*s", TEXT_FORMAT(step->id)).data;
            matter.state = step->from;
            assert_int_equal(register_may_step(&actor, definition, step, &matter),
                             is_given(rights, count, definition, what, by, places[i].near));
        }
    }
}

static void the_matrix_says_what_is_decided(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    const struct register_definitions *definitions = fixture->body.definitions;
    size_t count;
    const struct register_right *rights = register_matrix(fixture->arena, definitions, &count);
    static const char *const vocabularies[] = {"roles", "offices"};
    for (size_t i = 0; i < definitions->count; i++) {
        compare_role(fixture, &definitions->items[i], TEXT("holder"), rights, count);
        for (size_t j = 0; j < 2; j++) {
            const struct register_vocabulary *vocabulary =
                register_vocabulary(definitions, text_of(vocabularies[j]));
            for (size_t k = 0; k < vocabulary->option_count; k++)
                compare_role(fixture, &definitions->items[i], vocabulary->options[k].id, rights,
                             count);
        }
    }
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(sees_as_far_as_the_role_reaches),
        ON_BOTH(who_left_has_no_right),
        ON_BOTH(declares_only_where_asked),
        ON_BOTH(nobody_settles_their_own),
        ON_BOTH(lists_reach_as_far_as_entries_do),
        ON_BOTH(lists_show_what_may_be_seen),
        ON_BOTH(rounds_are_seen_by_who_is_told),
        {"the_matrix_says_what_is_decided", the_matrix_says_what_is_decided, NULL, NULL,
         (void *)(uintptr_t)STORE_SQLITE},
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
