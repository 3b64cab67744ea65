/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/address.h"

#include <string.h>

static bool is_unreserved(unsigned char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

void address_encode(struct buffer *buffer, struct text text)
{
    static const char digits[] = "0123456789ABCDEF";
    if (!text.size)
        return;
    char *start = buffer_reserve(buffer, text.size * 3);
    char *place = start;
    for (size_t at = 0; at < text.size; at++) {
        unsigned char byte = (unsigned char)text.data[at];
        if (is_unreserved(byte)) {
            *place++ = (char)byte;
        } else {
            *place++ = '%';
            *place++ = digits[byte >> 4];
            *place++ = digits[byte & 15];
        }
    }
    buffer->size -= text.size * 3 - (size_t)(place - start);
}

/* The host of ADDRESS behind SCHEME, without its port; empty when it has none or is no address of
 * the kind that is allowed. Programs differ in how they read what is out of the ordinary, so that
 * is not allowed. */
static struct text host_of(struct text address, const char *scheme)
{
    const struct text none = {"", 0};
    if (!text_starts(address, scheme))
        return none;
    for (size_t at = 0; at < address.size; at++)
        if (address.data[at] <= ' ' || address.data[at] > '~' ||
            strchr("\"#<>\\^`{|}", address.data[at]))
            return none;
    size_t start = strlen(scheme);
    size_t end = start;
    while (end < address.size && !strchr("/?", address.data[end]))
        end++;
    struct text authority = text_slice(address, start, end);
    size_t colon = authority.size;
    while (colon && authority.data[colon - 1] >= '0' && authority.data[colon - 1] <= '9')
        colon--;
    bool port = colon && colon < authority.size && authority.data[colon - 1] == ':';
    struct text host = port ? text_slice(authority, 0, colon - 1) : authority;
    if (text_is(host, "[::1]"))
        return host;
    for (size_t at = 0; at < host.size; at++)
        if (!is_unreserved((unsigned char)host.data[at]) || host.data[at] == '_' ||
            host.data[at] == '~')
            return none;
    return host;
}

static bool is_this_computer(struct text host)
{
    return text_is(host, "127.0.0.1") || text_is(host, "[::1]") || text_is(host, "localhost");
}

bool address_is_here(struct text address)
{
    return is_this_computer(host_of(address, "https://")) ||
           is_this_computer(host_of(address, "http://"));
}

bool address_is_guarded(struct text address)
{
    return host_of(address, "https://").size > 0 || is_this_computer(host_of(address, "http://"));
}
