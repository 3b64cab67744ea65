/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "base/clock.h"
#include "people/message.h"
#include "store/job.h"

#include <stdio.h>
#include <string.h>

/* The queue: what is put in it, dropped and counted. tests/people/post.c sends it. */

static const struct people_message reminder = {
    .recipient = {"p1", 2},
    .kind = PEOPLE_MESSAGE_REMINDER,
    .language = LANGUAGE_ENGLISH,
    .about = {"gifts/2026-03", 13},
    .topic = {"gifts", 5},
    .path = {"/mijn/geschenken", 16},
    .until = {2026, 4, 1},
    .count = 3,
};

/* COUNT messages like PATTERN, each to a person of its own when there are more. */
struct putting {
    struct people_message pattern;
    size_t count;
    struct arena *scratch;
};

static struct error *put(struct store_session *session, struct arena *arena, void *context)
{
    const struct putting *putting = context;
    struct people_messages *messages = people_messages_begin(session, putting->scratch);
    (void)arena;
    for (size_t i = 0; i < putting->count; i++) {
        char person[32];
        char id[32];
        struct people_message message = putting->pattern;
        snprintf(person, sizeof person, "person-%zu", i);
        snprintf(id, sizeof id, "round-%zu", i);
        if (putting->count > 1) {
            message.recipient = text_of(person);
            message.id = text_of(id);
        }
        TRY(people_messages_put(messages, &message));
    }
    return people_messages_end(messages);
}

static struct error *put_all(struct fixture *fixture, struct putting putting)
{
    return store_change(fixture->store, fixture->arena, TEXT("a"), put, &putting);
}

struct dropping {
    struct text about;
    struct text recipient;
    int64_t count;
};

static struct error *drop(struct store_session *session, struct arena *arena, void *context)
{
    struct dropping *dropping = context;
    (void)arena;
    return people_message_drop(session, dropping->about, dropping->recipient, "it was answered",
                               &dropping->count);
}

static struct people_message_counts count_all(struct fixture *fixture, const char *about)
{
    struct people_message_counts counts;
    struct store_session *session;
    assert_fine(fixture->arena,
                store_begin_reading(fixture->store, fixture->arena, TEXT("a"), &session));
    assert_fine(fixture->arena, people_message_count(session, text_of(about), &counts));
    store_end_reading(session);
    return counts;
}

static void keeps_what_is_put(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct putting putting = {.pattern = reminder, .count = 1};
    int64_t due;
    putting.pattern.planned = fixture->context.now + PEOPLE_HOUR;
    assert_fine(fixture->arena, put_all(fixture, putting));
    assert_string_equal(
        place_ask(fixture->place, "SELECT recipient || ' ' || kind || ' ' || language || ' ' || "
                                  "about || ' ' || content || ' ' || planned || ' ' || state "
                                  "FROM message"),
        "p1 reminder en gifts/2026-03 "
        "{\"topic\":\"gifts\",\"path\":\"/mijn/geschenken\",\"until\":\"2026-04-01\",\"count\":3} "
        "2026-03-12T10:30:10.000000Z waiting");
    /* It is its own job that sends it, from then on. */
    assert_fine(fixture->arena, store_job_next(fixture->store, fixture->arena, TEXT("a"), &due));
    assert_int_equal(due, putting.pattern.planned);
    assert_fine(fixture->arena, store_job_next(fixture->store, fixture->arena, TEXT("b"), &due));
    assert_true(due == INT64_MAX);
    fixture_free(fixture);
}

static void puts_an_id_once(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct putting putting = {.pattern = reminder, .count = 1};
    assert_fine(fixture->arena, put_all(fixture, putting));
    assert_fine(fixture->arena, put_all(fixture, putting)); /* by chance: another one */
    putting.pattern.id = TEXT("gifts-2026-03-p1-1");
    assert_fine(fixture->arena, put_all(fixture, putting));
    assert_fine(fixture->arena, put_all(fixture, putting));
    assert_string_equal(place_ask(fixture->place, "SELECT COUNT(*) FROM message"), "3");
    fixture_free(fixture);
}

static void refuses_what_cannot_be_sent(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    static const char *const recipients[] = {"",          "p1\nBcc: x",    "a b@c.example",
                                             "a@b@c.nl",  "<a@b.example>", "a@b.example\r\nX: y",
                                             "@b.example"};
    static const char *const paths[] = {"", "mijn", "//evil.example/", "https://evil.example/",
                                        "/mijn\r\n"};
    for (size_t i = 0; i < sizeof recipients / sizeof *recipients; i++) {
        struct putting putting = {.pattern = reminder, .count = 1};
        putting.pattern.recipient = text_of(recipients[i]);
        assert_non_null(put_all(fixture, putting));
    }
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct putting putting = {.pattern = reminder, .count = 1};
        putting.pattern.path = text_of(paths[i]);
        assert_non_null(put_all(fixture, putting));
    }
    assert_string_equal(place_ask(fixture->place, "SELECT COUNT(*) FROM message"), "0");
    assert_string_equal(place_ask(fixture->place, "SELECT COUNT(*) FROM job"), "0");
    fixture_free(fixture);
}

