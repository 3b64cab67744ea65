/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "command/work.h"

#include "register/entry.h"
#include "register/memo.h"

#include <pthread.h>
#include <time.h>

static const int64_t second = 1000000;
static const int64_t lease = INT64_C(600000000);

/* What is known of the jobs of a body. */
struct outlook {
    int64_t next;      /* when there is one to take */
    uint64_t revision; /* of the jobs when that was so */
    uint64_t erased;   /* the revision of what was erased, when it was last forgotten */
};

struct command_work {
    const struct register_bodies *bodies;
    const struct command_work_kind *kinds;
    FILE *errors;
    struct web_server *server;
    struct outlook *outlooks; /* one per body */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    _Atomic bool ending;
};

/* The first moment after NOW at which the clock of BODY shows HOUR. */
static int64_t next_at(const struct register_body *body, int hour, int64_t now)
{
    struct date day = zone_date(body->zone, now, NULL);
    int64_t moment = zone_moment(body->zone, day, hour * 3600);
    return moment > now ? moment : zone_moment(body->zone, date_add_days(day, 1), hour * 3600);
}

static void tell(const struct command_work *work, const struct register_body *body,
                 const char *what, const struct error *error, struct arena *arena)
{
    fprintf(work->errors, "waarborg: %.*s: %s: %s\n", TEXT_FORMAT(body->id), what,
            error_string(arena, error));
    fflush(work->errors);
}

static const struct command_work_kind *find_kind(const struct command_work *work, struct text id)
{
    const struct command_work_kind *kind = work->kinds;
    while (kind->id && !text_is(id, kind->id))
        kind++;
    return kind->id ? kind : NULL;
}

/* How a job ended, to be written down. */
struct end {
    const struct store_job *job;
    int64_t again;
    bool failed;
};

static struct error *write_end(struct store_session *session, struct arena *arena, void *context)
{
    const struct end *end = context;
    (void)arena;
    if (end->failed)
        return store_job_later(session, end->job, NULL);
    return end->again ? store_job_again(session, end->job, end->again)
                      : store_job_done(session, end->job);
}

static struct error *run_kind(const struct command_work_kind *kind, struct command_task *task)
{
    if (!kind)
        return error_new(task->arena, ERROR_UNAVAILABLE, "this program does not know such a job");
    TRY(kind->run(task));
    if (!task->again && kind->hour != COMMAND_WHEN_ADDED)
        task->again = next_at(task->body, kind->hour, clock_now());
    return NULL;
}

static void run_job(struct command_work *work, const struct register_body *body,
                    const struct store_job *job, struct arena *arena)
{
    struct command_task task = {.body = body, .arena = arena, .job = job, .ending = &work->ending};
    const char *what = text_string(arena, job->kind);
    struct error *error = run_kind(find_kind(work, job->kind), &task);
    struct end end = {.job = job, .again = task.again, .failed = error != NULL};
    if (error)
        tell(work, body, what, error, arena);
    error = store_change(body->store, arena, body->id, write_end, &end);
    if (error)
        tell(work, body, what, error, arena);
}

/* What was erased is not kept anywhere else. Pages may still be made from what was read before, so
 * they go last. */
static void forget_erased(const struct command_work *work, size_t i)
{
    const struct register_body *body = &work->bodies->items[i];
    uint64_t erased = store_revision(body->store, body->id, REGISTER_ERASED_SCOPE);
    if (erased == work->outlooks[i].erased)
        return;
    work->outlooks[i].erased = erased;
    register_memo_forget();
    web_server_forget(work->server);
}

/* Does one job of a body, if there is one to take. *BUSY becomes true when there may be another. */
static struct error *take_turn(struct command_work *work, size_t i, struct arena *arena, bool *busy)
{
    const struct register_body *body = &work->bodies->items[i];
    struct outlook *outlook = &work->outlooks[i];
    struct store_job *job;
    uint64_t revision = store_revision(body->store, body->id, STORE_JOB_SCOPE);
    if (body->outdated || (revision == outlook->revision && clock_now() < outlook->next))
        return NULL;
    TRY(store_job_next(body->store, arena, body->id, &outlook->next));
    outlook->revision = revision;
    if (clock_now() < outlook->next)
        return NULL;
    *busy = true;
    TRY(store_job_take(body->store, arena, body->id, lease, &job));
    if (job)
        run_job(work, body, job, arena);
    return NULL;
}

/* Waits a second, or until the server stops. */
static void rest(struct command_work *work)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec++;
    pthread_mutex_lock(&work->lock);
    if (!work->ending)
        pthread_cond_timedwait(&work->wake, &work->lock, &until);
    pthread_mutex_unlock(&work->lock);
}

static void *do_jobs(void *context)
{
    struct command_work *work = context;
    struct arena *arena = arena_new();
    while (!atomic_load(&work->ending)) {
        bool busy = false;
        for (size_t i = 0; i < work->bodies->count && !atomic_load(&work->ending); i++) {
            forget_erased(work, i);
            struct error *error = take_turn(work, i, arena, &busy);
            if (error) {
                tell(work, &work->bodies->items[i], "looking for jobs", error, arena);
                work->outlooks[i].next = clock_now() + 60 * second;
            }
            arena_reset(arena);
        }
        if (!busy)
            rest(work);
    }
    arena_free(arena);
    return NULL;
}

/* What recurs is always there. */
struct keeping {
    const struct register_body *body;
    const struct command_work_kind *kinds;
};

static struct error *keep_recurring(struct store_session *session, struct arena *arena,
                                    void *context)
{
    const struct keeping *keeping = context;
    (void)arena;
    struct date today = zone_date(keeping->body->zone, clock_now(), NULL);
    for (const struct command_work_kind *kind = keeping->kinds; kind->id; kind++) {
        struct text id = text_of(kind->id);
        if (kind->hour != COMMAND_WHEN_ADDED)
            TRY(store_job_keep(session, id, id,
                               zone_moment(keeping->body->zone, today, kind->hour * 3600),
                               TEXT("")));
    }
    return NULL;
}

struct error *command_work_start(struct arena *arena, const struct register_bodies *bodies,
                                 const struct command_work_kind *kinds, FILE *errors,
                                 struct web_server *server, struct command_work **work)
{
    for (size_t i = 0; i < bodies->count; i++) {
        struct keeping keeping = {&bodies->items[i], kinds};
        if (!keeping.body->outdated)
            TRY(store_change(keeping.body->store, arena, keeping.body->id, keep_recurring,
                             &keeping));
    }
    struct command_work *begun = ARENA_NEW(arena, struct command_work);
    begun->bodies = bodies;
    begun->kinds = kinds;
    begun->errors = errors;
    begun->server = server;
    begun->outlooks = ARENA_ARRAY(arena, struct outlook, bodies->count);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&begun->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&begun->lock, NULL);
    if (pthread_create(&begun->thread, NULL, do_jobs, begun))
        return error_new(arena, ERROR_SYSTEM, "no thread can be started");
    *work = begun;
    return NULL;
}

void command_work_stop(struct command_work *work)
{
    pthread_mutex_lock(&work->lock);
    atomic_store(&work->ending, true);
    pthread_cond_signal(&work->wake);
    pthread_mutex_unlock(&work->lock);
    pthread_join(work->thread, NULL);
    pthread_cond_destroy(&work->wake);
    pthread_mutex_destroy(&work->lock);
}
