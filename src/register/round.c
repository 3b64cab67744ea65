/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Rounds: the months in which everyone concerned confirms what is registered. */

#include "register/list.h"
#include "register/memo.h"
#include "store/statements.h"

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

struct error *register_round_read(struct store_session *session, const struct register_body *body,
                                  const struct register_definition *definition,
                                  struct register_round *round)
{
    const struct register_projection *projection = register_projection_of(body, definition);
    const struct store_value *row;
    struct date today = register_today(body);
    *round = (struct register_round){.start = register_round_start(definition, today)};
    if (!round->start.year || !projection->round)
        return NULL;
    round->exists = true;
    round->open = round->start.year == today.year && round->start.month == today.month;
    size_t number = (size_t)(definition - body->definitions->items);
    struct register_memo_round counted = {.start = round->start};
    TRY(store_query_one(session, &sql_revision_of_rounds, NULL, &row));
    counted.revision = row ? row[0].integer : 0;
    if (!register_memo_find(body->memo, number, &counted)) {
        TRY(store_query_one(
            session, projection->round,
            (struct store_value[]){store_text(date_format(store_arena(session), round->start))},
            &row));
        counted.concerned = row ? row[0].integer : 0;
        counted.confirmed = row ? row[1].integer : 0;
        register_memo_keep(body->memo, number, &counted);
    }
    round->concerned = counted.concerned;
    round->confirmed = counted.confirmed;
    return NULL;
}
