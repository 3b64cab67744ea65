/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "example.h"
#include "talk.h"

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct example example;
static struct arena *arena;
static char folder[] = "/tmp/waarborg-transport-XXXXXX";
static const char *certificate;
static const char *key;

static const char *in_folder(const char *name)
{
    return text_string(arena, text_format(arena, "%s/%s", folder, name));
}

/* A certificate that nobody but this test believes. */
static void make_certificate(void)
{
    EVP_PKEY *pair = EVP_EC_gen("P-256");
    X509 *made = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
    X509_gmtime_adj(X509_getm_notBefore(made), 0);
    X509_gmtime_adj(X509_getm_notAfter(made), 3600);
    X509_set_pubkey(made, pair);
    X509_NAME *name = X509_get_subject_name(made);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"localhost", -1, -1,
                               0);
    X509_set_issuer_name(made, name);
    assert_true(X509_sign(made, pair, EVP_sha256()) > 0);
    certificate = in_folder("certificate.pem");
    key = in_folder("key.pem");
    FILE *file = fopen(certificate, "w");
    PEM_write_X509(file, made);
    fclose(file);
    file = fopen(key, "w");
    PEM_write_PrivateKey(file, pair, NULL, NULL, 0, NULL, NULL);
    fclose(file);
    X509_free(made);
    EVP_PKEY_free(pair);
}

static int start(void **state)
{
    (void)state;
    arena = arena_new();
    if (!mkdtemp(folder))
        return 1;
    make_certificate();
    return 0;
}

static int stop(void **state)
{
    (void)state;
    unlink(certificate);
    unlink(key);
    rmdir(folder);
    arena_free(arena);
    return 0;
}

static struct web_server *serve(struct web_options options)
{
    struct web_server *server;
    struct error *error = web_server_start(arena, &options, &server);
    if (error)
        fail_msg("%s", error_string(arena, error));
    return server;
}

struct secure {
    int socket;
    SSL *tls;
};

