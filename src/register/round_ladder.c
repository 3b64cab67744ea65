/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The ladder of a round: who has not answered is asked and reminded, then who looks after the
 * register is told. What it asks goes into the queue of messages in the same write that notes it:
 * nobody is asked twice by one step, whatever is broken off. */

#include "people/message.h"
#include "register/right.h"
#include "register/round_inside.h"
#include "store/statements.h"

enum { ASKED_AT_ONCE = 1000 };

static enum language language_of(struct store_value value)
{
    return value.type == STORE_TEXT && text_is(value.text, "en") ? LANGUAGE_ENGLISH
                                                                 : LANGUAGE_DUTCH;
}

/* What a register is called in addresses. */
static struct text name_of(const struct register_definition *definition)
{
    return definition->path.size ? definition->path : definition->id;
}

/* Somebody who is asked. */
struct asked {
    struct text person;
    bool first; /* they were not asked before */
    enum language language;
};

/* A step that asks people, a portion at a time. */
struct asking {
    const struct register_body *body;
    const struct register_round *round;
    int64_t number; /* of the step */
    int64_t level;  /* the how manieth of those that ask it is */
    int64_t below;  /* asks those who were asked by none from this level on */
    struct round_place after;
    struct round_place last;
    size_t count; /* of the portion */
};

static struct error *read_asked(struct store_session *session, struct asking *asking,
                                struct asked *asked)
{
    struct arena *arena = store_arena(session);
    struct store_rows *rows;
    const struct store_value *row;
    TRY(store_query(session, &sql_round_to_ask,
                    (struct store_value[]){
                        store_text(asking->round->id),
                        store_text(round_place_text(&asking->after)),
                        store_integer(asking->below),
                        store_integer(ASKED_AT_ONCE),
                    },
                    &rows));
    for (asking->count = 0;; asking->count++) {
        TRY(store_next(rows, &row));
        if (!row)
            return NULL;
        asked[asking->count] =
            (struct asked){text_copy(arena, row[0].text), row[1].integer == 0, language_of(row[2])};
    }
}

static struct error *put_question(struct people_messages *messages, struct arena *arena,
                                  const struct asking *asking, const struct asked *asked)
{
    const struct register_round *round = asking->round;
    struct date today = register_today(asking->body);
    enum people_message_kind kind =
        asked->first ? PEOPLE_MESSAGE_INVITATION : PEOPLE_MESSAGE_REMINDER;
    struct people_message message = {
        .id = text_format(arena, "%.*s/%lld/%.*s", TEXT_FORMAT(round->id),
                          (long long)asking->number, TEXT_FORMAT(asked->person)),
        .recipient = asked->person,
        .kind = kind,
        .language = asked->language,
        .about = round->id,
        .topic = round->definition->id,
        .path = text_format(arena, "/mijn/%.*s", TEXT_FORMAT(name_of(round->definition))),
        .until = date_sort(today, round->due) > 0 ? round->closes : round->due,
        .planned = people_message_due(kind, asking->body->zone, clock_now()),
    };
    return people_messages_put(messages, &message);
}

static struct error *note_asked(struct store_session *session, const struct asking *asking)
{
    struct text today = date_format(store_arena(session), register_today(asking->body));
    return store_run(session, &sql_round_asked,
                     (struct store_value[]){
                         store_integer(asking->level),
                         store_text(today),
                         store_text(asking->round->id),
                         store_text(round_place_text(&asking->after)),
                         store_text(round_place_text(&asking->last)),
                         store_integer(asking->below),
                     },
                     NULL);
}

static struct error *ask_portion(struct store_session *session, struct arena *arena, void *context)
{
    struct asking *asking = context;
    struct asked *asked = ARENA_ARRAY(store_arena(session), struct asked, ASKED_AT_ONCE);
    const struct store_value *row;
    asking->count = 0;
    TRY(register_round_lock(session));
    TRY(store_query_one(session, &sql_round_get,
                        (struct store_value[]){store_text(asking->round->id)}, &row));
    if (!row || row[9].type == STORE_TEXT)
        return NULL; /* closed meanwhile */
    TRY(read_asked(session, asking, asked));
    if (!asking->count)
        return NULL;
    register_round_place(&asking->last, asked[asking->count - 1].person);
    struct people_messages *messages = people_messages_begin(session, NULL);
    for (size_t i = 0; i < asking->count; i++)
        TRY(put_question(messages, arena, asking, &asked[i]));
    TRY(people_messages_end(messages));
    return note_asked(session, asking);
}

