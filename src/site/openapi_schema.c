/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "site/openapi.h"

#include <string.h>

/* Schemas that are the same for every register. */
static const struct {
    const char *name;
    const char *schema;
} shared[] = {
    {"Link", "{\"type\":\"object\",\"required\":[\"href\"],\"properties\":{"
             "\"href\":{\"type\":\"string\",\"format\":\"uri\"}}}"},
    {"Pagina", "{\"type\":\"object\",\"required\":[\"self\",\"first\",\"last\"],\"properties\":{"
               "\"self\":{\"$ref\":\"#/components/schemas/Link\"},"
               "\"first\":{\"$ref\":\"#/components/schemas/Link\"},"
               "\"prev\":{\"$ref\":\"#/components/schemas/Link\"},"
               "\"next\":{\"$ref\":\"#/components/schemas/Link\"},"
               "\"last\":{\"$ref\":\"#/components/schemas/Link\"}}}"},
    {"Keuze", "{\"type\":\"object\",\"required\":[\"id\",\"label\"],\"properties\":{"
              "\"id\":{\"type\":\"string\"},\"label\":{\"type\":\"string\"}}}"},
    {"Bedrag", "{\"type\":\"object\",\"required\":[\"soort\",\"tekst\"],\"properties\":{"
               "\"soort\":{\"type\":\"string\",\"enum\":[\"exact\",\"more\",\"less\",\"about\","
               "\"unknown\"]},\"bedrag\":{\"type\":\"number\",\"minimum\":0},"
               "\"tekst\":{\"type\":\"string\"},\"zoalsOpgegeven\":{\"type\":\"string\"}}}"},
    {"Organisatie", "{\"type\":\"object\",\"minProperties\":1,\"properties\":{"
                    "\"naam\":{\"type\":\"string\"},"
                    "\"kvkNummer\":{\"type\":\"string\",\"pattern\":\"^[0-9]{8}$\"}}}"},
    {"Persoon", "{\"type\":\"object\",\"required\":[\"id\",\"naam\"],\"properties\":{"
                "\"id\":{\"type\":\"string\"},\"naam\":{\"type\":\"string\"},"
                "\"ambt\":{\"$ref\":\"#/components/schemas/Keuze\"}}}"},
    {"Grondslag", "{\"type\":\"object\",\"required\":[\"bron\"],\"properties\":{"
                  "\"bron\":{\"type\":\"string\"},\"artikel\":{\"type\":\"string\"}}}"},
    {"Register",
     "{\"type\":\"object\",\"required\":[\"id\",\"titel\",\"omschrijving\",\"aantal\","
     "\"aantalActueel\",\"grondslagen\",\"_links\"],\"properties\":{"
     "\"id\":{\"type\":\"string\"},\"titel\":{\"type\":\"string\"},"
     "\"omschrijving\":{\"type\":\"string\"},\"aantal\":{\"type\":\"integer\",\"minimum\":0},"
     "\"aantalActueel\":{\"type\":\"integer\",\"minimum\":0},\"grondslagen\":{\"type\":\"array\","
     "\"items\":{\"$ref\":\"#/components/schemas/Grondslag\"}},"
     "\"_links\":{\"type\":\"object\",\"required\":[\"self\",\"items\"],\"properties\":{"
     "\"self\":{\"$ref\":\"#/components/schemas/Link\"},"
     "\"items\":{\"$ref\":\"#/components/schemas/Link\"},"
     "\"pagina\":{\"$ref\":\"#/components/schemas/Link\"},"
     "\"csv\":{\"$ref\":\"#/components/schemas/Link\"},"
     "\"json\":{\"$ref\":\"#/components/schemas/Link\"},"
     "\"atom\":{\"$ref\":\"#/components/schemas/Link\"}}}}}"},
    {"Registers",
     "{\"type\":\"object\",\"required\":[\"_links\",\"_embedded\"],\"properties\":{"
     "\"_links\":{\"type\":\"object\",\"required\":[\"self\",\"service-desc\"],\"properties\":{"
     "\"self\":{\"$ref\":\"#/components/schemas/Link\"},"
     "\"service-desc\":{\"$ref\":\"#/components/schemas/Link\"}}},"
     "\"_embedded\":{\"type\":\"object\",\"required\":[\"items\"],\"properties\":{"
     "\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Register\"}}}}}}"},
    {"Probleem",
     "{\"type\":\"object\",\"required\":[\"status\",\"title\",\"detail\"],\"properties\":{"
     "\"status\":{\"type\":\"integer\",\"minimum\":400,\"maximum\":599},"
     "\"title\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"},"
     "\"errors\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
     "\"required\":[\"in\",\"location\",\"code\",\"detail\"],\"properties\":{"
     "\"in\":{\"type\":\"string\",\"enum\":[\"query\"]},"
     "\"location\":{\"type\":\"object\",\"required\":[\"name\"],\"properties\":{"
     "\"name\":{\"type\":\"string\"}}},"
     "\"code\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"}}}}}}"},
};

