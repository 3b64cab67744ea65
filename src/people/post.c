/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/post.h"

#include "base/identifier.h"
#include "people/inside.h"
#include "people/mail.h"
#include "store/statements.h"

#include <sodium.h>

enum { LETTER_MOST = 50 };

static const int64_t portion = PEOPLE_MINUTE;
static const int64_t give_up = 3 * PEOPLE_DAY;
static const int64_t first_wait = 5 * PEOPLE_MINUTE;
static const int64_t longest_wait = 6 * PEOPLE_HOUR;

static const char *const expired = "the mail server could not be used for three days";

/* What is sent at once. */
struct mailing {
    const struct people_post *post;
    struct people_context context; /* its arena is of this mail alone */
    struct people_message messages[LETTER_MOST];
    struct people_letter letter;
    struct text recipient;
    bool unknown; /* its one message is of another program */
};

/* How messages fared, to be written down. */
struct outcome {
    const struct mailing *mailing;
    enum people_message_state state;
    struct text reason; /* empty: none */
};

/* ---- what is due */

/* Whether a message is understood: a newer program that shares the database may put others. */
static bool read_message(struct arena *arena, const struct store_value *row,
                         struct people_message *message)
{
    *message = (struct people_message){
        .id = text_copy(arena, row[0].text),
        .language = text_is(row[2].text, "en") ? LANGUAGE_ENGLISH : LANGUAGE_DUTCH,
        .about = text_copy(arena, row[3].text),
        .planned = people_moment_of(row[5]),
        .attempts = row[6].integer,
    };
    return people_message_kind_of(row[1].text, &message->kind) &&
           !people_message_read(arena, row[4].text, message);
}

/* Keeps of what is due for somebody what goes in one mail: the first that goes alone, else all in
 * the language of the first. */
static void choose(struct mailing *mailing, size_t count)
{
    struct people_message *messages = mailing->messages;
    size_t kept = 0;
    for (size_t i = 0; i < count && !kept; i++)
        if (people_message_is_alone(messages[i].kind)) {
            messages[0] = messages[i];
            kept = 1;
        }
    for (size_t i = 0; i < count && !people_message_is_alone(messages[0].kind); i++)
        if (messages[i].language == messages[0].language)
            messages[kept++] = messages[i];
    mailing->letter = (struct people_letter){messages[0].language, messages, kept, {0}};
}

static struct error *read_due(struct store_session *session, struct mailing *mailing)
{
    struct arena *arena = mailing->context.arena;
    struct text now = clock_format(arena, mailing->context.now);
    const struct store_value *row;
    struct store_rows *rows;
    size_t count = 0;
    mailing->letter.count = 0;
    mailing->unknown = false;
    TRY(store_query_one(session, &sql_message_first, (struct store_value[]){store_text(now)},
                        &row));
    if (!row)
        return NULL;
    mailing->recipient = row[0].text;
    struct store_value values[] = {store_text(mailing->recipient), store_text(now),
                                   store_integer(LETTER_MOST)};
    TRY(store_query(session, &sql_message_due, values, &rows));
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            break;
        if (!read_message(arena, row, &mailing->messages[count])) {
            mailing->unknown = true;
            mailing->messages[0] = mailing->messages[count];
            mailing->letter = (struct people_letter){.messages = mailing->messages, .count = 1};
            store_stop(rows);
            return NULL;
        }
        count++;
    }
    choose(mailing, count);
    return NULL;
}

/* When the next message is to be sent; 0: none waits. */
static struct error *read_next(struct store_session *session, int64_t *again)
{
    const struct store_value *row;
    TRY(store_query_one(session, &sql_message_next, NULL, &row));
    *again = row && row[0].type == STORE_TEXT ? people_moment_of(row[0]) : 0;
    return NULL;
}

/* The next mail; with none, *AGAIN is when there is one. */
static struct error *find_mailing(struct mailing *mailing, int64_t *again)
{
    struct store_session *session;
    const struct people_context *context = &mailing->context;
    *again = 0;
    TRY(store_begin_reading(context->store, context->arena, context->body, &session));
    struct error *error = read_due(session, mailing);
    if (!error && !mailing->letter.count)
        error = read_next(session, again);
    store_end_reading(session);
    return error;
}

/* ---- what became of it */

static struct error *settle(struct store_session *session, struct arena *arena, void *context)
{
    const struct outcome *outcome = context;
    const struct people_letter *letter = &outcome->mailing->letter;
    for (size_t i = 0; i < letter->count; i++) {
        struct store_value values[] = {
            store_text(text_of(people_message_state_id(outcome->state))),
            store_text(clock_format(arena, clock_now())),
            outcome->reason.size ? store_text(outcome->reason) : store_null(),
            store_text(letter->messages[i].id),
        };
        TRY(store_run(session, &sql_message_settle, values, NULL));
    }
    return NULL;
}

