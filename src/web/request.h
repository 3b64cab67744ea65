/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

/* What somebody asks. All text in it is UTF-8 without NUL, bounded, and lives as long as the
 * request's arena. */

#include "base/error.h"
#include "base/language.h"
#include "base/text.h"

enum web_method {
    WEB_GET,
    WEB_HEAD,
    WEB_POST,
    WEB_PUT,
    WEB_PATCH,
    WEB_DELETE,
    WEB_OPTIONS,
    WEB_METHOD_COUNT,
};

struct web_pair {
    struct text name;
    struct text value;
};

struct web_pairs {
    struct web_pair *items;
    size_t count;
};

/* A file that came with a form. */
struct web_file {
    struct text field;   /* the name of the form's field */
    struct text name;    /* what the browser calls the file, without folders; may be empty */
    struct text type;    /* what the browser says it is: believe nothing */
    struct text content; /* bytes, not checked in any way */
};

struct web_route;

struct web_request {
    struct arena *arena;
    void *context; /* the application's, from struct web_options */
    void *body;    /* the public body that the host name belongs to */
    const struct web_route *route;
    enum web_method method; /* HEAD is shown to handlers as GET */
    enum language language;
    bool secure;              /* came over TLS, here or at the reverse proxy */
    struct text host;         /* lower case, without port */
    struct text authority;    /* as the client says it: host and port */
    struct text target;       /* path and query as sent */
    struct text path;         /* decoded, without the prefix of the language */
    struct text query_string; /* as sent, without '?' */
    struct web_pairs parameters;
    struct web_pairs query;
    struct web_pairs form;    /* fields of an urlencoded or multipart form */
    struct web_pairs cookies; /* always empty on routes with WEB_PUBLIC */
    struct web_pairs headers;
    struct web_file *files;
    size_t file_count;
    struct text content_type; /* lower case, without parameters */
    struct text content;      /* what was sent, where it is no form and the route no WEB_UPLOAD */
    int64_t deadline;         /* of clock_monotonic(): pass it on to whatever waits */
};

/* The value of the first pair of that name; empty when there is none. */
struct text web_value(struct web_pairs pairs, const char *name);
bool web_has(struct web_pairs pairs, const char *name);

struct text web_parameter(const struct web_request *request, const char *name); /* of the route */
struct text web_query(const struct web_request *request, const char *name);
struct text web_field(const struct web_request *request, const char *name); /* of the form */
struct text web_cookie(const struct web_request *request, const char *name);
struct text web_header(const struct web_request *request, const char *name); /* in any case */

/* The first file of that field, or NULL; an empty file input gives NULL too. */
const struct web_file *web_file(const struct web_request *request, const char *field);

/* For routes with WEB_UPLOAD, whose content is not read before the handler runs. Reads up to SIZE
 * bytes of the content into DATA; *GOT becomes 0 at its end. Waits for the client, within bounds.
 */
struct error *web_read(struct web_request *request, char *data, size_t size, size_t *got);

/* For routes with WEB_UPLOAD: reads a form. Fields land in request->form; each file goes to SINK
 * piece by piece as it comes, with END true at the last (maybe empty) piece; nothing of it is kept.
 * With SINK NULL files land in request->files. */
typedef struct error *web_file_sink(void *context, const struct web_file *file, struct text piece,
                                    bool end);
struct error *web_read_form(struct web_request *request, web_file_sink *sink, void *context);

#endif
