/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_IMPORT_H
#define REGISTER_IMPORT_H

/* An edition of a register, read from a file that people made. The whole file is read and checked
 * first; then all that it brings is written in one transaction, or nothing. docs/importing.md tells
 * people how rows become entries. */

#include "register/body.h"

/* What becomes of a row, or of an entry that the file does not have. */
enum register_import_outcome {
    REGISTER_IMPORT_REFUSED,  /* faulty: the faults say why */
    REGISTER_IMPORT_NEW,      /* becomes an entry */
    REGISTER_IMPORT_CHANGED,  /* an entry that is there gets a new version */
    REGISTER_IMPORT_ENDED,    /* the same, and by it the entry is no longer current */
    REGISTER_IMPORT_SAME,     /* an entry that is there says just this */
    REGISTER_IMPORT_REPEATED, /* an earlier row of the file says just this */
    REGISTER_IMPORT_ABSENT,   /* a current entry that is not in the file */
    REGISTER_IMPORT_OUTCOMES
};

/* In one word, for a list: "new". */
const char *register_import_outcome_id(enum register_import_outcome outcome);

/* NAME=VALUE, as given on the command line. */
struct register_import_pair {
    struct text name;
    struct text value;
};

struct register_import_pairs {
    const struct register_import_pair *items;
    size_t count;
};

struct register_import {
    const struct register_body *body;
    const struct register_definition *definition;
    struct text file; /* as messages name it */
    struct text content;
    struct register_import_pairs maps;    /* a field is read from this column */
    struct register_import_pairs sets;    /* a field has this value in every row */
    struct register_import_pairs ignores; /* names of columns that are left out; no values */
    bool dry_run;                         /* nothing is written; every outcome is told */
    bool skip_faulty;                     /* sound rows are kept when others are faulty */
    bool complete; /* the file is the whole register: what an earlier import brought and is not in
                      it now, is ended */

    /* Called for every row and absent entry, in a dry run. LINE is 0 and ENTRY empty where there
     * is none. May be NULL. */
    void (*tell)(void *context, enum register_import_outcome outcome, size_t line,
                 struct text entry);
    /* Called now and then with what is being done, and how much of it is done. May be NULL. */
    void (*progress)(void *context, const char *what, unsigned percent);
    void *context;
};

struct register_import_result {
    size_t read;                            /* rows, with those that are refused */
    size_t count[REGISTER_IMPORT_OUTCOMES]; /* rows by outcome */
    size_t absent_ended;                    /* absent entries that were ended */
    size_t warnings;                        /* rows that are kept and flagged */
    const char *encoding; /* in which the file was read: "UTF-8", "Windows-1252", ... */
    bool assumed;         /* only guessed, since nothing in the file says so */
    bool written;         /* something was kept, or there was nothing to keep */
    struct text before;   /* the moment when just this file was imported before; else empty */
};

/* Reads, checks and writes. What is wrong with the file is told in FAULTS; with any of these, and
 * without skip_faulty, nothing is written. Warnings are added to FAULTS in a dry run alone, and
 * counted always. An error means that nothing was written. */
struct error *register_import_run(struct arena *arena, const struct register_import *import,
                                  struct faults *faults, struct register_import_result *result);

#endif
