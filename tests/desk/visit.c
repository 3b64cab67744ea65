/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "visit.h"

#include "base/clock.h"
#include "site/query.h"

#include <signal.h>
#include <stdlib.h>

struct visit *visit_new(enum store_dialect dialect)
{
    signal(SIGPIPE, SIG_IGN);
    clock_set(((int64_t)date_to_days((struct date){2026, 3, 20}) * 24 + 12) * INT64_C(3600000000));
    struct fixture *fixture = fixture_new(dialect); /* skips the test where there is no database */
    struct visit *visit = calloc(1, sizeof *visit);
    assert_non_null(visit);
    visit->fixture = fixture;
    visit->bodies = (struct register_bodies){.items = &visit->fixture->body, .count = 1};
    visit->desk = (struct desk){
        .site = {.bodies = &visit->bodies, .store = fixture->store},
        .passwords = people_passwords_new(1, 0),
    };
    struct web_options options = {
        .listen = "127.0.0.1:0",
        .context = &visit->desk,
        .resolve = site_resolve,
        .error_page = site_error_page,
        .revision = site_revision,
        .api_version = "1.0.0",
        .event_threads = 1,
        .worker_threads = 2,
    };
    options.routes = desk_all_routes(fixture->arena, &options.route_count);
    assert_fine(fixture->arena, web_server_start(fixture->arena, &options, &visit->server));
    visit->port = web_server_port(visit->server);
    return visit;
}

void visit_free(struct visit *visit)
{
    web_server_stop(visit->server, 5);
    people_passwords_free(visit->desk.passwords);
    fixture_free(visit->fixture);
    free(visit);
    clock_set(0);
}

void visit_add_employee(struct visit *visit, const char *person, const char *role, const char *unit)
{
    fixture_write(visit->fixture, "people", REGISTER_DECLARE, person, 0,
                  fixture_values(visit->fixture, "people", "id", person, "name", person, "regime",
                                 "official", "unit", unit, NULL));
    if (*role)
        fixture_write(visit->fixture, "roles", REGISTER_DECLARE, "", 0,
                      fixture_values(visit->fixture, "roles", "person", person, "role", role,
                                     "unit", unit, NULL));
}

struct visitor visit_sign_in(struct visit *visit, const char *person)
{
    struct arena *arena = visit->fixture->arena;
    const struct people_context context = {
        .arena = arena,
        .store = visit->fixture->store,
        .body = visit->fixture->body.id,
        .now = clock_now(),
    };
    struct people_account *account;
    struct people_session *session;
    struct visitor visitor;
    assert_fine(arena, people_account_of_person(&context, text_of(person), &account));
    if (!account) {
        assert_fine(arena, people_account_add(&context, text_of(person),
                                              text_format(arena, "%s@proef.example", person),
                                              LANGUAGE_DUTCH, &account));
        assert_fine(arena, people_account_activate(&context, account->id));
    }
    assert_fine(arena, people_session_start(&context, account->id, TEXT(""), &visitor.token));
    assert_fine(arena, people_session_find(&context, visitor.token, &session));
    assert_non_null(session);
    visitor.form_token = session->form_token;
    return visitor;
}

static struct text cookie_of(struct arena *arena, const struct visitor *visitor)
{
    return visitor
               ? text_format(arena, "Cookie: %s=%.*s\r\n", DESK_COOKIE, TEXT_FORMAT(visitor->token))
               : TEXT("");
}

struct talk_answer visit_get(struct visit *visit, const struct visitor *visitor, const char *path)
{
    struct arena *arena = visit->fixture->arena;
    return talk_ask(arena, visit->port,
                    text_format(arena, "GET %s HTTP/1.1\r\nHost: proef.example\r\n%.*s\r\n", path,
                                TEXT_FORMAT(cookie_of(arena, visitor))));
}

struct text visit_page(struct visit *visit, const struct visitor *visitor, const char *path,
                       int status)
{
    struct talk_answer answer = visit_get(visit, visitor, path);
    if (answer.status != status)
        fail_msg("%s: %d instead of %d\n%.*s", path, answer.status, status,
                 TEXT_FORMAT(answer.content));
    return answer.content;
}

