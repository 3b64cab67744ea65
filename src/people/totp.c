/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/totp.h"

#include "people/inside.h"
#include "people/token.h"
#include "store/statements.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SECRET_BYTES = 20, /* what RFC 4226 recommends */
    DIGITS = 6,
    STEP = 30,     /* seconds */
    WINDOW = 1,    /* steps that a clock may be off */
    RECOVERY = 16, /* letters and digits of a recovery code: 80 bits */
    RECOVERY_GROUP = 4,
};

static struct text random_base32(struct arena *arena, size_t size)
{
    unsigned char bytes[SECRET_BYTES];
    char *encoded = NULL;
    size_t length = 0;
    randombytes_buf(bytes, size);
    if (oath_base32_encode((const char *)bytes, size, &encoded, &length) != OATH_OK)
        abort();
    struct text result = text_copy(arena, (struct text){encoded, length});
    sodium_memzero(encoded, length);
    free(encoded);
    sodium_memzero(bytes, sizeof bytes);
    return result;
}

/* The code as typed without the blanks and hyphens that people put in, in small letters. */
static struct text plain(struct arena *arena, struct text code)
{
    struct buffer buffer = {.arena = arena};
    for (size_t i = 0; i < code.size && buffer.size < 64; i++) {
        char byte = code.data[i];
        if (byte != ' ' && byte != '-')
            buffer_add_byte(&buffer, byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte);
    }
    return buffer_text(&buffer);
}

/* The step that CODE belongs to by the secret SECRET (base 32) at NOW; 0: to none. All are
 * compared, so that it takes as long. */
static int64_t step_of(struct arena *arena, struct text secret, struct text code, int64_t now)
{
    char *key = NULL;
    size_t size = 0;
    char right[DIGITS + 1];
    int64_t step = 0;
    int64_t middle = now / 1000000 / STEP;
    if (code.size != DIGITS ||
        oath_base32_decode(text_string(arena, secret), secret.size, &key, &size) != OATH_OK)
        return 0;
    for (int64_t at = middle - WINDOW; at <= middle + WINDOW; at++)
        if (oath_totp_generate(key, size, (time_t)(at * STEP), STEP, 0, DIGITS, right) == OATH_OK &&
            sodium_memcmp(right, code.data, DIGITS) == 0)
            step = at;
    sodium_memzero(key, size);
    sodium_memzero(right, sizeof right);
    free(key);
    return step;
}

struct error *people_totp_check(struct store_session *session, const struct people_context *context,
                                struct text account, struct text code, bool *right)
{
    struct arena *arena = context->arena;
    const struct store_value *row;
    struct store_value id = store_text(account);
    struct text typed = plain(arena, code);
    int64_t changed = 0;
    *right = false;
    TRY(store_query_one(session, &sql_account_secrets, &id, &row));
    if (!row || row[2].type == STORE_NULL)
        return NULL;
    int64_t step = step_of(arena, row[2].text, typed, context->now);
    if (step)
        TRY(store_run(session, &sql_account_use_totp,
                      (struct store_value[]){store_integer(step), id}, &changed));
    else
        TRY(store_run(
            session, &sql_recovery_use,
            (struct store_value[]){id, store_text(people_token_hash(arena, "recovery", typed))},
            &changed));
    *right = changed == 1;
    return NULL;
}

struct totp_change {
    const struct people_context *context;
    struct text account;
    struct text secret;
    struct text code;
    struct text *codes;
    bool right;
};

static struct error *run(const struct people_context *context, store_writing *function,
                         struct totp_change *change)
{
    change->context = context;
    return store_change(context->store, context->arena, context->body, function, change);
}

static struct error *secrets_of(struct store_session *session, struct text account,
                                const struct store_value **row)
{
    TRY(store_query_one(session, &sql_account_secrets, (struct store_value[]){store_text(account)},
                        row));
    if (*row)
        return NULL;
    return error_new(store_arena(session), ERROR_NOT_FOUND, "there is no such account");
}

