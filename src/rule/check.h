/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef RULE_CHECK_H
#define RULE_CHECK_H

/* What the files that check share. Each settles one family of nodes whose children are checked;
 * false after a fault. */

#include "rule/tree.h"

/* name.c: words and selections, in place, to names of the environment. */
bool rule_check_name(struct reading *reading, struct node *node);

/* Whether CONSTANT, if it is a text, is one of the options of NAME, if that is a name with options.
 */
bool rule_check_option(struct reading *reading, const struct node *name,
                       const struct node *constant);

/* operator.c */
bool rule_check_operator(struct reading *reading, struct node *node);
bool rule_check_list(struct reading *reading, struct node *node);

/* Makes whole numbers decimal where one of both is, and numbers beside amounts cents. */
bool rule_check_promote(struct reading *reading, struct node **one, struct node **other);

/* call.c */
bool rule_check_call(struct reading *reading, struct node *node);

/* check.c */
bool rule_check_node(struct reading *reading, struct node *node);

/* Turns a node of constants into its value. */
void rule_check_fold(struct reading *reading, struct node *node);

static inline bool rule_check_is_constant(const struct node *node)
{
    return node->operation == OPERATION_CONSTANT;
}

#endif
