/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_RULE_TEXTPROTO_H
#define TESTS_RULE_TEXTPROTO_H

/* Protocol buffers in text form, as far as the conformance cases of CEL use them. */

#include "base/text.h"

struct message;

struct field {
    struct text name;
    struct text scalar; /* of what is no message, its quotes and escapes gone */
    struct message *message;
};

struct message {
    struct field *fields;
    size_t count;
    size_t capacity;
};

/* NULL when TEXT is not of this form; *LINE is then where. */
struct message *textproto_read(struct arena *arena, struct text text, size_t *line);

/* The first field of NAME from *AT on, and moves *AT behind it; NULL when there is no other. */
const struct field *textproto_next(const struct message *message, const char *name, size_t *at);

/* The first field of NAME, or NULL. */
const struct field *textproto_find(const struct message *message, const char *name);

/* Its scalar, or the empty text. */
struct text textproto_scalar(const struct message *message, const char *name);

#endif