static struct secure secure_connect(SSL_CTX *context, unsigned port)
{
    struct secure secure = {talk_connect(port), SSL_new(context)};
    struct timeval limit = {10, 0};
    setsockopt(secure.socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    SSL_set_fd(secure.tls, secure.socket);
    assert_int_equal(SSL_connect(secure.tls), 1);
    return secure;
}

static void secure_close(struct secure secure)
{
    SSL_shutdown(secure.tls);
    SSL_free(secure.tls);
    close(secure.socket);
}

/* Reads until WANTED has come in, or SIZE bytes; what came in. */
static struct text secure_read(struct secure secure, const char *wanted, size_t size)
{
    struct buffer got = {.arena = arena};
    char bytes[16384];
    while (got.size < size &&
           !(wanted && text_find(buffer_text(&got), 0, text_of(wanted)) < got.size)) {
        int count = SSL_read(secure.tls, bytes, sizeof bytes);
        if (count <= 0)
            break;
        buffer_add(&got, (struct text){bytes, (size_t)count});
    }
    return buffer_text(&got);
}

static bool holds(struct text text, const char *piece)
{
    return text_find(text, 0, text_of(piece)) < text.size;
}

static void write_all(struct secure secure, struct text bytes)
{
    assert_int_equal(SSL_write(secure.tls, bytes.data, (int)bytes.size), (int)bytes.size);
}

static void tls_carries_all(void **state)
{
    (void)state;
    struct web_options options = example_options(&example, "127.0.0.1:0");
    options.certificate = certificate;
    options.key = key;
    example.page_size = 900000;
    struct web_server *server = serve(options);
    unsigned port = web_server_port(server);
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    struct secure secure = secure_connect(context, port);
    for (int i = 0; i < 3; i++) { /* the second and third are kept pages */
        write_all(secure, TEXT("GET /page HTTP/1.1\r\nHost: a\r\n\r\n"));
        struct text got = secure_read(secure, NULL, 900600);
        assert_true(holds(got, "HTTP/1.1 200 OK"));
        assert_true(holds(got, "Strict-Transport-Security: "));
        size_t head = text_find(got, 0, TEXT("\r\n\r\n")) + 4;
        while (got.size < head + 900000) {
            struct text more = secure_read(secure, NULL, head + 900000 - got.size);
            assert_true(more.size > 0);
            got.size += more.size;
        }
        assert_int_equal(got.size, head + 900000);
    }
    write_all(secure,
              TEXT("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /echo/x HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert_true(holds(secure_read(secure, "name x", 10000), "hallo"));
    write_all(secure, TEXT("GET /rows/2000 HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert_true(secure_read(secure, "\r\n0\r\n\r\n", 3000000).size > 2000000);
    char *large = arena_allocate(arena, 3000000);
    memset(large, 'x', 3000000);
    write_all(secure, TEXT("POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n"));
    write_all(secure, (struct text){large, 3000000});
    assert_true(holds(secure_read(secure, "content", 10000), "content 3000000\n"));
    secure_close(secure);
    secure = secure_connect(context, port);
    write_all(secure, TEXT("POST /inloggen HTTP/1.0\r\n\r\n"));
    assert_true(holds(secure_read(secure, NULL, 10000), "; Secure\r\n"));
    secure_close(secure);
    /* Others do not get in, and do no harm. */
    struct talk_answer plain = talk_get(arena, port, "/", "");
    assert_int_equal(plain.status, 0);
    SSL_CTX_set_max_proto_version(context, TLS1_1_VERSION);
    int fd = talk_connect(port);
    SSL *old = SSL_new(context);
    SSL_set_fd(old, fd);
    assert_int_not_equal(SSL_connect(old), 1);
    SSL_free(old);
    close(fd);
    SSL_CTX_free(context);
    assert_true(web_server_stop(server, 3));
}

static void wrong_certificates_are_refused(void **state)
{
    (void)state;
    struct web_options options = example_options(&example, "127.0.0.1:0");
    struct web_server *server;
    options.certificate = key;
    options.key = key;
    struct error *error = web_server_start(arena, &options, &server);
    assert_non_null(error);
    assert_int_equal(error->kind, ERROR_INPUT);
    assert_non_null(strstr(error->message, "key.pem"));
    options.key = NULL;
    error = web_server_start(arena, &options, &server);
    assert_non_null(error);
    assert_int_equal(error->kind, ERROR_USAGE);
}

static struct talk_answer ask_at(const struct sockaddr *place, socklen_t size)
{
    int fd = socket(place->sa_family, SOCK_STREAM, 0);
    struct talk_answer answer = {0};
    if (connect(fd, place, size) == 0) {
        talk_send(fd, TEXT("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        answer = talk_receive(arena, fd, false, 5000);
    }
    close(fd);
    return answer;
}

static void unix_sockets_are_listened_at(void **state)
{
    (void)state;
    const char *path = in_folder("socket");
    const char *listen = text_string(arena, text_format(arena, "unix:%s", path));
    struct sockaddr_un place = {.sun_family = AF_UNIX};
    memcpy(place.sun_path, path, strlen(path));
    /* One that was left over from a program that ended badly is no hindrance. */
    int left = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(left, (struct sockaddr *)&place, sizeof place), 0);
    close(left);
    struct web_server *server = serve(example_options(&example, listen));
    assert_int_equal(ask_at((struct sockaddr *)&place, sizeof place).status, 200);
    /* One that is in use is. */
    struct web_options options = example_options(&example, listen);
    struct web_server *other;
    assert_non_null(web_server_start(arena, &options, &other));
    assert_int_equal(ask_at((struct sockaddr *)&place, sizeof place).status, 200);
    web_server_stop(server, 1);
    assert_int_not_equal(access(path, F_OK), 0);
    /* A file that is no socket stays. */
    fclose(fopen(path, "w"));
    assert_non_null(web_server_start(arena, &options, &other));
    assert_int_equal(access(path, F_OK), 0);
    unlink(path);
}

static void ipv6_is_listened_at(void **state)
{
    (void)state;
    int probe = socket(AF_INET6, SOCK_STREAM, 0);
    struct sockaddr_in6 place = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    bool has_ipv6 = probe >= 0 && bind(probe, (struct sockaddr *)&place, sizeof place) == 0;
    close(probe);
    if (!has_ipv6)
        skip();
    struct web_server *server = serve(example_options(&example, "[::1]:0"));
    place.sin6_port = htons((uint16_t)web_server_port(server));
    assert_int_equal(ask_at((struct sockaddr *)&place, sizeof place).status, 200);
    web_server_stop(server, 1);
    server = serve(example_options(&example, ":0")); /* everywhere */
    place.sin6_port = htons((uint16_t)web_server_port(server));
    assert_int_equal(ask_at((struct sockaddr *)&place, sizeof place).status, 200);
    assert_int_equal(talk_get(arena, web_server_port(server), "/", "").status, 200);
    web_server_stop(server, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tls_carries_all),
        cmocka_unit_test(wrong_certificates_are_refused),
        cmocka_unit_test(unix_sockets_are_listened_at),
        cmocka_unit_test(ipv6_is_listened_at),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
