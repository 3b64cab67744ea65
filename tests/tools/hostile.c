/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "hostile.h"

#include <gumbo.h>
#include <stdio.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* A page is filled with hostile text in every place that the template compiler allows, and read by
 * a parser of HTML as browsers have it. Whatever the text, the page must have the elements and
 * attributes that it has with a harmless one, and the text must come back as it was. */

static const char *const hostile[] = {
    "",
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea></pre></select></option><img src=x onerror=alert(1)>",
    "</noscript><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' onmouseover='alert(1)",
    "\"><svg onload=alert(1)>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\tjavascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "java\x01script:alert(1)",
    "\xC2\xA0javascript:alert(1)",
    "\xE3\x80\x80javascript:alert(1)",
    "&#106;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "feed:javascript:alert(1)",
    "view-source:x",
    "blob:https://evil.example/x",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "/",
    "//",
    "///evil.example",
    "http:evil.example",
    "https:/evil.example",
    "https://",
    "http://evil.example/\" onclick=\"alert(1)",
    "evil.example",
    "..",
    ".",
    "?a=b#c",
    "&amp;&lt;&quot;",
    "&lt",
    "&",
    "=",
    "`",
    "{{ v }}",
    "{what} {n}",
    "%3Cscript%3E",
    "\n\nfirst lines are empty",
    "\r\n",
    "a\x0B\x0C\x1F\x7F",
    "\xC0\xBCscript\xC0\xBE",
    "\xE2\x80\xA8\xE2\x80\xAE\xEF\xBB\xBF",
    "\xFF\xFE<\xFF",
    "\xF0\x9F\x98\x80 caf\xC3\xA9",
};

struct page {
    struct arena *arena;
    struct text value;
    struct buffer skeleton;
    bool round_trip; /* a parser gives the value back as it is */
    size_t checks;
};

static struct text render(struct arena *arena, struct text value)
{
    struct buffer buffer = {.arena = arena};
    struct markup out = {.buffer = &buffer, .language = LANGUAGE_ENGLISH, .prefix = ""};
    template_hostile_page(&out, value, text_string(arena, value),
                          (struct label){.dutch = value, .english = value});
    return buffer_text(&buffer);
}

static void add_text(struct buffer *buffer, const GumboNode *node)
{
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE)
        buffer_add_string(buffer, node->v.text.text);
    if (node->type != GUMBO_NODE_ELEMENT)
        return;
    for (unsigned i = 0; i < node->v.element.children.length; i++)
        add_text(buffer, node->v.element.children.data[i]);
}

static bool starts_folded(const char *string, const char *start)
{
    return !strncasecmp(string, start, strlen(start));
}

/* What a browser makes of an address: white space around and within falls away, \ is /. */
static void check_address(const char *element, const char *name, const char *value)
{
    bool loads = strcmp(element, "script") == 0 || strcmp(element, "use") == 0;
    for (const char *at = value; *at; at++)
        if ((unsigned char)*at <= ' ' || *at == '\\' || *at == '\x7F')
            fail_msg("%s %s: %s", element, name, value);
    bool site = value[0] == '/' && value[1] != '/';
    bool web = starts_folded(value, "https://") || starts_folded(value, "http://") ||
               starts_folded(value, "mailto:");
    bool relative = value[0] == '?' || value[0] == '#' || starts_folded(value, "registers/");
    if (loads ? !starts_folded(value, "/assets/") : !site && !web && !relative)
        fail_msg("%s %s: %s", element, name, value);
}

static void check_same(struct page *page, const char *where, const char *got)
{
    page->checks++;
    if (page->round_trip && !text_is(page->value, got))
        fail_msg("%s: got \"%s\" for \"%.*s\"", where, got, TEXT_FORMAT(page->value));
}

