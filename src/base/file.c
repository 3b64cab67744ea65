/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct error *too_large(struct arena *arena, const char *path, size_t limit)
{
    return error_new(arena, ERROR_TOO_LARGE,
                     "%s is larger than %zu kB, the most that is read at once: split it", path,
                     limit / 1024);
}

/* Reads to the end, from a descriptor whose size may be known or not. */
static struct error *read_all(struct arena *arena, int descriptor, const char *path, size_t limit,
                              size_t expected, struct text *content)
{
    size_t capacity = (expected < limit ? expected : limit) + 1;
    char *data = arena_allocate(arena, capacity + 1);
    size_t size = 0;
    for (;;) {
        ssize_t got = read(descriptor, data + size, capacity - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_system(arena, "%s cannot be read", path);
        if (got == 0)
            break;
        size += (size_t)got;
        if (size > limit)
            return too_large(arena, path, limit);
        if (size == capacity) {
            capacity = capacity < limit / 2 ? capacity * 2 : limit + 1;
            char *larger = arena_allocate(arena, capacity + 1);
            memcpy(larger, data, size);
            data = larger;
        }
    }
    data[size] = '\0';
    *content = (struct text){data, size};
    return NULL;
}

static struct error *cannot_open(struct arena *arena, const char *path)
{
    if (errno == ENOENT || errno == ENOTDIR)
        return error_new(arena, ERROR_NOT_FOUND, "%s does not exist", path);
    if (errno == EACCES || errno == EPERM)
        return error_new(arena, ERROR_FORBIDDEN, "%s may not be read by this user", path);
    return error_system(arena, "%s cannot be opened", path);
}

struct error *file_read(struct arena *arena, const char *path, size_t limit, struct text *content)
{
    *content = TEXT("");
    if (strcmp(path, "-") == 0)
        return read_all(arena, STDIN_FILENO, "standard input", limit, 64 * (size_t)1024, content);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return cannot_open(arena, path);
    struct stat status;
    struct error *error = NULL;
    if (fstat(descriptor, &status) < 0)
        error = error_system(arena, "%s cannot be read", path);
    else if (S_ISDIR(status.st_mode))
        error = error_new(arena, ERROR_INPUT, "%s is a folder: name a file in it", path);
    else if (S_ISREG(status.st_mode) && (uintmax_t)status.st_size > limit)
        error = too_large(arena, path, limit);
    else
        error =
            read_all(arena, descriptor, path, limit,
                     S_ISREG(status.st_mode) ? (size_t)status.st_size : 64 * (size_t)1024, content);
    close(descriptor);
    return error;
}
