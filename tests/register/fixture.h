/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_REGISTER_FIXTURE_H
#define TESTS_REGISTER_FIXTURE_H

/* A province in a database of its own, with three people. */

#include "support.h"

#include "register/entry.h"
#include "register/list.h"

struct fixture {
    struct place *place;
    struct store *store;
    struct arena *arena;
    struct register_body body;
    const struct register_source *own; /* a definition of the body's own; NULL: none */
};

/* ID and HOST tell bodies in one database apart. */
struct fixture *fixture_new(enum store_dialect dialect);
struct fixture *fixture_new_own(enum store_dialect dialect, const struct register_source *own);
void fixture_free(struct fixture *fixture);
void fixture_add_body(struct fixture *fixture, const char *id, struct register_body *body);

const struct register_definition *fixture_definition(const struct fixture *fixture, const char *id);

/* Values as people write them: FIELD, WRITTEN pairs, ended by NULL. */
struct register_value *fixture_values(struct fixture *fixture, const char *register_id, ...);

/* Writes a change and returns the entry's id; fails the test when it is refused. */
struct text fixture_write(struct fixture *fixture, const char *register_id,
                          enum register_action action, const char *entry, int64_t revision,
                          struct register_value *values);

/* The text of a field, in the register's table; "" when it has none. */
const char *fixture_shown(struct fixture *fixture, const char *register_id, struct text entry,
                          const char *field);

#endif
