/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "site/openapi.h"

#include "site/contact.h"

#define API_VERSION "1.0.0"

/* Answers that are the same everywhere: a status, its component, and what it means. */
static const struct {
    int status;
    const char *name;
    const char *what;
    bool problem;
} answers[] = {
    {304, "Ongewijzigd", MESSAGE("It is still as it was."), false},
    {400, "OngeldigeVraag", MESSAGE("A parameter is not understood; all of them are named."), true},
    {404, "NietGevonden", MESSAGE("It is not there, or no longer public."), true},
    {503, "NietBeschikbaar", MESSAGE("It does not work for a moment; try again."), true},
};
enum { ANSWERS = sizeof answers / sizeof *answers };

/* A path: its 200's schema, and what goes with it. */
struct path {
    struct text address;
    struct text operation; /* its id */
    struct text tag;
    struct text summary;
    struct text schema;                           /* empty: any object */
    const char *variable;                         /* in the address; may be NULL */
    const struct register_definition *collection; /* its parameters; NULL: none */
};

static void write_contact(struct site_page *page, struct json_writer *json)
{
    struct site_contact contact;
    site_contact_of(page->arena, page->body, page->language, &contact);
    json_write_key(json, "contact");
    json_open_object(json);
    site_json_text(json, "name", contact.name.size ? contact.name : page->body_name);
    site_json_text(json, "url", contact.website.size ? contact.website : site_home(page));
    if (contact.email.size)
        site_json_text(json, "email", contact.email);
    json_close_object(json);
}

static void write_info(struct site_page *page, struct json_writer *json)
{
    json_write_key(json, "info");
    json_open_object(json);
    site_json_text(json, "title",
                   message_fill(page->arena, site_words(page, MESSAGE("Registers of {body}")),
                                "body", page->body_name, NULL));
    site_json_text(json, "description",
                   site_words(page, MESSAGE("The public registers as open data: what is on the "
                                            "pages, for programs. Free of any right (CC0).")));
    site_json_string(json, "version", API_VERSION);
    write_contact(page, json);
    json_write_key(json, "license");
    json_open_object(json);
    site_json_string(json, "name", "CC0 1.0");
    site_json_string(json, "url", SITE_LICENCE);
    json_close_object(json);
    json_close_object(json);
}

static void write_servers(struct site_page *page, struct json_writer *json)
{
    static const struct {
        const char *prefix;
        const char *language;
    } servers[] = {{"", "Nederlands"}, {"/en", "English"}};
    json_write_key(json, "servers");
    json_open_array(json);
    for (size_t i = 0; i < sizeof servers / sizeof *servers; i++) {
        json_open_object(json);
        site_json_text(json, "url",
                       text_format(page->arena, "%.*s%s/api/v1", TEXT_FORMAT(site_home(page)),
                                   servers[i].prefix));
        site_json_string(json, "description", servers[i].language);
        json_close_object(json);
    }
    json_close_array(json);
}

static void write_tags(struct site_page *page, struct json_writer *json)
{
    const struct register_definitions *definitions = page->body->definitions;
    json_write_key(json, "tags");
    json_open_array(json);
    json_open_object(json);
    site_json_string(json, "name", "registers");
    site_json_text(json, "description", site_words(page, MESSAGE("Which registers there are.")));
    json_close_object(json);
    for (size_t i = 0; i < definitions->count; i++) {
        const struct register_definition *definition = &definitions->items[i];
        if (!site_resource_name(definition).size)
            continue;
        json_open_object(json);
        site_json_text(json, "name", site_resource_name(definition));
        site_json_text(json, "description", label_in(definition->lead, page->language));
        json_close_object(json);
    }
    json_close_array(json);
}

static void write_headers(bool paged, struct json_writer *json)
{
    json_write_key(json, "headers");
    json_open_object(json);
    site_json_reference(json, "API-Version", "headers", TEXT("API-Version"));
    site_json_reference(json, "ETag", "headers", TEXT("ETag"));
    if (paged)
        site_json_reference(json, "Link", "headers", TEXT("Link"));
    json_close_object(json);
}

static void write_content(const char *type, struct text schema, struct json_writer *json)
{
    json_write_key(json, "content");
    json_open_object(json);
    json_write_key(json, type);
    json_open_object(json);
    if (schema.size) {
        site_json_reference(json, "schema", "schemas", schema);
    } else {
        json_write_key(json, "schema");
        json_write_raw(json, TEXT("{\"type\":\"object\"}"));
    }
    json_close_object(json);
    json_close_object(json);
}

static void write_responses(const struct path *path, struct json_writer *json)
{
    json_write_key(json, "responses");
    json_open_object(json);
    json_write_key(json, "200");
    json_open_object(json);
    site_json_text(json, "description", path->summary);
    write_headers(path->collection != NULL, json);
    write_content("application/json", path->schema, json);
    json_close_object(json);
    for (size_t i = 0; i < ANSWERS; i++) {
        char status[16];
        snprintf(status, sizeof status, "%d", answers[i].status);
        site_json_reference(json, status, "responses", text_of(answers[i].name));
    }
    json_close_object(json);
}

