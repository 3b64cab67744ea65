/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/sheet.h"

#include "base/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void writes_what_a_spreadsheet_expects(void **state)
{
    (void)state;
    static const char *const expected[] = {
        [SHEET_PEOPLE] = "\xEF\xBB\xBFnaam;waarde;datum;aantal\r\n"
                         "Café \xE2\x80\x99t Hoekje;1234,50;2026-03-12;-5\r\n"
                         "\"a;b\";-0,05;2026-03;0\r\n",
        [SHEET_DATA] = "naam,waarde,datum,aantal\r\n"
                       "Café \xE2\x80\x99t Hoekje,1234.50,2026-03-12,-5\r\n"
                       "\"a;b\",-0.05,2026-03,0\r\n",
    };
    for (enum sheet_form form = SHEET_PEOPLE; form <= SHEET_DATA; form++) {
        struct arena *arena = arena_new();
        struct buffer buffer = {.arena = arena};
        struct sheet sheet = sheet_begin(&buffer, form);
        sheet_text(&sheet, TEXT("naam"));
        sheet_text(&sheet, TEXT("waarde"));
        sheet_text(&sheet, TEXT("datum"));
        sheet_text(&sheet, TEXT("aantal"));
        sheet_row(&sheet);
        sheet_text(&sheet, TEXT("Café \xE2\x80\x99t Hoekje"));
        sheet_decimal(&sheet, 123450, 2);
        sheet_date(&sheet, (struct date){2026, 3, 12});
        sheet_number(&sheet, -5);
        sheet_row(&sheet);
        sheet_text(&sheet, TEXT("a;b"));
        sheet_decimal(&sheet, -5, 2);
        sheet_date(&sheet, (struct date){2026, 3, 0});
        sheet_decimal(&sheet, 0, 0);
        sheet_row(&sheet);
        assert_string_equal(buffer_string(&buffer), expected[form]);
        arena_free(arena);
    }
}

static void writes_extreme_numbers(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buffer buffer = {.arena = arena};
    struct sheet sheet = sheet_begin(&buffer, SHEET_DATA);
    sheet_decimal(&sheet, INT64_MIN, 0);
    sheet_decimal(&sheet, INT64_MIN, 2);
    sheet_decimal(&sheet, INT64_MAX, 18);
    sheet_decimal(&sheet, 7, 3);
    sheet_row(&sheet);
    assert_string_equal(
        buffer_string(&buffer),
        "-9223372036854775808,-92233720368547758.08,9.223372036854775807,0.007\r\n");
    arena_free(arena);
}

static void disarms_formulas(void **state)
{
    (void)state;
    static const char *const formulas[] = {
        "=1+1", "+31 6", "-5",   "@SUM(A1)", "\t=1", "\rx",        "\n",
        " =1",  "＝1",   "＋1",  "－1",      "＠x",  "\xC2\xA0=1", "\xE2\x80\x8B=1",
        "'=1",  "''-1",  "' =1", "--",       "=",    "'-",         "\xEF\xBB\xBF=1",
    };
    static const char *const harmless[] = {
        "", "-", "a=1", "'s-Hertogenbosch", "5", "'", "''x", "'t Hoekje", "€ -5", " a"};
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) {
        struct arena *arena = arena_new();
        struct buffer buffer = {.arena = arena};
        struct sheet sheet = sheet_begin(&buffer, SHEET_DATA);
        assert_true(sheet_is_formula(text_of(formulas[i])));
        sheet_text(&sheet, text_of(formulas[i]));
        size_t quoted = *buffer_string(&buffer) == '"';
        assert_int_equal(buffer.data[quoted], '\'');
        struct text written = text_slice(buffer_text(&buffer), quoted, buffer.size - quoted);
        assert_true(text_is(sheet_rearm(written), formulas[i]));
        arena_free(arena);
    }
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        assert_false(sheet_is_formula(text_of(harmless[i])));
        assert_true(text_is(sheet_rearm(text_of(harmless[i])), harmless[i]));
    }
}

static uint64_t seed = 7;

static size_t chance(size_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (size_t)(seed >> 20) % below;
}

