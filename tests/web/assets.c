/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/assets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

static void finds_each_by_path_and_by_name(void **state)
{
    (void)state;
    assert_true(web_asset_count >= 6);
    for (size_t i = 0; i < web_asset_count; i++) {
        const struct web_asset *asset = &web_assets[i];
        assert_ptr_equal(web_asset_find(text_of(asset->path)), asset);
        assert_ptr_equal(web_asset_named(asset->name), asset);
        assert_true(asset->size > 0);
    }
    assert_non_null(web_asset_named("style"));
    assert_non_null(web_asset_named("icon"));
    assert_non_null(web_asset_named("font-latin-400"));
    assert_non_null(web_asset_named("font-latin-700"));
}

static void finds_nothing_else(void **state)
{
    (void)state;
    const char *path = web_asset_named("style")->path;
    assert_null(web_asset_named("styles"));
    assert_null(web_asset_find(TEXT("")));
    assert_null(web_asset_find(TEXT("/assets/")));
    assert_null(web_asset_find(TEXT("/assets/../etc/passwd")));
    assert_null(web_asset_find((struct text){path, strlen(path) - 1}));
    assert_null(web_asset_find((struct text){path, strlen(path) + 1}));
}

static void compressed_is_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < web_asset_count; i++) {
        const struct web_asset *asset = &web_assets[i];
        if (!asset->compressed) {
            continue;
        }
        unsigned char *plain = malloc(asset->size + 1);
        unsigned char *compressed = malloc(asset->compressed_size);
        assert_true(plain && compressed);
        memcpy(compressed, asset->compressed, asset->compressed_size); /* zlib's is not const */
        z_stream stream = {.next_in = compressed,
                           .avail_in = (uInt)asset->compressed_size,
                           .next_out = plain,
                           .avail_out = (uInt)asset->size + 1};
        assert_int_equal(inflateInit2(&stream, 16 + MAX_WBITS), Z_OK);
        assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
        assert_int_equal(stream.total_out, asset->size);
        assert_memory_equal(plain, asset->data, asset->size);
        inflateEnd(&stream);
        free(compressed);
        free(plain);
    }
}

static void style_names_only_fonts_that_are_there(void **state)
{
    (void)state;
    const struct web_asset *style = web_asset_named("style");
    struct text text = {(const char *)style->data, style->size};
    size_t fonts = 0;
    for (size_t at = text_find(text, 0, TEXT("url(")); at < text.size;
         at = text_find(text, at + 1, TEXT("url("))) {
        size_t end = text_find(text, at, TEXT(")"));
        struct text address = text_slice(text, at + 4, end);
        char path[200];
        assert_true(address.size < 150 && text_starts(address, "./"));
        address = text_slice(address, 2, address.size);
        snprintf(path, sizeof path, "/assets/%.*s", TEXT_FORMAT(address));
        assert_non_null(web_asset_find(text_of(path)));
        fonts++;
    }
    assert_int_equal(fonts, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_each_by_path_and_by_name),
        cmocka_unit_test(finds_nothing_else),
        cmocka_unit_test(compressed_is_the_same),
        cmocka_unit_test(style_names_only_fonts_that_are_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
