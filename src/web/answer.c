/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/inside.h"

#include "base/identifier.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <xxhash.h>

enum { COMPRESS_FROM = 1024 };

const char web_security_headers[] =
    "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n";

const char *web_reason(int status)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {410, "Gone"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {415, "Unsupported Media Type"},
        {421, "Misdirected Request"},
        {422, "Unprocessable Content"},
        {428, "Precondition Required"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {503, "Service Unavailable"},
        {505, "HTTP Version Not Supported"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return "Unknown";
}

/* As in "Date: Sun, 06 Nov 1994 08:49:37 GMT", in English whatever the locale. */
size_t web_date(char date[WEB_DATE_ROOM])
{
    static const char days[7][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t now = time(NULL);
    struct tm parts;
    gmtime_r(&now, &parts);
    return (size_t)snprintf(date, WEB_DATE_ROOM, "Date: %s, %02u %s %04u %02u:%02u:%02u GMT\r\n",
                            days[parts.tm_wday], (unsigned)parts.tm_mday % 100,
                            months[parts.tm_mon], (unsigned)(parts.tm_year + 1900) % 10000,
                            (unsigned)parts.tm_hour % 100, (unsigned)parts.tm_min % 100,
                            (unsigned)parts.tm_sec % 100);
}

static const char *cache_control(const struct web_response *response, int status)
{
    const struct web_route *route = response->request->route;
    bool public = route && route->flags & WEB_PUBLIC;
    if (!public || status >= 400)
        return "no-store";
    return response->immutable ? "public, max-age=31536000, immutable" : "no-cache";
}

struct text web_answer_head(struct web_response *response, const struct web_head_facts *facts)
{
    const struct web_request *request = response->request;
    const struct web_options *options = &web_job_of(request)->server->options;
    unsigned flags = request->route ? request->route->flags : 0;
    int status = facts->status ? facts->status : response->status;
    bool bare = status == 304 || status == 204;
    struct buffer head = {.arena = request->arena};
    buffer_add_format(&head, "HTTP/1.1 %d %s\r\n", status, web_reason(status));
    if (!bare)
        buffer_add_format(&head, "Content-Type: %.*s\r\n", TEXT_FORMAT(response->type));
    if (facts->chunked)
        buffer_add_string(&head, "Transfer-Encoding: chunked\r\n");
    else if (!bare && !facts->endless)
        buffer_add_format(&head, "Content-Length: %zu\r\n", facts->length);
    if (facts->etag.size)
        buffer_add_format(&head, "ETag: %.*s\r\n", TEXT_FORMAT(facts->etag));
    if (facts->gzip && !bare)
        buffer_add_string(&head, "Content-Encoding: gzip\r\n");
    if (flags & WEB_PUBLIC)
        buffer_add_string(&head, "Vary: Accept-Encoding\r\n");
    buffer_add_format(&head, "Cache-Control: %s\r\n", cache_control(response, status));
    if (flags & WEB_OPEN)
        buffer_add_string(&head, "Access-Control-Allow-Origin: *\r\n"
                                 "Access-Control-Expose-Headers: API-Version, ETag, Link\r\n");
    if (flags & WEB_API && options->api_version)
        buffer_add_format(&head, "API-Version: %s\r\n", options->api_version);
    buffer_add_string(&head, web_security_headers);
    if (request->secure)
        buffer_add_string(&head, "Strict-Transport-Security: max-age=31536000\r\n");
    for (size_t i = 0; i < response->headers.count; i++)
        buffer_add_format(&head, "%.*s: %.*s\r\n", TEXT_FORMAT(response->headers.items[i].name),
                          TEXT_FORMAT(response->headers.items[i].value));
    return buffer_text(&head);
}

/* Tells one content from another, and keeps no secret: who could make two contents with one tag
 * would have to write both versions of a page. */
static struct text etag_of(struct arena *arena, struct text content, bool gzip)
{
    XXH128_canonical_t hash;
    XXH128_canonicalFromHash(&hash, XXH3_128bits(content.data, content.size));
    return text_format(arena, "\"%.*s%s\"",
                       TEXT_FORMAT(identifier_hex(arena, hash.digest, sizeof hash.digest)),
                       gzip ? "-gzip" : "");
}

static bool is_compressible(struct text type)
{
    static const char *const starts[] = {"text/",           "application/json",   "application/xml",
                                         "image/svg+xml",   "application/atom",   "application/ld",
                                         "application/vnd", "application/problem"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (text_starts(type, starts[i]))
            return true;
    return false;
}

static bool may_keep(const struct web_job *job)
{
    const struct web_response *response = &job->response;
    for (size_t i = 0; i < response->headers.count; i++)
        if (web_same_name(response->headers.items[i].name, "set-cookie"))
            return false; /* a mistake of the handler: it must not become everybody's cookie */
    if (response->scope_count > 4 || job->head.authority.size > WEB_HOST_LIMIT + 6)
        return false;
    return response->scope_count ? job->server->options.revision != NULL : response->immutable;
}

static bool compress(const struct web_response *response, struct text content, struct text *small)
{
    *small = response->fixed_gzip;
    return small->size || web_compress(response->request->arena, content, small);
}

/* A public page: with an ETag, perhaps compressed, perhaps kept. */
static void make_page(struct web_job *job, struct text content)
{
    struct web_response *response = &job->response;
    struct arena *arena = job->request.arena;
    struct text small;
    bool keep = may_keep(job);
    bool gzip = keep && job->head.gzip && content.size >= COMPRESS_FROM &&
                is_compressible(response->type) && compress(response, content, &small);
    struct web_head_facts facts = {.length = gzip ? small.size : content.size,
                                   .etag = etag_of(arena, content, gzip),
                                   .gzip = gzip};
    struct web_page model = {.content = gzip ? small : content, .etag = facts.etag};
    model.head = web_answer_head(response, &facts);
    facts.status = 304;
    model.same = web_answer_head(response, &facts);
    struct buffer key = {.arena = arena};
    web_answer_key(&key, &job->head, job->request.secure, job->head.gzip);
    model.key = buffer_text(&key);
    model.scope_count = keep ? response->scope_count : 0;
    memcpy(model.scopes, response->scopes, sizeof model.scopes);
    memcpy(model.revisions, response->revisions, sizeof model.revisions);
    model.valid_until = response->valid_until;
    job->page = web_page_new(&model);
    if (keep)
        web_cache_keep(job->server->cache, job->page);
}

void web_answer_make(struct web_job *job)
{
    struct web_response *response = &job->response;
    const struct web_route *route = job->request.route;
    struct text content = response->fixed.size ? response->fixed : buffer_text(&response->content);
    bool public = route && route->flags & WEB_PUBLIC;
    if (response->stream) { /* HEAD of what would be streamed */
        job->answer_head = web_answer_head(
            response, &(struct web_head_facts){.chunked = job->head.minor > 0, .endless = true});
    } else if (public && job->request.method == WEB_GET && response->status == 200 &&
               !job->has_content) {
        make_page(job, content);
    } else {
        job->answer_head =
            web_answer_head(response, &(struct web_head_facts){.length = content.size});
        if (response->status != 204)
            job->answer_content = content;
    }
}

struct web_page *web_answer_health(struct arena *arena)
{
    struct web_page model = {.content = TEXT("ok\n")};
    model.head = text_format(arena,
                             "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"
                             "Content-Length: 3\r\nCache-Control: no-store\r\n%s",
                             web_security_headers);
    return web_page_new(&model);
}
