/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_ENTRY_H
#define REGISTER_ENTRY_H

/* Entries are declared, changed, ended, withdrawn and corrected. Each of these makes a new version;
 * all versions are kept, with who, when and why. Version, journal row, the register's table and its
 * counts change in one transaction. */

#include "register/body.h"

/* One version of an entry. */
struct register_entry {
    struct text id;
    int64_t revision;
    const struct register_state *state;
    struct register_value *values;
};

struct register_change {
    const struct register_definition *definition;
    enum register_action action;
    struct text entry; /* its id; empty: make one */
    int64_t revision;  /* the revision that the change was made on; 0 for a new entry */
    const struct register_state *state;  /* NULL: the first for a new entry, else as it was */
    const struct register_value *values; /* one per field */
    struct text actor;
    struct text reason; /* why; may be empty */
};

/* Writes changes of one body within one store_change. Begin reads the journal's head, end writes
 * counts and revisions: without it nothing of what was put may be kept. SCRATCH (NULL: none) is
 * reset by every put, and lives until store_change has returned. */
struct register_writer;
struct error *register_writer_begin(struct store_session *session, const struct register_body *body,
                                    struct arena *scratch, struct register_writer **writer);

/* ERROR_CONFLICT when the entry is no longer at the change's revision. *ENTRY (may be NULL) becomes
 * its id. */
struct error *register_writer_put(struct register_writer *writer,
                                  const struct register_change *change, struct text *entry);

/* The scope whose revision grows when content was erased: what else keeps some of it forgets it. */
#define REGISTER_ERASED_SCOPE TEXT("erased")

/* Erases the content of every version of an entry and takes it out of its table. */
struct error *register_writer_erase(struct register_writer *writer,
                                    const struct register_definition *definition, struct text entry,
                                    struct text actor);
struct error *register_writer_end(struct register_writer *writer);

/* The row that ENTRY would get in its register's table if it were written now. SESSION may be one
 * that reads. */
struct error *register_entry_foresee(struct store_session *session, struct arena *arena,
                                     const struct register_body *body,
                                     const struct register_definition *definition,
                                     const struct register_entry *entry, struct register_row *row);

/* One change by itself: begin, put, end in a store_change. Values are checked by the caller
 * (register/check). */
struct error *register_write(const struct register_body *body, struct arena *arena,
                             const struct register_change *change, struct text *entry);

/* The newest version of an entry; ERROR_NOT_FOUND when there is none or its content was erased. */
struct error *register_entry_read(struct store_session *session, struct arena *arena,
                                  const struct register_definition *definition, struct text id,
                                  struct register_entry *entry);

/* One version of an entry and the change that made it. */
struct register_version {
    struct register_entry entry; /* values is NULL when the content was erased */
    struct text moment;
    struct text actor;
    enum register_action action;
    struct text reason;
};

/* Every version, newest first (200 at most). */
struct error *register_history(struct store_session *session, struct arena *arena,
                               const struct register_definition *definition, struct text id,
                               struct register_version **versions, size_t *count);

/* Makes the table and the counts of a register anew from its versions. */
struct error *register_rebuild(const struct register_body *body, struct arena *arena,
                               const struct register_definition *definition);

/* What was current and no longer is since its last day went by: to be called at the body's
 * midnight, and at start. */
struct error *register_pass_midnight(const struct register_body *body, struct arena *arena);

/* On SQLite each write adds a part of its own to the index for words, and a word is looked up in
 * every part. Joins them, which takes 4 s with a million entries: at midnight, and when the table
 * is made anew. */
struct error *register_search_join(struct store_session *session, const struct register_body *body,
                                   const struct register_definition *definition);

/* Compares every row of a register's table with the newest version, and its counts; each difference
 * is a fault. */
struct error *register_projection_verify(struct store_session *session,
                                         const struct register_body *body,
                                         const struct register_definition *definition,
                                         struct faults *faults, int64_t *compared);

#endif
