/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What the store does under load: writes of one client, of many, of two programs, and beside an
 * import.
 *
 *     bench-store [--seconds N] ADDRESS...
 *
 * Each address is an empty folder that may be made, or an empty PostgreSQL database. Prints NAME
 * VALUE UNIT. A write adds a link to one body's chain under a lock and a row of 300 bytes, as an
 * entry with its journal does. */

#include "base/clock.h"
#include "store/store.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLIENTS = 64, ROWS = 100000, CHUNK = 500, MOST_WAITS = 2000000 };

static struct arena *lasting;
static const struct store_statement *lock;
static const struct store_statement *head;
static const struct store_statement *add_link;
static const struct store_statement *add_row;
static const struct store_statement *stage;
static const struct store_statement *take_stage;
static int seconds = 3;

static void check(const struct error *error)
{
    if (!error)
        return;
    fprintf(stderr, "bench-store: %s\n", error_string(lasting, error));
    exit(3);
}

static const struct store_statement *statement(const char *sqlite, const char *postgresql)
{
    const struct store_statement *made;
    check(store_statement_new(lasting, "bench", sqlite, postgresql, &made));
    return made;
}

static void make_statements(void)
{
    lock = statement("SELECT id FROM body WHERE id = :body",
                     "SELECT id FROM body WHERE id = :body FOR UPDATE");
    head = statement("SELECT COALESCE(MAX(number), 0) FROM link WHERE body = :body", NULL);
    add_link =
        statement("INSERT INTO link (body, number, name) VALUES (:body, :number, :name)", NULL);
    add_row =
        statement("INSERT INTO entry (body, name, content) VALUES (:body, :name, :content)", NULL);
    stage =
        statement("INSERT INTO stage (body, name, content) VALUES (:body, :name, :content)", NULL);
    take_stage = statement("INSERT INTO entry (body, name, content) "
                           "SELECT :body, name, content FROM stage WHERE body = :body",
                           NULL);
}

static struct error *define(struct store_session *session, struct arena *arena, void *context)
{
    (void)arena;
    (void)context;
    return store_define(session, "CREATE TABLE link (body TEXT NOT NULL, number BIGINT NOT NULL, "
                                 "name TEXT NOT NULL, PRIMARY KEY (body, number)) STRICT; "
                                 "CREATE TABLE entry (body TEXT NOT NULL, name TEXT NOT NULL, "
                                 "content TEXT NOT NULL, PRIMARY KEY (body, name)) STRICT; "
                                 "CREATE TABLE stage (body TEXT NOT NULL, name TEXT NOT NULL, "
                                 "content TEXT NOT NULL, PRIMARY KEY (body, name)) STRICT; "
                                 "INSERT INTO body (id, content) VALUES ('a', '{}')");
}

static struct text content_of(struct arena *arena)
{
    char *content = arena_allocate(arena, 301);
    memset(content, 'x', 300);
    return (struct text){content, 300};
}

static struct error *write_entry(struct store_session *session, struct arena *arena, void *context)
{
    struct text known;
    int64_t number = 0;
    const struct store_value *row;
    if (!store_noted(session, TEXT("head"), &known)) {
        TRY(store_query_one(session, lock, NULL, &row));
        TRY(store_query_one(session, head, NULL, &row));
        number = row[0].integer;
    } else if (!text_number(known, &number)) {
        return error_new(arena, ERROR_SYSTEM, "the note is no number");
    }
    struct store_value link[] = {store_integer(number + 1), store_text(text_of(context))};
    struct store_value entry[] = {store_text(text_of(context)), store_text(content_of(arena))};
    TRY(store_run(session, add_link, link, NULL));
    TRY(store_run(session, add_row, entry, NULL));
    store_note(session, TEXT("head"), text_format(arena, "%lld", (long long)number + 1));
    return store_touch(session, TEXT("register/bench"));
}

/* The rows FROM to TO of the import. */
struct piece {
    const struct store_statement *statement;
    const char *name;
    size_t from;
    size_t to;
};

static struct error *write_piece(struct store_session *session, struct arena *arena, void *context)
{
    const struct piece *piece = context;
    struct text content = content_of(arena);
    char name[64];
    for (size_t i = piece->from; i < piece->to; i++) {
        int size = snprintf(name, sizeof name, "%s-%08zu", piece->name, i);
        struct store_value values[] = {store_text((struct text){name, (size_t)size}),
                                       store_text(content)};
        TRY(store_run(session, piece->statement, values, NULL));
    }
    return store_touch(session, TEXT("register/bench"));
}

static struct error *switch_stage(struct store_session *session, struct arena *arena, void *context)
{
    (void)arena;
    (void)context;
    return store_run(session, take_stage, NULL, NULL);
}

/* A client that writes one after another; how long each waited, in microseconds. */
struct client {
    struct store *store;
    pthread_t thread;
    const char *name;
    int number;
    int64_t until;
    _Atomic bool *stop;
    uint32_t *waits;
    size_t count;
};

static void *write_on(void *context)
{
    struct client *client = context;
    struct arena *arena = arena_new();
    for (size_t i = 0;
         client->stop ? !atomic_load(client->stop) : clock_monotonic() < client->until; i++) {
        char name[64];
        snprintf(name, sizeof name, "%s-%d-%zu", client->name, client->number, i);
        int64_t start = clock_monotonic();
        check(store_change(client->store, arena, TEXT("a"), write_entry, name));
        if (client->count < MOST_WAITS / CLIENTS)
            client->waits[client->count++] = (uint32_t)(clock_monotonic() - start);
        arena_reset(arena);
    }
    arena_free(arena);
    return NULL;
}

