/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/inside.h"

#include <zlib.h>

enum { LEVEL = 6, GZIP_WINDOW = 15 + 16 };

bool web_compress(struct arena *arena, struct text content, struct text *compressed)
{
    z_stream stream = {0};
    if (content.size > UINT32_MAX / 2 ||
        deflateInit2(&stream, LEVEL, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    char *room = arena_allocate(arena, content.size);
    stream.next_in = (unsigned char *)content.data;
    stream.avail_in = (unsigned)content.size;
    stream.next_out = (unsigned char *)room;
    stream.avail_out = (unsigned)content.size;
    bool smaller = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    *compressed = (struct text){room, (size_t)stream.total_out};
    deflateEnd(&stream);
    return smaller;
}
