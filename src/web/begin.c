/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/inside.h"

#include "base/clock.h"

#include <string.h>

enum { GATHERING_AT_ONCE = 256, FIRST_ROOM = 4096, UNASKED_LIMIT = WEB_GATHER_LIMIT };

static bool is_secure(const struct web_server *server, const struct web_head *head)
{
    return server->tls || (server->options.behind_proxy &&
                           text_is(web_head_find(head, "x-forwarded-proto"), "https"));
}

static bool is_current(const struct web_server *server, void *body, const struct web_page *page)
{
    const struct web_options *options = &server->options;
    for (size_t i = 0; i < page->scope_count; i++)
        if (options->revision(options->context, body, page->scopes[i]) != page->revisions[i])
            return false;
    return !page->valid_until || clock_now() < page->valid_until;
}

/* Answers with a kept page, if there is one. */
static bool send_kept(struct web_connection *connection, const struct web_head *head, void *body,
                      bool secure)
{
    struct web_server *server = connection->loop->server;
    char bytes[WEB_LINE_LIMIT + 2 * WEB_HOST_LIMIT + 16];
    size_t size = 0;
    bytes[size++] = (char)('0' + (head->gzip ? 1 : 0) + (secure ? 2 : 0));
    if (head->authority.size > WEB_HOST_LIMIT + 6)
        return false;
    if (head->authority.size)
        memcpy(bytes + size, head->authority.data, head->authority.size);
    size += head->authority.size;
    memcpy(bytes + size, head->target.data, head->target.size);
    size += head->target.size;
    struct web_page *page = web_cache_find(server->cache, (struct text){bytes, size});
    if (!page)
        return false;
    if (!is_current(server, body, page)) {
        web_cache_drop(server->cache, page);
        web_page_release(page);
        return false;
    }
    web_send_page(connection, page, head->method == WEB_HEAD, head->none_match);
    return true;
}

void web_answer_key(struct buffer *key, const struct web_head *head, bool secure, bool gzip)
{
    buffer_add_byte(key, (char)('0' + (gzip ? 1 : 0) + (secure ? 2 : 0)));
    buffer_add(key, head->authority);
    buffer_add(key, head->target);
}

/* What a handler may see of the headers. */
static void show_headers(struct web_job *job, bool public)
{
    struct web_request *request = &job->request;
    request->headers.items = ARENA_ARRAY(request->arena, struct web_pair, job->head.header_count);
    for (size_t i = 0; i < job->head.header_count; i++) {
        struct web_pair header = job->head.headers[i];
        bool cookie = web_same_name(header.name, "cookie");
        if (cookie && !public)
            web_decode_cookies(request->arena, header.value, &request->cookies);
        if (!text_valid(header.value, NULL) ||
            (public && (cookie || web_same_name(header.name, "authorization"))))
            continue;
        request->headers.items[request->headers.count++] = header;
    }
    struct text type = web_header(request, "content-type");
    type = text_trim(text_slice(type, 0, text_find(type, 0, TEXT(";"))));
    char *lower = arena_copy(request->arena, type.data, type.size);
    for (size_t i = 0; i < type.size; i++)
        if (lower[i] >= 'A' && lower[i] <= 'Z')
            lower[i] = (char)(lower[i] + 32);
    request->content_type = (struct text){lower, type.size};
}

/* "/registers/" is meant as "/registers". */
static bool leads_on(struct web_job *job, struct web_path *path)
{
    struct text raw = job->head.path;
    if (path->count < 2 || path->segments[path->count - 1].size || job->request.method != WEB_GET)
        return false;
    path->count--;
    struct web_pairs parameters = {0};
    unsigned allowed;
    if (!web_route_find(job->server->router, job->request.arena, WEB_GET, path, &parameters,
                        &allowed))
        return false;
    struct buffer location = {.arena = job->request.arena};
    buffer_add(&location, text_slice(raw, 0, raw.size - 1));
    buffer_add(&location, text_slice(job->head.target, raw.size, job->head.target.size));
    job->location = buffer_text(&location);
    return true;
}

static void find_route(struct web_job *job)
{
    struct web_request *request = &job->request;
    struct web_path path;
    if (!web_decode_path(request->arena, job->head.path, &path) ||
        !web_decode_pairs(request->arena, job->head.query, WEB_QUERY_LIMIT, &request->query)) {
        job->status = 400;
        return;
    }
    request->language = path.language;
    request->path = path.text;
    enum web_method method = job->head.method == WEB_OPTIONS ? WEB_GET : job->head.method;
    request->route = web_route_find(job->server->router, request->arena, method, &path,
                                    &request->parameters, &job->allowed);
    if (!job->allowed && leads_on(job, &path))
        job->status = 308;
    else if (!job->allowed)
        job->status = 404;
    else if (job->head.method == WEB_OPTIONS)
        job->status = 204;
    else if (!request->route)
        job->status = 405;
}

