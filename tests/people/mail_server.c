/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "mail_server.h"

#include "base/file.h"

#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OPTIONS_MOST = 8, PATIENCE = 20000 };

/* A line that the server prints, without its end. */
static struct text read_line(struct mail_server *server)
{
    struct buffer line = {.arena = server->arena};
    struct pollfd ready = {.fd = server->output, .events = POLLIN};
    char byte = '\0';
    while (byte != '\n') {
        if (poll(&ready, 1, PATIENCE) != 1 || read(server->output, &byte, 1) != 1)
            fail_msg("the mail server says nothing: is python3-aiosmtpd installed?");
        if (byte != '\n')
            buffer_add_byte(&line, byte);
    }
    return buffer_text(&line);
}

static void run(const struct mail_server *server, const char *const *options)
{
    /* Debian's own, which has aiosmtpd. */
    const char *arguments[OPTIONS_MOST] = {"/usr/bin/python3", SMTP_SERVER, server->folder};
    for (size_t i = 0; options[i] && i + 4 < OPTIONS_MOST; i++)
        arguments[i + 3] = options[i];
    execv(arguments[0], (char *const *)arguments);
    _exit(127);
}

struct mail_server *mail_server_start(struct arena *arena, const char *const *options)
{
    struct mail_server *server = ARENA_NEW(arena, struct mail_server);
    const char *temporary = getenv("TMPDIR");
    int in[2];
    int out[2];
    server->arena = arena;
    snprintf(server->folder, sizeof server->folder, "%s/waarborg-mail-XXXXXX",
             temporary ? temporary : "/tmp");
    assert_non_null(mkdtemp(server->folder));
    assert_int_equal(pipe(in), 0);
    assert_int_equal(pipe(out), 0);
    fflush(NULL);
    server->process = fork();
    if (!server->process) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        close(in[1]);
        close(out[0]);
        run(server, options);
    }
    close(in[0]);
    close(out[1]);
    server->input = in[1];
    server->output = out[0];
    server->port = read_line(server);
    return server;
}

static int remove_one(const char *path, const struct stat *status, int flag, struct FTW *walk)
{
    (void)status;
    (void)flag;
    (void)walk;
    return remove(path);
}

void mail_server_stop(struct mail_server *server)
{
    close(server->input);
    close(server->output);
    kill(server->process, SIGTERM);
    waitpid(server->process, NULL, 0);
    nftw(server->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

void mail_server_wait(struct mail_server *server)
{
    read_line(server);
}

static const char *read_mail(const struct mail_server *server, int number, const char *ending)
{
    struct text content;
    struct text path = text_format(server->arena, "%s/%04d.%s", server->folder, number, ending);
    if (access(path.data, R_OK) != 0)
        return NULL;
    assert_fine(server->arena, file_read(server->arena, path.data, 1 << 20, &content));
    return content.data;
}

const char *mail_server_raw(const struct mail_server *server, int number)
{
    return read_mail(server, number, "eml");
}

const char *mail_server_read(const struct mail_server *server, int number)
{
    return read_mail(server, number, "txt");
}

int mail_server_count(const struct mail_server *server)
{
    int count = 0;
    while (mail_server_raw(server, count + 1))
        count++;
    return count;
}
