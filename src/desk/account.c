/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Somebody's own account: /mijn/account. What changes how they sign in stands in factor.c. */

#include "base/clock.h"
#include "desk/sign_in.h"
#include "templates/account.h"

/* "Firefox on Linux", or as much as is known. */
static struct text words_of(const struct desk_page *page, const struct people_session *session)
{
    const struct site_page *site = &page->site;
    if (session->browser.size && session->system.size)
        return message_fill(site->arena, site_words(site, MESSAGE("{browser} on {system}")),
                            "browser", session->browser, "system", session->system, NULL);
    if (session->browser.size || session->system.size)
        return session->browser.size ? session->browser : session->system;
    return site_words(site, MESSAGE("Unknown browser"));
}

/* To the hour: whoever looks over a shoulder need not know more. */
static struct text hour_of(const struct desk_page *page, int64_t moment)
{
    struct buffer day = {.arena = page->site.arena};
    int32_t seconds;
    language_add_date(&day, zone_date(page->site.body->zone, moment, &seconds),
                      page->site.language);
    return message_fill(
        page->site.arena,
        site_words(&page->site, MESSAGE("{day}, between {hour} and {next} o’clock")), "day",
        buffer_text(&day), "hour", text_format(page->site.arena, "%d", seconds / 3600), "next",
        text_format(page->site.arena, "%d", seconds / 3600 + 1), NULL);
}

static struct error *read_sessions(struct desk_page *page, struct desk_account *view)
{
    struct people_session *sessions;
    TRY(people_session_list(&page->context, page->session->account->id, &sessions,
                            &view->session_count));
    view->sessions = ARENA_ARRAY(page->site.arena, struct desk_session_row, view->session_count);
    for (size_t i = 0; i < view->session_count; i++)
        view->sessions[i] = (struct desk_session_row){
            .id = sessions[i].id,
            .what = words_of(page, &sessions[i]),
            .started = zone_date(page->site.body->zone, sessions[i].started, NULL),
            .seen = hour_of(page, sessions[i].seen),
            .own = text_equal(sessions[i].id, page->session->id),
        };
    return NULL;
}

/* What went well just now, by the word in the address. */
static struct text done_words(const struct desk_page *page)
{
    static const struct {
        const char *word;
        const char *message;
    } known[] = {
        {"taal", MESSAGE("Your language is kept.")},
        {"sessies", MESSAGE("Signed out there.")},
        {"wachtwoord", MESSAGE("Your new password is kept. Everywhere else you are signed out.")},
        {"code-uit", MESSAGE("From now on signing in asks for no code.")},
    };
    struct text word = web_query(page->site.request, "klaar");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (text_is(word, known[i].word))
            return site_words(&page->site, known[i].message);
    return TEXT("");
}

struct error *desk_show_account(struct desk_page *page)
{
    struct desk_account view = {
        .page = &page->site,
        .account = page->session->account,
        .name = page->actor.name,
        .done = done_words(page),
        .form_token = page->form_token,
    };
    page->site.title = site_words(&page->site, MESSAGE("Your account"));
    site_add_crumb(&page->site, TEXT("/mijn"), site_words(&page->site, MESSAGE("My declarations")));
    site_add_crumb(&page->site, TEXT(""), page->site.title);
    TRY(read_sessions(page, &view));
    if (view.account->has_totp)
        TRY(people_totp_left(&page->context, view.account->id, &view.codes_left));
    struct markup out = site_markup(&page->site);
    template_desk_account(&out, &view);
    return NULL;
}

struct error *desk_set_language(struct desk_page *page)
{
    bool english = text_is(web_field(page->site.request, "taal"), "en");
    TRY(people_account_set_language(&page->context, page->session->account->id,
                                    english ? LANGUAGE_ENGLISH : LANGUAGE_DUTCH));
    web_redirect(page->site.response,
                 english ? TEXT("/en/mijn/account?klaar=taal") : TEXT("/mijn/account?klaar=taal"));
    return NULL;
}

struct error *desk_end_session(struct desk_page *page)
{
    const struct people_session *own = page->session;
    struct text which = web_field(page->site.request, "sessie");
    if (text_is(which, "andere"))
        TRY(people_sessions_end(&page->context, own->account->id, own->id));
    else
        TRY(people_session_end(&page->context, own->account->id, which));
    desk_redirect(page, text_equal(which, own->id) ? TEXT("/inloggen?uit")
                                                   : TEXT("/mijn/account?klaar=sessies"));
    return NULL;
}
