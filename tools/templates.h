/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TOOLS_TEMPLATES_H
#define TOOLS_TEMPLATES_H

/* The template compiler: a page with holes becomes C that writes it. It knows in which part of the
 * HTML every value stands, picks what makes it safe there, and refuses what it cannot make safe.
 * The language is described in tools/README.md. */

#include "base/fault.h"

/* A text to translate, as it stands in a template. */
struct template_message {
    struct text one;
    struct text many; /* empty when it has no plural */
    size_t offset;    /* where in the source */
    size_t line;
};

struct template_result {
    struct text code;
    struct text header;
    const struct template_message *messages;
    size_t message_count;
};

/* Compiles SOURCE: a page, or plain text when FILE ends with ".txt". FILE is its name as faults and
 * #line show it, HEADER the name by which the code includes its own header. Of a template with
 * faults only the messages are to be used. */
struct template_result template_compile(struct arena *arena, struct text file, struct text header,
                                        struct text source, struct faults *faults);

/* The C name of the message with this English text: "message_" and 16 digits. */
struct text template_message_name(struct arena *arena, struct text one);

#endif
