/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "support.h"

#include "store/statements.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The interface of the store, on both databases. */

static const struct store_statement *statement_of(struct arena *arena, const char *sql)
{
    const struct store_statement *statement;
    assert_fine(arena, store_statement_new(arena, "test", sql, NULL, &statement));
    return statement;
}

/* A table as the program makes them, and what the tests do with it. */
struct fixture {
    struct place *place;
    struct arena *arena;
    struct store *store;
    const struct store_statement *insert;
    const struct store_statement *update;
    const struct store_statement *count;
    const struct store_statement *all;
    const struct store_statement *get;
};

static struct error *define(struct store_session *session, struct arena *arena, void *context)
{
    (void)arena;
    (void)context;
    return store_define(session, "CREATE TABLE thing (body TEXT NOT NULL, id TEXT NOT NULL, "
                                 "number BIGINT, weight DOUBLE PRECISION, "
                                 "PRIMARY KEY (body, id));");
}

static struct fixture set_up(void **state, struct store_options options)
{
    struct fixture fixture = {.place = place_new(dialect_of(state))};
    struct arena *arena = fixture.arena = fixture.place->arena;
    fixture.store = place_open(fixture.place, options);
    fixture.insert =
        statement_of(arena, "INSERT INTO thing (body, id, number) VALUES (:body, :id, :number)");
    fixture.update =
        statement_of(arena, "UPDATE thing SET number = :number WHERE body = :body AND id = :id");
    fixture.count =
        statement_of(arena, "SELECT COUNT(*), SUM(number) FROM thing WHERE body = :body");
    fixture.all =
        statement_of(arena, "SELECT id, number, weight FROM thing WHERE body = :body ORDER BY id");
    fixture.get =
        statement_of(arena, "SELECT id, number FROM thing WHERE body = :body AND id = :id");
    assert_fine(arena, store_change(fixture.store, arena, TEXT("a"), define, NULL));
    return fixture;
}

static void tear_down(struct fixture *fixture)
{
    store_close(fixture->store);
    place_free(fixture->place);
}

enum ending { SOUND, REFUSES, REPEATS, IGNORES, CONFLICTS, ASKS };

/* What a write of the tests does: inserts ids, and then returns or does something wrong. */
struct plan {
    const struct fixture *fixture;
    const char *id;
    int64_t number;
    int64_t rows; /* how many, from id on */
    enum ending ending;
    int runs;
};

static struct error *insert_some(struct store_session *session, struct arena *arena, void *context)
{
    struct plan *plan = context;
    plan->runs++;
    for (int64_t i = 0; i < (plan->rows ? plan->rows : 1); i++) {
        struct text id =
            plan->rows ? text_format(arena, "%s-%05d", plan->id, (int)i) : text_of(plan->id);
        struct store_value values[] = {store_text(id), store_integer(plan->number + i)};
        TRY(store_run(session, plan->fixture->insert, values, NULL));
    }
    struct store_value again[] = {store_text(text_of(plan->id)), store_integer(1)};
    struct store_value none[] = {store_integer(1), store_text(TEXT("nothing"))};
    const struct store_value *row;
    switch (plan->ending) {
    case SOUND:
        break;
    case REFUSES:
        return error_new(arena, ERROR_FORBIDDEN, "the write says no");
    case REPEATS:
        return store_run(session, plan->fixture->insert, again, NULL);
    case IGNORES:
        (void)!store_run(session, plan->fixture->insert, again, NULL);
        break;
    case CONFLICTS:
        return store_expect(session, plan->fixture->update, none, 1, "somebody was first");
    case ASKS:
        TRY(store_query_one(session, plan->fixture->get, again, &row));
        assert_non_null(row);
        assert_int_equal(row[1].integer, plan->number);
    }
    return store_touch(session, TEXT("register/things"));
}

static int64_t count(const struct fixture *fixture, struct text body)
{
    struct store_session *session;
    const struct store_value *row;
    assert_fine(fixture->arena,
                store_begin_reading(fixture->store, fixture->arena, body, &session));
    assert_fine(fixture->arena, store_query_one(session, fixture->count, NULL, &row));
    int64_t number = row[0].integer;
    assert_int_equal(row[0].type, STORE_INTEGER);
    assert_int_equal(row[1].type, number ? STORE_INTEGER : STORE_NULL);
    store_end_reading(session);
    return number;
}

