/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef RULE_LEX_H
#define RULE_LEX_H

/* The text of a rule cut into tokens. */

#include "rule/tree.h"

enum token_kind {
    TOKEN_END,
    TOKEN_WRONG, /* a fault was reported */
    TOKEN_WORD,
    TOKEN_INTEGER,
    TOKEN_DECIMAL,
    TOKEN_TEXT,
    TOKEN_SIGN, /* an operator or bracket: see sign */
};

/* Signs of two characters carry both: SIGN('&', '&'). */
#define SIGN(first, second) (((first) << 8) | (second))

struct token {
    enum token_kind kind;
    size_t offset;
    size_t size; /* of what was written */
    int sign;
    struct text text; /* of a word, or what a text says */
    uint64_t integer; /* without sign: at most 2^63 */
    double decimal;
};

/* The token at or after *AT, and moves *AT behind it. */
struct token rule_token_next(struct reading *reading, size_t *at);

#endif
