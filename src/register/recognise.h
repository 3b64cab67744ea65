/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_RECOGNISE_H
#define REGISTER_RECOGNISE_H

/* Recognises in people's own words what a rule names: "Wnd. wethouder van Elsweide" is "wethouder",
 * "wethouderscommissie", "oud-wethouder" and "adviseur van de wethouder" are not.
 *
 * What is named is looked for where a text begins, and behind a comma, a slash or "en"; whole
 * words, whatever their case and accents, small words such as "van de" passed over. Later texts
 * follow behind "|": "Lid" at the organisation "Raad van State" is "lid | raad van state". */

#include "register/definition.h"
#include "register/value.h"

struct register_organisation;

/* Takes WRITTEN apart: words, "..." for any words of the first text, "|" for its end, "{body}" for
 * the body's name. A phrase has one "..." at most. */
struct register_phrase register_phrase_of(struct arena *arena, struct text written);

/* Whether an entry says one of the rule's phrases. BODY (NULL: not known) is who {body} is. */
bool register_recognises(struct arena *arena, const struct register_rule *rule,
                         const struct register_value *values,
                         const struct register_organisation *body);

#endif