static struct error *write_outcome(const struct mailing *mailing, enum people_message_state state,
                                   struct text reason)
{
    const struct people_context *context = &mailing->context;
    struct outcome outcome = {mailing, state, reason};
    return store_change(context->store, context->arena, context->body, settle, &outcome);
}

/* Puts the messages off, each for longer the more often that happened. */
static struct error *put_off(struct store_session *session, struct arena *arena, void *context)
{
    const struct mailing *mailing = context;
    for (size_t i = 0; i < mailing->letter.count; i++) {
        const struct people_message *message = &mailing->letter.messages[i];
        int64_t wait = first_wait;
        for (int64_t n = 0; n < message->attempts && wait < longest_wait; n++)
            wait *= 3;
        struct store_value values[] = {
            store_text(
                clock_format(arena, clock_now() + (wait < longest_wait ? wait : longest_wait))),
            store_text(message->id),
        };
        TRY(store_run(session, &sql_message_later, values, NULL));
    }
    return NULL;
}

/* Puts a mail off that the server does not take now, until that lasts three days. */
static struct error *try_later(struct mailing *mailing, int code)
{
    const struct people_context *context = &mailing->context;
    int64_t oldest = INT64_MAX;
    for (size_t i = 0; i < mailing->letter.count; i++)
        if (mailing->letter.messages[i].planned < oldest)
            oldest = mailing->letter.messages[i].planned;
    if (context->now - oldest >= give_up)
        return write_outcome(mailing, PEOPLE_MESSAGE_FAILED,
                             text_format(context->arena, "refused for three days (%d)", code));
    return store_change(context->store, context->arena, context->body, put_off, mailing);
}

struct settling {
    enum people_message_state state;
    const char *reason;
    int64_t planned; /* the latest */
};

static struct error *settle_due(struct store_session *session, struct arena *arena, void *context)
{
    const struct settling *settling = context;
    struct store_value values[] = {
        store_text(text_of(people_message_state_id(settling->state))),
        store_text(clock_format(arena, clock_now())),
        store_text(text_of(settling->reason)),
        store_text(clock_format(arena, settling->planned)),
    };
    return store_run(session, &sql_message_settle_due, values, NULL);
}

/* ---- one mail */

static struct error *reach(struct mailing *mailing, struct people_reached *reached,
                           struct people_account **account)
{
    const struct people_post *post = mailing->post;
    const struct people_context *context = &mailing->context;
    *reached = (struct people_reached){0};
    if (!people_message_is_person(mailing->recipient)) {
        *reached = (struct people_reached){.present = true, .address = mailing->recipient};
        return people_account_of_login(context, mailing->recipient, account);
    }
    TRY(people_account_of_person(context, mailing->recipient, account));
    TRY(post->reach(post->context, context->arena, mailing->recipient, reached));
    if (*account && (*account)->state != PEOPLE_DISABLED)
        reached->address = (*account)->email;
    return NULL;
}

/* The link is made when it is sent, so that nothing that lets in ever stands in the queue. *GONE:
 * there is no account any more that it could be for. */
static struct error *make_link(struct mailing *mailing, const struct people_account *account,
                               bool *gone)
{
    enum people_message_kind kind = mailing->letter.messages[0].kind;
    *gone = false;
    if (kind != PEOPLE_MESSAGE_FIRST && kind != PEOPLE_MESSAGE_LOST)
        return NULL;
    struct error *error =
        account ? people_link_make(&mailing->context, account->id,
                                   kind == PEOPLE_MESSAGE_FIRST ? PEOPLE_FIRST : PEOPLE_LOST,
                                   &mailing->letter.token)
                : NULL;
    *gone =
        !account || (error && (error->kind == ERROR_FORBIDDEN || error->kind == ERROR_NOT_FOUND));
    return *gone ? NULL : error;
}

/* The same messages of the same body give the same name. */
static struct text name_mail(const struct mailing *mailing)
{
    unsigned char hash[16];
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    crypto_generichash_update(&state, (const unsigned char *)mailing->context.body.data,
                              mailing->context.body.size);
    for (size_t i = 0; i < mailing->letter.count; i++) {
        struct text id = mailing->letter.messages[i].id;
        crypto_generichash_update(&state, (const unsigned char *)"\n", 1);
        crypto_generichash_update(&state, (const unsigned char *)id.data, id.size);
    }
    crypto_generichash_final(&state, hash, sizeof hash);
    return identifier_hex(mailing->context.arena, hash, sizeof hash);
}

