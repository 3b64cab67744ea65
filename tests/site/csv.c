/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "csv.h"

#include "base/table.h"

size_t csv_rows(struct arena *arena, struct text csv, const char *words, size_t *same)
{
    struct faults faults = {.arena = arena};
    struct table *table;
    struct table_row row;
    size_t rows = 0;
    *same = 0;
    if (table_open(arena, csv, TEXT("register.csv"), &faults, &table))
        return SIZE_MAX;
    while (table_next(table, &row)) {
        rows++;
        for (size_t at = 0; at < table_width(table); at++)
            *same += text_is(row.fields[at].text, words);
    }
    return table_refused(table) || table_is_broken(table) ? SIZE_MAX : rows;
}
