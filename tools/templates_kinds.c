/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/templates_kinds.h"

#include <string.h>

static const struct kind kinds[] = {
    {"", IN_TEXT | IN_ATTRIBUTE | IN_START | IN_FIRST | IN_PART | IN_MESSAGE, "MARKUP_VALUE",
     "MARKUP_PLAIN", "MARKUP_URL", "MARKUP_FIRST", "MARKUP_PART", "MARKUP_ARGUMENT"},
    {"text", IN_TEXT | IN_ATTRIBUTE | IN_START | IN_FIRST | IN_PART | IN_MESSAGE, "markup_text",
     "markup_text", "markup_url_text", "markup_first_text", "markup_part_text",
     "markup_argument_text"},
    {"string", IN_TEXT | IN_ATTRIBUTE | IN_START | IN_FIRST | IN_PART | IN_MESSAGE, "markup_string",
     "markup_string", "markup_url_string", "markup_first_string", "markup_part_string",
     "markup_argument_string"},
    {"number", IN_TEXT | IN_ATTRIBUTE | IN_NUMBER | IN_FIRST | IN_PART | IN_MESSAGE,
     "MARKUP_NUMBER", "MARKUP_DIGITS", NULL, "MARKUP_DIGITS", "MARKUP_DIGITS", "MARKUP_ARGUMENT"},
    {"digits", IN_TEXT | IN_ATTRIBUTE | IN_NUMBER | IN_FIRST | IN_PART | IN_MESSAGE,
     "MARKUP_DIGITS", "MARKUP_DIGITS", NULL, "MARKUP_DIGITS", "MARKUP_DIGITS",
     "MARKUP_ARGUMENT_DIGITS"},
    {"date", IN_TEXT | IN_ATTRIBUTE | IN_PART | IN_MESSAGE, "markup_date", "markup_date", NULL,
     NULL, "markup_part_iso", "markup_argument_date"},
    {"iso", IN_TEXT | IN_ATTRIBUTE | IN_PART | IN_MESSAGE, "markup_iso", "markup_iso", NULL, NULL,
     "markup_part_iso", "markup_argument_iso"},
    {"money", IN_TEXT | IN_ATTRIBUTE | IN_MESSAGE, "markup_money", "markup_money", NULL, NULL, NULL,
     "markup_argument_money"},
    {"label", IN_TEXT | IN_ATTRIBUTE | IN_MESSAGE, "markup_label", "markup_label", NULL, NULL, NULL,
     "markup_argument_label"},
    {"url", IN_START, NULL, NULL, "MARKUP_URL", NULL, NULL, NULL},
    {"path", IN_START, NULL, NULL, "MARKUP_PATH", NULL, NULL, NULL},
    {"prefix", IN_START, NULL, NULL, "markup_prefix", NULL, NULL, NULL},
    {"language", IN_TEXT | IN_ATTRIBUTE | IN_FIRST | IN_PART, "markup_language", "markup_language",
     NULL, "markup_language", "markup_language", NULL},
};

static const struct kind *kind_of(struct text word)
{
    for (size_t i = 1; i < sizeof kinds / sizeof *kinds; i++)
        if (text_is(word, kinds[i].name))
            return &kinds[i];
    return NULL;
}

/* Whether a kind stands alone, without an expression. */
static bool stands_alone(const struct kind *kind)
{
    return !strcmp(kind->name, "prefix") || !strcmp(kind->name, "language");
}

/* The kind that REST starts with, taken off it: a word of the table with an expression behind it.
 */
const struct kind *kind_take(struct text *rest)
{
    struct text after = *rest;
    const struct kind *kind = kind_of(template_word(&after));
    struct text behind = template_skip(after);
    if (!kind)
        return &kinds[0];
    if (stands_alone(kind)) {
        if (behind.size)
            return &kinds[0];
        *rest = behind;
        return kind;
    }
    if (!behind.size || behind.data == after.data ||
        !(strchr("_\"'(*&!~+-", behind.data[0]) ||
          (behind.data[0] >= '0' && behind.data[0] <= '9') ||
          ((behind.data[0] | 32) >= 'a' && (behind.data[0] | 32) <= 'z')))
        return &kinds[0];
    *rest = behind;
    return kind;
}

