/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Declaring, changing, correcting and taking a step: a form is filled in, its answers are checked
 * with what the public will see of them, and only then is the entry written. */

#include "base/identifier.h"
#include "desk/draft.h"
#include "desk/notice.h"
#include "people/token.h"
#include "templates/form.h"

/* What the buttons of a form send. */
#define PRESSED       "knop"
#define PRESSED_SEND  "versturen"
#define PRESSED_BACK  "terug"
#define PRESSED_KEEP  "bewaren"
#define PRESSED_THROW "weggooien"

enum { ENTRY_SIZE = 20 };

/* A form that came in, or is opened. */
struct sending {
    struct desk_form form;
    struct desk_sheet sheet;
    struct desk_choose choose;
    struct text pressed; /* empty: it is opened */
    struct text entry;   /* the id of the entry that it makes or changes */
    bool checks;         /* its answers are to be checked, and may be sent */
    bool there;          /* there is such an entry already */
    bool done;           /* it was sent before, and did what it asks */
};

/* A form makes one entry, however often it is sent: the id hangs on whose it is and on what the
 * form was given when it was opened. Nobody else can make it. */
static struct text entry_of(const struct sending *sending)
{
    const struct desk_form *form = &sending->form;
    const struct desk_page *page = form->page;
    struct arena *arena = page->site.arena;
    const struct register_field *own = register_field(form->definition, TEXT("id"));
    if (form->row)
        return form->row->entry;
    if (own && own->type == REGISTER_IDENTIFIER)
        return form->values[own->number].text;
    struct text seed =
        text_format(arena, "%.*s %.*s %.*s", TEXT_FORMAT(page->session->account->id),
                    TEXT_FORMAT(form->definition->id), TEXT_FORMAT(sending->sheet.once));
    return text_slice(people_token_hash(arena, "entry", seed), 0, ENTRY_SIZE);
}

static bool is_typed(const struct desk_form *form, struct text name)
{
    static const char *const own[] = {DESK_STATE, DESK_KIND, DESK_REASON};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (text_is(name, own[i]))
            return true;
    for (size_t i = 0; i < form->asked_count; i++) {
        struct text field = desk_field_name(form->page->site.arena, form->asked[i]);
        if (text_equal(name, field) || (name.size > field.size && name.data[field.size] == '-' &&
                                        text_equal(text_slice(name, 0, field.size), field)))
            return true;
    }
    return false;
}

/* What was typed for what is asked; the rest of what came is not ours. */
static void type_pairs(struct desk_form *form, const struct web_pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (is_typed(form, pairs->items[i].name))
            desk_form_type(form, pairs->items[i].name, pairs->items[i].value);
}

static bool is_for_later(const struct sending *sending)
{
    return text_is(sending->pressed, PRESSED_KEEP) || text_is(sending->pressed, PRESSED_THROW);
}

/* The path of the entry, once there is one. */
static struct text entry_path(const struct sending *sending)
{
    const struct desk_form *form = &sending->form;
    struct arena *arena = form->page->site.arena;
    return form->row ? form->back
                     : text_format(arena, "%.*s/%.*s", TEXT_FORMAT(form->back),
                                   TEXT_FORMAT(site_encode(arena, sending->entry)));
}

/* Whether the newest version is what this form asks for, made by the visitor on what the form was
 * made of: it was sent twice. */
static struct error *see_done(struct sending *sending)
{
    struct desk_form *form = &sending->form;
    struct register_version *versions;
    size_t count;
    TRY(register_history(form->page->site.session, form->page->site.arena, form->definition,
                         sending->entry, &versions, &count));
    sending->there = count > 0;
    if (!count || !versions->entry.values || versions->entry.state != form->state ||
        versions->entry.revision != sending->sheet.revision + 1 ||
        !text_equal(versions->actor, form->page->actor.person))
        return NULL;
    sending->done = true;
    for (size_t i = 0; i < form->definition->field_count && sending->done; i++)
        sending->done = register_value_equal(&form->definition->fields[i],
                                             &versions->entry.values[i], &form->values[i]);
    return NULL;
}

static bool is_new_revision(const struct sending *sending)
{
    return sending->form.row && sending->sheet.revision != sending->form.row->revision;
}

