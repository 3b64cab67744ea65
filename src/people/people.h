/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_PEOPLE_H
#define PEOPLE_PEOPLE_H

/* What all of this room's functions take, and every term in it. */

#include "store/store.h"

/* Where and when something is done. What is read lives in ARENA. NOW is a moment of clock_now(); a
 * request has one, so that it does not fall between two terms. */
struct people_context {
    struct arena *arena;
    struct store *store;
    struct text body;
    int64_t now;
};

/* Durations in microseconds. */
#define PEOPLE_MINUTE (INT64_C(60) * 1000000)
#define PEOPLE_HOUR   (60 * PEOPLE_MINUTE)
#define PEOPLE_DAY    (24 * PEOPLE_HOUR)

#define PEOPLE_SESSION_TERM (12 * PEOPLE_HOUR) /* signed in, whatever happens */
#define PEOPLE_SESSION_IDLE (1 * PEOPLE_HOUR)  /* signed in, without asking for a page */
#define PEOPLE_SESSION_SEEN                                                                        \
    (10 * PEOPLE_MINUTE)                         /* how exactly it is known that a page was asked  \
                                                  */
#define PEOPLE_SESSION_CODE (5 * PEOPLE_MINUTE)  /* to give the code after the password */
#define PEOPLE_LINK_FIRST   (3 * PEOPLE_DAY)     /* a link for the first sign-in */
#define PEOPLE_LINK_LOST    (1 * PEOPLE_HOUR)    /* a link for who lost the password */
#define PEOPLE_LINK_AGAIN   (15 * PEOPLE_MINUTE) /* until the next of those is mailed */
#define PEOPLE_DEVICE_TERM  (365 * PEOPLE_DAY)   /* a browser stays known, since it was used */
#define PEOPLE_BRAKE_FIRST                                                                         \
    (1 * PEOPLE_MINUTE) /* the first wait; each next one is twice as long                          \
                         */
#define PEOPLE_BRAKE_LONGEST (1 * PEOPLE_HOUR)
#define PEOPLE_BRAKE_FORGET  (1 * PEOPLE_DAY) /* misses count no more, since the latest */

/* At the identity provider. */
#define PEOPLE_OPENID_TERM       (10 * PEOPLE_MINUTE) /* to come back from it */
#define PEOPLE_OPENID_SKEW       (PEOPLE_MINUTE / 2)  /* that its clock may differ from ours */
#define PEOPLE_OPENID_WAIT       (PEOPLE_MINUTE / 6)  /* for its answer, at most */
#define PEOPLE_OPENID_REST       (PEOPLE_MINUTE / 6)  /* until it is asked again that gave none */
#define PEOPLE_OPENID_KEPT       (1 * PEOPLE_HOUR)    /* what it publishes without a term */
#define PEOPLE_OPENID_KEPT_LEAST (5 * PEOPLE_MINUTE)  /* and with one, */
#define PEOPLE_OPENID_KEPT_MOST  (1 * PEOPLE_DAY)     /* from this to that */

enum {
    PEOPLE_BRAKE_FREE = 5, /* wrong passwords before the first wait */
    PEOPLE_CODE_TRIES = 5, /* codes per password */
    PEOPLE_BEGUN = 10000,  /* sign-ins at a provider that are under way; the oldest end */
    PEOPLE_SESSIONS = 20,  /* of one account at once; the oldest end */
    PEOPLE_DEVICES = 10,   /* known browsers of one account; the one longest unused goes */
};

#endif
