/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/templates_parts.h"

#include <string.h>

/* Where a value may be put, as a set. */
enum {
    IN_TEXT = 1,      /* content and text */
    IN_ATTRIBUTE = 2, /* a plain attribute */
    IN_NUMBER = 4,    /* an attribute for numbers only */
    IN_START = 8,     /* the start of an address */
    IN_PART = 16,     /* a part of an address */
    IN_MESSAGE = 32,  /* a placeholder of a message */
};

/* What may be said of a value before it; the writer by place. */
static const struct kind {
    const char *name;
    int places;
    const char *text;
    const char *attribute;
    const char *start;
    const char *part;
    const char *message;
} kinds[] = {
    {"", IN_TEXT | IN_ATTRIBUTE | IN_START | IN_PART | IN_MESSAGE, "MARKUP_VALUE", "MARKUP_PLAIN",
     "MARKUP_URL", "MARKUP_PART", "MARKUP_ARGUMENT"},
    {"text", IN_TEXT | IN_ATTRIBUTE | IN_START | IN_PART | IN_MESSAGE, "markup_text", "markup_text",
     "markup_url_text", "markup_part_text", "markup_argument_text"},
    {"string", IN_TEXT | IN_ATTRIBUTE | IN_START | IN_PART | IN_MESSAGE, "markup_string",
     "markup_string", "markup_url_string", "markup_part_string", "markup_argument_string"},
    {"number", IN_TEXT | IN_ATTRIBUTE | IN_NUMBER | IN_PART | IN_MESSAGE, "MARKUP_NUMBER",
     "MARKUP_DIGITS", NULL, "MARKUP_DIGITS", "MARKUP_ARGUMENT"},
    {"digits", IN_TEXT | IN_ATTRIBUTE | IN_NUMBER | IN_PART | IN_MESSAGE, "MARKUP_DIGITS",
     "MARKUP_DIGITS", NULL, "MARKUP_DIGITS", "MARKUP_ARGUMENT_DIGITS"},
    {"date", IN_TEXT | IN_ATTRIBUTE | IN_PART | IN_MESSAGE, "markup_date", "markup_date", NULL,
     "markup_part_iso", "markup_argument_date"},
    {"iso", IN_TEXT | IN_ATTRIBUTE | IN_PART | IN_MESSAGE, "markup_iso", "markup_iso", NULL,
     "markup_part_iso", "markup_argument_iso"},
    {"money", IN_TEXT | IN_ATTRIBUTE | IN_MESSAGE, "markup_money", "markup_money", NULL, NULL,
     "markup_argument_money"},
    {"label", IN_TEXT | IN_ATTRIBUTE | IN_MESSAGE, "markup_label", "markup_label", NULL, NULL,
     "markup_argument_label"},
    {"url", IN_START, NULL, NULL, "MARKUP_URL", NULL, NULL},
    {"path", IN_START, NULL, NULL, "MARKUP_PATH", NULL, NULL},
    {"prefix", IN_START, NULL, NULL, "markup_prefix", NULL, NULL},
    {"language", IN_TEXT | IN_ATTRIBUTE | IN_PART, "markup_language", "markup_language", NULL,
     "markup_language", NULL},
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
static const struct kind *take_kind(struct text *rest)
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

/* Where the compiler is, as one of the set; 0 with a fault when no value can be there. */
static int value_place(struct template_compiler *compiler, size_t offset)
{
    struct html_place *html = &compiler->html;
    struct text name = compiler->attribute_name;
    struct html_element *element = html->depth ? &compiler->elements[html->depth - 1] : NULL;
    switch (html->state) {
    case HTML_CONTENT:
    case HTML_TEXT_ONLY:
        return IN_TEXT;
    case HTML_RAW:
        template_fault(compiler, offset,
                       "a value cannot stand in <%.*s>: put it in a data- "
                       "attribute that the script reads",
                       TEXT_FORMAT(element->name));
        return 0;
    case HTML_TAG_TIGHT:
    case HTML_TAG_LOOSE:
        template_fault(compiler, offset,
                       "a value cannot be a name of an element or attribute, nor "
                       "stand outside quotes: expected NAME=\"{{ ... }}\"");
        return 0;
    case HTML_VALUE:
        break;
    }
    switch (html->attribute) {
    case HTML_PLAIN:
        if (text_is(element->name, "meta") && text_is(name, "content"))
            compiler->content_value = true;
        return IN_ATTRIBUTE;
    case HTML_NUMBER_ONLY:
        return IN_NUMBER;
    case HTML_STATIC:
        template_fault(compiler, offset,
                       "%.*s of <%.*s> takes no values: what it says is more than text",
                       TEXT_FORMAT(name), TEXT_FORMAT(element->name));
        return 0;
    case HTML_REFUSED:
        return 0; /* that it is there at all was said before */
    case HTML_ADDRESS:
    case HTML_CODE_ADDRESS:
        break;
    }
    switch (html->address) {
    case ADDRESS_START:
        return IN_START;
    case ADDRESS_NAME:
        if (html->attribute == HTML_ADDRESS)
            return IN_PART;
        template_fault(compiler, offset, "start this address with / or {{ prefix }}/");
        return 0;
    case ADDRESS_HOST:
    case ADDRESS_PART:
        return IN_PART;
    case ADDRESS_WHOLE:
        template_fault(compiler, offset,
                       "expected /, ?, # or the end of the address after a value "
                       "that may be all of it");
        return 0;
    case ADDRESS_MIXED:
        break;
    }
    template_fault(compiler, offset,
                   "a value cannot stand here: it is not known whether the "
                   "address is at its start or past it");
    return 0;
}

static const char *place_name(int place)
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
    case IN_PART:
        return "in a part of an address";
    default:
        return "in a message";
    }
}

