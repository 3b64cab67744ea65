/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/password.h"

#include <pthread.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

static struct people_password *take(const char *typed)
{
    char room[2048];
    size_t size = strlen(typed);
    assert_true(size < sizeof room);
    memcpy(room, typed, size);
    struct people_password *password = people_password_take((struct text){room, size});
    /* What was typed is gone from where it stood. */
    for (size_t i = 0; i < size; i++)
        assert_int_equal(room[i], 0);
    return password;
}

static void a_password_belongs_to_its_hash(void **state)
{
    struct arena *arena = arena_new();
    struct people_passwords *passwords = people_passwords_new(1, 0);
    struct people_password *composed = take("caf\xc3\xa9 in de ochtend");
    struct people_password *apart = take("cafe\xcc\x81 in de ochtend");
    struct people_password *other = take("cafe in de ochtend");
    struct people_password *none = take("");
    struct text hash;
    struct text renewed;
    bool right;
    (void)state;
    assert_null(people_password_hash(arena, passwords, PEOPLE_KNOWN, composed, &hash));
    assert_true(text_starts(hash, "$argon2id$v=19$m=65536,"));
    const struct {
        struct people_password *password;
        struct text hash;
        bool right;
    } tries[] = {{composed, hash, true}, {apart, hash, true}, {other, hash, false},
                 {none, hash, false},    {none, {0}, false},  {composed, {0}, false}};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        assert_null(people_password_verify(arena, passwords, PEOPLE_KNOWN, tries[i].password,
                                           tries[i].hash, &right, &renewed));
        assert_int_equal(right, tries[i].right);
        assert_int_equal(renewed.size, 0);
    }
    people_password_free(composed);
    people_password_free(apart);
    people_password_free(other);
    people_password_free(none);
    people_passwords_free(passwords);
    arena_free(arena);
}

/* What the processor spends on one look at HASH, in microseconds. */
static int64_t spent_on(struct arena *arena, struct people_passwords *passwords,
                        const struct people_password *password, struct text hash)
{
    struct timespec begin;
    struct timespec end;
    struct text renewed;
    bool right;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    assert_null(people_password_verify(arena, passwords, PEOPLE_STRANGER, password, hash, &right,
                                       &renewed));
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    return (end.tv_sec - begin.tv_sec) * 1000000 + (end.tv_nsec - begin.tv_nsec) / 1000;
}

/* The least of several, taken in turn: what else the computer does makes it only more. */
static void nobody_takes_as_long_as_somebody(void **state)
{
    struct arena *arena = arena_new();
    struct people_passwords *passwords = people_passwords_new(1, 0);
    struct people_password *password = take("een paard op de gang");
    struct people_password *wrong = take("een koe op de gang");
    int64_t somebody = INT64_MAX;
    int64_t nobody = INT64_MAX;
    struct text hash;
    (void)state;
    assert_null(people_password_hash(arena, passwords, PEOPLE_KNOWN, password, &hash));
    for (int i = 0; i < 9; i++) {
        int64_t one = spent_on(arena, passwords, wrong, hash);
        int64_t other = spent_on(arena, passwords, wrong, (struct text){0});
        somebody = one < somebody ? one : somebody;
        nobody = other < nobody ? other : nobody;
    }
    print_message("# somebody %lld us, nobody %lld us\n", (long long)somebody, (long long)nobody);
    assert_true(nobody < somebody * 2 && somebody < nobody * 2);
    people_password_free(password);
    people_password_free(wrong);
    people_passwords_free(passwords);
    arena_free(arena);
}

