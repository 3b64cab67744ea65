/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "register/journal.h"
#include "register/tally.h"

#include <string.h>

static struct register_value *position(struct fixture *fixture, const char *role)
{
    return fixture_values(fixture, "outside-positions", "person", "p1", "role", role,
                          "organisation", "Stichting 't Veen", "paid", "nee", "since", "2019-06",
                          NULL);
}

static void keeps_every_version(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct text id = fixture_write(fixture, "outside-positions", REGISTER_DECLARE, "", 0,
                                   position(fixture, "Voorzitter"));
    const char *entry = text_string(fixture->arena, id);
    fixture_write(fixture, "outside-positions", REGISTER_CORRECT, entry, 1,
                  position(fixture, "Secretaris"));
    fixture_write(fixture, "outside-positions", REGISTER_END, entry, 2,
                  fixture_values(fixture, "outside-positions", "person", "p1", "role", "Secretaris",
                                 "since", "2019-06", "until", "2023", NULL));
    assert_string_equal(fixture_shown(fixture, "outside-positions", id, "role"), "Secretaris");
    assert_string_equal(fixture_shown(fixture, "outside-positions", id, "until"), "2023");

    struct store_session *session;
    struct register_version *versions;
    size_t count;
    assert_fine(fixture->arena,
                store_begin_reading(fixture->store, fixture->arena, fixture->body.id, &session));
    assert_fine(fixture->arena, register_history(session, fixture->arena,
                                                 fixture_definition(fixture, "outside-positions"),
                                                 id, &versions, &count));
    store_end_reading(session);
    assert_int_equal(count, 3);
    assert_int_equal(versions[0].action, REGISTER_END);
    assert_true(versions[0].entry.state->ended);
    assert_int_equal(versions[2].action, REGISTER_DECLARE);
    assert_true(text_is(versions[2].reason, "omdat het zo is"));
    const struct register_field *role =
        register_field(fixture_definition(fixture, "outside-positions"), TEXT("role"));
    assert_true(text_is(versions[2].entry.values[role->number].text, "Voorzitter"));
    fixture_free(fixture);
}

static void refuses_a_change_of_what_changed_meanwhile(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct text id = fixture_write(fixture, "outside-positions", REGISTER_DECLARE, "", 0,
                                   position(fixture, "Voorzitter"));
    fixture_write(fixture, "outside-positions", REGISTER_CHANGE, text_string(fixture->arena, id), 1,
                  position(fixture, "Secretaris"));
    struct error *error =
        register_write(&fixture->body, fixture->arena,
                       &(struct register_change){
                           .definition = fixture_definition(fixture, "outside-positions"),
                           .action = REGISTER_CHANGE,
                           .entry = id,
                           .revision = 1,
                           .values = position(fixture, "Penningmeester"),
                           .actor = TEXT("tester"),
                       },
                       NULL);
    assert_non_null(error);
    assert_int_equal(error->kind, ERROR_CONFLICT);
    assert_string_equal(fixture_shown(fixture, "outside-positions", id, "role"), "Secretaris");
    fixture_free(fixture);
}

static void refuses_an_entry_of_nobody(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct error *error =
        register_write(&fixture->body, fixture->arena,
                       &(struct register_change){
                           .definition = fixture_definition(fixture, "gifts"),
                           .values = fixture_values(fixture, "gifts", "person", "nobody",
                                                    "description", "Fles", NULL),
                           .actor = TEXT("tester"),
                       },
                       NULL);
    assert_non_null(error);
    assert_int_equal(error->kind, ERROR_INPUT);
    assert_string_equal(
        place_ask(fixture->place, "SELECT COUNT(*) FROM version WHERE register = 'gifts'"), "0");
    fixture_free(fixture);
}

