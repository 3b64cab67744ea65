/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/form.h"

#include "web/head.h"
#include "web/target.h"

#include <string.h>

enum state { PREAMBLE, AFTER_BOUNDARY, PART_HEADERS, PART_DATA, END };

enum { PIECE = 64 * 1024 };

struct web_form {
    struct arena *arena;
    web_file_sink *sink;
    void *context;
    bool multipart;
    enum state state;
    struct text delimiter; /* CR LF "--" and the boundary */
    char *window;          /* what came and was not used yet */
    size_t used;
    size_t room;
    size_t text_size;      /* of all fields */
    struct buffer content; /* of the present field, or file that is kept */
    struct web_file part;
    bool is_file;
    bool skip; /* an empty file input */
    struct web_pairs fields;
    size_t field_capacity;
    struct web_file *files;
    size_t file_count;
    size_t file_capacity;
    size_t files_seen;
};

static struct error *faulty(struct web_form *form, const char *why)
{
    return error_new(form->arena, ERROR_INPUT, "the form is not readable: %s", why);
}

/* The value of a parameter as in: form-data; name="a"; filename="b.csv". Browsers write %22, %0D
 * and %0A for quotes and line breaks; a backslash stands for itself. */
static bool find_parameter(struct text value, const char *name, struct text *found)
{
    size_t at = text_find(value, 0, TEXT(";"));
    while (at < value.size) {
        at++;
        while (at < value.size && (value.data[at] == ' ' || value.data[at] == '\t'))
            at++;
        size_t start = at;
        while (at < value.size && value.data[at] != '=' && value.data[at] != ';')
            at++;
        struct text key = text_trim(text_slice(value, start, at));
        if (at == value.size || value.data[at] == ';')
            continue;
        at++;
        bool quoted = at < value.size && value.data[at] == '"';
        start = at += quoted;
        while (at < value.size && value.data[at] != (quoted ? '"' : ';'))
            at++;
        if (quoted && at == value.size)
            return false;
        struct text text = text_slice(value, start, at);
        at = text_find(value, at, TEXT(";"));
        if (web_same_name(key, name)) {
            *found = quoted ? text : text_trim(text);
            return true;
        }
    }
    return false;
}

struct web_form *web_form_new(struct arena *arena, struct text content_type, web_file_sink *sink,
                              void *context)
{
    size_t end = text_find(content_type, 0, TEXT(";"));
    struct text type = text_trim(text_slice(content_type, 0, end));
    bool multipart = web_same_name(type, "multipart/form-data");
    if (!multipart && !web_same_name(type, "application/x-www-form-urlencoded"))
        return NULL;
    struct web_form *form = ARENA_NEW(arena, struct web_form);
    form->arena = form->content.arena = arena;
    form->sink = sink;
    form->context = context;
    form->multipart = multipart;
    struct text boundary = {0};
    if (multipart && find_parameter(content_type, "boundary", &boundary) && boundary.size <= 70)
        form->delimiter = text_format(arena, "\r\n--%.*s", TEXT_FORMAT(boundary));
    if (multipart) {
        form->room = PIECE + WEB_PART_LIMIT;
        form->window = arena_allocate(arena, form->room);
        /* So that a boundary at the very start is found like all others. */
        memcpy(form->window, "\r\n", 2);
        form->used = 2;
    }
    return form;
}

/* What a browser calls a file may hold a whole path. */
static struct text base_name(struct text name)
{
    for (size_t i = name.size; i; i--)
        if (name.data[i - 1] == '/' || name.data[i - 1] == '\\')
            return text_slice(name, i, name.size);
    return name;
}

static struct error *start_part(struct web_form *form, struct text headers)
{
    struct text name = {0};
    struct text file = {0};
    struct text type = {0};
    bool named = false;
    bool is_file = false;
    while (headers.size) {
        size_t end = text_find(headers, 0, TEXT("\r\n"));
        struct text line = text_slice(headers, 0, end);
        size_t colon = text_find(line, 0, TEXT(":"));
        struct text value = colon < line.size ? text_trim(text_slice(line, colon + 1, line.size))
                                              : (struct text){0};
        if (web_same_name(text_slice(line, 0, colon), "content-disposition")) {
            if (!text_starts(value, "form-data"))
                return faulty(form, "a part that is no form-data");
            named = find_parameter(value, "name", &name);
            is_file = find_parameter(value, "filename", &file);
        } else if (web_same_name(text_slice(line, 0, colon), "content-type")) {
            type = value;
        }
        headers =
            end < headers.size ? text_slice(headers, end + 2, headers.size) : (struct text){0};
    }
    if (!named)
        return faulty(form, "a part without a name");
    if (!text_valid(name, NULL) || !text_valid(file, NULL) || !text_valid(type, NULL) ||
        memchr(name.data, 0, name.size) || (file.size && memchr(file.data, 0, file.size)))
        return faulty(form, "a name that is not UTF-8");
    form->is_file = is_file;
    form->content = (struct buffer){.arena = form->arena};
    form->part = (struct web_file){text_copy(form->arena, name),
                                   text_copy(form->arena, base_name(file)),
                                   text_copy(form->arena, type),
                                   {0}};
    if (form->is_file ? ++form->files_seen > WEB_FILE_LIMIT : form->fields.count >= WEB_FIELD_LIMIT)
        return error_new(form->arena, ERROR_TOO_LARGE, "the form has too many parts");
    form->skip = form->is_file && !file.size;
    return NULL;
}