static void easy_passwords_are_refused(void **state)
{
    static const struct {
        const char *typed;
        enum people_judgement judgement;
    } known[] = {
        {"", PEOPLE_PASSWORD_SHORT},
        {"elf tekens!", PEOPLE_PASSWORD_SHORT},
        {"\xc3\xab\xc3\xab\xc3\xab\xc3\xab\xc3\xab\xc3\xab", PEOPLE_PASSWORD_SHORT},
        {"wachtwoord12", PEOPLE_PASSWORD_GUESSABLE},
        {"W@chtw00rd2026!", PEOPLE_PASSWORD_GUESSABLE},
        {"Welkom2026!!", PEOPLE_PASSWORD_GUESSABLE},
        {"Zomervakantie2025", PEOPLE_PASSWORD_GUESSABLE},
        {"123456789012", PEOPLE_PASSWORD_GUESSABLE},
        {"098765432109", PEOPLE_PASSWORD_GUESSABLE},
        {"aaaaaaaaaaaaaaaa", PEOPLE_PASSWORD_GUESSABLE},
        {"qwertyuiop[]", PEOPLE_PASSWORD_GUESSABLE},
        {"abcdefghijklmnop", PEOPLE_PASSWORD_GUESSABLE},
        {"hoi!hoi!hoi!hoi!", PEOPLE_PASSWORD_GUESSABLE},
        {"provincie-rijnmeren-1", PEOPLE_PASSWORD_GUESSABLE},
        {"anneke.visser!1", PEOPLE_PASSWORD_GUESSABLE},
        {"Ann3k3V1ss3r20", PEOPLE_PASSWORD_GUESSABLE},
        {"een paard op de gang", PEOPLE_PASSWORD_FINE},
        {"X7k#92mQp!4z", PEOPLE_PASSWORD_FINE},
        {"7#92!4&83kQz", PEOPLE_PASSWORD_FINE},
        {"regen op het zinken dak", PEOPLE_PASSWORD_FINE},
        {"\xd0\xbf\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbb\xd1\x8c \xd0\xb4\xd0\xbe\xd0\xbc\xd0\xb0",
         PEOPLE_PASSWORD_SHORT},
    };
    static const struct text own[] = {{"Anneke Visser", 13}, {"anneke.visser@rijnmeren.nl", 26}};
    char big[PEOPLE_PASSWORD_MOST + 2];
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct people_password *password = take(known[i].typed);
        if (people_password_judge(password, own, 2) != known[i].judgement)
            fail_msg("%s", known[i].typed);
        people_password_free(password);
    }
    for (size_t size = PEOPLE_PASSWORD_MOST; size <= PEOPLE_PASSWORD_MOST + 1; size++) {
        randombytes_buf_deterministic(big, size,
                                      (const unsigned char *)"a seed of thirty-two bytes......");
        for (size_t i = 0; i < size; i++)
            big[i] = (char)('a' + (unsigned char)big[i] % 26);
        big[size] = '\0';
        struct people_password *password = take(big);
        assert_int_equal(people_password_judge(password, own, 2),
                         size > PEOPLE_PASSWORD_MOST ? PEOPLE_PASSWORD_LONG : PEOPLE_PASSWORD_FINE);
        people_password_free(password);
    }
}

struct crowd {
    struct people_passwords *passwords;
    enum people_lane lane;
    atomic_int working;
    atomic_int served;
    atomic_int refused;
    atomic_int other;
};

static void *join_crowd(void *given)
{
    struct crowd *crowd = given;
    struct arena *arena = arena_new();
    struct people_password *password = take("een paard op de gang");
    struct text hash;
    struct error *error =
        people_password_hash(arena, crowd->passwords, crowd->lane, password, &hash);
    atomic_fetch_add(!error                      ? &crowd->served
                     : error->kind == ERROR_BUSY ? &crowd->refused
                                                 : &crowd->other,
                     1);
    people_password_free(password);
    arena_free(arena);
    return NULL;
}

enum { CROWD = 24 };

static void gather(struct crowd *crowd, pthread_t *threads)
{
    for (size_t i = 0; i < CROWD; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, join_crowd, crowd), 0);
}

static void disperse(pthread_t *threads)
{
    for (size_t i = 0; i < CROWD; i++)
        pthread_join(threads[i], NULL);
}

static void a_flood_is_bounded_and_lets_known_ones_through(void **state)
{
    struct people_passwords *passwords = people_passwords_new(1, 8);
    struct crowd strangers = {.passwords = passwords, .lane = PEOPLE_STRANGER};
    struct crowd known = {.passwords = passwords, .lane = PEOPLE_KNOWN};
    pthread_t threads[CROWD];
    pthread_t friend;
    (void)state;
    gather(&strangers, threads);
    /* Wait until the places of strangers are full: then somebody is refused at once. */
    while (!atomic_load(&strangers.refused))
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    assert_int_equal(pthread_create(&friend, NULL, join_crowd, &known), 0);
    pthread_join(friend, NULL);
    /* It did not wait for all those who were there before. */
    int before = atomic_load(&strangers.served);
    disperse(threads);
    assert_int_equal(atomic_load(&known.served), 1);
    assert_true(before < atomic_load(&strangers.served));
    assert_int_equal(strangers.served + strangers.refused, CROWD);
    assert_int_equal(strangers.other, 0);
    /* One works, four wait, and a few more as places come free. */
    assert_in_range(strangers.served, 5, CROWD - 8);
    struct crowd more = {.passwords = passwords, .lane = PEOPLE_KNOWN};
    gather(&more, threads);
    disperse(threads);
    assert_true(more.served >= 9 && more.refused > 0);
    people_passwords_free(passwords);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_password_belongs_to_its_hash),
        cmocka_unit_test(nobody_takes_as_long_as_somebody),
        cmocka_unit_test(easy_passwords_are_refused),
        cmocka_unit_test(a_flood_is_bounded_and_lets_known_ones_through),
    };
    if (sodium_init() < 0)
        abort();
    return cmocka_run_group_tests_name("people/password", tests, NULL, NULL);
}
