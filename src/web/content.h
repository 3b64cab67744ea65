/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_CONTENT_H
#define WEB_CONTENT_H

/* Takes a request's content out of the bytes that carry it: a known length, or chunks. */

#include "web/request.h"

enum { WEB_CHUNK_LINE_LIMIT = 4096 /* extensions of a chunk, and all trailers */ };

enum web_content_state {
    WEB_CONTENT_LENGTH, /* so many bytes */
    WEB_CHUNK_START,
    WEB_CHUNK_SIZE,
    WEB_CHUNK_EXTENSION,
    WEB_CHUNK_SIZE_END,
    WEB_CHUNK_DATA,
    WEB_CHUNK_DATA_CR,
    WEB_CHUNK_DATA_LF,
    WEB_TRAILER_START,
    WEB_TRAILER,
    WEB_TRAILER_LF,
    WEB_CONTENT_LF,
    WEB_CONTENT_DONE,
};

struct web_content {
    enum web_content_state state;
    uint64_t left;  /* of the length, or of the chunk */
    uint64_t total; /* given out so far */
    uint64_t limit; /* of the total */
    size_t line;    /* bytes of the present chunk's line, or of the trailers */
};

/* Takes bytes from IN, *USED of them, and puts at most ROOM bytes of content, *GOT of them, in OUT.
 * 0, or the status that refuses it. It is all there once state is WEB_CONTENT_DONE. */
int web_content_take(struct web_content *content, struct text in, size_t *used, char *out,
                     size_t room, size_t *got);

#endif
