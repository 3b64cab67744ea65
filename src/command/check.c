/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* waarborg check: whether definitions and organisation files are sound, before they take effect. */

#include "command/commands.h"
#include "register/folder.h"
#include "register/organisation.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const kinds[] = {"province", "municipality", "water-board"};

/* Files that are checked together: those of one body. */
struct set {
    struct register_listing listing;
    const struct register_source **organisations;
    size_t organisation_count;
    struct register_source *sources; /* of the program, then the body's */
    size_t source_count;
};

struct checking {
    struct command_line *line;
    struct faults faults;
    size_t sets;
    size_t files;
    size_t organisations;
    size_t registers; /* of the last set */
};

static bool is_organisation(struct arena *arena, const struct register_source *source)
{
    static const char *const others[] = {"register", "adds", "vocabularies", "fields"};
    struct faults unheeded = {.arena = arena};
    const struct register_node *root =
        register_yaml_read(arena, source->file, source->content, &unheeded);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (register_node_get(root, others[i]))
            return false;
    return register_node_get(root, "hosts") || register_node_get(root, "kind");
}

/* The file of the program that SOURCE is a newer edition of (somebody edits the definitions that
 * come with it), or NULL. */
static struct register_source *edition_of(struct set *set, size_t count,
                                          const struct register_source *source)
{
    char *path = realpath(text_string(set->listing.arena, source->file), NULL);
    struct register_source *found = NULL;
    for (size_t i = 0; path && i < count; i++)
        if (text_ends(
                text_of(path),
                text_format(set->listing.arena, "/%.*s", TEXT_FORMAT(set->sources[i].file)).data))
            found = &set->sources[i];
    free(path);
    return found;
}

static void sort_sources(struct set *set)
{
    struct arena *arena = set->listing.arena;
    size_t count;
    const struct register_source *program = register_sources(&count);
    set->sources = ARENA_ARRAY(arena, struct register_source, count + set->listing.count);
    set->organisations = ARENA_ARRAY(arena, const struct register_source *, set->listing.count);
    memcpy(set->sources, program, count * sizeof *program);
    set->source_count = count;
    for (size_t i = 0; i < set->listing.count; i++) {
        struct register_source *source = &set->listing.items[i];
        struct register_source *older = edition_of(set, count, source);
        if (older)
            *older = (struct register_source){source->file, source->content, false};
        else if (is_organisation(arena, source))
            set->organisations[set->organisation_count++] = source;
        else
            set->sources[set->source_count++] = *source;
    }
}

static struct error *check_definitions(struct checking *checking, const struct set *set,
                                       struct text kind, const struct register_settings *settings)
{
    const struct register_definitions *definitions;
    TRY(register_definitions_build(checking->line->arena, kind, set->sources, set->source_count,
                                   settings, &checking->faults, &definitions));
    checking->registers = definitions ? definitions->count : 0;
    return NULL;
}

/* With an organisation file the definitions are those of its kind, else of every kind. */
static struct error *check_set(struct checking *checking, struct set *set)
{
    sort_sources(set);
    checking->sets++;
    checking->files += set->listing.count;
    checking->organisations += set->organisation_count;
    for (size_t i = 0; i < set->organisation_count; i++) {
        const struct register_source *source = set->organisations[i];
        const struct register_organisation *organisation;
        TRY(register_organisation_read(checking->line->arena, source->file, source->content,
                                       &checking->faults, &organisation));
        if (organisation)
            TRY(check_definitions(checking, set, organisation->kind, &organisation->settings));
    }
    for (size_t i = 0; !set->organisation_count && i < sizeof kinds / sizeof *kinds; i++)
        TRY(check_definitions(checking, set, text_of(kinds[i]), NULL));
    return NULL;
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool holds_definitions(struct arena *arena, const char *folder)
{
    return is_folder(text_format(arena, "%s/registers", folder).data) ||
           is_folder(text_format(arena, "%s/vocabularies", folder).data);
}

static struct error *check_folder(struct checking *checking, const char *path)
{
    struct set set = {.listing = {.arena = checking->line->arena}};
    TRY(register_listing_add_folder(&set.listing, path));
    return check_set(checking, &set);
}

static int by_name(const struct dirent **one, const struct dirent **other)
{
    return strcmp((*one)->d_name, (*other)->d_name);
}

static int is_named(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* A folder is one body's own, or holds a folder for each body. */
static struct error *check_folders(struct checking *checking, const char *path)
{
    struct arena *arena = checking->line->arena;
    size_t before = checking->sets;
    struct dirent **entries;
    int count = scandir(path, &entries, is_named, by_name);
    struct error *error = count < 0 ? error_system(arena, "cannot open the folder %s", path) : NULL;
    for (int i = 0; i < count; i++) {
        const char *inner = text_format(arena, "%s/%s", path, entries[i]->d_name).data;
        if (!error && !holds_definitions(arena, path) && holds_definitions(arena, inner))
            error = check_folder(checking, inner);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return error || checking->sets > before ? error : check_folder(checking, path);
}

static struct error *check_arguments(struct checking *checking)
{
    struct command_line *line = checking->line;
    struct set files = {.listing = {.arena = line->arena}};
    for (size_t i = 0; i < line->argument_count; i++) {
        const char *path = command_path(line, line->arguments[i]);
        if (is_folder(path))
            TRY(check_folders(checking, path));
        else
            TRY(register_listing_add(&files.listing, path));
    }
    return files.listing.count || !line->argument_count ? check_set(checking, &files) : NULL;
}

static struct error *run(struct command_line *line)
{
    struct checking checking = {.line = line, .faults = {.arena = line->arena}};
    TRY(check_arguments(&checking));
    fault_print(&checking.faults, line->errors);
    size_t count = fault_count(&checking.faults);
    if (count)
        return error_new(line->arena, ERROR_INPUT, "%zu fault%s", count, count == 1 ? "" : "s");
    if (checking.files)
        fprintf(line->output, "Sound: %zu file%s, with %zu registers.\n", checking.files,
                checking.files == 1 ? "" : "s", checking.registers);
    else
        fprintf(line->output, "Sound: the %zu registers that come with the program.\n",
                checking.registers);
    return NULL;
}

static const struct command_option options[] = {{0}};

const struct command command_check = {
    .name = "check",
    .arguments = "[FILE | DIR]...",
    .least = 0,
    .most = COMMAND_ARGUMENTS,
    .summary = "Tells every fault of definitions and organisation files, with its place.",
    .help =
        "A DIR is the folder of one body (with registers/ and vocabularies/ in it), or holds such "
        "a\n"
        "folder for each body. FILEs are checked together. Without any, the definitions that come\n"
        "with the program are checked. Each is told as FILE:LINE:COL: what, and what was "
        "expected.\n",
    .options = options,
    .run = run,
};
