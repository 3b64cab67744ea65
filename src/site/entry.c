/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* One entry: /registers/PATH/ENTRY. */

#include "site/view.h"
#include "templates/entry.h"

struct asked {
    const struct register_definition *definition;
    struct text entry;
    struct site_entry *view;
};

static struct error *show_values(struct site_page *page,
                                 const struct register_definition *definition,
                                 const struct register_row *row, struct site_entry *view)
{
    view->values = ARENA_ARRAY(page->arena, struct site_value, definition->field_count);
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        if (field == definition->holder || field->type == REGISTER_IDENTIFIER ||
            !site_shows(field) || !row->values[i].present)
            continue;
        TRY(site_value_show(page, field, &row->values[i], &view->values[view->value_count++]));
    }
    return NULL;
}

struct error *site_entry_facts(struct site_page *page, const struct register_definition *definition,
                               struct register_row *row, struct site_entry *view)
{
    site_register_about(page, definition, &view->about);
    view->one = site_upper(page->arena, view->about.one);
    TRY(site_confirmed_of(page, definition, row->holder, &row->confirmed));
    TRY(site_row_fill(page, definition, row, true, &view->row));
    view->state = definition->state_count > 1
                      ? site_upper(page->arena, label_in(row->state->label, page->language))
                      : TEXT("");
    return show_values(page, definition, row, view);
}

static struct error *make(struct site_page *page, void *context)
{
    struct asked *asked = context;
    struct site_entry *view = asked->view;
    const struct register_projection *projection =
        register_projection_of(page->body, asked->definition);
    struct register_row row;
    bool found;
    TRY(register_public_read(page->session, page->arena, projection, asked->entry, &row, &found));
    if (!found)
        return error_new(page->arena, ERROR_NOT_FOUND, "there is no such entry");
    TRY(site_entry_facts(page, asked->definition, &row, view));
    TRY(site_changes_of(page, asked->definition, asked->entry, &view->changes,
                        &view->change_count));
    view->changed = site_day_of(page, row.changed);
    return NULL;
}

struct error *site_show_entry(struct web_request *request, struct web_response *response)
{
    struct site_page page;
    struct site_entry view = {.page = &page};
    struct asked asked = {.view = &view, .entry = web_parameter(request, "entry")};
    site_page_start(&page, request, response);
    asked.definition = register_find_path(page.body->definitions, web_parameter(request, "path"));
    if (!asked.definition || !site_is_public(asked.definition))
        return error_new(request->arena, ERROR_NOT_FOUND, "there is no such register");
    if (site_refuse_query(&page))
        return NULL;
    web_depends(response, site_scope(request->arena, "register", asked.definition->id));
    web_depends(response, TEXT("register/people"));
    site_until_midnight(&page);
    TRY(site_read(&page, make, &asked));
    page.place = SITE_REGISTERS;
    page.title = view.row.title;
    site_add_crumb(&page, TEXT("/registers"), site_words(&page, MESSAGE("Registers")));
    site_add_crumb(&page,
                   text_format(page.arena, "/registers/%.*s", TEXT_FORMAT(asked.definition->path)),
                   view.about.title);
    site_add_crumb(&page, TEXT(""), page.title);
    struct markup out = site_markup(&page);
    template_site_entry(&out, &view);
    return NULL;
}
