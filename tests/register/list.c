/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "register/round.h"

#include <stdlib.h>
#include <string.h>

enum { ENTRIES = 137, PAGE = 10 };

static const char *const givers[] = {"Café Ζωή",      "Coöperatie 't Ven", "O'Brien & Zn.",
                                     "100% Zon!",     "De_Waard BV",       "coöperatie ZON",
                                     "\"Quotes\" NV", "Straße & Weg"};
static const char *const values[] = {"€ 10",      "< 50 euro", "onbekend",
                                     "€ 1.250,-", "",          "ca. 40 euro"};
static const char *const dates[] = {"2021",       "2022-05", "2022-05-03",
                                    "2023-12-31", "",        "2024-02-29"};
static const char *const responses[] = {"kept", "refused", "handed_in", ""};

static void fill(struct fixture *fixture)
{
    for (size_t i = 0; i < ENTRIES; i++) {
        struct text id = fixture_write(
            fixture, "gifts", REGISTER_DECLARE, "", 0,
            fixture_values(fixture, "gifts", "person", i % 3 ? "p1" : "p2", "description",
                           text_format(fixture->arena, "Geschenk %zu", i).data, "giver",
                           givers[i * 7 % 8], "received_on", dates[i * 5 % 6], "value",
                           values[i * 11 % 6], "response", responses[i % 4], NULL));
        if (i % 23 == 7)
            fixture_write(
                fixture, "gifts", REGISTER_WITHDRAW, text_string(fixture->arena, id), 1,
                fixture_values(fixture, "gifts", "person", "p1", "description", "weg", NULL));
    }
}

static struct register_query query_of(struct fixture *fixture)
{
    return (struct register_query){
        .projection = register_projection_of(&fixture->body, fixture_definition(fixture, "gifts")),
        .current = TRUTH_UNKNOWN,
        .limit = PAGE,
    };
}

static void read_page(struct fixture *fixture, const struct register_query *query,
                      struct register_page *page)
{
    struct store_session *session;
    assert_fine(fixture->arena,
                store_begin_reading(fixture->store, fixture->arena, fixture->body.id, &session));
    assert_fine(fixture->arena,
                register_page_read(session, fixture->arena, &fixture->body, query, page));
    store_end_reading(session);
}

/* All entries of a query, page by page; from the end when BACKWARD. BY_PLACE: each page is found
 * from a place on, and so in the database, where a short list is otherwise found as a whole. */
static size_t walk_by(struct fixture *fixture, struct register_query query, bool backward,
                      bool by_place, struct register_row *all)
{
    size_t count = 0;
    struct register_page page;
    query.last = backward;
    for (;;) {
        read_page(fixture, &query, &page);
        assert_true(page.count <= PAGE);
        if (backward)
            memmove(all + page.count, all, count * sizeof *all);
        memcpy(all + (backward ? 0 : count), page.rows, page.count * sizeof *all);
        count += page.count;
        if (!(backward ? page.more_before : page.more_after))
            break;
        query.last = false;
        const struct register_row *end = &page.rows[backward ? 0 : page.count - 1];
        if (by_place)
            *(backward ? &query.ahead : &query.behind) =
                register_place_of(fixture->arena, &query, end);
        else
            *(backward ? &query.before : &query.after) = end->entry;
    }
    if (page.total >= 0)
        assert_int_equal(page.total, count);
    return count;
}

static void assert_same(const struct register_row *one, const struct register_row *other,
                        size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_true(text_equal(one[i].entry, other[i].entry));
}

/* The same by entries and by places. */
static size_t walk(struct fixture *fixture, struct register_query query, bool backward,
                   struct register_row *all)
{
    static struct register_row again[ENTRIES];
    size_t count = walk_by(fixture, query, backward, false, all);
    assert_int_equal(walk_by(fixture, query, backward, true, again), count);
    assert_same(all, again, count);
    return count;
}

static void pages_show_every_entry_once_in_every_order(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    const struct register_definition *gifts = fixture_definition(fixture, "gifts");
    static const char *const fields[] = {"description", "giver", "received_on", "value"};
    static struct register_row forward[ENTRIES];
    static struct register_row backward[ENTRIES];
    fill(fixture);
    for (size_t order = 0; order < 7; order++) {
        for (int descending = 0; descending < 2; descending++) {
            struct register_query query = query_of(fixture);
            query.descending = descending;
            query.order = order < 3 ? (enum register_order_kind)order : REGISTER_ORDER_FIELD;
            query.order_field =
                order < 3 ? NULL : register_field(gifts, text_of(fields[order - 3]));
            size_t count = walk(fixture, query, false, forward);
            assert_int_equal(count, ENTRIES - 6);
            assert_int_equal(walk(fixture, query, true, backward), count);
            assert_same(forward, backward, count);
            for (size_t i = 1; query.order_field && i < count; i++) {
                size_t field = query.order_field->number;
                int sign = text_compare(register_sort_key(fixture->arena, query.order_field,
                                                          &forward[i - 1].values[field]),
                                        register_sort_key(fixture->arena, query.order_field,
                                                          &forward[i].values[field]));
                assert_true(descending ? sign >= 0 : sign <= 0);
            }
        }
    }
    fixture_free(fixture);
}

