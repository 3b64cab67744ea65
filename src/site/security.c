/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* /.well-known/security.txt (RFC 9116): where to tell of a weak spot. */

#include "site/view.h"

/* How long the file is good, in months; RFC 9116 advises less than a year. */
enum { GOOD_MONTHS = 6 };

struct error *site_show_security(struct web_request *request, struct web_response *response)
{
    struct site_page page;
    site_page_start(&page, request, response);
    const struct register_organisation *organisation = page.body->organisation;
    struct text contact = organisation->security;
    if (!contact.size && organisation->email.size)
        contact = text_format(page.arena, "mailto:%.*s", TEXT_FORMAT(organisation->email));
    if (!contact.size)
        return error_new(page.arena, ERROR_NOT_FOUND, "the organisation names no contact");
    /* The first day of a month, so that the file stays the same for a while. */
    struct date from = {page.today.year, page.today.month, 1};
    struct date expires = date_add_months(from, GOOD_MONTHS);
    response->type = TEXT("text/plain; charset=utf-8");
    web_depends(response, TEXT("body"));
    site_until_midnight(&page);
    buffer_add_format(&response->content, "Contact: %.*s\nExpires: ", TEXT_FORMAT(contact));
    date_add(&response->content, expires);
    buffer_add_string(&response->content, "T00:00:00Z\nPreferred-Languages: nl, en\n");
    if (organisation->host_count)
        buffer_add_format(&response->content, "Canonical: https://%.*s/.well-known/security.txt\n",
                          TEXT_FORMAT(organisation->hosts[0]));
    return NULL;
}
