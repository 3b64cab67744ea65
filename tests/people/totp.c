/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct text nowhere = {"", 0};

static void a_factor_counts_once_it_is_proved(void **state)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct people_context *context = &fixture->context;
    struct people_account *account = fixture_account(fixture, "p1", EMAIL);
    struct text codes[PEOPLE_RECOVERY_CODES];
    struct text secret;
    struct text again;
    bool right;
    assert_fine(fixture->arena,
                people_totp_confirm(context, account->id, TEXT("000000"), &right, codes));
    assert_false(right);
    assert_fine(fixture->arena, people_totp_offer(context, account->id, &secret));
    assert_int_equal(secret.size, 32);
    /* Shown again it is the same: who has it in a telephone does not have to start anew. */
    assert_fine(fixture->arena, people_totp_offer(context, account->id, &again));
    assert_true(text_equal(secret, again));
    assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere).answer, PEOPLE_SIGNED_IN);
    static const int64_t off[] = {-60, 60};
    for (size_t i = 0; i < 2; i++) {
        assert_fine(
            fixture->arena,
            people_totp_confirm(context, account->id,
                                fixture_code(fixture, secret, context->now + off[i] * 1000000),
                                &right, codes));
        assert_false(right);
    }
    fixture_totp(fixture, account->id, codes);
    for (size_t i = 0; i < PEOPLE_RECOVERY_CODES; i++) {
        assert_int_equal(codes[i].size, 19);
        for (size_t other = 0; other < i; other++)
            assert_false(text_equal(codes[i], codes[other]));
    }
    struct people_sign_in half = fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere);
    assert_int_equal(half.answer, PEOPLE_CODE_NEEDED);
    /* The code that proved it does not open anything any more. */
    struct people_browser browser = {.agent = TEXT(FIREFOX)};
    assert_fine(fixture->arena,
                people_sign_in_code(context, half.token,
                                    fixture_code(fixture, secret, context->now), &browser, &half));
    assert_int_equal(half.answer, PEOPLE_WRONG);
    assert_fine(fixture->arena, people_totp_remove(context, account->id));
    assert_int_equal(fixture_sign_in(fixture, EMAIL, PASSWORD, nowhere).answer, PEOPLE_SIGNED_IN);
    /* A new offer is a new secret. */
    assert_fine(fixture->arena, people_totp_offer(context, account->id, &again));
    assert_false(text_equal(secret, again));
    fixture_free(fixture);
}

static void the_address_says_whose_it_is(void **state)
{
    struct arena *arena = arena_new();
    (void)state;
    struct text address = people_totp_address(arena, TEXT("Provincie Fryslân & co"),
                                              TEXT("a+b@c.nl"), TEXT("GEZDGNBVGY3TQOJQ"));
    assert_true(text_is(address, "otpauth://totp/Provincie%20Frysl%C3%A2n%20%26%20co:a%2Bb%40c.nl"
                                 "?secret=GEZDGNBVGY3TQOJQ&issuer=Provincie%20Frysl%C3%A2n%20%26"
                                 "%20co&algorithm=SHA1&digits=6&period=30"));
    arena_free(arena);
}

/* The number behind MARK at *AT, which moves behind it. */
static unsigned long number_behind(const char **at, const char *mark)
{
    char *end;
    assert_memory_equal(*at, mark, strlen(mark));
    unsigned long number = strtoul(*at + strlen(mark), &end, 10);
    assert_ptr_not_equal(end, *at + strlen(mark));
    *at = end;
    return number;
}

/* The rectangles of the path, put back into modules, are the code that the library made. */
static void the_picture_is_the_code(void **state)
{
    struct arena *arena = arena_new();
    struct text content = TEXT("otpauth://totp/x:y?secret=GEZDGNBVGY3TQOJQ&issuer=x");
    struct text path;
    unsigned size;
    (void)state;
    assert_null(people_qr_code(arena, content, &path, &size));
    unsigned char *dark = arena_allocate(arena, (size_t)size * size);
    for (const char *at = path.data; *at; at++) {
        unsigned long x = number_behind(&at, "M");
        unsigned long y = number_behind(&at, " ");
        unsigned long width = number_behind(&at, "h");
        assert_int_equal(width, number_behind(&at, "v1h-"));
        assert_int_equal(*at, 'z');
        assert_true(x + width <= size - 4 && y < size - 4 && x >= 4 && y >= 4);
        memset(dark + y * size + x, 1, width);
    }
    QRcode *code = QRcode_encodeString8bit(content.data, 0, QR_ECLEVEL_M);
    assert_int_equal(size, code->width + 8);
    for (int y = 0; y < code->width; y++)
        for (int x = 0; x < code->width; x++)
            assert_int_equal(dark[(size_t)(y + 4) * size + (size_t)x + 4],
                             code->data[y * code->width + x] & 1);
    QRcode_free(code);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_factor_counts_once_it_is_proved),
        cmocka_unit_test(the_address_says_whose_it_is),
        cmocka_unit_test(the_picture_is_the_code),
    };
    return cmocka_run_group_tests_name("people/totp", tests, NULL, NULL);
}
