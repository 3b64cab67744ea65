/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/table_internal.h"

#include <assert.h>
#include <string.h>

void table_refuse_at(struct table *table, size_t offset, const char *format, ...)
{
    struct buffer message = {.arena = table->arena};
    va_list arguments;
    va_start(arguments, format);
    buffer_add_arguments(&message, format, arguments);
    va_end(arguments);
    struct place place = encoding_place(table->content, table->mark, table->place, offset);
    fault_add(table->faults, table->name, place.line, place.column, "%s", buffer_string(&message));
}

void table_mark(struct table *table, size_t offset)
{
    table->place = encoding_place(table->content, table->mark, table->place, offset);
    table->mark = offset;
}

void table_refuse_row(struct table *table)
{
    if (++table->refused < TABLE_REFUSED_MOST)
        return;
    fault_add(table->faults, table->name, table->place.line, 0,
              "%d rows are faulty; the rest of the file was not read", TABLE_REFUSED_MOST);
    table->broken = true;
}

const char *table_field_fault(struct text text, bool controls)
{
    if (text.size > TABLE_FIELD_LARGEST)
        return "the field is larger than a megabyte, the most that is read";
    if (!controls || !text_has_control(text))
        return NULL;
    if (memchr(text.data, '\0', text.size))
        return "the field has a NUL character: this may be UTF-16 without a byte-order mark, or no "
               "text file; save it again, as \"CSV UTF-8\"";
    return "the field has a control character, or an invisible one that turns the direction of "
           "text: remove it";
}

static size_t same_heading(const struct text *folded, size_t column)
{
    for (size_t other = 0; other < column; other++)
        if (text_equal(folded[other], folded[column]))
            return other;
    return column;
}

bool table_check_headings(struct table *table, const size_t *offsets)
{
    size_t before = fault_count(table->faults);
    struct text *folded = ARENA_ARRAY(table->arena, struct text, table->width);
    for (size_t i = 0; i < table->width; i++) {
        struct text heading = table->headings[i];
        const char *fault = table_field_fault(heading, true);
        folded[i] = fault ? (struct text){"", 0} : text_fold(table->arena, heading);
        if (!fault && folded[i].size && same_heading(folded, i) == i)
            continue;
        table_mark(table, offsets[i]);
        if (fault)
            table_refuse_at(table, offsets[i], "heading %zu: %s", i + 1, fault);
        else if (!folded[i].size)
            table_refuse_at(table, offsets[i],
                            "column %zu has no name: give it one, or remove the column", i + 1);
        else
            table_refuse_at(table, offsets[i],
                            "columns %zu and %zu are both called \"%.*s\": give each a name of "
                            "its own",
                            same_heading(folded, i) + 1, i + 1, TEXT_FORMAT(heading));
    }
    return fault_count(table->faults) == before;
}

/* JSON begins with an object or an array of them; a heading may begin with a bracket too. */
static bool looks_like_json(struct text content, struct text name)
{
    if (text_ends(name, ".json"))
        return true;
    content = text_trim(content);
    char first = content.size ? *content.data : '\0';
    if (first != '[' && first != '{')
        return false;
    content = text_trim(text_slice(content, 1, content.size));
    return !content.size || strchr(first == '[' ? "{]" : "\"}", *content.data);
}

static const char *other_format(struct text content)
{
    if (text_starts(content, "PK\x03\x04") || text_starts(content, "\xD0\xCF\x11\xE0"))
        return "this is a spreadsheet file (.xlsx, .ods, .xls): open it, and save it as \"CSV "
               "UTF-8\"";
    if (text_starts(content, "%PDF-"))
        return "this is a PDF: a table as CSV or JSON is needed";
    return NULL;
}

static bool open_table(struct table *table, struct text content)
{
    const char *other = other_format(content);
    if (other) {
        fault_add(table->faults, table->name, 0, 0, "%s", other);
        return false;
    }
    if (!encoding_decode(table->arena, content, table->name, table->faults, &table->content,
                         &table->encoding))
        return false;
    table->controls = encoding_has_control(table->content);
    table->json = looks_like_json(table->content, table->name);
    return table->json ? table_json_open(table) : table_csv_open(table);
}

struct error *table_open(struct arena *arena, struct text content, struct text name,
                         struct faults *faults, struct table **result)
{
    *result = NULL;
    if (content.size > TABLE_LARGEST)
        return error_new(arena, ERROR_TOO_LARGE, "%.*s is larger than %zu MB: split it",
                         TEXT_FORMAT(name), TABLE_LARGEST / 1024 / 1024);
    struct table *table = ARENA_NEW(arena, struct table);
    *table =
        (struct table){.arena = arena, .faults = faults, .name = name, .line = 1, .place = {1, 1}};
    if (!open_table(table, content))
        return error_new(arena, ERROR_INPUT, "%.*s cannot be read as a table", TEXT_FORMAT(name));
    table->fields = ARENA_ARRAY(arena, struct table_field, table->width);
    *result = table;
    return NULL;
}

bool table_next(struct table *table, struct table_row *row)
{
    return table->json ? table_json_next(table, row) : table_csv_next(table, row);
}

size_t table_width(const struct table *table)
{
    return table->width;
}

struct text table_heading(const struct table *table, size_t column)
{
    assert(column < table->width);
    return table->headings[column];
}

enum encoding table_encoding(const struct table *table)
{
    return table->encoding;
}

bool table_is_json(const struct table *table)
{
    return table->json;
}

char table_separator(const struct table *table)
{
    return table->separator;
}

size_t table_refused(const struct table *table)
{
    return table->refused;
}

bool table_is_broken(const struct table *table)
{
    return table->broken;
}

unsigned table_percent(const struct table *table)
{
    return table->content.size ? (unsigned)(table->at * 100 / table->content.size) : 100;
}

struct place table_place(const struct table *table, const struct table_row *row, size_t column)
{
    assert(column < table->width);
    struct place start = {row->line, row->column};
    return encoding_place(table->content, row->offset, start, row->fields[column].offset);
}

struct fault *table_fault(struct table *table, const struct table_row *row, size_t column,
                          const char *format, ...)
{
    struct buffer message = {.arena = table->arena};
    buffer_add(&message, table_heading(table, column));
    buffer_add_string(&message, ": ");
    va_list arguments;
    va_start(arguments, format);
    buffer_add_arguments(&message, format, arguments);
    va_end(arguments);
    struct place place = table_place(table, row, column);
    return fault_add(table->faults, table->name, place.line, place.column, "%s",
                     buffer_string(&message));
}
