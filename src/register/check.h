/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_CHECK_H
#define REGISTER_CHECK_H

/* Judges the values of an entry by its definition. */

#include "register/setting.h"

/* The names that rules may use, by their place in the definition's environment: first all fields in
 * their order, then these two, then the settings as "setting.ID". */
enum { REGISTER_NAME_STATE, REGISTER_NAME_TODAY, REGISTER_NAMES };

/* Something that is wrong, or worth a look, about an entry. */
struct register_finding {
    const struct register_field *field; /* where the form shows it; NULL: on the whole */
    struct label message;
    const struct register_basis *basis;
    size_t basis_count;
    bool refuses; /* the entry cannot be kept; else it is kept and flagged */
};

struct register_findings {
    const struct register_finding *items;
    size_t count;
    size_t refusals; /* how many of them refuse */
};

/* What rules see: one value per name of the environment. STATE NULL: the first. */
const struct rule_value *register_rule_values(struct arena *arena,
                                              const struct register_definition *definition,
                                              const struct register_state *state,
                                              const struct register_value *values,
                                              struct date today);

/* Everything that is wrong with an entry: what is required and missing, what is out of bounds,
 * rules that are broken. ASKED: it comes from a form, which asks more than an import needs. */
void register_values_check(struct arena *arena, const struct register_definition *definition,
                           const struct register_state *state, const struct register_value *values,
                           struct date today, bool asked, struct register_findings *findings);

/* Whether an entry is surely to be published. */
bool register_is_public(struct arena *arena, const struct register_definition *definition,
                        const struct register_state *state, const struct register_value *values,
                        struct date today);

/* Whether an entry surely waits for a step of its workflow. */
bool register_is_waiting(struct arena *arena, const struct register_definition *definition,
                         const struct register_state *state, const struct register_value *values,
                         struct date today);

#endif