static void write_path(struct site_page *page, const struct path *path, struct json_writer *json)
{
    json_write_key_text(json, path->address);
    json_open_object(json);
    json_write_key(json, "get");
    json_open_object(json);
    site_json_text(json, "operationId", path->operation);
    json_write_key(json, "tags");
    json_open_array(json);
    json_write_text(json, path->tag);
    json_close_array(json);
    site_json_text(json, "summary", path->summary);
    if (path->variable) {
        json_write_key(json, "parameters");
        json_open_array(json);
        json_open_object(json);
        site_json_string(json, "name", path->variable);
        site_json_string(json, "in", "path");
        json_write_key(json, "required");
        json_write_boolean(json, true);
        json_write_key(json, "schema");
        json_write_raw(json, TEXT("{\"type\":\"string\"}"));
        json_close_object(json);
        json_close_array(json);
    } else if (path->collection) {
        site_parameters_write(page, path->collection, json);
    }
    write_responses(path, json);
    json_close_object(json);
    json_close_object(json);
}

static void write_register_paths(struct site_page *page,
                                 const struct register_definition *definition,
                                 struct json_writer *json)
{
    struct arena *arena = page->arena;
    struct text name = site_resource_name(definition);
    struct text camel = site_camel(arena, name, true);
    write_path(page,
               &(struct path){
                   .address = text_format(arena, "/%.*s", TEXT_FORMAT(name)),
                   .operation = text_format(arena, "lijst%.*s", TEXT_FORMAT(camel)),
                   .tag = name,
                   .summary = label_in(definition->title, page->language),
                   .schema = site_schema_page(arena, definition),
                   .collection = definition,
               },
               json);
    write_path(page,
               &(struct path){
                   .address = text_format(arena, "/%.*s/{id}", TEXT_FORMAT(name)),
                   .operation = text_format(arena, "item%.*s", TEXT_FORMAT(camel)),
                   .tag = name,
                   .summary = site_upper(arena, label_in(definition->one, page->language)),
                   .schema = site_schema_item(arena, definition),
                   .variable = "id",
               },
               json);
}

static void write_paths(struct site_page *page, struct json_writer *json)
{
    const struct register_definitions *definitions = page->body->definitions;
    struct text registers = TEXT("registers");
    const struct path fixed[] = {
        {.address = TEXT("/openapi.json"),
         .operation = TEXT("openapi"),
         .tag = registers,
         .summary = site_words(page, MESSAGE("This document."))},
        {.address = TEXT("/registers"),
         .operation = TEXT("lijstRegisters"),
         .tag = registers,
         .summary = site_words(page, MESSAGE("Registers")),
         .schema = TEXT("Registers")},
        {.address = TEXT("/registers/{register}"),
         .operation = TEXT("itemRegister"),
         .tag = registers,
         .summary = site_words(page, MESSAGE("Register")),
         .schema = TEXT("Register"),
         .variable = "register"},
    };
    json_write_key(json, "paths");
    json_open_object(json);
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        write_path(page, &fixed[i], json);
    for (size_t i = 0; i < definitions->count; i++)
        if (site_resource_name(&definitions->items[i]).size)
            write_register_paths(page, &definitions->items[i], json);
    json_close_object(json);
}

static void write_header(const char *name, struct text about, struct json_writer *json)
{
    json_write_key(json, name);
    json_open_object(json);
    site_json_text(json, "description", about);
    json_write_key(json, "schema");
    json_write_raw(json, TEXT("{\"type\":\"string\"}"));
    json_close_object(json);
}

static void write_components(struct site_page *page, struct json_writer *json)
{
    json_write_key(json, "components");
    json_open_object(json);
    json_write_key(json, "headers");
    json_open_object(json);
    write_header("API-Version", site_words(page, MESSAGE("The whole version of the API.")), json);
    write_header("ETag",
                 site_words(page, MESSAGE("The version of what was answered, for If-None-Match.")),
                 json);
    write_header("Link", site_words(page, MESSAGE("The first, previous, next and last page.")),
                 json);
    json_close_object(json);
    json_write_key(json, "responses");
    json_open_object(json);
    for (size_t i = 0; i < ANSWERS; i++) {
        json_write_key(json, answers[i].name);
        json_open_object(json);
        site_json_text(json, "description", site_words(page, answers[i].what));
        if (answers[i].problem)
            write_content("application/problem+json", TEXT("Probleem"), json);
        else
            write_headers(false, json);
        json_close_object(json);
    }
    json_close_object(json);
    site_schemas_write(page, json);
    json_close_object(json);
}

struct error *site_api_definition(struct web_request *request, struct web_response *response)
{
    struct site_page page;
    struct json_writer json = {.buffer = &response->content};
    site_page_start(&page, request, response);
    if (site_refuse_parameters(&page))
        return NULL;
    response->type = TEXT("application/json");
    web_depends(response, TEXT("body"));
    json_open_object(&json);
    site_json_string(&json, "openapi", "3.1.0");
    write_info(&page, &json);
    write_servers(&page, &json);
    write_tags(&page, &json);
    write_paths(&page, &json);
    write_components(&page, &json);
    json_close_object(&json);
    return NULL;
}
