/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_CHECK_H
#define REGISTER_CHECK_H

/* Judges the values of an entry by its definition. */

#include "register/setting.h"

/* The names that rules may use, by their place in the definition's environment: first all fields in
 * their order, then the settings as "setting.ID", then these; the last only where entries have a
 * holder, and not in what decides on publication, which hangs on the entry alone. */
enum {
    REGISTER_NAME_STATE,
    REGISTER_NAME_TODAY,
    REGISTER_NAME_CURRENT,
    REGISTER_NAME_OFFICE,
    REGISTER_NAMES
};

struct register_organisation;

/* What is judged: an entry, of whom, where and when. */
struct register_subject {
    const struct register_state *state;       /* NULL: the first */
    const struct register_value *values;      /* one per field */
    struct text office;                       /* of the holder; empty: none, or not known */
    const struct register_organisation *body; /* NULL: not known */
    struct date today;
};

/* Whether an entry has not ended: neither by its state nor by its last day. */
bool register_is_current(const struct register_definition *definition,
                         const struct register_subject *subject);

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

/* What rules see of a field's value. */
struct rule_value register_rule_value(struct arena *arena, const struct register_field *field,
                                      const struct register_value *value);

/* What rules see: one value per name of the environment. */
const struct rule_value *register_rule_values(struct arena *arena,
                                              const struct register_definition *definition,
                                              const struct register_subject *subject);

/* Everything that is wrong with an entry: what is required and missing, what is out of bounds,
 * rules that are broken. ASKED: it comes from a form, which asks more than an import needs. */
void register_values_check(struct arena *arena, const struct register_definition *definition,
                           const struct register_subject *subject, bool asked,
                           struct register_findings *findings);

/* Whether an entry is surely to be published. */
bool register_is_public(struct arena *arena, const struct register_definition *definition,
                        const struct register_subject *subject);

/* Whether an entry surely waits for a step of its workflow. */
bool register_is_waiting(struct arena *arena, const struct register_definition *definition,
                         const struct register_subject *subject);

#endif
