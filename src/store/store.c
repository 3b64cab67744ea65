/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/internal.h"

#include "base/clock.h"
#include "base/identifier.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { DEFAULT_BATCH = 256, DEFAULT_PATIENCE = 10000, MAXIMUM_READERS = 64 };

struct timespec store_after(int64_t wait)
{
    int64_t moment = clock_monotonic() + wait;
    return (struct timespec){.tv_sec = moment / 1000000, .tv_nsec = moment % 1000000 * 1000};
}

void store_condition_init(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

struct store_session store_own_session(struct store *store, struct store_connection *connection,
                                       struct arena *arena)
{
    return (struct store_session){
        .store = store,
        .connection = connection,
        .arena = arena,
        .body = STORE_EVERY_BODY,
        .batch = arena,
    };
}

static struct error *sync_folder(struct arena *arena, const char *path)
{
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return error_system(arena, "opening %s", path);
    struct error *error = fsync(descriptor) ? error_system(arena, "syncing %s", path) : NULL;
    close(descriptor);
    return error;
}

/* Makes the folder and an empty database in it, for their owner alone, and sees to it that their
 * names are on disk: SQLite syncs what is in a file, not that there is one. */
static struct error *make_folder(struct arena *arena, const char *folder, const char *path)
{
    if (mkdir(folder, 0700) && errno != EEXIST)
        return error_system(arena, "making the folder %s", folder);
    int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return error_system(arena, "making %s", path);
    close(descriptor);
    TRY(sync_folder(arena, folder));
    return sync_folder(arena, text_format(arena, "%s/..", folder).data);
}

static struct error *open_folder(struct arena *arena, const struct store_options *options,
                                 struct store *store)
{
    const char *path = text_format(arena, "%s/waarborg.db", store->address).data;
    if (access(path, F_OK)) {
        if (!options->create)
            return error_new(arena, ERROR_NOT_FOUND, "there is no data in \"%s\"", store->address);
        TRY(make_folder(arena, store->address, path));
    }
    TRY(store_lock_open(store->arena, store->address, &store->lock));
    return store->alone ? store_lock_take(arena, store->lock, 0) : NULL;
}

static struct error *start(struct arena *arena, const struct store_options *options,
                           struct store *store)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t readers =
        options->readers ? options->readers : (size_t)(processors > 0 ? processors : 1);
    store->readers_count = readers < MAXIMUM_READERS ? readers : MAXIMUM_READERS;
    store->readers_free = store->readers_count;
    store->readers = ARENA_ARRAY(store->arena, struct store_connection *, store->readers_count);
    if (store->dialect == STORE_SQLITE)
        TRY(open_folder(arena, options, store));
    TRY(store_writer_start(arena, store));
    TRY(store_check_migrations(arena, store));
    if (!store->alone && pthread_create(&store->follower, NULL, store->driver->follow, store))
        return error_new(arena, ERROR_SYSTEM, "no thread can be started");
    store->following = !store->alone;
    return NULL;
}

bool store_is_ending(const struct store *store, int wait)
{
    struct pollfd descriptor = {.fd = store->ending, .events = POLLIN};
    return poll(&descriptor, 1, wait) > 0;
}

struct error *store_open(struct arena *arena, const char *address,
                         const struct store_options *options, struct store **opened)
{
    struct text text = text_of(address);
    bool postgresql = text_starts(text, "postgresql://") || text_starts(text, "postgres://");
    struct store *store = calloc(1, sizeof *store);
    if (!store)
        abort();
    *opened = NULL;
    store->arena = arena_new();
    store->driver = postgresql ? &store_postgresql : &store_sqlite;
    store->dialect = postgresql ? STORE_POSTGRESQL : STORE_SQLITE;
    store->address = text_string(store->arena, text);
    store->alone = options->alone && !postgresql;
    store->batch = options->batch ? options->batch : DEFAULT_BATCH;
    store->patience = (options->patience ? options->patience : DEFAULT_PATIENCE) * INT64_C(1000);
    store->revisions = store_revisions_new();
    store->ending = eventfd(0, EFD_CLOEXEC);
    if (store->ending < 0)
        abort();
    pthread_mutex_init(&store->readers_lock, NULL);
    store_condition_init(&store->reader_free);
    struct error *error = start(arena, options, store);
    if (error) {
        store_close(store);
        return error;
    }
    *opened = store;
    return NULL;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    eventfd_write(store->ending, 1);
    store_writer_end(store);
    if (store->following)
        pthread_join(store->follower, NULL);
    for (size_t i = 0; i < store->readers_count; i++)
        if (store->readers[i])
            store->driver->disconnect(store->readers[i]);
    store_lock_close(store->lock);
    close(store->ending);
    store_revisions_free(store->revisions);
    pthread_cond_destroy(&store->reader_free);
    pthread_mutex_destroy(&store->readers_lock);
    arena_free(store->arena);
    free(store);
}

