/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SITE_API_QUERY_H
#define SITE_API_QUERY_H

/* What is asked of a collection of the API. The same as of the page of a register, in the API's own
 * words; nothing is guessed and nothing passed over. */

#include "site/opendata.h"

enum { SITE_API_ROWS = 25, SITE_API_MOST = 100 };

struct site_asking {
    struct register_query list;
    struct text kept; /* "jaar=2024&aantal=10": all of it but the place of the page */
};

/* A parameter of every collection. */
struct site_parameter {
    const char *name;
    const char *inner; /* what the page calls it; NULL: the API's own */
    bool (*serves)(const struct register_body *body, const struct register_definition *definition);
    const char *about; /* MESSAGE */
};

const struct site_parameter *site_parameters(size_t *count);

void site_asking_read(struct site_page *page, const struct register_definition *definition,
                      struct site_asking *asking, struct site_refusals *refusals);

/* A place as a parameter's value: "12" or "12.key". */
struct text site_place_write(struct arena *arena, struct register_place place);

/* "toon": what is current, what is past, all of it. */
const char *const *site_shows_named(void);

#endif
