/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "round_support.h"

#include "people/message.h"
#include "store/job.h"

#include <pthread.h>

/* March 2026 begins on a Sunday, clocks go forward on the 29th, and the 27th of April is the King's
 * birthday. */
static void opens_in_its_month(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    on_day(fixture, 2026, 2, 28);
    turn(fixture);
    assert_string_equal(ask(fixture, "SELECT COUNT(*) FROM round"), "0");
    on_day(fixture, 2026, 3, 1);
    turn(fixture);
    assert_string_equal(ask(fixture, "SELECT COUNT(*) FROM round"), "2");
    struct register_round round = newest(fixture, "outside-positions");
    assert_day(fixture, round.start, "2026-03-01");
    assert_day(fixture, round.opened, "2026-03-01");
    assert_day(fixture, round.due, "2026-03-30");
    assert_day(fixture, round.closes, "2026-04-28");
    assert_int_equal(round.opened_by.size, 0);
    assert_standing(fixture, &round, 2, 0, 0);
    assert_string_equal(steps_of(fixture, &round),
                        "1 holder 2026-03-02, 2 holder 2026-03-16, 3 clerk 2026-03-30, "
                        "4 chair 2026-04-13");
    on_day(fixture, 2026, 3, 2);
    turn(fixture);
    assert_string_equal(ask(fixture, "SELECT COUNT(*) FROM round"), "2");
    assert_string_equal(ask(fixture, "SELECT COUNT(*) FROM round_person"), "4");
    fixture_free(fixture);
}

/* A program that did not run on the first day has the rest of the month. */
static void opens_late_in_its_month_and_not_after(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    on_day(fixture, 2026, 3, 20);
    turn(fixture);
    struct register_round round = newest(fixture, "outside-positions");
    assert_day(fixture, round.start, "2026-03-01");
    assert_day(fixture, round.opened, "2026-03-20");
    assert_day(fixture, round.due, "2026-04-17");
    on_day(fixture, 2026, 5, 1);
    turn(fixture);
    assert_string_equal(ask(fixture, "SELECT COUNT(*) FROM round WHERE register = 'gifts'"), "0");
    fixture_free(fixture);
}

struct program {
    struct fixture *fixture;
    struct store *store;
    struct arena *arena;
    const struct error *error;
};

static void *run_program(void *context)
{
    struct program *program = context;
    struct register_body body = program->fixture->body;
    body.store = program->store;
    program->error = register_rounds_turn(&body, program->arena, NULL);
    return NULL;
}

static void two_programs_open_one(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct program programs[2];
    pthread_t threads[2];
    add_members(fixture, 40);
    on_day(fixture, 2026, 3, 2);
    for (size_t i = 0; i < 2; i++) {
        programs[i] = (struct program){fixture, fixture->store, arena_new(), NULL};
        if (i)
            programs[i].store = place_open(fixture->place, (struct store_options){0});
        assert_int_equal(pthread_create(&threads[i], NULL, run_program, &programs[i]), 0);
    }
    for (size_t i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        assert_fine(programs[i].arena, programs[i].error);
        if (i)
            store_close(programs[i].store);
        arena_free(programs[i].arena);
    }
    turn(fixture);
    assert_string_equal(ask(fixture, "SELECT COUNT(*) FROM round"), "2");
    assert_string_equal(ask(fixture, "SELECT COUNT(*) FROM message"), "84");
    struct register_round round = newest(fixture, "outside-positions");
    assert_standing(fixture, &round, 42, 0, 0);
    fixture_free(fixture);
}

static void counts_who_confirmed_since_it_began(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    on_day(fixture, 2026, 3, 1);
    confirm(fixture, "p1", "outside-positions", "unchanged", "2026-02-28");
    turn(fixture);
    struct register_round round = newest(fixture, "outside-positions");
    assert_standing(fixture, &round, 2, 0, 0);
    confirm(fixture, "p1", "gifts", "none", "2026-03-01");
    confirm(fixture, "p1", "outside-positions", "not_received", "2026-03-01");
    assert_standing(fixture, &round, 2, 0, 0);
    /* On paper, on the first; the last day is in time, the day after is late. */
    confirm(fixture, "p2", "outside-positions", "none", "2026-03-01");
    assert_standing(fixture, &round, 2, 1, 0);
    on_day(fixture, 2026, 3, 31);
    struct text late = confirm(fixture, "p1", "outside-positions", "unchanged", "2026-03-31");
    assert_standing(fixture, &round, 2, 1, 1);
    confirm(fixture, "p1", "outside-positions", "unchanged", "2026-03-30");
    assert_standing(fixture, &round, 2, 2, 0);
    /* What is withdrawn was not said. */
    withdraw(fixture, late);
    assert_standing(fixture, &round, 2, 2, 0);
    turn(fixture);
    assert_standing(fixture, &round, 2, 2, 0);
    fixture_free(fixture);
}

