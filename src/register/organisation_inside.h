/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_ORGANISATION_INSIDE_H
#define REGISTER_ORGANISATION_INSIDE_H

/* The parts of the organisation file that have a file of their own. */

#include "people/openid.h"
#include "register/draft.h"

/* Signing in at an identity provider, as it was written. */
struct draft_openid {
    const struct register_node *node; /* NULL: it was not */
    struct people_openid_settings settings;
    struct draft_label name;
    int matches;
    struct register_list algorithms; /* int: a word, plus one */
    struct register_list scopes;     /* struct text, as what follows */
    struct register_list levels;
    struct register_list strong;
};

extern const struct register_shape register_openid_shape;

void register_openid_check(struct faults *faults, const struct draft_openid *draft);

/* What was written, with what goes without saying; NULL when it was not. */
const struct people_openid_settings *register_openid_make(struct arena *arena,
                                                          const struct draft_openid *draft);

#endif
