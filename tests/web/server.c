/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "example.h"
#include "talk.h"

#include "base/clock.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct example example;
static struct arena *arena;
static struct web_server *server;
static unsigned port;

static void start_with(struct web_options options)
{
    struct error *error = web_server_start(arena, &options, &server);
    if (error)
        fail_msg("%s", error_string(arena, error));
    port = web_server_port(server);
}

static int start(void **state)
{
    (void)state;
    arena = arena_new();
    memset(&example, 0, sizeof example);
    start_with(example_options(&example, "127.0.0.1:0"));
    return 0;
}

static int stop(void **state)
{
    (void)state;
    web_server_stop(server, 3);
    arena_free(arena);
    return 0;
}

static struct talk_answer get(const char *path, const char *headers)
{
    return talk_get(arena, port, path, headers);
}

static bool holds(struct text text, const char *piece)
{
    return text_find(text, 0, text_of(piece)) < text.size;
}

static void handlers_see_what_was_asked(void **state)
{
    (void)state;
    struct talk_answer answer =
        get("/en/echo/a%20b.csv?x=%C3%A9&y=1+2", "Cookie: a=b; session=s1\r\nUser-Agent: test\r\n");
    assert_int_equal(answer.status, 200);
    assert_true(holds(answer.content, "path /echo/a b.csv\n"));
    assert_true(holds(answer.content, "host example.nl\n"));
    assert_true(holds(answer.content, "query [x=\xc3\xa9] [y=1 2]\n"));
    assert_true(holds(answer.content, "name a b\ncookie s1\nagent test\n"));
    assert_true(text_is(get("/", "").content, "hallo"));
    assert_true(text_is(get("/en", "").content, "hello"));
    assert_true(holds(get("/public/x", "Cookie: session=s1\r\n").content, "cookie \n"));
}

static void statuses_come_from_the_table(void **state)
{
    (void)state;
    assert_int_equal(get("/nowhere", "").status, 404);
    assert_int_equal(get("/echo/%", "").status, 400);
    assert_int_equal(get("/echo/x?a=%zz", "").status, 400);
    assert_int_equal(get("/echo/x?a=%00", "").status, 400);
    assert_int_equal(get("/echo/x?a=%ff", "").status, 400);
    assert_int_equal(get("/echo/%2e%2e", "").status, 400);
    assert_int_equal(get("/fail", "").status, 500);
    assert_false(holds(get("/fail", "").content, "half"));
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
        get("/", ""),
        get("/page", ""),
        get("/nowhere", ""),
        get("/healthz", ""),
        get("/rows/2", ""),
        get("/fail", ""),
        get("/asset.css", ""),
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
    struct talk_answer answer = get("/api/v1/x", "");
    assert_true(text_is(talk_header(answer, "api-version"), "1.0.0"));
    assert_true(text_is(talk_header(answer, "access-control-allow-origin"), "*"));
    assert_int_equal(talk_header(get("/", ""), "access-control-allow-origin").size, 0);
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
    assert_true(text_is(get("/page", "").content, "<p>1</p>"));
    struct talk_answer answer = get("/page", "");
    assert_true(text_is(answer.content, "<p>1</p>"));
    assert_true(text_is(talk_header(answer, "cache-control"), "no-cache"));
    assert_true(text_is(talk_header(answer, "vary"), "Accept-Encoding"));
    assert_true(text_is(get("/page?b=1", "").content, "<p>2</p>"));
    assert_true(text_is(get("/en/page", "").content, "<p>3</p>"));
    atomic_fetch_add(&example.revision, 1);
    assert_true(text_is(get("/page", "").content, "<p>4</p>"));
    assert_true(text_is(get("/page", "").content, "<p>4</p>"));
    web_server_forget(server);
    assert_true(text_is(get("/page", "").content, "<p>5</p>"));
    assert_true(text_is(get("/unkept", "").content, "6"));
    assert_true(text_is(get("/unkept", "").content, "7"));
    assert_true(text_is(talk_header(get("/asset.css", ""), "cache-control"),
                        "public, max-age=31536000, immutable"));
    assert_true(text_is(talk_header(get("/", ""), "cache-control"), "no-store"));
}

static void pages_end_at_their_moment(void **state)
{
    (void)state;
    assert_true(text_is(get("/until", "").content, "1"));
    assert_true(text_is(get("/until", "").content, "1"));
    usleep(250000);
    assert_true(text_is(get("/until", "").content, "2"));
}

