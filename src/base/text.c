/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/text.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

struct text text_of(const char *string)
{
    return string ? (struct text){string, strlen(string)} : (struct text){"", 0};
}

struct text text_slice(struct text text, size_t from, size_t to)
{
    assert(from <= to && to <= text.size);
    return from == to ? (struct text){"", 0} : (struct text){text.data + from, to - from};
}

struct text text_copy(struct arena *arena, struct text text)
{
    return (struct text){arena_copy(arena, text.data, text.size), text.size};
}

const char *text_string(struct arena *arena, struct text text)
{
    return arena_copy(arena, text.data, text.size);
}

struct text text_format(struct arena *arena, const char *format, ...)
{
    struct buffer buffer = {.arena = arena};
    va_list arguments;
    va_start(arguments, format);
    buffer_add_arguments(&buffer, format, arguments);
    va_end(arguments);
    return (struct text){buffer_string(&buffer), buffer.size};
}

bool text_equal(struct text one, struct text other)
{
    return one.size == other.size && (!one.size || memcmp(one.data, other.data, one.size) == 0);
}

bool text_is(struct text text, const char *string)
{
    return text_equal(text, text_of(string));
}

bool text_starts(struct text text, const char *start)
{
    size_t size = strlen(start);
    return text.size >= size && (!size || memcmp(text.data, start, size) == 0);
}

bool text_ends(struct text text, const char *end)
{
    size_t size = strlen(end);
    return text.size >= size && (!size || memcmp(text.data + text.size - size, end, size) == 0);
}

int text_compare(struct text one, struct text other)
{
    size_t shared = one.size < other.size ? one.size : other.size;
    int order = shared ? memcmp(one.data, other.data, shared) : 0;
    if (order)
        return order < 0 ? -1 : 1;
    return one.size < other.size ? -1 : one.size > other.size;
}

size_t text_find(struct text text, size_t from, struct text needle)
{
    if (!needle.size || from >= text.size)
        return text.size;
    const char *found = memmem(text.data + from, text.size - from, needle.data, needle.size);
    return found ? (size_t)(found - text.data) : text.size;
}

/* The size of the white space at the start of DATA, 0 when there is none. */
static size_t space_at(const char *data, size_t size)
{
    if (size && (*data == ' ' || (*data >= '\t' && *data <= '\r')))
        return 1;
    return size > 1 && (unsigned char)data[0] == 0xC2 && (unsigned char)data[1] == 0xA0 ? 2 : 0;
}

struct text text_trim(struct text text)
{
    for (size_t size; (size = space_at(text.data, text.size));)
        text = (struct text){text.data + size, text.size - size};
    for (;;) {
        if (text.size && space_at(text.data + text.size - 1, 1))
            text.size--;
        else if (text.size > 1 && space_at(text.data + text.size - 2, 2) == 2)
            text.size -= 2;
        else
            return text;
    }
}

bool text_next(struct text *rest, char separator, struct text *part)
{
    if (!rest->data)
        return false;
    const char *found = rest->size ? memchr(rest->data, separator, rest->size) : NULL;
    if (!found) {
        *part = *rest;
        *rest = (struct text){NULL, 0};
        return true;
    }
    size_t size = (size_t)(found - rest->data);
    *part = (struct text){rest->data, size};
    *rest = (struct text){found + 1, rest->size - size - 1};
    return true;
}

bool text_valid(struct text text, size_t *where)
{
    for (size_t at = 0; at < text.size;) {
        if ((unsigned char)text.data[at] < 0x80) {
            at++;
            continue;
        }
        utf8proc_int32_t point;
        utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text.data + at,
                                                 (utf8proc_ssize_t)(text.size - at), &point);
        if (size <= 0) {
            if (where)
                *where = at;
            return false;
        }
        at += (size_t)size;
    }
    return true;
}

static bool turns_direction(utf8proc_int32_t point)
{
    return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

bool text_has_control(struct text text)
{
    for (size_t at = 0; at < text.size;) {
        utf8proc_int32_t point;
        utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text.data + at,
                                                 (utf8proc_ssize_t)(text.size - at), &point);
        if (size <= 0)
            return true;
        if ((point < 0x20 && point != '\t' && point != '\n' && point != '\r') ||
            (point >= 0x7F && point < 0xA0) || turns_direction(point))
            return true;
        at += (size_t)size;
    }
    return false;
}

size_t text_length(struct text text)
{
    size_t length = 0;
    for (size_t at = 0; at < text.size; at++)
        length += ((unsigned char)text.data[at] & 0xC0) != 0x80;
    return length;
}

