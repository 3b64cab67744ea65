/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_MEMO_H
#define REGISTER_MEMO_H

/* Inside this room: what was read of a register, kept as long as it is true: entries, short lists,
 * counts. It is kept under the register's revision as the transaction that read it saw it; with
 * another revision everything is forgotten, so nothing is ever changed in here. Of the whole
 * program at most REGISTER_MEMO_BYTES are kept: what goes beyond begins anew. */

#include "base/map.h"
#include "register/body.h"

enum { REGISTER_MEMO_BYTES = 4 * 1024 * 1024 };

struct register_memo;

/* For one register of a body. It lives as long as the program. */
struct register_memo *register_memo_new(void);

/* The revision that a session sees a register at, for register_memo_open; asked of the database
 * once in a session. 0, at which nothing is kept: the session writes. */
struct error *register_memo_revision(struct store_session *session,
                                     const struct register_definition *definition,
                                     int64_t *revision);

/* Opens what is kept at REVISION. False, with nothing to close: it may not be used, because
 * something newer is kept. What is found is valid until it is closed: it is copied meanwhile. Any
 * thread may do this; nobody else can until it is closed, so nothing is read in between. */
bool register_memo_open(struct register_memo *memo, int64_t revision);
void register_memo_close(void);

/* Forgets everything, for when content was erased: what is never read again would stay. This alone
 * is for other rooms. */
void register_memo_forget(void);

const void *register_memo_find(const struct register_memo *memo, struct text key);

/* Keeps VALUE, which lives in the memo's arena. */
struct arena *register_memo_arena(struct register_memo *memo);
void register_memo_keep(struct register_memo *memo, struct text key, const void *value);

#endif
