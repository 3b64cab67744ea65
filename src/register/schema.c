/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/schema.h"

#include "rule/nearest.h"

#include <string.h>

const char *register_nearest(struct text wrong, const char *const *words, size_t count)
{
    struct rule_nearest nearest = {.wanted = wrong};
    for (size_t i = 0; i < count; i++)
        rule_nearest_offer(&nearest, text_of(words[i]));
    return nearest.found.size ? nearest.found.data : NULL;
}

static const char *kind_of(const struct register_node *node)
{
    if (node->kind == REGISTER_NODE_LIST)
        return "a list";
    if (node->kind == REGISTER_NODE_MAPPING)
        return "a mapping";
    switch (register_node_scalar(node)) {
    case REGISTER_SCALAR_NUMBER:
        return "a number";
    case REGISTER_SCALAR_BOOLEAN:
        return "true or false";
    case REGISTER_SCALAR_NULL:
        return "nothing";
    default:
        return "a text";
    }
}

/* What was expected for a key, in words. */
static const char *expected(struct arena *arena, const struct register_key *key,
                            enum register_form form)
{
    struct buffer buffer = {.arena = arena};
    switch (form) {
    case REGISTER_FORM_TEXT:
    case REGISTER_FORM_RULE:
        return form == REGISTER_FORM_RULE ? "an expression, between quotes where YAML asks for them"
                                          : "a text";
    case REGISTER_FORM_ID:
    case REGISTER_FORM_REFERENCE:
        return "an id (small letters, digits, '_', '-' and '.')";
    case REGISTER_FORM_NUMBER:
        buffer_add_format(&buffer, "a whole number from %lld to %lld", (long long)key->least,
                          (long long)key->most);
        return buffer_string(&buffer);
    case REGISTER_FORM_BOOLEAN:
        return "true or false";
    case REGISTER_FORM_SCALAR:
        return "a text, a number, true or false";
    case REGISTER_FORM_WORD:
        buffer_add_string(&buffer, "one of ");
        for (size_t i = 0; key->words[i]; i++)
            buffer_add_format(&buffer, "%s%s", i ? ", " : "", key->words[i]);
        return buffer_string(&buffer);
    case REGISTER_FORM_LIST:
        return "a list";
    case REGISTER_FORM_MAPPING:
        buffer_add_string(&buffer, "a mapping with the keys ");
        for (size_t i = 0; key->shape->keys[i].name; i++)
            buffer_add_format(&buffer, "%s%s", i ? ", " : "", key->shape->keys[i].name);
        return buffer_string(&buffer);
    case REGISTER_FORM_OPEN:
        return "a mapping";
    }
    return "";
}

/* One reading of one tree. */
struct walk {
    struct arena *arena;
    struct faults *faults;
};

static void refuse(struct walk *walk, const struct register_key *key, enum register_form form,
                   const struct register_node *node)
{
    register_node_fault(walk->faults, node, "%s is %s; expected %s", key->name, kind_of(node),
                        expected(walk->arena, key, form));
}

