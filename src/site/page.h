/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SITE_PAGE_H
#define SITE_PAGE_H

/* What every page has: its place in the site, its body, its language, and the words and addresses
 * around its content. A handler makes one, reads what it shows, and gives it to a template. */

#include "base/map.h"
#include "site/site.h"
#include "web/markup.h"

enum { SITE_CRUMBS = 4, SITE_PAGE_ROWS = 25 };

/* Where we are, in the menu. */
enum site_place {
    SITE_ELSEWHERE,
    SITE_FRONT,
    SITE_REGISTERS,
    SITE_CHANGES,
    SITE_MINE,
    SITE_WORK,
};

/* Somebody who is signed in, for the menu. */
struct site_visitor {
    struct text name;
    bool works; /* has work of others at /werk */
    struct text form_token;
};

struct site_link {
    struct text path; /* of this site, without the language; empty: where we are */
    struct text name;
};

struct site_page {
    const struct site *site;
    const struct register_body *body;
    struct web_request *request;
    struct web_response *response;
    struct arena *arena;
    enum language language;
    enum site_place place;
    struct text body_name;
    struct text title;
    bool failed;       /* what was sent is not right: the browser's title begins with it */
    struct text here;  /* this page's address in Dutch */
    struct text there; /* and in English */
    struct text feed;  /* address of the Atom feed; may be empty */
    struct site_link crumbs[SITE_CRUMBS];
    size_t crumb_count;
    struct date today;
    struct store_session *session;      /* while the page is read */
    struct map people;                  /* what was looked up: names.c */
    bool refused;                       /* not to be found by search engines */
    const struct site_visitor *visitor; /* NULL: on all pages that everybody sees */
    bool inside; /* for who is signed in: names that are not public are shown */
    /* Whether the visitor sees a field; NULL: only what everybody does. */
    bool (*sees)(const struct site_page *page, const struct register_field *field);
};

void site_page_start(struct site_page *page, struct web_request *request,
                     struct web_response *response);

/* The page holds until the body's midnight, when "late" and "current" change. */
void site_until_midnight(struct site_page *page);

void site_add_crumb(struct site_page *page, struct text path, struct text name);

/* Reads what a page shows, of one moment: MAKER runs with page->session. */
typedef struct error *site_maker(struct site_page *page, void *context);
struct error *site_read(struct site_page *page, site_maker *maker, void *context);

/* Where templates write the page. */
struct markup site_markup(const struct site_page *page);

/* For templates. */
struct text site_style_name(void);
struct text site_icon_name(void);
struct text site_words(const struct site_page *page, const char *id); /* of MESSAGE */

/* "register/gifts" */
struct text site_scope(struct arena *arena, const char *kind, struct text id);

/* The day in the body's zone of a moment as the store keeps it. */
struct date site_day_of(const struct site_page *page, struct text moment);

/* Whether a register's entries last until they are ended, as positions do; gifts and trips happen
 * once. */
bool site_lasts(const struct register_definition *definition);

/* Whether a register has a public page. */
bool site_is_public(const struct register_definition *definition);

#endif
