/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SITE_OPENDATA_H
#define SITE_OPENDATA_H

/* What downloads, feed, API and catalogue have in common: which registers are open data and what
 * they are called there, entries as JSON, and the addresses of it all. */

#include "base/json.h"
#include "site/view.h"

/* Open data is free of any right: Creative Commons Zero. */
#define SITE_LICENCE "https://creativecommons.org/publicdomain/zero/1.0/"

/* What a register is called in the API: its path, and for those without a page a name of their own
 * ("personen", "verklaringen"). Empty: it is not in the API. */
struct text site_resource_name(const struct register_definition *definition);
const struct register_definition *site_resource(const struct register_body *body, struct text name);

/* "ex_officio" as "exOfficio", and "gift_kinds" as "GiftKinds" where UPPER. */
struct text site_camel(struct arena *arena, struct text id, bool upper);

/* "https://host", as the sender of the request said it: where what is answered leads to. */
struct text site_origin(const struct site_page *page);

/* "https://host", of the first name of the body: where it can always be found. */
struct text site_home(const struct site_page *page);

/* "" or "/en". */
const char *site_prefix(const struct site_page *page);

/* "tag:host,2026:gifts/abc": the same for ever, whatever the address (RFC 4151). */
struct text site_tag(const struct site_page *page, struct text what);

/* A person, where everybody may know who it is; *KNOWN is false where not. */
struct site_known {
    bool known;
    struct text name;
    struct text office; /* an id; may be empty */
};
struct error *site_holder_known(struct site_page *page,
                                const struct register_definition *definition,
                                const struct register_row *row, struct site_known *known);

/* Adds an entry as an object, in the page's language. The schema of openapi_schema.c says what is
 * in it. */
struct error *site_entry_json(struct site_page *page, const struct register_definition *definition,
                              const struct register_row *row, struct json_writer *json);

/* Members of an object. */
void site_json_text(struct json_writer *json, const char *key, struct text text);
void site_json_string(struct json_writer *json, const char *key, const char *string);
/* "KEY": {"href": ADDRESS} */
void site_json_link(struct json_writer *json, const char *key, struct text address);

/* The register that an address like /registers/PATH.csv names, and what is asked of it: everything,
 * whatever the page that the address was made on. */
struct error *site_download_query(struct site_page *page,
                                  const struct register_definition **definition,
                                  struct site_query *query, struct site_refusals *refusals);

/* Refuses with problem+json (RFC 9457) that names every parameter that was wrong. */
void site_refuse_open(struct site_page *page, const struct site_refusals *refusals);

/* The same for an address that takes no parameters: true when there was one. */
bool site_refuse_parameters(struct site_page *page);

/* Whether what the reader has is still as it is: then the answer is 304. What is streamed has no
 * ETag of its content, so it gets one of the revisions it is made from. */
bool site_unchanged(struct site_page *page, const struct register_definition *definition);

/* Begins an answer of open data about a register: its page, what it depends on. */
void site_open_start(struct site_page *page, const struct register_definition *definition);

web_handler site_give_csv;
web_handler site_give_json;
web_handler site_give_feed;
web_handler site_give_catalogue;
web_handler site_api_registers;
web_handler site_api_register;
web_handler site_api_entries;
web_handler site_api_entry;
web_handler site_api_definition;

#endif
