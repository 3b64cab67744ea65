/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* One entry with all that the visitor may see of it, its history, and what they may do with it. */

#include "desk/view.h"
#include "register/check.h"
#include "templates/desk_entry.h"

enum { NOTICE_MINUTES = 10 };

struct asked {
    const struct register_definition *definition;
    struct text entry;
    const char *place; /* "mijn" or "werk" */
    struct desk_entry *view;
};

static struct error *show_values(struct desk_page *page,
                                 const struct register_definition *definition,
                                 const struct register_row *row, struct desk_entry *view)
{
    view->values = ARENA_ARRAY(page->site.arena, struct site_value, definition->field_count);
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        if (field == definition->holder || field->type == REGISTER_IDENTIFIER ||
            !site_page_shows(&page->site, field) || !row->values[i].present)
            continue;
        TRY(site_value_show(&page->site, field, &row->values[i],
                            &view->values[view->value_count++]));
    }
    return NULL;
}

static void add_action(struct desk_page *page, const struct asked *asked, const char *what,
                       struct text label)
{
    struct desk_entry *view = asked->view;
    view->actions[view->action_count++] = (struct desk_action){
        .path = text_format(page->site.arena, "/%s/%.*s/%.*s/%s", asked->place,
                            TEXT_FORMAT(desk_name_of(asked->definition)),
                            TEXT_FORMAT(site_encode(page->site.arena, asked->entry)), what),
        .label = label,
    };
}

static void add_actions(struct desk_page *page, const struct asked *asked)
{
    const struct register_definition *definition = asked->definition;
    asked->view->actions =
        ARENA_ARRAY(page->site.arena, struct desk_action, definition->step_count + 1);
    for (size_t i = 0; i < definition->step_count; i++) {
        const struct register_step *step = &definition->steps[i];
        if (register_may_step(&page->actor, definition, step, &page->matter))
            add_action(page, asked,
                       text_format(page->site.arena, "stap/%.*s", TEXT_FORMAT(step->id)).data,
                       label_in(step->label, page->site.language));
    }
    if (register_may(&page->actor, definition, REGISTER_CHANGE, &page->matter) ||
        register_may(&page->actor, definition, REGISTER_CORRECT, &page->matter))
        add_action(page, asked, "wijzigen", site_words(&page->site, MESSAGE("Change")));
}

/* What the rules say of it now: flagged, not refused. */
static void add_flags(struct desk_page *page, const struct register_definition *definition,
                      const struct register_row *row, struct desk_entry *view)
{
    struct register_findings findings;
    struct register_subject subject = register_subject_of(page->site.body, row);
    register_values_check(page->site.arena, definition, &subject, false, &findings);
    view->flags = ARENA_ARRAY(page->site.arena, struct text, findings.count);
    for (size_t i = 0; i < findings.count; i++)
        if (!findings.items[i].field || site_page_shows(&page->site, findings.items[i].field))
            view->flags[view->flag_count++] =
                label_in(findings.items[i].message, page->site.language);
}

struct error *desk_name_actors(struct desk_page *page, struct site_change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct text name;
        TRY(site_person_name(&page->site, changes[i].actor, &name));
        if (name.size)
            changes[i].actor = name;
    }
    return NULL;
}

/* What the visitor did just now, and what happens next: told once they come here from the form. */
static struct error *add_notice(struct desk_page *page, const struct asked *asked,
                                const struct register_row *row)
{
    static const char *const notices[REGISTER_ACTIONS] = {
        [REGISTER_DECLARE] = MESSAGE("Your declaration was received"),
        [REGISTER_CHANGE] = MESSAGE("Your change was received"),
        [REGISTER_END] = MESSAGE("It was ended"),
        [REGISTER_WITHDRAW] = MESSAGE("It was withdrawn"),
        [REGISTER_CORRECT] = MESSAGE("Your correction was received"),
        [REGISTER_DECIDE] = MESSAGE("It was done"),
    };
    struct desk_entry *view = asked->view;
    struct register_version *versions;
    size_t count;
    int64_t moment;
    if (!web_has(page->site.request->query, "gedaan"))
        return NULL;
    TRY(register_history(page->site.session, page->site.arena, asked->definition, asked->entry,
                         &versions, &count));
    if (!count || !text_equal(versions->actor, page->actor.person) ||
        !clock_parse(versions->moment, &moment) ||
        clock_now() - moment > NOTICE_MINUTES * PEOPLE_MINUTE || !notices[versions->action])
        return NULL;
    view->notice = site_words(&page->site, notices[versions->action]);
    return desk_outcome(page, asked->definition, row, true, &view->next, &view->next_count);
}

struct error *desk_entry_find(struct desk_page *page, const struct register_definition *definition,
                              struct text entry, struct register_row *row)
{
    const struct register_projection *projection =
        register_projection_of(page->site.body, definition);
    bool found;
    TRY(register_projection_get(page->site.session, page->site.arena, projection, entry, row,
                                &found));
    if (found)
        page->matter = register_matter_of(row);
    page->definition = definition;
    return found && register_sees(&page->actor, definition, &page->matter)
               ? NULL
               : error_new(page->site.arena, ERROR_NOT_FOUND, "there is no such entry");
}

static struct error *make(struct desk_page *page, void *context)
{
    struct asked *asked = context;
    struct desk_entry *view = asked->view;
    struct register_row row;
    TRY(desk_entry_find(page, asked->definition, asked->entry, &row));
    site_register_about(&page->site, asked->definition, &view->about);
    view->one = site_upper(page->site.arena, view->about.one);
    view->who = row.holder_name;
    view->state = site_upper(page->site.arena, label_in(row.state->label, page->site.language));
    if (row.public && asked->definition->path.size)
        view->public_path = text_format(page->site.arena, "/registers/%.*s/%.*s",
                                        TEXT_FORMAT(asked->definition->path),
                                        TEXT_FORMAT(site_encode(page->site.arena, row.entry)));
    TRY(show_values(page, asked->definition, &row, view));
    TRY(site_entry_title(&page->site, asked->definition, row.values, &page->site.title));
    TRY(site_changes_of(&page->site, asked->definition, asked->entry, &view->changes,
                        &view->change_count));
    TRY(desk_name_actors(page, view->changes, view->change_count));
    TRY(add_notice(page, asked, &row));
    add_flags(page, asked->definition, &row, view);
    add_actions(page, asked);
    return NULL;
}

struct error *desk_show_entry(struct desk_page *page)
{
    struct desk_entry view = {.page = &page->site, .form_token = page->form_token};
    struct asked asked = {
        .view = &view,
        .entry = web_parameter(page->site.request, "entry"),
        .place = text_starts(page->site.request->path, "/werk/") ? "werk" : "mijn",
    };
    bool work = asked.place[0] == 'w';
    TRY(desk_register(page, &asked.definition));
    TRY(desk_read(page, make, &asked));
    TRY(desk_note_look(page, asked.definition, asked.entry, page->matter.holder));
    page->site.place = work ? SITE_WORK : SITE_MINE;
    site_add_crumb(&page->site, work ? TEXT("/werk") : TEXT("/mijn"),
                   site_words(&page->site, work ? MESSAGE("Work") : MESSAGE("My declarations")));
    site_add_crumb(&page->site,
                   text_format(page->site.arena, "/%s/%.*s", asked.place,
                               TEXT_FORMAT(desk_name_of(asked.definition))),
                   view.about.title);
    site_add_crumb(&page->site, TEXT(""), page->site.title);
    struct markup out = site_markup(&page->site);
    template_desk_entry(&out, &view);
    return NULL;
}
