/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Which form an address names, and whether the visitor may fill it in. */

#include "desk/form.h"

static bool at_work(const struct desk_page *page)
{
    return text_starts(page->site.request->path, "/werk/");
}

static struct text list_path(const struct desk_form *form)
{
    return text_format(form->page->site.arena, "/%s/%.*s", at_work(form->page) ? "werk" : "mijn",
                       TEXT_FORMAT(desk_name_of(form->definition)));
}

/* Who may do one of ACTIONS (bits), as in a route. */
static struct text who_may(const struct desk_form *form, unsigned actions)
{
    const struct register_definition *definition = form->definition;
    struct buffer who = {.arena = form->page->site.arena};
    for (size_t i = 0; i < definition->access_count; i++)
        if (definition->access[i].may & actions)
            buffer_add_format(&who, "%s%.*s", who.size ? " " : "",
                              TEXT_FORMAT(definition->access[i].who));
    return buffer_text(&who);
}

static struct text who_steps(const struct desk_form *form)
{
    struct buffer who = {.arena = form->page->site.arena};
    for (size_t i = 0; i < form->step->by.count; i++)
        buffer_add_format(&who, "%s%.*s", who.size ? " " : "",
                          TEXT_FORMAT(form->step->by.items[i]));
    return buffer_text(&who);
}

static bool may(const struct desk_form *form, enum register_action action)
{
    return register_may(&form->page->actor, form->definition, action, &form->page->matter) != NULL;
}

/* Whom a new entry is about: who fills it in, or whom they chose. */
static struct error *find_holder(struct desk_form *form, struct text person)
{
    struct desk_page *page = form->page;
    struct register_row row;
    bool found = false;
    if (person.size)
        TRY(register_projection_get(page->site.session, page->site.arena, page->site.body->people,
                                    person, &row, &found));
    if (!found)
        return error_new(page->site.arena, ERROR_NOT_FOUND, "there is no such person");
    page->matter.holder = row.entry;
    page->matter.unit = row.holder_unit;
    form->holder_name = row.holder_name;
    form->holder_office = row.holder_office;
    return NULL;
}

static struct error *not_here(const struct desk_form *form)
{
    return error_new(form->page->site.arena, ERROR_NOT_FOUND, "there is no such form");
}

/* For others: first it is asked for whom. */
static struct error *find_chosen(struct desk_form *form)
{
    struct desk_page *page = form->page;
    struct text person = web_query(page->site.request, "voor");
    struct map units;
    if (register_reach_declare(page->site.arena, &page->actor, form->definition, &units) ==
        REGISTER_REACH_NONE) {
        form->refused = who_may(form, 1U << REGISTER_DECLARE);
        return NULL;
    }
    form->choosing = !person.size;
    if (form->choosing)
        return NULL;
    TRY(find_holder(form, person));
    form->path = text_format(page->site.arena, "%.*s?voor=%.*s", TEXT_FORMAT(form->path),
                             TEXT_FORMAT(site_encode(page->site.arena, person)));
    /* Of somebody out of reach nothing is told, not even that they are there. */
    return may(form, REGISTER_DECLARE) ? NULL : not_here(form);
}

static struct error *find_new(struct desk_form *form)
{
    struct desk_page *page = form->page;
    const struct register_definition *definition = form->definition;
    struct map units;
    page->matter = (struct register_matter){.state = definition->states};
    form->path = text_format(page->site.arena, "%.*s/nieuw", TEXT_FORMAT(form->back));
    if (register_reach(page->site.arena, &page->actor, definition, &units) == REGISTER_REACH_NONE)
        return not_here(form);
    if (at_work(page) && definition->holder)
        return find_chosen(form);
    if (!at_work(page) && !definition->holder)
        return not_here(form);
    if (definition->holder)
        TRY(find_holder(form, page->actor.person));
    if (!may(form, REGISTER_DECLARE))
        form->refused = who_may(form, 1U << REGISTER_DECLARE);
    return NULL;
}

static struct error *find_step(struct desk_form *form, struct text id)
{
    const struct register_definition *definition = form->definition;
    struct desk_page *page = form->page;
    for (size_t i = 0; i < definition->step_count && !form->step; i++)
        if (text_equal(definition->steps[i].id, id))
            form->step = &definition->steps[i];
    if (!form->step)
        return not_here(form);
    form->path = text_format(page->site.arena, "%.*s/stap/%.*s", TEXT_FORMAT(form->back),
                             TEXT_FORMAT(form->step->id));
    if (form->step->from != form->row->state) {
        struct register_matter before = page->matter;
        before.state = form->step->from;
        if (register_may_step(&page->actor, definition, form->step, &before))
            return error_new(page->site.arena, ERROR_CONFLICT, "the entry is in another state");
    }
    if (!register_may_step(&page->actor, definition, form->step, &page->matter))
        form->refused = who_steps(form);
    return NULL;
}

struct error *desk_form_find(struct desk_form *form)
{
    struct desk_page *page = form->page;
    struct text entry = web_parameter(page->site.request, "entry");
    struct text step = web_parameter(page->site.request, "step");
    TRY(desk_register(page, &form->definition));
    page->definition = form->definition;
    form->back = list_path(form);
    if (!entry.size)
        return find_new(form);
    struct register_row *row = ARENA_NEW(page->site.arena, struct register_row);
    TRY(desk_entry_find(page, form->definition, entry, row));
    form->row = row;
    form->holder_name = row->holder_name;
    form->holder_office = row->holder_office;
    form->back = text_format(page->site.arena, "%.*s/%.*s", TEXT_FORMAT(form->back),
                             TEXT_FORMAT(site_encode(page->site.arena, row->entry)));
    form->others = !text_equal(row->holder, page->actor.person);
    if (step.size)
        return find_step(form, step);
    form->path = text_format(page->site.arena, "%.*s/wijzigen", TEXT_FORMAT(form->back));
    if (!may(form, REGISTER_CHANGE) && !may(form, REGISTER_CORRECT))
        form->refused = who_may(form, 1U << REGISTER_CHANGE | 1U << REGISTER_CORRECT);
    return NULL;
}
