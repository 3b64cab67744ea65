/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/templates_parts.h"

#include <string.h>

/* Tags that steer: each opens, divides or closes a block, and sees to it that the HTML around and
 * inside fits whichever way the page goes. */

static struct template_block *current(struct template_compiler *compiler)
{
    return compiler->block_count ? &compiler->blocks[compiler->block_count - 1] : NULL;
}

static struct template_block *open_block(struct template_compiler *compiler,
                                         enum template_block_kind kind,
                                         const struct template_piece *piece)
{
    if (compiler->block_count == TEMPLATE_DEPTH) {
        template_fault(compiler, piece->offset, "more than %d blocks within each other",
                       TEMPLATE_DEPTH);
        return NULL;
    }
    struct template_block *block = &compiler->blocks[compiler->block_count++];
    *block = (struct template_block){.kind = kind, .piece = *piece, .begin = compiler->html};
    return block;
}

/* A branch ends here: takes the place into what the branches have in common. */
static void end_branch(struct template_compiler *compiler, struct template_block *block,
                       const struct template_piece *piece)
{
    struct html_place joined = compiler->html;
    if (compiler->html.depth > block->begin.depth && compiler->html.state == HTML_CONTENT) {
        struct html_element *element = &compiler->elements[compiler->html.depth - 1];
        template_break(compiler, piece->offset,
                       "<%.*s>, opened on line %zu, is not closed in this branch",
                       TEXT_FORMAT(element->name), element->line);
    } else if (block->has_joined && !html_join(block->joined, compiler->html, &joined))
        template_break(compiler, piece->offset,
                       "this branch of the {{ if }} of line %zu ends %s, another ends %s: all must "
                       "end in the same place with the same elements open",
                       block->piece.line, html_describe(compiler->html),
                       html_describe(block->joined));
    block->joined = joined;
    block->has_joined = true;
}

/* What a block without branches leaves must be what it found. */
static void must_return(struct template_compiler *compiler, struct template_block *block,
                        const struct template_piece *piece)
{
    struct html_place joined = block->begin;
    if (compiler->html.depth > block->begin.depth) {
        struct html_element *element = &compiler->elements[compiler->html.depth - 1];
        template_break(compiler, piece->offset, "<%.*s>, opened on line %zu, is not closed",
                       TEXT_FORMAT(element->name), element->line);
    } else if (!html_join(block->begin, compiler->html, &joined)) {
        template_break(compiler, piece->offset,
                       "this block starts %s (line %zu) and ends %s: it must end where it starts",
                       html_describe(block->begin), block->piece.line,
                       html_describe(compiler->html));
    } else if (block->kind == BLOCK_FOR && joined.address == ADDRESS_MIXED &&
               block->begin.address != ADDRESS_MIXED) {
        template_break(compiler, piece->offset,
                       "an address cannot start inside {{ for }}: start it before");
    }
    compiler->html = joined;
}

static void tag_include(struct template_compiler *compiler, const struct template_piece *piece,
                        struct text rest)
{
    struct text value;
    rest = template_skip(rest);
    if (compiler->block_count) {
        template_fault(compiler, piece->offset, "include stands outside templates");
        return;
    }
    if (!template_literal(compiler, &rest, &value))
        return;
    if (template_skip(rest).size)
        template_fault(compiler, template_offset(compiler, rest),
                       "expected }} after the name of the header");
    buffer_add_string(&compiler->includes, "#include ");
    write_quoted(&compiler->includes, value);
    buffer_add_byte(&compiler->includes, '\n');
}

/* The parts of a function's head; SUFFIX is "", "_begin" or "_end". */
static struct text head(struct template_compiler *compiler, const struct template_block *block,
                        const char *suffix)
{
    return text_format(compiler->arena, "void template_%.*s%s(struct markup%s%s%.*s)",
                       TEXT_FORMAT(block->name), suffix,
                       compiler->plain ? "_plain *plain" : " *out",
                       block->arguments.size ? ", " : "", TEXT_FORMAT(block->arguments));
}

static void open_function(struct template_compiler *compiler, const struct template_block *block,
                          const char *suffix)
{
    struct text line = head(compiler, block, suffix);
    buffer_add_format(&compiler->header, "%.*s;\n", TEXT_FORMAT(line));
    buffer_add_byte(&compiler->code, '\n');
    write_line(compiler, block->piece.line);
    buffer_add_format(&compiler->code, "%.*s\n{\n", TEXT_FORMAT(line));
    if (compiler->plain)
        buffer_add_string(&compiler->code, "    struct markup *out = &plain->markup;\n");
}

/* Whether the template that starts at the current piece has {{ content }}. */
static bool has_content(const struct template_compiler *compiler)
{
    for (size_t i = compiler->piece + 1; i < compiler->piece_count; i++) {
        struct text text = compiler->pieces[i].text;
        if (!compiler->pieces[i].tag)
            continue;
        if (text_is(template_word(&text), "template"))
            return false;
        if (text_is(compiler->pieces[i].text, "content"))
            return true;
    }
    return false;
}

