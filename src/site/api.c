/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* /api/v1: registers and their entries. Answers are HAL-like: _links beside what they are about,
 * items under _embedded; the pages of a collection are also named in the Link header (RFC 8288). */

#include "register/tally.h"
#include "site/api_query.h"

/* What is asked for. */
struct asked {
    const struct register_definition *definition;
    struct site_asking asking;
    struct text entry;
    struct json_writer json;
};

static void start(struct site_page *page, struct asked *asked, struct web_request *request,
                  struct web_response *response)
{
    site_page_start(page, request, response);
    *asked = (struct asked){.json = {.buffer = &response->content}};
    response->type = TEXT("application/json");
}

static struct error *find(const struct site_page *page, struct asked *asked, const char *parameter)
{
    asked->definition = site_resource(page->body, web_parameter(page->request, parameter));
    return asked->definition ? NULL
                             : error_new(page->arena, ERROR_NOT_FOUND, "there is no such register");
}

static struct text address(const struct site_page *page, struct text name)
{
    return text_format(page->arena, "%.*s%s/api/v1/%.*s", TEXT_FORMAT(site_origin(page)),
                       site_prefix(page), TEXT_FORMAT(name));
}

/* A page of the collection: NAME is na, voor, laatste, or NULL for the first. */
static struct text page_address(const struct site_page *page, const struct asked *asked,
                                const char *name, struct text value)
{
    struct text kept = asked->asking.kept;
    struct text base = address(page, site_resource_name(asked->definition));
    struct buffer buffer = {.arena = page->arena};
    buffer_add(&buffer, base);
    if (kept.size)
        buffer_add_format(&buffer, "?%.*s", TEXT_FORMAT(kept));
    if (name)
        buffer_add_format(&buffer, "%c%s=%.*s", kept.size ? '&' : '?', name,
                          TEXT_FORMAT(site_encode(page->arena, value)));
    return buffer_text(&buffer);
}

static void add_page(struct asked *asked, struct buffer *header, const char *relation,
                     struct text where)
{
    site_json_link(&asked->json, relation, where);
    buffer_add_format(header, "%s<%.*s>; rel=\"%s\"", header->size ? ", " : "", TEXT_FORMAT(where),
                      relation);
}

static void write_pages(struct site_page *page, struct asked *asked,
                        const struct register_page *list)
{
    const struct register_query *query = &asked->asking.list;
    struct buffer header = {.arena = page->arena};
    struct register_place place;
    json_write_key(&asked->json, "_links");
    json_open_object(&asked->json);
    site_json_link(&asked->json, "self",
                   text_format(page->arena, "%.*s%.*s", TEXT_FORMAT(site_origin(page)),
                               TEXT_FORMAT(page->request->target)));
    add_page(asked, &header, "first", page_address(page, asked, NULL, TEXT("")));
    if (list->more_before && list->count) {
        place = register_place_of(page->arena, query, &list->rows[0]);
        add_page(asked, &header, "prev",
                 page_address(page, asked, "voor", site_place_write(page->arena, place)));
    }
    if (list->more_after && list->count) {
        place = register_place_of(page->arena, query, &list->rows[list->count - 1]);
        add_page(asked, &header, "next",
                 page_address(page, asked, "na", site_place_write(page->arena, place)));
    }
    add_page(asked, &header, "last", page_address(page, asked, "laatste", TEXT("true")));
    json_close_object(&asked->json);
    web_add_header(page->response, "Link", buffer_text(&header));
}

static struct error *make_entries(struct site_page *page, void *context)
{
    struct asked *asked = context;
    struct json_writer *json = &asked->json;
    struct register_page list;
    TRY(register_page_read(page->session, page->arena, page->body, &asked->asking.list, &list));
    json_open_object(json);
    write_pages(page, asked, &list);
    json_write_key(json, "aantal");
    json_write_number(json, (int64_t)list.count);
    if (list.total >= 0) {
        json_write_key(json, "totaal");
        json_write_number(json, list.total);
    }
    json_write_key(json, "_embedded");
    json_open_object(json);
    json_write_key(json, "items");
    json_open_array(json);
    for (size_t i = 0; i < list.count; i++)
        TRY(site_entry_json(page, asked->definition, &list.rows[i], json));
    json_close_array(json);
    json_close_object(json);
    json_close_object(json);
    return NULL;
}

struct error *site_api_entries(struct web_request *request, struct web_response *response)
{
    struct site_page page;
    struct asked asked;
    struct site_refusals refusals = {.arena = request->arena};
    start(&page, &asked, request, response);
    TRY(find(&page, &asked, "register"));
    site_asking_read(&page, asked.definition, &asked.asking, &refusals);
    if (refusals.count) {
        site_refuse_open(&page, &refusals);
        return NULL;
    }
    site_open_start(&page, asked.definition);
    return site_read(&page, make_entries, &asked);
}

