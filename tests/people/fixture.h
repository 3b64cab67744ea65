/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_PEOPLE_FIXTURE_H
#define TESTS_PEOPLE_FIXTURE_H

/* Two bodies in a database of their own, and somebody who can sign in to the first. */

#include "support.h"

#include "people/link.h"
#include "people/totp.h"

#define EMAIL    "A.Visser@provincie.example"
#define PASSWORD "een paard op de gang"
#define FIREFOX  "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"

struct fixture {
    struct place *place;
    struct arena *arena;
    struct store *store;
    struct people_passwords *passwords;
    struct people_context context; /* of the body "a", at a moment of 2026 */
};

struct fixture *fixture_new(enum store_dialect dialect);
void fixture_free(struct fixture *fixture);

/* A password from a literal. */
struct people_password *fixture_password(struct fixture *fixture, const char *typed);

/* An account with PASSWORD. */
struct people_account *fixture_account(struct fixture *fixture, const char *person,
                                       const char *email);

/* Signs in with the given words and browser. */
struct people_sign_in fixture_sign_in(struct fixture *fixture, const char *email,
                                      const char *password, struct text device);

/* Gives the account TOTP and returns the secret; CODES is room for the recovery codes. */
struct text fixture_totp(struct fixture *fixture, struct text account, struct text *codes);

/* What the owner's program shows at MOMENT. */
struct text fixture_code(struct fixture *fixture, struct text secret, int64_t moment);

/* Whether TOKEN opens a session. */
bool fixture_is_open(struct fixture *fixture, struct text token);

#endif
