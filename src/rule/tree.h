/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef RULE_TREE_H
#define RULE_TREE_H

/* The tree of an expression, shared by the files of this room: parse.c makes it, check.c gives
 * every node its kind and settles what it does, evaluate.c and sql.c walk it. */

#include "rule/rule.h"

enum {
    RULE_TEXT_LARGEST = 65536, /* bytes of an expression */
    RULE_DEPTH_LARGEST = 100,  /* levels of the tree, and of brackets */
    RULE_NODES_LARGEST = 4000,
    RULE_STEPS_LARGEST = 1000000,
};

/* A duration is at most ten thousand years either way, as in CEL. */
#define RULE_DAY              INT64_C(86400000000)
#define RULE_DURATION_LARGEST (INT64_C(3652500) * RULE_DAY)

/* A decimal takes part in arithmetic up to here, and * and / take none nearer to nought than one
 * part of it: so no database ever overflows or underflows. Exact as a double. */
#define RULE_DECIMAL_LARGEST 1e22

/* A decimal beside an amount of money is known up to here, in euro. */
#define RULE_DECIMAL_CENTS 1e13

enum operation {
    /* As read; check.c turns these into what they stand for. */
    OPERATION_WORD,   /* an identifier */
    OPERATION_SELECT, /* child.word */
    OPERATION_CALL,   /* word(children), or with receiver first: child.word(children) */

    OPERATION_CONSTANT,
    OPERATION_NAME, /* a name of the environment, or a part of it */
    OPERATION_LIST,
    OPERATION_OR,
    OPERATION_AND,
    OPERATION_NOT,
    OPERATION_CONDITION, /* ?: */
    OPERATION_EQUAL,
    OPERATION_UNEQUAL,
    OPERATION_LESS,
    OPERATION_LESS_OR_EQUAL,
    OPERATION_MORE,
    OPERATION_MORE_OR_EQUAL,
    OPERATION_IN,
    OPERATION_ADD,
    OPERATION_SUBTRACT,
    OPERATION_MULTIPLY,
    OPERATION_DIVIDE,
    OPERATION_REMAINDER,
    OPERATION_NEGATE,
    OPERATION_INDEX,
    OPERATION_FUNCTION,
};

enum function {
    FUNCTION_HAS,
    FUNCTION_SIZE,
    FUNCTION_STARTS_WITH,
    FUNCTION_ENDS_WITH,
    FUNCTION_CONTAINS,
    FUNCTION_BOOLEAN,
    FUNCTION_INTEGER,
    FUNCTION_DECIMAL,
    FUNCTION_TEXT,
    FUNCTION_DATE,
    FUNCTION_DURATION,
    FUNCTION_DAYS,
    FUNCTION_YEAR,
    FUNCTION_HOURS,
    FUNCTION_MINUTES,
    FUNCTION_SECONDS,
    FUNCTION_MILLISECONDS,
    FUNCTION_CENTS, /* made by check.c alone: a number of euro beside an amount */
};

enum part { PART_WHOLE, PART_AMOUNT, PART_KIND, PART_NAME, PART_KVK };

/* A type, and for lists what they hold; the element of the empty list is NULL. */
struct kind {
    enum rule_type type;
    const struct kind *element;
};

struct node {
    enum operation operation;
    struct kind kind;
    size_t offset; /* in the text of the rule */
    size_t depth;
    size_t count;
    struct node **children;

    struct text word;   /* of a word, selection or call */
    size_t word_offset; /* of the word of a selection or of a call with a receiver */
    bool receiver;      /* the call was written child.word(...) */
    enum function function;
    size_t name; /* index in the environment */
    enum part part;
    struct rule_value value; /* of a constant */
};

struct rule {
    struct text text;
    const struct rule_environment *environment;
    const struct node *root;
    bool *uses; /* per name of the environment */
};

/* What parsing and checking share. */
struct reading {
    struct arena *arena;
    struct text text;
    const struct rule_place *place;
    const struct rule_environment *environment;
    struct faults *faults;
    bool *uses;
    size_t nodes;
    bool failed;
};

/* Adds a fault at OFFSET of the text. */
void rule_fault(struct reading *reading, size_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A node with room for COUNT children; NULL, with a fault, when there are too many nodes. */
struct node *rule_node(struct reading *reading, enum operation operation, size_t offset,
                       size_t count);

/* Settles the node's depth after its children were put in; false, with a fault, when too deep. */
bool rule_settle(struct reading *reading, struct node *node);

/* The tree of the text, or NULL after a fault. */
struct node *rule_read(struct reading *reading);

/* Gives NODE and all below it their kinds, and folds what is constant. False after a fault. */
bool rule_check(struct reading *reading, struct node *node);

/* Puts a conversion to decimal in front of *NODE, an integer. */
bool rule_make_decimal(struct reading *reading, struct node **node);

/* Whether ONE, a kind that something has, will do where OTHER is expected. */
bool rule_same_kind(const struct kind *one, const struct kind *other);

/* "a date", "text", "a list of text": for faults. */
const char *rule_kind_name(const struct kind *kind);

/* The answer of one node. VALUES may be NULL where it depends on no name. */
struct rule_value rule_evaluate_node(const struct node *node, struct arena *arena,
                                     const struct rule_value *values);

#endif
