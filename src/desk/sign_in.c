/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Signing in and out: /inloggen and what lies beneath it. */

#include "desk/sign_in.h"

#include "site/query.h"

#include <string.h>

static struct text onward_of(const struct desk_page *page)
{
    const struct web_request *request = page->site.request;
    return request->method == WEB_POST ? web_field(request, "verder")
                                       : web_query(request, "verder");
}

/* PATH with where to go afterwards. */
static struct text with_onward(const struct desk_ask *ask, const char *path)
{
    struct arena *arena = ask->site->arena;
    if (!ask->onward.size)
        return text_of(path);
    return text_format(arena, "%s%sverder=%.*s", path, strchr(path, '?') ? "&" : "?",
                       TEXT_FORMAT(site_encode(arena, ask->onward)));
}

static struct people_browser browser_of(const struct desk_page *page)
{
    return (struct people_browser){web_cookie(page->site.request, DESK_DEVICE),
                                   web_header(page->site.request, "user-agent")};
}

static struct error *read_owner(struct desk_page *page, void *context)
{
    const struct people_account *account = context;
    return register_actor_read(page->site.session, page->site.arena, page->site.body,
                               account->person, &page->actor);
}

struct error *desk_welcome(struct desk_ask *ask, const struct people_sign_in *result)
{
    struct desk_page *page = ask->page;
    struct web_response *response = page->site.response;
    struct text old = web_cookie(page->site.request, DESK_COOKIE);
    if (old.size)
        TRY(people_session_sign_out(&page->context, old));
    web_set_cookie(response, DESK_COOKIE, result->token, 0);
    if (result->answer == PEOPLE_CODE_NEEDED) {
        desk_redirect(page, with_onward(ask, "/inloggen/code"));
        return NULL;
    }
    if (result->device.size)
        web_set_cookie(response, DESK_DEVICE, result->device, PEOPLE_DEVICE_TERM / 1000000);
    TRY(desk_read(page, read_owner, result->account));
    if (!page->actor.present) {
        TRY(people_session_sign_out(&page->context, result->token));
        response->status = 403;
        ask->warning = site_words(&page->site, MESSAGE("You are not in office according to the "
                                                       "register, so there is nothing here for you "
                                                       "now. Is that wrong? Ask the clerk, or the "
                                                       "integrity coordinator."));
        return desk_ask_show(ask);
    }
    if (ask->onward.size)
        web_redirect(response, desk_onward(page->site.arena, ask->onward));
    else
        web_redirect(response, result->account->language == LANGUAGE_ENGLISH ? TEXT("/en/mijn")
                                                                             : TEXT("/mijn"));
    return NULL;
}

static struct desk_ask ask_sign_in(struct desk_page *page)
{
    struct desk_ask ask =
        desk_ask_start(page, MESSAGE("Sign in"), TEXT("/inloggen"), MESSAGE("Sign in"));
    ask.onward = onward_of(page);
    desk_ask_tell(&ask, MESSAGE("For members of the assembly and the executive, and for those who "
                                "work here. To look something up you need no account."));
    desk_ask_for(&ask, "login", "email", MESSAGE("Your e-mail address"), "username");
    desk_ask_for(&ask, DESK_SECRET, "password", MESSAGE("Your password"), "current-password");
    desk_ask_link(&ask, TEXT("/inloggen/vergeten"),
                  MESSAGE("I do not know my password, or cannot get in"));
    return ask;
}

struct error *desk_show_sign_in(struct desk_page *page)
{
    struct desk_ask ask = ask_sign_in(page);
    if (page->session) {
        web_redirect(page->site.response, desk_onward(page->site.arena, ask.onward));
        return NULL;
    }
    if (web_has(page->site.request->query, "uit"))
        ask.done = site_words(&page->site, MESSAGE("You are signed out."));
    return desk_ask_show(&ask);
}

struct error *desk_sign_in(struct desk_page *page)
{
    struct desk_ask ask = ask_sign_in(page);
    struct people_browser browser = browser_of(page);
    struct people_password *password = desk_password(page, DESK_SECRET);
    struct people_sign_in result;
    struct error *error = people_sign_in(&page->context, page->desk->passwords, ask.inputs[0].value,
                                         password, &browser, &result);
    people_password_free(password);
    if (error)
        return error;
    if (result.answer == PEOPLE_WAIT)
        desk_ask_refuse(&ask, &ask.inputs[1], 429, desk_wait_words(page, result.until));
    else if (result.answer == PEOPLE_WRONG)
        desk_ask_refuse(&ask, &ask.inputs[1], 403,
                        site_words(&page->site, MESSAGE("The e-mail address or the password is "
                                                        "wrong. Look at both, and try again.")));
    else
        return desk_welcome(&ask, &result);
    return desk_ask_show(&ask);
}

