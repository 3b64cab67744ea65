/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Times every kind of question that a register's page asks of the database, without HTTP:
 *     queries DATA REGISTER [pairs]
 * One line each: microseconds of processor time (median), rows, name. With "pairs" each filter with
 * each other filter and each order too. Slowest last. */

#include "register/list.h"
#include "register/round.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MOST = 4000, ROUNDS = 7 };

struct question {
    struct text name;
    struct register_query query;
    int64_t time;
    size_t rows;
};

struct asking {
    struct arena *arena;
    const struct register_body *body;
    const struct register_definition *definition;
    struct question *questions;
    size_t count;
};

static struct register_query *add(struct asking *asking, const struct register_query *base,
                                  struct text name)
{
    struct question *question = &asking->questions[asking->count++];
    if (asking->count == MOST)
        abort();
    question->query = *base;
    question->name = name;
    return &question->query;
}

static struct text named(struct asking *asking, struct text before, const char *what,
                         struct text which)
{
    return text_format(asking->arena, "%.*s %s%.*s", TEXT_FORMAT(before), what, TEXT_FORMAT(which));
}

static struct error *ask(struct asking *asking, struct question *question, struct arena *arena,
                         struct register_page *page)
{
    struct store_session *session;
    TRY(store_begin_reading(asking->body->store, arena, asking->body->id, &session));
    struct error *error = register_page_read(session, arena, asking->body, &question->query, page);
    store_end_reading(session);
    return error;
}

/* Microseconds of processor time: other programs on the machine do not count. */
static int64_t spent(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static int compare_numbers(const void *one, const void *other)
{
    int64_t a = *(const int64_t *)one;
    int64_t b = *(const int64_t *)other;
    return (a > b) - (a < b);
}

static int compare_times(const void *one, const void *other)
{
    return compare_numbers(&((const struct question *)one)->time,
                           &((const struct question *)other)->time);
}

static struct error *measure(struct asking *asking, struct question *question)
{
    int64_t times[ROUNDS];
    int rounds = ROUNDS;
    for (int i = 0; i < rounds; i++) {
        struct arena *arena = arena_new();
        struct register_page page;
        int64_t start = spent();
        TRY(ask(asking, question, arena, &page));
        times[i] = spent() - start;
        question->rows = page.count;
        if (times[i] > 200000)
            rounds = i + 1;
        arena_free(arena);
    }
    qsort(times, (size_t)rounds, sizeof *times, compare_numbers);
    question->time = times[rounds / 2];
    return NULL;
}

static void add_filters(struct asking *asking, const struct register_query *base, struct text name)
{
    const struct register_definition *definition = asking->definition;
    struct arena *arena = asking->arena;
    static const char *const people[] = {"p-0", "p-500", "p-999"};
    for (size_t i = 0; !base->holder.size && i < 3; i++)
        add(asking, base, named(asking, name, "person ", text_of(people[i])))->holder =
            text_of(people[i]);
    const struct register_vocabulary *offices =
        register_vocabulary(asking->body->definitions, TEXT("offices"));
    for (size_t i = 0; offices && !base->office.size && i < offices->option_count; i++)
        add(asking, base, named(asking, name, "office ", offices->options[i].id))->office =
            offices->options[i].id;
    for (int year = 2009; !base->year && year < 2027; year += 8)
        add(asking, base, named(asking, name, "year ", text_format(arena, "%d", year)))->year =
            (int16_t)year;
    if (base->current == TRUTH_UNKNOWN) {
        add(asking, base, named(asking, name, "current", TEXT("")))->current = TRUTH_TRUE;
        add(asking, base, named(asking, name, "ended", TEXT("")))->current = TRUTH_FALSE;
    }
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        bool boolean = field->type == REGISTER_BOOLEAN;
        size_t options = boolean ? 2 : field->vocabulary ? field->vocabulary->option_count : 0;
        if (!field->filter || (base->field_count && base->fields[0].field == field))
            continue;
        for (size_t at = 0; at < options; at++) {
            struct text value =
                boolean ? at ? TEXT("1") : TEXT("0") : field->vocabulary->options[at].id;
            struct register_query *query =
                add(asking, base,
                    named(asking, name, text_format(arena, "%.*s ", TEXT_FORMAT(field->id)).data,
                          value));
            query->fields[query->field_count].field = field;
            query->fields[query->field_count++].value = value;
        }
    }
}

static void add_orders(struct asking *asking, const struct register_query *base, struct text name)
{
    const struct register_definition *definition = asking->definition;
    for (int down = 0; down < 2; down++) {
        const char *sign = down ? "sort -" : "sort ";
        struct register_query *query = add(asking, base, named(asking, name, sign, TEXT("person")));
        query->order = REGISTER_ORDER_HOLDER;
        query->descending = down;
        query = add(asking, base, named(asking, name, sign, TEXT("changed")));
        query->order = REGISTER_ORDER_CHANGED;
        query->descending = down;
        for (size_t i = 0; i < definition->field_count; i++)
            if (definition->fields[i].sort && &definition->fields[i] != definition->holder) {
                query = add(asking, base, named(asking, name, sign, definition->fields[i].id));
                query->order = REGISTER_ORDER_FIELD;
                query->order_field = &definition->fields[i];
                query->descending = down;
            }
    }
}

