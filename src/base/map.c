/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/map.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

static unsigned char key[crypto_shorthash_KEYBYTES];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_key(void)
{
    randombytes_buf(key, sizeof key);
}

static uint64_t hash_of(struct text text)
{
    uint64_t hash;
    unsigned char bytes[crypto_shorthash_BYTES];
    pthread_once(&once, make_key);
    crypto_shorthash(bytes, (const unsigned char *)text.data, text.size, key);
    memcpy(&hash, bytes, sizeof hash);
    return hash;
}

/* Where KEY stands, or the free place where it would. */
static struct map_item *find(const struct map *map, struct text text, uint64_t hash)
{
    for (size_t at = hash & (map->capacity - 1);; at = (at + 1) & (map->capacity - 1)) {
        struct map_item *item = &map->items[at];
        if (!item->key.data || (item->hash == hash && text_equal(item->key, text)))
            return item;
    }
}

void *map_get(const struct map *map, struct text text)
{
    return map->capacity ? find(map, text, hash_of(text))->value : NULL;
}

static void grow(struct map *map)
{
    struct map larger = {.arena = map->arena, .count = map->count};
    larger.capacity = map->capacity ? map->capacity * 2 : 16;
    larger.items = ARENA_ARRAY(map->arena, struct map_item, larger.capacity);
    for (size_t at = 0; at < map->capacity; at++)
        if (map->items[at].key.data)
            *find(&larger, map->items[at].key, map->items[at].hash) = map->items[at];
    *map = larger;
}

void **map_place(struct map *map, struct text text)
{
    if (map->count * 4 >= map->capacity * 3)
        grow(map);
    uint64_t hash = hash_of(text);
    struct map_item *item = find(map, text, hash);
    if (!item->key.data) {
        item->key = text_copy(map->arena, text);
        item->hash = hash;
        map->count++;
    }
    return &item->value;
}
