/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TOOLS_TEMPLATES_PARTS_H
#define TOOLS_TEMPLATES_PARTS_H

/* What the parts of the template compiler know of each other. */

#include "tools/templates.h"

#include "base/language.h"

enum { TEMPLATE_DEPTH = 48, TEMPLATE_ELEMENTS = 128, TEMPLATE_FAULTS = 40 };

/* A template is cut into static text and tags {{ ... }}. */
struct template_piece {
    bool tag;
    struct text text; /* of a tag: without the braces and the space around */
    size_t offset;    /* where text starts in the source */
    size_t line;
};

/* Where in the HTML a place is. */
enum html_state {
    HTML_CONTENT,   /* between tags */
    HTML_TEXT_ONLY, /* in title or textarea */
    HTML_RAW,       /* in script or style */
    HTML_TAG_TIGHT, /* in a start tag, right after its name or a value: a space must come */
    HTML_TAG_LOOSE, /* in a start tag, after a space */
    HTML_VALUE,     /* in a quoted attribute */
};

/* What an attribute may hold. */
enum html_attribute {
    HTML_PLAIN,
    HTML_ADDRESS,      /* a URL to go to, or of a picture */
    HTML_CODE_ADDRESS, /* what it names is run or shapes the page: this site only */
    HTML_NUMBER_ONLY,  /* colours and the like, which may name a URL */
    HTML_STATIC,       /* no values */
    HTML_REFUSED,      /* not at all */
};

/* How far an address is. */
enum html_address {
    ADDRESS_START,  /* nothing yet */
    ADDRESS_NAME,   /* a beginning in which a colon would make a scheme */
    ADDRESS_PREFIX, /* after {{ prefix }}, which may be empty */
    ADDRESS_ROOT,   /* after the / that starts it: a second one would make the next part a host */
    ADDRESS_WHOLE,  /* after a value that may be all of it */
    ADDRESS_PART,   /* past all that: whatever follows is a part */
    ADDRESS_HOST,   /* after http:// and the like, before the next slash */
    ADDRESS_MIXED,  /* of another site, or branches end differently: no value may follow */
};

struct html_place {
    enum html_state state;
    char quote;
    enum html_attribute attribute;
    enum html_address address;
    size_t serial; /* which attribute of the template it is in */
    size_t depth;  /* open elements */
    bool space;    /* what was written last is white space */
    bool start;    /* of plain text: nothing was written yet */
};

struct html_element {
    struct text name;
    size_t line;
    bool foreign;  /* of SVG or MathML */
    bool preserve; /* white space counts */
};

enum template_block_kind { BLOCK_TEMPLATE, BLOCK_IF, BLOCK_FOR, BLOCK_WRAP };

struct template_block {
    enum template_block_kind kind;
    struct template_piece piece; /* that opened it */
    struct html_place begin;
    struct html_place joined; /* of the branches that have ended */
    bool has_joined;
    bool has_else;
    struct text name;      /* of a template or what is wrapped */
    struct text arguments; /* the same */
    bool split;            /* a template with {{ content }} */
};

struct template_compiler {
    struct arena *arena;
    struct text file;
    struct text source;
    struct faults *faults;
    bool plain;         /* plain text: no HTML to keep */
    size_t fault_start; /* faults that were there before */

    struct template_piece *pieces;
    size_t piece_count;
    size_t piece_capacity;
    size_t piece; /* the one being compiled */

    struct buffer includes;
    struct buffer header;
    struct buffer externs;
    struct buffer code;
    struct buffer pending; /* static text that is not in code yet */

    struct template_message *messages;
    size_t message_count;
    size_t message_capacity;

    struct template_block blocks[TEMPLATE_DEPTH];
    size_t block_count;

    struct html_place html;
    struct html_element elements[TEMPLATE_ELEMENTS];
    size_t serial;
    struct text attribute_name;
    bool broken;         /* the structure of this template is lost: no more faults about it */
    bool http_equiv;     /* of the start tag at hand */
    bool content_value;  /* the same */
    bool link_elsewhere; /* a link whose address need not be of this site */
    bool link_loads;     /* a link that may load what it names */
    bool link_known;     /* a link that surely loads nothing */
};

/* Cuts the source into pieces. */
void template_scan(struct template_compiler *compiler);

/* A fault at OFFSET of the source. */
void template_fault(struct template_compiler *compiler, size_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, of the structure of the HTML: only the first of each template is told. */
void template_break(struct template_compiler *compiler, size_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool template_full(const struct template_compiler *compiler);
size_t template_line(const struct template_compiler *compiler, size_t offset);

/* Static text: of a page, or of a plain text. */
void plain_read(struct template_compiler *compiler, struct text text);
void html_read(struct template_compiler *compiler, const struct template_piece *piece);
/* The floor under the open elements: those of the block around stay open. */
size_t html_floor(const struct template_compiler *compiler);
/* Whether two branches may meet; the place where they do. */
bool html_join(struct html_place one, struct html_place other, struct html_place *joined);
const char *html_describe(struct html_place place);
/* A stretch of an address; of a link's rel, whether WHOLE or not. */
void html_read_address(struct template_compiler *compiler, struct text text, size_t offset);
void html_read_relation(struct template_compiler *compiler, struct text text, bool whole);

/* Tables. */
bool html_is_void(struct text element);
bool html_is_refused(struct text element);
bool html_is_text_only(struct text element);
bool html_is_raw(struct text element);
enum html_attribute html_attribute_kind(struct text element, bool foreign, struct text name);

/* Tags. */
void template_tag(struct template_compiler *compiler, const struct template_piece *piece);
/* A value or a message; false when TAG is none. */
void template_value(struct template_compiler *compiler, const struct template_piece *piece);

/* Whether EXPRESSION is one whole C expression as far as brackets, quotes and separators tell. With
 * SEPARATORS, semicolons are allowed (for). */
bool template_expression(struct template_compiler *compiler, struct text expression, size_t offset,
                         bool separators);
struct text template_word(struct text *rest);
struct text template_skip(struct text rest);
bool template_identifier(struct text text);
size_t template_offset(const struct template_compiler *compiler, struct text part);
/* Reads NAME(ARGUMENTS) and nothing else; the arguments without the brackets, on one line. */
bool template_signature(struct template_compiler *compiler, size_t offset, struct text rest,
                        struct text *name, struct text *arguments);
/* Reads a C string literal off the front of REST; false when none stands there or it is faulty. */
bool template_literal(struct template_compiler *compiler, struct text *rest, struct text *value);

/* Writing. */
void write_static(struct template_compiler *compiler);
void write_line(struct template_compiler *compiler, size_t line);
void write_code(struct template_compiler *compiler, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void write_quoted(struct buffer *buffer, struct text text);
struct text write_expression(struct template_compiler *compiler, struct text expression);

#endif
