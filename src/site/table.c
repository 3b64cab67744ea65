/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Entries as a table: who, the columns of the definition, and how each stands. */

#include "site/view.h"

static bool is_column(const struct register_definition *definition,
                      const struct register_field *field)
{
    return field->column && field != definition->holder && site_shows(field);
}

/* The cell that best names an entry, so that its link can be told from others. */
static size_t link_cell(const struct site_row *row)
{
    for (size_t i = 0; i < row->cell_count; i++) {
        enum register_type type = row->cells[i].field->type;
        if (row->cells[i].text.size && !row->cells[i].path.size &&
            (type == REGISTER_TEXT || type == REGISTER_ORGANISATION))
            return i;
    }
    for (size_t i = 0; i < row->cell_count; i++)
        if (row->cells[i].text.size && !row->cells[i].path.size)
            return i;
    return row->cell_count;
}

struct error *site_row_fill(struct site_page *page, const struct register_definition *definition,
                            const struct register_row *row, bool people, struct site_row *view)
{
    *view = (struct site_row){
        .path = text_format(page->arena, "/registers/%.*s/%.*s", TEXT_FORMAT(definition->path),
                            TEXT_FORMAT(site_encode(page->arena, row->entry))),
        .cells = ARENA_ARRAY(page->arena, struct site_value, definition->field_count),
        .state = site_row_state(page, definition, row),
        .ended = !row->current,
    };
    if (people && row->holder.size) {
        view->person_name = row->holder_name;
        view->person_path = text_format(page->arena, "/personen/%.*s",
                                        TEXT_FORMAT(site_encode(page->arena, row->holder)));
        view->office = site_office_label(page, row->holder_office);
    }
    for (size_t i = 0; i < definition->field_count; i++)
        if (is_column(definition, &definition->fields[i]))
            TRY(site_value_show(page, &definition->fields[i], &row->values[i],
                                &view->cells[view->cell_count++]));
    view->link = link_cell(view);
    return site_entry_title(page, definition, row->values, &view->title);
}

struct error *site_table_fill(struct site_page *page, const struct register_definition *definition,
                              const struct register_page *list, bool people,
                              struct site_table *table)
{
    *table = (struct site_table){
        .columns = ARENA_ARRAY(page->arena, struct site_column, definition->field_count + 2),
        .rows = ARENA_ARRAY(page->arena, struct site_row, list->count),
        .row_count = list->count,
        .people = people && site_shows(definition->holder),
        .states = !register_hides_holder(definition) &&
                  (definition->round_count || site_lasts(definition)),
    };
    if (table->people)
        table->columns[table->column_count++].label = site_words(page, MESSAGE("Who"));
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        if (is_column(definition, field))
            table->columns[table->column_count++] = (struct site_column){
                .label = label_in(field->label, page->language),
                .number = field->type == REGISTER_NUMBER || field->type == REGISTER_MONEY,
            };
    }
    if (table->states)
        table->columns[table->column_count++].label = site_words(page, MESSAGE("Confirmed"));
    for (size_t i = 0; i < list->count; i++)
        TRY(site_row_fill(page, definition, &list->rows[i], table->people, &table->rows[i]));
    return NULL;
}

void site_leave_out_empty(struct site_table *table)
{
    size_t first = table->people ? 1 : 0;
    for (size_t cell = 0; table->row_count && cell < table->rows[0].cell_count;) {
        bool used = table->columns[first + cell].sort != NULL;
        for (size_t row = 0; row < table->row_count && !used; row++)
            used = table->rows[row].cells[cell].text.size > 0 ||
                   table->rows[row].cells[cell].written.size > 0;
        if (used) {
            cell++;
            continue;
        }
        for (size_t at = first + cell; at + 1 < table->column_count; at++)
            table->columns[at] = table->columns[at + 1];
        table->column_count--;
        for (size_t row = 0; row < table->row_count; row++) {
            struct site_row *shown = &table->rows[row];
            for (size_t at = cell; at + 1 < shown->cell_count; at++)
                shown->cells[at] = shown->cells[at + 1];
            shown->cell_count--;
            if (shown->link > cell)
                shown->link--;
        }
    }
}
