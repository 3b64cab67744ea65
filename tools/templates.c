/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/files.h"
#include "tools/templates.h"

#include <stdio.h>
#include <string.h>

/* templates TEMPLATE.html|.txt CODE.c HEADER.h: compiles a template. Exit status 1: it has faults.
 */

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static struct error *compile(struct arena *arena, char **arguments, bool *sound)
{
    struct faults faults = {.arena = arena};
    struct text source;
    TRY(file_read(arena, arguments[0], &source));
    struct template_result result = template_compile(
        arena, text_of(arguments[0]), text_of(last_part(arguments[2])), source, &faults);
    fault_print(&faults, stderr);
    *sound = !fault_count(&faults);
    if (!*sound)
        return NULL;
    TRY(file_write(arena, arguments[1], result.code));
    return file_write(arena, arguments[2], result.header);
}

int main(int count, char **arguments)
{
    if (count != 4) {
        fprintf(stderr, "usage: templates TEMPLATE.html CODE.c HEADER.h\n");
        return 2;
    }
    struct arena *arena = arena_new();
    bool sound = false;
    struct error *error = compile(arena, arguments + 1, &sound);
    int status = sound ? 0 : 1;
    if (error) {
        fprintf(stderr, "templates: %s\n", error_string(arena, error));
        status = error_exit(error->kind);
    }
    arena_free(arena);
    return status;
}
