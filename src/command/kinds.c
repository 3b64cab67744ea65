/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The kinds of jobs that the server does. */

#include "command/work.h"
#include "register/entry.h"

/* What was current and is not any longer is put right. */
static struct error *pass_midnight(struct command_task *task)
{
    return register_pass_midnight(task->body, task->arena);
}

const struct command_work_kind command_work_kinds[] = {
    {"midnight", 0, pass_midnight},
    {0},
};
