/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/files.h"

#include <errno.h>
#include <stdio.h>

struct error *file_read(struct arena *arena, const char *path, struct text *content)
{
    struct buffer buffer = {.arena = arena};
    FILE *file = fopen(path, "rb");
    if (!file)
        return error_system(arena, "cannot open %s", path);
    size_t size;
    do {
        enum { CHUNK = 65536 };
        char *place = buffer_reserve(&buffer, CHUNK);
        size = fread(place, 1, CHUNK, file);
        buffer.size -= CHUNK - size;
    } while (size);
    struct error *error = ferror(file) ? error_system(arena, "cannot read %s", path) : NULL;
    fclose(file);
    *content = buffer_text(&buffer);
    return error;
}

struct error *file_write(struct arena *arena, const char *path, struct text content)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        return error_system(arena, "cannot write %s", path);
    size_t size = content.size ? fwrite(content.data, 1, content.size, file) : 0;
    if (fclose(file) || size != content.size)
        return error_system(arena, "cannot write %s", path);
    return NULL;
}

struct error *file_update(struct arena *arena, const char *path, struct text content)
{
    struct text before = {0};
    struct error *error = file_read(arena, path, &before);
    if (!error && text_equal(before, content))
        return NULL;
    return file_write(arena, path, content);
}
