/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The statement compiler as the build runs it: files in, and what it says of faulty ones. */

static const char *compiler;

static const struct {
    const char *file; /* what stands in it */
    const char *said; /* all that it says, behind the name of the file; "" when it is sound */
} cases[] = {
    {"-- name: one\nSELECT 1 FROM t WHERE body = :body;\n", ""},
    {"-- A comment.\n\n-- name: one (sqlite)\nSELECT a FROM t WHERE body = :body\n"
     "-- name: one (postgresql)\nSELECT a::text FROM t WHERE body = :body\n",
     ""},
    {"-- name: one\n-- across bodies: the program itself asks\nSELECT 1 FROM t;\n", ""},
    {"-- name: one\n-- why\nSELECT a,\n  b\n  FROM t\n",
     ":5:8: \"t\" is not kept to one body: add t.body = :body to the conditions\n"},
    {"-- name: one\nSELECT a FROM t WHERE body = :body AND b = ?\n",
     ":2:44: a parameter is written as :name\n"},
    {"-- name: one\nDELETE FROM t WHERE body = :body;\n-- name: one\nSELECT 1;\n",
     ":3:1: there is a statement one already\n"},
    {"-- name: one (sqlite)\nSELECT 1 FROM t WHERE body = :body\n",
     ":1:1: one has no variant for the other database\n"},
    {"-- name: one (sqlite)\nSELECT :a FROM t WHERE body = :body\n-- name: one (postgresql)\n"
     "SELECT :b FROM t WHERE body = :body\n",
     ":4:8: the variants differ: the first has no :b\n"},
    {"-- name: One\nSELECT 1\n",
     ":1:1: expected \"-- name: NAME\", of a-z, 0-9 and _, and where it is for one dialect "
     "\"(sqlite)\" or \"(postgresql)\"\n:2:1: a statement needs a name above it\n"},
    {"SELECT 1;\n", ":1:1: a statement needs a name above it\n"},
    {"-- name: one\n-- across bodies:\nSELECT 1;\n", ":2:1: expected the reason behind it\n"},
    {"-- name: one\n-- across bodies: why not\nSELECT 1 FROM t WHERE body = :body;\n",
     ":3:30: a statement across bodies has no :body\n"},
    {"-- name: one (sqlite)\n-- across bodies: why\nSELECT 1 FROM t;\n-- name: one (postgresql)\n"
     "SELECT 1 FROM t;\n",
     ":4:1: both variants of one say why they reach across bodies, or neither\n"},
    {"-- name: one\nDROP TABLE t;\n",
     ":2:1: a statement starts with SELECT, INSERT, UPDATE, DELETE or WITH\n"},
    {"-- name: one\nSELECT '\xff';\n", ": byte 21 is not UTF-8\n"},
};

/* What the compiler says of a file, without the name of the file. */
static const char *run(struct place *place, const char *content, int *status)
{
    const char *path = text_format(place->arena, "%s/case.sql", place->name).data;
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
    const char *command = text_format(place->arena, "%s %s/x.h %s/x.c %s 2>&1", compiler,
                                      place->name, place->name, path)
                              .data;
    FILE *output = popen(command, "r"); // NOLINT(cert-env33-c)
    struct buffer said = {.arena = place->arena};
    char line[1024];
    assert_non_null(output);
    while (fgets(line, sizeof line, output)) {
        size_t skip = strncmp(line, path, strlen(path)) == 0 ? strlen(path) : 0;
        buffer_add_string(&said, line + skip);
    }
    *status = pclose(output) / 256;
    return buffer_string(&said);
}

static void tells_where_a_file_is_wrong(void **state)
{
    (void)state;
    struct place *place = place_new(STORE_SQLITE);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int status;
        const char *made = text_format(place->arena, "%s/x.c", place->name).data;
        unlink(made);
        assert_string_equal(run(place, cases[i].file, &status), cases[i].said);
        assert_int_equal(status, *cases[i].said ? 1 : 0);
        assert_int_equal(access(made, F_OK), *cases[i].said ? -1 : 0);
    }
    place_free(place);
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(tells_where_a_file_is_wrong)};
    if (count < 2)
        return 2;
    compiler = arguments[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
