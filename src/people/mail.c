/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/mail.h"

#include "base/clock.h"
#include "people/inside.h"

#include <assert.h>
#include <sodium.h>

enum {
    PLAIN_MOST = 60, /* of a header as it is; a longer one is encoded, and so folded */
    WORD_MOST = 36,  /* bytes in an encoded word: with its header a line of 76 at most (RFC 2047) */
    LINE_MOST = 75,  /* of the text, and the sign that it goes on (RFC 2045) */
};

bool people_mail_reaches(struct text address)
{
    for (size_t at = 0; at < address.size; at++)
        if ((unsigned char)address.data[at] >= 0x7F)
            return false;
    return people_is_address(address);
}

/* A header is one line. */
static struct text on_one_line(struct arena *arena, struct text text)
{
    char *line = arena_copy(arena, text.data, text.size);
    for (size_t at = 0; at < text.size; at++)
        if ((unsigned char)line[at] < ' ' || line[at] == 0x7F)
            line[at] = ' ';
    return text_trim((struct text){line, text.size});
}

static bool is_plain(struct text text)
{
    for (size_t at = 0; at < text.size; at++)
        if ((unsigned char)text.data[at] >= 0x7F)
            return false;
    return text.size <= PLAIN_MOST && text_find(text, 0, TEXT("=?")) == text.size;
}

/* How much of TEXT fits in MOST bytes without cutting a letter in two. */
static size_t fit(struct text text, size_t most)
{
    size_t size = text.size < most ? text.size : most;
    while (size && size < text.size && ((unsigned char)text.data[size] & 0xC0) == 0x80)
        size--;
    return size;
}

/* Encoded words, each on a line of its own. */
static void add_encoded(struct buffer *buffer, struct text text)
{
    for (bool first = true; text.size; first = false) {
        size_t size = fit(text, WORD_MOST);
        size_t room = sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL);
        buffer_add_string(buffer, first ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?");
        char *place = buffer_reserve(buffer, room);
        sodium_bin2base64(place, room, (const unsigned char *)text.data, size,
                          sodium_base64_VARIANT_ORIGINAL);
        buffer->size--; /* its zero */
        buffer_add_string(buffer, "?=");
        text = text_slice(text, size, text.size);
    }
}

static void add_subject(struct buffer *buffer, struct text subject)
{
    subject = on_one_line(buffer->arena, subject);
    buffer_add_string(buffer, "Subject: ");
    if (is_plain(subject))
        buffer_add(buffer, subject);
    else
        add_encoded(buffer, subject);
    buffer_add_string(buffer, "\r\n");
}

/* HEADER: "name" <address>; a name in other letters is encoded. */
static void add_mailbox(struct buffer *buffer, const char *header, struct text name,
                        struct text address)
{
    name = on_one_line(buffer->arena, name);
    buffer_add_format(buffer, "%s: ", header);
    if (name.size && is_plain(name)) {
        buffer_add_byte(buffer, '"');
        for (size_t at = 0; at < name.size; at++) {
            if (name.data[at] == '"' || name.data[at] == '\\')
                buffer_add_byte(buffer, '\\');
            buffer_add_byte(buffer, name.data[at]);
        }
        buffer_add_byte(buffer, '"');
    } else {
        add_encoded(buffer, name);
    }
    if (name.size)
        buffer_add_string(buffer, "\r\n "); /* a line has 998 bytes at most */
    buffer_add_format(buffer, "<%.*s>\r\n", TEXT_FORMAT(address));
}

static void add_date(struct buffer *buffer, int64_t moment)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct text written = clock_format(buffer->arena, moment);
    struct date day = {0};
    date_parse(text_slice(written, 0, 10), &day);
    buffer_add_format(buffer, "Date: %s, %d %s %d %.8s +0000\r\n", days[date_weekday(day) - 1],
                      day.day, months[day.month - 1], day.year, written.data + 11);
}

static void add_headers(struct buffer *buffer, const struct people_mail *mail)
{
    struct text domain =
        text_slice(mail->from, text_find(mail->from, 0, TEXT("@")), mail->from.size);
    add_date(buffer, mail->moment);
    add_mailbox(buffer, "From", mail->from_name, mail->from);
    add_mailbox(buffer, "To", mail->to_name, mail->to);
    add_subject(buffer, mail->subject);
    buffer_add_format(buffer, "Message-ID: <%.*s%.*s>\r\n", TEXT_FORMAT(mail->id),
                      TEXT_FORMAT(domain));
    buffer_add_format(buffer,
                      "MIME-Version: 1.0\r\n"
                      "Content-Type: text/plain; charset=utf-8\r\n"
                      "Content-Transfer-Encoding: quoted-printable\r\n"
                      "Content-Language: %s\r\n"
                      "Auto-Submitted: auto-generated\r\n\r\n",
                      language_id(mail->language));
}

/* A line as quoted-printable (RFC 2045): what is not ASCII, = and white space at the end become
 * =XX, and no line is longer than 76. */
static void add_line(struct buffer *buffer, struct text line)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t column = 0;
    for (size_t at = 0; at < line.size; at++) {
        unsigned char byte = (unsigned char)line.data[at];
        bool last = at + 1 == line.size;
        bool plain = byte >= ' ' && byte < 0x7F && byte != '=' && !(last && byte == ' ');
        size_t width = plain ? 1 : 3;
        if (column + width > LINE_MOST) {
            buffer_add_string(buffer, "=\r\n");
            column = 0;
        }
        if (plain)
            buffer_add_byte(buffer, (char)byte);
        else
            buffer_add_format(buffer, "=%c%c", digits[byte >> 4], digits[byte & 15]);
        column += width;
    }
    buffer_add_string(buffer, "\r\n");
}

struct text people_mail_write(struct arena *arena, const struct people_mail *mail)
{
    struct buffer buffer = {.arena = arena};
    struct text rest = mail->text;
    struct text line;
    assert(people_mail_reaches(mail->from) && people_mail_reaches(mail->to));
    add_headers(&buffer, mail);
    while (text_next(&rest, '\n', &line))
        add_line(&buffer, line);
    return buffer_text(&buffer);
}
