/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_OPENID_FETCH_H
#define PEOPLE_OPENID_FETCH_H

/* One request to a provider, by libcurl: TLS with its certificate checked, or this computer itself;
 * no redirect is followed, no cookie kept, no more read than was asked for, and no longer waited.
 * For worker threads only. */

#include "base/error.h"
#include "base/text.h"

#include <stdint.h>

struct people_openid_request {
    const char *what;    /* "the provider's keys", for messages */
    struct text address; /* address_is_guarded */
    struct text form;    /* to be posted; empty: GET */
    char *authorization; /* the whole header, may be NULL; read while this runs alone */
    size_t limit;        /* bytes of the answer at most */
    int64_t deadline;    /* of clock_monotonic() */
};

struct people_openid_response {
    long status;
    struct text content;
    int64_t lasts; /* seconds that it may be kept, as it says itself; -1: it does not say */
};

/* ERROR_UNAVAILABLE when there is no answer that can be read, whatever the reason. */
struct error *people_openid_fetch(struct arena *arena, const struct people_openid_request *request,
                                  struct people_openid_response *response);

#endif
