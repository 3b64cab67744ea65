/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* waarborg serve: the site, and whatever has to happen while it runs. */

#include "command/serve.h"

#include "command/commands.h"
#include "register/entry.h"
#include "desk/desk.h"
#include "web/server.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { DRAIN_SECONDS = 10 };

/* What was current and is not any longer is put right at start, and at each body's midnight. */
static struct error *pass_midnights(struct command_line *line, const struct command_system *system)
{
    for (size_t i = 0; i < system->bodies.count; i++)
        if (!system->bodies.items[i].outdated)
            TRY(register_pass_midnight(&system->bodies.items[i], line->arena));
    return NULL;
}

/* The first midnight of all bodies after NOW. */
static int64_t next_midnight(const struct command_system *system, int64_t now)
{
    int64_t first = now + INT64_C(86400000000);
    for (size_t i = 0; i < system->bodies.count; i++) {
        int64_t midnight = zone_midnight(system->bodies.items[i].zone, now);
        if (midnight < first)
            first = midnight;
    }
    return first;
}

/* Waits for SIGTERM or SIGINT; true when one came before MOMENT. */
static bool wait_for_end(const sigset_t *signals, int64_t moment)
{
    int64_t rest = moment - clock_now();
    if (rest < 0)
        rest = 0;
    /* An hour at most, so that a clock that was put right is noticed. */
    if (rest > INT64_C(3600000000))
        rest = INT64_C(3600000000);
    struct timespec timeout = {.tv_sec = rest / 1000000, .tv_nsec = rest % 1000000 * 1000};
    int signal = sigtimedwait(signals, NULL, &timeout);
    return signal == SIGTERM || signal == SIGINT;
}

static struct error *run_until_asked(struct command_line *line, struct command_system *system,
                                     const sigset_t *signals)
{
    int64_t midnight = next_midnight(system, clock_now());
    for (;;) {
        if (wait_for_end(signals, midnight))
            return NULL;
        if (clock_now() < midnight)
            continue;
        struct arena *arena = arena_new();
        struct command_line night = *line;
        night.arena = arena;
        struct error *error = pass_midnights(&night, system);
        if (error) {
            fprintf(line->errors, "waarborg: %s; it is tried again in a minute\n",
                    error_string(arena, error));
            midnight = clock_now() + 60000000;
        } else {
            midnight = next_midnight(system, clock_now());
        }
        arena_free(arena);
    }
}

static struct error *listen_and_run(struct command_line *line, struct command_system *system,
                                    struct web_options *options, const sigset_t *signals)
{
    struct command_listener *listener = NULL;
    struct web_server *server;
    TRY(command_listen(line->arena, command_value(line, "--data"), system, &listener));
    struct error *error = web_server_start(line->arena, options, &server);
    if (!error) {
        fprintf(line->output, "Waarborg serves %zu bod%s on %s\n", system->bodies.count,
                system->bodies.count == 1 ? "y" : "ies", command_address(line, options->listen));
        fflush(line->output);
        error = run_until_asked(line, system, signals);
        web_server_stop(server, DRAIN_SECONDS);
    }
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
    TRY(pass_midnights(line, system));
    desk.passwords = people_passwords_new(0, 0);
    struct error *error = listen_and_run(line, system, &options, &signals);
    people_passwords_free(desk.passwords);
    return error;
}

static struct error *run(struct command_line *line)
{
    struct command_system system;
    TRY(command_open(line, true, &system));
    struct error *error = NULL;
    if (!system.bodies.count)
        error = error_new(line->arena, ERROR_INPUT, "there is no body yet: waarborg init adds one");
    if (!error)
        error = command_serve_system(line, &system);
    command_close(line, &system);
    return error;
}

static const struct command_option options[] = {
    {"--data", "DATA", "a folder (SQLite) or a postgresql:// address", true, false},
    {"--listen", "ADDRESS:PORT", "where to listen (127.0.0.1:8080), or unix:PATH", false, false},
    {"--certificate", "FILE", "serve TLS with this certificate (PEM)", false, false},
    {"--key", "FILE", "its private key (PEM)", false, false},
    {"--cache-size", "MB", "memory for pages that are kept, in megabytes (0: none is kept)",
     false, false},
    {"--behind-proxy", NULL, "believe X-Forwarded-Proto of the reverse proxy", false, false},
    {"--definitions", "DIR", "folder with a folder per body of its own definitions", false, false},
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
