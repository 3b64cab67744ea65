/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/internal.h"

struct store_cached *store_cache_find(struct store_cache *cache,
                                      const struct store_statement *statement)
{
    for (size_t i = 0; i < cache->count; i++) {
        struct store_cached *cached = &cache->items[i];
        if (cached->statement == statement && cached->serial == statement->serial) {
            cached->used = ++cache->clock;
            return cached;
        }
    }
    return NULL;
}

struct store_cached *store_cache_add(struct store_cache *cache,
                                     const struct store_statement *statement, void **evicted)
{
    struct store_cached *place = &cache->items[0];
    *evicted = NULL;
    if (cache->count < STORE_CACHE_SIZE) {
        place = &cache->items[cache->count++];
    } else {
        for (size_t i = 1; i < cache->count; i++)
            if (cache->items[i].used < place->used)
                place = &cache->items[i];
        *evicted = place->handle;
    }
    *place = (struct store_cached){statement, statement->serial, ++cache->clock, NULL};
    return place;
}

void store_cache_remove(struct store_cache *cache, struct store_cached *cached)
{
    *cached = cache->items[--cache->count];
}
