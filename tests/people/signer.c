/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "signer.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

struct signer signer_new(unsigned bits)
{
    struct signer signer = {EVP_RSA_gen(bits), EVP_EC_gen("P-256")};
    assert_true(signer.rsa && signer.curve);
    return signer;
}

void signer_free(struct signer *signer)
{
    EVP_PKEY_free(signer->rsa);
    EVP_PKEY_free(signer->curve);
}

static struct text number(struct arena *arena, const EVP_PKEY *key, const char *name, int width)
{
    unsigned char bytes[1024];
    BIGNUM *value = NULL;
    assert_int_equal(EVP_PKEY_get_bn_param(key, name, &value), 1);
    int size = BN_bn2binpad(value, bytes, width ? width : BN_num_bytes(value));
    BN_free(value);
    return people_base64_write(arena, (struct text){(char *)bytes, (size_t)size});
}

struct text signer_rsa(struct arena *arena, const struct signer *signer, const char *more)
{
    return text_format(arena, "{%s\"kty\":\"RSA\",\"n\":\"%.*s\",\"e\":\"%.*s\"}", more,
                       TEXT_FORMAT(number(arena, signer->rsa, OSSL_PKEY_PARAM_RSA_N, 0)),
                       TEXT_FORMAT(number(arena, signer->rsa, OSSL_PKEY_PARAM_RSA_E, 0)));
}

struct text signer_curve(struct arena *arena, const struct signer *signer, const char *more)
{
    return text_format(arena, "{%s\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%.*s\",\"y\":\"%.*s\"}",
                       more,
                       TEXT_FORMAT(number(arena, signer->curve, OSSL_PKEY_PARAM_EC_PUB_X, 32)),
                       TEXT_FORMAT(number(arena, signer->curve, OSSL_PKEY_PARAM_EC_PUB_Y, 32)));
}

struct text signer_set(struct arena *arena, struct text one, struct text other)
{
    return text_format(arena, "{\"keys\":[%.*s%s%.*s]}", TEXT_FORMAT(one),
                       one.size && other.size ? "," : "", TEXT_FORMAT(other));
}

struct text signer_join(struct arena *arena, const char *head, struct text payload,
                        struct text signature)
{
    return text_format(arena, "%.*s.%.*s.%.*s",
                       TEXT_FORMAT(people_base64_write(arena, text_of(head))),
                       TEXT_FORMAT(people_base64_write(arena, payload)),
                       TEXT_FORMAT(people_base64_write(arena, signature)));
}

struct text signer_token(struct arena *arena, const struct signer *signer,
                         enum people_openid_algorithm algorithm, const char *head,
                         struct text payload)
{
    struct text content = signer_join(arena, head, payload, TEXT(""));
    struct text signature;
    EVP_PKEY *key = algorithm == PEOPLE_OPENID_ES256 ? signer->curve : signer->rsa;
    content.size--;
    assert_true(people_openid_sign(arena, key, algorithm, content, &signature));
    return signer_join(arena, head, payload, signature);
}
