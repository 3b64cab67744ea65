/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/postgresql.h"

#include "base/clock.h"

#include <poll.h>

/* Listens for the revisions that other programs make. While the connection is away nothing is
 * heard, so all of them are read when it is back. */

enum { RETRY = 500, SIGN_OF_LIFE = 10000000 };

/* "BODY SCOPE NUMBER"; a scope may hold spaces, a body may not. */
static void take_line(struct store *store, struct text line)
{
    size_t space = text_find(line, 0, TEXT(" "));
    size_t last = line.size;
    int64_t number;
    while (last > space && line.data[last - 1] != ' ')
        last--;
    if (last > space + 1 && text_number(text_slice(line, last, line.size), &number))
        store_revisions_set(store->revisions, text_slice(line, 0, space),
                            text_slice(line, space + 1, last - 1), (uint64_t)number);
}

static struct error *take_notices(struct store_connection *connection, struct arena *arena)
{
    PGnotify *notice;
    bool all = false;
    while ((notice = PQnotifies(connection->link))) {
        struct text rest = text_of(notice->extra);
        struct text line;
        all = all || text_is(rest, "*");
        while (text_next(&rest, '\n', &line))
            take_line(connection->store, line);
        PQfreemem(notice);
    }
    return all ? store_revisions_load(arena, connection->store, connection) : NULL;
}

static struct error *listen(struct store *store, struct arena *arena,
                            struct store_connection **connection)
{
    TRY(store_postgresql_connect(arena, store, STORE_READER, connection));
    TRY(store_postgresql_execute(*connection, arena, "LISTEN waarborg_revision", "listening"));
    if (atomic_load(&store->current))
        TRY(store_revisions_load(arena, store, *connection));
    return take_notices(*connection, arena); /* those that came in while it was reading */
}

/* One turn: waits until something comes in, or until the store ends. */
static struct error *hear(struct store_connection *connection, struct arena *arena, int64_t *heard)
{
    struct pollfd descriptors[] = {
        {.fd = PQsocket(connection->link), .events = POLLIN},
        {.fd = connection->store->ending, .events = POLLIN},
    };
    poll(descriptors, 2, SIGN_OF_LIFE / 1000);
    if (descriptors[0].revents && !PQconsumeInput(connection->link))
        return error_new(arena, ERROR_UNAVAILABLE, "the connection is lost");
    if (clock_monotonic() - *heard > SIGN_OF_LIFE) {
        /* A link can be dead without either side noticing. */
        TRY(store_postgresql_execute(connection, arena, "SELECT 1", "listening"));
        *heard = clock_monotonic();
    }
    return take_notices(connection, arena);
}

void *store_postgresql_follow(void *context)
{
    struct store *store = context;
    struct store_connection *connection = NULL;
    struct arena *arena = arena_new();
    int64_t heard = 0;
    while (!store_is_ending(store, connection ? 0 : heard ? RETRY : 0)) {
        struct error *error;
        arena_reset(arena);
        if (connection) {
            error = hear(connection, arena, &heard);
        } else {
            error = listen(store, arena, &connection);
            heard = clock_monotonic();
        }
        if (error && connection) {
            store_postgresql_disconnect(connection);
            connection = NULL;
        }
    }
    if (connection)
        store_postgresql_disconnect(connection);
    arena_free(arena);
    return NULL;
}
