/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef DESK_VIEW_H
#define DESK_VIEW_H

/* What the templates of the desk print: everything is decided and put in the page's language before
 * they run. */

#include "desk/desk.h"
#include "site/view.h"

/* Who has work at /werk. */
#define DESK_WORKERS                                                                               \
    "clerk coordinator manager director hr chair portfolio_holder privacy_officer auditor "        \
    "administrator"

/* Who watches over who looked at what. */
#define DESK_WATCHERS "auditor privacy_officer"

/* Who looks after accounts. */
#define DESK_ACCOUNTS "administrator coordinator hr"

struct desk_refusal {
    const struct site_page *page;
    struct text who; /* "griffier, coördinator integriteit" */
};

/* A form that was sent after its session ended. */
struct desk_again {
    const struct site_page *page;
    struct text path;
    struct text form_token;
    struct site_link *fields; /* the name, and in path the value */
    size_t field_count;
    bool signed_in;
};

/* Something that can be done: a link or, with a token, a button. */
struct desk_action {
    struct text path;
    struct text label;
    bool sends; /* a form by itself: a button that asks for no more */
};

/* An entry in a list. */
struct desk_row {
    struct text path;
    struct text title;
    struct text who; /* the holder, where the list has more than one */
    struct text state;
    struct date changed;
    bool ended;
    bool public;
    bool waits;
};

/* A register as it stands for one person. */
struct desk_share {
    struct site_register about;
    struct text path; /* "/mijn/geschenken" */
    struct text new_path;
    struct text confirm_path;
    struct desk_row *rows;
    size_t row_count;
    bool more;
    bool asked;            /* a round is open or was missed, and it is not confirmed yet */
    struct date round;     /* the first day of that round's month; none where there are no rounds */
    struct date due;       /* the last day to answer the open round in time; none: none is open */
    int days_left;         /* until then; below zero: it went by */
    struct date closes;    /* its last day */
    struct date confirmed; /* when last; may be none */
    struct date next;      /* the month of the next round; none where there are no rounds */
    bool holds;            /* there is something current */
    struct text nil;       /* the statement of none, where there is one to make */
    bool declares;         /* they may add an entry */
};

/* A form that was not sent yet. */
struct desk_unsent {
    struct text title;
    struct text path;
    struct date kept;
};

struct desk_mine {
    const struct site_page *page;
    struct text name;
    struct text form_token;
    struct desk_share *shares;
    size_t share_count;
    size_t asked_count;
    struct text public_path; /* the page that the public sees; empty where there is none */
    struct desk_unsent *drafts;
    size_t draft_count;
    bool draft_kept;               /* one just now */
    const struct desk_share *done; /* what was confirmed just now; NULL: nothing */
};

struct desk_list {
    const struct site_page *page;
    struct site_register about;
    struct text path; /* "/werk/geschenken" */
    bool work;        /* of everyone, else one's own */
    struct desk_share share;
    struct site_link *states; /* to see those in one state alone */
    size_t state_count;
    struct text chosen; /* the state that is chosen; empty: all */
    struct text words;
    struct text older;    /* the next page; empty on the last */
    struct text new_path; /* empty: they may not add an entry */
    struct text form_token;
    struct text empty;
};

struct desk_entry {
    const struct site_page *page;
    struct site_register about;
    struct text one;
    struct text who;
    struct text state;
    struct site_value *values;
    size_t value_count;
    struct text *flags; /* what is worth a look */
    size_t flag_count;
    struct desk_action *actions;
    size_t action_count;
    struct site_change *changes;
    size_t change_count;
    struct text public_path; /* as the public sees it; empty where it does not */
    struct text form_token;
    struct text notice; /* what the visitor did just now; may be empty */
    struct text *next;  /* what happens then */
    size_t next_count;
};

/* What waits for the visitor in one register. */
struct desk_task {
    struct text title;
    struct text path;
    struct text state;
    int64_t count;
    bool many; /* there are more than COUNT */
    struct desk_row *rows;
    size_t row_count;
};

