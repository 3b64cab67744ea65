/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "site/page.h"

#include "web/assets.h"

#include <assert.h>

/* The request's target without the prefix of the language. */
static struct text target_of(const struct web_request *request)
{
    struct text target = request->target;
    if (request->language == LANGUAGE_ENGLISH && text_starts(target, "/en"))
        target = text_slice(target, 3, target.size);
    return target.size && target.data[0] == '/' ? target : TEXT("/");
}

void site_page_start(struct site_page *page, struct web_request *request,
                     struct web_response *response)
{
    *page = (struct site_page){
        .site = request->context,
        .body = request->body,
        .request = request,
        .response = response,
        .arena = request->arena,
        .language = request->language,
        .here = target_of(request),
        .people = {.arena = request->arena},
    };
    page->there = text_format(page->arena, "/en%.*s", TEXT_FORMAT(page->here));
    page->body_name = label_in(page->body->organisation->name, page->language);
    page->today = register_today(page->body);
}

void site_until_midnight(struct site_page *page)
{
    web_valid_until(page->response, zone_midnight(page->body->zone, clock_now()));
}

void site_add_crumb(struct site_page *page, struct text path, struct text name)
{
    assert(page->crumb_count < SITE_CRUMBS);
    page->crumbs[page->crumb_count++] = (struct site_link){path, name};
}

struct error *site_read(struct site_page *page, site_maker *maker, void *context)
{
    TRY(store_begin_reading(page->body->store, page->arena, page->body->id, &page->session));
    struct error *error = maker(page, context);
    store_end_reading(page->session);
    page->session = NULL;
    return error;
}

struct markup site_markup(const struct site_page *page)
{
    return (struct markup){
        .buffer = &page->response->content,
        .language = page->language,
        .prefix = page->language == LANGUAGE_ENGLISH ? "/en" : "",
    };
}

/* The file name of an asset: templates write the folder. */
static struct text asset_name(const char *name)
{
    const struct web_asset *asset = web_asset_named(name);
    assert(asset);
    struct text path = text_of(asset->path);
    return text_slice(path, sizeof "/assets/" - 1, path.size);
}

struct text site_style_name(void)
{
    return asset_name("style");
}

struct text site_icon_name(void)
{
    return asset_name("icon");
}

struct text site_words(const struct site_page *page, const char *id)
{
    return message(page->language, id);
}

struct text site_scope(struct arena *arena, const char *kind, struct text id)
{
    return text_format(arena, "%s/%.*s", kind, TEXT_FORMAT(id));
}

struct date site_day_of(const struct site_page *page, struct text moment)
{
    int64_t at;
    return clock_parse(moment, &at) ? zone_date(page->body->zone, at, NULL) : (struct date){0};
}

bool site_is_public(const struct register_definition *definition)
{
    return definition->path.size && definition->published;
}

bool site_lasts(const struct register_definition *definition)
{
    for (size_t i = 0; definition->until && i < definition->state_count; i++)
        if (definition->states[i].ended && !text_is(definition->states[i].id, "withdrawn"))
            return true;
    return false;
}