static const char *writer_of(const struct kind *kind, int place)
{
    switch (place) {
    case IN_TEXT:
        return kind->text;
    case IN_ATTRIBUTE:
    case IN_NUMBER:
        return kind->attribute;
    case IN_START:
        return kind->start;
    case IN_PART:
        return kind->part;
    default:
        return kind->message;
    }
}

/* MARKUP_X picks a function by the type of the value. */
static void write_call(struct template_compiler *compiler, const char *writer,
                       struct text expression)
{
    struct text value = write_expression(compiler, expression);
    if (writer[0] == 'M')
        write_code(compiler, "%s(%.*s)(out, %.*s);", writer, TEXT_FORMAT(value),
                   TEXT_FORMAT(value));
    else if (value.size)
        write_code(compiler, "%s(out, %.*s);", writer, TEXT_FORMAT(value));
    else
        write_code(compiler, "%s(out);", writer);
}

static void after_value(struct template_compiler *compiler, int place)
{
    compiler->html.space = false;
    if (place == IN_START)
        compiler->html.address = ADDRESS_WHOLE;
}

static bool check_code_address(struct template_compiler *compiler, const struct kind *kind,
                               size_t offset)
{
    if (compiler->html.attribute != HTML_CODE_ADDRESS || !strcmp(kind->name, "path") ||
        !strcmp(kind->name, "prefix"))
        return true;
    struct html_element *element = &compiler->elements[compiler->html.depth - 1];
    if (text_is(element->name, "link")) {
        compiler->link_elsewhere = true;
        return true;
    }
    template_fault(compiler, offset,
                   "<%.*s> loads what it names, so its address must be of this site: use path, or "
                   "start with {{ prefix }}/ or /",
                   TEXT_FORMAT(element->name));
    return false;
}

static void plain_value(struct template_compiler *compiler, const struct template_piece *piece)
{
    struct text rest = piece->text;
    const struct kind *kind = take_kind(&rest);
    size_t offset = rest.size ? template_offset(compiler, rest) : piece->offset;
    bool sound = !rest.size || template_expression(compiler, rest, offset, false);
    if (compiler->broken)
        return;
    int place = value_place(compiler, piece->offset);
    if (!place)
        return;
    if (!(kind->places & place)) {
        template_fault(compiler, piece->offset, "%s cannot stand %s",
                       *kind->name ? kind->name : "a value without number or digits",
                       place_name(place));
    } else if (sound && (place != IN_START || check_code_address(compiler, kind, piece->offset))) {
        write_static(compiler);
        write_line(compiler, piece->line);
        write_call(compiler, writer_of(kind, place), rest);
    }
    after_value(compiler, place);
}

