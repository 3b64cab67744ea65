/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_PEOPLE_SCENE_H
#define TESTS_PEOPLE_SCENE_H

/* Signing in at a provider, step by step. */

#include "fixture.h"
#include "provider.h"

#include "people/openid.h"

#define SCENE_BACK "https://registers.example/inloggen/openid/terug"

/* A body with a provider, and one sign-in under way. */
struct scene {
    struct fixture *fixture;
    struct provider *provider;
    struct people_openid_settings settings;
    struct people_openid *openid;
    struct people_openid_start start;
    struct people_openid_return given;
    struct people_openid_proof proof;
};

struct scene *scene_new(enum store_dialect dialect);
void scene_free(struct scene *scene);

/* From here on with the settings as they are now, and nothing kept. */
void scene_renew(struct scene *scene);

/* A deadline that is far enough. */
int64_t scene_soon(void);

/* The decoded value of a parameter of the address where the browser goes; empty without. */
struct text scene_parameter(struct scene *scene, const char *name);

/* Sends a browser to the provider, and takes it back. */
struct error *scene_begin(struct scene *scene);
struct error *scene_end(struct scene *scene);

/* From beginning to end; the answer. */
enum people_openid_answer scene_pass(struct scene *scene);

/* The sign-in fails for a reason with these words in it. */
void scene_fails(struct scene *scene, const char *words);

#endif
