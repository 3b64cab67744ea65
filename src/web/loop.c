/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/inside.h"

#include "base/clock.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 64, SECOND = 1000000, TICK = 1000, POKE_TICK = 4 /* milliseconds */ };

static int64_t phase_time(const struct web_loop *loop, enum web_phase phase)
{
    const struct web_options *options = &loop->server->options;
    switch (phase) {
    case WEB_IDLE:
        return (int64_t)options->idle_seconds * SECOND;
    case WEB_READING:
    case WEB_GATHERING:
        return (int64_t)options->head_seconds * SECOND;
    case WEB_WORKING:
        /* A little more, so that a handler that keeps to its deadline can still say why. */
        return ((int64_t)options->request_seconds + 2) * SECOND;
    case WEB_SENDING:
        return (int64_t)WEB_SEND_SECONDS * SECOND;
    default:
        return (int64_t)WEB_PART_SECONDS * SECOND;
    }
}

static void unlink_phase(struct web_connection *connection)
{
    struct web_loop *loop = connection->loop;
    *(connection->earlier ? &connection->earlier->later : &loop->phases[connection->phase].first) =
        connection->later;
    *(connection->later ? &connection->later->earlier : &loop->phases[connection->phase].last) =
        connection->earlier;
}

void web_phase_set(struct web_connection *connection, enum web_phase phase)
{
    struct web_loop *loop = connection->loop;
    if (connection->deadline)
        unlink_phase(connection);
    connection->phase = phase;
    connection->deadline = loop->now + phase_time(loop, phase);
    connection->later = NULL;
    connection->earlier = loop->phases[phase].last;
    *(connection->earlier ? &connection->earlier->later : &loop->phases[phase].first) = connection;
    loop->phases[phase].last = connection;
}

void web_loop_wake(struct web_loop *loop)
{
    uint64_t one = 1;
    while (write(loop->wake, &one, sizeof one) < 0 && errno == EINTR)
        ;
}

void web_loop_done(struct web_loop *loop, struct web_job *job)
{
    pthread_mutex_lock(&loop->lock);
    bool first = !loop->done;
    job->next = loop->done;
    loop->done = job;
    pthread_mutex_unlock(&loop->lock);
    if (first)
        web_loop_wake(loop);
}

static void answer_done(struct web_loop *loop)
{
    uint64_t count;
    if (read(loop->wake, &count, sizeof count) < 0)
        return;
    pthread_mutex_lock(&loop->lock);
    struct web_job *job = loop->done;
    loop->done = NULL;
    pthread_mutex_unlock(&loop->lock);
    while (job) {
        struct web_job *next = job->next;
        web_connection_answer(job->connection);
        job = next;
    }
}

/* When there are too many connections, the one that has been idle longest makes room. */
static bool make_room(struct web_loop *loop)
{
    if (atomic_load(&loop->server->connections) < loop->server->options.connection_limit)
        return true;
    struct web_connection *idle = loop->phases[WEB_IDLE].first;
    if (!idle)
        return false;
    web_connection_close(idle);
    return true;
}

static void accept_one(struct web_loop *loop)
{
    int fd = accept4(loop->server->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) {
        if ((errno == EMFILE || errno == ENFILE) && loop->phases[WEB_IDLE].first)
            web_connection_close(loop->phases[WEB_IDLE].first);
        return;
    }
    struct web_connection *connection = make_room(loop) ? web_connection_new(loop, fd) : NULL;
    if (!connection) {
        close(fd);
        return;
    }
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
                                .data.ptr = connection};
    web_phase_set(connection, WEB_IDLE);
    if (epoll_ctl(loop->epoll, EPOLL_CTL_ADD, fd, &event))
        web_connection_close(connection);
}

static void expire(struct web_loop *loop)
{
    for (int phase = WEB_IDLE; phase < WEB_CLOSED; phase++) {
        struct web_connection *connection;
        while ((connection = loop->phases[phase].first) && connection->deadline <= loop->now)
            web_connection_expire(connection);
    }
}

static void set_date(struct web_loop *loop)
{
    if (loop->date_size && loop->date_second == loop->now / SECOND)
        return;
    loop->date_second = loop->now / SECOND;
    loop->date_size = web_date(loop->date);
}

/* No new connections; those that are between requests go. */
static void stop_listening(struct web_loop *loop)
{
    if (loop->listening)
        epoll_ctl(loop->epoll, EPOLL_CTL_DEL, loop->server->listener, NULL);
    loop->listening = false;
    while (loop->phases[WEB_IDLE].first)
        web_connection_close(loop->phases[WEB_IDLE].first);
}

/* Out of patience: all that no worker has goes; what workers read or write breaks off. */
static void cut_off(struct web_loop *loop)
{
    for (int phase = WEB_IDLE; phase < WEB_CLOSED; phase++) {
        struct web_connection *next;
        for (struct web_connection *connection = loop->phases[phase].first; connection;
             connection = next) {
            next = connection->later;
            if (phase != WEB_PARTING)
                atomic_store(&loop->server->cut_off, true);
            if (phase == WEB_WORKING)
                web_connection_expire(connection);
            else
                web_connection_close(connection);
        }
    }
}

static void handle(struct web_loop *loop, const struct epoll_event *event)
{
    if (event->data.ptr == loop->server) {
        accept_one(loop);
    } else if (event->data.ptr == loop) {
        answer_done(loop);
    } else {
        struct web_connection *connection = event->data.ptr;
        connection->readable = connection->writable = true;
        if (event->events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR))
            connection->half_closed = true;
        if (event->events & (EPOLLHUP | EPOLLERR) && connection->phase == WEB_WORKING)
            web_connection_expire(connection);
        else
            web_connection_run(connection);
    }
}

void *web_loop_run(void *argument)
{
    struct web_loop *loop = argument;
    struct web_server *server = loop->server;
    struct epoll_event events[EVENTS];
    loop->now = clock_monotonic();
    while (true) {
        bool waiting = web_pool_poke(server->pool);
        int count = epoll_wait(loop->epoll, events, EVENTS,
                               waiting             ? POKE_TICK
                               : loop->connections ? TICK
                                                   : -1);
        loop->now = clock_monotonic();
        set_date(loop);
        for (int i = 0; i < count; i++)
            handle(loop, &events[i]);
        expire(loop);
        int stopping = atomic_load(&server->stopping);
        if (stopping)
            stop_listening(loop);
        if (stopping > 1)
            cut_off(loop);
        web_connections_reap(loop);
        if (stopping && !loop->connections)
            return NULL;
    }
}
