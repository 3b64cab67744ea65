/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Everything that the body keeps about me, to read and to take along (AVG art. 15 and 20), and who
 * looked at it. */

#include "base/json.h"
#include "desk/view.h"
#include "people/message.h"
#include "register/look.h"
#include "templates/personal.h"

enum { LOOKS_SHOWN = 100, LOOKS_TOLD = 10000, MESSAGES_AT_ONCE = 500 };

static void write_member(struct json_writer *json, const char *key, struct text value)
{
    if (!value.size)
        return;
    json_write_key(json, key);
    json_write_text(json, value);
}

/* One version, without what is not for its holder to see. */
static void write_version(struct desk_page *page, struct json_writer *json,
                          const struct register_definition *definition,
                          const struct register_version *version)
{
    struct arena *arena = page->site.arena;
    struct register_value *values =
        ARENA_ARRAY(arena, struct register_value, definition->field_count);
    for (size_t i = 0; i < definition->field_count; i++)
        if (version->entry.values && site_page_shows(&page->site, &definition->fields[i]))
            values[i] = version->entry.values[i];
    json_open_object(json);
    write_member(json, "moment", version->moment);
    write_member(json, "action", text_of(register_action_id(version->action)));
    write_member(json, "by", version->actor);
    write_member(json, "reason", version->reason);
    write_member(json, "state", version->entry.state->id);
    if (version->entry.values) {
        json_write_key(json, "content");
        json_write_raw(json, register_content_write(arena, definition, values));
    }
    json_close_object(json);
}

static struct error *write_entry(struct desk_page *page, struct json_writer *json,
                                 const struct register_definition *definition, struct text entry)
{
    struct register_version *versions;
    size_t count;
    TRY(register_history(page->site.session, page->site.arena, definition, entry, &versions,
                         &count));
    page->definition = definition;
    page->matter =
        (struct register_matter){page->actor.person, page->actor.unit, &definition->states[0]};
    json_open_object(json);
    write_member(json, "id", entry);
    json_write_key(json, "versions");
    json_open_array(json);
    for (size_t i = 0; i < count; i++)
        write_version(page, json, definition, &versions[i]);
    json_close_array(json);
    json_close_object(json);
    return NULL;
}

/* The ids of all that is about the visitor in one register. */
static struct error *read_held(struct desk_page *page, const struct register_definition *definition,
                               struct text **ids, size_t *count)
{
    const struct register_projection *projection =
        register_projection_of(page->site.body, definition);
    struct store_rows *rows;
    const struct store_value *row;
    size_t capacity = 0;
    *ids = NULL;
    *count = 0;
    TRY(store_query(page->site.session, projection->held,
                    (struct store_value[]){store_text(page->actor.person)}, &rows));
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            return NULL;
        *ids = arena_grow(page->site.arena, *ids, *count, &capacity, sizeof **ids);
        (*ids)[(*count)++] = text_copy(page->site.arena, row[0].text);
    }
}

static struct error *write_register(struct desk_page *page, struct json_writer *json,
                                    const struct register_definition *definition)
{
    struct text *ids = &page->actor.person;
    size_t count = definition == page->site.body->people->definition;
    if (definition->holder)
        TRY(read_held(page, definition, &ids, &count));
    if (!count)
        return NULL;
    json_write_key_text(json, definition->id);
    json_open_array(json);
    for (size_t i = 0; i < count; i++)
        TRY(write_entry(page, json, definition, ids[i]));
    json_close_array(json);
    return NULL;
}

static struct error *write_looks(struct desk_page *page, struct json_writer *json)
{
    struct register_look *looks;
    size_t count;
    TRY(register_looks_read(page->site.session, page->site.arena, page->actor.person,
                            (struct date){0}, LOOKS_TOLD, &looks, &count));
    json_write_key(json, "lookedAt");
    json_open_array(json);
    for (size_t i = 0; i < count; i++) {
        json_open_object(json);
        write_member(json, "day", date_format(page->site.arena, looks[i].day));
        write_member(json, "by", looks[i].actor);
        write_member(json, "register", looks[i].register_id);
        write_member(json, "entry", looks[i].entry);
        json_close_object(json);
    }
    json_close_array(json);
    return NULL;
}

/* What was asked and told by mail, and when; what it said is not kept. */
static struct error *write_messages(struct desk_page *page, struct json_writer *json)
{
    struct people_message_record *records = NULL;
    size_t count;
    json_write_key(json, "messages");
    json_open_array(json);
    do {
        TRY(people_message_history(page->site.session, page->site.arena, page->actor.person,
                                   records, &records, &count));
        for (size_t i = 0; i < count; i++) {
            json_open_object(json);
            write_member(json, "kind", text_of(people_message_kind_id(records[i].kind)));
            write_member(json, "planned", clock_format(page->site.arena, records[i].planned));
            if (records[i].settled)
                write_member(json, "settled", clock_format(page->site.arena, records[i].settled));
            json_close_object(json);
        }
        records = count ? &records[count - 1] : NULL;
    } while (count == MESSAGES_AT_ONCE);
    json_close_array(json);
    return NULL;
}

static void write_account(struct desk_page *page, struct json_writer *json)
{
    const struct people_account *account = page->session->account;
    json_write_key(json, "account");
    json_open_object(json);
    write_member(json, "email", account->email);
    write_member(json, "language", account->language == LANGUAGE_ENGLISH ? TEXT("en") : TEXT("nl"));
    write_member(json, "created", clock_format(page->site.arena, account->created));
    json_write_key(json, "secondFactor");
    json_write_boolean(json, account->has_totp);
    json_close_object(json);
}

