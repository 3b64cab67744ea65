/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SITE_CONTACT_H
#define SITE_CONTACT_H

/* Where people can turn, from the organisation file. Each part may be empty. */

#include "register/body.h"

struct site_contact {
    struct text name; /* of the desk */
    struct text email;
    struct text telephone;
    struct text address;
    struct text website;
    struct text accessibility; /* address of the body's own statement */
    struct text privacy;
    struct text mailto; /* the same as email, as an address */
    bool any;           /* there is something to show */
};

void site_contact_of(struct arena *arena, const struct register_body *body, enum language language,
                     struct site_contact *contact);

#endif
