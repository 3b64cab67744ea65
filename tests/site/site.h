/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_SITE_SITE_H
#define TESTS_SITE_SITE_H

/* A province with its public site served, on a day that stands still: 20 March 2026, within the
 * round of that month. */

#include "fixture.h"
#include "talk.h"

#include "site/site.h"

struct served {
    struct fixture *fixture;
    struct register_bodies bodies;
    struct site site;
    struct web_server *server;
    unsigned port;
};

struct served *served_new(enum store_dialect dialect);
void served_free(struct served *served);

/* Lets the clock stand still at that day, noon. */
void served_day(int year, int month, int day);

/* The answer to GET PATH. */
struct talk_answer served_get(struct served *served, const char *path);

/* Its content; fails the test when it is not answered with STATUS. */
struct text served_page(struct served *served, const char *path, int status);

bool page_has(struct text page, const char *words);

/* Fails the test with the page when it has not, or has, these words. */
void assert_has(struct text page, const char *words);
void assert_lacks(struct text page, const char *words);

/* A statement of a person on a register. */
void served_state(struct served *served, const char *person, const char *register_id,
                  const char *statement, const char *date);

#endif
