/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Every role over every address: what the definitions and the table of addresses give, and nothing
 * else. */

#include "visit.h"

#include "register/inside.h"

#include <string.h>

/* An entry of each register that has what it needs, about the member p1. */
static const char *const registers[] = {"outside-positions",
                                        "financial-interests",
                                        "gifts",
                                        "trips",
                                        "statements",
                                        "people",
                                        "units",
                                        "roles",
                                        "correction-requests"};

static void fill(struct visit *visit)
{
    struct fixture *fixture = visit->fixture;
    fixture_write(fixture, "units", REGISTER_DECLARE, "noord", 0,
                  fixture_values(fixture, "units", "id", "noord", "name", "Noord", NULL));
    fixture_write(fixture, "gifts", REGISTER_DECLARE, "entry", 0,
                  fixture_values(fixture, "gifts", "person", "p1", "description", "Vaas",
                                 "sent_home", "ja", NULL));
    fixture_write(
        fixture, "outside-positions", REGISTER_DECLARE, "entry", 0,
        fixture_values(fixture, "outside-positions", "person", "p1", "role", "Lid", NULL));
    fixture_write(fixture, "statements", REGISTER_DECLARE, "entry", 0,
                  fixture_values(fixture, "statements", "person", "p1", "register", "trips",
                                 "statement", "none", "date", "2026-01-02", NULL));
    fixture_write(fixture, "roles", REGISTER_DECLARE, "entry", 0,
                  fixture_values(fixture, "roles", "person", "p1", "role", "controller", NULL));
    fixture_write(fixture, "correction-requests", REGISTER_DECLARE, "entry", 0,
                  fixture_values(fixture, "correction-requests", "person", "p1", "subject",
                                 "afdeling", "request", "anders", NULL));
}

/* What is expected of PATH, "/werk/:register" and "/werk/:register/entry" and the same for /mijn.
 */
static int expected(struct visit *visit, const struct register_actor *actor, bool work,
                    const char *register_id, bool entry)
{
    const struct register_definition *definition = fixture_definition(visit->fixture, register_id);
    struct arena *arena = visit->fixture->arena;
    struct register_row row;
    struct store_session *session;
    struct map units;
    bool found;
    const char *who = NULL;
    for (const struct desk_route *route = desk_routes; route->pattern; route++)
        if (strcmp(route->pattern, work ? "/werk/:register" : "/mijn/:register") == 0)
            who = route->who;
    if (!desk_admits(actor, who))
        return 403;
    if (!entry)
        return register_reach(arena, actor, definition, &units) == REGISTER_REACH_NONE ? 404 : 200;
    assert_fine(arena, store_begin_reading(visit->fixture->store, arena, visit->fixture->body.id,
                                           &session));
    assert_fine(arena,
                register_projection_get(session, arena,
                                        register_projection_of(&visit->fixture->body, definition),
                                        TEXT("entry"), &row, &found));
    store_end_reading(session);
    struct register_matter matter = {0};
    if (found)
        matter = register_matter_of(&row);
    return found && register_sees(actor, definition, &matter) ? 200 : 404;
}

static void walk_as(struct visit *visit, const char *person)
{
    struct arena *arena = visit->fixture->arena;
    struct visitor visitor = visit_sign_in(visit, person);
    struct register_actor actor;
    struct store_session *session;
    assert_fine(arena, store_begin_reading(visit->fixture->store, arena, visit->fixture->body.id,
                                           &session));
    assert_fine(
        arena, register_actor_read(session, arena, &visit->fixture->body, text_of(person), &actor));
    store_end_reading(session);
    visit_page(visit, &visitor, "/mijn", 200);
    visit_page(visit, &visitor, "/en/mijn", 200);
    visit_page(visit, &visitor, "/mijn/gegevens", 200);
    for (int work = 0; work < 2; work++)
        for (size_t i = 0; i < sizeof registers / sizeof *registers; i++)
            for (int entry = 0; entry < 2; entry++) {
                const struct register_definition *definition =
                    fixture_definition(visit->fixture, registers[i]);
                struct text name = desk_name_of(definition);
                const char *path = text_format(arena, "/%s/%.*s%s", work ? "werk" : "mijn",
                                               TEXT_FORMAT(name), entry ? "/entry" : "")
                                       .data;
                visit_page(visit, &visitor, path,
                           expected(visit, &actor, work, registers[i], entry));
            }
}

