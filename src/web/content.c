/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/content.h"

#include <string.h>

/* One byte outside the data. 0, or a status. */
static int take_byte(struct web_content *content, char c)
{
    switch (content->state) {
    case WEB_CHUNK_START:
        content->left = 0;
        content->line = 0;
        /* fallthrough */
    case WEB_CHUNK_SIZE: {
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit >= 0) {
            if (++content->line > 15)
                return 400;
            content->left = content->left * 16 + (uint64_t)digit;
            content->state = WEB_CHUNK_SIZE;
            return 0;
        }
        if (content->state == WEB_CHUNK_START)
            return 400;
        if (c != '\r' && c != ';')
            return 400;
        content->state = c == ';' ? WEB_CHUNK_EXTENSION : WEB_CHUNK_SIZE_END;
        return 0;
    }
    case WEB_CHUNK_EXTENSION:
        if (c == '\r')
            content->state = WEB_CHUNK_SIZE_END;
        else if (((unsigned char)c < ' ' && c != '\t') || c == 0x7f)
            return 400;
        return ++content->line > WEB_CHUNK_LINE_LIMIT ? 400 : 0;
    case WEB_CHUNK_SIZE_END:
        content->state = content->left ? WEB_CHUNK_DATA : WEB_TRAILER_START;
        content->line = 0;
        return c == '\n' ? 0 : 400;
    case WEB_CHUNK_DATA_CR:
        content->state = WEB_CHUNK_DATA_LF;
        return c == '\r' ? 0 : 400;
    case WEB_CHUNK_DATA_LF:
        content->state = WEB_CHUNK_START;
        return c == '\n' ? 0 : 400;
    case WEB_TRAILER_START:
        if (c == '\r') {
            content->state = WEB_CONTENT_LF;
            return 0;
        }
        content->state = WEB_TRAILER;
        /* fallthrough */
    case WEB_TRAILER:
        if (c == '\r')
            content->state = WEB_TRAILER_LF;
        else if (((unsigned char)c < ' ' && c != '\t') || c == 0x7f)
            return 400;
        return ++content->line > WEB_CHUNK_LINE_LIMIT ? 431 : 0;
    case WEB_TRAILER_LF:
        content->state = WEB_TRAILER_START;
        return c == '\n' ? 0 : 400;
    case WEB_CONTENT_LF:
        content->state = WEB_CONTENT_DONE;
        return c == '\n' ? 0 : 400;
    default:
        return 400;
    }
}

int web_content_take(struct web_content *content, struct text in, size_t *used, char *out,
                     size_t room, size_t *got)
{
    *used = *got = 0;
    if (content->state == WEB_CONTENT_LENGTH) {
        if (content->left > content->limit)
            return 413;
        if (!content->left)
            content->state = WEB_CONTENT_DONE;
    }
    while (content->state != WEB_CONTENT_DONE && *used < in.size) {
        if (content->state != WEB_CONTENT_LENGTH && content->state != WEB_CHUNK_DATA) {
            int status = take_byte(content, in.data[(*used)++]);
            if (status)
                return status;
            if (content->state == WEB_CHUNK_DATA && content->left > content->limit - content->total)
                return 413;
            continue;
        }
        size_t size = in.size - *used;
        if (size > content->left)
            size = (size_t)content->left;
        if (size > room - *got)
            size = room - *got;
        if (!size)
            break;
        memcpy(out + *got, in.data + *used, size);
        *used += size;
        *got += size;
        content->left -= size;
        content->total += size;
        if (!content->left)
            content->state =
                content->state == WEB_CHUNK_DATA ? WEB_CHUNK_DATA_CR : WEB_CONTENT_DONE;
    }
    return 0;
}