static bool is_id(struct text text)
{
    if (!text.size || text.size > REGISTER_LONGEST_ID || text.data[0] < 'a' || text.data[0] > 'z')
        return false;
    for (size_t at = 1; at < text.size; at++) {
        char byte = text.data[at];
        if (!((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_' ||
              byte == '-' || byte == '.'))
            return false;
    }
    return true;
}

static void read_text(struct walk *walk, const struct register_key *key,
                      const struct register_node *node, struct text *target)
{
    int64_t most = key->most ? key->most : REGISTER_LONGEST_TEXT;
    struct text text = text_trim(node->text);
    if (register_node_scalar(node) != REGISTER_SCALAR_TEXT)
        refuse(walk, key, REGISTER_FORM_TEXT, node);
    else if (!text.size)
        register_node_fault(walk->faults, node, "%s is empty; expected a text", key->name);
    else if (text_length(text) > (size_t)most)
        register_node_fault(walk->faults, node, "%s has %zu characters; expected at most %lld",
                            key->name, text_length(text), (long long)most);
    else
        *target = text;
}

static void read_id(struct walk *walk, const struct register_key *key, enum register_form form,
                    const struct register_node *node, void *target)
{
    if (register_node_scalar(node) != REGISTER_SCALAR_TEXT)
        refuse(walk, key, form, node);
    else if (!is_id(node->text))
        register_node_fault(walk->faults, node, "%s is \"%.*s\"; expected %s", key->name,
                            TEXT_FORMAT(node->text), expected(walk->arena, key, form));
    else if (form == REGISTER_FORM_ID)
        *(struct text *)target = node->text;
    else
        *(const struct register_node **)target = node;
}

static void read_number(struct walk *walk, const struct register_key *key,
                        const struct register_node *node, int64_t *target)
{
    int64_t number;
    if (!register_node_number(node, &number))
        refuse(walk, key, REGISTER_FORM_NUMBER, node);
    else if (number < key->least || number > key->most)
        register_node_fault(walk->faults, node, "%s is %lld; expected %s", key->name,
                            (long long)number, expected(walk->arena, key, REGISTER_FORM_NUMBER));
    else
        *target = number;
}

static void read_word(struct walk *walk, const struct register_key *key,
                      const struct register_node *node, int *target)
{
    size_t count = 0;
    for (; key->words[count]; count++)
        if (text_is(node->text, key->words[count])) {
            *target = (int)count + 1;
            return;
        }
    const char *nearest = register_nearest(node->text, key->words, count);
    register_node_fault(walk->faults, node, "%s is \"%.*s\"; expected %s%s%s%s", key->name,
                        TEXT_FORMAT(node->text), expected(walk->arena, key, REGISTER_FORM_WORD),
                        nearest ? "; did you mean \"" : "", nearest ? nearest : "",
                        nearest ? "\"?" : "");
}

static void read_scalar(struct walk *walk, const struct register_key *key, enum register_form form,
                        const struct register_node *node, void *target)
{
    if (node->kind != REGISTER_NODE_SCALAR) {
        refuse(walk, key, form, node);
        return;
    }
    switch (form) {
    case REGISTER_FORM_TEXT:
        read_text(walk, key, node, target);
        break;
    case REGISTER_FORM_ID:
    case REGISTER_FORM_REFERENCE:
        read_id(walk, key, form, node, target);
        break;
    case REGISTER_FORM_NUMBER:
        read_number(walk, key, node, target);
        break;
    case REGISTER_FORM_WORD:
        read_word(walk, key, node, target);
        break;
    case REGISTER_FORM_BOOLEAN:
        if (register_node_scalar(node) == REGISTER_SCALAR_BOOLEAN)
            *(bool *)target = text_is(node->text, "true");
        else
            refuse(walk, key, form, node);
        break;
    default: /* rule, scalar */
        if (form == REGISTER_FORM_RULE && node->folded)
            register_node_fault(walk->faults, node,
                                "%s stands on more than one line; expected one line, or a "
                                "block that starts with |",
                                key->name);
        if (register_node_scalar(node) != REGISTER_SCALAR_NULL && text_trim(node->text).size)
            *(const struct register_node **)target = node;
        else
            refuse(walk, key, form, node);
    }
}

static size_t size_of(enum register_form form)
{
    switch (form) {
    case REGISTER_FORM_TEXT:
    case REGISTER_FORM_ID:
        return sizeof(struct text);
    case REGISTER_FORM_NUMBER:
        return sizeof(int64_t);
    case REGISTER_FORM_WORD:
        return sizeof(int);
    default:
        return sizeof(const struct register_node *);
    }
}

static void read_mapping(struct walk *walk, const struct register_shape *shape,
                         const struct register_node *node, void *target);

static void read_list(struct walk *walk, const struct register_key *key,
                      const struct register_node *node, struct register_list *list)
{
    if (node->kind != REGISTER_NODE_LIST) {
        refuse(walk, key, REGISTER_FORM_LIST, node);
        return;
    }
    size_t size = key->shape ? key->shape->size : size_of(key->each);
    list->node = node;
    list->count = node->count;
    list->items = arena_array(walk->arena, node->count, size);
    if (!node->count)
        register_node_fault(walk->faults, node, "%s is empty; expected at least one, or no %s",
                            key->name, key->name);
    for (size_t i = 0; i < node->count; i++) {
        void *item = (char *)list->items + i * size;
        if (key->shape)
            read_mapping(walk, key->shape, node->members[i].value, item);
        else
            read_scalar(walk, key, key->each, node->members[i].value, item);
    }
}

static void read_open(struct walk *walk, const struct register_key *key,
                      const struct register_node *node, const struct register_node **target)
{
    if (node->kind != REGISTER_NODE_MAPPING) {
        refuse(walk, key, REGISTER_FORM_OPEN, node);
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        const struct register_member *member = &node->members[i];
        if (!is_id(member->key->text))
            register_node_fault(walk->faults, member->key, "\"%.*s\" is no id; expected %s",
                                TEXT_FORMAT(member->key->text),
                                expected(walk->arena, key, REGISTER_FORM_ID));
        else if (member->value->kind != REGISTER_NODE_SCALAR ||
                 register_node_scalar(member->value) == REGISTER_SCALAR_NULL)
            register_node_fault(walk->faults, member->value, "%.*s is %s; expected %s",
                                TEXT_FORMAT(member->key->text), kind_of(member->value),
                                expected(walk->arena, key, REGISTER_FORM_SCALAR));
    }
    *target = node;
}

static void unknown_key(struct walk *walk, const struct register_shape *shape,
                        const struct register_node *key)
{
    const char *names[64];
    size_t count = 0;
    struct buffer all = {.arena = walk->arena};
    for (; count < sizeof names / sizeof *names && shape->keys[count].name; count++) {
        names[count] = shape->keys[count].name;
        buffer_add_format(&all, "%s%s", count ? ", " : "", names[count]);
    }
    const char *nearest = register_nearest(key->text, names, count);
    if (nearest)
        register_node_fault(walk->faults, key, "unknown key \"%.*s\" of a %s; did you mean \"%s\"?",
                            TEXT_FORMAT(key->text), shape->name, nearest);
    else
        register_node_fault(walk->faults, key, "unknown key \"%.*s\" of a %s; expected one of %s",
                            TEXT_FORMAT(key->text), shape->name, buffer_string(&all));
}

static void read_mapping(struct walk *walk, const struct register_shape *shape,
                         const struct register_node *node, void *target)
{
    if (node->kind != REGISTER_NODE_MAPPING) {
        const struct register_key key = {.name = shape->name, .shape = shape};
        refuse(walk, &key, REGISTER_FORM_MAPPING, node);
        return;
    }
    *(const struct register_node **)target = node;
    for (size_t i = 0; i < node->count; i++) {
        const struct register_key *key = shape->keys;
        while (key->name && !text_is(node->members[i].key->text, key->name))
            key++;
        if (!key->name)
            unknown_key(walk, shape, node->members[i].key);
    }
    for (const struct register_key *key = shape->keys; key->name; key++) {
        const struct register_node *value = register_node_get(node, key->name);
        void *place = (char *)target + key->place;
        if (!value && key->required)
            register_node_fault(walk->faults, node, "a %s without %s; expected %s: %s", shape->name,
                                key->name, key->name, expected(walk->arena, key, key->form));
        else if (!value)
            continue;
        else if (key->form == REGISTER_FORM_MAPPING)
            read_mapping(walk, key->shape, value, place);
        else if (key->form == REGISTER_FORM_LIST)
            read_list(walk, key, value, place);
        else if (key->form == REGISTER_FORM_OPEN)
            read_open(walk, key, value, place);
        else
            read_scalar(walk, key, key->form, value, place);
    }
}

void register_schema_read(struct arena *arena, const struct register_shape *shape,
                          const struct register_node *node, void *target, struct faults *faults)
{
    struct walk walk = {.arena = arena, .faults = faults};
    read_mapping(&walk, shape, node, target);
}