/* Asks whoever has not answered; *COUNT grows by how many. */
static struct error *ask(struct round_turn *turn, struct asking asking, int64_t *count)
{
    do {
        if (round_turn_ends(turn))
            return NULL;
        TRY(store_change(turn->body->store, turn->scratch, turn->body->id, ask_portion, &asking));
        asking.after = asking.last;
        *count += (int64_t)asking.count;
        arena_reset(turn->scratch);
    } while (asking.count == ASKED_AT_ONCE);
    return NULL;
}

/* Somebody who is told how many have not answered. */
struct listener {
    struct text person;
    enum language language;
    int64_t count;
};

struct listeners {
    struct listener *items;
    size_t count;
    size_t capacity;
};

/* How many of those they see by this step have not answered. */
static int64_t missing_of(struct arena *arena, const struct register_actor *actor,
                          const struct register_round_step *step,
                          const struct register_round_group *groups, size_t count)
{
    const struct register_rung rung = {.to = step->recipient, .sees = step->reach};
    struct map units = {.arena = arena};
    enum register_reach reach = register_rung_reach(actor, &rung, &units);
    int64_t missing = 0;
    for (size_t i = 0; i < count; i++)
        if (reach == REGISTER_REACH_ALL ||
            (reach == REGISTER_REACH_UNIT && map_get(&units, groups[i].unit)))
            missing += register_round_missing(groups[i].figures);
    return missing;
}

static struct error *read_holders(struct round_turn *turn, struct store_session *session,
                                  const struct register_round *round,
                                  const struct register_round_step *step,
                                  struct listeners *listeners)
{
    struct store_rows *rows;
    const struct store_value *row;
    TRY(store_query(session, register_projection_of(turn->body, round->definition)->round->holders,
                    (struct store_value[]){store_text(step->recipient)}, &rows));
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            return NULL;
        listeners->items = arena_grow(turn->arena, listeners->items, listeners->count,
                                      &listeners->capacity, sizeof *listeners->items);
        listeners->items[listeners->count++] =
            (struct listener){text_copy(turn->arena, row[0].text), language_of(row[1]), 0};
    }
}

/* Who holds the role today, and is told of somebody. */
static struct error *read_listeners(struct round_turn *turn, struct store_session *session,
                                    const struct register_round *round,
                                    const struct register_round_step *step,
                                    struct listeners *listeners)
{
    struct register_round_group *groups;
    struct register_round_figures total;
    size_t count;
    size_t kept = 0;
    TRY(register_round_groups(session, turn->arena, round->id, REGISTER_REACH_ALL, NULL, &groups,
                              &count, &total));
    TRY(read_holders(turn, session, round, step, listeners));
    for (size_t i = 0; i < listeners->count; i++) {
        struct register_actor actor;
        struct arena *before = store_change_arena(session, turn->scratch);
        struct listener listener = listeners->items[i];
        struct error *error =
            register_actor_read(session, turn->scratch, turn->body, listener.person, &actor);
        store_change_arena(session, before);
        TRY(error);
        listener.count = missing_of(turn->scratch, &actor, step, groups, count);
        if (listener.count)
            listeners->items[kept++] = listener;
        arena_reset(turn->scratch);
    }
    listeners->count = kept;
    return NULL;
}

/* A step that is done. */
struct taken {
    const struct register_body *body;
    const struct register_round *round;
    const struct register_round_step *step;
    const struct listeners *listeners; /* who is told; NULL: it asked, as COUNT says */
    int64_t count;
};

static struct error *put_telling(struct people_messages *messages, struct arena *arena,
                                 const struct taken *taken, const struct listener *listener)
{
    const struct register_round *round = taken->round;
    struct people_message message = {
        .id = text_format(arena, "%.*s/%lld/%.*s", TEXT_FORMAT(round->id),
                          (long long)taken->step->number, TEXT_FORMAT(listener->person)),
        .recipient = listener->person,
        .kind = PEOPLE_MESSAGE_ESCALATION,
        .language = listener->language,
        .about = round->id,
        .topic = round->definition->id,
        .path = TEXT("/werk"),
        .until = round->closes,
        .count = listener->count,
        .planned = people_message_due(PEOPLE_MESSAGE_ESCALATION, taken->body->zone, clock_now()),
    };
    return people_messages_put(messages, &message);
}

