/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

/* Memory that lives as long as one request or command: taken piece by piece, given back at once.
 * An arena belongs to one thread at a time. Running out of memory ends the program: there is
 * nothing sensible left to do, and every write that was answered is on disk by then. */

#include <stddef.h>

struct arena;

/* Never NULL. */
struct arena *arena_new(void);

/* Gives everything back; NULL is allowed. */
void arena_free(struct arena *arena);

/* Gives everything back but the first block, so that the arena can serve again. */
void arena_reset(struct arena *arena);

/* Overwrites all that was ever taken from it since it was made or reset: for what was told in
 * confidence. To be freed or reset next. */
void arena_wipe(struct arena *arena);

/* SIZE zeroed bytes, aligned for any type. */
void *arena_allocate(struct arena *arena, size_t size);

/* The same without the zeroes: for bytes that the caller writes at once. */
void *arena_room(struct arena *arena, size_t size);

/* Room for COUNT zeroed things of SIZE bytes; ends the program when the product overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* A zero-terminated copy of SIZE bytes. */
char *arena_copy(struct arena *arena, const void *data, size_t size);

/* Bytes taken from the system so far. */
size_t arena_size(const struct arena *arena);

#define ARENA_NEW(arena, type)          ((type *)arena_allocate((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_array((arena), (count), sizeof(type)))

/* Makes room for one more element at the end of an array that lives in an arena: *ITEMS holds COUNT
 * elements and room for *CAPACITY; afterwards there is room for COUNT + 1. The old copy stays in
 * the arena until it goes. */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size);

#endif
