/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/target.h"

#include <string.h>

static int hexadecimal(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool web_decode(struct arena *arena, struct text text, bool plus, struct text *decoded)
{
    char *out = arena_allocate(arena, text.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '%') {
            if (text.size - i < 3)
                return false;
            int high = hexadecimal(text.data[i + 1]);
            int low = hexadecimal(text.data[i + 2]);
            if (high < 0 || low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        if (!c)
            return false;
        out[size++] = c;
    }
    *decoded = (struct text){out, size};
    return text_valid(*decoded, NULL);
}

bool web_decode_pairs(struct arena *arena, struct text text, size_t limit, struct web_pairs *pairs)
{
    size_t capacity = pairs->count;
    struct text part;
    while (text.size && text_next(&text, '&', &part)) {
        if (!part.size)
            continue;
        if (pairs->count == limit)
            return false;
        size_t equals = text_find(part, 0, TEXT("="));
        struct web_pair pair;
        if (!web_decode(arena, text_slice(part, 0, equals), true, &pair.name) ||
            !web_decode(arena,
                        equals < part.size ? text_slice(part, equals + 1, part.size)
                                           : (struct text){0},
                        true, &pair.value))
            return false;
        pairs->items = arena_grow(arena, pairs->items, pairs->count, &capacity, sizeof pair);
        pairs->items[pairs->count++] = pair;
    }
    return true;
}

void web_decode_cookies(struct arena *arena, struct text text, struct web_pairs *pairs)
{
    size_t capacity = pairs->count;
    struct text part;
    while (text.size && text_next(&text, ';', &part)) {
        part = text_trim(part);
        size_t equals = text_find(part, 0, TEXT("="));
        if (!equals || equals == part.size || pairs->count == WEB_COOKIE_LIMIT ||
            !text_valid(part, NULL))
            continue;
        struct web_pair pair = {text_slice(part, 0, equals),
                                text_slice(part, equals + 1, part.size)};
        pairs->items = arena_grow(arena, pairs->items, pairs->count, &capacity, sizeof pair);
        pairs->items[pairs->count++] = pair;
    }
}

static bool has_control(struct text text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < ' ' || text.data[i] == 0x7f)
            return true;
    return false;
}

bool web_decode_path(struct arena *arena, struct text raw, struct web_path *path)
{
    path->count = 0;
    path->language = LANGUAGE_DUTCH;
    if (!raw.size || raw.data[0] != '/')
        return false;
    if (text_starts(raw, "/en") && (raw.size == 3 || raw.data[3] == '/')) {
        path->language = LANGUAGE_ENGLISH;
        raw = raw.size == 3 ? TEXT("/") : text_slice(raw, 3, raw.size);
    }
    if (!web_decode(arena, raw, false, &path->text) || has_control(path->text))
        return false;
    if (raw.size == 1)
        return true;
    struct text rest = text_slice(raw, 1, raw.size);
    struct text part;
    while (text_next(&rest, '/', &part)) {
        if (path->count == WEB_SEGMENT_LIMIT)
            return false;
        struct text segment;
        if (!web_decode(arena, part, false, &segment) || text_is(segment, ".") ||
            text_is(segment, ".."))
            return false;
        path->segments[path->count++] = segment;
    }
    return true;
}