static struct error *make_entry(struct site_page *page, void *context)
{
    struct asked *asked = context;
    struct register_row row;
    bool found;
    TRY(register_public_read(page->session, page->arena,
                             register_projection_of(page->body, asked->definition), asked->entry,
                             &row, &found));
    if (!found)
        return error_new(page->arena, ERROR_NOT_FOUND, "there is no such entry");
    TRY(site_confirmed_of(page, asked->definition, row.holder, &row.confirmed));
    return site_entry_json(page, asked->definition, &row, &asked->json);
}

struct error *site_api_entry(struct web_request *request, struct web_response *response)
{
    struct site_page page;
    struct asked asked;
    start(&page, &asked, request, response);
    TRY(find(&page, &asked, "register"));
    asked.entry = web_parameter(request, "entry");
    if (site_refuse_parameters(&page))
        return NULL;
    site_open_start(&page, asked.definition);
    return site_read(&page, make_entry, &asked);
}

static void write_bases(const struct register_definition *definition, struct json_writer *json)
{
    json_write_key(json, "grondslagen");
    json_open_array(json);
    for (size_t i = 0; i < definition->basis_count; i++) {
        json_open_object(json);
        site_json_text(json, "bron", definition->basis[i].source);
        if (definition->basis[i].article.size)
            site_json_text(json, "artikel", definition->basis[i].article);
        json_close_object(json);
    }
    json_close_array(json);
}

static void write_register_links(struct site_page *page,
                                 const struct register_definition *definition,
                                 struct json_writer *json)
{
    static const struct {
        const char *relation;
        const char *extension;
    } forms[] = {{"pagina", ""}, {"csv", ".csv"}, {"json", ".json"}, {"atom", ".atom"}};
    struct text name = site_resource_name(definition);
    json_write_key(json, "_links");
    json_open_object(json);
    site_json_link(json, "self",
                   address(page, text_format(page->arena, "registers/%.*s", TEXT_FORMAT(name))));
    site_json_link(json, "items", address(page, name));
    for (size_t i = 0; definition->path.size && i < sizeof forms / sizeof *forms; i++)
        site_json_link(json, forms[i].relation,
                       text_format(page->arena, "%.*s%s/registers/%.*s%s",
                                   TEXT_FORMAT(site_origin(page)), site_prefix(page),
                                   TEXT_FORMAT(definition->path), forms[i].extension));
    json_close_object(json);
}

static struct error *write_register(struct site_page *page,
                                    const struct register_definition *definition,
                                    struct json_writer *json)
{
    struct map counts;
    TRY(register_tally_recall(page->session, page->arena, page->body, definition, &counts));
    json_open_object(json);
    site_json_text(json, "id", site_resource_name(definition));
    site_json_text(json, "titel", label_in(definition->title, page->language));
    site_json_text(json, "omschrijving", label_in(definition->lead, page->language));
    json_write_key(json, "aantal");
    json_write_number(json, register_tally_of(&counts, "entries"));
    json_write_key(json, "aantalActueel");
    json_write_number(json, register_tally_of(&counts, "current"));
    write_bases(definition, json);
    write_register_links(page, definition, json);
    json_close_object(json);
    return NULL;
}

static struct error *make_register(struct site_page *page, void *context)
{
    struct asked *asked = context;
    return write_register(page, asked->definition, &asked->json);
}

struct error *site_api_register(struct web_request *request, struct web_response *response)
{
    struct site_page page;
    struct asked asked;
    start(&page, &asked, request, response);
    TRY(find(&page, &asked, "register"));
    if (site_refuse_parameters(&page))
        return NULL;
    site_open_start(&page, asked.definition);
    return site_read(&page, make_register, &asked);
}

static struct error *make_registers(struct site_page *page, void *context)
{
    struct asked *asked = context;
    const struct register_definitions *definitions = page->body->definitions;
    struct json_writer *json = &asked->json;
    json_open_object(json);
    json_write_key(json, "_links");
    json_open_object(json);
    site_json_link(json, "self", address(page, TEXT("registers")));
    site_json_link(json, "service-desc", address(page, TEXT("openapi.json")));
    json_close_object(json);
    json_write_key(json, "_embedded");
    json_open_object(json);
    json_write_key(json, "items");
    json_open_array(json);
    for (size_t i = 0; i < definitions->count; i++)
        if (site_resource_name(&definitions->items[i]).size)
            TRY(write_register(page, &definitions->items[i], json));
    json_close_array(json);
    json_close_object(json);
    json_close_object(json);
    return NULL;
}

struct error *site_api_registers(struct web_request *request, struct web_response *response)
{
    struct site_page page;
    struct asked asked;
    start(&page, &asked, request, response);
    if (site_refuse_parameters(&page))
        return NULL;
    return site_read(&page, make_registers, &asked);
}
