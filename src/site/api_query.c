/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "site/api_query.h"

#include <string.h>

enum { LONGEST_KEY = 1000 /* bytes of a place's key */ };

static bool serves_all(const struct register_body *body,
                       const struct register_definition *definition)
{
    (void)body;
    return definition != NULL;
}

static bool serves_people(const struct register_body *body,
                          const struct register_definition *definition)
{
    (void)body;
    return site_shows(definition->holder);
}

static bool serves_offices(const struct register_body *body,
                           const struct register_definition *definition)
{
    return serves_people(body, definition) && site_offices(body);
}

static bool serves_years(const struct register_body *body,
                         const struct register_definition *definition)
{
    (void)body;
    return site_shows(definition->since);
}

static const struct site_parameter parameters[] = {
    {"zoek", "q", serves_all,
     MESSAGE(
         "Words that must be in the names of an entry, each of three letters at least; case and "
         "accents do not matter.")},
    {"persoon", "person", serves_people, MESSAGE("The id of a person: only their entries.")},
    {"ambt", "office", serves_offices, MESSAGE("An office: only entries of those who hold it.")},
    {"jaar", "year", serves_years, MESSAGE("The year in which it began or happened.")},
    {"toon", NULL, serves_all, MESSAGE("What is current, what is past, or all.")},
    {"sorteer", NULL, serves_all,
     MESSAGE("What to sort by; - in front turns it round. Without it the newest recorded comes "
             "first, and no entry is missed or met twice while pages are followed.")},
    {"aantal", NULL, serves_all, MESSAGE("Entries on a page.")},
    {"na", NULL, serves_all, MESSAGE("The page behind a place; taken from a link.")},
    {"voor", NULL, serves_all, MESSAGE("The page before a place; taken from a link.")},
    {"laatste", NULL, serves_all, MESSAGE("The last page.")},
};

const struct site_parameter *site_parameters(size_t *count)
{
    *count = sizeof parameters / sizeof *parameters;
    return parameters;
}

const char *const *site_shows_named(void)
{
    static const char *const names[] = {"actueel", "voorbij", "alles", NULL};
    return names;
}

/* What a reading carries. */
struct reading {
    struct site_page *page;
    const struct register_definition *definition;
    struct site_asking *asking;
    struct site_refusals *refusals;
    const struct web_pair *pair;
    struct web_pairs inner; /* in the page's words */
    struct text *given;     /* what each of these is called here */
};

static void refuse(struct reading *reading, const char *dutch, const char *english)
{
    site_refuse_parameter(reading->refusals, reading->pair->name, reading->pair->value,
                          (struct label){text_of(dutch), text_of(english)});
}

static void pass_on(struct reading *reading, struct text name, struct text value)
{
    reading->given[reading->inner.count] = reading->pair->name;
    reading->inner.items[reading->inner.count++] = (struct web_pair){name, value};
}

static void read_show(struct reading *reading)
{
    static const enum truth meanings[] = {TRUTH_TRUE, TRUTH_FALSE, TRUTH_UNKNOWN};
    for (size_t i = 0; site_shows_named()[i]; i++)
        if (text_is(reading->pair->value, site_shows_named()[i])) {
            reading->asking->list.current = meanings[i];
            return;
        }
    refuse(reading, "een van: actueel, voorbij, alles",
           "one of: actueel (current), voorbij (past), alles (all)");
}

static void read_sort(struct reading *reading)
{
    struct register_query *list = &reading->asking->list;
    const struct register_definition *definition = reading->definition;
    struct text name = reading->pair->value;
    bool turned = text_starts(name, "-");
    name = text_slice(name, turned, name.size);
    list->descending = turned;
    if (text_is(name, "gewijzigdOp")) {
        list->order = REGISTER_ORDER_CHANGED;
        return;
    }
    if (text_is(name, "persoon") && serves_people(reading->page->body, definition)) {
        list->order = REGISTER_ORDER_HOLDER;
        return;
    }
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        if (site_sorts_by(definition, field) &&
            text_equal(site_camel(reading->page->arena, field->id, false), name)) {
            list->order = REGISTER_ORDER_FIELD;
            list->order_field = field;
            return;
        }
    }
    list->descending = true;
    refuse(reading, "een gegeven waarop te sorteren is, met - ervoor voor andersom",
           "something that can be sorted by, with - in front to turn it round");
}

