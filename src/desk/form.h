/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef DESK_FORM_H
#define DESK_FORM_H

/* A form made from a definition: what is asked of whom, what was typed, what is wrong with it, and
 * what becomes of the entry. One engine for declaring, changing, correcting and taking a step, of
 * whatever register. All of it runs while the page reads (desk_read); nothing here writes. */

#include "desk/view.h"
#include "register/inside.h"

/* The longest list of choices that is shown as radio buttons. */
enum { DESK_RADIO_OPTIONS = 5 };

/* Names of what a form asks besides its fields; those of fields start with DESK_FIELD. */
#define DESK_FIELD  "veld-"
#define DESK_STATE  "toestand" /* where a new entry starts */
#define DESK_KIND   "soort"    /* it changed, or it was wrong */
#define DESK_REASON "reden"

enum desk_input {
    DESK_LINE,
    DESK_AREA,
    DESK_RADIO,
    DESK_BOXES,
    DESK_SELECT,
    DESK_ORGANISATION, /* a name, and a number of the trade register */
    DESK_PERSON,       /* a name that is looked up: then there are options */
};

/* A question as it is shown. */
struct desk_question {
    const struct register_field *field; /* NULL: of the form itself */
    enum desk_input input;
    struct text name; /* of the input, and its id: the summary of errors leads there */
    struct text label;
    struct text hint;
    struct text example;
    struct text error;
    struct site_basis *bases; /* why it is asked */
    size_t basis_count;
    bool optional;
    bool digits;       /* a number: phones show digits */
    struct text typed; /* exactly as it was */
    struct text kvk;   /* of an organisation */
    struct text kvk_error;
    struct site_option *options;
    size_t option_count;
    struct text chosen;    /* of a person who was looked up: their id */
    struct text meanwhile; /* what somebody else made of it since the form was opened */
};

/* What is wrong, or worth a look. */
struct desk_remark {
    struct text name;  /* of the question; empty: of the whole */
    struct text label; /* of the question */
    struct text message;
    struct site_basis *bases;
    size_t basis_count;
};

struct desk_remarks {
    struct desk_remark *items;
    size_t count;
    size_t capacity;
};

struct desk_form {
    struct desk_page *page;
    const struct register_definition *definition;
    struct text path; /* where it is sent */
    struct text back; /* where whoever stops goes */
    struct text holder_office;
    struct text holder_name;          /* whom it is about; empty where entries are about nobody */
    struct text refused;              /* they may not: who may, as in a route */
    bool choosing;                    /* it is not known yet whom it is about */
    const struct register_step *step; /* NULL: the whole entry */
    const struct register_row *row;   /* as it is now; NULL: a new entry */
    bool others;                      /* it is about somebody else: it is asked why */
    const struct register_field **asked;
    size_t asked_count;
    struct web_pairs typed;
    size_t typed_capacity;
    struct register_value *values;      /* one per field: as they will be */
    const struct register_value *base;  /* as they were when the form was opened, where others
                                           changed them since; else NULL */
    const struct register_state *state; /* as it will be */
    enum register_action action;
    struct text reason;
    struct desk_remarks faults;
    struct desk_remarks flags;
};

/* find.c: the form that the address names, with the visitor's right to it. ERROR_NOT_FOUND where
 * they may not know of it, ERROR_CONFLICT where the entry is not in the step's state. */
struct error *desk_form_find(struct desk_form *form);

/* Decides what is asked: the fields that the actor may fill in, of the whole entry or of the step.
 * PAGE's definition and matter are those of the entry. */
void desk_form_ask(struct desk_form *form);

/* Types what the entry holds now, for a form that is opened. */
struct error *desk_form_fill(struct desk_form *form);

/* Types a field anew: what it is now. */
struct error *desk_field_renew(struct desk_form *form, const struct register_field *field);

/* Reads what was typed into values, state, action and reason, with a fault for all that is not
 * understood; then judges it by the definition's rules: what refuses is a fault, the rest a flag.
 */
struct error *desk_form_take(struct desk_form *form);

/* The questions with what was typed and what is wrong with it. */
struct error *desk_form_questions(struct desk_form *form, struct desk_question **questions,
                                  size_t *count);

