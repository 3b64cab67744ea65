/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/file.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static char folder[] = "/tmp/waarborg-file-XXXXXX";
static char path[64];

static void write_file(size_t size)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (size_t i = 0; i < size; i++)
        fputc('a' + (int)(i % 26), file);
    assert_int_equal(fclose(file), 0);
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/file", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static void reads_up_to_the_limit(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 65535, 65536, 65537, 300000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct arena *arena = arena_new();
        struct text content;
        write_file(sizes[i]);
        assert_null(file_read(arena, path, sizes[i], &content));
        assert_int_equal(content.size, sizes[i]);
        assert_int_equal(content.data[content.size], '\0');
        for (size_t at = 0; at < content.size; at++)
            assert_int_equal(content.data[at], 'a' + (int)(at % 26));
        if (sizes[i])
            assert_int_equal(file_read(arena, path, sizes[i] - 1, &content)->kind, ERROR_TOO_LARGE);
        arena_free(arena);
    }
}

/* Standard input has no size beforehand. */
static void reads_standard_input(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 5, 65536, 300000};
    int kept = dup(STDIN_FILENO);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct arena *arena = arena_new();
        struct text content;
        write_file(sizes[i]);
        char command[128];
        snprintf(command, sizeof command, "cat %s", path);
        FILE *pipe = popen(command, "r");
        assert_non_null(pipe);
        assert_int_equal(dup2(fileno(pipe), STDIN_FILENO), STDIN_FILENO);
        assert_null(file_read(arena, "-", 300000, &content));
        assert_int_equal(content.size, sizes[i]);
        pclose(pipe);
        arena_free(arena);
    }
    dup2(kept, STDIN_FILENO);
    close(kept);
}

static void says_why_it_cannot(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct text content;
    struct error *error = file_read(arena, "/nowhere/at/all", 10, &content);
    assert_int_equal(error->kind, ERROR_NOT_FOUND);
    assert_string_equal(error->message, "/nowhere/at/all does not exist");
    error = file_read(arena, folder, 10, &content);
    assert_int_equal(error->kind, ERROR_INPUT);
    assert_non_null(strstr(error->message, "is a folder"));
    error = file_read(arena, "/dev/zero", 100000, &content);
    assert_int_equal(error->kind, ERROR_TOO_LARGE);
    assert_int_equal(content.size, 0);
    write_file(3);
    if (geteuid() != 0) {
        chmod(path, 0);
        error = file_read(arena, path, 10, &content);
        assert_int_equal(error->kind, ERROR_FORBIDDEN);
        chmod(path, 0600);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_up_to_the_limit),
        cmocka_unit_test(reads_standard_input),
        cmocka_unit_test(says_why_it_cannot),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
