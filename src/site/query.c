/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "site/query.h"

#include "site/page.h"
#include "site/value.h"

#include <assert.h>
#include <string.h>

enum {
    LONGEST_WORDS = 200, /* bytes of free text */
    LONGEST_ID = 100,    /* bytes of a person's or an entry's id */
    TITLE_ROOM = 12,     /* options that a refusal names */
};

static const char *const shows[] = {
    [SITE_SHOW_CURRENT] = "current",
    [SITE_SHOW_ENDED] = "ended",
    [SITE_SHOW_ALL] = "all",
};

void site_refuse_parameter(struct site_refusals *refusals, struct text parameter, struct text value,
                           struct label expected)
{
    refusals->items = arena_grow(refusals->arena, refusals->items, refusals->count,
                                 &refusals->capacity, sizeof *refusals->items);
    refusals->items[refusals->count++] = (struct site_refusal){parameter, value, expected};
}

bool site_is_tracking(struct text name)
{
    static const char *const known[] = {"fbclid", "gclid",  "dclid",        "msclkid",
                                        "twclid", "igshid", "mc_cid",       "mc_eid",
                                        "yclid",  "_ga",    "mtm_campaign", "pk_campaign"};
    if (text_starts(name, "utm_"))
        return true;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (text_is(name, known[i]))
            return true;
    return false;
}

/* What a query says whatever the register; a field of that name is no filter of its own. */
static const char *const reserved[] = {"q",    "person", "office", "year", "show",
                                       "sort", "after",  "before", "last"};

static bool is_reserved(struct text name)
{
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (text_is(name, reserved[i]))
            return true;
    return false;
}

bool site_filters_by(const struct register_definition *definition,
                     const struct register_field *field)
{
    return field->filter && site_shows(field) && !field->own && field != definition->holder &&
           !is_reserved(field->id) &&
           (field->type == REGISTER_BOOLEAN || (field->type == REGISTER_CHOICE && !field->several));
}

bool site_sorts_by(const struct register_definition *definition, const struct register_field *field)
{
    return field->sort && site_shows(field) && field != definition->holder &&
           !register_refers(field);
}

struct text site_filter_of(const struct site_query *query, const struct register_field *field)
{
    for (size_t i = 0; i < query->list.field_count; i++)
        if (query->list.fields[i].field == field)
            return query->list.fields[i].value;
    return TEXT("");
}

void site_filter_set(struct site_query *query, const struct register_field *field,
                     struct text value)
{
    size_t at = 0;
    while (at < query->list.field_count && query->list.fields[at].field != field)
        at++;
    if (!value.size) {
        if (at == query->list.field_count)
            return;
        query->list.field_count--;
        for (; at < query->list.field_count; at++)
            query->list.fields[at] = query->list.fields[at + 1];
        return;
    }
    if (at == LIST_FIELDS)
        return;
    if (at == query->list.field_count)
        query->list.field_count++;
    query->list.fields[at].field = field;
    query->list.fields[at].value = value;
}

void site_query_rewind(struct site_query *query)
{
    query->list.after = TEXT("");
    query->list.before = TEXT("");
    query->list.last = false;
}

/* Registers of what lasts show what is current, unless asked otherwise. */
static enum site_show first_show(const struct register_definition *definition)
{
    return site_lasts(definition) ? SITE_SHOW_CURRENT : SITE_SHOW_ALL;
}

static void show(struct site_query *query, enum site_show which)
{
    query->show = which;
    query->list.current =
        which == SITE_SHOW_ALL ? TRUTH_UNKNOWN : truth_of(which == SITE_SHOW_CURRENT);
}

void site_query_start(struct site_query *query, const struct register_body *body,
                      const struct register_definition *definition)
{
    *query = (struct site_query){
        .list = {.projection = register_projection_of(body, definition), .limit = SITE_PAGE_ROWS},
    };
    show(query, first_show(definition));
}

/* What a reading carries. */
struct reading {
    struct arena *arena;
    const struct register_body *body;
    const struct register_definition *definition;
    struct site_query *query;
    struct site_refusals *refusals;
    const struct web_pair *pair;
};

static void refuse(struct reading *reading, const char *dutch, const char *english)
{
    site_refuse_parameter(reading->refusals, reading->pair->name, reading->pair->value,
                          (struct label){text_of(dutch), text_of(english)});
}

/* Refuses a value that is no option, and names those that are. */
static void refuse_option(struct reading *reading, const struct register_vocabulary *vocabulary)
{
    struct buffer ids = {.arena = reading->arena};
    for (size_t i = 0; i < vocabulary->option_count && i < TITLE_ROOM; i++)
        buffer_add_format(&ids, "%s%.*s", i ? ", " : "", TEXT_FORMAT(vocabulary->options[i].id));
    if (vocabulary->option_count > TITLE_ROOM)
        buffer_add_string(&ids, ", ...");
    const char *list = buffer_string(&ids);
    refuse(reading, text_format(reading->arena, "een van: %s", list).data,
           text_format(reading->arena, "one of: %s", list).data);
}

