/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_POOL_H
#define WEB_POOL_H

/* Worker threads that run what may wait. There are as many as are needed, up to a bound: a few more
 * than processors as long as work goes fast, more when it waits. Idle ones leave. */

#include <stdbool.h>
#include <stddef.h>

struct web_pool;

/* What the pool runs; the caller embeds it in what it is about. */
struct web_task {
    struct web_task *next;
    void (*run)(struct web_task *task);
    long long queued; /* when, of clock_monotonic() */
};

struct web_pool *web_pool_new(unsigned thread_limit, unsigned queue_limit);

/* Ends when all tasks are done; no new ones may be given meanwhile. */
void web_pool_free(struct web_pool *pool);

/* False when the queue is full. */
bool web_pool_give(struct web_pool *pool, struct web_task *task);

/* Starts a thread if a task has waited too long; returns whether tasks wait. Call it now and then.
 */
bool web_pool_poke(struct web_pool *pool);

/* Threads there are now. */
unsigned web_pool_threads(struct web_pool *pool);

#endif