static void read_limit(struct reading *reading)
{
    int64_t limit;
    if (!text_number(reading->pair->value, &limit) || limit < 1 || limit > SITE_API_MOST)
        refuse(reading, "een heel getal van 1 tot en met 100", "a whole number from 1 to 100");
    else
        reading->asking->list.limit = (size_t)limit;
}

static void read_last(struct reading *reading)
{
    reading->asking->list.last = text_is(reading->pair->value, "true");
    if (!reading->asking->list.last)
        refuse(reading, "true", "true");
}

static void read_place(struct reading *reading, struct register_place *place)
{
    struct text rest = reading->pair->value;
    size_t dot = text_find(rest, 0, TEXT("."));
    struct text number = text_slice(rest, 0, dot);
    *place = (struct register_place){.key = text_slice(rest, dot + (dot < rest.size), rest.size)};
    if (!text_number(number, &place->number) || place->number < 1 ||
        place->key.size > LONGEST_KEY) {
        place->number = 0;
        refuse(reading, "een plaats zoals die in een link staat", "a place as it stands in a link");
    }
}

/* A filter by a field: what the page calls it, and its value there. */
static bool read_filter(struct reading *reading)
{
    struct text value = reading->pair->value;
    for (size_t i = 0; i < reading->definition->field_count; i++) {
        const struct register_field *field = &reading->definition->fields[i];
        if (!site_filters_by(reading->definition, field) ||
            !text_equal(site_camel(reading->page->arena, field->id, false), reading->pair->name))
            continue;
        if (field->type != REGISTER_BOOLEAN)
            pass_on(reading, field->id, value);
        else if (text_is(value, "true") || text_is(value, "false"))
            pass_on(reading, field->id, text_is(value, "true") ? TEXT("yes") : TEXT("no"));
        else
            refuse(reading, "true (ja) of false (nee)", "true or false");
        return true;
    }
    return false;
}

static void read_own(struct reading *reading, const char *name)
{
    struct site_asking *asking = reading->asking;
    if (strcmp(name, "toon") == 0)
        read_show(reading);
    else if (strcmp(name, "sorteer") == 0)
        read_sort(reading);
    else if (strcmp(name, "aantal") == 0)
        read_limit(reading);
    else if (strcmp(name, "na") == 0)
        read_place(reading, &asking->list.behind);
    else if (strcmp(name, "voor") == 0)
        read_place(reading, &asking->list.ahead);
    else
        read_last(reading);
}

static bool is_place(struct text name)
{
    return text_is(name, "na") || text_is(name, "voor") || text_is(name, "laatste");
}

static void read_pair(struct reading *reading)
{
    const struct web_pair *pair = reading->pair;
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
        if (!text_is(pair->name, parameters[i].name) ||
            !parameters[i].serves(reading->page->body, reading->definition))
            continue;
        if (!pair->value.size)
            refuse(reading, "een waarde", "a value");
        else if (parameters[i].inner)
            pass_on(reading, text_of(parameters[i].inner), pair->value);
        else
            read_own(reading, parameters[i].name);
        return;
    }
    if (!read_filter(reading))
        refuse(reading, "niets: deze parameter bestaat hier niet",
               "nothing: there is no such parameter here");
}

static bool is_repeated(struct web_pairs pairs, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (text_equal(pairs.items[i].name, pairs.items[at].name))
            return true;
    return false;
}

