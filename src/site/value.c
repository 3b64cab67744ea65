/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "site/value.h"

#include "register/projection.h"
#include "site/query.h"

bool site_shows(const struct register_field *field)
{
    return register_shows(field);
}

bool site_page_shows(const struct site_page *page, const struct register_field *field)
{
    return page->sees ? page->sees(page, field) : site_shows(field);
}

const struct register_vocabulary *site_offices(const struct register_body *body)
{
    const struct register_field *office = register_field(body->people->definition, TEXT("office"));
    return office ? office->vocabulary : NULL;
}

struct text site_office_label(const struct site_page *page, struct text office)
{
    const struct register_vocabulary *offices = site_offices(page->body);
    const struct register_option *option = offices ? register_option(offices, office) : NULL;
    return option ? label_in(option->label, page->language) : office;
}

/* The public name in a row of people or units. */
static struct error *name_of(struct site_page *page, const struct register_projection *projection,
                             struct text id, struct text *name)
{
    const struct register_field *field = register_field(projection->definition, TEXT("name"));
    struct text key = text_format(page->arena, "%s %.*s", projection->table, TEXT_FORMAT(id));
    struct text *known = map_get(&page->people, key);
    if (!known) {
        struct register_row row;
        bool found;
        known = ARENA_NEW(page->arena, struct text);
        TRY(register_projection_get(page->session, page->arena, projection, id, &row, &found));
        if (found && field && (page->inside || (row.public && site_shows(field))))
            *known = row.values[field->number].text;
        *map_place(&page->people, key) = known;
    }
    *name = *known;
    return NULL;
}

struct error *site_person_name(struct site_page *page, struct text id, struct text *name)
{
    return name_of(page, page->body->people, id, name);
}

struct error *site_unit_name(struct site_page *page, struct text id, struct text *name)
{
    const struct register_definition *units = register_find(page->body->definitions, TEXT("units"));
    *name = TEXT("");
    return units ? name_of(page, register_projection_of(page->body, units), id, name) : NULL;
}

/* Options apart by line ends, as their labels. */
static struct text option_labels(const struct site_page *page, const struct register_field *field,
                                 struct text ids)
{
    struct buffer buffer = {.arena = page->arena};
    struct text id;
    while (text_next(&ids, '\n', &id)) {
        const struct register_option *option = register_option(field->vocabulary, id);
        if (buffer.size)
            buffer_add_string(&buffer, ", ");
        buffer_add(&buffer, option ? label_in(option->label, page->language) : id);
    }
    return buffer_text(&buffer);
}

static void show_text(const struct site_page *page, const struct register_field *field,
                      const struct register_value *value, struct site_value *shown)
{
    struct buffer buffer = {.arena = page->arena};
    struct text rest = value->text;
    struct text part;
    shown->text = value->text;
    shown->lines = field->long_text;
    if (!field->several)
        return;
    while (text_next(&rest, '\n', &part)) {
        buffer_add_string(&buffer, buffer.size ? ", " : "");
        buffer_add(&buffer, part);
    }
    shown->text = buffer_text(&buffer);
}

struct error *site_value_show(struct site_page *page, const struct register_field *field,
                              const struct register_value *value, struct site_value *shown)
{
    struct buffer buffer = {.arena = page->arena};
    const struct register_definition *named;
    *shown = (struct site_value){.label = label_in(field->label, page->language), .field = field};
    if (!value->present)
        return NULL;
    shown->written = value->written;
    shown->words = field->type == REGISTER_TEXT || field->type == REGISTER_ORGANISATION;
    switch (field->type) {
    case REGISTER_TEXT:
        show_text(page, field, value, shown);
        break;
    case REGISTER_IDENTIFIER:
    case REGISTER_DOCUMENT:
        shown->text = value->text;
        break;
    case REGISTER_DATE:
        shown->date = value->date;
        language_add_date(&buffer, value->date, page->language);
        shown->text = buffer_text(&buffer);
        break;
    case REGISTER_MONEY:
        language_add_money(&buffer, value->money, page->language);
        shown->text = buffer_text(&buffer);
        if (value->money.written.size)
            shown->written = value->money.written;
        shown->number = true;
        break;
    case REGISTER_BOOLEAN:
        shown->text =
            value->number ? site_words(page, MESSAGE("Yes")) : site_words(page, MESSAGE("No"));
        break;
    case REGISTER_NUMBER:
        language_add_number(&buffer, value->number, page->language);
        shown->text = buffer_text(&buffer);
        shown->number = true;
        break;
    case REGISTER_CHOICE:
        shown->text = option_labels(page, field, value->text);
        break;
    case REGISTER_PERSON:
        TRY(site_person_name(page, value->text, &shown->text));
        if (shown->text.size && !page->inside)
            shown->path = text_format(page->arena, "/personen/%.*s",
                                      TEXT_FORMAT(site_encode(page->arena, value->text)));
        break;
    case REGISTER_UNIT:
        return site_unit_name(page, value->text, &shown->text);
    case REGISTER_ORGANISATION:
        shown->text = value->text;
        shown->kvk = value->kvk;
        break;
    case REGISTER_REGISTER:
        named = register_find(page->body->definitions, value->text);
        shown->text = named ? label_in(named->title, page->language) : value->text;
        if (named && site_is_public(named))
            shown->path = text_format(page->arena, "/registers/%.*s", TEXT_FORMAT(named->path));
        break;
    }
    return NULL;
}

/* Whether a field helps to tell one entry from another. */
static bool tells(const struct site_page *page, const struct register_definition *definition,
                  const struct register_field *field)
{
    return field != definition->holder && site_page_shows(page, field) && !field->long_text &&
           (field->type == REGISTER_TEXT || field->type == REGISTER_ORGANISATION);
}

struct error *site_entry_title(struct site_page *page, const struct register_definition *definition,
                               const struct register_value *values, struct text *title)
{
    struct buffer buffer = {.arena = page->arena};
    size_t parts = 0;
    for (int columns = 1; columns >= 0 && !parts; columns--)
        for (size_t i = 0; i < definition->field_count && parts < 2; i++) {
            const struct register_field *field = &definition->fields[i];
            struct site_value shown;
            if (field->column != (bool)columns || !tells(page, definition, field))
                continue;
            TRY(site_value_show(page, field, &values[i], &shown));
            if (!shown.text.size)
                continue;
            buffer_add_string(&buffer, parts++ ? ", " : "");
            buffer_add(&buffer, shown.text);
        }
    *title = parts ? buffer_text(&buffer)
                   : site_upper(page->arena, label_in(definition->one, page->language));
    return NULL;
}

static struct text with_first(struct arena *arena, struct text text, bool upper)
{
    if (!text.size)
        return text;
    char first = text.data[0];
    bool changes = upper ? first >= 'a' && first <= 'z' : first >= 'A' && first <= 'Z';
    /* What is written in capitals stays so: "KvK-nummer", "ID". */
    if (!changes || (!upper && text.size > 1 && text.data[1] >= 'A' && text.data[1] <= 'Z'))
        return text;
    char *copy = arena_copy(arena, text.data, text.size);
    copy[0] = (char)(first ^ 0x20);
    return (struct text){copy, text.size};
}

struct text site_lower(struct arena *arena, struct text text)
{
    return with_first(arena, text, false);
}

struct text site_upper(struct arena *arena, struct text text)
{
    return with_first(arena, text, true);
}
