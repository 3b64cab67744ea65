/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/route.h"

#include "web/head.h"

#include <assert.h>
#include <string.h>

enum kind { REST, NAMED, ENDING, LITERAL }; /* from the least to the most literal */

struct part {
    enum kind kind;
    struct text name;  /* of the parameter */
    struct text value; /* the literal, or how the segment ends */
};

struct pattern {
    const struct web_route *route;
    struct part parts[WEB_SEGMENT_LIMIT];
    size_t count;
    uint64_t rank; /* how literal it is, from the first segment on */
};

struct web_router {
    struct pattern *patterns; /* the most literal first */
    size_t count;
};

static struct part read_part(struct text text)
{
    if (text_starts(text, "*"))
        return (struct part){REST, text_slice(text, 1, text.size), {0}};
    if (!text_starts(text, ":"))
        return (struct part){LITERAL, {0}, text};
    size_t dot = text_find(text, 0, TEXT("."));
    return (struct part){dot < text.size ? ENDING : NAMED, text_slice(text, 1, dot),
                         text_slice(text, dot, text.size)};
}

static void read_pattern(struct pattern *pattern, const struct web_route *route)
{
    struct text rest = text_of(route->pattern);
    assert(text_starts(rest, "/") && route->handler && route->method != WEB_HEAD &&
           route->method != WEB_OPTIONS);
    pattern->route = route;
    rest = text_slice(rest, 1, rest.size);
    struct text text;
    while (rest.size && text_next(&rest, '/', &text)) {
        assert(pattern->count < WEB_SEGMENT_LIMIT);
        assert(!pattern->count || pattern->parts[pattern->count - 1].kind != REST);
        struct part part = read_part(text);
        pattern->parts[pattern->count++] = part;
    }
    for (size_t i = 0; i < WEB_SEGMENT_LIMIT; i++)
        pattern->rank = pattern->rank * 4 +
                        (i < pattern->count ? (uint64_t)pattern->parts[i].kind : (uint64_t)REST);
}

struct web_router *web_router_new(struct arena *arena, const struct web_route *routes, size_t count)
{
    struct web_router *router = ARENA_NEW(arena, struct web_router);
    router->patterns = ARENA_ARRAY(arena, struct pattern, count);
    for (size_t i = 0; i < count; i++) {
        struct pattern fresh = {0};
        read_pattern(&fresh, &routes[i]);
        size_t at = router->count++;
        for (; at && router->patterns[at - 1].rank < fresh.rank; at--)
            router->patterns[at] = router->patterns[at - 1];
        router->patterns[at] = fresh;
    }
    return router;
}

static bool fits(const struct pattern *pattern, const struct web_path *path)
{
    for (size_t i = 0; i < pattern->count; i++) {
        const struct part *part = &pattern->parts[i];
        if (i >= path->count)
            return false;
        struct text segment = path->segments[i];
        switch (part->kind) {
        case REST:
            return segment.size > 0;
        case NAMED:
            if (!segment.size)
                return false;
            break;
        case ENDING:
            if (segment.size <= part->value.size ||
                memcmp(segment.data + segment.size - part->value.size, part->value.data,
                       part->value.size) != 0)
                return false;
            break;
        case LITERAL:
            if (!text_equal(segment, part->value))
                return false;
            break;
        }
    }
    return pattern->count == path->count;
}

static void fill(struct arena *arena, const struct pattern *pattern, const struct web_path *path,
                 struct web_pairs *parameters)
{
    parameters->items = ARENA_ARRAY(arena, struct web_pair, pattern->count);
    for (size_t i = 0; i < pattern->count; i++) {
        const struct part *part = &pattern->parts[i];
        struct text value = path->segments[i];
        if (part->kind == LITERAL)
            continue;
        if (part->kind == ENDING)
            value.size -= part->value.size;
        if (part->kind == REST) {
            struct buffer rest = {.arena = arena};
            for (size_t j = i; j < path->count; j++) {
                if (j > i)
                    buffer_add_byte(&rest, '/');
                buffer_add(&rest, path->segments[j]);
            }
            value = buffer_text(&rest);
        }
        parameters->items[parameters->count++] = (struct web_pair){part->name, value};
    }
}

const struct web_route *web_route_find(const struct web_router *router, struct arena *arena,
                                       enum web_method method, const struct web_path *path,
                                       struct web_pairs *parameters, unsigned *allowed)
{
    const struct pattern *found = NULL;
    enum web_method wanted = method == WEB_HEAD ? WEB_GET : method;
    *allowed = 0;
    for (size_t i = 0; i < router->count; i++) {
        const struct pattern *pattern = &router->patterns[i];
        if (!fits(pattern, path))
            continue;
        *allowed |= 1U << pattern->route->method;
        if (!found && pattern->route->method == wanted)
            found = pattern;
    }
    if (*allowed) {
        *allowed |= 1U << WEB_OPTIONS;
        if (*allowed & 1U << WEB_GET)
            *allowed |= 1U << WEB_HEAD;
    }
    if (!found)
        return NULL;
    fill(arena, found, path, parameters);
    return found->route;
}

struct text web_allow(struct arena *arena, unsigned allowed)
{
    struct buffer buffer = {.arena = arena};
    for (int i = 0; i < WEB_METHOD_COUNT; i++)
        if (allowed & 1U << i) {
            buffer_add_string(&buffer, buffer.size ? ", " : "");
            buffer_add_string(&buffer, web_method_names[i]);
        }
    return buffer_text(&buffer);
}
