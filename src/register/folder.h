/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_FOLDER_H
#define REGISTER_FOLDER_H

/* The files of a body's own folder. */

#include "register/definition.h"

struct register_listing {
    struct arena *arena;
    struct register_source *items;
    size_t count;
    size_t capacity;
};

/* Adds one file. */
struct error *register_listing_add(struct register_listing *listing, const char *path);

/* Adds every definition file of FOLDER: its .yaml files, and those of vocabularies/ and registers/
 * in it. */
struct error *register_listing_add_folder(struct register_listing *listing, const char *folder);

#endif
