/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* Sends the same bytes to nginx and to us, and compares what is accepted and what refused. Where we
 * refuse what nginx takes, the case says why. */
#include "example.h"
#include "talk.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* What comes back, a letter per answer: A accepted, R refused (or cut off without an answer);
 * nothing when more is waited for. */
struct exchange {
    const char *what;
    struct text bytes;
    const char *answers;
    const char *nginx; /* where it differs from ours, with the reason why */
    const char *why;
};

#define H       "Host: localhost\r\n"
#define GET     "GET / HTTP/1.1\r\n" H
#define POST    "POST /form HTTP/1.1\r\n" H
#define CHUNKED POST "Transfer-Encoding: chunked\r\n\r\n"
#define NEXT    "GET / HTTP/1.1\r\n" H "\r\n"

/* A case in which nginx does the same, and one in which it does not. */
#define SAME(what, bytes, answers)                                                                 \
    {                                                                                              \
        what, TEXT(bytes), answers, NULL, NULL                                                     \
    }
#define OTHER(what, bytes, answers, nginx, why)                                                    \
    {                                                                                              \
        what, TEXT(bytes), answers, nginx, why                                                     \
    }

static const char lenient[] =
    "RFC 9112 2.2 lets servers forgive it; another server may read it otherwise";

static struct exchange exchanges[] = {
    SAME("a plain request", GET "\r\n", "A"),
    SAME("HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n", "A"),
    SAME("an empty line in front", "\r\n" GET "\r\n", "A"),
    SAME("a query", "GET /?a=b&c=%C3%A9 HTTP/1.1\r\n" H "\r\n", "A"),
    SAME("tabs around a value", GET "A:\t b \t\r\n\r\n", "A"),
    SAME("an empty value", GET "A:\r\n\r\n", "A"),
    SAME("headers in any case", "GET / HTTP/1.1\r\nhOsT: localhost\r\n\r\n", "A"),
    SAME("a port in Host", "GET / HTTP/1.1\r\nHost: localhost:8080\r\n\r\n", "A"),
    SAME("an IPv6 Host", "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", "A"),
    SAME("a final dot in Host", "GET / HTTP/1.1\r\nHost: localhost.\r\n\r\n", "A"),
    SAME("an absolute target", "GET http://localhost/ HTTP/1.1\r\n" H "\r\n", "A"),
    SAME("a later minor version", "GET / HTTP/1.2\r\n" H "\r\n", "A"),
    SAME("HEAD", "HEAD / HTTP/1.1\r\n" H "\r\n", "A"),
    SAME("content by length", POST "Content-Length: 5\r\n\r\nhello", "A"),
    SAME("no content", POST "Content-Length: 0\r\n\r\n", "A"),
    SAME("leading noughts in a length", POST "Content-Length: 0005\r\n\r\nhello", "A"),
    SAME("content in chunks", CHUNKED "5\r\nhello\r\n0\r\n\r\n", "A"),
    SAME("chunk sizes in any case", CHUNKED "A\r\n0123456789\r\n0\r\n\r\n", "A"),
    SAME("a chunk with an extension", CHUNKED "5;a=b\r\nhello\r\n0\r\n\r\n", "A"),
    SAME("chunks with trailers", CHUNKED "5\r\nhello\r\n0\r\nA: b\r\n\r\n", "A"),
    SAME("coding in any case", POST "Transfer-Encoding: Chunked\r\n\r\n0\r\n\r\n", "A"),
    SAME("two in a row", NEXT NEXT, "AA"),
    SAME("three in a row with content",
         POST "Content-Length: 5\r\n\r\nhello" NEXT CHUNKED "5\r\nhello\r\n0\r\n\r\n", "AAA"),
    SAME("nothing behind Connection: close", GET "Connection: close\r\n\r\n" NEXT, "A"),
    SAME("nothing behind HTTP/1.0", "GET / HTTP/1.0\r\n\r\n" NEXT, "A"),
    SAME("HTTP/1.0 kept alive", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" NEXT, "AA"),
    SAME("content that is shorter than its length", POST "Content-Length: 50\r\n\r\nhello", ""),
    SAME("chunks without an end", CHUNKED "5\r\nhello\r\n", ""),
    SAME("a head without an end", GET "A: b\r\n", ""),
    SAME("half a line", "GET /", ""),

    SAME("no Host", "GET / HTTP/1.1\r\n\r\n", "R"),
    SAME("two Hosts", GET H "\r\n", "R"),
    SAME("two different Hosts", GET "Host: other\r\n\r\n", "R"),
    SAME("an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "R"),
    SAME("a slash in Host", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "R"),
    SAME("NUL in Host", "GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", "R"),
    SAME("length and chunks",
         POST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "R"),
    SAME("chunks and length",
         POST "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", "R"),
    SAME("two lengths", POST "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", "R"),
    SAME("two different lengths", POST "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", "R"),
    SAME("a list of lengths", POST "Content-Length: 5, 5\r\n\r\nhello", "R"),
    SAME("a negative length", POST "Content-Length: -5\r\n\r\nhello", "R"),
    SAME("a length with a plus", POST "Content-Length: +5\r\n\r\nhello", "R"),
    SAME("a hexadecimal length", POST "Content-Length: 0x5\r\n\r\nhello", "R"),
    SAME("a length with a space in it", POST "Content-Length: 5 5\r\n\r\nhello", "R"),
    SAME("an empty length", POST "Content-Length:\r\n\r\nhello", "R"),
    SAME("a length beyond 64 bits", POST "Content-Length: 99999999999999999999999\r\n\r\nhello",
         "R"),
    SAME("a length beyond the limit", POST "Content-Length: 99999999999\r\n\r\nhello", "R"),
    SAME("an unknown transfer coding", POST "Transfer-Encoding: gzip\r\n\r\nhello", "R"),
    SAME("a list of transfer codings", POST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
         "R"),
    SAME("identity", POST "Transfer-Encoding: identity\r\nContent-Length: 5\r\n\r\nhello", "R"),
    SAME("chunked twice",
         POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "R"),
    SAME("chunks in HTTP/1.0", "POST /form HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         "R"),
    SAME("a chunk size that is none", CHUNKED "x\r\nhello\r\n0\r\n\r\n", "R"),
    SAME("a negative chunk size", CHUNKED "-5\r\nhello\r\n0\r\n\r\n", "R"),
    SAME("a chunk size with 0x", CHUNKED "0x5\r\nhello\r\n0\r\n\r\n", "R"),
    SAME("a chunk size beyond 64 bits", CHUNKED "11111111111111111111\r\nhello\r\n0\r\n\r\n", "R"),
    SAME("a chunk longer than it says", CHUNKED "5\r\nhello!\r\n0\r\n\r\n", "R"),
    SAME("an empty chunk size", CHUNKED "\r\nhello\r\n0\r\n\r\n", "R"),
    SAME("NUL in a header's name", GET "A\0b: c\r\n\r\n", "R"),
    SAME("NUL in a header's value", GET "A: b\0c\r\n\r\n", "R"),
    SAME("a space in a header's name", GET "A b: c\r\n\r\n", "R"),
    SAME("a space before the colon", GET "A : c\r\n\r\n", "R"),
    SAME("a tab before the colon", GET "A\t: c\r\n\r\n", "R"),
    SAME("a control character in a name", GET "A\x01: c\r\n\r\n", "R"),
    SAME("a folded header", GET "A: b\r\n c: d\r\n\r\n", "R"),
    SAME("a header folded by a tab", GET "A: b\r\n\tc\r\n\r\n", "R"),
    SAME("a first header that starts with a space", "GET / HTTP/1.1\r\n " H "\r\n", "R"),
    SAME("CR within a value", GET "A: b\rc\r\n\r\n", "R"),
    SAME("NUL in the target", "GET /a\0b HTTP/1.1\r\n" H "\r\n", "R"),
    SAME("a control character in the target", "GET /a\x01 HTTP/1.1\r\n" H "\r\n", "R"),
    SAME("a space in the target", "GET /a b HTTP/1.1\r\n" H "\r\n", "R"),
    SAME("a tab in the request line", "GET\t/ HTTP/1.1\r\n" H "\r\n", "R"),
    SAME("an escape that is none", "GET /echo/%zz HTTP/1.1\r\n" H "\r\n", "R"),
    SAME("an escaped NUL", "GET /echo/%00 HTTP/1.1\r\n" H "\r\n", "R"),
    SAME("a path above the root", "GET /../ HTTP/1.1\r\n" H "\r\n", "R"),
    SAME("an escaped path above the root", "GET /%2e%2e/ HTTP/1.1\r\n" H "\r\n", "R"),
    SAME("a target without a slash", "GET index.html HTTP/1.1\r\n" H "\r\n", "R"),
    SAME("a target that is *", "GET * HTTP/1.1\r\n" H "\r\n", "R"),
    SAME("no target", "GET HTTP/1.1\r\n" H "\r\n", "R"),
    SAME("CONNECT", "CONNECT localhost:80 HTTP/1.1\r\n" H "\r\n", "R"),
    SAME("a method in lower case", "get / HTTP/1.1\r\n" H "\r\n", "R"),
    SAME("a control character in the method", "G\x01T / HTTP/1.1\r\n" H "\r\n", "R"),
    SAME("a colon in the method", "G:T / HTTP/1.1\r\n" H "\r\n", "R"),
    SAME("a space in front", " " GET "\r\n", "R"),
    SAME("HTTP/2.0", "GET / HTTP/2.0\r\n" H "\r\n", "R"),
    SAME("a version in lower case", "GET / http/1.1\r\n" H "\r\n", "R"),
    SAME("a version without a dot", "GET / HTTP/11\r\n" H "\r\n", "R"),
    SAME("a version with letters", "GET / HTTP/1.x\r\n" H "\r\n", "R"),
    SAME("another protocol", "GET / FTP/1.1\r\n" H "\r\n", "R"),
    SAME("TLS on a plain port", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\x00\x00", "R"),
    SAME("HTTP/2 without asking", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "R"),
    SAME("a wrong one behind a right one", NEXT "GET / HTTP/1.1\r\n\r\n", "AR"),
    SAME("nothing behind a wrong one", "GET / HTTP/1.1\r\n\r\n" NEXT, "R"),
    SAME("a smuggled request",
         POST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" NEXT, "R"),

    OTHER("lines that end in LF alone", "GET / HTTP/1.1\nHost: localhost\n\n", "R", "A", lenient),
    OTHER("one header that ends in LF alone", GET "A: b\n\r\n", "R", "A", lenient),
    OTHER("a chunk that ends in LF alone", CHUNKED "5\nhello\n0\n\n", "R", "A", lenient),
    OTHER("spaces behind a chunk size", CHUNKED "5 \r\nhello\r\n0\r\n\r\n", "R", "A", lenient),
    OTHER("two spaces in the request line", "GET  / HTTP/1.1\r\n" H "\r\n", "R", "A", lenient),
    OTHER("a space behind the version", "GET / HTTP/1.1 \r\n" H "\r\n", "R", "A", lenient),
    OTHER("a header without a colon", GET "A\r\n\r\n", "R", "A", lenient),
    SAME("a header without a name", GET ": b\r\n\r\n", "R"),
    OTHER("an odd header name", GET "A(b): c\r\n\r\n", "R", "A", lenient),
    OTHER("a control character in a value", GET "A: b\x01\r\n\r\n", "R", "A", lenient),
    OTHER("two CRs at the end of a line", GET "A: b\r\r\n\r\n", "R", "A", lenient),
    OTHER("an underscore in the method", "G_T / HTTP/1.1\r\n" H "\r\n", "R", "A",
          "no method that we know has one"),
    OTHER("an unknown method", "BREW / HTTP/1.1\r\n" H "\r\n", "R", "A", "we know which there are"),
    OTHER("a fragment in the target", "GET /#a HTTP/1.1\r\n" H "\r\n", "R", "A",
          "no client sends one, and it hides what follows"),
    OTHER("an absolute target of another host", "GET http://other/ HTTP/1.1\r\n" H "\r\n", "R", "A",
          "bodies are told apart by host: there must be one answer to which"),
    OTHER("a comma in Host", "GET / HTTP/1.1\r\nHost: a,b\r\n\r\n", "R", "A",
          "that is no host name"),
    OTHER("an at sign in Host", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", "R", "A",
          "that is no host name"),
    OTHER("dots within a path", "GET /a/../ HTTP/1.1\r\n" H "\r\n", "R", "A",
          "clients resolve them before they ask"),
    OTHER("an escape that is none in the query", "GET /?a=%zz HTTP/1.1\r\n" H "\r\n", "R", "A",
          "nginx does not read queries"),
    OTHER("a path that is no UTF-8", "GET /echo/%ff HTTP/1.1\r\n" H "\r\n", "R", "A",
          "nginx does not read text"),
};

enum { COUNT = sizeof exchanges / sizeof *exchanges };

enum { LIMIT = 4 /* seconds for a head */ };

static char folder[] = "/tmp/waarborg-strict-XXXXXX";
static pid_t nginx;
static unsigned nginx_port;
static struct web_server *server;
static struct example example;
static struct arena *arena;

static unsigned free_port(void)
{
    struct web_options options = example_options(&example, "127.0.0.1:0");
    struct web_server *other;
    if (web_server_start(arena, &options, &other))
        abort();
    unsigned port = web_server_port(other);
    web_server_stop(other, 0);
    return port;
}

/* The first reads strictly and whole, as a proxy must; the second answers. */
static bool start_nginx(void)
{
    if (access("/usr/sbin/nginx", X_OK) || !mkdtemp(folder))
        return false;
    chmod(folder, 0755);
    nginx_port = free_port();
    const char *name = text_string(arena, text_format(arena, "%s/nginx.conf", folder));
    FILE *file = fopen(name, "w");
    if (!file)
        return false;
    fprintf(file,
            "daemon off; master_process off; pid %s/pid; error_log /dev/null crit;\n"
            "events { worker_connections 1000; }\n"
            "http { access_log off; client_max_body_size 16m;\n"
            "client_header_timeout %ds; client_body_timeout %ds; keepalive_timeout 30s;\n"
            "client_body_temp_path %s/b; proxy_temp_path %s/p; fastcgi_temp_path %s/f;\n"
            "uwsgi_temp_path %s/u; scgi_temp_path %s/s;\n"
            "server { listen 127.0.0.1:%u; location / { proxy_pass http://unix:%s/inner; } }\n"
            "server { listen unix:%s/inner; location / { return 200 ok; } } }\n",
            folder, LIMIT, LIMIT, folder, folder, folder, folder, folder, nginx_port, folder,
            folder);
    fclose(file);
    nginx = fork();
    if (nginx == 0) {
        int nowhere = open("/dev/null", O_RDWR);
        dup2(nowhere, 2);
        execl("/usr/sbin/nginx", "nginx", "-c", name, "-p", folder, (char *)NULL);
        _exit(127);
    }
    for (int i = 0; i < 200; i++) {
        int fd = talk_connect(nginx_port);
        if (fd >= 0) {
            close(fd);
            return true;
        }
        usleep(20000);
    }
    return false;
}

static int start(void **state)
{
    (void)state;
    arena = arena_new();
    struct web_options options = example_options(&example, "127.0.0.1:0");
    options.head_seconds = LIMIT;
    struct error *error = web_server_start(arena, &options, &server);
    if (error)
        fail_msg("%s", error_string(arena, error));
    if (!start_nginx() && nginx)
        fail_msg("nginx does not start");
    return 0;
}

static int stop(void **state)
{
    (void)state;
    if (nginx) {
        kill(nginx, SIGTERM);
        waitpid(nginx, NULL, 0);
        static const char *const left[] = {"nginx.conf", "pid", "inner", "b", "p",
                                           "f",          "u",   "s",     ""};
        for (size_t i = 0; i < sizeof left / sizeof *left; i++)
            remove(text_string(arena, text_format(arena, "%s/%s", folder, left[i])));
    }
    web_server_stop(server, 1);
    arena_free(arena);
    return 0;
}

/* Reads answers until there are as many as EXPECTED, or no more come in time. */
static void letters(int fd, bool head_only, size_t expected, char found[20])
{
    size_t size = strlen(found);
    while (size < 19) {
        struct talk_answer answer = talk_receive(arena, fd, head_only, size < expected ? 8000 : 0);
        if (!answer.status)
            break;
        found[size++] = answer.status < 400 ? 'A' : 'R';
    }
    if (!size && talk_ends(fd, 0))
        found[size++] = 'R';
}

/* All at once; then whatever else comes within the next moment. */
static void exchange_all(unsigned port, char found[COUNT][20], bool is_nginx)
{
    int sockets[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        sockets[i] = talk_connect(port);
        assert_true(sockets[i] >= 0);
        talk_send(sockets[i], exchanges[i].bytes);
    }
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < COUNT; i++) {
            const struct exchange *exchange = &exchanges[i];
            const char *expected =
                is_nginx && exchange->nginx ? exchange->nginx : exchange->answers;
            letters(sockets[i], text_starts(exchange->bytes, "HEAD"), round ? 0 : strlen(expected),
                    found[i]);
        }
        usleep(200000);
    }
    for (size_t i = 0; i < COUNT; i++)
        close(sockets[i]);
}

static unsigned compare(const char *who, char found[COUNT][20], bool is_nginx)
{
    unsigned wrong = 0;
    for (size_t i = 0; i < COUNT; i++) {
        const struct exchange *exchange = &exchanges[i];
        const char *expected = is_nginx && exchange->nginx ? exchange->nginx : exchange->answers;
        if (strcmp(found[i], expected) != 0) {
            print_message("%s, %s: \"%s\" instead of \"%s\"\n", who, exchange->what, found[i],
                          expected);
            wrong++;
        }
    }
    return wrong;
}

static void we_answer_as_listed(void **state)
{
    (void)state;
    static char found[COUNT][20];
    exchange_all(web_server_port(server), found, false);
    assert_int_equal(compare("we", found, false), 0);
}

static void nginx_answers_as_listed(void **state)
{
    (void)state;
    if (!nginx)
        skip();
    static char found[COUNT][20];
    exchange_all(nginx_port, found, true);
    assert_int_equal(compare("nginx", found, true), 0);
}

static void we_are_never_more_lenient(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        const struct exchange *exchange = &exchanges[i];
        assert_int_equal(!exchange->nginx, !exchange->why);
        if (exchange->nginx)
            assert_string_equal(exchange->answers, "R");
    }
}

/* Answers to requests of these sizes, by one server. */
static void sizes_at(unsigned port, char *found)
{
    static const struct {
        size_t line;    /* bytes of the target */
        size_t header;  /* bytes of one header's value */
        size_t headers; /* of 4,000 bytes each */
    } sizes[] = {{8000, 0, 0},  {8300, 0, 0}, {100000, 0, 0}, {0, 8000, 0},
                 {0, 40000, 0}, {0, 0, 6},    {0, 0, 9},      {0, 0, 100}};
    char *filling = arena_allocate(arena, 100001);
    memset(filling, 'a', 100000);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct buffer bytes = {.arena = arena};
        buffer_add_format(&bytes, "GET /?%.*s HTTP/1.1\r\n" H, (int)sizes[i].line, filling);
        if (sizes[i].header)
            buffer_add_format(&bytes, "A: %.*s\r\n", (int)sizes[i].header, filling);
        for (size_t j = 0; j < sizes[i].headers; j++)
            buffer_add_format(&bytes, "A: %.4000s\r\n", filling);
        buffer_add_string(&bytes, "\r\n");
        int status = talk_ask(arena, port, buffer_text(&bytes)).status;
        found[i] = status && status < 400 ? 'A' : 'R';
    }
}

static void both_bound_sizes(void **state)
{
    (void)state;
    char ours[9] = "";
    sizes_at(web_server_port(server), ours);
    assert_string_equal(ours, "ARRARARR");
    if (!nginx)
        skip();
    char theirs[9] = "";
    sizes_at(nginx_port, theirs);
    assert_string_equal(theirs, ours);
}

/* Requests whose bytes come one by one, for longer than a head may take. */
static void trickling_is_given_up(void **state)
{
    (void)state;
    unsigned ours = web_server_port(server);
    int sockets[] = {talk_connect(ours), talk_connect(ours), nginx ? talk_connect(nginx_port) : -1};
    bool given_up[] = {false, false, false};
    talk_send(sockets[0], TEXT(GET "A: "));
    talk_send(sockets[1], TEXT(POST "Content-Length: 1000\r\n\r\n"));
    talk_send(sockets[2], TEXT(GET "A: "));
    for (int i = 0; i < (LIMIT + 4) * 10; i++) {
        usleep(100000);
        for (int j = 0; j < 3; j++)
            given_up[j] = given_up[j] || !talk_send(sockets[j], TEXT("a"));
    }
    for (int j = 0; j < 3; j++)
        close(sockets[j]);
    assert_true(given_up[0]);
    assert_true(given_up[1]); /* there nginx waits on: its limit is between two bytes */
    assert_true(given_up[2]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(we_answer_as_listed),       cmocka_unit_test(nginx_answers_as_listed),
        cmocka_unit_test(we_are_never_more_lenient), cmocka_unit_test(both_bound_sizes),
        cmocka_unit_test(trickling_is_given_up),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
