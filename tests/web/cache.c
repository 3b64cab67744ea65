/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/cache.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { LIMIT = 8 * 64 * 1024 };

static char filling[70000];

static struct web_page *make(const char *key, size_t size)
{
    return web_page_new(&(struct web_page){.key = text_of(key),
                                           .head = TEXT("head"),
                                           .same = TEXT("same"),
                                           .etag = TEXT("\"e\""),
                                           .content = {filling, size},
                                           .scopes = {TEXT("register/gifts")},
                                           .revisions = {7},
                                           .scope_count = 1});
}

static void keep(struct web_cache *cache, const char *key, size_t size)
{
    struct web_page *page = make(key, size);
    web_cache_keep(cache, page);
    web_page_release(page);
}

static bool has(struct web_cache *cache, const char *key)
{
    struct web_page *page = web_cache_find(cache, text_of(key));
    web_page_release(page);
    return page != NULL;
}

static void pages_are_kept_whole(void **state)
{
    (void)state;
    struct web_cache *cache = web_cache_new(LIMIT);
    char key[] = "/a";
    keep(cache, key, 100);
    struct web_page *page = web_cache_find(cache, TEXT("/a"));
    assert_non_null(page);
    assert_true(text_is(page->head, "head"));
    assert_true(text_is(page->same, "same"));
    assert_true(text_is(page->etag, "\"e\""));
    assert_true(text_is(page->scopes[0], "register/gifts"));
    assert_int_equal(page->content.size, 100);
    assert_false(has(cache, "/b"));
    keep(cache, "/a", 200); /* the older one stays whole for who has it */
    assert_int_equal(page->content.size, 100);
    web_cache_drop(cache, page); /* out of date: but the one in the cache is another */
    assert_true(has(cache, "/a"));
    web_page_release(page);
    web_cache_clear(cache);
    assert_false(has(cache, "/a"));
    assert_int_equal(web_cache_size(cache), 0);
    web_cache_free(cache);
}

static void bytes_are_bounded(void **state)
{
    (void)state;
    struct web_cache *cache = web_cache_new(LIMIT);
    keep(cache, "/large", 40000);
    assert_false(has(cache, "/large"));
    keep(cache, "/wanted", 1000);
    for (int i = 0; i < 20000; i++) {
        char key[40];
        snprintf(key, sizeof key, "/page?x=%d", i);
        keep(cache, key, 1000);
        assert_true(has(cache, key));
        assert_true(has(cache, "/wanted")); /* what is asked for stays */
        assert_true(web_cache_size(cache) <= LIMIT);
    }
    assert_true(web_cache_size(cache) > LIMIT / 2);
    assert_false(has(cache, "/page?x=1"));
    web_cache_free(cache);
}

static void often_asked_pages_have_a_file(void **state)
{
    (void)state;
    struct web_page *small = make("/small", 1000);
    struct web_page *page = make("/page", 50000);
    char read_back[50001];
    int file = -1;
    for (int i = 0; i < 100; i++) {
        assert_int_equal(web_page_file(small), -1);
        file = web_page_file(page);
        if (!i)
            assert_int_equal(file, -1);
    }
    assert_true(file >= 0);
    assert_int_equal(pread(file, read_back, sizeof read_back, 0), 50000);
    assert_memory_equal(read_back, filling, 50000);
    assert_int_equal(pwrite(file, "x", 1, 0), -1); /* what was sent can never change under way */
    web_page_release(small);
    web_page_release(page);
    assert_int_equal(fcntl(file, F_GETFD), -1);
}

/* Files take descriptors that connections need: only some pages have one, the others do without. */
static void files_are_bounded(void **state)
{
    (void)state;
    struct web_page *pages[200];
    for (int round = 0; round < 2; round++) {
        int with = 0;
        for (int i = 0; i < 200; i++) {
            pages[i] = make("/page", 9000);
            for (int times = 0; times < 20; times++)
                web_page_file(pages[i]);
            with += web_page_file(pages[i]) >= 0;
        }
        assert_in_range(with, 1, 64);
        for (int i = 0; i < 200; i++)
            web_page_release(pages[i]);
    }
}

static void *hammer(void *argument)
{
    struct web_cache *cache = argument;
    unsigned seed = (unsigned)(uintptr_t)pthread_self();
    for (int i = 0; i < 20000; i++) {
        char key[40];
        snprintf(key, sizeof key, "/page?x=%d", rand_r(&seed) % 500);
        struct web_page *page = web_cache_find(cache, text_of(key));
        if (page && !text_is(page->key, key))
            abort();
        if (page && rand_r(&seed) % 10 == 0)
            web_cache_drop(cache, page);
        if (!page)
            keep(cache, key, 3000);
        web_page_release(page);
    }
    return NULL;
}

static void threads_share_it(void **state)
{
    (void)state;
    struct web_cache *cache = web_cache_new(LIMIT);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, hammer, cache);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    assert_true(web_cache_size(cache) <= LIMIT);
    web_cache_free(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_kept_whole),
        cmocka_unit_test(bytes_are_bounded),
        cmocka_unit_test(often_asked_pages_have_a_file),
        cmocka_unit_test(files_are_bounded),
        cmocka_unit_test(threads_share_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
