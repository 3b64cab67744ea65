/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_WEB_EXAMPLE_H
#define TESTS_WEB_EXAMPLE_H

/* An application without a database, that shows everything the HTTP interface can do. The tests
 * talk to it, and so do the measurements. */

#include "web/server.h"

#include <stdatomic.h>

struct example {
    atomic_ullong revision; /* of scope "page" */
    atomic_uint rendered;   /* how often the page was made */
    atomic_int slow;        /* handlers of /slow that run now */
    atomic_ullong written;  /* bytes of streams */
    size_t page_size;       /* of /page, in bytes */
};

/* Options with the routes filled in; change what the test is about. */
struct web_options example_options(struct example *example, const char *listen);

#endif
