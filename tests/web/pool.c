/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/pool.h"

#include <stdatomic.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct job {
    struct web_task task;
    atomic_int *done;
    unsigned microseconds;
};

static void run(struct web_task *task)
{
    struct job *job = (struct job *)task;
    if (job->microseconds)
        usleep(job->microseconds);
    atomic_fetch_add(job->done, 1);
}

static struct job jobs[20000];

static void all_tasks_run_once(void **state)
{
    (void)state;
    atomic_int done = 0;
    struct web_pool *pool = web_pool_new(16, 20000);
    for (int i = 0; i < 20000; i++) {
        jobs[i] = (struct job){.task.run = run, .done = &done};
        assert_true(web_pool_give(pool, &jobs[i].task));
    }
    web_pool_free(pool);
    assert_int_equal(done, 20000);
}

static void it_grows_when_tasks_wait(void **state)
{
    (void)state;
    atomic_int done = 0;
    struct web_pool *pool = web_pool_new(32, 1000);
    for (int i = 0; i < 30; i++) {
        jobs[i] = (struct job){.task.run = run, .done = &done, .microseconds = 1000000};
        assert_true(web_pool_give(pool, &jobs[i].task));
    }
    for (int i = 0; i < 200 && web_pool_poke(pool); i++)
        usleep(4000);
    assert_false(web_pool_poke(pool));
    assert_int_equal(web_pool_threads(pool), 30);
    assert_int_equal(done, 0);
    web_pool_free(pool);
    assert_int_equal(done, 30);
}

static void the_queue_is_bounded(void **state)
{
    (void)state;
    atomic_int done = 0;
    struct web_pool *pool = web_pool_new(1, 5);
    int taken = 0;
    for (int i = 0; i < 20; i++) {
        jobs[i] = (struct job){.task.run = run, .done = &done, .microseconds = 20000};
        taken += web_pool_give(pool, &jobs[i].task);
    }
    assert_in_range(taken, 5, 6);
    assert_int_equal(web_pool_threads(pool), 1);
    web_pool_free(pool);
    assert_int_equal(done, taken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_tasks_run_once),
        cmocka_unit_test(it_grows_when_tasks_wait),
        cmocka_unit_test(the_queue_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
