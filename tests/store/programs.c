/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "support.h"

#include "base/clock.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Several programs on one database, programs that are killed, and connections that are lost. */

static struct arena *lasting;
static const struct store_statement *insert;
static const struct store_statement *head;
static const struct store_statement *lock;

static void rest(int milliseconds)
{
    nanosleep(&(struct timespec){.tv_sec = milliseconds / 1000,
                                 .tv_nsec = milliseconds % 1000 * 1000000L},
              NULL);
}

static struct error *define(struct store_session *session, struct arena *arena, void *context)
{
    (void)arena;
    (void)context;
    return store_define(session, "CREATE TABLE link (body TEXT NOT NULL, number BIGINT NOT NULL, "
                                 "previous BIGINT NOT NULL, name TEXT NOT NULL, "
                                 "PRIMARY KEY (body, number), UNIQUE (body, name)) STRICT; "
                                 "INSERT INTO body (id, content) VALUES ('a', '{}')");
}

/* A link at the end of a chain, as the journal adds its rows: the head is locked, and within a
 * batch known. */
static struct error *add_link(struct store_session *session, struct arena *arena, void *context)
{
    struct text known;
    int64_t number = 0;
    const struct store_value *row;
    if (store_noted(session, TEXT("head"), &known)) {
        assert_true(text_number(known, &number));
    } else {
        TRY(store_query_one(session, lock, NULL, &row));
        TRY(store_query_one(session, head, NULL, &row));
        number = row[0].integer;
    }
    struct store_value values[] = {store_integer(number + 1), store_integer(number),
                                   store_text(text_of(context))};
    TRY(store_run(session, insert, values, NULL));
    store_note(session, TEXT("head"), text_format(arena, "%lld", (long long)number + 1));
    return store_touch(session, TEXT("chain"));
}

static struct store *open_plain(struct place *place)
{
    struct store *store;
    assert_fine(place->arena, store_open(place->arena, place->address,
                                         &(struct store_options){.readers = 1}, &store));
    return store;
}

static struct place *place_with_chain(void **state)
{
    struct place *place = place_new(dialect_of(state));
    struct store *store = place_open(place, (struct store_options){0});
    assert_fine(place->arena, store_change(store, place->arena, TEXT("a"), define, NULL));
    store_close(store);
    return place;
}

/* How many links there are; fails the test when they are no chain. */
static int64_t count_chain(struct place *place)
{
    struct text answer =
        text_of(place_ask(place, "SELECT COUNT(*) || ' ' || COALESCE(MAX(number), 0) || ' ' || "
                                 "COALESCE(SUM(number - previous), 0) FROM link"));
    int64_t numbers[3];
    struct text part;
    for (size_t i = 0; i < 3; i++)
        assert_true(text_next(&answer, ' ', &part) && text_number(part, &numbers[i]));
    assert_int_equal(numbers[0], numbers[1]);
    assert_int_equal(numbers[0], numbers[2]);
    return numbers[0];
}

static void notices_other_programs(void **state)
{
    struct place *place = place_with_chain(state);
    struct store *one = open_plain(place);
    struct store *other = open_plain(place);
    for (int i = 1; i <= 3; i++) {
        char name[16];
        snprintf(name, sizeof name, "link %d", i);
        assert_fine(place->arena, store_change(one, place->arena, TEXT("a"), add_link, name));
        assert_int_equal(store_revision(one, TEXT("a"), TEXT("chain")), i);
        int64_t start = clock_monotonic();
        while (store_revision(other, TEXT("a"), TEXT("chain")) < (uint64_t)i &&
               clock_monotonic() < start + 5000000)
            rest(5);
        /* A second, and something for a busy machine. */
        assert_true(clock_monotonic() - start < 2000000);
    }
    store_close(one);
    store_close(other);
    place_free(place);
}

