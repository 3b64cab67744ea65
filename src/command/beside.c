/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A command beside a running server. The server alone writes to its data folder, so the command
 * line goes to it through a socket in that folder, with the caller's streams and folder as
 * descriptors; the server runs the command as if the caller did, and answers with the exit status.
 * Only the same user, or root, is heard. */

#include "command/command.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <fcntl.h>
#include <unistd.h>

enum { PASSED = 4, LARGEST = 64 * 1024 };

struct command_listener {
    int socket;
    struct command_system *system;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t idle;
    size_t running;
    struct sockaddr_un address;
};

static bool address_of(const char *data, struct sockaddr_un *address)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    int size = snprintf(address->sun_path, sizeof address->sun_path, "%s/command.socket", data);
    return size > 0 && (size_t)size < sizeof address->sun_path;
}

static bool is_folder(const char *data)
{
    return strncmp(data, "postgresql:", 11) != 0 && strncmp(data, "postgres:", 9) != 0;
}

/* The arguments as they travel: each with its zero. */
static struct text pack(struct arena *arena, size_t count, const char *const *arguments)
{
    struct buffer buffer = {.arena = arena};
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(&buffer, arguments[i]);
        buffer_add_byte(&buffer, '\0');
    }
    return buffer_text(&buffer);
}

static bool send_all(int socket, struct text packed, const int *descriptors)
{
    union {
        char room[CMSG_SPACE(PASSED * sizeof(int))];
        struct cmsghdr align;
    } control = {0};
    struct iovec part = {(void *)packed.data, packed.size};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(PASSED * sizeof(int));
    memcpy(CMSG_DATA(header), descriptors, PASSED * sizeof(int));
    return sendmsg(socket, &message, MSG_NOSIGNAL) == (ssize_t)packed.size;
}

struct error *command_beside(struct arena *arena, const char *data, size_t count,
                             const char *const *arguments, int *status)
{
    struct sockaddr_un address;
    unsigned char answer;
    if (!is_folder(data) || !address_of(data, &address))
        return error_new(arena, ERROR_UNAVAILABLE, "no server listens in %s", data);
    struct text packed = pack(arena, count, arguments);
    if (packed.size > LARGEST)
        return error_new(arena, ERROR_USAGE, "the command line is too long");
    int descriptor = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    int directory = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    int descriptors[PASSED] = {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO, directory};
    int size = 1 << 20;
    struct error *error = NULL;
    setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    if (descriptor < 0 || directory < 0 ||
        connect(descriptor, (struct sockaddr *)&address, sizeof address) < 0)
        error = error_new(arena, ERROR_UNAVAILABLE, "no server listens in %s", data);
    else if (!send_all(descriptor, packed, descriptors) || recv(descriptor, &answer, 1, 0) != 1)
        error = error_new(
            arena, ERROR_SYSTEM,
            "the running server did not finish the command: look at its log, then try again");
    else
        *status = answer;
    close(directory);
    close(descriptor);
    return error;
}

/* One command that the server runs for somebody. */
struct visit {
    struct command_listener *listener;
    int socket;
    int descriptors[PASSED];
    size_t size;
    char packed[LARGEST];
};

