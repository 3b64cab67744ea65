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
    struct register_mistake *mistake;
};

static bool refuse(struct cell *cell, enum register_mistake_kind kind)
{
    *cell->mistake = (struct register_mistake){.kind = kind, .written = cell->written};
    return false;
}

static bool read_identifier(struct cell *cell)
{
    cell->value->text = text_copy(cell->arena, cell->written);
    return identifier_valid(cell->written) || refuse(cell, REGISTER_NO_ID);
}

static bool has_line_break(struct text text)
{
    return text.size && (memchr(text.data, '\n', text.size) || memchr(text.data, '\r', text.size));
}

static bool check_length(struct cell *cell, struct text text, int64_t most)
{
    /* bytes are never fewer than code points */
    if (text.size <= (size_t)most || text_length(text) <= (size_t)most)
        return true;
    refuse(cell, REGISTER_TOO_LONG);
    cell->mistake->count = (int64_t)text_length(text);
    cell->mistake->most = most;
    return false;
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
        return refuse(cell, REGISTER_LINES);
    cell->value->text = plain_lines(cell->arena, cell->written);
    return check_length(cell, cell->value->text, cell->field->most);
}

static bool read_date(struct cell *cell)
{
    return date_read(cell->written, &cell->value->date) || refuse(cell, REGISTER_NO_DATE);
}

static bool read_money(struct cell *cell)
{
    struct money *money = &cell->value->money;
    if (has_line_break(cell->written) || !money_read(cell->written, money))
        return refuse(cell, REGISTER_NO_MONEY);
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
    return refuse(cell, REGISTER_NO_BOOLEAN);
}

static bool read_number(struct cell *cell)
{
    return text_number(cell->written, &cell->value->number) || refuse(cell, REGISTER_NO_NUMBER);
}

static bool read_choice(struct cell *cell)
{
    const struct register_vocabulary *vocabulary = cell->field->vocabulary;
    const struct register_option *option = register_option_word(vocabulary, cell->written);
    if (!option)
        option = register_option_word(vocabulary, text_fold(cell->arena, cell->written));
    if (!option)
        return refuse(cell, REGISTER_NO_CHOICE);
    cell->value->text = option->id;
    return true;
}

static bool read_name(struct cell *cell)
{
    if (has_line_break(cell->written))
        return refuse(cell, REGISTER_LINES);
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
    struct text parts[REGISTER_SEVERAL];
    size_t count = 0;
    struct register_value *value = cell->value;
    struct text rest = cell->written;
    struct text part;
    while (text_next(&rest, ';', &part)) {
        cell->written = text_trim(part);
        if (!cell->written.size)
            continue;
        if (count == REGISTER_SEVERAL) {
            refuse(cell, REGISTER_TOO_MANY);
            cell->mistake->most = REGISTER_SEVERAL;
            return false;
        }
        if (has_line_break(cell->written))
            return refuse(cell, REGISTER_LINES);
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

bool register_value_take(struct arena *arena, const struct register_field *field,
                         struct text written, struct register_value *value,
                         struct register_mistake *mistake)
{
    *value = (struct register_value){0};
    struct cell cell = {arena, field, TEXT(""), value, mistake};
    size_t where;
    if (!text_valid(written, &where)) {
        refuse(&cell, REGISTER_NO_UTF8);
        mistake->count = (int64_t)where + 1;
        return false;
    }
    cell.written = text_trim(written);
    if (!cell.written.size)
        return true;
    if (text_has_control(cell.written))
        return refuse(&cell, REGISTER_UNSEEN);
    if (field->several ? read_several(&cell) : readers[field->type](&cell)) {
        value->present = !field->several || value->text.size;
        return true;
    }
    *value = (struct register_value){0};
    return false;
}

bool register_value_read(struct arena *arena, const struct register_field *field,
                         struct text written, struct register_value *value, struct text *message)
{
    struct register_mistake mistake = {0};
    bool good = register_value_take(arena, field, written, value, &mistake);
    if (!good)
        *message = register_mistake_line(arena, field, &mistake);
    return good;
}

bool register_kvk_take(struct arena *arena, struct text written, struct text *kvk,
                       struct register_mistake *mistake)
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
        *mistake = (struct register_mistake){.kind = REGISTER_NO_KVK, .written = written};
    return count == sizeof digits || !written.size;
}

bool register_kvk_read(struct arena *arena, struct text written, struct text *kvk,
                       struct text *message)
{
    struct register_mistake mistake;
    bool good = register_kvk_take(arena, written, kvk, &mistake);
    if (!good)
        *message = register_mistake_line(arena, NULL, &mistake);
    return good;
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
