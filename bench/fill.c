/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Fills a database with made-up entries, the same each time, for measuring:
 *     fill DATA REGISTER COUNT
 * DATA, a folder, is made when it is not there. Entries go the way that all entries go: with
 * version, journal, table and counts. Some words are in many of them ("wijn"), some in few
 * ("zilvervos"). */

#include "register/entry.h"
#include "register/projection.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE = 1000, AT_ONCE = 20000, FIRST_DAY = 14610 /* 2010-01-01 */, DAYS = 6000 };

static const char organisation_text[] = "id: bench\n"
                                        "kind: province\n"
                                        "name: {nl: Provincie Proef, en: Province of Test}\n"
                                        "hosts: [bench.example, 127.0.0.1, localhost]\n";

static const char *const surnames[] = {
    "Jansen",       "de Vries",  "van den Berg", "Bakker",    "Visser",    "Smit",     "Meijer",
    "de Boer",      "Mulder",    "de Groot",     "Bos",       "Vos",       "Peters",   "Hendriks",
    "van Leeuwen",  "Dekker",    "Brouwer",      "de Wit",    "Dijkstra",  "Smits",    "de Graaf",
    "van der Meer", "Kok",       "Jacobs",       "Vermeulen", "van Vliet", "Schouten", "Çelik",
    "Yılmaz",       "El Amrani", "Nguyễn",       "Groen",     "Koster",    "Prins",    "Huisman",
};

static const char *const words[] = {
    "fles",         "wijn",        "boek",       "lunch",       "diner",     "bezoek",
    "kaartjes",     "concert",     "vereniging", "stichting",   "bloemen",   "doos",
    "chocolade",    "uitnodiging", "opening",    "gemeente",    "haven",     "energie",
    "waterschap",   "museum",      "festival",   "sport",       "wedstrijd", "congres",
    "symposium",    "werkbezoek",  "excursie",   "kalender",    "agenda",    "pen",
    "jaarboek",     "taart",       "kaas",       "honing",      "bouw",      "aannemer",
    "advies",       "onderwijs",   "zorg",       "natuur",      "landbouw",  "ondernemers",
    "universiteit", "hogeschool",  "ziekenhuis", "bibliotheek", "theater",   "orkest",
    "koor",
};

enum {
    SURNAMES = sizeof surnames / sizeof *surnames,
    WORDS = sizeof words / sizeof *words,
};

struct filling {
    const struct register_body *body;
    const struct register_definition *definition;
    struct arena *scratch;
    struct register_writer *writer;
    uint64_t random;
    size_t from;
    size_t count;
    size_t to;
};

static size_t below(struct filling *filling, size_t count)
{
    filling->random ^= filling->random >> 12;
    filling->random ^= filling->random << 25;
    filling->random ^= filling->random >> 27;
    return (size_t)((filling->random * UINT64_C(2685821657736338717) >> 16) % count);
}

/* Small numbers more often. */
static size_t mostly_below(struct filling *filling, size_t count)
{
    size_t one = below(filling, count);
    size_t other = below(filling, count);
    return one * other / count;
}

static const char *sentence(struct filling *filling, const struct register_field *field,
                            size_t number)
{
    struct buffer buffer = {.arena = filling->scratch};
    size_t length = 2 + below(filling, 4);
    for (size_t i = 0; i < length; i++)
        buffer_add_format(&buffer, "%s%s", i ? " " : "", words[mostly_below(filling, WORDS)]);
    if (field->required && number % 250000 == 1234)
        buffer_add_string(&buffer, " zilvervos");
    if (!field->required)
        buffer_add_format(&buffer, " %zu", below(filling, 20000));
    return buffer_string(&buffer);
}

