/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The entries of one register: one's own at /mijn/:register, those one may see at /werk/:register.
 */

#include "desk/view.h"
#include "register/inside.h"
#include "templates/desk_list.h"

enum { LIST_ROWS = 50 };

struct asked {
    const struct register_definition *definition;
    struct desk_list *view;
    const struct register_state *state;
    int64_t before;
};

static struct text address(struct desk_page *page, const struct desk_list *view, struct text state,
                           int64_t before)
{
    struct arena *arena = page->site.arena;
    struct buffer buffer = {.arena = arena};
    buffer_add(&buffer, view->path);
    char mark = '?';
    if (state.size) {
        buffer_add_format(&buffer, "%ctoestand=%.*s", mark, TEXT_FORMAT(state));
        mark = '&';
    }
    if (view->words.size) {
        buffer_add_format(&buffer, "%cnaam=%.*s", mark,
                          TEXT_FORMAT(site_encode(arena, view->words)));
        mark = '&';
    }
    if (before)
        buffer_add_format(&buffer, "%cvoor=%lld", mark, (long long)before);
    return buffer_text(&buffer);
}

static void add_states(struct desk_page *page, const struct register_definition *definition,
                       struct desk_list *view)
{
    view->states = ARENA_ARRAY(page->site.arena, struct site_link, definition->state_count + 1);
    view->states[view->state_count++] =
        (struct site_link){view->chosen.size ? address(page, view, TEXT(""), 0) : TEXT(""),
                           site_words(&page->site, MESSAGE("All"))};
    for (size_t i = 0; i < definition->state_count; i++) {
        const struct register_state *state = &definition->states[i];
        bool here = text_equal(view->chosen, state->id);
        view->states[view->state_count++] = (struct site_link){
            here ? TEXT("") : address(page, view, state->id, 0),
            site_upper(page->site.arena, label_in(state->label, page->site.language))};
    }
}

/* For whom is asked on the form. */
static bool may_declare_for_others(const struct desk_page *page,
                                   const struct register_definition *definition)
{
    for (size_t i = 0; i < definition->access_count; i++) {
        const struct register_access *access = &definition->access[i];
        if (access->may & 1U << REGISTER_DECLARE && register_actor_is(&page->actor, access->who))
            return true;
    }
    return false;
}

static struct error *make(struct desk_page *page, void *context)
{
    struct asked *asked = context;
    struct desk_list *view = asked->view;
    struct register_inside inside =
        register_inside_of(page->site.arena, &page->actor, page->site.body, asked->definition);
    struct register_row *rows;
    site_register_about(&page->site, asked->definition, &view->about);
    if (inside.reach == REGISTER_REACH_NONE)
        return error_new(page->site.arena, ERROR_NOT_FOUND, "there is no such register here");
    if (!view->work) {
        struct desk_known known;
        TRY(desk_known_read(page, &known));
        TRY(desk_share_read(page, asked->definition, &known, LIST_ROWS, &view->share));
        view->new_path = view->share.declares ? view->share.new_path : TEXT("");
        return NULL;
    }
    if (may_declare_for_others(page, asked->definition))
        view->new_path = text_format(page->site.arena, "%.*s/nieuw", TEXT_FORMAT(view->path));
    inside.state = asked->state;
    inside.words = view->words;
    inside.before = asked->before;
    inside.limit = LIST_ROWS;
    TRY(register_inside_read(page->site.session, page->site.arena, &inside, &rows,
                             &view->share.row_count, &view->share.more));
    TRY(desk_rows_show(page, asked->definition, "werk", rows, view->share.row_count, true,
                       &view->share.rows));
    if (view->share.more)
        view->older = address(page, view, view->chosen, rows[view->share.row_count - 1].number);
    add_states(page, asked->definition, view);
    return NULL;
}

struct error *desk_show_register(struct desk_page *page)
{
    struct desk_list view = {.page = &page->site, .form_token = page->form_token};
    struct asked asked = {.view = &view};
    struct web_request *request = page->site.request;
    TRY(desk_register(page, &asked.definition));
    view.work = text_starts(request->path, "/werk/");
    view.path = text_format(page->site.arena, "/%s/%.*s", view.work ? "werk" : "mijn",
                            TEXT_FORMAT(desk_name_of(asked.definition)));
    view.words = text_trim(web_query(request, "naam"));
    asked.state = register_state(asked.definition, web_query(request, "toestand"));
    if (asked.state)
        view.chosen = asked.state->id;
    if (web_query(request, "voor").size && !text_number(web_query(request, "voor"), &asked.before))
        return error_new(page->site.arena, ERROR_INPUT, "\"voor\" is no place in this list");
    TRY(desk_read(page, make, &asked));
    if (view.work)
        TRY(desk_note_look(page, asked.definition, TEXT(""), TEXT("")));
    page->site.place = view.work ? SITE_WORK : SITE_MINE;
    page->site.title = view.about.title;
    site_add_crumb(
        &page->site, view.work ? TEXT("/werk") : TEXT("/mijn"),
        site_words(&page->site, view.work ? MESSAGE("Work") : MESSAGE("My declarations")));
    site_add_crumb(&page->site, TEXT(""), page->site.title);
    struct markup out = site_markup(&page->site);
    template_desk_list(&out, &view);
    return NULL;
}
