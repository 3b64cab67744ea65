/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/json.h"
#include "base/table_internal.h"

#include <string.h>

/* Every object is read by jansson once, one at a time, when the table is opened: from then on the
 * content is known to be JSON, and rows are slices of it. */

enum { LEVELS_MOST = 32 };

static char byte_at(const struct table *table, size_t at)
{
    return at < table->content.size ? table->content.data[at] : '\0';
}

static size_t skip_space(const struct table *table, size_t at)
{
    while (at < table->content.size && strchr(" \t\r\n", table->content.data[at]) &&
           table->content.data[at])
        at++;
    return at;
}

/* Past the string whose opening quote is at AT; the content's size when it is not closed. */
static size_t skip_string(const struct table *table, size_t at)
{
    for (at++; at < table->content.size; at++) {
        if (table->content.data[at] == '"')
            return at + 1;
        at += table->content.data[at] == '\\';
    }
    return table->content.size;
}

/* Past the value at AT, whatever is in it; AT itself when it does not end or is too deep. */
static size_t skip_value(const struct table *table, size_t at)
{
    size_t start = at;
    size_t depth = 0;
    while (at < table->content.size) {
        char byte = table->content.data[at];
        if (byte == '"') {
            at = skip_string(table, at);
            if (!depth)
                return at;
            continue;
        }
        if (byte == '{' || byte == '[') {
            if (++depth > LEVELS_MOST)
                return start;
        } else if (byte == '}' || byte == ']') {
            if (!depth)
                return at;
            if (--depth == 0)
                return at + 1;
        } else if (!depth && strchr(", \t\r\n", byte)) {
            return at;
        }
        at++;
    }
    return depth ? start : at;
}

static bool refuse(struct table *table, size_t offset, const char *what)
{
    table_refuse_at(table, offset, "%s", what);
    return false;
}

/* Reads the value from START to END, or says what is wrong with it, and where. */
static json_t *read_value(struct table *table, size_t start, size_t end)
{
    json_error_t fault;
    if (end == start) {
        bool opens = byte_at(table, start) == '{' || byte_at(table, start) == '[';
        refuse(table, start,
               opens ? "what opens here is not closed, or nested more than 32 levels deep"
                     : "a value was expected here");
        return NULL;
    }
    json_t *value = json_loadb(table->content.data + start, end - start,
                               JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &fault);
    if (value)
        return value;
    size_t offset = start + (fault.position > 0 ? (size_t)fault.position : 0);
    if (offset > end)
        offset = end;
    while (offset > start && ((unsigned char)byte_at(table, offset) & 0xC0) == 0x80)
        offset--;
    table_refuse_at(table, offset, "this is not JSON: %s", fault.text);
    return NULL;
}

static bool check_value(struct table *table, size_t start, size_t end)
{
    json_t *value = read_value(table, start, end);
    json_decref(value);
    return value != NULL;
}

static struct text value_string(struct arena *arena, const char *data, size_t size)
{
    json_t *value = json_loadb(data, size, JSON_DECODE_ANY, NULL);
    struct text text =
        text_copy(arena, (struct text){json_string_value(value), json_string_length(value)});
    json_decref(value);
    return text;
}

/* The string from START to END, quotes included; a slice where it has no escapes. */
static struct text string_of(struct table *table, size_t start, size_t end)
{
    struct text inside = text_slice(table->content, start + 1, end - 1);
    if (!inside.size || !memchr(inside.data, '\\', inside.size))
        return inside;
    return value_string(table->arena, table->content.data + start, end - start);
}

/* The column called NAME, first looked for at EXPECTED; the width when there is none. */
static size_t find_column(const struct table *table, struct text name, size_t expected)
{
    if (expected < table->width && text_equal(table->headings[expected], name))
        return expected;
    for (size_t i = 0; i < table->width; i++)
        if (text_equal(table->headings[i], name))
            return i;
    return table->width;
}

/* Members of an object that is known to be JSON. Start with AT after its brace. */
struct member {
    struct text name;
    size_t key; /* offsets */
    size_t value;
    size_t end;
};

static bool next_member(struct table *table, size_t *at, struct member *member)
{
    *at = skip_space(table, *at);
    if (byte_at(table, *at) == ',')
        *at = skip_space(table, *at + 1);
    if (byte_at(table, *at) != '"')
        return false;
    member->key = *at;
    size_t end = skip_string(table, *at);
    member->name = text_trim(string_of(table, *at, end));
    member->value = skip_space(table, skip_space(table, end) + 1);
    *at = member->end = skip_value(table, member->value);
    return true;
}

static bool take_headings(struct table *table, size_t start, size_t *offsets)
{
    size_t at = start + 1;
    size_t expected = 0;
    for (struct member member; next_member(table, &at, &member); expected++) {
        size_t column = find_column(table, member.name, expected);
        expected = column;
        if (column < table->width)
            continue;
        if (table->width == TABLE_COLUMNS_MOST)
            return refuse(table, member.key, "there are more than 200 different members");
        offsets[table->width] = member.key;
        table->headings[table->width++] = member.name;
    }
    return true;
}

