/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_WRITER_H
#define REGISTER_WRITER_H

/* Inside this room: what a writer carries, for those who write tables without making versions
 * (rebuild.c). */

#include "base/map.h"
#include "register/entry.h"
#include "register/journal.h"
#include "register/tally.h"

/* Somebody whom open rounds may concern otherwise than before: all rounds, or those of one
 * register.
 */
struct register_touched {
    struct text person;
    struct text register_id; /* empty: all */
};

struct register_writer {
    struct store_session *session;
    struct arena *arena;   /* for what lasts until the end */
    struct arena *scratch; /* for one put */
    const struct register_body *body;
    struct date today;
    struct text moment;
    int64_t number;          /* of the newest journal row */
    char hash[JOURNAL_HASH]; /* its hash */
    struct map people;       /* a people id to what entries show of their holder */
    struct register_tally tally;
    struct map scopes;                /* what was touched */
    struct register_touched *touched; /* for rounds: round_follow.c */
    size_t touched_count;
    bool touched_many; /* more than are named */
};

/* What the register's table says of an entry whose newest version was made at MOMENT. */
struct error *register_writer_row(struct register_writer *writer,
                                  const struct register_definition *definition,
                                  const struct register_entry *entry, struct text moment,
                                  struct register_row *row);

/* Puts an entry's row into its table, and counts the difference with the row that was there; FRESH:
 * there was none. */
struct error *register_writer_project(struct register_writer *writer,
                                      const struct register_definition *definition,
                                      const struct register_entry *entry, struct text moment,
                                      bool fresh);

void register_writer_touch(struct register_writer *writer, const char *kind, struct text id);

#endif
