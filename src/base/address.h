/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

/* Addresses of the web, as text. */

#include "base/text.h"

/* Adds TEXT with everything percent-encoded but letters, digits, '-', '.', '_' and '~' (RFC 3986,
 * unreserved): fit for a segment of a path, and for a name or value of a query or form. */
void address_encode(struct buffer *buffer, struct text text);

/* Whether nobody on the way can read or change what is exchanged with ADDRESS: https://HOST, or
 * http://HOST where that is this computer itself; then a port, path and query, if any. No name or
 * password, no fragment, and visible ASCII alone. */
bool address_is_guarded(struct text address);

/* The same, but only where it is this computer itself. */
bool address_is_here(struct text address);

#endif
