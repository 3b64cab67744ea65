/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SITE_SITE_H
#define SITE_SITE_H

/* The public site: what everybody may see of a body's registers, as pages. Definitions decide which
 * registers there are and what is shown of them. */

#include "register/body.h"
#include "web/server.h"

/* The context of every request: web_options.context. */
struct site {
    const struct register_bodies *bodies;
    struct store *store;
};

/* The addresses of the site and what answers them. */
const struct web_route *site_routes(size_t *count);

/* Whether the site answers PATTERN, as it stands in the table: pages link only to what is there. */
bool site_offers(const char *pattern);

/* For web_options: which body a host name belongs to, how often a scope changed, and the page of an
 * error. */
void *site_resolve(void *context, struct text host);
uint64_t site_revision(void *context, void *body, struct text scope);
void site_error_page(struct web_request *request, struct web_response *response, int status,
                     const struct error *error);

#endif
