/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef DESK_NOTICE_H
#define DESK_NOTICE_H

/* Who is told of a change: whoever has to decide about it, the holder of what was decided by
 * another, and both sides of what was flagged. The change and its notices are one write; a notice
 * says no more than that there is something. */

#include "desk/form.h"

/* Writes CHANGE with its notices. OFFICE is that of its holder; FLAGGED: a rule has something to
 * say of it. DRAFT: the form of which what was kept is done with then. */
struct error *desk_write(struct desk_page *page, const struct register_change *change,
                         struct text office, bool flagged, struct text draft);

#endif
