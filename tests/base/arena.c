/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static bool is_empty(const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i])
            return false;
    return true;
}

/* In the first block and in those behind it. */
static void what_is_wiped_is_gone(void **state)
{
    enum { PIECES = 40, SIZE = 5000 };
    struct arena *arena = arena_new();
    unsigned char *pieces[PIECES];
    (void)state;
    for (size_t i = 0; i < PIECES; i++) {
        pieces[i] = arena_allocate(arena, SIZE);
        assert_true(is_empty(pieces[i], SIZE));
        memset(pieces[i], 'x', SIZE);
    }
    arena_wipe(arena);
    for (size_t i = 0; i < PIECES; i++)
        assert_true(is_empty(pieces[i], SIZE));
    arena_reset(arena);
    memset(arena_allocate(arena, SIZE), 'x', SIZE);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_wiped_is_gone),
    };
    return cmocka_run_group_tests_name("base/arena", tests, NULL, NULL);
}
