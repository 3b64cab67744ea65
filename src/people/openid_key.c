/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/openid_key.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <sodium.h>
#include <string.h>

enum {
    RSA_LEAST_BITS = 2048,
    RSA_MOST_BYTES = 1024, /* more only takes longer */
    POINT_BYTES = 32,      /* of a coordinate on P-256, and of each half of a signature */
};

const char *const people_openid_algorithms[] = {"PS256", "ES256", "RS256", NULL};

bool people_openid_algorithm_of(struct text name, enum people_openid_algorithm *algorithm)
{
    for (int i = 0; i < PEOPLE_OPENID_ALGORITHMS; i++)
        if (text_is(name, people_openid_algorithms[i])) {
            *algorithm = (enum people_openid_algorithm)i;
            return true;
        }
    return false;
}

bool people_base64_read(struct arena *arena, struct text text, struct text *bytes)
{
    size_t room = text.size / 4 * 3 + 3;
    unsigned char *data = arena_allocate(arena, room);
    size_t size;
    if (!text.size || sodium_base642bin(data, room, text.data, text.size, NULL, &size, NULL,
                                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return false;
    *bytes = (struct text){(const char *)data, size};
    return true;
}

struct text people_base64_write(struct arena *arena, struct text bytes)
{
    size_t room = sodium_base64_encoded_len(bytes.size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = arena_allocate(arena, room);
    sodium_bin2base64(text, room, (const unsigned char *)bytes.data, bytes.size,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return (struct text){text, room - 1};
}

/* The bytes of a member; false when there are fewer than LEAST or more than MOST. */
static bool read_bytes(struct arena *arena, const json_t *jwk, const char *name, size_t least,
                       size_t most, struct text *bytes)
{
    return people_base64_read(arena, json_member_text(jwk, name), bytes) && bytes->size >= least &&
           bytes->size <= most;
}

static EVP_PKEY *key_of(const char *kind, OSSL_PARAM *parameters)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, kind, NULL);
    EVP_PKEY *key = NULL;
    if (!context || !parameters || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
        key = NULL;
    EVP_PKEY_CTX_free(context);
    return key;
}

static EVP_PKEY *rsa_key(struct arena *arena, const json_t *jwk)
{
    struct text modulus;
    struct text exponent;
    if (!read_bytes(arena, jwk, "n", RSA_LEAST_BITS / 8, RSA_MOST_BYTES, &modulus) ||
        !read_bytes(arena, jwk, "e", 1, 4, &exponent))
        return NULL;
    BIGNUM *n = BN_bin2bn((const unsigned char *)modulus.data, (int)modulus.size, NULL);
    BIGNUM *e = BN_bin2bn((const unsigned char *)exponent.data, (int)exponent.size, NULL);
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    OSSL_PARAM *parameters = NULL;
    EVP_PKEY *key = NULL;
    if (n && e && builder && BN_num_bits(n) >= RSA_LEAST_BITS && BN_is_odd(n) && BN_is_odd(e) &&
        !BN_is_one(e) && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
        OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e) == 1) {
        parameters = OSSL_PARAM_BLD_to_param(builder);
        key = key_of("RSA", parameters);
    }
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    BN_free(e);
    BN_free(n);
    return key;
}

static EVP_PKEY *curve_key(struct arena *arena, const json_t *jwk)
{
    struct text x;
    struct text y;
    unsigned char point[1 + 2 * POINT_BYTES] = {POINT_CONVERSION_UNCOMPRESSED};
    char curve[] = "prime256v1";
    if (!text_is(json_member_text(jwk, "crv"), "P-256") ||
        !read_bytes(arena, jwk, "x", POINT_BYTES, POINT_BYTES, &x) ||
        !read_bytes(arena, jwk, "y", POINT_BYTES, POINT_BYTES, &y))
        return NULL;
    memcpy(point + 1, x.data, POINT_BYTES);
    memcpy(point + 1 + POINT_BYTES, y.data, POINT_BYTES);
    /* A point that is not on the curve is refused there. */
    return key_of(
        "EC", (OSSL_PARAM[]){
                  OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curve, 0),
                  OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point),
                  OSSL_PARAM_construct_end(),
              });
}

/* What an algorithm needs. */
static const struct {
    const char *type; /* of a JWK, "kty" */
    EVP_PKEY *(*read)(struct arena *arena, const json_t *jwk);
    int padding; /* 0: none */
} kinds[] = {
    [PEOPLE_OPENID_PS256] = {"RSA", rsa_key, RSA_PKCS1_PSS_PADDING},
    [PEOPLE_OPENID_ES256] = {"EC", curve_key, 0},
    [PEOPLE_OPENID_RS256] = {"RSA", rsa_key, RSA_PKCS1_PADDING},
};

