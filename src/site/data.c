/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Downloads: /registers/PATH.csv and .json, everything that the page of the same address shows.
 *
 * They are written in pieces, each read by itself and sent before the next, so that neither memory
 * nor the database is held however large the register and slow the reader. What fits in one piece
 * keeps the order of the page. More than that comes in the order of recording, in which no entry
 * changes its place: each is there once, whatever changes meanwhile. */

#include "base/sheet.h"
#include "site/opendata.h"

enum { PIECE = 1000 /* entries */ };

struct download;

struct format {
    const char *extension;
    const char *type;
    bool offered; /* as a file to keep */
    void (*begin)(struct download *download);
    struct error *(*row)(struct download *download, struct site_page *page,
                         const struct register_row *row);
    void (*end)(struct download *download);
};

struct download {
    struct site_page page;
    const struct register_definition *definition;
    const struct format *format;
    struct register_query query;
    struct buffer out; /* a piece */
    struct sheet sheet;
    struct json_writer json;
    bool first;
    bool more;
};

/* Columns are the fields that everybody may see, the person first. */
static bool is_cell(const struct download *download, const struct register_field *field)
{
    return site_shows(field) && field != download->definition->holder &&
           field->type != REGISTER_IDENTIFIER;
}

static void begin_csv(struct download *download)
{
    const struct site_page *page = &download->page;
    const struct register_definition *definition = download->definition;
    struct sheet *sheet = &download->sheet;
    *sheet = sheet_begin(&download->out, SHEET_PEOPLE);
    sheet_text(sheet, TEXT("id"));
    if (definition->holder) {
        sheet_text(sheet, label_in(definition->holder->label, page->language));
        sheet_text(sheet, site_words(page, MESSAGE("Office")));
    }
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        struct text label = label_in(field->label, page->language);
        if (!is_cell(download, field))
            continue;
        sheet_text(sheet, label);
        if (field->type == REGISTER_ORGANISATION)
            sheet_text(sheet, text_format(page->arena, "%.*s (KvK)", TEXT_FORMAT(label)));
    }
    sheet_text(sheet, site_words(page, MESSAGE("Status")));
    sheet_text(sheet, site_words(page, MESSAGE("Changed on")));
    if (definition->holder)
        sheet_text(sheet, site_words(page, MESSAGE("Confirmed on")));
    sheet_row(sheet);
}

static struct error *write_cell(struct download *download, struct site_page *page,
                                const struct register_field *field,
                                const struct register_value *value)
{
    struct sheet *sheet = &download->sheet;
    struct site_value shown;
    if (field->type == REGISTER_DATE) {
        sheet_date(sheet, value->date);
    } else if (field->type == REGISTER_NUMBER && value->present) {
        sheet_number(sheet, value->number);
    } else if (field->type == REGISTER_MONEY && value->money.kind == MONEY_EXACT &&
               !value->money.written.size) {
        sheet_decimal(sheet, value->money.cents, 2);
    } else if (field->type == REGISTER_MONEY) {
        sheet_text(sheet, register_value_export(page->arena, field, value));
    } else {
        TRY(site_value_show(page, field, value, &shown));
        sheet_text(sheet, shown.text);
    }
    if (field->type == REGISTER_ORGANISATION)
        sheet_text(sheet, value->kvk);
    return NULL;
}

static struct error *write_csv(struct download *download, struct site_page *page,
                               const struct register_row *row)
{
    const struct register_definition *definition = download->definition;
    struct sheet *sheet = &download->sheet;
    sheet_text(sheet, row->entry);
    if (definition->holder) {
        struct site_known known;
        TRY(site_holder_known(page, definition, row, &known));
        sheet_text(sheet, known.name);
        sheet_text(sheet, known.office.size ? site_office_label(page, known.office) : TEXT(""));
    }
    for (size_t i = 0; i < definition->field_count; i++)
        if (is_cell(download, &definition->fields[i]))
            TRY(write_cell(download, page, &definition->fields[i], &row->values[i]));
    sheet_text(sheet, label_in(row->state->label, page->language));
    sheet_date(sheet, site_day_of(page, row->changed));
    if (definition->holder)
        sheet_date(sheet, row->confirmed);
    sheet_row(sheet);
    return NULL;
}