/* A form is made on the newest version from here on. What was typed stays; what nobody touched
 * becomes what others made of it, so that it is not put back unseen. */
static struct error *renew(struct sending *sending)
{
    struct desk_form *form = &sending->form;
    TRY(desk_sheet_meanwhile(form, &sending->sheet));
    for (size_t i = 0; form->base && i < form->asked_count; i++) {
        const struct register_field *field = form->asked[i];
        if (!desk_form_has_fault(form, desk_field_name(form->page->site.arena, field)) &&
            register_value_equal(field, &form->base[field->number], &form->values[field->number]))
            TRY(desk_field_renew(form, field));
    }
    sending->sheet.revision = form->row->revision;
    sending->checks = false;
    return NULL;
}

/* A new entry whose id is there already: a number that somebody chose is theirs to mend; a form
 * that was sent before, and went back to since, makes a second entry only when it is sent again. */
static void renew_entry(struct sending *sending)
{
    struct desk_form *form = &sending->form;
    const struct site_page *site = &form->page->site;
    if (register_field(form->definition, TEXT("id"))) {
        desk_form_fault(form, TEXT(DESK_FIELD "id"),
                        site_words(site, MESSAGE("There is one with this number already. Choose "
                                                 "another.")));
        return;
    }
    sending->sheet.before = entry_path(sending);
    sending->sheet.once = identifier_random(site->arena);
    sending->entry = entry_of(sending);
    sending->pressed = TEXT("controleren");
}

static struct error *judge(struct sending *sending)
{
    struct desk_form *form = &sending->form;
    TRY(desk_form_take(form));
    sending->entry = entry_of(sending);
    if (!form->faults.count)
        TRY(see_done(sending));
    if (sending->done)
        return NULL;
    if (sending->there && !form->row)
        renew_entry(sending);
    bool back = text_is(sending->pressed, PRESSED_BACK);
    if (back)
        form->faults.count = 0;
    sending->checks = !form->faults.count && !back;
    return is_new_revision(sending) ? renew(sending) : NULL;
}

static struct error *find_people(struct sending *sending)
{
    struct desk_page *page = sending->form.page;
    struct desk_choose *choose = &sending->choose;
    struct register_inside inside = {0};
    struct desk_found *people;
    inside.reach = register_reach_declare(page->site.arena, &page->actor, sending->form.definition,
                                          &inside.units);
    choose->words = text_trim(web_query(page->site.request, "naam"));
    if (!choose->words.size)
        return NULL;
    TRY(desk_look_up(page, &inside, choose->words, &people, &choose->person_count, &choose->more));
    for (size_t i = 0; i < choose->person_count; i++)
        people[i].path =
            text_format(page->site.arena, "%.*s?voor=%.*s", TEXT_FORMAT(sending->form.path),
                        TEXT_FORMAT(site_encode(page->site.arena, people[i].id)));
    choose->people = people;
    return NULL;
}

/* A step in whose state the entry is no longer: perhaps because this form brought it there. */
static struct error *find(struct sending *sending)
{
    struct desk_form *form = &sending->form;
    struct error *error = desk_form_find(form);
    if (!error || error->kind != ERROR_CONFLICT || !form->step)
        return error;
    form->state = form->step->to;
    form->values = form->row->values;
    sending->entry = form->row->entry;
    TRY(see_done(sending));
    return sending->done ? NULL : error;
}

/* A form is opened with what was kept of it, else with what the entry holds. */
static struct error *open_form(struct sending *sending)
{
    struct desk_form *form = &sending->form;
    struct desk_sheet *sheet = &sending->sheet;
    struct desk_draft draft;
    TRY(desk_draft_find(form->page, form->path, &draft));
    sheet->revision = form->row ? form->row->revision : 0;
    if (!draft.kept)
        return desk_form_fill(form);
    sheet->kept = zone_date(form->page->site.body->zone, draft.kept, NULL);
    sheet->revision = draft.revision;
    type_pairs(form, &draft.typed);
    if (!is_new_revision(sending))
        return NULL;
    TRY(desk_form_take(form));
    form->faults.count = form->flags.count = 0;
    return renew(sending);
}

