/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_SECRET_H
#define PEOPLE_SECRET_H

/* Passwords and keys by which the program itself is known to others. They stand in a file or in the
 * environment, never in the database; are read when they are used, so that they may be replaced
 * meanwhile; and lie in memory that is never written to disk and is wiped when freed. */

#include "base/error.h"
#include "base/text.h"

struct people_secret {
    size_t size;
    char data[]; /* zero-terminated */
};

/* Room for SIZE bytes and a zero. Never NULL. */
struct people_secret *people_secret_new(size_t size);
void people_secret_free(struct people_secret *secret); /* NULL is allowed */

/* Reads what stands at WHERE, "$VARIABLE" or the path of a file, whose last line breaks do not
 * count. ERROR_UNAVAILABLE when there is nothing to be read. */
struct error *people_secret_read(struct arena *arena, struct text where,
                                 struct people_secret **secret);

#endif
