/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SITE_VIEW_H
#define SITE_VIEW_H

/* What templates print: everything is decided and put in the page's language before they run. */

#include "site/change.h"
#include "site/chart.h"
#include "site/contact.h"
#include "site/state.h"

enum { SITE_FIGURES = 6 };

/* A large figure over what it counts. */
struct site_figure {
    struct text label;
    struct text value;
    struct text path; /* of what it counts; may be empty */
};

struct site_option {
    struct text value;
    struct text label;
    bool chosen;
};

/* A select of the form above a table. */
struct site_filter {
    struct text name;
    struct text label;
    struct site_option *options;
    size_t option_count;
};

struct site_column {
    struct text label;
    struct text path; /* that sorts by it; empty where it does not */
    const char *sort; /* "ascending", "descending", or NULL */
    bool number;
};

struct site_row {
    struct text path; /* of the entry */
    struct text title;
    struct text person_path; /* empty where the register has no people */
    struct text person_name;
    struct text office;
    struct site_value *cells; /* one per column behind the first */
    size_t cell_count;
    size_t link; /* the cell that links to the entry */
    struct site_state state;
    bool ended;
};

struct site_table {
    struct text caption;
    struct site_column *columns;
    size_t column_count;
    struct site_row *rows;
    size_t row_count;
    bool people; /* the first column says who */
    bool states; /* the last says how it stands */
};

/* Where a register comes from: "Provinciewet, artikel 11, 40b en 66". */
struct site_basis {
    struct text text;
    struct text url;
};

struct site_register {
    struct text id;
    struct text path;
    struct text title;
    struct text lead;
    struct text one;
    struct site_basis *bases;
    size_t basis_count;
    int64_t count;
    bool lasting; /* its entries last: COUNT is of what is current */
    struct register_round_count round;
};

struct site_front {
    const struct site_page *page;
    struct site_register *registers;
    size_t register_count;
    struct site_event *events;
    size_t event_count;
    bool this_month; /* else the events are older */
    struct site_contact contact;
    struct text lead;
};

struct site_list {
    const struct site_page *page;
    struct site_register about;
    struct site_figure figures[SITE_FIGURES];
    size_t figure_count;
    struct text path; /* of the register, without a query */
    struct text words;
    bool words_too_short;
    struct site_filter *filters;
    size_t filter_count;
    struct site_link *kept; /* hidden fields of the form: name, and value in path */
    size_t kept_count;
    struct site_link *chips;
    size_t chip_count;
    struct site_table table;
    int64_t total;
    struct text first;
    struct text previous;
    struct text next;
    struct text last;
    struct site_link formats[3];
    size_t format_count;
    struct site_chart chart;
    bool has_chart;
    bool filtered; /* something was asked */
};

struct site_entry {
    const struct site_page *page;
    struct text one; /* what it is called, with a capital */
    struct site_register about;
    struct site_row row;
    struct site_value *values;
    size_t value_count;
    struct text state; /* what its state is called; empty where there is but one */
    struct site_change *changes;
    size_t change_count;
    struct date changed;
};

/* A register as far as it is of one person. */
struct site_share {
    struct site_register about;
    struct site_state state;
    struct text nil; /* the statement of none, where that is the newest */
    struct site_table current;
    struct site_table ended;
    bool more; /* there is more than the tables show */
    struct text path;
};

struct site_person {
    const struct site_page *page;
    struct text name;
    struct text office;
    struct site_value *facts;
    size_t fact_count;
    struct site_share *shares;
    size_t share_count;
    struct site_event *events;
    size_t event_count;
};

struct site_changes {
    const struct site_page *page;
    struct site_event *events;
    size_t event_count;
    struct site_link *registers; /* to see one alone */
    size_t register_count;
    struct text first; /* empty on the first page */
    struct text older; /* empty on the last */
    bool one;          /* of one register */
    struct text register_title;
};

struct site_problem {
    const struct site_page *page;
    int status;
    struct text what;   /* what happened */
    struct text advice; /* what to do */
    const struct site_refusal *refusals;
    size_t refusal_count;
    struct site_link link; /* where to go on */
};

/* register.c */
struct error *site_register_view(struct site_page *page,
                                 const struct register_definition *definition,
                                 struct site_register *view);
/* Where something comes from. Articles of the same source are taken together, where none has an
 * address of its own. */
struct site_basis *site_bases_of(const struct site_page *page, const struct register_basis *bases,
                                 size_t basis_count, size_t *shown_count);

/* What a register is, without its counts: reads nothing. */
void site_register_about(const struct site_page *page, const struct register_definition *definition,
                         struct site_register *view);

/* entry.c: what a page says of an entry, of which the row has what everybody may see. */
struct error *site_entry_facts(struct site_page *page, const struct register_definition *definition,
                               struct register_row *row, struct site_entry *view);

/* table.c: the columns that a page shows of a register, and its rows. */
struct error *site_table_fill(struct site_page *page, const struct register_definition *definition,
                              const struct register_page *list, bool people,
                              struct site_table *table);
struct error *site_row_fill(struct site_page *page, const struct register_definition *definition,
                            const struct register_row *row, bool people, struct site_row *view);

/* Leaves out the columns that say nothing in any row, but those that the table is sorted by. */
void site_leave_out_empty(struct site_table *table);

/* figure.c */
void site_figures(const struct site_page *page, const struct site_query *query,
                  const struct map *counts, struct site_list *view);

/* filter.c */
void site_filters(const struct site_page *page, const struct site_query *query,
                  const struct map *counts, struct site_list *view);
struct error *site_chips(struct site_page *page, const struct site_query *query,
                         struct site_list *view);
void site_sorting(const struct site_page *page, const struct site_query *query,
                  struct site_table *table);

/* error.c: the page of a query that was not understood (400). */
void site_refuse(struct site_page *page, const struct site_refusals *refusals, struct text path);

/* The same for a page that takes no query: true when there was one. */
bool site_refuse_query(struct site_page *page);

/* statement.c: what a person stated last of each register. */
struct site_statement {
    struct text register_id;
    struct date
        confirmed; /* the last time that all was said to be right, or that there was nothing */
    bool nil;      /* the newest one says that there is nothing */
    struct date
        missed; /* no statement received, told at this day; none when it was, or is not told */
    bool told_missing;
};

struct error *site_statements_of(struct site_page *page, struct text person,
                                 struct site_statement **statements, size_t *count);
/* When PERSON last confirmed a register; none where never. */
struct error *site_confirmed_of(struct site_page *page,
                                const struct register_definition *definition, struct text person,
                                struct date *confirmed);

/* Handlers, each in the file of its page. */
web_handler site_show_front;
web_handler site_show_registers;
web_handler site_show_register;
web_handler site_show_entry;
web_handler site_show_person;
web_handler site_show_changes;
web_handler site_show_about;
web_handler site_show_accessibility;
web_handler site_show_security;
web_handler site_show_asset;

#endif
