/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_FILE_H
#define REGISTER_FILE_H

/* The files of a body's own folder. */

#include "register/definition.h"

/* Reads a whole file, up to one byte more than a definition may have. */
struct error *register_file_read(struct arena *arena, const char *path, struct text *content);

struct register_listing {
    struct arena *arena;
    struct register_source *items;
    size_t count;
    size_t capacity;
};

/* Adds every definition file of FOLDER: its .yaml files, and those of vocabularies/ and registers/
 * in it. */
struct error *register_folder_read(struct register_listing *listing, const char *folder);

#endif
