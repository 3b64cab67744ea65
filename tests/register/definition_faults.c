/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Every key of every definition that comes with the program is dropped, given a value of another
 * kind, misspelt, and made to say what is not there; each time the fault must be told at the exact
 * place. The files are written anew for that by a writer that knows where it puts things, and knows
 * nothing of the reader. */

#include "base/file.h"
#include "register/draft.h"
#include "register/organisation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct text example(struct arena *arena)
{
    struct text content;
    assert_null(file_read(arena, EXAMPLE, 1 << 20, &content));
    return content;
}

enum mutation { DROP, MISTYPE, MISSPELL, BREAK, MUTATIONS };

/* A file being written, with one thing in it changed. */
struct writing {
    struct buffer buffer;
    const struct register_node *target; /* the value of the member that is changed */
    const struct register_node *around; /* the mapping that it stands in */
    enum mutation mutation;
    const char *broken; /* what it then says */
    size_t line;
    size_t start; /* of the line, in the buffer */
    size_t fault_line;
    size_t fault_column;
};

static void newline(struct writing *writing)
{
    buffer_add_byte(&writing->buffer, '\n');
    writing->line++;
    writing->start = writing->buffer.size;
}

static void indent(struct writing *writing, size_t depth)
{
    for (size_t i = 0; i < depth; i++)
        buffer_add_string(&writing->buffer, "  ");
}

/* The fault must be here; what stands before it on its line is ASCII. */
static void here(struct writing *writing)
{
    writing->fault_line = writing->line;
    writing->fault_column = writing->buffer.size - writing->start + 1;
}

static void write_scalar(struct writing *writing, const struct register_node *node)
{
    if (node->plain && register_node_scalar(node) != REGISTER_SCALAR_TEXT) {
        buffer_add(&writing->buffer, node->text);
        return;
    }
    buffer_add_byte(&writing->buffer, '"');
    for (size_t at = 0; at < node->text.size; at++) {
        if (node->text.data[at] == '"' || node->text.data[at] == '\\')
            buffer_add_byte(&writing->buffer, '\\');
        buffer_add_byte(&writing->buffer, node->text.data[at]);
    }
    buffer_add_byte(&writing->buffer, '"');
}

static void write_node(struct writing *writing, const struct register_node *node, size_t depth);

/* What follows "key:" or "-". */
static void write_value(struct writing *writing, const struct register_node *value, size_t depth)
{
    bool changed = value == writing->target;
    if (changed && (writing->mutation == MISTYPE || writing->mutation == BREAK)) {
        buffer_add_byte(&writing->buffer, ' ');
        here(writing);
        if (writing->mutation == BREAK)
            buffer_add_string(&writing->buffer, writing->broken);
        else
            buffer_add_string(&writing->buffer,
                              value->kind == REGISTER_NODE_SCALAR ? "[x]" : "\"x\"");
        newline(writing);
    } else if (value->kind == REGISTER_NODE_SCALAR) {
        buffer_add_byte(&writing->buffer, ' ');
        write_scalar(writing, value);
        newline(writing);
    } else {
        newline(writing);
        write_node(writing, value, depth + 1);
    }
}

static void write_node(struct writing *writing, const struct register_node *node, size_t depth)
{
    bool around = node == writing->around && writing->mutation == DROP;
    size_t written = 0;
    for (size_t i = 0; i < node->count; i++) {
        const struct register_member *member = &node->members[i];
        if (around && member->value == writing->target)
            continue;
        indent(writing, depth);
        if (around && !written)
            here(writing);
        written++;
        if (member->key) {
            if (writing->mutation == MISSPELL && member->value == writing->target)
                here(writing);
            buffer_add(&writing->buffer, member->key->text);
            if (writing->mutation == MISSPELL && member->value == writing->target)
                buffer_add_byte(&writing->buffer, 'q');
            buffer_add_byte(&writing->buffer, ':');
        } else {
            buffer_add_byte(&writing->buffer, '-');
        }
        write_value(writing, member->value, depth);
    }
    if (!written) {
        indent(writing, depth);
        here(writing);
        buffer_add_string(&writing->buffer, "{}");
        newline(writing);
    }
}

/* The trial of all mutations of all files. */
struct trial {
    struct register_source sources[4];
    size_t count;
    size_t number; /* the file that is changed */
    const struct register_node *root;
    size_t tried;
    bool organisation;
};

static bool accept(struct arena *arena, const struct trial *trial, struct faults *faults)
{
    const struct register_definitions *definitions = NULL;
    const struct register_organisation *organisation = NULL;
    if (trial->organisation)
        assert_null(register_organisation_read(arena, trial->sources[0].file,
                                               trial->sources[0].content, faults, &organisation));
    else
        assert_null(register_definitions_build(arena, TEXT("province"), trial->sources,
                                               trial->count, NULL, faults, &definitions));
    assert_true(!fault_count(faults) == (definitions || organisation));
    return definitions || organisation;
}

static bool has(struct text text, const char *part)
{
    return text_find(text, 0, text_of(part)) < text.size;
}

/* Whether a fault was told here that says what was expected; what is wrong in a rule says so in its
 * own words. */
static bool told_at(const struct faults *faults, struct text file, size_t line, size_t column,
                    bool rule)
{
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault *fault = &faults->items[i];
        if (fault->line == line && fault->column == column && text_equal(fault->file, file) &&
            (rule || has(fault->message, "expected") || has(fault->message, "did you mean")))
            return true;
    }
    return false;
}

