/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

/* JSON written as it goes, and read strictly (jansson: no duplicate keys, no trailing text, UTF-8
 * only). */

#include "base/error.h"
#include "base/text.h"

#include <jansson.h>

/* Writes one document into a buffer, commas and escapes where they belong. What it writes has no
 * white space and escapes no more than JSON asks, so that equal content gives equal bytes: the
 * caller sees to the order of keys. Start with {.buffer = buffer}. */
struct json_writer {
    struct buffer *buffer;
    bool comma; /* something stands before on this level */
};

void json_open_object(struct json_writer *writer);
void json_close_object(struct json_writer *writer);
void json_open_array(struct json_writer *writer);
void json_close_array(struct json_writer *writer);
void json_write_key(struct json_writer *writer, const char *key);
void json_write_key_text(struct json_writer *writer, struct text key);
void json_write_text(struct json_writer *writer, struct text text);
void json_write_number(struct json_writer *writer, int64_t number);
void json_write_boolean(struct json_writer *writer, bool value);
void json_write_null(struct json_writer *writer);
void json_write_raw(struct json_writer *writer,
                    struct text document); /* a whole document, as it is */

/* Reads a document of at most 32 levels; the caller drops it with json_decref. */
struct error *json_read(struct arena *arena, struct text document, json_t **root);

/* The text of a member, empty when it is not there or no text; it lives as long as OBJECT. */
struct text json_member_text(const json_t *object, const char *key);

#endif
