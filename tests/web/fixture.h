/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_WEB_FIXTURE_H
#define TESTS_WEB_FIXTURE_H

/* The example, served anew for each test. */

#include "example.h"
#include "talk.h"

extern struct example example;
extern struct arena *arena;
extern struct web_server *server;
extern unsigned port;

int fixture_start(void **state);
int fixture_stop(void **state);

/* Serves with other options; the server before must have been stopped. */
void fixture_serve(struct web_options options);

struct talk_answer fixture_get(const char *path, const char *headers);
struct talk_answer fixture_post(const char *path, const char *type, struct text content);

#endif
