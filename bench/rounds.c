/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Times a round for everybody:
 *     rounds DATA PEOPLE
 * DATA, a folder, is made when it is not there, with so many employees in units, of whom a register
 * of its own asks a confirmation. Milliseconds of opening, reminding, one confirmation while the
 * round is open, the figures and a page of those who did not answer, and closing; memory above what
 * the program had before the round. Each is checked before it is printed. */

#include "register/entry.h"
#include "register/round.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PER_UNIT = 50, AT_ONCE = 10000, CONFIRMATIONS = 100, PAGE = 50 };

static const char organisation_text[] = "id: bench\nkind: province\n"
                                        "name: {nl: Provincie Proef, en: Province of Test}\n"
                                        "hosts: [bench.example]\n";

static const char register_text[] =
    "register: checks\nversion: 1\ntitle: {nl: Toetsen, en: Checks}\nlead: {nl: x, en: x}\n"
    "one: {nl: toets, en: check}\nregime: official\ndeclared_by: [employee]\nholder: person\n"
    "access: [{who: holder, sees: own, may: [declare]}, {who: manager, sees: unit}]\n"
    "fields: [{id: person, type: person, label: {nl: Wie, en: Who}}]\n"
    "workflow: {states: [{id: made, label: {nl: gedaan, en: made}}]}\n"
    "update_round: {months: [3]}\n";

struct bench {
    struct arena *arena;
    struct arena *scratch;
    struct register_body body;
    size_t people;
    size_t from;
    const struct register_definition *checks;
};

static void must(struct arena *arena, const struct error *error)
{
    if (!error)
        return;
    fprintf(stderr, "rounds: %s\n", error_string(arena, error));
    exit(1);
}

static void expect(bool good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "rounds: %s\n", what);
    exit(1);
}

static void make_body(struct bench *bench, const char *address)
{
    struct faults faults = {.arena = bench->arena};
    const struct register_organisation *organisation;
    const struct register_definitions *definitions;
    struct store *store;
    size_t count;
    const struct register_source *program = register_sources(&count);
    struct register_source *sources = ARENA_ARRAY(bench->arena, struct register_source, count + 1);
    memcpy(sources, program, count * sizeof *sources);
    sources[count++] = (struct register_source){TEXT("checks.yaml"), text_of(register_text), true};
    must(bench->arena,
         register_organisation_read(bench->arena, TEXT("organisation.yaml"),
                                    text_of(organisation_text), &faults, &organisation));
    must(bench->arena, register_definitions_build(bench->arena, organisation->kind, sources, count,
                                                  NULL, &faults, &definitions));
    fault_print(&faults, stderr);
    must(bench->arena,
         store_open(bench->arena, address, &(struct store_options){.create = true}, &store));
    must(bench->arena, store_migrate(bench->arena, store));
    must(bench->arena,
         register_body_make(bench->arena, store, organisation, definitions, &bench->body));
    must(bench->arena, register_body_add(bench->arena, &bench->body));
    bench->checks = register_find(definitions, TEXT("checks"));
}

static struct register_value *values_of(struct bench *bench, const char *register_id, ...)
{
    const struct register_definition *definition =
        register_find(bench->body.definitions, text_of(register_id));
    struct register_value *values =
        ARENA_ARRAY(bench->scratch, struct register_value, definition->field_count);
    va_list arguments;
    va_start(arguments, register_id);
    for (const char *id; (id = va_arg(arguments, const char *));) {
        const struct register_field *field = register_field(definition, text_of(id));
        struct text message;
        expect(register_value_read(bench->scratch, field, text_of(va_arg(arguments, const char *)),
                                   &values[field->number], &message),
               id);
    }
    va_end(arguments);
    return values;
}

static struct error *put(struct bench *bench, struct register_writer *writer,
                         const char *register_id, const char *entry, struct register_value *values)
{
    return register_writer_put(
        writer,
        &(struct register_change){
            .definition = register_find(bench->body.definitions, text_of(register_id)),
            .action = REGISTER_DECLARE,
            .entry = text_of(entry),
            .values = values,
            .actor = TEXT("bench"),
        },
        NULL);
}

static struct error *add_some(struct store_session *session, struct arena *arena, void *context)
{
    struct bench *bench = context;
    struct register_writer *writer;
    (void)arena;
    TRY(register_writer_begin(session, &bench->body, bench->scratch, &writer));
    size_t to = bench->from + AT_ONCE < bench->people ? bench->from + AT_ONCE : bench->people;
    for (size_t i = bench->from; i < to; i++) {
        char id[32];
        char name[64];
        char unit[32];
        snprintf(unit, sizeof unit, "u%05zu", i / PER_UNIT);
        snprintf(id, sizeof id, "p%07zu", i);
        snprintf(name, sizeof name, "Medewerker %zu", i * 7919 % bench->people);
        if (i % PER_UNIT == 0)
            TRY(put(bench, writer, "units", unit,
                    values_of(bench, "units", "id", unit, "name", unit, NULL)));
        TRY(put(bench, writer, "people", id,
                values_of(bench, "people", "id", id, "name", name, "regime", "official", "unit",
                          unit, NULL)));
        if (i % PER_UNIT == 0)
            TRY(put(
                bench, writer, "roles", "",
                values_of(bench, "roles", "person", id, "role", "manager", "unit", unit, NULL)));
    }
    bench->from = to;
    return register_writer_end(writer);
}

/* Kilobytes of memory that this program has now, and had at most since clear_peak. */
static long memory_of(const char *what)
{
    long kilobytes = 0;
    char line[256];
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, what, strlen(what)) == 0)
            kilobytes = strtol(line + strlen(what), NULL, 10);
    if (status)
        fclose(status);
    return kilobytes;
}