static void keeps_others_out(void **state)
{
    struct place *place = place_with_chain(state);
    struct arena *arena = place->arena;
    struct store_options alone = {.alone = true, .patience = 200};
    struct store *server;
    struct store *command;
    struct store_session *session;
    const struct store_value *row;
    assert_fine(arena, store_open(arena, place->address, &alone, &server));
    struct error *error = store_open(arena, place->address, &alone, &command);
    assert_non_null(error);
    assert_int_equal(error->kind, ERROR_BUSY);
    assert_non_null(strstr(error->message, text_format(arena, "process %ld", (long)getpid()).data));
    alone.alone = false;
    assert_fine(arena, store_open(arena, place->address, &alone, &command));
    assert_fine(arena, store_begin_reading(command, arena, TEXT("a"), &session));
    assert_fine(arena, store_query_one(session, head, NULL, &row));
    store_end_reading(session);
    error = store_change(command, arena, TEXT("a"), add_link, (char[]){"x"});
    assert_non_null(error);
    assert_int_equal(error->kind, ERROR_BUSY);
    store_close(server);
    assert_fine(arena, store_change(command, arena, TEXT("a"), add_link, (char[]){"x"}));
    store_close(command);
    place_free(place);
}

/* A thread that adds links until it is told to stop. */
struct member {
    struct store *store;
    pthread_t thread;
    int program;
    int number;
    int most;
    int answered;
    int refused;
    int output; /* told of each link that was answered; -1: nobody */
    _Atomic bool *stop;
};

static void *add_links(void *context)
{
    struct member *member = context;
    for (int i = 0; i < member->most && !(member->stop && atomic_load(member->stop)); i++) {
        struct arena *arena = arena_new();
        char name[32];
        snprintf(name, sizeof name, "%d-%d-%d", member->program, member->number, i);
        struct error *error = store_change(member->store, arena, TEXT("a"), add_link, name);
        if (error) {
            member->refused++;
            fprintf(stderr, "# %s\n", error_string(arena, error));
        } else {
            member->answered++;
            if (member->output >= 0 && write(member->output, "x", 1) < 0)
                member->refused++;
        }
        arena_free(arena);
    }
    return NULL;
}

static void start_members(struct member *members, size_t count, const struct member *pattern)
{
    for (size_t i = 0; i < count; i++) {
        members[i] = *pattern;
        members[i].number = (int)i;
        assert_int_equal(pthread_create(&members[i].thread, NULL, add_links, &members[i]), 0);
    }
}

