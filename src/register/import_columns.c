/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/import_inside.h"

#include "register/export.h"
#include "rule/nearest.h"

#include <string.h>

/* Which column of the file is which field: found by the names that a definition gives them, unless
 * --map says so. */

struct matching {
    struct arena *arena;
    const struct register_import *import;
    const struct register_definition *definition;
    struct table *table;
    struct faults *faults;
    struct import_columns *columns;
    struct import_column *items; /* per column of the file */
    bool *mapped;                /* per column: --map or --ignore spoke of it */
};

static bool is_reference(const struct register_field *field)
{
    return field->type == REGISTER_PERSON || field->type == REGISTER_UNIT;
}

static bool is_one_of(struct text word, const struct text *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(word, items[i]))
            return true;
    return false;
}

static bool is_label(struct arena *arena, struct text word, struct label label, const char *dutch,
                     const char *english)
{
    struct text in_dutch = text_format(arena, "%.*s%s", TEXT_FORMAT(label.dutch), dutch);
    struct text in_english = text_format(arena, "%.*s%s", TEXT_FORMAT(label.english), english);
    return text_equal(word, text_fold(arena, in_dutch)) ||
           text_equal(word, text_fold(arena, in_english));
}

static bool is_suffixed(struct text word, struct text id, const char *suffix)
{
    return word.size == id.size + strlen(suffix) && text_ends(word, suffix) &&
           text_equal(text_slice(word, 0, id.size), id);
}

/* What WORD (folded) says of FIELD. */
static enum import_part part_of_field(struct arena *arena, const struct register_field *field,
                                      struct text word)
{
    if (text_equal(word, field->id) || is_label(arena, word, field->label, "", "") ||
        is_one_of(word, field->aliases, field->alias_count))
        return IMPORT_VALUE;
    if (is_reference(field) && is_label(arena, word, field->label, " (nummer)", " (number)"))
        return IMPORT_NUMBER;
    if (is_reference(field) && is_suffixed(word, field->id, "_name"))
        return IMPORT_NAME;
    if (field->type == REGISTER_ORGANISATION &&
        (is_suffixed(word, field->id, "_kvk") || text_is(word, "kvk") ||
         text_is(word, "kvk-nummer") || is_label(arena, word, field->label, " (KvK)", " (KvK)")))
        return IMPORT_KVK;
    return IMPORT_IGNORED;
}

static bool is_state(const struct register_definition *definition, struct text word)
{
    return text_is(word, "state") || text_is(word, "status") ||
           is_one_of(word, definition->state_aliases, definition->state_alias_count);
}

/* What a heading, or the name of a field on the command line, means; false: nothing. */
static bool find_meaning(struct matching *matching, struct text name, struct import_column *column)
{
    const struct register_definition *definition = matching->definition;
    struct text word = text_fold(matching->arena, name);
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < definition->field_count; i++) {
            const struct register_field *field = &definition->fields[i];
            /* An id comes before another field's label or alias. */
            if (pass == 0 && !text_equal(word, field->id))
                continue;
            *column = (struct import_column){part_of_field(matching->arena, field, word), field};
            if (column->part != IMPORT_IGNORED)
                return true;
        }
    *column = (struct import_column){IMPORT_STATE, NULL};
    return is_state(definition, word);
}

static size_t find_heading(const struct matching *matching, struct text name)
{
    size_t width = table_width(matching->table);
    struct text word = text_fold(matching->arena, name);
    for (size_t i = 0; i < width; i++)
        if (text_equal(word, text_fold(matching->arena, table_heading(matching->table, i))))
            return i;
    return width;
}

static void refuse(struct matching *matching, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void refuse(struct matching *matching, const char *format, ...)
{
    struct buffer message = {.arena = matching->arena};
    va_list arguments;
    va_start(arguments, format);
    buffer_add_arguments(&message, format, arguments);
    va_end(arguments);
    fault_add(matching->faults, matching->import->file, 1, 0, "%s", buffer_string(&message));
}

/* " (did you mean ...?)", or nothing. */
static struct text nearest_field(struct matching *matching, struct text name)
{
    const struct register_definition *definition = matching->definition;
    struct rule_nearest nearest = {.wanted = text_fold(matching->arena, name)};
    struct buffer ids = {.arena = matching->arena};
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        rule_nearest_offer(&nearest, field->id);
        rule_nearest_offer(&nearest, text_fold(matching->arena, field->label.dutch));
        rule_nearest_offer(&nearest, text_fold(matching->arena, field->label.english));
        for (size_t at = 0; at < field->alias_count; at++)
            rule_nearest_offer(&nearest, field->aliases[at]);
        buffer_add_format(&ids, "%s%.*s", i ? ", " : "", TEXT_FORMAT(field->id));
    }
    if (nearest.found.size)
        return text_format(matching->arena, "did you mean \"%.*s\"?", TEXT_FORMAT(nearest.found));
    return text_format(matching->arena, "the fields are %.*s", TEXT_FORMAT(buffer_text(&ids)));
}

