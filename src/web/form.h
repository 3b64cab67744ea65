/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_FORM_H
#define WEB_FORM_H

/* Forms, read as their bytes come: application/x-www-form-urlencoded and multipart/form-data. */

#include "web/request.h"

enum {
    WEB_TEXT_LIMIT = 1024 * 1024, /* all fields together, without files */
    WEB_PART_LIMIT = 8 * 1024,    /* the headers of one part */
    WEB_FILE_LIMIT = 100,         /* files in one form */
};

struct web_form;

/* A reader for CONTENT_TYPE as the client says it, or NULL when that is no form. Files go to SINK,
 * or when that is NULL are kept in the arena. */
struct web_form *web_form_new(struct arena *arena, struct text content_type, web_file_sink *sink,
                              void *context);

/* ERROR_INPUT when it is no proper form, ERROR_TOO_LARGE beyond a limit, or what the sink says. */
struct error *web_form_take(struct web_form *form, struct text bytes);

/* No more bytes will come. */
struct error *web_form_end(struct web_form *form, struct web_request *request);

#endif
