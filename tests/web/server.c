/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "web/assets.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static bool holds(struct text text, const char *piece)
{
    return text_find(text, 0, text_of(piece)) < text.size;
}

static void handlers_see_what_was_asked(void **state)
{
    (void)state;
    struct talk_answer answer = fixture_get("/en/echo/a%20b.csv?x=%C3%A9&y=1+2",
                                            "Cookie: a=b; session=s1\r\nUser-Agent: test\r\n");
    assert_int_equal(answer.status, 200);
    assert_true(holds(answer.content, "path /echo/a b.csv\n"));
    assert_true(holds(answer.content, "host example.nl\n"));
    assert_true(holds(answer.content, "query [x=\xc3\xa9] [y=1 2]\n"));
    assert_true(holds(answer.content, "name a b\ncookie s1\nagent test\n"));
    assert_true(text_is(fixture_get("/", "").content, "hallo"));
    assert_true(text_is(fixture_get("/en", "").content, "hello"));
    assert_true(holds(fixture_get("/public/x", "Cookie: session=s1\r\n").content, "cookie \n"));
}

static void statuses_come_from_the_table(void **state)
{
    (void)state;
    assert_int_equal(fixture_get("/nowhere", "").status, 404);
    assert_int_equal(fixture_get("/echo/%", "").status, 400);
    assert_int_equal(fixture_get("/echo/x?a=%zz", "").status, 400);
    assert_int_equal(fixture_get("/echo/x?a=%00", "").status, 400);
    assert_int_equal(fixture_get("/echo/x?a=%ff", "").status, 400);
    assert_int_equal(fixture_get("/echo/%2e%2e", "").status, 400);
    struct talk_answer moved = fixture_get("/en/echo/a%20b/?x=1", "");
    assert_int_equal(moved.status, 308);
    assert_true(text_is(talk_header(moved, "location"), "/en/echo/a%20b?x=1"));
    assert_int_equal(fixture_get("//example.org/", "").status, 404);
    assert_int_equal(fixture_get("/form/", "").status, 404);
    assert_int_equal(fixture_get("/fail", "").status, 500);
    assert_false(holds(fixture_get("/fail", "").content, "half"));
    struct talk_answer answer =
        talk_ask(arena, port, TEXT("PUT /form HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert_int_equal(answer.status, 405);
    assert_true(text_is(talk_header(answer, "allow"), "POST, OPTIONS"));
    answer = talk_ask(arena, port, TEXT("OPTIONS /api/v1/x HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert_int_equal(answer.status, 204);
    assert_true(text_is(talk_header(answer, "allow"), "GET, HEAD, OPTIONS"));
    assert_true(text_is(talk_header(answer, "access-control-allow-origin"), "*"));
    assert_int_equal(talk_ask(arena, port, TEXT("BREW / HTTP/1.1\r\nHost: a\r\n\r\n")).status, 501);
    assert_int_equal(
        talk_ask(arena, port, TEXT("GET / HTTP/1.1\r\nHost: unknown.example\r\n\r\n")).status, 421);
    assert_int_equal(
        talk_ask(arena, port, TEXT("GET /healthz HTTP/1.1\r\nHost: unknown.example\r\n\r\n"))
            .status,
        200);
}

static void every_answer_is_guarded(void **state)
{
    (void)state;
    struct talk_answer answers[] = {
        fixture_get("/", ""),
        fixture_get("/page", ""),
        fixture_get("/nowhere", ""),
        fixture_get("/healthz", ""),
        fixture_get("/rows/2", ""),
        fixture_get("/fail", ""),
        fixture_get("/asset.css", ""),
        talk_ask(arena, port, TEXT("nonsense\r\n\r\n")),
        talk_ask(arena, port, TEXT("GET / HTTP/1.1\r\nHost: unknown.example\r\n\r\n")),
    };
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        assert_int_not_equal(answers[i].status, 0);
        assert_true(
            holds(talk_header(answers[i], "content-security-policy"), "default-src 'none'"));
        assert_true(text_is(talk_header(answers[i], "x-content-type-options"), "nosniff"));
        assert_true(text_is(talk_header(answers[i], "referrer-policy"), "same-origin"));
        assert_true(talk_header(answers[i], "permissions-policy").size > 0);
        assert_true(talk_header(answers[i], "cross-origin-opener-policy").size > 0);
        assert_true(talk_header(answers[i], "cache-control").size > 0);
        assert_true(text_ends(talk_header(answers[i], "date"), " GMT"));
        assert_int_equal(talk_header(answers[i], "server").size, 0);
    }
    struct talk_answer answer = fixture_get("/api/v1/x", "");
    assert_true(text_is(talk_header(answer, "api-version"), "1.0.0"));
    assert_true(text_is(talk_header(answer, "access-control-allow-origin"), "*"));
    assert_int_equal(talk_header(fixture_get("/", ""), "access-control-allow-origin").size, 0);
    answer = talk_ask(arena, port, TEXT("POST /inloggen HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert_int_equal(answer.status, 303);
    assert_true(text_is(talk_header(answer, "location"), "/mijn"));
    assert_true(text_is(talk_header(answer, "set-cookie"),
                        "session=abc-123; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600"));
}

static void heads_are_answered_without_content(void **state)
{
    (void)state;
    static const char *const paths[] = {"/", "/page", "/page", "/healthz", "/rows/5", "/nowhere"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        int fd = talk_connect(port);
        talk_send(fd, text_format(arena,
                                  "HEAD %s HTTP/1.1\r\nHost: example.nl\r\n\r\n"
                                  "GET / HTTP/1.1\r\nHost: example.nl\r\n\r\n",
                                  paths[i]));
        assert_int_not_equal(talk_receive(arena, fd, true, 3000).status, 0);
        assert_true(text_is(talk_receive(arena, fd, false, 3000).content, "hallo"));
        close(fd);
    }
}

static void pages_are_kept_until_their_scope_moves(void **state)
{
    (void)state;
    assert_true(text_is(fixture_get("/page", "").content, "<p>1</p>"));
    struct talk_answer answer = fixture_get("/page", "");
    assert_true(text_is(answer.content, "<p>1</p>"));
    assert_true(text_is(talk_header(answer, "cache-control"), "no-cache"));
    assert_true(text_is(talk_header(answer, "vary"), "Accept-Encoding"));
    assert_true(text_is(fixture_get("/page?b=1", "").content, "<p>2</p>"));
    assert_true(text_is(fixture_get("/en/page", "").content, "<p>3</p>"));
    atomic_fetch_add(&example.revision, 1);
    assert_true(text_is(fixture_get("/page", "").content, "<p>4</p>"));
    assert_true(text_is(fixture_get("/page", "").content, "<p>4</p>"));
    web_server_forget(server);
    assert_true(text_is(fixture_get("/page", "").content, "<p>5</p>"));
    assert_true(text_is(fixture_get("/unkept", "").content, "6"));
    assert_true(text_is(fixture_get("/unkept", "").content, "7"));
    assert_true(text_is(talk_header(fixture_get("/asset.css", ""), "cache-control"),
                        "public, max-age=31536000, immutable"));
    assert_true(text_is(talk_header(fixture_get("/", ""), "cache-control"), "no-store"));
}

static void assets_are_served_for_ever(void **state)
{
    (void)state;
    const struct web_asset *style = web_asset_named("style");
    for (int i = 0; i < 2; i++) {
        struct talk_answer answer = fixture_get(style->path, "");
        assert_int_equal(answer.content.size, style->size);
        assert_memory_equal(answer.content.data, style->data, style->size);
        assert_true(text_is(talk_header(answer, "content-type"), style->type));
        assert_true(holds(talk_header(answer, "cache-control"), "immutable"));
        answer = fixture_get(style->path, "Accept-Encoding: gzip\r\n");
        assert_int_equal(answer.content.size, style->compressed_size);
        assert_true(text_is(talk_header(answer, "content-encoding"), "gzip"));
    }
    assert_int_equal(fixture_get("/assets/nothing.css", "").status, 404);
}

static void pages_end_at_their_moment(void **state)
{
    (void)state;
    assert_true(text_is(fixture_get("/until", "").content, "1"));
    assert_true(text_is(fixture_get("/until", "").content, "1"));
    usleep(250000);
    assert_true(text_is(fixture_get("/until", "").content, "2"));
}

static void what_did_not_change_is_not_sent(void **state)
{
    (void)state;
    struct talk_answer answer = fixture_get("/page", "");
    struct text etag = talk_header(answer, "etag");
    assert_int_equal(etag.size, 34);
    const char *condition =
        text_string(arena, text_format(arena, "If-None-Match: \"x\", %.*s\r\n", TEXT_FORMAT(etag)));
    answer = fixture_get("/page", condition);
    assert_int_equal(answer.status, 304);
    assert_true(text_equal(talk_header(answer, "etag"), etag));
    assert_int_equal(talk_header(answer, "content-length").size, 0);
    atomic_fetch_add(&example.revision, 1);
    assert_int_equal(fixture_get("/page", condition).status, 200);
    assert_int_equal(fixture_get("/page", "If-None-Match: \"x\"\r\n").status, 200);
    answer = fixture_get("/unkept", "");
    etag = talk_header(answer, "etag");
    atomic_fetch_sub(&example.rendered, 1);
    condition =
        text_string(arena, text_format(arena, "If-None-Match: %.*s\r\n", TEXT_FORMAT(etag)));
    assert_int_equal(fixture_get("/unkept", condition).status, 304);
}

static void pages_are_compressed(void **state)
{
    (void)state;
    example.page_size = 6000;
    struct talk_answer plain = fixture_get("/page", "");
    for (int i = 0; i < 2; i++) {
        struct talk_answer small = fixture_get("/page", "Accept-Encoding: gzip\r\n");
        assert_true(text_is(talk_header(small, "content-encoding"), "gzip"));
        assert_true(small.content.size < 1000);
        assert_memory_equal(small.content.data, "\x1f\x8b", 2);
        assert_false(text_equal(talk_header(small, "etag"), talk_header(plain, "etag")));
    }
    assert_int_equal(plain.content.size, 6000);
    assert_int_equal(
        talk_header(fixture_get("/page", "Accept-Encoding: gzip;q=0\r\n"), "content-encoding").size,
        0);
    assert_int_equal(atomic_load(&example.rendered), 2);
}

/* What is asked for often is sent from a file: the same bytes, between other answers, and to those
 * who take them slowly. */
static void often_asked_pages_stay_whole(void **state)
{
    (void)state;
    example.page_size = 200000;
    struct talk_answer whole = fixture_get("/page", "");
    assert_int_equal(whole.content.size, 200000);
    int fd = talk_connect(port);
    for (int i = 0; i < 30; i++)
        talk_send(fd, TEXT("GET /page HTTP/1.1\r\nHost: example.nl\r\n\r\n"
                           "HEAD /page HTTP/1.1\r\nHost: example.nl\r\n\r\n"
                           "GET / HTTP/1.1\r\nHost: example.nl\r\n\r\n"));
    usleep(100000);
    for (int i = 0; i < 30; i++) {
        struct talk_answer answer = talk_receive(arena, fd, false, 5000);
        assert_int_equal(answer.content.size, whole.content.size);
        assert_memory_equal(answer.content.data, whole.content.data, whole.content.size);
        assert_int_equal(talk_receive(arena, fd, true, 5000).status, 200);
        assert_true(text_is(talk_receive(arena, fd, false, 5000).content, "hallo"));
    }
    close(fd);
    assert_int_equal(atomic_load(&example.rendered), 1);
}

static const char urlencoded[] = "application/x-www-form-urlencoded";

static void forms_are_read(void **state)
{
    (void)state;
    assert_true(text_is(fixture_post("/form", urlencoded, TEXT("a=1&b=%C3%A9")).content,
                        "field a=1\nfield b=\xc3\xa9\ncontent 0\n"));
    assert_true(
        text_is(fixture_post("/form", "application/json", TEXT("{}")).content, "content 2\n"));
    assert_int_equal(fixture_post("/form", urlencoded, TEXT("a=%00")).status, 400);
    assert_int_equal(
        fixture_post("/form", "multipart/form-data; boundary=x", TEXT("--x\r\n")).status, 400);
    assert_int_equal(fixture_post("/form", "multipart/form-data", TEXT("--x\r\n")).status, 400);
    struct text answer =
        talk_ask(arena, port,
                 TEXT("POST /form HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                      "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
                      "3\r\na=1\r\n2;x\r\n&b\r\n0\r\nT: x\r\n\r\n"))
            .content;
    assert_true(text_is(answer, "field a=1\nfield b=\ncontent 0\n"));
    assert_int_equal(fixture_post("/nowhere", urlencoded, TEXT("a=1")).status, 404);
    assert_int_equal(fixture_post("/small", urlencoded,
                                  (struct text){text_format(arena, "%01001d", 0).data, 1001})
                         .status,
                     413);
    assert_int_equal(fixture_post("/small", urlencoded,
                                  (struct text){text_format(arena, "%01000d", 0).data, 1000})
                         .status,
                     200);
}

static void contents_of_any_size_are_read(void **state)
{
    (void)state;
    static const size_t sizes[] = {1,     4095,  4096,  4097,   16384,
                                   65535, 65536, 65537, 200000, 3000000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *content = arena_allocate(arena, sizes[i]);
        memset(content, 'x', sizes[i]);
        struct talk_answer answer =
            fixture_post("/form", "text/plain", (struct text){content, sizes[i]});
        char expected[60];
        snprintf(expected, sizeof expected, "content %zu\n", sizes[i]);
        assert_true(text_is(answer.content, expected));
        /* The same in chunks of an odd size. */
        struct buffer bytes = {.arena = arena};
        buffer_add_string(&bytes,
                          "POST /form HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (size_t at = 0; at < sizes[i]; at += 9973) {
            size_t size = sizes[i] - at < 9973 ? sizes[i] - at : 9973;
            buffer_add_format(&bytes, "%zx\r\n", size);
            buffer_add(&bytes, (struct text){content, size});
            buffer_add_string(&bytes, "\r\n");
        }
        buffer_add_string(&bytes, "0\r\n\r\n");
        assert_true(text_is(talk_ask(arena, port, buffer_text(&bytes)).content, expected));
    }
    char *large = arena_allocate(arena, (16 << 20) + 1);
    assert_int_equal(
        fixture_post("/form", "text/plain", (struct text){large, (16 << 20) + 1}).status, 413);
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_start, fixture_stop)
    const struct CMUnitTest tests[] = {
        TEST(handlers_see_what_was_asked),
        TEST(statuses_come_from_the_table),
        TEST(every_answer_is_guarded),
        TEST(heads_are_answered_without_content),
        TEST(pages_are_kept_until_their_scope_moves),
        TEST(assets_are_served_for_ever),
        TEST(pages_end_at_their_moment),
        TEST(what_did_not_change_is_not_sent),
        TEST(pages_are_compressed),
        TEST(often_asked_pages_stay_whole),
        TEST(forms_are_read),
        TEST(contents_of_any_size_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