EVP_PKEY *people_openid_public_key(struct arena *arena, const json_t *jwk,
                                   enum people_openid_algorithm algorithm)
{
    struct text use = json_member_text(jwk, "use");
    struct text own = json_member_text(jwk, "alg");
    if (!text_is(json_member_text(jwk, "kty"), kinds[algorithm].type) ||
        (use.size && !text_is(use, "sig")) ||
        (own.size && !text_is(own, people_openid_algorithms[algorithm])))
        return NULL;
    return kinds[algorithm].read(arena, jwk);
}

/* ES256 has its two numbers side by side, OpenSSL wants them as DER; NULL when it is no such pair.
 */
static unsigned char *curve_signature(struct text signature, int *size)
{
    unsigned char *der = NULL;
    if (signature.size != 2 * (size_t)POINT_BYTES)
        return NULL;
    const unsigned char *data = (const unsigned char *)signature.data;
    BIGNUM *r = BN_bin2bn(data, POINT_BYTES, NULL);
    BIGNUM *s = BN_bin2bn(data + POINT_BYTES, POINT_BYTES, NULL);
    ECDSA_SIG *pair = ECDSA_SIG_new();
    if (r && s && pair && ECDSA_SIG_set0(pair, r, s) == 1) {
        *size = i2d_ECDSA_SIG(pair, &der);
    } else {
        BN_free(r);
        BN_free(s);
    }
    ECDSA_SIG_free(pair);
    return der;
}

static bool pad(EVP_PKEY_CTX *context, int padding)
{
    return !padding || (EVP_PKEY_CTX_set_rsa_padding(context, padding) == 1 &&
                        (padding != RSA_PKCS1_PSS_PADDING ||
                         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1));
}

bool people_openid_is_signed(EVP_PKEY *key, enum people_openid_algorithm algorithm,
                             struct text content, struct text signature)
{
    int padding = kinds[algorithm].padding;
    unsigned char *der = NULL;
    int der_size = 0;
    EVP_PKEY_CTX *options;
    if (!padding && !(der = curve_signature(signature, &der_size)))
        return false;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool right = context && EVP_DigestVerifyInit(context, &options, EVP_sha256(), NULL, key) == 1 &&
                 pad(options, padding) &&
                 EVP_DigestVerify(context, der ? der : (const unsigned char *)signature.data,
                                  der ? (size_t)der_size : signature.size,
                                  (const unsigned char *)content.data, content.size) == 1;
    EVP_MD_CTX_free(context);
    OPENSSL_free(der);
    return right;
}

bool people_openid_can_sign(const EVP_PKEY *key, enum people_openid_algorithm algorithm)
{
    char curve[32] = "";
    if (!EVP_PKEY_is_a(key, kinds[algorithm].type))
        return false;
    if (kinds[algorithm].padding)
        return EVP_PKEY_get_bits(key) >= RSA_LEAST_BITS;
    return EVP_PKEY_get_group_name(key, curve, sizeof curve, NULL) == 1 &&
           strcmp(curve, "prime256v1") == 0;
}

/* The two numbers of a DER signature side by side. */
static bool flatten(struct arena *arena, const unsigned char *der, size_t size,
                    struct text *signature)
{
    ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &der, (long)size);
    if (!pair)
        return false;
    unsigned char *flat = arena_allocate(arena, 2 * (size_t)POINT_BYTES);
    bool fits =
        BN_bn2binpad(ECDSA_SIG_get0_r(pair), flat, POINT_BYTES) == POINT_BYTES &&
        BN_bn2binpad(ECDSA_SIG_get0_s(pair), flat + POINT_BYTES, POINT_BYTES) == POINT_BYTES;
    ECDSA_SIG_free(pair);
    *signature = (struct text){(const char *)flat, 2 * (size_t)POINT_BYTES};
    return fits;
}

bool people_openid_sign(struct arena *arena, EVP_PKEY *key, enum people_openid_algorithm algorithm,
                        struct text content, struct text *signature)
{
    int padding = kinds[algorithm].padding;
    size_t size = (size_t)EVP_PKEY_get_size(key);
    unsigned char *made = arena_allocate(arena, size + 1);
    EVP_PKEY_CTX *options;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = context && EVP_DigestSignInit(context, &options, EVP_sha256(), NULL, key) == 1 &&
                pad(options, padding) &&
                EVP_DigestSign(context, made, &size, (const unsigned char *)content.data,
                               content.size) == 1;
    EVP_MD_CTX_free(context);
    *signature = (struct text){(const char *)made, size};
    return done && (padding || flatten(arena, made, size, signature));
}
