/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/head.h"

#include <string.h>
#include <strings.h>

const char *const web_method_names[WEB_METHOD_COUNT] = {
    [WEB_GET] = "GET",     [WEB_HEAD] = "HEAD",     [WEB_POST] = "POST",       [WEB_PUT] = "PUT",
    [WEB_PATCH] = "PATCH", [WEB_DELETE] = "DELETE", [WEB_OPTIONS] = "OPTIONS",
};

enum { TOKEN = 1, TARGET = 2, HOST = 4 };

static const unsigned char classes[256] = {
    ['!'] = TOKEN | TARGET,
    ['"'] = TARGET,
    ['$'] = TOKEN | TARGET,
    ['%'] = TOKEN | TARGET,
    ['&'] = TOKEN | TARGET,
    ['\''] = TOKEN | TARGET,
    ['('] = TARGET,
    [')'] = TARGET,
    ['*'] = TOKEN | TARGET,
    ['+'] = TOKEN | TARGET,
    [','] = TARGET,
    ['-'] = 7,
    ['.'] = 7,
    ['/'] = TARGET,
    ['0' ... '9'] = 7,
    [':'] = TARGET,
    [';'] = TARGET,
    ['<'] = TARGET,
    ['='] = TARGET,
    ['>'] = TARGET,
    ['?'] = TARGET,
    ['@'] = TARGET,
    ['A' ... 'Z'] = 7,
    ['['] = TARGET,
    [']'] = TARGET,
    ['^'] = TOKEN | TARGET,
    ['_'] = 7,
    ['`'] = TOKEN | TARGET,
    ['a' ... 'z'] = 7,
    ['{'] = TARGET,
    ['|'] = TOKEN | TARGET,
    ['}'] = TARGET,
    ['~'] = TOKEN | TARGET,
    ['#'] = TOKEN,
    [0x80 ... 0xff] = TARGET,
};

static bool all_of(struct text text, unsigned char wanted)
{
    for (size_t i = 0; i < text.size; i++)
        if (!(classes[(unsigned char)text.data[i]] & wanted))
            return false;
    return true;
}

bool web_is_token(struct text text)
{
    return text.size && all_of(text, TOKEN);
}

bool web_same_name(struct text one, const char *other)
{
    return strlen(other) == one.size && strncasecmp(one.data, other, one.size) == 0;
}

int web_scan(struct web_scan *scan, const char *data, size_t size)
{
    for (; scan->at < size; scan->at++) {
        unsigned char c = (unsigned char)data[scan->at];
        if (c == '\n') {
            if (scan->previous != '\r')
                return 400;
            scan->previous = '\n';
            if (scan->line) {
                if (!scan->first)
                    scan->first = scan->at - 1;
                scan->line = 0;
            } else if (!scan->first) {
                scan->start = scan->at + 1;
            } else {
                scan->at++;
                return 1;
            }
            continue;
        }
        if (scan->previous == '\r')
            return 400;
        if (c == '\r') {
            scan->previous = '\r';
            continue;
        }
        if ((c < ' ' && c != '\t') || c == 0x7f)
            return 400;
        scan->previous = 'x';
        scan->line++;
        if (!scan->first && scan->line > WEB_LINE_LIMIT)
            return 414;
        if (scan->at >= WEB_HEAD_LIMIT)
            return 431;
    }
    return size > WEB_HEAD_LIMIT ? 431 : 0;
}

/* "HTTP/1.1": 0, or the status that refuses it. */
static int read_version(struct text version, int *minor)
{
    if (version.size != 8 || memcmp(version.data, "HTTP/", 5) != 0 || version.data[6] != '.' ||
        version.data[5] < '0' || version.data[5] > '9' || version.data[7] < '0' ||
        version.data[7] > '9')
        return 400;
    if (version.data[5] != '1')
        return 505;
    *minor = version.data[7] - '0';
    return 0;
}

struct line {
    struct text method;
    struct text target;
    int minor;
};