static void keeps_what_is_written(void **state)
{
    struct fixture fixture = set_up(state, (struct store_options){0});
    struct plan plan = {.fixture = &fixture, .id = "één", .number = INT64_MIN};
    struct store_session *session;
    struct store_rows *rows;
    const struct store_value *row;
    assert_int_equal(store_revision(fixture.store, TEXT("a"), TEXT("register/things")), 0);
    assert_fine(fixture.arena,
                store_change(fixture.store, fixture.arena, TEXT("a"), insert_some, &plan));
    assert_int_equal(store_revision(fixture.store, TEXT("a"), TEXT("register/things")), 1);
    assert_int_equal(store_revision(fixture.store, TEXT("b"), TEXT("register/things")), 0);
    store_close(fixture.store);
    fixture.store = place_open(fixture.place, (struct store_options){0});
    assert_int_equal(store_revision(fixture.store, TEXT("a"), TEXT("register/things")), 1);
    assert_fine(fixture.arena,
                store_begin_reading(fixture.store, fixture.arena, TEXT("a"), &session));
    assert_fine(fixture.arena, store_query(session, fixture.all, NULL, &rows));
    assert_fine(fixture.arena, store_next(rows, &row));
    assert_true(text_is(row[0].text, "één"));
    assert_true(row[1].integer == INT64_MIN);
    assert_int_equal(row[2].type, STORE_NULL);
    assert_fine(fixture.arena, store_next(rows, &row));
    assert_null(row);
    store_end_reading(session);
    tear_down(&fixture);
}

static void undoes_a_write_that_fails(void **state)
{
    static const struct {
        enum ending ending;
        enum error_kind kind;
        const char *message;
    } cases[] = {
        {REFUSES, ERROR_FORBIDDEN, "the write says no"},
        {REPEATS, ERROR_CONFLICT, "test"},
        {IGNORES, ERROR_CONFLICT, "test"},
        {CONFLICTS, ERROR_CONFLICT, "somebody was first"},
    };
    struct fixture fixture = set_up(state, (struct store_options){0});
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct plan plan = {.fixture = &fixture, .id = "same", .ending = cases[i].ending};
        struct error *error =
            store_change(fixture.store, fixture.arena, TEXT("a"), insert_some, &plan);
        assert_non_null(error);
        assert_int_equal(error->kind, cases[i].kind);
        assert_true(text_starts(text_of(error->message), cases[i].message));
        assert_int_equal(count(&fixture, TEXT("a")), 0);
    }
    assert_int_equal(store_revision(fixture.store, TEXT("a"), TEXT("register/things")), 0);
    struct plan sound = {.fixture = &fixture, .id = "same", .ending = ASKS, .number = 7};
    assert_fine(fixture.arena,
                store_change(fixture.store, fixture.arena, TEXT("a"), insert_some, &sound));
    assert_int_equal(count(&fixture, TEXT("a")), 1);
    tear_down(&fixture);
}

/* Many at once: every sound write is kept, every other one undone, and nothing else. */
struct crowd {
    const struct fixture *fixture;
    int number;
    pthread_t thread;
    int wrong;
};

static void *write_many(void *context)
{
    struct crowd *member = context;
    static const enum ending endings[] = {SOUND,   ASKS,      REFUSES, SOUND,
                                          REPEATS, CONFLICTS, SOUND,   IGNORES};
    struct text body = member->number % 2 ? TEXT("a") : TEXT("b");
    for (int i = 0; i < 16; i++) {
        struct arena *arena = arena_new();
        struct plan plan = {
            .fixture = member->fixture,
            .id = text_format(arena, "%d-%d", member->number, i).data,
            .number = 1,
            .ending = endings[(member->number + i) % 8],
        };
        bool sound = plan.ending == SOUND || plan.ending == ASKS;
        struct error *error = store_change(member->fixture->store, arena, body, insert_some, &plan);
        if (sound ? error != NULL
                  : !error || error->kind !=
                                  (plan.ending == REFUSES ? ERROR_FORBIDDEN : ERROR_CONFLICT)) {
            member->wrong++;
            fprintf(stderr, "ending %d: %s\n", plan.ending,
                    error ? error_string(arena, error) : "no error");
        }
        arena_free(arena);
    }
    return NULL;
}

static void serves_many_at_once(void **state)
{
    enum { MEMBERS = 64 };
    struct fixture fixture = set_up(state, (struct store_options){.alone = true});
    struct crowd crowd[MEMBERS];
    for (int i = 0; i < MEMBERS; i++) {
        crowd[i] = (struct crowd){.fixture = &fixture, .number = i};
        assert_int_equal(pthread_create(&crowd[i].thread, NULL, write_many, &crowd[i]), 0);
    }
    for (int i = 0; i < MEMBERS; i++) {
        pthread_join(crowd[i].thread, NULL);
        assert_int_equal(crowd[i].wrong, 0);
    }
    /* Of every eight writes four are sound. */
    assert_int_equal(count(&fixture, TEXT("a")), MEMBERS / 2 * 8);
    assert_int_equal(count(&fixture, TEXT("b")), MEMBERS / 2 * 8);
    assert_true(store_revision(fixture.store, TEXT("a"), TEXT("register/things")) > 0);
    tear_down(&fixture);
}

