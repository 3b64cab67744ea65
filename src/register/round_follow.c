/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Open rounds in step with people and statements: who left drops out, who came is added, who
 * confirmed is counted. */

#include "register/round_inside.h"

#include "people/message.h"
#include "register/writer.h"
#include "store/job.h"
#include "store/statements.h"

#include <assert.h>
#include <string.h>

/* Within one write; what touches more people leaves it to the job. */
enum { MOST_TOUCHED = 100 };

/* Adds to GROUPS how the people from FIRST to LAST stand, or with BY -1 takes it off. */
static struct error *read_standing(struct store_session *session,
                                   const struct register_round *round, struct text first,
                                   struct text last, int64_t by, struct map *groups)
{
    struct store_rows *rows;
    const struct store_value *row;
    TRY(store_query(
        session, &sql_round_standing,
        (struct store_value[]){store_text(round->id), store_text(first), store_text(last)}, &rows));
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            return NULL;
        struct text key = text_format(groups->arena, "%.*s\n%.*s", TEXT_FORMAT(row[0].text),
                                      TEXT_FORMAT(row[1].text));
        void **place = map_place(groups, key);
        if (!*place) {
            struct register_round_group *group =
                ARENA_NEW(groups->arena, struct register_round_group);
            group->office = text_copy(groups->arena, row[0].text);
            group->unit = text_copy(groups->arena, row[1].text);
            *place = group;
        }
        struct register_round_group *group = *place;
        group->figures.concerned += by * row[2].integer;
        group->figures.in_time += by * row[3].integer;
        group->figures.late += by * row[4].integer;
    }
}

/* *ANSWERED becomes how many more answered than before. */
static struct error *write_groups(struct store_session *session, const struct register_round *round,
                                  const struct map *groups, int64_t *answered)
{
    *answered = 0;
    for (size_t at = 0; at < groups->capacity; at++) {
        const struct register_round_group *group =
            groups->items[at].key.data ? groups->items[at].value : NULL;
        if (!group)
            continue;
        const struct register_round_figures *more = &group->figures;
        *answered += more->in_time + more->late;
        if (more->concerned || more->in_time || more->late)
            TRY(store_run(session, &sql_round_group_add,
                          (struct store_value[]){
                              store_text(round->id),
                              store_text(group->office),
                              store_text(group->unit),
                              store_integer(more->concerned),
                              store_integer(more->in_time),
                              store_integer(more->late),
                          },
                          NULL));
    }
    return NULL;
}

struct error *register_round_bring(struct store_session *session, const struct register_body *body,
                                   const struct register_round *round, struct text first,
                                   struct text last, int64_t *answered)
{
    struct arena *arena = store_arena(session);
    const struct register_round_statements *statements =
        register_projection_of(body, round->definition)->round;
    struct map groups = {.arena = arena};
    struct store_value today = store_text(date_format(arena, register_today(body)));
    struct store_value dropped[] = {store_text(round->id), store_text(first), store_text(last),
                                    today};
    struct store_value put[] = {
        store_text(round->id),
        store_text(date_format(arena, round->due)),
        store_text(date_format(arena, round->start)),
        store_text(first),
        store_text(last),
        today,
    };
    TRY(read_standing(session, round, first, last, -1, &groups));
    TRY(store_run(session, statements->drop, dropped, NULL));
    TRY(store_run(session, statements->put, put, NULL));
    TRY(read_standing(session, round, first, last, 1, &groups));
    return write_groups(session, round, &groups, answered);
}

static bool is_of(const struct register_body *body, const struct register_definition *definition,
                  const char *id)
{
    return definition == register_find(body->definitions, text_of(id));
}

/* Whether the writer touched it already. */
static bool is_touched(const struct register_writer *writer, struct text person,
                       struct text register_id)
{
    for (size_t i = 0; i < writer->touched_count; i++)
        if (text_equal(writer->touched[i].person, person) &&
            text_equal(writer->touched[i].register_id, register_id))
            return true;
    return false;
}