static struct web_job *job_new(struct web_connection *connection, struct text head, void *body,
                               bool secure)
{
    struct web_server *server = connection->loop->server;
    struct arena *arena = web_arena_take(server);
    struct web_job *job = ARENA_NEW(arena, struct web_job);
    job->task.run = web_job_run;
    job->server = server;
    job->loop = connection->loop;
    job->connection = connection;
    atomic_init(&job->state, WEB_JOB_RUNNING);
    web_head_read(&job->head, arena_copy(arena, head.data, head.size), head.size);
    job->head_method = job->head.method == WEB_HEAD;
    struct web_request *request = &job->request;
    request->arena = arena;
    request->context = server->options.context;
    request->body = body;
    request->method = job->head_method ? WEB_GET : job->head.method;
    request->secure = secure;
    request->host = job->head.host;
    request->authority = job->head.authority;
    request->target = job->head.target;
    request->query_string = job->head.query;
    find_route(job);
    show_headers(job, request->route && request->route->flags & WEB_PUBLIC);
    request->deadline = connection->loop->now + (int64_t)server->options.request_seconds * 1000000;
    return job;
}

/* How much content is taken with this request. */
static uint64_t content_limit(const struct web_job *job)
{
    const struct web_route *route = job->request.route;
    if (!route || job->request.method == WEB_GET)
        return UNASKED_LIMIT;
    return route->content_limit ? route->content_limit : job->server->options.content_limit;
}

/* The content must be read, or the connection ends after the answer. */
static void start_gathering(struct web_connection *connection)
{
    struct web_job *job = connection->job;
    struct web_head *head = &job->head;
    job->content.limit = content_limit(job);
    job->content.left = (uint64_t)head->length;
    job->content.state = head->chunked ? WEB_CHUNK_START : WEB_CONTENT_LENGTH;
    if (!job->status && job->content.left > job->content.limit)
        job->status = 413;
    if (job->status >= 400) {
        job->close = true;
        web_dispatch(connection);
        return;
    }
    if (connection->loop->gathering >= GATHERING_AT_ONCE) {
        web_refuse(connection, 503);
        return;
    }
    job->has_content = true;
    job->gathered_room =
        head->length && head->length < FIRST_ROOM ? (size_t)head->length : FIRST_ROOM;
    job->gathered = arena_allocate(job->request.arena, job->gathered_room);
    connection->loop->gathering++;
    web_phase_set(connection, WEB_GATHERING);
    static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
    struct iovec part = {(char *)go_on, sizeof go_on - 1};
    if (head->expects && head->minor > 0 &&
        web_transport_send(&connection->transport, &part, 1) < 0)
        web_connection_close(connection);
}

void web_begin(struct web_connection *connection, struct text bytes)
{
    struct web_server *server = connection->loop->server;
    struct web_head *head = &connection->loop->head;
    int status = web_head_read(head, bytes.data, bytes.size);
    if (!status && !head->known_method)
        status = 501;
    if (status) {
        web_refuse(connection, status);
        return;
    }
    connection->minor = head->minor;
    connection->close = !head->keep_alive;
    bool has_content = head->chunked || head->length;
    bool plain = !has_content && (head->method == WEB_GET || head->method == WEB_HEAD);
    if (plain && text_is(head->path, "/healthz")) {
        atomic_fetch_add(&server->health->references, 1);
        web_send_page(connection, server->health, head->method == WEB_HEAD, (struct text){0});
        return;
    }
    void *body = NULL;
    if (server->options.resolve &&
        !(body = server->options.resolve(server->options.context, head->host))) {
        web_refuse(connection, 421);
        return;
    }
    bool secure = is_secure(server, head);
    if (plain && send_kept(connection, head, body, secure))
        return;
    connection->job = job_new(connection, bytes, body, secure);
    if (has_content)
        start_gathering(connection);
    else
        web_dispatch(connection);
}

void web_dispatch(struct web_connection *connection)
{
    web_phase_set(connection, WEB_WORKING);
    if (!web_pool_give(connection->loop->server->pool, &connection->job->task))
        web_refuse(connection, 503);
}
