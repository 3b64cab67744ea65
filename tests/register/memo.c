/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "register/round.h"
#include "register/value.h"

/* What is remembered is what the database would say: after every kind of change the pages of a body
 * that remembers are compared with those of one that was just made, and remembers nothing. */

enum { ENTRIES = 40, PAGE = 7 };

static const char *const registers[] = {"gifts", "outside-positions"};

/* Everything that a page tells of a row. */
static void tell_row(struct buffer *told, const struct register_definition *definition,
                     const struct register_row *row)
{
    struct arena *arena = told->arena;
    buffer_add_format(told, "%lld %.*s %lld %.*s %d%d %.*s %.*s %.*s %.*s %.*s %.*s\n",
                      (long long)row->number, TEXT_FORMAT(row->entry), (long long)row->revision,
                      TEXT_FORMAT(row->state->id), row->public, row->current,
                      TEXT_FORMAT(row->changed), TEXT_FORMAT(row->holder),
                      TEXT_FORMAT(row->holder_name), TEXT_FORMAT(row->holder_office),
                      TEXT_FORMAT(date_format(arena, row->confirmed)),
                      TEXT_FORMAT(register_content_write(arena, definition, row->values)));
}

static void tell_query(struct buffer *told, struct fixture *fixture,
                       const struct register_body *body, struct store_session *session,
                       struct register_query query)
{
    const struct register_definition *definition = query.projection->definition;
    struct register_page page;
    size_t pages = 0;
    do {
        assert_fine(fixture->arena,
                    register_page_read(session, fixture->arena, body, &query, &page));
        buffer_add_format(told, "page of %lld, %lld in all, %d%d\n", (long long)page.count,
                          (long long)page.total, page.more_before, page.more_after);
        for (size_t i = 0; i < page.count; i++)
            tell_row(told, definition, &page.rows[i]);
        if (page.count)
            query.after = page.rows[page.count - 1].entry;
        assert_true(++pages < ENTRIES);
    } while (page.more_after);
    for (size_t at = 0; at < page.counts.capacity; at++)
        if (page.counts.items[at].key.data && *(int64_t *)page.counts.items[at].value)
            buffer_add_format(told, "%.*s is %lld\n", TEXT_FORMAT(page.counts.items[at].key),
                              (long long)*(int64_t *)page.counts.items[at].value);
}

/* All that SESSION sees of the registers. */
static struct text tell(struct fixture *fixture, const struct register_body *body,
                        struct store_session *session)
{
    struct buffer told = {.arena = fixture->arena};
    for (size_t i = 0; i < sizeof registers / sizeof *registers; i++) {
        const struct register_definition *definition =
            register_find(body->definitions, text_of(registers[i]));
        struct register_query query = {.projection = register_projection_of(body, definition),
                                       .current = TRUTH_UNKNOWN,
                                       .limit = PAGE};
        struct register_round_count round;
        tell_query(&told, fixture, body, session, query);
        query.holder = TEXT("p1");
        query.order = REGISTER_ORDER_CHANGED;
        query.descending = true;
        tell_query(&told, fixture, body, session, query);
        query.holder = TEXT("");
        query.office = TEXT("assembly_member");
        query.current = TRUTH_TRUE;
        tell_query(&told, fixture, body, session, query);
        query.current = TRUTH_FALSE;
        query.order = REGISTER_ORDER_HOLDER;
        tell_query(&told, fixture, body, session, query);
        assert_fine(fixture->arena, register_round_count(session, body, definition, &round));
        buffer_add_format(&told, "%lld of %lld confirmed\n", (long long)round.confirmed,
                          (long long)round.concerned);
    }
    return buffer_text(&told);
}

static struct text tell_now(struct fixture *fixture, const struct register_body *body)
{
    struct store_session *session;
    assert_fine(fixture->arena,
                store_begin_reading(fixture->store, fixture->arena, body->id, &session));
    struct text told = tell(fixture, body, session);
    store_end_reading(session);
    return told;
}

/* The same body, without anything remembered. */
static struct register_body forgetful(struct fixture *fixture)
{
    struct register_body body;
    assert_fine(fixture->arena,
                register_body_make(fixture->arena, fixture->store, fixture->body.organisation,
                                   fixture->body.definitions, &body));
    return body;
}

/* Sees to it that the pages are right, and differ from BEFORE where something CHANGED. */
static struct text check(struct fixture *fixture, struct text before, bool changed)
{
    struct register_body other = forgetful(fixture);
    for (int twice = 0; twice < 2; twice++) {
        struct text told = tell_now(fixture, &fixture->body);
        struct text truth = tell_now(fixture, &other);
        assert_string_equal(text_string(fixture->arena, told), text_string(fixture->arena, truth));
        assert_int_equal(text_equal(told, before), !changed);
    }
    return tell_now(fixture, &fixture->body);
}

static struct text declare_gift(struct fixture *fixture, const char *person, const char *what)
{
    return fixture_write(fixture, "gifts", REGISTER_DECLARE, "", 0,
                         fixture_values(fixture, "gifts", "person", person, "description", what,
                                        "giver", "Café Ζωή", "response", "kept", NULL));
}

