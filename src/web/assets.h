/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

/* What a page fetches beside itself: style, fonts and icon, bundled at build time and kept in the
 * program. A path changes with the content, so whatever stands at one may be cached for ever. */

#include "base/text.h"

#include <stddef.h>

struct web_asset {
    const char *name;                /* for templates: "style", "icon", "font-latin-400" */
    const char *path;                /* "/assets/waarborg.3fa92c1b.css" */
    const char *type;                /* of the media, with its charset where it has one */
    const unsigned char *data;       /* as it is */
    size_t size;                     /* bytes */
    const unsigned char *compressed; /* by gzip; NULL where that gains nothing */
    size_t compressed_size;          /* bytes */
};

/* The asset at PATH, compared byte by byte, or NULL. */
const struct web_asset *web_asset_find(struct text path);

/* The asset called NAME, or NULL: that is a mistake in a template. */
const struct web_asset *web_asset_named(const char *name);

/* All of them, written by tools/assets.mjs. */
extern const struct web_asset web_assets[];
extern const size_t web_asset_count;

#endif
