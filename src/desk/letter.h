/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef DESK_LETTER_H
#define DESK_LETTER_H

/* The words of mails (templates/letter.txt), and who gets them. A mail says what is asked, by when,
 * and where to go; whatever it is about is read there, by who is signed in. */

#include "people/post.h"
#include "register/body.h"

/* One thing that a mail is about. */
struct desk_notice {
    enum people_message_kind kind;
    struct text topic;   /* what the register is called; "" where it is about none */
    struct text address; /* where to go: https://... */
    struct date until;   /* may be none */
    int64_t count;
};

struct desk_letter {
    struct text body;
    struct text host; /* to be typed by who does not trust the mail */
    struct desk_notice *notices;
    size_t count;
};

/* For struct people_post, whose context is then a body. */
struct error *desk_letter_reach(void *body, struct arena *arena, struct text person,
                                struct people_reached *reached);
struct error *desk_letter_write(void *body, struct arena *arena, const struct people_letter *letter,
                                struct text *subject, struct text *text);

#endif
