/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Every field of every register is filled with hostile text, and every page that links lead to is
 * read: none may have another element or attribute than with innocent text, lead elsewhere, or show
 * what is not public. */

#include "site.h"

#include <string.h>

enum { MOST_PAGES = 400, MOST_LINKS = 4000 };

#define PRIVATE "GEHEIMZEGEL"
#define HOSTILE                                                                                    \
    "\"><img src=x onerror=alert(1)>'</td></title></textarea></svg><script>alert(2)</script>"      \
    "<!-- {{ t \"x\" }} &lt;&#60; javascript:alert(3) \u202Etxet\u202C ]]> </html>"
#define INNOCENT "Stichting Veenbehoud"

struct crawl {
    struct served *served;
    struct text paths[MOST_LINKS]; /* found, in order */
    size_t count;
    uint64_t shapes[MOST_PAGES]; /* of the pages at the first paths */
    size_t read;
};

static void mix(uint64_t *hash, struct text text)
{
    for (size_t i = 0; i < text.size; i++)
        *hash = (*hash ^ (unsigned char)text.data[i]) * UINT64_C(1099511628211);
    *hash = (*hash ^ 0xFF) * UINT64_C(1099511628211);
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t';
}

/* Follow what this site answers with a page, with one filter at most: all combinations are many. */
static void found(struct crawl *crawl, struct text path)
{
    size_t asked = 0;
    path = text_slice(path, 0, text_find(path, 0, TEXT("#")));
    /* What lies behind signing in is the desk's. */
    if (!path.size || path.data[0] != '/' || text_starts(path, "/assets/") ||
        text_ends(path, "/inloggen"))
        return;
    for (size_t i = 0; i < path.size; i++)
        asked += path.data[i] == '=';
    for (size_t i = 0; i < crawl->count; i++)
        if (text_equal(crawl->paths[i], path))
            return;
    if (asked < 2 && crawl->count < MOST_LINKS)
        crawl->paths[crawl->count++] = text_copy(crawl->served->fixture->arena, path);
}

static void take_address(struct crawl *crawl, struct text value)
{
    bool good = value.size && (value.data[0] == '/' || value.data[0] == '#' ||
                               text_starts(value, "https://") || text_starts(value, "mailto:"));
    if (!good || text_starts(value, "//"))
        fail_msg("an address leads elsewhere: %.*s", TEXT_FORMAT(value));
    struct buffer plain = {.arena = crawl->served->fixture->arena};
    for (size_t i = 0; i < value.size; i++) {
        buffer_add_byte(&plain, value.data[i]);
        if (text_starts(text_slice(value, i, value.size), "&amp;"))
            i += 4;
    }
    found(crawl, buffer_text(&plain));
}

/* Reads the tag that starts at AT, and returns where it ends. Attributes are always in double
 * quotes, or without a value. */
static size_t read_tag(struct crawl *crawl, struct text page, size_t at, uint64_t *shape)
{
    size_t start = ++at;
    while (at < page.size && !is_space(page.data[at]) && page.data[at] != '>')
        at++;
    mix(shape, text_slice(page, start, at));
    while (at < page.size && page.data[at] != '>') {
        if (is_space(page.data[at])) {
            at++;
            continue;
        }
        start = at;
        while (at < page.size && !strchr(" \n\t=>", page.data[at]))
            at++;
        struct text name = text_slice(page, start, at);
        mix(shape, name);
        if (page.data[at] != '=')
            continue;
        assert_int_equal(page.data[at + 1], '"');
        start = at += 2;
        while (at < page.size && page.data[at] != '"')
            at++;
        struct text value = text_slice(page, start, at++);
        if (text_is(name, "href") || text_is(name, "src") || text_is(name, "action"))
            take_address(crawl, value);
    }
    assert_true(at < page.size);
    return at + 1;
}

static uint64_t shape_of(struct crawl *crawl, struct text page)
{
    uint64_t shape = UINT64_C(1469598103934665603);
    for (size_t at = 0; at < page.size;) {
        if (page.data[at] == '<')
            at = read_tag(crawl, page, at, &shape);
        else
            at++;
    }
    return shape;
}

static void read_all(struct crawl *crawl)
{
    found(crawl, TEXT("/"));
    found(crawl, TEXT("/en/"));
    while (crawl->read < crawl->count && crawl->read < MOST_PAGES) {
        const char *path = text_string(crawl->served->fixture->arena, crawl->paths[crawl->read]);
        struct text page = served_page(crawl->served, path, 200);
        assert_lacks(page, PRIVATE);
        crawl->shapes[crawl->read++] =
            text_starts(page, "<!DOCTYPE html>") ? shape_of(crawl, page) : 0;
    }
}

