/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_POST_H
#define PEOPLE_POST_H

/* Sends the messages that are due: all that wait for one person in one mail. Each mail is marked
 * right after the server accepted it, and its Message-ID follows from what is in it; so a second
 * copy can only follow when the program was killed, or the connection lost, between the two. */

#include "people/message.h"
#include "people/smtp.h"

#include <stdatomic.h>

/* What a mail is written from: one message that goes alone, or all that go together. */
struct people_letter {
    enum language language;
    const struct people_message *messages;
    size_t count;
    struct text token; /* of the link, in a mail that has one */
};

/* Somebody who is to be reached; the texts live in the arena that was given. */
struct people_reached {
    bool present;        /* they have not left */
    struct text name;    /* may be empty, as the address */
    struct text address; /* where they have no account: what they sign in with is theirs for sure */
};

/* What is known above this room. */
struct people_post {
    struct store *store;
    struct text body;
    struct label name;                       /* of the body, from which mails come */
    const struct people_mail_server *server; /* NULL: none is set up, and what is due is dropped */
    void *context;

    /* How a person is called and reached. */
    struct error *(*reach)(void *context, struct arena *arena, struct text person,
                           struct people_reached *reached);

    /* The words of a mail, in ARENA. */
    struct error *(*write)(void *context, struct arena *arena, const struct people_letter *letter,
                           struct text *subject, struct text *text);
};

/* Sends what is due, for a minute at most and until ENDING is true. *AGAIN becomes the moment at
 * which there is more to send, 0 for none. ERROR_UNAVAILABLE: the mail server cannot be used now,
 * and nothing is lost; what could not be sent for three days has failed. */
struct error *people_post_send(const struct people_post *post, struct arena *arena,
                               const _Atomic bool *ending, int64_t *again);

#endif