static void reads_one_moment(void **state)
{
    struct fixture fixture = set_up(state, (struct store_options){.readers = 2});
    struct plan plan = {.fixture = &fixture, .id = "row", .rows = 5000};
    struct store_session *session;
    struct store_rows *rows;
    struct store_rows *others;
    const struct store_value *row;
    const struct store_value *other;
    assert_fine(fixture.arena,
                store_change(fixture.store, fixture.arena, TEXT("a"), insert_some, &plan));
    assert_fine(fixture.arena,
                store_begin_reading(fixture.store, fixture.arena, TEXT("a"), &session));
    assert_fine(fixture.arena, store_query(session, fixture.all, NULL, &rows));
    assert_fine(fixture.arena, store_next(rows, &row));
    struct plan later = {.fixture = &fixture, .id = "later", .rows = 10};
    assert_fine(fixture.arena,
                store_change(fixture.store, fixture.arena, TEXT("a"), insert_some, &later));
    int64_t seen = 1;
    for (;; seen++) {
        assert_fine(fixture.arena, store_next(rows, &row));
        if (!row)
            break;
        assert_int_equal(row[1].integer, seen);
        if (seen % 1000)
            continue;
        /* The same statement while its rows come in, ended early. */
        assert_fine(fixture.arena, store_query(session, fixture.all, NULL, &others));
        assert_fine(fixture.arena, store_next(others, &other));
        assert_true(text_is(other[0].text, "row-00000"));
        store_stop(others);
        assert_fine(fixture.arena, store_query_one(session, fixture.count, NULL, &other));
        assert_int_equal(other[0].integer, 5000);
    }
    assert_int_equal(seen, 5000);
    store_end_reading(session);
    assert_int_equal(count(&fixture, TEXT("a")), 5010);
    tear_down(&fixture);
}

static void refuses_what_no_text_is(void **state)
{
    static const struct text wrong[] = {TEXT("a\0b"), TEXT("\xff"), TEXT("\xed\xa0\x80")};
    struct fixture fixture = set_up(state, (struct store_options){0});
    struct store_session *session;
    const struct store_value *row;
    for (size_t i = 0; i < 3; i++) {
        struct store_value values[] = {store_text(wrong[i])};
        assert_fine(fixture.arena,
                    store_begin_reading(fixture.store, fixture.arena, TEXT("a"), &session));
        struct error *error = store_query_one(session, fixture.get, values, &row);
        assert_non_null(error);
        assert_int_equal(error->kind, ERROR_INPUT);
        store_end_reading(session);
    }
    struct error *error =
        store_begin_reading(fixture.store, fixture.arena, TEXT("a' OR 1=1"), &session);
    assert_non_null(error);
    /* A session that reads does not write; a body's session reads no other, and the other way
     * round. */
    assert_fine(fixture.arena,
                store_begin_reading(fixture.store, fixture.arena, TEXT("a"), &session));
    struct store_value values[] = {store_text(TEXT("x")), store_integer(1)};
    assert_non_null(store_run(session, fixture.insert, values, NULL));
    assert_non_null(store_query_one(session, &sql_revision_all, NULL, &row));
    store_end_reading(session);
    assert_fine(fixture.arena,
                store_begin_reading(fixture.store, fixture.arena, STORE_EVERY_BODY, &session));
    assert_non_null(store_query_one(session, fixture.count, NULL, &row));
    assert_fine(fixture.arena, store_query_one(session, &sql_revision_all, NULL, &row));
    store_end_reading(session);
    tear_down(&fixture);
}

static void knows_more_statements_than_it_keeps(void **state)
{
    struct fixture fixture = set_up(state, (struct store_options){.readers = 1});
    struct store_session *session;
    const struct store_value *row;
    const struct store_statement *many[250];
    for (size_t i = 0; i < 250; i++)
        many[i] = statement_of(
            fixture.arena,
            text_format(fixture.arena, "SELECT %zu FROM thing WHERE body = :body", i).data);
    struct plan plan = {.fixture = &fixture, .id = "one"};
    assert_fine(fixture.arena,
                store_change(fixture.store, fixture.arena, TEXT("a"), insert_some, &plan));
    assert_fine(fixture.arena,
                store_begin_reading(fixture.store, fixture.arena, TEXT("a"), &session));
    for (size_t i = 0; i < 600; i++) {
        assert_fine(fixture.arena, store_query_one(session, many[i % 250], NULL, &row));
        assert_int_equal(row[0].integer, i % 250);
    }
    store_end_reading(session);
    tear_down(&fixture);
}