/* As precise as it is known: a year, a month or a day (EDTF level 0). */
static const char date_schema[] = "{\"type\":\"string\",\"format\":\"edtf\",\"pattern\":"
                                  "\"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$\"}";

void site_json_reference(struct json_writer *json, const char *key, const char *kind,
                         struct text name)
{
    struct buffer reference = {.arena = json->buffer->arena};
    buffer_add_format(&reference, "#/components/%s/%.*s", kind, TEXT_FORMAT(name));
    json_write_key(json, key);
    json_open_object(json);
    site_json_text(json, "$ref", buffer_text(&reference));
    json_close_object(json);
}

struct text site_schema_page(struct arena *arena, const struct register_definition *definition)
{
    return site_camel(arena, site_resource_name(definition), true);
}

struct text site_schema_item(struct arena *arena, const struct register_definition *definition)
{
    return text_format(arena, "%.*sItem", TEXT_FORMAT(site_schema_page(arena, definition)));
}

/* A reference inside an object that says more. */
static void write_named(struct json_writer *json, const char *name)
{
    json_write_key(json, "$ref");
    struct buffer reference = {.arena = json->buffer->arena};
    buffer_add_format(&reference, "#/components/schemas/%s", name);
    json_write_text(json, buffer_text(&reference));
}

static void write_options(const struct register_vocabulary *vocabulary, const char *key,
                          struct json_writer *json)
{
    json_write_key(json, key);
    json_open_array(json);
    for (size_t i = 0; i < vocabulary->option_count; i++)
        json_write_text(json, vocabulary->options[i].id);
    json_close_array(json);
}

/* An option: its id, with the ids that there are now as examples, and its label. */
static void write_choice(const struct register_field *field, struct json_writer *json)
{
    site_json_string(json, "type", "object");
    json_write_key(json, "required");
    json_write_raw(json, TEXT("[\"id\",\"label\"]"));
    json_write_key(json, "properties");
    json_open_object(json);
    json_write_key(json, "id");
    json_open_object(json);
    site_json_string(json, "type", "string");
    write_options(field->vocabulary, "examples", json);
    json_close_object(json);
    json_write_key(json, "label");
    json_write_raw(json, TEXT("{\"type\":\"string\"}"));
    json_close_object(json);
}

static void write_one(const struct register_field *field, struct json_writer *json)
{
    switch (field->type) {
    case REGISTER_DATE:
        site_json_string(json, "type", "string");
        site_json_string(json, "format", "edtf");
        site_json_string(json, "pattern", "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$");
        break;
    case REGISTER_MONEY:
        write_named(json, "Bedrag");
        break;
    case REGISTER_BOOLEAN:
        site_json_string(json, "type", "boolean");
        break;
    case REGISTER_NUMBER:
        site_json_string(json, "type", "integer");
        break;
    case REGISTER_CHOICE:
        write_choice(field, json);
        break;
    case REGISTER_PERSON:
    case REGISTER_UNIT:
    case REGISTER_REGISTER:
        write_named(json, "Keuze");
        break;
    case REGISTER_ORGANISATION:
        write_named(json, "Organisatie");
        break;
    case REGISTER_IDENTIFIER:
    case REGISTER_TEXT:
    case REGISTER_DOCUMENT:
        site_json_string(json, "type", "string");
        break;
    }
}

