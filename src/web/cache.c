/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/cache.h"

#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    SHARDS = 8, /* so that event threads seldom wait for each other */
    BUCKETS = 1024,
    FILE_FROM = 8192, /* bytes: below, copying costs less than one more call of the system */
    OFTEN = 8,        /* times sent */
    FILES = 64,       /* at most: they take descriptors from connections */
};

static atomic_uint files;

struct shard {
    pthread_mutex_t lock;
    struct web_page *buckets[BUCKETS];
    struct web_page *newest;
    struct web_page *oldest;
    size_t size;
};

struct web_cache {
    unsigned char secret[crypto_shorthash_KEYBYTES]; /* nobody can aim at one bucket */
    size_t shard_limit;
    struct shard shards[SHARDS];
};

struct web_cache *web_cache_new(size_t limit)
{
    struct web_cache *cache = calloc(1, sizeof *cache);
    if (!cache || sodium_init() < 0)
        abort();
    randombytes_buf(cache->secret, sizeof cache->secret);
    cache->shard_limit = limit / SHARDS;
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_init(&cache->shards[i].lock, NULL);
    return cache;
}

static uint64_t hash_of(const struct web_cache *cache, struct text key)
{
    uint64_t hash;
    static_assert(sizeof hash == crypto_shorthash_BYTES, "SipHash gives 64 bits");
    crypto_shorthash((unsigned char *)&hash, (const unsigned char *)key.data, key.size,
                     cache->secret);
    return hash;
}

static struct shard *shard_of(struct web_cache *cache, uint64_t hash)
{
    return &cache->shards[hash % SHARDS];
}

static struct web_page **bucket_of(struct shard *shard, uint64_t hash)
{
    return &shard->buckets[hash / SHARDS % BUCKETS];
}

void web_page_release(struct web_page *page)
{
    if (!page || atomic_fetch_sub_explicit(&page->references, 1, memory_order_acq_rel) != 1)
        return;
    if (page->file >= 0) {
        close(page->file);
        atomic_fetch_sub(&files, 1);
    }
    free(page);
}

static int make_file(const struct text content)
{
    int file = memfd_create("page", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file < 0)
        return -1;
    if (write(file, content.data, content.size) == (ssize_t)content.size &&
        fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW) == 0)
        return file;
    close(file);
    return -1;
}

int web_page_file(struct web_page *page)
{
    int file = atomic_load_explicit(&page->file, memory_order_acquire);
    if (file >= 0 || page->content.size < FILE_FROM || page->sent > OFTEN)
        return file;
    if (atomic_fetch_add_explicit(&page->sent, 1, memory_order_relaxed) != OFTEN)
        return -1;
    if (atomic_fetch_add(&files, 1) >= FILES || (file = make_file(page->content)) < 0) {
        atomic_fetch_sub(&files, 1);
        return -1;
    }
    atomic_store_explicit(&page->file, file, memory_order_release);
    return file;
}

/* The four below: with the shard's lock held. */

static void unlink_age(struct shard *shard, struct web_page *page)
{
    *(page->newer ? &page->newer->older : &shard->newest) = page->older;
    *(page->older ? &page->older->newer : &shard->oldest) = page->newer;
}

static void link_newest(struct shard *shard, struct web_page *page)
{
    page->newer = NULL;
    page->older = shard->newest;
    *(shard->newest ? &shard->newest->newer : &shard->oldest) = page;
    shard->newest = page;
}

static void remove_page(struct shard *shard, struct web_page *page)
{
    struct web_page **link = bucket_of(shard, page->hash);
    while (*link != page)
        link = &(*link)->next;
    *link = page->next;
    unlink_age(shard, page);
    shard->size -= page->size;
    web_page_release(page);
}

static struct web_page *look_up(struct shard *shard, uint64_t hash, struct text key)
{
    struct web_page *page = *bucket_of(shard, hash);
    while (page && !(page->hash == hash && text_equal(page->key, key)))
        page = page->next;
    return page;
}

