/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "base/clock.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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
    char line[100] = "";
    FILE *file = fopen("/proc/self/statm", "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    fclose(file);
    char *second;
    strtoul(line, &second, 10);
    return strtoul(second, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE) / 1024;
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
        assert_int_equal(fixture_post("/refused", "multipart/form-data; boundary=x",
                                      (struct text){large, 900000})
                             .status,
                         403);
}

static void long_answers_stream(void **state)
{
    (void)state;
    struct talk_answer answer = fixture_get("/rows/200", "");
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
    assert_int_equal(fixture_get("/", "").status, 200);
    assert_int_equal(talk_receive(arena, fd, false, 3000).content.size, 100000000);
    talk_send(fd, TEXT("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert_true(text_is(talk_receive(arena, fd, false, 3000).content, "hallo"));
    close(fd);
    /* One that fails halfway is cut off, and is never whole. */
    assert_int_equal(fixture_get("/rows/13", "").status, 0);
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
    fixture_serve(options);
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
    fixture_get("/page", "");
    assert_int_equal(fixture_get("/page", "").status, 200);
    assert_int_equal(fixture_get("/healthz", "").status, 200);
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
    fixture_serve(options);
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
    assert_int_equal(fixture_get("/healthz", "").status, 200);
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
    fixture_serve(example_options(&example, "127.0.0.1:0"));
    int fd = talk_connect(port);
    talk_send(fd, TEXT("GET /rows/10000000 HTTP/1.1\r\nHost: a\r\n\r\n"));
    usleep(200000);
    int64_t begin = clock_monotonic();
    assert_false(web_server_stop(server, 1));
    assert_true(clock_monotonic() - begin < 4000000);
    close(fd);
    fixture_serve(example_options(&example, "127.0.0.1:0"));
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
#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_start, fixture_stop)
    const struct CMUnitTest tests[] = {
        TEST(contents_wait_to_be_asked_for), TEST(large_uploads_stream),
        TEST(refused_uploads_are_told_so),   TEST(long_answers_stream),
        TEST(requests_may_come_in_a_row),    TEST(old_clients_are_served),
        TEST(trickling_gains_nothing),       TEST(waiting_requests_hold_up_nobody),
        TEST(too_much_is_refused),           TEST(stopping_lets_requests_end),
        TEST(addresses_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
