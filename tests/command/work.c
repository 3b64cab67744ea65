/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "example.h"
#include "fixture.h"
#include "mail_server.h"
#include "talk.h"

#include "base/clock.h"
#include "command/work.h"
#include "people/message.h"
#include "register/memo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The jobs of a server, with kinds of our own and with those of the program. */

static const int64_t second = 1000000;
static const int64_t hour = INT64_C(3600000000);

/* Noon in Amsterdam on Saturday 24 October 2026; clocks go back that night. */
static const int64_t noon = INT64_C(1792836000000000);

static _Atomic int done;
static _Atomic int failing; /* how many times from now */
static _Atomic bool begun;
static _Atomic bool slow;

static void nap(int milliseconds)
{
    nanosleep(&(struct timespec){.tv_sec = milliseconds / 1000,
                                 .tv_nsec = milliseconds % 1000 * 1000000L},
              NULL);
}

/* Waits until COUNT jobs were done; the test fails after some seconds. */
static void wait_for(int count)
{
    int64_t deadline = clock_monotonic() + 20 * second;
    while (atomic_load(&done) < count && clock_monotonic() < deadline)
        nap(5);
    assert_int_equal(atomic_load(&done), count);
}

static struct error *deed(struct command_task *task)
{
    atomic_store(&begun, true);
    while (atomic_load(&slow) && !atomic_load(task->ending))
        nap(1);
    if (atomic_load(&failing) > 0) {
        atomic_fetch_sub(&failing, 1);
        return error_new(task->arena, ERROR_UNAVAILABLE, "the world is away");
    }
    atomic_fetch_add(&done, 1);
    return NULL;
}

static struct error *thrice(struct command_task *task)
{
    if (atomic_fetch_add(&done, 1) < 2)
        task->again = clock_now();
    return NULL;
}

static const struct command_work_kind kinds[] = {
    {"daily", 8, deed},
    {"deed", COMMAND_WHEN_ADDED, deed},
    {"thrice", COMMAND_WHEN_ADDED, thrice},
    {0},
};
static const struct command_work_kind only_added[] = {
    {"deed", COMMAND_WHEN_ADDED, deed},
    {"thrice", COMMAND_WHEN_ADDED, thrice},
    {0},
};

struct post {
    struct fixture *fixture;
    struct register_bodies bodies;
    struct example example;
    struct web_server *server;
    struct command_work *work;
    char *told;
    size_t told_size;
    FILE *errors;
};

static struct post *post_new(void **state)
{
    struct post *post = calloc(1, sizeof *post);
    post->fixture = fixture_new(dialect_of(state));
    post->bodies = (struct register_bodies){&post->fixture->body, 1};
    post->errors = open_memstream(&post->told, &post->told_size);
    struct web_options options = example_options(&post->example, "127.0.0.1:0");
    assert_fine(post->fixture->arena,
                web_server_start(post->fixture->arena, &options, &post->server));
    atomic_store(&done, 0);
    atomic_store(&failing, 0);
    atomic_store(&begun, false);
    atomic_store(&slow, false);
    clock_set(noon);
    return post;
}

static void start(struct post *post, const struct command_work_kind *which)
{
    assert_fine(post->fixture->arena, command_work_start(post->fixture->arena, &post->bodies, which,
                                                         post->errors, post->server, &post->work));
}

static void post_free(struct post *post)
{
    clock_set(0);
    web_server_stop(post->server, 1);
    fclose(post->errors);
    free(post->told);
    fixture_free(post->fixture);
    free(post);
}

struct addition {
    const char *id;
    const char *kind;
    int64_t due;
};

static struct error *add(struct store_session *session, struct arena *arena, void *context)
{
    const struct addition *addition = context;
    (void)arena;
    return store_job_add(session, text_of(addition->id), text_of(addition->kind), addition->due,
                         TEXT(""));
}

static void add_job(struct post *post, const char *id, const char *kind, int64_t due)
{
    assert_fine(post->fixture->arena,
                store_change(post->fixture->store, post->fixture->arena, post->fixture->body.id,
                             add, &(struct addition){id, kind, due}));
}

static int64_t next_job(struct post *post)
{
    int64_t moment;
    assert_fine(post->fixture->arena, store_job_next(post->fixture->store, post->fixture->arena,
                                                     post->fixture->body.id, &moment));
    return moment;
}

/* Waits until the next job is due at MOMENT; the test fails after some seconds. */
static void wait_for_next(struct post *post, int64_t moment)
{
    int64_t deadline = clock_monotonic() + 20 * second;
    while (next_job(post) != moment && clock_monotonic() < deadline)
        nap(5);
    assert_int_equal(next_job(post), moment);
}

static void does_what_is_added(void **state)
{
    struct post *post = post_new(state);
    start(post, only_added);
    nap(50);
    int64_t begin = clock_monotonic();
    add_job(post, "one", "deed", noon);
    wait_for(1);
    assert_true(clock_monotonic() - begin < 3 * second);
    add_job(post, "two", "deed", noon);
    add_job(post, "three", "deed", noon);
    add_job(post, "later", "deed", noon + hour);
    wait_for(3);
    clock_set(noon + hour);
    wait_for(4);
    command_work_stop(post->work);
    assert_true(next_job(post) == INT64_MAX);
    post_free(post);
}