static void try_one(struct trial *trial, const struct register_node *around,
                    const struct register_member *member, enum mutation mutation,
                    const struct register_key *key, const char *broken)
{
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    struct writing writing = {.buffer = {.arena = arena},
                              .target = member->value,
                              .around = around,
                              .mutation = mutation,
                              .broken = broken,
                              .line = 1};
    write_node(&writing, trial->root, 0);
    struct text before = trial->sources[trial->number].content;
    trial->sources[trial->number].content = buffer_text(&writing.buffer);
    bool accepted = accept(arena, trial, &faults);
    bool rule = mutation == BREAK && key->form == REGISTER_FORM_RULE;
    size_t column = writing.fault_column + rule; /* behind the quote */
    bool told =
        told_at(&faults, trial->sources[trial->number].file, writing.fault_line, column, rule);
    bool good = mutation == DROP && !key->required ? accepted || faults.count : !accepted && told;
    if (!good) {
        static const char *const names[] = {"dropped", "mistyped", "misspelt", "broken"};
        fault_print(&faults, stderr);
        print_error("%.*s: %s %s: no fault at %zu:%zu\n",
                    TEXT_FORMAT(trial->sources[trial->number].file), key->name, names[mutation],
                    writing.fault_line, column);
    }
    trial->sources[trial->number].content = before;
    trial->tried++;
    arena_free(arena);
    assert_true(good);
}

static const char *broken_value(const struct register_key *key, enum register_form form)
{
    switch (form) {
    case REGISTER_FORM_WORD:
    case REGISTER_FORM_REFERENCE:
        return "no_such_thing";
    case REGISTER_FORM_RULE:
        return "\"no_such_field == 'x'\"";
    case REGISTER_FORM_NUMBER:
        return key->least > 0 ? "0" : "-1";
    case REGISTER_FORM_ID:
        return "\"No Id\"";
    case REGISTER_FORM_BOOLEAN:
        return "yes";
    case REGISTER_FORM_TEXT:
        return "\"\"";
    default:
        return NULL;
    }
}

static void try_mapping(struct trial *trial, const struct register_shape *shape,
                        const struct register_node *node)
{
    for (size_t i = 0; i < node->count; i++) {
        const struct register_member *member = &node->members[i];
        const struct register_key *key = shape->keys;
        while (key->name && !text_is(member->key->text, key->name))
            key++;
        assert_non_null(key->name);
        try_one(trial, node, member, DROP, key, NULL);
        try_one(trial, node, member, MISTYPE, key, NULL);
        try_one(trial, node, member, MISSPELL, key, NULL);
        const char *broken = broken_value(key, key->form);
        if (broken)
            try_one(trial, node, member, BREAK, key, broken);
        if (key->form == REGISTER_FORM_MAPPING)
            try_mapping(trial, key->shape, member->value);
        for (size_t j = 0; key->form == REGISTER_FORM_LIST && j < member->value->count; j++) {
            const struct register_member *element = &member->value->members[j];
            if (key->shape)
                try_mapping(trial, key->shape, element->value);
            else
                try_one(trial, member->value, element, BREAK, key, broken_value(key, key->each));
            try_one(trial, member->value, element, MISTYPE, key, NULL);
        }
    }
}

static void try_file(struct trial *trial, const struct register_shape *shape, size_t number)
{
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    trial->number = number;
    trial->root = register_yaml_read(arena, trial->sources[number].file,
                                     trial->sources[number].content, &faults);
    assert_non_null(trial->root);
    try_mapping(trial, shape, trial->root);
    arena_free(arena);
}

/* Each register with the vocabularies of one kind of body. */
static void every_key_has_its_place(void **state)
{
    (void)state;
    struct trial trial = {.number = 0};
    size_t count;
    const struct register_source *sources = register_sources(&count);
    size_t registers = 0;
    for (size_t i = 0; i < count; i++)
        if (text_ends(sources[i].file, "/province.yaml") ||
            text_ends(sources[i].file, "/shared.yaml"))
            trial.sources[trial.count++] = sources[i];
    assert_int_equal(trial.count, 2);
    try_file(&trial, &draft_vocabularies_shape, 0);
    try_file(&trial, &draft_vocabularies_shape, 1);
    trial.count = 3;
    for (size_t i = 0; i < count; i++) {
        if (text_ends(sources[i].file, "/people.yaml"))
            trial.sources[3] = sources[i];
        if (text_ends(sources[i].file, "/rounds.yaml")) {
            trial.sources[2] = sources[i];
            try_file(&trial, &draft_rounds_shape, 2);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (text_find(sources[i].file, 0, TEXT("/registers/")) == sources[i].file.size)
            continue;
        trial.sources[2] = sources[i];
        /* Rules of rounds are over people. */
        trial.count = text_ends(sources[i].file, "/people.yaml") ? 3 : 4;
        try_file(&trial, &draft_register_shape, 2);
        registers++;
    }
    assert_true(registers >= 7);
    assert_true(trial.tried > 3000);
    print_message("%zu mutations of %zu files\n", trial.tried, registers + 2);
}

static void every_key_of_an_organisation_has_its_place(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    const struct register_organisation *organisation;
    assert_null(register_organisation_read(arena, TEXT("organisation.yaml"), example(arena),
                                           &faults, &organisation));
    struct trial trial = {.organisation = true, .count = 1};
    trial.sources[0] =
        (struct register_source){TEXT("organisation.yaml"), organisation->content, false};
    trial.root =
        register_yaml_read(arena, trial.sources[0].file, trial.sources[0].content, &faults);
    try_mapping(&trial, &register_organisation_shape, trial.root);
    assert_true(trial.tried > 50);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_has_its_place),
        cmocka_unit_test(every_key_of_an_organisation_has_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
