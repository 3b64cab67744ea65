/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "base/clock.h"
#include "people/agent.h"

#include <string.h>

static const struct text nowhere = {"", 0};

static struct text start(struct fixture *fixture, struct text account)
{
    struct text token;
    assert_fine(fixture->arena,
                people_session_start(&fixture->context, account, TEXT(FIREFOX), &token));
    return token;
}

static void sessions_end_at_their_terms(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_context *context = &fixture->context;
    struct people_account *account = fixture_account(fixture, "p1", EMAIL);
    int64_t begin = context->now;
    struct text idle = start(fixture, account->id);
    context->now = begin + PEOPLE_SESSION_IDLE;
    assert_false(fixture_is_open(fixture, idle));
    context->now = begin + PEOPLE_SESSION_IDLE - 1;
    assert_true(fixture_is_open(fixture, idle));
    context->now += PEOPLE_SESSION_IDLE;
    assert_false(fixture_is_open(fixture, idle));
    /* Who goes on asking for pages is out after twelve hours all the same. */
    begin = context->now;
    struct text busy = start(fixture, account->id);
    for (; context->now < begin + PEOPLE_SESSION_TERM; context->now += PEOPLE_HOUR / 2)
        assert_true(fixture_is_open(fixture, busy));
    assert_false(fixture_is_open(fixture, busy));
    context->now = begin + PEOPLE_SESSION_TERM - 1;
    assert_true(fixture_is_open(fixture, busy));
    /* What is past its term goes when somebody signs in. */
    context->now = begin + PEOPLE_SESSION_TERM;
    fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere);
    assert_string_equal(place_ask(fixture->place, "SELECT COUNT(*) FROM account_session"), "1");
    fixture_free(fixture);
}

static const char *seen(struct fixture *fixture)
{
    return place_ask(fixture->place, "SELECT seen FROM account_session");
}

static void being_seen_is_written_once_in_ten_minutes(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_context *context = &fixture->context;
    struct people_account *account = fixture_account(fixture, "p1", EMAIL);
    struct text token = start(fixture, account->id);
    const char *first = seen(fixture);
    context->now += PEOPLE_SESSION_SEEN - 1;
    assert_true(fixture_is_open(fixture, token));
    assert_string_equal(seen(fixture), first);
    context->now += 1;
    assert_true(fixture_is_open(fixture, token));
    assert_string_equal(seen(fixture), clock_format(fixture->arena, context->now).data);
    fixture_free(fixture);
}

static void a_token_is_not_kept_and_not_guessed(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_account *account = fixture_account(fixture, "p1", EMAIL);
    struct text token = start(fixture, account->id);
    const char *kept = place_ask(fixture->place, "SELECT hash FROM account_session");
    assert_int_equal(strlen(kept), 64);
    assert_null(strstr(kept, token.data));
    assert_false(fixture_is_open(fixture, text_of(kept)));
    assert_false(fixture_is_open(fixture, nowhere));
    assert_false(fixture_is_open(fixture, text_slice(token, 0, token.size - 1)));
    assert_false(fixture_is_open(fixture, TEXT("' OR 1 = 1 --")));
    assert_true(fixture_is_open(fixture, token));
    fixture_free(fixture);
}

static size_t count_of(struct fixture *fixture, struct text account,
                       struct people_session **sessions)
{
    size_t count;
    assert_fine(fixture->arena, people_session_list(&fixture->context, account, sessions, &count));
    return count;
}

static void an_owner_lists_and_ends_sessions(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_context *context = &fixture->context;
    struct people_account *one = fixture_account(fixture, "p1", EMAIL);
    struct people_account *two = fixture_account(fixture, "p2", "b@provincie.example");
    struct people_session *sessions;
    struct people_session *others;
    struct text tokens[3];
    for (size_t i = 0; i < 3; i++) {
        tokens[i] = start(fixture, one->id);
        context->now += PEOPLE_MINUTE;
    }
    struct text other = start(fixture, two->id);
    assert_int_equal(count_of(fixture, one->id, &sessions), 3);
    assert_true(sessions[0].started > sessions[1].started);
    assert_true(text_is(sessions[0].browser, "Firefox") && text_is(sessions[0].system, "Linux"));
    /* Somebody else's session is not theirs to end. */
    assert_int_equal(count_of(fixture, two->id, &others), 1);
    assert_fine(fixture->arena, people_session_end(context, one->id, others[0].id));
    assert_true(fixture_is_open(fixture, other));
    assert_fine(fixture->arena, people_session_end(context, one->id, sessions[1].id));
    assert_false(fixture_is_open(fixture, tokens[1]));
    assert_true(fixture_is_open(fixture, tokens[0]) && fixture_is_open(fixture, tokens[2]));
    assert_fine(fixture->arena, people_sessions_end(context, one->id, sessions[0].id));
    assert_false(fixture_is_open(fixture, tokens[0]));
    assert_true(fixture_is_open(fixture, tokens[2]));
    assert_fine(fixture->arena, people_session_sign_out(context, tokens[2]));
    assert_int_equal(count_of(fixture, one->id, &sessions), 0);
    assert_fine(fixture->arena, people_sessions_end_of_person(context, TEXT("p1")));
    assert_true(fixture_is_open(fixture, other));
    assert_fine(fixture->arena, people_sessions_end_of_person(context, TEXT("p2")));
    assert_false(fixture_is_open(fixture, other));
    /* More than there may be at once: the oldest end. */
    struct text first = start(fixture, one->id);
    for (int i = 0; i < PEOPLE_SESSIONS; i++) {
        context->now += 1000000;
        start(fixture, one->id);
    }
    assert_false(fixture_is_open(fixture, first));
    assert_int_equal(count_of(fixture, one->id, &sessions), PEOPLE_SESSIONS);
    /* One that waits for a code is not listed, and ends with the others. */
    struct text codes[PEOPLE_RECOVERY_CODES];
    fixture_totp(fixture, two->id, codes);
    struct people_session *waiting;
    struct text half = fixture_sign_in(fixture, "b@provincie.example", PASSWORD, nowhere).token;
    assert_int_equal(count_of(fixture, two->id, &sessions), 0);
    assert_fine(fixture->arena, people_sessions_end(context, two->id, nowhere));
    assert_fine(fixture->arena, people_session_find_waiting(context, half, &waiting));
    assert_null(waiting);
    fixture_free(fixture);
}

static void browsers_are_told_in_words(void **state)
{
    static const struct {
        const char *header;
        const char *browser;
        const char *system;
    } known[] = {
        {FIREFOX, "Firefox", "Linux"},
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
         "Edge", "Windows"},
        {"Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/126.0.0.0 Mobile Safari/537.36",
         "Chrome", "Android"},
        {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
         "like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
         "Safari", "iPhone"},
        {"Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) "
         "Version/17.5 Safari/605.1.15",
         "Safari", "macOS"},
        {"curl/8.5.0", "", ""},
        {"", "", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct people_agent agent = people_agent_read(text_of(known[i].header));
        assert_string_equal(agent.browser, known[i].browser);
        assert_string_equal(agent.system, known[i].system);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(sessions_end_at_their_terms),
        ON_BOTH(being_seen_is_written_once_in_ten_minutes),
        ON_BOTH(a_token_is_not_kept_and_not_guessed),
        ON_BOTH(an_owner_lists_and_ends_sessions),
        cmocka_unit_test(browsers_are_told_in_words),
    };
    return cmocka_run_group_tests_name("people/session", tests, NULL, NULL);
}