static void a_statement_that_is_withdrawn_counts_no_more(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    on_day(fixture, 2026, 3, 5);
    turn(fixture);
    struct register_round round = newest(fixture, "outside-positions");
    struct text statement = confirm(fixture, "p1", "outside-positions", "none", "2026-03");
    assert_standing(fixture, &round, 2, 1, 0);
    withdraw(fixture, statement);
    assert_standing(fixture, &round, 2, 0, 0);
    fixture_free(fixture);
}

static void who_leaves_drops_out_and_who_comes_is_added(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    on_day(fixture, 2026, 3, 2);
    turn(fixture);
    struct register_round round = newest(fixture, "outside-positions");
    confirm(fixture, "p1", "outside-positions", "none", "2026-03-02");
    assert_standing(fixture, &round, 2, 1, 0);
    change_person(fixture, "p1", "assembly_member", "", "2026-03-01");
    assert_standing(fixture, &round, 1, 0, 0);
    /* Somebody who is not in office yet comes in by the day alone. */
    add_member(fixture, "p3", "2026-03-10");
    assert_standing(fixture, &round, 1, 0, 0);
    add_member(fixture, "p4", "");
    assert_standing(fixture, &round, 2, 0, 0);
    assert_string_equal(messages_to(fixture, "p4"), "0");
    on_day(fixture, 2026, 3, 10);
    turn(fixture);
    assert_standing(fixture, &round, 3, 0, 0);
    /* Each of both rounds invites them, once. */
    turn(fixture);
    assert_string_equal(messages_to(fixture, "p3"), "2");
    assert_string_equal(messages_to(fixture, "p4"), "2");
    assert_string_equal(messages_to(fixture, "p1"), "2");
    fixture_free(fixture);
}

static void many_at_once_are_left_to_the_job(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    on_day(fixture, 2026, 3, 2);
    turn(fixture);
    struct register_round round = newest(fixture, "outside-positions");
    add_members(fixture, 150);
    assert_string_equal(ask(fixture, "SELECT COUNT(*) FROM job WHERE kind = 'rounds'"), "1");
    round = newest(fixture, "outside-positions");
    assert_int_equal(round.followed.year, 0);
    turn(fixture);
    assert_standing(fixture, &round, 152, 0, 0);
    round = newest(fixture, "outside-positions");
    assert_day(fixture, round.followed, "2026-03-02");
    fixture_free(fixture);
}

static void opens_once_by_hand(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    const struct register_definition *gifts = fixture_definition(fixture, "gifts");
    struct text id;
    on_day(fixture, 2026, 3, 12);
    confirm(fixture, "p1", "gifts", "none", "2026-03-11");
    assert_fine(fixture->arena, register_round_open(&fixture->body, fixture->arena, gifts,
                                                    TEXT("c1"), TEXT("Na de kermis"), &id));
    const struct error *error = register_round_open(&fixture->body, fixture->arena, gifts,
                                                    TEXT("c1"), TEXT("Nog eens"), NULL);
    assert_non_null(error);
    assert_int_equal(error->kind, ERROR_CONFLICT);
    turn(fixture);
    struct register_round round = newest(fixture, "gifts");
    assert_true(text_equal(round.id, id));
    assert_day(fixture, round.start, "2026-03-12");
    assert_true(text_is(round.opened_by, "c1") && text_is(round.reason, "Na de kermis"));
    assert_standing(fixture, &round, 2, 0, 0);
    /* The one that comes by plan takes its place. */
    on_day(fixture, 2026, 4, 1);
    turn(fixture);
    struct register_round next = newest(fixture, "gifts");
    assert_day(fixture, next.start, "2026-04-01");
    assert_string_equal(ask(fixture, "SELECT concerned FROM round WHERE register = 'gifts' AND"
                                     " closed IS NOT NULL"),
                        "2");
    fixture_free(fixture);
}

static void closes_with_its_figures(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    add_member(fixture, "p3", "");
    on_day(fixture, 2026, 3, 1);
    turn(fixture);
    struct register_round round = newest(fixture, "outside-positions");
    confirm(fixture, "p1", "outside-positions", "none", "2026-03-01");
    on_day(fixture, 2026, 4, 28);
    confirm(fixture, "p2", "outside-positions", "none", "2026-04-28");
    turn(fixture);
    assert_int_equal(newest(fixture, "outside-positions").closed.size, 0);
    on_day(fixture, 2026, 4, 29);
    turn(fixture);
    round = newest(fixture, "outside-positions");
    assert_true(round.closed.size > 0 && !round.closed_by.size);
    assert_int_equal(round.figures.concerned, 3);
    assert_int_equal(round.figures.in_time, 1);
    assert_int_equal(round.figures.late, 1);
    assert_int_equal(register_round_missing(round.figures), 1);
    /* What comes afterwards changes nothing of it. */
    confirm(fixture, "p3", "outside-positions", "none", "2026-04-29");
    change_person(fixture, "p1", "assembly_member", "", "2026-04-01");
    turn(fixture);
    assert_standing(fixture, &round, 3, 1, 1);
    const struct error *error =
        register_round_close(&fixture->body, fixture->arena, round.id, TEXT("c1"), TEXT("Klaar"));
    assert_true(error && error->kind == ERROR_CONFLICT);
    error = register_round_remind(&fixture->body, fixture->arena, round.id, TEXT("c1"));
    assert_true(error && error->kind == ERROR_CONFLICT);
    fixture_free(fixture);
}

