/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_TALLY_H
#define REGISTER_TALLY_H

/* Counts of public entries, kept as they change, so that a page's figures cost the same at ten
 * entries and at a million. Per register: "entries", "current", "year:2023", "office:chair", and
 * for every field that is a filter "FIELD:VALUE"; each of these also behind "current:" for what is
 * current. Per holder, apart so that a page need not read them all: under "REGISTER/holder" the
 * people id. */

#include "base/map.h"
#include "register/body.h"

struct register_tally {
    struct arena *arena;
    struct map registers; /* a register's id to a map of names to counts */
};

/* Adds BY (1 or -1) to every count that ROW belongs to. */
void register_tally_count(struct register_tally *tally,
                          const struct register_definition *definition,
                          const struct register_row *row, int64_t by);

/* Adds what was counted to the database. */
struct error *register_tally_write(struct store_session *session,
                                   const struct register_tally *tally);

/* All counts of a register: names to int64_t. */
struct error *register_tally_read(struct store_session *session, struct arena *arena,
                                  struct text register_id, struct map *counts);

/* The same from memory, where nothing changed since they were last read. */
struct error *register_tally_recall(struct store_session *session, struct arena *arena,
                                    const struct register_body *body,
                                    const struct register_definition *definition,
                                    struct map *counts);
int64_t register_tally_of(const struct map *counts, const char *name);

#endif
