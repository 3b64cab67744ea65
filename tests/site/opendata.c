/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Open data as programs get it: whole while entries change, hostile text stays text, nothing that
 * is not public, and nothing that is passed over. tests/opendata holds it against the standards. */

#include "csv.h"
#include "site.h"

#include "base/identifier.h"
#include "base/json.h"

#include <string.h>

enum { PAGE = 10, FOLLOWED = 73, DOWNLOADED = 1100 };

#define SECRET "GEHEIMZEGEL"
#define HOSTILE                                                                                    \
    "=1+1\t\"><img src=x>'</summary>]]></feed> \\u0022 \\ ; , {{ t }} &lt; \xef\xbf\xbf "          \
    "caf\xc3\xa9"

static json_t *json_of(struct served *served, const char *path)
{
    json_t *root;
    assert_fine(served->fixture->arena,
                json_read(served->fixture->arena, served_page(served, path, 200), &root));
    return root;
}

static const json_t *items_of(const json_t *root)
{
    const json_t *embedded = json_object_get(root, "_embedded");
    const json_t *items = json_object_get(embedded ? embedded : root, "items");
    assert_true(json_is_array(items));
    return items;
}

/* The path of a link, or NULL. */
static const char *link_of(struct served *served, const json_t *root, const char *relation)
{
    const json_t *link = json_object_get(json_object_get(root, "_links"), relation);
    struct text href = json_member_text(link, "href");
    struct text origin = TEXT("http://proef.example");
    if (!link)
        return NULL;
    assert_true(text_starts(href, origin.data));
    return text_string(served->fixture->arena, text_slice(href, origin.size, href.size));
}

static struct text put_gift(struct served *served, const char *description, const char *value)
{
    return fixture_write(served->fixture, "gifts", REGISTER_DECLARE, "", 0,
                         fixture_values(served->fixture, "gifts", "person", "p1", "description",
                                        description, "received_on", "2025-03-04", "value", value,
                                        "response", "kept", NULL));
}

/* Changes where the entry stands in every order but that of recording. */
static void move(struct served *served, struct text entry)
{
    fixture_write(served->fixture, "gifts", REGISTER_CHANGE,
                  text_string(served->fixture->arena, entry), 1,
                  fixture_values(served->fixture, "gifts", "person", "p2", "description", "aaa",
                                 "received_on", "1999-01-01", "value", "1", NULL));
}

static void withdraw(struct served *served, struct text entry)
{
    fixture_write(
        served->fixture, "gifts", REGISTER_WITHDRAW, text_string(served->fixture->arena, entry), 1,
        fixture_values(served->fixture, "gifts", "person", "p1", "description", "weg", NULL));
}

static void count_met(const json_t *items, const struct text *entries, size_t *met, size_t count)
{
    for (size_t i = 0; i < json_array_size(items); i++) {
        struct text id = json_member_text(json_array_get(items, i), "id");
        for (size_t at = 0; at < count; at++)
            met[at] += text_equal(id, entries[at]);
    }
}

/* From page to page, while at each the entry at its end is withdrawn, its first one moves, and a
 * new one comes. */
static void every_link_is_followed_while_entries_change(void **state)
{
    struct served *served = served_new(dialect_of(state));
    static struct text entries[FOLLOWED];
    size_t met[FOLLOWED] = {0};
    size_t pages = 0;
    for (size_t i = 0; i < FOLLOWED; i++)
        entries[i] = put_gift(served, "Geschenk", "10");
    const char *path = "/api/v1/geschenken?aantal=10";
    while (path) {
        json_t *root = json_of(served, path);
        const json_t *items = items_of(root);
        size_t count = json_array_size(items);
        assert_true(count > 0 && count <= PAGE);
        count_met(items, entries, met, FOLLOWED);
        path = link_of(served, root, "next");
        if (count > 1) {
            move(served, json_member_text(json_array_get(items, 0), "id"));
            withdraw(served, json_member_text(json_array_get(items, count - 1), "id"));
            put_gift(served, "Nieuw", "20");
        }
        pages++;
        json_decref(root);
    }
    assert_int_equal(pages, (FOLLOWED + PAGE - 1) / PAGE);
    for (size_t i = 0; i < FOLLOWED; i++)
        assert_int_equal(met[i], 1);
    served_free(served);
}

