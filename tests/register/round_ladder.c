/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "round_support.h"

#include "people/message.h"
#include "register/right.h"

#include <string.h>

/* Employees of the tenth scale and above, asked in March; their manager is told after a month. */
static const struct register_source checks = {
    {"own/checks.yaml", sizeof "own/checks.yaml" - 1}, {0}, true};
static const char checks_text[] =
    "register: checks\nversion: 1\ntitle: {nl: Toetsen, en: Checks}\nlead: {nl: x, en: x}\n"
    "one: {nl: toets, en: check}\nregime: official\ndeclared_by: [employee]\nholder: person\n"
    "access:\n  - {who: holder, sees: own, may: [declare]}\n  - {who: manager, sees: unit}\n"
    "fields: [{id: person, type: person, label: {nl: Wie, en: Who}}]\n"
    "workflow: {states: [{id: made, label: {nl: gedaan, en: made}}]}\n"
    "update_round: {months: [3], of: scale >= 10}\n";

/* North has the sub-unit harbour; boss manages north, head manages south. */
static struct fixture *staff_new(void **state)
{
    static struct register_source own;
    static const struct {
        const char *id;
        const char *unit;
        const char *scale;
    } people[] = {{"boss", "north", "14"}, {"head", "south", "14"},  {"a1", "north", "10"},
                  {"a2", "harbour", "11"}, {"a3", "harbour", "9"},   {"a4", "south", "12"},
                  {"top", "", ""},         {"noscale", "south", ""}, {"gone", "north", "12"}};
    own = checks;
    own.content = text_of(checks_text);
    struct fixture *fixture = fixture_new_own(dialect_of(state), &own);
    static const char *const units[][2] = {{"north", ""}, {"harbour", "north"}, {"south", ""}};
    for (size_t i = 0; i < 3; i++)
        fixture_write(fixture, "units", REGISTER_DECLARE, units[i][0], 0,
                      fixture_values(fixture, "units", "id", units[i][0], "name", units[i][0],
                                     "parent", units[i][1], NULL));
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        fixture_write(fixture, "people", REGISTER_DECLARE, people[i].id, 0,
                      fixture_values(fixture, "people", "id", people[i].id, "name", people[i].id,
                                     "regime", "official", "unit", people[i].unit, "scale",
                                     people[i].scale, "until",
                                     strcmp(people[i].id, "gone") == 0 ? "2020-01-01" : "", NULL));
    add_role(fixture, "boss", "manager", "");
    add_role(fixture, "head", "manager", "south");
    add_role(fixture, "top", "director", "");
    return fixture;
}

/* "KIND RECIPIENT COUNT, ..." of what was put in the queue on a day about a round. */
static const char *sent(struct fixture *fixture, const struct register_round *round,
                        const char *day)
{
    struct store_session *session;
    struct buffer buffer = {.arena = fixture->arena};
    assert_fine(fixture->arena,
                store_begin_reading(fixture->store, fixture->arena, fixture->body.id, &session));
    for (enum people_message_state state = PEOPLE_MESSAGE_WAITS; state <= PEOPLE_MESSAGE_DROPPED;
         state++) {
        struct people_message_record *records;
        size_t count;
        assert_fine(fixture->arena, people_message_list(session, fixture->arena, round->id, state,
                                                        NULL, &records, &count));
        for (size_t i = 0; i < count; i++) {
            struct date planned = zone_date(fixture->body.zone, records[i].planned, NULL);
            if (text_is(date_format(fixture->arena, planned), day))
                buffer_add_format(&buffer, "%s%s %.*s%s", buffer.size ? ", " : "",
                                  people_message_kind_id(records[i].kind),
                                  TEXT_FORMAT(records[i].recipient),
                                  state == PEOPLE_MESSAGE_DROPPED ? " dropped" : "");
        }
    }
    store_end_reading(session);
    return buffer_string(&buffer);
}