static struct error *hand_over(struct mailing *mailing, struct people_smtp *smtp,
                               const struct people_reached *reached)
{
    const struct people_post *post = mailing->post;
    struct arena *arena = mailing->context.arena;
    struct people_smtp_answer answer;
    struct people_mail mail = {
        .from_name = label_in(post->name, mailing->letter.language),
        .from = post->server->from,
        .to_name = reached->name,
        .to = reached->address,
        .id = name_mail(mailing),
        .language = mailing->letter.language,
        .moment = mailing->context.now,
    };
    TRY(post->write(post->context, arena, &mailing->letter, &mail.subject, &mail.text));
    people_smtp_send(smtp, arena, mail.to, people_mail_write(arena, &mail), &answer);
    switch (answer.result) {
    case PEOPLE_SMTP_ACCEPTED:
        return write_outcome(mailing, PEOPLE_MESSAGE_SENT, TEXT(""));
    case PEOPLE_SMTP_REFUSED:
        return write_outcome(mailing, PEOPLE_MESSAGE_FAILED,
                             text_format(arena, "refused (%d)", answer.code));
    case PEOPLE_SMTP_LATER:
        return try_later(mailing, answer.code);
    case PEOPLE_SMTP_AWAY:
        break;
    }
    if (answer.of_mail) /* it does not keep the others waiting */
        TRY(try_later(mailing, answer.code));
    return error_new(arena, ERROR_UNAVAILABLE, "the mail server cannot be used: %s", answer.what);
}

static struct error *deliver(struct mailing *mailing, struct people_smtp *smtp)
{
    struct people_reached reached;
    struct people_account *account;
    bool gone;
    if (mailing->unknown)
        return try_later(mailing, 0);
    TRY(reach(mailing, &reached, &account));
    if (!reached.present)
        return write_outcome(mailing, PEOPLE_MESSAGE_DROPPED, TEXT("has left"));
    if (!people_mail_reaches(reached.address))
        return write_outcome(mailing, PEOPLE_MESSAGE_FAILED, TEXT("no address for mail"));
    TRY(make_link(mailing, account, &gone));
    if (gone)
        return write_outcome(mailing, PEOPLE_MESSAGE_DROPPED, TEXT("no account to sign in to"));
    return hand_over(mailing, smtp, &reached);
}

/* ---- all of them */

/* Sends mail after mail; SCRATCH is of one at a time. */
static struct error *send_all(const struct people_post *post, struct people_smtp *smtp,
                              struct mailing *mailing, struct arena *scratch,
                              const _Atomic bool *ending, int64_t *again)
{
    int64_t deadline = clock_monotonic() + portion;
    for (;;) {
        arena_reset(scratch);
        mailing->context = (struct people_context){scratch, post->store, post->body, clock_now()};
        *again = mailing->context.now;
        if (atomic_load(ending) || clock_monotonic() > deadline)
            return NULL;
        TRY(find_mailing(mailing, again));
        if (!mailing->letter.count)
            return NULL;
        TRY(deliver(mailing, smtp));
    }
}

/* Settles all that is due and was planned before some moment. */
static struct error *settle_all(const struct people_post *post, struct arena *arena,
                                struct settling settling)
{
    return store_change(post->store, arena, post->body, settle_due, &settling);
}

static struct error *send_by(const struct people_post *post, struct arena *arena,
                             struct people_smtp *smtp, const _Atomic bool *ending, int64_t *again)
{
    struct arena *scratch = arena_new();
    struct mailing *mailing = ARENA_NEW(arena, struct mailing);
    mailing->post = post;
    struct error *error = send_all(post, smtp, mailing, scratch, ending, again);
    if (error)
        error = error_new(arena, error->kind, "%s", error_string(arena, error));
    arena_free(scratch);
    return error;
}

struct error *people_post_send(const struct people_post *post, struct arena *arena,
                               const _Atomic bool *ending, int64_t *again)
{
    struct people_smtp *smtp;
    if (!post->server) {
        struct mailing nothing = {.context = {arena, post->store, post->body, clock_now()}};
        TRY(settle_all(post, arena,
                       (struct settling){PEOPLE_MESSAGE_DROPPED, "no mail server is set up",
                                         nothing.context.now}));
        return find_mailing(&nothing, again);
    }
    struct error *error = people_smtp_new(arena, post->server, &smtp);
    if (!error) {
        error = send_by(post, arena, smtp, ending, again);
        people_smtp_free(smtp);
    }
    if (error && error->kind == ERROR_UNAVAILABLE)
        TRY(settle_all(post, arena,
                       (struct settling){PEOPLE_MESSAGE_FAILED, expired, clock_now() - give_up}));
    return error;
}