static void what_did_not_change_is_not_sent(void **state)
{
    (void)state;
    struct talk_answer answer = get("/page", "");
    struct text etag = talk_header(answer, "etag");
    assert_int_equal(etag.size, 34);
    const char *condition =
        text_string(arena, text_format(arena, "If-None-Match: \"x\", %.*s\r\n", TEXT_FORMAT(etag)));
    answer = get("/page", condition);
    assert_int_equal(answer.status, 304);
    assert_true(text_equal(talk_header(answer, "etag"), etag));
    assert_int_equal(talk_header(answer, "content-length").size, 0);
    atomic_fetch_add(&example.revision, 1);
    assert_int_equal(get("/page", condition).status, 200);
    assert_int_equal(get("/page", "If-None-Match: \"x\"\r\n").status, 200);
    answer = get("/unkept", "");
    etag = talk_header(answer, "etag");
    atomic_fetch_sub(&example.rendered, 1);
    condition =
        text_string(arena, text_format(arena, "If-None-Match: %.*s\r\n", TEXT_FORMAT(etag)));
    assert_int_equal(get("/unkept", condition).status, 304);
}

static void pages_are_compressed(void **state)
{
    (void)state;
    example.page_size = 6000;
    struct talk_answer plain = get("/page", "");
    for (int i = 0; i < 2; i++) {
        struct talk_answer small = get("/page", "Accept-Encoding: gzip\r\n");
        assert_true(text_is(talk_header(small, "content-encoding"), "gzip"));
        assert_true(small.content.size < 1000);
        assert_memory_equal(small.content.data, "\x1f\x8b", 2);
        assert_false(text_equal(talk_header(small, "etag"), talk_header(plain, "etag")));
    }
    assert_int_equal(plain.content.size, 6000);
    assert_int_equal(
        talk_header(get("/page", "Accept-Encoding: gzip;q=0\r\n"), "content-encoding").size, 0);
    assert_int_equal(atomic_load(&example.rendered), 2);
}

static struct talk_answer post(const char *path, const char *type, struct text content)
{
    struct buffer bytes = {.arena = arena};
    buffer_add_format(
        &bytes, "POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n",
        path, type, content.size);
    buffer_add(&bytes, content);
    return talk_ask(arena, port, buffer_text(&bytes));
}

static const char urlencoded[] = "application/x-www-form-urlencoded";

static void forms_are_read(void **state)
{
    (void)state;
    assert_true(text_is(post("/form", urlencoded, TEXT("a=1&b=%C3%A9")).content,
                        "field a=1\nfield b=\xc3\xa9\ncontent 0\n"));
    assert_true(text_is(post("/form", "application/json", TEXT("{}")).content, "content 2\n"));
    assert_int_equal(post("/form", urlencoded, TEXT("a=%00")).status, 400);
    assert_int_equal(post("/form", "multipart/form-data; boundary=x", TEXT("--x\r\n")).status, 400);
    assert_int_equal(post("/form", "multipart/form-data", TEXT("--x\r\n")).status, 400);
    struct text answer =
        talk_ask(arena, port,
                 TEXT("POST /form HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                      "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
                      "3\r\na=1\r\n2;x\r\n&b\r\n0\r\nT: x\r\n\r\n"))
            .content;
    assert_true(text_is(answer, "field a=1\nfield b=\ncontent 0\n"));
    assert_int_equal(post("/nowhere", urlencoded, TEXT("a=1")).status, 404);
    assert_int_equal(
        post("/small", urlencoded, (struct text){text_format(arena, "%01001d", 0).data, 1001})
            .status,
        413);
    assert_int_equal(
        post("/small", urlencoded, (struct text){text_format(arena, "%01000d", 0).data, 1000})
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
        struct talk_answer answer = post("/form", "text/plain", (struct text){content, sizes[i]});
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
    assert_int_equal(post("/form", "text/plain", (struct text){large, (16 << 20) + 1}).status, 413);
}

static void contents_wait_to_be_asked_for(void **state)
{
    (void)state;
    int fd = talk_connect(port);
    talk_send(
        fd,
        TEXT(
            "POST /form HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"));
    assert_int_equal(talk_receive(arena, fd, false, 3000).status, 100);
    talk_send(fd, TEXT("hello"));
    assert_true(text_is(talk_receive(arena, fd, false, 3000).content, "content 5\n"));
    talk_send(fd, TEXT("POST /small HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: "
                       "5000\r\n\r\n"));
    assert_int_equal(talk_receive(arena, fd, false, 3000).status, 413);
    assert_true(talk_ends(fd, 3000));
    close(fd);
}

static size_t resident_kilobytes(void)
{
    size_t pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file || fscanf(file, "%*u %zu", &pages) != 1)
        fail();
    fclose(file);
    return pages * (size_t)sysconf(_SC_PAGESIZE) / 1024;
}

