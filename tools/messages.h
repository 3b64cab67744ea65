/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TOOLS_MESSAGES_H
#define TOOLS_MESSAGES_H

/* The message compiler: finds every text that is translated in templates and C, and makes a C table
 * of them with the Dutch of po/nl.po. */

#include "base/error.h"
#include "base/fault.h"

/* A text to translate, where it was found first, and its Dutch. */
struct found_message {
    struct text one;
    struct text many; /* empty when it has no plural */
    struct text file;
    size_t line;
    struct text dutch_one;
    struct text dutch_many;
    bool fuzzy; /* the Dutch is a proposal */
};

struct found_messages {
    struct arena *arena;
    struct faults *faults;
    struct text broken; /* a template with faults, whose messages may not all be found; or empty */
    struct found_message *items;
    size_t count;
    size_t capacity;
};

/* All messages of ROOT/templates and ROOT/src, ordered by their English, each once. Faults are two
 * different plurals for one text, and a MESSAGE that is not a plain string. */
struct error *messages_find(struct found_messages *messages, const char *root);

/* The messages of one C source. */
void messages_find_in_code(struct found_messages *messages, struct text file, struct text source);

/* Orders them, and makes each unique. */
void messages_order(struct found_messages *messages);

/* Takes the Dutch from the file FILE. With STRICT every message must have it, not fuzzy, with the
 * same placeholders; without, what is missing stays empty. */
struct error *messages_translate(struct found_messages *messages, const char *file, bool strict);

/* The C table. */
struct text messages_table(const struct found_messages *messages);

/* Writes a po file with these messages: FILE for a language with its Dutch, or a template for any
 * language, with none. */
struct error *messages_write(const struct found_messages *messages, const char *file, bool dutch);

#endif
