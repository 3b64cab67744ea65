/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

/* What the files of this room share: the store, its sessions and the two drivers behind them. */

#include "store/store.h"

#include <pthread.h>
#include <stdatomic.h>

struct store_connection; /* the driver's own */
struct store_revisions;
struct store_writer;
struct store_lock;

struct store_migration {
    const char *name;
    const char *hash;
    const char *sql; /* for both dialects */
};

extern const struct store_migration store_migrations[]; /* a NULL name ends it */

/* A failure of a write in a batch, found when the results came in. */
struct store_failure {
    bool found;
    bool fatal; /* the transaction is gone: every write of the batch fails, or is tried again */
    bool again; /* of a fatal one: it may go well when tried again (a deadlock) */
    bool lost;  /* of a fatal one: the connection is gone or not to be trusted */
    size_t index;
    enum error_kind kind;
    char message[512];
};

enum store_role { STORE_READER, STORE_WRITER };

/* A database. Functions that return an error leave the connection usable, unless `sound` says
 * otherwise. */
struct store_driver {
    size_t group; /* how many writes run before the results of all are looked at */

    struct error *(*connect)(struct arena *arena, struct store *store, enum store_role role,
                             struct store_connection **connection);
    void (*disconnect)(struct store_connection *connection);
    bool (*sound)(struct store_connection *connection);

    struct error *(*begin_reading)(struct store_session *session);
    void (*end_reading)(struct store_session *session);

    /* Of the writer: a transaction, in it numbered marks to go back to, and the look at results. */
    struct error *(*begin)(struct store_session *session);
    struct error *(*mark)(struct store_session *session, size_t index);
    struct error *(*bind)(struct store_session *session); /* to the session's body */
    void (*settle)(struct store_session *session, struct store_failure *failure);
    struct error *(*undo)(struct store_session *session, size_t index);
    struct error *(*commit)(struct store_session *session, struct store_failure *failure);
    void (*roll_back)(struct store_session *session);

    struct error *(*run)(struct store_session *session, const struct store_statement *statement,
                         const struct store_value *values, int64_t *changed,
                         const int64_t *expected, const char *message);
    struct error *(*query)(struct store_session *session, const struct store_statement *statement,
                           const struct store_value *values, struct store_rows **rows);
    struct error *(*next)(struct store_rows *rows, const struct store_value **row);
    void (*stop)(struct store_rows *rows);
    struct error *(*define)(struct store_session *session, const char *sql);

    /* Sees to it that revisions made by other programs become known, in a thread of its own. */
    void *(*follow)(void *store);
};

extern const struct store_driver store_sqlite;
extern const struct store_driver store_postgresql;

struct store_session {
    struct store *store;
    struct store_connection *connection;
    struct arena *arena;
    struct text body;
    bool writing;
    bool migrating;          /* may run before the tables are there */
    struct error *error;     /* the first that the write got */
    size_t index;            /* of the write in its batch */
    struct store_rows *rows; /* of queries under way */
    struct store_kept *kept; /* notes and touches of the batch, newest first */
    struct arena *batch;     /* lives as long as the transaction */
};

/* What a write leaves for the rest of its batch: a note, or the touch of a scope. */
struct store_kept {
    struct store_kept *older;
    size_t index;
    struct text body;
    struct text key;
    struct text value;
    bool touch;
};

/* The rows of a query; each driver has more behind it. */
struct store_rows {
    struct store_session *session;
    struct arena *arena; /* the session's, when the query was made */
    struct store_rows *next;
    struct store_value *values;
    size_t columns;
};

struct store {
    const struct store_driver *driver;
    enum store_dialect dialect;
    struct arena *arena; /* lives as long as the store; used while opening only */
    const char *address; /* the folder, or the address of PostgreSQL */
    int64_t patience;    /* microseconds */
    size_t batch;
    struct store_lock *lock; /* NULL with PostgreSQL */
    bool alone;
    _Atomic bool current; /* the tables are what this program knows */
    _Atomic unsigned
        defined; /* grows with each definition of tables: prepared statements are stale */

    pthread_mutex_t readers_lock;
    pthread_cond_t reader_free;
    struct store_connection **readers; /* those that are free; NULL: not yet connected */
    size_t readers_count;
    size_t readers_free;

    struct store_writer *writer;
    struct store_revisions *revisions;
    pthread_t follower;
    bool following;
    int ending; /* can be read from when the store ends */
};

/* Statements that define tables as DIALECT wants them (sql/README.md). */
struct text store_dialect_sql(struct arena *arena, enum store_dialect dialect, struct text sql);

/* Whether a session of BODY may begin. */
struct error *store_check_session(struct arena *arena, const struct store *store, struct text body);

/* A session that belongs to nobody, for what the store does itself. */
struct store_session store_own_session(struct store *store, struct store_connection *connection,
                                       struct arena *arena);

/* Whether the store ends; waits WAIT milliseconds for it. */
bool store_is_ending(const struct store *store, int wait);

/* The absolute time, on the monotonic clock, after WAIT microseconds. */
struct timespec store_after(int64_t wait);
void store_condition_init(pthread_cond_t *condition);

/* Prepared statements of one connection, found by address and serial; the one least recently used
 * makes room. */
enum { STORE_CACHE_SIZE = 96 };

struct store_cached {
    const struct store_statement *statement;
    uint64_t serial;
    uint64_t used;
    void *handle;
};

struct store_cache {
    struct store_cached items[STORE_CACHE_SIZE];
    size_t count;
    uint64_t clock;
};

/* The place of STATEMENT, or NULL. */
struct store_cached *store_cache_find(struct store_cache *cache,
                                      const struct store_statement *statement);

/* A place for STATEMENT; *EVICTED becomes the handle that made room, or NULL. */
struct store_cached *store_cache_add(struct store_cache *cache,
                                     const struct store_statement *statement, void **evicted);
void store_cache_remove(struct store_cache *cache, struct store_cached *cached);

/* lock.c */
struct error *store_lock_open(struct arena *arena, const char *folder, struct store_lock **lock);
struct error *store_lock_take(struct arena *arena, struct store_lock *lock, int64_t wait);
void store_lock_leave(struct store_lock *lock);
void store_lock_close(struct store_lock *lock);

/* writer.c */
struct error *store_writer_start(struct arena *arena, struct store *store);
void store_writer_end(struct store *store);
struct error *store_write(struct store *store, struct arena *arena, struct text body,
                          bool migrating, store_writing *function, void *context);

/* migrate.c: sets store->current; an error when the database is newer than the program. */
struct error *store_check_migrations(struct arena *arena, struct store *store);

/* revision.c */
struct store_revisions *store_revisions_new(void);
void store_revisions_free(struct store_revisions *revisions);
void store_revisions_set(struct store_revisions *revisions, struct text body, struct text scope,
                         uint64_t number);
uint64_t store_revisions_get(struct store_revisions *revisions, struct text body,
                             struct text scope);
/* Reads them all, on a connection of its own or the one that is given. */
struct error *store_revisions_load(struct arena *arena, struct store *store,
                                   struct store_connection *connection);

#endif
