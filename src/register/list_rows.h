/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_LIST_ROWS_H
#define REGISTER_LIST_ROWS_H

/* Inside this room: the rows of a page, once it is known which. Those that were read before, and
 * did not change since, come from memory (memo). */

#include "register/body.h"

/* The rows of NUMBERS, in their order, with the day on which the holder last confirmed, and
 * with nothing that not everybody may see. */
struct error *register_list_rows(struct store_session *session, struct arena *arena,
                                 const struct register_body *body,
                                 const struct register_projection *projection,
                                 const int64_t *numbers, size_t count, struct register_row *rows);

/* The number of a public entry, where that is remembered; else 0. */
struct error *register_list_number(struct store_session *session, struct arena *arena,
                                   const struct register_body *body,
                                   const struct register_definition *definition, struct text entry,
                                   int64_t *number);

#endif
