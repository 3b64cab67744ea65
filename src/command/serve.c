/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* waarborg serve: the site, and whatever has to happen while it runs. */

#include "command/serve.h"

#include "command/commands.h"
#include "command/work.h"
#include "desk/desk.h"
#include "web/server.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>

enum { DRAIN_SECONDS = 10 };

static struct error *listen_and_run(struct command_line *line, struct command_system *system,
                                    struct web_options *options, const sigset_t *signals)
{
    struct command_listener *listener = NULL;
    struct command_work *work;
    struct web_server *server;
    int signal;
    TRY(command_listen(line->arena, command_value(line, "--data"), system, &listener));
    struct error *error = web_server_start(line->arena, options, &server);
    if (error) {
        command_listen_stop(listener);
        return error;
    }
    error = command_work_start(line->arena, &system->bodies, command_work_kinds, line->errors,
                               server, &work);
    if (!error) {
        fprintf(line->output, "Waarborg serves %zu bod%s on %s\n", system->bodies.count,
                system->bodies.count == 1 ? "y" : "ies", command_address(line, options->listen));
        fflush(line->output);
        sigwait(signals, &signal);
        command_work_stop(work);
    }
    web_server_stop(server, DRAIN_SECONDS);
    command_listen_stop(listener);
    return error;
}

const char *command_address(const struct command_line *line, const char *listen)
{
    if (strncmp(listen, "unix:", 5) == 0)
        return listen;
    return text_format(line->arena, "http://%s%s/", *listen == ':' ? "127.0.0.1" : "", listen).data;
}

/* Megabytes; none is one byte, in which no page fits: 0 would be the default. */
static struct error *read_cache_size(const struct command_line *line, size_t *limit)
{
    const char *written = command_value(line, "--cache-size");
    int64_t size;
    if (!written)
        return NULL;
    if (!text_number(text_of(written), &size) || size < 0 || size > 1 << 20)
        return error_new(line->arena, ERROR_USAGE,
                         "--cache-size takes a number of megabytes from 0 to 1048576, not \"%s\"",
                         written);
    *limit = size ? (size_t)size << 20 : 1;
    return NULL;
}

struct error *command_serve_system(struct command_line *line, struct command_system *system)
{
    struct desk desk = {
        .site = {.bodies = &system->bodies, .store = system->store},
    };
    struct web_options options = {
        .listen =
            command_value(line, "--listen") ? command_value(line, "--listen") : "127.0.0.1:8080",
        .certificate = command_value(line, "--certificate"),
        .key = command_value(line, "--key"),
        .behind_proxy = command_given(line, "--behind-proxy"),
        .context = &desk,
        .resolve = site_resolve,
        .error_page = site_error_page,
        .revision = site_revision,
        .api_version = "1.0.0",
    };
    sigset_t signals;
    options.routes = desk_all_routes(line->arena, &options.route_count);
    TRY(read_cache_size(line, &options.cache_limit));
    /* Blocked before any thread is made, so that only this one hears them. */
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    for (size_t i = 0; i < system->bodies.count; i++)
        if (system->bodies.items[i].outdated)
            fprintf(line->errors,
                    "waarborg: the definitions of %.*s changed: its pages are served, but nothing "
                    "is written until "
                    "waarborg migrate\n",
                    TEXT_FORMAT(system->bodies.items[i].id));
    desk.passwords = people_passwords_new(0, 0);
    struct error *error = listen_and_run(line, system, &options, &signals);
    people_passwords_free(desk.passwords);
    return error;
}

static struct error *serve(struct command_line *line, struct command_system *system)
{
    if (!system->bodies.count)
        return error_new(line->arena, ERROR_INPUT, "there is no body yet: waarborg init adds one");
    return command_serve_system(line, system);
}

static struct error *run(struct command_line *line)
{
    return command_with_system(line, true, serve);
}

static const struct command_option options[] = {
    COMMAND_DATA,
    COMMAND_DEFINITIONS,
    {"--listen", "ADDRESS:PORT", "where to listen (127.0.0.1:8080), or unix:PATH", false, false},
    {"--certificate", "FILE", "serve TLS with this certificate (PEM)", false, false},
    {"--key", "FILE", "its private key (PEM)", false, false},
    {"--cache-size", "MB", "memory for pages that are kept, in megabytes (0: none is kept)", false,
     false},
    {"--behind-proxy", NULL, "believe X-Forwarded-Proto of the reverse proxy", false, false},
    {0},
};

const struct command command_serve = {
    .name = "serve",
    .arguments = "",
    .summary = "Serves the site until it gets SIGTERM or SIGINT.",
    .help = "While it runs, other commands on the same folder run inside it.",
    .options = options,
    .run = run,
};
