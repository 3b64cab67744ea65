/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "round_support.h"

#include "base/clock.h"

void on_day(struct fixture *fixture, int year, int month, int day)
{
    clock_set(zone_moment(fixture->body.zone,
                          (struct date){(int16_t)year, (int8_t)month, (int8_t)day}, 6 * 3600));
}

void turn(struct fixture *fixture)
{
    assert_fine(fixture->arena, register_rounds_turn(&fixture->body, fixture->arena, NULL));
}

const char *ask(struct fixture *fixture, const char *sql)
{
    return place_ask(fixture->place, sql);
}

static struct store_session *begin(struct fixture *fixture)
{
    struct store_session *session;
    assert_fine(fixture->arena,
                store_begin_reading(fixture->store, fixture->arena, fixture->body.id, &session));
    return session;
}

struct register_round newest(struct fixture *fixture, const char *register_id)
{
    struct store_session *session = begin(fixture);
    struct register_round *rounds;
    size_t count;
    assert_fine(fixture->arena,
                register_round_list(session, fixture->arena, &fixture->body,
                                    fixture_definition(fixture, register_id), 1, &rounds, &count));
    store_end_reading(session);
    assert_int_equal(count, 1);
    return rounds[0];
}

struct register_round_count count_of(struct fixture *fixture,
                                     const struct register_definition *definition)
{
    struct store_session *session = begin(fixture);
    struct register_round_count count;
    assert_fine(fixture->arena, register_round_count(session, &fixture->body, definition, &count));
    store_end_reading(session);
    return count;
}

void assert_day(struct fixture *fixture, struct date day, const char *expected)
{
    assert_string_equal(text_string(fixture->arena, date_format(fixture->arena, day)), expected);
}

void assert_standing(struct fixture *fixture, const struct register_round *round, int concerned,
                     int in_time, int late)
{
    struct store_session *session = begin(fixture);
    struct register_round_group *groups;
    struct register_round_figures total;
    size_t count;
    assert_fine(fixture->arena,
                register_round_groups(session, fixture->arena, round->id, REGISTER_REACH_ALL, NULL,
                                      &groups, &count, &total));
    store_end_reading(session);
    assert_int_equal(total.concerned, concerned);
    assert_int_equal(total.in_time, in_time);
    assert_int_equal(total.late, late);
    const char *counted =
        ask(fixture, text_format(fixture->arena,
                                 "SELECT CAST(COUNT(*) AS TEXT) || ' ' || CAST(COALESCE(SUM(CASE "
                                 "WHEN answer = 1 THEN 1 ELSE 0 END), 0) AS TEXT) || ' ' || "
                                 "CAST(COALESCE(SUM(CASE WHEN answer = 2 THEN 1 ELSE 0 END), 0) AS "
                                 "TEXT) FROM round_person WHERE round = '%.*s'",
                                 TEXT_FORMAT(round->id))
                         .data);
    assert_string_equal(counted,
                        text_format(fixture->arena, "%d %d %d", concerned, in_time, late).data);
}

const char *steps_of(struct fixture *fixture, const struct register_round *round)
{
    struct store_session *session = begin(fixture);
    struct buffer buffer = {.arena = fixture->arena};
    struct register_round_step *steps;
    size_t count;
    assert_fine(fixture->arena,
                register_round_steps(session, fixture->arena, round->id, &steps, &count));
    store_end_reading(session);
    for (size_t i = 0; i < count; i++) {
        buffer_add_format(&buffer, "%s%lld %.*s %.*s", i ? ", " : "", (long long)steps[i].number,
                          TEXT_FORMAT(steps[i].recipient),
                          TEXT_FORMAT(date_format(fixture->arena, steps[i].due)));
        if (steps[i].done.size)
            buffer_add_format(&buffer, "=%lld", (long long)steps[i].count);
    }
    return buffer_string(&buffer);
}

struct text confirm(struct fixture *fixture, const char *person, const char *register_id,
                    const char *statement, const char *date)
{
    return fixture_write(fixture, "statements", REGISTER_DECLARE, "", 0,
                         fixture_values(fixture, "statements", "person", person, "register",
                                        register_id, "statement", statement, "date", date, NULL));
}

void withdraw(struct fixture *fixture, struct text statement)
{
    struct store_session *session = begin(fixture);
    struct register_entry entry;
    assert_fine(fixture->arena,
                register_entry_read(session, fixture->arena,
                                    fixture_definition(fixture, "statements"), statement, &entry));
    store_end_reading(session);
    fixture_write(fixture, "statements", REGISTER_WITHDRAW, text_string(fixture->arena, statement),
                  entry.revision, entry.values);
}

void add_member(struct fixture *fixture, const char *id, const char *since)
{
    fixture_write(fixture, "people", REGISTER_DECLARE, id, 0,
                  fixture_values(fixture, "people", "id", id, "name", id, "regime", "political",
                                 "office", "assembly_member", "since", since, NULL));
}

void change_person(struct fixture *fixture, const char *id, const char *office, const char *since,
                   const char *until)
{
    fixture_write(fixture, "people", REGISTER_CHANGE, id, 1,
                  fixture_values(fixture, "people", "id", id, "name", id, "regime", "political",
                                 "office", office, "since", since, "until", until, NULL));
}

struct many {
    struct fixture *fixture;
    size_t count;
};

static struct error *write_many(struct store_session *session, struct arena *arena, void *context)
{
    struct many *many = context;
    struct fixture *fixture = many->fixture;
    struct register_writer *writer;
    (void)arena;
    TRY(register_writer_begin(session, &fixture->body, NULL, &writer));
    for (size_t i = 0; i < many->count; i++) {
        const char *id = text_format(fixture->arena, "n%06zu", i).data;
        struct register_change change = {
            .definition = fixture->body.people->definition,
            .action = REGISTER_DECLARE,
            .entry = text_of(id),
            .values = fixture_values(fixture, "people", "id", id, "name", id, "regime", "political",
                                     "office", "assembly_member", NULL),
            .actor = TEXT("tester"),
        };
        TRY(register_writer_put(writer, &change, NULL));
    }
    return register_writer_end(writer);
}

void add_members(struct fixture *fixture, size_t count)
{
    struct many many = {fixture, count};
    assert_fine(fixture->arena,
                store_change(fixture->store, fixture->arena, fixture->body.id, write_many, &many));
}

void add_role(struct fixture *fixture, const char *person, const char *role, const char *unit)
{
    fixture_write(
        fixture, "roles", REGISTER_DECLARE, "", 0,
        fixture_values(fixture, "roles", "person", person, "role", role, "unit", unit, NULL));
}

const char *messages_to(struct fixture *fixture, const char *person)
{
    return ask(fixture, text_format(fixture->arena,
                                    "SELECT COUNT(*) FROM message WHERE recipient = '%s'", person)
                            .data);
}
