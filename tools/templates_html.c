/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/templates_parts.h"

#include <string.h>

/* Static text is read a piece at a time. Only five things may be under way where a piece ends and a
 * tag {{ }} follows: content, text, a start tag between attributes, a quoted value. All else that
 * is cut in two by a tag is refused right here, so that a value can never stand in it. */

struct reader {
    struct template_compiler *compiler;
    struct html_place *html;
    struct text text;
    size_t at;
    size_t offset; /* of the text in the source */
};

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r' || byte == '\f';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_name(char byte)
{
    return is_letter(byte) || (byte >= '0' && byte <= '9') || byte == '-' || byte == ':' ||
           byte == '_' || byte == '.';
}

static bool more(const struct reader *reader)
{
    return reader->at < reader->text.size;
}

static char look(const struct reader *reader)
{
    return reader->text.data[reader->at];
}

static bool ahead(const struct reader *reader, const char *word)
{
    size_t size = strlen(word);
    return reader->text.size - reader->at >= size &&
           !strncasecmp(reader->text.data + reader->at, word, size);
}

#define BREAK(reader, ...)                                                                         \
    template_break((reader)->compiler, (reader)->offset + (reader)->at, __VA_ARGS__)

static void put(struct reader *reader, size_t from, size_t to)
{
    buffer_add(&reader->compiler->pending, text_slice(reader->text, from, to));
    reader->html->space = false;
}

static void put_string(struct reader *reader, const char *string)
{
    buffer_add_string(&reader->compiler->pending, string);
    reader->html->space = false;
}

/* White space counts for one; a line end stays one, so that pages can be read. */
static void put_space(struct reader *reader, bool preserve)
{
    size_t from = reader->at;
    bool line = false;
    for (; more(reader) && is_space(look(reader)); reader->at++)
        line = line || look(reader) == '\n';
    if (preserve)
        put(reader, from, reader->at);
    else if (!reader->html->space)
        buffer_add_byte(&reader->compiler->pending, line ? '\n' : ' ');
    reader->html->space = !preserve;
}

static struct html_element *top(struct template_compiler *compiler)
{
    return compiler->html.depth ? &compiler->elements[compiler->html.depth - 1] : NULL;
}

size_t html_floor(const struct template_compiler *compiler)
{
    return compiler->block_count ? compiler->blocks[compiler->block_count - 1].begin.depth : 0;
}

static struct text read_name(struct reader *reader)
{
    size_t from = reader->at;
    while (more(reader) && is_name(look(reader)))
        reader->at++;
    return text_slice(reader->text, from, reader->at);
}

static bool has_capital(struct text name)
{
    for (size_t at = 0; at < name.size; at++)
        if (name.data[at] >= 'A' && name.data[at] <= 'Z')
            return true;
    return false;
}

/* & starts a character reference that is whole, or it is written &amp;. */
static void check_reference(struct reader *reader)
{
    size_t at = reader->at + 1;
    size_t from = at;
    while (at < reader->text.size &&
           (is_name(reader->text.data[at]) || reader->text.data[at] == '#'))
        at++;
    if (at == from || at == reader->text.size || reader->text.data[at] != ';')
        BREAK(reader, "& starts no character reference such as &euro; here: write &amp;");
}

/* Text up to a <, white space collapsed. */
static void read_text(struct reader *reader)
{
    struct html_element *element = top(reader->compiler);
    bool preserve = element && element->preserve;
    while (more(reader) && look(reader) != '<') {
        if (is_space(look(reader))) {
            put_space(reader, preserve);
            continue;
        }
        size_t from = reader->at;
        for (; more(reader) && look(reader) != '<' && !is_space(look(reader)); reader->at++)
            if (look(reader) == '&')
                check_reference(reader);
        put(reader, from, reader->at);
    }
}

static void read_comment(struct reader *reader)
{
    size_t end = text_find(reader->text, reader->at + 4, TEXT("-->"));
    if (end == reader->text.size) {
        BREAK(reader, "this comment does not end before the next {{: nothing can stand in a "
                      "comment; {{# ... }} is a comment that pages do not show");
        reader->at = reader->text.size;
        return;
    }
    reader->at = end + 3;
}

static void read_end_tag(struct reader *reader)
{
    struct template_compiler *compiler = reader->compiler;
    size_t from = reader->at;
    reader->at += 2;
    struct text name = read_name(reader);
    while (more(reader) && is_space(look(reader)))
        reader->at++;
    struct html_element *open = top(compiler);
    if (!more(reader) || look(reader) != '>' || !name.size) {
        BREAK(reader, "an end tag is a name and >, such as </p>");
        return;
    }
    reader->at++;
    if (!open || !text_equal(open->name, name)) {
        reader->at = from;
        if (html_is_void(name))
            BREAK(reader, "</%.*s>: this element has no end tag", TEXT_FORMAT(name));
        else if (open)
            BREAK(reader, "</%.*s> does not close <%.*s>, opened on line %zu", TEXT_FORMAT(name),
                  TEXT_FORMAT(open->name), open->line);
        else
            BREAK(reader, "</%.*s> closes nothing: the element is not opened in this template",
                  TEXT_FORMAT(name));
        reader->at = reader->text.size;
        return;
    }
    if (reader->html->depth <= html_floor(compiler)) {
        struct template_block *block = &compiler->blocks[compiler->block_count - 1];
        reader->at = from;
        BREAK(reader,
              "</%.*s> closes an element that was opened outside this {{ %.*s }} of line %zu",
              TEXT_FORMAT(name), TEXT_FORMAT(block->piece.text), block->piece.line);
        reader->at = reader->text.size;
        return;
    }
    reader->html->depth--;
    reader->html->state = HTML_CONTENT;
    put_string(reader, "</");
    buffer_add(&compiler->pending, name);
    buffer_add_byte(&compiler->pending, '>');
}

