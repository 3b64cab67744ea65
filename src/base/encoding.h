/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_ENCODING_H
#define BASE_ENCODING_H

/* Text files as people have them, made UTF-8. */

#include "base/fault.h"

enum encoding { ENCODING_UTF8, ENCODING_UTF16_LITTLE, ENCODING_UTF16_BIG, ENCODING_WINDOWS_1252 };

/* "UTF-8", "UTF-16 (little endian)", "UTF-16 (big endian)", "Windows-1252". */
const char *encoding_name(enum encoding encoding);

/* Makes CONTENT valid UTF-8 without byte-order mark: a slice of CONTENT where it is UTF-8 already,
 * else a copy in ARENA. A byte-order mark decides; without one, text that is valid UTF-8 is UTF-8,
 * and the rest is Windows-1252, which *ENCODING then says: the caller tells the person. False, with
 * a fault at its line and column, when it is none of these as a whole: a broken sequence, a byte
 * that Windows-1252 does not have, or UTF-8 and Windows-1252 in one file. */
bool encoding_decode(struct arena *arena, struct text content, struct text name,
                     struct faults *faults, struct text *decoded, enum encoding *encoding);

/* A place in valid UTF-8, as an editor shows it. Lines end at LF, CR LF or CR. */
struct place {
    size_t line;   /* from 1 */
    size_t column; /* from 1, in code points */
};

/* The place of the byte at OFFSET, when the byte at FROM, not after it, is at START. */
struct place encoding_place(struct text text, size_t from, struct place start, size_t offset);

/* Whether there is a character in valid UTF-8 that text_has_control() would find; fast. */
bool encoding_has_control(struct text text);

#endif
