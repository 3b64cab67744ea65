/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* An entry as JSON, the same in a download and in the API. Only what everybody may see: public
 * fields, and people who are public themselves. What was not given is left out. */

#include "site/opendata.h"

static void write_labelled(struct json_writer *json, struct text id, struct text label)
{
    json_open_object(json);
    site_json_text(json, "id", id);
    site_json_text(json, "label", label);
    json_close_object(json);
}

static void write_option(const struct site_page *page, const struct register_field *field,
                         struct json_writer *json, struct text id)
{
    const struct register_option *option = register_option(field->vocabulary, id);
    write_labelled(json, id, option ? label_in(option->label, page->language) : id);
}

static void write_several(const struct site_page *page, const struct register_field *field,
                          struct json_writer *json, struct text parts)
{
    struct text part;
    json_open_array(json);
    while (text_next(&parts, '\n', &part))
        if (field->type == REGISTER_CHOICE)
            write_option(page, field, json, part);
        else
            json_write_text(json, part);
    json_close_array(json);
}

static void write_money(const struct site_page *page, struct json_writer *json, struct money money)
{
    struct buffer shown = {.arena = page->arena};
    language_add_money(&shown, money, page->language);
    json_open_object(json);
    site_json_string(json, "soort", money_kind_id(money.kind));
    if (money.kind != MONEY_UNKNOWN) {
        struct buffer plain = {.arena = page->arena};
        money_add_plain(&plain, money.cents);
        json_write_key(json, "bedrag");
        json_write_raw(json, buffer_text(&plain));
    }
    site_json_text(json, "tekst", buffer_text(&shown));
    if (money.written.size)
        site_json_text(json, "zoalsOpgegeven", money.written);
    json_close_object(json);
}

static void write_organisation(struct json_writer *json, const struct register_value *value)
{
    json_open_object(json);
    if (value->text.size)
        site_json_text(json, "naam", value->text);
    if (value->kvk.size)
        site_json_text(json, "kvkNummer", value->kvk);
    json_close_object(json);
}

static void write_value(const struct site_page *page, const struct register_field *field,
                        const struct register_value *value, struct text name,
                        struct json_writer *json)
{
    if (field->several) {
        write_several(page, field, json, value->text);
        return;
    }
    switch (field->type) {
    case REGISTER_IDENTIFIER:
    case REGISTER_TEXT:
    case REGISTER_DOCUMENT:
        json_write_text(json, value->text);
        break;
    case REGISTER_DATE:
        json_write_text(json, date_format(page->arena, value->date));
        break;
    case REGISTER_MONEY:
        write_money(page, json, value->money);
        break;
    case REGISTER_BOOLEAN:
        json_write_boolean(json, value->number);
        break;
    case REGISTER_NUMBER:
        json_write_number(json, value->number);
        break;
    case REGISTER_CHOICE:
        write_option(page, field, json, value->text);
        break;
    case REGISTER_ORGANISATION:
        write_organisation(json, value);
        break;
    case REGISTER_PERSON:
    case REGISTER_UNIT:
    case REGISTER_REGISTER:
        write_labelled(json, value->text, name);
        break;
    }
}

/* What a value that refers to something else is called; empty: nobody may know. */
static struct error *name_of(struct site_page *page, const struct register_field *field,
                             const struct register_value *value, struct text *name)
{
    struct site_value shown;
    TRY(site_value_show(page, field, value, &shown));
    *name = shown.text;
    return NULL;
}

static struct error *write_values(struct site_page *page,
                                  const struct register_definition *definition,
                                  const struct register_row *row, struct json_writer *json)
{
    json_open_object(json);
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        bool refers = field->type == REGISTER_PERSON || field->type == REGISTER_UNIT ||
                      field->type == REGISTER_REGISTER;
        struct text name = {0};
        if (field == definition->holder || !site_shows(field) || !row->values[i].present)
            continue;
        if (refers)
            TRY(name_of(page, field, &row->values[i], &name));
        if (refers && !name.size)
            continue;
        json_write_key_text(json, site_camel(page->arena, field->id, false));
        write_value(page, field, &row->values[i], name, json);
    }
    json_close_object(json);
    return NULL;
}

static struct error *write_holder(struct site_page *page,
                                  const struct register_definition *definition,
                                  const struct register_row *row, struct json_writer *json)
{
    struct site_known known;
    TRY(site_holder_known(page, definition, row, &known));
    if (!known.known)
        return NULL;
    json_write_key(json, "persoon");
    json_open_object(json);
    site_json_text(json, "id", row->holder);
    site_json_text(json, "naam", known.name);
    if (known.office.size) {
        json_write_key(json, "ambt");
        write_labelled(json, known.office, site_office_label(page, known.office));
    }
    json_close_object(json);
    return NULL;
}

static void write_links(const struct site_page *page, const struct register_definition *definition,
                        const struct register_row *row, struct json_writer *json)
{
    struct text origin = site_origin(page);
    struct text name = site_resource_name(definition);
    struct text entry = site_encode(page->arena, row->entry);
    const char *prefix = site_prefix(page);
    bool person = !definition->path.size && text_is(definition->id, "people");
    json_write_key(json, "_links");
    json_open_object(json);
    site_json_link(json, "self",
                   text_format(page->arena, "%.*s%s/api/v1/%.*s/%.*s", TEXT_FORMAT(origin), prefix,
                               TEXT_FORMAT(name), TEXT_FORMAT(entry)));
    if (definition->path.size || person)
        site_json_link(json, "alternate",
                       text_format(page->arena, "%.*s%s/%s%.*s/%.*s", TEXT_FORMAT(origin), prefix,
                                   person ? "personen" : "registers/",
                                   TEXT_FORMAT(definition->path), TEXT_FORMAT(entry)));
    json_close_object(json);
}

struct error *site_entry_json(struct site_page *page, const struct register_definition *definition,
                              const struct register_row *row, struct json_writer *json)
{
    json_open_object(json);
    site_json_text(json, "id", row->entry);
    site_json_text(json, "register", site_resource_name(definition));
    TRY(write_holder(page, definition, row, json));
    json_write_key(json, "status");
    write_labelled(json, row->state->id, label_in(row->state->label, page->language));
    json_write_key(json, "actueel");
    json_write_boolean(json, row->current);
    site_json_text(json, "gewijzigdOp", row->changed);
    if (date_exists(row->confirmed))
        site_json_text(json, "bevestigdOp", date_format(page->arena, row->confirmed));
    json_write_key(json, "gegevens");
    TRY(write_values(page, definition, row, json));
    write_links(page, definition, row, json);
    json_close_object(json);
    return NULL;
}