/* At eight by the body's clock, before and after it is put back. */
static void recurs_at_an_hour(void **state)
{
    struct post *post = post_new(state);
    start(post, kinds);
    wait_for(1); /* eight o'clock went by */
    command_work_stop(post->work);
    assert_int_equal(next_job(post), noon + 21 * hour);

    /* Nothing is done twice by starting again. */
    start(post, kinds);
    nap(100);
    clock_set(noon + 21 * hour - 1);
    nap(1200);
    wait_for(1);
    clock_set(noon + 21 * hour);
    wait_for(2);
    command_work_stop(post->work);
    assert_int_equal(next_job(post), noon + 45 * hour);

    /* What was missed is done once, however long the server was away. */
    clock_set(noon + 240 * hour);
    start(post, kinds);
    wait_for(3);
    command_work_stop(post->work);
    wait_for(3);
    assert_int_equal(next_job(post), noon + 261 * hour);
    post_free(post);
}

static void tries_again_later(void **state)
{
    struct post *post = post_new(state);
    atomic_store(&failing, 2);
    start(post, only_added);
    add_job(post, "one", "deed", noon);
    wait_for_next(post, noon + 60 * second);
    clock_set(noon + 60 * second);
    wait_for_next(post, noon + 180 * second);
    clock_set(noon + 180 * second);
    wait_for(1);
    add_job(post, "two", "what nobody knows", noon);
    wait_for_next(post, noon + 240 * second);
    command_work_stop(post->work);
    fflush(post->errors);
    assert_non_null(strstr(post->told, "waarborg: proef: deed: the world is away\n"));
    assert_non_null(strstr(post->told, "waarborg: proef: what nobody knows: this program does not "
                                       "know such a job\n"));
    post_free(post);
}

static void does_it_in_parts(void **state)
{
    struct post *post = post_new(state);
    start(post, only_added);
    add_job(post, "one", "thrice", noon);
    wait_for(3);
    command_work_stop(post->work);
    assert_true(next_job(post) == INT64_MAX);
    post_free(post);
}

/* The job under way is told, and what waits is left to the next start. */
static void ends_when_it_is_told(void **state)
{
    struct post *post = post_new(state);
    atomic_store(&slow, true);
    add_job(post, "one", "deed", noon);
    add_job(post, "two", "deed", noon);
    start(post, only_added);
    while (!atomic_load(&begun))
        nap(1);
    int64_t begin = clock_monotonic();
    command_work_stop(post->work);
    assert_true(clock_monotonic() - begin < 5 * second);
    assert_int_equal(atomic_load(&done), 1);
    assert_int_equal(next_job(post), noon);
    post_free(post);
}

/* A body whose definitions changed is not written to. */
static void leaves_alone_what_is_outdated(void **state)
{
    struct post *post = post_new(state);
    post->fixture->body.outdated = true;
    add_job(post, "one", "deed", noon);
    start(post, kinds);
    nap(300);
    command_work_stop(post->work);
    assert_int_equal(atomic_load(&done), 0);
    assert_int_equal(next_job(post), noon);
    post_free(post);
}

static void shares_with_another_server(void **state)
{
    enum { JOBS = 40 };
    struct post *post = post_new(state);
    struct command_work *other;
    struct register_body body = post->fixture->body;
    struct register_bodies bodies = {&body, 1};
    char id[16];
    assert_fine(post->fixture->arena,
                store_open(post->fixture->arena, post->fixture->place->address,
                           &(struct store_options){.readers = 2}, &body.store));
    for (int i = 0; i < JOBS; i++) {
        snprintf(id, sizeof id, "job-%d", i);
        add_job(post, id, "deed", noon);
    }
    start(post, only_added);
    assert_fine(post->fixture->arena, command_work_start(post->fixture->arena, &bodies, only_added,
                                                         post->errors, post->server, &other));
    wait_for(JOBS);
    nap(100);
    command_work_stop(post->work);
    command_work_stop(other);
    store_close(body.store);
    assert_int_equal(atomic_load(&done), JOBS);
    assert_true(next_job(post) == INT64_MAX);
    post_free(post);
}

/* What ended yesterday is of the past from midnight on, with the kinds of the program. */
/* Waits until the day's turn is due at MOMENT, whatever else is done every day. */
static void wait_for_midnight(struct post *post, int64_t moment)
{
    const char *wanted = clock_format(post->fixture->arena, moment).data;
    int64_t deadline = clock_monotonic() + 20 * second;
    const char *due = "";
    while (strcmp(due, wanted) != 0 && clock_monotonic() < deadline) {
        nap(5);
        due = place_ask(post->fixture->place, "SELECT due FROM job WHERE id = 'midnight'");
    }
    assert_string_equal(due, wanted);
}

