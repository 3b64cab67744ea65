/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef DESK_INVITE_H
#define DESK_INVITE_H

/* Accounts for people in the register: who is invited gets a mail with a link. */

#include "people/account.h"
#include "register/body.h"

#include <stdatomic.h>

/* The kind and id of the job that invites everybody who has no account yet. */
#define DESK_INVITE_JOB TEXT("invite")

/* Makes an account for who is in ROW of the register people, where there is none, and asks for a
 * mail with a link. *INVITED is false where they have no e-mail address, have left, or have an
 * account that is not waiting for its first link. */
struct error *desk_invite(const struct people_context *context, const struct register_body *body,
                          const struct register_row *row, bool *invited);

/* Everybody in office who has an e-mail address and no account. Breaks off when ENDING. */
struct error *desk_invite_all(const struct register_body *body, struct arena *arena,
                              const _Atomic bool *ending, int64_t *invited);

#endif
