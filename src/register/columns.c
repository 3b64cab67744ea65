/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/columns.h"

static const struct register_column one_text[] = {{"", "TEXT"}, {NULL, NULL}};
static const struct register_column one_number[] = {{"", "BIGINT"}, {NULL, NULL}};
static const struct register_column money_parts[] = {
    {"_kind", "TEXT"}, {"_cents", "BIGINT"}, {"_written", "TEXT"}, {NULL, NULL}};
static const struct register_column organisation_parts[] = {
    {"_name", "TEXT"}, {"_kvk", "TEXT"}, {NULL, NULL}};
static const struct register_column no_parts[] = {{NULL, NULL}};

const struct register_column *register_columns_of(const struct register_field *field)
{
    if (field->own)
        return no_parts;
    switch (field->type) {
    case REGISTER_IDENTIFIER:
        return no_parts;
    case REGISTER_MONEY:
        return money_parts;
    case REGISTER_ORGANISATION:
        return organisation_parts;
    case REGISTER_BOOLEAN:
    case REGISTER_NUMBER:
        return one_number;
    default:
        return one_text;
    }
}

const struct register_engine_column register_engine_columns[REGISTER_ENGINE_COLUMNS] = {
    {"entry", "TEXT NOT NULL"},
    {"revision", "BIGINT NOT NULL"},
    {"state", "TEXT NOT NULL"},
    {"public", "INTEGER NOT NULL CHECK (public IN (0, 1))"},
    {"current", "INTEGER NOT NULL CHECK (current IN (0, 1))"},
    {"waits", "INTEGER NOT NULL DEFAULT 0 CHECK (waits IN (0, 1))"},
    {"until_last", "TEXT NOT NULL"},
    {"changed", "TEXT NOT NULL"},
    {"year", "INTEGER NOT NULL"},
    {"holder", "TEXT NOT NULL"},
    {"holder_name", "TEXT NOT NULL"},
    {"holder_office", "TEXT NOT NULL"},
    {"holder_unit", "TEXT NOT NULL DEFAULT ''"},
    {"sort_holder", "TEXT NOT NULL"},
    {"search", "TEXT NOT NULL"},
    {"extra", "TEXT"},
};

bool register_is_sorted(const struct register_definition *definition,
                        const struct register_field *field)
{
    return field->sort && field != definition->holder && !field->own;
}

void register_add_column(struct buffer *sql, const char *prefix, const struct register_field *field,
                         const struct register_column *column)
{
    buffer_add_format(sql, "%s\"%.*s%s\"", prefix, TEXT_FORMAT(field->id), column->suffix);
}
