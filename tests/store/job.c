/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "support.h"

#include "base/clock.h"
#include "store/job.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const int64_t second = 1000000;
static const int64_t start = INT64_C(1790000000000000); /* September 2026 */
static const struct store_statement *count_up;

static struct error *define(struct store_session *session, struct arena *arena, void *context)
{
    (void)context;
    if (text_is(store_body(session), "a"))
        TRY(store_define(session, "CREATE TABLE deed (body TEXT NOT NULL, job TEXT NOT NULL, "
                                  "times BIGINT NOT NULL, PRIMARY KEY (body, job)) STRICT"));
    return store_define(session,
                        text_format(arena, "INSERT INTO body (id, content) VALUES ('%.*s', '{}')",
                                    TEXT_FORMAT(store_body(session)))
                            .data);
}

static struct place *place_with_deeds(void **state)
{
    struct place *place = place_new(dialect_of(state));
    struct store *store = place_open(place, (struct store_options){0});
    assert_fine(place->arena, store_change(store, place->arena, TEXT("a"), define, NULL));
    assert_fine(place->arena, store_change(store, place->arena, TEXT("b"), define, NULL));
    store_close(store);
    return place;
}

static struct store *open_plain(struct place *place)
{
    struct store *store;
    assert_fine(place->arena, store_open(place->arena, place->address,
                                         &(struct store_options){.readers = 1}, &store));
    return store;
}

/* What a test does with a job within a write. */
struct doing {
    const struct store_job *job;
    const char *id;
    const char *content;
    int64_t due;
    struct error *(*how)(struct store_session *, struct doing *);
};

static struct error *add(struct store_session *session, struct doing *doing)
{
    return store_job_add(session, text_of(doing->id), TEXT("proof"), doing->due,
                         text_of(doing->content));
}

static struct error *keep(struct store_session *session, struct doing *doing)
{
    return store_job_keep(session, text_of(doing->id), TEXT("proof"), doing->due,
                          text_of(doing->content));
}

/* The deed and the end of the job in one write. */
static struct error *done(struct store_session *session, struct doing *doing)
{
    TRY(store_run(session, count_up, (struct store_value[]){store_text(doing->job->id)}, NULL));
    return store_job_done(session, doing->job);
}

static struct error *again(struct store_session *session, struct doing *doing)
{
    return store_job_again(session, doing->job, doing->due);
}

static struct error *later(struct store_session *session, struct doing *doing)
{
    return store_job_later(session, doing->job, &doing->due);
}

static struct error *run(struct store_session *session, struct arena *arena, void *context)
{
    struct doing *doing = context;
    (void)arena;
    return doing->how(session, doing);
}

static struct error *change(struct store *store, struct arena *arena, struct doing *doing)
{
    return store_change(store, arena, TEXT("a"), run, doing);
}

static void add_job(struct store *store, struct arena *arena, const char *id, int64_t due)
{
    assert_fine(arena, change(store, arena,
                              &(struct doing){.id = id, .due = due, .content = "", .how = add}));
}

static struct store_job *take(struct store *store, struct arena *arena, int64_t lease)
{
    struct store_job *job;
    assert_fine(arena, store_job_take(store, arena, TEXT("a"), lease, &job));
    return job;
}

static int64_t next(struct store *store, struct arena *arena)
{
    int64_t moment;
    assert_fine(arena, store_job_next(store, arena, TEXT("a"), &moment));
    return moment;
}