static bool asks_nothing(const struct desk_form *form)
{
    return form->step && !form->asked_count && !desk_form_asks_reason(form);
}

static struct error *prepare(struct desk_page *page, void *context)
{
    struct sending *sending = context;
    struct desk_form *form = &sending->form;
    struct desk_sheet *sheet = &sending->sheet;
    TRY(find(sending));
    site_register_about(&page->site, form->definition, &sheet->about);
    if (sending->done || form->refused.size)
        return NULL;
    if (form->choosing)
        return find_people(sending);
    desk_form_ask(form);
    if (sending->pressed.size)
        type_pairs(form, &page->site.request->form);
    else
        TRY(open_form(sending));
    if (is_for_later(sending))
        return NULL;
    if (sending->pressed.size || asks_nothing(form))
        TRY(judge(sending));
    if (sending->done)
        return NULL;
    TRY(site_entry_title(&page->site, form->definition, form->values, &page->site.title));
    TRY(desk_sheet_known(form, sheet));
    struct desk_question *questions;
    TRY(desk_form_questions(form, &questions, &sheet->question_count));
    sheet->questions = questions;
    return sending->checks ? desk_sheet_answers(form, sending->entry, sheet) : NULL;
}

static void add_crumbs(const struct sending *sending, struct text title)
{
    const struct desk_form *form = &sending->form;
    struct site_page *site = &form->page->site;
    bool work = text_starts(form->back, "/werk/");
    site->place = work ? SITE_WORK : SITE_MINE;
    site_add_crumb(site, work ? TEXT("/werk") : TEXT("/mijn"),
                   site_words(site, work ? MESSAGE("Work") : MESSAGE("My declarations")));
    site_add_crumb(site,
                   text_format(site->arena, "/%s/%.*s", work ? "werk" : "mijn",
                               TEXT_FORMAT(desk_name_of(form->definition))),
                   sending->sheet.about.title);
    if (form->row)
        site_add_crumb(site, form->back, title);
    site_add_crumb(site, TEXT(""), site->title);
}

/* "Geschenk of uitnodiging opgeven", "Wijzigen: Vaas, Waterbouw BV". */
static struct text title_of(const struct sending *sending, struct text entry)
{
    const struct desk_form *form = &sending->form;
    const struct site_page *site = &form->page->site;
    if (!form->row)
        return message_fill(site->arena, site_words(site, MESSAGE("Declare: {what}")), "what",
                            sending->sheet.about.one, NULL);
    return message_fill(site->arena, site_words(site, MESSAGE("{what}: {entry}")), "what",
                        form->step ? label_in(form->step->label, site->language)
                                   : site_words(site, MESSAGE("Change")),
                        "entry", entry, NULL);
}

static void show_sheet(struct sending *sending)
{
    const struct desk_form *form = &sending->form;
    struct desk_sheet *sheet = &sending->sheet;
    struct site_page *site = &form->page->site;
    struct text entry = site->title;
    sheet->page = site;
    sheet->path = form->path;
    sheet->back = form->back;
    sheet->form_token = form->page->form_token;
    sheet->faults = form->faults.items;
    sheet->fault_count = form->faults.count;
    sheet->flags = form->flags.items;
    sheet->flag_count = form->flags.count;
    sheet->typed = form->typed;
    sheet->step = form->step != NULL;
    if (form->row ? form->others : !text_equal(form->page->matter.holder, form->page->actor.person))
        sheet->who = form->holder_name;
    site->title = sheet->heading = title_of(sending, entry);
    sheet->send = form->step ? label_in(form->step->label, site->language)
                             : site_words(site, MESSAGE("Send"));
    add_crumbs(sending, entry);
    if (sheet->fault_count) {
        site->response->status = 400;
        site->failed = true;
    } else if (sheet->meanwhile_count) {
        site->response->status = 409;
    }
    struct markup out = site_markup(site);
    if (sending->checks)
        template_desk_check(&out, sheet);
    else
        template_desk_form(&out, sheet);
}

static void show_choose(struct sending *sending)
{
    struct desk_choose *choose = &sending->choose;
    struct site_page *site = &sending->form.page->site;
    choose->page = site;
    choose->about = sending->sheet.about;
    choose->path = sending->form.path;
    site->title = title_of(sending, TEXT(""));
    add_crumbs(sending, TEXT(""));
    struct markup out = site_markup(site);
    template_desk_choose(&out, choose);
}