/* ---- messages */

enum { ARGUMENTS = 16 };

struct argument {
    struct text name;
    const struct kind *kind;
    struct text value;
    bool used;
};

/* The end of an argument's value: white space, a name, and one = follow it, outside brackets and
 * quotes. */
static size_t argument_end(struct text rest)
{
    size_t depth = 0;
    char quote = '\0';
    for (size_t at = 0; at < rest.size; at++) {
        char byte = rest.data[at];
        if (quote) {
            if (byte == '\\')
                at++;
            else if (byte == quote)
                quote = '\0';
        } else if (byte == '"' || byte == '\'') {
            quote = byte;
        } else if (strchr("([{", byte)) {
            depth++;
        } else if (strchr(")]}", byte)) {
            depth -= depth > 0;
        } else if (!depth && (byte == ' ' || byte == '\n' || byte == '\t')) {
            struct text after = template_skip(text_slice(rest, at, rest.size));
            struct text name = template_word(&after);
            if (name.size && after.size > 1 && after.data[0] == '=' && after.data[1] != '=')
                return at;
        }
    }
    return rest.size;
}

static size_t read_arguments(struct template_compiler *compiler, struct text rest,
                             struct argument *arguments)
{
    size_t count = 0;
    for (rest = template_skip(rest); rest.size; rest = template_skip(rest)) {
        size_t offset = template_offset(compiler, rest);
        struct text name = template_word(&rest);
        if (!name.size || !rest.size || rest.data[0] != '=') {
            template_fault(compiler, offset, "expected NAME=VALUE for each {NAME} of the message");
            return count;
        }
        if (count == ARGUMENTS) {
            template_fault(compiler, offset, "more than %d values in a message", ARGUMENTS);
            return count;
        }
        rest = text_slice(rest, 1, rest.size);
        size_t end = argument_end(rest);
        struct text value = template_skip(text_slice(rest, 0, end));
        rest = text_slice(rest, end, rest.size);
        const struct kind *kind = take_kind(&value);
        offset = value.size ? template_offset(compiler, value) : offset;
        if (!template_expression(compiler, value, offset, false))
            continue;
        if (!(kind->places & IN_MESSAGE))
            template_fault(compiler, offset, "%s cannot stand in a message", kind->name);
        else
            arguments[count++] = (struct argument){.name = name, .kind = kind, .value = value};
    }
    return count;
}

/* Every {name} of PATTERN has a value. */
static void check_pattern(struct template_compiler *compiler, struct text pattern, size_t offset,
                          struct argument *arguments, size_t count)
{
    struct text before;
    struct text name;
    while (language_placeholder(&pattern, &before, &name)) {
        size_t i = 0;
        while (i < count && !text_equal(arguments[i].name, name))
            i++;
        if (i < count)
            arguments[i].used = true;
        else
            template_fault(compiler, offset, "no value is given for {%.*s}: add %.*s=...",
                           TEXT_FORMAT(name), TEXT_FORMAT(name));
    }
}

static void add_message(struct template_compiler *compiler, struct text one, struct text many,
                        size_t offset)
{
    compiler->messages = arena_grow(compiler->arena, compiler->messages, compiler->message_count,
                                    &compiler->message_capacity, sizeof *compiler->messages);
    compiler->messages[compiler->message_count++] = (struct template_message){
        .one = one, .many = many, .offset = offset, .line = compiler->pieces[compiler->piece].line};
    struct text name = template_message_name(compiler->arena, one);
    struct text declaration =
        text_format(compiler->arena, "extern const struct message %.*s;\n", TEXT_FORMAT(name));
    struct text so_far = buffer_text(&compiler->externs);
    if (text_find(so_far, 0, declaration) == so_far.size)
        buffer_add(&compiler->externs, declaration);
}

