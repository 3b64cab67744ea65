/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* /registers/PATH.atom: what changed last among what the page shows, as a feed (RFC 4287). */

#include "site/opendata.h"

enum { NEWEST = 50 };

struct asked {
    const struct register_definition *definition;
    struct site_query query;
};

/* XML knows no U+FFFE and U+FFFF, HTML does: U+FFFD stands for them. */
static void add_text(struct markup *out, struct text text)
{
    size_t from = 0;
    for (size_t at = 0; at + 2 < text.size; at++) {
        struct text point = text_slice(text, at, at + 3);
        if (!text_is(point, "\xef\xbf\xbe") && !text_is(point, "\xef\xbf\xbf"))
            continue;
        markup_text(out, text_slice(text, from, at));
        buffer_add_string(out->buffer, "\xef\xbf\xbd");
        from = at + 3;
    }
    markup_text(out, text_slice(text, from, text.size));
}

/* TEXT between an opening and a closing tag; it may hold anything. */
static void add_element(struct markup *out, const char *name, struct text text)
{
    buffer_add_format(out->buffer, "<%s>", name);
    add_text(out, text);
    buffer_add_format(out->buffer, "</%s>\n", name);
}

static void add_link(struct markup *out, const char *relation, const char *type,
                     const char *language, struct text address)
{
    buffer_add_format(out->buffer, "<link rel=\"%s\" type=\"%s\" hreflang=\"%s\" href=\"", relation,
                      type, language);
    markup_text(out, address);
    buffer_add_string(out->buffer, "\"/>\n");
}

/* "Naam: Penningmeester, Stichting Veenbehoud" */
static struct error *title_of(struct site_page *page, const struct register_definition *definition,
                              const struct register_row *row, struct text *title)
{
    struct site_known known;
    TRY(site_holder_known(page, definition, row, &known));
    TRY(site_entry_title(page, definition, row->values, title));
    if (known.known)
        *title =
            text_format(page->arena, "%.*s: %.*s", TEXT_FORMAT(known.name), TEXT_FORMAT(*title));
    return NULL;
}

/* Every field in a line of its own: "Waarde: € 61,15". */
static struct error *summary_of(struct site_page *page,
                                const struct register_definition *definition,
                                const struct register_row *row, struct text *summary)
{
    struct buffer buffer = {.arena = page->arena};
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        struct site_value shown;
        if (!site_shows(field) || field == definition->holder)
            continue;
        TRY(site_value_show(page, field, &row->values[i], &shown));
        if (!shown.text.size)
            continue;
        buffer_add_format(&buffer, "%.*s: %.*s\n", TEXT_FORMAT(shown.label),
                          TEXT_FORMAT(shown.text));
    }
    struct text state = label_in(row->state->label, page->language);
    buffer_add_format(&buffer, "%.*s: %.*s", TEXT_FORMAT(site_words(page, MESSAGE("Status"))),
                      TEXT_FORMAT(state));
    *summary = buffer_text(&buffer);
    return NULL;
}

static struct error *add_entry(struct site_page *page, const struct register_definition *definition,
                               const struct register_row *row, struct markup *out)
{
    struct text title;
    struct text summary;
    TRY(title_of(page, definition, row, &title));
    TRY(summary_of(page, definition, row, &summary));
    buffer_add_string(out->buffer, "<entry>\n");
    add_element(out, "id",
                site_tag(page, text_format(page->arena, "%.*s/%.*s", TEXT_FORMAT(definition->id),
                                           TEXT_FORMAT(site_encode(page->arena, row->entry)))));
    add_element(out, "title", title);
    add_element(out, "updated", row->changed);
    add_link(out, "alternate", "text/html", language_id(page->language),
             text_format(page->arena, "%.*s%s/registers/%.*s/%.*s", TEXT_FORMAT(site_origin(page)),
                         site_prefix(page), TEXT_FORMAT(definition->path),
                         TEXT_FORMAT(site_encode(page->arena, row->entry))));
    add_element(out, "summary", summary);
    buffer_add_string(out->buffer, "</entry>\n");
    return NULL;
}

/* The feed itself: what it is, by whom, and where else it is. */
static void add_head(struct site_page *page, const struct asked *asked, struct text updated,
                     struct markup *out)
{
    const struct register_definition *definition = asked->definition;
    bool english = page->language == LANGUAGE_ENGLISH;
    struct text origin = site_origin(page);
    struct text self = site_query_address(page->arena, &asked->query, ".atom");
    struct text html = site_query_address(page->arena, &asked->query, "");
    struct text asks = site_query_write(page->arena, &asked->query);
    buffer_add_format(out->buffer,
                      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                      "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%s\">\n",
                      language_id(page->language));
    add_element(out, "id",
                site_tag(page, text_format(page->arena, "%.*s.%s%.*s", TEXT_FORMAT(definition->id),
                                           language_id(page->language), TEXT_FORMAT(asks))));
    add_element(out, "title",
                text_format(page->arena, "%.*s - %.*s",
                            TEXT_FORMAT(label_in(definition->title, page->language)),
                            TEXT_FORMAT(page->body_name)));
    add_element(out, "subtitle", label_in(definition->lead, page->language));
    add_element(out, "updated", updated);
    add_link(out, "self", "application/atom+xml", language_id(page->language),
             text_format(page->arena, "%.*s%s%.*s", TEXT_FORMAT(origin), site_prefix(page),
                         TEXT_FORMAT(self)));
    add_link(out, "alternate", "text/html", language_id(page->language),
             text_format(page->arena, "%.*s%s%.*s", TEXT_FORMAT(origin), site_prefix(page),
                         TEXT_FORMAT(html)));
    add_link(out, "alternate", "application/atom+xml", english ? "nl" : "en",
             text_format(page->arena, "%.*s%s%.*s", TEXT_FORMAT(origin), english ? "" : "/en",
                         TEXT_FORMAT(self)));
    add_link(out, "license", "text/html", "en", TEXT(SITE_LICENCE));
    buffer_add_string(out->buffer, "<author>\n");
    add_element(out, "name", page->body_name);
    buffer_add_string(out->buffer, "</author>\n");
}

static struct error *make(struct site_page *page, void *context)
{
    struct asked *asked = context;
    struct register_page list;
    struct register_query query = asked->query.list;
    struct markup out = site_markup(page);
    query.order = REGISTER_ORDER_CHANGED;
    query.order_field = NULL;
    query.descending = true;
    query.limit = NEWEST;
    TRY(register_page_read(page->session, page->arena, page->body, &query, &list));
    struct text updated = list.count ? list.rows[0].changed : TEXT("1970-01-01T00:00:00Z");
    for (size_t i = 1; i < list.count; i++) /* with words they come as recorded */
        if (text_compare(list.rows[i].changed, updated) > 0)
            updated = list.rows[i].changed;
    add_head(page, asked, updated, &out);
    for (size_t i = 0; i < list.count; i++)
        TRY(add_entry(page, asked->definition, &list.rows[i], &out));
    buffer_add_string(out.buffer, "</feed>\n");
    return NULL;
}

struct error *site_give_feed(struct web_request *request, struct web_response *response)
{
    struct site_page page;
    struct asked asked = {0};
    struct site_refusals refusals = {.arena = request->arena};
    site_page_start(&page, request, response);
    TRY(site_download_query(&page, &asked.definition, &asked.query, &refusals));
    if (refusals.count) {
        site_refuse_open(&page, &refusals);
        return NULL;
    }
    response->type = TEXT("application/atom+xml; charset=utf-8");
    site_open_start(&page, asked.definition);
    return site_read(&page, make, &asked);
}
