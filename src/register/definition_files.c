/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/embedded.h"
#include "register/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES_MOST = 1000, FILE_MOST = 1024 * 1024 + 1, PIECE = 16384 };

const struct register_source *register_sources(size_t *count)
{
    *count = register_embedded_count;
    return register_embedded;
}

struct error *register_file_read(struct arena *arena, const char *path, struct text *content)
{
    struct buffer buffer = {.arena = arena};
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return error_system(arena, "cannot open %s", path);
    struct stat status;
    if (fstat(descriptor, &status) == 0 && !S_ISREG(status.st_mode)) {
        close(descriptor);
        return error_new(arena, ERROR_INPUT, "%s is no file", path);
    }
    ssize_t size;
    do {
        char *place = buffer_reserve(&buffer, PIECE);
        size = read(descriptor, place, PIECE);
        buffer.size -= PIECE - (size_t)(size > 0 ? size : 0);
    } while (size > 0 && buffer.size < FILE_MOST);
    struct error *error = size < 0 ? error_system(arena, "cannot read %s", path) : NULL;
    close(descriptor);
    *content = buffer_text(&buffer);
    return error;
}

static struct error *keep_file(struct register_listing *listing, const char *path)
{
    struct text content;
    TRY(register_file_read(listing->arena, path, &content));
    listing->items = arena_grow(listing->arena, listing->items, listing->count, &listing->capacity,
                                sizeof *listing->items);
    listing->items[listing->count++] =
        (struct register_source){text_copy(listing->arena, text_of(path)), content, true};
    return NULL;
}

static int compare_names(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* Reads every .yaml file of a folder, in the order of their names. */
static struct error *read_folder(struct register_listing *listing, const char *path, bool must)
{
    const char **names = NULL;
    size_t count = 0;
    size_t capacity = 0;
    DIR *folder = opendir(path);
    if (!folder)
        return must || errno != ENOENT
                   ? error_system(listing->arena, "cannot open the folder %s", path)
                   : NULL;
    for (const struct dirent *entry; (entry = readdir(folder)) && count < FILES_MOST;) {
        struct text name = text_of(entry->d_name);
        if (name.data[0] == '.' || !text_ends(name, ".yaml"))
            continue;
        names = arena_grow(listing->arena, names, count, &capacity, sizeof *names);
        names[count++] = text_string(listing->arena, name);
    }
    closedir(folder);
    if (count)
        qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; i < count; i++)
        TRY(keep_file(listing, text_format(listing->arena, "%s/%s", path, names[i]).data));
    return NULL;
}

struct error *register_folder_read(struct register_listing *listing, const char *folder)
{
    TRY(read_folder(listing, folder, true));
    TRY(read_folder(listing, text_format(listing->arena, "%s/vocabularies", folder).data, false));
    return read_folder(listing, text_format(listing->arena, "%s/registers", folder).data, false);
}

struct error *register_definitions_read(struct arena *arena, struct text kind, const char *folder,
                                        const struct register_settings *settings,
                                        struct faults *faults,
                                        const struct register_definitions **definitions)
{
    struct register_listing listing = {.arena = arena};
    size_t count;
    const struct register_source *sources = register_sources(&count);
    *definitions = NULL;
    if (folder)
        TRY(register_folder_read(&listing, folder));
    struct register_source *all = ARENA_ARRAY(arena, struct register_source, count + listing.count);
    memcpy(all, sources, count * sizeof *all);
    if (listing.count)
        memcpy(all + count, listing.items, listing.count * sizeof *all);
    return register_definitions_build(arena, kind, all, count + listing.count, settings, faults,
                                      definitions);
}
