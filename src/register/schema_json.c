/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/schema.h"

#include "base/json.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { SHAPES_MOST = 64 };

/* All shapes that are reached from some, each once, in the order in which they are met. */
struct shapes {
    const struct register_shape *items[SHAPES_MOST];
    size_t count;
};

static void collect(struct shapes *shapes, const struct register_shape *shape)
{
    for (size_t i = 0; i < shapes->count; i++)
        if (shapes->items[i] == shape)
            return;
    if (shapes->count == SHAPES_MOST)
        abort();
    shapes->items[shapes->count++] = shape;
    for (const struct register_key *key = shape->keys; key->name; key++)
        if (key->shape)
            collect(shapes, key->shape);
}

static void member(struct json_writer *writer, const char *key, const char *value)
{
    json_write_key(writer, key);
    json_write_text(writer, text_of(value));
}

static void number(struct json_writer *writer, const char *key, int64_t value)
{
    json_write_key(writer, key);
    json_write_number(writer, value);
}

/* "#/$defs/NAME", names without spaces. */
static void reference(struct json_writer *writer, const struct register_shape *shape)
{
    assert(shape);
    struct text address = text_format(writer->buffer->arena, "#/$defs/%s", shape->name);
    char *name = (char *)address.data;
    for (char *space = strchr(name, ' '); space; space = strchr(space, ' '))
        *space = '-';
    member(writer, "$ref", name);
}

static void scalar_types(struct json_writer *writer)
{
    json_write_key(writer, "type");
    json_open_array(writer);
    json_write_text(writer, TEXT("string"));
    json_write_text(writer, TEXT("number"));
    json_write_text(writer, TEXT("boolean"));
    json_close_array(writer);
}

static void words(struct json_writer *writer, const char *const *items)
{
    json_write_key(writer, "enum");
    json_open_array(writer);
    for (; *items; items++)
        json_write_text(writer, text_of(*items));
    json_close_array(writer);
}

static void write_form(struct json_writer *writer, const struct register_key *key,
                       enum register_form form)
{
    switch (form) {
    case REGISTER_FORM_TEXT:
        member(writer, "type", "string");
        number(writer, "minLength", 1);
        number(writer, "maxLength", key->most ? key->most : REGISTER_LONGEST_TEXT);
        break;
    case REGISTER_FORM_ID:
    case REGISTER_FORM_REFERENCE:
        member(writer, "type", "string");
        member(writer, "pattern", "^[a-z][a-z0-9_.-]*$");
        number(writer, "maxLength", REGISTER_LONGEST_ID);
        break;
    case REGISTER_FORM_NUMBER:
        member(writer, "type", "integer");
        number(writer, "minimum", key->least);
        number(writer, "maximum", key->most);
        break;
    case REGISTER_FORM_BOOLEAN:
        member(writer, "type", "boolean");
        break;
    case REGISTER_FORM_WORD:
        words(writer, key->words);
        break;
    case REGISTER_FORM_RULE:
    case REGISTER_FORM_SCALAR:
        scalar_types(writer);
        break;
    case REGISTER_FORM_MAPPING:
        reference(writer, key->shape);
        break;
    case REGISTER_FORM_LIST:
        member(writer, "type", "array");
        number(writer, "minItems", 1);
        json_write_key(writer, "items");
        json_open_object(writer);
        if (key->shape)
            reference(writer, key->shape);
        else
            write_form(writer, key, key->each);
        json_close_object(writer);
        break;
    case REGISTER_FORM_OPEN:
        member(writer, "type", "object");
        json_write_key(writer, "additionalProperties");
        json_open_object(writer);
        scalar_types(writer);
        json_close_object(writer);
        break;
    }
}

static void write_shape(struct json_writer *writer, const struct register_shape *shape)
{
    json_open_object(writer);
    member(writer, "description", shape->about);
    member(writer, "type", "object");
    json_write_key(writer, "properties");
    json_open_object(writer);
    for (const struct register_key *key = shape->keys; key->name; key++) {
        json_write_key(writer, key->name);
        json_open_object(writer);
        member(writer, "description", key->about);
        write_form(writer, key, key->form);
        json_close_object(writer);
    }
    json_close_object(writer);
    json_write_key(writer, "required");
    json_open_array(writer);
    for (const struct register_key *key = shape->keys; key->name; key++)
        if (key->required)
            json_write_text(writer, text_of(key->name));
    json_close_array(writer);
    json_write_key(writer, "additionalProperties");
    json_write_boolean(writer, false);
    json_close_object(writer);
}

