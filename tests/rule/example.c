/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "example.h"

#define LITERAL(string)                                                                            \
    {                                                                                              \
        string, sizeof(string) - 1                                                                 \
    }

static const struct text kinds[] = {LITERAL("gift"), LITERAL("service"), LITERAL("invitation")};
static const struct text states[] = {LITERAL("declared"), LITERAL("settled"), LITERAL("withdrawn")};

static const struct rule_name names[EXAMPLE_NAMES] = {
    [EXAMPLE_KIND] = {LITERAL("kind"), RULE_TEXT, kinds, 3},
    [EXAMPLE_VALUE] = {LITERAL("value"), RULE_MONEY, NULL, 0},
    [EXAMPLE_COSTS] = {LITERAL("costs"), RULE_MONEY, NULL, 0},
    [EXAMPLE_RECEIVED_ON] = {LITERAL("received_on"), RULE_DATE, NULL, 0},
    [EXAMPLE_ENDED_ON] = {LITERAL("ended_on"), RULE_DATE, NULL, 0},
    [EXAMPLE_PERISHABLE] = {LITERAL("perishable"), RULE_BOOLEAN, NULL, 0},
    [EXAMPLE_PAID] = {LITERAL("paid"), RULE_BOOLEAN, NULL, 0},
    [EXAMPLE_HOURS] = {LITERAL("hours"), RULE_DECIMAL, NULL, 0},
    [EXAMPLE_COUNT_OF] = {LITERAL("count"), RULE_INTEGER, NULL, 0},
    [EXAMPLE_NUMBER] = {LITERAL("number"), RULE_INTEGER, NULL, 0},
    [EXAMPLE_RATE] = {LITERAL("rate"), RULE_DECIMAL, NULL, 0},
    [EXAMPLE_GIVER] = {LITERAL("giver"), RULE_TEXT, NULL, 0},
    [EXAMPLE_NOTE] = {LITERAL("note"), RULE_TEXT, NULL, 0},
    [EXAMPLE_ORGANISATION] = {LITERAL("organisation"), RULE_ORGANISATION, NULL, 0},
    [EXAMPLE_THEMES] = {LITERAL("themes"), RULE_LIST, kinds, 3},
    [EXAMPLE_TERM] = {LITERAL("term"), RULE_DURATION, NULL, 0},
    [EXAMPLE_THRESHOLD] = {LITERAL("setting.gift_threshold"), RULE_INTEGER, NULL, 0},
    [EXAMPLE_STATE] = {LITERAL("state"), RULE_TEXT, states, 3},
    [EXAMPLE_TODAY] = {LITERAL("today"), RULE_DATE, NULL, 0},
};

const struct rule_environment example_environment = {names, EXAMPLE_NAMES};
