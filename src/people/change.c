/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A password proved and changed by who is signed in. */

#include "people/brake.h"
#include "people/inside.h"
#include "store/statements.h"

struct proof {
    const struct people_context *context;
    struct text account;
    struct text hash; /* of its password */
    int64_t until;
};

static struct error *begin(struct store_session *session, struct arena *arena, void *given)
{
    struct proof *proof = given;
    const struct store_value *row;
    struct store_value id = store_text(proof->account);
    proof->hash = (struct text){0};
    TRY(store_query_one(session, &sql_account_password, &id, &row));
    if (row && row[0].type != STORE_NULL)
        proof->hash = text_copy(arena, row[0].text);
    return people_brake_take(session, proof->context, &people_brake_own, proof->account,
                             &proof->until);
}

static struct error *end_well(struct store_session *session, struct arena *arena, void *given)
{
    struct proof *proof = given;
    (void)arena;
    return people_brake_clear(session, &people_brake_own, proof->account);
}

static struct error *turn_back(struct store_session *session, struct arena *arena, void *given)
{
    struct proof *proof = given;
    (void)arena;
    return people_brake_ease(session, proof->context, &people_brake_own, proof->account);
}

struct error *people_prove(const struct people_context *context, struct people_passwords *passwords,
                           struct text account, const struct people_password *password,
                           struct people_sign_in *result)
{
    struct proof proof = {.context = context, .account = account};
    struct text renewed;
    bool right;
    TRY(store_change(context->store, context->arena, context->body, begin, &proof));
    *result = (struct people_sign_in){.answer = PEOPLE_WAIT, .until = proof.until};
    if (proof.until)
        return NULL;
    struct error *error = people_password_verify(context->arena, passwords, PEOPLE_KNOWN, password,
                                                 proof.hash, &right, &renewed);
    result->answer = !error && right ? PEOPLE_SIGNED_IN : PEOPLE_WRONG;
    if (!error && !right)
        return NULL;
    struct error *written = store_change(context->store, context->arena, context->body,
                                         error ? turn_back : end_well, &proof);
    return error ? error : written;
}

struct password_change {
    struct text account;
    struct text keep;
    struct text hash;
};

static struct error *set(struct store_session *session, struct arena *arena, void *given)
{
    const struct password_change *change = given;
    struct store_value id = store_text(change->account);
    (void)arena;
    TRY(people_change_one(session, &sql_account_set_password,
                          (struct store_value[]){store_text(change->hash), id}));
    TRY(store_run(session, &sql_link_end, &id, NULL));
    return store_run(session, &sql_session_end_others,
                     (struct store_value[]){id, store_text(change->keep)}, NULL);
}

struct error *people_change_password(const struct people_context *context,
                                     struct people_passwords *passwords, struct text account,
                                     const struct people_password *password, struct text keep)
{
    struct password_change change = {.account = account, .keep = keep};
    TRY(people_password_hash(context->arena, passwords, PEOPLE_KNOWN, password, &change.hash));
    return store_change(context->store, context->arena, context->body, set, &change);
}
