/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/templates_kinds.h"

#include <string.h>

enum { ARGUMENTS = 16 };

struct argument {
    struct text name;
    const struct kind *kind;
    struct text value;  /* of a call: its arguments */
    struct text called; /* the template that is called, or empty */
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

static bool read_arguments(struct template_compiler *compiler, struct text rest,
                           struct argument *arguments, size_t *given)
{
    size_t count = 0;
    for (rest = template_skip(rest); rest.size; rest = template_skip(rest)) {
        size_t offset = template_offset(compiler, rest);
        struct text name = template_word(&rest);
        if (!name.size || !rest.size || rest.data[0] != '=') {
            template_fault(compiler, offset, "expected NAME=VALUE for each {NAME} of the message");
            return false;
        }
        if (count == ARGUMENTS) {
            template_fault(compiler, offset, "more than %d values in a message", ARGUMENTS);
            return false;
        }
        rest = text_slice(rest, 1, rest.size);
        size_t end = argument_end(rest);
        struct text value = template_skip(text_slice(rest, 0, end));
        rest = text_slice(rest, end, rest.size);
        struct text called = value;
        if (text_is(template_word(&called), "call") && template_skip(called).data != called.data) {
            struct argument *argument = &arguments[count++];
            *argument = (struct argument){.name = name};
            if (!template_signature(compiler, offset, called, &argument->called, &argument->value))
                return false;
            continue;
        }
        const struct kind *kind = kind_take(&value);
        offset = value.size ? template_offset(compiler, value) : offset;
        if (!template_expression(compiler, value, offset, false))
            return false;
        if (!(kind->places & IN_MESSAGE)) {
            template_fault(compiler, offset, "%s cannot stand in a message", kind->name);
            return false;
        }
        arguments[count++] = (struct argument){.name = name, .kind = kind, .value = value};
    }
    *given = count;
    return true;
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

/* The words of the message, for number N where it has a plural. */
static struct text words_of(struct template_compiler *compiler, struct text one, bool plural,
                            const struct argument *arguments, size_t count)
{
    struct text name = template_message_name(compiler->arena, one);
    struct text number = {0};
    for (size_t i = 0; i < count; i++)
        if (text_is(arguments[i].name, "n"))
            number = write_expression(compiler, arguments[i].value);
    if (plural)
        return text_format(compiler->arena, "message_of(&%.*s, out->language, (int64_t)(%.*s))",
                           TEXT_FORMAT(name), TEXT_FORMAT(number));
    return text_format(compiler->arena, "message_in(&%.*s, out->language)", TEXT_FORMAT(name));
}

/* What writes one placeholder of a message in which templates are called. */
static void write_placeholder(struct template_compiler *compiler, const struct argument *argument)
{
    struct buffer name = {.arena = compiler->arena};
    struct text value = write_expression(compiler, argument->value);
    const char *writer = argument->kind ? argument->kind->text : "";
    write_quoted(&name, argument->name);
    write_code(compiler, "    if (text_is(message_name, %s))", buffer_string(&name));
    if (argument->called.size)
        write_code(compiler, "        template_%.*s(%s%s%.*s);", TEXT_FORMAT(argument->called),
                   compiler->plain ? "plain" : "out", value.size ? ", " : "", TEXT_FORMAT(value));
    else if (writer[0] == 'M')
        write_code(compiler, "        %s(%.*s)(out, %.*s);", writer, TEXT_FORMAT(value),
                   TEXT_FORMAT(value));
    else
        write_code(compiler, "        %s(out, %.*s);", writer, TEXT_FORMAT(value));
}

/* A message in which templates are called is written piece by piece. */
static void write_with_calls(struct template_compiler *compiler, struct text words,
                             const struct argument *arguments, size_t count)
{
    write_code(compiler, "{");
    compiler->block_count++;
    write_code(compiler, "struct text message_rest = %.*s;", TEXT_FORMAT(words));
    write_code(compiler, "struct text message_before;");
    write_code(compiler, "struct text message_name;");
    write_code(compiler, "while (language_placeholder(&message_rest, &message_before, "
                         "&message_name)) {");
    write_code(compiler, "    markup_text(out, message_before);");
    for (size_t i = 0; i < count; i++)
        write_placeholder(compiler, &arguments[i]);
    write_code(compiler, "}");
    write_code(compiler, "markup_text(out, message_before);");
    compiler->block_count--;
    write_code(compiler, "}");
}

static bool has_calls(const struct argument *arguments, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (arguments[i].called.size)
            return true;
    return false;
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
    struct text words = words_of(compiler, one, plural, arguments, count);
    if (has_calls(arguments, count)) {
        write_with_calls(compiler, words, arguments, count);
        return;
    }
    write_code(compiler, "markup_format(out, %.*s, %zu, (const struct markup_argument[]){",
               TEXT_FORMAT(words), count);
    write_arguments(compiler, arguments, count);
}

/* Whether the placeholders of a message and its values are the same, and a plural has its n. */
static bool check_arguments(struct template_compiler *compiler, const struct template_piece *piece,
                            struct text one, struct text many, struct argument *arguments,
                            size_t count)
{
    bool has_number = false;
    for (size_t i = 0; i < count; i++)
        has_number = has_number || (text_is(arguments[i].name, "n") && !arguments[i].called.size);
    if (many.size && !has_number) {
        template_fault(compiler, piece->offset, "expected n=NUMBER, which decides the form");
        return false;
    }
    check_pattern(compiler, one, piece->offset, arguments, count);
    check_pattern(compiler, many, piece->offset, arguments, count);
    for (size_t i = 0; i < count; i++)
        if (!arguments[i].used && !(many.size && text_is(arguments[i].name, "n")))
            template_fault(compiler, template_offset(compiler, arguments[i].name),
                           "the message has no {%.*s}", TEXT_FORMAT(arguments[i].name));
    return true;
}

/* t "..." · tf "..." name=value · tn "one" "many" n=value name=value */
void template_message(struct template_compiler *compiler, const struct template_piece *piece,
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
    size_t count = 0;
    if (!read_arguments(compiler, rest, arguments, &count) ||
        !check_arguments(compiler, piece, one, many, arguments, count) || compiler->broken)
        return;
    int place = kind_place(compiler, piece->offset);
    if (place && !(place & (IN_TEXT | IN_ATTRIBUTE)))
        template_fault(compiler, piece->offset, "a message cannot stand %s",
                       kind_place_name(place));
    else if (has_calls(arguments, count) && compiler->html.state != HTML_CONTENT)
        template_fault(compiler, piece->offset,
                       "a message that calls templates can only stand between elements");
    else if (place && !template_full(compiler))
        write_message(compiler, piece, one, plural, arguments, count);
    compiler->html.space = false;
}
