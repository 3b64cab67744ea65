/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/pool.h"

#include "base/clock.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
    STACK_SIZE = 512 * 1024,
    IDLE_SECONDS = 10,
    /* microseconds that a task may wait before a thread is added for it: longer than a queue of
     * pages that only compute takes, which more threads would make no shorter */
    PATIENCE = 20000,
};

struct worker {
    struct worker *next;
    struct web_pool *pool;
    pthread_t thread;
};

struct web_pool {
    pthread_mutex_t lock;
    pthread_cond_t work;
    pthread_cond_t gone;
    struct web_task *first;
    struct web_task **last;
    unsigned queued;
    unsigned queue_limit;
    struct worker *left; /* have ended, or are just about to: to be joined */
    unsigned threads;
    unsigned idle;
    unsigned basis; /* threads that are started without delay */
    unsigned thread_limit;
    bool stopping;
    atomic_uint waiting; /* as queued, to look at without the lock */
};

struct web_pool *web_pool_new(unsigned thread_limit, unsigned queue_limit)
{
    struct web_pool *pool = calloc(1, sizeof *pool);
    if (!pool)
        abort();
    pthread_mutex_init(&pool->lock, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&pool->work, &attributes);
    pthread_cond_init(&pool->gone, &attributes);
    pthread_condattr_destroy(&attributes);
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    pool->last = &pool->first;
    pool->queue_limit = queue_limit;
    pool->thread_limit = thread_limit;
    pool->basis = processors > 0 ? (unsigned)processors + 1 : 2;
    if (pool->basis > thread_limit)
        pool->basis = thread_limit;
    return pool;
}

/* With the lock held. The next task, or NULL when this thread is to leave. */
static struct web_task *take(struct web_pool *pool)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += IDLE_SECONDS;
    while (!pool->first) {
        if (pool->stopping)
            return NULL;
        pool->idle++;
        int status = pthread_cond_timedwait(&pool->work, &pool->lock, &until);
        pool->idle--;
        if (status && !pool->first)
            return NULL;
    }
    struct web_task *task = pool->first;
    pool->first = task->next;
    if (!pool->first)
        pool->last = &pool->first;
    atomic_store_explicit(&pool->waiting, --pool->queued, memory_order_relaxed);
    return task;
}

static void *work(void *argument)
{
    struct worker *worker = argument;
    struct web_pool *pool = worker->pool;
    pthread_mutex_lock(&pool->lock);
    for (struct web_task *task; (task = take(pool));) {
        pthread_mutex_unlock(&pool->lock);
        task->run(task);
        pthread_mutex_lock(&pool->lock);
    }
    worker->next = pool->left;
    pool->left = worker;
    if (!--pool->threads)
        pthread_cond_broadcast(&pool->gone);
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

static void join_all(struct worker *worker)
{
    while (worker) {
        struct worker *next = worker->next;
        pthread_join(worker->thread, NULL);
        free(worker);
        worker = next;
    }
}

/* With the lock held. */
static void add_thread(struct web_pool *pool)
{
    /* These have nothing left to do but unlock, which they did: we hold the lock. */
    join_all(pool->left);
    pool->left = NULL;
    struct worker *worker = calloc(1, sizeof *worker);
    if (!worker)
        abort();
    worker->pool = pool;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    if (pthread_create(&worker->thread, &attributes, work, worker) == 0)
        pool->threads++;
    else
        free(worker);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
}

bool web_pool_give(struct web_pool *pool, struct web_task *task)
{
    pthread_mutex_lock(&pool->lock);
    bool taken = pool->queued < pool->queue_limit && !pool->stopping;
    if (taken) {
        task->next = NULL;
        task->queued = clock_monotonic();
        *pool->last = task;
        pool->last = &task->next;
        atomic_store_explicit(&pool->waiting, ++pool->queued, memory_order_relaxed);
        if (pool->idle)
            pthread_cond_signal(&pool->work);
        else if (pool->threads < pool->basis)
            add_thread(pool);
    }
    pthread_mutex_unlock(&pool->lock);
    return taken;
}

bool web_pool_poke(struct web_pool *pool)
{
    if (!atomic_load_explicit(&pool->waiting, memory_order_relaxed))
        return false;
    pthread_mutex_lock(&pool->lock);
    if (pool->first && !pool->idle && pool->threads < pool->thread_limit &&
        clock_monotonic() - pool->first->queued > PATIENCE)
        add_thread(pool);
    pthread_mutex_unlock(&pool->lock);
    return true;
}

unsigned web_pool_threads(struct web_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    unsigned threads = pool->threads;
    pthread_mutex_unlock(&pool->lock);
    return threads;
}

void web_pool_free(struct web_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->stopping = true;
    pthread_cond_broadcast(&pool->work);
    while (pool->threads)
        pthread_cond_wait(&pool->gone, &pool->lock);
    struct worker *left = pool->left;
    pool->left = NULL;
    pthread_mutex_unlock(&pool->lock);
    join_all(left);
    pthread_cond_destroy(&pool->work);
    pthread_cond_destroy(&pool->gone);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}
