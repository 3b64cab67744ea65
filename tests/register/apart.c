/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

/* Both bodies have a person p1 and a gift "same"; the fixture writes to one of them at a time. */
static void fill_both(struct fixture *fixture, struct register_body *first,
                      struct register_body *other)
{
    *first = fixture->body;
    fixture_add_body(fixture, "ander", other);
    for (size_t which = 0; which < 2; which++) {
        fixture->body = which ? *other : *first;
        if (which)
            fixture_write(fixture, "people", REGISTER_DECLARE, "p1", 0,
                          fixture_values(fixture, "people", "id", "p1", "name", "A. Çelik",
                                         "regime", "political", "office", "assembly_member", NULL));
        fixture_write(fixture, "gifts", REGISTER_DECLARE, "same", 0,
                      fixture_values(fixture, "gifts", "person", "p1", "description",
                                     which ? "vaas van een ander" : "vaas van de eerste",
                                     "received_on", "2024-05-05", "response", "kept", NULL));
    }
    fixture->body = *first;
}

static const struct register_projection *gifts_of(const struct register_body *body)
{
    return register_projection_of(body, register_find(body->definitions, TEXT("gifts")));
}

/* Takes everything of the other body's gifts away by the statements that are made from the
 * definition. */
static struct error *take_away(struct store_session *session, struct arena *arena, void *context)
{
    const struct register_projection *gifts = context;
    const struct store_value *row;
    (void)arena;
    TRY(store_query_one(session, gifts->count, NULL, &row));
    assert_int_equal(row[0].integer, 1);
    TRY(store_run(session, gifts->remove, (struct store_value[]){store_text(TEXT("same"))}, NULL));
    return store_run(session, gifts->clear, NULL, NULL);
}

static void generated_statements_keep_bodies_apart(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct register_body first;
    struct register_body other;
    fill_both(fixture, &first, &other);
    assert_fine(fixture->arena, store_change(fixture->store, fixture->arena, other.id, take_away,
                                             (void *)gifts_of(&other)));
    assert_string_equal(place_ask(fixture->place, "SELECT COUNT(*) FROM register_gifts"), "1");
    assert_string_equal(place_ask(fixture->place, "SELECT description FROM register_gifts"),
                        "vaas van de eerste");
    fixture_free(fixture);
}

/* Every kind of list, asked as one body where another has the same people and entries. */
static void lists_show_one_body(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct register_body first;
    struct register_body other;
    fill_both(fixture, &first, &other);
    for (unsigned bits = 0; bits < 32; bits++) {
        struct register_query query = {
            .projection = gifts_of(&other),
            .current = TRUTH_UNKNOWN,
            .limit = 10,
            .holder = bits & 1 ? TEXT("p1") : TEXT(""),
            .office = bits & 2 ? TEXT("assembly_member") : TEXT(""),
            .year = bits & 4 ? 2024 : 0,
            .last = bits & 8,
            .words = {TEXT("vaas")},
            .word_count = bits & 16 ? 1 : 0,
        };
        struct store_session *session;
        struct register_page page;
        assert_fine(fixture->arena,
                    store_begin_reading(fixture->store, fixture->arena, other.id, &session));
        assert_fine(fixture->arena,
                    register_page_read(session, fixture->arena, &other, &query, &page));
        store_end_reading(session);
        assert_int_equal(page.count, 1);
        const struct register_field *description =
            register_field(query.projection->definition, TEXT("description"));
        assert_true(text_is(page.rows[0].values[description->number].text, "vaas van een ander"));
        assert_true(page.total < 0 || page.total == 1);
    }
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(generated_statements_keep_bodies_apart),
        ON_BOTH(lists_show_one_body),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
