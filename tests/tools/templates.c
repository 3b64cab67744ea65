/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/files.h"
#include "tools/templates.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* Golden tests: templates/NAME.html or .txt beside the NAME.c and NAME.h that it becomes, or the
 * NAME.err that refuses it. After a change that is meant, "tools-templates FOLDER write" writes
 * them anew, to be read before they are committed. */

static const char *folder;
static bool writing;

static void check(struct arena *arena, const char *name, const char *ending, struct text got)
{
    struct text path = text_format(arena, "%s/%s%s", folder, name, ending);
    struct text expected = {0};
    if (writing) {
        assert_null(file_write(arena, path.data, got));
        return;
    }
    struct error *error = file_read(arena, path.data, &expected);
    if (error)
        fail_msg("%s", error_string(arena, error));
    if (!text_equal(got, expected))
        fail_msg("%s%s is not as expected but:\n%.*s", name, ending, TEXT_FORMAT(got));
}

static struct text faults_text(struct arena *arena, const struct faults *faults)
{
    char *data = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&data, &size);
    fault_print(faults, stream);
    fclose(stream);
    struct text text = text_copy(arena, (struct text){data, size});
    free(data);
    return text;
}

static void is_as_expected(void **state)
{
    const char *file = *state;
    const char *ending = strrchr(file, '.');
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    struct text source;
    const char *name = text_copy(arena, (struct text){file, (size_t)(ending - file)}).data;
    struct text path = text_format(arena, "%s/%s", folder, file);
    assert_null(file_read(arena, path.data, &source));
    struct template_result result =
        template_compile(arena, text_of(file), text_format(arena, "%s.h", name), source, &faults);
    bool refused = !strncmp(name, "refused-", strlen("refused-"));
    assert_int_equal(fault_count(&faults) > 0, refused);
    if (refused) {
        check(arena, name, ".err", faults_text(arena, &faults));
    } else {
        check(arena, name, ".c", result.code);
        check(arena, name, ".h", result.header);
    }
    arena_free(arena);
}

static int is_template(const struct dirent *entry)
{
    struct text name = text_of(entry->d_name);
    return text_ends(name, ".html") || text_ends(name, ".txt");
}

int main(int count, char **arguments)
{
    if (count < 2)
        return 2;
    folder = arguments[1];
    writing = count > 2 && !strcmp(arguments[2], "write");
    struct dirent **entries = NULL;
    int found = scandir(folder, &entries, is_template, alphasort);
    if (found <= 0)
        return 1;
    struct CMUnitTest *tests = calloc((size_t)found, sizeof *tests);
    for (int i = 0; tests && i < found; i++) {
        char *name = entries[i]->d_name;
        tests[i] =
            (struct CMUnitTest){.name = name, .test_func = is_as_expected, .initial_state = name};
    }
    int status = _cmocka_run_group_tests("templates", tests, (size_t)found, NULL, NULL);
    for (int i = 0; i < found; i++)
        free(entries[i]);
    free(entries);
    free(tests);
    return status;
}
