/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_SMTP_H
#define PEOPLE_SMTP_H

/* Handing mails to a mail server: SMTP over TLS from the start (smtps://), or from STARTTLS on
 * (smtp://). Nothing is sent in the clear but to this computer itself. */

#include "base/error.h"
#include "base/text.h"

struct people_mail_server {
    struct text address;       /* smtp://HOST[:PORT] or smtps://HOST[:PORT] */
    struct text from;          /* the address that mails come from */
    struct text user;          /* empty: without signing in */
    struct text password_file; /* its first line is the password; empty: WAARBORG_MAIL_PASSWORD */
    struct text name;          /* what we say we are called: a host name */
};

enum people_smtp_result {
    PEOPLE_SMTP_ACCEPTED,
    PEOPLE_SMTP_REFUSED, /* this mail, for good */
    PEOPLE_SMTP_LATER,   /* this mail, for now */
    PEOPLE_SMTP_AWAY,    /* no mail can be sent now */
};

struct people_smtp_answer {
    enum people_smtp_result result;
    int code;         /* what the server said; 0: nothing */
    bool of_mail;     /* of AWAY: it went wrong when this mail was under way */
    const char *what; /* of AWAY: what went wrong, without anything of the mail */
};

/* A connection, which is made when the first mail is sent. ERROR_UNAVAILABLE when the password
 * cannot be read. */
struct people_smtp;
struct error *people_smtp_new(struct arena *arena, const struct people_mail_server *server,
                              struct people_smtp **smtp);
void people_smtp_free(struct people_smtp *smtp);

/* Sends one mail, in a minute at most; ANSWER->what lives in ARENA. */
void people_smtp_send(struct people_smtp *smtp, struct arena *arena, struct text to,
                      struct text mail, struct people_smtp_answer *answer);

#endif
