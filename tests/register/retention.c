/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "register/journal.h"
#include "register/look.h"
#include "register/retention.h"

#include <stdio.h>
#include <string.h>

static const char *gift(struct fixture *fixture, const char *what, const char *day)
{
    struct text id = fixture_write(fixture, "gifts", REGISTER_DECLARE, "", 0,
                                   fixture_values(fixture, "gifts", "person", "p1", "description",
                                                  what, "received_on", day, NULL));
    return text_string(fixture->arena, id);
}

static int64_t retain(struct fixture *fixture)
{
    int64_t erased;
    assert_fine(fixture->arena, register_retain(&fixture->body, fixture->arena, NULL, &erased));
    return erased;
}

static const char *versions_of(struct fixture *fixture, const char *entry)
{
    return place_ask(fixture->place,
                     text_format(fixture->arena,
                                 "SELECT COUNT(content) FROM version WHERE register = 'gifts' AND "
                                 "entry = '%s'",
                                 entry)
                         .data);
}

/* Written in today's terms, so that the test holds on any day. */
static const char *days_ago(struct fixture *fixture, int years, int days)
{
    struct date day = register_today(&fixture->body);
    day.year = (int16_t)(day.year - years);
    if (day.month == 2 && day.day == 29)
        day.day = 28;
    return date_format(fixture->arena, date_add_days(day, -days)).data;
}

static void erases_what_is_past_its_term(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    const char *old = gift(fixture, "oud", days_ago(fixture, 7, 2));
    const char *young = gift(fixture, "jong", days_ago(fixture, 6, 200));
    const char *undated = gift(fixture, "zonder", "");
    int year = register_today(&fixture->body).year - 7;
    const char *vague = gift(fixture, "vaag", text_format(fixture->arena, "%d", year).data);
    assert_int_equal(retain(fixture), 1);
    assert_string_equal(versions_of(fixture, old), "0");
    assert_string_equal(versions_of(fixture, young), "1");
    assert_string_equal(versions_of(fixture, undated), "1");
    /* It may have been the last day of that year. */
    assert_string_equal(versions_of(fixture, vague), "1");
    assert_string_equal(
        place_ask(fixture->place, "SELECT actor FROM journal WHERE action = 'erase'"), "retention");
    assert_int_equal(retain(fixture), 0);
    struct faults faults = {.arena = fixture->arena};
    struct register_verification found = {0};
    struct store_session *session;
    assert_fine(fixture->arena,
                store_begin_reading(fixture->store, fixture->arena, fixture->body.id, &session));
    assert_fine(fixture->arena, register_journal_verify(session, TEXT(""), &faults, &found));
    store_end_reading(session);
    assert_int_equal(fault_count(&faults), 0);
    assert_int_equal(found.erased, 1);
    fixture_free(fixture);
}

static bool file_has(const char *path, const char *word)
{
    FILE *file = fopen(path, "rb");
    size_t size = strlen(word);
    size_t matched = 0;
    int byte;
    bool found = false;
    if (!file)
        return false;
    while (!found && (byte = fgetc(file)) != EOF) {
        matched = byte == word[matched] ? matched + 1 : byte == word[0];
        found = matched == size;
    }
    fclose(file);
    return found;
}

/* Pages that came free, the search index and the log: nowhere in the folder is a word of it left.
 */
static void leaves_nothing_in_the_files(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    gift(fixture, "Qwertzuiop", days_ago(fixture, 8, 0));
    for (int i = 0; i < 30; i++)
        gift(fixture, text_format(fixture->arena, "gewoon%d", i).data, days_ago(fixture, 1, i));
    const char *database =
        text_format(fixture->arena, "%s/waarborg.db", fixture->place->address).data;
    const char *log =
        text_format(fixture->arena, "%s/waarborg.db-wal", fixture->place->address).data;
    assert_true(file_has(database, "Qwertzuiop") || file_has(log, "Qwertzuiop"));
    assert_int_equal(retain(fixture), 1);
    static const char *const words[] = {"Qwertzuiop", "qwertzuiop", "ertzuio"};
    for (size_t i = 0; i < 3; i++) {
        assert_false(file_has(database, words[i]));
        assert_false(file_has(log, words[i]));
    }
    fixture_free(fixture);
}

static size_t looks_at(struct fixture *fixture, const char *holder, struct register_look **looks)
{
    struct store_session *session;
    size_t count;
    assert_fine(fixture->arena,
                store_begin_reading(fixture->store, fixture->arena, fixture->body.id, &session));
    assert_fine(fixture->arena, register_looks_read(session, fixture->arena, text_of(holder),
                                                    (struct date){0}, 10, looks, &count));
    store_end_reading(session);
    return count;
}

static void remembers_who_looked_once_a_day(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct register_look look = {
        .actor = TEXT("m1"),
        .register_id = TEXT("gifts"),
        .entry = TEXT("vaas"),
        .holder = TEXT("p1"),
    };
    struct register_look *looks;
    for (int i = 0; i < 3; i++)
        assert_fine(fixture->arena, register_look_note(&fixture->body, fixture->arena, &look));
    look.entry = TEXT("boek");
    assert_fine(fixture->arena, register_look_note(&fixture->body, fixture->arena, &look));
    assert_int_equal(looks_at(fixture, "p1", &looks), 2);
    assert_true(text_is(looks[0].entry, "boek") && text_is(looks[0].actor, "m1"));
    assert_int_equal(looks_at(fixture, "p2", &looks), 0);
    assert_int_equal(looks_at(fixture, "", &looks), 2);
    place_ask(fixture->place, "UPDATE look SET day = '2001-01-01' WHERE entry = 'boek'");
    assert_fine(fixture->arena, register_looks_forget(&fixture->body, fixture->arena));
    assert_int_equal(looks_at(fixture, "", &looks), 1);
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(erases_what_is_past_its_term),
        {"leaves_nothing_in_the_files", leaves_nothing_in_the_files, NULL, NULL,
         (void *)(uintptr_t)STORE_SQLITE},
        ON_BOTH(remembers_who_looked_once_a_day),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
