/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The months in which everyone concerned confirms, and what the public is told of it. */

#include "register/round.h"

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

/* What was counted, and on which day: who is in office may change without anybody writing it. */
struct counted {
    struct register_round_count count;
    struct date today;
};

/* What was counted of the same round. */
static bool recall(struct register_memo *memo, int64_t revision, struct counted *counted)
{
    if (!register_memo_open(memo, revision))
        return false;
    const struct counted *known = register_memo_find(memo, TEXT("round"));
    bool same = known && date_compare(known->count.start, counted->count.start) == DATE_SAME &&
                date_compare(known->today, counted->today) == DATE_SAME;
    if (same)
        *counted = *known;
    register_memo_close();
    return same;
}

static void remember(struct register_memo *memo, int64_t revision, const struct counted *counted)
{
    if (!register_memo_open(memo, revision))
        return;
    struct counted *kept = ARENA_NEW(register_memo_arena(memo), struct counted);
    *kept = *counted;
    register_memo_keep(memo, TEXT("round"), kept);
    register_memo_close();
}

struct error *register_round_count(struct store_session *session, const struct register_body *body,
                                   const struct register_definition *definition,
                                   struct register_round_count *count)
{
    const struct register_projection *projection = register_projection_of(body, definition);
    const struct store_value *row;
    struct register_memo *memo = register_memo_of(body, definition);
    struct arena *arena = store_arena(session);
    struct counted counted = {.today = register_today(body)};
    int64_t revision;
    counted.count.start = register_round_start(definition, counted.today);
    *count = counted.count;
    if (!count->start.year || !projection->round || !register_shows(definition->holder))
        return NULL;
    counted.count.exists = true;
    counted.count.open =
        count->start.year == counted.today.year && count->start.month == counted.today.month;
    TRY(register_memo_revision(session, definition, &revision));
    if (!recall(memo, revision, &counted)) {
        struct store_value values[] = {store_text(date_format(arena, count->start)),
                                       store_text(date_format(arena, counted.today))};
        TRY(store_query_one(session, projection->round->count, values, &row));
        counted.count.concerned = row ? row[0].integer : 0;
        counted.count.confirmed = row ? row[1].integer : 0;
        remember(memo, revision, &counted);
    }
    *count = counted.count;
    return NULL;
}

struct error *register_round_asks(struct store_session *session, const struct register_body *body,
                                  const struct register_definition *definition, struct text person,
                                  bool *asks)
{
    const struct register_projection *projection = register_projection_of(body, definition);
    const struct store_value *row;
    *asks = false;
    if (!projection->round)
        return NULL;
    struct text today = date_format(store_arena(session), register_today(body));
    TRY(store_query_one(session, projection->round->asks,
                        (struct store_value[]){store_text(person), store_text(today)}, &row));
    *asks = row != NULL;
    return NULL;
}
