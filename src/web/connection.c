/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { THROWN_AWAY_LIMIT = 1024 * 1024 };

struct web_connection *web_connection_new(struct web_loop *loop, int socket)
{
    struct web_connection *connection = calloc(1, sizeof *connection);
    if (!connection)
        abort();
    connection->loop = loop;
    connection->transport.socket = socket;
    connection->file = -1;
    if (loop->server->tls) {
        connection->transport.tls = web_tls_accept(loop->server->tls, socket);
        if (!connection->transport.tls) {
            free(connection);
            return NULL;
        }
    }
    loop->connections++;
    atomic_fetch_add(&loop->server->connections, 1);
    return connection;
}

static void drop_job(struct web_connection *connection)
{
    struct web_job *job = connection->job;
    connection->job = NULL;
    if (job)
        web_job_free(job);
}

/* Gives back what the answer stood in. */
static void drop_answer(struct web_connection *connection)
{
    web_page_release(connection->page);
    connection->page = NULL;
    connection->file = -1;
    drop_job(connection);
    memset(connection->parts, 0, sizeof connection->parts);
}

/* It is freed by web_connections_reap, so that events that still name it do no harm. */
void web_connection_close(struct web_connection *connection)
{
    struct web_loop *loop = connection->loop;
    if (connection->phase == WEB_CLOSED)
        return;
    if (connection->phase == WEB_GATHERING)
        loop->gathering--;
    drop_answer(connection);
    web_transport_close(&connection->transport);
    free(connection->input);
    connection->input = NULL;
    connection->input_size = 0;
    web_phase_set(connection, WEB_CLOSED);
    loop->connections--;
    atomic_fetch_sub(&loop->server->connections, 1);
}

void web_connections_reap(struct web_loop *loop)
{
    for (struct web_connection *connection; (connection = loop->phases[WEB_CLOSED].first);) {
        loop->phases[WEB_CLOSED].first = connection->later;
        free(connection);
    }
    loop->phases[WEB_CLOSED].last = NULL;
}

/* All is said. What the client still sends must be read, or its system throws our answer away. */
static void part(struct web_connection *connection)
{
    if (connection->phase == WEB_GATHERING)
        connection->loop->gathering--;
    drop_answer(connection);
    free(connection->input);
    connection->input = NULL;
    connection->input_size = 0;
    if (connection->half_closed && !connection->readable) {
        web_connection_close(connection);
        return;
    }
    web_transport_finish(&connection->transport);
    web_phase_set(connection, WEB_PARTING);
}

static void answer_sent(struct web_connection *connection)
{
    drop_answer(connection);
    if (connection->close ||
        atomic_load_explicit(&connection->loop->server->stopping, memory_order_relaxed)) {
        part(connection);
        return;
    }
    connection->fresh = connection->input_size > 0;
    web_phase_set(connection, WEB_IDLE);
}

static ssize_t send_some(struct web_connection *connection)
{
    struct web_transport *transport = &connection->transport;
    const struct iovec *parts = connection->parts;
    if (connection->file < 0 || !parts[2].iov_len)
        return web_transport_send(transport, parts, 3);
    if (parts[0].iov_len || parts[1].iov_len)
        return web_transport_send_before(transport, parts, 2);
    return web_transport_send_file(transport, connection->file,
                                   connection->page->content.size - parts[2].iov_len,
                                   parts[2].iov_len);
}

/* Sends what is left of the answer; false when the client takes no more now. */
static bool flush(struct web_connection *connection)
{
    struct iovec *parts = connection->parts;
    while (true) {
        ssize_t sent = send_some(connection);
        if (sent == WEB_AGAIN) {
            connection->writable = false;
            if (connection->phase != WEB_SENDING)
                web_phase_set(connection, WEB_SENDING);
            return false;
        }
        if (sent < 0) {
            web_connection_close(connection);
            return false;
        }
        size_t left = (size_t)sent;
        for (int i = 0; i < 3; i++) {
            size_t taken = left < parts[i].iov_len ? left : parts[i].iov_len;
            parts[i].iov_base = (char *)parts[i].iov_base + taken;
            parts[i].iov_len -= taken;
            left -= taken;
        }
        if (!parts[0].iov_len && !parts[1].iov_len && !parts[2].iov_len) {
            answer_sent(connection);
            return true;
        }
        if (connection->loop->now > connection->send_until) {
            web_connection_close(connection);
            return false;
        }
        web_phase_set(connection, WEB_SENDING); /* a new deadline: there was progress */
    }
}

