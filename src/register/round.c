/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Rounds: the months in which everyone concerned confirms what is registered. */

#include "register/list.h"
#include "register/memo.h"

struct date register_round_start(const struct register_definition *definition, struct date day)
{
    int8_t newest = 0; /* of this year's months that have begun */
    int8_t last = 0;   /* of all months */
    for (size_t i = 0; i < definition->round_count; i++) {
        int8_t month = definition->round_months[i];
        if (month <= day.month && month > newest)
            newest = month;
        if (month > last)
            last = month;
    }
    if (newest)
        return (struct date){day.year, newest, 1};
    return last ? (struct date){(int16_t)(day.year - 1), last, 1} : (struct date){0};
}

/* What was counted of the same round. */
static bool recall(struct register_memo *memo, int64_t revision, struct register_round *round)
{
    if (!register_memo_open(memo, revision))
        return false;
    const struct register_round *known = register_memo_find(memo, TEXT("round"));
    bool same = known && date_compare(known->start, round->start) == DATE_SAME;
    if (same) {
        round->concerned = known->concerned;
        round->confirmed = known->confirmed;
    }
    register_memo_close();
    return same;
}

struct error *register_round_read(struct store_session *session, const struct register_body *body,
                                  const struct register_definition *definition,
                                  struct register_round *round)
{
    const struct register_projection *projection = register_projection_of(body, definition);
    const struct store_value *row;
    struct register_memo *memo = register_memo_of(body, definition);
    struct date today = register_today(body);
    int64_t revision;
    *round = (struct register_round){.start = register_round_start(definition, today)};
    if (!round->start.year || !projection->round)
        return NULL;
    round->exists = true;
    round->open = round->start.year == today.year && round->start.month == today.month;
    TRY(register_memo_revision(session, definition, &revision));
    if (recall(memo, revision, round))
        return NULL;
    TRY(store_query_one(
        session, projection->round,
        (struct store_value[]){store_text(date_format(store_arena(session), round->start))}, &row));
    round->concerned = row ? row[0].integer : 0;
    round->confirmed = row ? row[1].integer : 0;
    if (register_memo_open(memo, revision)) {
        struct register_round *kept = ARENA_NEW(register_memo_arena(memo), struct register_round);
        *kept = *round;
        register_memo_keep(memo, TEXT("round"), kept);
        register_memo_close();
    }
    return NULL;
}
