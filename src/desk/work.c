/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What waits for me, and what I may look into: /werk. */

#include "desk/view.h"
#include "register/inside.h"
#include "templates/work.h"

enum { TASK_ROWS = 5 };

static struct error *read_task(struct desk_page *page, const struct register_definition *definition,
                               const struct register_state *state, struct desk_work *view)
{
    struct register_inside inside =
        register_inside_of(page->site.arena, &page->actor, page->site.body, definition);
    struct desk_task *task = &view->tasks[view->task_count];
    struct register_row *rows;
    bool more;
    inside.state = state;
    inside.waiting = true;
    inside.limit = TASK_ROWS;
    *task = (struct desk_task){
        .title = label_in(definition->title, page->site.language),
        .path = text_format(page->site.arena, "/werk/%.*s?toestand=%.*s",
                            TEXT_FORMAT(desk_name_of(definition)), TEXT_FORMAT(state->id)),
        .state = label_in(state->label, page->site.language),
    };
    TRY(register_inside_count(page->site.session, page->site.arena, &inside, &task->count));
    if (!task->count)
        return NULL;
    task->many = task->count == REGISTER_INSIDE_MANY;
    TRY(register_inside_read(page->site.session, page->site.arena, &inside, &rows, &task->row_count,
                             &more));
    TRY(desk_rows_show(page, definition, "werk", rows, task->row_count, true, &task->rows));
    view->task_count++;
    return NULL;
}

static struct error *make(struct desk_page *page, void *context)
{
    struct desk_work *view = context;
    const struct register_definitions *definitions = page->site.body->definitions;
    size_t states = 0;
    for (size_t i = 0; i < definitions->count; i++)
        states += definitions->items[i].state_count;
    view->tasks = ARENA_ARRAY(page->site.arena, struct desk_task, states);
    view->registers = ARENA_ARRAY(page->site.arena, struct desk_task, definitions->count);
    for (size_t i = 0; i < definitions->count; i++) {
        const struct register_definition *definition = &definitions->items[i];
        struct map units;
        if (register_reach(page->site.arena, &page->actor, definition, &units) <=
            REGISTER_REACH_OWN)
            continue;
        view->registers[view->register_count++] = (struct desk_task){
            .title = label_in(definition->title, page->site.language),
            .path =
                text_format(page->site.arena, "/werk/%.*s", TEXT_FORMAT(desk_name_of(definition))),
        };
        for (size_t j = 0; j < definition->state_count; j++)
            if (register_waits_for(&page->actor, definition, &definition->states[j]))
                TRY(read_task(page, definition, &definition->states[j], view));
    }
    return NULL;
}

struct error *desk_show_work(struct desk_page *page)
{
    struct desk_work view = {.page = &page->site,
                             .accounts = desk_admits(&page->actor, DESK_ACCOUNTS),
                             .looks = desk_admits(&page->actor, DESK_WATCHERS)};
    page->site.place = SITE_WORK;
    page->site.title = site_words(&page->site, MESSAGE("Work"));
    site_add_crumb(&page->site, TEXT(""), page->site.title);
    TRY(desk_read(page, make, &view));
    struct markup out = site_markup(&page->site);
    template_desk_work(&out, &view);
    return NULL;
}