static int address_place(struct template_compiler *compiler, size_t offset)
{
    const char *why = NULL;
    switch (compiler->html.address) {
    case ADDRESS_START:
        return IN_START;
    case ADDRESS_ROOT:
        return IN_FIRST;
    case ADDRESS_HOST:
    case ADDRESS_PART:
        return IN_PART;
    case ADDRESS_NAME:
        if (compiler->html.attribute == HTML_ADDRESS)
            return IN_PART;
        why = "start this address with / or {{ prefix }}/";
        break;
    case ADDRESS_PREFIX:
        why = "expected /, ? or # after {{ prefix }}";
        break;
    case ADDRESS_WHOLE:
        why = "expected ?, # or the end of the address after a value that may be all of it";
        break;
    case ADDRESS_MIXED:
        why = "a value cannot stand here: it is not known whether the address is at its start or "
              "past it";
        break;
    }
    template_fault(compiler, offset, "%s", why);
    return 0;
}

static int attribute_place(struct template_compiler *compiler, struct text element, size_t offset)
{
    struct text name = compiler->attribute_name;
    switch (compiler->html.attribute) {
    case HTML_PLAIN:
        if (text_is(element, "meta") && text_is(name, "content"))
            compiler->content_value = true;
        return IN_ATTRIBUTE;
    case HTML_NUMBER_ONLY:
        return IN_NUMBER;
    case HTML_STATIC:
        template_fault(compiler, offset,
                       "%.*s of <%.*s> takes no values: what it says is more than text",
                       TEXT_FORMAT(name), TEXT_FORMAT(element));
        return 0;
    case HTML_ADDRESS:
    case HTML_CODE_ADDRESS:
        return address_place(compiler, offset);
    case HTML_REFUSED:
        break; /* that it is there at all was said before */
    }
    return 0;
}

int kind_place(struct template_compiler *compiler, size_t offset)
{
    struct html_place *html = &compiler->html;
    struct text element = html->depth ? compiler->elements[html->depth - 1].name : (struct text){0};
    switch (html->state) {
    case HTML_CONTENT:
    case HTML_TEXT_ONLY:
        return IN_TEXT;
    case HTML_VALUE:
        return attribute_place(compiler, element, offset);
    case HTML_RAW:
        template_fault(compiler, offset,
                       "a value cannot stand in <%.*s>: put it in a data- attribute that the "
                       "script reads",
                       TEXT_FORMAT(element));
        break;
    case HTML_TAG_TIGHT:
    case HTML_TAG_LOOSE:
        template_break(compiler, offset,
                       "a value cannot be a name of an element or attribute, nor stand outside "
                       "quotes: expected NAME=\"{{ ... }}\"");
        break;
    }
    return 0;
}

const char *kind_place_name(int place)
{
    switch (place) {
    case IN_TEXT:
        return "in text";
    case IN_ATTRIBUTE:
        return "in this attribute";
    case IN_NUMBER:
        return "in this attribute, which takes numbers only";
    case IN_START:
        return "at the start of an address";
    case IN_FIRST:
    case IN_PART:
        return "in a part of an address";
    default:
        return "in a message";
    }
}

const char *kind_writer(const struct kind *kind, int place)
{
    switch (place) {
    case IN_TEXT:
        return kind->text;
    case IN_ATTRIBUTE:
    case IN_NUMBER:
        return kind->attribute;
    case IN_START:
        return kind->start;
    case IN_FIRST:
        return kind->first;
    case IN_PART:
        return kind->part;
    default:
        return kind->message;
    }
}
