/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/request.h"

#include "web/head.h"

struct text web_value(struct web_pairs pairs, const char *name)
{
    for (size_t i = 0; i < pairs.count; i++)
        if (text_is(pairs.items[i].name, name))
            return pairs.items[i].value;
    return (struct text){0};
}

bool web_has(struct web_pairs pairs, const char *name)
{
    for (size_t i = 0; i < pairs.count; i++)
        if (text_is(pairs.items[i].name, name))
            return true;
    return false;
}

struct text web_parameter(const struct web_request *request, const char *name)
{
    return web_value(request->parameters, name);
}

struct text web_query(const struct web_request *request, const char *name)
{
    return web_value(request->query, name);
}

struct text web_field(const struct web_request *request, const char *name)
{
    return web_value(request->form, name);
}

struct text web_cookie(const struct web_request *request, const char *name)
{
    return web_value(request->cookies, name);
}

struct text web_header(const struct web_request *request, const char *name)
{
    for (size_t i = 0; i < request->headers.count; i++)
        if (web_same_name(request->headers.items[i].name, name))
            return request->headers.items[i].value;
    return (struct text){0};
}

const struct web_file *web_file(const struct web_request *request, const char *field)
{
    for (size_t i = 0; i < request->file_count; i++)
        if (text_is(request->files[i].field, field))
            return &request->files[i];
    return NULL;
}
