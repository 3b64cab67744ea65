/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/content.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Takes BYTES in pieces of STEP with ROOM for the outcome at a time. The status, or 0 when whole, 1
 * when not. */
static int take(struct web_content content, struct text bytes, size_t step, size_t room, char *out,
                size_t *size, size_t *left)
{
    size_t at = 0;
    size_t given = 0;
    *size = 0;
    while (content.state != WEB_CONTENT_DONE) {
        size_t used;
        size_t got;
        given = at + step > bytes.size ? bytes.size : at + step;
        int status = web_content_take(&content, text_slice(bytes, at, given), &used, out + *size,
                                      room, &got);
        *size += got;
        at += used;
        if (status)
            return status;
        if (at == bytes.size && content.state != WEB_CONTENT_DONE)
            return 1;
    }
    *left = bytes.size - at;
    return 0;
}

static int take_text(struct web_content content, struct text bytes, const char *expected,
                     size_t expected_left)
{
    static const size_t steps[] = {1, 2, 3, 7, 10000};
    int first = -1;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        char out[10000];
        size_t size;
        size_t left;
        int status = take(content, bytes, steps[i], steps[4 - i] > 5000 ? 5000 : steps[4 - i], out,
                          &size, &left);
        assert_true(first == -1 || first == status);
        first = status;
        if (status == 0) {
            assert_int_equal(size, strlen(expected));
            assert_memory_equal(out, expected, size);
            assert_int_equal(left, expected_left);
        }
    }
    return first;
}

static int chunks(const char *bytes, const char *expected, size_t left)
{
    return take_text((struct web_content){.state = WEB_CHUNK_START, .limit = 100}, text_of(bytes),
                     expected, left);
}

static void lengths_are_kept(void **state)
{
    (void)state;
    struct web_content content = {.left = 5, .limit = 5};
    assert_int_equal(take_text(content, TEXT("helloGET"), "hello", 3), 0);
    assert_int_equal(take_text(content, TEXT("hell"), "", 0), 1);
    content.left = 6;
    assert_int_equal(take_text(content, TEXT("hello!"), "", 0), 413);
    content.left = 0;
    assert_int_equal(take_text(content, TEXT("x"), "", 1), 0);
}

static void chunks_are_joined(void **state)
{
    (void)state;
    assert_int_equal(chunks("5\r\nhello\r\n0\r\n\r\n", "hello", 0), 0);
    assert_int_equal(chunks("0\r\n\r\nGET", "", 3), 0);
    assert_int_equal(chunks("5;a=b;c=\"d\"\r\nhello\r\n1\r\n!\r\n00\r\nTrailer: x\r\nB: y\r\n\r\nG",
                            "hello!", 1),
                     0);
    assert_int_equal(chunks("A\r\n0123456789\r\n0\r\n\r\n", "0123456789", 0), 0);
    assert_int_equal(chunks("5\r\nhello\r\n", "", 0), 1);
}

static void wrong_chunks_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "\r\n",
        "x\r\n",
        "-1\r\na",
        "5 \r\nhello\r\n",
        " 5\r\nhello\r\n",
        "5\nhello\r\n",
        "5\r\nhello0\r\n",
        "5\r\nhelloX",
        "0x5\r\nhello\r\n",
        "5\r\nhello\n0\r\n",
        "0\r\n\rX",
        "0\r\nA\rB",
        "5;\x01\r\n",
        "0\r\n\x01: a\r\n",
        "FFFFFFFFFFFFFFFF\r\n",
        "5\rhello\r\n",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(chunks(wrong[i], "", 0), 400);
    assert_int_equal(chunks("65\r\n", "", 0), 413);
    assert_int_equal(
        chunks("32\r\n01234567890123456789012345678901234567890123456789\r\n33\r\n", "", 0), 413);
    assert_int_equal(chunks("FFFFFFFFFFFFFFF\r\n", "", 0), 413);
}

static void put(char *at, struct text text)
{
    memcpy(at, text.data, text.size);
}

static void lines_between_are_bounded(void **state)
{
    (void)state;
    char bytes[9000];
    memset(bytes, 'a', sizeof bytes);
    put(bytes, TEXT("5;"));
    struct web_content content = {.state = WEB_CHUNK_START, .limit = 100};
    assert_int_equal(take_text(content, (struct text){bytes, sizeof bytes}, "", 0), 400);
    put(bytes, TEXT("0\r\n"));
    assert_int_equal(take_text(content, (struct text){bytes, sizeof bytes}, "", 0), 431);
    for (size_t i = 3; i + 4 <= sizeof bytes; i += 4)
        put(bytes + i, TEXT("a:\r\n"));
    assert_int_equal(take_text(content, (struct text){bytes, sizeof bytes}, "", 0), 431);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_are_kept),
        cmocka_unit_test(chunks_are_joined),
        cmocka_unit_test(wrong_chunks_are_refused),
        cmocka_unit_test(lines_between_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