static void end_csv(struct download *download)
{
    (void)download;
}

static void begin_json(struct download *download)
{
    const struct site_page *page = &download->page;
    const struct register_definition *definition = download->definition;
    struct json_writer *json = &download->json;
    *json = (struct json_writer){.buffer = &download->out};
    json_open_object(json);
    site_json_text(json, "register", site_resource_name(definition));
    site_json_text(json, "titel", label_in(definition->title, page->language));
    site_json_text(json, "uitgever", page->body_name);
    site_json_string(json, "licentie", SITE_LICENCE);
    site_json_string(json, "taal", language_id(page->language));
    json_write_key(json, "items");
    json_open_array(json);
}

static struct error *write_json(struct download *download, struct site_page *page,
                                const struct register_row *row)
{
    return site_entry_json(page, download->definition, row, &download->json);
}

static void end_json(struct download *download)
{
    json_close_array(&download->json);
    json_close_object(&download->json);
}

static const struct format formats[] = {
    {".csv", "text/csv; charset=utf-8", true, begin_csv, write_csv, end_csv},
    {".json", "application/json", false, begin_json, write_json, end_json},
};

/* One piece of the whole, of one moment. */
static struct error *make_piece(struct site_page *page, void *context)
{
    struct download *download = context;
    struct register_page list;
    TRY(register_page_read(page->session, page->arena, page->body, &download->query, &list));
    download->more = list.more_after;
    if (download->first && download->more) {
        download->query.order = REGISTER_ORDER_RECORDED;
        download->query.order_field = NULL;
        download->query.descending = true;
        return NULL;
    }
    for (size_t i = 0; i < list.count; i++)
        TRY(download->format->row(download, page, &list.rows[i]));
    if (list.count) {
        struct register_place place =
            register_place_of(page->arena, &download->query, &list.rows[list.count - 1]);
        download->query.behind.number = place.number;
    }
    return NULL;
}

static struct error *send_piece(struct download *download, struct web_stream *stream)
{
    struct arena *arena = arena_new();
    struct site_page page = download->page;
    page.arena = arena;
    page.people = (struct map){.arena = arena};
    struct error *error = site_read(&page, make_piece, download);
    if (error) /* it must outlive the piece */
        error = error_new(download->page.arena, error->kind, "%s", error_string(arena, error));
    arena_free(arena);
    TRY(error);
    TRY(web_stream_write(stream, buffer_text(&download->out)));
    download->out.size = 0;
    return NULL;
}

static struct error *send_all(void *context, struct web_stream *stream)
{
    struct download *download = context;
    download->format->begin(download);
    download->first = true;
    do {
        TRY(send_piece(download, stream));
        download->first = false;
    } while (download->more);
    download->format->end(download);
    return web_stream_write(stream, buffer_text(&download->out));
}

static struct text file_name(const struct download *download)
{
    return text_format(download->page.arena, "%.*s%s", TEXT_FORMAT(download->definition->path),
                       download->format->extension);
}

static struct error *give(struct web_request *request, struct web_response *response,
                          const struct format *format)
{
    struct download *download = ARENA_NEW(request->arena, struct download);
    struct site_refusals refusals = {.arena = request->arena};
    struct site_query query;
    download->format = format;
    download->out = (struct buffer){.arena = request->arena};
    site_page_start(&download->page, request, response);
    TRY(site_download_query(&download->page, &download->definition, &query, &refusals));
    if (refusals.count) {
        site_refuse_open(&download->page, &refusals);
        return NULL;
    }
    response->type = text_of(format->type);
    if (site_unchanged(&download->page, download->definition))
        return NULL;
    if (format->offered)
        web_offer_file(response, file_name(download));
    download->query = query.list;
    download->query.limit = PIECE;
    response->stream = send_all;
    response->stream_context = download;
    return NULL;
}

struct error *site_give_csv(struct web_request *request, struct web_response *response)
{
    return give(request, response, &formats[0]);
}

struct error *site_give_json(struct web_request *request, struct web_response *response)
{
    return give(request, response, &formats[1]);
}
