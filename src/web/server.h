/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

/* An HTTP/1.1 server: routes to handlers. Handlers run on a pool of worker threads and may wait
 * (for the database, for a write); event threads never do. */

#include "web/response.h"

enum web_flag {
    WEB_PUBLIC = 1, /* the same for everybody: no cookies are shown, and the page may be kept */
    WEB_OPEN = 2,   /* open data: any site's scripts may read it (CORS) */
    WEB_API = 4,    /* answers carry API-Version */
    WEB_UPLOAD = 8, /* the handler reads the content itself: web_read, web_read_form */
};

typedef struct error *web_handler(struct web_request *request, struct web_response *response);

/* The handler of "/assets/" and all below it, with WEB_PUBLIC: style, fonts and icon. */
struct error *web_show_asset(struct web_request *request, struct web_response *response);

/* PATTERN: "/registers", "/personen/:id" (one segment), "/registers/:path.csv" (one segment with
 * that end), "/assets/" followed by '*' and a name (all that follows). The most literal pattern
 * wins. A path may start with "/en": that is taken off first and becomes the request's language. */
struct web_route {
    enum web_method method; /* WEB_GET answers HEAD too; OPTIONS and 405 come from the table */
    const char *pattern;
    web_handler *handler;
    unsigned flags;
    size_t content_limit; /* bytes that may be sent; 0 is the server's own */
};

struct web_options {
    const char *listen; /* "127.0.0.1:8080", "[::1]:8080", ":8080", "unix:/run/waarborg.sock" */
    const char *certificate; /* PEM files for TLS; NULL: plain HTTP */
    const char *key;
    bool behind_proxy; /* believe X-Forwarded-Proto */

    const struct web_route *routes;
    size_t route_count;
    void *context; /* given to handlers and callbacks */

    /* The public body that HOST (lower case, without port; may be empty) belongs to, or NULL for
     * 421. Called on event threads: must not wait. NULL: every host is welcome. */
    void *(*resolve)(void *context, struct text host);

    /* Makes the page of an error (400 and up) on a worker thread. ERROR may be NULL; its message is
     * English and for the log, except ERROR_INPUT's, which says what the sender did wrong.
     * NULL: one line of plain text. */
    void (*error_page)(struct web_request *request, struct web_response *response, int status,
                       const struct error *error);

    /* The present revision of SCOPE within BODY. Called on event threads for every kept page that
     * is asked for: must be quick. NULL: pages are kept only where immutable. */
    uint64_t (*revision)(void *context, void *body, struct text scope);

    const char *api_version; /* "1.0.0" */

    /* 0 is the default of each. */
    unsigned event_threads;    /* one per processor it may use, at most 8 */
    unsigned worker_threads;   /* at most: 128 */
    unsigned queue_limit;      /* requests that wait for a worker: 1,024 */
    unsigned connection_limit; /* 4,096, and less where descriptors are few */
    size_t cache_limit;        /* bytes of kept pages: 16 MiB */
    size_t content_limit;      /* bytes of a request's content: 16 MiB */
    unsigned head_seconds;     /* from a request's first byte to the end of its headers: 10 */
    unsigned idle_seconds;     /* between requests of one connection: 30 */
    unsigned request_seconds;  /* until there is an answer, else 503: 30 */
    unsigned long_limit;       /* uploads over 64 KiB and streams, at once: half the workers */
};

struct web_server;

/* Listens and serves from here on, on threads of its own, which block all signals. ROUTES and
 * strings must outlive the server. Errors: wrong address, address in use, unreadable certificate.
 */
struct error *web_server_start(struct arena *arena, const struct web_options *options,
                               struct web_server **server);

/* Takes no new connection, lets requests under way end for at most SECONDS, then cuts them off, and
 * gives everything back. True when nothing had to be cut off. */
bool web_server_stop(struct web_server *server, unsigned seconds);

/* The port it listens on (where 0 was asked for), or 0 for a unix socket. */
unsigned web_server_port(const struct web_server *server);

/* Forgets all kept pages: for when content was erased. */
void web_server_forget(struct web_server *server);

#endif