static struct text nearest_heading(struct matching *matching, struct text name)
{
    struct rule_nearest nearest = {.wanted = name};
    struct buffer headings = {.arena = matching->arena};
    for (size_t i = 0; i < table_width(matching->table); i++) {
        rule_nearest_offer(&nearest, table_heading(matching->table, i));
        buffer_add_format(&headings, "%s%.*s", i ? ", " : "",
                          TEXT_FORMAT(table_heading(matching->table, i)));
    }
    if (nearest.found.size)
        return text_format(matching->arena, "did you mean \"%.*s\"?", TEXT_FORMAT(nearest.found));
    return text_format(matching->arena, "the columns are %.*s",
                       TEXT_FORMAT(buffer_text(&headings)));
}

static void take_ignores(struct matching *matching)
{
    for (size_t i = 0; i < matching->import->ignores.count; i++) {
        struct text name = matching->import->ignores.items[i].name;
        size_t at = find_heading(matching, name);
        if (at == table_width(matching->table)) {
            refuse(matching, "--ignore %.*s: there is no such column; %.*s", TEXT_FORMAT(name),
                   TEXT_FORMAT(nearest_heading(matching, name)));
            continue;
        }
        matching->mapped[at] = true;
    }
}

static void take_maps(struct matching *matching)
{
    for (size_t i = 0; i < matching->import->maps.count; i++) {
        const struct register_import_pair *pair = &matching->import->maps.items[i];
        struct import_column column;
        size_t at = find_heading(matching, pair->value);
        if (!find_meaning(matching, pair->name, &column))
            refuse(matching, "--map %.*s: there is no such field; %.*s", TEXT_FORMAT(pair->name),
                   TEXT_FORMAT(nearest_field(matching, pair->name)));
        else if (at == table_width(matching->table))
            refuse(matching, "--map %.*s=%.*s: there is no such column; %.*s",
                   TEXT_FORMAT(pair->name), TEXT_FORMAT(pair->value),
                   TEXT_FORMAT(nearest_heading(matching, pair->value)));
        else if (matching->mapped[at])
            refuse(matching, "--map %.*s=%.*s: that column was spoken of already",
                   TEXT_FORMAT(pair->name), TEXT_FORMAT(pair->value));
        else {
            matching->items[at] = column;
            matching->mapped[at] = true;
        }
    }
}

/* The place where the column of a part is noted; NULL where nothing is read from it. */
static size_t *place_of(struct import_columns *columns, struct import_column column)
{
    switch (column.part) {
    case IMPORT_VALUE:
    case IMPORT_NUMBER:
        return &columns->value[column.field->number];
    case IMPORT_KVK:
        return &columns->kvk[column.field->number];
    case IMPORT_STATE:
        return &columns->state;
    default:
        return NULL;
    }
}

/* Of a person, the column that surely is the number comes before one that may be the name. */
static void demote_names(struct matching *matching)
{
    size_t width = table_width(matching->table);
    for (size_t i = 0; i < width; i++)
        if (matching->items[i].part == IMPORT_NUMBER)
            for (size_t other = 0; other < width; other++)
                if (matching->items[other].part == IMPORT_VALUE &&
                    matching->items[other].field == matching->items[i].field &&
                    !matching->mapped[other])
                    matching->items[other].part = IMPORT_NAME;
}

/* A name is read only where there is no number. */
static void promote_names(struct matching *matching)
{
    for (size_t i = 0; i < table_width(matching->table); i++)
        if (matching->items[i].part == IMPORT_NAME &&
            !matching->columns->value[matching->items[i].field->number])
            matching->columns->value[matching->items[i].field->number] = i + 1;
}

static void note_columns(struct matching *matching)
{
    size_t width = table_width(matching->table);
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < width; i++) {
            size_t *place = place_of(matching->columns, matching->items[i]);
            if (!place || matching->mapped[i] != (pass == 0))
                continue;
            if (*place)
                refuse(
                    matching,
                    "the columns \"%.*s\" and \"%.*s\" are both %.*s; expected one: say --ignore "
                    "COLUMN or --map FIELD=COLUMN",
                    TEXT_FORMAT(table_heading(matching->table, *place - 1)),
                    TEXT_FORMAT(table_heading(matching->table, i)),
                    TEXT_FORMAT(matching->items[i].field ? matching->items[i].field->id
                                                         : TEXT("state")));
            else
                *place = i + 1;
        }
    promote_names(matching);
}

