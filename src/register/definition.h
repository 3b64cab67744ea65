/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_DEFINITION_H
#define REGISTER_DEFINITION_H

/* Definitions: what a register is, as data. Read from YAML, checked as a whole, and never changed
 * afterwards; they live in the arena they were read into. docs/adding-a-register.md explains the
 * format to who writes it. */

#include "base/date.h"
#include "base/error.h"
#include "base/fault.h"
#include "base/language.h"
#include "register/action.h"
#include "rule/rule.h"

#include <stdbool.h>

/* What a field can hold. */
enum register_type {
    REGISTER_IDENTIFIER, /* the entry's own id, given by people ("lid-01"); at most one, named id */
    REGISTER_TEXT,       /* plain text; long: true for Markdown */
    REGISTER_DATE,       /* with the precision that is known */
    REGISTER_MONEY,      /* an amount, more, less, about, unknown */
    REGISTER_BOOLEAN,
    REGISTER_NUMBER,       /* a whole number */
    REGISTER_CHOICE,       /* an option of a vocabulary */
    REGISTER_PERSON,       /* an entry of people */
    REGISTER_UNIT,         /* an entry of units */
    REGISTER_ORGANISATION, /* a name, with the number of the trade register (KvK) when it has one */
    REGISTER_REGISTER,     /* the id of a register */
    REGISTER_DOCUMENT,     /* an attached file */
};

/* Where a demand comes from: a law, a code of conduct, a plan. */
struct register_basis {
    struct text source;
    struct text article;
    struct text url;  /* may be empty */
    struct date date; /* when the text was consulted; may be none */
};

struct register_option {
    struct text id;
    struct label label;
    const struct text *aliases; /* folded; other words that an import may use */
    size_t alias_count;
};

/* A word by which an option is known: its id, its labels and its aliases, folded. */
struct register_word {
    struct text word;
    const struct register_option *option;
};

struct register_vocabulary {
    struct text id;
    const struct register_option *options;
    size_t option_count;
    const struct register_word *words; /* in the order of text_compare */
    size_t word_count;
};

/* A set of roles and offices; "holder" is the person whom an entry is about. */
struct register_roles {
    const struct text *items;
    size_t count;
};

/* Where something stands in a definition file, so that a right can be explained. */
struct register_origin {
    struct text file;
    size_t line;
};

struct register_field {
    struct text id; /* ends with a zero byte, as all ids of definitions do */
    enum register_type type;
    struct label label;
    struct label hint;          /* may be empty */
    const struct text *aliases; /* folded; other headings that an import may use */
    size_t alias_count;
    const struct register_vocabulary *vocabulary; /* of a choice; of a register: all registers */
    const struct register_basis *basis;           /* why it is asked */
    size_t basis_count;
    size_t number; /* its place in the definition's fields */
    int64_t least; /* number: the least; money: cents */
    int64_t most;  /* number: the most; money: cents; text: code points */
    bool latest_today;
    bool required; /* no entry can be without it */
    bool asked;    /* the form does not go on without it; an import may lack it */
    bool public;
    bool long_text; /* more than one line, Markdown */
    bool sealed;
    bool filter;                     /* the page offers it as a filter */
    bool sort;                       /* the page can be sorted by it */
    bool search;                     /* free text finds it */
    bool column;                     /* a column of the page's table */
    bool own;                        /* added by a body for itself: lives in the JSON column */
    bool several;                    /* more than one, apart by ';' (choice, text) */
    struct register_roles seen_by;   /* none: all who see the entry */
    struct register_roles filled_by; /* none: all who may declare or change the entry */
    struct register_origin origin;
};

/* Words that a rule recognises in an entry: register/recognise.h. */
struct register_phrase {
    const struct text *words;
    size_t count;
};

