/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/value.h"

#include "base/identifier.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LONGEST_REFERENCE = 200 };

/* One cell being read. */
struct cell {
    struct arena *arena;
    const struct register_field *field;
    struct text written; /* trimmed, not empty */
    struct register_value *value;
    struct text *message;
};

static bool refuse(struct cell *cell, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool refuse(struct cell *cell, const char *format, ...)
{
    struct buffer buffer = {.arena = cell->arena};
    va_list arguments;
    va_start(arguments, format);
    buffer_add_arguments(&buffer, format, arguments);
    va_end(arguments);
    *cell->message = (struct text){buffer_string(&buffer), buffer.size};
    return false;
}

/* What stands in the cell, short enough for a message. */
static struct text shown(const struct cell *cell)
{
    struct text written = cell->written;
    if (written.size <= 80)
        return written;
    size_t end = 80;
    while (end && ((unsigned char)written.data[end] & 0xC0) == 0x80)
        end--;
    return text_format(cell->arena, "%.*s...", (int)end, written.data);
}

static bool read_identifier(struct cell *cell)
{
    cell->value->text = text_copy(cell->arena, cell->written);
    return identifier_valid(cell->written) || refuse(cell,
                                                     "\"%.*s\" is no id; expected 1 to 64 letters, "
                                                     "digits, '-', '_' and '.', starting with a "
                                                     "letter or digit",
                                                     TEXT_FORMAT(shown(cell)));
}

static bool has_line_break(struct text text)
{
    return text.size && (memchr(text.data, '\n', text.size) || memchr(text.data, '\r', text.size));
}

static bool check_length(struct cell *cell, struct text text, int64_t most)
{
    /* bytes are never fewer than code points */
    if (text.size <= (size_t)most)
        return true;
    size_t length = text_length(text);
    return length <= (size_t)most ||
           refuse(cell, "%zu characters; expected at most %lld", length, (long long)most);
}

/* Every line break as one line feed. */
static struct text plain_lines(struct arena *arena, struct text text)
{
    char *copy = arena_copy(arena, text.data, text.size);
    size_t size = 0;
    for (size_t at = 0; at < text.size; at++) {
        if (copy[at] != '\r')
            copy[size++] = copy[at];
        else if (at + 1 == text.size || copy[at + 1] != '\n')
            copy[size++] = '\n';
    }
    copy[size] = '\0';
    return (struct text){copy, size};
}

static bool read_text(struct cell *cell)
{
    if (!cell->field->long_text && has_line_break(cell->written))
        return refuse(cell, "a text of more than one line; expected one line");
    cell->value->text = plain_lines(cell->arena, cell->written);
    return check_length(cell, cell->value->text, cell->field->most);
}

static bool read_date(struct cell *cell)
{
    return date_read(cell->written, &cell->value->date) ||
           refuse(cell,
                  "\"%.*s\" is no date; expected a day (2019-06-20 or 20 juni 2019), a month "
                  "(2019-06) or a "
                  "year (2019)",
                  TEXT_FORMAT(shown(cell)));
}

static bool read_money(struct cell *cell)
{
    struct money *money = &cell->value->money;
    if (has_line_break(cell->written) || !money_read(cell->written, money))
        return refuse(
            cell,
            "\"%.*s\" is no amount of money; expected one amount in euro (\"61,15\"), with \"<\", "
            "\">\" or \"ca.\" in front where it is not exact, or \"onbekend\"",
            TEXT_FORMAT(shown(cell)));
    if (money->written.size) {
        struct text folded = text_fold(cell->arena, money->written);
        /* these two words say no more than the kind does */
        money->written = text_is(folded, "onbekend") || text_is(folded, "unknown")
                             ? TEXT("")
                             : text_copy(cell->arena, money->written);
    }
    cell->value->written = money->written;
    return true;
}

static bool read_boolean(struct cell *cell)
{
    static const struct {
        const char *word;
        bool yes;
    } words[] = {
        {"ja", true},     {"nee", false}, {"yes", true},     {"no", false}, {"true", true},
        {"false", false}, {"waar", true}, {"onwaar", false}, {"1", true},   {"0", false},
        {"x", true},      {"j", true},    {"n", false},      {"y", true},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cell->written.size == strlen(words[i].word) &&
            strncasecmp(cell->written.data, words[i].word, cell->written.size) == 0) {
            cell->value->number = words[i].yes;
            return true;
        }
    return refuse(cell, "\"%.*s\" is neither yes nor no; expected ja or nee",
                  TEXT_FORMAT(shown(cell)));
}

static bool read_number(struct cell *cell)
{
    return text_number(cell->written, &cell->value->number) ||
           refuse(cell, "\"%.*s\" is no whole number; expected digits alone",
                  TEXT_FORMAT(shown(cell)));
}

static const struct register_option *find_option(const struct cell *cell, struct text written)
{
    const struct register_vocabulary *vocabulary = cell->field->vocabulary;
    const struct register_option *option = register_option_word(vocabulary, written);
    return option ? option : register_option_word(vocabulary, text_fold(cell->arena, written));
}

static bool refuse_choice(struct cell *cell)
{
    const struct register_vocabulary *vocabulary = cell->field->vocabulary;
    struct buffer options = {.arena = cell->arena};
    for (size_t i = 0; i < vocabulary->option_count && i < 12; i++)
        buffer_add_format(&options, "%s%.*s", i ? ", " : "",
                          TEXT_FORMAT(vocabulary->options[i].label.dutch));
    return refuse(cell, "\"%.*s\" is none of the choices; expected one of %.*s%s",
                  TEXT_FORMAT(shown(cell)), TEXT_FORMAT(buffer_text(&options)),
                  vocabulary->option_count > 12 ? ", ..." : "");
}

static bool read_choice(struct cell *cell)
{
    const struct register_option *option = find_option(cell, cell->written);
    if (!option)
        return refuse_choice(cell);
    cell->value->text = option->id;
    return true;
}

static bool read_name(struct cell *cell)
{
    if (has_line_break(cell->written))
        return refuse(cell, "a name of more than one line; expected one line");
    cell->value->text = text_copy(cell->arena, cell->written);
    return check_length(cell, cell->written, LONGEST_REFERENCE);
}

typedef bool read_cell(struct cell *cell);

static read_cell *const readers[] = {
    [REGISTER_IDENTIFIER] = read_identifier,
    [REGISTER_TEXT] = read_text,
    [REGISTER_DATE] = read_date,
    [REGISTER_MONEY] = read_money,
    [REGISTER_BOOLEAN] = read_boolean,
    [REGISTER_NUMBER] = read_number,
    [REGISTER_CHOICE] = read_choice,
    [REGISTER_PERSON] = read_name,
    [REGISTER_UNIT] = read_name,
    [REGISTER_ORGANISATION] = read_name,
    [REGISTER_REGISTER] = read_choice,
    [REGISTER_DOCUMENT] = read_identifier,
};

static int compare_parts(const void *one, const void *other)
{
    const struct text *left = one;
    const struct text *right = other;
    return text_compare(*left, *right);
}

/* Parts apart by ';': read one by one; of a choice in order and each once, of a text as they are.
 */
static bool read_several(struct cell *cell)
{
    struct text parts[64];
    size_t count = 0;
    struct register_value *value = cell->value;
    struct text rest = cell->written;
    struct text part;
    while (text_next(&rest, ';', &part)) {
        cell->written = text_trim(part);
        if (!cell->written.size)
            continue;
        if (count == sizeof parts / sizeof *parts)
            return refuse(cell, "more than %zu parts; expected fewer", count);
        if (has_line_break(cell->written))
            return refuse(cell, "a part of more than one line; expected ';' between parts");
        if (!readers[cell->field->type](cell))
            return false;
        parts[count++] = value->text;
    }
    if (cell->field->type == REGISTER_CHOICE && count)
        qsort(parts, count, sizeof *parts, compare_parts);
    struct buffer buffer = {.arena = cell->arena};
    for (size_t i = 0; i < count; i++) {
        if (i && cell->field->type == REGISTER_CHOICE && text_equal(parts[i], parts[i - 1]))
            continue;
        if (buffer.size)
            buffer_add_byte(&buffer, '\n');
        buffer_add(&buffer, parts[i]);
    }
    value->text = (struct text){buffer_string(&buffer), buffer.size};
    return true;
}

bool register_value_read(struct arena *arena, const struct register_field *field,
                         struct text written, struct register_value *value, struct text *message)
{
    *value = (struct register_value){0};
    struct cell cell = {
        .arena = arena, .field = field, .written = written, .value = value, .message = message};
    size_t where;
    if (!text_valid(written, &where))
        return refuse(&cell, "byte %zu is not UTF-8; expected text in UTF-8", where + 1);
    cell.written = text_trim(written);
    if (!cell.written.size)
        return true;
    if (text_has_control(cell.written))
        return refuse(&cell, "a character that cannot be seen; expected readable text");
    if (field->several ? read_several(&cell) : readers[field->type](&cell)) {
        value->present = !field->several || value->text.size;
        return true;
    }
    *value = (struct register_value){0};
    return false;
}

bool register_kvk_read(struct arena *arena, struct text written, struct text *kvk,
                       struct text *message)
{
    char digits[8];
    size_t count = 0;
    written = text_trim(written);
    *kvk = TEXT("");
    for (size_t at = 0; at < written.size; at++) {
        char byte = written.data[at];
        if (byte == ' ' || byte == '.')
            continue;
        if (byte < '0' || byte > '9' || count == sizeof digits) {
            count = 0;
            break;
        }
        digits[count++] = byte;
    }
    if (count == sizeof digits)
        *kvk = text_copy(arena, (struct text){digits, count});
    else if (written.size)
        *message = TEXT("no number of the trade register (KvK); expected eight digits");
    return count == sizeof digits || !written.size;
}

bool register_value_equal(const struct register_field *field, const struct register_value *one,
                          const struct register_value *other)
{
    if (!one->present || !other->present)
        return one->present == other->present;
    switch (field->type) {
    case REGISTER_DATE:
        return date_sort(one->date, other->date) == 0;
    case REGISTER_MONEY:
        return one->money.kind == other->money.kind && one->money.cents == other->money.cents &&
               text_equal(one->written, other->written);
    case REGISTER_BOOLEAN:
    case REGISTER_NUMBER:
        return one->number == other->number;
    case REGISTER_ORGANISATION:
        return text_equal(one->text, other->text) && text_equal(one->kvk, other->kvk);
    default:
        return text_equal(one->text, other->text);
    }
}

static void export_money(struct buffer *buffer, const struct register_value *value)
{
    static const char *const before[] = {
        [MONEY_NONE] = "",   [MONEY_EXACT] = "",     [MONEY_MORE] = "> ",
        [MONEY_LESS] = "< ", [MONEY_ABOUT] = "ca. ", [MONEY_UNKNOWN] = "onbekend"};
    if (value->written.size) {
        buffer_add(buffer, value->written);
        return;
    }
    buffer_add_string(buffer, before[value->money.kind]);
    if (value->money.kind == MONEY_UNKNOWN)
        return;
    /* without dots between thousands: a spreadsheet takes it for a number, and we read it back */
    buffer_add_format(buffer, "%lld,%02lld", (long long)(value->money.cents / 100),
                      (long long)(value->money.cents % 100));
}

struct text register_value_export(struct arena *arena, const struct register_field *field,
                                  const struct register_value *value)
{
    struct buffer buffer = {.arena = arena};
    if (!value->present)
        return TEXT("");
    switch (field->type) {
    case REGISTER_DATE:
        return date_format(arena, value->date);
    case REGISTER_MONEY:
        export_money(&buffer, value);
        return buffer_text(&buffer);
    case REGISTER_BOOLEAN:
        return value->number ? TEXT("ja") : TEXT("nee");
    case REGISTER_NUMBER:
        buffer_add_number(&buffer, value->number);
        return buffer_text(&buffer);
    default:
        break;
    }
    if (!field->several)
        return value->text;
    char *copy = arena_copy(arena, value->text.data, value->text.size);
    for (size_t at = 0; at < value->text.size; at++)
        if (copy[at] == '\n')
            copy[at] = ';';
    return (struct text){copy, value->text.size};
}