static bool receive(struct visit *visit)
{
    union {
        char room[CMSG_SPACE(PASSED * sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec part = {visit->packed, sizeof visit->packed};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    ssize_t size = recvmsg(visit->socket, &message, MSG_CMSG_CLOEXEC);
    struct cmsghdr *header = size > 0 ? CMSG_FIRSTHDR(&message) : NULL;
    if (!header || header->cmsg_type != SCM_RIGHTS ||
        header->cmsg_len != CMSG_LEN(PASSED * sizeof(int)))
        return false;
    memcpy(visit->descriptors, CMSG_DATA(header), sizeof visit->descriptors);
    visit->size = (size_t)size;
    return visit->packed[size - 1] == '\0';
}

static int run(struct visit *visit)
{
    const char *arguments[COMMAND_ARGUMENTS];
    size_t count = 0;
    for (size_t at = 0; at < visit->size && count < COMMAND_ARGUMENTS;
         at += strlen(visit->packed + at) + 1)
        arguments[count++] = visit->packed + at;
    struct arena *arena = arena_new();
    struct command_line line = {
        .arena = arena,
        .output = fdopen(visit->descriptors[1], "w"),
        .errors = fdopen(visit->descriptors[2], "w"),
        .input = visit->descriptors[0],
        .directory = visit->descriptors[3],
        .inside = visit->listener->system,
    };
    int status = 3;
    if (line.output && line.errors)
        status = command_run(&line, count, arguments);
    if (line.output)
        fclose(line.output);
    if (line.errors)
        fclose(line.errors);
    close(visit->descriptors[0]);
    close(visit->descriptors[3]);
    arena_free(arena);
    return status;
}

static void *serve_visit(void *context)
{
    struct visit *visit = context;
    struct command_listener *listener = visit->listener;
    if (receive(visit)) {
        unsigned char status = (unsigned char)run(visit);
        send(visit->socket, &status, 1, MSG_NOSIGNAL);
    }
    close(visit->socket);
    free(visit);
    pthread_mutex_lock(&listener->lock);
    listener->running--;
    pthread_cond_broadcast(&listener->idle);
    pthread_mutex_unlock(&listener->lock);
    return NULL;
}

static bool is_welcome(int descriptor)
{
    struct ucred who;
    socklen_t size = sizeof who;
    return getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 &&
           (who.uid == geteuid() || who.uid == 0);
}

static void accept_visit(struct command_listener *listener, int descriptor)
{
    pthread_t thread;
    struct visit *visit = is_welcome(descriptor) ? calloc(1, sizeof *visit) : NULL;
    if (!visit) {
        close(descriptor);
        return;
    }
    visit->listener = listener;
    visit->socket = descriptor;
    pthread_mutex_lock(&listener->lock);
    listener->running++;
    pthread_mutex_unlock(&listener->lock);
    if (pthread_create(&thread, NULL, serve_visit, visit) == 0) {
        pthread_detach(thread);
        return;
    }
    pthread_mutex_lock(&listener->lock);
    listener->running--;
    pthread_mutex_unlock(&listener->lock);
    close(descriptor);
    free(visit);
}

static void *listen_on(void *context)
{
    struct command_listener *listener = context;
    for (;;) {
        int descriptor = accept4(listener->socket, NULL, NULL, SOCK_CLOEXEC);
        if (descriptor >= 0)
            accept_visit(listener, descriptor);
        else if (errno != EINTR && errno != ECONNABORTED && errno != EMFILE)
            return NULL;
    }
}

struct error *command_listen(struct arena *arena, const char *data, struct command_system *system,
                             struct command_listener **result)
{
    *result = NULL;
    if (!is_folder(data))
        return NULL;
    struct command_listener *listener = ARENA_NEW(arena, struct command_listener);
    *listener = (struct command_listener){
        .system = system, .lock = PTHREAD_MUTEX_INITIALIZER, .idle = PTHREAD_COND_INITIALIZER};
    if (!address_of(data, &listener->address))
        return error_new(arena, ERROR_INPUT, "the path of %s is too long", data);
    /* We hold the folder's lock, so a socket that is there was left behind. */
    unlink(listener->address.sun_path);
    listener->socket = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    mode_t mask = umask(0177);
    int bound =
        bind(listener->socket, (struct sockaddr *)&listener->address, sizeof listener->address);
    umask(mask);
    if (listener->socket < 0 || bound < 0 || listen(listener->socket, 16) < 0 ||
        pthread_create(&listener->thread, NULL, listen_on, listener) != 0)
        return error_system(arena, "listening at %s", listener->address.sun_path);
    *result = listener;
    return NULL;
}

void command_listen_stop(struct command_listener *listener)
{
    if (!listener)
        return;
    shutdown(listener->socket, SHUT_RDWR);
    pthread_join(listener->thread, NULL);
    close(listener->socket);
    unlink(listener->address.sun_path);
    pthread_mutex_lock(&listener->lock);
    while (listener->running)
        pthread_cond_wait(&listener->idle, &listener->lock);
    pthread_mutex_unlock(&listener->lock);
}