struct web_page *web_cache_find(struct web_cache *cache, struct text key)
{
    uint64_t hash = hash_of(cache, key);
    struct shard *shard = shard_of(cache, hash);
    pthread_mutex_lock(&shard->lock);
    struct web_page *page = look_up(shard, hash, key);
    if (page) {
        atomic_fetch_add_explicit(&page->references, 1, memory_order_relaxed);
        if (shard->newest != page) {
            unlink_age(shard, page);
            link_newest(shard, page);
        }
    }
    pthread_mutex_unlock(&shard->lock);
    return page;
}

static struct text place(char **at, struct text text)
{
    if (text.size)
        memcpy(*at, text.data, text.size);
    struct text copy = {*at, text.size};
    *at += text.size;
    return copy;
}

struct web_page *web_page_new(const struct web_page *model)
{
    size_t size = sizeof *model + model->key.size + model->head.size + model->same.size +
                  model->content.size + model->etag.size;
    for (size_t i = 0; i < model->scope_count; i++)
        size += model->scopes[i].size;
    struct web_page *page = malloc(size);
    if (!page)
        abort();
    *page = *model;
    page->size = size;
    atomic_init(&page->references, 1);
    atomic_init(&page->sent, 0);
    atomic_init(&page->file, -1);
    char *at = (char *)(page + 1);
    page->key = place(&at, model->key);
    page->head = place(&at, model->head);
    page->same = place(&at, model->same);
    page->etag = place(&at, model->etag);
    page->content = place(&at, model->content);
    for (size_t i = 0; i < model->scope_count; i++)
        page->scopes[i] = place(&at, model->scopes[i]);
    return page;
}

void web_cache_keep(struct web_cache *cache, struct web_page *page)
{
    if (page->size > cache->shard_limit / 2)
        return;
    page->hash = hash_of(cache, page->key);
    struct shard *shard = shard_of(cache, page->hash);
    pthread_mutex_lock(&shard->lock);
    struct web_page *earlier = look_up(shard, page->hash, page->key);
    if (earlier)
        remove_page(shard, earlier);
    while (shard->oldest && shard->size + page->size > cache->shard_limit)
        remove_page(shard, shard->oldest);
    struct web_page **bucket = bucket_of(shard, page->hash);
    page->next = *bucket;
    *bucket = page;
    link_newest(shard, page);
    shard->size += page->size;
    atomic_fetch_add_explicit(&page->references, 1, memory_order_relaxed);
    pthread_mutex_unlock(&shard->lock);
}

void web_cache_drop(struct web_cache *cache, struct web_page *page)
{
    struct shard *shard = shard_of(cache, page->hash);
    pthread_mutex_lock(&shard->lock);
    if (look_up(shard, page->hash, page->key) == page)
        remove_page(shard, page);
    pthread_mutex_unlock(&shard->lock);
}

void web_cache_clear(struct web_cache *cache)
{
    for (size_t i = 0; i < SHARDS; i++) {
        struct shard *shard = &cache->shards[i];
        pthread_mutex_lock(&shard->lock);
        for (struct web_page *page = shard->newest; page;) {
            struct web_page *older = page->older;
            web_page_release(page);
            page = older;
        }
        memset(shard->buckets, 0, sizeof shard->buckets);
        shard->newest = shard->oldest = NULL;
        shard->size = 0;
        pthread_mutex_unlock(&shard->lock);
    }
}

size_t web_cache_size(struct web_cache *cache)
{
    size_t size = 0;
    for (size_t i = 0; i < SHARDS; i++) {
        pthread_mutex_lock(&cache->shards[i].lock);
        size += cache->shards[i].size;
        pthread_mutex_unlock(&cache->shards[i].lock);
    }
    return size;
}

void web_cache_free(struct web_cache *cache)
{
    web_cache_clear(cache);
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_destroy(&cache->shards[i].lock);
    free(cache);
}
