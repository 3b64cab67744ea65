/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/head.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Reads BYTES as the server does, in pieces of STEP: 0 when it is a request, 1 when more must come,
 * else the status. The bytes are in room of their own exact size, so that reading beyond them is
 * noticed. */
static int read_in_steps(struct web_head *head, const char *bytes, size_t size, size_t step,
                         char **room)
{
    struct web_scan scan = {0};
    *room = malloc(size ? size : 1);
    memcpy(*room, bytes, size);
    for (size_t given = step;; given += step) {
        if (given > size)
            given = size;
        int status = web_scan(&scan, *room, given);
        if (status > 1)
            return status;
        if (status == 1)
            return web_head_read(head, *room + scan.start, scan.at - scan.start);
        if (given == size)
            return 1;
    }
}

static int read_bytes(const char *bytes, size_t size)
{
    static struct web_head head;
    char *room;
    int whole = read_in_steps(&head, bytes, size, size ? size : 1, &room);
    free(room);
    int single = read_in_steps(&head, bytes, size, 1, &room);
    free(room);
    assert_int_equal(whole, single);
    return whole;
}

#define STATUS(bytes) read_bytes((bytes), sizeof(bytes) - 1)
#define REST          "\r\nHost: example.nl\r\n\r\n"

static void lines_are_read(void **state)
{
    (void)state;
    assert_int_equal(STATUS("GET / HTTP/1.1" REST), 0);
    assert_int_equal(STATUS("\r\n\r\nGET / HTTP/1.1" REST), 0);
    assert_int_equal(STATUS("BREW / HTTP/1.1" REST), 0);
    assert_int_equal(STATUS("GET / HTTP/1.0\r\n\r\n"), 0);
    assert_int_equal(STATUS("GET /?a=%zz HTTP/1.1" REST), 0);
    assert_int_equal(STATUS("GET http://example.nl/a HTTP/1.1" REST), 0);
    assert_int_equal(STATUS("GET /caf\xc3\xa9 HTTP/1.1" REST), 0);
    assert_int_equal(STATUS("GET / HTTP/1.1\r\nHost: example.nl\r\n"), 1);
    assert_int_equal(STATUS(""), 1);
}

static void wrong_lines_are_refused(void **state)
{
    (void)state;
    assert_int_equal(STATUS("get / HTTP/1.1" REST), 400);
    assert_int_equal(STATUS("GE\x01T / HTTP/1.1" REST), 400);
    assert_int_equal(STATUS(" GET / HTTP/1.1" REST), 400);
    assert_int_equal(STATUS("GET  / HTTP/1.1" REST), 400);
    assert_int_equal(STATUS("GET / HTTP/1.1 " REST), 400);
    assert_int_equal(STATUS("GET\t/ HTTP/1.1" REST), 400);
    assert_int_equal(STATUS("GET /a b HTTP/1.1" REST), 400);
    assert_int_equal(STATUS("GET /\r\n\r\n"), 400);
    assert_int_equal(STATUS("GET / HTTP/2.0" REST), 505);
    assert_int_equal(STATUS("GET / HTTP/1.10" REST), 400);
    assert_int_equal(STATUS("GET / http/1.1" REST), 400);
    assert_int_equal(STATUS("GET a HTTP/1.1" REST), 400);
    assert_int_equal(STATUS("GET * HTTP/1.1" REST), 400);
    assert_int_equal(STATUS("GET /#a HTTP/1.1" REST), 400);
    assert_int_equal(STATUS("GET http://other.nl/ HTTP/1.1" REST), 400);
    assert_int_equal(STATUS("GET ftp://example.nl/ HTTP/1.1" REST), 400);
    assert_int_equal(STATUS("GET http:// HTTP/1.1" REST), 400);
    assert_int_equal(STATUS("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"), 400);
}

#define HEADERS(lines) STATUS("POST / HTTP/1.1\r\nHost: example.nl\r\n" lines "\r\n")

static void headers_are_read(void **state)
{
    (void)state;
    assert_int_equal(HEADERS(""), 0);
    assert_int_equal(HEADERS("A:\r\nB: \t x \t \r\nC_d: caf\xe9\r\n"), 0);
    assert_int_equal(HEADERS("Content-Length: 5\r\n"), 0);
    assert_int_equal(HEADERS("Transfer-Encoding: Chunked\r\n"), 0);
}

