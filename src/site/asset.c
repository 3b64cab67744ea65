/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What pages fetch beside themselves: style, fonts and icon. */

#include "site/view.h"
#include "web/assets.h"

struct error *site_show_asset(struct web_request *request, struct web_response *response)
{
    const struct web_asset *asset = web_asset_find(request->path);
    if (!asset)
        return error_new(request->arena, ERROR_NOT_FOUND, "there is no such asset");
    response->type = text_of(asset->type);
    response->fixed = (struct text){(const char *)asset->data, asset->size};
    response->immutable = true;
    return NULL;
}