struct talk_answer visit_send(struct visit *visit, const struct visitor *visitor, const char *path,
                              const char *form, const char *headers)
{
    struct arena *arena = visit->fixture->arena;
    struct text content = text_of(form);
    return talk_ask(arena, visit->port,
                    text_format(arena,
                                "POST %s HTTP/1.1\r\nHost: proef.example\r\n%.*s%s"
                                "Content-Type: application/x-www-form-urlencoded\r\n"
                                "Content-Length: %zu\r\n\r\n%s",
                                path, TEXT_FORMAT(cookie_of(arena, visitor)), headers, content.size,
                                form));
}

struct talk_answer visit_post(struct visit *visit, const struct visitor *visitor, const char *path,
                              ...)
{
    struct arena *arena = visit->fixture->arena;
    struct buffer form = {.arena = arena};
    va_list arguments;
    buffer_add_format(&form, "%s=%.*s", DESK_TOKEN,
                      TEXT_FORMAT(visitor ? visitor->form_token : TEXT("")));
    va_start(arguments, path);
    for (const char *name; (name = va_arg(arguments, const char *));) {
        struct text value = site_encode(arena, text_of(va_arg(arguments, const char *)));
        buffer_add_format(&form, "&%s=%.*s", name, TEXT_FORMAT(value));
    }
    va_end(arguments);
    return visit_send(visit, visitor, path, buffer_string(&form),
                      "Origin: http://proef.example\r\n");
}

void assert_has(struct text page, const char *words)
{
    if (text_find(page, 0, text_of(words)) == page.size)
        fail_msg("\"%s\" is not in\n%.*s", words, TEXT_FORMAT(page));
}

void assert_lacks(struct text page, const char *words)
{
    if (text_find(page, 0, text_of(words)) < page.size)
        fail_msg("\"%s\" is in\n%.*s", words, TEXT_FORMAT(page));
}

void assert_status(struct talk_answer answer, int status)
{
    if (answer.status != status)
        fail_msg("%d instead of %d\n%.*s", answer.status, status, TEXT_FORMAT(answer.content));
}

const char *visit_hidden(struct visit *visit, struct text page, const char *name)
{
    struct text start = text_format(visit->fixture->arena, "name=\"%s\" value=\"", name);
    size_t from = text_find(page, 0, start);
    if (from == page.size)
        fail_msg("no hidden field %s in\n%.*s", name, TEXT_FORMAT(page));
    from += start.size;
    return text_string(visit->fixture->arena,
                       text_slice(page, from, text_find(page, from, TEXT("\""))));
}

const char *visit_location(struct visit *visit, struct talk_answer answer)
{
    assert_status(answer, 303);
    return text_string(visit->fixture->arena, talk_header(answer, "location"));
}

const char *visit_entry_of(struct visit *visit, const char *path)
{
    struct text text = text_of(path);
    size_t end = text_find(text, 0, TEXT("?"));
    size_t start = end;
    while (start && text.data[start - 1] != '/')
        start--;
    return text_string(visit->fixture->arena, text_slice(text, start, end));
}

static struct store_session *read_store(struct visit *visit)
{
    struct store_session *session;
    assert_fine(visit->fixture->arena,
                store_begin_reading(visit->fixture->store, visit->fixture->arena,
                                    visit->fixture->body.id, &session));
    return session;
}

int64_t visit_journal_rows(struct visit *visit)
{
    return strtoll(place_ask(visit->fixture->place, "SELECT COUNT(*) FROM journal"), NULL, 10);
}

struct register_version visit_newest(struct visit *visit, const char *register_id,
                                     const char *entry)
{
    struct register_version *versions;
    size_t count;
    struct store_session *session = read_store(visit);
    assert_fine(visit->fixture->arena,
                register_history(session, visit->fixture->arena,
                                 fixture_definition(visit->fixture, register_id), text_of(entry),
                                 &versions, &count));
    store_end_reading(session);
    assert_true(count > 0);
    return versions[0];
}
