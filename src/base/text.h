/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

/* Text as slices: a place and a size, UTF-8, not owned. A buffer is the only way to build text. */

#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    const char *data; /* not zero-terminated, unless a function says so; NULL only when size is 0 */
    size_t size;      /* bytes */
};

/* A text of a string literal. */
#define TEXT(literal) ((struct text){"" literal, sizeof(literal) - 1})

/* For printf's "%.*s". */
#define TEXT_FORMAT(text) (int)(text).size, (text).size ? (text).data : ""

struct text text_of(const char *string); /* NULL gives the empty text */
struct text text_slice(struct text text, size_t from, size_t to);
struct text text_copy(struct arena *arena, struct text text); /* zero-terminated */
const char *text_string(struct arena *arena, struct text text);
struct text text_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

bool text_equal(struct text one, struct text other);
bool text_is(struct text text, const char *string);
bool text_starts(struct text text, const char *start);
bool text_ends(struct text text, const char *end);
int text_compare(struct text one, struct text other); /* by byte, which is by code point */

/* The place of the first NEEDLE in TEXT from FROM on, or TEXT's size when there is none. */
size_t text_find(struct text text, size_t from, struct text needle);

/* Without the white space (ASCII, no-break space) on both sides. */
struct text text_trim(struct text text);

/* Takes the part before the first SEPARATOR off the front of *REST; false when *REST is used up.
 * Start with a copy of the text; a text with n separators gives n + 1 parts. */
bool text_next(struct text *rest, char separator, struct text *part);

/* Whether TEXT is UTF-8 by RFC 3629: no overlong forms, no surrogates. *WHERE (may be NULL) becomes
 * the offset of the first bad byte. */
bool text_valid(struct text text, size_t *where);

/* Whether TEXT has a control character other than tab, line feed and carriage return, or a code
 * point that turns the direction of what follows (Trojan source). */
bool text_has_control(struct text text);

/* How many code points TEXT (valid UTF-8) has. */
size_t text_length(struct text text);

/* TEXT folded for search and comparison: without case and accents ("Coöperatie" is "cooperatie",
 * "Straße" is "strasse"), white space runs as one space, trimmed. */
struct text text_fold(struct arena *arena, struct text text);

/* Whole number without sign in TEXT; false when it is not one, or not below 2^63. */
bool text_number(struct text text, int64_t *number);

/* A growing piece of text in an arena. Start with {.arena = arena}. */
struct buffer {
    struct arena *arena;
    char *data;
    size_t size;
    size_t capacity;
};

void buffer_add(struct buffer *buffer, struct text text);
void buffer_add_string(struct buffer *buffer, const char *string);
void buffer_add_byte(struct buffer *buffer, char byte);
void buffer_add_number(struct buffer *buffer, int64_t number);
void buffer_add_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buffer_add_arguments(struct buffer *buffer, const char *format, va_list arguments);

/* SIZE bytes at the end, to be written by the caller. */
char *buffer_reserve(struct buffer *buffer, size_t size);

struct text buffer_text(const struct buffer *buffer);

/* The text so far as a zero-terminated string; later additions may move it. */
const char *buffer_string(struct buffer *buffer);

#endif
