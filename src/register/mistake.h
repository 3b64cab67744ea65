/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_MISTAKE_H
#define REGISTER_MISTAKE_H

/* What is wrong with what somebody wrote: its kind, so that an import and a form can each say it in
 * their own words. */

#include "base/text.h"
#include "register/definition.h"

enum register_mistake_kind {
    REGISTER_NO_UTF8,  /* at byte COUNT */
    REGISTER_UNSEEN,   /* characters that nobody sees */
    REGISTER_LINES,    /* more than one line */
    REGISTER_TOO_LONG, /* COUNT characters, MOST are taken */
    REGISTER_TOO_MANY, /* more than MOST parts */
    REGISTER_NO_ID,    /* and so on: not of the field's type */
    REGISTER_NO_DATE,
    REGISTER_NO_MONEY,
    REGISTER_NO_BOOLEAN,
    REGISTER_NO_NUMBER,
    REGISTER_NO_CHOICE,
    REGISTER_NO_KVK, /* no number of the trade register */
    REGISTER_MISTAKES,
};

struct register_mistake {
    enum register_mistake_kind kind;
    struct text written; /* the part that is not understood, trimmed */
    int64_t count;
    int64_t most;
};

/* For an import: what is wrong and what is expected, English, one line. */
struct text register_mistake_line(struct arena *arena, const struct register_field *field,
                                  const struct register_mistake *mistake);

#endif