static void read_start_tag(struct reader *reader)
{
    struct template_compiler *compiler = reader->compiler;
    size_t from = reader->at++;
    struct text name = read_name(reader);
    struct html_element *parent = top(compiler);
    bool foreign = text_is(name, "svg") || text_is(name, "math") ||
                   (parent && parent->foreign && !text_is(parent->name, "foreignObject"));
    if (html_is_refused(name) || (foreign && html_is_raw(name))) {
        reader->at = from;
        BREAK(reader, "<%.*s> cannot be used: it runs or loads what it names", TEXT_FORMAT(name));
    } else if (has_capital(name) && !foreign) {
        reader->at = from;
        BREAK(reader, "<%.*s>: write names of elements in small letters", TEXT_FORMAT(name));
    } else if (compiler->html.depth == TEMPLATE_ELEMENTS) {
        BREAK(reader, "more than %d elements within each other", TEMPLATE_ELEMENTS);
    }
    if (compiler->broken) {
        reader->at = reader->text.size;
        return;
    }
    compiler->elements[compiler->html.depth++] = (struct html_element){
        .name = name,
        .line = template_line(compiler, reader->offset + from),
        .foreign = foreign,
        .preserve =
            (parent && parent->preserve) || text_is(name, "pre") || text_is(name, "textarea"),
    };
    compiler->http_equiv = compiler->content_value = false;
    compiler->link_elsewhere = compiler->link_loads = compiler->link_known = false;
    put(reader, from, reader->at);
    reader->html->state = HTML_TAG_TIGHT;
}

static void read_markup(struct reader *reader)
{
    size_t from = reader->at;
    char next = reader->at + 1 < reader->text.size ? reader->text.data[reader->at + 1] : '\0';
    if (ahead(reader, "<!--")) {
        read_comment(reader);
    } else if (ahead(reader, "<!doctype html>")) {
        reader->at += strlen("<!doctype html>");
        put(reader, from, reader->at);
    } else if (next == '/') {
        read_end_tag(reader);
    } else if (is_letter(next)) {
        read_start_tag(reader);
    } else if (!next) {
        BREAK(reader, "the name of an element must stand in the template itself; for the sign "
                      "write &lt;");
    } else {
        BREAK(reader, "< starts no element here: write &lt;");
    }
}

/* What script and style hold is copied; title and textarea hold text. */
static void read_until_end(struct reader *reader)
{
    struct html_element *element = top(reader->compiler);
    size_t from = reader->at;
    if (reader->html->state == HTML_TEXT_ONLY) {
        read_text(reader);
    } else {
        for (; more(reader) && !ahead(reader, "</"); reader->at++)
            if (ahead(reader, "<!--"))
                BREAK(reader, "<!-- changes where a script ends: leave it out");
        put(reader, from, reader->at);
    }
    if (!more(reader))
        return;
    if (ahead(reader, "</")) {
        read_end_tag(reader);
        return;
    }
    BREAK(reader, "<%.*s> holds text only: write &lt;", TEXT_FORMAT(element->name));
}

static void close_start_tag(struct reader *reader, bool empty)
{
    struct template_compiler *compiler = reader->compiler;
    struct html_element *element = top(compiler);
    bool ends = html_is_void(element->name) || (empty && element->foreign);
    if (compiler->http_equiv && compiler->content_value)
        BREAK(reader, "a value cannot stand in the content of a <meta http-equiv>");
    if (compiler->link_elsewhere && (compiler->link_loads || !compiler->link_known))
        BREAK(reader, "only a <link> with rel=\"canonical\" and the like may lead to another site: "
                      "use path, or start with {{ prefix }}/ or /");
    if (empty && !ends)
        BREAK(reader, "<%.*s> is not closed by />: write </%.*s>", TEXT_FORMAT(element->name),
              TEXT_FORMAT(element->name));
    if (ends && compiler->html.depth <= html_floor(compiler))
        BREAK(reader, "the > of <%.*s> stands inside {{ }} and its < outside",
              TEXT_FORMAT(element->name));
    if (compiler->broken)
        return;
    put_string(reader, empty && element->foreign ? "/>" : ">");
    /* A browser drops a line end that comes first here: this one is for it to drop. */
    if (element->preserve && !ends && reader->at + 1 == reader->text.size)
        put_string(reader, "\n");
    reader->html->state = HTML_CONTENT;
    if (ends)
        compiler->html.depth--;
    else if (html_is_raw(element->name))
        reader->html->state = HTML_RAW;
    else if (html_is_text_only(element->name) && !element->foreign)
        reader->html->state = HTML_TEXT_ONLY;
}

