/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "textproto.h"

#include "rule/rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

/* The public cases of CEL, from WAARBORG_TEST_CEL. Each passes, or is named in left-out.txt with
 * the reason why the language has no such thing; never both. */

static const char *const files[] = {"basic",   "comparisons",  "conversions", "fields",
                                    "fp_math", "integer_math", "lists",       "logic",
                                    "macros",  "parse",        "string",      "timestamps"};

enum outcome {
    OUTCOME_WRONG,
    OUTCOME_REFUSED, /* a case that expects an error met a fault while it was read */
    OUTCOME_RIGHT,
};

struct left_out {
    struct text *names;
    size_t count;
    size_t capacity;
    bool *used;
};

static struct text read_file(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("cannot open %s", path);
    struct buffer buffer = {.arena = arena};
    char block[4096];
    for (size_t size; (size = fread(block, 1, sizeof block, file)) > 0;)
        buffer_add(&buffer, (struct text){block, size});
    fclose(file);
    return buffer_text(&buffer);
}

/* Lines of "file/section/case  reason"; a line that starts with # is a comment. */
static struct left_out read_left_out(struct arena *arena)
{
    struct left_out left_out = {.names = NULL};
    struct text rest = read_file(arena, getenv("WAARBORG_TEST_LEFT_OUT"));
    struct text line;
    while (text_next(&rest, '\n', &line)) {
        if (!line.size || text_starts(line, "#"))
            continue;
        size_t space = text_find(line, 0, TEXT(" "));
        if (!text_trim(text_slice(line, space, line.size)).size)
            fail_msg("left-out.txt gives no reason for %.*s", TEXT_FORMAT(line));
        left_out.names = arena_grow(arena, left_out.names, left_out.count, &left_out.capacity,
                                    sizeof *left_out.names);
        left_out.names[left_out.count++] = text_slice(line, 0, space);
    }
    left_out.used = ARENA_ARRAY(arena, bool, left_out.count);
    return left_out;
}

static bool is_left_out(struct left_out *left_out, struct text name)
{
    bool found = false;
    for (size_t i = 0; i < left_out->count; i++) {
        if (text_equal(left_out->names[i], name)) {
            left_out->used[i] = true;
            found = true;
        }
    }
    return found;
}

/* The type of a name in a case, or RULE_ANY when rules have no such type. */
static enum rule_type type_of(const struct message *type)
{
    struct text primitive = textproto_scalar(type, "primitive");
    if (text_is(primitive, "INT64"))
        return RULE_INTEGER;
    if (text_is(primitive, "DOUBLE"))
        return RULE_DECIMAL;
    if (text_is(primitive, "STRING"))
        return RULE_TEXT;
    if (text_is(primitive, "BOOL"))
        return RULE_BOOLEAN;
    if (text_is(textproto_scalar(type, "message_type"), "google.protobuf.Duration"))
        return RULE_DURATION;
    const struct field *list = textproto_find(type, "list_type");
    const struct field *element = list ? textproto_find(list->message, "elem_type") : NULL;
    return element && type_of(element->message) == RULE_TEXT ? RULE_LIST : RULE_ANY;
}

static bool read_value(const struct message *message, struct rule_value *value)
{
    const struct field *field = message && message->count ? &message->fields[0] : NULL;
    *value = (struct rule_value){.known = true};
    if (!field)
        return false;
    const char *scalar = field->scalar.data;
    if (text_is(field->name, "bool_value")) {
        value->type = RULE_BOOLEAN;
        value->boolean = text_is(field->scalar, "true");
    } else if (text_is(field->name, "int64_value")) {
        value->type = RULE_INTEGER;
        value->integer = strtoll(scalar, NULL, 0);
    } else if (text_is(field->name, "double_value")) {
        value->type = RULE_DECIMAL;
        value->decimal = strtod(scalar, NULL);
    } else if (text_is(field->name, "string_value")) {
        value->type = RULE_TEXT;
        value->text = field->scalar;
    } else {
        return false;
    }
    return true;
}

static bool read_duration(const struct message *message, struct rule_value *value)
{
    const struct field *object = message ? textproto_find(message, "object_value") : NULL;
    if (!object || object->message->count != 1)
        return false;
    const struct message *duration = object->message->fields[0].message;
    struct text seconds = textproto_scalar(duration, "seconds");
    struct text nanos = textproto_scalar(duration, "nanos");
    *value = (struct rule_value){.type = RULE_DURATION, .known = true};
    value->integer = (seconds.size ? strtoll(seconds.data, NULL, 10) * 1000000 : 0) +
                     (nanos.size ? strtoll(nanos.data, NULL, 10) / 1000 : 0);
    return true;
}

/* The names of a case with their values; false when rules have no such type or value. */
static bool read_names(struct arena *arena, const struct message *test,
                       struct rule_environment *environment, struct rule_value **values)
{
    struct rule_name *names = ARENA_ARRAY(arena, struct rule_name, test->count);
    *values = ARENA_ARRAY(arena, struct rule_value, test->count);
    *environment = (struct rule_environment){names, 0};
    const struct field *field;
    for (size_t at = 0; (field = textproto_next(test, "type_env", &at));) {
        const struct field *ident = textproto_find(field->message, "ident");
        const struct field *type = ident ? textproto_find(ident->message, "type") : NULL;
        struct rule_name *name = &names[environment->count++];
        name->name = textproto_scalar(field->message, "name");
        name->type = type ? type_of(type->message) : RULE_ANY;
        if (name->type == RULE_ANY)
            return false;
    }
    for (size_t at = 0; (field = textproto_next(test, "bindings", &at));) {
        struct text key = textproto_scalar(field->message, "key");
        const struct field *outer = textproto_find(field->message, "value");
        const struct field *inner = outer ? textproto_find(outer->message, "value") : NULL;
        for (size_t i = 0; inner && i < environment->count; i++)
            if (text_equal(names[i].name, key) && !read_value(inner->message, &(*values)[i]) &&
                !read_duration(inner->message, &(*values)[i]))
                return false;
    }
    return true;
}

