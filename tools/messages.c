/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/files.h"
#include "tools/messages.h"

#include <stdio.h>
#include <string.h>

/* messages table ROOT TABLE.c: the table of all messages of a source tree, with their Dutch.
 * messages update ROOT: writes ROOT/po/nl.po anew, with all messages of the tree and no others.
 * messages template ROOT FILE.pot: what a translator to another language starts from. */

static struct error *run(struct arena *arena, struct faults *faults, const char *what,
                         const char *root, const char *output)
{
    struct found_messages messages = {.arena = arena, .faults = faults};
    const char *po = text_format(arena, "%s/po/nl.po", root).data;
    TRY(messages_find(&messages, root));
    if (!strcmp(what, "template"))
        return messages_write(&messages, output, false);
    bool strict = !strcmp(what, "table");
    TRY(messages_translate(&messages, po, strict));
    struct text table = messages_table(&messages);
    if (!strict && messages.broken.size)
        return error_new(arena, ERROR_INPUT, "mend %.*s first: its texts would be lost",
                         TEXT_FORMAT(messages.broken));
    if (fault_count(faults))
        return NULL;
    return strict ? file_update(arena, output, table) : messages_write(&messages, po, true);
}

int main(int count, char **arguments)
{
    bool update = count == 3 && !strcmp(arguments[1], "update");
    if (!update && (count != 4 || (strcmp(arguments[1], "table") != 0 &&
                                   strcmp(arguments[1], "template") != 0))) {
        fprintf(stderr, "usage: messages table ROOT TABLE.c\n"
                        "       messages update ROOT\n"
                        "       messages template ROOT FILE.pot\n");
        return 2;
    }
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    struct error *error =
        run(arena, &faults, arguments[1], arguments[2], update ? NULL : arguments[3]);
    fault_print(&faults, stderr);
    int status = fault_count(&faults) ? 1 : 0;
    if (error) {
        fprintf(stderr, "messages: %s\n", error_string(arena, error));
        status = error_exit(error->kind);
    }
    arena_free(arena);
    return status;
}