static struct error *note(struct store_session *session, struct arena *arena, void *context)
{
    struct text *seen = context;
    if (!store_noted(session, TEXT("head"), seen))
        *seen = TEXT("");
    store_note(session, TEXT("head"), text_format(arena, "%.*s+", TEXT_FORMAT(*seen)));
    return NULL;
}

static void forgets_notes_after_the_transaction(void **state)
{
    struct fixture fixture = set_up(state, (struct store_options){0});
    for (int i = 0; i < 3; i++) {
        struct text seen = TEXT("?");
        assert_fine(fixture.arena,
                    store_change(fixture.store, fixture.arena, TEXT("a"), note, &seen));
        assert_int_equal(seen.size, 0);
    }
    tear_down(&fixture);
}

/* Writes that surely go in one batch: they wait while a slow one runs. */
struct queued {
    const struct fixture *fixture;
    pthread_t thread;
    int number;
    struct text seen;
    struct error *error;
    struct arena *arena;
};

static struct error *write_slowly(struct store_session *session, struct arena *arena, void *context)
{
    (void)session;
    (void)arena;
    (void)context;
    usleep(300000);
    return NULL;
}

/* Each adds its letter to the note; the third is refused by the database, the fifth says no itself.
 */
static struct error *note_letter(struct store_session *session, struct arena *arena, void *context)
{
    struct queued *queued = context;
    struct text seen = TEXT("");
    (void)!store_noted(session, TEXT("letters"), &seen);
    queued->seen = text_copy(arena, seen);
    store_note(session, TEXT("letters"),
               text_format(arena, "%.*s%c", TEXT_FORMAT(seen), 'a' + queued->number));
    struct store_value values[] = {
        store_text(queued->number == 2 ? TEXT("0") : text_format(arena, "%d", queued->number)),
        store_integer(1)};
    TRY(store_run(session, queued->fixture->insert, values, NULL));
    return queued->number == 4 ? error_new(arena, ERROR_FORBIDDEN, "no") : NULL;
}

static void *run_queued(void *context)
{
    struct queued *queued = context;
    queued->error = store_change(queued->fixture->store, queued->arena, TEXT("a"),
                                 queued->number < 0 ? write_slowly : note_letter, queued);
    return NULL;
}

static void forgets_what_was_undone(void **state)
{
    enum { COUNT = 8 };
    static const char *const seen[COUNT - 1] = {"", "a", "ab", "ab", "abd", "abd", "abdf"};
    struct fixture fixture = set_up(state, (struct store_options){0});
    struct queued queued[COUNT];
    for (int i = 0; i < COUNT; i++) {
        queued[i] = (struct queued){.fixture = &fixture, .number = i - 1, .arena = arena_new()};
        assert_int_equal(pthread_create(&queued[i].thread, NULL, run_queued, &queued[i]), 0);
        /* In this order in the queue. */
        usleep(i ? 10000 : 50000);
    }
    for (int i = 0; i < COUNT; i++) {
        pthread_join(queued[i].thread, NULL);
        bool fails = queued[i].number == 2 || queued[i].number == 4;
        assert_true(fails == (queued[i].error != NULL));
        if (i)
            assert_true(text_is(queued[i].seen, seen[i - 1]));
        arena_free(queued[i].arena);
    }
    assert_int_equal(count(&fixture, TEXT("a")), COUNT - 3);
    if (fixture.place->dialect == STORE_POSTGRESQL)
        assert_string_equal(
            place_ask(fixture.place, "SELECT COUNT(*) FROM pg_policies WHERE tablename = 'thing'"),
            "1");
    tear_down(&fixture);
}

static void waits_no_longer_than_it_may(void **state)
{
    struct fixture fixture = set_up(state, (struct store_options){.readers = 1, .patience = 200});
    struct store_session *session;
    struct store_session *second;
    assert_fine(fixture.arena,
                store_begin_reading(fixture.store, fixture.arena, TEXT("a"), &session));
    struct error *error = store_begin_reading(fixture.store, fixture.arena, TEXT("a"), &second);
    assert_non_null(error);
    assert_int_equal(error->kind, ERROR_BUSY);
    store_end_reading(session);
    tear_down(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(keeps_what_is_written),
        ON_BOTH(undoes_a_write_that_fails),
        ON_BOTH(serves_many_at_once),
        ON_BOTH(reads_one_moment),
        ON_BOTH(refuses_what_no_text_is),
        ON_BOTH(knows_more_statements_than_it_keeps),
        ON_BOTH(forgets_notes_after_the_transaction),
        ON_BOTH(forgets_what_was_undone),
        ON_BOTH(waits_no_longer_than_it_may),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
