/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_LISTEN_H
#define WEB_LISTEN_H

#include "base/error.h"

/* Listens at ADDRESS: "127.0.0.1:8080", "[::1]:8080", ":8080" (everywhere), "unix:/path". */
struct error *web_listen(struct arena *arena, const char *address, int *fd, unsigned *port,
                         const char **path);

#endif
