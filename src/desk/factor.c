/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How somebody signs in: the password, the second factor and its recovery codes. Each change asks
 * for the present password, so that a browser that was left open is not enough. */

#include "desk/sign_in.h"
#include "templates/account.h"

static struct desk_ask ask_start(struct desk_page *page, const char *title, const char *path,
                                 const char *button)
{
    struct desk_ask ask = desk_ask_start(page, title, text_of(path), button);
    site_add_crumb(&page->site, TEXT("/mijn"), site_words(&page->site, MESSAGE("My declarations")));
    site_add_crumb(&page->site, TEXT("/mijn/account"),
                   site_words(&page->site, MESSAGE("Your account")));
    site_add_crumb(&page->site, TEXT(""), page->site.title);
    desk_ask_for(&ask, DESK_SECRET, "password", MESSAGE("Your present password"),
                 "current-password");
    return ask;
}

/* Whether the present password is right; what is wrong stands beside its input then. */
static struct error *prove(struct desk_ask *ask, bool *right)
{
    struct desk_page *page = ask->page;
    struct people_password *password = desk_password(page, DESK_SECRET);
    struct people_sign_in result;
    struct error *error = people_prove(&page->context, page->desk->passwords,
                                       page->session->account->id, password, &result);
    people_password_free(password);
    if (error)
        return error;
    *right = result.answer == PEOPLE_SIGNED_IN;
    if (result.answer == PEOPLE_WAIT)
        desk_ask_refuse(ask, &ask->inputs[0], 429, desk_wait_words(page, result.until));
    else if (!*right)
        desk_ask_refuse(ask, &ask->inputs[0], 403,
                        site_words(&page->site, MESSAGE("This is not your present password.")));
    return NULL;
}

static struct desk_ask ask_password(struct desk_page *page)
{
    struct desk_ask ask = ask_start(page, MESSAGE("Change your password"),
                                    "/mijn/account/wachtwoord", MESSAGE("Keep the new password"));
    desk_ask_new_password(&ask);
    return ask;
}

struct error *desk_show_password(struct desk_page *page)
{
    struct desk_ask ask = ask_password(page);
    return desk_ask_show(&ask);
}

struct error *desk_change_password(struct desk_page *page)
{
    struct desk_ask ask = ask_password(page);
    const struct people_session *session = page->session;
    bool right;
    TRY(prove(&ask, &right));
    struct people_password *password = desk_new_password(&ask, session->account);
    if (!password)
        return desk_ask_show(&ask);
    struct error *error = people_change_password(&page->context, page->desk->passwords,
                                                 session->account->id, password, session->id);
    people_password_free(password);
    if (!error)
        desk_redirect(page, TEXT("/mijn/account?klaar=wachtwoord"));
    return error;
}

static struct error *show_codes(struct desk_page *page, struct desk_codes *view)
{
    view->page = &page->site;
    page->site.title = site_words(&page->site, MESSAGE("Keep your recovery codes"));
    page->site.crumb_count--;
    site_add_crumb(&page->site, TEXT(""), page->site.title);
    struct markup out = site_markup(&page->site);
    template_desk_codes(&out, view);
    return NULL;
}

static struct error *ask_factor(struct desk_page *page, struct desk_ask *ask)
{
    const struct people_account *account = page->session->account;
    *ask = ask_start(page, MESSAGE("Sign in with a code as well"), "/mijn/account/code",
                     MESSAGE("Turn this on"));
    desk_ask_tell(ask, MESSAGE("Whoever has your password still cannot get in without your "
                               "telephone. You need a program that makes codes (an authenticator "
                               "app); many have one for their work already."));
    desk_ask_tell(ask, MESSAGE("Point that program at the square, or type the letters beneath it. "
                               "It then shows six digits: fill these in."));
    struct desk_input *code = desk_ask_for(ask, DESK_SECRET "-code", "text",
                                           MESSAGE("Code of six digits"), "one-time-code");
    code->digits = true;
    TRY(people_totp_offer(&page->context, account->id, &ask->secret));
    struct text address =
        people_totp_address(page->site.arena, page->site.body_name, account->login, ask->secret);
    return people_qr_code(page->site.arena, address, &ask->picture, &ask->picture_size);
}

/* Codes come after a password of ours; who has one turns them on once. */
static bool can_add(const struct desk_page *page)
{
    return page->session->account->has_password && !page->session->account->has_totp;
}

struct error *desk_show_factor(struct desk_page *page)
{
    struct desk_ask ask;
    if (!can_add(page)) {
        desk_redirect(page, TEXT("/mijn/account"));
        return NULL;
    }
    TRY(ask_factor(page, &ask));
    return desk_ask_show(&ask);
}

struct error *desk_add_factor(struct desk_page *page)
{
    struct desk_codes view;
    struct desk_ask ask;
    bool right;
    if (!can_add(page)) {
        desk_redirect(page, TEXT("/mijn/account"));
        return NULL;
    }
    TRY(ask_factor(page, &ask));
    TRY(prove(&ask, &right));
    if (!right)
        return desk_ask_show(&ask);
    TRY(people_totp_confirm(&page->context, page->session->account->id,
                            web_field(page->site.request, DESK_SECRET "-code"), &right,
                            view.codes));
    if (right)
        return show_codes(page, &view);
    desk_ask_refuse(&ask, &ask.inputs[1], 400,
                    site_words(&page->site, MESSAGE("This code is wrong. Wait for the next one, "
                                                    "and look whether the clock of your telephone "
                                                    "is right.")));
    return desk_ask_show(&ask);
}

static struct desk_ask ask_off(struct desk_page *page)
{
    struct desk_ask ask = ask_start(page, MESSAGE("Sign in without a code"),
                                    "/mijn/account/code/uit", MESSAGE("Turn this off"));
    desk_ask_tell(&ask, MESSAGE("From then on your password is enough to get in, for whoever has "
                                "it. Your recovery codes do not work any more either."));
    return ask;
}

struct error *desk_show_factor_off(struct desk_page *page)
{
    struct desk_ask ask = ask_off(page);
    return desk_ask_show(&ask);
}

struct error *desk_remove_factor(struct desk_page *page)
{
    struct desk_ask ask = ask_off(page);
    bool right;
    TRY(prove(&ask, &right));
    if (!right)
        return desk_ask_show(&ask);
    TRY(people_totp_remove(&page->context, page->session->account->id));
    desk_redirect(page, TEXT("/mijn/account?klaar=code-uit"));
    return NULL;
}

static struct desk_ask ask_recovery(struct desk_page *page)
{
    struct desk_ask ask = ask_start(page, MESSAGE("New recovery codes"),
                                    "/mijn/account/herstelcodes", MESSAGE("Make new codes"));
    desk_ask_tell(&ask, MESSAGE("You get ten new codes. The old ones do not work any more."));
    return ask;
}

struct error *desk_show_recovery(struct desk_page *page)
{
    struct desk_ask ask = ask_recovery(page);
    return desk_ask_show(&ask);
}

struct error *desk_renew_recovery(struct desk_page *page)
{
    struct desk_ask ask = ask_recovery(page);
    struct desk_codes view;
    bool right;
    TRY(prove(&ask, &right));
    if (!right)
        return desk_ask_show(&ask);
    TRY(people_totp_renew(&page->context, page->session->account->id, view.codes));
    return show_codes(page, &view);
}
