/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/templates.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t count(struct text text, const char *word)
{
    size_t found = 0;
    size_t size = strlen(word);
    for (size_t at = text_find(text, 0, text_of(word)); at < text.size;
         at = text_find(text, at + size, text_of(word)))
        found++;
    return found;
}

/* Any bytes are compiled or refused. What is compiled has faults or code, and code whose functions
 * are all closed. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const files[] = {"fuzz.html", "fuzz.txt"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct arena *arena = arena_new();
        struct faults faults = {.arena = arena};
        struct template_result result =
            template_compile(arena, text_of(files[i]), TEXT("fuzz.h"),
                             (struct text){(const char *)data, size}, &faults);
        if (!fault_count(&faults) && count(result.code, "\n{\n") != count(result.code, "\n}\n"))
            abort();
        arena_free(arena);
    }
    return 0;
}