/* The code after the password, or, for who has lost what makes them, a recovery code. */
static struct desk_ask ask_code(struct desk_page *page)
{
    bool recovery = web_has(page->site.request->query, "herstel");
    struct desk_ask ask = desk_ask_start(
        page, recovery ? MESSAGE("Sign in with a recovery code") : MESSAGE("Fill in your code"),
        recovery ? TEXT("/inloggen/code?herstel=1") : TEXT("/inloggen/code"), MESSAGE("Sign in"));
    ask.onward = onward_of(page);
    struct desk_input *input = desk_ask_for(&ask, DESK_SECRET "-code", "text",
                                            recovery ? MESSAGE("Recovery code") : MESSAGE("Code"),
                                            recovery ? "off" : "one-time-code");
    input->value = TEXT("");
    input->digits = !recovery;
    input->hint = site_words(
        &page->site,
        recovery ? MESSAGE("One of the ten codes that you kept when you turned this on. Each works "
                           "once.")
                 : MESSAGE("Six digits, shown by the program on your telephone or computer."));
    desk_ask_link(&ask, with_onward(&ask, recovery ? "/inloggen/code" : "/inloggen/code?herstel=1"),
                  recovery ? MESSAGE("Fill in a code of six digits instead")
                           : MESSAGE("I do not have my telephone: use a recovery code"));
    desk_ask_link(&ask, TEXT("/inloggen"), MESSAGE("Start again"));
    return ask;
}

/* The session that waits for a code; without one the visitor is sent back to the password. */
static struct error *find_waiting(struct desk_page *page, struct people_session **session)
{
    TRY(people_session_find_waiting(&page->context, web_cookie(page->site.request, DESK_COOKIE),
                                    session));
    if (*session)
        page->form_token = (*session)->form_token;
    else
        desk_redirect(page, TEXT("/inloggen"));
    return NULL;
}

struct error *desk_show_code(struct desk_page *page)
{
    struct people_session *session;
    TRY(find_waiting(page, &session));
    if (!session)
        return NULL;
    struct desk_ask ask = ask_code(page);
    return desk_ask_show(&ask);
}

struct error *desk_give_code(struct desk_page *page)
{
    struct people_session *session;
    struct people_browser browser = browser_of(page);
    struct people_sign_in result;
    TRY(find_waiting(page, &session));
    if (!session)
        return NULL;
    if (!people_form_is_own(session, web_field(page->site.request, DESK_TOKEN)))
        return error_new(page->site.arena, ERROR_FORBIDDEN, "a form of another session");
    TRY(people_sign_in_code(&page->context, web_cookie(page->site.request, DESK_COOKIE),
                            web_field(page->site.request, DESK_SECRET "-code"), &browser, &result));
    if (result.answer == PEOPLE_SIGNED_IN) {
        struct desk_ask ask = ask_code(page);
        return desk_welcome(&ask, &result);
    }
    if (result.answer == PEOPLE_START_AGAIN) {
        struct desk_ask ask = ask_sign_in(page);
        ask.warning =
            site_words(&page->site, MESSAGE("The code was wrong too often, or it took too long. "
                                            "Begin again with your password."));
        page->site.response->status = 403;
        page->form_token = TEXT("");
        return desk_ask_show(&ask);
    }
    struct desk_ask ask = ask_code(page);
    desk_ask_refuse(&ask, &ask.inputs[0], 403,
                    site_words(&page->site, MESSAGE("This code is wrong, or was used before. Wait "
                                                    "for the next one, and try that.")));
    return desk_ask_show(&ask);
}

struct error *desk_sign_out(struct desk_page *page)
{
    if (page->session) {
        if (!people_form_is_own(page->session, web_field(page->site.request, DESK_TOKEN)))
            return error_new(page->site.arena, ERROR_FORBIDDEN, "a form of another session");
        TRY(people_session_sign_out(&page->context, web_cookie(page->site.request, DESK_COOKIE)));
    }
    web_set_cookie(page->site.response, DESK_COOKIE, TEXT(""), -1);
    desk_redirect(page, TEXT("/inloggen?uit"));
    return NULL;
}

