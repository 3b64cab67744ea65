/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef DESK_SIGN_IN_H
#define DESK_SIGN_IN_H

/* The pages on which somebody signs in and looks after their account. Most of them ask a few things
 * and have one button: those are one template. */

#include "desk/desk.h"
#include "people/link.h"
#include "people/totp.h"

/* One thing that is asked, in one line of text. */
struct desk_input {
    const char *name; /* of the field, and its id */
    const char *type; /* of HTML: "email", "password", "text" */
    const char *autocomplete;
    struct text label;
    struct text hint;
    struct text value; /* what was typed; never of a password */
    struct text error;
    bool digits;
    bool fixed; /* shown, for programs that keep passwords, and not asked */
};

enum { DESK_INPUTS = 4, DESK_LEADS = 3, DESK_LINKS = 2 };

/* A page that asks. Everything is in the page's language. */
struct desk_ask {
    struct desk_page *page;
    const struct site_page *site;
    struct text lead[DESK_LEADS]; /* paragraphs */
    size_t lead_count;
    struct text done;    /* what went well just now; may be empty */
    struct text warning; /* may be empty */
    struct text path;    /* where the form goes; empty: there is nothing to send */
    struct desk_input inputs[DESK_INPUTS];
    size_t input_count;
    size_t error_count;
    struct text onward; /* where to go afterwards; may be empty */
    struct text button;
    struct site_link links[DESK_LINKS];
    size_t link_count;
    struct text secret;  /* of a second factor; empty: there is none to show */
    struct text picture; /* of it: the path of an SVG */
    unsigned picture_size;
};

/* ask.c */

/* Begins a page of that TITLE (of MESSAGE), whose form goes to PATH. */
struct desk_ask desk_ask_start(struct desk_page *page, const char *title, struct text path,
                               const char *button);
void desk_ask_tell(struct desk_ask *ask, const char *paragraph); /* of MESSAGE */
struct desk_input *desk_ask_for(struct desk_ask *ask, const char *name, const char *type,
                                const char *label, const char *autocomplete);
void desk_ask_link(struct desk_ask *ask, struct text path, const char *label);

/* Something is wrong with INPUT: STATUS is that of the answer. */
void desk_ask_refuse(struct desk_ask *ask, struct desk_input *input, int status,
                     struct text message);
struct error *desk_ask_show(struct desk_ask *ask);

/* "Wrong too often: again from 10:05" */
struct text desk_wait_words(const struct desk_page *page, int64_t until);

/* A password from a field of the form, which is wiped there; to be freed. */
struct people_password *desk_password(const struct desk_page *page, const char *field);

/* Takes a new password from the fields that desk_ask_new_password added. NULL when it is refused,
 * with the reason beside its input; else to be freed. OWN is what others know of its owner. */
void desk_ask_new_password(struct desk_ask *ask);
struct people_password *desk_new_password(struct desk_ask *ask,
                                          const struct people_account *account);

/* sign_in.c: the cookies, and on to where the visitor wanted to go; ASK is shown again for who is
 * not in office. */
struct error *desk_welcome(struct desk_ask *ask, const struct people_sign_in *result);

struct desk_session_row {
    struct text id;
    struct text what; /* "Firefox on Linux" */
    struct date started;
    struct text seen; /* "12 March 2026, between 10:00 and 11:00" */
    bool own;
};

struct desk_account {
    const struct site_page *page;
    const struct people_account *account;
    struct text name;
    struct text done;
    struct text form_token;
    struct desk_session_row *sessions;
    size_t session_count;
    size_t codes_left;
};

struct desk_codes {
    const struct site_page *page;
    struct text codes[PEOPLE_RECOVERY_CODES];
};

desk_handler desk_show_sign_in;
desk_handler desk_sign_in;
desk_handler desk_show_code;
desk_handler desk_give_code;
desk_handler desk_show_forgotten;
desk_handler desk_ask_link_by_mail;
desk_handler desk_show_link;
desk_handler desk_use_link;
desk_handler desk_sign_out;

desk_handler desk_show_account;
desk_handler desk_set_language;
desk_handler desk_end_session;
desk_handler desk_show_password;
desk_handler desk_change_password;
desk_handler desk_show_factor;
desk_handler desk_add_factor;
desk_handler desk_show_factor_off;
desk_handler desk_remove_factor;
desk_handler desk_show_recovery;
desk_handler desk_renew_recovery;

#endif
