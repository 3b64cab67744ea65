/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The secret of a TOTP as an address, and that as a picture for a camera. */

#include "people/totp.h"

#include <qrencode.h>

enum { EDGE = 4 }; /* modules of white around it, which the standard asks for */

static void add_escaped(struct buffer *buffer, struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        bool plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                     (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '.' || byte == '_';
        if (plain)
            buffer_add_byte(buffer, (char)byte);
        else
            buffer_add_format(buffer, "%%%02X", (unsigned)byte);
    }
}

struct text people_totp_address(struct arena *arena, struct text issuer, struct text login,
                                struct text secret)
{
    struct buffer buffer = {.arena = arena};
    buffer_add_string(&buffer, "otpauth://totp/");
    add_escaped(&buffer, issuer);
    buffer_add_byte(&buffer, ':');
    add_escaped(&buffer, login);
    buffer_add_string(&buffer, "?secret=");
    add_escaped(&buffer, secret);
    buffer_add_string(&buffer, "&issuer=");
    add_escaped(&buffer, issuer);
    buffer_add_string(&buffer, "&algorithm=SHA1&digits=6&period=30");
    return buffer_text(&buffer);
}

/* Dark modules of one row, each run of them as one rectangle. */
static void add_row(struct buffer *buffer, const unsigned char *row, int width, int y)
{
    for (int x = 0; x < width; x++) {
        int end = x;
        while (end < width && row[end] & 1)
            end++;
        if (end == x)
            continue;
        buffer_add_format(buffer, "M%d %dh%dv1h-%dz", x + EDGE, y + EDGE, end - x, end - x);
        x = end;
    }
}

struct error *people_qr_code(struct arena *arena, struct text content, struct text *path,
                             unsigned *size)
{
    struct buffer buffer = {.arena = arena};
    QRcode *code = QRcode_encodeString8bit(text_string(arena, content), 0, QR_ECLEVEL_M);
    if (!code)
        return error_system(arena, "making a QR code");
    for (int y = 0; y < code->width; y++)
        add_row(&buffer, code->data + (ptrdiff_t)y * code->width, code->width, y);
    *size = (unsigned)code->width + 2 * EDGE;
    *path = buffer_text(&buffer);
    QRcode_free(code);
    return NULL;
}
