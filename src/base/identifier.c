/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/identifier.h"

#include "base/clock.h"

#include <sodium.h>
#include <string.h>

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

static struct text encode(struct arena *arena, const unsigned char bytes[10])
{
    char *id = arena_allocate(arena, IDENTIFIER_SIZE + 1);
    unsigned bits = 0;
    unsigned count = 0;
    size_t at = 0;
    for (size_t i = 0; i < 10; i++) {
        bits = bits << 8 | bytes[i];
        for (count += 8; count >= 5; count -= 5)
            id[at++] = alphabet[bits >> (count - 5) & 31];
    }
    return (struct text){id, IDENTIFIER_SIZE};
}

struct text identifier_new(struct arena *arena)
{
    unsigned char bytes[10];
    uint64_t time = (uint64_t)(clock_now() / 1000);
    randombytes_buf(bytes, sizeof bytes);
    for (size_t i = 0; i < 6; i++)
        bytes[i] = (unsigned char)(time >> (40 - 8 * i));
    return encode(arena, bytes);
}

struct text identifier_random(struct arena *arena)
{
    unsigned char bytes[10];
    randombytes_buf(bytes, sizeof bytes);
    return encode(arena, bytes);
}

bool identifier_valid(struct text text)
{
    if (!text.size || text.size > 64)
        return false;
    for (size_t at = 0; at < text.size; at++) {
        char byte = text.data[at];
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                      (byte >= '0' && byte <= '9');
        if (!letter && (at == 0 || (byte != '-' && byte != '_' && byte != '.')))
            return false;
    }
    return true;
}

struct text identifier_hex(struct arena *arena, const unsigned char *bytes, size_t size)
{
    char *hex = arena_allocate(arena, size * 2 + 1);
    sodium_bin2hex(hex, size * 2 + 1, bytes, size);
    return (struct text){hex, size * 2};
}
