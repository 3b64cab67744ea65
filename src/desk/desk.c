/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "desk/desk.h"

#include "desk/view.h"
#include "site/query.h"
#include "templates/desk.h"

#include <string.h>

bool desk_admits(const struct register_actor *actor, const char *who)
{
    struct text rest = text_of(who);
    struct text role;
    if (text_is(rest, "*"))
        return actor->present;
    while (text_next(&rest, ' ', &role))
        if (register_actor_is(actor, role))
            return true;
    return false;
}

struct text desk_sign_in_path(const struct desk_page *page)
{
    const struct site_page *site = &page->site;
    struct text asked = site->language == LANGUAGE_ENGLISH ? site->there : site->here;
    return text_format(site->arena, "/inloggen?verder=%.*s",
                       TEXT_FORMAT(site_encode(site->arena, asked)));
}

void desk_redirect(struct desk_page *page, struct text path)
{
    web_redirect(page->site.response,
                 text_format(page->site.arena, "%s%.*s",
                             page->site.language == LANGUAGE_ENGLISH ? "/en" : "",
                             TEXT_FORMAT(path)));
}

/* A path, and no more: "//other.example" and "/\other.example" are another site to browsers. */
struct text desk_onward(struct arena *arena, struct text asked)
{
    if (asked.size < 1 || asked.data[0] != '/' || asked.size > 2000)
        return TEXT("/mijn");
    for (size_t at = 0; at < asked.size; at++)
        if ((unsigned char)asked.data[at] <= ' ' || asked.data[at] == '\\' ||
            asked.data[at] == 0x7f)
            return TEXT("/mijn");
    if (asked.size > 1 && asked.data[1] == '/')
        return TEXT("/mijn");
    return text_copy(arena, asked);
}

struct error *desk_read(struct desk_page *page, desk_maker *maker, void *context)
{
    struct site_page *site = &page->site;
    TRY(store_begin_reading(site->body->store, site->arena, site->body->id, &site->session));
    struct error *error = maker(page, context);
    store_end_reading(site->session);
    site->session = NULL;
    return error;
}

struct text desk_name_of(const struct register_definition *definition)
{
    return definition->path.size ? definition->path : definition->id;
}

struct error *desk_register(const struct desk_page *page,
                            const struct register_definition **definition)
{
    const struct register_definitions *definitions = page->site.body->definitions;
    struct text name = web_parameter(page->site.request, "register");
    *definition = register_find_path(definitions, name);
    if (!*definition)
        *definition = register_find(definitions, name);
    return *definition ? NULL
                       : error_new(page->site.arena, ERROR_NOT_FOUND, "there is no such register");
}

static struct error *read_actor(struct desk_page *page, void *context)
{
    (void)context;
    return register_actor_read(page->site.session, page->site.arena, page->site.body,
                               page->session->account->person, &page->actor);
}

/* Who is not in office any more is nobody here, from that day on. */
static struct error *find_visitor(struct desk_page *page)
{
    struct text token = web_cookie(page->site.request, DESK_COOKIE);
    struct people_session *session;
    if (!token.size)
        return NULL;
    TRY(people_session_find(&page->context, token, &session));
    if (!session)
        return NULL;
    page->session = session;
    TRY(desk_read(page, read_actor, NULL));
    if (!page->actor.present) {
        page->session = NULL;
        return people_session_sign_out(&page->context, token);
    }
    page->form_token = session->form_token;
    return NULL;
}

/* Browsers say where a form came from; one from another site is refused. */
static bool is_from_here(const struct web_request *request)
{
    struct text site = web_header(request, "sec-fetch-site");
    struct text origin = web_header(request, "origin");
    if (site.size && !text_is(site, "same-origin") && !text_is(site, "none"))
        return false;
    if (!origin.size)
        return true;
    struct text expected =
        text_format(request->arena, "%s://%.*s", request->secure ? "https" : "http",
                    TEXT_FORMAT(request->authority));
    return text_equal(origin, expected);
}

struct text desk_role_label(const struct site_page *site, struct text role)
{
    const struct register_vocabulary *roles =
        register_vocabulary(site->body->definitions, TEXT("roles"));
    const struct register_option *option = roles ? register_option(roles, role) : NULL;
    if (text_is(role, "holder"))
        return site_words(site, MESSAGE("whom it is about"));
    return option ? label_in(option->label, site->language) : site_office_label(site, role);
}