static struct text fold_ascii(struct arena *arena, struct text text)
{
    char *folded = arena_allocate(arena, text.size + 1);
    size_t size = 0;
    for (size_t at = 0; at < text.size; at++) {
        char byte = text.data[at];
        if (byte == ' ' || (byte >= '\t' && byte <= '\r')) {
            if (size && folded[size - 1] != ' ')
                folded[size++] = ' ';
        } else {
            folded[size++] = byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
        }
    }
    while (size && folded[size - 1] == ' ')
        size--;
    return (struct text){folded, size};
}

struct text text_fold(struct arena *arena, struct text text)
{
    bool ascii = true;
    for (size_t at = 0; ascii && at < text.size; at++)
        ascii = (unsigned char)text.data[at] < 0x80;
    if (ascii)
        return fold_ascii(arena, text);
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_option_t options = UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
                                UTF8PROC_STRIPMARK | UTF8PROC_IGNORE;
    utf8proc_ssize_t size = utf8proc_map((const utf8proc_uint8_t *)text.data,
                                         (utf8proc_ssize_t)text.size, &mapped, options);
    if (size == UTF8PROC_ERROR_NOMEM)
        abort();
    struct text folded = size < 0 ? fold_ascii(arena, text)
                                  : fold_ascii(arena, (struct text){(char *)mapped, (size_t)size});
    free(mapped);
    return folded;
}

bool text_number(struct text text, int64_t *number)
{
    int64_t total = 0;
    if (!text.size)
        return false;
    for (size_t at = 0; at < text.size; at++) {
        char byte = text.data[at];
        if (byte < '0' || byte > '9' || __builtin_mul_overflow(total, 10, &total) ||
            __builtin_add_overflow(total, byte - '0', &total))
            return false;
    }
    *number = total;
    return true;
}

char *buffer_reserve(struct buffer *buffer, size_t size)
{
    if (buffer->capacity - buffer->size < size) {
        size_t capacity = buffer->capacity ? buffer->capacity * 2 : 64;
        while (capacity - buffer->size < size)
            capacity *= 2;
        char *data = arena_room(buffer->arena, capacity);
        if (buffer->size)
            memcpy(data, buffer->data, buffer->size);
        buffer->data = data;
        buffer->capacity = capacity;
    }
    char *place = buffer->data + buffer->size;
    buffer->size += size;
    return place;
}

void buffer_add(struct buffer *buffer, struct text text)
{
    if (text.size)
        memcpy(buffer_reserve(buffer, text.size), text.data, text.size);
}

void buffer_add_string(struct buffer *buffer, const char *string)
{
    buffer_add(buffer, text_of(string));
}

void buffer_add_byte(struct buffer *buffer, char byte)
{
    *buffer_reserve(buffer, 1) = byte;
}

void buffer_add_number(struct buffer *buffer, int64_t number)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do
        digits[--at] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (number < 0)
        digits[--at] = '-';
    buffer_add(buffer, (struct text){digits + at, sizeof digits - at});
}

/* Writes what nearly every format is made of, texts and plain numbers: that takes a fifth of the
 * time that printf takes. False, with nothing added: there is more in it. */
static bool add_simply(struct buffer *buffer, const char *format, va_list *arguments)
{
    size_t before = buffer->size;
    for (;;) {
        const char *next = strchrnul(format, '%');
        buffer_add(buffer, (struct text){format, (size_t)(next - format)});
        if (!*next)
            return true;
        if (strncmp(next, "%.*s", 4) == 0) {
            int size = va_arg(*arguments, int);
            const char *data = va_arg(*arguments, const char *);
            assert(size >= 0);
            buffer_add(buffer, (struct text){data, strnlen(data, (size_t)size)});
            format = next + 4;
        } else if (next[1] == 's') {
            buffer_add_string(buffer, va_arg(*arguments, const char *));
            format = next + 2;
        } else if (next[1] == 'd') {
            buffer_add_number(buffer, va_arg(*arguments, int));
            format = next + 2;
        } else if (strncmp(next, "%lld", 4) == 0) {
            buffer_add_number(buffer, va_arg(*arguments, long long));
            format = next + 4;
        } else {
            buffer->size = before;
            return false;
        }
    }
}

void buffer_add_arguments(struct buffer *buffer, const char *format, va_list arguments)
{
    assert(format);
    va_list again;
    va_copy(again, arguments);
    bool simple = add_simply(buffer, format, &again);
    va_end(again);
    if (simple)
        return;
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    assert(size >= 0);
    char *place = buffer_reserve(buffer, (size_t)size + 1);
    vsnprintf(place, (size_t)size + 1, format, again);
    va_end(again);
    buffer->size--;
}

void buffer_add_format(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    buffer_add_arguments(buffer, format, arguments);
    va_end(arguments);
}

struct text buffer_text(const struct buffer *buffer)
{
    return buffer->size ? (struct text){buffer->data, buffer->size} : (struct text){"", 0};
}

const char *buffer_string(struct buffer *buffer)
{
    *buffer_reserve(buffer, 1) = '\0';
    buffer->size--;
    return buffer->data;
}
