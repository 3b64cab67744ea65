/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/encoding.h"

#include <string.h>

/* What Windows-1252 has at 0x80 to 0x9F; 0 where it has nothing. The rest is as in Unicode. */
static const uint16_t windows_points[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

struct decoding {
    struct arena *arena;
    struct text content;
    struct text name;
    struct faults *faults;
};

const char *encoding_name(enum encoding encoding)
{
    static const char *const names[] = {
        [ENCODING_UTF8] = "UTF-8",
        [ENCODING_UTF16_LITTLE] = "UTF-16 (little endian)",
        [ENCODING_UTF16_BIG] = "UTF-16 (big endian)",
        [ENCODING_WINDOWS_1252] = "Windows-1252",
    };
    return names[encoding];
}

static unsigned char byte_at(struct text text, size_t at)
{
    return at < text.size ? (unsigned char)text.data[at] : 0;
}

struct place encoding_place(struct text text, size_t from, struct place start, size_t offset)
{
    struct place place = start;
    for (size_t at = from; at < offset; at++) {
        char byte = text.data[at];
        if (byte == '\n' || (byte == '\r' && byte_at(text, at + 1) != '\n'))
            place = (struct place){place.line + 1, 1};
        else
            place.column += (byte & 0xC0) != 0x80;
    }
    return place;
}

#define EVERY_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

/* The offset of the first byte from AT on that is not ASCII; eight at a time. */
static size_t skip_ascii(struct text text, size_t at)
{
    for (uint64_t word; at + sizeof word <= text.size; at += sizeof word) {
        memcpy(&word, text.data + at, sizeof word);
        if (word & EVERY_BYTE(0x80))
            break;
    }
    while (at < text.size && byte_at(text, at) < 0x80)
        at++;
    return at;
}

static bool is_control(unsigned char byte)
{
    return byte == 0x7F || (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r');
}

static bool has_ascii_control(struct text text)
{
    size_t at = 0;
    for (uint64_t word; at + sizeof word <= text.size; at += sizeof word) {
        memcpy(&word, text.data + at, sizeof word);
        /* The high bit of each byte that is below 0x20 or is 0x7F; of some others by a borrow. */
        uint64_t del = word ^ EVERY_BYTE(0x7F);
        if (!((((word - EVERY_BYTE(0x20)) & ~word) | ((del - EVERY_BYTE(0x01)) & ~del)) &
              EVERY_BYTE(0x80)))
            continue;
        for (size_t i = 0; i < sizeof word; i++)
            if (is_control(byte_at(text, at + i)))
                return true;
    }
    for (; at < text.size; at++)
        if (is_control(byte_at(text, at)))
            return true;
    return false;
}

bool encoding_has_control(struct text text)
{
    if (has_ascii_control(text))
        return true;
    for (size_t at = skip_ascii(text, 0); at + 1 < text.size; at = skip_ascii(text, at + 1)) {
        unsigned char next = byte_at(text, at + 1);
        if (byte_at(text, at) == 0xC2 && next < 0xA0)
            return true;
        if (byte_at(text, at) == 0xE2 && (next == 0x80 || next == 0x81) &&
            text_has_control(text_slice(text, at, at + 3)))
            return true;
    }
    return false;
}

static void add_point(char **to, uint32_t point)
{
    unsigned char *out = (unsigned char *)*to;
    if (point < 0x80) {
        *out++ = (unsigned char)point;
    } else if (point < 0x800) {
        *out++ = (unsigned char)(0xC0 | point >> 6);
        *out++ = (unsigned char)(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        *out++ = (unsigned char)(0xE0 | point >> 12);
        *out++ = (unsigned char)(0x80 | (point >> 6 & 0x3F));
        *out++ = (unsigned char)(0x80 | (point & 0x3F));
    } else {
        *out++ = (unsigned char)(0xF0 | point >> 18);
        *out++ = (unsigned char)(0x80 | (point >> 12 & 0x3F));
        *out++ = (unsigned char)(0x80 | (point >> 6 & 0x3F));
        *out++ = (unsigned char)(0x80 | (point & 0x3F));
    }
    *to = (char *)out;
}

/* A fault at the end of VALID, the part that could be read. */
static bool refuse(const struct decoding *decoding, struct text valid, const char *what)
{
    struct place place = encoding_place(valid, 0, (struct place){1, 1}, valid.size);
    fault_add(decoding->faults, decoding->name, place.line, place.column, "%s", what);
    return false;
}

static bool decode_utf16(const struct decoding *decoding, size_t low, struct text *decoded)
{
    struct text content = decoding->content;
    char *start = arena_allocate(decoding->arena, content.size / 2 * 3 + 1);
    char *to = start;
    size_t at = 2;
    for (; at + 1 < content.size; at += 2) {
        uint32_t point =
            (uint32_t)(byte_at(content, at + low) | byte_at(content, at + (1 - low)) << 8);
        if (point >= 0xD800 && point < 0xE000) {
            uint32_t next = 0;
            if (at + 3 < content.size)
                next = (uint32_t)(byte_at(content, at + 2 + low) |
                                  byte_at(content, at + 2 + (1 - low)) << 8);
            if (point >= 0xDC00 || next < 0xDC00 || next >= 0xE000)
                break;
            point = 0x10000 + ((point - 0xD800) << 10) + (next - 0xDC00);
            at += 2;
        }
        add_point(&to, point);
    }
    *decoded = (struct text){start, (size_t)(to - start)};
    if (at == content.size)
        return true;
    return refuse(decoding, *decoded,
                  "this is no valid UTF-16, which the start of the file says it is: save the file "
                  "again, as \"CSV UTF-8\"");
}

static bool decode_windows(const struct decoding *decoding, struct text *decoded)
{
    struct text content = decoding->content;
    size_t high = 0;
    for (size_t at = 0; at < content.size; at++)
        high += byte_at(content, at) >> 7;
    char *start = arena_allocate(decoding->arena, content.size + 2 * high + 1);
    char *to = start;
    for (size_t at = 0;; at++) {
        size_t plain = skip_ascii(content, at);
        memcpy(to, content.data + at, plain - at);
        to += plain - at;
        *decoded = (struct text){start, (size_t)(to - start)};
        if (plain == content.size)
            return true;
        at = plain;
        uint32_t point = byte_at(content, at);
        if (point >= 0x80 && point < 0xA0)
            point = windows_points[point - 0x80];
        if (!point)
            return refuse(decoding, *decoded,
                          text_string(decoding->arena,
                                      text_format(decoding->arena,
                                                  "byte %02X is neither UTF-8 nor Windows-1252: "
                                                  "save the file again, as \"CSV UTF-8\"",
                                                  byte_at(content, at))));
        add_point(&to, point);
    }
}

/* Whether text that is not UTF-8 as a whole has parts that nobody writes in Windows-1252, but that
 * are everyday letters in UTF-8: an accented letter ("Ã©"), a dash or curly quote ("â€™"), the euro
 * sign ("â‚¬"), a picture ("ðŸ˜€"). */
static bool has_utf8(struct text text)
{
    for (size_t at = skip_ascii(text, 0); at + 1 < text.size; at = skip_ascii(text, at + 1)) {
        unsigned char lead = byte_at(text, at);
        unsigned char next = byte_at(text, at + 1);
        size_t size = lead == 0xC3                                     ? 2
                      : lead == 0xE2 && (next == 0x80 || next == 0x82) ? 3
                      : lead == 0xF0 && next == 0x9F                   ? 4
                                                                       : 0;
        if (size && at + size <= text.size && text_valid(text_slice(text, at, at + size), NULL))
            return true;
    }
    return false;
}

bool encoding_decode(struct arena *arena, struct text content, struct text name,
                     struct faults *faults, struct text *decoded, enum encoding *encoding)
{
    struct decoding decoding = {arena, content, name, faults};
    *encoding = ENCODING_UTF8;
    if (text_starts(content, "\xFF\xFE") || text_starts(content, "\xFE\xFF")) {
        bool little = byte_at(content, 0) == 0xFF;
        *encoding = little ? ENCODING_UTF16_LITTLE : ENCODING_UTF16_BIG;
        return decode_utf16(&decoding, little ? 0 : 1, decoded);
    }
    bool marked = text_starts(content, "\xEF\xBB\xBF");
    *decoded = text_slice(content, marked ? 3 : 0, content.size);
    size_t ascii = skip_ascii(*decoded, 0);
    size_t where = 0;
    if (text_valid(text_slice(*decoded, ascii, decoded->size), &where))
        return true;
    where += ascii;
    if (marked)
        return refuse(&decoding, text_slice(*decoded, 0, where),
                      "this is no valid UTF-8, which the start of the file says it is: save the "
                      "file again, as \"CSV UTF-8\"");
    if (has_utf8(*decoded))
        return refuse(&decoding, text_slice(*decoded, 0, where),
                      "this is no valid UTF-8, while other letters in the file are: parts with "
                      "different encodings were put together");
    *encoding = ENCODING_WINDOWS_1252;
    return decode_windows(&decoding, decoded);
}
