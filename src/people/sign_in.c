/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/sign_in.h"

#include "people/brake.h"
#include "people/inside.h"
#include "people/token.h"
#include "store/statements.h"

static struct text device_hash(struct arena *arena, struct text token)
{
    return people_token_hash(arena, "device", token);
}

/* Whether somebody of ACCOUNT signed in in the browser with this token before. */
static struct error *is_known(struct store_session *session, const struct people_context *context,
                              struct text account, struct text device, bool *known)
{
    const struct store_value *row = NULL;
    struct store_value values[] = {store_text(account),
                                   store_text(device_hash(context->arena, device)),
                                   people_moment(context, context->now - PEOPLE_DEVICE_TERM)};
    if (device.size)
        TRY(store_query_one(session, &sql_device_known, values, &row));
    *known = row != NULL;
    return NULL;
}

/* Takes out what is past its term, of everybody. */
static struct error *prune(struct store_session *session, const struct people_context *context)
{
    struct store_value sessions[] = {
        people_moment(context, context->now - PEOPLE_SESSION_IDLE),
        people_moment(context, context->now - PEOPLE_SESSION_TERM),
        people_moment(context, context->now - PEOPLE_SESSION_CODE),
    };
    struct store_value links = people_moment(context, context->now);
    struct store_value devices = people_moment(context, context->now - PEOPLE_DEVICE_TERM);
    TRY(store_run(session, &sql_session_prune, sessions, NULL));
    TRY(store_run(session, &sql_link_prune, &links, NULL));
    return store_run(session, &sql_device_prune, &devices, NULL);
}

/* The browser is known from now on, and was not guessed with. */
static struct error *know(struct store_session *session, const struct people_context *context,
                          const struct people_account *account, struct text device,
                          struct people_sign_in *result)
{
    struct arena *arena = context->arena;
    bool known;
    result->device = (struct text){0};
    TRY(is_known(session, context, account->id, device, &known));
    if (known) {
        TRY(people_brake_clear(session, &people_brake_device, device_hash(arena, device)));
    } else {
        /* Never one that the browser brings: somebody else may have put it there. */
        device = result->device = people_token_new(arena);
        TRY(people_brake_ease(session, context, &people_brake_login,
                              people_brake_place(arena, account->login)));
    }
    struct store_value values[] = {store_text(account->id), store_text(device_hash(arena, device)),
                                   people_moment(context, context->now)};
    TRY(store_run(session, &sql_device_put, values, NULL));
    return store_run(session, &sql_device_forget_oldest,
                     (struct store_value[]){store_text(account->id), store_integer(PEOPLE_DEVICES)},
                     NULL);
}

struct error *people_let_in(struct store_session *session, const struct people_context *context,
                            const struct people_account *account,
                            const struct people_browser *browser, bool whole,
                            struct people_sign_in *result)
{
    result->answer = whole ? PEOPLE_SIGNED_IN : PEOPLE_CODE_NEEDED;
    result->account = ARENA_NEW(context->arena, struct people_account);
    *result->account = *account;
    TRY(people_session_add(session, context, account->id, whole ? "open" : "code", browser->agent,
                           &result->token));
    return whole ? know(session, context, account, browser->device, result) : NULL;
}

/* One sign-in, from the first write to the second. */
struct entry {
    const struct people_context *context;
    struct text login;
    const struct people_browser *browser;
    struct people_account *account; /* NULL: there is none */
    struct text hash;               /* of its password; empty: it has none */
    bool known;                     /* the browser is */
    struct text renewed;
    struct people_sign_in *result;
};

static const struct people_brake *brake_of(const struct entry *entry, struct text *place)
{
    struct arena *arena = entry->context->arena;
    *place = entry->known ? device_hash(arena, entry->browser->device)
                          : people_brake_place(arena, entry->login);
    return entry->known ? &people_brake_device : &people_brake_login;
}

/* Before the password is looked at: who it may be, and whether they have to wait. */
static struct error *approach(struct store_session *session, struct arena *arena, void *given)
{
    struct entry *entry = given;
    const struct people_context *context = entry->context;
    const struct store_value *row = NULL;
    struct text place;
    entry->hash = (struct text){0};
    entry->known = false;
    TRY(prune(session, context));
    TRY(people_account_get(session, &sql_account_of_login, entry->login, &entry->account));
    struct text id = entry->account ? entry->account->id : TEXT("");
    TRY(store_query_one(session, &sql_account_password, (struct store_value[]){store_text(id)},
                        &row));
    if (row && row[0].type != STORE_NULL)
        entry->hash = text_copy(arena, row[0].text);
    TRY(is_known(session, context, id, entry->browser->device, &entry->known));
    const struct people_brake *brake = brake_of(entry, &place);
    return people_brake_take(session, context, brake, place, &entry->result->until);
}