static void write_arguments(struct template_compiler *compiler, const struct argument *arguments,
                            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct text value = write_expression(compiler, arguments[i].value);
        struct buffer name = {.arena = compiler->arena};
        write_quoted(&name, arguments[i].name);
        const char *writer = arguments[i].kind->message;
        const char *end = i + 1 < count ? "," : "});";
        if (writer[0] == 'M')
            write_code(compiler, "    %s(%.*s)(%s, %.*s)%s", writer, TEXT_FORMAT(value),
                       buffer_string(&name), TEXT_FORMAT(value), end);
        else
            write_code(compiler, "    %s(%s, %.*s)%s", writer, buffer_string(&name),
                       TEXT_FORMAT(value), end);
    }
}

static void write_message(struct template_compiler *compiler, const struct template_piece *piece,
                          struct text one, bool plural, const struct argument *arguments,
                          size_t count)
{
    struct text name = template_message_name(compiler->arena, one);
    write_static(compiler);
    write_line(compiler, piece->line);
    if (!count) {
        write_code(compiler, "markup_message(out, &%.*s);", TEXT_FORMAT(name));
        return;
    }
    struct text number = {0};
    for (size_t i = 0; i < count; i++)
        if (text_is(arguments[i].name, "n"))
            number = write_expression(compiler, arguments[i].value);
    if (plural)
        write_code(compiler,
                   "markup_format(out, message_of(&%.*s, out->language, "
                   "(int64_t)(%.*s)), %zu, (const struct markup_argument[]){",
                   TEXT_FORMAT(name), TEXT_FORMAT(number), count);
    else
        write_code(compiler,
                   "markup_format(out, message_in(&%.*s, out->language), %zu, "
                   "(const struct markup_argument[]){",
                   TEXT_FORMAT(name), count);
    write_arguments(compiler, arguments, count);
}

/* t "..." · tf "..." name=value · tn "one" "many" n=value name=value */
static void message_value(struct template_compiler *compiler, const struct template_piece *piece,
                          struct text word, struct text rest)
{
    bool plural = text_is(word, "tn");
    struct text one = {0};
    struct text many = {0};
    rest = template_skip(rest);
    if (!template_literal(compiler, &rest, &one))
        return;
    rest = template_skip(rest);
    if (plural && !template_literal(compiler, &rest, &many))
        return;
    if (!one.size || (plural && !many.size)) {
        template_fault(compiler, piece->offset, "a message cannot be empty");
        return;
    }
    add_message(compiler, one, many, piece->offset);
    struct argument arguments[ARGUMENTS];
    size_t count = read_arguments(compiler, rest, arguments);
    check_pattern(compiler, one, piece->offset, arguments, count);
    check_pattern(compiler, many, piece->offset, arguments, count);
    bool has_number = false;
    for (size_t i = 0; i < count; i++) {
        has_number = has_number || text_is(arguments[i].name, "n");
        if (!arguments[i].used && !(plural && text_is(arguments[i].name, "n")))
            template_fault(compiler, template_offset(compiler, arguments[i].name),
                           "the message has no {%.*s}", TEXT_FORMAT(arguments[i].name));
    }
    if (plural && !has_number)
        template_fault(compiler, piece->offset, "expected n=NUMBER, which decides the form");
    if (compiler->broken)
        return;
    int place = value_place(compiler, piece->offset);
    if (place && !(place & (IN_TEXT | IN_ATTRIBUTE)))
        template_fault(compiler, piece->offset, "a message cannot stand %s", place_name(place));
    else if (place && !template_full(compiler))
        write_message(compiler, piece, one, plural, arguments, count);
    after_value(compiler, place);
}

void template_value(struct template_compiler *compiler, const struct template_piece *piece)
{
    struct text rest = piece->text;
    struct text word = template_word(&rest);
    bool message = text_is(word, "t") || text_is(word, "tf") || text_is(word, "tn");
    struct text after = template_skip(rest);
    if (message && after.size && after.data[0] == '"')
        message_value(compiler, piece, word, rest);
    else
        plain_value(compiler, piece);
}
