/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/job.h"

#include "base/clock.h"
#include "store/statements.h"

static const int64_t first_wait = INT64_C(60000000);
static const int64_t longest_wait = INT64_C(21600000000);

struct error *store_job_add(struct store_session *session, struct text id, struct text kind,
                            int64_t due, struct text content)
{
    struct store_value values[] = {
        store_text(id),
        store_text(kind),
        store_text(clock_format(store_arena(session), due)),
        store_text(content),
    };
    TRY(store_run(session, &sql_job_insert, values, NULL));
    return store_touch(session, STORE_JOB_SCOPE);
}

struct error *store_job_keep(struct store_session *session, struct text id, struct text kind,
                             int64_t due, struct text content)
{
    const struct store_value *row;
    TRY(store_query_one(session, &sql_job_there, (struct store_value[]){store_text(id)}, &row));
    return row ? NULL : store_job_add(session, id, kind, due, content);
}

struct taking {
    int64_t lease;
    struct store_job *job;
};

static struct error *take(struct store_session *session, struct arena *arena, void *context)
{
    struct taking *taking = context;
    const struct store_value *row;
    int64_t now = clock_now();
    struct text until = clock_format(arena, now + taking->lease);
    struct store_value values[] = {store_text(until), store_text(clock_format(arena, now))};
    taking->job = NULL;
    TRY(store_query_one(session, &sql_job_take, values, &row));
    if (!row)
        return NULL;
    taking->job = ARENA_NEW(arena, struct store_job);
    *taking->job = (struct store_job){
        .id = row[0].text,
        .kind = row[1].text,
        .content = row[3].text,
        .asked = row[4].integer,
        .attempts = row[5].integer,
        .lease = until,
    };
    bool read = clock_parse(row[2].text, &taking->job->due);
    return read ? NULL
                : error_new(arena, ERROR_SYSTEM, "the job %.*s is due at no moment",
                            TEXT_FORMAT(row[0].text));
}

struct error *store_job_take(struct store *store, struct arena *arena, struct text body,
                             int64_t lease, struct store_job **job)
{
    struct taking taking = {.lease = lease};
    TRY(store_change(store, arena, body, take, &taking));
    *job = taking.job;
    return NULL;
}

struct error *store_job_next(struct store *store, struct arena *arena, struct text body,
                             int64_t *moment)
{
    struct store_session *session;
    const struct store_value *row = NULL;
    *moment = INT64_MAX;
    TRY(store_begin_reading(store, arena, body, &session));
    struct error *error = store_query_one(session, &sql_job_next, NULL, &row);
    store_end_reading(session);
    if (!error && row && row[0].type == STORE_TEXT && !clock_parse(row[0].text, moment))
        error = error_new(arena, ERROR_SYSTEM, "a job is due at no moment");
    return error;
}

static struct error *release(struct store_session *session, const struct store_job *job,
                             int64_t due, int64_t attempts)
{
    struct store_value values[] = {
        store_integer(attempts),
        store_integer(job->asked),
        store_text(clock_format(store_arena(session), due)),
        store_text(job->id),
        store_text(job->lease),
    };
    return store_expect(session, &sql_job_release, values, 1,
                        "the lease of the job is over, and another program took it");
}

struct error *store_job_done(struct store_session *session, const struct store_job *job)
{
    struct store_value values[] = {store_text(job->id), store_integer(job->asked)};
    TRY(release(session, job, job->due, 0));
    return store_run(session, &sql_job_remove, values, NULL);
}

struct error *store_job_again(struct store_session *session, const struct store_job *job,
                              int64_t due)
{
    return release(session, job, due, 0);
}

struct error *store_job_later(struct store_session *session, const struct store_job *job,
                              int64_t *due)
{
    int64_t wait = first_wait;
    for (int64_t i = 0; i < job->attempts && wait < longest_wait; i++)
        wait *= 2;
    int64_t moment = clock_now() + (wait < longest_wait ? wait : longest_wait);
    if (due)
        *due = moment;
    return release(session, job, moment, job->attempts + 1);
}
