/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_JOURNAL_H
#define REGISTER_JOURNAL_H

/* The journal: one chain per body. Every change of an entry appends a row with who, when, what, and
 * a hash over that row and the one before it. The content itself is not in it: only a commitment,
 * salted so that nobody can try contents against it once the salt is gone. So content can be erased
 * and the chain stays valid.
 *
 * All hashes are BLAKE2b of 256 bits, as 64 hexadecimal digits. */

#include "register/value.h"
#include "store/store.h"

enum { JOURNAL_HASH = 64, JOURNAL_SALT = 32 };

struct register_journal_row {
    int64_t number; /* 1, 2, 3, ... without gaps */
    struct text moment;
    struct text actor;  /* a people id, or what did it: "import", "demo" */
    struct text action; /* register_action_id() */
    struct text register_id;
    struct text entry;
    int64_t revision;
    struct text commitment; /* to the version that this change made */
    struct text previous;   /* the hash of row number - 1; 64 zeros for the first */
    struct text hash;
};

/* The commitment to a version: its definition, state, content and reason under a SALT of 32
 * hexadecimal digits. */
struct text register_commitment(struct arena *arena, struct text salt, struct text definition,
                                struct text state, struct text content, struct text reason);

/* The hash of a row, over all its other columns and the body's id. */
struct text register_journal_hash(struct arena *arena, struct text body,
                                  const struct register_journal_row *row);

/* The hash before the first row. */
struct text register_journal_root(void);

/* What verify found. */
struct register_verification {
    int64_t rows;     /* journal rows read */
    int64_t versions; /* versions compared with their commitment */
    int64_t erased;   /* versions whose content was erased, as the journal says */
    int64_t entries;  /* projections compared with the newest version */
    struct text head; /* "NUMBER:HASH" of the newest row */
};

/* Reads one body's whole journal with its versions and tells every row that was changed, removed,
 * added or swapped, each as a fault whose file is "journal" or "version" and whose line is the
 * journal's number. With AGAINST (a head kept from before, "NUMBER:HASH") also a tail cut off or a
 * chain made anew. Memory does not grow with the journal. */
struct error *register_journal_verify(struct store_session *session, struct text against,
                                      struct faults *faults, struct register_verification *result);

#endif