/* Everything that verify has to say, as one text. */
static const char *verify(struct fixture *fixture, const char *against, struct text *head)
{
    struct faults faults = {.arena = fixture->arena};
    struct register_verification result = {0};
    struct store_session *session;
    assert_fine(fixture->arena,
                store_begin_reading(fixture->store, fixture->arena, fixture->body.id, &session));
    struct error *error = register_journal_verify(session, text_of(against), &faults, &result);
    for (size_t i = 0; !error && i < fixture->body.definitions->count; i++)
        error = register_projection_verify(session, &fixture->body,
                                           &fixture->body.definitions->items[i], &faults,
                                           &result.entries);
    if (head)
        *head = text_copy(fixture->arena, result.head);
    store_end_reading(session);
    assert_fine(fixture->arena, error);
    struct buffer buffer = {.arena = fixture->arena};
    for (size_t i = 0; i < faults.count; i++)
        buffer_add_format(&buffer, "%.*s:%zu: %.*s\n", TEXT_FORMAT(faults.items[i].file),
                          faults.items[i].line, TEXT_FORMAT(faults.items[i].message));
    return buffer_string(&buffer);
}

static void fill(struct fixture *fixture)
{
    struct text id = fixture_write(fixture, "outside-positions", REGISTER_DECLARE, "", 0,
                                   position(fixture, "Voorzitter"));
    fixture_write(fixture, "outside-positions", REGISTER_CORRECT, text_string(fixture->arena, id),
                  1, position(fixture, "Secretaris"));
    fixture_write(fixture, "gifts", REGISTER_DECLARE, "", 0,
                  fixture_values(fixture, "gifts", "person", "p2", "description", "Fles wijn",
                                 "giver", "Café Ζωή", "received_on", "2024-02-29", "value",
                                 "ca. € 40", NULL));
    fixture_write(fixture, "statements", REGISTER_DECLARE, "", 0,
                  fixture_values(fixture, "statements", "person", "p2", "register", "gifts",
                                 "statement", "none", "date", "2024-03-01", NULL));
}

/* Journal and versions as they were kept, and what is made of them. */
static void put_back(struct fixture *fixture)
{
    static const char *const statements[] = {
        "DELETE FROM journal",
        "INSERT INTO journal SELECT * FROM kept_journal",
        "DELETE FROM version",
        "INSERT INTO version SELECT * FROM kept_version",
    };
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
        place_ask(fixture->place, statements[i]);
    assert_fine(fixture->arena, register_rebuild(&fixture->body, fixture->arena,
                                                 fixture_definition(fixture, "gifts")));
}

/* Every column of what the journal covers, changed by somebody who has the whole database. */
static void finds_every_tampering(void **state)
{
    static const char *const changes[] = {
        "UPDATE journal SET moment = '2020-01-01T00:00:00.000000Z' WHERE number = 4",
        "UPDATE journal SET actor = 'somebody' WHERE number = 4",
        "UPDATE journal SET action = 'correct' WHERE number = 4",
        "UPDATE journal SET register = 'gifts' WHERE number = 4",
        "UPDATE journal SET entry = 'other' WHERE number = 4",
        "UPDATE journal SET revision = 3 WHERE number = 4",
        "UPDATE journal SET commitment = hash WHERE number = 4",
        "UPDATE journal SET previous = hash WHERE number = 4",
        "UPDATE journal SET hash = previous WHERE number = 4",
        "UPDATE journal SET number = 40 WHERE number = 4",
        "DELETE FROM journal WHERE number = 4",
        "UPDATE journal SET actor = CASE actor WHEN 'tester' THEN 'x' ELSE actor END WHERE number "
        "IN (4, 5)",
        "UPDATE version SET content = '{}' WHERE register = 'gifts'",
        "UPDATE version SET state = 'settled' WHERE register = 'gifts'",
        "UPDATE version SET reason = 'anders' WHERE register = 'gifts'",
        "UPDATE version SET salt = '00000000000000000000000000000000' WHERE register = 'gifts'",
        "UPDATE version SET definition = (SELECT MIN(hash) FROM definition) WHERE register = "
        "'gifts'"
        " AND definition <> (SELECT MIN(hash) FROM definition)",
        "UPDATE version SET content = NULL, salt = NULL, reason = NULL WHERE register = 'gifts'",
        "UPDATE version SET revision = 7 WHERE register = 'gifts'",
        "UPDATE version SET entry = 'other' WHERE register = 'gifts'",
        "DELETE FROM version WHERE register = 'gifts'",
        "INSERT INTO version SELECT body, register, 'more', revision, definition, state, content, "
        "reason, salt"
        " FROM version WHERE register = 'gifts'",
        "UPDATE register_gifts SET giver = 'Iemand anders'",
        "UPDATE register_gifts SET public = 0",
        "UPDATE register_gifts SET sort_giver = 'zzz'",
        "UPDATE register_gifts SET search = ''",
        "UPDATE register_gifts SET holder_unit = 'noord'",
        "UPDATE register_gifts SET waits = 1 - waits",
        "DELETE FROM register_gifts",
        "INSERT INTO register_gifts (body, entry, revision, state, public, current, until_last, "
        "changed, year,"
        " holder, holder_name, holder_office, holder_unit, sort_holder, search, sort_description, "
        "sort_giver,"
        " sort_received_on, sort_value) SELECT body, 'more', revision, state, public, current, "
        "until_last,"
        " changed, year, holder, holder_name, holder_office, holder_unit, sort_holder, search, "
        "sort_description, sort_giver,"
        " sort_received_on, sort_value FROM register_gifts",
        "UPDATE tally SET value = value + 1 WHERE register = 'gifts' AND name = 'entries'",
        "DELETE FROM tally WHERE register = 'gifts' AND name = 'entries'",
    };
    struct fixture *fixture = fixture_new(dialect_of(state));
    fill(fixture);
    place_ask(fixture->place, "CREATE TABLE kept_journal AS SELECT * FROM journal");
    place_ask(fixture->place, "CREATE TABLE kept_version AS SELECT * FROM version");
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        assert_string_equal(verify(fixture, "", NULL), "");
        place_ask(fixture->place, changes[i]);
        const char *told = verify(fixture, "", NULL);
        if (!*told)
            fail_msg("not found: %s", changes[i]);
        put_back(fixture);
    }
    fixture_free(fixture);
}

