/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/value.h"

#include <stdlib.h>
#include <string.h>

/* Members are written in the order of their names, so that equal values give equal bytes. */
static void write_money(struct json_writer *writer, const struct register_value *value)
{
    json_open_object(writer);
    if (value->money.kind != MONEY_UNKNOWN) {
        json_write_key(writer, "cents");
        json_write_number(writer, value->money.cents);
    }
    json_write_key(writer, "kind");
    json_write_text(writer, text_of(money_kind_id(value->money.kind)));
    if (value->written.size) {
        json_write_key(writer, "written");
        json_write_text(writer, value->written);
    }
    json_close_object(writer);
}

static void write_organisation(struct json_writer *writer, const struct register_value *value)
{
    json_open_object(writer);
    if (value->kvk.size) {
        json_write_key(writer, "kvk");
        json_write_text(writer, value->kvk);
    }
    if (value->text.size) {
        json_write_key(writer, "name");
        json_write_text(writer, value->text);
    }
    json_close_object(writer);
}

static void write_several(struct json_writer *writer, struct text parts)
{
    struct text part;
    json_open_array(writer);
    while (text_next(&parts, '\n', &part))
        json_write_text(writer, part);
    json_close_array(writer);
}

void register_value_write(struct json_writer *writer, const struct register_field *field,
                          const struct register_value *value)
{
    if (!value->present)
        return;
    json_write_key_text(writer, field->id);
    if (field->several) {
        write_several(writer, value->text);
        return;
    }
    switch (field->type) {
    case REGISTER_DATE:
        json_write_text(writer, date_format(writer->buffer->arena, value->date));
        break;
    case REGISTER_MONEY:
        write_money(writer, value);
        break;
    case REGISTER_BOOLEAN:
        json_write_boolean(writer, value->number);
        break;
    case REGISTER_NUMBER:
        json_write_number(writer, value->number);
        break;
    case REGISTER_ORGANISATION:
        write_organisation(writer, value);
        break;
    default:
        json_write_text(writer, value->text);
    }
}

static struct text text_in(struct arena *arena, const json_t *json)
{
    return text_copy(arena, (struct text){json_string_value(json), json_string_length(json)});
}

static bool parse_money(struct arena *arena, const json_t *json, struct register_value *value)
{
    const json_t *cents = json_object_get(json, "cents");
    if (!money_kind_of(json_member_text(json, "kind"), &value->money.kind) ||
        json_is_integer(cents) == (value->money.kind == MONEY_UNKNOWN))
        return false;
    value->money.cents = json_integer_value(cents);
    value->money.written = value->written = text_copy(arena, json_member_text(json, "written"));
    return value->money.cents >= 0 && value->money.cents <= MONEY_LARGEST;
}

static bool parse_organisation(struct arena *arena, const json_t *json,
                               struct register_value *value)
{
    value->text = text_copy(arena, json_member_text(json, "name"));
    value->kvk = text_copy(arena, json_member_text(json, "kvk"));
    return value->text.size || value->kvk.size;
}

static bool parse_several(struct arena *arena, const json_t *json, struct register_value *value)
{
    struct buffer buffer = {.arena = arena};
    for (size_t i = 0; i < json_array_size(json); i++) {
        const json_t *part = json_array_get(json, i);
        if (!json_is_string(part))
            return false;
        if (i)
            buffer_add_byte(&buffer, '\n');
        buffer_add(&buffer, (struct text){json_string_value(part), json_string_length(part)});
    }
    value->text = (struct text){buffer_string(&buffer), buffer.size};
    return json_array_size(json) > 0;
}

static bool parse_one(struct arena *arena, const struct register_field *field, const json_t *json,
                      struct register_value *value)
{
    if (field->several)
        return parse_several(arena, json, value);
    switch (field->type) {
    case REGISTER_MONEY:
        return parse_money(arena, json, value);
    case REGISTER_ORGANISATION:
        return parse_organisation(arena, json, value);
    case REGISTER_BOOLEAN:
        value->number = json_is_true(json);
        return json_is_boolean(json);
    case REGISTER_NUMBER:
        value->number = json_integer_value(json);
        return json_is_integer(json);
    case REGISTER_DATE:
        return json_is_string(json) && date_parse(text_in(arena, json), &value->date);
    default:
        value->text = text_in(arena, json);
        return json_is_string(json);
    }
}

struct error *register_value_parse(struct arena *arena, const struct register_field *field,
                                   const json_t *json, struct register_value *value)
{
    *value = (struct register_value){0};
    if (!json)
        return NULL;
    value->present = parse_one(arena, field, json, value);
    if (value->present)
        return NULL;
    *value = (struct register_value){0};
    return error_new(arena, ERROR_SYSTEM, "the stored value of %.*s is not of its type",
                     TEXT_FORMAT(field->id));
}

struct text register_content_write(struct arena *arena,
                                   const struct register_definition *definition,
                                   const struct register_value *values)
{
    struct buffer buffer = {.arena = arena};
    struct json_writer writer = {.buffer = &buffer};
    json_open_object(&writer);
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = definition->sorted[i];
        register_value_write(&writer, field, &values[field->number]);
    }
    json_close_object(&writer);
    return buffer_text(&buffer);
}

struct error *register_content_parse(struct arena *arena,
                                     const struct register_definition *definition,
                                     struct text content, struct register_value *values)
{
    json_t *root;
    TRY(json_read(arena, content, &root));
    struct error *error = NULL;
    for (size_t i = 0; i < definition->field_count && !error; i++) {
        const struct register_field *field = &definition->fields[i];
        /* ids end with a zero byte: they are copied into the arena */
        error =
            register_value_parse(arena, field, json_object_get(root, field->id.data), &values[i]);
    }
    json_decref(root);
    return error;
}
