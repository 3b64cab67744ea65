/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/inside.h"

#include "base/clock.h"

#include <stdio.h>
#include <string.h>

enum { ROOM = 32 * 1024, SIZE_LINE = 10 /* "00008000" CR LF */ };

/* Sends all PARTS, waiting where the client is slow. */
static struct error *send_all(struct web_stream *stream, struct iovec *parts, int count)
{
    struct web_job *job = stream->job;
    while (count) {
        ssize_t sent = web_transport_send(&job->connection->transport, parts, count);
        if (sent == WEB_AGAIN) {
            int64_t until = stream->started + INT64_C(1000000) * WEB_GRACE +
                            (int64_t)(stream->sent * 1000000 / WEB_SLOWEST);
            if (!web_transport_wait(&job->connection->transport, true, until))
                return error_new(job->request.arena, ERROR_INPUT, "the reader is too slow");
            continue;
        }
        if (sent < 0)
            return error_new(job->request.arena, ERROR_INPUT, "the reader is gone");
        stream->sent += (uint64_t)sent;
        size_t left = (size_t)sent;
        while (count && left >= parts->iov_len) {
            left -= parts->iov_len;
            parts++;
            count--;
        }
        if (count) {
            parts->iov_base = (char *)parts->iov_base + left;
            parts->iov_len -= left;
        }
    }
    return NULL;
}

static struct error *send_buffer(struct web_stream *stream)
{
    if (!stream->used)
        return NULL;
    char line[SIZE_LINE + 1];
    snprintf(line, sizeof line, "%08x\r\n", (unsigned)stream->used);
    size_t used = stream->used;
    stream->used = 0;
    if (!stream->chunked)
        return send_all(stream, (struct iovec[]){{stream->buffer, used}}, 1);
    static const char end[] = "\r\n";
    struct iovec parts[] = {{line, SIZE_LINE}, {stream->buffer, used}, {(char *)end, 2}};
    return send_all(stream, parts, 3);
}

struct error *web_stream_write(struct web_stream *stream, struct text piece)
{
    while (piece.size) {
        size_t size = ROOM - stream->used;
        if (size > piece.size)
            size = piece.size;
        memcpy(stream->buffer + stream->used, piece.data, size);
        stream->used += size;
        piece = text_slice(piece, size, piece.size);
        if (stream->used == ROOM)
            TRY(send_buffer(stream));
    }
    return NULL;
}

struct error *web_stream_run(struct web_job *job)
{
    struct web_stream *stream = &job->stream;
    struct arena *arena = job->request.arena;
    if (!web_job_claim(job))
        return error_new(arena, ERROR_BUSY, "too many long requests are under way");
    stream->job = job;
    stream->buffer = arena_allocate(arena, ROOM);
    stream->chunked = job->head.minor > 0;
    stream->started = clock_monotonic();
    bool close = job->close || !job->head.keep_alive || !stream->chunked;
    struct text head =
        web_answer_head(&job->response, &(struct web_head_facts){.chunked = stream->chunked,
                                                                 .endless = !stream->chunked});
    struct text rest = close ? TEXT("Connection: close\r\n\r\n") : TEXT("\r\n");
    char date[WEB_DATE_ROOM];
    struct iovec parts[] = {
        {(char *)head.data, head.size}, {date, web_date(date)}, {(char *)rest.data, rest.size}};
    TRY(send_all(stream, parts, 3));
    TRY(job->response.stream(job->response.stream_context, stream));
    TRY(send_buffer(stream));
    static const char last[] = "0\r\n\r\n";
    if (stream->chunked)
        TRY(send_all(stream, (struct iovec[]){{(char *)last, 5}}, 1));
    job->close = close;
    job->sent = true;
    return NULL;
}
