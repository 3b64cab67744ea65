/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "talk.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

int talk_connect(unsigned port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in place = {.sin_family = AF_INET,
                                .sin_port = htons((uint16_t)port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(fd, (struct sockaddr *)&place, sizeof place) == 0)
        return fd;
    close(fd);
    return -1;
}

bool talk_send(int socket, struct text bytes)
{
    while (bytes.size) {
        ssize_t sent = send(socket, bytes.data, bytes.size, MSG_NOSIGNAL);
        if (sent < 0)
            return false;
        bytes = text_slice(bytes, (size_t)sent, bytes.size);
    }
    return true;
}

static ssize_t receive(int fd, char *data, size_t size, int milliseconds)
{
    struct pollfd wait = {fd, POLLIN, 0};
    if (poll(&wait, 1, milliseconds) <= 0)
        return -1;
    return recv(fd, data, size, 0);
}

static bool receive_line(int fd, struct buffer *buffer, int milliseconds)
{
    char c = 0;
    while (c != '\n') {
        if (receive(fd, &c, 1, milliseconds) != 1)
            return false;
        buffer_add_byte(buffer, c);
    }
    return true;
}

static bool receive_bytes(int fd, struct buffer *buffer, size_t size, int milliseconds)
{
    while (size) {
        char bytes[16384];
        ssize_t got = receive(fd, bytes, size < sizeof bytes ? size : sizeof bytes, milliseconds);
        if (got <= 0)
            return false;
        buffer_add(buffer, (struct text){bytes, (size_t)got});
        size -= (size_t)got;
    }
    return true;
}

static bool receive_chunks(struct arena *arena, int fd, struct buffer *content, int milliseconds)
{
    for (unsigned long size = 1; size;) {
        struct buffer line = {.arena = arena};
        if (!receive_line(fd, &line, milliseconds))
            return false;
        size = strtoul(buffer_string(&line), NULL, 16);
        if (!receive_bytes(fd, content, size, milliseconds))
            return false;
        struct buffer end = {.arena = arena};
        if (!receive_line(fd, &end, milliseconds))
            return false;
    }
    return true;
}

struct text talk_header(struct talk_answer answer, const char *name)
{
    struct text line;
    while (answer.head.size && text_next(&answer.head, '\n', &line)) {
        size_t colon = text_find(line, 0, TEXT(":"));
        if (colon == strlen(name) && strncasecmp(line.data, name, colon) == 0)
            return text_trim(text_slice(line, colon + 1, line.size));
    }
    return (struct text){0};
}

struct talk_answer talk_receive(struct arena *arena, int socket, bool head_only, int milliseconds)
{
    struct talk_answer answer = {0};
    struct buffer head = {.arena = arena};
    struct buffer content = {.arena = arena};
    while (!text_ends(buffer_text(&head), "\r\n\r\n"))
        if (!receive_line(socket, &head, milliseconds))
            return answer;
    answer.head = buffer_text(&head);
    int status = (int)strtol(answer.head.data + 9, NULL, 10);
    int64_t length = 0;
    bool whole = true;
    if (head_only || status < 200 || status == 204 || status == 304)
        whole = true;
    else if (text_is(talk_header(answer, "transfer-encoding"), "chunked"))
        whole = receive_chunks(arena, socket, &content, milliseconds);
    else if (text_number(talk_header(answer, "content-length"), &length))
        whole = receive_bytes(socket, &content, (size_t)length, milliseconds);
    else
        receive_bytes(socket, &content, SIZE_MAX, milliseconds);
    answer.content = buffer_text(&content);
    answer.status = whole ? status : 0;
    return answer;
}

bool talk_ends(int socket, int milliseconds)
{
    char byte;
    return receive(socket, &byte, 1, milliseconds) == 0;
}

struct talk_answer talk_ask(struct arena *arena, unsigned port, struct text bytes)
{
    int fd = talk_connect(port);
    struct talk_answer answer = {0};
    if (fd < 0)
        return answer;
    talk_send(fd, bytes);
    answer = talk_receive(arena, fd, text_starts(bytes, "HEAD"), 5000);
    close(fd);
    return answer;
}

struct talk_answer talk_get(struct arena *arena, unsigned port, const char *path,
                            const char *headers)
{
    return talk_ask(
        arena, port,
        text_format(arena, "GET %s HTTP/1.1\r\nHost: example.nl\r\n%s\r\n", path, headers));
}