static int split_line(struct text text, struct line *line)
{
    const char *space = memchr(text.data, ' ', text.size);
    if (!space)
        return 400;
    line->method = (struct text){text.data, (size_t)(space - text.data)};
    struct text rest = text_slice(text, line->method.size + 1, text.size);
    space = memchr(rest.data, ' ', rest.size);
    if (!space)
        return 400;
    line->target = (struct text){rest.data, (size_t)(space - rest.data)};
    for (size_t i = 0; i < line->method.size; i++)
        if (line->method.data[i] < 'A' || line->method.data[i] > 'Z')
            return 400;
    if (!line->method.size || line->method.size > 32 || !line->target.size ||
        !all_of(line->target, TARGET))
        return 400;
    return read_version(text_slice(rest, line->target.size + 1, rest.size), &line->minor);
}

int web_line_check(const char *data, size_t size)
{
    struct line line;
    return split_line((struct text){data, size}, &line);
}

/* host[:port], or [v6][:port]; the name in lower case goes to HEAD. */
static int read_authority(struct web_head *head, struct text authority)
{
    size_t end = 0;
    if (authority.size && authority.data[0] == '[') {
        while (end < authority.size && authority.data[end] != ']')
            end++;
        if (end == authority.size)
            return 400;
        for (size_t i = 1; i < end; i++)
            if (!strchr("0123456789abcdefABCDEF:.", authority.data[i]))
                return 400;
        end++;
    } else {
        while (end < authority.size && authority.data[end] != ':')
            end++;
        if (!all_of(text_slice(authority, 0, end), HOST))
            return 400;
    }
    struct text port = text_slice(authority, end, authority.size);
    if (port.size > 6)
        return 400;
    for (size_t i = 0; i < port.size; i++)
        if (i == 0 ? port.data[i] != ':' : port.data[i] < '0' || port.data[i] > '9')
            return 400;
    if (end && authority.data[end - 1] == '.')
        end--;
    if (!end || end > WEB_HOST_LIMIT || text_starts(authority, "[]"))
        return 400;
    for (size_t i = 0; i < end; i++) {
        char c = authority.data[i];
        head->host_data[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    head->host_data[end] = '\0';
    head->host = (struct text){head->host_data, end};
    head->authority = authority;
    return 0;
}

static int read_target(struct web_head *head, struct text target, struct text *authority)
{
    *authority = (struct text){0};
    if (target.data[0] != '/') {
        size_t scheme = target.size > 7 && strncasecmp(target.data, "http://", 7) == 0    ? 7
                        : target.size > 8 && strncasecmp(target.data, "https://", 8) == 0 ? 8
                                                                                          : 0;
        if (!scheme)
            return 400;
        target = text_slice(target, scheme, target.size);
        size_t end = 0;
        while (end < target.size && target.data[end] != '/')
            end++;
        *authority = text_slice(target, 0, end);
        target = text_slice(target, end, target.size);
        if (!authority->size || !target.size)
            return 400;
    }
    head->target = target;
    size_t mark = text_find(target, 0, TEXT("?"));
    head->path = text_slice(target, 0, mark);
    head->query = mark < target.size ? text_slice(target, mark + 1, target.size) : (struct text){0};
    return 0;
}

static int read_length(struct web_head *head, struct text value)
{
    if (head->has_length || !value.size || value.size > 18)
        return 400;
    for (size_t i = 0; i < value.size; i++)
        if (value.data[i] < '0' || value.data[i] > '9')
            return 400;
        else
            head->length = head->length * 10 + (value.data[i] - '0');
    head->has_length = true;
    return 0;
}

static int read_connection(struct web_head *head, struct text value)
{
    struct text part;
    while (value.size && text_next(&value, ',', &part)) {
        part = text_trim(part);
        if (web_same_name(part, "close"))
            head->keep_alive = false;
        else if (web_same_name(part, "keep-alive") && head->minor == 0)
            head->keep_alive = true;
    }
    return 0;
}

/* "q=0", "q=0.0": no. */
static bool is_nought(struct text weight)
{
    if (!text_starts(weight, "q=0"))
        return false;
    for (size_t i = 3; i < weight.size; i++)
        if (weight.data[i] != '0' && weight.data[i] != '.')
            return false;
    return true;
}

/* Accept-Encoding: gzip counts when it is named and its weight is not nought. */
static void read_encodings(struct web_head *head, struct text value)
{
    struct text part;
    while (value.size && text_next(&value, ',', &part)) {
        struct text coding;
        if (part.size && text_next(&part, ';', &coding) && web_same_name(text_trim(coding), "gzip"))
            head->gzip = !is_nought(text_trim(part));
    }
}

static int read_header(struct web_head *head, struct text name, struct text value, unsigned *hosts,
                       struct text *host)
{
    switch (name.size) {
    case 4:
        if (web_same_name(name, "host")) {
            *host = value;
            return (*hosts)++ ? 400 : 0;
        }
        break;
    case 6:
        if (web_same_name(name, "expect") && web_same_name(value, "100-continue"))
            head->expects = true;
        break;
    case 10:
        if (web_same_name(name, "connection"))
            return read_connection(head, value);
        break;
    case 13:
        if (web_same_name(name, "if-none-match"))
            head->none_match = value;
        break;
    case 14:
        if (web_same_name(name, "content-length"))
            return read_length(head, value);
        break;
    case 15:
        if (web_same_name(name, "accept-encoding"))
            read_encodings(head, value);
        break;
    case 17:
        if (web_same_name(name, "transfer-encoding")) {
            if (head->chunked || head->minor == 0)
                return 400;
            if (!web_same_name(value, "chunked"))
                return 501;
            head->chunked = true;
        }
        break;
    default:
        break;
    }
    return 0;
}

static int read_headers(struct web_head *head, struct text rest, unsigned *hosts, struct text *host)
{
    while (rest.size > 2) {
        const char *end = memchr(rest.data, '\r', rest.size);
        const char *colon = end ? memchr(rest.data, ':', (size_t)(end - rest.data)) : NULL;
        if (!colon)
            return 400;
        struct text name = {rest.data, (size_t)(colon - rest.data)};
        struct text value = {colon + 1, (size_t)(end - colon - 1)};
        while (value.size && (value.data[0] == ' ' || value.data[0] == '\t'))
            value = text_slice(value, 1, value.size);
        while (value.size &&
               (value.data[value.size - 1] == ' ' || value.data[value.size - 1] == '\t'))
            value.size--;
        if (!web_is_token(name))
            return 400;
        if (head->header_count == WEB_HEADER_LIMIT)
            return 431;
        int status = read_header(head, name, value, hosts, host);
        if (status)
            return status;
        head->headers[head->header_count++] = (struct web_pair){name, value};
        rest = text_slice(rest, (size_t)(end - rest.data) + 2, rest.size);
    }
    return 0;
}

int web_head_read(struct web_head *head, const char *data, size_t size)
{
    memset(head, 0, offsetof(struct web_head, headers));
    head->header_count = 0;
    struct text text = {data, size};
    size_t end = text_find(text, 0, TEXT("\r\n"));
    struct line line;
    int status = split_line(text_slice(text, 0, end), &line);
    if (status)
        return status;
    head->minor = line.minor;
    head->keep_alive = line.minor > 0;
    head->method_name = line.method;
    for (int i = 0; i < WEB_METHOD_COUNT; i++)
        if (text_is(line.method, web_method_names[i])) {
            head->method = (enum web_method)i;
            head->known_method = true;
        }
    struct text authority;
    struct text host = {0};
    unsigned hosts = 0;
    if ((status = read_target(head, line.target, &authority)) ||
        (status = read_headers(head, text_slice(text, end + 2, size), &hosts, &host)))
        return status;
    if (head->chunked && head->has_length)
        return 400;
    if (!hosts && (head->minor > 0 || authority.size))
        return 400;
    if (hosts && (status = read_authority(head, host)))
        return status;
    if (authority.size &&
        (authority.size != host.size || strncasecmp(authority.data, host.data, host.size) != 0))
        return 400;
    return 0;
}

struct text web_head_find(const struct web_head *head, const char *name)
{
    for (size_t i = 0; i < head->header_count; i++)
        if (web_same_name(head->headers[i].name, name))
            return head->headers[i].value;
    return (struct text){0};
}

bool web_matches(struct text none_match, struct text etag)
{
    struct text part;
    while (none_match.size && text_next(&none_match, ',', &part)) {
        part = text_trim(part);
        if (text_starts(part, "W/"))
            part = text_slice(part, 2, part.size);
        if (text_is(part, "*") || text_equal(part, etag))
            return true;
    }
    return false;
}
