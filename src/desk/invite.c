/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "desk/invite.h"

#include "people/message.h"

#include "register/list.h"
#include "store/job.h"

/* The link itself is made when the mail is sent. */
static struct error *ask_mail(struct store_session *session, struct arena *arena, void *context)
{
    const struct people_message *message = context;
    (void)arena;
    TRY(people_message_put(session, message));
    return store_job_add(session, PEOPLE_POST_JOB, PEOPLE_POST_JOB, message->planned, TEXT(""));
}

struct error *desk_invite(const struct people_context *context, const struct register_body *body,
                          const struct register_row *row, bool *invited)
{
    const struct register_field *email = register_field(body->people->definition, TEXT("email"));
    struct people_account *account;
    *invited = false;
    TRY(people_account_of_person(context, row->entry, &account));
    if (!account && email && row->values[email->number].present && row->current)
        TRY(people_account_add(context, row->entry, row->values[email->number].text, LANGUAGE_DUTCH,
                               &account));
    if (!account || account->state != PEOPLE_INVITED)
        return NULL;
    struct people_message message = {
        .recipient = row->entry,
        .kind = PEOPLE_MESSAGE_FIRST,
        .language = account->language,
        .path = TEXT("/inloggen/link/"),
        .planned = context->now,
    };
    TRY(store_change(context->store, context->arena, context->body, ask_mail, &message));
    *invited = true;
    return NULL;
}

/* One page of the register. */
static struct error *invite_page(const struct register_body *body, struct arena *arena,
                                 const _Atomic bool *ending, int64_t *number, bool *more,
                                 int64_t *invited)
{
    const struct people_context context = {arena, body->store, body->id, clock_now()};
    struct register_row *people = NULL;
    struct store_session *session;
    struct store_rows *rows;
    const struct store_value *columns;
    size_t count = 0;
    size_t capacity = 0;
    TRY(store_begin_reading(body->store, arena, body->id, &session));
    struct error *error = store_query(session, body->people->next,
                                      (struct store_value[]){store_integer(*number)}, &rows);
    while (!error) {
        error = store_next(rows, &columns);
        if (error || !columns)
            break;
        people = arena_grow(arena, people, count, &capacity, sizeof *people);
        error = register_projection_row(arena, body->people, columns, &people[count]);
        *number = people[count++].number;
    }
    store_end_reading(session);
    *more = count > 0;
    for (size_t i = 0; i < count && !error && !(ending && atomic_load(ending)); i++) {
        struct people_account *account;
        bool done = false;
        error = people_account_of_person(&context, people[i].entry, &account);
        if (!error && !account)
            error = desk_invite(&context, body, &people[i], &done);
        /* An address that is none, or that two people have: theirs is for somebody to look at. */
        if (error && (error->kind == ERROR_INPUT || error->kind == ERROR_CONFLICT))
            error = NULL;
        *invited += done;
    }
    return error;
}

struct error *desk_invite_all(const struct register_body *body, struct arena *arena,
                              const _Atomic bool *ending, int64_t *invited)
{
    struct arena *scratch = arena_new();
    struct error *error = NULL;
    int64_t number = 0;
    *invited = 0;
    for (bool more = true; more && !error && !(ending && atomic_load(ending));
         arena_reset(scratch)) {
        error = invite_page(body, scratch, ending, &number, &more, invited);
        if (error)
            error =
                error_new(arena, error->kind, "inviting people: %s", error_string(scratch, error));
    }
    arena_free(scratch);
    return error;
}
