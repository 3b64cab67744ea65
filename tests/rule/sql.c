/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "example.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

/* Each rule of sql.rules beside its SQL in sql.golden. WAARBORG_TEST_ACCEPT=1 writes the golden
 * file anew, to be read before it is committed. */

static const struct rule_place place = {{"sql.rules", 9}, 1, 1, 0};

static struct text read_file(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("cannot open %s", path);
    struct buffer buffer = {.arena = arena};
    for (int byte; (byte = getc(file)) != EOF;)
        buffer_add_byte(&buffer, (char)byte);
    fclose(file);
    return buffer_text(&buffer);
}

static void write_column(void *context, struct buffer *sql, size_t name, const char *part)
{
    (void)context;
    struct text id = example_environment.names[name].name;
    if (name == EXAMPLE_TODAY)
        buffer_add_string(sql, "$1");
    else if (name == EXAMPLE_THRESHOLD)
        buffer_add_string(sql, "$2");
    else
        buffer_add_format(sql, "%.*s%s%s", TEXT_FORMAT(id), *part ? "_" : "", part);
}

static void add_rule(struct buffer *golden, struct text line)
{
    struct faults faults = {.arena = golden->arena};
    struct rule *rule =
        rule_parse(golden->arena, line, &place, &example_environment, RULE_ANY, &faults);
    if (!rule)
        fail_msg("%.*s: %.*s", TEXT_FORMAT(line), TEXT_FORMAT(faults.items[0].message));
    buffer_add_format(golden, "%.*s\n  sqlite      ", TEXT_FORMAT(line));
    rule_to_sql(rule, RULE_SQLITE, write_column, NULL, golden);
    buffer_add_string(golden, "\n  postgresql  ");
    rule_to_sql(rule, RULE_POSTGRESQL, write_column, NULL, golden);
    buffer_add_string(golden, "\n\n");
}

static void writes_what_was_accepted(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const char *folder = getenv("WAARBORG_TEST_FOLDER");
    assert_non_null(folder);
    struct text rest = read_file(arena, text_format(arena, "%s/sql.rules", folder).data);
    const char *path = text_format(arena, "%s/sql.golden", folder).data;
    struct buffer golden = {.arena = arena};
    buffer_add_string(&golden, "# SPDX-FileCopyrightText: 2026 The Waarborg authors\n"
                               "# SPDX-License-Identifier: EUPL-1.2\n\n");
    struct text line;
    while (text_next(&rest, '\n', &line))
        if (line.size && !text_starts(line, "#"))
            add_rule(&golden, line);
    if (getenv("WAARBORG_TEST_ACCEPT")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fwrite(golden.data, 1, golden.size, file);
        fclose(file);
    }
    struct text accepted = read_file(arena, path);
    assert_string_equal(buffer_string(&golden), text_string(arena, accepted));
    arena_free(arena);
}

static void writes_values_safely(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *sqlite;
        const char *postgresql;
    } cases[] = {
        {"", "''", "''"},
        {"'; DROP TABLE entry; --", "'''; DROP TABLE entry; --'", "'''; DROP TABLE entry; --'"},
        {"\\'", "'\\'''", "E'\\\\'''"},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rule_value value = {.known = true, .text = text_of(cases[i].text)};
        struct buffer sqlite = {.arena = arena};
        struct buffer postgresql = {.arena = arena};
        rule_value_to_sql(&sqlite, RULE_SQLITE, RULE_TEXT, &value, "");
        rule_value_to_sql(&postgresql, RULE_POSTGRESQL, RULE_TEXT, &value, "");
        assert_string_equal(buffer_string(&sqlite), cases[i].sqlite);
        assert_string_equal(buffer_string(&postgresql), cases[i].postgresql);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_what_was_accepted),
        cmocka_unit_test(writes_values_safely),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