/* What was typed, as people read it: for them to check. */
struct error *desk_form_answers(struct desk_form *form, struct site_value **answers, size_t *count);

/* "veld-giver", and "veld-giver-PART" where an input has more than one. */
struct text desk_field_name(struct arena *arena, const struct register_field *field);
struct text desk_field_part(struct arena *arena, const struct register_field *field,
                            const char *part);
void desk_form_type(struct desk_form *form, struct text name, struct text value);
void desk_form_fault(struct desk_form *form, struct text name, struct text message);
bool desk_form_has_fault(const struct desk_form *form, struct text name);

/* The first that was typed under NAME. */
struct text desk_form_typed(const struct desk_form *form, struct text name);

/* take.c: reads what was typed for one field into its value. */
struct error *desk_field_take(struct desk_form *form, const struct register_field *field);
/* What is wrong, in the page's language. */
struct text desk_mistake_words(const struct site_page *page,
                               const struct register_mistake *mistake);

/* lookup.c: somebody who is looked up by name. Who is found by what was typed, at most
 * DESK_FOUND; *MORE: and others. */
enum { DESK_FOUND = 20 };
struct desk_found {
    struct text id;
    struct text name;
    struct text path; /* of the form that is about them */
    struct text what; /* their office and unit, and whether they left */
};
struct error *desk_look_up(struct desk_page *page, const struct register_inside *among,
                           struct text words, struct desk_found **people, size_t *count,
                           bool *more);
struct error *desk_person_take(struct desk_form *form, const struct register_field *field);

/* Whether a new entry may start in more than one state. */
bool desk_form_asks_state(const struct desk_form *form);
/* Whether it is asked if something changed or was wrong. */
bool desk_form_asks_kind(const struct desk_form *form);
/* Whether somebody who does this for another says why, and whether they must. */
bool desk_form_asks_reason(const struct desk_form *form);
bool desk_form_needs_reason(const struct desk_form *form);

/* outcome.c: the row that the entry would get. */
struct error *desk_form_foresee(struct desk_form *form, struct text entry,
                                struct register_row *row);

/* A form to fill in, and the page on which its answers are checked. */
struct desk_sheet {
    const struct site_page *page;
    struct site_register about;
    struct text heading;
    struct text who; /* whom it is about, where that is not the visitor */
    struct text path;
    struct text back;
    struct text form_token;
    struct text before; /* the entry that this form made when it was sent before; else empty */
    struct date kept;   /* when what is typed here was kept as a draft; none: it was not */
    struct text once;   /* tells this form from the next one, so that it makes one entry */
    int64_t revision;   /* of the entry that the form was made of */
    const struct desk_question *questions;
    size_t question_count;
    const struct desk_remark *faults;
    size_t fault_count;
    struct site_value *known; /* what the entry holds besides */
    size_t known_count;
    const struct site_change *meanwhile; /* what others changed since the form was opened */
    size_t meanwhile_count;
    const struct desk_remark *flags;
    size_t flag_count;
    struct web_pairs typed; /* to be sent again */
    struct site_value *answers;
    size_t answer_count;
    struct site_entry *shown; /* as the public will see it; NULL: it will not */
    bool ends;                /* it takes the entry from where it is shown */
    struct text *next;        /* what happens then */
    size_t next_count;
    struct text send; /* what the button says */
    bool step;
    bool failed; /* it could not be kept now */
};

/* sheet.c: what the entry holds besides what is asked. */
struct error *desk_sheet_known(struct desk_form *form, struct desk_sheet *sheet);

/* The answers, what the public will see of the entry, and what happens then. */
struct error *desk_sheet_answers(struct desk_form *form, struct text entry,
                                 struct desk_sheet *sheet);

/* What others changed since the form was opened, newest first; form->base becomes what it was. */
struct error *desk_sheet_meanwhile(struct desk_form *form, struct desk_sheet *sheet);

/* Somebody is chosen for whom an entry is made. */
struct desk_choose {
    const struct site_page *page;
    struct site_register about;
    struct text path;
    struct text words;
    const struct desk_found *people;
    size_t person_count;
    bool more;
};

#endif