enum store_dialect store_dialect(const struct store *store)
{
    return store->dialect;
}

static struct error *take_reader(struct store *store, struct arena *arena,
                                 struct store_connection **connection)
{
    struct timespec deadline = store_after(store->patience);
    int code = 0;
    pthread_mutex_lock(&store->readers_lock);
    while (!store->readers_free && !code)
        code = pthread_cond_timedwait(&store->reader_free, &store->readers_lock, &deadline);
    bool taken = store->readers_free > 0;
    if (taken) {
        *connection = store->readers[--store->readers_free];
        store->readers[store->readers_free] = NULL;
    }
    pthread_mutex_unlock(&store->readers_lock);
    return taken ? NULL
                 : error_new(arena, ERROR_BUSY, "every connection to the database is in use");
}

static void give_reader(struct store *store, struct store_connection *connection)
{
    if (connection && !store->driver->sound(connection)) {
        store->driver->disconnect(connection);
        connection = NULL;
    }
    pthread_mutex_lock(&store->readers_lock);
    store->readers[store->readers_free++] = connection;
    pthread_cond_signal(&store->reader_free);
    pthread_mutex_unlock(&store->readers_lock);
}

/* Begins on a connection that may have been lost since it was last used: then once more on a new
 * one. */
static struct error *begin_reading(struct store_session *session)
{
    struct store *store = session->store;
    bool used = session->connection != NULL;
    struct error *error = NULL;
    for (int attempt = 0; attempt < 2; attempt++) {
        if (!session->connection)
            error =
                store->driver->connect(session->arena, store, STORE_READER, &session->connection);
        if (!error)
            error = store->driver->begin_reading(session);
        if (!error || !session->connection || store->driver->sound(session->connection))
            return error;
        store->driver->disconnect(session->connection);
        session->connection = NULL;
        if (!used)
            return error;
        error = NULL;
        used = false;
    }
    return error;
}

struct error *store_check_session(struct arena *arena, const struct store *store, struct text body)
{
    if (!atomic_load(&store->current))
        return error_new(arena, ERROR_UNAVAILABLE,
                         "the database is older than this program: run \"waarborg migrate\"");
    if (!identifier_valid(body) && !text_equal(body, STORE_EVERY_BODY))
        return error_new(arena, ERROR_SYSTEM, "\"%.*s\" is not the id of a body",
                         TEXT_FORMAT(body));
    return NULL;
}

struct error *store_begin_reading(struct store *store, struct arena *arena, struct text body,
                                  struct store_session **session)
{
    *session = NULL;
    TRY(store_check_session(arena, store, body));
    struct store_session *fresh = ARENA_NEW(arena, struct store_session);
    *fresh = store_own_session(store, NULL, arena);
    fresh->body = text_copy(arena, body);
    TRY(take_reader(store, arena, &fresh->connection));
    struct error *error = begin_reading(fresh);
    if (error) {
        give_reader(store, fresh->connection);
        return error;
    }
    *session = fresh;
    return NULL;
}

void store_end_reading(struct store_session *session)
{
    if (!session || !session->connection)
        return;
    session->store->driver->end_reading(session);
    give_reader(session->store, session->connection);
    session->connection = NULL;
}

struct arena *store_arena(struct store_session *session)
{
    return session->arena;
}

struct text store_body(struct store_session *session)
{
    return session->body;
}

bool store_is_writing(const struct store_session *session)
{
    return session->writing;
}
