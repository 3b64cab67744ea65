/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/account.h"

#include "base/clock.h"
#include "base/identifier.h"
#include "people/inside.h"
#include "store/statements.h"

#include <string.h>

static const char *const states[] = {"invited", "active", "disabled"};

const char *people_account_state_id(enum people_account_state state)
{
    return states[state];
}

struct store_value people_moment(const struct people_context *context, int64_t moment)
{
    return store_text(clock_format(context->arena, moment));
}

int64_t people_moment_of(struct store_value value)
{
    int64_t moment = 0;
    clock_parse(value.text, &moment);
    return moment;
}

struct text people_login(struct arena *arena, struct text email)
{
    return text_fold(arena, email);
}

/* The checks that no mail server would pass: the rest only mail itself can tell. */
bool people_is_address(struct text email)
{
    size_t at = text_find(email, 0, TEXT("@"));
    if (at == 0 || at + 1 >= email.size || email.size > 254 ||
        text_find(email, at + 1, TEXT("@")) < email.size || text_has_control(email))
        return false;
    for (size_t i = 0; i < email.size; i++)
        if ((unsigned char)email.data[i] <= ' ' || strchr("<>,;:\"()[]\\", email.data[i]))
            return false;
    return true;
}

static struct error *check_address(struct arena *arena, struct text email)
{
    if (people_is_address(email))
        return NULL;
    return error_new(arena, ERROR_INPUT, "\"%.*s\" is not an e-mail address", TEXT_FORMAT(email));
}

struct people_account *people_account_row(struct arena *arena, const struct store_value *row)
{
    struct people_account *account = ARENA_NEW(arena, struct people_account);
    *account = (struct people_account){
        .id = text_copy(arena, row[0].text),
        .person = text_copy(arena, row[1].text),
        .login = text_copy(arena, row[2].text),
        .email = text_copy(arena, row[3].text),
        .language = text_is(row[4].text, "en") ? LANGUAGE_ENGLISH : LANGUAGE_DUTCH,
        .created = people_moment_of(row[6]),
        .has_password = row[7].integer != 0,
        .has_totp = row[8].integer != 0,
    };
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (text_is(row[5].text, states[i]))
            account->state = (enum people_account_state)i;
    return account;
}

struct error *people_account_get(struct store_session *session,
                                 const struct store_statement *statement, struct text key,
                                 struct people_account **account)
{
    const struct store_value *row;
    *account = NULL;
    TRY(store_query_one(session, statement, (struct store_value[]){store_text(key)}, &row));
    if (row)
        *account = people_account_row(store_arena(session), row);
    return NULL;
}

static struct error *read_one(const struct people_context *context,
                              const struct store_statement *statement, struct text key,
                              struct people_account **account)
{
    struct store_session *session;
    *account = NULL;
    TRY(store_begin_reading(context->store, context->arena, context->body, &session));
    struct error *error = people_account_get(session, statement, key, account);
    store_end_reading(session);
    return error;
}

struct error *people_account_find(const struct people_context *context, struct text id,
                                  struct people_account **account)
{
    return read_one(context, &sql_account_of_id, id, account);
}

struct error *people_account_of_person(const struct people_context *context, struct text person,
                                       struct people_account **account)
{
    return read_one(context, &sql_account_of_person, person, account);
}

struct error *people_account_of_login(const struct people_context *context, struct text email,
                                      struct people_account **account)
{
    return read_one(context, &sql_account_of_login, people_login(context->arena, email), account);
}

struct error *people_account_list(const struct people_context *context, struct text after,
                                  struct people_account **accounts, size_t *count)
{
    struct store_session *session;
    struct store_rows *rows;
    const struct store_value *row;
    size_t capacity = 0;
    *accounts = NULL;
    *count = 0;
    TRY(store_begin_reading(context->store, context->arena, context->body, &session));
    struct error *error =
        store_query(session, &sql_account_after, (struct store_value[]){store_text(after)}, &rows);
    while (!error && !(error = store_next(rows, &row)) && row) {
        *accounts = arena_grow(context->arena, *accounts, *count, &capacity, sizeof **accounts);
        (*accounts)[(*count)++] = *people_account_row(context->arena, row);
    }
    store_end_reading(session);
    return error;
}

/* One of the changes below. */
struct change {
    const struct people_context *context;
    struct text id;
    struct text person;
    struct text email;
    enum language language;
    bool totp;
    struct text link;
};

static struct error *add(struct store_session *session, struct arena *arena, void *given)
{
    const struct change *change = given;
    struct store_value values[] = {
        store_text(change->id),
        store_text(change->person),
        store_text(people_login(arena, change->email)),
        store_text(change->email),
        store_text(text_of(language_id(change->language))),
        people_moment(change->context, change->context->now),
    };
    return store_expect(session, &sql_account_add, values, 1,
                        "this person, or this e-mail address, has an account already");
}

