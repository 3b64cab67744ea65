/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef RULE_LITERAL_H
#define RULE_LITERAL_H

/* What stands in a rule as it is: numbers, texts, durations. None of these depends on the language
 * that the program runs in (decimal comma). */

#include "base/text.h"

/* What a hexadecimal digit counts for; 16 when it is none. */
unsigned rule_literal_digit(char byte);

/* The whole code point of TEXT at AT. */
struct text rule_literal_character(struct text text, size_t at);

/* "42" or "0x2a", up to 2^63 itself; false when it is larger. */
bool rule_literal_integer(struct text text, uint64_t *integer);

/* "-1.5e3", nothing before or behind it; false when it is no number, or not finite. */
bool rule_literal_decimal(struct arena *arena, struct text text, double *decimal);

/* The shortest digits that give DECIMAL back. */
struct text rule_literal_format_decimal(struct arena *arena, double decimal);

/* CEL's durations: "24h", "-1.5h", "1h30m", "250ms". False when it is not one, is finer than a
 * microsecond, or is too long. */
bool rule_literal_duration(struct text text, int64_t *microseconds);

/* "90s", as CEL writes it. */
struct text rule_literal_format_duration(struct arena *arena, int64_t microseconds);

/* Replaces CEL's escapes in *TEXT. Returns what is wrong, with its place, or NULL. */
const char *rule_literal_unescape(struct arena *arena, struct text *text, size_t *where);

#endif
