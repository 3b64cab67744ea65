/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TOOLS_FILES_H
#define TOOLS_FILES_H

/* Whole files, for the tools of the build. */

#include "base/error.h"
#include "base/text.h"

struct error *file_read(struct arena *arena, const char *path, struct text *content);
struct error *file_write(struct arena *arena, const char *path, struct text content);

/* Leaves a file that has this content already as it is, with its time. */
struct error *file_update(struct arena *arena, const char *path, struct text content);

#endif
