/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/action.h"

static const struct {
    const char *id;
    struct label label;
} actions[] = {
    [REGISTER_DECLARE] = {"declare", {TEXT("Opgegeven"), TEXT("Declared")}},
    [REGISTER_CHANGE] = {"change", {TEXT("Gewijzigd"), TEXT("Changed")}},
    [REGISTER_END] = {"end", {TEXT("Beëindigd"), TEXT("Ended")}},
    [REGISTER_WITHDRAW] = {"withdraw", {TEXT("Ingetrokken"), TEXT("Withdrawn")}},
    [REGISTER_CORRECT] = {"correct", {TEXT("Verbeterd"), TEXT("Corrected")}},
    [REGISTER_DECIDE] = {"decide", {TEXT("Besloten"), TEXT("Decided")}},
    [REGISTER_IMPORT] = {"import", {TEXT("Overgenomen"), TEXT("Imported")}},
    [REGISTER_ERASE] = {"erase", {TEXT("Inhoud gewist"), TEXT("Content erased")}},
};

const char *register_action_id(enum register_action action)
{
    return actions[action].id;
}

struct label register_action_label(enum register_action action)
{
    return actions[action].label;
}

bool register_action_of(struct text id, enum register_action *action)
{
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (text_is(id, actions[i].id)) {
            *action = (enum register_action)i;
            return true;
        }
    return false;
}