/* Whether a row passes the filters, as plainly as it can be said. */
static bool passes(const struct register_definition *gifts, const struct register_query *query,
                   const struct register_row *row)
{
    if (query->holder.size && !text_equal(query->holder, row->holder))
        return false;
    if (query->office.size && !text_equal(query->office, row->holder_office))
        return false;
    if (query->year &&
        query->year != row->values[register_field(gifts, TEXT("received_on"))->number].date.year)
        return false;
    for (size_t i = 0; i < query->field_count; i++)
        if (!text_equal(query->fields[i].value, row->values[query->fields[i].field->number].text))
            return false;
    return true;
}

static void filters_show_what_passes_them(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    const struct register_definition *gifts = fixture_definition(fixture, "gifts");
    static struct register_row all[ENTRIES];
    static struct register_row found[ENTRIES];
    fill(fixture);
    size_t count = walk(fixture, query_of(fixture), false, all);
    for (unsigned bits = 1; bits < 16; bits++) {
        struct register_query query = query_of(fixture);
        if (bits & 1)
            query.holder = TEXT("p1");
        if (bits & 2)
            query.office = TEXT("assembly_member");
        if (bits & 4)
            query.year = 2022;
        if (bits & 8) {
            query.fields[0].field = register_field(gifts, TEXT("response"));
            query.fields[0].value = TEXT("refused");
            query.field_count = 1;
        }
        size_t expected = 0;
        for (size_t i = 0; i < count; i++)
            expected += passes(gifts, &query, &all[i]);
        size_t got = walk(fixture, query, false, found);
        assert_int_equal(got, expected);
        for (size_t i = 0; i < got; i++)
            assert_true(passes(gifts, &query, &found[i]));
    }
    fixture_free(fixture);
}

static void words_find_names_without_case_and_accents(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    static const char *const written[] = {"COOPERATIE", "coöp zon", "100%",       "de_waard",
                                          "'t ven",     "ζωη",      "\"quotes\"", "strasse",
                                          "celik",      "brien &",  "zzz",        "geschenk 10",
                                          "% %",        "zn. o'b",  "AND OR NOT"};
    static struct register_row all[ENTRIES];
    static struct register_row found[ENTRIES];
    fill(fixture);
    assert_fine(fixture->arena, register_pass_midnight(&fixture->body, fixture->arena));
    if (dialect_of(state) == STORE_SQLITE)
        assert_string_equal(
            place_ask(fixture->place,
                      "SELECT COUNT(DISTINCT segid) FROM register_gifts_search_idx"),
            "1");
    size_t count = walk(fixture, query_of(fixture), false, all);
    const struct register_definition *gifts = fixture_definition(fixture, "gifts");
    for (size_t at = 0; at < sizeof written / sizeof *written; at++) {
        struct register_query query = query_of(fixture);
        bool too_short;
        register_query_words(fixture->arena, text_of(written[at]), &query, &too_short);
        size_t expected = 0;
        for (size_t i = 0; i < count && query.word_count; i++) {
            struct buffer searched = {.arena = fixture->arena};
            buffer_add(&searched, all[i].holder_name);
            for (const char *const *id = (const char *const[]){"description", "giver", NULL}; *id;
                 id++) {
                buffer_add_byte(&searched, '\n');
                buffer_add(&searched,
                           all[i].values[register_field(gifts, text_of(*id))->number].text);
            }
            struct text folded = text_fold(fixture->arena, buffer_text(&searched));
            bool every = true;
            for (size_t word = 0; word < query.word_count; word++)
                every = every && text_find(folded, 0, query.words[word]) < folded.size;
            expected += every;
        }
        if (!query.word_count) {
            assert_true(too_short);
            continue;
        }
        assert_int_equal(walk(fixture, query, false, found), expected);
        assert_int_equal(walk(fixture, query, true, found), expected);
    }
    fixture_free(fixture);
}

