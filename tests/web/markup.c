/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/markup.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define TEXT_OF(literal)                                                                           \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

/* The table that tools/messages makes for a program. */
static const struct message apes = {.id = "Apes",
                                    .one = {TEXT_OF("Apen"), TEXT_OF("Apes")},
                                    .many = {TEXT_OF("Apen"), TEXT_OF("Apes")}};
static const struct message zebras = {.id = "Zebras",
                                      .one = {TEXT_OF("Zebra's"), TEXT_OF("Zebras")},
                                      .many = {TEXT_OF("Zebra's"), TEXT_OF("Zebras")}};
static const struct message mice = {.id = "{n} mouse",
                                    .one = {TEXT_OF("{n} muis"), TEXT_OF("{n} mouse")},
                                    .many = {TEXT_OF("{n} muizen"), TEXT_OF("{n} mice")}};
const struct message *const message_table[] = {&apes, &zebras, &mice, NULL};
const size_t message_count = 3;

#define GAVE(call, expected)                                                                       \
    do {                                                                                           \
        struct buffer buffer = {.arena = arena};                                                   \
        struct markup page = {.buffer = &buffer, .language = language, .prefix = prefix};          \
        struct markup *out = &page;                                                                \
        call;                                                                                      \
        assert_string_equal(buffer_string(&buffer), expected);                                     \
    } while (0)

static enum language language = LANGUAGE_DUTCH;
static const char *prefix = "";
static struct arena *arena;

