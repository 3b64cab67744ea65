/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_HEAD_H
#define WEB_HEAD_H

/* A request's head, read strictly (RFC 9110 and 9112, without what they let servers forgive). */

#include "web/request.h"

enum {
    WEB_LINE_LIMIT = 8 * 1024,  /* the request line */
    WEB_HEAD_LIMIT = 32 * 1024, /* all of the head */
    WEB_HEADER_LIMIT = 100,     /* headers */
    WEB_HOST_LIMIT = 255,
};

/* Looks for the end of a head, byte by byte as they come. Starts zeroed. */
struct web_scan {
    size_t at;    /* all before it was seen */
    size_t start; /* where the request line starts, after empty lines */
    size_t line;  /* bytes in the present line */
    size_t first; /* end of the request line, once seen */
    char previous;
};

/* 0: more bytes are needed; 1: the head ends at SCAN->at; else the status that refuses it. */
int web_scan(struct web_scan *scan, const char *data, size_t size);

struct web_head {
    enum web_method method;
    struct text method_name;
    struct text target; /* from the path on */
    struct text path;   /* as sent, starts with '/' */
    struct text query;  /* as sent, without '?' */
    struct text authority;
    struct text host; /* a slice of host_data */
    int minor;        /* of HTTP/1.x */
    bool known_method;
    bool keep_alive;
    bool chunked;
    bool has_length;
    int64_t length; /* of the content, 0 without */
    bool expects;   /* a 100 Continue */
    bool gzip;      /* is accepted */
    struct text none_match;
    struct web_pair headers[WEB_HEADER_LIMIT];
    size_t header_count;
    char host_data[WEB_HOST_LIMIT + 1];
};

/* Reads a whole head, as web_scan found it (from scan.start to scan.at). 0, or the status that
 * refuses it. All texts are slices of DATA. */
int web_head_read(struct web_head *head, const char *data, size_t size);

/* Whether the request line alone (without its line break) may be one: 0 or a status. */
int web_line_check(const char *data, size_t size);

/* The first header of that name (in any case); empty when there is none. */
struct text web_head_find(const struct web_head *head, const char *name);

/* Whether ETAG stands in an If-None-Match. */
bool web_matches(struct text none_match, struct text etag);

bool web_same_name(struct text one, const char *other); /* in any case, ASCII */
bool web_is_token(struct text text);

extern const char *const web_method_names[WEB_METHOD_COUNT];

#endif
