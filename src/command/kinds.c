/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The kinds of jobs that the server does. */

#include "command/work.h"
#include "desk/draft.h"
#include "desk/invite.h"
#include "desk/letter.h"
#include "register/look.h"
#include "register/retention.h"
#include "register/round.h"

/* What was current and is not any longer is put right. */
static struct error *pass_midnight(struct command_task *task)
{
    return register_pass_midnight(task->body, task->arena);
}

/* What is past its term is erased, and so is the record of who looked, and what was never sent. */
static struct error *retain(struct command_task *task)
{
    int64_t erased;
    TRY(register_looks_forget(task->body, task->arena));
    TRY(desk_drafts_forget(task->body, task->arena));
    return register_retain(task->body, task->arena, task->ending, &erased);
}

static struct error *invite(struct command_task *task)
{
    int64_t invited;
    return desk_invite_all(task->body, task->arena, task->ending, &invited);
}

/* What people are asked and told goes to the mail server. */
static struct error *send_mail(struct command_task *task)
{
    const struct register_body *body = task->body;
    const struct register_mail *mail = &body->organisation->mail;
    const struct people_mail_server server = {
        .address = mail->server,
        .from = mail->from,
        .user = mail->user,
        .password_file = mail->password_file,
        .name = body->organisation->hosts[0],
    };
    const struct people_post post = {
        .store = body->store,
        .body = body->id,
        .name = body->organisation->name,
        .server = mail->server.size ? &server : NULL,
        .context = (void *)body,
        .reach = desk_letter_reach,
        .write = desk_letter_write,
    };
    return people_post_send(&post, task->arena, task->ending, &task->again);
}

/* What is not done when the server stops is done by the next one. */
static struct error *turn_rounds(struct command_task *task)
{
    TRY(register_rounds_turn(task->body, task->arena, task->ending));
    if (atomic_load(task->ending))
        task->again = clock_now();
    return NULL;
}

const struct command_work_kind command_work_kinds[] = {
    {"midnight", 0, pass_midnight},
    {"retention", 3, retain},
    {"mail", COMMAND_WHEN_ADDED, send_mail},
    {"rounds", 5, turn_rounds},
    {"invite", COMMAND_WHEN_ADDED, invite},
    {0},
};