static void large_uploads_stream(void **state)
{
    (void)state;
    static const char start_of[] =
        "--XyZ\r\nContent-Disposition: form-data; name=f; filename=b\r\n\r\n";
    static const char end_of[] = "\r\n--XyZ--\r\n";
    enum { SIZE = 150 << 20, PIECE = 1 << 20 };
    static char piece[PIECE];
    for (size_t i = 0; i < PIECE; i++)
        piece[i] = (char)(i * 31 >> 3);
    uint64_t sum = 0;
    int fd = talk_connect(port);
    talk_send(fd, text_format(arena,
                              "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: %zu\r\n"
                              "Content-Type: multipart/form-data; boundary=XyZ\r\n\r\n%s",
                              (size_t)SIZE + sizeof start_of - 1 + sizeof end_of - 1, start_of));
    size_t before = resident_kilobytes();
    for (size_t sent = 0; sent < SIZE; sent += PIECE) {
        assert_true(talk_send(fd, (struct text){piece, PIECE}));
        for (size_t i = 0; i < PIECE; i++)
            sum = sum * 31 + (unsigned char)piece[i];
    }
    size_t after = resident_kilobytes();
    talk_send(fd, text_of(end_of));
    struct talk_answer answer = talk_receive(arena, fd, false, 10000);
    close(fd);
    assert_true(text_equal(answer.content, text_format(arena, "files 1 bytes %u sum %llu\n",
                                                       (unsigned)SIZE, (unsigned long long)sum)));
    assert_true(after < before + 4096 + 8192 /* the sanitizer's quarantine */);
}

static void refused_uploads_are_told_so(void **state)
{
    (void)state;
    char *large = arena_allocate(arena, 900000);
    for (int i = 0; i < 5; i++)
        assert_int_equal(
            post("/refused", "multipart/form-data; boundary=x", (struct text){large, 900000})
                .status,
            403);
}

