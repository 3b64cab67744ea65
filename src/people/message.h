/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_MESSAGE_H
#define PEOPLE_MESSAGE_H

/* What people are asked and told by mail: a queue in the database. A message holds nothing
 * confidential: what it is about, where to go, by when. What it says is gone once it was sent; who
 * was asked what, when, and whether it arrived stays for ever. */

#include "base/clock.h"
#include "base/language.h"
#include "people/people.h"

enum people_message_kind {
    PEOPLE_MESSAGE_FIRST,      /* the link to sign in for the first time */
    PEOPLE_MESSAGE_LOST,       /* the link for who lost the password */
    PEOPLE_MESSAGE_INVITATION, /* an update round opened: confirm or change what is registered */
    PEOPLE_MESSAGE_REMINDER,   /* that was not done yet */
    PEOPLE_MESSAGE_ESCALATION, /* others did not do it: to who looks after the round */
    PEOPLE_MESSAGE_DECISION,   /* something was decided about what you declared */
    PEOPLE_MESSAGE_WAITING,    /* something waits for your decision */
    PEOPLE_MESSAGE_FLAG,       /* something declared asks for a look: to its holder and the clerk */
    PEOPLE_MESSAGE_KINDS,
};

/* "first", "lost", ... as stored. */
const char *people_message_kind_id(enum people_message_kind kind);

/* Whether messages of KIND go at once and by themselves; others go together in one mail. */
bool people_message_is_alone(enum people_message_kind kind);

/* When a message of KIND that comes up at NOW is to be sent: at once, or at seven in the morning
 * where the body is. */
int64_t people_message_due(enum people_message_kind kind, const struct zone *zone, int64_t now);

struct people_message {
    struct text id;        /* "": made by chance. The same id twice is the message once. */
    struct text recipient; /* the id of a person, or an e-mail address */
    enum people_message_kind kind;
    enum language language;
    struct text about; /* what it belongs to, such as a round: to count and to drop by; may be "" */
    struct text topic; /* the id of the register it is about; may be "" */
    struct text path;  /* where to go on the site, without the language */
    struct date until; /* the last day; may be none */
    int64_t count;     /* how many there are; 0: it does not say */
    int64_t planned;   /* the moment from which it is to be sent */
    int64_t attempts;  /* how often it was refused for the time being */
};

/* The kind and id of the job that sends what is due: people/post.h. */
#define PEOPLE_POST_JOB TEXT("mail")

/* Puts any number of messages in the queue within one write. With SCRATCH, an arena that lives
 * until store_change has returned and is reset now and then, memory does not grow with them (NULL:
 * none). Nothing may be kept without the end. */
struct people_messages;
struct people_messages *people_messages_begin(struct store_session *session, struct arena *scratch);
struct error *people_messages_put(struct people_messages *messages,
                                  const struct people_message *message);
struct error *people_messages_end(struct people_messages *messages);

/* One of them. */
struct error *people_message_put(struct store_session *session,
                                 const struct people_message *message);

/* What waits about ABOUT for RECIPIENT (empty: for all) is needed no more: REASON says why. *COUNT
 * (may be NULL) becomes how many; for all a thousand at most, so that a write stays short: again
 * until it is 0. */
struct error *people_message_drop(struct store_session *session, struct text about,
                                  struct text recipient, const char *reason, int64_t *count);

enum people_message_state {
    PEOPLE_MESSAGE_WAITS,
    PEOPLE_MESSAGE_SENT,
    PEOPLE_MESSAGE_FAILED,  /* it cannot arrive */
    PEOPLE_MESSAGE_DROPPED, /* it is needed no more */
};

/* How many messages about ABOUT there are, by kind and state. */
struct people_message_counts {
    int64_t counts[PEOPLE_MESSAGE_KINDS][PEOPLE_MESSAGE_DROPPED + 1];
};
struct error *people_message_count(struct store_session *session, struct text about,
                                   struct people_message_counts *counts);

/* What became of a message. */
struct people_message_record {
    struct text id;
    struct text recipient;
    enum people_message_kind kind;
    struct text about;
    int64_t planned;
    enum people_message_state state;
    int64_t settled; /* 0 while it waits */
    int64_t attempts;
    struct text reason; /* of failed and dropped */
};

/* Those about ABOUT in STATE, behind AFTER (NULL: from the first), 500 at most: who could not be
 * reached, for instance. In ARENA. */
struct error *people_message_list(struct store_session *session, struct arena *arena,
                                  struct text about, enum people_message_state state,
                                  const struct people_message_record *after,
                                  struct people_message_record **records, size_t *count);

/* Those to RECIPIENT, oldest first, behind AFTER; the same. */
struct error *people_message_history(struct store_session *session, struct arena *arena,
                                     struct text recipient,
                                     const struct people_message_record *after,
                                     struct people_message_record **records, size_t *count);

#endif