static struct error *write_all(struct desk_page *page, void *context)
{
    struct json_writer *json = context;
    const struct register_definitions *definitions = page->site.body->definitions;
    json_open_object(json);
    write_member(json, "organisation", page->site.body_name);
    write_member(json, "person", page->actor.person);
    write_member(json, "name", page->actor.name);
    write_member(json, "moment", clock_format(page->site.arena, page->context.now));
    write_account(page, json);
    json_write_key(json, "registers");
    json_open_object(json);
    for (size_t i = 0; i < definitions->count; i++)
        TRY(write_register(page, json, &definitions->items[i]));
    json_close_object(json);
    TRY(write_messages(page, json));
    TRY(write_looks(page, json));
    json_close_object(json);
    return NULL;
}

struct error *desk_give_personal(struct desk_page *page)
{
    struct json_writer json = {.buffer = &page->site.response->content};
    page->site.response->type = TEXT("application/json");
    web_offer_file(page->site.response, page->site.language == LANGUAGE_ENGLISH
                                            ? TEXT("my-data.json")
                                            : TEXT("mijn-gegevens.json"));
    return desk_read(page, write_all, &json);
}

/* Looks as lines: who, when, at what. */
struct error *desk_looks_show(struct desk_page *page, const struct register_look *looks,
                              size_t count, struct desk_look **shown)
{
    const struct register_definitions *definitions = page->site.body->definitions;
    *shown = ARENA_ARRAY(page->site.arena, struct desk_look, count);
    for (size_t i = 0; i < count; i++) {
        const struct register_definition *definition =
            register_find(definitions, looks[i].register_id);
        struct desk_look *look = &(*shown)[i];
        *look = (struct desk_look){
            .day = looks[i].day,
            .register_title = definition ? label_in(definition->title, page->site.language)
                                         : looks[i].register_id,
            .list = !looks[i].entry.size,
        };
        TRY(site_person_name(&page->site, looks[i].actor, &look->actor));
        if (looks[i].holder.size)
            TRY(site_person_name(&page->site, looks[i].holder, &look->holder));
    }
    return NULL;
}

static struct error *make_personal(struct desk_page *page, void *context)
{
    struct desk_personal *view = context;
    const struct register_definitions *definitions = page->site.body->definitions;
    struct register_look *looks;
    view->kept = ARENA_ARRAY(page->site.arena, struct desk_kept, definitions->count);
    for (size_t i = 0; i < definitions->count; i++) {
        const struct register_definition *definition = &definitions->items[i];
        struct text *ids;
        size_t count = 0;
        if (definition->holder)
            TRY(read_held(page, definition, &ids, &count));
        if (!count)
            continue;
        view->kept[view->kept_count++] = (struct desk_kept){
            .title = label_in(definition->title, page->site.language),
            .path =
                text_format(page->site.arena, "/mijn/%.*s", TEXT_FORMAT(desk_name_of(definition))),
            .count = (int64_t)count,
            .years = definition->retention_years,
        };
    }
    TRY(register_looks_read(page->site.session, page->site.arena, page->actor.person,
                            (struct date){0}, LOOKS_SHOWN, &looks, &view->look_count));
    return desk_looks_show(page, looks, view->look_count, &view->looks);
}

struct error *desk_show_personal(struct desk_page *page)
{
    const struct register_definition *requests =
        register_find(page->site.body->definitions, TEXT("correction-requests"));
    struct desk_personal view = {.page = &page->site};
    if (requests)
        view.correct_path =
            text_format(page->site.arena, "/mijn/%.*s/nieuw", TEXT_FORMAT(desk_name_of(requests)));
    page->site.place = SITE_MINE;
    page->site.title = site_words(&page->site, MESSAGE("What is kept about you"));
    site_add_crumb(&page->site, TEXT("/mijn"), site_words(&page->site, MESSAGE("My declarations")));
    site_add_crumb(&page->site, TEXT(""), page->site.title);
    TRY(desk_read(page, make_personal, &view));
    struct markup out = site_markup(&page->site);
    template_desk_personal(&out, &view);
    return NULL;
}

/* For whoever watches over it: who looked at what was not theirs. */
struct before {
    struct date day;
    struct desk_personal *view;
};

static struct error *make_looks(struct desk_page *page, void *context)
{
    struct before *before = context;
    struct register_look *looks;
    struct desk_personal *view = before->view;
    TRY(register_looks_read(page->site.session, page->site.arena, TEXT(""), before->day,
                            LOOKS_SHOWN, &looks, &view->look_count));
    if (view->look_count == LOOKS_SHOWN)
        view->older =
            text_format(page->site.arena, "/werk/inzage?voor=%.*s",
                        TEXT_FORMAT(date_format(
                            page->site.arena, date_add_days(looks[view->look_count - 1].day, 1))));
    return desk_looks_show(page, looks, view->look_count, &view->looks);
}

struct error *desk_show_looks(struct desk_page *page)
{
    struct desk_personal view = {.page = &page->site};
    struct before before = {.view = &view};
    struct text asked = web_query(page->site.request, "voor");
    if (asked.size && !date_parse(asked, &before.day))
        return error_new(page->site.arena, ERROR_INPUT, "\"voor\" is no day");
    page->site.place = SITE_WORK;
    page->site.title = site_words(&page->site, MESSAGE("Who looked at what"));
    site_add_crumb(&page->site, TEXT("/werk"), site_words(&page->site, MESSAGE("Work")));
    site_add_crumb(&page->site, TEXT(""), page->site.title);
    TRY(desk_read(page, make_looks, &before));
    struct markup out = site_markup(&page->site);
    template_desk_looks(&out, &view);
    return NULL;
}
