/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_REGISTER_IMPORT_SUPPORT_H
#define TESTS_REGISTER_IMPORT_SUPPORT_H

/* Imports as people do them, and what comes of them, in words. */

#include "fixture.h"

#include "register/import.h"

/* What an import is asked beside the file; lists are apart by '|', NULL for none. */
struct asked {
    const char *map;
    const char *set;
    const char *ignore;
    bool dry_run;
    bool skip_faulty;
    bool complete;
};

struct done {
    struct register_import_result result;
    const char *faults; /* one on a line, without the file's name */
    const char *told;   /* of a dry run, one on a line */
};

/* Imports CONTENT into BODY; fails the test when that could not be done at all. */
struct done import_into(struct fixture *fixture, const struct register_body *body,
                        const char *register_id, struct text content, struct asked asked);

/* The same into the fixture's body, of a text. */
struct done import_text(struct fixture *fixture, const char *register_id, const char *content,
                        struct asked asked);

/* "7 read, 3 new, 0 changed, ..." without what is zero. */
const char *counted(struct fixture *fixture, const struct done *done);

/* A register as CSV for programs, with all its fields. */
const char *exported(struct fixture *fixture, const struct register_body *body,
                     const char *register_id);

/* Fails the test when the journal or a table is not as it should be. */
void assert_sound(struct fixture *fixture);

#endif
