/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_MARKUP_H
#define WEB_MARKUP_H

/* What compiled templates write with. Each function writes one value, made safe for the place the
 * template compiler found it in; tools/README.md says which is taken where. Pages are written by
 * templates: other code makes a struct markup, calls template_NAME(), and takes the buffer. */

#include "base/language.h"
#include "web/message.h"

#include <string.h>

struct markup {
    struct buffer *buffer;
    enum language language;
    const char *prefix; /* what stands before every path of the site: "" or "/en" */
    bool plain;         /* of struct markup_plain alone */
};

/* What templates of plain text write with: nothing is escaped, and no value ends a line. It is a
 * type of its own, so that no page is ever written with it. */
struct markup_plain {
    struct markup markup;
};

static inline struct markup_plain markup_plain(struct buffer *buffer, enum language language)
{
    return (struct markup_plain){
        {.buffer = buffer, .language = language, .prefix = "", .plain = true}};
}

/* Text of a template itself: only generated code calls this. Most of a page is written here, with
 * sizes that the C compiler knows. */
static inline void markup_static(struct markup *out, struct text text)
{
    struct buffer *buffer = out->buffer;
    if (__builtin_expect(buffer->capacity - buffer->size >= text.size, 1)) {
        memcpy(buffer->data + buffer->size, text.data, text.size);
        buffer->size += text.size;
    } else {
        buffer_add(buffer, text);
    }
}

/* In plain text: LINES (1 or 2) end before what follows, unless nothing was written yet. */
void markup_gap(struct markup_plain *plain, size_t lines);

/* In text and in quoted attributes. Escaped are & < > " ' and what HTML cannot hold. In plain text
 * control characters become spaces. */
void markup_text(struct markup *out, struct text text);
void markup_string(struct markup *out, const char *string); /* NULL writes nothing */
void markup_number(struct markup *out, int64_t number);     /* as people read it: 12.500 */
void markup_count(struct markup *out, uint64_t number);
void markup_date(struct markup *out, struct date date);
void markup_money(struct markup *out, struct money money);
void markup_label(struct markup *out, struct label label);

/* For machines: digits without separators, ISO 8601. */
void markup_digits(struct markup *out, int64_t number);
void markup_digits_count(struct markup *out, uint64_t number);
void markup_iso(struct markup *out, struct date date);

/* A whole address: http, https, mailto, or a place on this site that starts with /, ? or #;
 * anything else becomes "#". */
void markup_url_text(struct markup *out, struct text url);
void markup_url_string(struct markup *out, const char *url);

/* A place on this site in the page's language: starts with one /; anything else becomes "#". */
void markup_path_text(struct markup *out, struct text path);
void markup_path_string(struct markup *out, const char *path);
void markup_prefix(struct markup *out);

/* A part of an address, percent-encoded. */
void markup_part_text(struct markup *out, struct text text);
void markup_part_string(struct markup *out, const char *string);
/* The same for the first part after a leading /: an empty one must not make // of the next. */
void markup_first_text(struct markup *out, struct text text);
void markup_first_string(struct markup *out, const char *string);
void markup_part_iso(struct markup *out, struct date date);

void markup_language(struct markup *out); /* "nl" or "en" */
void markup_message(struct markup *out, const struct message *message);

/* A value for a {name} of a message. */
struct markup_argument {
    const char *name;
    void (*write)(struct markup *out, const struct markup_argument *argument);
    union {
        struct text text;
        int64_t number;
        uint64_t count;
        struct date date;
        struct money money;
        struct label label;
    };
};

/* Writes PATTERN, each {name} replaced by its argument. */
void markup_format(struct markup *out, struct text pattern, size_t count,
                   const struct markup_argument *arguments);

struct markup_argument markup_argument_text(const char *name, struct text text);
struct markup_argument markup_argument_string(const char *name, const char *string);
struct markup_argument markup_argument_number(const char *name, int64_t number);
struct markup_argument markup_argument_count(const char *name, uint64_t number);
struct markup_argument markup_argument_digits(const char *name, int64_t number);
struct markup_argument markup_argument_digits_count(const char *name, uint64_t number);
struct markup_argument markup_argument_date(const char *name, struct date date);
struct markup_argument markup_argument_iso(const char *name, struct date date);
struct markup_argument markup_argument_money(const char *name, struct money money);
struct markup_argument markup_argument_label(const char *name, struct label label);

/* The writer that fits the type of VALUE. A type that is not here (bool, double, a struct) is
 * refused by the C compiler. */
#define MARKUP_INTEGERS(with_sign, without)                                                        \
    signed char : with_sign,                                                                       \
                  short : with_sign,                                                               \
                          int : with_sign,                                                         \
                                long : with_sign,                                                  \
                                       long long : with_sign,                                      \
                                                   unsigned char : without,                        \
                                                                   unsigned short : without,       \
                                                                                    unsigned       \
        : without,                                                                                 \
          unsigned long : without,                                                                 \
                          unsigned long long : without

/* clang-format off */
#define MARKUP_VALUE(...) \
    _Generic((__VA_ARGS__), struct text: markup_text, \
        char *: markup_string, const char *: markup_string, \
        struct date: markup_date, struct money: markup_money, struct label: markup_label, \
        MARKUP_INTEGERS(markup_number, markup_count))
#define MARKUP_PLAIN(...) /* in an attribute numbers are plain */ \
    _Generic((__VA_ARGS__), struct text: markup_text, \
        char *: markup_string, const char *: markup_string, \
        struct date: markup_date, struct money: markup_money, struct label: markup_label, \
        MARKUP_INTEGERS(markup_digits, markup_digits_count))
#define MARKUP_DIGITS(...) \
    _Generic((__VA_ARGS__), MARKUP_INTEGERS(markup_digits, markup_digits_count))
#define MARKUP_NUMBER(...) \
    _Generic((__VA_ARGS__), MARKUP_INTEGERS(markup_number, markup_count))
#define MARKUP_URL(...) \
    _Generic((__VA_ARGS__), struct text: markup_url_text, \
        char *: markup_url_string, const char *: markup_url_string)
#define MARKUP_PATH(...) \
    _Generic((__VA_ARGS__), struct text: markup_path_text, \
        char *: markup_path_string, const char *: markup_path_string)
#define MARKUP_PART(...) \
    _Generic((__VA_ARGS__), struct text: markup_part_text, \
        char *: markup_part_string, const char *: markup_part_string, \
        struct date: markup_part_iso, \
        MARKUP_INTEGERS(markup_digits, markup_digits_count))
#define MARKUP_FIRST(...) \
    _Generic((__VA_ARGS__), struct text: markup_first_text, \
        char *: markup_first_string, const char *: markup_first_string, \
        MARKUP_INTEGERS(markup_digits, markup_digits_count))
#define MARKUP_ARGUMENT(...) \
    _Generic((__VA_ARGS__), struct text: markup_argument_text, \
        char *: markup_argument_string, const char *: markup_argument_string, \
        struct date: markup_argument_date, struct money: markup_argument_money, \
        struct label: markup_argument_label, \
        MARKUP_INTEGERS(markup_argument_number, markup_argument_count))
#define MARKUP_ARGUMENT_DIGITS(...) \
    _Generic((__VA_ARGS__), MARKUP_INTEGERS(markup_argument_digits, markup_argument_digits_count))
/* clang-format on */

#endif