static void finds_a_cut_tail_with_a_head_that_was_kept(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct text head;
    fill(fixture);
    assert_string_equal(verify(fixture, "", &head), "");
    const char *kept = text_string(fixture->arena, head);
    assert_string_equal(verify(fixture, kept, NULL), "");
    place_ask(fixture->place, "DELETE FROM register_statements");
    place_ask(fixture->place, "DELETE FROM tally WHERE register LIKE 'statements%'");
    place_ask(fixture->place, "DELETE FROM version WHERE register = 'statements'");
    place_ask(fixture->place, "DELETE FROM journal WHERE register = 'statements'");
    assert_string_equal(verify(fixture, "", NULL), "");
    assert_non_null(strstr(verify(fixture, kept, NULL), "its tail was cut off"));
    /* Made anew: the same number of rows, but not the same rows. */
    fixture_write(fixture, "statements", REGISTER_DECLARE, "", 0,
                  fixture_values(fixture, "statements", "person", "p1", "register", "gifts",
                                 "statement", "none", "date", "2024-03-01", NULL));
    assert_string_equal(verify(fixture, "", NULL), "");
    assert_non_null(strstr(verify(fixture, kept, NULL), "made anew"));
    fixture_free(fixture);
}

struct erasing {
    struct fixture *fixture;
    struct text entry;
};

static struct error *erase(struct store_session *session, struct arena *arena, void *context)
{
    struct erasing *erasing = context;
    struct register_writer *writer;
    (void)arena;
    TRY(register_writer_begin(session, &erasing->fixture->body, NULL, &writer));
    TRY(register_writer_erase(writer, fixture_definition(erasing->fixture, "gifts"), erasing->entry,
                              TEXT("retention")));
    return register_writer_end(writer);
}

static void erasing_leaves_the_journal_valid(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    fill(fixture);
    struct erasing erasing = {
        fixture, text_of(place_ask(fixture->place, "SELECT entry FROM register_gifts"))};
    assert_fine(fixture->arena,
                store_change(fixture->store, fixture->arena, fixture->body.id, erase, &erasing));
    assert_string_equal(verify(fixture, "", NULL), "");
    assert_string_equal(
        place_ask(fixture->place, "SELECT COUNT(*) FROM version WHERE content LIKE '%Fles%'"), "0");
    assert_string_equal(place_ask(fixture->place, "SELECT COUNT(*) FROM register_gifts"), "0");
    assert_string_equal(
        place_ask(fixture->place,
                  "SELECT value FROM tally WHERE register = 'gifts' AND name = 'entries'"),
        "0");
    fixture_free(fixture);
}