/* What the page reads too is read by its own rules, and what it refuses called as it is here. */
static void read_inner(struct reading *reading)
{
    struct register_query *list = &reading->asking->list;
    struct site_refusals refusals = {.arena = reading->page->arena};
    struct site_query query = {0};
    site_query_read(reading->page->arena, reading->page->body, reading->definition, reading->inner,
                    &query, &refusals);
    for (size_t i = 0; i < refusals.count; i++)
        for (size_t at = 0; at < reading->inner.count; at++)
            if (text_equal(refusals.items[i].parameter, reading->inner.items[at].name))
                site_refuse_parameter(reading->refusals, reading->given[at],
                                      refusals.items[i].value, refusals.items[i].expected);
    query.list.current = list->current;
    query.list.order = list->order;
    query.list.order_field = list->order_field;
    query.list.descending = list->descending;
    query.list.behind = list->behind;
    query.list.ahead = list->ahead;
    query.list.last = list->last;
    query.list.limit = list->limit;
    *list = query.list;
    if (query.too_short)
        site_refuse_parameter(reading->refusals, TEXT("zoek"), query.written,
                              (struct label){TEXT("woorden van ten minste drie letters"),
                                             TEXT("words of three letters at least")});
}

static void check_together(struct reading *reading)
{
    const struct register_query *list = &reading->asking->list;
    bool keyed = list->behind.key.size || list->ahead.key.size;
    if ((list->behind.number > 0) + (list->ahead.number > 0) + list->last > 1)
        site_refuse_parameter(
            reading->refusals, TEXT("na, voor, laatste"), TEXT(""),
            (struct label){TEXT("één van deze drie"), TEXT("one of these three")});
    if (list->word_count && list->order != REGISTER_ORDER_RECORDED)
        site_refuse_parameter(reading->refusals, TEXT("sorteer"), TEXT(""),
                              (struct label){TEXT("niets: met zoek is er geen andere volgorde"),
                                             TEXT("nothing: with zoek there is no other order")});
    else if (keyed && !register_place_has_key(list))
        site_refuse_parameter(reading->refusals, list->behind.key.size ? TEXT("na") : TEXT("voor"),
                              TEXT(""),
                              (struct label){TEXT("een plaats zoals die in een link staat"),
                                             TEXT("a place as it stands in a link")});
}

void site_asking_read(struct site_page *page, const struct register_definition *definition,
                      struct site_asking *asking, struct site_refusals *refusals)
{
    struct web_pairs pairs = page->request->query;
    struct buffer kept = {.arena = page->arena};
    struct reading reading = {
        .page = page,
        .definition = definition,
        .asking = asking,
        .refusals = refusals,
        .inner = {.items = ARENA_ARRAY(page->arena, struct web_pair, pairs.count)},
        .given = ARENA_ARRAY(page->arena, struct text, pairs.count),
    };
    *asking = (struct site_asking){.list = {.current = TRUTH_UNKNOWN,
                                            .order = REGISTER_ORDER_RECORDED,
                                            .descending = true,
                                            .limit = SITE_API_ROWS}};
    for (size_t i = 0; i < pairs.count; i++) {
        reading.pair = &pairs.items[i];
        if (is_repeated(pairs, i))
            refuse(&reading, "één waarde: dit staat er twee keer",
                   "one value: this is given twice");
        else
            read_pair(&reading);
        if (!is_place(reading.pair->name))
            buffer_add_format(&kept, "%s%.*s=%.*s", kept.size ? "&" : "",
                              TEXT_FORMAT(site_encode(page->arena, reading.pair->name)),
                              TEXT_FORMAT(site_encode(page->arena, reading.pair->value)));
    }
    read_inner(&reading);
    check_together(&reading);
    asking->kept = buffer_text(&kept);
}

struct text site_place_write(struct arena *arena, struct register_place place)
{
    if (!place.key.size)
        return text_format(arena, "%lld", (long long)place.number);
    return text_format(arena, "%lld.%.*s", (long long)place.number, TEXT_FORMAT(place.key));
}
