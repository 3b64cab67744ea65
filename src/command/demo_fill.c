/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Four years in the life of an example province, day by day, from a seed: the same each time for
 * the same last day. Everything is read and checked as if people had typed it. */

#include "command/demo.h"
#include "command/demo_words.h"
#include "register/list.h"
#include "register/round.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MEMBERS = 37,
    EXECUTIVE = 5,
    PEOPLE = MEMBERS + EXECUTIVE + 1,
    STAFF = 12,
    OPEN_ENTRIES = 1200,
    DAYS = 4 * 365 + 1,
};

struct holder {
    struct text id;
    const char *office;
    int32_t from;       /* days since 1970 */
    int32_t until;      /* 0: still there */
    unsigned diligence; /* of 100: how likely to confirm in time */
};

struct kept_entry {
    const struct register_definition *definition;
    struct text id;
    int64_t revision;
    size_t person;
    struct register_value *values;
};

struct demo {
    const struct register_body *body;
    struct arena *arena;
    struct store_session *session;
    struct register_writer *writer;
    uint64_t random;
    int32_t day;
    struct holder people[PEOPLE];
    struct kept_entry entries[OPEN_ENTRIES];
    size_t entry_count;
    size_t written;
};

/* xorshift64*: nothing depends on its quality, only on its being the same everywhere. */
static uint64_t draw(struct demo *demo)
{
    demo->random ^= demo->random >> 12;
    demo->random ^= demo->random << 25;
    demo->random ^= demo->random >> 27;
    return demo->random * UINT64_C(2685821657736338717) >> 16;
}

static size_t below(struct demo *demo, size_t count)
{
    return (size_t)(draw(demo) % count);
}

static bool chance(struct demo *demo, unsigned of_thousand)
{
    return draw(demo) % 1000 < of_thousand;
}

static const struct register_definition *definition_of(const struct demo *demo, const char *id)
{
    const struct register_definition *definition =
        register_find(demo->body->definitions, text_of(id));
    assert(definition);
    return definition;
}

static struct register_value *values_of(struct demo *demo,
                                        const struct register_definition *definition)
{
    return ARENA_ARRAY(demo->arena, struct register_value, definition->field_count);
}

/* Fills in a field as a person would. */
static void fill(struct demo *demo, const struct register_definition *definition,
                 struct register_value *values, const char *field_id, const char *written)
{
    const struct register_field *field = register_field(definition, text_of(field_id));
    struct text message;
    assert(field);
    bool read =
        register_value_read(demo->arena, field, text_of(written), &values[field->number], &message);
    if (!read) {
        fprintf(stderr, "%s \"%s\": %.*s\n", field_id, written, TEXT_FORMAT(message));
        abort();
    }
}

static const char *day_text(struct demo *demo, int32_t day, unsigned precision)
{
    struct date date = date_from_days(day);
    if (precision < 2)
        date.day = 0;
    if (precision < 1)
        date.month = 0;
    return date_format(demo->arena, date).data;
}

static struct error *put(struct demo *demo, const struct register_definition *definition,
                         struct register_value *values, size_t person, const char *reason)
{
    /* Ids that are the same each time, so that an address somebody wrote down goes on working. */
    struct text id = text_format(demo->arena, "demo-%05zu", demo->written + 1);
    struct register_change change = {
        .definition = definition,
        .action = REGISTER_DECLARE,
        .entry = id,
        .values = values,
        .actor = person < PEOPLE ? demo->people[person].id : TEXT("demo"),
        .reason = text_of(reason),
    };
    TRY(register_writer_put(demo->writer, &change, NULL));
    demo->written++;
    if (definition->until && person < PEOPLE && demo->entry_count < OPEN_ENTRIES)
        demo->entries[demo->entry_count++] = (struct kept_entry){definition, id, 1, person, values};
    return NULL;
}

static struct error *put_unit(struct demo *demo, const struct demo_unit *unit)
{
    const struct register_definition *units = definition_of(demo, "units");
    struct register_value *values = values_of(demo, units);
    fill(demo, units, values, "id", unit->id);
    fill(demo, units, values, "name", unit->name);
    fill(demo, units, values, "parent", unit->parent);
    demo->written++;
    return register_writer_put(demo->writer,
                               &(struct register_change){.definition = units,
                                                         .entry = text_of(unit->id),
                                                         .values = values,
                                                         .actor = TEXT("demo")},
                               NULL);
}

static const char *office_of(size_t person)
{
    if (person == 0)
        return "chair";
    return person <= EXECUTIVE ? "executive_member" : "assembly_member";
}