static int compare_waits(const void *one, const void *other)
{
    uint32_t left = *(const uint32_t *)one;
    uint32_t right = *(const uint32_t *)other;
    return (left > right) - (left < right);
}

static void start_clients(struct client *clients, size_t count, struct client pattern)
{
    for (size_t i = 0; i < count; i++) {
        clients[i] = pattern;
        clients[i].number = (int)i;
        clients[i].waits = calloc(MOST_WAITS / CLIENTS, sizeof(uint32_t));
        if (!clients[i].waits || pthread_create(&clients[i].thread, NULL, write_on, &clients[i]))
            abort();
    }
}

/* Waits for the clients and prints what they saw. */
static void end_clients(struct client *clients, size_t count, const char *what, int64_t start)
{
    uint32_t *waits = calloc(MOST_WAITS, sizeof *waits);
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        pthread_join(clients[i].thread, NULL);
        if (waits)
            memcpy(waits + total, clients[i].waits, clients[i].count * sizeof *waits);
        total += clients[i].count;
        free(clients[i].waits);
    }
    if (!waits || !total)
        abort();
    double lasted = (double)(clock_monotonic() - start) / 1e6;
    qsort(waits, total, sizeof *waits, compare_waits);
    printf("%s %.0f writes/s\n", what, (double)total / lasted);
    printf("%s-wait-median %.2f ms\n", what, waits[total / 2] / 1e3);
    printf("%s-wait-99 %.2f ms\n", what, waits[total * 99 / 100] / 1e3);
    printf("%s-wait-longest %.2f ms\n", what, waits[total - 1] / 1e3);
    fflush(stdout);
    free(waits);
}

static void measure_clients(struct store *store, size_t count, const char *what)
{
    struct client clients[CLIENTS];
    int64_t start = clock_monotonic();
    start_clients(
        clients, count,
        (struct client){.store = store, .name = what, .until = start + seconds * INT64_C(1000000)});
    end_clients(clients, count, what, start);
}

static void import(struct store *store, const char *name, const struct store_statement *into,
                   size_t chunk)
{
    struct arena *arena = arena_new();
    for (size_t from = 0; from < ROWS; from += chunk) {
        struct piece piece = {into, name, from, from + chunk};
        check(store_change(store, arena, TEXT("a"), write_piece, &piece));
        arena_reset(arena);
    }
    if (into == stage)
        check(store_change(store, arena, TEXT("a"), switch_stage, NULL));
    arena_free(arena);
}

/* Eight clients write while an import of ROWS rows runs: how long do they wait? */
static void measure_import(struct store *store, const char *what,
                           const struct store_statement *into, size_t chunk)
{
    struct client clients[8];
    _Atomic bool stop = false;
    int64_t start = clock_monotonic();
    start_clients(clients, 8, (struct client){.store = store, .name = what, .stop = &stop});
    import(store, what, into, chunk);
    printf("%s-rows %.0f rows/s\n", what, ROWS / ((double)(clock_monotonic() - start) / 1e6));
    atomic_store(&stop, true);
    end_clients(clients, 8, what, start);
}

static struct store *open_store(const char *address)
{
    struct store *store;
    check(store_open(lasting, address, &(struct store_options){.create = true, .patience = 60000},
                     &store));
    check(store_migrate(lasting, store));
    return store;
}

/* What this program holds in memory, in kilobytes, of which the shared libraries are part. */
static void print_resident(const char *what)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (file && fscanf(file, "%*d %ld", &pages) == 1)
        printf("%s %ld kB\n", what, pages * sysconf(_SC_PAGESIZE) / 1024);
    if (file)
        fclose(file);
}

/* Two programs, each with half of the clients. */
static void measure_programs(const char *address)
{
    fflush(stdout);
    for (int program = 0; program < 2; program++) {
        if (fork())
            continue;
        struct store *store = open_store(address);
        measure_clients(store, CLIENTS / 2, program ? "program-two" : "program-one");
        store_close(store);
        _exit(0);
    }
    while (wait(NULL) > 0)
        ;
}

int main(int count, char **arguments)
{
    lasting = arena_new();
    make_statements();
    int at = 1;
    if (count > 2 && strcmp(arguments[1], "--seconds") == 0) {
        seconds = atoi(arguments[2]);
        at = 3;
    }
    if (at >= count || seconds < 1) {
        fputs("usage: bench-store [--seconds N] ADDRESS...\n", stderr);
        return 2;
    }
    for (; at < count; at++) {
        printf("# %s\n", strncmp(arguments[at], "postgres", 8) ? "SQLite" : "PostgreSQL");
        struct store *store = open_store(arguments[at]);
        check(store_change(store, lasting, TEXT("a"), define, NULL));
        print_resident("resident-idle");
        store_close(store);
        measure_programs(arguments[at]);
        store = open_store(arguments[at]);
        measure_clients(store, 1, "one-client");
        measure_clients(store, CLIENTS, "64-clients");
        measure_import(store, "import-at-once", add_row, ROWS);
        measure_import(store, "import-in-chunks", add_row, CHUNK);
        measure_import(store, "import-staged", stage, CHUNK);
        print_resident("resident-after-load");
        store_close(store);
    }
    arena_free(lasting);
    return 0;
}