static void each_step_is_taken_once(void **state)
{
    struct fixture *fixture = staff_new(state);
    on_day(fixture, 2026, 3, 1);
    turn(fixture);
    struct register_round round = newest(fixture, "checks");
    assert_standing(fixture, &round, 5, 0, 0);
    assert_string_equal(sent(fixture, &round, "2026-03-01"), "");
    for (int twice = 0; twice < 2; twice++) {
        on_day(fixture, 2026, 3, 2);
        turn(fixture);
        assert_string_equal(
            sent(fixture, &round, "2026-03-02"),
            "invitation a1, invitation a2, invitation a4, invitation boss, invitation head");
    }
    confirm(fixture, "boss", "checks", "unchanged", "2026-03-02");
    confirm(fixture, "a1", "checks", "none", "2026-03-02");
    assert_string_equal(sent(fixture, &round, "2026-03-02"),
                        "invitation a2, invitation a4, invitation head, invitation a1 dropped, "
                        "invitation boss dropped");
    for (int day = 3; day <= 20; day++) {
        on_day(fixture, 2026, 3, day);
        turn(fixture);
    }
    assert_string_equal(sent(fixture, &round, "2026-03-16"),
                        "reminder a2, reminder a4, reminder head");
    confirm(fixture, "head", "checks", "none", "2026-03-20");
    on_day(fixture, 2026, 3, 30);
    turn(fixture);
    turn(fixture);
    /* Each of their own: a2 for boss, a4 for head. */
    assert_string_equal(sent(fixture, &round, "2026-03-30"), "escalation boss, escalation head");
    assert_string_equal(ask(fixture, "SELECT CAST(SUM(CASE WHEN content LIKE '%\"count\":1%' THEN "
                                     "1 ELSE 0 END) AS TEXT) FROM message WHERE kind = "
                                     "'escalation'"),
                        "2");
    on_day(fixture, 2026, 4, 13);
    turn(fixture);
    assert_string_equal(sent(fixture, &round, "2026-04-13"), "escalation top");
    assert_string_equal(steps_of(fixture, &round),
                        "1 holder 2026-03-02=5, 2 holder 2026-03-16=3, 3 manager 2026-03-30=2, "
                        "4 director 2026-04-13=1");
    fixture_free(fixture);
}

/* No program ran for a month. */
static void steps_that_were_missed_are_taken_together(void **state)
{
    struct fixture *fixture = staff_new(state);
    on_day(fixture, 2026, 3, 1);
    turn(fixture);
    struct register_round round = newest(fixture, "checks");
    on_day(fixture, 2026, 4, 1);
    turn(fixture);
    assert_string_equal(sent(fixture, &round, "2026-04-01"),
                        "escalation boss, escalation head, invitation a1, invitation a2, invitation a4, "
                        "invitation boss, invitation head");
    assert_string_equal(steps_of(fixture, &round),
                        "1 holder 2026-03-02=0, 2 holder 2026-03-16=5, 3 manager 2026-03-30=2, "
                        "4 director 2026-04-13");
    fixture_free(fixture);
}

static void reminds_by_hand_between_steps(void **state)
{
    struct fixture *fixture = staff_new(state);
    on_day(fixture, 2026, 3, 2);
    turn(fixture);
    struct register_round round = newest(fixture, "checks");
    confirm(fixture, "a1", "checks", "none", "2026-03-02");
    on_day(fixture, 2026, 3, 9);
    assert_fine(fixture->arena,
                register_round_remind(&fixture->body, fixture->arena, round.id, TEXT("hr1")));
    turn(fixture);
    turn(fixture);
    assert_string_equal(sent(fixture, &round, "2026-03-09"),
                        "reminder a2, reminder a4, reminder boss, reminder head");
    /* Somebody who comes later is invited, and reminded with the others. */
    fixture_write(fixture, "people", REGISTER_CHANGE, "noscale", 1,
                  fixture_values(fixture, "people", "id", "noscale", "name", "noscale", "regime",
                                 "official", "unit", "south", "scale", "13", NULL));
    assert_standing(fixture, &round, 6, 1, 0);
    on_day(fixture, 2026, 3, 10);
    turn(fixture);
    assert_string_equal(sent(fixture, &round, "2026-03-10"), "invitation noscale");
    on_day(fixture, 2026, 3, 16);
    turn(fixture);
    assert_string_equal(sent(fixture, &round, "2026-03-16"),
                        "reminder a2, reminder a4, reminder boss, reminder head, "
                        "reminder noscale");
    assert_string_equal(steps_of(fixture, &round),
                        "1 holder 2026-03-02=5, 5 holder 2026-03-09=4, 2 holder 2026-03-16=5, "
                        "3 manager 2026-03-30, 4 director 2026-04-13");
    fixture_free(fixture);
}

static struct store_session *begin(struct fixture *fixture)
{
    struct store_session *session;
    assert_fine(fixture->arena,
                store_begin_reading(fixture->store, fixture->arena, fixture->body.id, &session));
    return session;
}

/* Whom PERSON sees in a round, page by page, with what they answered. */
static const char *seen(struct fixture *fixture, const struct register_round *round,
                        const char *person, const char *words, int answer)
{
    struct store_session *session = begin(fixture);
    struct register_actor actor;
    struct buffer buffer = {.arena = fixture->arena};
    struct register_round_person *people;
    size_t count;
    bool more;
    assert_fine(fixture->arena, register_actor_read(session, fixture->arena, &fixture->body,
                                                    text_of(person), &actor));
    struct register_round_query query = {
        .id = round->id, .words = text_of(words), .only = answer >= 0, .limit = 2};
    query.answer = (enum register_answer)(answer >= 0 ? answer : 0);
    query.reach = register_round_reach(fixture->arena, &actor, round->definition, &query.units);
    do {
        assert_fine(fixture->arena,
                    register_round_people(session, fixture->arena, &query, &people, &count, &more));
        for (size_t i = 0; i < count; i++)
            buffer_add_format(&buffer, "%s%.*s %d", buffer.size ? ", " : "",
                              TEXT_FORMAT(people[i].person), (int)people[i].answer);
        if (count) {
            query.behind.answer = people[count - 1].answer;
            query.behind.sort_name = people[count - 1].sort_name;
            query.behind.person = people[count - 1].person;
        }
    } while (more);
    store_end_reading(session);
    return buffer_string(&buffer);
}