void web_send(struct web_connection *connection, struct text head, struct text content)
{
    struct web_loop *loop = connection->loop;
    size_t size = loop->date_size;
    memcpy(connection->tail, loop->date, size);
    struct text rest = connection->close   ? TEXT("Connection: close\r\n\r\n")
                       : connection->minor ? TEXT("\r\n")
                                           : TEXT("Connection: keep-alive\r\n\r\n");
    memcpy(connection->tail + size, rest.data, rest.size);
    connection->parts[0] = (struct iovec){(char *)head.data, head.size};
    connection->parts[1] = (struct iovec){connection->tail, size + rest.size};
    connection->parts[2] = (struct iovec){(char *)content.data, content.size};
    connection->send_until = loop->now + INT64_C(1000000) * WEB_SEND_SECONDS +
                             (int64_t)(content.size * 1000000 / WEB_SLOWEST);
    flush(connection);
}

void web_send_page(struct web_connection *connection, struct web_page *page, bool head_only,
                   struct text none_match)
{
    bool same = none_match.size && page->etag.size && web_matches(none_match, page->etag);
    web_page_release(connection->page);
    connection->page = page;
    struct text nothing = {0};
    bool content = !same && !head_only;
    connection->file = content && !connection->transport.tls ? web_page_file(page) : -1;
    web_send(connection, same ? page->same : page->head, content ? page->content : nothing);
}

/* What to do about it, for people whose browser sent what it should. */
static const char *advice(int status)
{
    if (status == 421)
        return "Onder deze naam heeft geen organisatie hier haar registers. Controleer de naam in "
               "het "
               "adres.\nNo body has its registers here under this name. Check the name in the "
               "address.\n";
    if (status == 503)
        return "Het is druk. Wacht een minuut, en probeer het opnieuw.\n"
               "It is busy. Wait a minute, and try again.\n";
    return "";
}

void web_refuse(struct web_connection *connection, int status)
{
    char head[2048];
    char line[512];
    int length =
        snprintf(line, sizeof line, "%d %s\n%s", status, web_reason(status), advice(status));
    int size =
        snprintf(head, sizeof head,
                 "HTTP/1.1 %d %s\r\nContent-Type: text/plain; charset=utf-8\r\n"
                 "Content-Length: %d\r\nCache-Control: no-store\r\n%s%s%.*s"
                 "Connection: close\r\n\r\n",
                 status, web_reason(status), length, status == 503 ? "Retry-After: 2\r\n" : "",
                 web_security_headers, (int)connection->loop->date_size, connection->loop->date);
    struct iovec parts[2] = {{head, (size_t)size}, {line, (size_t)length}};
    if (web_transport_send(&connection->transport, parts, 2) < 0)
        web_connection_close(connection);
    else
        part(connection);
}

/* Takes the bytes of a request's content. Returns how many. */
static size_t gather(struct web_connection *connection, struct text bytes)
{
    struct web_job *job = connection->job;
    size_t used = 0;
    size_t got = 0;
    int status = web_content_take(&job->content, bytes, &used, job->gathered + job->gathered_size,
                                  job->gathered_room - job->gathered_size, &got);
    job->gathered_size += got;
    /* What was taken stands in the request's arena, which is wiped; here it would stay until others
     * overwrite it. */
    explicit_bzero((char *)bytes.data, used);
    if (!status && job->content.state != WEB_CONTENT_DONE) {
        if (job->gathered_size < job->gathered_room)
            return used;
        if (job->gathered_room < WEB_GATHER_LIMIT) {
            char *larger = arena_allocate(job->request.arena, job->gathered_room * 4);
            memcpy(larger, job->gathered, job->gathered_size);
            job->gathered = larger;
            job->gathered_room *= 4;
            return used;
        }
        struct text raw = text_slice(bytes, used, bytes.size);
        job->raw = text_copy(job->request.arena, raw);
        explicit_bzero((char *)raw.data, raw.size);
        job->close = true;
        used = bytes.size;
    }
    if (status) {
        web_refuse(connection, status);
    } else {
        connection->loop->gathering--;
        web_dispatch(connection);
    }
    return used;
}

/* One look at a head that is coming in. Returns how many bytes are done with. */
static size_t look(struct web_connection *connection, struct text bytes, bool *more)
{
    struct web_scan *scan = &connection->scan;
    int status = web_scan(scan, bytes.data, bytes.size);
    if (scan->first && !connection->line_checked && status <= 1) {
        int line = web_line_check(bytes.data + scan->start, scan->first - scan->start);
        status = line ? line : status;
        connection->line_checked = true;
    }
    if (status > 1) {
        web_refuse(connection, status);
        return bytes.size;
    }
    if (status == 0) {
        if (bytes.size && connection->phase == WEB_IDLE)
            web_phase_set(connection, WEB_READING);
        *more = true;
        return 0;
    }
    struct web_scan done = *scan;
    memset(scan, 0, sizeof *scan);
    connection->line_checked = false;
    web_begin(connection, text_slice(bytes, done.start, done.at));
    return done.at;
}

