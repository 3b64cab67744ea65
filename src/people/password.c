/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/password.h"

#include "base/clock.h"
#include "people/password_inside.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <utf8proc.h>

/* How strong: changing these renews each hash when its owner next signs in. */
static const size_t memory = 64 << 20;
static const unsigned long long passes = 3;

/* Seconds that anyone waits for a turn. */
static const int patience = 8;

/* Of 32 random bytes that nobody kept; made by the same terms, so that it takes as long. */
static const char nobody[crypto_pwhash_STRBYTES] =
    "$argon2id$v=19$m=65536,t=3,p=1$p/xNtFAR2HRFUrI0zlieGQ"
    "$2NRUcPNGX8LW/Cl0QsAjYKmNxuiLa/NWottFqce0heg";

static void *locked(size_t size)
{
    void *place = sodium_malloc(size);
    if (!place)
        abort();
    return place;
}

/* Writes TYPED in normalization form C into DATA, with room for PEOPLE_PASSWORD_MOST; the code
 * points in between are as secret as the text. Returns its size, 0 when it does not fit or is no
 * UTF-8. */
static size_t normalize(struct text typed, char *data)
{
    const size_t most = PEOPLE_PASSWORD_MOST * 4;
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    utf8proc_int32_t *points = locked((most + 1) * sizeof *points);
    utf8proc_ssize_t count =
        utf8proc_decompose((const utf8proc_uint8_t *)typed.data, (utf8proc_ssize_t)typed.size,
                           points, (utf8proc_ssize_t)most, options);
    utf8proc_ssize_t size = 0;
    if (count >= 0 && (size_t)count <= most)
        size = utf8proc_reencode(points, count, options);
    if (size < 0 || size > PEOPLE_PASSWORD_MOST)
        size = 0;
    memcpy(data, points, (size_t)size);
    sodium_free(points);
    return (size_t)size;
}

struct people_password *people_password_take(struct text typed)
{
    struct people_password *password = locked(sizeof *password + PEOPLE_PASSWORD_MOST);
    *password = (struct people_password){0};
    if (typed.size && typed.size <= PEOPLE_PASSWORD_MOST)
        password->size = normalize(typed, password->data);
    password->long_one = typed.size && !password->size;
    if (typed.size)
        sodium_memzero((char *)typed.data, typed.size);
    return password;
}

void people_password_free(struct people_password *password)
{
    sodium_free(password);
}

bool people_password_same(const struct people_password *one, const struct people_password *other)
{
    return one->size == other->size && sodium_memcmp(one->data, other->data, one->size) == 0;
}

struct people_passwords {
    pthread_mutex_t lock;
    pthread_cond_t turn;
    unsigned at_once;
    unsigned places[PEOPLE_LANES]; /* to wait */
    unsigned waiting[PEOPLE_LANES];
    unsigned working;
};

struct people_passwords *people_passwords_new(unsigned at_once, unsigned waiting)
{
    struct people_passwords *passwords = calloc(1, sizeof *passwords);
    pthread_condattr_t attributes;
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    if (!passwords)
        abort();
    /* Half of the processors goes on serving pages. */
    passwords->at_once = at_once ? at_once : processors > 3 ? (unsigned)processors / 2 : 1;
    passwords->places[PEOPLE_KNOWN] = waiting ? waiting : 16;
    passwords->places[PEOPLE_STRANGER] = passwords->places[PEOPLE_KNOWN] / 2;
    pthread_mutex_init(&passwords->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&passwords->turn, &attributes);
    pthread_condattr_destroy(&attributes);
    return passwords;
}

void people_passwords_free(struct people_passwords *passwords)
{
    if (!passwords)
        return;
    pthread_cond_destroy(&passwords->turn);
    pthread_mutex_destroy(&passwords->lock);
    free(passwords);
}

/* With the lock held: whether somebody of LANE may begin. Known ones go first. */
static bool has_turn(const struct people_passwords *passwords, enum people_lane lane)
{
    return passwords->working < passwords->at_once &&
           (lane == PEOPLE_KNOWN || !passwords->waiting[PEOPLE_KNOWN]);
}

/* Waits for a turn; false when there is no place, or none came up. */
static bool begin(struct people_passwords *passwords, enum people_lane lane)
{
    struct timespec until;
    bool late = false;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += patience;
    pthread_mutex_lock(&passwords->lock);
    bool turn = has_turn(passwords, lane);
    if (!turn && passwords->waiting[PEOPLE_KNOWN] + passwords->waiting[PEOPLE_STRANGER] <
                     passwords->places[lane]) {
        passwords->waiting[lane]++;
        while (!(turn = has_turn(passwords, lane)) && !late)
            late = pthread_cond_timedwait(&passwords->turn, &passwords->lock, &until) != 0;
        passwords->waiting[lane]--;
        /* Strangers behind a known one that gave up may have their turn now. */
        pthread_cond_broadcast(&passwords->turn);
    }
    passwords->working += turn;
    pthread_mutex_unlock(&passwords->lock);
    return turn;
}

static void end(struct people_passwords *passwords)
{
    pthread_mutex_lock(&passwords->lock);
    passwords->working--;
    pthread_cond_broadcast(&passwords->turn);
    pthread_mutex_unlock(&passwords->lock);
}

static struct error *busy(struct arena *arena)
{
    return error_new(arena, ERROR_BUSY, "too many sign in at this moment");
}

static struct error *make_hash(struct arena *arena, const struct people_password *password,
                               struct text *hash)
{
    char *text = arena_allocate(arena, crypto_pwhash_STRBYTES);
    if (crypto_pwhash_str_alg(text, password->data, password->size, passes, memory,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        return error_new(arena, ERROR_BUSY, "no memory for a password");
    *hash = text_of(text);
    return NULL;
}

struct error *people_password_hash(struct arena *arena, struct people_passwords *passwords,
                                   enum people_lane lane, const struct people_password *password,
                                   struct text *hash)
{
    *hash = (struct text){0};
    if (!begin(passwords, lane))
        return busy(arena);
    struct error *error = make_hash(arena, password, hash);
    end(passwords);
    return error;
}

struct error *people_password_verify(struct arena *arena, struct people_passwords *passwords,
                                     enum people_lane lane, const struct people_password *password,
                                     struct text hash, bool *right, struct text *renewed)
{
    const char *kept = hash.size ? text_string(arena, hash) : nobody;
    struct error *error = NULL;
    *right = false;
    *renewed = (struct text){0};
    if (!begin(passwords, lane))
        return busy(arena);
    bool same = crypto_pwhash_str_verify(kept, password->data, password->size) == 0;
    *right = same && hash.size && password->size;
    if (*right && crypto_pwhash_str_needs_rehash(kept, passes, memory) != 0)
        error = make_hash(arena, password, renewed);
    end(passwords);
    return error;
}