static void turns_the_day(void **state)
{
    struct post *post = post_new(state);
    static const char *const current =
        "SELECT current FROM register_outside_positions ORDER BY entry LIMIT 1";
    fixture_write(post->fixture, "outside-positions", REGISTER_DECLARE, "", 0,
                  fixture_values(post->fixture, "outside-positions", "person", "p1", "role", "lid",
                                 "organisation", "Stichting Proef", "paid", "no", "ex_officio",
                                 "no", "since", "2024-01-01", "until", "2026-10-24", NULL));
    assert_string_equal(place_ask(post->fixture->place, current), "1");
    start(post, command_work_kinds);
    wait_for_midnight(post, noon + 12 * hour);
    assert_string_equal(place_ask(post->fixture->place, current), "1");
    clock_set(noon + 12 * hour);
    wait_for_midnight(post, noon + 37 * hour); /* the night has an hour more */
    command_work_stop(post->work);
    assert_string_equal(place_ask(post->fixture->place, current), "0");
    post_free(post);
}

static struct error *put_message(struct store_session *session, struct arena *arena, void *context)
{
    (void)arena;
    (void)context;
    return people_message_put(session, &(struct people_message){.recipient = TEXT("p1"),
                                                                .kind = PEOPLE_MESSAGE_REMINDER,
                                                                .topic = TEXT("gifts"),
                                                                .path = TEXT("/mijn/geschenken"),
                                                                .planned = noon});
}

/* As the organisation file says; what is put while it runs is there within a second or two. */
static void sends_mail(void **state)
{
    static const char *const plain[] = {NULL};
    static const char *const jobs = "SELECT COUNT(*) FROM job WHERE id = 'mail'";
    struct post *post = post_new(state);
    struct fixture *fixture = post->fixture;
    struct mail_server *server = mail_server_start(fixture->arena, plain);
    struct register_organisation organisation = *fixture->body.organisation;
    organisation.mail = (struct register_mail){
        .server = text_format(fixture->arena, "smtp://127.0.0.1:%.*s", TEXT_FORMAT(server->port)),
        .from = TEXT("registers@proef.example"),
    };
    fixture->body.organisation = &organisation;
    start(post, command_work_kinds);
    nap(50);
    assert_fine(fixture->arena,
                store_change(fixture->store, fixture->arena, fixture->body.id, put_message, NULL));
    mail_server_wait(server);
    for (int i = 0; i < 1000 && strcmp(place_ask(fixture->place, jobs), "0") != 0; i++)
        nap(5);
    command_work_stop(post->work);
    assert_string_equal(place_ask(fixture->place, jobs), "0");
    assert_non_null(strstr(mail_server_read(server, 1), "\nfrom: Provincie Proef <registers@"));
    assert_string_equal(place_ask(fixture->place, "SELECT state FROM message"), "sent");
    mail_server_stop(server);
    post_free(post);
}

static struct error *erase(struct store_session *session, struct arena *arena, void *context)
{
    const struct fixture *fixture = context;
    struct register_writer *writer;
    TRY(register_writer_begin(session, &fixture->body, arena, &writer));
    TRY(register_writer_erase(writer, fixture_definition(fixture, "people"), TEXT("m1"),
                              TEXT("tester")));
    return register_writer_end(writer);
}

/* The content of the example's page, which counts how often it was made. */
static const char *page(const struct post *post)
{
    struct arena *arena = post->fixture->arena;
    return text_string(arena, talk_get(arena, web_server_port(post->server), "/page", "").content);
}

static bool is_remembered(struct register_memo *memo)
{
    assert_true(register_memo_open(memo, 1));
    bool found = register_memo_find(memo, TEXT("key")) != NULL;
    register_memo_close();
    return found;
}

/* What was erased is not kept in pages, and not remembered of registers. */
static void forgets_what_was_erased(void **state)
{
    struct post *post = post_new(state);
    struct fixture *fixture = post->fixture;
    struct register_memo *memo = register_memo_new();
    start(post, only_added);
    nap(50);
    assert_true(register_memo_open(memo, 1));
    register_memo_keep(memo, TEXT("key"), "value");
    register_memo_close();
    assert_string_equal(page(post), "<p>1</p>");
    assert_string_equal(page(post), "<p>1</p>");
    assert_true(is_remembered(memo));
    assert_fine(fixture->arena,
                store_change(fixture->store, fixture->arena, fixture->body.id, erase, fixture));
    for (int i = 0; i < 1000 && strcmp(page(post), "<p>1</p>") == 0; i++)
        nap(5);
    assert_string_equal(page(post), "<p>2</p>");
    assert_false(is_remembered(memo));
    command_work_stop(post->work);
    post_free(post);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(does_what_is_added),
        ON_BOTH(recurs_at_an_hour),
        ON_BOTH(tries_again_later),
        ON_BOTH(does_it_in_parts),
        ON_BOTH(ends_when_it_is_told),
        ON_BOTH(leaves_alone_what_is_outdated),
        ON_BOTH(shares_with_another_server),
        ON_BOTH(turns_the_day),
        ON_BOTH(sends_mail),
        ON_BOTH(forgets_what_was_erased),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
