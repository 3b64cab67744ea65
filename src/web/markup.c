/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/markup.h"

#include "base/address.h"

#include <assert.h>
#include <string.h>

/* What becomes of a byte in text and in quoted attributes: NULL for itself. Control characters that
 * HTML cannot hold become the replacement character. */
#define REPLACED "\xEF\xBF\xBD"
static const char *const escapes[256] = {
    [0x00] = REPLACED, [0x01] = REPLACED, [0x02] = REPLACED, [0x03] = REPLACED, [0x04] = REPLACED,
    [0x05] = REPLACED, [0x06] = REPLACED, [0x07] = REPLACED, [0x08] = REPLACED, [0x0B] = REPLACED,
    [0x0C] = REPLACED, [0x0E] = REPLACED, [0x0F] = REPLACED, [0x10] = REPLACED, [0x11] = REPLACED,
    [0x12] = REPLACED, [0x13] = REPLACED, [0x14] = REPLACED, [0x15] = REPLACED, [0x16] = REPLACED,
    [0x17] = REPLACED, [0x18] = REPLACED, [0x19] = REPLACED, [0x1A] = REPLACED, [0x1B] = REPLACED,
    [0x1C] = REPLACED, [0x1D] = REPLACED, [0x1E] = REPLACED, [0x1F] = REPLACED, [0x7F] = REPLACED,
    ['&'] = "&amp;",   ['<'] = "&lt;",    ['>'] = "&gt;",    ['"'] = "&#34;",   ['\''] = "&#39;",
};

static void add_plain(struct buffer *buffer, struct text text)
{
    char *place = buffer_reserve(buffer, text.size);
    for (size_t at = 0; at < text.size; at++) {
        unsigned char byte = (unsigned char)text.data[at];
        place[at] = byte < 0x20 || byte == 0x7F ? ' ' : text.data[at];
    }
}

void markup_gap(struct markup_plain *plain, size_t lines)
{
    struct buffer *buffer = plain->markup.buffer;
    size_t before = 0;
    while (buffer->size && buffer->data[buffer->size - 1] == ' ')
        buffer->size--;
    while (before < buffer->size && buffer->data[buffer->size - 1 - before] == '\n')
        before++;
    for (; buffer->size && before < lines; before++)
        buffer_add_byte(buffer, '\n');
}

void markup_text(struct markup *out, struct text text)
{
    if (__builtin_expect(out->plain, 0)) {
        add_plain(out->buffer, text);
        return;
    }
    size_t from = 0;
    for (size_t at = 0; at < text.size; at++) {
        const char *escape = escapes[(unsigned char)text.data[at]];
        if (__builtin_expect(escape != NULL, 0)) {
            buffer_add(out->buffer, (struct text){text.data + from, at - from});
            buffer_add_string(out->buffer, escape);
            from = at + 1;
        }
    }
    if (from < text.size)
        buffer_add(out->buffer, (struct text){text.data + from, text.size - from});
}

void markup_string(struct markup *out, const char *string)
{
    markup_text(out, text_of(string));
}

void markup_number(struct markup *out, int64_t number)
{
    language_add_number(out->buffer, number, out->language);
}

void markup_count(struct markup *out, uint64_t number)
{
    assert(number <= INT64_MAX);
    markup_number(out, (int64_t)number);
}

void markup_date(struct markup *out, struct date date)
{
    language_add_date(out->buffer, date, out->language);
}

void markup_money(struct markup *out, struct money money)
{
    language_add_money(out->buffer, money, out->language);
}

void markup_label(struct markup *out, struct label label)
{
    markup_text(out, label_in(label, out->language));
}

void markup_digits(struct markup *out, int64_t number)
{
    buffer_add_number(out->buffer, number);
}

void markup_digits_count(struct markup *out, uint64_t number)
{
    assert(number <= INT64_MAX);
    buffer_add_number(out->buffer, (int64_t)number);
}

void markup_iso(struct markup *out, struct date date)
{
    date_add(out->buffer, date);
}

static bool starts_folded(struct text text, const char *start)
{
    size_t size = strlen(start);
    return text.size > size && strncasecmp(text.data, start, size) == 0;
}

/* Whether a browser reads TEXT as what its first letters say: no byte that it would skip (tab, line
 * end), cut off, or take for a slash. */
