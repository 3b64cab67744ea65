/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORE_JOB_H
#define STORE_JOB_H

/* Work that must be done once, whichever program does it: rows that are leased for a time. A
 * program that is killed leaves its job to the next one when the lease is over; so whatever does a
 * job does no harm when part of it was done before. */

#include "store/store.h"

struct store_job {
    struct text id;
    struct text kind;
    struct text content; /* what the kind makes of it: nothing confidential */
    int64_t due;
    int64_t attempts; /* how often it failed since it last went well */
    int64_t asked;    /* how often it was asked for */
    struct text lease;
};

/* The scope whose revision grows when a job is added, so that whoever waits for one need not ask
 * the database. */
#define STORE_JOB_SCOPE TEXT("jobs")

/* Adds a job to be done from DUE on. One of the same ID that is there becomes due at the earlier of
 * both, with the new content; one that is being done is done once more. */
struct error *store_job_add(struct store_session *session, struct text id, struct text kind,
                            int64_t due, struct text content);

/* The same, but a job of that ID stays as it is. */
struct error *store_job_keep(struct store_session *session, struct text id, struct text kind,
                             int64_t due, struct text content);

/* Takes the job of BODY that has been due longest, for LEASE microseconds. *JOB becomes NULL when
 * nothing is due, or another program was first. */
struct error *store_job_take(struct store *store, struct arena *arena, struct text body,
                             int64_t lease, struct store_job **job);

/* The moment at which there is a job of BODY to take; INT64_MAX when there is none. */
struct error *store_job_next(struct store *store, struct arena *arena, struct text body,
                             int64_t *moment);

/* How a job that was taken ends, in a write that may be the one that did it: it is gone, or due
 * again at DUE. ERROR_CONFLICT when the lease was over and another program took it: the write is
 * undone. */
struct error *store_job_done(struct store_session *session, const struct store_job *job);
struct error *store_job_again(struct store_session *session, const struct store_job *job,
                              int64_t due);

/* The job failed: it is due again after a wait that doubles each time, from a minute to six hours;
 * *DUE (may be NULL) becomes that moment. */
struct error *store_job_later(struct store_session *session, const struct store_job *job,
                              int64_t *due);

#endif
