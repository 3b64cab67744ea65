/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/templates_kinds.h"

#include <string.h>

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

static void after_value(struct template_compiler *compiler, const struct kind *kind, int place)
{
    compiler->html.space = false;
    if (place == IN_START)
        compiler->html.address = strcmp(kind->name, "prefix") ? ADDRESS_WHOLE : ADDRESS_PREFIX;
    else if (place == IN_FIRST)
        compiler->html.address = ADDRESS_PART;
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
    const struct kind *kind = kind_take(&rest);
    size_t offset = rest.size ? template_offset(compiler, rest) : piece->offset;
    bool sound = !rest.size || template_expression(compiler, rest, offset, false);
    if (compiler->broken)
        return;
    int place = kind_place(compiler, piece->offset);
    if (!place)
        return;
    if (!(kind->places & place)) {
        template_fault(compiler, piece->offset, "%s cannot stand %s",
                       *kind->name ? kind->name : "a value without number or digits",
                       kind_place_name(place));
    } else if (sound && (place != IN_START || check_code_address(compiler, kind, piece->offset))) {
        write_static(compiler);
        write_line(compiler, piece->line);
        write_call(compiler, kind_writer(kind, place), rest);
    }
    after_value(compiler, kind, place);
}

void template_value(struct template_compiler *compiler, const struct template_piece *piece)
{
    struct text rest = piece->text;
    struct text word = template_word(&rest);
    bool message = text_is(word, "t") || text_is(word, "tf") || text_is(word, "tn");
    struct text after = template_skip(rest);
    if (message && after.size && after.data[0] == '"')
        template_message(compiler, piece, word, rest);
    else
        plain_value(compiler, piece);
}