static const char *written(struct filling *filling, const struct register_field *field,
                           size_t number)
{
    struct arena *arena = filling->scratch;
    struct date day;
    switch (field->type) {
    case REGISTER_IDENTIFIER:
        return text_format(arena, "e-%zu", number).data;
    case REGISTER_PERSON:
        return text_format(arena, "p-%zu", mostly_below(filling, PEOPLE)).data;
    case REGISTER_DATE:
        day = date_from_days(FIRST_DAY + (int32_t)below(filling, DAYS));
        if (field == filling->definition->until && below(filling, 3))
            return "";
        if (!below(filling, 10))
            day.day = 0;
        return date_format(arena, day).data;
    case REGISTER_MONEY:
        return below(filling, 8)
                   ? text_format(arena, "%zu,%02zu", below(filling, 200), below(filling, 100)).data
                   : "onbekend";
    case REGISTER_BOOLEAN:
        return below(filling, 4) ? "nee" : "ja";
    case REGISTER_NUMBER:
        return text_format(arena, "%zu", below(filling, 40)).data;
    case REGISTER_CHOICE:
        return field->vocabulary->options[mostly_below(filling, field->vocabulary->option_count)]
            .id.data;
    case REGISTER_TEXT:
    case REGISTER_ORGANISATION:
        return sentence(filling, field, number);
    default:
        return "";
    }
}

static struct error *put(struct filling *filling, const struct register_definition *definition,
                         const struct register_value *values, struct text id)
{
    return register_writer_put(filling->writer,
                               &(struct register_change){
                                   .definition = definition,
                                   .action = REGISTER_IMPORT,
                                   .entry = id,
                                   .values = values,
                                   .actor = TEXT("bench"),
                               },
                               NULL);
}

static void set(struct filling *filling, const struct register_definition *definition,
                struct register_value *values, const char *id, const char *text)
{
    const struct register_field *field = register_field(definition, text_of(id));
    struct text message;
    assert(field);
    if (!register_value_read(filling->scratch, field, text_of(text), &values[field->number],
                             &message)) {
        fprintf(stderr, "fill: %s: %.*s\n", id, TEXT_FORMAT(message));
        exit(1);
    }
}

static struct error *put_person(struct filling *filling, size_t number)
{
    static const char *const offices[] = {"assembly_member", "assembly_member", "executive_member",
                                          "assembly_member", "chair"};
    const struct register_definition *people = filling->body->people->definition;
    struct arena *scratch = filling->scratch;
    const char *id = text_format(scratch, "p-%zu", number).data;
    const char *name = text_format(scratch, "%c.%c. %s", (int)('A' + number % 26),
                                   (int)('A' + number / 26 % 26), surnames[number % SURNAMES])
                           .data;
    struct register_value *values =
        ARENA_ARRAY(scratch, struct register_value, people->field_count);
    set(filling, people, values, "id", id);
    set(filling, people, values, "name", name);
    set(filling, people, values, "regime", "political");
    set(filling, people, values, "office", offices[number % 5 ? number % 4 : number % 500 ? 0 : 4]);
    return put(filling, people, values, text_of(id));
}

static struct error *put_entry(struct filling *filling, size_t number)
{
    const struct register_definition *definition = filling->definition;
    struct register_value *values =
        ARENA_ARRAY(filling->scratch, struct register_value, definition->field_count);
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        if (field->required || below(filling, 10))
            set(filling, definition, values, field->id.data, written(filling, field, number));
    }
    return put(filling, definition, values, TEXT(""));
}

static struct error *fill_some(struct store_session *session, struct arena *arena, void *context)
{
    struct filling *filling = context;
    (void)arena;
    TRY(register_writer_begin(session, filling->body, filling->scratch, &filling->writer));
    if (!filling->from)
        for (size_t i = 0; i < PEOPLE; i++)
            TRY(put_person(filling, i));
    for (size_t i = filling->from; i < filling->to; i++)
        TRY(put_entry(filling, i));
    return register_writer_end(filling->writer);
}

