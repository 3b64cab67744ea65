/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Who can sign in, and as what: /werk/mensen. */

#include "desk/invite.h"
#include "desk/view.h"
#include "people/link.h"
#include "people/message.h"
#include "register/inside.h"
#include "store/job.h"
#include "templates/people.h"

#include <string.h>

enum { PEOPLE_ROWS = 50 };

static struct text state_words(const struct desk_page *page, const struct people_account *account)
{
    static const char *const words[] = {
        [PEOPLE_INVITED] = MESSAGE("invited"),
        [PEOPLE_ACTIVE] = MESSAGE("can sign in"),
        [PEOPLE_DISABLED] = MESSAGE("blocked"),
    };
    return site_words(&page->site, account ? words[account->state] : MESSAGE("no account"));
}

static struct error *show_person(struct desk_page *page, const struct register_row *row,
                                 struct desk_member *member)
{
    *member = (struct desk_member){
        .person = row->entry,
        .name = row->holder_name,
        .path = text_format(page->site.arena, "/werk/mensen/%.*s",
                            TEXT_FORMAT(site_encode(page->site.arena, row->entry))),
        .office = site_office_label(&page->site, row->holder_office),
        .left = !row->current,
    };
    return site_unit_name(&page->site, row->holder_unit, &member->unit);
}

/* Once nothing else is read: accounts have sessions with the database of their own. */
static struct error *show_account(struct desk_page *page, struct desk_member *member,
                                  struct people_account **account)
{
    TRY(people_account_of_person(&page->context, member->person, account));
    member->account = state_words(page, *account);
    return NULL;
}

struct asked {
    struct desk_people *view;
    int64_t before;
};

static struct error *make_list(struct desk_page *page, void *context)
{
    struct asked *asked = context;
    struct desk_people *view = asked->view;
    struct register_inside inside = register_inside_of(
        page->site.arena, &page->actor, page->site.body, page->site.body->people->definition);
    struct register_row *rows;
    bool more;
    inside.words = view->words;
    inside.before = asked->before;
    inside.limit = PEOPLE_ROWS;
    TRY(register_inside_read(page->site.session, page->site.arena, &inside, &rows,
                             &view->member_count, &more));
    view->members = ARENA_ARRAY(page->site.arena, struct desk_member, view->member_count);
    for (size_t i = 0; i < view->member_count; i++)
        TRY(show_person(page, &rows[i], &view->members[i]));
    if (more)
        view->older = text_format(page->site.arena, "/werk/mensen?naam=%.*s&voor=%lld",
                                  TEXT_FORMAT(site_encode(page->site.arena, view->words)),
                                  (long long)rows[view->member_count - 1].number);
    return NULL;
}

static void begin(struct desk_page *page, struct text title, bool list)
{
    page->site.place = SITE_WORK;
    page->site.title = title;
    site_add_crumb(&page->site, TEXT("/werk"), site_words(&page->site, MESSAGE("Work")));
    if (!list)
        site_add_crumb(&page->site, TEXT("/werk/mensen"),
                       site_words(&page->site, MESSAGE("People and accounts")));
    site_add_crumb(&page->site, TEXT(""), title);
}

struct error *desk_show_people(struct desk_page *page)
{
    struct desk_people view = {
        .page = &page->site,
        .form_token = page->form_token,
        .words = text_trim(web_query(page->site.request, "naam")),
        .invited = web_has(page->site.request->query, "uitgenodigd"),
    };
    struct asked asked = {.view = &view};
    text_number(web_query(page->site.request, "voor"), &asked.before);
    TRY(desk_read(page, make_list, &asked));
    for (size_t i = 0; i < view.member_count; i++) {
        struct people_account *account;
        TRY(show_account(page, &view.members[i], &account));
    }
    begin(page, site_words(&page->site, MESSAGE("People and accounts")), true);
    struct markup out = site_markup(&page->site);
    template_desk_people(&out, &view);
    return NULL;
}

struct one {
    struct text person;
    struct register_row row;
    struct desk_person *view;
};