static void does_what_is_due(void **state)
{
    struct place *place = place_with_deeds(state);
    struct arena *arena = place->arena;
    struct store *store = open_plain(place);
    struct store_job *job;
    clock_set(start);
    assert_null(take(store, arena, second));
    assert_true(next(store, arena) == INT64_MAX);
    uint64_t revision = store_revision(store, TEXT("a"), STORE_JOB_SCOPE);
    add_job(store, arena, "late", start + 60 * second);
    assert_true(store_revision(store, TEXT("a"), STORE_JOB_SCOPE) > revision);
    add_job(store, arena, "soon", start + 30 * second);
    assert_int_equal(next(store, arena), start + 30 * second);
    assert_null(take(store, arena, second));

    /* Of another body nobody sees anything. */
    clock_set(start + 90 * second);
    assert_fine(arena, store_job_take(store, arena, TEXT("b"), second, &job));
    assert_null(job);

    /* What has been due longest comes first; what is leased is not there. */
    job = take(store, arena, 10 * second);
    assert_true(job && text_is(job->id, "soon") && text_is(job->kind, "proof"));
    assert_int_equal(job->due, start + 30 * second);
    struct store_job *other = take(store, arena, 10 * second);
    assert_true(other && text_is(other->id, "late"));
    assert_null(take(store, arena, second));
    assert_int_equal(next(store, arena), start + 100 * second);

    assert_fine(arena, change(store, arena, &(struct doing){.job = job, .how = done}));
    struct doing tomorrow = {.job = other, .due = start + 86400 * second, .how = again};
    assert_fine(arena, change(store, arena, &tomorrow));
    assert_int_equal(next(store, arena), start + 86400 * second);
    assert_null(take(store, arena, second));
    clock_set(start + 86400 * second);
    job = take(store, arena, second);
    assert_true(job && text_is(job->id, "late") && job->attempts == 0);
    store_close(store);
    place_free(place);
}

static void waits_longer_each_time(void **state)
{
    static const int64_t minutes[] = {1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360};
    struct place *place = place_with_deeds(state);
    struct arena *arena = place->arena;
    struct store *store = open_plain(place);
    int64_t now = start;
    clock_set(now);
    add_job(store, arena, "stubborn", now);
    for (size_t i = 0; i < sizeof minutes / sizeof *minutes; i++) {
        struct store_job *job = take(store, arena, second);
        assert_non_null(job);
        assert_int_equal(job->attempts, i);
        struct doing doing = {.job = job, .how = later};
        assert_fine(arena, change(store, arena, &doing));
        assert_int_equal(doing.due, now + minutes[i] * 60 * second);
        now = doing.due;
        clock_set(now - 1);
        assert_null(take(store, arena, second));
        clock_set(now);
    }
    struct doing well = {.job = take(store, arena, second), .due = now, .how = again};
    assert_fine(arena, change(store, arena, &well));
    assert_int_equal(take(store, arena, second)->attempts, 0);
    store_close(store);
    place_free(place);
}

/* What is asked for while it is done may have come too late to be seen: it is done once more. */
static void is_asked_for_again(void **state)
{
    struct place *place = place_with_deeds(state);
    struct arena *arena = place->arena;
    struct store *store = open_plain(place);
    clock_set(start);
    add_job(store, arena, "post", start);
    add_job(store, arena, "post", start + 60 * second);
    assert_int_equal(next(store, arena), start);
    struct store_job *job = take(store, arena, second);
    assert_int_equal(job->asked, 2);
    add_job(store, arena, "post", start + 60 * second);
    assert_fine(arena, change(store, arena, &(struct doing){.job = job, .how = done}));
    job = take(store, arena, second);
    assert_non_null(job);
    struct doing kept = {.id = "post", .due = start, .content = "other", .how = keep};
    assert_fine(arena, change(store, arena, &kept));
    assert_fine(arena, change(store, arena, &(struct doing){.job = job, .how = done}));
    assert_true(next(store, arena) == INT64_MAX);
    assert_fine(arena, change(store, arena, &kept));
    assert_true(text_is(take(store, arena, second)->content, "other"));
    assert_string_equal(place_ask(place, "SELECT times FROM deed"), "2");
    store_close(store);
    place_free(place);
}

/* Whoever was away for longer than its lease finds its work undone: another does it. */
static void loses_a_lease(void **state)
{
    struct place *place = place_with_deeds(state);
    struct arena *arena = place->arena;
    struct store *store = open_plain(place);
    clock_set(start);
    add_job(store, arena, "deed", start);
    struct store_job *slow = take(store, arena, 10 * second);
    clock_set(start + 10 * second - 1);
    assert_null(take(store, arena, second));
    clock_set(start + 10 * second);
    struct store_job *other = take(store, arena, 10 * second);
    assert_non_null(other);
    struct error *error = change(store, arena, &(struct doing){.job = slow, .how = done});
    assert_non_null(error);
    assert_int_equal(error->kind, ERROR_CONFLICT);
    assert_string_equal(place_ask(place, "SELECT COUNT(*) FROM deed"), "0");
    assert_non_null(change(store, arena, &(struct doing){.job = slow, .how = later}));
    assert_fine(arena, change(store, arena, &(struct doing){.job = other, .how = done}));
    error = change(store, arena, &(struct doing){.job = other, .how = done});
    assert_non_null(error);
    assert_string_equal(place_ask(place, "SELECT times FROM deed"), "1");
    store_close(store);
    place_free(place);
}

