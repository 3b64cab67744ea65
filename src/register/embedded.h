/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_EMBEDDED_H
#define REGISTER_EMBEDDED_H

/* The files of definitions/, put into the program when it is built (embed.py). Of this room only.
 */

#include "register/definition.h"

extern const struct register_source register_embedded[];
extern const size_t register_embedded_count;

#endif
