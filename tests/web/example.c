/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "example.h"

#include "base/clock.h"

#include <string.h>
#include <unistd.h>

static struct example *example_of(const struct web_request *request)
{
    return request->context;
}

static struct error *show_front(struct web_request *request, struct web_response *response)
{
    buffer_add_string(&response->content,
                      request->language == LANGUAGE_ENGLISH ? "hello" : "hallo");
    return NULL;
}

/* What a handler sees, in lines that tests look for. */
static struct error *show_echo(struct web_request *request, struct web_response *response)
{
    struct buffer *out = &response->content;
    response->type = TEXT("text/plain; charset=utf-8");
    buffer_add_format(out, "path %.*s\nhost %.*s\nquery", TEXT_FORMAT(request->path),
                      TEXT_FORMAT(request->host));
    for (size_t i = 0; i < request->query.count; i++)
        buffer_add_format(out, " [%.*s=%.*s]", TEXT_FORMAT(request->query.items[i].name),
                          TEXT_FORMAT(request->query.items[i].value));
    buffer_add_format(out, "\nname %.*s\ncookie %.*s\nagent %.*s\n",
                      TEXT_FORMAT(web_parameter(request, "name")),
                      TEXT_FORMAT(web_cookie(request, "session")),
                      TEXT_FORMAT(web_header(request, "user-agent")));
    return NULL;
}

static struct error *take_form(struct web_request *request, struct web_response *response)
{
    struct buffer *out = &response->content;
    response->type = TEXT("text/plain; charset=utf-8");
    for (size_t i = 0; i < request->form.count; i++)
        buffer_add_format(out, "field %.*s=%.*s\n", TEXT_FORMAT(request->form.items[i].name),
                          TEXT_FORMAT(request->form.items[i].value));
    for (size_t i = 0; i < request->file_count; i++)
        buffer_add_format(out, "file %.*s %.*s %zu\n", TEXT_FORMAT(request->files[i].field),
                          TEXT_FORMAT(request->files[i].name), request->files[i].content.size);
    buffer_add_format(out, "content %zu\n", request->content.size);
    return NULL;
}

struct count {
    uint64_t bytes;
    uint64_t sum;
    unsigned files;
};

static struct error *count_file(void *context, const struct web_file *file, struct text piece,
                                bool end)
{
    (void)file;
    struct count *count = context;
    count->bytes += piece.size;
    for (size_t i = 0; i < piece.size; i++)
        count->sum = count->sum * 31 + (unsigned char)piece.data[i];
    count->files += end;
    return NULL;
}

static struct error *take_upload(struct web_request *request, struct web_response *response)
{
    struct count count = {0};
    TRY(web_read_form(request, count_file, &count));
    buffer_add_format(&response->content, "files %u bytes %llu sum %llu\n", count.files,
                      (unsigned long long)count.bytes, (unsigned long long)count.sum);
    return NULL;
}

static struct error *refuse_upload(struct web_request *request, struct web_response *response)
{
    (void)response;
    return error_new(request->arena, ERROR_FORBIDDEN, "not now");
}

static struct error *show_page(struct web_request *request, struct web_response *response)
{
    struct example *example = example_of(request);
    web_depends(response, TEXT("page"));
    unsigned times = atomic_fetch_add(&example->rendered, 1) + 1;
    buffer_add_format(&response->content, "<p>%u</p>", times);
    while (response->content.size < example->page_size)
        buffer_add_string(&response->content, "<p>Waarborg houdt bij wat van ieder is.</p>\n");
    if (example->page_size)
        response->content.size = example->page_size;
    return NULL;
}

/* The same page, made anew for each. */
static struct error *show_unkept_page(struct web_request *request, struct web_response *response)
{
    struct error *error = show_page(request, response);
    response->scope_count = 0;
    return error;
}

static struct error *show_until(struct web_request *request, struct web_response *response)
{
    struct example *example = example_of(request);
    web_depends(response, TEXT("page"));
    web_valid_until(response, clock_now() + 200000);
    buffer_add_format(&response->content, "%u", atomic_fetch_add(&example->rendered, 1) + 1);
    return NULL;
}

static struct error *show_unkept(struct web_request *request, struct web_response *response)
{
    buffer_add_format(&response->content, "%u",
                      atomic_fetch_add(&example_of(request)->rendered, 1) + 1);
    return NULL;
}

static struct error *show_asset(struct web_request *request, struct web_response *response)
{
    (void)request;
    response->immutable = true;
    response->type = TEXT("text/css");
    response->fixed = TEXT("body { color: black }\n");
    return NULL;
}

