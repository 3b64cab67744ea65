/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include <pthread.h>
#include <stdatomic.h>

/* Two programs on one database, each with many who try the same thing at the same moment. */

enum { TRIES = 16, HALVES = 4 };

struct race {
    struct fixture *fixture;
    struct store *stores[2];
    pthread_barrier_t start;
    atomic_uint next;
    struct error *(*attempt)(const struct people_context *context, struct race *race,
                             unsigned number, enum people_answer *answer);
    struct text halves[HALVES]; /* sessions that wait for a code */
    struct text given;
    atomic_int answers[PEOPLE_START_AGAIN + 1];
};

static void *run(void *given)
{
    struct race *race = given;
    unsigned number = atomic_fetch_add(&race->next, 1);
    struct people_context context = race->fixture->context;
    struct arena *arena = arena_new();
    enum people_answer answer;
    context.arena = arena;
    context.store = race->stores[number % 2];
    pthread_barrier_wait(&race->start);
    struct error *error = race->attempt(&context, race, number, &answer);
    if (error)
        print_message("# %s\n", error_string(arena, error));
    else
        atomic_fetch_add(&race->answers[answer], 1);
    arena_free(arena);
    return NULL;
}

static void run_race(struct race *race)
{
    pthread_t threads[TRIES];
    atomic_store(&race->next, 0);
    for (size_t i = 0; i <= PEOPLE_START_AGAIN; i++)
        atomic_store(&race->answers[i], 0);
    pthread_barrier_init(&race->start, NULL, TRIES);
    for (size_t i = 0; i < TRIES; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run, race), 0);
    for (size_t i = 0; i < TRIES; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&race->start);
}

static struct error *guess(const struct people_context *context, struct race *race, unsigned number,
                           enum people_answer *answer)
{
    (void)number;
    struct people_sign_in result;
    struct people_browser browser = {0};
    struct people_password *password =
        fixture_password(&(struct fixture){.arena = context->arena}, "geraden");
    struct error *error =
        people_sign_in(context, race->fixture->passwords, TEXT(EMAIL), password, &browser, &result);
    *answer = result.answer;
    people_password_free(password);
    return error;
}

static struct error *use_link(const struct people_context *context, struct race *race,
                              unsigned number, enum people_answer *answer)
{
    (void)number;
    struct people_sign_in result;
    struct people_browser browser = {0};
    struct people_password *password =
        fixture_password(&(struct fixture){.arena = context->arena}, PASSWORD);
    struct error *error = people_link_use(context, race->fixture->passwords, race->given, password,
                                          &browser, &result);
    *answer = result.answer;
    people_password_free(password);
    return error;
}

static struct error *give_code(const struct people_context *context, struct race *race,
                               unsigned number, enum people_answer *answer)
{
    struct people_sign_in result;
    struct people_browser browser = {0};
    struct error *error =
        people_sign_in_code(context, race->halves[number % HALVES], race->given, &browser, &result);
    *answer = result.answer;
    return error;
}

static void nothing_serves_twice_in_two_programs(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_context *context = &fixture->context;
    struct people_account *account = fixture_account(fixture, "p1", EMAIL);
    static const char other[] = "b@provincie.example";
    struct race race = {
        .fixture = fixture,
        .stores = {fixture->store,
                   place_open(fixture->place, (struct store_options){.readers = 8})}};
    struct text codes[PEOPLE_RECOVERY_CODES];
    people_passwords_free(fixture->passwords);
    fixture->passwords = people_passwords_new(2, 4 * TRIES);
    /* Many guesses at once are no more than five. */
    race.attempt = guess;
    run_race(&race);
    assert_int_equal(race.answers[PEOPLE_WRONG], PEOPLE_BRAKE_FREE);
    assert_int_equal(race.answers[PEOPLE_WAIT], TRIES - PEOPLE_BRAKE_FREE);
    /* A link lets in once. */
    assert_fine(fixture->arena, people_link_make(context, account->id, PEOPLE_FIRST, &race.given));
    race.attempt = use_link;
    run_race(&race);
    assert_int_equal(race.answers[PEOPLE_SIGNED_IN], 1);
    assert_int_equal(race.answers[PEOPLE_WRONG], TRIES - 1);
    /* A code lets in once, whatever number of sessions waits for it; and so does a recovery code.
     */
    account = fixture_account(fixture, "p2", other);
    struct text secret = fixture_totp(fixture, account->id, codes);
    race.attempt = give_code;
    for (int recovery = 0; recovery <= 1; recovery++) {
        context->now += PEOPLE_BRAKE_FORGET;
        for (size_t i = 0; i < HALVES; i++)
            race.halves[i] = fixture_sign_in(fixture, other, PASSWORD, (struct text){0}).token;
        race.given = recovery ? codes[0] : fixture_code(fixture, secret, context->now);
        run_race(&race);
        assert_int_equal(race.answers[PEOPLE_SIGNED_IN], 1);
        assert_int_equal(race.answers[PEOPLE_WRONG] + race.answers[PEOPLE_START_AGAIN], TRIES - 1);
    }
    store_close(race.stores[1]);
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(nothing_serves_twice_in_two_programs),
    };
    return cmocka_run_group_tests_name("people/programs", tests, NULL, NULL);
}