/* In each order, from the first page to the last and back again. */
static void links_lead_there_and_back(void **state)
{
    static const char *const orders[] = {"",
                                         "&sorteer=value",
                                         "&sorteer=-receivedOn",
                                         "&zoek=geschenk",
                                         "&sorteer=persoon",
                                         "&sorteer=-gewijzigdOp"};
    struct served *served = served_new(dialect_of(state));
    struct arena *arena = served->fixture->arena;
    for (size_t i = 0; i < 31; i++)
        put_gift(served, "Geschenk", text_format(arena, "%zu", i * 7 % 31 / 3).data);
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        struct text first = {0};
        struct text order = {0};
        struct buffer there = {.arena = arena};
        struct buffer back = {.arena = arena};
        const char *path = text_format(arena, "/en/api/v1/geschenken?aantal=10%s", orders[i]).data;
        const char *last = NULL;
        for (size_t page = 0; path; page++) {
            json_t *root = json_of(served, path);
            for (size_t at = 0; at < json_array_size(items_of(root)); at++)
                buffer_add_format(
                    &there, "%.*s ",
                    TEXT_FORMAT(json_member_text(json_array_get(items_of(root), at), "id")));
            last = link_of(served, root, "last");
            path = link_of(served, root, "next");
            json_decref(root);
        }
        for (path = last; path;) {
            json_t *root = json_of(served, path);
            struct buffer page = {.arena = arena};
            for (size_t at = 0; at < json_array_size(items_of(root)); at++)
                buffer_add_format(
                    &page, "%.*s ",
                    TEXT_FORMAT(json_member_text(json_array_get(items_of(root), at), "id")));
            buffer_add(&page, buffer_text(&back));
            back = page;
            path = link_of(served, root, "prev");
            json_decref(root);
        }
        first = buffer_text(&there);
        order = buffer_text(&back);
        assert_int_equal(first.size, 31 * (IDENTIFIER_SIZE + 1));
        assert_true(text_equal(first, order));
    }
    served_free(served);
}

/* More than a piece: each entry once, in both forms. */
static void downloads_are_whole(void **state)
{
    struct served *served = served_new(dialect_of(state));
    struct arena *arena = served->fixture->arena;
    static struct text entries[DOWNLOADED];
    static size_t met[DOWNLOADED];
    for (size_t i = 0; i < DOWNLOADED; i++)
        entries[i] = put_gift(served, "Geschenk", "10");
    memset(met, 0, sizeof met);
    json_t *root = json_of(served, "/registers/geschenken.json");
    count_met(items_of(root), entries, met, DOWNLOADED);
    for (size_t i = 0; i < DOWNLOADED; i++)
        assert_int_equal(met[i], 1);
    json_decref(root);
    struct text csv = served_page(served, "/registers/geschenken.csv", 200);
    size_t same;
    assert_int_equal(csv_rows(arena, csv, "Geschenk", &same), DOWNLOADED);
    assert_int_equal(same, DOWNLOADED);
    served_free(served);
}

static void unchanged_is_not_sent_again(void **state)
{
    static const char *const paths[] = {"/registers/geschenken.csv", "/registers/geschenken.json",
                                        "/registers/geschenken.atom", "/api/v1/geschenken"};
    struct served *served = served_new(dialect_of(state));
    struct arena *arena = served->fixture->arena;
    put_gift(served, "Geschenk", "10");
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct text tag = talk_header(served_get(served, paths[i]), "ETag");
        assert_true(tag.size > 0);
        const char *ask = text_format(arena,
                                      "GET %s HTTP/1.1\r\nHost: proef.example\r\n"
                                      "If-None-Match: %.*s\r\n\r\n",
                                      paths[i], TEXT_FORMAT(tag))
                              .data;
        assert_int_equal(talk_ask(arena, served->port, text_of(ask)).status, 304);
        put_gift(served, "Geschenk", "10");
        assert_int_equal(talk_ask(arena, served->port, text_of(ask)).status, 200);
    }
    served_free(served);
}

