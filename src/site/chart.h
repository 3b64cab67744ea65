/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SITE_CHART_H
#define SITE_CHART_H

/* A bar for each year, drawn as SVG, with what it says in its title and the same figures in a
 * table. */

#include "base/map.h"
#include "site/page.h"

enum { SITE_CHART_YEARS = 10 };

struct site_bar {
    int16_t year;
    int64_t value;
    int x;
    int y;
    int width;
    int height;
    bool running; /* the year is not over */
};

struct site_chart {
    struct site_bar bars[SITE_CHART_YEARS];
    size_t count;
    struct text message; /* what it says */
    struct text spoken;  /* all of it in a line, for who listens */
    struct text axis[3]; /* values at the lines */
    int lines[3];        /* where these stand */
    size_t line_count;
};

/* From the counts of a register; false when they make no chart (fewer than two years). */
bool site_chart_years(const struct site_page *page, const struct register_definition *definition,
                      const struct map *counts, struct site_chart *chart);

#endif
