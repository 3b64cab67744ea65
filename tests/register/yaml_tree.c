/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/yaml_tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void refuses(struct text content, size_t line, size_t column, const char *part)
{
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    register_yaml_read(arena, TEXT("f.yaml"), content, &faults);
    bool found = false;
    for (size_t i = 0; i < faults.count; i++)
        found |=
            faults.items[i].line == line && faults.items[i].column == column &&
            text_find(faults.items[i].message, 0, text_of(part)) < faults.items[i].message.size;
    if (!found) {
        fault_print(&faults, stderr);
        fail_msg("expected at %zu:%zu: %s, of %.*s", line, column, part, TEXT_FORMAT(content));
    }
    arena_free(arena);
}

static void refuses_what_is_not_plain_yaml(void **state)
{
    (void)state;
    static const struct {
        const char *content;
        size_t line;
        size_t column;
        const char *part;
    } cases[] = {
        {"", 1, 1, "nothing in it"},
        {"# only a comment\n", 1, 1, "nothing in it"},
        {"a: 1\n\tb: 2\n", 2, 1, "a tab"},
        {"a: \"x\ty\"\n", 1, 6, "a tab"},
        {"a: 1\nb: 2\na: 3\n", 3, 1, "stands twice, first at line 1"},
        {"é: 1\nb: {é: 1, é: 2}\n", 2, 11, "stands twice"},
        {"a: &x 1\n", 1, 4, "an anchor"},
        {"a: *x\n", 1, 4, "an alias"},
        {"a: !!str 1\n", 1, 4, "a tag"},
        {"a: !exec {b: 1}\n", 1, 4, "a tag"},
        {"%YAML 1.1\n---\na: 1\n", 1, 1, "a YAML directive"},
        {"%TAG ! tag:x,2000:\n---\na: 1\n", 1, 1, "a YAML directive"},
        {"a: 1\n---\nb: 2\n", 2, 1, "a second document"},
        {"[a]: 1\n", 1, 1, "a list or mapping as key"},
        {"? {a: 1}\n: 2\n", 1, 3, "a list or mapping as key"},
        {"a: [1, 2\n", 2, 1, "not YAML"},
        {"a: 'x\n", 2, 1, "not YAML"},
        {"a: 1\n b: 2\n", 2, 3, "not YAML"},
        {"a: \"\\x01\"\n", 1, 4, "cannot be seen"},
        {"a: \"\\0\"\n", 1, 4, "cannot be seen"},
        {"a: \"\\u202e\"\n", 1, 4, "cannot be seen"},
        {"a: x\x01y\n", 1, 5, "cannot be seen"},
        {"# \xE2\x80\xAE comment\na: 1\n", 1, 3, "cannot be seen"},
        {"a: x\rb: 2\n", 1, 5, "a carriage return"},
        {"a: x\xC2\x85"
         "b: 2\n",
         1, 5, "a line separator"},
        {"a: x\xE2\x80\xA8"
         "b: 2\n",
         1, 5, "a line separator"},
        {"a: 1\nb: \xff\n", 2, 4, "not UTF-8"},
        {"a: 1\né: \xed\xa0\x80\n", 2, 4, "not UTF-8"},
        {"\xff\xfe"
         "a",
         1, 1, "not UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refuses(text_of(cases[i].content), cases[i].line, cases[i].column, cases[i].part);
}

static void refuses_absurd_sizes(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buffer deep = {.arena = arena};
    struct buffer wide = {.arena = arena};
    struct buffer keys = {.arena = arena};
    struct buffer large = {.arena = arena};
    for (int i = 0; i < 100000; i++)
        buffer_add_byte(&deep, '[');
    refuses(buffer_text(&deep), 1, REGISTER_YAML_DEPTH + 1, "deeper than");
    for (int i = 0; i < REGISTER_YAML_NODES + 10; i++)
        buffer_add_string(&wide, "- a\n");
    refuses(buffer_text(&wide), REGISTER_YAML_NODES, 3, "more than");
    for (int i = 0; i < REGISTER_YAML_KEYS + 10; i++)
        buffer_add_format(&keys, "k%d: 1\n", i);
    refuses(buffer_text(&keys), REGISTER_YAML_KEYS + 1, 1, "more than");
    memset(buffer_reserve(&large, REGISTER_YAML_SIZE + 1), ' ', REGISTER_YAML_SIZE + 1);
    refuses(buffer_text(&large), 0, 0, "expected at most");
    arena_free(arena);
}

static void knows_where_everything_stands(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    struct register_node *root =
        register_yaml_read(arena, TEXT("f.yaml"),
                           TEXT("\xEF\xBB\xBFnaam: {nl: \"Coöperatie\", en: x}\r\nlijst:\r\n  - "
                                "1\r\n  - é: true\r\nregel: |\r\n\r\n    a\r\n"),
                           &faults);
    assert_int_equal(faults.count, 0);
    const struct register_node *english = register_node_get(register_node_get(root, "naam"), "en");
    assert_int_equal(english->line, 1);
    assert_int_equal(english->column, 30);
    const struct register_node *list = register_node_get(root, "lijst");
    assert_int_equal(list->line, 3);
    assert_int_equal(list->column, 3);
    const struct register_node *second = register_node_get(list->members[1].value, "é");
    assert_int_equal(second->line, 4);
    assert_int_equal(second->column, 8);
    assert_int_equal(register_node_get(root, "regel")->indent, 4);
    assert_int_equal(register_node_get(root, "regel")->first, 7);
    assert_true(register_node_get(root, "regel")->literal);
    arena_free(arena);
}

static void says_the_same_in_the_same_bytes(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    struct register_node *one = register_yaml_read(
        arena, TEXT("a"),
        TEXT("b: [1, \"1\", true, 'true', ~, x y, -007]\na: {z: 1, aliases: [q]}\n"), &faults);
    struct register_node *other =
        register_yaml_read(arena, TEXT("b"),
                           TEXT("a:\n  aliases:\n  - q\n  z: 1\nb:\n- 1\n- '1'\n- true\n- "
                                "\"true\"\n-\n- 'x y'\n- -7\n"),
                           &faults);
    struct text json = register_node_json(arena, one, NULL);
    assert_true(text_is(
        json,
        "{\"a\":{\"aliases\":[\"q\"],\"z\":1},\"b\":[1,\"1\",true,\"true\",null,\"x y\",-7]}"));
    assert_true(text_equal(json, register_node_json(arena, other, NULL)));
    struct register_node *again = register_yaml_read(arena, TEXT("c"), json, &faults);
    assert_true(text_equal(json, register_node_json(arena, again, NULL)));
    assert_true(
        text_is(register_node_json(arena, register_node_get(one, "a"), "aliases"), "{\"z\":1}"));
    assert_int_equal(faults.count, 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_is_not_plain_yaml),
        cmocka_unit_test(refuses_absurd_sizes),
        cmocka_unit_test(knows_where_everything_stands),
        cmocka_unit_test(says_the_same_in_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