/* The password was never looked at: so it was no try. */
static struct error *turn_back(struct store_session *session, struct arena *arena, void *given)
{
    struct entry *entry = given;
    struct text place;
    (void)arena;
    const struct people_brake *brake = brake_of(entry, &place);
    return people_brake_ease(session, entry->context, brake, place);
}

/* The password was right a moment ago: it still is, unless the account was changed meanwhile. */
static struct error *enter(struct store_session *session, struct arena *arena, void *given)
{
    struct entry *entry = given;
    const struct store_value *row;
    struct store_value id = store_text(entry->account->id);
    (void)arena;
    entry->result->answer = PEOPLE_WRONG;
    TRY(store_query_one(session, &sql_account_secrets, &id, &row));
    if (!row || !text_is(row[0].text, people_account_state_id(PEOPLE_ACTIVE)) ||
        !people_token_equal(row[1].text, entry->hash))
        return NULL;
    bool whole = row[2].type == STORE_NULL;
    if (entry->renewed.size)
        TRY(store_run(
            session, &sql_account_renew_password,
            (struct store_value[]){store_text(entry->renewed), id, store_text(entry->hash)}, NULL));
    return people_let_in(session, entry->context, entry->account, entry->browser, whole,
                         entry->result);
}

static struct error *write_entry(struct entry *entry, store_writing *function)
{
    const struct people_context *context = entry->context;
    return store_change(context->store, context->arena, context->body, function, entry);
}

struct error *people_sign_in(const struct people_context *context,
                             struct people_passwords *passwords, struct text login,
                             const struct people_password *password,
                             const struct people_browser *browser, struct people_sign_in *result)
{
    struct arena *arena = context->arena;
    struct entry entry = {.context = context,
                          .login = people_login(arena, login),
                          .browser = browser,
                          .result = result};
    bool right;
    *result = (struct people_sign_in){.answer = PEOPLE_WAIT};
    TRY(write_entry(&entry, approach));
    if (result->until)
        return NULL;
    result->answer = PEOPLE_WRONG;
    struct error *error =
        people_password_verify(arena, passwords, entry.known ? PEOPLE_KNOWN : PEOPLE_STRANGER,
                               password, entry.hash, &right, &entry.renewed);
    if (error) {
        write_entry(&entry, turn_back);
        return error;
    }
    return right ? write_entry(&entry, enter) : NULL;
}

/* A code for a session that waits for it. */
struct code_entry {
    const struct people_context *context;
    struct text token;
    struct text code;
    const struct people_browser *browser;
    struct people_sign_in *result;
};

/* A wrong code, the MISSES-th. */
static struct error *miss(struct store_session *session, const struct code_entry *entry,
                          struct text hash, int64_t misses)
{
    bool last = misses >= PEOPLE_CODE_TRIES;
    struct store_value value = store_text(hash);
    entry->result->answer = last ? PEOPLE_START_AGAIN : PEOPLE_WRONG;
    return store_run(session, last ? &sql_session_end : &sql_session_miss, &value, NULL);
}

static struct error *give_code(struct store_session *session, struct arena *arena, void *given)
{
    struct code_entry *entry = given;
    const struct people_context *context = entry->context;
    const struct store_value *row;
    struct people_account *account;
    bool right;
    struct text hash = people_token_hash(arena, "session", entry->token);
    struct store_value values[] = {store_text(hash),
                                   people_moment(context, context->now - PEOPLE_SESSION_CODE)};
    entry->result->answer = PEOPLE_START_AGAIN;
    TRY(store_query_one(session, &sql_session_code, values, &row));
    if (!row)
        return NULL;
    struct text id = text_copy(arena, row[0].text);
    int64_t misses = row[1].integer;
    TRY(people_account_get(session, &sql_account_of_id, id, &account));
    if (account->state != PEOPLE_ACTIVE)
        return NULL;
    TRY(people_totp_check(session, context, id, entry->code, &right));
    if (!right)
        return miss(session, entry, hash, misses + 1);
    /* Another token than before the code: what somebody saw of the old one opens nothing. */
    TRY(people_session_end_hash(session, entry->token));
    return people_let_in(session, context, account, entry->browser, true, entry->result);
}

struct error *people_sign_in_code(const struct people_context *context, struct text token,
                                  struct text code, const struct people_browser *browser,
                                  struct people_sign_in *result)
{
    *result = (struct people_sign_in){.answer = PEOPLE_START_AGAIN};
    struct code_entry entry = {context, token, code, browser, result};
    return store_change(context->store, context->arena, context->body, give_code, &entry);
}
