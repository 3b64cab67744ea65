/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct example example;
struct arena *arena;
struct web_server *server;
unsigned port;

void fixture_serve(struct web_options options)
{
    struct error *error = web_server_start(arena, &options, &server);
    if (error)
        fail_msg("%s", error_string(arena, error));
    port = web_server_port(server);
}

int fixture_start(void **state)
{
    (void)state;
    arena = arena_new();
    memset(&example, 0, sizeof example);
    fixture_serve(example_options(&example, "127.0.0.1:0"));
    return 0;
}

int fixture_stop(void **state)
{
    (void)state;
    web_server_stop(server, 3);
    arena_free(arena);
    return 0;
}

struct talk_answer fixture_get(const char *path, const char *headers)
{
    return talk_get(arena, port, path, headers);
}

struct talk_answer fixture_post(const char *path, const char *type, struct text content)
{
    struct buffer bytes = {.arena = arena};
    buffer_add_format(
        &bytes, "POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n",
        path, type, content.size);
    buffer_add(&bytes, content);
    return talk_ask(arena, port, buffer_text(&bytes));
}