static void write_field(const struct site_page *page, const struct register_field *field,
                        struct json_writer *json)
{
    struct text hint = label_in(field->hint, page->language);
    json_write_key_text(json, site_camel(page->arena, field->id, false));
    json_open_object(json);
    site_json_text(json, "title", label_in(field->label, page->language));
    if (hint.size)
        site_json_text(json, "description", hint);
    if (field->several) {
        site_json_string(json, "type", "array");
        json_write_key(json, "items");
        json_open_object(json);
        write_one(field, json);
        json_close_object(json);
    } else {
        write_one(field, json);
    }
    json_close_object(json);
}

static void write_values(const struct site_page *page, const struct register_definition *definition,
                         struct json_writer *json)
{
    json_write_key(json, "gegevens");
    json_open_object(json);
    site_json_string(json, "type", "object");
    json_write_key(json, "properties");
    json_open_object(json);
    for (size_t i = 0; i < definition->field_count; i++)
        if (site_shows(&definition->fields[i]) && &definition->fields[i] != definition->holder)
            write_field(page, &definition->fields[i], json);
    json_close_object(json);
    json_close_object(json);
}

static void write_item(struct site_page *page, const struct register_definition *definition,
                       struct json_writer *json)
{
    json_write_key_text(json, site_schema_item(page->arena, definition));
    json_open_object(json);
    site_json_string(json, "type", "object");
    site_json_text(json, "title", label_in(definition->one, page->language));
    json_write_key(json, "required");
    json_write_raw(json, TEXT("[\"id\",\"register\",\"status\",\"actueel\",\"gewijzigdOp\","
                              "\"gegevens\",\"_links\"]"));
    json_write_key(json, "properties");
    json_open_object(json);
    json_write_key(json, "id");
    json_write_raw(json, TEXT("{\"type\":\"string\"}"));
    json_write_key(json, "register");
    json_write_raw(json, TEXT("{\"type\":\"string\"}"));
    if (site_shows(definition->holder))
        site_json_reference(json, "persoon", "schemas", TEXT("Persoon"));
    site_json_reference(json, "status", "schemas", TEXT("Keuze"));
    json_write_key(json, "actueel");
    json_write_raw(json, TEXT("{\"type\":\"boolean\"}"));
    json_write_key(json, "gewijzigdOp");
    json_write_raw(json, TEXT("{\"type\":\"string\",\"format\":\"date-time\"}"));
    if (site_shows(definition->holder)) {
        json_write_key(json, "bevestigdOp");
        json_write_raw(json, text_of(date_schema));
    }
    write_values(page, definition, json);
    json_write_key(json, "_links");
    json_write_raw(json, TEXT("{\"type\":\"object\",\"required\":[\"self\"],\"properties\":{"
                              "\"self\":{\"$ref\":\"#/components/schemas/Link\"},"
                              "\"alternate\":{\"$ref\":\"#/components/schemas/Link\"}}}"));
    json_close_object(json);
    json_close_object(json);
}

static void write_page(struct site_page *page, const struct register_definition *definition,
                       struct json_writer *json)
{
    json_write_key_text(json, site_schema_page(page->arena, definition));
    json_open_object(json);
    site_json_string(json, "type", "object");
    site_json_text(json, "title", label_in(definition->title, page->language));
    json_write_key(json, "required");
    json_write_raw(json, TEXT("[\"_links\",\"aantal\",\"_embedded\"]"));
    json_write_key(json, "properties");
    json_open_object(json);
    site_json_reference(json, "_links", "schemas", TEXT("Pagina"));
    json_write_key(json, "aantal");
    json_write_raw(json, TEXT("{\"type\":\"integer\",\"minimum\":0}"));
    json_write_key(json, "totaal");
    json_write_raw(json, TEXT("{\"type\":\"integer\",\"minimum\":0}"));
    json_write_key(json, "_embedded");
    json_open_object(json);
    site_json_string(json, "type", "object");
    json_write_key(json, "required");
    json_write_raw(json, TEXT("[\"items\"]"));
    json_write_key(json, "properties");
    json_open_object(json);
    json_write_key(json, "items");
    json_open_object(json);
    site_json_string(json, "type", "array");
    site_json_reference(json, "items", "schemas", site_schema_item(page->arena, definition));
    json_close_object(json);
    json_close_object(json);
    json_close_object(json);
    json_close_object(json);
    json_close_object(json);
}

