/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Pages that ask a few things and have one button. */

#include "base/clock.h"
#include "desk/sign_in.h"
#include "templates/ask.h"

#include <assert.h>
#include <string.h>

struct desk_ask desk_ask_start(struct desk_page *page, const char *title, struct text path,
                               const char *button)
{
    page->site.title = site_words(&page->site, title);
    return (struct desk_ask){
        .page = page,
        .site = &page->site,
        .path = path,
        .button = button ? site_words(&page->site, button) : TEXT(""),
    };
}

void desk_ask_tell(struct desk_ask *ask, const char *paragraph)
{
    assert(ask->lead_count < DESK_LEADS);
    ask->lead[ask->lead_count++] = site_words(ask->site, paragraph);
}

struct desk_input *desk_ask_for(struct desk_ask *ask, const char *name, const char *type,
                                const char *label, const char *autocomplete)
{
    assert(ask->input_count < DESK_INPUTS);
    struct desk_input *input = &ask->inputs[ask->input_count++];
    *input = (struct desk_input){
        .name = name,
        .type = type,
        .autocomplete = autocomplete,
        .label = site_words(ask->site, label),
    };
    if (strcmp(type, "password") != 0)
        input->value = web_field(ask->site->request, name);
    return input;
}

void desk_ask_link(struct desk_ask *ask, struct text path, const char *label)
{
    assert(ask->link_count < DESK_LINKS);
    ask->links[ask->link_count++] = (struct site_link){path, site_words(ask->site, label)};
}

void desk_ask_refuse(struct desk_ask *ask, struct desk_input *input, int status,
                     struct text message)
{
    ask->error_count += !input->error.size;
    ask->page->site.failed = true;
    input->error = message;
    ask->site->response->status = status;
}

struct error *desk_ask_show(struct desk_ask *ask)
{
    struct markup out = site_markup(ask->site);
    if (!ask->site->crumb_count)
        site_add_crumb(&ask->page->site, TEXT(""), ask->site->title);
    template_desk_ask(&out, ask);
    return NULL;
}

struct text desk_wait_words(const struct desk_page *page, int64_t until)
{
    int32_t seconds;
    /* The first whole minute at which it may be tried. */
    zone_date(page->site.body->zone, until + PEOPLE_MINUTE - 1, &seconds);
    return message_fill(
        page->site.arena,
        site_words(&page->site, MESSAGE("That was wrong too often. Try again from {time} on.")),
        "time", text_format(page->site.arena, "%02d:%02d", seconds / 3600, seconds / 60 % 60),
        NULL);
}

struct people_password *desk_password(const struct desk_page *page, const char *field)
{
    return people_password_take(web_field(page->site.request, field));
}

void desk_ask_new_password(struct desk_ask *ask)
{
    struct desk_input *input = desk_ask_for(ask, DESK_SECRET "-nieuw", "password",
                                            MESSAGE("Your new password"), "new-password");
    input->hint = site_words(
        ask->site, MESSAGE("At least 12 characters. Four words that have nothing to do with each "
                           "other are strong, and easy to remember."));
    desk_ask_for(ask, DESK_SECRET "-herhaling", "password", MESSAGE("The same password once more"),
                 "new-password");
}

static struct desk_input *input_named(struct desk_ask *ask, const char *name)
{
    struct desk_input *input = ask->inputs;
    while (strcmp(input->name, name) != 0)
        input++;
    return input;
}

static const char *reason_of(enum people_judgement judgement)
{
    switch (judgement) {
    case PEOPLE_PASSWORD_SHORT:
        return MESSAGE("Your password is too short. Use at least 12 characters.");
    case PEOPLE_PASSWORD_LONG:
        return MESSAGE("Your password is too long. Use at most 500 characters.");
    case PEOPLE_PASSWORD_GUESSABLE:
        return MESSAGE("Your password is too easy to guess. Take four words, for example, that "
                       "have nothing to do with each other.");
    default:
        return NULL;
    }
}

struct people_password *desk_new_password(struct desk_ask *ask,
                                          const struct people_account *account)
{
    struct desk_page *page = ask->page;
    struct people_password *password = desk_password(page, DESK_SECRET "-nieuw");
    struct people_password *again = desk_password(page, DESK_SECRET "-herhaling");
    const struct text own[] = {account->email, page->actor.name, page->site.body_name};
    const char *reason = reason_of(people_password_judge(password, own, sizeof own / sizeof *own));
    bool same = people_password_same(password, again);
    people_password_free(again);
    if (reason)
        desk_ask_refuse(ask, input_named(ask, DESK_SECRET "-nieuw"), 400,
                        site_words(ask->site, reason));
    else if (!same)
        desk_ask_refuse(ask, input_named(ask, DESK_SECRET "-herhaling"), 400,
                        site_words(ask->site, MESSAGE("The two passwords differ. Type the same "
                                                      "password twice.")));
    if (!ask->error_count)
        return password;
    people_password_free(password);
    return NULL;
}
