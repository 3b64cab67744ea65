/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/templates_parts.h"

#include <string.h>

static const char *const voids[] = {
    "area", "br",   "col",   "embed",  "hr",    "img", "input",
    "link", "meta", "param", "source", "track", "wbr",
};

/* Elements with a content model of their own, or that run what they name. The site needs none. */
static const char *const refused[] = {
    "animate", "animatemotion", "animatetransform", "applet", "base",      "discard", "embed",
    "frame",   "frameset",      "handler",          "iframe", "listener",  "listing", "marquee",
    "noembed", "noframes",      "object",           "param",  "plaintext", "portal",  "set",
    "xmp",
};

static const char *const addresses[] = {
    "action", "background", "cite",     "data",   "formaction", "href",
    "icon",   "longdesc",   "manifest", "poster", "src",        "xlink:href",
};

/* What follows from these is more than text: values stay out. */
static const char *const statics[] = {
    "allow", "attributename", "by",  "from",    "http-equiv", "imagesrcset", "integrity", "is",
    "nonce", "ping",          "rel", "sandbox", "slot",       "srcset",      "to",        "values",
};

/* SVG's presentation attributes that take url(). */
static const char *const paints[] = {
    "clip-path",  "cursor",     "fill",         "filter", "marker",
    "marker-end", "marker-mid", "marker-start", "mask",   "stroke",
};

#define IN(text, list) among((text), (list), sizeof(list) / sizeof *(list))

static bool among(struct text text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(list[i]) == text.size && !strncasecmp(list[i], text.data, text.size))
            return true;
    return false;
}

static bool folded_is(struct text text, const char *word)
{
    return among(text, &word, 1);
}

bool html_is_void(struct text element)
{
    return IN(element, voids);
}

bool html_is_refused(struct text element)
{
    return IN(element, refused);
}

bool html_is_text_only(struct text element)
{
    return folded_is(element, "title") || folded_is(element, "textarea");
}

bool html_is_raw(struct text element)
{
    return folded_is(element, "script") || folded_is(element, "style");
}

static bool loads(struct text element)
{
    static const char *const loaders[] = {"script", "link", "use", "image", "feimage"};
    return IN(element, loaders);
}

enum html_attribute html_attribute_kind(struct text element, bool foreign, struct text name)
{
    if (name.size >= 2 && !strncasecmp(name.data, "on", 2))
        return HTML_REFUSED;
    if (folded_is(name, "style") || folded_is(name, "srcdoc"))
        return HTML_REFUSED;
    if (IN(name, addresses))
        return loads(element) ? HTML_CODE_ADDRESS : HTML_ADDRESS;
    if (IN(name, statics) || (name.size >= 5 && !strncasecmp(name.data, "xmlns", 5)))
        return HTML_STATIC;
    if (folded_is(element, "script") && !text_starts(name, "data-"))
        return HTML_STATIC;
    if (foreign && IN(name, paints))
        return HTML_NUMBER_ONLY;
    return HTML_PLAIN;
}