static bool plain_address(struct text text)
{
    for (size_t at = 0; at < text.size; at++)
        if ((unsigned char)text.data[at] < 0x20 || text.data[at] == 0x7F || text.data[at] == '\\')
            return false;
    return true;
}

static bool on_this_site(struct text text)
{
    return text.size && text.data[0] == '/' && (text.size == 1 || text.data[1] != '/');
}

/* Escapes an address that was found good; spaces cannot stand in one. */
static void add_address(struct markup *out, struct text text)
{
    struct text part;
    bool first = true;
    while (text_next(&text, ' ', &part)) {
        if (!first)
            buffer_add(out->buffer, TEXT("%20"));
        markup_text(out, part);
        first = false;
    }
}

void markup_url_text(struct markup *out, struct text url)
{
    url = text_trim(url);
    if (plain_address(url) && (starts_folded(url, "https://") || starts_folded(url, "http://") ||
                               starts_folded(url, "mailto:") || on_this_site(url) ||
                               (url.size && (url.data[0] == '?' || url.data[0] == '#'))))
        add_address(out, url);
    else
        buffer_add_byte(out->buffer, '#');
}

void markup_url_string(struct markup *out, const char *url)
{
    markup_url_text(out, text_of(url));
}

void markup_path_text(struct markup *out, struct text path)
{
    if (plain_address(path) && on_this_site(path)) {
        markup_prefix(out);
        add_address(out, path);
    } else {
        buffer_add_byte(out->buffer, '#');
    }
}

void markup_path_string(struct markup *out, const char *path)
{
    markup_path_text(out, text_of(path));
}

void markup_prefix(struct markup *out)
{
    buffer_add_string(out->buffer, out->prefix);
}

void markup_part_text(struct markup *out, struct text text)
{
    address_encode(out->buffer, text);
}

void markup_part_string(struct markup *out, const char *string)
{
    markup_part_text(out, text_of(string));
}

void markup_first_text(struct markup *out, struct text text)
{
    if (text.size)
        markup_part_text(out, text);
    else
        buffer_add_byte(out->buffer, '.'); /* "/./" is "/" */
}

void markup_first_string(struct markup *out, const char *string)
{
    markup_first_text(out, text_of(string));
}

void markup_part_iso(struct markup *out, struct date date)
{
    markup_iso(out, date);
}

void markup_language(struct markup *out)
{
    buffer_add_string(out->buffer, language_id(out->language));
}

void markup_message(struct markup *out, const struct message *message)
{
    markup_text(out, message_in(message, out->language));
}

void markup_format(struct markup *out, struct text pattern, size_t count,
                   const struct markup_argument *arguments)
{
    struct text before;
    struct text name;
    while (language_placeholder(&pattern, &before, &name)) {
        markup_text(out, before);
        size_t i = 0;
        while (i < count && !text_is(name, arguments[i].name))
            i++;
        assert(i < count); /* the compilers of templates and of messages saw to it */
        if (i < count)
            arguments[i].write(out, &arguments[i]);
    }
    markup_text(out, before);
}

/* One constructor and one writer per kind of argument. */
#define ARGUMENT(kind, type, member, writer)                                                       \
    static void write_##kind(struct markup *out, const struct markup_argument *argument)           \
    {                                                                                              \
        writer(out, argument->member);                                                             \
    }                                                                                              \
    struct markup_argument markup_argument_##kind(const char *name, type value)                    \
    {                                                                                              \
        return (struct markup_argument){.name = name, .write = write_##kind, .member = value};     \
    }

ARGUMENT(text, struct text, text, markup_text)
ARGUMENT(number, int64_t, number, markup_number)
ARGUMENT(count, uint64_t, count, markup_count)
ARGUMENT(digits, int64_t, number, markup_digits)
ARGUMENT(digits_count, uint64_t, count, markup_digits_count)
ARGUMENT(date, struct date, date, markup_date)
ARGUMENT(iso, struct date, date, markup_iso)
ARGUMENT(money, struct money, money, markup_money)
ARGUMENT(label, struct label, label, markup_label)

struct markup_argument markup_argument_string(const char *name, const char *string)
{
    return markup_argument_text(name, text_of(string));
}