static void long_answers_stream(void **state)
{
    (void)state;
    struct talk_answer answer = get("/rows/200", "");
    assert_int_equal(answer.content.size, 200000);
    assert_true(text_is(talk_header(answer, "transfer-encoding"), "chunked"));
    assert_true(text_is(talk_header(answer, "content-disposition"),
                        "attachment; filename=\"geschenken __ber_.csv\"; "
                        "filename*=UTF-8''geschenken%20%22%C3%BCber%22.csv"));
    /* One who does not read stops the writing, and does not hold up others. */
    int fd = talk_connect(port);
    talk_send(fd, TEXT("GET /rows/100000 HTTP/1.1\r\nHost: a\r\n\r\n"));
    usleep(300000);
    unsigned long long early = atomic_load(&example.written);
    assert_true(early < 60000000);
    assert_int_equal(get("/", "").status, 200);
    assert_int_equal(talk_receive(arena, fd, false, 3000).content.size, 100000000);
    talk_send(fd, TEXT("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert_true(text_is(talk_receive(arena, fd, false, 3000).content, "hallo"));
    close(fd);
    /* One that fails halfway is cut off, and is never whole. */
    assert_int_equal(get("/rows/13", "").status, 0);
    /* One who knows no chunks gets it until the end. */
    answer = talk_ask(arena, port, TEXT("GET /rows/100 HTTP/1.0\r\nHost: a\r\n\r\n"));
    assert_int_equal(answer.content.size, 100000);
    /* One who goes away is noticed. */
    fd = talk_connect(port);
    talk_send(fd, TEXT("GET /rows/1000000 HTTP/1.1\r\nHost: a\r\n\r\n"));
    usleep(50000);
    close(fd);
    usleep(200000);
    unsigned long long gone = atomic_load(&example.written);
    usleep(100000);
    assert_int_equal(atomic_load(&example.written), gone);
}

static void requests_may_come_in_a_row(void **state)
{
    (void)state;
    struct buffer bytes = {.arena = arena};
    static const char *const paths[] = {"/", "/page", "/echo/x", "/nowhere", "/healthz", "/rows/3"};
    enum { COUNT = 600 };
    for (int i = 0; i < COUNT; i++)
        if (i % 7 == 6)
            buffer_add_string(&bytes,
                              "POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
        else
            buffer_add_format(&bytes, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", paths[i % 7]);
    int fd = talk_connect(port);
    talk_send(fd, buffer_text(&bytes));
    for (int i = 0; i < COUNT; i++) {
        struct talk_answer answer = talk_receive(arena, fd, false, 5000);
        assert_int_equal(answer.status, i % 7 == 3 ? 404 : 200);
        if (i % 7 == 0)
            assert_true(text_is(answer.content, "hallo"));
        if (i % 7 == 6)
            assert_true(text_is(answer.content, "content 5\n"));
    }
    /* In pieces of any size. */
    struct text text = text_slice(buffer_text(&bytes), 0, 700);
    talk_send(fd, TEXT("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    assert_int_equal(talk_receive(arena, fd, false, 3000).status, 200);
    assert_true(talk_ends(fd, 3000));
    close(fd);
    fd = talk_connect(port);
    for (size_t i = 0; i < text.size; i++) {
        talk_send(fd, text_slice(text, i, i + 1));
        if (i % 16 == 0)
            usleep(300);
    }
    for (int i = 0; i < 14; i++)
        assert_int_equal(talk_receive(arena, fd, false, 3000).status, i % 7 == 3 ? 404 : 200);
    close(fd);
}

static void old_clients_are_served(void **state)
{
    (void)state;
    int fd = talk_connect(port);
    talk_send(fd, TEXT("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
    struct talk_answer answer = talk_receive(arena, fd, false, 3000);
    assert_true(text_is(talk_header(answer, "connection"), "keep-alive"));
    talk_send(fd, TEXT("GET / HTTP/1.0\r\n\r\n"));
    answer = talk_receive(arena, fd, false, 3000);
    assert_true(text_is(talk_header(answer, "connection"), "close"));
    assert_true(talk_ends(fd, 3000));
    close(fd);
    /* One who has said all closes that half and still gets the answer. */
    fd = talk_connect(port);
    talk_send(fd, TEXT("GET /slow/200 HTTP/1.1\r\nHost: a\r\n\r\n"));
    shutdown(fd, SHUT_WR);
    assert_true(text_is(talk_receive(arena, fd, false, 3000).content, "at last"));
    close(fd);
}

static void trickling_gains_nothing(void **state)
{
    (void)state;
    web_server_stop(server, 1);
    struct web_options options = example_options(&example, "127.0.0.1:0");
    options.head_seconds = 1;
    options.idle_seconds = 1;
    start_with(options);
    int idle = talk_connect(port);
    int head = talk_connect(port);
    int content = talk_connect(port);
    talk_send(head, TEXT("GET / HTTP/1.1\r\nHost: a\r\nA: "));
    talk_send(content, TEXT("POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"));
    for (int i = 0; i < 15; i++) {
        talk_send(head, TEXT("x"));
        talk_send(content, TEXT("x"));
        usleep(100000);
    }
    assert_int_equal(talk_receive(arena, head, false, 1500).status, 408);
    assert_int_equal(talk_receive(arena, content, false, 1500).status, 408);
    assert_true(talk_ends(head, 3000));
    assert_true(talk_ends(content, 3000));
    assert_true(talk_ends(idle, 3000));
    close(head);
    close(content);
    close(idle);
}

static void waiting_requests_hold_up_nobody(void **state)
{
    (void)state;
    enum { COUNT = 100 };
    int sockets[COUNT];
    for (int i = 0; i < COUNT; i++) {
        sockets[i] = talk_connect(port);
        talk_send(sockets[i], TEXT("GET /slow/1500 HTTP/1.1\r\nHost: a\r\n\r\n"));
    }
    int64_t begin = clock_monotonic();
    get("/page", "");
    assert_int_equal(get("/page", "").status, 200);
    assert_int_equal(get("/healthz", "").status, 200);
    assert_int_not_equal(atomic_load(&example.slow), 0);
    assert_true(clock_monotonic() - begin < 1500000);
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(talk_receive(arena, sockets[i], false, 10000).status, 200);
        close(sockets[i]);
    }
    assert_true(clock_monotonic() - begin < 20000000); /* one by one it would be 150 seconds */
}

static void too_much_is_refused(void **state)
{
    (void)state;
    web_server_stop(server, 1);
    struct web_options options = example_options(&example, "127.0.0.1:0");
    options.worker_threads = 1;
    options.queue_limit = 2;
    options.connection_limit = 8;
    options.request_seconds = 1;
    options.event_threads = 1;
    start_with(options);
    int sockets[8];
    for (int i = 0; i < 8; i++) {
        sockets[i] = talk_connect(port);
        talk_send(sockets[i], TEXT("GET /slow/4000 HTTP/1.1\r\nHost: a\r\n\r\n"));
        usleep(20000);
    }
    int64_t begin = clock_monotonic();
    for (int i = 0; i < 8; i++) {
        struct talk_answer answer = talk_receive(arena, sockets[i], false, 6000);
        assert_int_equal(answer.status, 503);
        assert_true(talk_header(answer, "retry-after").size > 0);
    }
    assert_true(clock_monotonic() - begin < 3900000); /* not when the handler is done */
    for (int i = 0; i < 8; i++)
        close(sockets[i]);
    while (atomic_load(&example.slow)) /* its worker ends into the void */
        usleep(10000);
    /* Idle connections make room for new ones. */
    for (int i = 0; i < 8; i++)
        sockets[i] = talk_connect(port);
    usleep(100000);
    assert_int_equal(get("/healthz", "").status, 200);
    for (int i = 0; i < 8; i++)
        close(sockets[i]);
}

static void *ask_slowly(void *argument)
{
    int *status = argument;
    struct arena *own = arena_new();
    *status = talk_get(own, port, "/slow/800", "").status;
    arena_free(own);
    return NULL;
}

static void stopping_lets_requests_end(void **state)
{
    (void)state;
    pthread_t thread;
    int status = 0;
    int idle = talk_connect(port);
    pthread_create(&thread, NULL, ask_slowly, &status);
    while (!atomic_load(&example.slow))
        usleep(1000);
    assert_true(web_server_stop(server, 5));
    pthread_join(thread, NULL);
    assert_int_equal(status, 200);
    assert_true(talk_ends(idle, 100));
    assert_int_equal(talk_connect(port), -1);
    close(idle);
    /* And cuts off who takes too long. */
    start_with(example_options(&example, "127.0.0.1:0"));
    int fd = talk_connect(port);
    talk_send(fd, TEXT("GET /rows/10000000 HTTP/1.1\r\nHost: a\r\n\r\n"));
    usleep(200000);
    int64_t begin = clock_monotonic();
    assert_false(web_server_stop(server, 1));
    assert_true(clock_monotonic() - begin < 4000000);
    close(fd);
    start_with(example_options(&example, "127.0.0.1:0"));
}

static void addresses_are_checked(void **state)
{
    (void)state;
    struct web_server *other;
    static const char *const wrong[] = {
        "",      "nonsense",    "127.0.0.1", "127.0.0.1:x", "127.0.0.1:65536", "300.1.1.1:80",
        "unix:", "127.0.0.1:-1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct web_options options = example_options(&example, wrong[i]);
        struct error *error = web_server_start(arena, &options, &other);
        assert_non_null(error);
        assert_int_equal(error->kind, ERROR_USAGE);
    }
    struct web_options options =
        example_options(&example, text_string(arena, text_format(arena, "127.0.0.1:%u", port)));
    struct error *error = web_server_start(arena, &options, &other);
    assert_non_null(error);
    assert_int_equal(error->kind, ERROR_UNAVAILABLE);
    options.listen = "127.0.0.1:0";
    options.certificate = "/nowhere.pem";
    assert_non_null(web_server_start(arena, &options, &other));
    options.key = "/nowhere.pem";
    assert_non_null(web_server_start(arena, &options, &other));
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, start, stop)
    const struct CMUnitTest tests[] = {
        TEST(handlers_see_what_was_asked),
        TEST(statuses_come_from_the_table),
        TEST(every_answer_is_guarded),
        TEST(heads_are_answered_without_content),
        TEST(pages_are_kept_until_their_scope_moves),
        TEST(pages_end_at_their_moment),
        TEST(what_did_not_change_is_not_sent),
        TEST(pages_are_compressed),
        TEST(forms_are_read),
        TEST(contents_of_any_size_are_read),
        TEST(contents_wait_to_be_asked_for),
        TEST(large_uploads_stream),
        TEST(refused_uploads_are_told_so),
        TEST(long_answers_stream),
        TEST(requests_may_come_in_a_row),
        TEST(old_clients_are_served),
        TEST(trickling_gains_nothing),
        TEST(waiting_requests_hold_up_nobody),
        TEST(too_much_is_refused),
        TEST(stopping_lets_requests_end),
        TEST(addresses_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
