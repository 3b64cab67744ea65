/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_PEOPLE_MAIL_SERVER_H
#define TESTS_PEOPLE_MAIL_SERVER_H

/* A real mail server (smtp_server.py says what it does), which ends with the test. */

#include "support.h"

#include "base/text.h"

#include <sys/types.h>

struct mail_server {
    struct arena *arena;
    pid_t process;
    int input;  /* it ends when this is closed */
    int output; /* a line for each mail */
    struct text port;
    char folder[64];
};

/* OPTIONS of smtp_server.py, ended by NULL. */
struct mail_server *mail_server_start(struct arena *arena, const char *const *options);
void mail_server_stop(struct mail_server *server);

/* Waits for the next mail; the test fails after some seconds. */
void mail_server_wait(struct mail_server *server);

/* How many mails it has. */
int mail_server_count(const struct mail_server *server);

/* The mail NUMBER (from 1), as it came or as it is read; NULL when there is none. */
const char *mail_server_raw(const struct mail_server *server, int number);
const char *mail_server_read(const struct mail_server *server, int number);

#endif