/* Each must be refused, with as many errors as are named. */
static void what_is_not_understood_is_refused(void **state)
{
    static const struct {
        const char *path;
        size_t errors;
    } cases[] = {
        {"/api/v1/geschenken?onzin=1", 1},
        {"/api/v1/geschenken?utm_source=1", 1},
        {"/api/v1/geschenken?aantal=0&jaar=twee&response=x", 3},
        {"/api/v1/geschenken?aantal=101", 1},
        {"/api/v1/geschenken?aantal=99999999999999999999", 1},
        {"/api/v1/geschenken?aantal=-1", 1},
        {"/api/v1/geschenken?aantal=", 1},
        {"/api/v1/geschenken?jaar=0&jaar=2024", 2},
        {"/api/v1/geschenken?na=x", 1},
        {"/api/v1/geschenken?na=-5", 1},
        {"/api/v1/geschenken?na=5.zomaar", 1},
        {"/api/v1/geschenken?na=5&voor=6", 1},
        {"/api/v1/geschenken?laatste=ja", 1},
        {"/api/v1/geschenken?zoek=ab", 1},
        {"/api/v1/geschenken?zoek=geschenk&sorteer=value", 1},
        {"/api/v1/geschenken?sorteer=sentHome", 1},
        {"/api/v1/geschenken?toon=x", 1},
        {"/api/v1/geschenken?sent_home=true", 1},
        {"/api/v1/personen?persoon=p1", 1},
        {"/api/v1/personen?email=x&scale=3", 2},
        {"/api/v1/registers?x=1", 1},
        {"/api/v1/openapi.json?x=1", 1},
        {"/catalogus.ttl?x=1&y=2", 2},
        {"/registers/geschenken.csv?onzin=1", 1},
        {"/registers/geschenken.json?year=1&sort=x", 2},
        {"/registers/geschenken.atom?show=x", 1},
    };
    struct served *served = served_new(dialect_of(state));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_t *root;
        struct talk_answer answer = served_get(served, cases[i].path);
        if (answer.status != 400)
            fail_msg("%s: %d instead of 400", cases[i].path, answer.status);
        assert_true(text_is(talk_header(answer, "Content-Type"), "application/problem+json"));
        assert_fine(served->fixture->arena,
                    json_read(served->fixture->arena, answer.content, &root));
        if (json_array_size(json_object_get(root, "errors")) != cases[i].errors)
            fail_msg("%s: %.*s", cases[i].path, TEXT_FORMAT(answer.content));
        json_decref(root);
    }
    static const char *const missing[] = {
        "/api/v1/units",        "/api/v1/people",          "/api/v1/x",
        "/api/v1/geschenken/x", "/registers/x.csv",        "/registers/people.json",
        "/api/v1/personen/p3x", "/api/v1/registers/units", "/api/v1"};
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
        served_page(served, missing[i], 404);
    served_free(served);
}

static struct register_value *hostile_values(struct served *served,
                                             const struct register_definition *definition)
{
    struct register_value *values =
        ARENA_ARRAY(served->fixture->arena, struct register_value, definition->field_count);
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        struct text words = field->public ? TEXT(HOSTILE) : TEXT(SECRET);
        struct register_value *value = &values[i];
        value->present = field->type != REGISTER_IDENTIFIER;
        value->date = (struct date){2026, 2, 0};
        value->number = 1;
        value->money = (struct money){MONEY_ABOUT, 4000, words};
        value->text = field->type == REGISTER_CHOICE   ? field->vocabulary->options[0].id
                      : field->type == REGISTER_PERSON ? TEXT("p1")
                      : field->type == REGISTER_UNIT   ? TEXT(SECRET)
                                                       : words;
        value->kvk = field->type == REGISTER_ORGANISATION ? TEXT("12345678") : TEXT("");
    }
    return values;
}

