/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/link.h"

#include "people/brake.h"
#include "people/inside.h"
#include "people/token.h"
#include "store/statements.h"

static const struct {
    const char *id;
    int64_t term;
} purposes[] = {{"first", PEOPLE_LINK_FIRST}, {"lost", PEOPLE_LINK_LOST}};

static struct text hash_of(struct arena *arena, struct text token)
{
    return people_token_hash(arena, "link", token);
}

struct error *people_link_add(struct store_session *session, const struct people_context *context,
                              struct text account, enum people_link_purpose purpose,
                              struct text *token)
{
    *token = people_token_new(context->arena);
    struct store_value values[] = {
        store_text(hash_of(context->arena, *token)),
        store_text(account),
        store_text(text_of(purposes[purpose].id)),
        people_moment(context, context->now + purposes[purpose].term),
    };
    TRY(store_run(session, purpose == PEOPLE_LOST ? &sql_link_end_lost : &sql_link_end, values + 1,
                  NULL));
    return store_run(session, &sql_link_add, values, NULL);
}

struct link {
    const struct people_context *context;
    struct text given; /* account, login or token */
    struct text place; /* in front of the token */
    enum people_link_purpose purpose;
    struct text token;
    struct people_account *account;
    const struct people_browser *browser;
    struct text password;
    struct people_sign_in *result;
};

static struct error *make(struct store_session *session, struct arena *arena, void *given)
{
    struct link *link = given;
    TRY(people_account_get(session, &sql_account_of_id, link->given, &link->account));
    if (!link->account)
        return error_new(arena, ERROR_NOT_FOUND, "there is no such account");
    if (link->account->state == PEOPLE_DISABLED)
        return error_new(arena, ERROR_FORBIDDEN, "the account is disabled");
    return people_link_add(session, link->context, link->given, link->purpose, &link->token);
}

struct error *people_link_make(const struct people_context *context, struct text account,
                               enum people_link_purpose purpose, struct text *token)
{
    struct link link = {.context = context, .given = account, .purpose = purpose};
    struct error *error = store_change(context->store, context->arena, context->body, make, &link);
    *token = link.token;
    return error;
}

/* A login that is not there is counted as one that is, so that it answers and costs the same. */
static struct error *ask(struct store_session *session, struct arena *arena, void *given)
{
    struct link *link = given;
    const struct people_context *context = link->context;
    struct people_account *account;
    int64_t until;
    TRY(people_account_get(session, &sql_account_of_login, link->given, &account));
    TRY(people_brake_take(session, context, &people_brake_lost,
                          people_brake_place(arena, link->given), &until));
    if (until || !account || account->state == PEOPLE_DISABLED)
        return NULL;
    struct people_message message = {
        .recipient = account->person,
        .kind = PEOPLE_MESSAGE_LOST,
        .language = account->language,
        .path = link->place,
        .planned = context->now,
    };
    return people_message_put(session, &message);
}

struct error *people_link_ask(const struct people_context *context, struct text login,
                              struct text place)
{
    struct link link = {
        .context = context, .given = people_login(context->arena, login), .place = place};
    return store_change(context->store, context->arena, context->body, ask, &link);
}

struct error *people_link_find(const struct people_context *context, struct text token,
                               enum people_link_purpose *purpose, struct people_account **account)
{
    struct store_session *session;
    const struct store_value *row;
    struct store_value values[] = {store_text(hash_of(context->arena, token)),
                                   people_moment(context, context->now)};
    *account = NULL;
    TRY(store_begin_reading(context->store, context->arena, context->body, &session));
    struct error *error = store_query_one(session, &sql_link_of_hash, values, &row);
    if (!error && row) {
        *purpose = text_is(row[0].text, purposes[PEOPLE_LOST].id) ? PEOPLE_LOST : PEOPLE_FIRST;
        *account = people_account_row(context->arena, row + 1);
    }
    store_end_reading(session);
    return error;
}

static struct error *use(struct store_session *session, struct arena *arena, void *given)
{
    struct link *link = given;
    const struct people_context *context = link->context;
    struct store_value id = store_text(link->account->id);
    struct store_value values[] = {store_text(hash_of(arena, link->given)),
                                   people_moment(context, context->now)};
    int64_t used;
    link->result->answer = PEOPLE_WRONG;
    TRY(store_run(session, &sql_link_use, values, &used));
    if (!used)
        return NULL;
    TRY(people_change_one(session, &sql_account_set_password,
                          (struct store_value[]){store_text(link->password), id}));
    TRY(store_run(session, &sql_session_end_others,
                  (struct store_value[]){id, store_text(TEXT(""))}, NULL));
    TRY(store_run(session, &sql_link_end, &id, NULL));
    TRY(store_run(session, &sql_device_clear, &id, NULL));
    TRY(people_account_get(session, &sql_account_of_id, link->account->id, &link->account));
    return people_let_in(session, context, link->account, link->browser, !link->account->has_totp,
                         link->result);
}

struct error *people_link_use(const struct people_context *context,
                              struct people_passwords *passwords, struct text token,
                              const struct people_password *password,
                              const struct people_browser *browser, struct people_sign_in *result)
{
    struct link link = {.context = context, .given = token, .browser = browser, .result = result};
    *result = (struct people_sign_in){.answer = PEOPLE_WRONG};
    TRY(people_link_find(context, token, &link.purpose, &link.account));
    if (!link.account)
        return NULL;
    TRY(people_password_hash(context->arena, passwords, PEOPLE_KNOWN, password, &link.password));
    return store_change(context->store, context->arena, context->body, use, &link);
}
