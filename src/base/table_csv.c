/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/sheet.h"
#include "base/table_internal.h"

#include <string.h>

struct record {
    struct table_field *fields;
    size_t room;
    size_t count; /* fields, also those for which there was no room */
    size_t extra; /* the first field beyond the room that is not empty; SIZE_MAX: none */
    bool blank;
};

static char byte_at(const struct table *table, size_t at)
{
    return at < table->content.size ? table->content.data[at] : '\0';
}

static bool ends_field(const struct table *table, size_t at)
{
    return at >= table->content.size || table->stops[(unsigned char)table->content.data[at]];
}

static size_t skip_spaces(const struct table *table, size_t at)
{
    while (byte_at(table, at) == ' ' || (byte_at(table, at) == '\t' && table->separator != '\t'))
        at++;
    return at;
}

/* Moves over what was read, counting the line breaks in it. */
static void move_to(struct table *table, size_t at)
{
    for (; table->at < at; table->at++) {
        char byte = table->content.data[table->at];
        table->line += byte == '\n' || (byte == '\r' && byte_at(table, table->at + 1) != '\n');
    }
}

static struct text without_doubled_quotes(struct arena *arena, struct text text)
{
    char *copy = arena_allocate(arena, text.size);
    size_t size = 0;
    while (text.size) {
        size_t part = text_find(text, 0, TEXT("\""));
        part += part < text.size;
        memcpy(copy + size, text.data, part);
        size += part;
        text = text_slice(text, part < text.size ? part + 1 : part, text.size);
    }
    return (struct text){copy, size};
}

/* A field whose opening quote is at QUOTE. False: nobody can tell where it ends. */
static bool read_quoted(struct table *table, size_t quote, struct text *text)
{
    struct text content = table->content;
    bool doubled = false;
    size_t at = quote + 1;
    for (;; at += 2, doubled = true) {
        const char *found = memchr(content.data + at, '"', content.size - at);
        size_t end = found ? (size_t)(found - content.data) : content.size;
        if (!found || end - quote > 2 * (size_t)TABLE_FIELD_LARGEST) {
            table_refuse_at(table, quote, "the quote that opens here is not closed%s",
                            found ? " within two megabytes" : "");
            return false;
        }
        at = end;
        if (byte_at(table, at + 1) != '"')
            break;
    }
    *text = text_slice(content, quote + 1, at);
    if (doubled)
        *text = without_doubled_quotes(table->arena, *text);
    size_t after = skip_spaces(table, at + 1);
    if (!ends_field(table, after)) {
        table_refuse_at(table, after,
                        "text after the closing quote: a quote inside a quoted field is written "
                        "twice (\"\")");
        return false;
    }
    move_to(table, after);
    return true;
}

static bool may_be_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\xC2';
}

static bool read_field(struct table *table, struct table_field *field, bool *empty)
{
    size_t start = table->at;
    size_t at = start;
    const char *data = table->content.data;
    size_t size = table->content.size;
    if (at < size && (data[at] == '"' || data[at] == ' ' || data[at] == '\t')) {
        at = skip_spaces(table, at);
        field->offset = at;
        field->kind = TABLE_TEXT;
        *empty = false;
        if (byte_at(table, at) == '"')
            return read_quoted(table, at, &field->text);
    }
    while (at < size && !table->stops[(unsigned char)data[at]])
        at++;
    *field = (struct table_field){{data + start, at - start}, TABLE_TEXT, start};
    *empty = at == start || (may_be_space(data[start]) && !text_trim(field->text).size);
    table->at = at;
    return true;
}

static bool read_record(struct table *table, struct record *record)
{
    struct table_field spare = {0};
    table->mark = table->at;
    table->place = (struct place){table->line, 1};
    record->count = 0;
    record->extra = SIZE_MAX;
    record->blank = true;
    for (;;) {
        struct table_field *field =
            record->count < record->room ? &record->fields[record->count] : &spare;
        bool empty;
        if (!read_field(table, field, &empty))
            return false;
        if (field->text.size && *field->text.data == '\'')
            field->text = sheet_rearm(field->text);
        record->blank = record->blank && empty;
        if (field == &spare && record->extra == SIZE_MAX && text_trim(field->text).size)
            record->extra = field->offset;
        record->count++;
        char end = byte_at(table, table->at);
        if (table->at >= table->content.size)
            return true;
        table->at++;
        if (end == table->separator)
            continue;
        table->at += end == '\r' && byte_at(table, table->at) == '\n';
        table->line++;
        return true;
    }
}

/* The next record that is not blank. */
static bool next_record(struct table *table, struct record *record)
{
    do {
        if (table->at >= table->content.size)
            return false;
        if (!read_record(table, record)) {
            table->broken = true;
            table->refused++;
            return false;
        }
    } while (record->blank);
    return true;
}

static bool is_sound(struct table *table, const struct record *record)
{
    size_t before = fault_count(table->faults);
    if (record->count < table->width)
        fault_add(table->faults, table->name, table->place.line, 0,
                  "the row has %zu fields, and there are %zu headings", record->count,
                  table->width);
    if (record->extra != SIZE_MAX)
        table_refuse_at(table, record->extra,
                        "the row has more fields than the %zu headings: a field with a %s in it "
                        "stands between quotes",
                        table->width,
                        table->separator == ','   ? "comma"
                        : table->separator == ';' ? "semicolon"
                        : table->separator == '|' ? "vertical bar"
                                                  : "tab");
    /* One of these is enough: they tell of a file that is no table. */
    const char *fault = NULL;
    for (size_t i = 0; i < table->width && i < record->count && !fault; i++) {
        if (!table->controls && record->fields[i].text.size <= TABLE_FIELD_LARGEST)
            continue;
        fault = table_field_fault(record->fields[i].text, table->controls);
        if (fault)
            table_refuse_at(table, record->fields[i].offset, "%.*s: %s",
                            TEXT_FORMAT(table->headings[i]), fault);
    }
    return fault_count(table->faults) == before;
}

