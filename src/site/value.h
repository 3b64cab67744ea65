/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SITE_VALUE_H
#define SITE_VALUE_H

/* The value of a field as people read it, in the page's language. */

#include "register/value.h"
#include "site/page.h"

struct site_value {
    struct text label;   /* what the field is called */
    struct text text;    /* empty: nothing was given */
    struct date date;    /* for <time>; none where it is no date */
    struct text path;    /* of this site, where it leads somewhere; else empty */
    struct text kvk;     /* number in the trade register; else empty */
    struct text written; /* as it was given, where TEXT does not say all of it; else empty */
    bool number;         /* goes to the right of its column */
    bool lines;          /* may have more than one line */
    bool words;          /* somebody's own words: may be of any length */
    const struct register_field *field;
};

/* Whether everybody may see a field: never what is sealed. */
bool site_shows(const struct register_field *field);

/* Whether whom the page is for may see it. */
bool site_page_shows(const struct site_page *page, const struct register_field *field);

struct error *site_value_show(struct site_page *page, const struct register_field *field,
                              const struct register_value *value, struct site_value *shown);

/* What an entry is called on one line: its first telling fields, "Penningmeester, Stichting
 * Veenbehoud". */
struct error *site_entry_title(struct site_page *page, const struct register_definition *definition,
                               const struct register_value *values, struct text *title);

/* The label of a body's office; its id where there is none. */
struct text site_office_label(const struct site_page *page, struct text office);
const struct register_vocabulary *site_offices(const struct register_body *body);

/* A person's or unit's name, where it is public; else empty. */
struct error *site_person_name(struct site_page *page, struct text id, struct text *name);
struct error *site_unit_name(struct site_page *page, struct text id, struct text *name);

/* TEXT with a small, or a capital, first letter. */
struct text site_lower(struct arena *arena, struct text text);
struct text site_upper(struct arena *arena, struct text text);

#endif
