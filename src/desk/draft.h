/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef DESK_DRAFT_H
#define DESK_DRAFT_H

/* What somebody typed into a form and did not send yet: kept for them alone, one of each form,
 * until it is sent, thrown away, or DESK_DRAFT_DAYS old. */

#include "desk/desk.h"

enum {
    DESK_DRAFT_DAYS = 30,
    DESK_DRAFTS = 30,                      /* of one account, and */
    DESK_DRAFTS_LARGEST = 2 * 1024 * 1024, /* their characters in all; the oldest go */
};

struct desk_draft {
    struct text path; /* of the form */
    struct web_pairs typed;
    int64_t revision; /* of the entry that the form was made of */
    int64_t kept;     /* the moment; 0: there is none */
};

/* Keeps what was typed, instead of what was kept of this form before. */
struct error *desk_draft_keep(struct desk_page *page, const struct desk_draft *draft);

/* While the page reads. */
struct error *desk_draft_find(struct desk_page *page, struct text path, struct desk_draft *draft);

/* The visitor's own, newest first, without what was typed; while the page reads. */
struct error *desk_drafts_read(struct desk_page *page, struct desk_draft **drafts, size_t *count);

/* As a part of a write; nothing happens where there is none. */
struct error *desk_draft_drop(struct store_session *session, struct text account, struct text path);

/* The same by itself. */
struct error *desk_draft_throw(struct desk_page *page, struct text path);

/* Throws away whatever is past its term. */
struct error *desk_drafts_forget(const struct register_body *body, struct arena *arena);

#endif
