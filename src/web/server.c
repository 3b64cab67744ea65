/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/inside.h"

#include "web/listen.h"

#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

struct arena *web_arena_take(struct web_server *server)
{
    struct arena *arena = NULL;
    pthread_mutex_lock(&server->lock);
    if (server->arena_count)
        arena = server->arenas[--server->arena_count];
    pthread_mutex_unlock(&server->lock);
    return arena ? arena : arena_new();
}

void web_arena_give(struct web_server *server, struct arena *arena)
{
    arena_reset(arena);
    pthread_mutex_lock(&server->lock);
    bool kept = server->arena_count < WEB_ARENAS;
    if (kept)
        server->arenas[server->arena_count++] = arena;
    pthread_mutex_unlock(&server->lock);
    if (!kept)
        arena_free(arena);
}

static unsigned processors(void)
{
    cpu_set_t set;
    unsigned count = sched_getaffinity(0, sizeof set, &set) == 0 ? (unsigned)CPU_COUNT(&set) : 1;
    return count > 8 ? 8 : count;
}

/* Connections must leave descriptors for the database and for files. */
static unsigned affordable(unsigned wanted)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
        limit.rlim_cur / 4 * 3 < wanted)
        return (unsigned)(limit.rlim_cur / 4 * 3);
    return wanted;
}

static void fill_defaults(struct web_options *options)
{
#define DEFAULT(member, value)                                                                     \
    if (!options->member)                                                                          \
    options->member = (value)
    DEFAULT(event_threads, processors());
    DEFAULT(worker_threads, 128);
    DEFAULT(queue_limit, 1024);
    DEFAULT(connection_limit, 4096);
    DEFAULT(cache_limit, (size_t)16 << 20);
    DEFAULT(content_limit, (size_t)16 << 20);
    DEFAULT(head_seconds, 10);
    DEFAULT(idle_seconds, 30);
    DEFAULT(request_seconds, 30);
    DEFAULT(long_limit, (options->worker_threads + 1) / 2);
#undef DEFAULT
    options->connection_limit = affordable(options->connection_limit);
}

static struct error *loop_open(struct arena *arena, struct web_server *server,
                               struct web_loop *loop)
{
    loop->server = server;
    pthread_mutex_init(&loop->lock, NULL);
    loop->epoll = epoll_create1(EPOLL_CLOEXEC);
    loop->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    struct epoll_event listening = {.events = EPOLLIN | EPOLLEXCLUSIVE, .data.ptr = server};
    struct epoll_event waking = {.events = EPOLLIN, .data.ptr = loop};
    if (loop->epoll < 0 || loop->wake < 0 ||
        epoll_ctl(loop->epoll, EPOLL_CTL_ADD, server->listener, &listening) ||
        epoll_ctl(loop->epoll, EPOLL_CTL_ADD, loop->wake, &waking))
        return error_system(arena, "cannot start an event thread");
    loop->listening = true;
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    loop->started = pthread_create(&loop->thread, NULL, web_loop_run, loop) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return loop->started ? NULL : error_system(arena, "cannot start an event thread");
}

static void loop_close(struct web_loop *loop)
{
    if (loop->epoll >= 0)
        close(loop->epoll);
    if (loop->wake >= 0)
        close(loop->wake);
    pthread_mutex_destroy(&loop->lock);
}

static void server_free(struct web_server *server)
{
    for (unsigned i = 0; i < server->options.event_threads; i++)
        loop_close(&server->loops[i]);
    free(server->loops);
    if (server->listener >= 0)
        close(server->listener);
    if (server->path)
        unlink(server->path);
    web_cache_free(server->cache);
    web_page_release(server->health);
    web_tls_free(server->tls);
    while (server->arena_count)
        arena_free(server->arenas[--server->arena_count]);
    pthread_mutex_destroy(&server->lock);
    arena_free(server->arena);
    free(server);
}

static struct error *open_all(struct arena *arena, struct web_server *server)
{
    const struct web_options *options = &server->options;
    if (!options->certificate != !options->key)
        return error_new(arena, ERROR_USAGE, "TLS needs both a certificate and its key");
    if (options->certificate)
        TRY(web_tls_new(arena, options->certificate, options->key, &server->tls));
    const char *path;
    TRY(web_listen(arena, options->listen, &server->listener, &server->port, &path));
    server->path = path;
    for (unsigned i = 0; i < options->event_threads; i++)
        TRY(loop_open(arena, server, &server->loops[i]));
    return NULL;
}

struct error *web_server_start(struct arena *arena, const struct web_options *options,
                               struct web_server **server)
{
    struct web_server *fresh = calloc(1, sizeof *fresh);
    if (!fresh)
        abort();
    fresh->options = *options;
    fill_defaults(&fresh->options);
    fresh->arena = arena_new();
    fresh->router = web_router_new(fresh->arena, options->routes, options->route_count);
    fresh->cache = web_cache_new(fresh->options.cache_limit);
    fresh->pool = web_pool_new(fresh->options.worker_threads, fresh->options.queue_limit);
    fresh->health = web_answer_health(fresh->arena);
    fresh->listener = -1;
    pthread_mutex_init(&fresh->lock, NULL);
    fresh->loops = calloc(fresh->options.event_threads, sizeof *fresh->loops);
    if (!fresh->loops)
        abort();
    for (unsigned i = 0; i < fresh->options.event_threads; i++)
        fresh->loops[i].epoll = fresh->loops[i].wake = -1;
    struct error *error = open_all(arena, fresh);
    if (error)
        web_server_stop(fresh, 0);
    else
        *server = fresh;
    return error;
}

static void wake_all(struct web_server *server, int stopping)
{
    atomic_store(&server->stopping, stopping);
    for (unsigned i = 0; i < server->options.event_threads; i++)
        if (server->loops[i].started)
            web_loop_wake(&server->loops[i]);
}

bool web_server_stop(struct web_server *server, unsigned seconds)
{
    wake_all(server, 1);
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += seconds;
    for (unsigned i = 0; i < server->options.event_threads; i++) {
        struct web_loop *loop = &server->loops[i];
        if (!loop->started)
            continue;
        if (pthread_timedjoin_np(loop->thread, NULL, &until)) {
            wake_all(server, 2);
            pthread_join(loop->thread, NULL);
        }
    }
    bool clean = !atomic_load(&server->cut_off);
    web_pool_free(server->pool);
    server_free(server);
    return clean;
}

unsigned web_server_port(const struct web_server *server)
{
    return server->port;
}

void web_server_forget(struct web_server *server)
{
    web_cache_clear(server->cache);
}
