/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "site/opendata.h"

#include <string.h>

static const struct web_route routes[] = {
    {WEB_GET, "/", site_show_front, WEB_PUBLIC, 0},
    {WEB_GET, "/registers", site_show_registers, WEB_PUBLIC, 0},
    {WEB_GET, "/registers/:path", site_show_register, WEB_PUBLIC, 0},
    {WEB_GET, "/registers/:path.csv", site_give_csv, WEB_PUBLIC | WEB_OPEN, 0},
    {WEB_GET, "/registers/:path.json", site_give_json, WEB_PUBLIC | WEB_OPEN, 0},
    {WEB_GET, "/registers/:path.atom", site_give_feed, WEB_PUBLIC | WEB_OPEN, 0},
    {WEB_GET, "/registers/:path/:entry", site_show_entry, WEB_PUBLIC, 0},
    {WEB_GET, "/personen/:id", site_show_person, WEB_PUBLIC, 0},
    {WEB_GET, "/wijzigingen", site_show_changes, WEB_PUBLIC, 0},
    {WEB_GET, "/over", site_show_about, WEB_PUBLIC, 0},
    {WEB_GET, "/toegankelijkheid", site_show_accessibility, WEB_PUBLIC, 0},
    {WEB_GET, "/catalogus.ttl", site_give_catalogue, WEB_PUBLIC | WEB_OPEN, 0},
    {WEB_GET, "/api/v1/openapi.json", site_api_definition, WEB_PUBLIC | WEB_OPEN | WEB_API, 0},
    {WEB_GET, "/api/v1/registers", site_api_registers, WEB_PUBLIC | WEB_OPEN | WEB_API, 0},
    {WEB_GET, "/api/v1/registers/:register", site_api_register, WEB_PUBLIC | WEB_OPEN | WEB_API, 0},
    {WEB_GET, "/api/v1/:register", site_api_entries, WEB_PUBLIC | WEB_OPEN | WEB_API, 0},
    {WEB_GET, "/api/v1/:register/:entry", site_api_entry, WEB_PUBLIC | WEB_OPEN | WEB_API, 0},
    {WEB_GET, "/assets/*name", site_show_asset, WEB_PUBLIC, 0},
    {WEB_GET, "/.well-known/security.txt", site_show_security, WEB_PUBLIC, 0},
};

const struct web_route *site_routes(size_t *count)
{
    *count = sizeof routes / sizeof *routes;
    return routes;
}

bool site_offers(const char *pattern)
{
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++)
        if (strcmp(routes[i].pattern, pattern) == 0)
            return true;
    return false;
}

void *site_resolve(void *context, struct text host)
{
    const struct site *site = context;
    return (void *)register_body_of_host(site->bodies, host);
}

uint64_t site_revision(void *context, void *body, struct text scope)
{
    const struct site *site = context;
    return store_revision(site->store, ((const struct register_body *)body)->id, scope);
}
