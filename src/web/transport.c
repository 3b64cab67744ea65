/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/transport.h"

#include "base/clock.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

static ssize_t plain(ssize_t got)
{
    if (got >= 0)
        return got;
    return errno == EAGAIN || errno == EINTR ? WEB_AGAIN : WEB_BROKEN;
}

static ssize_t secured(struct web_transport *transport, int got)
{
    if (got > 0)
        return got;
    int why = SSL_get_error(transport->tls, got);
    ERR_clear_error();
    if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE)
        return WEB_AGAIN;
    return why == SSL_ERROR_ZERO_RETURN ? 0 : WEB_BROKEN;
}

ssize_t web_transport_receive(struct web_transport *transport, char *data, size_t size)
{
    if (!transport->tls)
        return plain(recv(transport->socket, data, size, 0));
    ERR_clear_error();
    return secured(transport, SSL_read(transport->tls, data, (int)size));
}

static ssize_t send_plain(const struct web_transport *transport, const struct iovec *parts,
                          int count, int flags)
{
    struct msghdr message = {.msg_iov = (struct iovec *)parts, .msg_iovlen = (size_t)count};
    return plain(sendmsg(transport->socket, &message, MSG_NOSIGNAL | flags));
}

ssize_t web_transport_send_before(struct web_transport *transport, const struct iovec *parts,
                                  int count)
{
    return send_plain(transport, parts, count, MSG_MORE);
}

/* Event threads block SIGPIPE, so that it need not be asked to stay away. */
ssize_t web_transport_send_file(struct web_transport *transport, int file, size_t offset,
                                size_t size)
{
    off_t at = (off_t)offset;
    ssize_t sent = sendfile(transport->socket, file, &at, size);
    return sent ? plain(sent) : WEB_BROKEN;
}

ssize_t web_transport_send(struct web_transport *transport, const struct iovec *parts, int count)
{
    if (!transport->tls)
        return send_plain(transport, parts, count, 0);
    ssize_t sent = 0;
    for (int i = 0; i < count; i++) {
        if (!parts[i].iov_len)
            continue;
        ERR_clear_error();
        ssize_t piece = secured(
            transport, SSL_write(transport->tls, parts[i].iov_base,
                                 parts[i].iov_len > 1 << 20 ? 1 << 20 : (int)parts[i].iov_len));
        if (piece <= 0)
            return sent ? sent : piece ? piece : WEB_BROKEN;
        sent += piece;
        if ((size_t)piece < parts[i].iov_len)
            break;
    }
    return sent;
}

bool web_transport_wait(struct web_transport *transport, bool to_send, int64_t until)
{
    bool send = transport->tls ? SSL_want_write(transport->tls) : to_send;
    struct pollfd poll_for = {transport->socket, send ? POLLOUT : POLLIN, 0};
    int64_t left = until - clock_monotonic();
    return left > 0 && poll(&poll_for, 1, (int)(left / 1000) + 1) > 0;
}

void web_transport_finish(struct web_transport *transport)
{
    if (transport->tls) {
        SSL_shutdown(transport->tls);
        ERR_clear_error();
    }
    shutdown(transport->socket, SHUT_WR);
}

void web_transport_close(struct web_transport *transport)
{
    if (transport->tls) {
        SSL_shutdown(transport->tls);
        SSL_free(transport->tls);
        ERR_clear_error();
    }
    close(transport->socket);
}

struct error *web_tls_new(struct arena *arena, const char *certificate, const char *key,
                          struct ssl_ctx_st **tls)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    if (!context)
        return error_new(arena, ERROR_SYSTEM, "cannot start TLS");
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_RELEASE_BUFFERS);
    const char *file = certificate;
    bool good = SSL_CTX_use_certificate_chain_file(context, certificate) == 1;
    if (good) {
        file = key;
        good = SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1 &&
               SSL_CTX_check_private_key(context) == 1;
    }
    if (!good) {
        char why[256];
        ERR_error_string_n(ERR_peek_last_error(), why, sizeof why);
        ERR_clear_error();
        SSL_CTX_free(context);
        return error_new(arena, ERROR_INPUT, "%s: cannot be used for TLS: %s", file, why);
    }
    *tls = context;
    return NULL;
}

void web_tls_free(struct ssl_ctx_st *tls)
{
    SSL_CTX_free(tls);
}

struct ssl_st *web_tls_accept(struct ssl_ctx_st *tls, int socket)
{
    SSL *connection = SSL_new(tls);
    if (!connection)
        return NULL;
    if (SSL_set_fd(connection, socket) != 1) {
        SSL_free(connection);
        return NULL;
    }
    SSL_set_accept_state(connection);
    return connection;
}
