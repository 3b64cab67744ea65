/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef COMMAND_DEMO_WORDS_H
#define COMMAND_DEMO_WORDS_H

/* What the example province is made of. No name in it is of a real body or person. */

#include <stddef.h>

struct demo_words {
    const char *const *items;
    size_t count;
};

extern const struct demo_words demo_initials;
extern const struct demo_words demo_surnames;

struct demo_position {
    const char *role;
    const char *organisation;
    const char *kvk;   /* or NULL */
    const char *paid;  /* "ja", "nee", or "" where it is not known */
    const char *hours; /* a week, or "" */
    const char *description;
};

extern const struct demo_position demo_positions[];
extern const size_t demo_position_count;
extern const struct demo_position demo_ex_officio[]; /* of members of the executive and the chair */
extern const size_t demo_ex_officio_count;

struct demo_interest {
    const char *kind;
    const char *subject;
};

extern const struct demo_interest demo_interests[];
extern const size_t demo_interest_count;

struct demo_gift {
    const char *kind;
    const char *description;
    const char *giver;
    const char *value;
    const char *response;
    const char *destination;
};

extern const struct demo_gift demo_gifts[];
extern const size_t demo_gift_count;

struct demo_trip {
    const char *purpose;
    const char *destination;
    const char *days;
    const char *paid_by;
    const char *value;
};

extern const struct demo_trip demo_trips[];
extern const size_t demo_trip_count;

struct demo_unit {
    const char *id;
    const char *name;
    const char *parent;
};

extern const struct demo_unit demo_units[];
extern const size_t demo_unit_count;

#endif
