/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What somebody typed for a field, read into its value. */

#include "desk/form.h"

#include <string.h>

/* By kind; {n} is the most that is taken. */
static const char *const words[REGISTER_MISTAKES] = {
    [REGISTER_NO_UTF8] = MESSAGE("There are characters in this that we cannot read. Type it anew."),
    [REGISTER_UNSEEN] =
        MESSAGE("There are characters in this that cannot be seen. Type it anew, without pasting."),
    [REGISTER_LINES] = MESSAGE("Write this on one line."),
    [REGISTER_TOO_LONG] = MESSAGE("This is too long. There is room for {n} characters."),
    [REGISTER_TOO_MANY] = MESSAGE("This is too much. Give {n} at most."),
    [REGISTER_NO_ID] = MESSAGE("Use letters, digits and hyphens alone, without spaces."),
    [REGISTER_NO_DATE] = MESSAGE("This is no date. Write it as 20 June 2019, June 2019 or 2019."),
    [REGISTER_NO_MONEY] = MESSAGE(
        "This is no amount. Write it as 61.15, about 40 euro, less than 50 euro or unknown."),
    [REGISTER_NO_BOOLEAN] = MESSAGE("Choose yes or no."),
    [REGISTER_NO_NUMBER] = MESSAGE("Write a whole number, in digits alone."),
    [REGISTER_NO_CHOICE] = MESSAGE("Choose one of these."),
    [REGISTER_NO_KVK] = MESSAGE("A number of the trade register (KvK) has eight digits."),
};

struct text desk_mistake_words(const struct site_page *page, const struct register_mistake *mistake)
{
    struct buffer most = {.arena = page->arena};
    language_add_number(&most, mistake->most, page->language);
    return message_fill(page->arena, site_words(page, words[mistake->kind]), "n",
                        buffer_text(&most), NULL);
}

static void refuse(struct desk_form *form, struct text name, const struct register_mistake *mistake)
{
    desk_form_fault(form, name, desk_mistake_words(&form->page->site, mistake));
}

/* Several are typed one on a line, or ticked one by one; values are read apart by ';'. */
static struct text gather(struct desk_form *form, struct text name)
{
    struct buffer all = {.arena = form->page->site.arena};
    for (size_t i = 0; i < form->typed.count; i++) {
        struct text rest = form->typed.items[i].value;
        struct text line;
        if (!text_equal(form->typed.items[i].name, name))
            continue;
        while (text_next(&rest, '\n', &line)) {
            buffer_add(&all, text_trim(line));
            buffer_add_byte(&all, ';');
        }
    }
    return buffer_text(&all);
}

static void take_organisation(struct desk_form *form, const struct register_field *field,
                              struct register_value *value)
{
    struct arena *arena = form->page->site.arena;
    struct register_mistake mistake = {0};
    struct text kvk = desk_field_part(arena, field, "kvk");
    if (!register_kvk_take(arena, desk_form_typed(form, kvk), &value->kvk, &mistake))
        refuse(form, kvk, &mistake);
    else if (value->kvk.size && !value->present)
        desk_form_fault(
            form, desk_field_name(arena, field),
            site_words(&form->page->site, MESSAGE("Give the name too, beside the number.")));
}

/* An entry that somebody names by its id: it must be there. */
static struct error *check_there(struct desk_form *form, const struct register_field *field,
                                 struct register_value *value)
{
    const struct register_body *body = form->page->site.body;
    const struct register_definition *units = register_find(body->definitions, TEXT("units"));
    const struct register_projection *projection = field->type == REGISTER_PERSON ? body->people
                                                   : units ? register_projection_of(body, units)
                                                           : NULL;
    struct register_row row;
    bool found = false;
    if (projection)
        TRY(register_projection_get(form->page->site.session, form->page->site.arena, projection,
                                    value->text, &row, &found));
    if (found)
        return NULL;
    *value = (struct register_value){0};
    desk_form_fault(form, desk_field_name(form->page->site.arena, field),
                    site_words(&form->page->site, words[REGISTER_NO_CHOICE]));
    return NULL;
}

struct error *desk_field_take(struct desk_form *form, const struct register_field *field)
{
    struct arena *arena = form->page->site.arena;
    struct register_value *value = &form->values[field->number];
    struct register_mistake mistake = {0};
    struct text name = desk_field_name(arena, field);
    struct text typed = field->several ? gather(form, name) : desk_form_typed(form, name);
    if (field->type == REGISTER_PERSON)
        return desk_person_take(form, field);
    if (!register_value_take(arena, field, typed, value, &mistake))
        refuse(form, name, &mistake);
    if (field->type == REGISTER_ORGANISATION)
        take_organisation(form, field, value);
    return field->type == REGISTER_UNIT && value->present ? check_there(form, field, value) : NULL;
}
