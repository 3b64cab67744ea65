/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

/* A table from text to anything, in an arena. Hashed under a key made at start, so that nobody can
 * choose texts that collide. Start with {.arena = arena}. */

#include "base/text.h"

struct map_item {
    struct text key; /* copied */
    void *value;
    uint64_t hash;
};

struct map {
    struct arena *arena;
    struct map_item *items; /* those with a key.data are in use; walk them from 0 to capacity */
    size_t count;
    size_t capacity;
};

/* The value of KEY, NULL when it is not there. */
void *map_get(const struct map *map, struct text key);

/* The place of KEY's value, made (NULL) when it was not there. It is valid until the next
 * map_place. */
void **map_place(struct map *map, struct text key);

#endif
