/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What stands around the questions of a form, and the page on which its answers are checked. */

#include "desk/form.h"

/* What the entry holds besides what is asked. */
struct error *desk_sheet_known(struct desk_form *form, struct desk_sheet *sheet)
{
    struct site_page *site = &form->page->site;
    sheet->known = ARENA_ARRAY(site->arena, struct site_value, form->definition->field_count);
    for (size_t i = 0; form->row && i < form->definition->field_count; i++) {
        const struct register_field *field = &form->definition->fields[i];
        bool asked = field == form->definition->holder || field->type == REGISTER_IDENTIFIER ||
                     !form->row->values[i].present || !site_page_shows(site, field);
        for (size_t j = 0; j < form->asked_count && !asked; j++)
            asked = form->asked[j] == field;
        if (!asked)
            TRY(site_value_show(site, field, &form->row->values[i],
                                &sheet->known[sheet->known_count++]));
    }
    return NULL;
}

/* The entry as everybody will see it: by what the public site is made with. */
static struct error *show_public(struct desk_form *form, struct desk_sheet *sheet,
                                 const struct register_row *row)
{
    const struct register_definition *definition = form->definition;
    struct arena *arena = form->page->site.arena;
    struct site_page *site = ARENA_NEW(arena, struct site_page);
    struct register_row shown = *row;
    if (!row->public)
        return NULL;
    *site = form->page->site;
    site->visitor = NULL;
    site->inside = false;
    site->sees = NULL;
    site->people = (struct map){.arena = arena};
    shown.values = ARENA_ARRAY(arena, struct register_value, definition->field_count);
    for (size_t i = 0; i < definition->field_count; i++)
        shown.values[i] = row->values[i];
    register_row_conceal(definition, &shown);
    sheet->shown = ARENA_NEW(arena, struct site_entry);
    sheet->shown->page = site;
    return site_entry_facts(site, definition, &shown, sheet->shown);
}

/* Whether somebody can bring back what a step does away with. */
static struct text way_back(const struct desk_form *form)
{
    const struct site_page *site = &form->page->site;
    const struct register_definition *definition = form->definition;
    for (size_t i = 0; i < definition->step_count; i++)
        if (definition->steps[i].from == form->step->to &&
            definition->steps[i].to == form->step->from)
            return message_fill(site->arena,
                                site_words(site, MESSAGE("It can be taken back with “{step}”.")),
                                "step", label_in(definition->steps[i].label, site->language), NULL);
    return site_words(site, MESSAGE("It cannot be taken back."));
}

struct error *desk_sheet_answers(struct desk_form *form, struct text entry,
                                 struct desk_sheet *sheet)
{
    struct register_row row;
    TRY(desk_form_answers(form, &sheet->answers, &sheet->answer_count));
    TRY(desk_form_foresee(form, entry, &row));
    TRY(show_public(form, sheet, &row));
    sheet->ends = form->row && form->row->public && !row.public;
    TRY(desk_outcome(form->page, form->definition, &row, false, &sheet->next, &sheet->next_count));
    if (form->step)
        sheet->next[sheet->next_count++] = way_back(form);
    return NULL;
}

/* The version that the form was made of, if it is known. */
static struct error *find_base(struct desk_form *form, struct desk_sheet *sheet)
{
    struct register_version *versions;
    size_t count;
    TRY(register_history(form->page->site.session, form->page->site.arena, form->definition,
                         form->row->entry, &versions, &count));
    for (size_t i = 0; i < count; i++)
        if (versions[i].entry.revision == sheet->revision)
            form->base = versions[i].entry.values;
    return NULL;
}

struct error *desk_sheet_meanwhile(struct desk_form *form, struct desk_sheet *sheet)
{
    struct site_change *changes;
    size_t count;
    TRY(find_base(form, sheet));
    TRY(site_changes_of(&form->page->site, form->definition, form->row->entry, &changes, &count));
    TRY(desk_name_actors(form->page, changes, count));
    sheet->meanwhile = changes;
    int64_t news = form->row->revision - sheet->revision;
    sheet->meanwhile_count = news > 0 && (size_t)news < count ? (size_t)news : count ? 1 : 0;
    return NULL;
}