static void tag_template(struct template_compiler *compiler, const struct template_piece *piece,
                         struct text rest)
{
    struct text name = {0};
    struct text arguments = {0};
    if (compiler->block_count) {
        template_fault(compiler, piece->offset,
                       "a template cannot stand inside another: the {{ %.*s }} of line %zu has no "
                       "{{ end }}",
                       TEXT_FORMAT(current(compiler)->piece.text), current(compiler)->piece.line);
        compiler->block_count = 0;
    }
    template_signature(compiler, piece->offset, rest, &name, &arguments);
    compiler->html = (struct html_place){.state = HTML_CONTENT, .space = true, .start = true};
    compiler->broken = false;
    struct template_block *block = open_block(compiler, BLOCK_TEMPLATE, piece);
    block->name = name;
    block->arguments = arguments;
    open_function(compiler, block, has_content(compiler) ? "_begin" : "");
}

static void tag_content(struct template_compiler *compiler, const struct template_piece *piece)
{
    struct template_block *block = current(compiler);
    if (block->kind != BLOCK_TEMPLATE || block->split ||
        (compiler->html.state != HTML_CONTENT && !compiler->broken)) {
        template_fault(compiler, piece->offset,
                       "content stands once in a template, between elements and outside if, for "
                       "and wrap");
        return;
    }
    write_static(compiler);
    block->split = true;
    buffer_add_string(&compiler->code, "}\n");
    open_function(compiler, block, "_end");
    compiler->html.space = false;
}

static void must_be_content(struct template_compiler *compiler, const struct template_piece *piece)
{
    if (compiler->html.state != HTML_CONTENT)
        template_break(compiler, piece->offset,
                       "another template can only be called between elements, and this is %s",
                       html_describe(compiler->html));
}

static void write_template_call(struct template_compiler *compiler, struct text name,
                                const char *suffix, struct text arguments)
{
    write_code(compiler, "template_%.*s%s(%s%s%.*s);", TEXT_FORMAT(name), suffix,
               compiler->plain ? "plain" : "out", arguments.size ? ", " : "",
               TEXT_FORMAT(arguments));
}

static void tag_call(struct template_compiler *compiler, const struct template_piece *piece,
                     struct text rest)
{
    struct text name;
    struct text arguments;
    must_be_content(compiler, piece);
    if (!template_signature(compiler, piece->offset, rest, &name, &arguments))
        return;
    write_static(compiler);
    write_line(compiler, piece->line);
    write_template_call(compiler, name, "", arguments);
    compiler->html.space = false;
}

static void tag_wrap(struct template_compiler *compiler, const struct template_piece *piece,
                     struct text rest)
{
    struct text name = {0};
    struct text arguments = {0};
    must_be_content(compiler, piece);
    template_signature(compiler, piece->offset, rest, &name, &arguments);
    write_static(compiler);
    write_line(compiler, piece->line);
    write_template_call(compiler, name, "_begin", arguments);
    write_code(compiler, "{");
    struct template_block *block = open_block(compiler, BLOCK_WRAP, piece);
    if (!block)
        return;
    block->name = name;
    block->arguments = arguments;
    compiler->html.space = true;
}

static void tag_if(struct template_compiler *compiler, const struct template_piece *piece,
                   struct text rest)
{
    rest = template_skip(rest);
    template_expression(compiler, rest, rest.size ? template_offset(compiler, rest) : piece->offset,
                        false);
    struct text condition = write_expression(compiler, rest);
    write_static(compiler);
    write_line(compiler, piece->line);
    write_code(compiler, "if (%.*s) {", TEXT_FORMAT(condition));
    open_block(compiler, BLOCK_IF, piece);
}

static void tag_else(struct template_compiler *compiler, const struct template_piece *piece,
                     struct text rest)
{
    struct template_block *block = current(compiler);
    if (block->kind != BLOCK_IF || block->has_else) {
        template_fault(compiler, piece->offset, "else without an {{ if }} that it belongs to");
        return;
    }
    write_static(compiler);
    end_branch(compiler, block, piece);
    compiler->html = block->begin;
    rest = template_skip(rest);
    compiler->block_count--;
    if (!rest.size) {
        block->has_else = true;
        write_code(compiler, "} else {");
    } else if (text_is(template_word(&rest), "if")) {
        rest = template_skip(rest);
        template_expression(compiler, rest,
                            rest.size ? template_offset(compiler, rest) : piece->offset, false);
        struct text condition = write_expression(compiler, rest);
        write_line(compiler, piece->line);
        write_code(compiler, "} else if (%.*s) {", TEXT_FORMAT(condition));
    } else {
        template_fault(compiler, piece->offset, "expected {{ else }} or {{ else if CONDITION }}");
    }
    compiler->block_count++;
}

/* Whether the block that the current piece opens ends in white space, so that a second round starts
 * after it. */
