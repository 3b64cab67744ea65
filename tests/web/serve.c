/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* The example as a program of its own: for the comparison with nginx, and for measuring.
 *     serve ADDRESS:PORT [BYTES-OF-THE-PAGE] */
#include "example.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

int main(int count, char **arguments)
{
    if (count < 2)
        return 2;
    static struct example example;
    example.page_size = count > 2 ? strtoul(arguments[2], NULL, 10) : 0;
    struct arena *arena = arena_new();
    struct web_options options = example_options(&example, arguments[1]);
    options.head_seconds = 3;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    struct web_server *server;
    struct error *error = web_server_start(arena, &options, &server);
    if (error) {
        fprintf(stderr, "serve: %s\n", error_string(arena, error));
        return error_exit(error->kind);
    }
    printf("%u\n", web_server_port(server));
    fflush(stdout);
    int signal;
    sigwait(&signals, &signal);
    web_server_stop(server, 2);
    arena_free(arena);
    return 0;
}
