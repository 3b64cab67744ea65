/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_RESPONSE_H
#define WEB_RESPONSE_H

/* What somebody gets. A handler fills it; date, length, ETag, compression, caching and the security
 * headers are added by the server. It starts as 200, text/html, with no content. */

#include "web/request.h"

/* Writes a long answer piece by piece, on a worker thread, after the handler returned NULL. What it
 * returns ends the answer: an error cuts the connection, so that nobody takes half for whole. */
struct web_stream;
typedef struct error *web_stream_writer(void *context, struct web_stream *stream);

struct web_response {
    struct web_request *request;
    int status;
    struct text type;          /* "text/html; charset=utf-8" */
    struct buffer content;     /* write here; it lives in the request's arena */
    struct text fixed;         /* or: bytes that outlive the server, sent instead of the content */
    struct text fixed_gzip;    /* the same by gzip, where it is there already */
    web_stream_writer *stream; /* or: writes the content later */
    void *stream_context;
    bool immutable; /* what this address gives never changes: kept by browsers for a year */
    struct web_pairs headers;
    size_t header_capacity;
    struct text scopes[4]; /* what it was made from, see web_depends */
    uint64_t revisions[4];
    size_t scope_count;  /* more than four: not kept */
    int64_t valid_until; /* of clock_now(); 0: as long as nothing it depends on changes */
};

/* Adds a header. NAME and VALUE are the program's own words or checked ones: line breaks or control
 * characters in them end the program. Both must live as long as the request's arena. */
void web_add_header(struct web_response *response, const char *name, struct text value);

/* Sets a cookie for the whole site: HttpOnly, SameSite=Lax, Secure where the request was. SECONDS 0
 * lasts as long as the browser runs, -1 removes it. NAME and VALUE: letters, digits, '-', '_', '.'.
 */
void web_set_cookie(struct web_response *response, const char *name, struct text value,
                    int64_t seconds);

/* 303 See other; LOCATION is a path of this site ("/mijn?klaar"), percent-encoded. */
void web_redirect(struct web_response *response, struct text location);

/* Offers the answer as a file to keep: Content-Disposition with NAME in both spellings. */
void web_offer_file(struct web_response *response, struct text name);

/* For routes with WEB_PUBLIC, before anything is read: the page will be made from SCOPE (such as
 * "register/gifts", within the request's body). The page is kept, and served as long as the
 * application's revision callback gives the number that it gives now. A page that names no scope
 * and is not immutable is not kept. */
void web_depends(struct web_response *response, struct text scope);

/* The page must be made anew from MOMENT (of clock_now()) on; the earliest of several counts. */
void web_valid_until(struct web_response *response, int64_t moment);

/* Sends a piece of a streamed answer; waits while the client is slow, within bounds. */
struct error *web_stream_write(struct web_stream *stream, struct text piece);

#endif
