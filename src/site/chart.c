/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "site/chart.h"

#include "register/tally.h"

#include <assert.h>
#include <stdio.h>

/* The drawing: 640 wide, as the style expects. */
enum { WIDTH = 640, LEFT = 44, TOP = 28, BOTTOM = 190, LARGEST_BAR = 64 };

/* A round number at or above MOST for the upper line, of which the half is round too. */
static int64_t round_up(int64_t most)
{
    for (int64_t power = 1;; power *= 10)
        for (int i = 0; i < 3; i++) {
            int64_t candidate = power * (const int[]){2, 4, 10}[i];
            if (candidate >= most)
                return candidate;
        }
}

static void draw(struct site_chart *chart, struct arena *arena, enum language language)
{
    int64_t most = 1;
    assert(chart->count);
    for (size_t i = 0; i < chart->count; i++)
        if (chart->bars[i].value > most)
            most = chart->bars[i].value;
    int64_t top = round_up(most);
    int step = (WIDTH - LEFT) / (int)chart->count;
    for (size_t i = 0; i < chart->count; i++) {
        struct site_bar *bar = &chart->bars[i];
        bar->width = step * 6 / 10 < LARGEST_BAR ? step * 6 / 10 : LARGEST_BAR;
        bar->x = LEFT + (int)i * step + (step - bar->width) / 2;
        bar->height = (int)(bar->value * (BOTTOM - TOP) / top);
        bar->y = BOTTOM - bar->height;
    }
    for (int i = 0; i < 3; i++) {
        struct buffer number = {.arena = arena};
        language_add_number(&number, top * i / 2, language);
        chart->axis[i] = buffer_text(&number);
        chart->lines[i] = BOTTOM - (BOTTOM - TOP) * i / 2;
    }
    chart->line_count = 3;
}

/* A sentence on the last two whole years. */
static struct text message_of_years(const struct site_page *page,
                                    const struct register_definition *definition,
                                    const struct site_chart *chart)
{
    const struct site_bar *last = NULL;
    const struct site_bar *before = NULL;
    for (size_t i = 0; i < chart->count; i++)
        if (!chart->bars[i].running) {
            before = last;
            last = &chart->bars[i];
        }
    struct text title = label_in(definition->title, page->language);
    if (!last || !before)
        return message_fill(page->arena, site_words(page, MESSAGE("{register} per year")),
                            "register", title, NULL);
    const char *id =
        last->value > before->value
            ? MESSAGE("{register}: more in {year} than in {before}, {now} against {was}")
        : last->value < before->value
            ? MESSAGE("{register}: fewer in {year} than in {before}, {now} against {was}")
            : MESSAGE("{register}: as many in {year} as in {before}, {now}");
    struct buffer now = {.arena = page->arena};
    struct buffer was = {.arena = page->arena};
    language_add_number(&now, last->value, page->language);
    language_add_number(&was, before->value, page->language);
    return message_fill(page->arena, site_words(page, id), "register", title, "year",
                        text_format(page->arena, "%d", last->year), "before",
                        text_format(page->arena, "%d", before->year), "now", buffer_text(&now),
                        "was", buffer_text(&was), NULL);
}

static struct text spoken(const struct site_page *page, const struct site_chart *chart)
{
    struct buffer buffer = {.arena = page->arena};
    for (size_t i = 0; i < chart->count; i++) {
        buffer_add_format(&buffer, "%s%d: ", i ? ", " : "", chart->bars[i].year);
        language_add_number(&buffer, chart->bars[i].value, page->language);
    }
    return buffer_text(&buffer);
}

bool site_chart_years(const struct site_page *page, const struct register_definition *definition,
                      const struct map *counts, struct site_chart *chart)
{
    *chart = (struct site_chart){0};
    if (!register_shows(definition->since) || page->today.year < SITE_CHART_YEARS)
        return false;
    int16_t first = (int16_t)(page->today.year - SITE_CHART_YEARS + 1);
    bool any = false;
    for (int16_t year = first; year <= page->today.year; year++) {
        char name[32];
        snprintf(name, sizeof name, "year:%d", year);
        int64_t value = register_tally_of(counts, name);
        any = any || value;
        if (any)
            chart->bars[chart->count++] = (struct site_bar){
                .year = year, .value = value, .running = year == page->today.year};
    }
    if (chart->count < 2)
        return false;
    chart->message = message_of_years(page, definition, chart);
    chart->spoken = spoken(page, chart);
    draw(chart, page->arena, page->language);
    return true;
}
