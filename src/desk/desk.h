/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef DESK_DESK_H
#define DESK_DESK_H

/* The pages of those who are signed in. Every request goes through one place (desk.c), which finds
 * out who asks, refuses forms that are not our own, and refuses who may not come here. */

#include "people/password.h"
#include "people/session.h"
#include "register/right.h"
#include "site/page.h"

/* The context of every request, for the site as well. */
struct desk {
    struct site site; /* first: the site's own handlers know no more */
    struct people_passwords *passwords;
};

struct desk_page {
    struct site_page site; /* first */
    const struct desk *desk;
    struct people_context context;
    const struct people_session *session; /* NULL: nobody is signed in */
    struct register_actor actor;          /* with a session always present */
    struct text form_token;               /* goes into every form */
    /* The entry that is shown now: decides which fields are. */
    const struct register_definition *definition;
    struct register_matter matter;
};

/* Fills the response. What it returns as an error becomes the page of that error. */
typedef struct error *desk_handler(struct desk_page *page);

struct desk_route {
    enum web_method method;
    const char *pattern;
    desk_handler *handler;
    const char *who; /* roles or offices apart by ' '; "*": whoever is signed in; NULL: anybody */
    size_t content_limit; /* bytes that may be sent; 0 is the server's own */
};

/* What the access matrix prints; ends with a pattern of NULL. */
extern const struct desk_route desk_routes[];

/* The addresses of the site and of the desk together, in ARENA. */
const struct web_route *desk_all_routes(struct arena *arena, size_t *count);

/* The cookies: of a session, and of a browser in which somebody signed in before. */
#define DESK_COOKIE "waarborg"
#define DESK_DEVICE "waarborg-browser"

/* The name of the field that has the form's token. */
#define DESK_TOKEN "formulier"

/* Fields of passwords and codes start with this: what was typed there is never shown again. */
#define DESK_SECRET "geheim"

/* Where somebody goes who has to sign in first, and comes back from: "/inloggen?verder=...". */
struct text desk_sign_in_path(const struct desk_page *page);

/* On to PATH of this site, in the page's language. */
void desk_redirect(struct desk_page *page, struct text path);

/* An address of this site that came with a request ("verder"), or "/mijn" where it is none: nobody
 * is led to another site. */
struct text desk_onward(struct arena *arena, struct text asked);

/* Whether the actor is one of WHO, as in a route. */
bool desk_admits(const struct register_actor *actor, const char *who);

/* Answers with the page that says who may come here; WHO as in a route. */
void desk_refuse(struct desk_page *page, const char *who);

/* What a role or office is called. */
struct text desk_role_label(const struct site_page *page, struct text role);

/* Reads what a page shows, of one moment: MAKER runs with page->site.session. */
typedef struct error *desk_maker(struct desk_page *page, void *context);
struct error *desk_read(struct desk_page *page, desk_maker *maker, void *context);

/* The register that the route's parameter "register" names, by path or id; ERROR_NOT_FOUND. */
struct error *desk_register(const struct desk_page *page,
                            const struct register_definition **definition);

/* What a register is called in addresses: its path, or its id where it has none. */
struct text desk_name_of(const struct register_definition *definition);

/* Handlers, each in the file of its page. */
desk_handler desk_show_mine;

#endif
