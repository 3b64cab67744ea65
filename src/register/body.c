/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/body.h"

struct date register_today(const struct register_body *body)
{
    return zone_date(body->zone, clock_now(), NULL);
}

const struct register_projection *
register_projection_of(const struct register_body *body,
                       const struct register_definition *definition)
{
    return body->projections[definition - body->definitions->items];
}
