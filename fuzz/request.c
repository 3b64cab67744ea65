/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/content.h"
#include "web/head.h"
#include "web/target.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

/* Nothing that ends a line or a string early is in TEXT. */
static void must_be_clean(struct text text)
{
    for (size_t i = 0; i < text.size; i++)
        must(text.data[i] != '\r' && text.data[i] != '\n' && text.data[i] != '\0');
}

/* As the server does it, in pieces of STEP bytes. *END becomes the head's size. */
static int read_head(struct web_head *head, struct text bytes, size_t step, size_t *end)
{
    struct web_scan scan = {0};
    int status = 0;
    for (size_t given = 0; !status && given < bytes.size;) {
        given = bytes.size - given > step ? given + step : bytes.size;
        status = web_scan(&scan, bytes.data, given);
    }
    *end = scan.at;
    return status == 1 ? web_head_read(head, bytes.data + scan.start, scan.at - scan.start)
           : status    ? status
                       : -1;
}

static void check_head(struct arena *arena, const struct web_head *head)
{
    must(head->path.size && head->path.data[0] == '/');
    must(!(head->chunked && head->has_length) && head->length >= 0);
    must_be_clean(head->target);
    must_be_clean(head->host);
    for (size_t i = 0; i < head->host.size; i++)
        must(!strchr("/@ ,?#", head->host.data[i]) &&
             !(head->host.data[i] >= 'A' && head->host.data[i] <= 'Z'));
    for (size_t i = 0; i < head->header_count; i++) {
        must(web_is_token(head->headers[i].name));
        must_be_clean(head->headers[i].value);
    }
    struct web_path path;
    if (web_decode_path(arena, head->path, &path)) {
        must_be_clean(path.text);
        for (size_t i = 0; i < path.count; i++)
            must(text_valid(path.segments[i], NULL) && !text_is(path.segments[i], ".."));
    }
    struct web_pairs pairs = {0};
    if (web_decode_pairs(arena, head->query, WEB_QUERY_LIMIT, &pairs))
        for (size_t i = 0; i < pairs.count; i++)
            must(text_valid(pairs.items[i].name, NULL) && text_valid(pairs.items[i].value, NULL) &&
                 pairs.count <= WEB_QUERY_LIMIT);
    struct web_pairs cookies = {0};
    web_decode_cookies(arena, web_head_find(head, "cookie"), &cookies);
    web_matches(head->none_match, TEXT("\"x\""));
}

static int read_content(struct arena *arena, struct text bytes, size_t step, struct buffer *out)
{
    struct web_content content = {.state = WEB_CHUNK_START, .limit = 4096};
    char *piece = arena_allocate(arena, 64);
    for (size_t at = 0; at < bytes.size && content.state != WEB_CONTENT_DONE;) {
        size_t used;
        size_t got;
        size_t to = bytes.size - at > step ? at + step : bytes.size;
        int status = web_content_take(&content, text_slice(bytes, at, to), &used, piece, 64, &got);
        buffer_add(out, (struct text){piece, got});
        must(used || got || status);
        at += used;
        if (status)
            return status;
    }
    must(content.total == out->size && out->size <= 4096);
    return content.state == WEB_CONTENT_DONE;
}

/* Any bytes are a request or are refused, however they are cut in pieces. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct text bytes = {arena_copy(arena, data, size), size};
    static struct web_head head;
    size_t end;
    size_t again;
    int status = read_head(&head, bytes, size ? size : 1, &end);
    static struct web_head other;
    must(read_head(&other, bytes, 1, &again) == status && (status || end == again));
    if (status == 0) {
        check_head(arena, &head);
        bytes = text_slice(bytes, end, size);
    }
    struct buffer whole = {.arena = arena};
    struct buffer pieces = {.arena = arena};
    status = read_content(arena, bytes, 4096, &whole);
    must(read_content(arena, bytes, 1, &pieces) == status);
    must(status > 1 || text_equal(buffer_text(&whole), buffer_text(&pieces)));
    arena_free(arena);
    return 0;
}