bool table_csv_next(struct table *table, struct table_row *row)
{
    struct record record = {.fields = table->fields, .room = table->width};
    while (!table->broken && next_record(table, &record)) {
        table->number++;
        if (is_sound(table, &record)) {
            *row = (struct table_row){.fields = table->fields,
                                      .number = table->number,
                                      .line = table->place.line,
                                      .column = 1,
                                      .offset = table->mark};
            return true;
        }
        table_refuse_row(table);
    }
    return false;
}

static const char separators[] = {';', ',', '\t', '|'};

static void set_separator(struct table *table, char separator)
{
    memset(table->stops, 0, sizeof table->stops);
    table->separator = separator;
    table->stops[(unsigned char)separator] = true;
    table->stops['\r'] = table->stops['\n'] = true;
}

/* "sep=;", which Excel understands as the first line; false when it is not there. */
static bool take_separator_line(struct table *table)
{
    struct text content = table->content;
    if (content.size < 5 || strncasecmp(content.data, "sep=", 4) != 0 ||
        !memchr(separators, content.data[4], sizeof separators))
        return false;
    size_t end = 5;
    if (end < content.size && content.data[end] != '\r' && content.data[end] != '\n')
        return false;
    end += byte_at(table, end) == '\r' && byte_at(table, end + 1) == '\n' ? 2 : 1;
    set_separator(table, content.data[4]);
    move_to(table, end < content.size ? end : content.size);
    return true;
}

enum { LINES_TO_AGREE = 20 };

/* Whether a quote stands inside a plain field: a sign that it was split in the wrong place. */
static bool splits_quotes(const struct table *table, const struct record *record)
{
    for (size_t i = 0; i < record->count && i < record->room; i++) {
        struct text text = record->fields[i].text;
        if (byte_at(table, record->fields[i].offset) != '"' && text.size &&
            memchr(text.data, '"', text.size))
            return true;
    }
    return false;
}

/* How well SEPARATOR fits: how many of the first rows have as many fields as the headings, and then
 * how many headings it makes; 0 when it makes only one. */
static size_t judge(const struct table *table, char separator)
{
    struct arena *arena = arena_new();
    struct faults ignored = {.arena = arena};
    struct table trial = *table;
    struct table_field fields[TABLE_COLUMNS_MOST];
    struct record record = {.fields = fields, .room = TABLE_COLUMNS_MOST};
    size_t headings = 0;
    size_t agreed = 0;
    trial.arena = arena;
    trial.faults = &ignored;
    set_separator(&trial, separator);
    if (next_record(&trial, &record))
        headings = record.count;
    bool doubtful = headings > 1 && splits_quotes(&trial, &record);
    for (size_t i = 0; i < LINES_TO_AGREE && headings > 1 && next_record(&trial, &record); i++)
        agreed += record.count == headings;
    arena_free(arena);
    return headings < 2 ? 0 : doubtful ? 1 : agreed * TABLE_LARGEST + headings;
}

static bool find_separator(struct table *table)
{
    char best = ',';
    size_t most = 0;
    bool tie = false;
    for (size_t i = 0; i < sizeof separators; i++) {
        size_t fit = judge(table, separators[i]);
        if (fit && fit == most)
            tie = true;
        if (fit <= most)
            continue;
        most = fit;
        best = separators[i];
        tie = false;
    }
    set_separator(table, best);
    if (tie)
        fault_add(table->faults, table->name, table->line, 0,
                  "the headings can be split in two ways: make the first line \"sep=;\", with what "
                  "separates the fields in place of the semicolon");
    return !tie;
}

bool table_csv_open(struct table *table)
{
    if (!take_separator_line(table) && !find_separator(table))
        return false;
    struct record record = {
        .fields = ARENA_ARRAY(table->arena, struct table_field, TABLE_COLUMNS_MOST),
        .room = TABLE_COLUMNS_MOST,
    };
    if (!next_record(table, &record)) {
        if (!table->broken)
            fault_add(table->faults, table->name, 0, 0,
                      "the file is empty: its first line must name the columns");
        return false;
    }
    if (record.extra != SIZE_MAX) {
        table_refuse_at(table, record.extra, "there are more than %d columns", TABLE_COLUMNS_MOST);
        return false;
    }
    size_t count = record.count < record.room ? record.count : record.room;
    size_t *offsets = ARENA_ARRAY(table->arena, size_t, count);
    table->headings = ARENA_ARRAY(table->arena, struct text, count);
    for (size_t i = 0; i < count; i++) {
        table->headings[i] = text_trim(record.fields[i].text);
        offsets[i] = record.fields[i].offset;
        if (table->headings[i].size)
            table->width = i + 1;
    }
    if (!table->width)
        fault_add(table->faults, table->name, table->place.line, 0, "the columns have no names");
    return table->width && table_check_headings(table, offsets);
}