static void closes_by_hand(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    on_day(fixture, 2026, 3, 2);
    assert_fine(fixture->arena, register_round_open(&fixture->body, fixture->arena,
                                                    fixture_definition(fixture, "gifts"),
                                                    TEXT("c1"), TEXT("Nu"), NULL));
    struct register_round round = newest(fixture, "gifts");
    const struct error *error =
        register_round_close(&fixture->body, fixture->arena, round.id, TEXT("c1"), TEXT("Klaar"));
    assert_true(error && error->kind == ERROR_BUSY);
    turn(fixture);
    assert_string_equal(ask(fixture, "SELECT COUNT(*) FROM message WHERE state = 'waiting' AND"
                                     " content LIKE '%gifts%'"),
                        "2");
    assert_fine(fixture->arena, register_round_close(&fixture->body, fixture->arena, round.id,
                                                     TEXT("c1"), TEXT("Klaar")));
    round = newest(fixture, "gifts");
    assert_true(text_is(round.closed_by, "c1") && text_is(round.closing, "Klaar"));
    assert_int_equal(round.figures.concerned, 2);
    assert_string_equal(ask(fixture, "SELECT COUNT(*) FROM message WHERE state = 'dropped'"), "2");
    turn(fixture);
    fixture_free(fixture);
}

/* The months, the year and the last day of a month count where the day is not known. */
static void the_public_is_told_the_same(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    const struct register_definition *positions = fixture_definition(fixture, "outside-positions");
    on_day(fixture, 2026, 3, 3);
    add_member(fixture, "p3", "2026-03-20");
    confirm(fixture, "p1", "outside-positions", "none", "2026-03");
    withdraw(fixture, confirm(fixture, "p2", "outside-positions", "none", "2026-03-02"));
    struct register_round_count count = count_of(fixture, positions);
    assert_int_equal(count.concerned, 2);
    assert_int_equal(count.confirmed, 1);
    on_day(fixture, 2026, 3, 20);
    count = count_of(fixture, positions);
    assert_int_equal(count.concerned, 3);
    assert_int_equal(count.confirmed, 1);
    fixture_free(fixture);
}

static void what_is_asked_of_somebody(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct register_round_question *questions;
    struct store_session *session;
    size_t count;
    bool asks;
    on_day(fixture, 2026, 3, 2);
    turn(fixture);
    confirm(fixture, "p1", "outside-positions", "none", "2026-03-02");
    assert_fine(fixture->arena,
                store_begin_reading(fixture->store, fixture->arena, fixture->body.id, &session));
    assert_fine(fixture->arena, register_round_questions(session, fixture->arena, &fixture->body,
                                                         TEXT("p1"), &questions, &count));
    assert_int_equal(count, 2);
    for (size_t i = 0; i < count; i++) {
        assert_day(fixture, questions[i].due, "2026-03-30");
        assert_int_equal(questions[i].answered,
                         text_is(questions[i].definition->id, "outside-positions"));
    }
    assert_fine(fixture->arena, register_round_questions(session, fixture->arena, &fixture->body,
                                                         TEXT("m1"), &questions, &count));
    assert_int_equal(count, 0);
    const struct register_definition *gifts = fixture_definition(fixture, "gifts");
    assert_fine(fixture->arena,
                register_round_asks(session, &fixture->body, gifts, TEXT("p1"), &asks));
    assert_true(asks);
    assert_fine(fixture->arena,
                register_round_asks(session, &fixture->body, gifts, TEXT("m1"), &asks));
    assert_false(asks);
    store_end_reading(session);
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(opens_in_its_month),
        ON_BOTH(opens_late_in_its_month_and_not_after),
        ON_BOTH(two_programs_open_one),
        ON_BOTH(counts_who_confirmed_since_it_began),
        ON_BOTH(a_statement_that_is_withdrawn_counts_no_more),
        ON_BOTH(who_leaves_drops_out_and_who_comes_is_added),
        ON_BOTH(many_at_once_are_left_to_the_job),
        ON_BOTH(opens_once_by_hand),
        ON_BOTH(closes_with_its_figures),
        ON_BOTH(closes_by_hand),
        ON_BOTH(the_public_is_told_the_same),
        ON_BOTH(what_is_asked_of_somebody),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