static struct text indent(struct arena *arena, struct text document)
{
    json_t *root;
    if (json_read(arena, document, &root))
        abort();
    char *indented = json_dumps(root, JSON_INDENT(2));
    json_decref(root);
    if (!indented)
        abort();
    struct text result = text_format(arena, "%s\n", indented);
    free(indented);
    return result;
}

struct text register_schema_json(struct arena *arena, const char *title,
                                 const struct register_shape *const *shapes, size_t count)
{
    struct buffer buffer = {.arena = arena};
    struct json_writer writer = {.buffer = &buffer};
    struct shapes all = {.count = 0};
    for (size_t i = 0; i < count; i++)
        collect(&all, shapes[i]);
    json_open_object(&writer);
    member(&writer, "$schema", "https://json-schema.org/draft/2020-12/schema");
    member(&writer, "title", title);
    json_write_key(&writer, "anyOf");
    json_open_array(&writer);
    for (size_t i = 0; i < count; i++) {
        json_open_object(&writer);
        reference(&writer, shapes[i]);
        json_close_object(&writer);
    }
    json_close_array(&writer);
    json_write_key(&writer, "$defs");
    json_open_object(&writer);
    for (size_t i = 0; i < all.count; i++) {
        char *name = arena_copy(arena, all.items[i]->name, strlen(all.items[i]->name));
        for (char *space = strchr(name, ' '); space; space = strchr(space, ' '))
            *space = '-';
        json_write_key(&writer, name);
        write_shape(&writer, all.items[i]);
    }
    json_close_object(&writer);
    json_close_object(&writer);
    return indent(arena, buffer_text(&buffer));
}

static const char *form_in_words(struct arena *arena, const struct register_key *key,
                                 enum register_form form)
{
    struct buffer buffer = {.arena = arena};
    switch (form) {
    case REGISTER_FORM_TEXT:
        return "text";
    case REGISTER_FORM_ID:
    case REGISTER_FORM_REFERENCE:
        return "id";
    case REGISTER_FORM_NUMBER:
        buffer_add_format(&buffer, "number, %lld to %lld", (long long)key->least,
                          (long long)key->most);
        break;
    case REGISTER_FORM_BOOLEAN:
        return "true or false";
    case REGISTER_FORM_WORD:
        for (size_t i = 0; key->words[i]; i++)
            buffer_add_format(&buffer, "%s`%s`", i ? ", " : "", key->words[i]);
        break;
    case REGISTER_FORM_RULE:
        return "rule";
    case REGISTER_FORM_SCALAR:
        return "value";
    case REGISTER_FORM_MAPPING:
        buffer_add_format(&buffer, "%s", key->shape->name);
        break;
    case REGISTER_FORM_LIST:
        buffer_add_format(&buffer, "list: %s",
                          key->shape ? key->shape->name : form_in_words(arena, key, key->each));
        break;
    case REGISTER_FORM_OPEN:
        return "ids with values";
    }
    return buffer_string(&buffer);
}

struct text register_schema_reference(struct arena *arena,
                                      const struct register_shape *const *shapes, size_t count)
{
    struct buffer buffer = {.arena = arena};
    struct shapes all = {.count = 0};
    for (size_t i = 0; i < count; i++)
        collect(&all, shapes[i]);
    for (size_t i = 0; i < all.count; i++) {
        buffer_add_format(
            &buffer,
            "%s### %s\n\n%s\n\n| key | value | | what it is for |\n| --- | --- | --- | --- |\n",
            i ? "\n" : "", all.items[i]->name, all.items[i]->about);
        for (const struct register_key *key = all.items[i]->keys; key->name; key++)
            buffer_add_format(&buffer, "| `%s` | %s | %s | %s |\n", key->name,
                              form_in_words(arena, key, key->form), key->required ? "must" : "",
                              key->about);
    }
    return buffer_text(&buffer);
}
