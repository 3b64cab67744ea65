/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_TARGET_H
#define WEB_TARGET_H

/* What is escaped in addresses, forms and cookies. Functions give false for what has no meaning:
 * broken escapes, NUL, bytes that are no UTF-8, more than is taken. */

#include "web/request.h"

enum {
    WEB_SEGMENT_LIMIT = 16, /* parts of a path */
    WEB_QUERY_LIMIT = 100,  /* parameters of a query */
    WEB_COOKIE_LIMIT = 50,
    WEB_FIELD_LIMIT = 1000, /* fields of a form */
};

/* Decodes %XX, and '+' as a space where PLUS says so. */
bool web_decode(struct arena *arena, struct text text, bool plus, struct text *decoded);

/* "a=1&b=2" */
bool web_decode_pairs(struct arena *arena, struct text text, size_t limit, struct web_pairs *pairs);

/* "a=1; b=2", values as they are. What is no cookie is passed over. */
void web_decode_cookies(struct arena *arena, struct text text, struct web_pairs *pairs);

struct web_path {
    struct text segments[WEB_SEGMENT_LIMIT]; /* decoded; "/" has none; "/a/" has "a" and "" */
    size_t count;
    enum language language;
    struct text text; /* decoded, without the language's prefix */
};

/* Decodes a path as sent. Refuses "." and ".." segments and control characters. */
bool web_decode_path(struct arena *arena, struct text raw, struct web_path *path);

#endif
