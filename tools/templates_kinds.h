/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TOOLS_TEMPLATES_KINDS_H
#define TOOLS_TEMPLATES_KINDS_H

/* Which kinds of value there are, where each may stand, and what writes it there. */

#include "tools/templates_parts.h"

/* Where a value may be put, as a set. */
enum {
    IN_TEXT = 1,      /* content and text */
    IN_ATTRIBUTE = 2, /* a plain attribute */
    IN_NUMBER = 4,    /* an attribute for numbers only */
    IN_START = 8,     /* the start of an address */
    IN_PART = 16,     /* a part of an address */
    IN_FIRST = 32,    /* the first part of an address, after its leading / */
    IN_MESSAGE = 64,  /* a placeholder of a message */
};

/* What may be said of a value before it; the writer by place. */
struct kind {
    const char *name;
    int places;
    const char *text;
    const char *attribute;
    const char *start;
    const char *first;
    const char *part;
    const char *message;
};

/* The kind that REST starts with, taken off it: a word of the table with an expression behind it.
 */
const struct kind *kind_take(struct text *rest);

/* Where the compiler is, as one of the set; 0 with a fault when no value can be there. */
int kind_place(struct template_compiler *compiler, size_t offset);

/* "in text", "at the start of an address". */
const char *kind_place_name(int place);

/* The function that writes KIND at PLACE; MARKUP_X picks one by the type of the value. */
const char *kind_writer(const struct kind *kind, int place);

/* A message tag: t, tf or tn, with what follows. */
void template_message(struct template_compiler *compiler, const struct template_piece *piece,
                      struct text word, struct text rest);

#endif