static void clear_peak(void)
{
    FILE *file = fopen("/proc/self/clear_refs", "w");
    if (file) {
        fputs("5", file);
        fclose(file);
    }
}

static void turn(struct bench *bench)
{
    must(bench->arena, register_rounds_turn(&bench->body, bench->arena, NULL));
}

static int64_t now_in_milliseconds(void)
{
    return clock_monotonic() / 1000;
}

static void print(const char *name, int64_t since)
{
    printf("%s %lld ms\n", name, (long long)(now_in_milliseconds() - since));
    fflush(stdout);
}

static void on_day(struct bench *bench, int month, int day)
{
    clock_set(
        zone_moment(bench->body.zone, (struct date){2026, (int8_t)month, (int8_t)day}, 6 * 3600));
}

static struct register_round newest(struct bench *bench)
{
    struct store_session *session;
    struct register_round *rounds;
    size_t count;
    must(bench->arena,
         store_begin_reading(bench->body.store, bench->arena, bench->body.id, &session));
    must(bench->arena, register_round_list(session, bench->arena, &bench->body, bench->checks, 1,
                                           &rounds, &count));
    store_end_reading(session);
    expect(count == 1, "there is no round");
    return rounds[0];
}

/* One after another, as people press the button. */
static void confirm_some(struct bench *bench)
{
    int64_t since = clock_monotonic();
    for (size_t i = 0; i < CONFIRMATIONS; i++) {
        char id[32];
        snprintf(id, sizeof id, "p%07zu", i * (bench->people / CONFIRMATIONS));
        must(bench->arena,
             register_write(
                 &bench->body, bench->scratch,
                 &(struct register_change){
                     .definition = bench->body.statements->definition,
                     .action = REGISTER_DECLARE,
                     .values = values_of(bench, "statements", "person", id, "register", "checks",
                                         "statement", "none", "date", "2026-03-05", NULL),
                     .actor = TEXT("bench"),
                 },
                 NULL));
        arena_reset(bench->scratch);
    }
    printf("round-confirm %.2f ms\n", (double)(clock_monotonic() - since) / 1000 / CONFIRMATIONS);
}

/* What the clerk's page asks. */
static void read_page(struct bench *bench, const struct register_round *round)
{
    struct store_session *session;
    struct register_round_group *groups;
    struct register_round_figures total;
    struct register_round_step *steps;
    struct register_round_person *people;
    struct register_round_query query = {
        .id = round->id, .reach = REGISTER_REACH_ALL, .only = true, .limit = PAGE};
    size_t count;
    bool more;
    int64_t since = clock_monotonic();
    must(bench->arena,
         store_begin_reading(bench->body.store, bench->arena, bench->body.id, &session));
    must(bench->arena, register_round_groups(session, bench->arena, round->id, REGISTER_REACH_ALL,
                                             NULL, &groups, &count, &total));
    must(bench->arena, register_round_steps(session, bench->arena, round->id, &steps, &count));
    must(bench->arena,
         register_round_people(session, bench->arena, &query, &people, &count, &more));
    printf("round-page %.2f ms\n", (double)(clock_monotonic() - since) / 1000);
    expect(count == PAGE && more, "the page is not full");
    expect(total.concerned == (int64_t)bench->people && total.in_time == CONFIRMATIONS,
           "the figures are wrong");
    query.words = TEXT("medewerker 77");
    since = clock_monotonic();
    must(bench->arena,
         register_round_people(session, bench->arena, &query, &people, &count, &more));
    printf("round-page-name %.2f ms\n", (double)(clock_monotonic() - since) / 1000);
    query.words = TEXT("");
    query.reach = REGISTER_REACH_UNIT;
    query.units = (struct map){.arena = bench->arena};
    *map_place(&query.units, TEXT("u00003")) = bench;
    since = clock_monotonic();
    must(bench->arena,
         register_round_people(session, bench->arena, &query, &people, &count, &more));
    printf("round-page-unit %.2f ms\n", (double)(clock_monotonic() - since) / 1000);
    expect(count > 0 && count <= PER_UNIT, "the unit is wrong");
    store_end_reading(session);
}

int main(int count, char **arguments)
{
    struct bench bench = {.arena = arena_new(), .scratch = arena_new()};
    if (count != 3 || sodium_init() < 0) {
        fprintf(stderr, "usage: rounds DATA PEOPLE\n");
        return 2;
    }
    bench.people = (size_t)strtoul(arguments[2], NULL, 10);
    make_body(&bench, arguments[1]);
    on_day(&bench, 3, 2);
    while (bench.from < bench.people)
        must(bench.arena,
             store_change(bench.body.store, bench.arena, bench.body.id, add_some, &bench));
    long before = memory_of("VmRSS:");
    clear_peak();
    int64_t since = now_in_milliseconds();
    turn(&bench);
    print("round-open", since);
    struct register_round round = newest(&bench);
    confirm_some(&bench);
    read_page(&bench, &round);
    on_day(&bench, 3, 16);
    since = now_in_milliseconds();
    turn(&bench);
    print("round-remind", since);
    on_day(&bench, 3, 30);
    since = now_in_milliseconds();
    turn(&bench);
    print("round-escalate", since);
    on_day(&bench, 4, 30);
    since = now_in_milliseconds();
    turn(&bench);
    print("round-close", since);
    printf("round-memory %ld kB\n", memory_of("VmHWM:") - before);
    round = newest(&bench);
    expect(round.closed.size > 0 && round.figures.concerned == (int64_t)bench.people &&
               round.figures.in_time == CONFIRMATIONS,
           "the round closed with wrong figures");
    store_close(bench.body.store);
    arena_free(bench.scratch);
    arena_free(bench.arena);
    return 0;
}
