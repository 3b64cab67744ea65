/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/memo.h"

#include "store/statements.h"

#include <pthread.h>
#include <stdlib.h>

struct register_memo {
    struct register_memo *next;
    int64_t revision;
    struct arena *arena; /* NULL: nothing is kept */
    struct map map;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct register_memo *memos; /* all of the program */

struct register_memo *register_memo_new(void)
{
    struct register_memo *memo = calloc(1, sizeof *memo);
    if (!memo)
        abort();
    pthread_mutex_lock(&lock);
    memo->next = memos;
    memos = memo;
    pthread_mutex_unlock(&lock);
    return memo;
}

struct error *register_memo_revision(struct store_session *session,
                                     const struct register_definition *definition,
                                     int64_t *revision)
{
    struct arena *arena = store_arena(session);
    struct text scope = text_format(arena, "register/%.*s", TEXT_FORMAT(definition->id));
    struct text noted;
    const struct store_value *row;
    *revision = 0;
    if (store_is_writing(session) ||
        (store_noted(session, scope, &noted) && text_number(noted, revision)))
        return NULL;
    TRY(store_query_one(session, &sql_revision_of_register,
                        (struct store_value[]){store_text(scope)}, &row));
    *revision = row ? row[0].integer : 0;
    store_note(session, scope, text_format(arena, "%lld", (long long)*revision));
    return NULL;
}

static void forget(struct register_memo *memo)
{
    arena_free(memo->arena);
    memo->arena = NULL;
    memo->map = (struct map){0};
}

static void forget_all(void)
{
    for (struct register_memo *memo = memos; memo; memo = memo->next)
        forget(memo);
}

void register_memo_forget(void)
{
    pthread_mutex_lock(&lock);
    forget_all();
    pthread_mutex_unlock(&lock);
}

static void bound(void)
{
    size_t size = 0;
    for (const struct register_memo *memo = memos; memo; memo = memo->next)
        size += memo->arena ? arena_size(memo->arena) : 0;
    if (size > REGISTER_MEMO_BYTES)
        forget_all();
}

bool register_memo_open(struct register_memo *memo, int64_t revision)
{
    pthread_mutex_lock(&lock);
    if (!revision || revision < memo->revision) {
        pthread_mutex_unlock(&lock);
        return false;
    }
    if (revision > memo->revision)
        forget(memo);
    memo->revision = revision;
    bound();
    return true;
}

void register_memo_close(void)
{
    pthread_mutex_unlock(&lock);
}

const void *register_memo_find(const struct register_memo *memo, struct text key)
{
    return map_get(&memo->map, key);
}

struct arena *register_memo_arena(struct register_memo *memo)
{
    if (!memo->arena)
        memo->arena = memo->map.arena = arena_new();
    return memo->arena;
}

void register_memo_keep(struct register_memo *memo, struct text key, const void *value)
{
    register_memo_arena(memo);
    *map_place(&memo->map, key) = (void *)value;
}
