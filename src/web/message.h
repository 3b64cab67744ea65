/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_MESSAGE_H
#define WEB_MESSAGE_H

/* The words of pages in both languages. The English text is the key; the Dutch comes from
 * po/nl.po, checked and turned into a table when the program is built (tools/messages). Nothing
 * here depends on a locale, and all of it may be used from any thread. */

#include "base/language.h"

struct message {
    const char *id; /* the English text */
    struct label one;
    struct label many; /* for a message without a plural: the same as one */
};

/* Marks a text of C code as one that is translated: MESSAGE("No such page"). */
#define MESSAGE(literal) ("" literal)

/* The words for a text that MESSAGE marked. Any other text is a programming error, and comes back
 * as it is in a program built without assertions. */
struct text message(enum language language, const char *id);

/* The form for N things: message_plural(language, MESSAGE_PLURAL("{n} row", "{n} rows"), n). The
 * placeholder is the caller's to fill: message_fill. */
#define MESSAGE_PLURAL(one, many) ("" one), ("" many)
struct text message_plural(enum language language, const char *one, const char *many, int64_t n);

/* PATTERN with each {NAME} replaced by the value that stands after its name in the arguments, which
 * end with NULL: message_fill(arena, pattern, "n", text, "who", other, NULL). Values are struct
 * text. */
struct text message_fill(struct arena *arena, struct text pattern, ...) __attribute__((sentinel));

/* For generated code. */
struct text message_in(const struct message *message, enum language language);
struct text message_of(const struct message *message, enum language language, int64_t n);

/* Made by tools/messages: all messages, ordered by id. */
extern const struct message *const message_table[];
extern const size_t message_count;

#endif