static bool ends_in_space(const struct template_compiler *compiler)
{
    size_t depth = 1;
    for (size_t i = compiler->piece + 1; i < compiler->piece_count; i++) {
        struct text rest = compiler->pieces[i].text;
        if (!compiler->pieces[i].tag)
            continue;
        struct text word = template_word(&rest);
        if (text_is(word, "if") || text_is(word, "for") || text_is(word, "wrap"))
            depth++;
        else if (text_is(word, "end") && --depth == 0) {
            const struct template_piece *before = &compiler->pieces[i - 1];
            return !before->tag && before->text.size &&
                   strchr(" \n\t", before->text.data[before->text.size - 1]);
        }
    }
    return false;
}

static void tag_for(struct template_compiler *compiler, const struct template_piece *piece,
                    struct text rest)
{
    rest = template_skip(rest);
    template_expression(compiler, rest, rest.size ? template_offset(compiler, rest) : piece->offset,
                        true);
    struct text clauses = write_expression(compiler, rest);
    size_t separators = 0;
    for (size_t at = 0; at < clauses.size; at++)
        separators += clauses.data[at] == ';';
    if (separators < 2)
        template_fault(compiler, piece->offset,
                       "expected {{ for START; CONDITION; STEP }}, as in C");
    write_static(compiler);
    write_line(compiler, piece->line);
    write_code(compiler, "for (%.*s) {", TEXT_FORMAT(clauses));
    /* The second round starts where the first one ends. */
    if (compiler->html.state == HTML_TAG_LOOSE)
        compiler->html.state = HTML_TAG_TIGHT;
    compiler->html.space = compiler->html.space && ends_in_space(compiler);
    open_block(compiler, BLOCK_FOR, piece);
}

static void tag_let(struct template_compiler *compiler, const struct template_piece *piece,
                    struct text rest)
{
    rest = template_skip(rest);
    if (!template_expression(compiler, rest,
                             rest.size ? template_offset(compiler, rest) : piece->offset, false))
        return;
    struct text declaration = write_expression(compiler, rest);
    if (text_find(declaration, 0, TEXT("=")) == declaration.size)
        template_fault(compiler, piece->offset, "expected {{ let TYPE NAME = VALUE }}, as in C");
    write_static(compiler);
    write_line(compiler, piece->line);
    write_code(compiler, "%.*s;", TEXT_FORMAT(declaration));
}

static void end_template(struct template_compiler *compiler)
{
    struct buffer *pending = &compiler->pending;
    while (pending->size && strchr(" \n", pending->data[pending->size - 1]))
        pending->size--;
    write_static(compiler);
    compiler->block_count--;
    buffer_add_string(&compiler->code, "}\n");
    compiler->broken = false;
}

static void tag_end(struct template_compiler *compiler, const struct template_piece *piece,
                    struct text rest)
{
    struct template_block *block = current(compiler);
    if (template_skip(rest).size)
        template_fault(compiler, piece->offset, "expected {{ end }}");
    if (block->kind == BLOCK_IF) {
        end_branch(compiler, block, piece);
        if (!block->has_else) {
            compiler->html = block->begin;
            end_branch(compiler, block, piece);
        }
        compiler->html = block->joined;
        if (compiler->html.depth != block->begin.depth)
            template_break(compiler, piece->offset,
                           "an element that is opened inside an {{ if }} is closed inside it");
    } else {
        must_return(compiler, block, piece);
    }
    if (block->kind == BLOCK_TEMPLATE) {
        end_template(compiler);
        return;
    }
    write_static(compiler);
    compiler->block_count--;
    write_code(compiler, "}");
    if (block->kind == BLOCK_WRAP) {
        write_template_call(compiler, block->name, "_end", block->arguments);
        compiler->html.space = false;
    }
}

static void only_inside(struct template_compiler *compiler, const struct template_piece *piece,
                        struct text word, struct text rest)
{
    if (text_is(word, "if"))
        tag_if(compiler, piece, rest);
    else if (text_is(word, "else"))
        tag_else(compiler, piece, rest);
    else if (text_is(word, "for"))
        tag_for(compiler, piece, rest);
    else if (text_is(word, "let"))
        tag_let(compiler, piece, rest);
    else if (text_is(word, "call"))
        tag_call(compiler, piece, rest);
    else if (text_is(word, "wrap"))
        tag_wrap(compiler, piece, rest);
    else if (text_is(word, "end"))
        tag_end(compiler, piece, rest);
    else if (text_is(piece->text, "content"))
        tag_content(compiler, piece);
    else
        template_value(compiler, piece);
}

void template_tag(struct template_compiler *compiler, const struct template_piece *piece)
{
    struct text rest = piece->text;
    if (text_starts(rest, "#"))
        return;
    if (!rest.size) {
        template_fault(compiler, piece->offset, "nothing stands between {{ and }}");
        return;
    }
    struct text word = template_word(&rest);
    if (text_is(word, "include"))
        tag_include(compiler, piece, rest);
    else if (text_is(word, "template"))
        tag_template(compiler, piece, rest);
    else if (!compiler->block_count)
        template_fault(compiler, piece->offset,
                       "outside templates only include, template and comments can stand");
    else
        only_inside(compiler, piece, word, rest);
}