/* Whether XML is well formed as far as hostile text could break it: every tag is one of ours. */
static void assert_feed(struct text feed)
{
    static const char *const tags[] = {"feed", "id",    "title",   "subtitle", "updated",
                                       "link", "entry", "summary", "author",   "name"};
    for (size_t at = text_find(feed, 5, TEXT("<")); at < feed.size;
         at = text_find(feed, at + 1, TEXT("<"))) {
        size_t from = at + 1 + (feed.data[at + 1] == '/');
        bool ours = false;
        for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
            size_t end = from + strlen(tags[i]);
            ours |= end < feed.size && text_is(text_slice(feed, from, end), tags[i]) &&
                    (feed.data[end] == '>' || feed.data[end] == ' ');
        }
        if (!ours)
            fail_msg("not a tag of ours: %.*s", 40, feed.data + at);
    }
    assert_lacks(feed, "\xef\xbf\xbf");
}

/* Whether the hostile words came through unchanged in a value of an entry. */
static bool says_it(json_t *value)
{
    const char *key;
    json_t *member;
    if (json_is_string(value))
        return strcmp(json_string_value(value), HOSTILE) == 0;
    json_object_foreach(value, key, member) if (says_it(member)) return true;
    return false;
}

static void hostile_text_stays_text(void **state)
{
    struct served *served = served_new(dialect_of(state));
    struct arena *arena = served->fixture->arena;
    const struct register_definitions *definitions = served->fixture->body.definitions;
    for (size_t i = 0; i < definitions->count; i++) {
        const struct register_definition *definition = &definitions->items[i];
        if (!definition->path.size)
            continue;
        fixture_write(served->fixture, definition->id.data, REGISTER_DECLARE, "", 0,
                      hostile_values(served, definition));
        const char *path = text_format(arena, "/api/v1/%.*s", TEXT_FORMAT(definition->path)).data;
        assert_lacks(served_page(served, path, 200), SECRET);
        json_t *root = json_of(served, path);
        assert_true(says_it(json_object_get(json_array_get(items_of(root), 0), "gegevens")));
        json_decref(root);
        path =
            text_format(arena, "/registers/%.*s.json?show=all", TEXT_FORMAT(definition->path)).data;
        assert_lacks(served_page(served, path, 200), SECRET);
        json_decref(json_of(served, path));
        path = text_format(arena, "/en/registers/%.*s.atom?show=all", TEXT_FORMAT(definition->path))
                   .data;
        assert_feed(served_page(served, path, 200));
        assert_lacks(served_page(served, path, 200), SECRET);
        path =
            text_format(arena, "/registers/%.*s.csv?show=all", TEXT_FORMAT(definition->path)).data;
        struct text csv = served_page(served, path, 200);
        size_t same;
        assert_lacks(csv, SECRET);
        assert_lacks(csv, ";=1+1");
        assert_int_equal(csv_rows(arena, csv, HOSTILE, &same), 1);
        assert_true(same > 0);
    }
    served_free(served);
}

/* Staff are in the register of people, and are nobody's business. */
static void staff_are_not_there(void **state)
{
    static const char *const paths[] = {"/api/v1/personen",
                                        "/api/v1/personen?toon=alles",
                                        "/api/v1/personen?zoek=geheim",
                                        "/catalogus.ttl",
                                        "/api/v1/geschenken",
                                        "/registers/geschenken.csv",
                                        "/registers/geschenken.json",
                                        "/registers/geschenken.atom"};
    struct served *served = served_new(dialect_of(state));
    fixture_write(served->fixture, "people", REGISTER_DECLARE, "p900", 0,
                  fixture_values(served->fixture, "people", "id", "p900", "name", "Geheim " SECRET,
                                 "regime", "official", "position", SECRET, NULL));
    fixture_write(served->fixture, "gifts", REGISTER_DECLARE, "", 0,
                  fixture_values(served->fixture, "gifts", "person", "p900", "description",
                                 "Geschenk", NULL));
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct text page = served_page(served, paths[i], 200);
        assert_lacks(page, SECRET);
        assert_lacks(page, "p900");
    }
    served_page(served, "/api/v1/personen/p900", 404);
    served_free(served);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(every_link_is_followed_while_entries_change),
        ON_BOTH(links_lead_there_and_back),
        ON_BOTH(downloads_are_whole),
        ON_BOTH(unchanged_is_not_sent_again),
        ON_BOTH(what_is_not_understood_is_refused),
        ON_BOTH(hostile_text_stays_text),
        ON_BOTH(staff_are_not_there),
    };
    return cmocka_run_group_tests_name("site/opendata", tests, NULL, NULL);
}
