/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_TRANSPORT_H
#define WEB_TRANSPORT_H

/* A connection's socket, plain or with TLS. Nothing here waits, but for web_transport_wait. */

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

struct ssl_st;
struct ssl_ctx_st;

struct web_transport {
    int socket;
    struct ssl_st *tls; /* NULL: plain */
};

enum { WEB_AGAIN = -1, WEB_BROKEN = -2 };

/* Bytes received; 0 at the end; WEB_AGAIN or WEB_BROKEN. */
ssize_t web_transport_receive(struct web_transport *transport, char *data, size_t size);

/* Bytes sent, of all PARTS together; WEB_AGAIN or WEB_BROKEN. */
ssize_t web_transport_send(struct web_transport *transport, const struct iovec *parts, int count);

/* For a plain connection: the same of what a file's content follows, and of SIZE bytes of a file
 * from OFFSET on. */
ssize_t web_transport_send_before(struct web_transport *transport, const struct iovec *parts,
                                  int count);
ssize_t web_transport_send_file(struct web_transport *transport, int file, size_t offset,
                                size_t size);

/* Waits until something can be done, until UNTIL (of clock_monotonic()). False: not in time. */
bool web_transport_wait(struct web_transport *transport, bool to_send, int64_t until);

/* Says that nothing more will be sent. */
void web_transport_finish(struct web_transport *transport);
void web_transport_close(struct web_transport *transport);

/* Reads PEM files. TLS 1.2 and later. */
struct error *web_tls_new(struct arena *arena, const char *certificate, const char *key,
                          struct ssl_ctx_st **tls);
void web_tls_free(struct ssl_ctx_st *tls);
struct ssl_st *web_tls_accept(struct ssl_ctx_st *tls, int socket);

#endif
