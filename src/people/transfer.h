/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_TRANSFER_H
#define PEOPLE_TRANSFER_H

/* What every transfer by libcurl here has in common. */

#include <curl/curl.h>

/* A handle without signals, that speaks TLS 1.2 or newer and believes the authorities of the
 * system, or those in the file that SSL_CERT_FILE names. NULL when there is no memory. */
CURL *people_transfer_new(void);

#endif
