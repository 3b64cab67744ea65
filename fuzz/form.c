/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/form.h"
#include "web/target.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

static struct error *read_form(struct arena *arena, struct text type, struct text bytes,
                               size_t step, struct web_request *request)
{
    *request = (struct web_request){.arena = arena};
    struct web_form *form = web_form_new(arena, type, NULL, NULL);
    if (!form)
        return error_new(arena, ERROR_INPUT, "no form");
    for (size_t at = 0; at < bytes.size; at += step)
        TRY(web_form_take(form,
                          text_slice(bytes, at, bytes.size - at > step ? at + step : bytes.size)));
    return web_form_end(form, request);
}

/* The first line is the content's type, the rest the form: read whole and byte by byte it is the
 * same, or refused both times. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct text input = {(const char *)data, size};
    size_t end = text_find(input, 0, TEXT("\n"));
    struct text type = text_copy(arena, text_slice(input, 0, end));
    struct text bytes =
        end < size ? text_copy(arena, text_slice(input, end + 1, size)) : (struct text){0};
    struct web_request whole;
    struct web_request pieces;
    struct error *error = read_form(arena, type, bytes, 4096, &whole);
    struct error *other = read_form(arena, type, bytes, 1, &pieces);
    must(!error == !other && (!error || error->kind == other->kind));
    must(whole.form.count == pieces.form.count && whole.file_count == pieces.file_count);
    must(whole.form.count <= WEB_FIELD_LIMIT && whole.file_count <= WEB_FILE_LIMIT);
    for (size_t i = 0; i < whole.form.count; i++) {
        struct web_pair pair = whole.form.items[i];
        must(text_valid(pair.name, NULL) && text_valid(pair.value, NULL));
        must(!pair.value.size || !memchr(pair.value.data, 0, pair.value.size));
        must(text_equal(pair.value, pieces.form.items[i].value));
    }
    for (size_t i = 0; i < whole.file_count; i++) {
        must(text_valid(whole.files[i].name, NULL));
        must(text_equal(whole.files[i].content, pieces.files[i].content));
    }
    arena_free(arena);
    return 0;
}
