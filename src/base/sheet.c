/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/sheet.h"

#include <assert.h>
#include <string.h>

/* The size of a blank at the start of TEXT that a spreadsheet may drop before it looks: a space,
 * a no-break or zero-width one. */
static size_t blank_size(struct text text)
{
    static const char *const blanks[] = {" ", "\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
        if (text_starts(text, blanks[i]))
            return strlen(blanks[i]);
    return 0;
}

bool sheet_is_formula(struct text text)
{
    static const char *const starts[] = {
        "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠",
    };
    bool plain = true; /* no apostrophe or blank in front */
    for (size_t size; text.size; plain = false) {
        size = *text.data == '\'' ? 1 : blank_size(text);
        if (!size)
            break;
        text = text_slice(text, size, text.size);
    }
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (text_starts(text, starts[i]))
            return !(plain && text_is(text, "-"));
    return false;
}

struct text sheet_rearm(struct text text)
{
    if (!text.size || *text.data != '\'' || !sheet_is_formula(text))
        return text;
    return text_slice(text, 1, text.size);
}

/* Whether a field must stand between quotes: for what separates fields, here or in the other form,
 * and for what a reader would take off, skip or misunderstand at the start of a file. */
static bool needs_quotes(struct text text)
{
    static const bool special[256] = {
        ['"'] = true, [','] = true,  [';'] = true,  ['\t'] = true,
        ['|'] = true, ['\r'] = true, ['\n'] = true,
    };
    if (!text.size)
        return false;
    for (size_t at = 0; at < text.size; at++)
        if (special[(unsigned char)text.data[at]])
            return true;
    return strchr(" [{%", *text.data) || text.data[text.size - 1] == ' ' || blank_size(text) ||
           text_ends(text, "\xC2\xA0");
}

static void separate(struct sheet *sheet)
{
    if (sheet->fields++)
        buffer_add_byte(sheet->buffer, sheet->form == SHEET_PEOPLE ? ';' : ',');
    else
        sheet->start = sheet->buffer->size;
}

struct sheet sheet_begin(struct buffer *buffer, enum sheet_form form)
{
    if (form == SHEET_PEOPLE)
        buffer_add_string(buffer, "\xEF\xBB\xBF");
    return (struct sheet){.buffer = buffer, .form = form};
}

void sheet_text(struct sheet *sheet, struct text text)
{
    separate(sheet);
    bool quoted = needs_quotes(text);
    if (quoted)
        buffer_add_byte(sheet->buffer, '"');
    if (sheet_is_formula(text))
        buffer_add_byte(sheet->buffer, '\'');
    for (size_t quote; (quote = text_find(text, 0, TEXT("\""))) < text.size;) {
        buffer_add(sheet->buffer, text_slice(text, 0, quote + 1));
        buffer_add_byte(sheet->buffer, '"');
        text = text_slice(text, quote + 1, text.size);
    }
    buffer_add(sheet->buffer, text);
    if (quoted)
        buffer_add_byte(sheet->buffer, '"');
}

void sheet_number(struct sheet *sheet, int64_t number)
{
    separate(sheet);
    buffer_add_number(sheet->buffer, number);
}

void sheet_decimal(struct sheet *sheet, int64_t number, unsigned places)
{
    assert(places <= 18);
    if (!places) {
        sheet_number(sheet, number);
        return;
    }
    separate(sheet);
    uint64_t unit = 1;
    for (unsigned i = 0; i < places; i++)
        unit *= 10;
    uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    if (number < 0)
        buffer_add_byte(sheet->buffer, '-');
    buffer_add_number(sheet->buffer, (int64_t)(size / unit));
    buffer_add_byte(sheet->buffer, sheet->form == SHEET_PEOPLE ? ',' : '.');
    for (uint64_t rest = size % unit, digit = unit / 10; digit; digit /= 10)
        buffer_add_byte(sheet->buffer, (char)('0' + rest / digit % 10));
}

void sheet_date(struct sheet *sheet, struct date date)
{
    separate(sheet);
    date_add(sheet->buffer, date);
}

void sheet_row(struct sheet *sheet)
{
    struct buffer *buffer = sheet->buffer;
    /* A row of empty fields would be a blank line, which readers skip: its first one gets quotes.
     */
    if (sheet->fields && buffer->size - sheet->start == sheet->fields - 1) {
        buffer_reserve(buffer, 2);
        char *row = buffer->data + sheet->start;
        memmove(row + 2, row, sheet->fields - 1);
        memcpy(row, "\"\"", 2);
    }
    buffer_add_string(buffer, "\r\n");
    sheet->fields = 0;
}