static void shares_with_another_program(void **state)
{
    enum { PROGRAMS = 2, MEMBERS = 16, LINKS = 10 };
    struct place *place = place_with_chain(state);
    pid_t children[PROGRAMS];
    for (int program = 0; program < PROGRAMS; program++) {
        fflush(NULL);
        children[program] = fork();
        if (children[program])
            continue;
        struct member members[MEMBERS];
        int wrong = 0;
        struct member pattern = {
            .store = open_plain(place), .program = program, .most = LINKS, .output = -1};
        start_members(members, MEMBERS, &pattern);
        for (size_t i = 0; i < MEMBERS; i++) {
            pthread_join(members[i].thread, NULL);
            wrong += members[i].refused;
        }
        store_close(pattern.store);
        _exit(wrong ? 1 : 0);
    }
    for (int program = 0; program < PROGRAMS; program++) {
        int status;
        assert_int_equal(waitpid(children[program], &status, 0), children[program]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(count_chain(place), PROGRAMS * MEMBERS * LINKS);
    place_free(place);
}

static void survives_being_killed(void **state)
{
    enum { MEMBERS = 8, ANSWERS = 150 };
    struct place *place = place_with_chain(state);
    for (int life = 0; life < 3; life++) {
        int64_t before = count_chain(place);
        int ends[2];
        char byte;
        int64_t answered = 0;
        assert_int_equal(pipe(ends), 0);
        fflush(NULL);
        pid_t child = fork();
        if (!child) {
            struct member members[MEMBERS];
            struct member pattern = {
                .store = open_plain(place), .program = life, .most = 100000, .output = ends[1]};
            start_members(members, MEMBERS, &pattern);
            for (size_t i = 0; i < MEMBERS; i++)
                pthread_join(members[i].thread, NULL);
            _exit(0);
        }
        close(ends[1]);
        while (answered < ANSWERS && read(ends[0], &byte, 1) == 1)
            answered++;
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        while (read(ends[0], &byte, 1) == 1)
            answered++;
        close(ends[0]);
        assert_true(answered >= ANSWERS);
        /* The database may still be ending what the program had under way. */
        rest(200);
        assert_true(count_chain(place) >= before + answered);
    }
    place_free(place);
}

static void survives_lost_connections(void **state)
{
    enum { MEMBERS = 16 };
    struct place *place = place_with_chain(state);
    struct member members[MEMBERS];
    _Atomic bool stop = false;
    struct member pattern = {
        .store = open_plain(place), .most = 100000, .output = -1, .stop = &stop};
    start_members(members, MEMBERS, &pattern);
    int ended = 0;
    for (int i = 0; i < 25; i++) {
        int64_t number = 0;
        rest(60);
        const char *answer =
            place_ask(place, "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity "
                             "WHERE usename = 'waarborg_test' AND datname = current_database()");
        assert_true(text_number(text_of(answer), &number));
        ended += (int)number;
    }
    atomic_store(&stop, true);
    int64_t answered = 0;
    int refused = 0;
    for (size_t i = 0; i < MEMBERS; i++) {
        pthread_join(members[i].thread, NULL);
        answered += members[i].answered;
        refused += members[i].refused;
    }
    assert_true(ended > 10);
    assert_true(answered > 0);
    /* Each is there once (the name is unique), and none that was refused: the server was asked. */
    assert_int_equal(refused, 0);
    assert_int_equal(count_chain(place), answered);
    store_close(pattern.store);
    place_free(place);
}

static void tells_when_the_server_is_away(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct store *store;
    struct error *error = store_open(arena, "postgresql:///x?host=/nonexistent&user=x",
                                     &(struct store_options){0}, &store);
    assert_non_null(error);
    assert_int_equal(error->kind, ERROR_UNAVAILABLE);
    error = store_open(arena, "/nonexistent/data", &(struct store_options){0}, &store);
    assert_non_null(error);
    assert_int_equal(error->kind, ERROR_NOT_FOUND);
    arena_free(arena);
}

/* A database that had a migration this program does not know, or another one of the same number. */
static void refuses_what_is_newer(void **state)
{
    struct place *place = place_new(dialect_of(state));
    struct store *store;
    struct store_session *session;
    struct store_options options = {.create = true};
    assert_fine(place->arena, store_open(place->arena, place->address, &options, &store));
    struct error *error = store_begin_reading(store, place->arena, TEXT("a"), &session);
    assert_non_null(error);
    assert_int_equal(error->kind, ERROR_UNAVAILABLE);
    assert_fine(place->arena, store_migrate(place->arena, store));
    assert_fine(place->arena, store_migrate(place->arena, store));
    store_close(store);
    place_ask(place, "INSERT INTO migration (number, name, hash, moment) "
                     "VALUES (9999, '9999-later.sql', 'x', 'x')");
    error = store_open(place->arena, place->address, &options, &store);
    assert_non_null(error);
    assert_int_equal(error->kind, ERROR_INPUT);
    assert_non_null(strstr(error->message, "9999-later.sql"));
    place_ask(place, "DELETE FROM migration WHERE number = 9999");
    place_ask(place, "UPDATE migration SET hash = 'x' WHERE number = 1");
    assert_non_null(store_open(place->arena, place->address, &options, &store));
    place_free(place);
}

static struct error *make_statements(void)
{
    TRY(store_statement_new(lasting, "link_insert",
                            "INSERT INTO link (body, number, previous, name) "
                            "VALUES (:body, :number, :previous, :name)",
                            NULL, &insert));
    TRY(store_statement_new(lasting, "link_head",
                            "SELECT COALESCE(MAX(number), 0) FROM link WHERE body = :body", NULL,
                            &head));
    return store_statement_new(lasting, "link_lock", "SELECT id FROM body WHERE id = :body",
                               "SELECT id FROM body WHERE id = :body FOR UPDATE", &lock);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(notices_other_programs),
        {"keeps_others_out", keeps_others_out, NULL, NULL, (void *)(uintptr_t)STORE_SQLITE},
        ON_BOTH(shares_with_another_program),
        ON_BOTH(survives_being_killed),
        {"survives_lost_connections", survives_lost_connections, NULL, NULL,
         (void *)(uintptr_t)STORE_POSTGRESQL},
        cmocka_unit_test(tells_when_the_server_is_away),
        ON_BOTH(refuses_what_is_newer),
    };
    lasting = arena_new();
    if (make_statements())
        return 1;
    int failures = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(lasting);
    return failures;
}