static struct error *write_taken(struct store_session *session, struct arena *arena, void *context)
{
    const struct taken *taken = context;
    TRY(register_round_lock(session));
    if (taken->listeners) {
        struct people_messages *messages = people_messages_begin(session, NULL);
        for (size_t i = 0; i < taken->listeners->count; i++)
            TRY(put_telling(messages, arena, taken, &taken->listeners->items[i]));
        TRY(people_messages_end(messages));
    }
    return store_run(session, &sql_round_step_done,
                     (struct store_value[]){
                         store_text(clock_format(arena, clock_now())),
                         store_integer(taken->count),
                         store_text(taken->round->id),
                         store_integer(taken->step->number),
                     },
                     NULL);
}

static struct error *tell(struct round_turn *turn, struct taken *taken)
{
    struct listeners *listeners = ARENA_NEW(turn->arena, struct listeners);
    struct store_session *session;
    TRY(store_begin_reading(turn->body->store, turn->arena, turn->body->id, &session));
    struct error *error = read_listeners(turn, session, taken->round, taken->step, listeners);
    store_end_reading(session);
    taken->listeners = listeners;
    taken->count = (int64_t)listeners->count;
    return error;
}

static bool is_asking(const struct register_round_step *step)
{
    return text_is(step->recipient, "holder");
}

static bool is_due(const struct round_turn *turn, const struct register_round_step *step)
{
    return !step->done.size && date_sort(step->due, turn->today) <= 0;
}

/* Of steps that ask and are due at once, after days in which no program ran, the last one does. */
static bool is_overtaken(const struct round_turn *turn, const struct register_round_step *step,
                         const struct register_round_step *behind, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(behind[i].recipient, step->recipient) && is_due(turn, &behind[i]))
            return true;
    return false;
}

/* LEVEL: how many steps that ask were taken before. */
static struct error *take(struct round_turn *turn, const struct register_round *round,
                          const struct register_round_step *step, bool overtaken, int64_t level)
{
    struct taken taken = {.body = turn->body, .round = round, .step = step};
    struct asking asking = {.body = turn->body,
                            .round = round,
                            .number = step->number,
                            .level = level + 1,
                            .below = level + 1};
    if (!overtaken && is_asking(step))
        TRY(ask(turn, asking, &taken.count));
    else if (!overtaken)
        TRY(tell(turn, &taken));
    if (round_turn_ends(turn))
        return NULL;
    return store_change(turn->body->store, turn->scratch, turn->body->id, write_taken, &taken);
}

static struct error *climb(struct round_turn *turn, const struct register_round *round,
                           const struct register_round_step *steps, size_t count)
{
    struct asking newcomers = {.body = turn->body, .round = round, .below = 1};
    int64_t asked = 0;
    for (size_t i = 0; i < count; i++)
        if (steps[i].done.size && is_asking(&steps[i])) {
            newcomers.number = steps[i].number;
            newcomers.level++;
        }
    /* Who came later was not asked by the steps that were taken before. */
    if (newcomers.level)
        TRY(ask(turn, newcomers, &asked));
    for (size_t i = 0; i < count && !round_turn_ends(turn); i++) {
        if (!is_due(turn, &steps[i]))
            continue;
        TRY(take(turn, round, &steps[i],
                 is_overtaken(turn, &steps[i], &steps[i + 1], count - i - 1), newcomers.level));
        newcomers.level += is_asking(&steps[i]);
    }
    return NULL;
}

struct error *register_round_climb(struct round_turn *turn, const struct register_round *round)
{
    struct register_round_step *steps;
    struct store_session *session;
    size_t count;
    TRY(store_begin_reading(turn->body->store, turn->arena, turn->body->id, &session));
    struct error *error = register_round_steps(session, turn->arena, round->id, &steps, &count);
    store_end_reading(session);
    TRY(error);
    return climb(turn, round, steps, count);
}
