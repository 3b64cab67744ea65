/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_IMPORT_INSIDE_H
#define REGISTER_IMPORT_INSIDE_H

/* What the files of import share; nobody else includes this. */

#include "base/map.h"
#include "base/table.h"
#include "register/check.h"
#include "register/entry.h"
#include "register/import.h"

/* What a column of the file is read into. */
enum import_part {
    IMPORT_IGNORED,
    IMPORT_VALUE,  /* the field itself */
    IMPORT_NUMBER, /* of a person or unit: surely the id, where VALUE may be the name */
    IMPORT_NAME,   /* of a person or unit: only the name */
    IMPORT_KVK,    /* of an organisation: its number in the trade register */
    IMPORT_STATE,
    IMPORT_PARTS
};

struct import_column {
    enum import_part part;
    const struct register_field *field; /* NULL for the state, and where ignored */
};

/* Where each field of the register comes from. */
struct import_columns {
    const struct register_definition *definition;
    size_t *value;                   /* per field: its column plus one; 0: none */
    size_t *kvk;                     /* the same */
    struct register_value *constant; /* per field: what --set says */
    bool *covered; /* per field: the file says what it is, be it nothing; what it does not say
                      stays as it is in entries that are there */
    size_t state;  /* column plus one */
    const struct register_state *constant_state;
};

/* Tells what is wrong in FAULTS. */
void import_columns_match(struct arena *arena, const struct register_import *import,
                          struct table *table, struct faults *faults,
                          struct import_columns *columns);

/* The state that WORD (not folded) means; NULL: none. */
const struct register_state *
import_state(struct arena *arena, const struct register_definition *definition, struct text word);

/* People or units, found by id or by name. */
struct import_references {
    struct map ids;   /* an id to its struct import_referent */
    struct map names; /* a name to it; one without an id: there are several */
};

/* Somebody or something that rows refer to. */
struct import_referent {
    struct text id;
    struct text office; /* of a person; may be empty */
};

void import_references_add(struct import_references *references, struct text id, struct text name,
                           struct text office);
struct error *import_references_read(struct arena *arena, const struct register_body *body,
                                     const struct register_projection *projection,
                                     struct import_references *references);

/* The office of the person with that id; empty where there is none. */
struct text import_office(const struct import_references *people, struct text id);

/* The id that WRITTEN means. On a fault false, and *MESSAGE says what is wrong. */
bool import_reference(struct arena *arena, const struct import_references *references,
                      const char *what, struct text written, struct text *id, struct text *message);

/* Dates out of a text such as "Praag vanaf 12 december 2019 tot 14 december 2019". False when there
 * is no such period, or more than one; *UNTIL may stay without date. */
bool import_period_read(struct arena *arena, struct text text, struct date *since,
                        struct date *until);

/* Two keyed hashes at once, 128 bits: so many that equal hashes mean equal content. */
struct import_hash {
    uint64_t one;
    uint64_t other;
};

/* A sound row of the file, as small as it can be kept. */
struct import_row {
    struct import_hash identity;
    const char *packed; /* its values */
    uint32_t line;
    uint32_t next;  /* the next row of this identity, plus one */
    uint32_t entry; /* the entry that it changes, plus one */
    uint8_t state;  /* its place in the definition, plus one; 0: not said */
    uint8_t outcome;
    bool taken; /* an entry that is there says just this */
};

enum { IMPORT_BLOCK = 8192 };

/* All sound rows, in blocks so that nothing is copied as they become more. */
struct import_stage {
    struct arena *arena;
    const struct register_definition *definition;
    const struct import_columns *columns;
    unsigned char key[16];
    struct import_row **blocks;
    size_t block_count;
    size_t block_capacity;
    size_t count;
    char *room; /* for packed values */
    size_t room_left;
    uint32_t *first; /* by identity: the first row with it, plus one */
    size_t first_capacity;
    struct buffer packing;
};

void import_stage_begin(struct import_stage *stage, struct arena *arena,
                        const struct import_columns *columns);
void import_stage_add(struct import_stage *stage, const struct register_value *values,
                      const struct register_state *state, size_t line);

/* Finds rows by identity from now on, marks those that an earlier row says already, and refuses
 * those that cannot stand beside an earlier one. */
void import_stage_index(struct import_stage *stage, struct text file, struct faults *faults);

static inline struct import_row *import_row(const struct import_stage *stage, size_t at)
{
    return &stage->blocks[at / IMPORT_BLOCK][at % IMPORT_BLOCK];
}

/* The values of a row; their texts live as long as the stage. VALUES has one element per field. */
void import_stage_values(const struct import_stage *stage, const struct import_row *row,
                         struct register_value *values);

/* By what rows and entries are compared: the fields of the identity that the file covers. */
struct import_hash import_identity(struct import_stage *stage, const struct register_value *values);

/* The same, without the field WITHOUT and without case and accents. */
struct import_hash import_likeness(struct import_stage *stage, struct arena *scratch,
                                   const struct register_value *values,
                                   const struct register_field *without);

/* Where the number of the first row of that identity stands, plus one; 0: there is none. */
uint32_t *import_stage_slot(const struct import_stage *stage, struct import_hash identity);

/* Whether an entry with VALUES says what ROW says, in the fields that the file covers. */
bool import_says_same(const struct import_stage *stage, const struct import_row *row,
                      const struct register_value *row_values, const struct register_state *state,
                      const struct register_value *values);

/* An entry that is there, and that no row says just so. */
struct import_entry {
    struct text id;
    int64_t number;
    int64_t revision;
    uint32_t group; /* the first row of its identity, plus one; 0: none */
    uint32_t row;   /* the row that changes it, plus one */
    uint8_t state;
    bool current;
    bool ends; /* it is to be ended, since the file does not have it */
};

struct import_entries {
    struct import_entry *items;
    size_t count;
    size_t capacity;
};

/* Compares the rows with the entries that are there, as the database has them now: every row gets
 * its outcome. HEAD becomes the number of the body's newest journal row at that moment. */
struct error *import_match(struct arena *arena, const struct register_import *import,
                           struct import_stage *stage, struct import_entries *entries,
                           int64_t *head);

/* Writes it all, in one transaction. ERROR_CONFLICT when entries of the register changed since
 * HEAD. */
struct error *import_write(struct arena *arena, const struct register_import *import,
                           struct import_stage *stage, const struct import_entries *entries,
                           int64_t head, struct text hash,
                           const struct register_import_result *result);

/* Reads every row. */
struct error *import_read(struct arena *arena, const struct register_import *import,
                          struct table *table, struct faults *faults, struct import_stage *stage,
                          struct register_import_result *result);

#endif