void desk_refuse(struct desk_page *page, const char *who)
{
    struct site_page *site = &page->site;
    struct desk_refusal view = {.page = site};
    struct buffer names = {.arena = site->arena};
    struct text rest = text_of(who);
    struct text role;
    while (text_next(&rest, ' ', &role)) {
        buffer_add_string(&names, names.size ? ", " : "");
        buffer_add(&names, desk_role_label(site, role));
    }
    view.who = buffer_text(&names);
    site->title = site_words(site, MESSAGE("You may not see this page"));
    site->response->status = 403;
    struct markup out = site_markup(site);
    template_desk_refusal(&out, &view);
}

/* A form of this site whose token is of a session that ended: everything typed is shown again, to
 * be sent once more. */
static void offer_again(struct desk_page *page)
{
    struct site_page *site = &page->site;
    const struct web_pairs *form = &site->request->form;
    struct desk_again view = {
        .page = site, .path = site->request->target, .form_token = page->form_token};
    view.fields = ARENA_ARRAY(site->arena, struct site_link, form->count);
    for (size_t i = 0; i < form->count; i++)
        if (!text_is(form->items[i].name, DESK_TOKEN) &&
            !text_starts(form->items[i].name, DESK_SECRET))
            view.fields[view.field_count++] =
                (struct site_link){form->items[i].value, form->items[i].name};
    view.signed_in = page->session != NULL;
    site->title = site_words(site, MESSAGE("Send it once more"));
    site->response->status = 403;
    struct markup out = site_markup(site);
    template_desk_again(&out, &view);
}

static const struct desk_route *route_of(const struct web_request *request)
{
    for (const struct desk_route *route = desk_routes; route->pattern; route++)
        if (route->method == request->route->method &&
            strcmp(route->pattern, request->route->pattern) == 0)
            return route;
    return NULL;
}

static struct error *answer(struct desk_page *page, const struct desk_route *route)
{
    bool sends = route->method == WEB_POST;
    if (sends && !is_from_here(page->site.request))
        return error_new(page->site.arena, ERROR_FORBIDDEN, "a form of another site");
    if (route->who && !page->session && !sends) {
        desk_redirect(page, desk_sign_in_path(page));
        return NULL;
    }
    if (route->who && sends &&
        (!page->session ||
         !people_form_is_own(page->session, web_field(page->site.request, DESK_TOKEN)))) {
        offer_again(page);
        return NULL;
    }
    if (route->who && !desk_admits(&page->actor, route->who)) {
        desk_refuse(page, route->who);
        return NULL;
    }
    return route->handler(page);
}

/* For the entry that the page is about; a list shows what whoever sees the entry may see. */
static bool sees(const struct site_page *site, const struct register_field *field)
{
    const struct desk_page *page = (const struct desk_page *)site;
    return !field->sealed && page->definition &&
           register_sees_field(&page->actor, page->definition, field, &page->matter);
}

static struct error *handle(struct web_request *request, struct web_response *response)
{
    struct desk_page page = {.desk = request->context};
    const struct desk_route *route = route_of(request);
    site_page_start(&page.site, request, response);
    page.site.inside = true;
    page.site.sees = sees;
    page.site.refused = true;
    page.context = (struct people_context){
        .arena = request->arena,
        .store = page.site.body->store,
        .body = page.site.body->id,
        .now = clock_now(),
    };
    TRY(find_visitor(&page));
    struct site_visitor visitor = {
        .name = page.actor.name,
        .works = desk_admits(&page.actor, DESK_WORKERS),
        .form_token = page.form_token,
    };
    if (page.session)
        page.site.visitor = &visitor;
    return answer(&page, route);
}

const struct web_route *desk_all_routes(struct arena *arena, size_t *count)
{
    size_t of_site;
    size_t of_desk = 0;
    const struct web_route *site = site_routes(&of_site);
    while (desk_routes[of_desk].pattern)
        of_desk++;
    struct web_route *all = ARENA_ARRAY(arena, struct web_route, of_site + of_desk);
    memcpy(all, site, of_site * sizeof *all);
    for (size_t i = 0; i < of_desk; i++)
        all[of_site + i] = (struct web_route){
            .method = desk_routes[i].method,
            .pattern = desk_routes[i].pattern,
            .handler = handle,
            .content_limit = desk_routes[i].content_limit,
        };
    *count = of_site + of_desk;
    return all;
}