static bool same_value(struct rule_value value, const struct message *expected);

static bool same_list(struct rule_value value, const struct message *expected)
{
    const struct field *field;
    size_t count = 0;
    for (size_t at = 0; (field = textproto_next(expected, "values", &at)); count++)
        if (count == value.list.count || !same_value(value.list.items[count], field->message))
            return false;
    return count == value.list.count;
}

static bool same_value(struct rule_value value, const struct message *expected)
{
    const struct field *list = textproto_find(expected, "list_value");
    if (list)
        return value.known && value.type == RULE_LIST && same_list(value, list->message);
    struct rule_value wanted;
    if (!read_value(expected, &wanted) || !value.known || value.type != wanted.type)
        return false;
    switch (value.type) {
    case RULE_BOOLEAN:
        return value.boolean == wanted.boolean;
    case RULE_INTEGER:
        return value.integer == wanted.integer;
    case RULE_DECIMAL:
        return value.decimal == wanted.decimal;
    default:
        return text_equal(value.text, wanted.text);
    }
}

static enum outcome run(struct arena *arena, const struct message *test)
{
    struct rule_environment environment;
    struct rule_value *values;
    bool error = textproto_find(test, "eval_error") != NULL;
    if (!read_names(arena, test, &environment, &values))
        return OUTCOME_WRONG;
    struct faults faults = {.arena = arena};
    struct rule_place place = {{"case", 4}, 1, 1, 0};
    struct rule *rule =
        rule_parse(arena, textproto_scalar(test, "expr"), &place, &environment, RULE_ANY, &faults);
    if (!rule)
        return error ? OUTCOME_REFUSED : OUTCOME_WRONG;
    struct rule_value value;
    rule_evaluate(rule, arena, values, &value);
    const struct field *expected = textproto_find(test, "value");
    bool right = error ? !value.known : expected && same_value(value, expected->message);
    return right ? OUTCOME_RIGHT : OUTCOME_WRONG;
}

struct counts {
    size_t passed;
    size_t left_out;
    size_t wrong;
};

static void check(struct arena *arena, struct left_out *left_out, struct text name,
                  const struct message *test, struct counts *counts)
{
    enum outcome outcome = run(arena, test);
    bool listed = is_left_out(left_out, name);
    if (listed && outcome == OUTCOME_RIGHT) {
        print_error("# %.*s passes: take it out of left-out.txt\n", TEXT_FORMAT(name));
        counts->wrong++;
    } else if (!listed && outcome == OUTCOME_WRONG) {
        print_error("# %.*s fails: %.*s\n", TEXT_FORMAT(name),
                    TEXT_FORMAT(textproto_scalar(test, "expr")));
        counts->wrong++;
    } else if (listed) {
        counts->left_out++;
    } else {
        counts->passed++;
    }
}

static void check_file(struct arena *arena, const char *folder, const char *file,
                       struct left_out *left_out, struct counts *counts)
{
    struct text path = text_format(arena, "%s/%s.textproto", folder, file);
    size_t line;
    struct message *root = textproto_read(arena, read_file(arena, path.data), &line);
    if (!root)
        fail_msg("%s: line %zu cannot be read", path.data, line);
    const struct field *section;
    for (size_t at = 0; (section = textproto_next(root, "section", &at));) {
        struct text section_name = textproto_scalar(section->message, "name");
        const struct field *test;
        for (size_t inner = 0; (test = textproto_next(section->message, "test", &inner));) {
            struct text name = text_format(arena, "%s/%.*s/%.*s", file, TEXT_FORMAT(section_name),
                                           TEXT_FORMAT(textproto_scalar(test->message, "name")));
            check(arena, left_out, name, test->message, counts);
        }
    }
}

static void passes_or_is_left_out(void **state)
{
    (void)state;
    const char *folder = getenv("WAARBORG_TEST_CEL");
    struct arena *arena = arena_new();
    struct left_out left_out = read_left_out(arena);
    struct counts counts = {0};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        check_file(arena, folder, files[i], &left_out, &counts);
    for (size_t i = 0; i < left_out.count; i++) {
        if (!left_out.used[i]) {
            print_error("# left-out.txt names %.*s, which is no case\n",
                        TEXT_FORMAT(left_out.names[i]));
            counts.wrong++;
        }
    }
    print_message("# %zu cases pass, %zu are left out\n", counts.passed, counts.left_out);
    assert_int_equal(counts.wrong, 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(passes_or_is_left_out)};
    const char *folder = getenv("WAARBORG_TEST_CEL");
    if (!folder || access(folder, R_OK)) {
        printf("1..0 # SKIP the conformance cases of CEL are not in %s\n",
               folder ? folder : "WAARBORG_TEST_CEL");
        return 0;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
