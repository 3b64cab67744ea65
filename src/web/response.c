/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/response.h"

#include "web/inside.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* What would end a header early must never get there: nothing is sent then. */
static void check_line(struct text text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < ' ' || text.data[i] == 0x7f)
            abort();
}

void web_add_header(struct web_response *response, const char *name, struct text value)
{
    check_line(text_of(name));
    check_line(value);
    response->headers.items =
        arena_grow(response->request->arena, response->headers.items, response->headers.count,
                   &response->header_capacity, sizeof *response->headers.items);
    response->headers.items[response->headers.count++] = (struct web_pair){text_of(name), value};
}

void web_set_cookie(struct web_response *response, const char *name, struct text value,
                    int64_t seconds)
{
    struct buffer buffer = {.arena = response->request->arena};
    for (size_t i = 0; i < value.size; i++)
        assert(strchr("-_.", value.data[i]) || (value.data[i] >= '0' && value.data[i] <= '9') ||
               (value.data[i] >= 'A' && value.data[i] <= 'Z') ||
               (value.data[i] >= 'a' && value.data[i] <= 'z'));
    buffer_add_format(&buffer, "%s=%.*s; Path=/; HttpOnly; SameSite=Lax", name, TEXT_FORMAT(value));
    if (seconds)
        buffer_add_format(&buffer, "; Max-Age=%lld", seconds > 0 ? (long long)seconds : 0LL);
    if (response->request->secure)
        buffer_add_string(&buffer, "; Secure");
    web_add_header(response, "Set-Cookie", buffer_text(&buffer));
}

void web_redirect(struct web_response *response, struct text location)
{
    response->status = 303;
    web_add_header(response, "Location", location);
}

void web_offer_file(struct web_response *response, struct text name)
{
    struct buffer buffer = {.arena = response->request->arena};
    buffer_add_string(&buffer, "attachment; filename=\"");
    for (size_t i = 0; i < name.size; i++) {
        unsigned char c = (unsigned char)name.data[i];
        bool plain = c >= ' ' && c < 0x7f && !strchr("\"\\%;", (int)c);
        if (c < 0x80 || c >= 0xc0) /* once per code point */
            buffer_add_byte(&buffer, plain ? (char)c : '_');
    }
    buffer_add_string(&buffer, "\"; filename*=UTF-8''");
    for (size_t i = 0; i < name.size; i++) {
        unsigned char c = (unsigned char)name.data[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                     c == '-' || c == '.' || c == '_';
        if (plain)
            buffer_add_byte(&buffer, (char)c);
        else
            buffer_add_format(&buffer, "%%%02X", (unsigned)c);
    }
    web_add_header(response, "Content-Disposition", buffer_text(&buffer));
}

void web_depends(struct web_response *response, struct text scope)
{
    const struct web_options *options = &web_job_of(response->request)->server->options;
    for (size_t i = 0; i < response->scope_count && i < 4; i++)
        if (text_equal(response->scopes[i], scope))
            return;
    if (response->scope_count < 4 && options->revision) {
        response->revisions[response->scope_count] =
            options->revision(options->context, response->request->body, scope);
        response->scopes[response->scope_count] = text_copy(response->request->arena, scope);
    }
    response->scope_count += response->scope_count <= 4;
}

void web_valid_until(struct web_response *response, int64_t moment)
{
    if (!response->valid_until || moment < response->valid_until)
        response->valid_until = moment;
}
