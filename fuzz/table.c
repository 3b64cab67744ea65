/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/sheet.h"
#include "base/table.h"

#include <stdlib.h>

/* Whatever is read as a table hands out sound text, and what was read, once written as a sheet,
 * reads back the same. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

static void write_row(struct sheet *sheet, const struct table *table, const struct table_row *row)
{
    for (size_t i = 0; i < table_width(table); i++) {
        struct text text = row ? row->fields[i].text : table_heading(table, i);
        must(text_valid(text, NULL) && !text_has_control(text));
        sheet_text(sheet, text);
    }
    sheet_row(sheet);
}

/* Writes TABLE to its end; what is written tells whether two tables are the same. */
static struct text write_table(struct arena *arena, struct table *table, enum sheet_form form)
{
    struct buffer buffer = {.arena = arena};
    struct sheet sheet = sheet_begin(&buffer, form);
    write_row(&sheet, table, NULL);
    for (struct table_row row; table_next(table, &row);) {
        must(table_place(table, &row, 0).line >= row.line && row.line > 0);
        write_row(&sheet, table, &row);
    }
    return buffer_text(&buffer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    struct table *table;
    bool json = size && data[0] & 1;
    enum sheet_form form = size && data[0] & 2 ? SHEET_PEOPLE : SHEET_DATA;
    struct text content = {size ? (const char *)data + 1 : "", size ? size - 1 : 0};
    struct error *error =
        table_open(arena, content, json ? TEXT("t.json") : TEXT("t.csv"), &faults, &table);
    must(!error || fault_count(&faults));
    if (!error && table_width(table)) {
        struct text written = write_table(arena, table, form);
        struct faults none = {.arena = arena};
        struct table *again;
        must(!table_open(arena, written, TEXT("t.csv"), &none, &again));
        must(text_equal(write_table(arena, again, form), written));
        must(none.count == 0);
    }
    arena_free(arena);
    return 0;
}