static struct error *take_data(struct web_form *form, struct text piece, bool end)
{
    if (form->is_file) {
        if (form->skip && piece.size)
            form->skip = false;
        if (form->skip)
            return NULL;
        if (form->sink)
            return piece.size || end ? form->sink(form->context, &form->part, piece, end) : NULL;
    } else {
        form->text_size += piece.size;
        if (form->text_size > WEB_TEXT_LIMIT)
            return error_new(form->arena, ERROR_TOO_LARGE, "the form's fields are too large");
    }
    buffer_add(&form->content, piece);
    if (!end)
        return NULL;
    if (form->is_file) {
        form->part.content = buffer_text(&form->content);
        form->files = arena_grow(form->arena, form->files, form->file_count, &form->file_capacity,
                                 sizeof *form->files);
        form->files[form->file_count++] = form->part;
        return NULL;
    }
    struct text value = buffer_text(&form->content);
    if (!text_valid(value, NULL) || (value.size && memchr(value.data, 0, value.size)))
        return faulty(form, "a field that is not UTF-8");
    form->fields.items = arena_grow(form->arena, form->fields.items, form->fields.count,
                                    &form->field_capacity, sizeof *form->fields.items);
    form->fields.items[form->fields.count++] = (struct web_pair){form->part.field, value};
    return NULL;
}

/* One step through the window from *AT on; *MORE becomes false when more bytes are needed. */
static struct error *step(struct web_form *form, size_t *at, bool *more)
{
    struct text window = {form->window, form->used};
    size_t left = window.size - *at;
    size_t found;
    switch (form->state) {
    case PREAMBLE:
    case PART_DATA:
        found = text_find(window, *at, form->delimiter);
        if (found < window.size) {
            if (form->state == PART_DATA)
                TRY(take_data(form, text_slice(window, *at, found), true));
            *at = found + form->delimiter.size;
            form->state = AFTER_BOUNDARY;
            return NULL;
        }
        *more = false;
        if (left >= form->delimiter.size) {
            size_t safe = window.size - form->delimiter.size + 1;
            if (form->state == PART_DATA)
                TRY(take_data(form, text_slice(window, *at, safe), false));
            *at = safe;
        }
        return NULL;
    case AFTER_BOUNDARY:
        *more = left >= 2;
        if (!*more)
            return NULL;
        if (memcmp(window.data + *at, "--", 2) == 0)
            form->state = END;
        else if (memcmp(window.data + *at, "\r\n", 2) == 0)
            form->state = PART_HEADERS;
        else
            return faulty(form, "bytes behind a boundary");
        *at += 2;
        return NULL;
    case PART_HEADERS:
        found = text_find(window, *at, TEXT("\r\n\r\n"));
        if (found == window.size) {
            *more = false;
            if (left > WEB_PART_LIMIT)
                return error_new(form->arena, ERROR_TOO_LARGE, "a part's headers are too large");
            return NULL;
        }
        TRY(start_part(form, text_slice(window, *at, found)));
        *at = found + 4;
        form->state = PART_DATA;
        return NULL;
    case END:
        *more = false;
        *at = window.size;
        return NULL;
    }
    return NULL;
}

static struct error *take_multipart(struct web_form *form, struct text bytes)
{
    if (!form->delimiter.size)
        return faulty(form, "no boundary");
    while (bytes.size) {
        size_t size = form->room - form->used;
        if (size > bytes.size)
            size = bytes.size;
        if (!size)
            return faulty(form, "a line without end");
        memcpy(form->window + form->used, bytes.data, size);
        form->used += size;
        bytes = text_slice(bytes, size, bytes.size);
        size_t at = 0;
        for (bool more = true; more;)
            TRY(step(form, &at, &more));
        memmove(form->window, form->window + at, form->used - at);
        form->used -= at;
    }
    return NULL;
}

struct error *web_form_take(struct web_form *form, struct text bytes)
{
    if (form->multipart)
        return take_multipart(form, bytes);
    form->text_size += bytes.size;
    if (form->text_size > WEB_TEXT_LIMIT)
        return error_new(form->arena, ERROR_TOO_LARGE, "the form is too large");
    buffer_add(&form->content, bytes);
    return NULL;
}

struct error *web_form_end(struct web_form *form, struct web_request *request)
{
    if (form->multipart && form->state != END)
        return faulty(form, "it ends too early");
    if (!form->multipart &&
        !web_decode_pairs(form->arena, buffer_text(&form->content), WEB_FIELD_LIMIT, &form->fields))
        return faulty(form, "wrong escapes, not UTF-8, or too many fields");
    request->form = form->fields;
    request->files = form->files;
    request->file_count = form->file_count;
    return NULL;
}
