/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_TOKEN_H
#define PEOPLE_TOKEN_H

/* Texts of chance that let their bearer do something: sessions, links, known browsers. */

#include "base/text.h"

/* 32 bytes of chance as 43 letters, digits, '-' and '_': fit for a cookie and for an address. */
struct text people_token_new(struct arena *arena);

/* What is kept of a token that serves PURPOSE, or shown where it may be seen: from it nobody finds
 * the token, or what the token is for another purpose. 64 hexadecimal digits. */
struct text people_token_hash(struct arena *arena, const char *purpose, struct text token);

/* Whether two secrets are the same; takes as long wherever they differ. */
bool people_token_equal(struct text one, struct text other);

#endif
