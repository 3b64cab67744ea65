/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "support.h"

#include "power.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What was answered is on disk, whatever happens to the disk; and no write is there by half. With
 * an argument: how many seeds (100 without). */

enum { THREADS = 4, WRITES = 6, ROWS = 3 };

static size_t seeds = 100;
static uint64_t first_seed = 1;
static size_t next_number; /* of a write; the name of its rows */
static size_t acknowledged[100000];
static size_t acknowledged_count;
static const struct store_statement *insert;
static struct arena *lasting;

static const char definition[] =
    "CREATE TABLE thing (body TEXT NOT NULL, write BIGINT NOT NULL, row BIGINT NOT NULL, "
    "content TEXT NOT NULL, PRIMARY KEY (body, write, row)) STRICT; "
    "CREATE INDEX thing_row ON thing (body, row, write)";

static struct error *define(struct store_session *session, struct arena *arena, void *context)
{
    (void)arena;
    (void)context;
    return store_define(session, definition);
}

static struct error *write_rows(struct store_session *session, struct arena *arena, void *context)
{
    size_t number = *(const size_t *)context;
    char *content = arena_allocate(arena, 1501);
    memset(content, 'a' + (int)(number % 26), 1500);
    for (int64_t row = 0; row < ROWS; row++) {
        struct store_value values[] = {store_integer((int64_t)number), store_integer(row),
                                       store_text(text_of(content))};
        TRY(store_run(session, insert, values, NULL));
    }
    return store_touch(session, TEXT("register/things"));
}

static size_t take_number(void)
{
    power_lock();
    size_t number = ++next_number;
    power_unlock();
    return number;
}

static void acknowledge(size_t number)
{
    power_lock();
    assert_true(acknowledged_count < sizeof acknowledged / sizeof *acknowledged);
    acknowledged[acknowledged_count++] = number;
    power_unlock();
}

static struct error *write_one(struct store *store, struct arena *arena)
{
    size_t number = take_number();
    struct error *error = store_change(store, arena, TEXT("a"), write_rows, &number);
    if (!error)
        acknowledge(number);
    return error;
}

static void *write_some(void *context)
{
    for (size_t i = 0; i < WRITES; i++) {
        struct arena *arena = arena_new();
        (void)!write_one(context, arena);
        arena_free(arena);
    }
    return NULL;
}

static void run_threads(struct store *store)
{
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, write_some, store), 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

static struct error *open_store(struct arena *arena, const char *folder, struct store **store)
{
    struct store_options options = {.alone = true, .create = true, .readers = 1, .batch = 3};
    return store_open(arena, folder, &options, store);
}

/* Opens, writes and closes, as far as that goes. */
static void run(const char *folder)
{
    struct arena *arena = arena_new();
    struct store *store;
    struct error *error = open_store(arena, folder, &store);
    if (!error) {
        error = store_migrate(arena, store);
        if (!error)
            (void)!store_change(store, arena, TEXT("a"), define, NULL);
        run_threads(store);
    }
    store_close(store);
    arena_free(arena);
}

static int one_number(void *context, int columns, char **values, char **names)
{
    (void)columns;
    (void)names;
    *(int64_t *)context = strtoll(values[0] ? values[0] : "0", NULL, 10);
    return 0;
}

static int one_text(void *context, int columns, char **values, char **names)
{
    (void)columns;
    (void)names;
    snprintf(context, 64, "%s", values[0]);
    return 0;
}

static int64_t number_of(sqlite3 *database, const char *sql)
{
    int64_t number = -1;
    sqlite3_exec(database, sql, one_number, &number, NULL);
    return number;
}

/* Everything acknowledged is there, nothing is there by half, and the file is sound. */
static const char *judge(struct arena *arena, const char *folder)
{
    const char *path = text_format(arena, "%s/waarborg.db", folder).data;
    const char *verdict = NULL;
    sqlite3 *database;
    char integrity[64] = "";
    if (sqlite3_open(path, &database) != SQLITE_OK)
        verdict = "it does not open";
    sqlite3_exec(database, "PRAGMA integrity_check", one_text, integrity, NULL);
    if (!verdict && strcmp(integrity, "ok") != 0)
        verdict = text_format(arena, "integrity_check: %s", integrity).data;
    int64_t halves =
        number_of(database, "SELECT COUNT(*) FROM (SELECT write FROM thing GROUP BY "
                            "write HAVING COUNT(*) <> 3 OR COUNT(DISTINCT content) <> 1)");
    if (!verdict && halves > 0)
        verdict = "a write is there by half";
    for (size_t i = 0; i < acknowledged_count && !verdict; i++) {
        const char *sql =
            text_format(arena, "SELECT COUNT(*) FROM thing WHERE write = %zu", acknowledged[i])
                .data;
        if (number_of(database, sql) != ROWS)
            verdict =
                text_format(arena, "write %zu was acknowledged and is gone", acknowledged[i]).data;
    }
    sqlite3_close(database);
    return verdict;
}

