/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

/* The database: SQLite in a folder, or PostgreSQL by address, behind one interface.
 *
 * All reading and writing happens in a session, which belongs to one body: the store binds that
 * body to the parameter :body of every statement, and a statement without it does not compile
 * (sql/README.md). Sessions may block, so none is opened on an event thread. */

#include "base/error.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct store;
struct store_session;

enum store_dialect { STORE_SQLITE, STORE_POSTGRESQL, STORE_DIALECTS };

/* A value that is bound or read. Text stays valid until the next row is asked for, or the session
 * ends. */
enum store_type { STORE_NULL, STORE_INTEGER, STORE_REAL, STORE_TEXT };

struct store_value {
    enum store_type type;
    int64_t integer;
    double real;
    struct text text;
};

static inline struct store_value store_null(void)
{
    return (struct store_value){.type = STORE_NULL};
}

static inline struct store_value store_integer(int64_t integer)
{
    return (struct store_value){.type = STORE_INTEGER, .integer = integer};
}

static inline struct store_value store_text(struct text text)
{
    return (struct store_value){.type = STORE_TEXT, .text = text};
}

static inline struct store_value store_real(double real)
{
    return (struct store_value){.type = STORE_REAL, .real = real};
}

/* 0 or 1: how the databases keep yes and no. */
static inline struct store_value store_boolean(bool boolean)
{
    return (struct store_value){.type = STORE_INTEGER, .integer = boolean};
}

/* A statement with a name: from sql/ (generated into store/statements.h), or made from a definition
 * (store_statement_new). It is prepared once per connection, and found again by its address and
 * serial: it must outlive the sessions that use it. Parameters are ?1, ?2, ... and $1, $2, ...;
 * :body is the first. */
struct store_statement {
    const char *name;
    const char *sql[STORE_DIALECTS];
    size_t parameters; /* without :body */
    uint64_t serial;   /* 0: compiled with the program */
    bool writes;
    bool body;   /* has :body; one without it touches only what belongs to no body */
    bool across; /* reaches the rows of every body: only in a session of STORE_EVERY_BODY */
};

/* Makes a statement while the program runs, with the same numbering and the same check as those of
 * sql/ (sql/README.md): SQL for SQLite, and for PostgreSQL or NULL when one serves both. Its texts
 * are copied. A refused statement is a fault in the program: ERROR_SYSTEM. */
struct error *store_statement_new(struct arena *arena, const char *name, const char *sqlite,
                                  const char *postgresql, const struct store_statement **statement);

/* The body of sessions that run statements marked "across bodies", and no others. */
#define STORE_EVERY_BODY TEXT("*")

/* What is asked of a store. */
struct store_options {
    bool alone; /* refuse (ERROR_BUSY) when another program has the folder, and keep others out; for
                   PostgreSQL it means nothing */
    bool create;    /* make the folder and the database when they are not there */
    size_t readers; /* how many connections may read at once; 0: as many as there are processors */
    size_t batch;   /* how many writes go in one transaction at most; 0: 256 */
    unsigned patience; /* milliseconds that anything waits for a connection, a lock or the database
                          at most; 0: 10,000 */
};

struct error *store_open(struct arena *arena, const char *address,
                         const struct store_options *options, struct store **store);

/* Brings the tables up to what this program knows, in one transaction; nothing happens when they
 * are. Until then sessions are refused (ERROR_UNAVAILABLE), and so is opening a database that is
 * newer. */
struct error *store_migrate(struct arena *arena, struct store *store);

/* Ends the writer after what waits is written, and closes every connection. */
void store_close(struct store *store);

enum store_dialect store_dialect(const struct store *store);

/* Takes a connection for reading: everything read until store_end_reading is of one moment. Waits
 * for a connection until the deadline of the store (ERROR_BUSY). */
struct error *store_begin_reading(struct store *store, struct arena *arena, struct text body,
                                  struct store_session **session);
void store_end_reading(struct store_session *session);

/* A write: what FUNCTION does is one savepoint within a batch's transaction. When it returns an
 * error, or got one from the store, what it did is undone and the error is what store_change
 * returns. It must not wait for anything else, and may be run again when the batch had to be
 * started anew, so what it tells through CONTEXT it sets each time. ARENA is the caller's. */
typedef struct error *store_writing(struct store_session *session, struct arena *arena,
                                    void *context);

/* Gives the write to the batching writer and returns when it is on disk, or when it was undone.
 * ERROR_UNAVAILABLE and ERROR_BUSY: the database does not work now; nothing of it was kept. */
struct error *store_change(struct store *store, struct arena *arena, struct text body,
                           store_writing *function, void *context);

/* Runs a statement that gives no rows. CHANGED may be NULL; asking for it costs a round trip on
 * PostgreSQL. Without it, an error may come to light only when the function has returned: the write
 * is undone then too. */
struct error *store_run(struct store_session *session, const struct store_statement *statement,
                        const struct store_value *values, int64_t *changed);

/* The same for a statement that must change EXPECTED rows: otherwise the write is undone and
 * store_change returns ERROR_CONFLICT with MESSAGE (a text that stays). Costs no round trip. */
struct error *store_expect(struct store_session *session, const struct store_statement *statement,
                           const struct store_value *values, int64_t expected, const char *message);

/* Runs a statement and hands out its rows one by one; at the end, and at a fault, *ROW is NULL. A
 * session has any number of queries under way when reading. */
struct store_rows;
struct error *store_query(struct store_session *session, const struct store_statement *statement,
                          const struct store_value *values, struct store_rows **rows);
struct error *store_next(struct store_rows *rows, const struct store_value **row);

/* Ends a query of which no more rows are wanted; needless after the last row. */
void store_stop(struct store_rows *rows);

/* The first row of a query, copied into the session's arena; *ROW is NULL when there is none. */
struct error *store_query_one(struct store_session *session,
                              const struct store_statement *statement,
                              const struct store_value *values, const struct store_value **row);

/* Runs statements that define tables and indexes; from migrations and definitions only. Written for
 * both dialects at once as in migrations (sql/README.md). On PostgreSQL every table with a column
 * body has a policy for it afterwards. */
struct error *store_define(struct store_session *session, const char *sql);

/* What was noted under KEY earlier in the same transaction, by the session that reads or by a write
 * of the same body, so that the next need not ask the database (the head of the journal's chain).
 * Forgotten when that write is undone, and when the transaction ends. */
void store_note(struct store_session *session, struct text key, struct text value);
bool store_noted(const struct store_session *session, struct text key, struct text *value);

/* After content was erased: sees to it that nothing of it is left in the database's free pages,
 * search indexes and log either. Takes long; others go on meanwhile. ERROR_BUSY: somebody was
 * reading all the time, try again later. */
struct error *store_scrub(struct store *store, struct arena *arena);

struct arena *store_arena(struct store_session *session);

/* What is asked from here on lives in ARENA, and what lived in the session's before is returned:
 * for long work that puts its own in and out again, so that it can be reset between. */
struct arena *store_change_arena(struct store_session *session, struct arena *arena);
struct text store_body(struct store_session *session);

/* Whether the session writes: what it reads may not be kept by anyone else. */
bool store_is_writing(const struct store_session *session);

/* Revisions: a number per body and scope ("register/gifts", "person/p12", "body"), one higher after
 * every write that touched the scope. Reading it costs no database: writes of this program are seen
 * at once, those of others within a second. */
struct error *store_touch(struct store_session *session, struct text scope);
uint64_t store_revision(struct store *store, struct text body, struct text scope);

#endif