struct desk_work {
    const struct site_page *page;
    struct desk_task *tasks;
    size_t task_count;
    struct desk_task *registers;
    size_t register_count;
    bool accounts; /* they look after accounts */
    bool looks;    /* they watch over who looked at what */
};

/* What is kept about the visitor in one register. */
struct desk_kept {
    struct text title;
    struct text path;
    int64_t count;
    int64_t years; /* how long; 0: no term */
};

/* Somebody looked at something. */
struct desk_look {
    struct date day;
    struct text actor;
    struct text register_title;
    struct text holder; /* may be empty */
    bool list;
};

struct desk_personal {
    const struct site_page *page;
    struct desk_kept *kept;
    size_t kept_count;
    struct desk_look *looks;
    size_t look_count;
    struct text correct_path; /* to ask for what one cannot change; may be empty */
    struct text older;
};

/* Somebody in the list of people. */
struct desk_member {
    struct text person; /* a people id */
    struct text name;
    struct text path;
    struct text office;
    struct text unit;
    struct text account; /* what their account is like */
    bool left;
};

struct desk_people {
    const struct site_page *page;
    struct desk_member *members;
    size_t member_count;
    struct text words;
    struct text older;
    struct text form_token;
    bool invited; /* everybody was, just now */
};

/* Something that can be done with an account. */
struct desk_act {
    struct text word;
    struct text label;
    struct text explains;
};

struct desk_person {
    const struct site_page *page;
    struct desk_member member;
    struct people_account *account; /* NULL: none */
    struct desk_act *acts;
    size_t act_count;
    struct desk_row *roles;
    size_t role_count;
    struct text role_path;  /* to give one; empty: they may not */
    struct text entry_path; /* in the register of people */
    struct text done;
    struct text form_token;
};
/* outcome.c: what happens with an entry that stands as ROW, in sentences. DONE: it does already. */
struct error *desk_outcome(struct desk_page *page, const struct register_definition *definition,
                           const struct register_row *row, bool done, struct text **lines,
                           size_t *count);

/* The month in which a register's next round begins; none where it has no rounds. */
struct date desk_next_round(const struct register_definition *definition, struct date today);

/* entry.c: an entry that the visitor may see, with its matter in the page; ERROR_NOT_FOUND. */
struct error *desk_entry_find(struct desk_page *page, const struct register_definition *definition,
                              struct text entry, struct register_row *row);

/* A person's name for their id; what is no person (a command, an import) as it is. */
struct error *desk_name_actors(struct desk_page *page, struct site_change *changes, size_t count);

/* confirm.c: whether something of the visitor's is current in a register. */
struct error *desk_holds(struct store_session *session, const struct desk_page *page,
                         const struct register_definition *definition, bool *holds);

/* share.c: what is known of the visitor in all registers, and a register as it stands for them. */
struct desk_known {
    struct site_statement *statements;
    size_t statement_count;
    struct register_round_question *questions; /* of open rounds */
    size_t question_count;
};
struct error *desk_known_read(struct desk_page *page, struct desk_known *known);
struct error *desk_share_read(struct desk_page *page, const struct register_definition *definition,
                              const struct desk_known *known, size_t limit,
                              struct desk_share *share);

/* row.c */
struct error *desk_rows_show(struct desk_page *page, const struct register_definition *definition,
                             const char *place, const struct register_row *rows, size_t count,
                             bool who, struct desk_row **shown);

/* look.c: notes that the visitor opened what is not about themselves: one entry, or a list. */
struct error *desk_note_look(const struct desk_page *page,
                             const struct register_definition *definition, struct text entry,
                             struct text holder);

/* personal.c */
struct register_look;
struct error *desk_looks_show(struct desk_page *page, const struct register_look *looks,
                              size_t count, struct desk_look **shown);

desk_handler desk_show_personal;
desk_handler desk_give_personal;
desk_handler desk_show_looks;
desk_handler desk_show_people;
desk_handler desk_show_member;
desk_handler desk_change_member;
desk_handler desk_invite_everybody;
desk_handler desk_confirm;
desk_handler desk_show_form;
desk_handler desk_take_form;
desk_handler desk_show_register;
desk_handler desk_show_entry;
desk_handler desk_show_work;

#endif
