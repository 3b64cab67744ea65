/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_YAML_TREE_H
#define REGISTER_YAML_TREE_H

/* YAML as a tree in which everything knows its place, so that a fault can name it. Less than YAML:
 * one document, no anchors, no tags, no tabs, keys that are words, nothing twice. */

#include "base/fault.h"

enum register_node_kind { REGISTER_NODE_SCALAR, REGISTER_NODE_LIST, REGISTER_NODE_MAPPING };

struct register_node;

struct register_member {
    struct register_node *key; /* NULL in a list */
    struct register_node *value;
};

struct register_node {
    enum register_node_kind kind;
    bool plain;       /* a scalar without quotes: may be a number, true, false or nothing */
    bool literal;     /* a scalar as a block of lines (|) */
    bool folded;      /* a scalar over more lines that is no such block: its lines were joined */
    bool own;         /* comes from the body's own folder */
    struct text file; /* where it stands */
    size_t line;      /* from 1 */
    size_t column;    /* from 1, in code points */
    size_t first;     /* of a literal: the line of its first words */
    size_t indent;    /* of a literal: how many spaces its lines have in front */
    struct text text; /* of a scalar */
    struct register_member *members;
    size_t count;
    size_t capacity;
};

/* More than any definition needs, and little enough to be read at once. */
enum {
    REGISTER_YAML_SIZE = 1024 * 1024, /* bytes of a file */
    REGISTER_YAML_DEPTH = 12,         /* levels */
    REGISTER_YAML_NODES = 50000,      /* keys and values of a file */
    REGISTER_YAML_KEYS = 500,         /* keys of one mapping */
};

/* Reads CONTENT, which came from FILE. Every fault is told. NULL when there is no tree: an empty
 * document, or one of which the rest cannot be understood. Texts are copied into the arena. */
struct register_node *register_yaml_read(struct arena *arena, struct text file, struct text content,
                                         struct faults *faults);

/* Tells a fault at the place of NODE. */
void register_node_fault(struct faults *faults, const struct register_node *node,
                         const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The value of KEY, or NULL; NULL as well when NODE is NULL or no mapping. */
struct register_node *register_node_get(const struct register_node *node, const char *key);

/* What a scalar is when it has no quotes (YAML 1.2): a whole number, true or false, nothing, or a
 * text. */
enum register_scalar {
    REGISTER_SCALAR_TEXT,
    REGISTER_SCALAR_NUMBER,
    REGISTER_SCALAR_BOOLEAN,
    REGISTER_SCALAR_NULL
};
enum register_scalar register_node_scalar(const struct register_node *node);

/* The whole number that a scalar without quotes is; false when it is not one. */
bool register_node_number(const struct register_node *node, int64_t *number);

/* A copy of the mapping or list without its members' copies, to which members can be added. */
struct register_node *register_node_copy(struct arena *arena, const struct register_node *node);
void register_node_add(struct arena *arena, struct register_node *node, struct register_node *key,
                       struct register_node *value);

/* The tree as JSON, keys in order; members whose key is LEFT_OUT (NULL: none) stay out. Trees that
 * say the same give the same bytes. */
struct text register_node_json(struct arena *arena, const struct register_node *node,
                               const char *left_out);

#endif