/* A person that the visitor may see, or that does not exist. */
static struct error *find_person(struct desk_page *page, void *context)
{
    struct one *one = context;
    const struct register_projection *people = page->site.body->people;
    bool found;
    TRY(register_projection_get(page->site.session, page->site.arena, people, one->person,
                                &one->row, &found));
    struct register_matter matter = {0};
    if (found)
        matter = register_matter_of(&one->row);
    if (!found || !register_sees(&page->actor, people->definition, &matter))
        return error_new(page->site.arena, ERROR_NOT_FOUND, "there is no such person");
    return NULL;
}

static struct error *read_roles(struct desk_page *page, struct one *one)
{
    const struct register_definition *roles =
        register_find(page->site.body->definitions, TEXT("roles"));
    struct register_row *rows;
    bool more;
    if (!roles)
        return NULL;
    struct register_inside inside =
        register_inside_of(page->site.arena, &page->actor, page->site.body, roles);
    if (inside.reach <= REGISTER_REACH_OWN)
        return NULL;
    inside.holder = one->person;
    inside.limit = PEOPLE_ROWS;
    TRY(register_inside_read(page->site.session, page->site.arena, &inside, &rows,
                             &one->view->role_count, &more));
    TRY(desk_rows_show(page, roles, "werk", rows, one->view->role_count, false, &one->view->roles));
    for (size_t i = 0; i < one->view->role_count; i++) {
        struct site_value shown;
        const struct register_field *role = register_field(roles, TEXT("role"));
        TRY(site_value_show(&page->site, role, &rows[i].values[role->number], &shown));
        one->view->roles[i].title = site_upper(page->site.arena, shown.text);
    }
    struct register_matter matter = {one->person, one->row.holder_unit, &roles->states[0]};
    if (register_may(&page->actor, roles, REGISTER_DECLARE, &matter))
        one->view->role_path = text_format(page->site.arena, "/werk/%.*s/nieuw?person=%.*s",
                                           TEXT_FORMAT(desk_name_of(roles)),
                                           TEXT_FORMAT(site_encode(page->site.arena, one->person)));
    return NULL;
}

static struct error *make_person(struct desk_page *page, void *context)
{
    struct one *one = context;
    struct desk_person *view = one->view;
    TRY(find_person(page, one));
    TRY(show_person(page, &one->row, &view->member));
    view->entry_path = text_format(page->site.arena, "/werk/%.*s/%.*s",
                                   TEXT_FORMAT(desk_name_of(page->site.body->people->definition)),
                                   TEXT_FORMAT(site_encode(page->site.arena, one->person)));
    return read_roles(page, one);
}

/* What can be done with an account, in which states, and what was done when it is. */
struct act {
    const char *word;
    const char *label;
    const char *explains;
    const char *done;
    unsigned states; /* bits of people_account_state; NONE: without an account */
    struct error *(*run)(struct desk_page *page, struct one *one);
};

enum {
    NONE = 8,
    INVITED = 1 << PEOPLE_INVITED,
    ACTIVE = 1 << PEOPLE_ACTIVE,
    DISABLED = 1 << PEOPLE_DISABLED
};

static struct error *invite(struct desk_page *page, struct one *one)
{
    bool invited;
    TRY(desk_invite(&page->context, page->site.body, &one->row, &invited));
    return invited ? NULL
                   : error_new(page->site.arena, ERROR_INPUT,
                               "there is no e-mail address of this person, or they have left");
}

static struct error *disable(struct desk_page *page, struct one *one)
{
    return people_account_disable(&page->context, one->view->account->id);
}

static struct error *enable(struct desk_page *page, struct one *one)
{
    return people_account_enable(&page->context, one->view->account->id);
}

static struct error *reset_all(struct desk_page *page, struct one *one, bool totp)
{
    struct text unused; /* the one that counts is made when the mail is sent */
    TRY(people_account_reset(&page->context, one->view->account->id, totp, &unused));
    return invite(page, one);
}

static struct error *reset(struct desk_page *page, struct one *one)
{
    return reset_all(page, one, false);
}

