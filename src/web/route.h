/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

/* Which handler a path belongs to. */

#include "web/server.h"
#include "web/target.h"

struct web_router;

/* Reads the table once; a pattern that has no meaning, or two that are the same, end the program.
 */
struct web_router *web_router_new(struct arena *arena, const struct web_route *routes,
                                  size_t count);

/* The route for METHOD (HEAD: GET's), with its parameters; NULL where there is none. *ALLOWED
 * becomes the set of methods (1 << method) that the path knows, 0 when the path itself is unknown.
 */
const struct web_route *web_route_find(const struct web_router *router, struct arena *arena,
                                       enum web_method method, const struct web_path *path,
                                       struct web_pairs *parameters, unsigned *allowed);

/* "GET, HEAD, OPTIONS" */
struct text web_allow(struct arena *arena, unsigned allowed);

#endif
