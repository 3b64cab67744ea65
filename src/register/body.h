/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_BODY_H
#define REGISTER_BODY_H

/* A body (province, municipality, water board) as the running program knows it: its organisation
 * file, its definitions and their tables. Made at start, never changed afterwards. */

#include "base/clock.h"
#include "register/check.h"
#include "register/organisation.h"
#include "register/projection.h"
#include "store/store.h"

struct register_body {
    struct text id;
    struct store *store;
    const struct register_organisation *organisation;
    const struct register_definitions *definitions;
    const struct zone *zone;
    const struct register_projection **projections; /* one per definition, in the same order */
    const struct register_projection *people;       /* the table of people */
    const struct register_projection *statements;   /* the table of statements */
    struct register_memo **memos;                   /* one per definition: register/memo.h */
    bool outdated; /* the database keeps a register under another definition: no writing until
                      migrate */
};

/* All bodies of one installation. */
struct register_bodies {
    const struct register_body *items;
    size_t count;
};

/* Makes a body of its organisation and definitions; nothing is read. */
struct error *register_body_make(struct arena *arena, struct store *store,
                                 const struct register_organisation *organisation,
                                 const struct register_definitions *definitions,
                                 struct register_body *body);

/* Reads the bodies that the database knows. FOLDER holds the definitions that bodies added for
 * themselves, in a folder named after each (NULL: none). Every fault is told in FAULTS. */
struct error *register_bodies_read(struct arena *arena, struct store *store, const char *folder,
                                   struct faults *faults, struct register_bodies *bodies);

/* Adds a body to the database, with the tables of its registers. ERROR_CONFLICT when there is one
 * of that id or host name already. */
struct error *register_body_add(struct arena *arena, const struct register_body *body);

/* From now on ORGANISATION says who the body of its id is. ERROR_NOT_FOUND when there is none,
 * ERROR_CONFLICT when its host name is another's. */
struct error *register_body_change(struct arena *arena, struct store *store,
                                   const struct register_organisation *organisation);

/* Makes and widens the tables of all registers of a body to what its definitions say, and makes
 * those anew whose definition changed. *CHANGED (may be NULL) counts these. */
struct error *register_body_migrate(struct arena *arena, const struct register_body *body,
                                    size_t *changed);

/* The body that HOST, in lower case without port, belongs to. An installation with one body
 * welcomes the names of this computer itself too. NULL: none. */
const struct register_body *register_body_of_host(const struct register_bodies *bodies,
                                                  struct text host);

const struct register_projection *
register_projection_of(const struct register_body *body,
                       const struct register_definition *definition);

/* What is remembered of a register (register/memo.h). */
struct register_memo *register_memo_of(const struct register_body *body,
                                       const struct register_definition *definition);

/* The day it is for the body now. */
struct date register_today(const struct register_body *body);

/* An entry as rules see it now. */
struct register_subject register_subject_of(const struct register_body *body,
                                            const struct register_row *row);

#endif