/* How many of how many PERSON sees that answered. */
static const char *figures(struct fixture *fixture, const struct register_round *round,
                           const char *person)
{
    struct store_session *session = begin(fixture);
    struct register_actor actor;
    struct register_round_group *groups;
    struct register_round_figures total;
    struct map units;
    size_t count;
    assert_fine(fixture->arena, register_actor_read(session, fixture->arena, &fixture->body,
                                                    text_of(person), &actor));
    enum register_reach reach =
        register_round_reach(fixture->arena, &actor, round->definition, &units);
    assert_fine(fixture->arena, register_round_groups(session, fixture->arena, round->id, reach,
                                                      &units, &groups, &count, &total));
    store_end_reading(session);
    return text_format(fixture->arena, "%d+%d of %d", (int)total.in_time, (int)total.late,
                       (int)total.concerned)
        .data;
}

static void only_who_may_sees_who_did_not_answer(void **state)
{
    struct fixture *fixture = staff_new(state);
    on_day(fixture, 2026, 3, 2);
    turn(fixture);
    struct register_round round = newest(fixture, "checks");
    confirm(fixture, "boss", "checks", "none", "2026-03-02");
    on_day(fixture, 2026, 4, 2);
    confirm(fixture, "a1", "checks", "none", "2026-04-02");
    assert_string_equal(seen(fixture, &round, "top", "", -1), "a2 0, a4 0, head 0, boss 1, a1 2");
    assert_string_equal(seen(fixture, &round, "top", "", 0), "a2 0, a4 0, head 0");
    assert_string_equal(seen(fixture, &round, "top", "A", -1), "a2 0, a4 0, head 0, a1 2");
    assert_string_equal(seen(fixture, &round, "top", "%", -1), "");
    assert_string_equal(seen(fixture, &round, "boss", "", -1), "a2 0, boss 1, a1 2");
    assert_string_equal(seen(fixture, &round, "boss", "", 2), "a1 2");
    assert_string_equal(seen(fixture, &round, "head", "", -1), "a4 0, head 0");
    static const char *const others[] = {"a2", "p1", "m1", "gone", "nobody"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_string_equal(seen(fixture, &round, others[i], "", -1), "");
        assert_string_equal(figures(fixture, &round, others[i]), "0+0 of 0");
    }
    assert_string_equal(figures(fixture, &round, "top"), "1+1 of 5");
    assert_string_equal(figures(fixture, &round, "boss"), "1+1 of 3");
    assert_string_equal(figures(fixture, &round, "head"), "0+0 of 2");
    fixture_free(fixture);
}

/* More than go into one piece. */
static void a_round_for_many(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    on_day(fixture, 2026, 3, 2);
    add_members(fixture, 4500);
    turn(fixture);
    struct register_round round = newest(fixture, "outside-positions");
    assert_standing(fixture, &round, 4502, 0, 0);
    assert_string_equal(ask(fixture, "SELECT COUNT(*) FROM message"), "9004");
    assert_string_equal(ask(fixture, "SELECT COUNT(DISTINCT recipient) FROM message"), "4502");
    turn(fixture);
    assert_string_equal(ask(fixture, "SELECT COUNT(*) FROM message"), "9004");
    assert_fine(fixture->arena, register_round_close(&fixture->body, fixture->arena, round.id,
                                                     TEXT("c1"), TEXT("Klaar")));
    assert_int_equal(newest(fixture, "outside-positions").figures.concerned, 4502);
    fixture_free(fixture);
}

/* Broken off, it is done the next time. */
static void a_program_that_stops_leaves_the_rest(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    const _Atomic bool ending = true;
    on_day(fixture, 2026, 3, 2);
    assert_fine(fixture->arena, register_rounds_turn(&fixture->body, fixture->arena, &ending));
    struct register_round round = newest(fixture, "outside-positions");
    assert_standing(fixture, &round, 0, 0, 0);
    turn(fixture);
    assert_standing(fixture, &round, 2, 0, 0);
    assert_string_equal(messages_to(fixture, "p1"), "2");
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(each_step_is_taken_once),
        ON_BOTH(steps_that_were_missed_are_taken_together),
        ON_BOTH(reminds_by_hand_between_steps),
        ON_BOTH(only_who_may_sees_who_did_not_answer),
        ON_BOTH(a_round_for_many),
        ON_BOTH(a_program_that_stops_leaves_the_rest),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
