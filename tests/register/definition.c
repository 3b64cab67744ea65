/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void reads_what_comes_with_the_program(void **state)
{
    (void)state;
    static const char *const kinds[] = {"province", "municipality", "water-board"};
    for (size_t i = 0; i < 3; i++) {
        struct arena *arena = arena_new();
        struct faults faults = {.arena = arena};
        const struct register_definitions *definitions;
        struct error *error =
            register_definitions_read(arena, text_of(kinds[i]), NULL, NULL, &faults, &definitions);
        fault_print(&faults, stderr);
        assert_null(error);
        assert_true(definitions->count >= 8);
        assert_non_null(register_find(definitions, TEXT("gifts")));
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_comes_with_the_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
