/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/internal.h"

#include "store/statements.h"

#include <stdlib.h>
#include <string.h>

/* The newest revision of each scope, as far as it is known here. A hash table that only grows:
 * scopes are registers and people, which are few. */

struct entry {
    struct entry *next;
    uint64_t hash;
    uint64_t number;
    size_t body_size;
    size_t size; /* of the name, which is the body and the scope */
    char name[];
};

struct store_revisions {
    pthread_rwlock_t lock;
    struct entry **buckets;
    size_t bucket_count; /* a power of two */
    size_t count;
};

struct store_revisions *store_revisions_new(void)
{
    struct store_revisions *revisions = calloc(1, sizeof *revisions);
    if (!revisions || !(revisions->buckets = calloc(64, sizeof(struct entry *))))
        abort();
    revisions->bucket_count = 64;
    pthread_rwlock_init(&revisions->lock, NULL);
    return revisions;
}

void store_revisions_free(struct store_revisions *revisions)
{
    for (size_t i = 0; i < revisions->bucket_count; i++)
        while (revisions->buckets[i]) {
            struct entry *entry = revisions->buckets[i];
            revisions->buckets[i] = entry->next;
            free(entry);
        }
    pthread_rwlock_destroy(&revisions->lock);
    free(revisions->buckets);
    free(revisions);
}

/* FNV-1a; both texts come from the program, not from visitors. */
static uint64_t hash_of(struct text body, struct text scope)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    struct text parts[] = {body, TEXT("\0"), scope};
    for (size_t part = 0; part < 3; part++)
        for (size_t i = 0; i < parts[part].size; i++)
            hash = (hash ^ (unsigned char)parts[part].data[i]) * UINT64_C(1099511628211);
    return hash;
}

static struct entry *find(const struct store_revisions *revisions, struct text body,
                          struct text scope, uint64_t hash)
{
    struct entry *entry = revisions->buckets[hash & (revisions->bucket_count - 1)];
    for (; entry; entry = entry->next)
        if (entry->hash == hash && text_equal(body, (struct text){entry->name, entry->body_size}) &&
            text_equal(scope, (struct text){entry->name + entry->body_size,
                                            entry->size - entry->body_size}))
            return entry;
    return NULL;
}

static void widen(struct store_revisions *revisions)
{
    size_t wider = revisions->bucket_count * 2;
    struct entry **buckets = calloc(wider, sizeof *buckets);
    if (!buckets)
        abort();
    for (size_t i = 0; i < revisions->bucket_count; i++)
        while (revisions->buckets[i]) {
            struct entry *entry = revisions->buckets[i];
            revisions->buckets[i] = entry->next;
            entry->next = buckets[entry->hash & (wider - 1)];
            buckets[entry->hash & (wider - 1)] = entry;
        }
    free(revisions->buckets);
    revisions->buckets = buckets;
    revisions->bucket_count = wider;
}

void store_revisions_set(struct store_revisions *revisions, struct text body, struct text scope,
                         uint64_t number)
{
    uint64_t hash = hash_of(body, scope);
    pthread_rwlock_wrlock(&revisions->lock);
    struct entry *entry = find(revisions, body, scope, hash);
    if (!entry) {
        if (revisions->count == revisions->bucket_count)
            widen(revisions);
        entry = malloc(sizeof *entry + body.size + scope.size + 1);
        if (!entry)
            abort();
        struct entry **bucket = &revisions->buckets[hash & (revisions->bucket_count - 1)];
        *entry = (struct entry){*bucket, hash, 0, body.size, body.size + scope.size};
        if (body.size)
            memcpy(entry->name, body.data, body.size);
        if (scope.size)
            memcpy(entry->name + body.size, scope.data, scope.size);
        *bucket = entry;
        revisions->count++;
    }
    /* News from the database may come later than what we wrote ourselves. */
    if (number > entry->number)
        entry->number = number;
    pthread_rwlock_unlock(&revisions->lock);
}

uint64_t store_revisions_get(struct store_revisions *revisions, struct text body, struct text scope)
{
    pthread_rwlock_rdlock(&revisions->lock);
    struct entry *entry = find(revisions, body, scope, hash_of(body, scope));
    uint64_t number = entry ? entry->number : 0;
    pthread_rwlock_unlock(&revisions->lock);
    return number;
}

uint64_t store_revision(struct store *store, struct text body, struct text scope)
{
    return store_revisions_get(store->revisions, body, scope);
}

struct error *store_revisions_load(struct arena *arena, struct store *store,
                                   struct store_connection *connection)
{
    struct store_session session = store_own_session(store, connection, arena);
    struct store_rows *rows;
    const struct store_value *row = NULL;
    TRY(store->driver->begin_reading(&session));
    struct error *error = store->driver->query(&session, &sql_revision_all, NULL, &rows);
    while (!error && !(error = store->driver->next(rows, &row)) && row)
        store_revisions_set(store->revisions, row[0].text, row[1].text, (uint64_t)row[2].integer);
    store->driver->end_reading(&session);
    return error;
}
