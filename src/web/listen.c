/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/listen.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

/* A socket file that nobody listens at any more is left over from before. */
static void remove_dead(const struct sockaddr_un *place)
{
    struct stat status;
    if (lstat(place->sun_path, &status) || !S_ISSOCK(status.st_mode))
        return;
    int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (probe < 0)
        return;
    if (connect(probe, (const struct sockaddr *)place, sizeof *place) && errno == ECONNREFUSED)
        unlink(place->sun_path);
    close(probe);
}

/* Who may come near the socket is for its folder to say: the reverse proxy is another user. */
static struct error *listen_unix(struct arena *arena, const char *path, int *result)
{
    struct sockaddr_un place = {.sun_family = AF_UNIX};
    if (!*path || strlen(path) >= sizeof place.sun_path)
        return error_new(arena, ERROR_USAGE, "unix:%s: the path is empty or too long", path);
    memcpy(place.sun_path, path, strlen(path));
    remove_dead(&place);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&place, sizeof place) || chmod(path, 0666) ||
        listen(fd, BACKLOG)) {
        struct error *error = error_system(arena, "cannot listen at unix:%s", path);
        if (fd >= 0)
            close(fd);
        return error;
    }
    *result = fd;
    return NULL;
}

static struct error *listen_at(struct arena *arena, const char *address,
                               const struct addrinfo *place, int *result)
{
    int fd = socket(place->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int one = 1;
    int off = 0;
    if (fd >= 0) {
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); /* inherited */
        if (place->ai_family == AF_INET6)
            setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    }
    if (fd < 0 || bind(fd, place->ai_addr, place->ai_addrlen) || listen(fd, BACKLOG)) {
        struct error *error = error_system(arena, "cannot listen at %s", address);
        if (fd >= 0)
            close(fd);
        return error;
    }
    *result = fd;
    return NULL;
}

struct error *web_listen(struct arena *arena, const char *address, int *fd, unsigned *port,
                         const char **path)
{
    *port = 0;
    *path = NULL;
    if (strncmp(address, "unix:", 5) == 0) {
        *path = address + 5;
        return listen_unix(arena, address + 5, fd);
    }
    const char *colon = strrchr(address, ':');
    int64_t number;
    if (!colon || !text_number(text_of(colon + 1), &number) || number > 65535)
        return error_new(arena, ERROR_USAGE,
                         "%s is no address to listen at: ADDRESS:PORT or unix:PATH", address);
    struct text name = {address, (size_t)(colon - address)};
    if (text_starts(name, "[") && text_ends(name, "]"))
        name = text_slice(name, 1, name.size - 1);
    struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    int status =
        getaddrinfo(name.size ? text_string(arena, name) : "::", colon + 1, &hints, &found);
    if (status)
        return error_new(arena, ERROR_USAGE, "cannot listen at %s: %s", address,
                         gai_strerror(status));
    struct error *error = listen_at(arena, address, found, fd);
    if (error && !name.size) { /* a system without IPv6 */
        freeaddrinfo(found);
        found = NULL;
        if (getaddrinfo("0.0.0.0", colon + 1, &hints, &found) == 0)
            error = listen_at(arena, address, found, fd);
    }
    if (found)
        freeaddrinfo(found);
    if (error)
        return error;
    union {
        struct sockaddr any;
        struct sockaddr_in four;
        struct sockaddr_in6 six;
    } bound = {0};
    socklen_t size = sizeof bound;
    if (getsockname(*fd, &bound.any, &size) == 0)
        *port = ntohs(bound.any.sa_family == AF_INET6 ? bound.six.sin6_port : bound.four.sin_port);
    return NULL;
}
