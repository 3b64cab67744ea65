/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* People are looked up by name: somebody types a part of it, and chooses from who is found. */

#include "desk/form.h"

static struct error *show_person(struct desk_page *page, const struct register_row *row,
                                 struct desk_found *person)
{
    struct site_page *site = &page->site;
    struct buffer what = {.arena = site->arena};
    struct text unit = TEXT("");
    if (row->holder_unit.size)
        TRY(site_unit_name(site, row->holder_unit, &unit));
    if (row->holder_office.size)
        buffer_add(&what, site_office_label(site, row->holder_office));
    if (unit.size)
        buffer_add_format(&what, "%s%.*s", what.size ? ", " : "", TEXT_FORMAT(unit));
    if (!row->current)
        buffer_add_format(&what, "%s%.*s", what.size ? ", " : "",
                          TEXT_FORMAT(site_words(site, MESSAGE("no longer in office"))));
    *person =
        (struct desk_found){.id = row->entry, .name = row->holder_name, .what = buffer_text(&what)};
    return NULL;
}

struct error *desk_look_up(struct desk_page *page, const struct register_inside *among,
                           struct text words, struct desk_found **people, size_t *count, bool *more)
{
    struct register_inside inside = *among;
    struct register_row *rows;
    inside.projection = page->site.body->people;
    inside.words = text_trim(words);
    inside.limit = DESK_FOUND;
    TRY(register_inside_read(page->site.session, page->site.arena, &inside, &rows, count, more));
    *people = ARENA_ARRAY(page->site.arena, struct desk_found, *count);
    for (size_t i = 0; i < *count; i++)
        TRY(show_person(page, &rows[i], &(*people)[i]));
    return NULL;
}

static void set_typed(struct desk_form *form, struct text name, struct text value)
{
    for (size_t i = 0; i < form->typed.count; i++)
        if (text_equal(form->typed.items[i].name, name)) {
            form->typed.items[i].value = value;
            return;
        }
    desk_form_type(form, name, value);
}

/* Who was chosen counts as long as the name beside it is theirs, or the one they were found by. */
static struct error *is_chosen(struct desk_form *form, const struct register_field *field,
                               struct text typed, struct text id, bool *chosen)
{
    struct arena *arena = form->page->site.arena;
    struct text name;
    *chosen = false;
    if (!id.size)
        return NULL;
    TRY(site_person_name(&form->page->site, id, &name));
    *chosen = name.size &&
              (text_equal(name, typed) ||
               text_equal(desk_form_typed(form, desk_field_part(arena, field, "gezocht")), typed));
    return NULL;
}

struct error *desk_person_take(struct desk_form *form, const struct register_field *field)
{
    struct site_page *site = &form->page->site;
    struct register_value *value = &form->values[field->number];
    struct register_inside everybody = {.reach = REGISTER_REACH_ALL};
    struct text name = desk_field_name(site->arena, field);
    struct text who = desk_field_part(site->arena, field, "wie");
    struct text typed = text_trim(desk_form_typed(form, name));
    struct text id = desk_form_typed(form, who);
    struct desk_found *people = NULL;
    size_t count = 0;
    bool more;
    bool chosen;
    *value = (struct register_value){0};
    if (!typed.size)
        return NULL;
    TRY(is_chosen(form, field, typed, id, &chosen));
    if (!chosen) {
        TRY(desk_look_up(form->page, &everybody, typed, &people, &count, &more));
        chosen = count == 1;
        id = chosen ? people[0].id : TEXT("");
    }
    if (chosen) {
        struct text full;
        TRY(site_person_name(site, id, &full));
        set_typed(form, name, full);
        set_typed(form, who, id);
        *value = (struct register_value){.present = true, .text = id};
    } else {
        set_typed(form, who, TEXT(""));
        desk_form_fault(form, name,
                        count
                            ? site_words(site, MESSAGE("Choose whom you mean."))
                            : site_words(site, MESSAGE("Nobody is found by this name. Type a part "
                                                       "of the name, such as the surname.")));
    }
    return NULL;
}