/* A value that says TEXT wherever words fit. */
static struct register_value value_of(const struct register_field *field, const char *words)
{
    struct register_value value = {.present = true};
    if (!field->public)
        words = PRIVATE;
    switch (field->type) {
    case REGISTER_IDENTIFIER:
        value.present = false;
        break;
    case REGISTER_DATE:
        value.date = (struct date){2026, 2, 3};
        value.written = text_of(words);
        break;
    case REGISTER_MONEY:
        value.money = (struct money){MONEY_ABOUT, 4000, text_of(words)};
        break;
    case REGISTER_NUMBER:
    case REGISTER_BOOLEAN:
        value.number = 1;
        break;
    case REGISTER_CHOICE:
        value.text = field->vocabulary->options[0].id;
        break;
    case REGISTER_PERSON:
        value.text = TEXT("p1");
        break;
    case REGISTER_UNIT:
        value.text = TEXT("u1");
        break;
    case REGISTER_REGISTER:
        value.text = TEXT("gifts");
        break;
    case REGISTER_ORGANISATION:
        value.text = text_of(words);
        value.kvk = TEXT("12345678");
        break;
    case REGISTER_TEXT:
    case REGISTER_DOCUMENT:
        value.text = text_of(words);
    }
    return value;
}

static struct register_value *
values_of(struct served *served, const struct register_definition *definition, const char *words)
{
    struct register_value *values =
        ARENA_ARRAY(served->fixture->arena, struct register_value, definition->field_count);
    for (size_t i = 0; i < definition->field_count; i++)
        values[i] = value_of(&definition->fields[i], words);
    return values;
}

/* Two entries that are shown, of which one was changed, and one that is not. */
static void fill(struct served *served, const struct register_definition *definition,
                 const char *words)
{
    const char *id = definition->id.data;
    struct register_value *values = values_of(served, definition, words);
    struct text entry = fixture_write(served->fixture, id, REGISTER_DECLARE, "", 0, values);
    struct register_value *changed = values_of(served, definition, words);
    for (size_t i = 0; i < definition->field_count; i++)
        if (changed[i].text.size && definition->fields[i].type == REGISTER_TEXT)
            changed[i].text = text_format(served->fixture->arena, "anders %s",
                                          definition->fields[i].public ? words : PRIVATE);
    fixture_write(served->fixture, id, REGISTER_CHANGE, entry.data, 1, changed);
    fixture_write(served->fixture, id, REGISTER_DECLARE, "", 0, values);
    struct text gone = fixture_write(served->fixture, id, REGISTER_DECLARE, "", 0,
                                     values_of(served, definition, "ingetrokken " PRIVATE));
    fixture_write(served->fixture, id, REGISTER_WITHDRAW, gone.data, 1,
                  values_of(served, definition, "ingetrokken " PRIVATE));
}

static struct crawl *crawl_with(enum store_dialect dialect, const char *words)
{
    struct served *served = served_new(dialect);
    const struct register_definition *people = fixture_definition(served->fixture, "people");
    fixture_write(served->fixture, "units", REGISTER_DECLARE, "u1", 0,
                  fixture_values(served->fixture, "units", "id", "u1", "name", PRIVATE, NULL));
    struct register_value *person = values_of(served, people, words);
    person[register_field(people, TEXT("id"))->number] =
        (struct register_value){.present = true, .text = TEXT("p1")};
    person[register_field(people, TEXT("regime"))->number].text = TEXT("political");
    person[register_field(people, TEXT("office"))->number].text = TEXT("assembly_member");
    person[register_field(people, TEXT("until"))->number].present = false;
    fixture_write(served->fixture, "people", REGISTER_CHANGE, "p1", 1, person);
    for (size_t i = 0; i < served->fixture->body.definitions->count; i++) {
        const struct register_definition *definition = &served->fixture->body.definitions->items[i];
        if (definition->path.size)
            fill(served, definition, words);
    }
    struct crawl *crawl = ARENA_NEW(served->fixture->arena, struct crawl);
    crawl->served = served;
    read_all(crawl);
    return crawl;
}

static void hostile_text_adds_nothing(void **state)
{
    struct crawl *innocent = crawl_with(dialect_of(state), INNOCENT);
    struct crawl *hostile = crawl_with(dialect_of(state), HOSTILE);
    assert_true(hostile->read > 60);
    assert_int_equal(hostile->read, innocent->read);
    for (size_t i = 0; i < hostile->read; i++)
        if (hostile->shapes[i] != innocent->shapes[i])
            fail_msg("%.*s has another shape than %.*s", TEXT_FORMAT(hostile->paths[i]),
                     TEXT_FORMAT(innocent->paths[i]));
    struct text page = served_page(hostile->served, "/registers/geschenken", 200);
    assert_has(page, "&#34;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;");
    served_free(innocent->served);
    served_free(hostile->served);
}

/* What stands behind the ? comes back on the page too. */
static void hostile_queries_add_nothing(void **state)
{
    static const char *const names[] = {"q", "person", "office", "year", "sort", "after", "x"};
    struct served *served = served_new(dialect_of(state));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *path =
            text_format(served->fixture->arena,
                        "/registers/geschenken?%s=%%22%%3E%%3Cimg%%20src%%3Dx%%3E", names[i])
                .data;
        struct talk_answer answer = served_get(served, path);
        assert_true(answer.status == 200 || answer.status == 400 || answer.status == 404);
        assert_lacks(answer.content, "<img src=x");
    }
    struct text page = served_page(served, "/%22%3E%3Cscript%3E", 404);
    assert_lacks(page, "<script");
    served_free(served);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(hostile_text_adds_nothing),
        ON_BOTH(hostile_queries_add_nothing),
    };
    return cmocka_run_group_tests_name("site/hostile", tests, NULL, NULL);
}