static struct register_value *person_values(struct demo *demo, const char *id, size_t number)
{
    const struct register_definition *people = definition_of(demo, "people");
    struct register_value *values = values_of(demo, people);
    const char *name =
        text_format(demo->arena, "%s %s", demo_initials.items[number * 7 % demo_initials.count],
                    demo_surnames.items[number % demo_surnames.count])
            .data;
    fill(demo, people, values, "id", id);
    fill(demo, people, values, "name", name);
    fill(demo, people, values, "email", text_format(demo->arena, "%s@rijnmeren.example", id).data);
    return values;
}

static struct error *put_holder(struct demo *demo, size_t number)
{
    const struct register_definition *people = definition_of(demo, "people");
    struct holder *holder = &demo->people[number];
    holder->id = text_format(demo->arena, "p%02zu", number + 1);
    holder->office = office_of(number);
    holder->diligence = number % 11 == 5 ? 20 : (unsigned)(82 + below(demo, 18));
    struct register_value *values = person_values(demo, holder->id.data, number);
    fill(demo, people, values, "regime", "political");
    fill(demo, people, values, "office", holder->office);
    fill(demo, people, values, "since", day_text(demo, holder->from, 2));
    demo->written++;
    return register_writer_put(
        demo->writer,
        &(struct register_change){
            .definition = people, .entry = holder->id, .values = values, .actor = TEXT("demo")},
        NULL);
}

static struct error *put_staff(struct demo *demo, size_t number)
{
    const struct register_definition *people = definition_of(demo, "people");
    const char *id = text_format(demo->arena, "m%02zu", number + 1).data;
    assert(demo_unit_count);
    struct register_value *values = person_values(demo, id, PEOPLE + number);
    fill(demo, people, values, "unit", demo_units[number % demo_unit_count].id);
    fill(demo, people, values, "regime", "official");
    fill(demo, people, values, "since", day_text(demo, demo->day - 900, 1));
    demo->written++;
    return register_writer_put(
        demo->writer,
        &(struct register_change){
            .definition = people, .entry = text_of(id), .values = values, .actor = TEXT("demo")},
        NULL);
}

static struct error *put_position(struct demo *demo, size_t person, bool earlier)
{
    const struct register_definition *positions = definition_of(demo, "outside-positions");
    bool ex_officio = person <= EXECUTIVE && chance(demo, 400);
    const struct demo_position *position =
        ex_officio ? &demo_ex_officio[below(demo, demo_ex_officio_count)]
                   : &demo_positions[below(demo, demo_position_count)];
    struct register_value *values = values_of(demo, positions);
    int32_t since = demo->day - (earlier ? (int32_t)below(demo, 5000) : (int32_t)below(demo, 40));
    unsigned precision = chance(demo, 250) ? 0 : chance(demo, 200) ? 1 : 2;
    fill(demo, positions, values, "person", demo->people[person].id.data);
    fill(demo, positions, values, "role", position->role);
    fill(demo, positions, values, "organisation", position->organisation);
    if (position->kvk)
        values[register_field(positions, TEXT("organisation"))->number].kvk =
            text_of(position->kvk);
    fill(demo, positions, values, "ex_officio", ex_officio ? "ja" : "nee");
    fill(demo, positions, values, "paid", position->paid);
    fill(demo, positions, values, "hours", position->hours);
    fill(demo, positions, values, "description", position->description);
    if (!chance(demo, 40))
        fill(demo, positions, values, "since", day_text(demo, since, precision));
    return put(demo, positions, values, person, "");
}

static struct error *put_interest(struct demo *demo, size_t person)
{
    const struct register_definition *interests = definition_of(demo, "financial-interests");
    const struct demo_interest *interest = &demo_interests[below(demo, demo_interest_count)];
    struct register_value *values = values_of(demo, interests);
    fill(demo, interests, values, "person", demo->people[person].id.data);
    fill(demo, interests, values, "kind", interest->kind);
    fill(demo, interests, values, "subject", interest->subject);
    fill(demo, interests, values, "since",
         day_text(demo, demo->day - (int32_t)below(demo, 3000), 0));
    return put(demo, interests, values, person, "");
}

static struct error *put_gift(struct demo *demo, size_t person)
{
    const struct register_definition *gifts = definition_of(demo, "gifts");
    const struct demo_gift *gift = &demo_gifts[below(demo, demo_gift_count)];
    struct register_value *values = values_of(demo, gifts);
    fill(demo, gifts, values, "person", demo->people[person].id.data);
    fill(demo, gifts, values, "kind", gift->kind);
    fill(demo, gifts, values, "description", gift->description);
    fill(demo, gifts, values, "giver", gift->giver);
    fill(demo, gifts, values, "received_on",
         day_text(demo, demo->day - (int32_t)below(demo, 20), chance(demo, 60) ? 1 : 2));
    fill(demo, gifts, values, "value", gift->value);
    fill(demo, gifts, values, "response", gift->response);
    fill(demo, gifts, values, "destination", gift->destination);
    return put(demo, gifts, values, person, "");
}