static struct error *show(struct sending *sending)
{
    if (sending->form.refused.size)
        desk_refuse(sending->form.page,
                    text_string(sending->form.page->site.arena, sending->form.refused));
    else if (sending->form.choosing)
        show_choose(sending);
    else
        show_sheet(sending);
    return NULL;
}

/* To the entry, which tells what was done. */
static struct error *show_done(struct sending *sending)
{
    struct site_page *site = &sending->form.page->site;
    web_redirect(site->response, text_format(site->arena, "%s%.*s?gedaan",
                                             site->language == LANGUAGE_ENGLISH ? "/en" : "",
                                             TEXT_FORMAT(entry_path(sending))));
    return NULL;
}

static struct error *write_entry(struct sending *sending)
{
    const struct desk_form *form = &sending->form;
    const struct register_change change = {
        .definition = form->definition,
        .action = form->action,
        .entry = sending->entry,
        .revision = form->row ? form->row->revision : 0,
        .state = form->state,
        .values = form->values,
        .actor = form->page->actor.person,
        .reason = form->reason,
    };
    return desk_write(form->page, &change, form->holder_office, form->flags.count > 0, form->path);
}

static struct error *receive(struct desk_page *page, struct sending *sending)
{
    struct text once = web_field(page->site.request, "keer");
    *sending = (struct sending){.form = {.page = page}};
    sending->sheet.once = identifier_valid(once) ? once : identifier_random(page->site.arena);
    sending->pressed = web_field(page->site.request, PRESSED);
    if (!text_number(web_field(page->site.request, "versie"), &sending->sheet.revision))
        sending->sheet.revision = 0;
    if (page->site.request->method == WEB_POST && !sending->pressed.size)
        sending->pressed = TEXT("controleren");
    return desk_read(page, prepare, sending);
}

struct error *desk_show_form(struct desk_page *page)
{
    struct sending sending;
    TRY(receive(page, &sending));
    if (sending.form.row && !sending.form.refused.size)
        TRY(desk_note_look(page, sending.form.definition, sending.form.row->entry,
                           page->matter.holder));
    return show(&sending);
}

/* Nothing of what was typed is lost when the entry cannot be written now. */
static struct error *show_failed(struct sending *sending, const struct error *error)
{
    sending->sheet.failed = true;
    TRY(show(sending));
    sending->form.page->site.response->status = error_status(error->kind);
    return NULL;
}

/* Keeps what was typed for later, or throws that away. */
static struct error *put_aside(struct sending *sending)
{
    struct desk_form *form = &sending->form;
    struct site_page *site = &form->page->site;
    bool keeps = text_is(sending->pressed, PRESSED_KEEP);
    struct desk_draft draft = {
        .path = form->path, .typed = form->typed, .revision = sending->sheet.revision};
    TRY(keeps ? desk_draft_keep(form->page, &draft) : desk_draft_throw(form->page, form->path));
    web_redirect(site->response,
                 text_format(site->arena, "%s%.*s", site->language == LANGUAGE_ENGLISH ? "/en" : "",
                             TEXT_FORMAT(keeps ? TEXT("/mijn?gedaan=concept") : form->path)));
    return NULL;
}

struct error *desk_take_form(struct desk_page *page)
{
    struct sending sending;
    TRY(receive(page, &sending));
    if (sending.done)
        return show_done(&sending);
    if (!sending.form.refused.size && !sending.form.choosing && is_for_later(&sending))
        return put_aside(&sending);
    if (!sending.checks || !text_is(sending.pressed, PRESSED_SEND))
        return show(&sending);
    struct error *error = write_entry(&sending);
    if (!error)
        return show_done(&sending);
    if (error->kind == ERROR_BUSY || error->kind == ERROR_UNAVAILABLE)
        return show_failed(&sending, error);
    if (error->kind != ERROR_CONFLICT)
        return error;
    /* Somebody was first, since it was read: now that is seen. */
    TRY(receive(page, &sending));
    return sending.done ? show_done(&sending) : show(&sending);
}
