/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/internal.h"

#include "base/clock.h"
#include "base/json.h"
#include "store/statements.h"

#include <errno.h>
#include <stdlib.h>

/* The one thread that writes. It takes what waits, does it in one transaction with a mark before
 * each write, syncs once, and only then answers. */

enum { MAXIMUM_TRIES = 4 };

struct change {
    struct change *next;
    struct arena *arena;
    struct text body;
    store_writing *function;
    void *context;
    struct error *error;
    pthread_cond_t done_condition;
    bool migrating;
    bool taken;  /* by the writer: it will be answered */
    bool failed; /* undone for good */
    bool done;
};

struct store_writer {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wanted;
    struct change *first;
    struct change *last;
    bool ending;
    struct store_connection *connection;
    struct arena *arena; /* of the batch */
    struct change **batch;
    size_t count;
    struct revision *touched;
};

/* A revision that the batch made, to be told when it is on disk. */
struct revision {
    struct revision *next;
    struct text body;
    struct text scope;
    uint64_t number;
};

static void fail(struct change *change, enum error_kind kind, const char *message)
{
    change->failed = true;
    change->error = error_new(change->arena, kind, "%s", message);
}

static void fail_all(struct store_writer *writer, const struct error *error)
{
    const char *message = error_string(writer->arena, error);
    for (size_t i = 0; i < writer->count; i++)
        if (!writer->batch[i]->failed)
            fail(writer->batch[i], error->kind, message);
}

/* Runs one write behind its mark; its error is in the session. */
static void run_one(struct store_session *session, struct change *change, size_t index)
{
    session->arena = change->arena;
    session->body = change->body;
    session->migrating = change->migrating;
    session->index = index;
    session->error = NULL;
    struct error *error = session->store->driver->mark(session, index);
    if (!error)
        error = change->function(session, change->arena, change->context);
    if (!session->error)
        session->error = error;
}

/* Undoes the write that failed and whatever came behind it, which runs again. */
static struct error *undo(struct store_writer *writer, struct store_session *session,
                          const struct store_failure *failure)
{
    struct change *change = writer->batch[failure->index];
    if (failure->message[0]) {
        fail(change, failure->kind, failure->message);
    } else {
        change->failed = true;
        change->error = session->error;
    }
    while (session->kept && session->kept->index >= failure->index)
        session->kept = session->kept->older;
    session->arena = writer->arena;
    return session->store->driver->undo(session, failure->index);
}

static struct error *run_all(struct store_writer *writer, struct store_session *session,
                             struct store_failure *failure)
{
    const struct store_driver *driver = session->store->driver;
    for (size_t at = 0; at < writer->count;) {
        *failure = (struct store_failure){0};
        size_t members = 0;
        session->error = NULL;
        for (; at < writer->count && members < driver->group && !session->error; at++) {
            if (writer->batch[at]->failed)
                continue;
            run_one(session, writer->batch[at], at);
            members++;
        }
        driver->settle(session, failure);
        if (failure->fatal)
            return session->error ? session->error
                                  : error_new(writer->arena, failure->kind, "%s", failure->message);
        if (failure->found) {
            TRY(undo(writer, session, failure));
            at = failure->index + 1;
        }
    }
    return NULL;
}

static int compare_kept(const void *one, const void *other)
{
    const struct store_kept *left = *(const struct store_kept *const *)one;
    const struct store_kept *right = *(const struct store_kept *const *)other;
    return text_compare(left->body, right->body);
}

/* Raises the revision of every scope of one body that was touched, and gathers the numbers. */
static struct error *touch_body(struct store_writer *writer, struct store_session *session,
                                struct text body, struct text scopes)
{
    const struct store_driver *driver = session->store->driver;
    struct store_value values[] = {store_text(scopes)};
    struct store_rows *rows;
    const struct store_value *row;
    session->body = body;
    TRY(driver->bind(session));
    TRY(driver->query(session, &sql_revision_touch, values, &rows));
    for (;;) {
        TRY(driver->next(rows, &row));
        if (!row)
            return NULL;
        struct revision *revision = ARENA_NEW(writer->arena, struct revision);
        *revision = (struct revision){writer->touched, body, text_copy(writer->arena, row[0].text),
                                      (uint64_t)row[1].integer};
        writer->touched = revision;
    }
}