/* A program: takes what is due until nothing is left, and does it. */
static void *work(void *context)
{
    struct store *store = context;
    for (;;) {
        struct arena *arena = arena_new();
        int64_t moment = 0;
        struct store_job *job;
        struct error *error = store_job_take(store, arena, TEXT("a"), 60 * second, &job);
        if (!error && job)
            error = change(store, arena, &(struct doing){.job = job, .how = done});
        if (!error)
            error = store_job_next(store, arena, TEXT("a"), &moment);
        if (error)
            fprintf(stderr, "# %s\n", error_string(arena, error));
        bool over = error || moment > clock_now();
        arena_free(arena);
        if (over)
            return error ? context : NULL;
    }
}

static void is_done_once_by_many(void **state)
{
    enum { JOBS = 120, PROGRAMS = 2, THREADS = 3 };
    struct place *place = place_with_deeds(state);
    struct store *store = open_plain(place);
    char id[16];
    pid_t children[PROGRAMS];
    clock_set(0);
    for (int i = 0; i < JOBS; i++) {
        snprintf(id, sizeof id, "job-%d", i);
        add_job(store, place->arena, id, start);
    }
    store_close(store);
    clock_set(start);
    for (int program = 0; program < PROGRAMS; program++) {
        fflush(NULL);
        children[program] = fork();
        if (children[program])
            continue;
        pthread_t threads[THREADS];
        bool wrong = false;
        store = open_plain(place);
        for (int i = 0; i < THREADS; i++)
            pthread_create(&threads[i], NULL, work, store);
        for (int i = 0; i < THREADS; i++) {
            void *failed;
            pthread_join(threads[i], &failed);
            wrong = wrong || failed;
        }
        store_close(store);
        _exit(wrong);
    }
    for (int program = 0; program < PROGRAMS; program++) {
        int status;
        assert_int_equal(waitpid(children[program], &status, 0), children[program]);
        assert_int_equal(status, 0);
    }
    assert_string_equal(place_ask(place, "SELECT COUNT(*) || ' ' || SUM(times) FROM deed"),
                        "120 120");
    assert_string_equal(place_ask(place, "SELECT COUNT(*) FROM job"), "0");
    clock_set(0);
    place_free(place);
}

/* A program that is killed while it has a job: the next gets it when the lease is over. */
static void is_taken_over_from_the_killed(void **state)
{
    struct place *place = place_with_deeds(state);
    struct arena *arena = place->arena;
    struct store *store = open_plain(place);
    int ends[2];
    char byte;
    clock_set(start);
    add_job(store, arena, "deed", start);
    store_close(store);
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    if (!child) {
        store = open_plain(place);
        if (take(store, arena, 10 * second) && write(ends[1], "x", 1) == 1)
            pause();
        _exit(1);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    close(ends[0]);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    store = open_plain(place);
    assert_null(take(store, arena, second));
    assert_int_equal(next(store, arena), start + 10 * second);
    clock_set(start + 10 * second);
    struct store_job *job = take(store, arena, second);
    assert_non_null(job);
    assert_fine(arena, change(store, arena, &(struct doing){.job = job, .how = done}));
    clock_set(0);
    store_close(store);
    place_free(place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(does_what_is_due),     ON_BOTH(waits_longer_each_time),
        ON_BOTH(is_asked_for_again),   ON_BOTH(loses_a_lease),
        ON_BOTH(is_done_once_by_many), ON_BOTH(is_taken_over_from_the_killed),
    };
    struct arena *lasting = arena_new();
    if (store_statement_new(lasting, "deed_count",
                            "INSERT INTO deed (body, job, times) VALUES (:body, :job, 1) "
                            "ON CONFLICT (body, job) DO UPDATE SET times = deed.times + 1",
                            NULL, &count_up))
        return 1;
    int failures = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(lasting);
    return failures;
}