static struct error *make_body(struct arena *arena, struct store *store, struct register_body *body)
{
    struct faults faults = {.arena = arena};
    const struct register_organisation *organisation;
    const struct register_definitions *definitions;
    TRY(register_organisation_read(arena, TEXT("organisation.yaml"), text_of(organisation_text),
                                   &faults, &organisation));
    if (!fault_count(&faults))
        TRY(register_definitions_read(arena, organisation->kind, NULL, &organisation->settings,
                                      &faults, &definitions));
    fault_print(&faults, stderr);
    if (fault_count(&faults))
        return error_new(arena, ERROR_INPUT, "the definitions have faults");
    TRY(register_body_make(arena, store, organisation, definitions, body));
    return register_body_add(arena, body);
}

/* Indexes are made when all rows are there: many times faster than row by row. */
static struct error *drop_indexes(struct store_session *session, struct arena *arena, void *context)
{
    const struct filling *filling = context;
    const struct register_projection *projection =
        register_projection_of(filling->body, filling->definition);
    struct text rest = text_of(register_projection_define(arena, projection, STORE_SQLITE, NULL));
    struct text line;
    struct buffer sql = {.arena = arena};
    while (text_next(&rest, '\n', &line)) {
        static const char *const starts[] = {"CREATE INDEX IF NOT EXISTS ",
                                             "CREATE TRIGGER IF NOT EXISTS "};
        for (size_t i = 0; i < 2; i++) {
            if (!text_starts(line, starts[i]))
                continue;
            struct text name;
            struct text behind = text_slice(line, strlen(starts[i]), line.size);
            text_next(&behind, ' ', &name);
            buffer_add_format(&sql, "DROP %s %.*s;\n", i ? "TRIGGER" : "INDEX", TEXT_FORMAT(name));
        }
    }
    return store_define(session, buffer_string(&sql));
}

static struct error *make_indexes(struct store_session *session, struct arena *arena, void *context)
{
    const struct filling *filling = context;
    const struct register_projection *projection =
        register_projection_of(filling->body, filling->definition);
    const char *search = projection->table;
    TRY(store_define(session, register_projection_define(arena, projection, STORE_SQLITE, NULL)));
    return store_define(session, text_format(arena,
                                             "INSERT INTO %s_search(%s_search) VALUES "
                                             "('rebuild');\n",
                                             search, search)
                                     .data);
}

static struct error *fill(struct arena *arena, char **arguments)
{
    struct store *store;
    struct register_body body;
    TRY(store_open(arena, arguments[1], &(struct store_options){.alone = true, .create = true},
                   &store));
    TRY(store_migrate(arena, store));
    TRY(make_body(arena, store, &body));
    struct filling filling = {
        .body = &body,
        .definition = register_find(body.definitions, text_of(arguments[2])),
        .scratch = arena_new(),
        .random = UINT64_C(0x5741415242304247),
        .count = strtoul(arguments[3], NULL, 10),
    };
    if (!filling.definition)
        return error_new(arena, ERROR_USAGE, "there is no register \"%s\"", arguments[2]);
    struct error *error = store_change(store, arena, body.id, drop_indexes, &filling);
    for (filling.from = 0; filling.from < filling.count && !error; filling.from = filling.to) {
        struct arena *writing = arena_new();
        filling.to =
            filling.from + AT_ONCE < filling.count ? filling.from + AT_ONCE : filling.count;
        error = store_change(store, writing, body.id, fill_some, &filling);
        if (error)
            error = error_wrap(arena, error, "filling");
        arena_free(writing);
    }
    if (!error)
        error = store_change(store, arena, body.id, make_indexes, &filling);
    if (!error)
        error = register_pass_midnight(&body, arena); /* the database as it is the day after */
    arena_free(filling.scratch);
    store_close(store);
    return error;
}

int main(int count, char **arguments)
{
    if (count != 4 || sodium_init() < 0) {
        fputs("fill DATA REGISTER COUNT\n", stderr);
        return 2;
    }
    struct arena *arena = arena_new();
    struct error *error = fill(arena, arguments);
    if (error)
        fprintf(stderr, "fill: %s\n", error_string(arena, error));
    arena_free(arena);
    return error ? error_exit(error->kind) : 0;
}
