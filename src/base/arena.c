/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 16 * 1024 };

struct block {
    struct block *next;
    size_t size;
    size_t used;
    alignas(max_align_t) unsigned char data[];
};

struct arena {
    struct block *newest;
    size_t size;
};

static struct block *block_new(size_t size)
{
    struct block *block = malloc(sizeof *block + size);
    if (!block)
        abort();
    block->next = NULL;
    block->size = size;
    block->used = 0;
    return block;
}

struct arena *arena_new(void)
{
    struct arena *arena = malloc(sizeof *arena);
    if (!arena)
        abort();
    arena->newest = block_new(BLOCK_SIZE);
    arena->size = BLOCK_SIZE;
    return arena;
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    for (struct block *block = arena->newest; block;) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
    free(arena);
}

void arena_reset(struct arena *arena)
{
    while (arena->newest->next) {
        struct block *block = arena->newest;
        arena->newest = block->next;
        arena->size -= block->size;
        free(block);
    }
    arena->newest->used = 0;
}

void arena_wipe(struct arena *arena)
{
    for (struct block *block = arena->newest; block; block = block->next)
        explicit_bzero(block->data, block->used);
}

void *arena_room(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        abort();
    size_t rounded =
        (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    struct block *block = arena->newest;
    if (block->size - block->used < rounded) {
        /* Blocks double up to a megabyte, so that a large command does not take thousands of them.
         */
        size_t wanted = block->size < 512 * 1024 ? block->size * 2 : 1024 * (size_t)1024;
        struct block *fresh = block_new(rounded > wanted ? rounded : wanted);
        arena->size += fresh->size;
        fresh->next = block;
        arena->newest = block = fresh;
    }
    void *piece = block->data + block->used;
    block->used += rounded;
    return piece;
}

void *arena_allocate(struct arena *arena, size_t size)
{
    return memset(arena_room(arena, size), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / 2 / size)
        abort();
    return arena_allocate(arena, count * size);
}

char *arena_copy(struct arena *arena, const void *data, size_t size)
{
    char *copy = arena_room(arena, size + 1);
    if (size)
        memcpy(copy, data, size);
    copy[size] = '\0';
    return copy;
}

size_t arena_size(const struct arena *arena)
{
    return arena->size;
}

void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    size_t larger = *capacity ? *capacity * 2 : 8;
    void *copy = arena_array(arena, larger, size);
    if (count)
        memcpy(copy, items, count * size);
    *capacity = larger;
    return copy;
}
