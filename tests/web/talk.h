/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_WEB_TALK_H
#define TESTS_WEB_TALK_H

/* Talks HTTP byte by byte, as no proper client would. */

#include "base/text.h"

/* A connection to the port on this machine, or -1. */
int talk_connect(unsigned port);

/* Sends all; false when the other side is gone. */
bool talk_send(int socket, struct text bytes);

struct talk_answer {
    int status; /* 0: none came in time, or the connection ended before a whole answer */
    struct text head;
    struct text content;
};

/* One whole answer, chunks joined; waits for at most MILLISECONDS. Bytes behind it stay unread. */
struct talk_answer talk_receive(struct arena *arena, int socket, bool head_only, int milliseconds);

/* Whether the other side ends the connection within MILLISECONDS. */
bool talk_ends(int socket, int milliseconds);

/* The value of a header of that answer, empty without. */
struct text talk_header(struct talk_answer answer, const char *name);

/* All at once: connect, send, receive one answer, close. */
struct talk_answer talk_ask(struct arena *arena, unsigned port, struct text bytes);

/* GET of PATH with HEADERS ("Accept: x\r\n" or ""). */
struct talk_answer talk_get(struct arena *arena, unsigned port, const char *path,
                            const char *headers);

#endif
