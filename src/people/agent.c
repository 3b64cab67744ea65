/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/agent.h"

struct sign {
    const char *part; /* of the header */
    const char *word;
};

/* The first that is found counts: browsers name those that they descend from too. */
static const struct sign browsers[] = {
    {"Edg", "Edge"},
    {"OPR/", "Opera"},
    {"SamsungBrowser/", "Samsung Internet"},
    {"Vivaldi/", "Vivaldi"},
    {"Firefox/", "Firefox"},
    {"FxiOS/", "Firefox"},
    {"CriOS/", "Chrome"},
    {"Chrome/", "Chrome"},
    {"Chromium/", "Chromium"},
    {"Safari/", "Safari"},
    {0},
};

static const struct sign systems[] = {
    {"Android", "Android"}, {"iPhone", "iPhone"},  {"iPad", "iPad"},   {"Windows", "Windows"},
    {"CrOS", "ChromeOS"},   {"Mac OS X", "macOS"}, {"Linux", "Linux"}, {0},
};

static const char *find(const struct sign *signs, struct text header)
{
    for (; signs->part; signs++)
        if (text_find(header, 0, text_of(signs->part)) < header.size)
            return signs->word;
    return "";
}

struct people_agent people_agent_read(struct text header)
{
    return (struct people_agent){find(browsers, header), find(systems, header)};
}
