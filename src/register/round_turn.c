/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The life of a round: it opens, everyone is taken in, its ladder is climbed, it closes. */

#include "base/identifier.h"
#include "base/term.h"
#include "people/message.h"
#include "register/matrix.h"
#include "register/round_inside.h"
#include "store/job.h"
#include "store/statements.h"

/* A round that is to be opened. */
struct opening {
    const struct register_body *body;
    const struct register_definition *definition;
    struct date start;
    struct text by; /* empty: as planned */
    struct text reason;
    struct text id;
    struct text before; /* the round whose place it took; empty: none */
};

/* Nobody is asked anything on a Sunday. */
static struct date working_day(struct date day)
{
    while (!term_is_working_day(day))
        day = date_add_days(day, 1);
    return day;
}

static struct error *add_step(struct store_session *session, struct text round,
                              const struct register_rung *rung, struct date due, struct text by)
{
    return store_run(session, &sql_round_step_add,
                     (struct store_value[]){
                         store_text(round),
                         store_text(rung->to),
                         store_text(text_of(register_reach_id(rung->sees))),
                         store_text(date_format(store_arena(session), due)),
                         store_text(by),
                     },
                     NULL);
}

static struct error *ask_for_job(struct store_session *session)
{
    return store_job_add(session, REGISTER_ROUNDS_JOB, REGISTER_ROUNDS_JOB, clock_now(), TEXT(""));
}

static struct error *write_closing(struct store_session *session, struct text id, struct text by,
                                   struct text reason, int64_t *changed)
{
    return store_run(session, &sql_round_close,
                     (struct store_value[]){
                         store_text(clock_format(store_arena(session), clock_now())),
                         store_text(by),
                         store_text(reason),
                         store_text(id),
                     },
                     changed);
}

/* Questions of a round that still wait to be sent. */
struct dropping {
    struct text id;
    int64_t count;
};

static struct error *drop_some(struct store_session *session, struct arena *arena, void *context)
{
    struct dropping *dropping = context;
    (void)arena;
    return people_message_drop(session, dropping->id, TEXT(""), "the round closed",
                               &dropping->count);
}

/* Nobody is asked by a round that closed. */
static struct error *drop_questions(const struct register_body *body, struct arena *arena,
                                    struct text id)
{
    struct dropping dropping = {.id = id};
    if (!id.size)
        return NULL;
    do
        TRY(store_change(body->store, arena, body->id, drop_some, &dropping));
    while (dropping.count);
    return NULL;
}

/* A round that comes as planned takes the place of one that is still open. */
static struct error *make_room(struct store_session *session, struct arena *arena,
                               struct opening *opening)
{
    struct register_round *rounds;
    size_t count;
    int64_t changed;
    TRY(register_round_list(session, store_arena(session), opening->body, opening->definition, 1,
                            &rounds, &count));
    if (!count || rounds->closed.size || date_sort(rounds->start, opening->start) >= 0)
        return NULL;
    opening->before = text_copy(arena, rounds->id);
    return write_closing(session, rounds->id, TEXT(""), TEXT(""), &changed);
}

static struct error *write_opening(struct store_session *session, struct arena *arena,
                                   void *context)
{
    struct opening *opening = context;
    const struct register_round_plan *plan = &opening->definition->round;
    struct date today = register_today(opening->body);
    int64_t changed;
    opening->before = TEXT("");
    TRY(register_round_lock(session));
    if (!opening->by.size)
        TRY(make_room(session, arena, opening));
    opening->id = identifier_new(arena);
    TRY(store_run(session, &sql_round_open,
                  (struct store_value[]){
                      store_text(opening->id),
                      store_text(opening->definition->id),
                      store_text(date_format(arena, opening->start)),
                      store_text(date_format(arena, today)),
                      store_text(opening->by),
                      store_text(opening->reason),
                      store_text(date_format(arena, term_end(today, (int)plan->days, TERM_DAYS))),
                      store_text(date_format(arena, term_end(today, (int)plan->closes, TERM_DAYS))),
                  },
                  &changed));
    if (!changed)
        return error_new(arena, ERROR_CONFLICT,
                         "a round of %.*s is open already, or began the same day",
                         TEXT_FORMAT(opening->definition->id));
    for (size_t i = 0; i < plan->ladder_count; i++)
        TRY(add_step(session, opening->id, &plan->ladder[i],
                     working_day(date_add_days(today, (int)plan->ladder[i].after)), TEXT("")));
    return opening->by.size ? ask_for_job(session) : NULL;
}

struct error *register_round_open(const struct register_body *body, struct arena *arena,
                                  const struct register_definition *definition, struct text by,
                                  struct text reason, struct text *id)
{
    struct opening opening = {.body = body,
                              .definition = definition,
                              .start = register_today(body),
                              .by = by,
                              .reason = reason};
    TRY(store_change(body->store, arena, body->id, write_opening, &opening));
    TRY(drop_questions(body, arena, opening.before));
    if (id)
        *id = opening.id;
    return NULL;
}

/* What is done to a round by hand. */
struct hand {
    struct text id;
    struct text by;
    struct text reason;
    struct date today;
};

