/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "site/opendata.h"

#include <string.h>

/* Registers without a page of their own. */
static const struct {
    const char *id;
    const char *name;
} named[] = {
    {"people", "personen"},
    {"statements", "verklaringen"},
};

struct text site_resource_name(const struct register_definition *definition)
{
    if (!definition->published)
        return TEXT("");
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (text_is(definition->id, named[i].id))
            return text_of(named[i].name);
    return definition->path;
}

const struct register_definition *site_resource(const struct register_body *body, struct text name)
{
    for (size_t i = 0; name.size && i < body->definitions->count; i++)
        if (text_equal(site_resource_name(&body->definitions->items[i]), name))
            return &body->definitions->items[i];
    return NULL;
}

struct text site_camel(struct arena *arena, struct text id, bool upper)
{
    struct buffer buffer = {.arena = arena};
    for (size_t i = 0; i < id.size; i++) {
        char byte = id.data[i];
        if (byte == '_' || byte == '-' || byte == '.') {
            upper = true;
            continue;
        }
        buffer_add_byte(&buffer, upper && byte >= 'a' && byte <= 'z' ? (char)(byte - 32) : byte);
        upper = false;
    }
    return buffer_text(&buffer);
}

struct text site_origin(const struct site_page *page)
{
    return text_format(page->arena, "%s://%.*s", page->request->secure ? "https" : "http",
                       TEXT_FORMAT(page->request->authority));
}

struct text site_home(const struct site_page *page)
{
    const struct register_organisation *organisation = page->body->organisation;
    if (!organisation->host_count)
        return site_origin(page);
    return text_format(page->arena, "https://%.*s", TEXT_FORMAT(organisation->hosts[0]));
}

const char *site_prefix(const struct site_page *page)
{
    return page->language == LANGUAGE_ENGLISH ? "/en" : "";
}

struct text site_tag(const struct site_page *page, struct text what)
{
    const struct register_organisation *organisation = page->body->organisation;
    struct text host = organisation->host_count ? organisation->hosts[0] : page->request->host;
    return text_format(page->arena, "tag:%.*s,2026:%.*s", TEXT_FORMAT(host), TEXT_FORMAT(what));
}

struct error *site_holder_known(struct site_page *page,
                                const struct register_definition *definition,
                                const struct register_row *row, struct site_known *known)
{
    *known = (struct site_known){0};
    if (!site_shows(definition->holder) || !row->holder.size)
        return NULL;
    TRY(site_person_name(page, row->holder, &known->name));
    known->known = known->name.size > 0;
    if (known->known)
        known->office = row->holder_office;
    return NULL;
}

bool site_unchanged(struct site_page *page, const struct register_definition *definition)
{
    struct web_request *request = page->request;
    struct site *site = request->context;
    struct buffer tag = {.arena = page->arena};
    buffer_add_format(
        &tag, "W/\"%.*s-%llx-%llx-%llx-", TEXT_FORMAT(text_slice(definition->hash, 0, 12)),
        (unsigned long long)site_revision(site, request->body,
                                          site_scope(page->arena, "register", definition->id)),
        (unsigned long long)site_revision(site, request->body, TEXT("register/people")),
        (unsigned long long)site_revision(site, request->body, TEXT("register/statements")));
    date_add(&tag, page->today);
    buffer_add_format(&tag, "-%s\"", language_id(page->language));
    struct text etag = buffer_text(&tag);
    struct text held = web_header(request, "if-none-match");
    web_add_header(page->response, "ETag", etag);
    if (text_find(held, 0, etag) == held.size)
        return false;
    page->response->status = 304;
    return true;
}

void site_open_start(struct site_page *page, const struct register_definition *definition)
{
    web_depends(page->response, site_scope(page->arena, "register", definition->id));
    web_depends(page->response, TEXT("register/people"));
    web_depends(page->response, TEXT("register/statements"));
    site_until_midnight(page);
}

struct error *site_download_query(struct site_page *page,
                                  const struct register_definition **definition,
                                  struct site_query *query, struct site_refusals *refusals)
{
    struct web_request *request = page->request;
    *definition = register_find_path(page->body->definitions, web_parameter(request, "path"));
    if (!*definition || !site_is_public(*definition))
        return error_new(page->arena, ERROR_NOT_FOUND, "there is no such register");
    site_query_read(page->arena, page->body, *definition, request->query, query, refusals);
    site_query_rewind(query);
    return NULL;
}

void site_json_text(struct json_writer *json, const char *key, struct text text)
{
    json_write_key(json, key);
    json_write_text(json, text);
}

void site_json_string(struct json_writer *json, const char *key, const char *string)
{
    site_json_text(json, key, text_of(string));
}

void site_json_link(struct json_writer *json, const char *key, struct text address)
{
    json_write_key(json, key);
    json_open_object(json);
    site_json_text(json, "href", address);
    json_close_object(json);
}

void site_refuse_open(struct site_page *page, const struct site_refusals *refusals)
{
    struct web_response *response = page->response;
    struct json_writer json = {.buffer = &response->content};
    response->status = 400;
    response->type = TEXT("application/problem+json");
    json_open_object(&json);
    json_write_key(&json, "status");
    json_write_number(&json, 400);
    site_json_text(&json, "title", site_words(page, MESSAGE("This address cannot be answered")));
    site_json_text(
        &json, "detail",
        site_words(page, MESSAGE("Something behind the ? in the address is not understood.")));
    json_write_key(&json, "errors");
    json_open_array(&json);
    for (size_t i = 0; i < refusals->count; i++) {
        const struct site_refusal *refusal = &refusals->items[i];
        json_open_object(&json);
        site_json_string(&json, "in", "query");
        json_write_key(&json, "location");
        json_open_object(&json);
        site_json_text(&json, "name", refusal->parameter);
        json_close_object(&json);
        site_json_string(&json, "code", "parameter");
        site_json_text(&json, "detail",
                       message_fill(page->arena, site_words(page, MESSAGE("expected: {what}")),
                                    "what", label_in(refusal->expected, page->language), NULL));
        json_close_object(&json);
    }
    json_close_array(&json);
    json_close_object(&json);
}

bool site_refuse_parameters(struct site_page *page)
{
    struct site_refusals refusals = {.arena = page->arena};
    struct web_pairs pairs = page->request->query;
    for (size_t i = 0; i < pairs.count; i++)
        site_refuse_parameter(&refusals, pairs.items[i].name, pairs.items[i].value,
                              (struct label){TEXT("niets: hier zijn geen parameters"),
                                             TEXT("nothing: there are no parameters here")});
    if (refusals.count)
        site_refuse_open(page, &refusals);
    return refusals.count > 0;
}
