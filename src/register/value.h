/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_VALUE_H
#define REGISTER_VALUE_H

/* The value of one field of one entry: read from what people write, kept as canonical JSON, shown.
 */

#include "base/json.h"
#include "base/money.h"
#include "register/mistake.h"

enum { REGISTER_SEVERAL = 64 }; /* parts of a value at most */

struct register_value {
    bool present;
    struct date date;
    struct money money;
    int64_t number;   /* a number; a boolean as 0 or 1 */
    struct text text; /* text, choice, person, unit, register, document: its id; organisation: its
                         name; with several, the parts apart by '\n' */
    struct text kvk;  /* of an organisation: eight digits, or empty */
    struct text
        written; /* what stood in the source, where the value cannot hold all it said; else empty */
};

/* Reads what somebody wrote (an import's cell, a form's input) into a value by its field. Empty
 * text gives an absent value. Choices by id or label in either language or alias; booleans as "ja",
 * "nee", "yes", "no", "true", "false", "1", "0", "x"; an organisation's number is given by its own
 * column (FIELD_kvk or kvk). On a fault *MISTAKE says what is wrong, and false is returned. */
bool register_value_take(struct arena *arena, const struct register_field *field,
                         struct text written, struct register_value *value,
                         struct register_mistake *mistake);

/* The same for an import: *MESSAGE says what is wrong and what is expected. */
bool register_value_read(struct arena *arena, const struct register_field *field,
                         struct text written, struct register_value *value, struct text *message);

/* Reads the number of an organisation in the trade register, which stands in a column of its own,
 * into *KVK (eight digits); empty text gives an empty one. On a fault as for a value. */
bool register_kvk_take(struct arena *arena, struct text written, struct text *kvk,
                       struct register_mistake *mistake);
bool register_kvk_read(struct arena *arena, struct text written, struct text *kvk,
                       struct text *message);

/* Adds the member "FIELD": ... when the value is present. Canonical: equal values give equal bytes.
 */
void register_value_write(struct json_writer *writer, const struct register_field *field,
                          const struct register_value *value);

/* Reads back what register_value_write wrote. VALUE's texts are copied into the arena. */
struct error *register_value_parse(struct arena *arena, const struct register_field *field,
                                   const json_t *json, struct register_value *value);

bool register_value_equal(const struct register_field *field, const struct register_value *one,
                          const struct register_value *other);

/* As one cell of an export that an import reads back into the same value. */
struct text register_value_export(struct arena *arena, const struct register_field *field,
                                  const struct register_value *value);

/* The content of an entry: an object of all present values, members in the order of their ids.
 * VALUES has one element per field of the definition. */
struct text register_content_write(struct arena *arena,
                                   const struct register_definition *definition,
                                   const struct register_value *values);
struct error *register_content_parse(struct arena *arena,
                                     const struct register_definition *definition,
                                     struct text content, struct register_value *values);

#endif