static void entries_follow_the_name_of_their_holder(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    fill(fixture);
    fixture_write(fixture, "people", REGISTER_CHANGE, "p2", 1,
                  fixture_values(fixture, "people", "id", "p2", "name", "B. Jansen", "regime",
                                 "political", "office", "chair", NULL));
    assert_string_equal(place_ask(fixture->place, "SELECT holder_name FROM register_gifts"),
                        "B. Jansen");
    assert_string_equal(place_ask(fixture->place, "SELECT holder_office FROM register_gifts"),
                        "chair");
    assert_string_equal(place_ask(fixture->place,
                                  "SELECT value FROM tally WHERE register = 'gifts' AND name ="
                                  " 'office:executive_member'"),
                        "0");
    assert_string_equal(verify(fixture, "", NULL), "");
    /* What they do not show rewrites none of them. */
    place_ask(fixture->place, "UPDATE register_gifts SET holder_name = 'untouched'");
    fixture_write(fixture, "people", REGISTER_CHANGE, "p2", 2,
                  fixture_values(fixture, "people", "id", "p2", "name", "B. Jansen", "regime",
                                 "political", "office", "chair", "email", "ander@proef.example",
                                 NULL));
    assert_string_equal(place_ask(fixture->place, "SELECT holder_name FROM register_gifts"),
                        "untouched");
    fixture_free(fixture);
}

static void tables_are_made_anew(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    fill(fixture);
    place_ask(fixture->place, "DELETE FROM register_gifts");
    place_ask(fixture->place, "UPDATE tally SET value = 12");
    for (size_t i = 0; i < fixture->body.definitions->count; i++)
        assert_fine(fixture->arena, register_rebuild(&fixture->body, fixture->arena,
                                                     &fixture->body.definitions->items[i]));
    assert_string_equal(verify(fixture, "", NULL), "");
    fixture_free(fixture);
}

static void what_ended_is_no_longer_current_after_midnight(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    int64_t moment;
    assert_true(clock_parse(TEXT("2024-03-30T12:00:00.000000Z"), &moment));
    clock_set(moment);
    fixture_write(fixture, "outside-positions", REGISTER_DECLARE, "", 0,
                  fixture_values(fixture, "outside-positions", "person", "p1", "role", "Gast",
                                 "since", "2024", "until", "2024-03-30", NULL));
    assert_string_equal(
        place_ask(fixture->place, "SELECT \"current\" FROM register_outside_positions"), "1");
    /* The night in which summer time begins. */
    assert_true(clock_parse(TEXT("2024-03-30T23:00:00.000000Z"), &moment));
    clock_set(moment);
    assert_fine(fixture->arena, register_pass_midnight(&fixture->body, fixture->arena));
    assert_string_equal(
        place_ask(fixture->place, "SELECT \"current\" FROM register_outside_positions"), "0");
    assert_string_equal(verify(fixture, "", NULL), "");
    clock_set(0);
    fixture_free(fixture);
}

static void bodies_do_not_meet(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct register_body other;
    fixture_add_body(fixture, "ander", &other);
    fill(fixture);
    struct error *error = register_write(
        &other, fixture->arena,
        &(struct register_change){
            .definition = register_find(other.definitions, TEXT("gifts")),
            .values = fixture_values(fixture, "gifts", "person", "p1", "description", "x", NULL),
            .actor = TEXT("tester"),
        },
        NULL);
    assert_non_null(error); /* p1 is a person of the first body alone */
    assert_string_equal(verify(fixture, "", NULL), "");
    assert_int_equal(register_body_add(fixture->arena, &other)->kind, ERROR_CONFLICT);
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(keeps_every_version),
        ON_BOTH(refuses_a_change_of_what_changed_meanwhile),
        ON_BOTH(refuses_an_entry_of_nobody),
        ON_BOTH(finds_every_tampering),
        ON_BOTH(finds_a_cut_tail_with_a_head_that_was_kept),
        ON_BOTH(erasing_leaves_the_journal_valid),
        ON_BOTH(entries_follow_the_name_of_their_holder),
        ON_BOTH(tables_are_made_anew),
        ON_BOTH(what_ended_is_no_longer_current_after_midnight),
        ON_BOTH(bodies_do_not_meet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