static struct text hostile(struct arena *arena)
{
    static const char *const parts[] = {
        "=",
        "+",
        "-",
        "@",
        "'",
        "\"",
        "\"\"",
        ",",
        ";",
        "\t",
        "|",
        "\r",
        "\n",
        "\r\n",
        " ",
        "\xC2\xA0",
        "\xE2\x80\x8B",
        "\xEF\xBB\xBF",
        "＝",
        "－",
        "é",
        "€",
        "😀",
        "sep=;",
        "a",
        "1",
        "[{",
        "{\"",
        "cmd|' /C calc'!A0",
        "<script>",
        "\\",
        "PK",
        "ij́",
    };
    struct buffer buffer = {.arena = arena};
    if (chance(5))
        for (size_t n = chance(6); n; n--)
            buffer_add_string(&buffer, parts[chance(sizeof parts / sizeof *parts)]);
    return buffer_text(&buffer);
}

/* No spreadsheet sees a formula: after quotes and blanks no field starts with one of its signs. */
static void assert_disarmed(struct text file, char separator)
{
    bool quoted = false;
    bool start = true;
    for (size_t at = text_starts(file, "\xEF\xBB\xBF") ? 3 : 0; at < file.size; at++) {
        char byte = file.data[at];
        if (start && byte == '"') {
            quoted = true;
            byte = file.data[++at];
            if (byte == '"' && file.data[at + 1] != '"')
                quoted = false;
        }
        if (start && strchr("=+@", byte))
            fail_msg("a formula at %zu in %.*s", at, TEXT_FORMAT(file));
        start = false;
        if (byte == '"' && quoted) {
            if (at + 1 < file.size && file.data[at + 1] == '"')
                at++;
            else
                quoted = false;
        } else if (!quoted && (byte == separator || byte == '\n')) {
            start = true;
        }
    }
}

static void reads_back_hostile_text(void **state)
{
    (void)state;
    for (int round = 0; round < 4000; round++) {
        struct arena *arena = arena_new();
        struct buffer buffer = {.arena = arena};
        enum sheet_form form = chance(2) ? SHEET_PEOPLE : SHEET_DATA;
        struct sheet sheet = sheet_begin(&buffer, form);
        struct text cells[8][6];
        size_t width = 1 + chance(6);
        size_t rows = chance(8);
        for (size_t i = 0; i < width; i++) {
            struct text heading = text_trim(hostile(arena));
            cells[0][i] = text_format(arena, "%.*s%zu", TEXT_FORMAT(heading), i);
            sheet_text(&sheet, cells[0][i]);
        }
        sheet_row(&sheet);
        for (size_t row = 1; row <= rows; row++) {
            for (size_t i = 0; i < width; i++)
                sheet_text(&sheet, cells[row % 8][i] = hostile(arena));
            sheet_row(&sheet);
        }
        assert_disarmed(buffer_text(&buffer), form == SHEET_PEOPLE ? ';' : ',');
        struct faults faults = {.arena = arena};
        struct table *table;
        struct table_row row;
        if (table_open(arena, buffer_text(&buffer), TEXT("t"), &faults, &table))
            fail_msg("%s: %s", buffer_string(&buffer), faults.items[0].message.data);
        assert_int_equal(table_width(table), width);
        for (size_t i = 0; i < width; i++)
            assert_true(text_equal(table_heading(table, i), cells[0][i]));
        for (size_t number = 1; number <= rows; number++) {
            assert_true(table_next(table, &row));
            for (size_t i = 0; i < width; i++)
                if (!text_equal(row.fields[i].text, cells[number][i]))
                    fail_msg("%s: %zu,%zu", buffer_string(&buffer), number, i);
        }
        assert_false(table_next(table, &row));
        assert_int_equal(faults.count, 0);
        arena_free(arena);
    }
}

/* The caller may send what there is after each row and go on with an empty buffer. */
static void goes_on_with_an_empty_buffer(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buffer buffer = {.arena = arena};
    struct sheet sheet = sheet_begin(&buffer, SHEET_PEOPLE);
    for (int i = 0; i < 3; i++) {
        buffer.size = 0;
        sheet_text(&sheet, TEXT(""));
        sheet_text(&sheet, TEXT(""));
        sheet_row(&sheet);
        assert_string_equal(buffer_string(&buffer), "\"\";\r\n");
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_what_a_spreadsheet_expects),
        cmocka_unit_test(writes_extreme_numbers),
        cmocka_unit_test(disarms_formulas),
        cmocka_unit_test(reads_back_hostile_text),
        cmocka_unit_test(goes_on_with_an_empty_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
