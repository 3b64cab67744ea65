/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/session.h"

#include "base/identifier.h"
#include "people/agent.h"
#include "people/inside.h"
#include "people/token.h"
#include "store/statements.h"

static struct text hash_of(struct arena *arena, struct text token)
{
    return people_token_hash(arena, "session", token);
}

struct error *people_session_add(struct store_session *session,
                                 const struct people_context *context, struct text account,
                                 const char *state, struct text agent, struct text *token)
{
    struct arena *arena = context->arena;
    struct people_agent words = people_agent_read(agent);
    *token = people_token_new(arena);
    struct store_value values[] = {
        store_text(hash_of(arena, *token)),
        store_text(identifier_random(arena)),
        store_text(text_of(state)),
        store_text(text_of(words.browser)),
        store_text(text_of(words.system)),
        people_moment(context, context->now),
        store_text(account),
    };
    int64_t added;
    TRY(store_run(session, &sql_session_add, values, &added));
    if (!added)
        return error_new(arena, ERROR_FORBIDDEN, "the account is not active");
    return store_run(session, &sql_session_end_oldest,
                     (struct store_value[]){store_text(account), store_integer(PEOPLE_SESSIONS)},
                     NULL);
}

/* One of the changes below. */
struct change {
    const struct people_context *context;
    struct text account;
    struct text given; /* agent, hash, id or person */
    struct text token;
};

static struct error *run(const struct people_context *context, store_writing *function,
                         struct change *change)
{
    change->context = context;
    return store_change(context->store, context->arena, context->body, function, change);
}

static struct error *start(struct store_session *session, struct arena *arena, void *given)
{
    struct change *change = given;
    (void)arena;
    return people_session_add(session, change->context, change->account, "open", change->given,
                              &change->token);
}

struct error *people_session_start(const struct people_context *context, struct text account,
                                   struct text agent, struct text *token)
{
    struct change change = {.account = account, .given = agent};
    struct error *error = run(context, start, &change);
    *token = change.token;
    return error;
}

/* The columns id, browser, system, started, seen. */
static struct people_session session_row(struct arena *arena, const struct store_value *row)
{
    return (struct people_session){
        .id = text_copy(arena, row[0].text),
        .browser = text_copy(arena, row[1].text),
        .system = text_copy(arena, row[2].text),
        .started = people_moment_of(row[3]),
        .seen = people_moment_of(row[4]),
    };
}

static struct error *find(const struct people_context *context, const char *state, int64_t term,
                          struct text token, struct people_session **result)
{
    struct arena *arena = context->arena;
    struct store_session *session;
    const struct store_value *row;
    struct store_value values[] = {
        store_text(hash_of(arena, token)),
        store_text(text_of(state)),
        people_moment(context, context->now - term),
        people_moment(context, context->now - PEOPLE_SESSION_IDLE),
    };
    *result = NULL;
    if (!token.size)
        return NULL;
    TRY(store_begin_reading(context->store, arena, context->body, &session));
    struct error *error = store_query_one(session, &sql_session_of_hash, values, &row);
    if (!error && row) {
        *result = ARENA_NEW(arena, struct people_session);
        **result = session_row(arena, row);
        (*result)->account = people_account_row(arena, row + 5);
    }
    store_end_reading(session);
    return error;
}

static struct error *see(struct store_session *session, struct arena *arena, void *given)
{
    const struct change *change = given;
    (void)arena;
    return store_run(session, &sql_session_see,
                     (struct store_value[]){people_moment(change->context, change->context->now),
                                            store_text(change->given)},
                     NULL);
}

struct error *people_session_find(const struct people_context *context, struct text token,
                                  struct people_session **session)
{
    TRY(find(context, "open", PEOPLE_SESSION_TERM, token, session));
    if (!*session)
        return NULL;
    (*session)->form_token = people_token_hash(context->arena, "form", token);
    if (context->now - (*session)->seen < PEOPLE_SESSION_SEEN)
        return NULL;
    (*session)->seen = context->now;
    return run(context, see, &(struct change){.given = hash_of(context->arena, token)});
}

struct error *people_session_find_waiting(const struct people_context *context, struct text token,
                                          struct people_session **session)
{
    TRY(find(context, "code", PEOPLE_SESSION_CODE, token, session));
    if (*session)
        (*session)->form_token = people_token_hash(context->arena, "form", token);
    return NULL;
}

bool people_form_is_own(const struct people_session *session, struct text token)
{
    return people_token_equal(session->form_token, token);
}

struct error *people_session_list(const struct people_context *context, struct text account,
                                  struct people_session **sessions, size_t *count)
{
    struct store_session *session;
    struct store_rows *rows;
    const struct store_value *row;
    size_t capacity = 0;
    struct store_value values[] = {
        store_text(account),
        people_moment(context, context->now - PEOPLE_SESSION_TERM),
        people_moment(context, context->now - PEOPLE_SESSION_IDLE),
    };
    *sessions = NULL;
    *count = 0;
    TRY(store_begin_reading(context->store, context->arena, context->body, &session));
    struct error *error = store_query(session, &sql_session_list, values, &rows);
    while (!error && !(error = store_next(rows, &row)) && row) {
        *sessions = arena_grow(context->arena, *sessions, *count, &capacity, sizeof **sessions);
        (*sessions)[(*count)++] = session_row(context->arena, row);
    }
    store_end_reading(session);
    return error;
}

struct error *people_session_end_hash(struct store_session *session, struct text token)
{
    return store_run(session, &sql_session_end,
                     (struct store_value[]){store_text(hash_of(store_arena(session), token))},
                     NULL);
}

static struct error *sign_out(struct store_session *session, struct arena *arena, void *given)
{
    const struct change *change = given;
    (void)arena;
    return people_session_end_hash(session, change->given);
}

struct error *people_session_sign_out(const struct people_context *context, struct text token)
{
    return run(context, sign_out, &(struct change){.given = token});
}

static struct error *end_one(struct store_session *session, struct arena *arena, void *given)
{
    const struct change *change = given;
    (void)arena;
    return store_run(session, &sql_session_end_one,
                     (struct store_value[]){store_text(change->account), store_text(change->given)},
                     NULL);
}

struct error *people_session_end(const struct people_context *context, struct text account,
                                 struct text id)
{
    return run(context, end_one, &(struct change){.account = account, .given = id});
}

static struct error *end_others(struct store_session *session, struct arena *arena, void *given)
{
    const struct change *change = given;
    (void)arena;
    return store_run(session, &sql_session_end_others,
                     (struct store_value[]){store_text(change->account), store_text(change->given)},
                     NULL);
}

struct error *people_sessions_end(const struct people_context *context, struct text account,
                                  struct text keep)
{
    return run(context, end_others, &(struct change){.account = account, .given = keep});
}

static struct error *end_of_person(struct store_session *session, struct arena *arena, void *given)
{
    const struct change *change = given;
    (void)arena;
    return store_run(session, &sql_session_end_of_person,
                     (struct store_value[]){store_text(change->given)}, NULL);
}

struct error *people_sessions_end_of_person(const struct people_context *context,
                                            struct text person)
{
    return run(context, end_of_person, &(struct change){.given = person});
}
