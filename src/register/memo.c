/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/memo.h"

#include "base/arena.h"

#include <pthread.h>

struct register_memo {
    pthread_mutex_t lock;
    struct register_memo_round rounds[];
};

struct register_memo *register_memo_new(struct arena *arena, size_t count)
{
    struct register_memo *memo =
        arena_allocate(arena, sizeof *memo + count * sizeof(struct register_memo_round));
    pthread_mutex_init(&memo->lock, NULL);
    return memo;
}

bool register_memo_find(struct register_memo *memo, size_t number,
                        struct register_memo_round *round)
{
    pthread_mutex_lock(&memo->lock);
    const struct register_memo_round *kept = &memo->rounds[number];
    bool known = kept->start.year && kept->revision == round->revision &&
                 kept->start.year == round->start.year && kept->start.month == round->start.month;
    if (known)
        *round = *kept;
    pthread_mutex_unlock(&memo->lock);
    return known;
}

void register_memo_keep(struct register_memo *memo, size_t number,
                        const struct register_memo_round *round)
{
    pthread_mutex_lock(&memo->lock);
    memo->rounds[number] = *round;
    pthread_mutex_unlock(&memo->lock);
}
