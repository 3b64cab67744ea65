/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/templates_parts.h"

#include <string.h>

/* The scheme that TEXT starts with, without the colon; empty when it starts with none. */
static struct text scheme_of(struct text text)
{
    size_t at = 0;
    while (at < text.size && !strchr("/?#:", text.data[at]))
        at++;
    return at < text.size && text.data[at] == ':' ? text_slice(text, 0, at) : (struct text){0};
}

static bool scheme_is(struct text scheme, const char *word)
{
    return scheme.size == strlen(word) && !strncasecmp(scheme.data, word, scheme.size);
}

/* The start of an address; returns how much was read. */
static size_t read_start(struct template_compiler *compiler, struct text text, size_t offset)
{
    struct html_place *html = &compiler->html;
    struct text scheme = scheme_of(text);
    if (scheme.data) {
        bool web = scheme_is(scheme, "http") || scheme_is(scheme, "https");
        if (!web && !scheme_is(scheme, "mailto") && !scheme_is(scheme, "tel"))
            template_break(compiler, offset,
                           "an address starts with http, https, mailto or tel, not with %.*s:",
                           TEXT_FORMAT(scheme));
        html->address = web ? ADDRESS_HOST : ADDRESS_PART;
        size_t after = scheme.size + 1;
        if (web && text_starts(text_slice(text, after, text.size), "//"))
            after += 2;
        else if (web)
            template_break(compiler, offset, "expected // after %.*s:", TEXT_FORMAT(scheme));
        if (html->attribute == HTML_CODE_ADDRESS)
            html->address = ADDRESS_MIXED;
        return after;
    }
    if (text_starts(text, "//"))
        template_break(compiler, offset, "write https:// before the name of another site");
    if (text.data[0] == '&')
        template_break(compiler, offset, "an address cannot start with a character reference");
    html->address = text.data[0] == '/'          ? ADDRESS_ROOT
                    : strchr("?#", text.data[0]) ? ADDRESS_PART
                                                 : ADDRESS_NAME;
    return 1;
}

void html_read_address(struct template_compiler *compiler, struct text text, size_t offset)
{
    struct html_place *html = &compiler->html;
    size_t at = 0;
    while (at < text.size && !compiler->broken) {
        char byte = text.data[at];
        bool divides = byte == '/' || byte == '?' || byte == '#';
        if (byte == '\\' || (unsigned char)byte <= ' ')
            template_break(compiler, offset + at,
                           "white space and \\ cannot stand in an address: write %%20 or /");
        /* Any other could spell what is looked for here: &colon; &#47; */
        if (byte == '&' && !text_starts(text_slice(text, at, text.size), "&amp;"))
            template_break(compiler, offset + at,
                           "of the character references only &amp; can stand in an address");
        switch (html->address) {
        case ADDRESS_START:
            at += read_start(compiler, text, offset);
            continue;
        case ADDRESS_NAME:
            if (byte == ':')
                template_break(compiler, offset + at,
                               "this : would make what stands before it a scheme");
            if (divides)
                html->address = ADDRESS_PART;
            break;
        case ADDRESS_PREFIX:
            if (!divides)
                template_break(compiler, offset + at, "expected /, ? or # after {{ prefix }}");
            html->address = byte == '/' ? ADDRESS_ROOT : ADDRESS_PART;
            break;
        case ADDRESS_ROOT:
            if (byte == '/')
                template_break(compiler, offset + at, "// here would lead to another site");
            html->address = ADDRESS_PART;
            break;
        case ADDRESS_WHOLE:
            if (byte != '?' && byte != '#' && byte != '&')
                template_break(compiler, offset + at, "expected ?, # or the end of the address");
            html->address = ADDRESS_PART;
            break;
        case ADDRESS_HOST:
            if (divides)
                html->address = ADDRESS_PART;
            break;
        case ADDRESS_PART:
        case ADDRESS_MIXED: /* nothing to watch but that no value follows */
            break;
        }
        at++;
    }
}

/* Relations that tell where to go and make a browser load nothing into the page. */
static bool relation_is_known(struct text relation)
{
    static const char *const known[] = {"alternate", "author",      "canonical", "describedby",
                                        "help",      "license",     "next",      "prev",
                                        "search",    "service-desc"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (text_is(relation, known[i]))
            return true;
    return false;
}

void html_read_relation(struct template_compiler *compiler, struct text text, bool whole)
{
    struct text relation;
    while (text_next(&text, ' ', &relation))
        whole = whole && relation_is_known(relation);
    if (whole)
        compiler->link_known = true;
    else
        compiler->link_loads = true;
}

static enum html_address join_address(enum html_address one, enum html_address other)
{
    if (one == other)
        return one;
    if (one == ADDRESS_PART)
        return join_address(other, one);
    if (other == ADDRESS_PART &&
        (one == ADDRESS_NAME || one == ADDRESS_WHOLE || one == ADDRESS_ROOT))
        return one; /* which asks more of what follows */
    return ADDRESS_MIXED;
}

static bool in_tag(struct html_place place)
{
    return place.state == HTML_TAG_TIGHT || place.state == HTML_TAG_LOOSE;
}

bool html_join(struct html_place one, struct html_place other, struct html_place *joined)
{
    *joined = one;
    joined->space = one.space && other.space;
    joined->start = one.start && other.start;
    if (one.depth != other.depth)
        return false;
    if (in_tag(one) && in_tag(other)) {
        if (other.state == HTML_TAG_TIGHT)
            joined->state = HTML_TAG_TIGHT;
        return true;
    }
    if (one.state != other.state)
        return false;
    if (one.state != HTML_VALUE)
        return true;
    if (one.serial != other.serial)
        return false;
    if (one.attribute == HTML_ADDRESS || one.attribute == HTML_CODE_ADDRESS)
        joined->address = join_address(one.address, other.address);
    return true;
}

const char *html_describe(struct html_place place)
{
    static const char *const names[] = {
        [HTML_CONTENT] = "between elements", [HTML_TEXT_ONLY] = "in a title or textarea",
        [HTML_RAW] = "in a script or style", [HTML_TAG_TIGHT] = "inside a tag",
        [HTML_TAG_LOOSE] = "inside a tag",   [HTML_VALUE] = "inside a value in quotes",
    };
    return names[place.state];
}