static void every_role_over_every_address(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    const struct register_vocabulary *roles =
        register_vocabulary(visit->fixture->body.definitions, TEXT("roles"));
    fill(visit);
    for (size_t i = 0; i < roles->option_count; i++) {
        const char *person = text_format(visit->fixture->arena, "w%zu", i).data;
        visit_add_employee(visit, person, roles->options[i].id.data, i % 2 ? "noord" : "");
        walk_as(visit, person);
    }
    walk_as(visit, "p1");
    walk_as(visit, "p2");
    visit_free(visit);
}

static void strangers_are_sent_to_sign_in(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    for (const struct desk_route *route = desk_routes; route->pattern; route++) {
        if (!route->who || route->method != WEB_GET || strchr(route->pattern, ':'))
            continue;
        struct talk_answer answer = visit_get(visit, NULL, route->pattern);
        assert_int_equal(answer.status, 303);
        assert_true(text_find(answer.head, 0, TEXT("/inloggen?verder=%2F")) < answer.head.size);
        struct visitor forged = {TEXT("0123456789012345678901234567890123456789012"), TEXT("x")};
        assert_int_equal(visit_get(visit, &forged, route->pattern).status, 303);
    }
    visit_free(visit);
}

static void who_left_is_nobody_from_that_day(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    struct visitor visitor = visit_sign_in(visit, "p1");
    visit_page(visit, &visitor, "/mijn", 200);
    fixture_write(visit->fixture, "people", REGISTER_CHANGE, "p1", 1,
                  fixture_values(visit->fixture, "people", "id", "p1", "name", "A. Çelik", "regime",
                                 "political", "office", "assembly_member", "until", "2026-03-19",
                                 NULL));
    assert_int_equal(visit_get(visit, &visitor, "/mijn").status, 303);
    visit_free(visit);
}

static void the_holder_sees_who_looked(void **state)
{
    struct visit *visit = visit_new(dialect_of(state));
    fill(visit);
    visit_add_employee(visit, "Griffier", "clerk", "");
    struct visitor clerk = visit_sign_in(visit, "Griffier");
    struct visitor member = visit_sign_in(visit, "p1");
    struct text before = visit_page(visit, &member, "/mijn/gegevens", 200);
    assert_true(text_find(before, 0, TEXT("Griffier")) == before.size);
    visit_page(visit, &clerk, "/werk/geschenken/entry", 200);
    visit_page(visit, &member, "/mijn/geschenken/entry", 200);
    struct text after = visit_page(visit, &member, "/mijn/gegevens", 200);
    assert_true(text_find(after, 0, TEXT("Griffier")) < after.size);
    struct text file = visit_page(visit, &member, "/mijn/gegevens.json", 200);
    assert_true(text_find(file, 0, TEXT("\"lookedAt\":[{\"day\":\"2026-03-20\"")) < file.size);
    assert_true(text_find(file, 0, TEXT("Vaas")) < file.size);
    struct visitor other = visit_sign_in(visit, "p2");
    struct text of_other = visit_page(visit, &other, "/mijn/gegevens.json", 200);
    assert_true(text_find(of_other, 0, TEXT("Vaas")) == of_other.size);
    visit_free(visit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(every_role_over_every_address),
        ON_BOTH(strangers_are_sent_to_sign_in),
        ON_BOTH(who_left_is_nobody_from_that_day),
        ON_BOTH(the_holder_sees_who_looked),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