/* Checks the array at START, row by row, and finds its *END. */
static bool check_rows(struct table *table, size_t start, size_t *offsets, size_t *end)
{
    size_t at = skip_space(table, start + 1);
    for (bool first = true; !first || byte_at(table, at) != ']'; first = false) {
        if (byte_at(table, at) != '{')
            return refuse(table, at, "an object, { ... }, was expected here");
        table_mark(table, at);
        size_t after = skip_value(table, at);
        if (!check_value(table, at, after) || !take_headings(table, at, offsets))
            return false;
        at = skip_space(table, after);
        if (byte_at(table, at) == ']')
            break;
        if (byte_at(table, at) != ',')
            return refuse(table, at, "a comma or ] was expected here");
        at = skip_space(table, at + 1);
    }
    *end = at + 1;
    return true;
}

/* Checks {"...": [...], ...} and finds the one array in it. */
static bool check_envelope(struct table *table, size_t at, size_t *rows, size_t *offsets,
                           size_t *end)
{
    *rows = SIZE_MAX;
    do {
        at = skip_space(table, at + 1);
        if (byte_at(table, at) != '"')
            return refuse(table, at, "a member with an array of objects was expected here");
        size_t after = skip_string(table, at);
        if (!check_value(table, at, after))
            return false;
        at = skip_space(table, after);
        if (byte_at(table, at) != ':')
            return refuse(table, at, "a colon was expected here");
        at = skip_space(table, at + 1);
        if (byte_at(table, at) == '[') {
            if (*rows != SIZE_MAX)
                return refuse(table, at, "there are two arrays: only one can be the table");
            *rows = at;
            if (!check_rows(table, at, offsets, &after))
                return false;
        } else {
            after = skip_value(table, at);
            if (!check_value(table, at, after))
                return false;
        }
        at = skip_space(table, after);
    } while (byte_at(table, at) == ',');
    if (byte_at(table, at) != '}')
        return refuse(table, at, "a comma or } was expected here");
    if (*rows == SIZE_MAX)
        return refuse(table, at, "there is no array of objects in the file");
    *end = at + 1;
    return true;
}

bool table_json_open(struct table *table)
{
    size_t offsets[TABLE_COLUMNS_MOST] = {0};
    size_t start = skip_space(table, 0);
    size_t rows = start;
    size_t end = 0;
    table->headings = ARENA_ARRAY(table->arena, struct text, TABLE_COLUMNS_MOST);
    bool sound = byte_at(table, start) == '['   ? check_rows(table, start, offsets, &end)
                 : byte_at(table, start) == '{' ? check_envelope(table, start, &rows, offsets, &end)
                                                : refuse(table, start, "[ or { was expected here");
    if (!sound)
        return false;
    if (skip_space(table, end) != table->content.size)
        return refuse(table, skip_space(table, end), "there is something after the end");
    table->mark = 0;
    table->place = (struct place){1, 1};
    bool named = table_check_headings(table, offsets);
    table->mark = 0;
    table->place = (struct place){1, 1};
    table->at = rows + 1;
    return named;
}

static enum table_kind kind_of(char first)
{
    return first == '"'                   ? TABLE_TEXT
           : first == '{' || first == '[' ? TABLE_NESTED
           : first == 't' || first == 'f' ? TABLE_BOOLEAN
           : first == 'n'                 ? TABLE_NULL
                                          : TABLE_NUMBER;
}

static bool take_member(struct table *table, const struct member *member, size_t column)
{
    struct table_field *field = &table->fields[column];
    if (field->kind != TABLE_ABSENT) {
        table_refuse_at(table, member->key, "%.*s: this member stands twice in one object",
                        TEXT_FORMAT(table->headings[column]));
        return false;
    }
    field->offset = member->value;
    field->kind = kind_of(byte_at(table, member->value));
    if (field->kind == TABLE_TEXT)
        field->text = string_of(table, member->value, member->end);
    else if (field->kind != TABLE_NULL)
        field->text = text_slice(table->content, member->value, member->end);
    /* An escape may be a control character where the file has none. */
    bool unescaped =
        field->kind == TABLE_TEXT && field->text.data != table->content.data + member->value + 1;
    const char *fault = table_field_fault(field->text, table->controls || unescaped);
    if (fault)
        table_refuse_at(table, member->value, "%.*s: %s", TEXT_FORMAT(table->headings[column]),
                        fault);
    return !fault;
}

static bool read_object(struct table *table, size_t start, size_t *end)
{
    bool sound = true;
    size_t at = start + 1;
    size_t expected = 0;
    for (size_t i = 0; i < table->width; i++)
        table->fields[i] = (struct table_field){{"", 0}, TABLE_ABSENT, start};
    for (struct member member; next_member(table, &at, &member);) {
        size_t column = find_column(table, member.name, expected);
        sound &= take_member(table, &member, column);
        expected = column + 1;
    }
    *end = skip_space(table, at) + 1;
    return sound;
}

bool table_json_next(struct table *table, struct table_row *row)
{
    while (!table->broken) {
        size_t at = skip_space(table, table->at);
        if (byte_at(table, at) == ',')
            at = skip_space(table, at + 1);
        if (byte_at(table, at) != '{')
            break;
        table_mark(table, at);
        table->number++;
        *row = (struct table_row){.fields = table->fields,
                                  .number = table->number,
                                  .line = table->place.line,
                                  .column = table->place.column,
                                  .offset = at};
        if (read_object(table, at, &table->at))
            return true;
        table_refuse_row(table);
    }
    return false;
}
