/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/folder.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The files of definitions/, kept in the program. */
extern const struct register_source register_embedded[];
extern const size_t register_embedded_count;

enum { FILES_MOST = 1000, FILE_MOST = 1024 * 1024 };

const struct register_source *register_sources(size_t *count)
{
    *count = register_embedded_count;
    return register_embedded;
}

struct error *register_listing_add(struct register_listing *listing, const char *path)
{
    struct text content;
    TRY(file_read(listing->arena, path, FILE_MOST, &content));
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

/* Adds every .yaml file of a folder, in the order of their names; a folder that is not there has
 * none. */
static struct error *add_files(struct register_listing *listing, const char *path)
{
    const char **names = NULL;
    size_t count = 0;
    size_t capacity = 0;
    DIR *folder = opendir(path);
    if (!folder)
        return errno == ENOENT ? NULL
                               : error_system(listing->arena, "cannot open the folder %s", path);
    for (const struct dirent *entry; (entry = readdir(folder)) && count <= FILES_MOST;) {
        struct text name = text_of(entry->d_name);
        if (name.data[0] == '.' || !text_ends(name, ".yaml"))
            continue;
        names = arena_grow(listing->arena, names, count, &capacity, sizeof *names);
        names[count++] = text_string(listing->arena, name);
    }
    closedir(folder);
    if (count > FILES_MOST)
        return error_new(listing->arena, ERROR_TOO_LARGE, "%s has more than %d files", path,
                         FILES_MOST);
    if (count)
        qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; i < count; i++)
        TRY(register_listing_add(listing,
                                 text_format(listing->arena, "%s/%s", path, names[i]).data));
    return NULL;
}

struct error *register_listing_add_folder(struct register_listing *listing, const char *folder)
{
    TRY(add_files(listing, folder));
    TRY(add_files(listing, text_format(listing->arena, "%s/vocabularies", folder).data));
    return add_files(listing, text_format(listing->arena, "%s/registers", folder).data);
}

/* A body without a folder of its own adds nothing, but the folder where it would stand must be
 * there. */
static struct error *check_around(struct arena *arena, const char *folder)
{
    struct stat status;
    const char *end = strrchr(folder, '/');
    const char *around = !end            ? "."
                         : end == folder ? "/"
                                         : arena_copy(arena, folder, (size_t)(end - folder));
    if (stat(folder, &status) == 0)
        return S_ISDIR(status.st_mode) ? NULL
                                       : error_new(arena, ERROR_INPUT, "%s is no folder", folder);
    return stat(around, &status) == 0 ? NULL
                                      : error_system(arena, "cannot open the folder %s", around);
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
    if (folder) {
        TRY(check_around(arena, folder));
        TRY(register_listing_add_folder(&listing, folder));
    }
    struct register_source *all = ARENA_ARRAY(arena, struct register_source, count + listing.count);
    memcpy(all, sources, count * sizeof *all);
    if (listing.count)
        memcpy(all + count, listing.items, listing.count * sizeof *all);
    return register_definitions_build(arena, kind, all, count + listing.count, settings, faults,
                                      definitions);
}