static struct text declare_position(struct fixture *fixture, const char *until)
{
    return fixture_write(fixture, "outside-positions", REGISTER_DECLARE, "", 0,
                         fixture_values(fixture, "outside-positions", "person", "p1", "role", "Lid",
                                        "organisation", "Stichting", "since", "2020-01-01", "until",
                                        until, "paid", "nee", NULL));
}

static struct error *erase(struct store_session *session, struct arena *arena, void *context)
{
    struct fixture *fixture = ((void **)context)[0];
    const struct text *entry = ((void **)context)[1];
    struct register_writer *writer;
    TRY(register_writer_begin(session, &fixture->body, arena, &writer));
    TRY(register_writer_erase(writer, fixture_definition(fixture, "gifts"), *entry, TEXT("x")));
    return register_writer_end(writer);
}

static void fill(struct fixture *fixture)
{
    for (size_t i = 0; i < ENTRIES; i++)
        declare_gift(fixture, i % 3 ? "p1" : "p2",
                     text_format(fixture->arena, "Geschenk %zu", i * 7 % ENTRIES).data);
    for (size_t i = 0; i < PAGE; i++)
        declare_position(fixture, i % 2 ? "2024-04-30" : "");
}

static void every_change_is_seen(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    int64_t moment;
    assert_true(clock_parse(TEXT("2024-04-20T12:00:00.000000Z"), &moment));
    clock_set(moment);
    fill(fixture);
    struct text told = check(fixture, TEXT(""), true);
    told = check(fixture, told, false);

    struct text gift = declare_gift(fixture, "p1", "Fles");
    told = check(fixture, told, true);
    fixture_write(fixture, "gifts", REGISTER_CHANGE, text_string(fixture->arena, gift), 1,
                  fixture_values(fixture, "gifts", "person", "p1", "description", "Kist", "giver",
                                 "Café Ζωή", "response", "refused", NULL));
    told = check(fixture, told, true);
    fixture_write(fixture, "statements", REGISTER_DECLARE, "", 0,
                  fixture_values(fixture, "statements", "person", "p1", "register", "gifts",
                                 "statement", "unchanged", "date", "2024-04-19", NULL));
    told = check(fixture, told, true);
    fixture_write(fixture, "people", REGISTER_CHANGE, "p1", 1,
                  fixture_values(fixture, "people", "id", "p1", "name", "A. Çelik-Boer", "regime",
                                 "political", "office", "executive_member", NULL));
    told = check(fixture, told, true);
    fixture_write(fixture, "people", REGISTER_DECLARE, "p9", 0,
                  fixture_values(fixture, "people", "id", "p9", "name", "Z. Zonder", "regime",
                                 "political", "office", "assembly_member", NULL));
    told = check(fixture, told, true); /* one more who has to confirm */
    fixture_write(fixture, "gifts", REGISTER_WITHDRAW, text_string(fixture->arena, gift), 2,
                  fixture_values(fixture, "gifts", "person", "p1", "description", "weg", NULL));
    told = check(fixture, told, true);
    struct text other = declare_gift(fixture, "p2", "Boek");
    told = check(fixture, told, true);
    assert_fine(fixture->arena, store_change(fixture->store, fixture->arena, fixture->body.id,
                                             erase, (void *[]){fixture, &other}));
    told = check(fixture, told, true);
    assert_true(clock_parse(TEXT("2024-05-01T12:00:00.000000Z"), &moment));
    clock_set(moment);
    assert_fine(fixture->arena, register_pass_midnight(&fixture->body, fixture->arena));
    told = check(fixture, told, true);
    assert_fine(fixture->arena, register_rebuild(&fixture->body, fixture->arena,
                                                 fixture_definition(fixture, "gifts")));
    check(fixture, told, true); /* its entries have other numbers now */
    clock_set(0);
    fixture_free(fixture);
}

/* Who began to read before a change takes nothing that is newer, and leaves nothing that is older:
 * whether the first to read is the one who began before, or the one who began after. */
static void each_reads_of_one_moment(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    fill(fixture);
    for (int first = 0; first < 2; first++) {
        struct store_session *session;
        struct register_body other = forgetful(fixture);
        struct text before = tell_now(fixture, &other);
        assert_fine(fixture->arena,
                    store_begin_reading(fixture->store, fixture->arena, other.id, &session));
        struct register_query query = {
            .projection = register_projection_of(&other, fixture_definition(fixture, "gifts")),
            .current = TRUTH_UNKNOWN,
            .limit = 1};
        struct register_page page;
        assert_fine(fixture->arena, /* from here on it sees what is now there */
                    register_page_read(session, fixture->arena, &other, &query, &page));
        declare_gift(fixture, "p1", first ? "Eerste" : "Tweede");
        struct text after;
        if (first)
            after = tell_now(fixture, &fixture->body);
        struct text told = tell(fixture, &fixture->body, session);
        store_end_reading(session);
        if (!first)
            after = tell_now(fixture, &fixture->body);
        other = forgetful(fixture);
        assert_string_equal(text_string(fixture->arena, told), text_string(fixture->arena, before));
        assert_string_equal(text_string(fixture->arena, after),
                            text_string(fixture->arena, tell_now(fixture, &other)));
        assert_false(text_equal(before, after));
    }
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(every_change_is_seen),
        ON_BOTH(each_reads_of_one_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
