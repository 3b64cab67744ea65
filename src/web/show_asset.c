/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/assets.h"
#include "web/server.h"

struct error *web_show_asset(struct web_request *request, struct web_response *response)
{
    const struct web_asset *asset = web_asset_find(request->path);
    if (!asset)
        return error_new(request->arena, ERROR_NOT_FOUND, "there is no such asset");
    response->immutable = true;
    response->type = text_of(asset->type);
    response->fixed = (struct text){(const char *)asset->data, asset->size};
    response->fixed_gzip = (struct text){(const char *)asset->compressed, asset->compressed_size};
    return NULL;
}