static int start(void **state)
{
    (void)state;
    arena = arena_new();
    language = LANGUAGE_DUTCH;
    prefix = "";
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void escapes_text(void **state)
{
    (void)state;
    GAVE(markup_text(out, TEXT("")), "");
    GAVE(markup_text(out, TEXT("café €")), "café €");
    GAVE(markup_text(out, TEXT("<a href='b\"&c'>")), "&lt;a href=&#39;b&#34;&amp;c&#39;&gt;");
    GAVE(markup_text(out, TEXT("&amp;")), "&amp;amp;");
    GAVE(markup_text(out, TEXT("a\0b\x1b\x7f\t\n")), "a\uFFFDb\uFFFD\uFFFD\t\n");
    GAVE(markup_string(out, NULL), "");
    GAVE(markup_label(out, ((struct label){TEXT("<nl>"), TEXT("en")})), "&lt;nl&gt;");
}

static void every_byte_comes_through_or_is_escaped(void **state)
{
    (void)state;
    for (int byte = 0; byte < 256; byte++) {
        char data[2] = {(char)byte, 'x'};
        struct buffer buffer = {.arena = arena};
        struct markup page = {.buffer = &buffer, .prefix = ""};
        markup_text(&page, (struct text){data, 2});
        struct text text = buffer_text(&buffer);
        bool escaped = text.data[0] == '&' || text_starts(text, "\uFFFD");
        bool must = strchr("&<>\"'", byte) != NULL || byte == 0x7F ||
                    (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r');
        assert_int_equal(escaped, must);
        assert_true(text_ends(text, "x"));
        if (!must)
            assert_int_equal((unsigned char)text.data[0], byte);
    }
}

static void takes_good_addresses(void **state)
{
    (void)state;
    static const char *const good[] = {
        "https://example.org",
        "http://example.org/a?b=c#d",
        "HTTPS://EXAMPLE.ORG",
        "mailto:a@example.org",
        "/",
        "/a/b",
        "?a=b",
        "#a",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        GAVE(markup_url_string(out, good[i]), good[i]);
    GAVE(markup_url_string(out, " https://example.org/a b\n"), "https://example.org/a%20b");
    GAVE(markup_url_string(out, "/a?b=c&d='\"<>"), "/a?b=c&amp;d=&#39;&#34;&lt;&gt;");
    prefix = "/en";
    GAVE(markup_url_string(out, "/a"), "/a");
}

static void refuses_other_addresses(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "javascript:a()",
        "JAVASCRIPT:a()",
        "java\tscript:a()",
        "java\nscript:a()",
        "\x01javascript:a()",
        "\xC2\xA0javascript:a()",
        "data:text/html,x",
        "vbscript:a",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "https:/evil.example",
        "https:evil.example",
        "https://",
        "http://a\\b",
        "ftp://a",
        "a/b",
        "javascript://example.org/%0aa()",
        "mailto:",
        "file:///etc/passwd",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        GAVE(markup_url_string(out, bad[i]), "#");
    GAVE(markup_url_text(out, TEXT("/a\0b")), "#");
}

static void puts_the_language_before_paths(void **state)
{
    (void)state;
    GAVE(markup_path_string(out, "/a"), "/a");
    prefix = "/en";
    GAVE(markup_path_string(out, "/a?b=c&d"), "/en/a?b=c&amp;d");
    GAVE(markup_path_string(out, "//evil.example"), "#");
    GAVE(markup_path_string(out, "https://example.org"), "#");
    GAVE(markup_path_string(out, "/\\evil.example"), "#");
    GAVE(markup_path_string(out, ""), "#");
    GAVE(markup_prefix(out), "/en");
}

static void encodes_parts(void **state)
{
    (void)state;
    GAVE(markup_part_text(out, TEXT("AZaz09-._~")), "AZaz09-._~");
    GAVE(markup_part_text(out, TEXT("a b/c?d=e&f#g%h'\"<\0é")),
         "a%20b%2Fc%3Fd%3De%26f%23g%25h%27%22%3C%00%C3%A9");
    GAVE(markup_part_text(out, TEXT("")), "");
    GAVE(markup_first_text(out, TEXT("")), ".");
    GAVE(markup_first_string(out, "/a"), "%2Fa");
    GAVE(markup_part_iso(out, ((struct date){2026, 3, 12})), "2026-03-12");
}

static void picks_by_type(void **state)
{
    (void)state;
    language = LANGUAGE_ENGLISH;
    size_t size = 12500;
    short few = -3;
    GAVE(MARKUP_VALUE(size)(out, size), "12,500");
    GAVE(MARKUP_PLAIN(size)(out, size), "12500");
    GAVE(MARKUP_DIGITS(size)(out, size), "12500");
    GAVE(MARKUP_PART(few)(out, few), "-3");
    GAVE(MARKUP_VALUE("<")(out, "<"), "&lt;");
    GAVE(MARKUP_VALUE((struct date){2026, 3, 0})(out, ((struct date){2026, 3, 0})), "March 2026");
    struct date day = {2026, 3, 12};
    GAVE(MARKUP_VALUE(day)(out, day), "12 March 2026");
    GAVE(markup_iso(out, day), "2026-03-12");
    GAVE(markup_iso(out, (struct date){0}), "");
    struct money money = {.kind = MONEY_EXACT, .cents = 6115};
    GAVE(MARKUP_VALUE(money)(out, money), "€61.15");
    GAVE(markup_language(out), "en");
}

static void fills_messages(void **state)
{
    (void)state;
    const struct markup_argument arguments[] = {
        MARKUP_ARGUMENT(12500)("n", 12500),
        MARKUP_ARGUMENT(TEXT("<b>"))("who", TEXT("<b>")),
        MARKUP_ARGUMENT_DIGITS(12500)("year", 12500),
        markup_argument_iso("since", (struct date){2026, 3, 12}),
    };
    GAVE(markup_format(out, TEXT("{who} & {n}, {year}, {since}, {n}."), 4, arguments),
         "&lt;b&gt; &amp; 12.500, 12500, 2026-03-12, 12.500.");
    GAVE(markup_format(out, TEXT("no { place"), 4, arguments), "no { place");
}

static void looks_messages_up(void **state)
{
    (void)state;
    assert_true(text_is(message(LANGUAGE_DUTCH, MESSAGE("Apes")), "Apen"));
    assert_true(text_is(message(LANGUAGE_ENGLISH, MESSAGE("Apes")), "Apes"));
    assert_true(text_is(message(LANGUAGE_DUTCH, MESSAGE("Zebras")), "Zebra's"));
    assert_true(text_is(message_plural(LANGUAGE_DUTCH, MESSAGE_PLURAL("{n} mouse", "{n} mice"), 1),
                        "{n} muis"));
    assert_true(text_is(message_plural(LANGUAGE_DUTCH, MESSAGE_PLURAL("{n} mouse", "{n} mice"), 0),
                        "{n} muizen"));
    assert_true(text_is(
        message_plural(LANGUAGE_ENGLISH, MESSAGE_PLURAL("{n} mouse", "{n} mice"), 2), "{n} mice"));
    struct text filled =
        message_fill(arena, TEXT("{a}{b} {a}"), "a", TEXT("{b}"), "b", TEXT("2"), (char *)NULL);
    assert_true(text_is(filled, "{b}2 {b}"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

static void writes_plain_text(void **state)
{
    (void)state;
    struct buffer buffer = {.arena = arena};
    struct markup_plain plain = markup_plain(&buffer, LANGUAGE_ENGLISH);
    struct markup *out = &plain.markup;
    MARKUP_VALUE(TEXT("a <b> & \"c\"\r\nBcc: d\t\x01\x7F"))
    (out, TEXT("a <b> & \"c\"\r\nBcc: d\t\x01\x7F"));
    markup_static(out, TEXT("\n"));
    MARKUP_VALUE(12500)(out, 12500);
    markup_format(
        out, TEXT(" {who} {when}"), 2,
        (const struct markup_argument[]){markup_argument_text("who", TEXT("Çelik\n")),
                                         markup_argument_date("when", (struct date){2026, 3, 12})});
    assert_string_equal(buffer_string(&buffer),
                        "a <b> & \"c\"  Bcc: d   \n12,500 Çelik  12 March 2026");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(writes_plain_text),
        TEST(escapes_text),
        TEST(every_byte_comes_through_or_is_escaped),
        TEST(takes_good_addresses),
        TEST(refuses_other_addresses),
        TEST(puts_the_language_before_paths),
        TEST(encodes_parts),
        TEST(picks_by_type),
        TEST(fills_messages),
        TEST(looks_messages_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