static struct error *reset_factor(struct desk_page *page, struct one *one)
{
    return reset_all(page, one, true);
}

static const struct act acts[] = {
    {"uitnodigen", MESSAGE("Invite"),
     MESSAGE("Sends a mail with a link that works once, to choose a password."),
     MESSAGE("A mail with a link is on its way."), NONE | INVITED, invite},
    {"opnieuw", MESSAGE("New password"),
     MESSAGE("Signs this person out everywhere and sends a link to choose a new password."),
     MESSAGE("Signed out everywhere; a mail with a link is on its way."), ACTIVE, reset},
    {"opnieuw-code", MESSAGE("New password and code"),
     MESSAGE("The same, for who lost the telephone with the codes. Be sure who is asking."),
     MESSAGE("Signed out everywhere; a mail with a link is on its way."), ACTIVE, reset_factor},
    {"blokkeren", MESSAGE("Block"),
     MESSAGE("Signs this person out everywhere and lets them in no more, until you unblock."),
     MESSAGE("This account is blocked."), INVITED | ACTIVE, disable},
    {"toelaten", MESSAGE("Unblock"), MESSAGE("Lets this person sign in again."),
     MESSAGE("This account is no longer blocked."), DISABLED, enable},
};

static unsigned state_of(const struct people_account *account)
{
    return account ? 1U << account->state : NONE;
}

static void add_acts(struct desk_page *page, struct desk_person *view)
{
    view->acts = ARENA_ARRAY(page->site.arena, struct desk_act, sizeof acts / sizeof *acts);
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (acts[i].states & state_of(view->account))
            view->acts[view->act_count++] = (struct desk_act){
                .word = text_of(acts[i].word),
                .label = site_words(&page->site, acts[i].label),
                .explains = site_words(&page->site, acts[i].explains),
            };
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (text_is(web_query(page->site.request, "klaar"), acts[i].word))
            view->done = site_words(&page->site, acts[i].done);
}

struct error *desk_show_member(struct desk_page *page)
{
    struct desk_person view = {.page = &page->site, .form_token = page->form_token};
    struct one one = {.person = web_parameter(page->site.request, "person"), .view = &view};
    TRY(desk_read(page, make_person, &one));
    TRY(show_account(page, &view.member, &view.account));
    add_acts(page, &view);
    begin(page, view.member.name, false);
    struct markup out = site_markup(&page->site);
    template_desk_person(&out, &view);
    return NULL;
}

struct error *desk_change_member(struct desk_page *page)
{
    struct desk_person view = {.page = &page->site};
    struct one one = {.person = web_parameter(page->site.request, "person"), .view = &view};
    struct text word = web_field(page->site.request, "doe");
    TRY(desk_read(page, make_person, &one));
    TRY(show_account(page, &view.member, &view.account));
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        if (!text_is(word, acts[i].word))
            continue;
        if (!(acts[i].states & state_of(view.account)))
            return error_new(page->site.arena, ERROR_CONFLICT, "the account changed meanwhile");
        TRY(acts[i].run(page, &one));
        web_redirect(page->site.response,
                     text_format(page->site.arena, "%s%.*s?klaar=%s",
                                 page->site.language == LANGUAGE_ENGLISH ? "/en" : "",
                                 TEXT_FORMAT(view.member.path), acts[i].word));
        return NULL;
    }
    return error_new(page->site.arena, ERROR_INPUT, "nothing of that name can be done");
}

static struct error *add_job(struct store_session *session, struct arena *arena, void *context)
{
    const struct desk_page *page = context;
    (void)arena;
    return store_job_add(session, DESK_INVITE_JOB, DESK_INVITE_JOB, page->context.now, TEXT(""));
}

struct error *desk_invite_everybody(struct desk_page *page)
{
    TRY(store_change(page->context.store, page->site.arena, page->context.body, add_job, page));
    web_redirect(page->site.response, page->site.language == LANGUAGE_ENGLISH
                                          ? TEXT("/en/werk/mensen?uitgenodigd")
                                          : TEXT("/werk/mensen?uitgenodigd"));
    return NULL;
}