static void visit_element(struct page *page, const GumboNode *node)
{
    const GumboVector *attributes = &node->v.element.attributes;
    GumboStringPiece name = node->v.element.original_tag;
    gumbo_tag_from_original_text(&name); /* elements of SVG have no number */
    const char *tag = node->v.element.tag == GUMBO_TAG_UNKNOWN
                          ? text_string(page->arena, (struct text){name.data, name.length})
                          : gumbo_normalized_tagname(node->v.element.tag);
    buffer_add_format(&page->skeleton, "<%s", tag);
    for (unsigned i = 0; i < attributes->length; i++) {
        const GumboAttribute *attribute = attributes->data[i];
        buffer_add_format(&page->skeleton, " %s", attribute->name);
        if (!strcmp(attribute->name, "href") || !strcmp(attribute->name, "src") ||
            !strcmp(attribute->name, "action") || !strcmp(attribute->name, "formaction"))
            check_address(tag, attribute->name, attribute->value);
    }
    buffer_add_string(&page->skeleton, ">");
    if (gumbo_get_attribute(attributes, "data-text")) {
        struct buffer text = {.arena = page->arena};
        add_text(&text, node);
        check_same(page, tag, buffer_string(&text));
    }
    if (gumbo_get_attribute(attributes, "data-title"))
        check_same(page, tag, gumbo_get_attribute(attributes, "title")->value);
}

static void visit(struct page *page, const GumboNode *node)
{
    if (node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE) {
        visit_element(page, node);
        for (unsigned i = 0; i < node->v.element.children.length; i++)
            visit(page, node->v.element.children.data[i]);
        buffer_add_string(&page->skeleton, "</>");
    } else if (node->type == GUMBO_NODE_COMMENT || node->type == GUMBO_NODE_CDATA) {
        buffer_add_string(&page->skeleton, "<!>");
    }
}

static struct page read_page(struct arena *arena, struct text value)
{
    struct text html = render(arena, value);
    struct page page = {.arena = arena, .value = value, .skeleton = {.arena = arena}};
    page.round_trip = text_valid(value, NULL) && !memchr(value.data, '\r', value.size);
    for (size_t at = 0; at < value.size; at++)
        if (((unsigned char)value.data[at] < 0x20 && value.data[at] != '\t' &&
             value.data[at] != '\n') ||
            value.data[at] == 0x7F)
            page.round_trip = false;
    GumboOutput *output = gumbo_parse_with_options(&kGumboDefaultOptions, html.data, html.size);
    visit(&page, output->root);
    gumbo_destroy_output(&kGumboDefaultOptions, output);
    return page;
}

/* What the page looks like with a harmless value; empty texts take other branches. */
static void check_value(struct arena *arena, struct text value)
{
    struct page expected = read_page(arena, value.size ? TEXT("/x") : TEXT(""));
    struct page page = read_page(arena, value);
    if (!text_equal(buffer_text(&page.skeleton), buffer_text(&expected.skeleton)))
        fail_msg("with \"%.*s\" the page is\n%.*s\nand not\n%.*s", TEXT_FORMAT(value),
                 TEXT_FORMAT(buffer_text(&page.skeleton)),
                 TEXT_FORMAT(buffer_text(&expected.skeleton)));
    assert_true(page.checks >= 15);
}

static void known_attacks_add_nothing(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        check_value(arena, text_of(hostile[i]));
        arena_reset(arena);
    }
    check_value(arena, (struct text){"a\0b", 3});
    arena_free(arena);
}

/* Pieces of attacks in any order; the seed is fixed, so that a failure comes back. */
static void mixed_attacks_add_nothing(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    uint64_t seed = 20260312;
    for (int round = 0; round < 1000; round++) {
        struct buffer value = {.arena = arena};
        for (int parts = 0; parts < 4; parts++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            const char *attack = hostile[(seed >> 33) % (sizeof hostile / sizeof *hostile)];
            size_t size = strlen(attack);
            size_t from = size ? (seed >> 40) % size : 0;
            buffer_add(&value, (struct text){attack + from, size - from});
        }
        check_value(arena, buffer_text(&value));
        arena_reset(arena);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_attacks_add_nothing),
        cmocka_unit_test(mixed_attacks_add_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
