/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef COMMAND_WORK_H
#define COMMAND_WORK_H

/* What has to be done while the server runs, without anybody asking for a page: the jobs of its
 * bodies, by a table of kinds, one at a time on a thread of its own. Several servers that share a
 * database share the work. */

#include "register/body.h"
#include "store/job.h"
#include "web/server.h"

#include <stdatomic.h>
#include <stdio.h>

/* A job under way. */
struct command_task {
    const struct register_body *body;
    struct arena *arena; /* lives as long as the task */
    const struct store_job *job;
    const _Atomic bool *ending; /* the server stops: leave what can be done later */
    int64_t again; /* the moment at which the job is to be done again; 0: it is done, or as its kind
                      says */
};

/* A kind of job: the function does it, and does no harm when a part of it was done before. It has
 * ten minutes, after which another program may begin: what takes longer does a part, and asks to be
 * done again. */
struct command_work_kind {
    const char *id; /* also the id of the job of a kind that recurs */
    int hour;       /* of the body's clock, at which it is done every day; COMMAND_WHEN_ADDED: only
                       what somebody added */
    struct error *(*run)(struct command_task *task);
};

enum { COMMAND_WHEN_ADDED = -1 };

/* The kinds of this program (kinds.c); an id of NULL ends them. */
extern const struct command_work_kind command_work_kinds[];

/* Begins. What recurs and was not done today yet is done at once, if its hour went by. ERRORS gets
 * a line for each job that fails: it is tried again later. When content was erased, by whichever
 * program, the pages that SERVER keeps are forgotten, and what is remembered of registers. BODIES,
 * KINDS, ERRORS and SERVER must live on. */
struct command_work;
struct error *command_work_start(struct arena *arena, const struct register_bodies *bodies,
                                 const struct command_work_kind *kinds, FILE *errors,
                                 struct web_server *server, struct command_work **work);

/* Ends after the job that is under way. */
void command_work_stop(struct command_work *work);

#endif
