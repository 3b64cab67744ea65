/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "signer.h"

#include <openssl/evp.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static EVP_PKEY *key_of(struct arena *arena, struct text jwk,
                        enum people_openid_algorithm algorithm)
{
    json_t *root;
    assert_null(json_read(arena, jwk, &root));
    EVP_PKEY *key = people_openid_public_key(arena, root, algorithm);
    json_decref(root);
    return key;
}

static bool serves(struct arena *arena, struct text jwk, enum people_openid_algorithm algorithm)
{
    EVP_PKEY *key = key_of(arena, jwk, algorithm);
    EVP_PKEY_free(key);
    return key != NULL;
}

/* The example of RFC 7515, A.3, made by others. */
static void takes_the_example_of_the_standard(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    EVP_PKEY *key = key_of(arena,
                           TEXT("{\"kty\":\"EC\",\"crv\":\"P-256\","
                                "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                                "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}"),
                           PEOPLE_OPENID_ES256);
    struct text content =
        TEXT("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
             "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ");
    struct text signature;
    assert_non_null(key);
    assert_true(people_base64_read(arena,
                                   TEXT("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa"
                                        "8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"),
                                   &signature));
    assert_true(people_openid_is_signed(key, PEOPLE_OPENID_ES256, content, signature));
    content.size--;
    assert_false(people_openid_is_signed(key, PEOPLE_OPENID_ES256, content, signature));
    EVP_PKEY_free(key);
    arena_free(arena);
}

static void a_signature_holds_for_its_content_key_and_algorithm(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct signer signer = signer_new(2048);
    struct signer other = signer_new(2048);
    struct text content = TEXT("wat er staat");
    for (int i = 0; i < PEOPLE_OPENID_ALGORITHMS; i++) {
        enum people_openid_algorithm algorithm = (enum people_openid_algorithm)i;
        bool curve = algorithm == PEOPLE_OPENID_ES256;
        struct text signature;
        EVP_PKEY *own = curve ? signer.curve : signer.rsa;
        EVP_PKEY *public =
            key_of(arena, curve ? signer_curve(arena, &signer, "") : signer_rsa(arena, &signer, ""),
                   algorithm);
        assert_non_null(public);
        assert_true(people_openid_can_sign(own, algorithm));
        assert_true(people_openid_sign(arena, own, algorithm, content, &signature));
        assert_true(people_openid_is_signed(public, algorithm, content, signature));
        assert_false(people_openid_is_signed(public, algorithm, TEXT("wat er stond"), signature));
        assert_false(people_openid_is_signed(curve ? other.curve : other.rsa, algorithm, content,
                                             signature));
        if (!curve)
            assert_false(people_openid_is_signed(
                public,
                algorithm == PEOPLE_OPENID_RS256 ? PEOPLE_OPENID_PS256 : PEOPLE_OPENID_RS256,
                content, signature));
        /* One byte less, one more, and one that is another. */
        assert_false(people_openid_is_signed(public, algorithm, content,
                                             text_slice(signature, 0, signature.size - 1)));
        char *changed = arena_copy(arena, signature.data, signature.size);
        assert_false(people_openid_is_signed(public, algorithm, content,
                                             (struct text){changed, signature.size + 1}));
        changed[signature.size / 2] ^= 1;
        assert_false(people_openid_is_signed(public, algorithm, content,
                                             (struct text){changed, signature.size}));
        /* Half of a pair is zero: nobody's signature (CVE-2022-21449). */
        memset(changed, 0, signature.size);
        assert_false(people_openid_is_signed(public, algorithm, content,
                                             (struct text){changed, signature.size}));
        EVP_PKEY_free(public);
    }
    assert_false(people_openid_can_sign(signer.rsa, PEOPLE_OPENID_ES256));
    assert_false(people_openid_can_sign(signer.curve, PEOPLE_OPENID_PS256));
    signer_free(&signer);
    signer_free(&other);
    arena_free(arena);
}

static void refuses_keys_that_do_not_fit(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct signer signer = signer_new(2048);
    struct signer small = signer_new(1024);
    struct text rsa = signer_rsa(arena, &signer, "");
    struct text curve = signer_curve(arena, &signer, "");
    assert_true(serves(arena, rsa, PEOPLE_OPENID_PS256));
    assert_true(serves(arena, rsa, PEOPLE_OPENID_RS256));
    assert_false(serves(arena, rsa, PEOPLE_OPENID_ES256));
    assert_true(serves(arena, curve, PEOPLE_OPENID_ES256));
    assert_false(serves(arena, curve, PEOPLE_OPENID_PS256));
    assert_false(serves(arena, signer_rsa(arena, &small, ""), PEOPLE_OPENID_RS256));
    assert_false(people_openid_can_sign(small.rsa, PEOPLE_OPENID_RS256));
    static const struct {
        const char *more;
        bool fits;
    } cases[] = {
        {"\"use\":\"sig\",", true},    {"\"use\":\"enc\",", false}, {"\"alg\":\"PS256\",", true},
        {"\"alg\":\"RS256\",", false}, {"\"kid\":\"x\",", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(
            serves(arena, signer_rsa(arena, &signer, cases[i].more), PEOPLE_OPENID_PS256),
            cases[i].fits);
    static const char *const broken[] = {
        "{}",
        "{\"kty\":\"RSA\"}",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
        "{\"kty\":\"RSA\",\"n\":5,\"e\":[]}",
        "{\"kty\":\"oct\",\"k\":\"AQAB\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQAB\",\"y\":\"AQAB\"}",
        /* The example of RFC 7515 with one coordinate twice: no point of the curve. */
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
        "\"y\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"}",
        "{\"kty\":\"EC\",\"crv\":\"secp256k1\","
        "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
        "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}",
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        for (int algorithm = 0; algorithm < PEOPLE_OPENID_ALGORITHMS; algorithm++)
            assert_false(
                serves(arena, text_of(broken[i]), (enum people_openid_algorithm)algorithm));
    signer_free(&signer);
    signer_free(&small);
    arena_free(arena);
}

static void reads_base64_in_one_way(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct text bytes;
    assert_true(people_base64_read(arena, TEXT("AQAB"), &bytes));
    assert_memory_equal(bytes.data, "\x01\x00\x01", 3);
    assert_true(people_base64_read(arena, TEXT("-_8"), &bytes));
    assert_true(text_is(people_base64_write(arena, bytes), "-_8"));
    static const char *const wrong[] = {"", "A", "AQAB=", "AQ==", "AQ B", "AQAB\n", "+/8", "-_9"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (people_base64_read(arena, text_of(wrong[i]), &bytes))
            fail_msg("\"%s\"", wrong[i]);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_example_of_the_standard),
        cmocka_unit_test(a_signature_holds_for_its_content_key_and_algorithm),
        cmocka_unit_test(refuses_keys_that_do_not_fit),
        cmocka_unit_test(reads_base64_in_one_way),
    };
    return cmocka_run_group_tests_name("people/openid_key", tests, NULL, NULL);
}
