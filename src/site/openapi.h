/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SITE_OPENAPI_H
#define SITE_OPENAPI_H

/* /api/v1/openapi.json: the API in its own words, made from the same definitions and tables as its
 * answers. openapi.c writes the document and its paths, openapi_schema.c the schemas. */

#include "site/api_query.h"

/* "KEY": {"$ref": "#/components/KIND/NAME"} */
void site_json_reference(struct json_writer *json, const char *key, const char *kind,
                         struct text name);

/* The names of a register's schemas: of a page of the collection, and of an item. */
struct text site_schema_page(struct arena *arena, const struct register_definition *definition);
struct text site_schema_item(struct arena *arena, const struct register_definition *definition);

/* "schemas": {...} */
void site_schemas_write(struct site_page *page, struct json_writer *json);

/* "parameters": [...] of a collection. */
void site_parameters_write(struct site_page *page, const struct register_definition *definition,
                           struct json_writer *json);

#endif