static void note_attribute(struct template_compiler *compiler, struct text element,
                           struct text name)
{
    if (text_is(element, "meta") && text_is(name, "http-equiv"))
        compiler->http_equiv = true;
    compiler->attribute_name = name;
}

static void read_attribute(struct reader *reader)
{
    struct template_compiler *compiler = reader->compiler;
    struct html_element *element = top(compiler);
    size_t from = reader->at;
    struct text name = read_name(reader);
    if (!name.size) {
        BREAK(reader, "expected an attribute, > or />");
        return;
    }
    enum html_attribute kind = html_attribute_kind(element->name, element->foreign, name);
    if (kind == HTML_REFUSED)
        template_fault(compiler, reader->offset + from,
                       "%.*s cannot be used: pages have no scripts or styles in attributes; %s",
                       TEXT_FORMAT(name),
                       text_is(name, "style") ? "use a class" : "use an event listener in assets/");
    if (has_capital(name) && !element->foreign)
        BREAK(reader, "%.*s: write names of attributes in small letters", TEXT_FORMAT(name));
    note_attribute(compiler, element->name, name);
    put(reader, from, reader->at);
    reader->html->state = HTML_TAG_TIGHT;
    if (!more(reader) || look(reader) != '=')
        return;
    reader->at++;
    if (!more(reader) || (look(reader) != '"' && look(reader) != '\'')) {
        BREAK(reader, "the value of %.*s must stand in quotes: %.*s=\"...\"", TEXT_FORMAT(name),
              TEXT_FORMAT(name));
        return;
    }
    put_string(reader, "=");
    put(reader, reader->at, reader->at + 1);
    reader->html->quote = look(reader);
    reader->html->state = HTML_VALUE;
    reader->html->attribute = kind;
    reader->html->address = ADDRESS_START;
    reader->html->serial = ++compiler->serial;
    reader->at++;
}

static void read_tag(struct reader *reader)
{
    if (is_space(look(reader))) {
        while (more(reader) && is_space(look(reader)))
            reader->at++;
        bool closes = more(reader) && (look(reader) == '>' || ahead(reader, "/>"));
        if (!closes && reader->html->state != HTML_TAG_LOOSE)
            put_string(reader, " ");
        reader->html->state = HTML_TAG_LOOSE;
    } else if (look(reader) == '>') {
        close_start_tag(reader, false);
        reader->at++;
    } else if (ahead(reader, "/>")) {
        close_start_tag(reader, true);
        reader->at += 2;
    } else if (reader->html->state == HTML_TAG_TIGHT) {
        BREAK(reader, "expected white space, > or /> in the tag <%.*s>",
              TEXT_FORMAT(top(reader->compiler)->name));
    } else {
        read_attribute(reader);
    }
}

/* Up to the closing quote, or the tag {{ that comes before it. */
static void read_value(struct reader *reader)
{
    struct template_compiler *compiler = reader->compiler;
    size_t from = reader->at;
    while (more(reader) && look(reader) != reader->html->quote) {
        if (look(reader) == '<')
            BREAK(reader, "< inside the value of %.*s: write &lt;, or close the quote before",
                  TEXT_FORMAT(compiler->attribute_name));
        if (look(reader) == '&')
            check_reference(reader);
        reader->at++;
    }
    struct text value = text_slice(reader->text, from, reader->at);
    bool whole = from && more(reader) && reader->text.data[from - 1] == reader->html->quote;
    if (reader->html->attribute == HTML_ADDRESS || reader->html->attribute == HTML_CODE_ADDRESS)
        html_read_address(compiler, value, reader->offset + from);
    if (text_is(top(compiler)->name, "link") && text_is(compiler->attribute_name, "rel"))
        html_read_relation(compiler, value, whole);
    put(reader, from, reader->at);
    if (!more(reader))
        return;
    put(reader, reader->at, reader->at + 1);
    reader->at++;
    reader->html->state = HTML_TAG_TIGHT;
}

void html_read(struct template_compiler *compiler, const struct template_piece *piece)
{
    struct reader reader = {.compiler = compiler,
                            .html = &compiler->html,
                            .text = piece->text,
                            .offset = piece->offset};
    while (more(&reader) && !compiler->broken) {
        switch (compiler->html.state) {
        case HTML_CONTENT:
            read_text(&reader);
            if (more(&reader))
                read_markup(&reader);
            break;
        case HTML_TEXT_ONLY:
        case HTML_RAW:
            read_until_end(&reader);
            break;
        case HTML_TAG_TIGHT:
        case HTML_TAG_LOOSE:
            read_tag(&reader);
            break;
        case HTML_VALUE:
            read_value(&reader);
            break;
        }
    }
}
