/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/assets.h"

#include <string.h>

const struct web_asset *web_asset_find(struct text path)
{
    for (size_t i = 0; i < web_asset_count; i++) {
        if (text_is(path, web_assets[i].path)) {
            return &web_assets[i];
        }
    }
    return NULL;
}

const struct web_asset *web_asset_named(const char *name)
{
    for (size_t i = 0; i < web_asset_count; i++) {
        if (strcmp(web_assets[i].name, name) == 0) {
            return &web_assets[i];
        }
    }
    return NULL;
}
