/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/files.h"
#include "tools/messages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

/* Golden tests on two small source trees: one that is sound, and one with every fault.
 * "tools-messages FOLDER write" writes what is expected anew. */

static const char *folder;
static bool writing;

static const char *path_of(struct arena *arena, const char *name)
{
    return text_format(arena, "%s/%s", folder, name).data;
}

static void check(struct arena *arena, const char *name, struct text got)
{
    struct text expected;
    if (writing)
        assert_null(file_write(arena, path_of(arena, name), got));
    assert_null(file_read(arena, path_of(arena, name), &expected));
    if (!text_equal(got, expected))
        fail_msg("%s is not as expected but:\n%.*s", name, TEXT_FORMAT(got));
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

static void sound_messages_become_a_table(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    struct found_messages messages = {.arena = arena, .faults = &faults};
    assert_null(messages_find(&messages, path_of(arena, "good")));
    assert_null(messages_translate(&messages, path_of(arena, "good/po/nl.po"), true));
    assert_int_equal(faults.count, 0);
    assert_int_equal(messages.broken.size, 0);
    check(arena, "good/table.c", messages_table(&messages));
    arena_free(arena);
}

static void every_fault_is_told_with_its_place(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    struct found_messages messages = {.arena = arena, .faults = &faults};
    assert_null(messages_find(&messages, path_of(arena, "faulty")));
    assert_null(messages_translate(&messages, path_of(arena, "faulty/po/nl.po"), true));
    check(arena, "faulty/expected.err", faults_text(arena, &faults));
    arena_free(arena);
}

/* Writes po/nl.po of the tree NAME anew, and gives what it became. */
static struct text written_again(struct arena *arena, struct found_messages *messages,
                                 const char *name)
{
    char temporary[] = "/tmp/waarborg-messages-XXXXXX";
    int descriptor = mkstemp(temporary);
    assert_true(descriptor >= 0);
    close(descriptor);
    const char *po = text_format(arena, "%s/%s/po/nl.po", folder, name).data;
    assert_null(messages_find(messages, path_of(arena, name)));
    assert_null(messages_translate(messages, po, false));
    assert_null(messages_write(messages, temporary, true));
    struct text text;
    assert_null(file_read(arena, temporary, &text));
    unlink(temporary);
    return text;
}

static void writing_anew_changes_nothing_that_is_sound(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    struct found_messages messages = {.arena = arena, .faults = &faults};
    struct text expected;
    assert_null(file_read(arena, path_of(arena, "good/po/nl.po"), &expected));
    assert_true(text_equal(written_again(arena, &messages, "good"), expected));
    arena_free(arena);
}

static void writing_anew_adds_what_is_missing(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    struct found_messages messages = {.arena = arena, .faults = &faults};
    check(arena, "faulty/written.po", written_again(arena, &messages, "faulty"));
    arena_free(arena);
}

static void no_file_is_an_error(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    struct found_messages messages = {.arena = arena, .faults = &faults};
    assert_non_null(messages_translate(&messages, path_of(arena, "nothing.po"), true));
    arena_free(arena);
}

static void odd_code_is_read_to_its_end(void **state)
{
    (void)state;
    static const char *const odd[] = {
        "MESSAGE",
        "MESSAGE(",
        "MESSAGE(\"",
        "MESSAGE(\"a",
        "MESSAGE(\"a\\",
        "MESSAGE(\"a\"",
        "MESSAGE_PLURAL(\"a\",",
        "/*",
        "//",
        "'",
        "\"",
        "\"\\",
        "#error don't\nMESSAGE(\"a\")",
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        struct faults faults = {.arena = arena};
        struct found_messages messages = {.arena = arena, .faults = &faults};
        messages_find_in_code(&messages, TEXT("a.c"), text_of(odd[i]));
        bool last = i + 1 == sizeof odd / sizeof *odd;
        assert_int_equal(messages.count, last ? 1 : 0);
        assert_int_equal(faults.count, i >= 1 && i <= 6 ? 1 : 0);
    }
    arena_free(arena);
}

int main(int count, char **arguments)
{
    if (count < 2)
        return 2;
    folder = arguments[1];
    writing = count > 2 && !strcmp(arguments[2], "write");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_messages_become_a_table),
        cmocka_unit_test(every_fault_is_told_with_its_place),
        cmocka_unit_test(writing_anew_changes_nothing_that_is_sound),
        cmocka_unit_test(writing_anew_adds_what_is_missing),
        cmocka_unit_test(no_file_is_an_error),
        cmocka_unit_test(odd_code_is_read_to_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
