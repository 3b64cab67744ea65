/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_ACTION_H
#define REGISTER_ACTION_H

/* What can be done with an entry, as the journal says it. */

#include "base/language.h"

enum register_action {
    REGISTER_DECLARE,  /* a new entry */
    REGISTER_CHANGE,   /* what it is about changed */
    REGISTER_END,      /* it came to an end */
    REGISTER_WITHDRAW, /* it should not have been there: no longer shown */
    REGISTER_CORRECT,  /* it was wrong, and is put right */
    REGISTER_DECIDE,   /* a step of its workflow that neither ends nor withdraws it */
    REGISTER_IMPORT,   /* new or changed by an import */
    REGISTER_ERASE,    /* its content was erased: retention or AVG */
    REGISTER_ACTIONS,
};

const char *register_action_id(enum register_action action);
struct label register_action_label(enum register_action action);
bool register_action_of(struct text id, enum register_action *action);

#endif
