/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_SITE_CSV_H
#define TESTS_SITE_CSV_H

#include "base/text.h"

/* How many rows CSV has as an import reads it, and in *SAME how many fields say just WORDS.
 * SIZE_MAX when a row is faulty. */
size_t csv_rows(struct arena *arena, struct text csv, const char *words, size_t *same);

#endif