/* A demand on an entry: when WHEN surely holds, REQUIRE must surely hold. */
struct register_rule {
    const struct rule *when;             /* NULL: always */
    const struct register_phrase *words; /* only for what says one of these; none: for all */
    size_t word_count;
    const struct register_phrase *except; /* and none of these */
    size_t except_count;
    const struct register_field **in; /* in these texts */
    size_t in_count;
    const struct rule *require;
    struct label message;
    const struct register_basis *basis;
    size_t basis_count;
    const struct register_field *field; /* where the form shows the message; NULL: on the whole */
    bool refuses; /* a broken rule refuses the entry; else the entry is kept and flagged */
};

struct register_state {
    struct text id;
    struct label label;
    const struct text *aliases; /* folded */
    size_t alias_count;
    bool ended;               /* what is in this state belongs to the past */
    bool start;               /* an entry may start here */
    const struct rule *waits; /* when it waits for a step; NULL: never */
};

struct register_step {
    struct text id;
    struct label label;
    const struct register_state *from;
    const struct register_state *to;
    struct register_roles by;
    const struct register_field **asks;
    size_t ask_count;
    struct register_origin origin;
};

/* Whose entries a right is over. */
enum register_reach {
    REGISTER_REACH_NONE,
    REGISTER_REACH_OWN,
    REGISTER_REACH_UNIT, /* of people in the actor's unit and all beneath it */
    REGISTER_REACH_ALL,
};

/* A right inside the body: register/right.h. */
struct register_access {
    struct text who;
    enum register_reach reach;
    unsigned may; /* a bit (1 << action) for declare, change and correct */
    struct register_origin origin;
};

/* A step of a round's ladder. */
struct register_rung {
    int64_t after;            /* days after the round opened */
    struct text to;           /* "holder": everyone who has not answered; else a role or office */
    enum register_reach sees; /* of whom that role is told; own for holders */
    struct register_origin origin;
};

/* How a register is kept fresh: everyone concerned confirms what is registered about them. */
struct register_round_plan {
    int64_t days;   /* there are to answer in time, from the opening on */
    int64_t closes; /* after so many days it is over */
    const struct register_rung *ladder;
    size_t ladder_count;
    struct register_roles by; /* who opens, reminds and closes by hand */
    struct register_origin by_origin;
    const struct rule *of; /* over people: whom, of those who declare; NULL: all of them */
    const struct register_definition *people; /* whose fields OF names */
};

struct register_figure {
    struct text id; /* "gifts.by-response" */
    struct label label;
    const struct register_field **dimensions;
    size_t dimension_count;
    const struct register_field *sum; /* NULL: counts entries */
};

struct register_definition {
    struct text id;   /* "outside-positions" */
    int64_t version;  /* with what a body adds: the sum of both versions */
    struct text path; /* in the public address, "" when it has no page */
    struct label title;
    struct label lead;  /* one sentence: what this is and why */
    struct label one;   /* what one entry is called: "nevenfunctie" */
    struct text regime; /* "political", "official" or "" */
    const struct register_basis *basis;
    size_t basis_count;
    struct register_roles declared_by;
    const struct register_access *access;
    size_t access_count;
    const struct register_field *fields;
    size_t field_count;
    const struct register_field **sorted; /* the fields in the order of their ids */
    const struct register_field *holder;  /* the person whom an entry is about; may be NULL */
    const struct register_field *since;   /* the date that an entry has or starts at; may be NULL */
    const struct register_field *until;   /* the date it ends at; may be NULL */
    const struct register_field **identity; /* equal in these: the same entry (imports) */
    size_t identity_count;
    const struct register_field
        *period_in; /* text from which an import reads "vanaf ... tot ..." into since
                       and until when these are empty; may be NULL */
    const struct register_rule *rules;
    size_t rule_count;
    const struct register_state *states; /* the first is where an entry starts */
    size_t state_count;
    const struct text
        *state_aliases; /* folded; other headings that an import may use for the state */
    size_t state_alias_count;
    const struct register_step *steps;
    size_t step_count;
    const struct register_state
        *reopens; /* where a change by the holder brings what was decided; may be NULL */
    struct rule_environment environment; /* the names that its rules may use: register/check.h */
    const struct register_setting *settings; /* of all registers, which rules may use */
    size_t setting_count;
    const struct rule *published; /* NULL: never on the public site */
    const struct register_field
        *published_by;          /* shown apart by this field, such as the person; may be NULL */
    const int8_t *round_months; /* 1 to 12; when everyone confirms */
    size_t round_count;
    struct register_round_plan round; /* with months only */
    struct label nil;                 /* the statement of none; empty when there is none to make */
    int64_t retention_years;          /* 0: no term */
    const struct register_field *retention_after;
    const struct register_figure *figures;
    size_t figure_count;
    struct text hash;    /* of the definition's content, hexadecimal */
    struct text content; /* its source, canonical JSON */
};