struct error *people_account_add(const struct people_context *context, struct text person,
                                 struct text email, enum language language,
                                 struct people_account **account)
{
    struct change change = {.context = context,
                            .id = identifier_random(context->arena),
                            .person = person,
                            .email = text_trim(email),
                            .language = language};
    *account = NULL;
    TRY(check_address(context->arena, change.email));
    TRY(store_change(context->store, context->arena, context->body, add, &change));
    return people_account_find(context, change.id, account);
}

struct error *people_change_one(struct store_session *session,
                                const struct store_statement *statement,
                                const struct store_value *values)
{
    int64_t changed;
    TRY(store_run(session, statement, values, &changed));
    if (changed)
        return NULL;
    return error_new(store_arena(session), ERROR_NOT_FOUND, "there is no such account");
}

static struct error *run(const struct people_context *context, store_writing *function,
                         struct change *change)
{
    change->context = context;
    return store_change(context->store, context->arena, context->body, function, change);
}

static struct error *set_language(struct store_session *session, struct arena *arena, void *given)
{
    const struct change *change = given;
    (void)arena;
    return people_change_one(
        session, &sql_account_set_language,
        (struct store_value[]){store_text(text_of(language_id(change->language))),
                               store_text(change->id)});
}

struct error *people_account_set_language(const struct people_context *context, struct text id,
                                          enum language language)
{
    return run(context, set_language, &(struct change){.id = id, .language = language});
}

static struct error *set_email(struct store_session *session, struct arena *arena, void *given)
{
    const struct change *change = given;
    struct people_account *other;
    struct text login = people_login(arena, change->email);
    TRY(people_account_get(session, &sql_account_of_login, login, &other));
    if (other && !text_equal(other->id, change->id))
        return error_new(arena, ERROR_CONFLICT, "this e-mail address has an account already");
    TRY(store_run(session, &sql_link_end, (struct store_value[]){store_text(change->id)}, NULL));
    return people_change_one(session, &sql_account_set_email,
                             (struct store_value[]){store_text(login), store_text(change->email),
                                                    store_text(change->id)});
}

struct error *people_account_set_email(const struct people_context *context, struct text id,
                                       struct text email)
{
    struct text address = text_trim(email);
    TRY(check_address(context->arena, address));
    return run(context, set_email, &(struct change){.id = id, .email = address});
}

/* Whatever lets somebody in without the password. */
static struct error *end_ways_in(struct store_session *session, struct text id)
{
    struct store_value account[] = {store_text(id), store_text(TEXT(""))};
    TRY(store_run(session, &sql_session_end_others, account, NULL));
    TRY(store_run(session, &sql_link_end, account, NULL));
    return store_run(session, &sql_device_clear, account, NULL);
}

static struct error *disable(struct store_session *session, struct arena *arena, void *given)
{
    const struct change *change = given;
    (void)arena;
    TRY(people_change_one(session, &sql_account_disable,
                          (struct store_value[]){store_text(change->id)}));
    return end_ways_in(session, change->id);
}

struct error *people_account_disable(const struct people_context *context, struct text id)
{
    return run(context, disable, &(struct change){.id = id});
}

static struct error *enable(struct store_session *session, struct arena *arena, void *given)
{
    const struct change *change = given;
    (void)arena;
    return people_change_one(session, &sql_account_enable,
                             (struct store_value[]){store_text(change->id)});
}

struct error *people_account_enable(const struct people_context *context, struct text id)
{
    return run(context, enable, &(struct change){.id = id});
}

/* ERROR_NOT_FOUND, or ERROR_FORBIDDEN when the account is disabled. */
static struct error *require(struct store_session *session, struct text id)
{
    struct people_account *account;
    TRY(people_account_get(session, &sql_account_of_id, id, &account));
    if (!account)
        return error_new(store_arena(session), ERROR_NOT_FOUND, "there is no such account");
    if (account->state == PEOPLE_DISABLED)
        return error_new(store_arena(session), ERROR_FORBIDDEN, "the account is disabled");
    return NULL;
}

static struct error *reset(struct store_session *session, struct arena *arena, void *given)
{
    struct change *change = given;
    struct store_value account[] = {store_text(change->id)};
    (void)arena;
    TRY(require(session, change->id));
    TRY(people_change_one(session, &sql_account_reset, account));
    TRY(end_ways_in(session, change->id));
    if (change->totp) {
        TRY(store_run(session, &sql_account_remove_totp, account, NULL));
        TRY(store_run(session, &sql_recovery_clear, account, NULL));
    }
    return people_link_add(session, change->context, change->id, PEOPLE_FIRST, &change->link);
}

struct error *people_account_reset(const struct people_context *context, struct text id, bool totp,
                                   struct text *link)
{
    struct change change = {.id = id, .totp = totp};
    struct error *error = run(context, reset, &change);
    *link = change.link;
    return error;
}

static struct error *activate(struct store_session *session, struct arena *arena, void *given)
{
    const struct change *change = given;
    (void)arena;
    TRY(require(session, change->id));
    return people_change_one(session, &sql_account_activate,
                             (struct store_value[]){store_text(change->id)});
}

struct error *people_account_activate(const struct people_context *context, struct text id)
{
    return run(context, activate, &(struct change){.id = id});
}
