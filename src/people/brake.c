/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/brake.h"

#include "people/inside.h"
#include "people/token.h"
#include "store/statements.h"

enum { PLACE_DIGITS = 5 }; /* hexadecimal: a million places */

const struct people_brake people_brake_login = {"login", PEOPLE_BRAKE_FREE, PEOPLE_BRAKE_FIRST,
                                                PEOPLE_BRAKE_LONGEST};
const struct people_brake people_brake_device = {"device", PEOPLE_BRAKE_FREE, PEOPLE_BRAKE_FIRST,
                                                 PEOPLE_BRAKE_LONGEST};
const struct people_brake people_brake_own = {"own", PEOPLE_BRAKE_FREE, PEOPLE_BRAKE_FIRST,
                                              PEOPLE_BRAKE_LONGEST};
/* Of one length: else somebody else's asking would keep the owner from it longer and longer. */
const struct people_brake people_brake_lost = {"lost", 1, PEOPLE_LINK_AGAIN, PEOPLE_LINK_AGAIN};

struct text people_brake_place(struct arena *arena, struct text login)
{
    return text_slice(people_token_hash(arena, "brake", login), 0, PLACE_DIGITS);
}

/* How long the next try waits when MISSES were counted. */
static int64_t wait_after(const struct people_brake *brake, int64_t misses)
{
    int64_t wait = brake->first;
    if (misses < brake->tries)
        return 0;
    for (int64_t i = brake->tries; i < misses && wait < brake->longest; i++)
        wait *= 2;
    return wait < brake->longest ? wait : brake->longest;
}

struct error *people_brake_take(struct store_session *session, const struct people_context *context,
                                const struct people_brake *brake, struct text place, int64_t *until)
{
    const struct store_value *row;
    struct store_value purpose = store_text(text_of(brake->purpose));
    struct store_value now = people_moment(context, context->now);
    struct store_value forget = people_moment(context, context->now - PEOPLE_BRAKE_FORGET);
    TRY(store_run(session, &sql_brake_prune, &forget, NULL));
    TRY(store_query_one(session, &sql_brake_hold,
                        (struct store_value[]){purpose, store_text(place), now}, &row));
    int64_t misses = row[0].integer + 1;
    *until = people_moment_of(row[1]);
    if (*until > context->now)
        return NULL;
    *until = 0;
    struct store_value values[] = {
        store_integer(misses),
        people_moment(context, context->now + wait_after(brake, misses)),
        now,
        purpose,
        store_text(place),
    };
    return store_run(session, &sql_brake_put, values, NULL);
}

struct error *people_brake_ease(struct store_session *session, const struct people_context *context,
                                const struct people_brake *brake, struct text place)
{
    struct store_value values[] = {people_moment(context, context->now),
                                   store_text(text_of(brake->purpose)), store_text(place)};
    return store_run(session, &sql_brake_ease, values, NULL);
}

struct error *people_brake_clear(struct store_session *session, const struct people_brake *brake,
                                 struct text place)
{
    return store_run(session, &sql_brake_clear,
                     (struct store_value[]){store_text(text_of(brake->purpose)), store_text(place)},
                     NULL);
}