/* Tells other programs: each revision on a line, or "*" when they had better read them all. */
static struct error *notify(struct store_writer *writer, struct store_session *session)
{
    enum { LARGEST = 7000 }; /* PostgreSQL takes 8000 bytes */
    struct buffer message = {.arena = writer->arena};
    for (const struct revision *revision = writer->touched; revision; revision = revision->next)
        if (message.size < LARGEST)
            buffer_add_format(&message, "%.*s %.*s %llu\n", TEXT_FORMAT(revision->body),
                              TEXT_FORMAT(revision->scope), (unsigned long long)revision->number);
    struct store_value values[] = {
        store_text(message.size < LARGEST ? buffer_text(&message) : TEXT("*"))};
    session->body = STORE_EVERY_BODY;
    return session->store->driver->run(session, &sql_revision_notify, values, NULL, NULL, NULL);
}

static struct error *touch_all(struct store_writer *writer, struct store_session *session)
{
    size_t count = 0;
    for (const struct store_kept *kept = session->kept; kept; kept = kept->older)
        count += kept->touch;
    if (!count)
        return NULL;
    const struct store_kept **touched =
        ARENA_ARRAY(writer->arena, const struct store_kept *, count);
    count = 0;
    for (const struct store_kept *kept = session->kept; kept; kept = kept->older)
        if (kept->touch)
            touched[count++] = kept;
    /* Always in the same order: two programs would wait for each other else. */
    qsort(touched, count, sizeof(struct store_kept *), compare_kept);
    for (size_t from = 0; from < count;) {
        struct buffer scopes = {.arena = writer->arena};
        struct json_writer json = {.buffer = &scopes};
        struct text body = touched[from]->body;
        json_open_array(&json);
        for (; from < count && text_equal(touched[from]->body, body); from++)
            json_write_text(&json, touched[from]->key);
        json_close_array(&json);
        TRY(touch_body(writer, session, body, buffer_text(&scopes)));
    }
    return notify(writer, session);
}

/* One transaction for the whole batch. */
static struct error *run_batch(struct store_writer *writer, struct store *store,
                               struct store_failure *failure)
{
    const struct store_driver *driver = store->driver;
    struct store_session session = store_own_session(store, writer->connection, writer->arena);
    session.writing = true;
    writer->touched = NULL;
    *failure = (struct store_failure){0};
    struct error *error = driver->begin(&session);
    if (error) {
        failure->lost = !driver->sound(writer->connection);
        failure->again = failure->lost; /* it may have been lost while nothing was done */
        return error;
    }
    error = run_all(writer, &session, failure);
    session.arena = writer->arena;
    session.index = writer->count;
    if (!error) {
        session.error = NULL;
        error = touch_all(writer, &session);
        session.error = error;
        driver->settle(&session, failure);
        if (!error && failure->found)
            error = session.error ? session.error
                                  : error_new(writer->arena, failure->kind, "%s", failure->message);
    }
    if (!error)
        return driver->commit(&session, failure);
    driver->roll_back(&session);
    failure->lost = failure->lost || !driver->sound(writer->connection);
    return error;
}

static struct error *connect_writer(struct store_writer *writer, struct store *store)
{
    if (writer->connection)
        return NULL;
    return store->driver->connect(writer->arena, store, STORE_WRITER, &writer->connection);
}

static void write_batch(struct store_writer *writer, struct store *store)
{
    struct error *error = NULL;
    struct store_failure failure = {.again = true};
    int64_t deadline = clock_monotonic() + store->patience;
    for (int tries = 0; tries < MAXIMUM_TRIES && failure.again; tries++) {
        failure = (struct store_failure){0};
        error = connect_writer(writer, store);
        if (error) {
            failure.again = error->kind == ERROR_UNAVAILABLE && clock_monotonic() < deadline;
            continue;
        }
        error = run_batch(writer, store, &failure);
        if (!store->driver->sound(writer->connection)) {
            store->driver->disconnect(writer->connection);
            writer->connection = NULL;
        }
        if (!error)
            break;
    }
    if (error) {
        fail_all(writer, error);
        return;
    }
    for (const struct revision *revision = writer->touched; revision; revision = revision->next)
        store_revisions_set(store->revisions, revision->body, revision->scope, revision->number);
}

static int compare_changes(const void *one, const void *other)
{
    const struct change *left = *(const struct change *const *)one;
    const struct change *right = *(const struct change *const *)other;
    return text_compare(left->body, right->body);
}

/* Takes what waits, at most a batch; those of one body together, bodies always in the same order,
 * since each locks the head of its journal. */
