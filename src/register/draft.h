/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_DRAFT_H
#define REGISTER_DRAFT_H

/* Definition files as they were written, before what they refer to is found: the structures that
 * the tables of draft.c read into. Of this room only. */

#include "register/definition.h"
#include "register/schema.h"

struct draft_label {
    const struct register_node *node;
    struct label label;
};

struct draft_basis {
    const struct register_node *node;
    struct text source;
    struct text article;
    struct text url;
    struct text date;
    int kind; /* a word of draft_kinds */
};

struct draft_option {
    const struct register_node *node;
    struct text id;
    struct draft_label label;
    struct register_list aliases; /* struct text */
};

struct draft_vocabulary {
    const struct register_node *node;
    struct text id;
    struct register_list options; /* struct draft_option */
    struct register_list adds;    /* the same, to a vocabulary that is there */
};

struct draft_field {
    const struct register_node *node;
    struct text id;
    int type; /* enum register_type, plus one */
    struct draft_label label;
    struct draft_label hint;
    struct register_list aliases;           /* struct text */
    const struct register_node *vocabulary; /* "options" */
    struct register_list basis;             /* struct draft_basis */
    int64_t least;
    int64_t most;
    int latest; /* 1: today */
    bool required;
    bool asked;
    bool public;
    bool long_text;
    bool sealed;
    bool filter;
    bool sort;
    bool search;
    bool column;
    bool several;
    struct register_list seen_by;   /* references */
    struct register_list filled_by; /* references */
};

struct draft_rule {
    const struct register_node *node;
    int kind; /* 0: every kind */
    const struct register_node *when;
    struct register_list words;  /* struct text */
    struct register_list except; /* struct text */
    struct register_list in;     /* references */
    const struct register_node *require;
    struct draft_label message;
    struct register_list basis;
    const struct register_node *field;
    int effect; /* 0 and 1: refuse, 2: flag */
};

struct draft_state {
    const struct register_node *node;
    struct text id;
    struct draft_label label;
    struct register_list aliases;
    bool ended;
    bool start;
    const struct register_node *waits;
};

struct draft_step {
    const struct register_node *node;
    struct text id;
    struct draft_label label;
    const struct register_node *from;
    const struct register_node *to;
    struct register_list by;   /* references */
    struct register_list asks; /* references */
};

struct draft_workflow {
    const struct register_node *node;
    struct register_list aliases; /* struct text */
    struct register_list states;
    struct register_list steps;
    const struct register_node *reopens;
};

struct draft_access {
    const struct register_node *node;
    const struct register_node *who;
    int sees;                 /* enum register_reach */
    struct register_list may; /* references */
};

struct draft_period {
    const struct register_node *node;
    const struct register_node *since;
    const struct register_node *until;
    const struct register_node *read_from;
};

struct draft_publication {
    const struct register_node *node;
    const struct register_node *when;
    const struct register_node *by;
};

struct draft_rung {
    const struct register_node *node;
    int64_t after;
    const struct register_node *to;
    int sees; /* enum register_reach */
};

/* Of a register, or what comes by itself for those of a regime. */
struct draft_round {
    const struct register_node *node;
    int regime;                  /* of the latter; 0: of both */
    struct register_list months; /* int64_t */
    struct draft_label nil;
    const struct register_node *of;
    int64_t days;
    int64_t closes;
    struct register_list by; /* references */
    struct register_list ladder;
};

struct draft_retention {
    const struct register_node *node;
    int64_t years;
    const struct register_node *after;
};

struct draft_figure {
    const struct register_node *node;
    struct text id;
    struct draft_label label;
    struct register_list by;
    const struct register_node *sum;
};

struct draft_setting {
    const struct register_node *node;
    struct text id;
    int type; /* place among draft_setting_types, plus one */
    const struct register_node *value;
    struct draft_label label;
    struct draft_label hint;
    struct register_list basis;
};

struct draft_register {
    const struct register_node *node;
    struct text id;
    int64_t version;
    struct text path;
    struct draft_label title;
    struct draft_label lead;
    struct draft_label one;
    int regime; /* 0: of both */
    struct register_list basis;
    struct register_list declared_by; /* references */
    struct register_list access;
    const struct register_node *holder;
    struct draft_period period;
    struct register_list identity; /* references */
    struct register_list settings;
    struct register_list fields;
    struct register_list rules;
    struct draft_workflow workflow;
    struct draft_publication publication;
    struct draft_round round;
    struct draft_retention retention;
    struct register_list figures;
    struct register_list vocabularies;
};

/* What a body adds to a register that is there: the register's own lists, longer. */
struct draft_additions {
    const struct register_node *node;
    struct register_list basis;
    struct register_list settings;
    struct register_list fields;
    struct register_list rules;
    struct register_list figures;
};

struct draft_addition {
    const struct register_node *node;
    const struct register_node *id;
    int64_t version;
    struct draft_additions adds;
    struct register_list vocabularies;
};

struct draft_vocabularies {
    const struct register_node *node;
    int kind; /* a word of draft_kinds */
    struct register_list vocabularies;
};

struct draft_rounds {
    const struct register_node *node;
    struct register_list rounds; /* struct draft_round */
};

/* Kinds of body; ends with NULL. A word that is read is its place in such a list plus one, 0 when
 * there is none. */
extern const char *const draft_kinds[];

extern const enum register_type draft_setting_types[];

extern const struct register_shape draft_label_shape;
extern const struct register_shape draft_register_shape;
extern const struct register_shape draft_addition_shape;
extern const struct register_shape draft_vocabularies_shape;
extern const struct register_shape draft_rounds_shape;

#endif
