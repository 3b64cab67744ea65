/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_CACHE_H
#define WEB_CACHE_H

/* Answers kept whole, bounded in bytes: what was asked for least recently goes first. */

#include "web/response.h"

#include <stdatomic.h>

struct web_page {
    atomic_uint references;
    size_t size; /* bytes it takes altogether */
    uint64_t hash;
    struct text key;
    struct text head; /* status line and headers, without Date, Connection and the empty line */
    struct text same; /* the same for 304 */
    struct text content;
    struct text etag;
    struct text scopes[4];
    uint64_t revisions[4];
    size_t scope_count;
    int64_t valid_until;
    atomic_uint sent;      /* how often, as far as it matters */
    atomic_int file;       /* its content in a file of memory, or -1 */
    struct web_page *next; /* in its bucket */
    struct web_page *newer;
    struct web_page *older;
};

struct web_cache;

struct web_cache *web_cache_new(size_t limit);
void web_cache_free(struct web_cache *cache);

/* The page of that key, or NULL; give it back with web_page_release. */
struct web_page *web_cache_find(struct web_cache *cache, struct text key);

/* Makes a page, with a copy of everything in MODEL, and one reference. */
struct web_page *web_page_new(const struct web_page *model);
void web_page_release(struct web_page *page);

/* A file that holds the content of a page that is large and often asked for, which the system then
 * sends without copying it; -1 for others. It stays open as long as the page is held. */
int web_page_file(struct web_page *page);

/* Keeps PAGE (its key's earlier page goes); not when it is too large a part of the whole. */
void web_cache_keep(struct web_cache *cache, struct web_page *page);

/* PAGE is out of date. */
void web_cache_drop(struct web_cache *cache, struct web_page *page);
void web_cache_clear(struct web_cache *cache);

/* Bytes kept. */
size_t web_cache_size(struct web_cache *cache);

#endif
