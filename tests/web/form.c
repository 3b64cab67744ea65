/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/form.h"
#include "web/target.h"

#include <stdio.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena *arena;
static struct web_request request;

/* Reads BYTES in pieces of STEP. */
static struct error *read_form(const char *type, struct text bytes, size_t step)
{
    request = (struct web_request){.arena = arena};
    struct web_form *form = web_form_new(arena, text_of(type), NULL, NULL);
    assert_non_null(form);
    for (size_t at = 0; at < bytes.size; at += step)
        TRY(web_form_take(form,
                          text_slice(bytes, at, at + step > bytes.size ? bytes.size : at + step)));
    return web_form_end(form, &request);
}

#define MULTIPART "multipart/form-data; boundary=XyZ"

static void fields_and_files_are_read(void **state)
{
    (void)state;
    struct text bytes = TEXT(
        "--XyZ\r\nContent-Disposition: form-data; name=\"naam\"\r\n\r\nJan\r\n-\r\n--Xy\r\n"
        "--XyZ\r\ncontent-disposition: form-data; name=\"bestand\"; filename=\"C:\\a\\b.csv\"\r\n"
        "Content-Type: text/csv\r\n\r\na;b\0\r\n\r\n"
        "--XyZ\r\nContent-Disposition: form-data; name=\"leeg\"; filename=\"\"\r\n\r\n\r\n"
        "--XyZ\r\nContent-Disposition: form-data; name=niets\r\n\r\n\r\n--XyZ--\r\nepilogue");
    for (size_t step = 1; step < 200; step += step < 40 ? 1 : 31) {
        assert_null(read_form(MULTIPART, bytes, step));
        assert_int_equal(request.form.count, 2);
        assert_true(text_is(web_field(&request, "naam"), "Jan\r\n-\r\n--Xy"));
        assert_true(web_has(request.form, "niets"));
        assert_int_equal(request.file_count, 1);
        assert_null(web_file(&request, "leeg"));
        const struct web_file *file = web_file(&request, "bestand");
        assert_true(text_is(file->name, "b.csv"));
        assert_true(text_is(file->type, "text/csv"));
        assert_int_equal(file->content.size, 6);
        assert_memory_equal(file->content.data, "a;b\0\r\n", 6);
    }
}

#define PART(headers, content) "--XyZ\r\n" headers "\r\n\r\n" content "\r\n--XyZ--\r\n"

static enum error_kind kind_of(const char *type, struct text bytes)
{
    struct error *error = read_form(type, bytes, 1000);
    assert_non_null(error);
    return error->kind;
}

