/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/json.h"

static void separate(struct json_writer *writer)
{
    if (writer->comma)
        buffer_add_byte(writer->buffer, ',');
    writer->comma = true;
}

void json_open_object(struct json_writer *writer)
{
    separate(writer);
    buffer_add_byte(writer->buffer, '{');
    writer->comma = false;
}

void json_close_object(struct json_writer *writer)
{
    buffer_add_byte(writer->buffer, '}');
    writer->comma = true;
}

void json_open_array(struct json_writer *writer)
{
    separate(writer);
    buffer_add_byte(writer->buffer, '[');
    writer->comma = false;
}

void json_close_array(struct json_writer *writer)
{
    buffer_add_byte(writer->buffer, ']');
    writer->comma = true;
}

static void add_string(struct buffer *buffer, struct text text)
{
    static const char short_forms[] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    buffer_add_byte(buffer, '"');
    size_t start = 0;
    for (size_t at = 0; at < text.size; at++) {
        unsigned char byte = (unsigned char)text.data[at];
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        buffer_add(buffer, text_slice(text, start, at));
        start = at + 1;
        if (byte == '"' || byte == '\\') {
            buffer_add_byte(buffer, '\\');
            buffer_add_byte(buffer, (char)byte);
        } else if (byte < sizeof short_forms && short_forms[byte]) {
            buffer_add_byte(buffer, '\\');
            buffer_add_byte(buffer, short_forms[byte]);
        } else {
            buffer_add_format(buffer, "\\u%04x", byte);
        }
    }
    buffer_add(buffer, text_slice(text, start, text.size));
    buffer_add_byte(buffer, '"');
}

void json_write_key_text(struct json_writer *writer, struct text key)
{
    separate(writer);
    add_string(writer->buffer, key);
    buffer_add_byte(writer->buffer, ':');
    writer->comma = false;
}

void json_write_key(struct json_writer *writer, const char *key)
{
    json_write_key_text(writer, text_of(key));
}

void json_write_text(struct json_writer *writer, struct text text)
{
    separate(writer);
    add_string(writer->buffer, text);
}

void json_write_number(struct json_writer *writer, int64_t number)
{
    separate(writer);
    buffer_add_number(writer->buffer, number);
}

void json_write_boolean(struct json_writer *writer, bool value)
{
    json_write_raw(writer, value ? TEXT("true") : TEXT("false"));
}

void json_write_null(struct json_writer *writer)
{
    json_write_raw(writer, TEXT("null"));
}

void json_write_raw(struct json_writer *writer, struct text document)
{
    separate(writer);
    buffer_add(writer->buffer, document);
}

/* Levels deeper than jansson's own limit would be refused there; ours is lower and cheap to see. */
static bool is_shallow(struct text document)
{
    size_t depth = 0;
    bool quoted = false;
    for (size_t at = 0; at < document.size; at++) {
        char byte = document.data[at];
        if (quoted) {
            at += byte == '\\';
            quoted = byte != '"';
        } else if (byte == '"') {
            quoted = true;
        } else if (byte == '{' || byte == '[') {
            if (++depth > 32)
                return false;
        } else if (depth && (byte == '}' || byte == ']')) {
            depth--;
        }
    }
    return true;
}

struct error *json_read(struct arena *arena, struct text document, json_t **root)
{
    json_error_t fault;
    *root = NULL;
    if (!is_shallow(document))
        return error_new(arena, ERROR_INPUT, "JSON is nested more than 32 levels deep");
    *root = json_loadb(document.data, document.size, JSON_REJECT_DUPLICATES, &fault);
    if (!*root)
        return error_new(arena, ERROR_INPUT, "line %d, column %d is not JSON: %s", fault.line,
                         fault.column, fault.text);
    return NULL;
}

struct text json_member_text(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_string(value)
               ? (struct text){json_string_value(value), json_string_length(value)}
               : (struct text){"", 0};
}