/* A threshold or term that a body may set for itself; rules read it as setting.ID. */
struct register_setting;

struct register_definitions {
    struct arena *arena;
    const struct register_definition *items;
    size_t count;
    const struct register_vocabulary *vocabularies;
    size_t vocabulary_count;
    const struct register_setting *settings; /* register/setting.h */
    size_t setting_count;
};

/* What an organisation says of a setting, and where. */
struct register_given {
    struct text id;
    struct text written;
    struct text file;
    size_t line; /* of its name */
    size_t column;
    size_t written_line; /* of what is said of it */
    size_t written_column;
};

struct register_settings {
    const struct register_given *items;
    size_t count;
};

/* Reads the definitions that come with the program for a KIND of body ("province", "municipality",
 * "water-board"), and then those of the body's own FOLDER (NULL, or not there: none), which adds
 * registers and fields and tightens rules but never redefines. SETTINGS are the body's
 * (gift_threshold, ...; NULL: none), which rules read as setting.NAME. Every fault is told in
 * FAULTS, and then *DEFINITIONS is NULL: nothing takes effect half. An error is what kept us from
 * reading. */
struct error *register_definitions_read(struct arena *arena, struct text kind, const char *folder,
                                        const struct register_settings *settings,
                                        struct faults *faults,
                                        const struct register_definitions **definitions);

/* A definition file: its name for messages, and what is in it. */
struct register_source {
    struct text file;
    struct text content;
    bool own; /* of the body's own folder */
};

/* The files that come with the program. */
const struct register_source *register_sources(size_t *count);

/* The same as register_definitions_read, of these files alone. */
struct error *register_definitions_build(struct arena *arena, struct text kind,
                                         const struct register_source *sources, size_t source_count,
                                         const struct register_settings *settings,
                                         struct faults *faults,
                                         const struct register_definitions **definitions);

const struct register_definition *register_find(const struct register_definitions *definitions,
                                                struct text id);
const struct register_definition *register_find_path(const struct register_definitions *definitions,
                                                     struct text path);
const struct register_field *register_field(const struct register_definition *definition,
                                            struct text id);
const struct register_state *register_state(const struct register_definition *definition,
                                            struct text id);

/* The step called ID from a state: of one id there is one from each state at most. */
const struct register_step *register_step(const struct register_definition *definition,
                                          const struct register_state *from, struct text id);
const struct register_option *register_option(const struct register_vocabulary *vocabulary,
                                              struct text id);
const struct register_vocabulary *
register_vocabulary(const struct register_definitions *definitions, struct text id);

bool register_roles_have(const struct register_roles *roles, struct text id);

/* Whether everybody may see a field (NULL: none) of what is published: never what is sealed, nor a
 * file. */
bool register_shows(const struct register_field *field);

/* Whether a field names a person or a unit, of which not everybody may know what it is called. */
bool register_refers(const struct register_field *field);

/* Whether a register is published without saying whom its entries are about. */
bool register_hides_holder(const struct register_definition *definition);

/* The option that is known by WORD, folded: by id, by label in either language, or by alias. */
const struct register_option *register_option_word(const struct register_vocabulary *vocabulary,
                                                   struct text word);

#endif