/* Does all that BYTES allow; returns how many of them are done with. */
static size_t advance(struct web_connection *connection, struct text bytes)
{
    size_t used = 0;
    bool more = false;
    while (!more && used < bytes.size) {
        struct text rest = text_slice(bytes, used, bytes.size);
        if (connection->phase == WEB_GATHERING)
            used += gather(connection, rest);
        else if (connection->phase == WEB_IDLE || connection->phase == WEB_READING)
            used += look(connection, rest, &more);
        else
            break;
    }
    return used;
}

static void keep_rest(struct web_connection *connection, struct text rest)
{
    if (connection->phase == WEB_PARTING || connection->phase == WEB_CLOSED)
        return;
    if (!rest.size) {
        free(connection->input);
        connection->input = NULL;
    } else if (connection->input) {
        memmove(connection->input, rest.data, rest.size);
    } else {
        connection->input_room = rest.size < 4096 ? 4096 : rest.size;
        connection->input = malloc(connection->input_room);
        if (!connection->input)
            abort();
        memcpy(connection->input, rest.data, rest.size);
    }
    connection->input_size = rest.size;
}

/* Receives behind what was left over, or into the event thread's own room. */
static ssize_t receive(struct web_connection *connection, struct text *bytes)
{
    struct web_loop *loop = connection->loop;
    char *base = loop->scratch;
    size_t room = sizeof loop->scratch;
    if (connection->input) {
        if (connection->input_room - connection->input_size < 4096) {
            connection->input_room = connection->input_size + (size_t)16 * 1024;
            connection->input = realloc(connection->input, connection->input_room);
            if (!connection->input)
                abort();
        }
        base = connection->input;
        room = connection->input_room;
    }
    ssize_t got = web_transport_receive(&connection->transport, base + connection->input_size,
                                        room - connection->input_size);
    if (got > 0) {
        if ((size_t)got < room - connection->input_size && !connection->transport.tls &&
            !connection->half_closed)
            connection->readable = false;
        *bytes = (struct text){base, connection->input_size + (size_t)got};
    }
    return got;
}

/* One reading step. False when there is nothing to do now. */
static bool read_more(struct web_connection *connection)
{
    struct text bytes;
    if (connection->fresh) {
        connection->fresh = false;
        bytes = (struct text){connection->input, connection->input_size};
    } else {
        if (!connection->readable)
            return false;
        ssize_t got = receive(connection, &bytes);
        if (got == WEB_AGAIN) {
            connection->readable = false;
            return false;
        }
        if (got <= 0) {
            web_connection_close(connection);
            return true;
        }
    }
    size_t used = advance(connection, bytes);
    keep_rest(connection, text_slice(bytes, used, bytes.size));
    return true;
}

static bool throw_away(struct web_connection *connection)
{
    if (!connection->readable)
        return false;
    ssize_t got = web_transport_receive(&connection->transport, connection->loop->scratch,
                                        sizeof connection->loop->scratch);
    if (got == WEB_AGAIN) {
        connection->readable = false;
        return false;
    }
    connection->thrown_away += got > 0 ? (size_t)got : 0;
    if (got <= 0 || connection->thrown_away > THROWN_AWAY_LIMIT)
        web_connection_close(connection);
    return true;
}

void web_connection_run(struct web_connection *connection)
{
    for (bool more = true; more;) {
        switch (connection->phase) {
        case WEB_IDLE:
        case WEB_READING:
        case WEB_GATHERING:
            more = read_more(connection);
            break;
        case WEB_SENDING:
            more = connection->writable && flush(connection);
            break;
        case WEB_PARTING:
            more = throw_away(connection);
            break;
        default:
            more = false;
            break;
        }
    }
}

void web_connection_answer(struct web_connection *connection)
{
    struct web_job *job = connection->job;
    struct text nothing = {0};
    if (job->close)
        connection->close = true;
    if (job->sent) {
        answer_sent(connection);
    } else if (job->stream.started) {
        web_connection_close(connection); /* half an answer must not look whole */
    } else if (job->page) {
        struct web_page *page = job->page;
        job->page = NULL;
        web_send_page(connection, page, job->head_method, job->head.none_match);
    } else {
        web_send(connection, job->answer_head, job->head_method ? nothing : job->answer_content);
    }
    web_connection_run(connection);
}

void web_connection_expire(struct web_connection *connection)
{
    struct web_job *job = connection->job;
    int running = WEB_JOB_RUNNING;
    switch (connection->phase) {
    case WEB_READING:
    case WEB_GATHERING:
        web_refuse(connection, 408);
        break;
    case WEB_WORKING:
        if (!atomic_compare_exchange_strong(&job->state, &running, WEB_JOB_ABANDONED)) {
            /* It is being streamed, with limits of its own, or is just done. */
            if (atomic_load(&connection->loop->server->stopping) > 1)
                shutdown(connection->transport.socket, SHUT_RDWR);
            web_phase_set(connection, WEB_WORKING);
            break;
        }
        connection->job = NULL;
        web_refuse(connection, 503);
        break;
    default:
        web_connection_close(connection);
        break;
    }
}