static void wrong_forms_are_refused(void **state)
{
    (void)state;
    const struct text wrong[] = {
        TEXT(""),
        TEXT("hello"),
        TEXT("--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nJan"),
        TEXT("--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nJan\r\n--XyZ\r\n"),
        TEXT("--XyZabc\r\n"),
        TEXT(PART("Content-Disposition: form-data", "x")),
        TEXT(PART("Content-Disposition: form-data; name=\"a", "x")),
        TEXT(PART("Content-Disposition: attachment; name=\"a\"", "x")),
        TEXT(PART("Content-Type: text/plain", "x")),
        TEXT(PART("Content-Disposition: form-data; name=\"\xff\"", "x")),
        TEXT(PART("Content-Disposition: form-data; name=\"a\0b\"", "x")),
        TEXT(PART("Content-Disposition: form-data; name=\"a\"", "\xff")),
        TEXT(PART("Content-Disposition: form-data; name=\"a\"", "x\0y")),
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(kind_of(MULTIPART, wrong[i]), ERROR_INPUT);
    assert_int_equal(kind_of("multipart/form-data", wrong[2]), ERROR_INPUT);
    assert_int_equal(kind_of("multipart/form-data; boundary=\"\"", wrong[2]), ERROR_INPUT);
}

static void sizes_are_bounded(void **state)
{
    (void)state;
    struct buffer bytes = {.arena = arena};
    for (int i = 0; i < WEB_FIELD_LIMIT + 1; i++)
        buffer_add_string(&bytes, "--XyZ\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n");
    assert_int_equal(kind_of(MULTIPART, buffer_text(&bytes)), ERROR_TOO_LARGE);
    bytes.size = 0;
    for (int i = 0; i < WEB_FILE_LIMIT + 1; i++)
        buffer_add_string(
            &bytes, "--XyZ\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n\r\n");
    assert_int_equal(kind_of(MULTIPART, buffer_text(&bytes)), ERROR_TOO_LARGE);
    bytes.size = 0;
    buffer_add_string(&bytes, "--XyZ\r\nContent-Disposition: form-data; name=a\r\n\r\n");
    memset(buffer_reserve(&bytes, WEB_TEXT_LIMIT + 100), 'a', WEB_TEXT_LIMIT + 100);
    assert_int_equal(kind_of(MULTIPART, buffer_text(&bytes)), ERROR_TOO_LARGE);
    bytes.size = 0;
    buffer_add_string(&bytes, "--XyZ\r\n");
    memset(buffer_reserve(&bytes, 100000), 'a', 100000);
    assert_int_equal(kind_of(MULTIPART, buffer_text(&bytes)), ERROR_TOO_LARGE);
    memset(bytes.data, 'a', bytes.size);
    buffer_reserve(&bytes, WEB_TEXT_LIMIT);
    memset(bytes.data, 'a', bytes.size);
    assert_int_equal(kind_of("application/x-www-form-urlencoded", buffer_text(&bytes)),
                     ERROR_TOO_LARGE);
}

static void urlencoded_forms_are_read(void **state)
{
    (void)state;
    const char *type = "Application/X-WWW-Form-Urlencoded; charset=utf-8";
    for (size_t step = 1; step < 20; step++) {
        assert_null(read_form(type, TEXT("naam=Jan+de+B%C3%A9&naam=x&leeg="), step));
        assert_true(text_is(web_field(&request, "naam"), "Jan de B\xc3\xa9"));
        assert_true(web_has(request.form, "leeg"));
        assert_int_equal(request.form.count, 3);
    }
    assert_int_equal(kind_of(type, TEXT("a=%")), ERROR_INPUT);
    assert_int_equal(kind_of(type, TEXT("a=%00")), ERROR_INPUT);
    assert_int_equal(kind_of(type, TEXT("a=\xff")), ERROR_INPUT);
    assert_null(web_form_new(arena, TEXT("application/json"), NULL, NULL));
    assert_null(web_form_new(arena, (struct text){0}, NULL, NULL));
}

struct sunk {
    size_t size;
    unsigned pieces;
    unsigned ends;
    uint64_t sum;
};

static struct error *sink(void *context, const struct web_file *file, struct text piece, bool end)
{
    struct sunk *sunk = context;
    assert_true(text_is(file->field, "f"));
    sunk->size += piece.size;
    sunk->pieces++;
    sunk->ends += end;
    for (size_t i = 0; i < piece.size; i++)
        sunk->sum = sunk->sum * 31 + (unsigned char)piece.data[i];
    return sunk->size > 3000000 ? error_new(arena, ERROR_CONFLICT, "enough") : NULL;
}

static void files_stream(void **state)
{
    (void)state;
    struct sunk sunk = {0};
    struct web_form *form = web_form_new(arena, TEXT(MULTIPART), sink, &sunk);
    assert_null(web_form_take(
        form, TEXT("--XyZ\r\nContent-Disposition: form-data; name=f; filename=b\r\n\r\n")));
    char piece[997];
    uint64_t sum = 0;
    unsigned seed = 7;
    size_t before = arena_size(arena);
    for (int i = 0; i < 2000; i++) {
        for (size_t j = 0; j < sizeof piece; j++) {
            seed = seed * 1103515245 + 12345;
            piece[j] = "\r\n-X"[seed >> 20 & 3];
            sum = sum * 31 + (unsigned char)piece[j];
        }
        assert_null(web_form_take(form, (struct text){piece, sizeof piece}));
    }
    assert_null(web_form_take(form, TEXT("\r\n--XyZ--\r\n")));
    assert_null(web_form_end(form, &request));
    assert_int_equal(sunk.size, 2000 * sizeof piece);
    assert_int_equal(sunk.sum, sum);
    assert_int_equal(sunk.ends, 1);
    assert_int_equal(arena_size(arena), before);

    form = web_form_new(arena, TEXT(MULTIPART), sink, &sunk);
    assert_null(web_form_take(
        form, TEXT("--XyZ\r\nContent-Disposition: form-data; name=f; filename=b\r\n\r\n")));
    struct error *error = NULL;
    for (int i = 0; i < 2000 && !error; i++)
        error = web_form_take(form, (struct text){piece, sizeof piece});
    assert_non_null(error);
    assert_int_equal(error->kind, ERROR_CONFLICT);
}

int main(void)
{
    arena = arena_new();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_and_files_are_read),
        cmocka_unit_test(wrong_forms_are_refused),
        cmocka_unit_test(sizes_are_bounded),
        cmocka_unit_test(urlencoded_forms_are_read),
        cmocka_unit_test(files_stream),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