static struct error *put_trip(struct demo *demo, size_t person)
{
    const struct register_definition *trips = definition_of(demo, "trips");
    const struct demo_trip *trip = &demo_trips[below(demo, demo_trip_count)];
    struct register_value *values = values_of(demo, trips);
    int64_t days = 1;
    text_number(text_of(trip->days), &days);
    fill(demo, trips, values, "person", demo->people[person].id.data);
    fill(demo, trips, values, "purpose", trip->purpose);
    fill(demo, trips, values, "destination", trip->destination);
    fill(demo, trips, values, "from", day_text(demo, demo->day - 10, 2));
    fill(demo, trips, values, "until", day_text(demo, demo->day - 10 + (int32_t)days, 2));
    fill(demo, trips, values, "paid_by", trip->paid_by);
    fill(demo, trips, values, "value", trip->value);
    return put(demo, trips, values, person, "");
}

static struct error *put_statement(struct demo *demo, size_t person, const char *register_id,
                                   const char *statement)
{
    const struct register_definition *statements = definition_of(demo, "statements");
    struct register_value *values = values_of(demo, statements);
    fill(demo, statements, values, "person", demo->people[person].id.data);
    fill(demo, statements, values, "register", register_id);
    fill(demo, statements, values, "statement", statement);
    fill(demo, statements, values, "date", day_text(demo, demo->day, 2));
    return put(demo, statements, values, person, "");
}

/* Changes an entry that was declared before: ends it, corrects it, or withdraws it. */
static struct error *change_entry(struct demo *demo, size_t which, enum register_action action,
                                  const char *reason)
{
    struct kept_entry *entry = &demo->entries[which];
    struct register_value *values = values_of(demo, entry->definition);
    memcpy(values, entry->values, entry->definition->field_count * sizeof *values);
    if (action == REGISTER_END)
        fill(demo, entry->definition, values,
             text_string(demo->arena, entry->definition->until->id), day_text(demo, demo->day, 2));
    if (action == REGISTER_CORRECT && register_field(entry->definition, TEXT("description")))
        fill(demo, entry->definition, values, "description",
             "Omschrijving aangevuld na een vraag van de griffie");
    struct register_change change = {
        .definition = entry->definition,
        .action = action,
        .entry = entry->id,
        .revision = entry->revision++,
        .values = values,
        .actor = demo->people[entry->person].id,
        .reason = text_of(reason),
    };
    entry->values = values;
    TRY(register_writer_put(demo->writer, &change, NULL));
    demo->written++;
    if (action == REGISTER_END || action == REGISTER_WITHDRAW)
        *entry = demo->entries[--demo->entry_count];
    return NULL;
}

static bool in_office(const struct demo *demo, size_t person)
{
    const struct holder *holder = &demo->people[person];
    return holder->from <= demo->day && (!holder->until || demo->day <= holder->until);
}

/* One of the office holders of this day; members of the executive are twice as likely. */
static size_t somebody(struct demo *demo)
{
    for (;;) {
        size_t person = chance(demo, 250) ? below(demo, EXECUTIVE + 1) : below(demo, PEOPLE);
        if (in_office(demo, person))
            return person;
    }
}

static struct error *arrive(struct demo *demo, size_t person)
{
    TRY(put_holder(demo, person));
    for (size_t count = 1 + below(demo, 6); count; count--)
        TRY(put_position(demo, person, true));
    return chance(demo, 350) ? put_interest(demo, person) : NULL;
}

/* Somebody leaves: what they held beside the office is no longer followed. */
static struct error *leave(struct demo *demo, size_t person)
{
    const struct register_definition *people = definition_of(demo, "people");
    struct register_value *values = person_values(demo, demo->people[person].id.data, person);
    fill(demo, people, values, "regime", "political");
    fill(demo, people, values, "office", demo->people[person].office);
    fill(demo, people, values, "since", day_text(demo, demo->people[person].from, 2));
    fill(demo, people, values, "until", day_text(demo, demo->day, 2));
    demo->written++;
    return register_writer_put(demo->writer,
                               &(struct register_change){.definition = people,
                                                         .action = REGISTER_CHANGE,
                                                         .entry = demo->people[person].id,
                                                         .revision = 1,
                                                         .values = values,
                                                         .actor = TEXT("demo"),
                                                         .reason = TEXT("Ambt neergelegd")},
                               NULL);
}