/* Refuses a name that is no filter, and names those that are. */
static void refuse_name(struct reading *reading)
{
    struct buffer names = {.arena = reading->arena};
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        buffer_add_format(&names, "%s%s", i ? ", " : "", reserved[i]);
    for (size_t i = 0; i < reading->definition->field_count; i++)
        if (site_filters_by(reading->definition, &reading->definition->fields[i]))
            buffer_add_format(&names, ", %.*s", TEXT_FORMAT(reading->definition->fields[i].id));
    const char *list = buffer_string(&names);
    refuse(reading, text_format(reading->arena, "een filter dat hier bestaat: %s", list).data,
           text_format(reading->arena, "a filter that is here: %s", list).data);
}

static void read_words(struct reading *reading)
{
    if (reading->pair->value.size > LONGEST_WORDS) {
        refuse(reading, "ten hoogste 200 tekens", "200 characters at most");
        return;
    }
    reading->query->written = text_trim(reading->pair->value);
    register_query_words(reading->arena, reading->query->written, &reading->query->list,
                         &reading->query->too_short);
}

/* People and entries are named by ids without spaces. */
static bool is_id(struct text text)
{
    if (!text.size || text.size > LONGEST_ID)
        return false;
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] <= ' ')
            return false;
    return true;
}

static void read_id(struct reading *reading, struct text *id)
{
    if (is_id(reading->pair->value))
        *id = reading->pair->value;
    else
        refuse(reading, "een kenmerk van ten hoogste 100 tekens, zonder spaties",
               "an id of 100 characters at most, without spaces");
}

static void read_person(struct reading *reading)
{
    if (!site_shows(reading->definition->holder))
        refuse(reading, "niets: in dit register staan geen personen",
               "nothing: this register has no people");
    else
        read_id(reading, &reading->query->list.holder);
}

static void read_office(struct reading *reading)
{
    const struct register_vocabulary *offices = site_offices(reading->body);
    if (!offices || !site_shows(reading->definition->holder))
        refuse(reading, "niets: dit register kent geen ambten",
               "nothing: this register has no offices");
    else if (!register_option(offices, reading->pair->value))
        refuse_option(reading, offices);
    else
        reading->query->list.office = reading->pair->value;
}

static void read_year(struct reading *reading)
{
    int64_t year;
    if (!site_shows(reading->definition->since))
        refuse(reading, "niets: dit register heeft geen jaren",
               "nothing: this register has no years");
    else if (reading->pair->value.size != 4 || !text_number(reading->pair->value, &year) ||
             year < 1)
        refuse(reading, "een jaar in vier cijfers, zoals 2024",
               "a year of four digits, such as 2024");
    else
        reading->query->list.year = (int16_t)year;
}

static void read_show(struct reading *reading)
{
    for (size_t i = 0; i < sizeof shows / sizeof *shows; i++)
        if (text_is(reading->pair->value, shows[i])) {
            show(reading->query, (enum site_show)i);
            return;
        }
    refuse(reading, "een van: current (nu), ended (voorbij), all (alles)",
           "one of: current, ended, all");
}

static void read_sort(struct reading *reading)
{
    struct text name = reading->pair->value;
    struct register_query *list = &reading->query->list;
    list->descending = text_starts(name, "-");
    if (list->descending)
        name = text_slice(name, 1, name.size);
    list->order = text_is(name, "changed")  ? REGISTER_ORDER_CHANGED
                  : text_is(name, "person") ? REGISTER_ORDER_HOLDER
                                            : REGISTER_ORDER_FIELD;
    if (list->order == REGISTER_ORDER_HOLDER && !site_shows(reading->definition->holder))
        list->order = REGISTER_ORDER_FIELD;
    if (list->order == REGISTER_ORDER_FIELD) {
        list->order_field = register_field(reading->definition, name);
        if (!list->order_field || !site_sorts_by(reading->definition, list->order_field)) {
            list->order = REGISTER_ORDER_DEFAULT;
            list->order_field = NULL;
            list->descending = false;
            refuse(reading, "een kolom waarop de lijst te sorteren is, met - ervoor voor andersom",
                   "a column that the list can be sorted by, with - in front to turn it round");
            return;
        }
    }
    reading->query->sort = reading->pair->value;
}

static void read_last(struct reading *reading)
{
    reading->query->list.last = text_is(reading->pair->value, "1");
    if (!reading->query->list.last)
        refuse(reading, "1", "1");
}

