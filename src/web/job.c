/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/inside.h"

#include "base/clock.h"
#include "web/form.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { READ_SIZE = 16 * 1024 };

struct web_job *web_job_of(const struct web_request *request)
{
    return (void *)((const char *)request - offsetof(struct web_job, request));
}

void web_job_free(struct web_job *job)
{
    struct web_server *server = job->server;
    struct arena *arena = job->request.arena;
    web_page_release(job->page);
    /* A form may hold a password, or what was told in confidence. The job lies in there too. */
    if (job->has_content)
        arena_wipe(arena);
    web_arena_give(server, arena);
}

bool web_job_claim(struct web_job *job)
{
    if (job->counted)
        return true;
    if (atomic_fetch_add(&job->server->long_jobs, 1) >= job->server->options.long_limit) {
        atomic_fetch_sub(&job->server->long_jobs, 1);
        return false;
    }
    int running = WEB_JOB_RUNNING;
    if (!atomic_compare_exchange_strong(&job->state, &running, WEB_JOB_LONG)) {
        atomic_fetch_sub(&job->server->long_jobs, 1);
        return false;
    }
    job->counted = true;
    return true;
}

/* Bytes from the client itself, into job->raw. */
static struct error *receive(struct web_job *job)
{
    struct arena *arena = job->request.arena;
    if (!web_job_claim(job))
        return error_new(arena, ERROR_BUSY, "too many long requests are under way");
    if (!job->read_buffer) {
        job->read_buffer = arena_allocate(arena, READ_SIZE);
        job->read_started = clock_monotonic();
    }
    while (true) {
        ssize_t got =
            web_transport_receive(&job->connection->transport, job->read_buffer, READ_SIZE);
        if (got > 0) {
            job->raw = (struct text){job->read_buffer, (size_t)got};
            return NULL;
        }
        if (got != WEB_AGAIN)
            return error_new(arena, ERROR_INPUT, "the sender broke off");
        int64_t until = job->read_started + INT64_C(1000000) * WEB_GRACE +
                        (int64_t)(job->content.total * 1000000 / WEB_SLOWEST);
        if (!web_transport_wait(&job->connection->transport, false, until))
            return error_new(arena, ERROR_INPUT, "the content came too slowly");
    }
}

struct error *web_read(struct web_request *request, char *data, size_t size, size_t *got)
{
    struct web_job *job = web_job_of(request);
    *got = 0;
    if (job->gathered_read < job->gathered_size) {
        *got = job->gathered_size - job->gathered_read;
        if (*got > size)
            *got = size;
        memcpy(data, job->gathered + job->gathered_read, *got);
        job->gathered_read += *got;
        return NULL;
    }
    while (job->has_content && !*got && size && job->content.state != WEB_CONTENT_DONE) {
        if (!job->raw.size)
            TRY(receive(job));
        size_t used;
        int status = web_content_take(&job->content, job->raw, &used, data, size, got);
        job->raw = text_slice(job->raw, used, job->raw.size);
        if (status)
            return error_new(request->arena, status == 413 ? ERROR_TOO_LARGE : ERROR_INPUT,
                             status == 413 ? "more was sent than is taken"
                                           : "the content's chunks are not readable");
    }
    return NULL;
}

static struct error *take_form(struct web_request *request, struct web_form *form)
{
    char *piece = arena_allocate(request->arena, READ_SIZE);
    while (true) {
        size_t got;
        TRY(web_read(request, piece, READ_SIZE, &got));
        if (!got)
            return web_form_end(form, request);
        TRY(web_form_take(form, (struct text){piece, got}));
    }
}

struct error *web_read_form(struct web_request *request, web_file_sink *sink, void *context)
{
    struct web_form *form =
        web_form_new(request->arena, web_header(request, "content-type"), sink, context);
    if (!form)
        return error_new(request->arena, ERROR_INPUT, "this is no form");
    return take_form(request, form);
}

static struct error *read_content(struct web_job *job)
{
    struct web_request *request = &job->request;
    struct web_form *form =
        web_form_new(request->arena, web_header(request, "content-type"), NULL, NULL);
    if (form)
        return take_form(request, form);
    if (job->content.state == WEB_CONTENT_DONE) {
        request->content = (struct text){job->gathered, job->gathered_size};
        return NULL;
    }
    struct buffer content = {.arena = request->arena};
    char *piece = arena_allocate(request->arena, READ_SIZE);
    for (size_t got = 1; got;) {
        TRY(web_read(request, piece, READ_SIZE, &got));
        buffer_add(&content, (struct text){piece, got});
    }
    request->content = buffer_text(&content);
    return NULL;
}

