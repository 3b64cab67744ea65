/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_SCHEMA_H
#define REGISTER_SCHEMA_H

/* What may stand in a file, as tables: one table of keys per kind of mapping. From these a file is
 * checked and read, its faults are told, and the JSON Schema and the reference in the documentation
 * are made. */

#include "register/yaml_tree.h"

/* How the value of a key is written, and what it is read into. */
enum register_form {
    REGISTER_FORM_TEXT,      /* any text: struct text */
    REGISTER_FORM_ID,        /* small letters, digits, '_', '-' and '.': struct text */
    REGISTER_FORM_NUMBER,    /* a whole number: int64_t */
    REGISTER_FORM_BOOLEAN,   /* true or false: bool */
    REGISTER_FORM_WORD,      /* one of a few words: int, its place among them plus one */
    REGISTER_FORM_REFERENCE, /* the id of something else: const struct register_node * */
    REGISTER_FORM_RULE,      /* an expression: const struct register_node * */
    REGISTER_FORM_SCALAR, /* a text, number or boolean, whose meaning is seen elsewhere: as above */
    REGISTER_FORM_MAPPING, /* keys of a shape: the structure of that shape, in place */
    REGISTER_FORM_LIST,    /* elements: struct register_list */
    REGISTER_FORM_OPEN,    /* a mapping of ids to scalars: const struct register_node * */
};

struct register_shape;

/* Of a text where its key says nothing, and of an id; code points. */
enum { REGISTER_LONGEST_TEXT = 2000, REGISTER_LONGEST_ID = 64 };

struct register_key {
    const char *name;
    enum register_form form;
    bool required;
    size_t place;      /* offset in the structure of the shape that has this key */
    const char *about; /* what it is for, one sentence */
    const struct register_shape
        *shape; /* of a mapping, or of each element of a list (NULL: EACH) */
    enum register_form each;
    const char *const *words; /* of a word; ends with NULL */
    int64_t least;            /* of a number */
    int64_t most;             /* of a number; of a text: code points, 0: 2000 */
};

/* The structure of a shape starts with a struct register_node pointer: where it stands, NULL when
 * it does not. */
struct register_shape {
    const char *name;  /* "field", for messages and the documentation */
    const char *about; /* one sentence */
    size_t size;
    const struct register_key *keys; /* ends with a key without name */
};

struct register_list {
    const struct register_node *node;
    void *items;
    size_t count;
};

/* Reads NODE by SHAPE into TARGET (shape->size zeroed bytes) and tells every fault. What is wrong
 * is left zero, so that the rest can still be checked. */
void register_schema_read(struct arena *arena, const struct register_shape *shape,
                          const struct register_node *node, void *target, struct faults *faults);

/* The one of WORDS that somebody who wrote WRONG most likely meant; NULL when none is near. */
const char *register_nearest(struct text wrong, const char *const *words, size_t count);

/* JSON Schema (2020-12) of a document that has one of SHAPES. */
struct text register_schema_json(struct arena *arena, const char *title,
                                 const struct register_shape *const *shapes, size_t count);

/* The reference of a shape and all it holds, in Markdown. */
struct text register_schema_reference(struct arena *arena,
                                      const struct register_shape *const *shapes, size_t count);

#endif