static void read_filter(struct reading *reading, const struct register_field *field)
{
    struct text value = reading->pair->value;
    if (field->type == REGISTER_BOOLEAN) {
        if (!text_is(value, "yes") && !text_is(value, "no"))
            refuse(reading, "yes (ja) of no (nee)", "yes or no");
        else
            site_filter_set(reading->query, field, text_is(value, "yes") ? TEXT("1") : TEXT("0"));
    } else if (!register_option(field->vocabulary, value)) {
        refuse_option(reading, field->vocabulary);
    } else {
        site_filter_set(reading->query, field, value);
    }
}

static void read_pair(struct reading *reading)
{
    struct text name = reading->pair->name;
    const struct register_field *field = register_field(reading->definition, name);
    if (text_is(name, "q"))
        read_words(reading);
    else if (text_is(name, "person"))
        read_person(reading);
    else if (text_is(name, "office"))
        read_office(reading);
    else if (text_is(name, "year"))
        read_year(reading);
    else if (text_is(name, "show"))
        read_show(reading);
    else if (text_is(name, "sort"))
        read_sort(reading);
    else if (text_is(name, "after"))
        read_id(reading, &reading->query->list.after);
    else if (text_is(name, "before"))
        read_id(reading, &reading->query->list.before);
    else if (text_is(name, "last"))
        read_last(reading);
    else if (field && site_filters_by(reading->definition, field))
        read_filter(reading, field);
    else if (!site_is_tracking(name))
        refuse_name(reading);
}

static bool is_repeated(struct web_pairs pairs, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (pairs.items[i].value.size && text_equal(pairs.items[i].name, pairs.items[at].name))
            return true;
    return false;
}

void site_query_read(struct arena *arena, const struct register_body *body,
                     const struct register_definition *definition, struct web_pairs pairs,
                     struct site_query *query, struct site_refusals *refusals)
{
    struct reading reading = {arena, body, definition, query, refusals, NULL};
    site_query_start(query, body, definition);
    for (size_t i = 0; i < pairs.count; i++) {
        reading.pair = &pairs.items[i];
        /* A form sends what was left empty too. */
        if (!reading.pair->value.size && !site_is_tracking(reading.pair->name)) {
            if (!is_reserved(reading.pair->name) && !register_field(definition, reading.pair->name))
                read_pair(&reading);
            continue;
        }
        if (is_repeated(pairs, i))
            refuse(&reading, "één waarde: dit staat er twee keer",
                   "one value: this is given twice");
        else
            read_pair(&reading);
    }
    if ((query->list.after.size > 0) + (query->list.before.size > 0) + query->list.last > 1)
        site_refuse_parameter(
            refusals, TEXT("after, before, last"), TEXT(""),
            (struct label){TEXT("één van deze drie"), TEXT("one of these three")});
}

struct text site_encode(struct arena *arena, struct text text)
{
    struct buffer buffer = {.arena = arena};
    struct markup out = {.buffer = &buffer};
    markup_part_text(&out, text);
    return buffer_text(&buffer);
}

static void add_pair(struct buffer *buffer, struct text name, struct text value)
{
    if (!value.size)
        return;
    buffer_add_byte(buffer, buffer->size ? '&' : '?');
    buffer_add(buffer, name);
    buffer_add_byte(buffer, '=');
    buffer_add(buffer, site_encode(buffer->arena, value));
}

struct text site_query_write(struct arena *arena, const struct site_query *query)
{
    const struct register_query *list = &query->list;
    struct buffer buffer = {.arena = arena};
    add_pair(&buffer, TEXT("q"), query->written);
    add_pair(&buffer, TEXT("person"), list->holder);
    add_pair(&buffer, TEXT("office"), list->office);
    if (list->year)
        add_pair(&buffer, TEXT("year"), text_format(arena, "%04d", list->year));
    if (query->show != first_show(list->projection->definition))
        add_pair(&buffer, TEXT("show"), text_of(shows[query->show]));
    for (size_t i = 0; i < list->field_count; i++) {
        struct text value = list->fields[i].value;
        if (list->fields[i].field->type == REGISTER_BOOLEAN)
            value = text_is(value, "1") ? TEXT("yes") : TEXT("no");
        add_pair(&buffer, list->fields[i].field->id, value);
    }
    add_pair(&buffer, TEXT("sort"), query->sort);
    add_pair(&buffer, TEXT("after"), list->after);
    add_pair(&buffer, TEXT("before"), list->before);
    if (list->last)
        add_pair(&buffer, TEXT("last"), TEXT("1"));
    return buffer_text(&buffer);
}

struct text site_query_address(struct arena *arena, const struct site_query *query,
                               const char *extension)
{
    struct text path = query->list.projection->definition->path;
    struct text asked = site_query_write(arena, query);
    return text_format(arena, "/registers/%.*s%s%.*s", TEXT_FORMAT(path), extension,
                       TEXT_FORMAT(asked));
}