void register_round_touch(struct register_writer *writer,
                          const struct register_definition *definition,
                          const struct register_row *row)
{
    const struct register_body *body = writer->body;
    struct text person = row->holder;
    struct text register_id = TEXT("");
    if (definition == body->people->definition)
        person = row->entry;
    else if (definition == body->statements->definition)
        register_id = row->values[register_field(definition, TEXT("register"))->number].text;
    else if (!is_of(body, definition, "roles"))
        return;
    if (writer->touched_count == MOST_TOUCHED)
        writer->touched_many = true;
    if (writer->touched_many || is_touched(writer, person, register_id))
        return;
    if (!writer->touched)
        writer->touched = ARENA_ARRAY(writer->arena, struct register_touched, MOST_TOUCHED);
    writer->touched[writer->touched_count++] = (struct register_touched){
        text_copy(writer->arena, person), text_copy(writer->arena, register_id)};
}

/* Who answered need not be reminded by what still waits to be sent. */
static struct error *follow_one(struct register_writer *writer, const struct register_round *round,
                                struct text person)
{
    int64_t answered;
    TRY(register_round_bring(writer->session, writer->body, round, person, person, &answered));
    return answered > 0 ? people_message_drop(writer->session, round->id, person, "answered", NULL)
                        : NULL;
}

struct error *register_round_follow(struct register_writer *writer)
{
    struct register_round *rounds;
    size_t count;
    if (!writer->touched_count)
        return NULL;
    TRY(register_round_list_open(writer->session, writer->arena, writer->body, &rounds, &count));
    if (!count)
        return NULL;
    if (writer->touched_many) {
        TRY(store_run(writer->session, &sql_round_follow_all, NULL, NULL));
        return store_job_add(writer->session, REGISTER_ROUNDS_JOB, REGISTER_ROUNDS_JOB, clock_now(),
                             TEXT(""));
    }
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < writer->touched_count; j++)
            if (!writer->touched[j].register_id.size ||
                text_equal(writer->touched[j].register_id, rounds[i].definition->id))
                TRY(follow_one(writer, &rounds[i], writer->touched[j].person));
    return NULL;
}

struct error *register_round_lock(struct store_session *session)
{
    const struct store_value *row;
    return store_query_one(session, &sql_body_lock, NULL, &row);
}

void register_round_place(struct round_place *place, struct text id)
{
    assert(id.size <= sizeof place->id);
    place->size = id.size;
    if (id.size)
        memcpy(place->id, id.data, id.size);
}

/* A portion of all people. */
struct portion {
    const struct register_body *body;
    const struct register_round *round;
    struct round_place after;
    struct round_place last;
    bool ends;
};

static struct error *bring_portion(struct store_session *session, struct arena *arena,
                                   void *context)
{
    struct portion *portion = context;
    const struct register_round_statements *statements =
        register_projection_of(portion->body, portion->round->definition)->round;
    struct text after = round_place_text(&portion->after);
    const struct store_value *row;
    int64_t answered;
    TRY(register_round_lock(session));
    TRY(store_query_one(session, statements->portion, (struct store_value[]){store_text(after)},
                        &row));
    portion->ends = !row || row[0].type == STORE_NULL;
    /* Behind all ids there may still be somebody to take out. */
    register_round_place(&portion->last, portion->ends ? TEXT("~") : row[0].text);
    TRY(register_round_bring(session, portion->body, portion->round, after,
                             round_place_text(&portion->last), &answered));
    if (!portion->ends)
        return NULL;
    struct text today = date_format(arena, register_today(portion->body));
    return store_run(session, &sql_round_followed,
                     (struct store_value[]){store_text(today), store_text(portion->round->id)},
                     NULL);
}

struct error *register_round_follow_all(struct round_turn *turn, const struct register_round *round)
{
    struct portion portion = {.body = turn->body, .round = round};
    while (!portion.ends && !round_turn_ends(turn)) {
        TRY(store_change(turn->body->store, turn->scratch, turn->body->id, bring_portion,
                         &portion));
        portion.after = portion.last;
        arena_reset(turn->scratch);
    }
    return NULL;
}