static void response_reset(struct web_job *job, int status)
{
    job->response = (struct web_response){.request = &job->request,
                                          .status = status,
                                          .type = TEXT("text/html; charset=utf-8"),
                                          .content = {.arena = job->request.arena}};
}

/* What needs no handler: a redirect, or OPTIONS. */
static void answer_simply(struct web_job *job)
{
    if (job->location.size) {
        web_add_header(&job->response, "Location", job->location);
        return;
    }
    struct text allow = web_allow(job->request.arena, job->allowed);
    web_add_header(&job->response, "Allow", allow);
    if (job->request.route && job->request.route->flags & WEB_OPEN) {
        web_add_header(&job->response, "Access-Control-Allow-Methods", allow);
        web_add_header(&job->response, "Access-Control-Allow-Headers",
                       TEXT("Accept, If-None-Match"));
        web_add_header(&job->response, "Access-Control-Max-Age", TEXT("86400"));
    }
}

/* Never a query, an address or a cookie: they may say who somebody is. Of what is not for everybody
 * not even the whole path: it may hold a token, or name an entry. */
static void log_error(const struct web_job *job, int status, const struct error *error)
{
    const struct web_route *route = job->request.route;
    struct text place =
        route && !(route->flags & WEB_PUBLIC) ? text_of(route->pattern) : job->request.path;
    fprintf(stderr, "waarborg: %s %.*s: %d: %s\n", web_method_names[job->request.method],
            TEXT_FORMAT(place), status,
            error ? error_string(job->request.arena, error) : web_reason(status));
}

static void answer_error(struct web_job *job, int status, const struct error *error)
{
    const struct web_options *options = &job->server->options;
    if (status >= 500)
        log_error(job, status, error);
    response_reset(job, status);
    if (options->error_page) {
        options->error_page(&job->request, &job->response, status, error);
        job->response.status = status;
        job->response.stream = NULL;
        job->response.immutable = false;
    } else {
        job->response.type = TEXT("text/plain; charset=utf-8");
        buffer_add_format(&job->response.content, "%d %s\n", status, web_reason(status));
    }
    if (status == 405)
        web_add_header(&job->response, "Allow", web_allow(job->request.arena, job->allowed));
    if (status == 503)
        web_add_header(&job->response, "Retry-After", TEXT("2"));
}

static struct error *handle(struct web_job *job)
{
    const struct web_route *route = job->request.route;
    if (clock_monotonic() > job->request.deadline)
        return error_new(job->request.arena, ERROR_BUSY, "it waited too long for a worker");
    if (job->has_content && !(route->flags & WEB_UPLOAD))
        TRY(read_content(job));
    return route->handler(&job->request, &job->response);
}

static void respond(struct web_job *job)
{
    response_reset(job, 200);
    if (job->status >= 400) {
        answer_error(job, job->status, NULL);
    } else if (job->status) {
        response_reset(job, job->status);
        answer_simply(job);
    } else {
        struct error *error = handle(job);
        if (error)
            answer_error(job, error_status(error->kind), error);
    }
    if (job->has_content && job->content.state != WEB_CONTENT_DONE)
        job->close = true;
    if (job->response.stream && !job->head_method) {
        struct error *error = web_stream_run(job);
        if (!error || job->stream.started) {
            if (error && error->kind != ERROR_INPUT)
                log_error(job, error_status(error->kind), error);
            return;
        }
        answer_error(job, error_status(error->kind), error);
    }
    web_answer_make(job);
}

void web_job_run(struct web_task *task)
{
    struct web_job *job = (struct web_job *)task;
    if (atomic_load(&job->state) == WEB_JOB_ABANDONED) {
        web_job_free(job);
        return;
    }
    respond(job);
    if (job->counted)
        atomic_fetch_sub(&job->server->long_jobs, 1);
    if (atomic_exchange(&job->state, WEB_JOB_DONE) == WEB_JOB_ABANDONED)
        web_job_free(job);
    else
        web_loop_done(job->loop, job);
}
