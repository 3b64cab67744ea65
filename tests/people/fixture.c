/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "base/clock.h"
#include "store/statements.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static struct error *add_body(struct store_session *session, struct arena *arena, void *context)
{
    struct store_value values[] = {store_null(), store_text(TEXT("{}"))};
    (void)arena;
    (void)context;
    return store_run(session, &sql_body_add, values, NULL);
}

struct fixture *fixture_new(enum store_dialect dialect)
{
    struct place *place = place_new(dialect);
    struct fixture *fixture = ARENA_NEW(place->arena, struct fixture);
    assert_true(sodium_init() >= 0);
    *fixture = (struct fixture){.place = place,
                                .arena = place->arena,
                                .store = place_open(place, (struct store_options){.readers = 4}),
                                .passwords = people_passwords_new(2, 0)};
    assert_fine(place->arena,
                store_change(fixture->store, place->arena, TEXT("a"), add_body, NULL));
    assert_fine(place->arena,
                store_change(fixture->store, place->arena, TEXT("b"), add_body, NULL));
    fixture->context = (struct people_context){fixture->arena, fixture->store, TEXT("a"), 0};
    assert_true(clock_parse(TEXT("2026-03-12T09:30:10.000000Z"), &fixture->context.now));
    return fixture;
}

void fixture_free(struct fixture *fixture)
{
    store_close(fixture->store);
    people_passwords_free(fixture->passwords);
    place_free(fixture->place);
}

struct people_password *fixture_password(struct fixture *fixture, const char *typed)
{
    return people_password_take(text_copy(fixture->arena, text_of(typed)));
}

struct people_account *fixture_account(struct fixture *fixture, const char *person,
                                       const char *email)
{
    struct people_account *account;
    struct people_password *password = fixture_password(fixture, PASSWORD);
    assert_fine(fixture->arena, people_account_add(&fixture->context, text_of(person),
                                                   text_of(email), LANGUAGE_DUTCH, &account));
    assert_fine(fixture->arena, people_change_password(&fixture->context, fixture->passwords,
                                                       account->id, password, TEXT("")));
    people_password_free(password);
    return account;
}

struct people_sign_in fixture_sign_in(struct fixture *fixture, const char *email, const char *typed,
                                      struct text device)
{
    struct people_sign_in result;
    struct people_password *password = fixture_password(fixture, typed);
    struct people_browser browser = {device, TEXT(FIREFOX)};
    assert_fine(fixture->arena, people_sign_in(&fixture->context, fixture->passwords,
                                               text_of(email), password, &browser, &result));
    people_password_free(password);
    return result;
}

struct text fixture_code(struct fixture *fixture, struct text secret, int64_t moment)
{
    char *key;
    size_t size;
    char code[7];
    assert_int_equal(
        oath_base32_decode(text_string(fixture->arena, secret), secret.size, &key, &size), OATH_OK);
    assert_int_equal(oath_totp_generate(key, size, moment / 1000000, 30, 0, 6, code), OATH_OK);
    free(key);
    return text_copy(fixture->arena, text_of(code));
}

struct text fixture_totp(struct fixture *fixture, struct text account, struct text *codes)
{
    struct text secret;
    bool right;
    assert_fine(fixture->arena, people_totp_offer(&fixture->context, account, &secret));
    assert_fine(fixture->arena,
                people_totp_confirm(&fixture->context, account,
                                    fixture_code(fixture, secret, fixture->context.now), &right,
                                    codes));
    assert_true(right);
    return secret;
}

bool fixture_is_open(struct fixture *fixture, struct text token)
{
    struct people_session *session;
    assert_fine(fixture->arena, people_session_find(&fixture->context, token, &session));
    return session != NULL;
}