static struct error *offer(struct store_session *session, struct arena *arena, void *given)
{
    struct totp_change *change = given;
    const struct store_value *row;
    TRY(secrets_of(session, change->account, &row));
    if (row[3].type != STORE_NULL) {
        change->secret = text_copy(arena, row[3].text);
        return NULL;
    }
    change->secret = random_base32(arena, SECRET_BYTES);
    return store_run(
        session, &sql_account_offer_totp,
        (struct store_value[]){store_text(change->secret), store_text(change->account)}, NULL);
}

struct error *people_totp_offer(const struct people_context *context, struct text account,
                                struct text *secret)
{
    struct totp_change change = {.account = account};
    struct error *error = run(context, offer, &change);
    *secret = change.secret;
    return error;
}

/* "abcd-efgh-2345-6767", and kept without the hyphens. */
static struct error *add_recovery(struct store_session *session, struct arena *arena,
                                  struct text account, struct text *shown)
{
    struct buffer buffer = {.arena = arena};
    struct text code = plain(arena, random_base32(arena, RECOVERY * 5 / 8));
    for (size_t at = 0; at < code.size; at += RECOVERY_GROUP) {
        if (at)
            buffer_add_byte(&buffer, '-');
        buffer_add(&buffer, text_slice(code, at, at + RECOVERY_GROUP));
    }
    *shown = buffer_text(&buffer);
    return store_run(session, &sql_recovery_add,
                     (struct store_value[]){store_text(account),
                                            store_text(people_token_hash(arena, "recovery", code))},
                     NULL);
}

static struct error *make_recovery(struct store_session *session, struct arena *arena,
                                   struct totp_change *change)
{
    TRY(store_run(session, &sql_recovery_clear, (struct store_value[]){store_text(change->account)},
                  NULL));
    for (size_t i = 0; i < PEOPLE_RECOVERY_CODES; i++)
        TRY(add_recovery(session, arena, change->account, &change->codes[i]));
    return NULL;
}

static struct error *confirm(struct store_session *session, struct arena *arena, void *given)
{
    struct totp_change *change = given;
    const struct store_value *row;
    change->right = false;
    TRY(secrets_of(session, change->account, &row));
    int64_t step =
        row[3].type == STORE_NULL
            ? 0
            : step_of(arena, row[3].text, plain(arena, change->code), change->context->now);
    if (!step)
        return NULL;
    change->right = true;
    TRY(store_run(session, &sql_account_set_totp,
                  (struct store_value[]){store_integer(step), store_text(change->account)}, NULL));
    return make_recovery(session, arena, change);
}

struct error *people_totp_confirm(const struct people_context *context, struct text account,
                                  struct text code, bool *right, struct text *codes)
{
    struct totp_change change = {.account = account, .code = code, .codes = codes};
    struct error *error = run(context, confirm, &change);
    *right = !error && change.right;
    return error;
}

static struct error *renew(struct store_session *session, struct arena *arena, void *given)
{
    struct totp_change *change = given;
    const struct store_value *row;
    TRY(secrets_of(session, change->account, &row));
    if (row[2].type == STORE_NULL)
        return error_new(arena, ERROR_CONFLICT, "the account has no second factor");
    return make_recovery(session, arena, change);
}

struct error *people_totp_renew(const struct people_context *context, struct text account,
                                struct text *codes)
{
    return run(context, renew, &(struct totp_change){.account = account, .codes = codes});
}

struct error *people_totp_left(const struct people_context *context, struct text account,
                               size_t *left)
{
    struct store_session *session;
    const struct store_value *row;
    *left = 0;
    TRY(store_begin_reading(context->store, context->arena, context->body, &session));
    struct error *error = store_query_one(session, &sql_recovery_left,
                                          (struct store_value[]){store_text(account)}, &row);
    if (!error)
        *left = (size_t)row[0].integer;
    store_end_reading(session);
    return error;
}

static struct error *remove_totp(struct store_session *session, struct arena *arena, void *given)
{
    const struct totp_change *change = given;
    struct store_value id = store_text(change->account);
    (void)arena;
    TRY(store_run(session, &sql_recovery_clear, &id, NULL));
    return people_change_one(session, &sql_account_remove_totp, &id);
}

struct error *people_totp_remove(const struct people_context *context, struct text account)
{
    return run(context, remove_totp, &(struct totp_change){.account = account});
}