static void drops_what_is_needed_no_more(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct dropping one = {.about = TEXT("gifts/2026-03"), .recipient = TEXT("person-1")};
    struct dropping rest = {.about = TEXT("gifts/2026-03")};
    struct people_message_record *records;
    struct store_session *session;
    size_t count;
    struct putting putting = {.pattern = reminder, .count = 4};
    assert_fine(fixture->arena, put_all(fixture, putting));
    putting.pattern.about = TEXT("trips/2026-03");
    putting.count = 1;
    assert_fine(fixture->arena, put_all(fixture, putting));
    assert_fine(fixture->arena,
                store_change(fixture->store, fixture->arena, TEXT("a"), drop, &one));
    assert_int_equal(one.count, 1);
    struct people_message_counts counts = count_all(fixture, "gifts/2026-03");
    assert_int_equal(counts.counts[PEOPLE_MESSAGE_REMINDER][PEOPLE_MESSAGE_WAITS], 3);
    assert_int_equal(counts.counts[PEOPLE_MESSAGE_REMINDER][PEOPLE_MESSAGE_DROPPED], 1);
    assert_fine(fixture->arena,
                store_change(fixture->store, fixture->arena, TEXT("a"), drop, &rest));
    assert_int_equal(rest.count, 3);
    counts = count_all(fixture, "trips/2026-03");
    assert_int_equal(counts.counts[PEOPLE_MESSAGE_REMINDER][PEOPLE_MESSAGE_WAITS], 1);

    /* Who was asked stays, but not what. */
    assert_fine(fixture->arena,
                store_begin_reading(fixture->store, fixture->arena, TEXT("a"), &session));
    assert_fine(fixture->arena,
                people_message_list(session, fixture->arena, TEXT("gifts/2026-03"),
                                    PEOPLE_MESSAGE_DROPPED, NULL, &records, &count));
    assert_int_equal(count, 4);
    assert_true(text_is(records[1].recipient, "person-1"));
    assert_true(text_is(records[1].reason, "it was answered"));
    assert_true(records[1].settled > 0);
    assert_fine(fixture->arena,
                people_message_list(session, fixture->arena, TEXT("gifts/2026-03"),
                                    PEOPLE_MESSAGE_DROPPED, &records[1], &records, &count));
    assert_int_equal(count, 2);
    assert_fine(fixture->arena, people_message_history(session, fixture->arena, TEXT("p1"), NULL,
                                                       &records, &count));
    assert_int_equal(count, 1);
    assert_true(text_is(records->about, "trips/2026-03"));
    assert_int_equal(records->state, PEOPLE_MESSAGE_WAITS);
    assert_fine(fixture->arena, people_message_history(session, fixture->arena, TEXT("p1"), records,
                                                       &records, &count));
    assert_int_equal(count, 0);
    store_end_reading(session);
    assert_string_equal(place_ask(fixture->place,
                                  "SELECT COUNT(*) FROM message WHERE about = 'gifts/2026-03' AND "
                                  "content = ''"),
                        "4");
    fixture_free(fixture);
}

/* A round for a hundred thousand people: seconds, and no more memory than for a few. */
static void holds_a_round_for_everybody(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct putting putting = {.pattern = reminder, .count = 2000, .scratch = arena_new()};
    struct arena *arena = fixture->arena;
    putting.pattern.about = TEXT("few");
    assert_fine(arena, put_all(fixture, putting));
    size_t few = arena_size(arena) + arena_size(putting.scratch);
    assert_string_equal(place_ask(fixture->place, "DELETE FROM message"), "");
    putting.pattern.about = TEXT("gifts/2026-03");
    putting.count = 100000;
    int64_t start = clock_monotonic();
    assert_fine(arena, put_all(fixture, putting));
    int64_t end = clock_monotonic();
    size_t many = arena_size(arena) + arena_size(putting.scratch);
    print_message("# 100,000 messages: %lld ms, %zu kB\n", (long long)(end - start) / 1000,
                  many / 1024);
    assert_true(end - start < 60 * PEOPLE_MINUTE / 60);
    assert_true(many < few + (size_t)256 * 1024);
    start = clock_monotonic();
    struct people_message_counts counts = count_all(fixture, "gifts/2026-03");
    end = clock_monotonic();
    print_message("# counted: %lld ms\n", (long long)(end - start) / 1000);
    assert_int_equal(counts.counts[PEOPLE_MESSAGE_REMINDER][PEOPLE_MESSAGE_WAITS], 100000);
    struct dropping all = {.about = TEXT("gifts/2026-03")};
    start = clock_monotonic();
    int64_t dropped = 0;
    do {
        assert_fine(arena, store_change(fixture->store, arena, TEXT("a"), drop, &all));
        dropped += all.count;
        assert_true(all.count <= 1000);
    } while (all.count);
    print_message("# dropped: %lld ms\n", (long long)(clock_monotonic() - start) / 1000);
    assert_int_equal(dropped, 100000);
    arena_free(putting.scratch);
    fixture_free(fixture);
}

static void waits_for_the_morning(void **state)
{
    struct arena *arena = arena_new();
    const struct zone *zone;
    int64_t now;
    (void)state;
    assert_null(zone_load(arena, "Europe/Amsterdam", &zone));
    assert_true(clock_parse(TEXT("2026-10-24T12:00:00.000000Z"), &now));
    assert_int_equal(people_message_due(PEOPLE_MESSAGE_LOST, zone, now), now);
    struct text morning =
        clock_format(arena, people_message_due(PEOPLE_MESSAGE_DECISION, zone, now));
    assert_string_equal(morning.data, "2026-10-25T06:00:00.000000Z"); /* clocks went back */
    assert_true(clock_parse(TEXT("2026-07-01T04:59:00.000000Z"), &now));
    morning = clock_format(arena, people_message_due(PEOPLE_MESSAGE_DECISION, zone, now));
    assert_string_equal(morning.data, "2026-07-01T05:00:00.000000Z");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(keeps_what_is_put),           ON_BOTH(puts_an_id_once),
        ON_BOTH(refuses_what_cannot_be_sent), ON_BOTH(drops_what_is_needed_no_more),
        ON_BOTH(holds_a_round_for_everybody), cmocka_unit_test(waits_for_the_morning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
