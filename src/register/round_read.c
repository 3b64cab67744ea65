/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Rounds as they stand. */

#include "register/round.h"

#include "register/inside.h"
#include "register/matrix.h"
#include "store/statements.h"

static struct date date_of(struct store_value value)
{
    struct date date = {0};
    if (value.type == STORE_TEXT)
        date_parse(value.text, &date);
    return date;
}

/* False when it is of a register that is there no more. */
static bool read_round(struct arena *arena, const struct register_body *body,
                       const struct store_value *row, struct register_round *round)
{
    *round = (struct register_round){
        .id = text_copy(arena, row[0].text),
        .definition = register_find(body->definitions, row[1].text),
        .start = date_of(row[2]),
        .opened = date_of(row[3]),
        .opened_by = text_copy(arena, row[4].text),
        .reason = text_copy(arena, row[5].text),
        .due = date_of(row[6]),
        .closes = date_of(row[7]),
        .followed = date_of(row[8]),
        .closed = text_copy(arena, row[9].text),
        .closed_by = text_copy(arena, row[10].text),
        .closing = text_copy(arena, row[11].text),
        .figures = {row[12].integer, row[13].integer, row[14].integer},
    };
    return round->definition && round->definition->round_count;
}

struct error *register_round_find(struct store_session *session, struct arena *arena,
                                  const struct register_body *body, struct text id,
                                  struct register_round *round, bool *found)
{
    const struct store_value *row;
    TRY(store_query_one(session, &sql_round_get, (struct store_value[]){store_text(id)}, &row));
    *found = row && read_round(arena, body, row, round);
    return NULL;
}

static struct error *read_rounds(struct store_rows *rows, struct arena *arena,
                                 const struct register_body *body, struct register_round **rounds,
                                 size_t *count)
{
    const struct store_value *row;
    size_t capacity = 0;
    *rounds = NULL;
    *count = 0;
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            return NULL;
        *rounds = arena_grow(arena, *rounds, *count, &capacity, sizeof **rounds);
        *count += read_round(arena, body, row, &(*rounds)[*count]);
    }
}

struct error *register_round_list(struct store_session *session, struct arena *arena,
                                  const struct register_body *body,
                                  const struct register_definition *definition, size_t limit,
                                  struct register_round **rounds, size_t *count)
{
    struct store_rows *rows;
    struct store_value values[] = {store_text(definition->id), store_integer((int64_t)limit)};
    TRY(store_query(session, &sql_round_of_register, values, &rows));
    return read_rounds(rows, arena, body, rounds, count);
}

struct error *register_round_list_open(struct store_session *session, struct arena *arena,
                                       const struct register_body *body,
                                       struct register_round **rounds, size_t *count)
{
    struct store_rows *rows;
    TRY(store_query(session, &sql_round_all_open, NULL, &rows));
    return read_rounds(rows, arena, body, rounds, count);
}

struct error *register_round_groups(struct store_session *session, struct arena *arena,
                                    struct text id, enum register_reach reach,
                                    const struct map *units, struct register_round_group **groups,
                                    size_t *count, struct register_round_figures *total)
{
    struct store_rows *rows;
    const struct store_value *row;
    size_t capacity = 0;
    *groups = NULL;
    *count = 0;
    *total = (struct register_round_figures){0};
    TRY(store_query(session, &sql_round_groups, (struct store_value[]){store_text(id)}, &rows));
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            return NULL;
        if (reach < REGISTER_REACH_UNIT ||
            (reach == REGISTER_REACH_UNIT && !map_get(units, row[1].text)))
            continue;
        *groups = arena_grow(arena, *groups, *count, &capacity, sizeof **groups);
        struct register_round_group *group = &(*groups)[(*count)++];
        *group = (struct register_round_group){
            text_copy(arena, row[0].text),
            text_copy(arena, row[1].text),
            {row[2].integer, row[3].integer, row[4].integer},
        };
        total->concerned += group->figures.concerned;
        total->in_time += group->figures.in_time;
        total->late += group->figures.late;
    }
}