static void add_words(struct asking *asking, const struct register_query *base, struct text name)
{
    static const char *const words[] = {"wijn",       "zilvervos",   "wijn boek",
                                        "celik",      "bestaatniet", "jaarboek 1234",
                                        "vereniging", "19999",       "van"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        bool too_short;
        register_query_words(asking->arena, text_of(words[i]),
                             add(asking, base, named(asking, name, "words ", text_of(words[i]))),
                             &too_short);
    }
}

/* The last page, and the pages around an entry in the middle. */
static struct error *add_places(struct asking *asking, size_t until)
{
    for (size_t i = 0; i < until; i++) {
        struct register_page page;
        struct register_query base = asking->questions[i].query;
        struct text name = asking->questions[i].name;
        add(asking, &base, named(asking, name, "last", TEXT("")))->last = true;
        TRY(ask(asking, &asking->questions[i], asking->arena, &page));
        if (!page.count)
            continue;
        /* by a year in the middle, an entry far behind the first page */
        struct question middle = {.query = base};
        if (!base.year)
            middle.query.year = 2017;
        TRY(ask(asking, &middle, asking->arena, &page));
        if (!page.count)
            continue;
        add(asking, &base, named(asking, name, "after", TEXT("")))->after =
            page.rows[page.count - 1].entry;
        add(asking, &base, named(asking, name, "before", TEXT("")))->before =
            page.rows[page.count - 1].entry;
    }
    return NULL;
}

static struct error *time_others(struct asking *asking)
{
    struct store_session *session;
    struct register_round_count round;
    struct map counts;
    int64_t best[2] = {INT64_MAX, INT64_MAX};
    for (int i = 0; i < ROUNDS; i++) {
        struct arena *arena = arena_new();
        TRY(store_begin_reading(asking->body->store, arena, asking->body->id, &session));
        int64_t start = spent();
        TRY(register_tally_read(session, arena, asking->definition->id, &counts));
        int64_t middle = spent();
        TRY(register_round_count(session, asking->body, asking->definition, &round));
        int64_t end = spent();
        best[0] = middle - start < best[0] ? middle - start : best[0];
        best[1] = end - middle < best[1] ? end - middle : best[1];
        store_end_reading(session);
        arena_free(arena);
    }
    printf("%8lld us      counts\n%8lld us      round\n", (long long)best[0], (long long)best[1]);
    return NULL;
}

static struct error *run(struct arena *arena, int count, char **arguments)
{
    struct faults faults = {.arena = arena};
    struct register_bodies bodies;
    struct store *store;
    TRY(store_open(arena, arguments[1], &(struct store_options){.readers = 1}, &store));
    TRY(register_bodies_read(arena, store, NULL, &faults, &bodies));
    struct asking asking = {.arena = arena, .body = &bodies.items[0]};
    asking.definition = register_find(asking.body->definitions, text_of(arguments[2]));
    if (!asking.definition)
        return error_new(arena, ERROR_USAGE, "there is no register \"%s\"", arguments[2]);
    asking.questions = ARENA_ARRAY(arena, struct question, MOST);
    struct register_query plain = {.projection =
                                       register_projection_of(asking.body, asking.definition),
                                   .current = TRUTH_UNKNOWN,
                                   .limit = 25};
    add(&asking, &plain, TEXT("all"));
    add_filters(&asking, &plain, TEXT(""));
    size_t filters = asking.count;
    add_orders(&asking, &plain, TEXT(""));
    add_words(&asking, &plain, TEXT(""));
    size_t single = asking.count;
    if (count > 3) {
        for (size_t i = 1; i < filters; i++) {
            struct question base = asking.questions[i];
            add_filters(&asking, &base.query, base.name);
            add_orders(&asking, &base.query, base.name);
            add_words(&asking, &base.query, base.name);
        }
    }
    TRY(add_places(&asking, single));
    for (size_t i = 0; i < asking.count; i++)
        TRY(measure(&asking, &asking.questions[i]));
    TRY(time_others(&asking));
    qsort(asking.questions, asking.count, sizeof *asking.questions, compare_times);
    for (size_t i = 0; i < asking.count; i++)
        printf("%8lld us %4zu %.*s\n", (long long)asking.questions[i].time,
               asking.questions[i].rows, TEXT_FORMAT(asking.questions[i].name));
    store_close(store);
    return NULL;
}

int main(int count, char **arguments)
{
    if (count < 3 || sodium_init() < 0) {
        fputs("queries DATA REGISTER [pairs]\n", stderr);
        return 2;
    }
    struct arena *arena = arena_new();
    struct error *error = run(arena, count, arguments);
    if (error)
        fprintf(stderr, "queries: %s\n", error_string(arena, error));
    arena_free(arena);
    return error ? error_exit(error->kind) : 0;
}
