/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_RETENTION_H
#define REGISTER_RETENTION_H

/* What is past its term is erased: every version's content goes, the journal says that it went and
 * when, and its chain stays valid (AVG art. 5 lid 1 e; Archiefwet). */

#include "register/entry.h"

#include <stdatomic.h>

/* Erases what is past the term of its definition, in pieces, so that nobody waits long. ENDING (may
 * be NULL) breaks it off between two pieces: what is left is done the next time. *ERASED counts
 * entries. */
struct error *register_retain(const struct register_body *body, struct arena *arena,
                              const _Atomic bool *ending, int64_t *erased);

#endif
