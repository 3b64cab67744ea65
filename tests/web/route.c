/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena *arena;
static struct web_router *router;
static struct web_pairs parameters;
static unsigned allowed;

static struct error *handler(struct web_request *request, struct web_response *response)
{
    (void)request;
    (void)response;
    return NULL;
}

static const struct web_route routes[] = {
    {WEB_GET, "/registers/:path", handler, 0, 0},
    {WEB_GET, "/registers/:path.csv", handler, 0, 0},
    {WEB_GET, "/registers/hulp", handler, 0, 0},
    {WEB_GET, "/", handler, 0, 0},
    {WEB_GET, "/assets/*rest", handler, 0, 0},
    {WEB_GET, "/mijn/:register", handler, 0, 0},
    {WEB_POST, "/mijn/:register", handler, 0, 0},
    {WEB_DELETE, "/mijn/:register/:entry", handler, 0, 0},
};

static const char *find(enum web_method method, const char *raw)
{
    struct web_path path;
    parameters = (struct web_pairs){0};
    assert_true(web_decode_path(arena, text_of(raw), &path));
    const struct web_route *route =
        web_route_find(router, arena, method, &path, &parameters, &allowed);
    return route ? route->pattern : "none";
}

static void paths_find_their_routes(void **state)
{
    (void)state;
    assert_string_equal(find(WEB_GET, "/"), "/");
    assert_string_equal(find(WEB_HEAD, "/en"), "/");
    assert_string_equal(find(WEB_GET, "/registers/geschenken"), "/registers/:path");
    assert_true(text_is(web_value(parameters, "path"), "geschenken"));
    assert_string_equal(find(WEB_GET, "/registers/geschenken.csv"), "/registers/:path.csv");
    assert_true(text_is(web_value(parameters, "path"), "geschenken"));
    assert_string_equal(find(WEB_GET, "/registers/hulp"), "/registers/hulp");
    assert_string_equal(find(WEB_GET, "/registers/.csv"), "/registers/:path");
    assert_string_equal(find(WEB_GET, "/registers/a.json"), "/registers/:path");
    assert_string_equal(find(WEB_GET, "/registers/a%2Fb"), "/registers/:path");
    assert_true(text_is(web_value(parameters, "path"), "a/b"));
    assert_string_equal(find(WEB_GET, "/registers/"), "none");
    assert_int_equal(allowed, 0);
    assert_string_equal(find(WEB_GET, "/registers"), "none");
    assert_string_equal(find(WEB_GET, "/registers/a/b"), "none");
    assert_string_equal(find(WEB_GET, "//"), "none");
    assert_string_equal(find(WEB_GET, "/assets/a/b/c.css"), "/assets/*rest");
    assert_true(text_is(web_value(parameters, "rest"), "a/b/c.css"));
    assert_string_equal(find(WEB_GET, "/assets/"), "none");
}

static void methods_are_told(void **state)
{
    (void)state;
    assert_string_equal(find(WEB_POST, "/mijn/geschenken"), "/mijn/:register");
    assert_string_equal(find(WEB_PUT, "/mijn/geschenken"), "none");
    assert_true(text_is(web_allow(arena, allowed), "GET, HEAD, POST, OPTIONS"));
    assert_string_equal(find(WEB_GET, "/mijn/a/b"), "none");
    assert_true(text_is(web_allow(arena, allowed), "DELETE, OPTIONS"));
    assert_string_equal(find(WEB_DELETE, "/mijn/a/b"), "/mijn/:register/:entry");
    assert_int_equal(parameters.count, 2);
}

int main(void)
{
    arena = arena_new();
    router = web_router_new(arena, routes, sizeof routes / sizeof *routes);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_find_their_routes),
        cmocka_unit_test(methods_are_told),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