static enum register_reach reach_of(struct text id)
{
    enum register_reach reach = REGISTER_REACH_ALL;
    while (reach > REGISTER_REACH_NONE && !text_is(id, register_reach_id(reach)))
        reach--;
    return reach;
}

struct error *register_round_steps(struct store_session *session, struct arena *arena,
                                   struct text id, struct register_round_step **steps,
                                   size_t *count)
{
    struct store_rows *rows;
    const struct store_value *row;
    size_t capacity = 0;
    *steps = NULL;
    *count = 0;
    TRY(store_query(session, &sql_round_steps, (struct store_value[]){store_text(id)}, &rows));
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            return NULL;
        *steps = arena_grow(arena, *steps, *count, &capacity, sizeof **steps);
        (*steps)[(*count)++] = (struct register_round_step){
            .number = row[0].integer,
            .recipient = text_copy(arena, row[1].text),
            .reach = reach_of(row[2].text),
            .due = date_of(row[3]),
            .asked_by = text_copy(arena, row[4].text),
            .done = text_copy(arena, row[5].text),
            .count = row[6].integer,
        };
    }
}

/* In the order of the statements; with units one more than without. */
static struct error *ask_people(struct store_session *session, struct arena *arena,
                                const struct register_round_query *query, struct store_rows **rows)
{
    bool all = query->reach == REGISTER_REACH_ALL;
    struct store_value values[10];
    size_t count = 0;
    values[count++] = store_text(query->id);
    values[count++] = store_integer(query->only ? query->answer : REGISTER_ANSWER_NONE);
    values[count++] = store_integer(query->only ? query->answer : REGISTER_ANSWER_LATE);
    values[count++] = store_integer(query->behind.person.size ? (int)query->behind.answer : -1);
    values[count++] = store_text(query->behind.sort_name);
    values[count++] = store_text(query->behind.person);
    values[count++] = store_text(query->office);
    values[count++] =
        store_text(query->words.size ? register_inside_words(arena, query->words) : TEXT(""));
    if (!all)
        values[count++] = store_text(register_inside_units(arena, &query->units));
    values[count++] = store_integer((int64_t)query->limit + 1);
    return store_query(session, all ? &sql_round_people : &sql_round_people_of_units, values, rows);
}

struct error *register_round_people(struct store_session *session, struct arena *arena,
                                    const struct register_round_query *query,
                                    struct register_round_person **people, size_t *count,
                                    bool *more)
{
    struct store_rows *rows;
    const struct store_value *row;
    *people = ARENA_ARRAY(arena, struct register_round_person, query->limit + 1);
    *count = 0;
    *more = false;
    if (query->reach < REGISTER_REACH_UNIT)
        return NULL;
    TRY(ask_people(session, arena, query, &rows));
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            return NULL;
        *more = *count == query->limit;
        if (*more)
            continue;
        (*people)[(*count)++] = (struct register_round_person){
            .person = text_copy(arena, row[0].text),
            .office = text_copy(arena, row[1].text),
            .unit = text_copy(arena, row[2].text),
            .sort_name = text_copy(arena, row[3].text),
            .answer = (enum register_answer)row[4].integer,
            .answered = date_of(row[5]),
            .asked = row[6].integer > 0,
            .asked_on = date_of(row[7]),
        };
    }
}

struct error *register_round_questions(struct store_session *session, struct arena *arena,
                                       const struct register_body *body, struct text person,
                                       struct register_round_question **questions, size_t *count)
{
    struct store_rows *rows;
    const struct store_value *row;
    size_t capacity = 0;
    *questions = NULL;
    *count = 0;
    TRY(store_query(session, &sql_round_of_person, (struct store_value[]){store_text(person)},
                    &rows));
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            return NULL;
        *questions = arena_grow(arena, *questions, *count, &capacity, sizeof **questions);
        struct register_round_question *question = &(*questions)[*count];
        *question = (struct register_round_question){
            .definition = register_find(body->definitions, row[0].text),
            .due = date_of(row[1]),
            .closes = date_of(row[2]),
            .answered = row[3].integer != REGISTER_ANSWER_NONE,
        };
        *count += question->definition != NULL;
    }
}
