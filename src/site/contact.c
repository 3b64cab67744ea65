/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "site/contact.h"

void site_contact_of(struct arena *arena, const struct register_body *body, enum language language,
                     struct site_contact *contact)
{
    const struct register_organisation *organisation = body->organisation;
    *contact = (struct site_contact){
        .name = label_in(organisation->contact, language),
        .email = organisation->email,
        .telephone = organisation->telephone,
        .address = organisation->address,
        .website = organisation->website,
        .accessibility = organisation->accessibility,
        .privacy = organisation->privacy,
    };
    if (contact->email.size)
        contact->mailto = text_format(arena, "mailto:%.*s", TEXT_FORMAT(contact->email));
    contact->any = contact->name.size || contact->email.size || contact->telephone.size ||
                   contact->address.size || contact->website.size;
}
