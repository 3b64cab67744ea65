/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LARGEST = 16 * 1024 };

struct people_secret *people_secret_new(size_t size)
{
    /* What is locked ends where a page does: so only what is a multiple of it begins aligned. */
    const size_t unit = _Alignof(struct people_secret);
    size_t whole = (sizeof(struct people_secret) + size + unit) / unit * unit;
    struct people_secret *secret = sodium_malloc(whole);
    if (!secret)
        abort();
    secret->size = size;
    memset(secret->data, 0, size + 1);
    return secret;
}

void people_secret_free(struct people_secret *secret)
{
    sodium_free(secret);
}

/* Reads to the end; false when it cannot, or there is no end within LARGEST. */
static bool read_all(int file, struct people_secret *secret)
{
    secret->size = 0;
    while (secret->size < LARGEST) {
        ssize_t got = read(file, secret->data + secret->size, LARGEST - secret->size);
        if (got == 0)
            return true;
        if (got < 0 && errno != EINTR)
            return false;
        secret->size += got > 0 ? (size_t)got : 0;
    }
    return false;
}

static struct error *read_file(struct arena *arena, const char *path, struct people_secret **secret)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return error_system(arena, "%s cannot be opened", path);
    struct people_secret *read = people_secret_new(LARGEST);
    bool whole = read_all(file, read);
    close(file);
    while (read->size && strchr("\r\n", read->data[read->size - 1]))
        read->size--;
    read->data[read->size] = '\0';
    if (whole && read->size) {
        *secret = read;
        return NULL;
    }
    people_secret_free(read);
    return error_new(arena, ERROR_UNAVAILABLE, "%s is empty, too large or cannot be read", path);
}

struct error *people_secret_read(struct arena *arena, struct text where,
                                 struct people_secret **secret)
{
    *secret = NULL;
    if (!text_starts(where, "$"))
        return read_file(arena, text_string(arena, where), secret);
    const char *value = getenv(text_string(arena, text_slice(where, 1, where.size)));
    if (!value || !*value)
        return error_new(arena, ERROR_UNAVAILABLE, "the variable %.*s is not set",
                         TEXT_FORMAT(where));
    *secret = people_secret_new(strlen(value));
    memcpy((*secret)->data, value, (*secret)->size);
    return NULL;
}