struct rows {
    struct example *example;
    struct arena *arena;
    int64_t count;
};

static struct error *write_rows(void *context, struct web_stream *stream)
{
    struct rows *rows = context;
    char piece[1000];
    memset(piece, 'x', sizeof piece);
    piece[sizeof piece - 1] = '\n';
    for (int64_t i = 0; i < rows->count; i++) {
        TRY(web_stream_write(stream, (struct text){piece, sizeof piece}));
        atomic_fetch_add(&rows->example->written, sizeof piece);
    }
    return rows->count == 13 ? error_new(rows->arena, ERROR_UNAVAILABLE, "bad luck") : NULL;
}

static struct error *export_rows(struct web_request *request, struct web_response *response)
{
    struct rows *rows = ARENA_NEW(request->arena, struct rows);
    rows->example = example_of(request);
    rows->arena = request->arena;
    if (!text_number(web_parameter(request, "rows"), &rows->count))
        return error_new(request->arena, ERROR_NOT_FOUND, "no such number of rows");
    response->type = TEXT("text/csv; charset=utf-8");
    web_offer_file(response, TEXT("geschenken \"über\".csv"));
    response->stream = write_rows;
    response->stream_context = rows;
    return NULL;
}

static struct error *wait_long(struct web_request *request, struct web_response *response)
{
    struct example *example = example_of(request);
    int64_t milliseconds = 0;
    text_number(web_parameter(request, "milliseconds"), &milliseconds);
    atomic_fetch_add(&example->slow, 1);
    usleep((unsigned)milliseconds * 1000);
    atomic_fetch_sub(&example->slow, 1);
    buffer_add_string(&response->content, "at last");
    return NULL;
}

static struct error *fail(struct web_request *request, struct web_response *response)
{
    buffer_add_string(&response->content, "half a page");
    return error_new(request->arena, ERROR_SYSTEM, "as asked");
}

static struct error *sign_in(struct web_request *request, struct web_response *response)
{
    (void)request;
    web_set_cookie(response, "session", TEXT("abc-123"), 3600);
    web_redirect(response, TEXT("/mijn"));
    return NULL;
}

static const struct web_route routes[] = {
    {WEB_GET, "/", show_front, 0, 0},
    {WEB_GET, "/echo/:name", show_echo, 0, 0},
    {WEB_GET, "/echo/:name.csv", show_echo, 0, 0},
    {WEB_GET, "/echo/literal", show_echo, 0, 0},
    {WEB_GET, "/files/*name", show_echo, 0, 0},
    {WEB_GET, "/public/:name", show_echo, WEB_PUBLIC, 0},
    {WEB_GET, "/api/v1/:name", show_echo, WEB_PUBLIC | WEB_OPEN | WEB_API, 0},
    {WEB_POST, "/echo/:name", take_form, 0, 0},
    {WEB_POST, "/form", take_form, 0, 0},
    {WEB_POST, "/small", take_form, 0, 1000},
    {WEB_POST, "/upload", take_upload, WEB_UPLOAD, (size_t)256 << 20},
    {WEB_POST, "/refused", refuse_upload, WEB_UPLOAD, (size_t)256 << 20},
    {WEB_GET, "/page", show_page, WEB_PUBLIC, 0},
    {WEB_GET, "/unkept-page", show_unkept_page, WEB_PUBLIC, 0},
    {WEB_GET, "/until", show_until, WEB_PUBLIC, 0},
    {WEB_GET, "/unkept", show_unkept, WEB_PUBLIC, 0},
    {WEB_GET, "/assets/*path", web_show_asset, WEB_PUBLIC, 0},
    {WEB_GET, "/asset.css", show_asset, WEB_PUBLIC, 0},
    {WEB_GET, "/rows/:rows", export_rows, WEB_OPEN, 0},
    {WEB_GET, "/slow/:milliseconds", wait_long, 0, 0},
    {WEB_GET, "/fail", fail, 0, 0},
    {WEB_POST, "/inloggen", sign_in, 0, 0},
};

static void *resolve(void *context, struct text host)
{
    return text_is(host, "unknown.example") ? NULL : context;
}

static uint64_t revision(void *context, void *body, struct text scope)
{
    (void)body;
    (void)scope;
    return atomic_load(&((struct example *)context)->revision);
}

struct web_options example_options(struct example *example, const char *listen)
{
    return (struct web_options){.listen = listen,
                                .routes = routes,
                                .route_count = sizeof routes / sizeof *routes,
                                .context = example,
                                .resolve = resolve,
                                .revision = revision,
                                .api_version = "1.0.0"};
}
