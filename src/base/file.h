/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

/* Whole files, read at once: definitions, organisation files, imports. */

#include "base/error.h"
#include "base/text.h"

/* Reads the file at PATH, or standard input when PATH is "-", into the arena; at most LIMIT bytes.
 * The content is followed by a zero byte that does not count. Errors say what to do: it does not
 * exist, may not be read, is a folder, is too large. It is read, not mapped: a file that somebody
 * shortens meanwhile would otherwise end the program. */
struct error *file_read(struct arena *arena, const char *path, size_t limit, struct text *content);

#endif
