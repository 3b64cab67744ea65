/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_PASSWORD_H
#define PEOPLE_PASSWORD_H

/* Passwords: kept as Argon2id, which takes 64 MiB and about a tenth of a second. So only a few are
 * worked on at once, a bounded number waits for them, and the rest is told to come back. */

#include "base/error.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/* A password as somebody typed it, in memory that is never written to disk and is wiped when freed.
 */
struct people_password;

/* Takes a password over from TYPED, which is wiped: so it must be memory that may be written. Never
 * NULL; what is longer than anyone types is no password at all. */
struct people_password *people_password_take(struct text typed);
void people_password_free(struct people_password *password); /* NULL is allowed */

/* Whether both are the same; takes as long wherever they differ. */
bool people_password_same(const struct people_password *one, const struct people_password *other);

enum people_judgement {
    PEOPLE_PASSWORD_FINE,
    PEOPLE_PASSWORD_SHORT,     /* less than PEOPLE_PASSWORD_LEAST characters */
    PEOPLE_PASSWORD_LONG,      /* more than PEOPLE_PASSWORD_MOST bytes */
    PEOPLE_PASSWORD_GUESSABLE, /* made of what everybody tries first */
};

enum { PEOPLE_PASSWORD_LEAST = 12, PEOPLE_PASSWORD_MOST = 512 };

/* Whether somebody may choose PASSWORD. OWN are words that others know of them: address, name,
 * body. */
enum people_judgement people_password_judge(const struct people_password *password,
                                            const struct text *own, size_t count);

/* Room to work on AT_ONCE passwords, with WAITING more behind them; 0: as this computer can bear.
 */
struct people_passwords *people_passwords_new(unsigned at_once, unsigned waiting);
void people_passwords_free(struct people_passwords *passwords);

/* Strangers may take half of the places to wait, and let others pass: a flood of guesses does not
 * keep out who is known. */
enum people_lane { PEOPLE_STRANGER, PEOPLE_KNOWN, PEOPLE_LANES };

/* The hash to keep. ERROR_BUSY when there is no place to wait, or no turn within seconds. */
struct error *people_password_hash(struct arena *arena, struct people_passwords *passwords,
                                   enum people_lane lane, const struct people_password *password,
                                   struct text *hash);

/* Whether PASSWORD belongs to HASH; an empty hash belongs to none, and takes as long. When it does
 * and the hash was made by weaker terms than ours, *RENEWED becomes the one to keep instead; else
 * it is empty. */
struct error *people_password_verify(struct arena *arena, struct people_passwords *passwords,
                                     enum people_lane lane, const struct people_password *password,
                                     struct text hash, bool *right, struct text *renewed);

#endif