static void take(struct store_writer *writer, size_t most)
{
    writer->count = 0;
    while (writer->first && writer->count < most) {
        struct change *change = writer->first;
        writer->first = change->next;
        change->taken = true;
        writer->batch[writer->count++] = change;
    }
    if (!writer->first)
        writer->last = NULL;
    bool mixed = false;
    for (size_t i = 1; i < writer->count; i++)
        mixed = mixed || !text_equal(writer->batch[i]->body, writer->batch[0]->body);
    if (mixed)
        qsort(writer->batch, writer->count, sizeof(struct change *), compare_changes);
}

static void *work(void *context)
{
    struct store *store = context;
    struct store_writer *writer = store->writer;
    pthread_mutex_lock(&writer->lock);
    while (!writer->ending || writer->first) {
        if (!writer->first) {
            pthread_cond_wait(&writer->wanted, &writer->lock);
            continue;
        }
        take(writer, store->batch);
        pthread_mutex_unlock(&writer->lock);
        write_batch(writer, store);
        pthread_mutex_lock(&writer->lock);
        for (size_t i = 0; i < writer->count; i++) {
            writer->batch[i]->done = true;
            pthread_cond_signal(&writer->batch[i]->done_condition);
        }
        arena_reset(writer->arena);
    }
    pthread_mutex_unlock(&writer->lock);
    return NULL;
}

struct error *store_writer_start(struct arena *arena, struct store *store)
{
    struct store_writer *writer = ARENA_NEW(store->arena, struct store_writer);
    writer->arena = arena_new();
    writer->batch = ARENA_ARRAY(store->arena, struct change *, store->batch);
    pthread_mutex_init(&writer->lock, NULL);
    pthread_cond_init(&writer->wanted, NULL);
    store->writer = writer;
    struct error *error = store->driver->connect(arena, store, STORE_WRITER, &writer->connection);
    if (!error && pthread_create(&writer->thread, NULL, work, store))
        error = error_new(arena, ERROR_SYSTEM, "no thread can be started");
    if (!error)
        return NULL;
    if (writer->connection)
        store->driver->disconnect(writer->connection);
    arena_free(writer->arena);
    store->writer = NULL;
    return error;
}

void store_writer_end(struct store *store)
{
    struct store_writer *writer = store->writer;
    if (!writer)
        return;
    pthread_mutex_lock(&writer->lock);
    writer->ending = true;
    pthread_cond_signal(&writer->wanted);
    pthread_mutex_unlock(&writer->lock);
    pthread_join(writer->thread, NULL);
    if (writer->connection)
        store->driver->disconnect(writer->connection);
    pthread_cond_destroy(&writer->wanted);
    pthread_mutex_destroy(&writer->lock);
    arena_free(writer->arena);
}

/* Takes a write that nobody took yet out of the queue. */
static void withdraw(struct store_writer *writer, struct change *change)
{
    struct change **place = &writer->first;
    struct change *before = NULL;
    while (*place != change) {
        before = *place;
        place = &(*place)->next;
    }
    *place = change->next;
    if (writer->last == change)
        writer->last = before;
}

/* Waits until the write was answered; a write that nobody took within the deadline is withdrawn. */
static void wait_for(struct store_writer *writer, struct change *change, int64_t patience)
{
    struct timespec deadline = store_after(patience);
    int code = 0;
    while (!change->done) {
        if (change->taken || code == 0)
            code = change->taken
                       ? pthread_cond_wait(&change->done_condition, &writer->lock)
                       : pthread_cond_timedwait(&change->done_condition, &writer->lock, &deadline);
        if (code == ETIMEDOUT && !change->taken) {
            withdraw(writer, change);
            fail(change, ERROR_BUSY, "too many writes wait for the database");
            return;
        }
    }
}

struct error *store_write(struct store *store, struct arena *arena, struct text body,
                          bool migrating, store_writing *function, void *context)
{
    struct store_writer *writer = store->writer;
    struct change change = {
        .arena = arena,
        .body = body,
        .function = function,
        .context = context,
        .migrating = migrating,
    };
    store_condition_init(&change.done_condition);
    pthread_mutex_lock(&writer->lock);
    if (writer->last)
        writer->last->next = &change;
    else
        writer->first = &change;
    writer->last = &change;
    pthread_cond_signal(&writer->wanted);
    wait_for(writer, &change, store->patience);
    pthread_mutex_unlock(&writer->lock);
    pthread_cond_destroy(&change.done_condition);
    return change.error;
}

struct error *store_change(struct store *store, struct arena *arena, struct text body,
                           store_writing *function, void *context)
{
    TRY(store_check_session(arena, store, body));
    return store_write(store, arena, body, false, function, context);
}