static void match_headings(struct matching *matching)
{
    for (size_t i = 0; i < table_width(matching->table); i++) {
        struct text heading = table_heading(matching->table, i);
        if (matching->mapped[i])
            continue;
        if (find_meaning(matching, heading, &matching->items[i]))
            continue;
        matching->items[i] = (struct import_column){IMPORT_IGNORED, NULL};
        if (register_export_is_beside(matching->arena, text_fold(matching->arena, heading)))
            continue;
        refuse(matching,
               "the column \"%.*s\" is no field of %.*s; %.*s Say --map FIELD=\"%.*s\" or --ignore "
               "\"%.*s\"",
               TEXT_FORMAT(heading), TEXT_FORMAT(matching->definition->id),
               TEXT_FORMAT(nearest_field(matching, heading)), TEXT_FORMAT(heading),
               TEXT_FORMAT(heading));
    }
    demote_names(matching);
    note_columns(matching);
}

const struct register_state *
import_state(struct arena *arena, const struct register_definition *definition, struct text word)
{
    struct text folded = text_fold(arena, word);
    for (size_t i = 0; i < definition->state_count; i++) {
        const struct register_state *state = &definition->states[i];
        if (text_equal(folded, state->id) || is_label(arena, folded, state->label, "", "") ||
            is_one_of(folded, state->aliases, state->alias_count))
            return state;
    }
    return NULL;
}

static void set_state(struct matching *matching, struct text value)
{
    matching->columns->constant_state = import_state(matching->arena, matching->definition, value);
    if (matching->columns->state)
        refuse(matching, "--set state: the file has a column for it; say --ignore to leave it out");
    else if (!matching->columns->constant_state)
        refuse(matching, "--set state=%.*s: there is no such state", TEXT_FORMAT(value));
}

static void take_sets(struct matching *matching)
{
    struct import_columns *columns = matching->columns;
    for (size_t i = 0; i < matching->import->sets.count; i++) {
        const struct register_import_pair *pair = &matching->import->sets.items[i];
        struct import_column column;
        struct text message;
        if (!find_meaning(matching, pair->name, &column)) {
            refuse(matching, "--set %.*s: there is no such field; %.*s", TEXT_FORMAT(pair->name),
                   TEXT_FORMAT(nearest_field(matching, pair->name)));
        } else if (column.part == IMPORT_STATE) {
            set_state(matching, pair->value);
        } else if (column.part != IMPORT_VALUE) {
            refuse(matching, "--set %.*s: expected the id of a field", TEXT_FORMAT(pair->name));
        } else if (columns->value[column.field->number]) {
            refuse(matching,
                   "--set %.*s: the column \"%.*s\" says it for each row; say --ignore \"%.*s\" to "
                   "leave that out",
                   TEXT_FORMAT(pair->name),
                   TEXT_FORMAT(
                       table_heading(matching->table, columns->value[column.field->number] - 1)),
                   TEXT_FORMAT(
                       table_heading(matching->table, columns->value[column.field->number] - 1)));
        } else if (!register_value_read(matching->arena, column.field, pair->value,
                                        &columns->constant[column.field->number], &message)) {
            refuse(matching, "--set %.*s: %.*s", TEXT_FORMAT(pair->name), TEXT_FORMAT(message));
        } else {
            columns->covered[column.field->number] = true;
        }
    }
}

static void note_covered(struct import_columns *columns)
{
    const struct register_definition *definition = columns->definition;
    for (size_t i = 0; i < definition->field_count; i++)
        columns->covered[i] = columns->covered[i] || columns->value[i];
}

/* Every entry needs these, so a file without them cannot be this register. */
static void require_columns(struct matching *matching)
{
    for (size_t i = 0; i < matching->definition->field_count; i++) {
        const struct register_field *field = &matching->definition->fields[i];
        if (field->required && !matching->columns->covered[i])
            refuse(matching,
                   "no column for %.*s (%.*s), which no entry of %.*s can be without; say --map "
                   "%.*s=COLUMN or --set %.*s=VALUE",
                   TEXT_FORMAT(field->id), TEXT_FORMAT(field->label.dutch),
                   TEXT_FORMAT(matching->definition->id), TEXT_FORMAT(field->id),
                   TEXT_FORMAT(field->id));
    }
}

void import_columns_match(struct arena *arena, const struct register_import *import,
                          struct table *table, struct faults *faults,
                          struct import_columns *columns)
{
    const struct register_definition *definition = import->definition;
    size_t width = table_width(table);
    *columns = (struct import_columns){
        .definition = definition,
        .value = ARENA_ARRAY(arena, size_t, definition->field_count),
        .kvk = ARENA_ARRAY(arena, size_t, definition->field_count),
        .constant = ARENA_ARRAY(arena, struct register_value, definition->field_count),
        .covered = ARENA_ARRAY(arena, bool, definition->field_count),
    };
    struct matching matching = {
        .arena = arena,
        .import = import,
        .definition = definition,
        .table = table,
        .faults = faults,
        .columns = columns,
        .items = ARENA_ARRAY(arena, struct import_column, width),
        .mapped = ARENA_ARRAY(arena, bool, width),
    };
    take_ignores(&matching);
    take_maps(&matching);
    match_headings(&matching);
    take_sets(&matching);
    note_covered(columns);
    require_columns(&matching);
}
