/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "textproto.h"

#include "rule/literal.h"

#include <string.h>

struct reader {
    struct arena *arena;
    struct text text;
    size_t at;
};

static char byte_at(const struct reader *reader, size_t at)
{
    return at < reader->text.size ? reader->text.data[at] : '\0';
}

static void skip(struct reader *reader)
{
    while (reader->at < reader->text.size) {
        char byte = byte_at(reader, reader->at);
        if (byte == '#')
            while (reader->at < reader->text.size && byte_at(reader, reader->at) != '\n')
                reader->at++;
        else if (strchr(" \t\r\n,;", byte))
            reader->at++;
        else
            return;
    }
}

static bool take(struct reader *reader, char byte)
{
    skip(reader);
    if (byte_at(reader, reader->at) != byte)
        return false;
    reader->at++;
    return true;
}

/* COUNT digits at most of BASE. */
static unsigned long digits(struct reader *reader, size_t count, unsigned base)
{
    unsigned long value = 0;
    while (count-- && rule_literal_digit(byte_at(reader, reader->at)) < base)
        value = value * base + rule_literal_digit(byte_at(reader, reader->at++));
    return value;
}

static void add_point(struct buffer *buffer, unsigned long point)
{
    char bytes[4];
    int more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
    bytes[0] = (char)(lead[more] | (point >> (6 * more)));
    for (int i = 1; i <= more; i++)
        bytes[i] = (char)(0x80 | ((point >> (6 * (more - i))) & 0x3f));
    buffer_add(buffer, (struct text){bytes, (size_t)more + 1});
}

static void read_escape(struct reader *reader, struct buffer *buffer)
{
    static const char letters[] = "abfnrtv";
    static const char meanings[] = "\a\b\f\n\r\t\v";
    char letter = byte_at(reader, reader->at++);
    const char *known = letter ? strchr(letters, letter) : NULL;
    if (known) {
        buffer_add_byte(buffer, meanings[known - letters]);
    } else if (letter >= '0' && letter <= '7') {
        reader->at--;
        buffer_add_byte(buffer, (char)digits(reader, 3, 8));
    } else if (letter == 'x' || letter == 'X') {
        buffer_add_byte(buffer, (char)digits(reader, 2, 16));
    } else if (letter == 'u' || letter == 'U') {
        add_point(buffer, digits(reader, letter == 'u' ? 4 : 8, 16));
    } else {
        buffer_add_byte(buffer, letter);
    }
}

/* One or more texts beside each other. */
static bool read_quoted(struct reader *reader, struct text *text)
{
    struct buffer buffer = {.arena = reader->arena};
    for (;;) {
        skip(reader);
        char quote = byte_at(reader, reader->at);
        if (quote != '"' && quote != '\'')
            break;
        reader->at++;
        while (reader->at < reader->text.size && byte_at(reader, reader->at) != quote) {
            char byte = byte_at(reader, reader->at++);
            if (byte == '\\')
                read_escape(reader, &buffer);
            else
                buffer_add_byte(&buffer, byte);
        }
        if (reader->at++ >= reader->text.size)
            return false;
    }
    *text = text_copy(reader->arena, buffer_text(&buffer));
    return true;
}

static struct text read_word(struct reader *reader)
{
    skip(reader);
    size_t from = reader->at;
    if (byte_at(reader, from) == '[') {
        while (reader->at < reader->text.size && byte_at(reader, reader->at) != ']')
            reader->at++;
        reader->at += reader->at < reader->text.size;
    }
    while (reader->at < reader->text.size &&
           !strchr(" \t\r\n,;:{}[]#\"'", byte_at(reader, reader->at)))
        reader->at++;
    return text_slice(reader->text, from, reader->at);
}

static struct message *read_message(struct reader *reader, bool top);

static bool read_value(struct reader *reader, struct field *field)
{
    bool colon = take(reader, ':');
    if (take(reader, '{')) {
        field->message = read_message(reader, false);
        return field->message != NULL;
    }
    skip(reader);
    char first = byte_at(reader, reader->at);
    if (first == '"' || first == '\'')
        return colon && read_quoted(reader, &field->scalar);
    field->scalar = read_word(reader);
    return colon && field->scalar.size;
}

static struct message *read_message(struct reader *reader, bool top)
{
    struct message *message = ARENA_NEW(reader->arena, struct message);
    for (;;) {
        if (take(reader, '}'))
            return top ? NULL : message;
        if (reader->at == reader->text.size)
            return top ? message : NULL;
        struct field field = {.name = read_word(reader)};
        if (!field.name.size || !read_value(reader, &field))
            return NULL;
        message->fields = arena_grow(reader->arena, message->fields, message->count,
                                     &message->capacity, sizeof field);
        message->fields[message->count++] = field;
    }
}

struct message *textproto_read(struct arena *arena, struct text text, size_t *line)
{
    struct reader reader = {.arena = arena, .text = text};
    struct message *message = read_message(&reader, true);
    *line = 1;
    for (size_t at = 0; at < reader.at && at < text.size; at++)
        *line += text.data[at] == '\n';
    return message;
}

const struct field *textproto_next(const struct message *message, const char *name, size_t *at)
{
    while (message && *at < message->count) {
        const struct field *field = &message->fields[(*at)++];
        if (text_is(field->name, name))
            return field;
    }
    return NULL;
}

const struct field *textproto_find(const struct message *message, const char *name)
{
    size_t at = 0;
    return textproto_next(message, name, &at);
}

struct text textproto_scalar(const struct message *message, const char *name)
{
    const struct field *field = textproto_find(message, name);
    return field ? field->scalar : (struct text){"", 0};
}
