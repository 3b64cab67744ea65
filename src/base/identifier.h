/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_IDENTIFIER_H
#define BASE_IDENTIFIER_H

/* Ids made by the program: sixteen letters and digits (Crockford's base 32, lower case), 80 bits.
 */

#include "base/text.h"

#include <stdint.h>

enum { IDENTIFIER_SIZE = 16 };

/* Ordered by the time it was made (milliseconds, then chance), so that new rows land together in an
 * index. Not for what must not tell when it was made. */
struct text identifier_new(struct arena *arena);

/* All chance. */
struct text identifier_random(struct arena *arena);

/* Whether TEXT may be an id that people gave themselves: 1 to 64 of a-z, A-Z, 0-9, '-', '_' and
 * '.', starting with a letter or digit. */
bool identifier_valid(struct text text);

/* SIZE bytes as lower-case hexadecimal digits. */
struct text identifier_hex(struct arena *arena, const unsigned char *bytes, size_t size);

#endif
