/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Downloads: /registers/PATH.csv and .json, everything that the page of the same address shows.
 *
 * They are written in pieces, each read by itself and sent before the next, so that neither memory
 * nor the database is held however large the register and slow the reader. What fits in one piece
 * keeps the order of the page. More than that comes in the order of recording, in which no entry
 * changes its place: each is there once, whatever changes meanwhile. */

#include "register/export.h"
#include "site/opendata.h"

#include <string.h>

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
    struct register_export export;
    struct text beside[REGISTER_BESIDE_COUNT];
    struct json_writer json;
    bool first;
    bool more;
};

static void begin_csv(struct download *download)
{
    const struct site_page *page = &download->page;
    for (int i = 0; i < REGISTER_BESIDE_COUNT; i++)
        download->beside[i] =
            label_in(register_beside_label((enum register_beside)i), page->language);
    download->export = (struct register_export){
        .definition = download->definition,
        .format = REGISTER_EXPORT_CSV,
        .form = SHEET_PEOPLE,
        .labels = true,
        .language = page->language,
        .public = true,
        .beside = download->beside,
        .beside_count = REGISTER_BESIDE_COUNT - (site_shows(download->definition->holder) ? 0 : 1),
        .buffer = &download->out,
    };
    register_export_begin(&download->export);
}

/* Takes out of a row whom and what it refers to, where that is not public by itself. */
static struct error *conceal(struct download *download, struct site_page *page,
                             struct register_row *row)
{
    const struct register_definition *definition = download->definition;
    struct site_known known;
    struct register_value *values =
        ARENA_ARRAY(page->arena, struct register_value, definition->field_count);
    memcpy(values, row->values, definition->field_count * sizeof *values);
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        struct site_value shown;
        if (!register_refers(field) || !values[i].present)
            continue;
        TRY(site_value_show(page, field, &values[i], &shown));
        values[i].present = shown.text.size > 0;
    }
    TRY(site_holder_known(page, definition, row, &known));
    row->holder_name = known.name;
    row->values = values;
    return NULL;
}

static struct error *write_csv(struct download *download, struct site_page *page,
                               const struct register_row *row)
{
    struct register_row shown = *row;
    const struct text cells[] = {
        [REGISTER_BESIDE_ADDRESS] =
            text_format(page->arena, "%.*s%s/registers/%.*s/%.*s", TEXT_FORMAT(site_origin(page)),
                        site_prefix(page), TEXT_FORMAT(download->definition->path),
                        TEXT_FORMAT(site_encode(page->arena, row->entry))),
        [REGISTER_BESIDE_CHANGED] = date_format(page->arena, site_day_of(page, row->changed)),
        [REGISTER_BESIDE_CONFIRMED] = date_format(page->arena, row->confirmed),
    };
    TRY(conceal(download, page, &shown));
    download->export.cells = cells;
    register_export_row(&download->export, &shown);
    return NULL;
}

static void end_csv(struct download *download)
{
    register_export_end(&download->export);
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
    download->out = (struct buffer){.arena = arena};
    struct error *error = site_read(&page, make_piece, download);
    if (error) /* it must outlive the piece */
        error = error_new(download->page.arena, error->kind, "%s", error_string(arena, error));
    if (!error)
        error = web_stream_write(stream, buffer_text(&download->out));
    arena_free(arena);
    return error;
}

static struct error *send_all(void *context, struct web_stream *stream)
{
    struct download *download = context;
    download->out = (struct buffer){.arena = download->page.arena};
    download->format->begin(download);
    TRY(web_stream_write(stream, buffer_text(&download->out)));
    download->first = true;
    do {
        TRY(send_piece(download, stream));
        download->first = false;
    } while (download->more);
    download->out = (struct buffer){.arena = download->page.arena};
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