static struct desk_ask ask_forgotten(struct desk_page *page, const char *button)
{
    struct desk_ask ask = desk_ask_start(page, MESSAGE("A new password"),
                                         button ? TEXT("/inloggen/vergeten") : TEXT(""), button);
    desk_ask_link(&ask, TEXT("/inloggen"), MESSAGE("Back to signing in"));
    return ask;
}

struct error *desk_show_forgotten(struct desk_page *page)
{
    struct desk_ask ask = ask_forgotten(page, MESSAGE("Send me a link"));
    desk_ask_tell(&ask, MESSAGE("We send you a mail with a link. By it you choose a new password, "
                                "and you are in, even if somebody else guessed at yours."));
    desk_ask_for(&ask, "login", "email", MESSAGE("Your e-mail address"), "username");
    return desk_ask_show(&ask);
}

/* The same words whether or not there is such an account. */
struct error *desk_ask_link_by_mail(struct desk_page *page)
{
    struct desk_ask ask = ask_forgotten(page, NULL);
    TRY(people_link_ask(&page->context, web_field(page->site.request, "login"),
                        TEXT("/inloggen/link/")));
    desk_ask_tell(&ask, MESSAGE("Is there an account with this e-mail address? Then a mail with a "
                                "link is on its way. The link works once, for an hour."));
    desk_ask_tell(&ask, MESSAGE("No mail after ten minutes? Look in the folder for unwanted mail. "
                                "After a quarter of an hour you can ask for another one."));
    return desk_ask_show(&ask);
}

static struct desk_ask ask_by_link(struct desk_page *page, const struct people_account *account)
{
    struct text token = web_parameter(page->site.request, "token");
    struct desk_ask ask =
        desk_ask_start(page, MESSAGE("Choose a password"),
                       text_format(page->site.arena, "/inloggen/link/%.*s",
                                   TEXT_FORMAT(site_encode(page->site.arena, token))),
                       MESSAGE("Keep and sign in"));
    struct desk_input *login =
        desk_ask_for(&ask, "login", "email", MESSAGE("You sign in with this address"), "username");
    login->value = account->email;
    login->fixed = true;
    desk_ask_new_password(&ask);
    return ask;
}

/* The link's account; without one the page that says so was shown. */
static struct error *find_link(struct desk_page *page, struct people_account **account)
{
    enum people_link_purpose purpose;
    TRY(people_link_find(&page->context, web_parameter(page->site.request, "token"), &purpose,
                         account));
    if (*account)
        return desk_read(page, read_owner, *account);
    struct desk_ask ask =
        desk_ask_start(page, MESSAGE("This link does not work any more"), TEXT(""), NULL);
    desk_ask_tell(&ask, MESSAGE("A link works once, and only for a while. Yours was used before, "
                                "or it is too old, or a newer one was sent."));
    desk_ask_link(&ask, TEXT("/inloggen/vergeten"), MESSAGE("Ask for a new link"));
    desk_ask_link(&ask, TEXT("/inloggen"), MESSAGE("Sign in with your password"));
    page->site.response->status = 404;
    return desk_ask_show(&ask);
}

struct error *desk_show_link(struct desk_page *page)
{
    struct people_account *account;
    TRY(find_link(page, &account));
    if (!account)
        return NULL;
    struct desk_ask ask = ask_by_link(page, account);
    return desk_ask_show(&ask);
}

struct error *desk_use_link(struct desk_page *page)
{
    struct people_account *account;
    struct people_browser browser = browser_of(page);
    struct people_sign_in result;
    TRY(find_link(page, &account));
    if (!account)
        return NULL;
    struct desk_ask ask = ask_by_link(page, account);
    struct people_password *password = desk_new_password(&ask, account);
    if (!password)
        return desk_ask_show(&ask);
    struct error *error =
        people_link_use(&page->context, page->desk->passwords,
                        web_parameter(page->site.request, "token"), password, &browser, &result);
    people_password_free(password);
    if (error)
        return error;
    return result.answer == PEOPLE_WRONG ? find_link(page, &account) : desk_welcome(&ask, &result);
}