static void tells_when_each_was_confirmed(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    int64_t moment;
    assert_true(clock_parse(TEXT("2024-04-20T12:00:00.000000Z"), &moment));
    clock_set(moment);
    fixture_write(fixture, "gifts", REGISTER_DECLARE, "", 0,
                  fixture_values(fixture, "gifts", "person", "p1", "description", "Fles", NULL));
    static const struct {
        const char *statement;
        const char *date;
    } statements[] = {
        {"none", "2024-01-15"}, {"unchanged", "2024-04-02"}, {"not_received", "2024-04-18"}};
    for (size_t i = 0; i < 3; i++)
        fixture_write(fixture, "statements", REGISTER_DECLARE, "", 0,
                      fixture_values(fixture, "statements", "person", "p1", "register", "gifts",
                                     "statement", statements[i].statement, "date",
                                     statements[i].date, NULL));
    struct register_query query = query_of(fixture);
    struct register_page page;
    read_page(fixture, &query, &page);
    assert_int_equal(page.count, 1);
    assert_string_equal(date_format(fixture->arena, page.rows[0].confirmed).data, "2024-04-02");

    struct register_round_count round;
    struct store_session *session;
    assert_fine(fixture->arena,
                store_begin_reading(fixture->store, fixture->arena, fixture->body.id, &session));
    assert_fine(fixture->arena, register_round_count(session, &fixture->body,
                                                    fixture_definition(fixture, "gifts"), &round));
    store_end_reading(session);
    assert_true(round.exists && round.open);
    assert_string_equal(date_format(fixture->arena, round.start).data, "2024-04-01");
    assert_int_equal(round.concerned, 2);
    assert_int_equal(round.confirmed, 1);
    clock_set(0);
    fixture_free(fixture);
}

static void rounds_begin_in_their_months(void **state)
{
    (void)state;
    static const int8_t months[] = {3, 9};
    const struct register_definition definition = {.round_months = months, .round_count = 2};
    struct arena *arena = arena_new();
    static const struct {
        struct date day;
        const char *start;
    } cases[] = {
        {{2026, 2, 28}, "2025-09-01"},  {{2026, 3, 1}, "2026-03-01"},
        {{2026, 8, 31}, "2026-03-01"},  {{2026, 9, 1}, "2026-09-01"},
        {{2026, 12, 31}, "2026-09-01"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(
            date_format(arena, register_round_start(&definition, cases[i].day)).data,
            cases[i].start);
    arena_free(arena);
}

/* While the pages are followed, the entry at which each ended is withdrawn, and the first of all
 * moves to the other end of every order. */
static void places_stay_while_entries_change(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    static struct register_row all[ENTRIES];
    static size_t met[ENTRIES];
    fill(fixture);
    struct register_query query = query_of(fixture);
    struct register_page page;
    query.order = REGISTER_ORDER_RECORDED;
    query.descending = true;
    size_t count = walk(fixture, query, false, all);
    memset(met, 0, sizeof met);
    do {
        read_page(fixture, &query, &page);
        for (size_t i = 0; i < page.count; i++)
            for (size_t at = 0; at < count; at++)
                met[at] += text_equal(page.rows[i].entry, all[at].entry);
        const struct register_row *last = &page.rows[page.count - 1];
        query.behind = register_place_of(fixture->arena, &query, last);
        assert_false(query.behind.key.size);
        struct register_value *weg =
            fixture_values(fixture, "gifts", "person", "p1", "description", "zz", NULL);
        fixture_write(fixture, "gifts", REGISTER_WITHDRAW, text_string(fixture->arena, last->entry),
                      last->revision, weg);
        if (page.count > 1)
            fixture_write(fixture, "gifts", REGISTER_CHANGE,
                          text_string(fixture->arena, page.rows[0].entry), page.rows[0].revision,
                          fixture_values(fixture, "gifts", "person", "p2", "description", "aa",
                                         "received_on", "1999", NULL));
    } while (page.more_after);
    for (size_t at = 0; at < count; at++)
        assert_int_equal(met[at], 1);
    fixture_free(fixture);
}

/* The page behind a place, and the one before the place of its first row. */
static void places_lead_back_and_forth(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    const struct register_definition *gifts = fixture_definition(fixture, "gifts");
    struct register_page first;
    struct register_page second;
    struct register_page back;
    fill(fixture);
    for (int order = REGISTER_ORDER_DEFAULT; order <= REGISTER_ORDER_RECORDED; order++) {
        struct register_query query = query_of(fixture);
        query.order = (enum register_order_kind)order;
        query.order_field = register_field(gifts, TEXT("value"));
        read_page(fixture, &query, &first);
        assert_false(first.more_before);
        query.behind = register_place_of(fixture->arena, &query, &first.rows[first.count - 1]);
        assert_true(register_place_has_key(&query) || !query.behind.key.size);
        read_page(fixture, &query, &second);
        assert_true(second.more_before);
        query.ahead = register_place_of(fixture->arena, &query, &second.rows[0]);
        query.behind = (struct register_place){0};
        read_page(fixture, &query, &back);
        assert_int_equal(back.count, PAGE);
        assert_true(back.more_after);
        assert_same(first.rows, back.rows, PAGE);
    }
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(pages_show_every_entry_once_in_every_order), ON_BOTH(filters_show_what_passes_them),
        ON_BOTH(words_find_names_without_case_and_accents),  ON_BOTH(tells_when_each_was_confirmed),
        ON_BOTH(places_stay_while_entries_change),           ON_BOTH(places_lead_back_and_forth),
        cmocka_unit_test(rounds_begin_in_their_months),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
