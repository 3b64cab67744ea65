/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The files around the definitions: none is forgotten by the build, and what is made from the
 * tables is what is committed. WAARBORG_TEST_ACCEPT=1 writes the made files anew. */

#include "base/file.h"
#include "register/draft.h"
#include "register/organisation.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static const struct register_shape *const shapes[] = {
    &draft_register_shape, &draft_addition_shape, &draft_vocabularies_shape, &draft_rounds_shape};

static struct text path_of(struct arena *arena, const char *name)
{
    return text_format(arena, "%s/%s", getenv("WAARBORG_TEST_SOURCE"), name);
}

static struct text content_of(struct arena *arena, const char *name)
{
    struct text content;
    assert_null(file_read(arena, path_of(arena, name).data, 1 << 20, &content));
    return content;
}

static void compare(struct arena *arena, const char *name, struct text made)
{
    struct text path = path_of(arena, name);
    if (getenv("WAARBORG_TEST_ACCEPT")) {
        FILE *file = fopen(path.data, "w");
        assert_non_null(file);
        assert_int_equal(fwrite(made.data, 1, made.size, file), made.size);
        assert_int_equal(fclose(file), 0);
    }
    if (!text_equal(content_of(arena, name), made))
        fail_msg("%s is not what the tables say; run with WAARBORG_TEST_ACCEPT=1 and look at the "
                 "difference",
                 name);
}

static size_t count_files(struct arena *arena, const char *folder)
{
    size_t sources;
    const struct register_source *items = register_sources(&sources);
    size_t count = 0;
    DIR *listing = opendir(path_of(arena, folder).data);
    assert_non_null(listing);
    for (const struct dirent *entry; (entry = readdir(listing));) {
        if (!text_ends(text_of(entry->d_name), ".yaml"))
            continue;
        struct text name = text_format(arena, "%s/%s", folder, entry->d_name);
        bool found = false;
        for (size_t i = 0; i < sources; i++)
            if (text_equal(items[i].file, name)) {
                found = true;
                assert_true(text_equal(items[i].content, content_of(arena, name.data)));
            }
        if (!found)
            fail_msg("%s is not among the definition_files of src/register/meson.build", name.data);
        count++;
    }
    closedir(listing);
    return count;
}

static void every_file_is_in_the_program(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    size_t sources;
    register_sources(&sources);
    assert_int_equal(count_files(arena, "definitions") +
                         count_files(arena, "definitions/registers") +
                         count_files(arena, "definitions/vocabularies"),
                     sources);
    arena_free(arena);
}

static void the_schemas_are_of_these_tables(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static const struct register_shape *const organisation[] = {&register_organisation_shape};
    compare(arena, "definitions/schema.json",
            register_schema_json(arena, "Definitions of Waarborg", shapes,
                                 sizeof shapes / sizeof *shapes));
    compare(arena, "examples/organisation.schema.json",
            register_schema_json(arena, "Organisation file of Waarborg", organisation, 1));
    arena_free(arena);
}

static void the_reference_is_of_these_tables(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct text page = content_of(arena, "docs/adding-a-register.md");
    struct text start = TEXT("<!-- made from the tables of src/register/draft.c -->\n");
    size_t from = text_find(page, 0, start);
    size_t to = text_find(page, from, TEXT("<!-- end -->\n"));
    assert_true(to < page.size);
    struct buffer made = {.arena = arena};
    buffer_add(&made, text_slice(page, 0, from + start.size));
    buffer_add(&made, register_schema_reference(arena, shapes, sizeof shapes / sizeof *shapes));
    buffer_add(&made, text_slice(page, to, page.size));
    compare(arena, "docs/adding-a-register.md", buffer_text(&made));
    arena_free(arena);
}

/* The files that the page shows, each under the name in front of it. */
static size_t files_of_page(struct arena *arena, struct register_source *files, size_t most)
{
    struct text page = content_of(arena, "docs/adding-a-register.md");
    size_t count = 0;
    for (size_t at = 0; (at = text_find(page, at, TEXT("`:\n\n```yaml\n"))) < page.size;) {
        size_t name = at;
        while (page.data[name - 1] != '`')
            name--;
        size_t start = at + sizeof "`:\n\n```yaml\n" - 1;
        size_t end = text_find(page, start, TEXT("```"));
        assert_true(count < most && end < page.size);
        files[count++] = (struct register_source){text_slice(page, name, at),
                                                  text_slice(page, start, end), true};
        at = end;
    }
    return count;
}

static void the_page_shows_sound_files(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    struct register_source sources[64];
    size_t count;
    const struct register_source *program = register_sources(&count);
    assert_true(count < 60);
    for (size_t i = 0; i < count; i++)
        sources[i] = program[i];
    size_t shown = files_of_page(arena, sources + count, 4);
    assert_int_equal(shown, 2);
    const struct register_definitions *definitions;
    struct error *error = register_definitions_build(arena, TEXT("municipality"), sources,
                                                     count + shown, NULL, &faults, &definitions);
    fault_print(&faults, stderr);
    assert_null(error);
    const struct register_definition *visits =
        register_find_path(definitions, TEXT("werkbezoeken"));
    assert_non_null(visits);
    assert_false(register_field(visits, TEXT("host"))->own);
    const struct register_definition *gifts = register_find(definitions, TEXT("gifts"));
    assert_true(register_field(gifts, TEXT("photo_taken"))->own);
    assert_false(register_field(gifts, TEXT("giver"))->own);
    assert_true(gifts->version > 1);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_is_in_the_program),
        cmocka_unit_test(the_schemas_are_of_these_tables),
        cmocka_unit_test(the_reference_is_of_these_tables),
        cmocka_unit_test(the_page_shows_sound_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
