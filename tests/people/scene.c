/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "scene.h"

#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

struct scene *scene_new(enum store_dialect dialect)
{
    struct fixture *fixture = fixture_new(dialect);
    struct scene *scene = ARENA_NEW(fixture->arena, struct scene);
    struct provider *provider = provider_new();
    *scene = (struct scene){.fixture = fixture, .provider = provider};
    setenv("WAARBORG_TEST_SECRET", "ge heim&", 1);
    scene->settings = (struct people_openid_settings){
        .issuer = text_of(provider->issuer),
        .client = TEXT("waarborg"),
        .secret = TEXT("$WAARBORG_TEST_SECRET"),
        .algorithms = (1U << PEOPLE_OPENID_ALGORITHMS) - 1,
        .claim = TEXT("email"),
    };
    scene->openid = people_openid_new(&scene->settings);
    provider->with = TEXT(",\"email\":\"" EMAIL "\",\"email_verified\":true");
    return scene;
}

void scene_renew(struct scene *scene)
{
    people_openid_free(scene->openid);
    scene->openid = people_openid_new(&scene->settings);
}

void scene_free(struct scene *scene)
{
    people_openid_free(scene->openid);
    provider_free(scene->provider);
    fixture_free(scene->fixture);
}

int64_t scene_soon(void)
{
    return clock_monotonic() + 20000000;
}

struct text scene_parameter(struct scene *scene, const char *name)
{
    struct arena *arena = scene->fixture->arena;
    struct text location = scene->start.location;
    struct text rest = text_slice(location, text_find(location, 0, TEXT("?")) + 1, location.size);
    struct text pair;
    while (text_next(&rest, '&', &pair)) {
        size_t is = text_find(pair, 0, TEXT("="));
        if (!text_is(text_slice(pair, 0, is), name))
            continue;
        struct buffer value = {.arena = arena};
        for (size_t at = is + 1; at < pair.size; at++) {
            char code[3] = {0};
            if (pair.data[at] == '%') {
                memcpy(code, pair.data + at + 1, 2);
                at += 2;
            }
            buffer_add_byte(&value, *code ? (char)strtol(code, NULL, 16) : pair.data[at]);
        }
        return buffer_text(&value);
    }
    return TEXT("");
}

struct error *scene_begin(struct scene *scene)
{
    TRY(people_openid_begin(scene->openid, &scene->fixture->context, scene_soon(), TEXT(SCENE_BACK),
                            TEXT("/mijn?x=1"), &scene->start));
    scene->provider->nonce = scene_parameter(scene, "nonce");
    scene->provider->now = scene->fixture->context.now;
    scene->given = (struct people_openid_return){.token = scene->start.token,
                                                 .state = scene_parameter(scene, "state"),
                                                 .code = TEXT("c0de")};
    return NULL;
}

struct error *scene_end(struct scene *scene)
{
    return people_openid_end(scene->openid, &scene->fixture->context, scene_soon(),
                             TEXT(SCENE_BACK), &scene->given, &scene->proof);
}

enum people_openid_answer scene_pass(struct scene *scene)
{
    assert_fine(scene->fixture->arena, scene_begin(scene));
    assert_fine(scene->fixture->arena, scene_end(scene));
    return scene->proof.answer;
}

void scene_fails(struct scene *scene, const char *words)
{
    const struct error *error = scene_begin(scene);
    if (!error)
        error = scene_end(scene);
    if (!error)
        fail_msg("it went well; expected \"%s\"", words);
    if (error->kind == ERROR_INPUT || !strstr(error_string(scene->fixture->arena, error), words))
        fail_msg("\"%s\" has no \"%s\"", error_string(scene->fixture->arena, error), words);
}