/* In the months of a register's rounds people confirm: most in time, some later, a few never. */
static struct error *confirm(struct demo *demo, const struct register_definition *definition)
{
    struct date today = date_from_days(demo->day);
    struct date start = register_round_start(definition, today);
    if (!start.year || !definition->declared_by.count)
        return NULL;
    int32_t into = demo->day - date_to_days(start);
    for (size_t person = 0; into < 60 && person < PEOPLE; person++) {
        /* Everybody has a day of their own in each round; the diligent one in its first month. */
        uint64_t own =
            ((uint64_t)start.year * 12 + (uint64_t)start.month) * 2654435761u + person * 40503u;
        bool diligent = own / 64 % 100 < demo->people[person].diligence;
        int32_t when = (int32_t)(own % 29) + (diligent ? 0 : 30);
        bool never = !diligent && own / 8192 % 3 == 0;
        if (into == when && !never && in_office(demo, person))
            TRY(put_statement(demo, person, text_string(demo->arena, definition->id),
                              definition->until ? "unchanged" : "none"));
    }
    return NULL;
}

static struct error *live_a_day(struct demo *demo)
{
    for (size_t person = 0; person < PEOPLE; person++) {
        if (demo->people[person].from == demo->day)
            TRY(arrive(demo, person));
        if (demo->people[person].until == demo->day)
            TRY(leave(demo, person));
    }
    if (chance(demo, 45))
        TRY(put_position(demo, somebody(demo), false));
    if (chance(demo, 10))
        TRY(put_interest(demo, somebody(demo)));
    if (chance(demo, 110))
        TRY(put_gift(demo, somebody(demo)));
    if (chance(demo, 16))
        TRY(put_trip(demo, somebody(demo)));
    if (demo->entry_count && chance(demo, 30))
        TRY(change_entry(demo, below(demo, demo->entry_count), REGISTER_END, ""));
    if (demo->entry_count && chance(demo, 12))
        TRY(change_entry(demo, below(demo, demo->entry_count), REGISTER_CORRECT, "Aangevuld"));
    if (demo->entry_count && chance(demo, 4))
        TRY(change_entry(demo, below(demo, demo->entry_count), REGISTER_WITHDRAW,
                         "Dubbel opgegeven"));
    static const char *const confirmed[] = {"outside-positions", "financial-interests", "gifts",
                                            "trips"};
    for (size_t i = 0; i < sizeof confirmed / sizeof *confirmed; i++)
        TRY(confirm(demo, definition_of(demo, confirmed[i])));
    return NULL;
}

/* Who is there from the start, who comes and who goes. */
static void plan_people(struct demo *demo, int32_t first)
{
    for (size_t person = 0; person < PEOPLE; person++) {
        demo->people[person].from = first;
        if (person % 9 == 8)
            demo->people[person].from = first + 200 + (int32_t)below(demo, 900);
        else if (person % 13 == 7)
            demo->people[person].until = first + 400 + (int32_t)below(demo, 900);
    }
}

static struct error *fill_days(struct store_session *session, struct arena *arena, void *context)
{
    struct demo *demo = context;
    int32_t last = demo->day;
    demo->session = session;
    demo->arena = arena;
    plan_people(demo, last - DAYS);
    for (demo->day = last - DAYS; demo->day <= last; demo->day++) {
        int64_t moment =
            ((int64_t)demo->day * 86400 + 32400 + (int64_t)below(demo, 25200)) * 1000000;
        clock_set(moment);
        TRY(register_writer_begin(session, demo->body, NULL, &demo->writer));
        if (demo->day == last - DAYS) {
            for (size_t i = 0; i < demo_unit_count; i++)
                TRY(put_unit(demo, &demo_units[i]));
            for (size_t i = 0; i < STAFF; i++)
                TRY(put_staff(demo, i));
        }
        TRY(live_a_day(demo));
        TRY(register_writer_end(demo->writer));
    }
    return NULL;
}

struct error *demo_fill(struct arena *arena, const struct register_body *body, struct date last,
                        size_t *written)
{
    struct demo *demo = ARENA_NEW(arena, struct demo);
    *demo = (struct demo){
        .body = body, .random = UINT64_C(0x5741415242304247), .day = date_to_days(last)};
    struct error *error = store_change(body->store, arena, body->id, fill_days, demo);
    clock_set(0);
    *written = demo->written;
    return error;
}