void site_schemas_write(struct site_page *page, struct json_writer *json)
{
    const struct register_definitions *definitions = page->body->definitions;
    json_write_key(json, "schemas");
    json_open_object(json);
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
        json_write_key(json, shared[i].name);
        json_write_raw(json, text_of(shared[i].schema));
    }
    for (size_t i = 0; i < definitions->count; i++) {
        if (!site_resource_name(&definitions->items[i]).size)
            continue;
        write_page(page, &definitions->items[i], json);
        write_item(page, &definitions->items[i], json);
    }
    json_close_object(json);
}

/* What may be sorted by, each also turned round. */
static void write_sorts(const struct site_page *page, const struct register_definition *definition,
                        struct json_writer *json)
{
    static const char *const signs[] = {"", "-"};
    json_write_key(json, "enum");
    json_open_array(json);
    for (size_t sign = 0; sign < 2; sign++) {
        json_write_text(json, text_format(page->arena, "%sgewijzigdOp", signs[sign]));
        if (site_shows(definition->holder))
            json_write_text(json, text_format(page->arena, "%spersoon", signs[sign]));
        for (size_t i = 0; i < definition->field_count; i++)
            if (site_sorts_by(definition, &definition->fields[i]))
                json_write_text(
                    json, text_format(page->arena, "%s%.*s", signs[sign],
                                      TEXT_FORMAT(site_camel(page->arena, definition->fields[i].id,
                                                             false))));
    }
    json_close_array(json);
}

static void write_shows(struct json_writer *json)
{
    json_write_key(json, "enum");
    json_open_array(json);
    for (size_t i = 0; site_shows_named()[i]; i++)
        json_write_text(json, text_of(site_shows_named()[i]));
    json_close_array(json);
}

static void write_parameter_schema(const struct site_page *page,
                                   const struct register_definition *definition, const char *name,
                                   struct json_writer *json)
{
    static const struct {
        const char *name;
        const char *schema;
    } fixed[] = {
        {"zoek", "{\"type\":\"string\",\"minLength\":3,\"maxLength\":200}"},
        {"persoon", "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}"},
        {"jaar", "{\"type\":\"integer\",\"minimum\":1000,\"maximum\":9999}"},
        {"aantal", "{\"type\":\"integer\",\"minimum\":1,\"maximum\":100,\"default\":25}"},
        {"na", "{\"type\":\"string\"}"},
        {"voor", "{\"type\":\"string\"}"},
        {"laatste", "{\"type\":\"boolean\",\"enum\":[true]}"},
    };
    json_write_key(json, "schema");
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (strcmp(fixed[i].name, name) == 0) {
            json_write_raw(json, text_of(fixed[i].schema));
            return;
        }
    json_open_object(json);
    site_json_string(json, "type", "string");
    if (strcmp(name, "ambt") == 0)
        write_options(site_offices(page->body), "enum", json);
    else if (strcmp(name, "toon") == 0)
        write_shows(json);
    else
        write_sorts(page, definition, json);
    json_close_object(json);
}

static void write_filter(const struct site_page *page, const struct register_field *field,
                         struct json_writer *json)
{
    json_open_object(json);
    site_json_text(json, "name", site_camel(page->arena, field->id, false));
    site_json_string(json, "in", "query");
    site_json_text(json, "description", label_in(field->label, page->language));
    json_write_key(json, "schema");
    json_open_object(json);
    site_json_string(json, "type", field->type == REGISTER_BOOLEAN ? "boolean" : "string");
    if (field->type != REGISTER_BOOLEAN)
        write_options(field->vocabulary, "enum", json);
    json_close_object(json);
    json_close_object(json);
}

void site_parameters_write(struct site_page *page, const struct register_definition *definition,
                           struct json_writer *json)
{
    size_t count;
    const struct site_parameter *parameters = site_parameters(&count);
    json_write_key(json, "parameters");
    json_open_array(json);
    for (size_t i = 0; i < count; i++) {
        if (!parameters[i].serves(page->body, definition))
            continue;
        json_open_object(json);
        site_json_string(json, "name", parameters[i].name);
        site_json_string(json, "in", "query");
        site_json_text(json, "description", site_words(page, parameters[i].about));
        write_parameter_schema(page, definition, parameters[i].name, json);
        json_close_object(json);
    }
    for (size_t i = 0; i < definition->field_count; i++)
        if (site_filters_by(definition, &definition->fields[i]))
            write_filter(page, &definition->fields[i], json);
    json_close_array(json);
}