static void remove_folder(const char *folder)
{
    static const char *const names[] = {"waarborg.db", "waarborg.db-wal", "waarborg.db-shm",
                                        "lock"};
    char path[700];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

static void keeps_what_it_acknowledged(void **state)
{
    (void)state;
    struct place *place = place_new(STORE_SQLITE);
    char folder[600];
    char next[600];
    size_t cuts = 0;
    snprintf(folder, sizeof folder, "%s/0", place->name);
    for (size_t i = 0; i < seeds; i++) {
        uint64_t seed = first_seed + i;
        /* The life of one folder: five cuts, one upon another. */
        if (i % 5 == 0) {
            remove_folder(folder);
            acknowledged_count = 0;
        }
        power_forget();
        size_t calls = 1 + power_random(&seed) % (power_random(&seed) % 4 ? 200 : 30);
        power_load(folder);
        power_cut_after(calls, seed, &acknowledged_count);
        run(folder);
        snprintf(next, sizeof next, "%s/%zu", place->name, i + 1);
        if (power_was_cut(next, &acknowledged_count)) {
            cuts++;
            remove_folder(folder);
            memcpy(folder, next, sizeof folder);
        }
        power_forget();
        struct arena *arena = arena_new();
        const char *verdict = judge(arena, folder);
        if (verdict)
            fprintf(stderr, "# seed %llu: %s\n", (unsigned long long)(first_seed + i), verdict);
        assert_null(verdict);
        arena_free(arena);
    }
    print_message("%zu cuts\n", cuts);
    assert_true(cuts > seeds / 2);
    place_free(place);
}

/* The disk itself works: a database that does not sync each commit does lose some. */
static void loses_what_was_not_synced(void **state)
{
    (void)state;
    struct place *place = place_new(STORE_SQLITE);
    size_t lost = 0;
    mkdir(place->address, 0700);
    for (uint64_t i = 1; i <= 40; i++) {
        char next[600];
        size_t done = 0;
        size_t known = 0;
        const char *path = text_format(place->arena, "%s/waarborg.db", place->address).data;
        sqlite3 *database;
        remove_folder(place->address);
        mkdir(place->address, 0700);
        power_forget();
        assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
        sqlite3_exec(database,
                     "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE t (a)",
                     NULL, NULL, NULL);
        power_cut_after(5 + i, i, &done);
        for (int row = 0; row < 60; row++)
            done +=
                sqlite3_exec(database, "INSERT INTO t VALUES (1)", NULL, NULL, NULL) == SQLITE_OK;
        sqlite3_close(database);
        snprintf(next, sizeof next, "%s/%d", place->name, (int)i);
        assert_true(power_was_cut(next, &known));
        power_forget();
        assert_int_equal(
            sqlite3_open(text_format(place->arena, "%s/waarborg.db", next).data, &database),
            SQLITE_OK);
        lost += number_of(database, "SELECT COUNT(*) FROM t") < (int64_t)known;
        sqlite3_close(database);
    }
    assert_true(lost > 10);
    place_free(place);
}

static void syncs_before_it_answers(void **state)
{
    (void)state;
    struct place *place = place_new(STORE_SQLITE);
    struct arena *arena = place->arena;
    struct store *store;
    power_forget();
    assert_fine(arena, open_store(arena, place->address, &store));
    assert_fine(arena, store_migrate(arena, store));
    assert_fine(arena, store_change(store, arena, TEXT("a"), define, NULL));
    struct power_count before = power_count("-wal");
    for (size_t i = 0; i < 100; i++) {
        assert_fine(arena, write_one(store, arena));
        struct power_count after = power_count("-wal");
        assert_true(after.writes > before.writes);
        assert_true(after.syncs > before.syncs);
        assert_int_equal(after.loose, 0);
        before = after;
    }
    store_close(store);
    power_forget();
    place_free(place);
}

/* One life with a fault in it; afterwards a write must go well again, on the same store. */
static void live_with_fault(const char *folder)
{
    struct arena *arena = arena_new();
    struct store *store;
    struct error *error = open_store(arena, folder, &store);
    if (!error)
        error = store_migrate(arena, store);
    if (!error)
        error = store_change(store, arena, TEXT("a"), define, NULL);
    bool ready = !error;
    for (size_t i = 0; i < 4 && store; i++)
        (void)!write_one(store, arena);
    if (ready && (power_has_failed() || power_has_starved()))
        assert_fine(arena, write_one(store, arena));
    store_close(store);
    arena_free(arena);
}

static void judge_life(const char *folder, size_t number, const char *what)
{
    struct arena *arena = arena_new();
    power_fail_after(0, 0, true);
    power_starve_after(0);
    power_forget();
    const char *verdict = access(folder, F_OK) ? NULL : judge(arena, folder);
    if (verdict)
        fprintf(stderr, "# %s at call %zu: %s\n", what, number, verdict);
    assert_null(verdict);
    remove_folder(folder);
    arena_free(arena);
}

static void survives_a_failing_disk(void **state)
{
    static const struct {
        int code;
        const char *name;
    } faults[] = {{SQLITE_IOERR_WRITE, "an error"},
                  {SQLITE_FULL, "a full disk"},
                  {SQLITE_IOERR_FSYNC, "a failed sync"}};
    (void)state;
    struct place *place = place_new(STORE_SQLITE);
    for (size_t fault = 0; fault < sizeof faults / sizeof *faults; fault++) {
        bool reached = true;
        size_t number = 1;
        for (; reached; number += seeds > 100 ? 1 : 3) {
            acknowledged_count = 0;
            power_forget();
            power_fail_after(number, faults[fault].code, true);
            live_with_fault(place->address);
            reached = power_has_failed();
            judge_life(place->address, number, faults[fault].name);
        }
        assert_true(number > 50);
    }
    place_free(place);
}

/* A disk that stays full: nothing is answered that is not there, and writes go on when there is
 * room. */
static void waits_for_room(void **state)
{
    (void)state;
    struct place *place = place_new(STORE_SQLITE);
    struct arena *arena = place->arena;
    struct store *store;
    acknowledged_count = 0;
    power_forget();
    assert_fine(arena, open_store(arena, place->address, &store));
    assert_fine(arena, store_migrate(arena, store));
    assert_fine(arena, store_change(store, arena, TEXT("a"), define, NULL));
    assert_fine(arena, write_one(store, arena));
    power_fail_after(3, SQLITE_FULL, false);
    for (size_t i = 0; i < 5; i++) {
        struct error *error = write_one(store, arena);
        assert_non_null(error);
        assert_int_equal(error->kind, ERROR_UNAVAILABLE);
    }
    power_fail_after(0, 0, true);
    assert_fine(arena, write_one(store, arena));
    assert_int_equal(acknowledged_count, 2);
    store_close(store);
    assert_null(judge(arena, place->address));
    power_forget();
    place_free(place);
}

static void survives_without_memory(void **state)
{
    (void)state;
    struct place *place = place_new(STORE_SQLITE);
    bool reached = true;
    size_t number = 1;
    for (; reached; number += seeds > 100 ? 7 : 61) {
        acknowledged_count = 0;
        power_forget();
        power_starve_after(number);
        live_with_fault(place->address);
        reached = power_has_starved();
        judge_life(place->address, number, "no memory");
    }
    assert_true(number > 1000);
    place_free(place);
}

/* Checkpoints come soon and often, so that cuts fall in them too. */
static int checkpoint_often(sqlite3 *database, char **message, const void *routines)
{
    (void)message;
    (void)routines;
    sqlite3_wal_autocheckpoint(database, 12);
    return SQLITE_OK;
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loses_what_was_not_synced),
        cmocka_unit_test(syncs_before_it_answers),
        cmocka_unit_test(keeps_what_it_acknowledged),
        cmocka_unit_test(survives_a_failing_disk),
        cmocka_unit_test(waits_for_room),
        cmocka_unit_test(survives_without_memory),
    };
    if (count > 1)
        seeds = strtoul(arguments[1], NULL, 10);
    if (count > 2)
        first_seed = strtoul(arguments[2], NULL, 10);
    if (access("/dev/shm", W_OK) == 0)
        setenv("TMPDIR", "/dev/shm", 0);
    power_install();
    sqlite3_auto_extension((void (*)(void))checkpoint_often);
    lasting = arena_new();
    struct error *error = store_statement_new(
        lasting, "thing_insert",
        "INSERT INTO thing (body, write, row, content) VALUES (:body, :write, :row, :content)",
        NULL, &insert);
    if (error)
        return 1;
    int failures = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(lasting);
    return failures;
}
