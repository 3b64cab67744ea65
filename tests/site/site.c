/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "site.h"

#include "base/clock.h"

#include <signal.h>
#include <stdlib.h>

void served_day(int year, int month, int day)
{
    struct date date = {(int16_t)year, (int8_t)month, (int8_t)day};
    clock_set(((int64_t)date_to_days(date) * 24 + 12) * INT64_C(3600000000));
}

struct served *served_new(enum store_dialect dialect)
{
    signal(SIGPIPE, SIG_IGN);
    served_day(2026, 3, 20);
    struct fixture *fixture = fixture_new(dialect); /* skips the test where there is no database */
    struct served *served = calloc(1, sizeof *served);
    assert_non_null(served);
    served->fixture = fixture;
    served->bodies = (struct register_bodies){.items = &served->fixture->body, .count = 1};
    served->site = (struct site){.bodies = &served->bodies, .store = served->fixture->store};
    struct web_options options = {
        .listen = "127.0.0.1:0",
        .context = &served->site,
        .resolve = site_resolve,
        .error_page = site_error_page,
        .revision = site_revision,
        .api_version = "1.0.0",
        .event_threads = 1,
        .worker_threads = 2,
        .long_limit = 8, /* a stream that just ended may still count */
    };
    options.routes = site_routes(&options.route_count);
    assert_fine(served->fixture->arena,
                web_server_start(served->fixture->arena, &options, &served->server));
    served->port = web_server_port(served->server);
    return served;
}

void served_free(struct served *served)
{
    web_server_stop(served->server, 5);
    fixture_free(served->fixture);
    free(served);
    clock_set(0);
}

struct talk_answer served_get(struct served *served, const char *path)
{
    struct arena *arena = served->fixture->arena;
    return talk_ask(arena, served->port,
                    text_format(arena, "GET %s HTTP/1.1\r\nHost: proef.example\r\n\r\n", path));
}

struct text served_page(struct served *served, const char *path, int status)
{
    struct talk_answer answer = served_get(served, path);
    if (answer.status != status)
        fail_msg("%s: %d instead of %d\n%.*s", path, answer.status, status,
                 TEXT_FORMAT(answer.content));
    return answer.content;
}

bool page_has(struct text page, const char *words)
{
    return text_find(page, 0, text_of(words)) < page.size;
}

void assert_has(struct text page, const char *words)
{
    if (!page_has(page, words))
        fail_msg("\"%s\" is not in\n%.*s", words, TEXT_FORMAT(page));
}

void assert_lacks(struct text page, const char *words)
{
    if (page_has(page, words))
        fail_msg("\"%s\" is in\n%.*s", words, TEXT_FORMAT(page));
}

void served_state(struct served *served, const char *person, const char *register_id,
                  const char *statement, const char *date)
{
    fixture_write(served->fixture, "statements", REGISTER_DECLARE, "", 0,
                  fixture_values(served->fixture, "statements", "person", person, "register",
                                 register_id, "statement", statement, "date", date, NULL));
}