static struct error *write_reminder(struct store_session *session, struct arena *arena,
                                    void *context)
{
    static const struct register_rung reminder = {.to = {"holder", sizeof "holder" - 1},
                                                  .sees = REGISTER_REACH_OWN};
    const struct hand *hand = context;
    const struct store_value *row;
    TRY(register_round_lock(session));
    TRY(store_query_one(session, &sql_round_get, (struct store_value[]){store_text(hand->id)},
                        &row));
    if (!row)
        return error_new(arena, ERROR_NOT_FOUND, "there is no such round");
    if (row[9].type == STORE_TEXT)
        return error_new(arena, ERROR_CONFLICT, "the round is closed already");
    TRY(add_step(session, hand->id, &reminder, hand->today, hand->by));
    return ask_for_job(session);
}

struct error *register_round_remind(const struct register_body *body, struct arena *arena,
                                    struct text id, struct text by)
{
    struct hand hand = {.id = id, .by = by, .today = register_today(body)};
    return store_change(body->store, arena, body->id, write_reminder, &hand);
}

static struct error *write_close(struct store_session *session, struct arena *arena, void *context)
{
    const struct hand *hand = context;
    const struct store_value *row;
    int64_t changed;
    TRY(register_round_lock(session));
    TRY(store_query_one(session, &sql_round_get, (struct store_value[]){store_text(hand->id)},
                        &row));
    if (row && row[8].type == STORE_NULL)
        return error_new(arena, ERROR_BUSY, "the round is being brought in step with all people");
    TRY(write_closing(session, hand->id, hand->by, hand->reason, &changed));
    return changed ? NULL : error_new(arena, ERROR_CONFLICT, "the round is closed already");
}

struct error *register_round_close(const struct register_body *body, struct arena *arena,
                                   struct text id, struct text by, struct text reason)
{
    struct hand hand = {.id = id, .by = by, .reason = reason};
    TRY(store_change(body->store, arena, body->id, write_close, &hand));
    return drop_questions(body, arena, id);
}

static struct error *has_begun(struct round_turn *turn,
                               const struct register_definition *definition, struct date start,
                               bool *begun)
{
    const struct register_body *body = turn->body;
    struct store_session *session;
    const struct store_value *row;
    struct store_value values[] = {store_text(definition->id),
                                   store_text(date_format(turn->scratch, start))};
    TRY(store_begin_reading(body->store, turn->scratch, body->id, &session));
    struct error *error = store_query_one(session, &sql_round_begun, values, &row);
    *begun = !error && row;
    store_end_reading(session);
    return error;
}

/* A program that did not run on the first day opens the round on another of that month. Two that
 * open it at once open one. */
static struct error *open_planned(struct round_turn *turn,
                                  const struct register_definition *definition)
{
    const struct register_body *body = turn->body;
    struct opening opening = {.body = body,
                              .definition = definition,
                              .start = register_round_start(definition, turn->today)};
    bool begun;
    if (!definition->declared_by.count || opening.start.year != turn->today.year ||
        opening.start.month != turn->today.month)
        return NULL;
    TRY(has_begun(turn, definition, opening.start, &begun));
    if (begun)
        return NULL;
    struct error *error =
        store_change(body->store, turn->scratch, body->id, write_opening, &opening);
    if (error)
        return error->kind == ERROR_CONFLICT ? NULL : error;
    return drop_questions(body, turn->scratch, opening.before);
}

/* The day after its last. */
static struct error *close_past(struct round_turn *turn, const struct register_round *round)
{
    struct hand hand = {.id = round->id, .by = TEXT(""), .reason = TEXT("")};
    struct error *error =
        store_change(turn->body->store, turn->scratch, turn->body->id, write_close, &hand);
    if (error)
        return error->kind == ERROR_CONFLICT ? NULL : error;
    return drop_questions(turn->body, turn->scratch, round->id);
}

static struct error *turn_round(struct round_turn *turn, const struct register_round *round)
{
    if (date_sort(round->followed, turn->today) != 0)
        TRY(register_round_follow_all(turn, round));
    if (round_turn_ends(turn))
        return NULL;
    return date_sort(turn->today, round->closes) > 0 ? close_past(turn, round)
                                                     : register_round_climb(turn, round);
}

static struct error *list_open(struct round_turn *turn, struct register_round **rounds,
                               size_t *count)
{
    const struct register_body *body = turn->body;
    struct store_session *session;
    TRY(store_begin_reading(body->store, turn->arena, body->id, &session));
    struct error *error = register_round_list_open(session, turn->arena, body, rounds, count);
    store_end_reading(session);
    return error;
}

static struct error *take_turn(struct round_turn *turn)
{
    struct register_round *rounds;
    size_t count;
    for (size_t i = 0; i < turn->body->definitions->count; i++)
        TRY(open_planned(turn, &turn->body->definitions->items[i]));
    TRY(list_open(turn, &rounds, &count));
    for (size_t i = 0; i < count && !round_turn_ends(turn); i++) {
        TRY(turn_round(turn, &rounds[i]));
        arena_reset(turn->scratch);
    }
    return NULL;
}

struct error *register_rounds_turn(const struct register_body *body, struct arena *arena,
                                   const _Atomic bool *ending)
{
    struct round_turn turn = {body, arena, arena_new(), ending, register_today(body)};
    struct error *error = take_turn(&turn);
    if (error)
        error = error_new(arena, error->kind, "rounds: %s", error_string(arena, error));
    arena_free(turn.scratch);
    return error;
}