static void wrong_headers_are_refused(void **state)
{
    (void)state;
    assert_int_equal(STATUS("GET / HTTP/1.1\r\nA: b\r\n\r\n"), 400);
    assert_int_equal(HEADERS("Host: example.nl\r\n"), 400);
    assert_int_equal(HEADERS("Foo bar: x\r\n"), 400);
    assert_int_equal(HEADERS("Foo : x\r\n"), 400);
    assert_int_equal(HEADERS(": x\r\n"), 400);
    assert_int_equal(HEADERS("foo\r\n"), 400);
    assert_int_equal(HEADERS("A: b\r\n c\r\n"), 400);
    assert_int_equal(HEADERS("A: b\n"), 400);
    assert_int_equal(HEADERS("A: b\rc\r\n"), 400);
    assert_int_equal(HEADERS("A: b\r\r\n"), 400);
    assert_int_equal(HEADERS("A\0b: c\r\n"), 400);
    assert_int_equal(HEADERS("A: b\0c\r\n"), 400);
    assert_int_equal(HEADERS("A: b\x7f\r\n"), 400);
    assert_int_equal(HEADERS("Content-Length: 5\r\nContent-Length: 5\r\n"), 400);
    assert_int_equal(HEADERS("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400);
    assert_int_equal(HEADERS("Content-Length: -1\r\n"), 400);
    assert_int_equal(HEADERS("Content-Length: +1\r\n"), 400);
    assert_int_equal(HEADERS("Content-Length: 1, 1\r\n"), 400);
    assert_int_equal(HEADERS("Content-Length: 0x5\r\n"), 400);
    assert_int_equal(HEADERS("Content-Length: \r\n"), 400);
    assert_int_equal(HEADERS("Content-Length: 99999999999999999999\r\n"), 400);
    assert_int_equal(HEADERS("Transfer-Encoding: gzip, chunked\r\n"), 501);
    assert_int_equal(HEADERS("Transfer-Encoding: chunked, identity\r\n"), 501);
    assert_int_equal(HEADERS("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400);
    assert_int_equal(STATUS("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
}

static void hosts_are_checked(void **state)
{
    (void)state;
    static const char *const good[] = {"a",     "A.b-c_d.nl", "a.nl:80", "a.nl.", "127.0.0.1:8080",
                                       "[::1]", "[::1]:80"};
    static const char *const wrong[] = {"",    ".",        "a b",      "a/b",  "a,b",
                                        "a@b", "a:b",      "a:1:2",    "[::1", "[]]",
                                        "[g]", "a:123456", "a\xc3\xa9"};
    char bytes[200];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int size = snprintf(bytes, sizeof bytes, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", good[i]);
        assert_int_equal(read_bytes(bytes, (size_t)size), 0);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int size = snprintf(bytes, sizeof bytes, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", wrong[i]);
        assert_int_equal(read_bytes(bytes, (size_t)size), 400);
    }
}

static void put(char *at, struct text text)
{
    memcpy(at, text.data, text.size);
}

static void sizes_are_bounded(void **state)
{
    (void)state;
    size_t room = 65536;
    char *bytes = malloc(room);
    memset(bytes, 'a', room);
    put(bytes, TEXT("GET /"));
    assert_int_equal(read_bytes(bytes, room), 414);
    put(bytes, TEXT("GET / HTTP/1.1\r\n"));
    assert_int_equal(read_bytes(bytes, room), 431);
    for (size_t i = 16; i + 4 <= room; i += 4)
        put(bytes + i, TEXT("a:\r\n"));
    assert_int_equal(read_bytes(bytes, room), 431);
    for (size_t i = 0; i + 2 <= room; i += 2)
        put(bytes + i, TEXT("\r\n"));
    assert_int_equal(read_bytes(bytes, room), 431);
    size_t size = (size_t)sprintf(bytes, "GET / HTTP/1.1\r\nHost: a\r\n");
    for (int i = 0; i < 100; i++)
        size += (size_t)sprintf(bytes + size, "a:\r\n");
    size += (size_t)sprintf(bytes + size, "\r\n");
    assert_int_equal(read_bytes(bytes, size), 431);
    free(bytes);
}

static void meaning_is_taken_out(void **state)
{
    (void)state;
    static const char bytes[] = "GET http://A.NL:80/p?q=1 HTTP/1.1\r\nhOST: a.nl:80\r\n"
                                "Connection: foo, Close\r\nAccept-Encoding: br, gzip;q=0.5\r\n"
                                "If-None-Match: \"x\", W/\"y\"\r\nExpect: 100-continue\r\n"
                                "Content-Length: 0012\r\n\r\n";
    static struct web_head head;
    char *room;
    assert_int_equal(read_in_steps(&head, bytes, sizeof bytes - 1, 7, &room), 0);
    assert_true(text_is(head.target, "/p?q=1"));
    assert_true(text_is(head.path, "/p"));
    assert_true(text_is(head.query, "q=1"));
    assert_true(text_is(head.host, "a.nl"));
    assert_true(text_is(head.authority, "a.nl:80"));
    assert_false(head.keep_alive);
    assert_true(head.gzip);
    assert_true(head.expects);
    assert_int_equal(head.length, 12);
    assert_true(web_matches(head.none_match, TEXT("\"y\"")));
    assert_false(web_matches(head.none_match, TEXT("\"z\"")));
    assert_true(text_is(web_head_find(&head, "host"), "a.nl:80"));
    free(room);
}

static bool accepts_gzip(const char *value)
{
    static struct web_head head;
    char bytes[300];
    int size = snprintf(bytes, sizeof bytes,
                        "GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: %s\r\n\r\n", value);
    assert_int_equal(web_head_read(&head, bytes, (size_t)size), 0);
    return head.gzip;
}

static void encodings_are_weighed(void **state)
{
    (void)state;
    assert_true(accepts_gzip("gzip"));
    assert_true(accepts_gzip("deflate,GZIP"));
    assert_true(accepts_gzip("gzip;q=0.001"));
    assert_false(accepts_gzip("gzip;q=0"));
    assert_false(accepts_gzip("gzip; q=0.000"));
    assert_false(accepts_gzip("br, xgzip"));
    assert_false(accepts_gzip(""));
    assert_false(accepts_gzip(",;,"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_read),       cmocka_unit_test(wrong_lines_are_refused),
        cmocka_unit_test(headers_are_read),     cmocka_unit_test(wrong_headers_are_refused),
        cmocka_unit_test(hosts_are_checked),    cmocka_unit_test(sizes_are_bounded),
        cmocka_unit_test(meaning_is_taken_out), cmocka_unit_test(encodings_are_weighed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
