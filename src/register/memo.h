/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_MEMO_H
#define REGISTER_MEMO_H

/* Inside this room: what was counted over all people of a body, kept as long as the revision it was
 * counted at is the newest. */

#include "base/date.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The round of one register. */
struct register_memo_round {
    struct date start; /* no date: nothing is kept */
    int64_t revision;
    int64_t concerned;
    int64_t confirmed;
};

struct register_memo;

/* Room for COUNT registers, in ARENA. Any thread may use it. */
struct register_memo *register_memo_new(struct arena *arena, size_t count);

/* Whether *ROUND, with its start and revision filled in, is known for the register of that NUMBER;
 * then the rest is filled in. */
bool register_memo_find(struct register_memo *memo, size_t number,
                        struct register_memo_round *round);
void register_memo_keep(struct register_memo *memo, size_t number,
                        const struct register_memo_round *round);

#endif
