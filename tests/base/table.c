/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/table.h"

#include "base/file.h"
#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* What a table says: its headings and rows with "|" between fields and "/" after each row, then its
 * faults as "line:column message". */
struct reading {
    struct arena *arena;
    struct faults faults;
    struct buffer said;
    struct table *table;
    struct error *error;
};

static void add_field(struct reading *reading, struct text text, bool last)
{
    assert_true(text_valid(text, NULL));
    assert_false(text_has_control(text));
    buffer_add(&reading->said, text);
    buffer_add_byte(&reading->said, last ? '/' : '|');
}

static struct reading read_content(struct text content, const char *name)
{
    struct reading reading = {.arena = arena_new()};
    reading.faults.arena = reading.said.arena = reading.arena;
    /* Of its own size, so that reading past the end is seen. */
    char *copy = malloc(content.size ? content.size : 1);
    memcpy(copy, content.data, content.size);
    struct text whole = {copy, content.size};
    reading.error =
        table_open(reading.arena, whole, text_of(name), &reading.faults, &reading.table);
    if (!reading.error) {
        size_t width = table_width(reading.table);
        for (size_t i = 0; i < width; i++)
            add_field(&reading, table_heading(reading.table, i), i + 1 == width);
        for (struct table_row row; table_next(reading.table, &row);)
            for (size_t i = 0; i < width; i++)
                add_field(&reading, row.fields[i].text, i + 1 == width);
    } else {
        assert_true(fault_count(&reading.faults) > 0);
    }
    for (size_t i = 0; i < reading.faults.count; i++) {
        const struct fault *fault = &reading.faults.items[i];
        buffer_add_format(&reading.said, "[%zu:%zu %.*s]", fault->line, fault->column,
                          TEXT_FORMAT(fault->message));
    }
    buffer_string(&reading.said);
    free(copy);
    return reading;
}

static void expect(struct text content, const char *name, const char *expected)
{
    struct reading reading = read_content(content, name);
    size_t size = strlen(expected);
    /* Of a fault only the beginning of its message is expected. */
    if (strncmp(reading.said.data, expected, size) != 0 ||
        (!strchr(expected, '[') && reading.said.data[size]))
        fail_msg("%.60s\n  said: %s\n  not:  %s", content.data, reading.said.data, expected);
    arena_free(reading.arena);
}

static void reads_every_dialect(void **state)
{
    (void)state;
    static const struct {
        const char *content;
        const char *expected;
    } cases[] = {
        {"a,b\n1,2\n", "a|b/1|2/"},
        {"a;b\r\n1;2\r\n", "a|b/1|2/"},
        {"a\tb\r1\t2\r", "a|b/1|2/"},
        {"a|b\n1|2", "a|b/1|2/"},
        {"sep=;\r\na;b,c\r\n1;2,3", "a|b,c/1|2,3/"},
        {"SEP=|\na|b;c;d\n1|2", "a|b;c;d/1|2/"},
        {"a\n1\n\n \n2\n", "a/1/2/"},
        {"a,b\n\"x,y\",\"say \"\"hi\"\"\"\n", "a|b/x,y|say \"hi\"/"},
        {"a,b\n \"x\" , \"y\"\t\n", "a|b/x|y/"},
        {"a,b\n x y ,5\" disk\n", "a|b/ x y |5\" disk/"},
        {"a,b\n\"one\r\ntwo\",3\n", "a|b/one\r\ntwo|3/"},
        {"a,b,,\n1,2,,,,\n3,4\n;,5\n", "a|b/1|2/3|4/;|5/"},
        {"a;b\n;\n\"\";\n", "a|b/|/"},
        {"\xEF\xBB\xBF"
         "naam;é\n1;2\n",
         "naam|é/1|2/"},
        {"na\xEFve;prijs\ncaf\xE9;\x80 5\n", "naïve|prijs/café|€ 5/"},
        {"\"Prijs (in euro, ex, btw)\";x\n1;2\n", "Prijs (in euro, ex, btw)|x/1|2/"},
        {"Prijs (euro, ex btw, rond);x\n1;2\n", "Prijs (euro, ex btw, rond)|x/1|2/"},
        {"a;b\n'=1+1;'s-Hertogenbosch\n", "a|b/=1+1|'s-Hertogenbosch/"},
        {"a,\"b;c\"\n", "a|b;c/"},
        {"5\" disk;x\n1;2\n", "5\" disk|x/1|2/"},
        {"[a],{b}\n1,2\n", "[a]|{b}/1|2/"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(text_of(cases[i].content), "t.csv", cases[i].expected);
    expect(TEXT("\xFF\xFE"
                "a\0;\0b\0\n\0\xAC\x20;\0\x3D\xD8\x00\xDE"),
           "t.csv", "a|b/€|😀/");
    expect(TEXT("\xFE\xFF"
                "\0a\0;\0b\0\n\x20\xAC\0;\xD8\x3D\xDE\x00"),
           "t.csv", "a|b/€|😀/");
}

static void says_where_it_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *content;
        const char *expected;
    } cases[] = {
        {"", "[0:0 the file is empty"},
        {"\n \n", "[0:0 the file is empty"},
        {",,\n", "[0:0 the file is empty"},
        {"\"\";\"\"\n1;2\n", "[1:0 the columns have no names"},
        {"a,b\n1\n2,3\n4,5,,6\n", "a|b/2|3/[2:0 the row has 1 fields, and there are 2 headings"},
        {"a,b\n4,5,,6\n", "a|b/[2:6 the row has more fields than the 2 headings"},
        {"a,,b\n1,2,3\n", "[1:3 column 2 has no name"},
        {"a,b,Á\n1,2,3\n", "[1:5 columns 1 and 3 are both called \"Á\""},
        {"a,b;c\n1,2;3\n", "[1:0 the headings can be split in two ways"},
        {"a,b\n1,\"x\ny\n", "a|b/[2:3 the quote that opens here is not closed"},
        {"a,b\n\"x\ny\" z,2\n", "a|b/[3:4 text after the closing quote"},
        {"a,b\né,\x01\n3,4\n", "a|b/3|4/[2:3 b: the field has a control character"},
        {"a,b\né,\x7F\n", "a|b/[2:3 b: the field has a control character"},
        {"a,b\n1,x\xC2\x85\n", "a|b/[2:3 b: the field has a control character"},
        {"a,b\n1,x\xE2\x80\xAE\n", "a|b/[2:3 b: the field has a control character"},
        {"a,b\n\"1\n2\",\"3\n\x02\"\n", "a|b/[3:4 b: the field has a control character"},
        {"a,b\ncaf\xE9,\x81\n", "[2:6 byte 81 is neither UTF-8 nor Windows-1252"},
        {"a,b\ncafé,caf\xE9\n", "[2:9 this is no valid UTF-8, while other letters"},
        {"\xEF\xBB\xBF"
         "a,b\nx,caf\xE9\n",
         "[2:6 this is no valid UTF-8, which the start"},
        {"PK\x03\x04zz", "[0:0 this is a spreadsheet file"},
        {"%PDF-1.7\n", "[0:0 this is a PDF"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(text_of(cases[i].content), "t.csv", cases[i].expected);
    expect(TEXT("a,b\n1,\0\n"), "t.csv", "a|b/[2:3 b: the field has a NUL character");
    expect(TEXT("\xFF\xFE"
                "a\0\n\0\x3D\xD8x\0"),
           "t.csv", "[2:1 this is no valid UTF-16");
    expect(TEXT("\xFF\xFE"
                "a\0\n"),
           "t.csv", "[1:2 this is no valid UTF-16");
}

static void reads_json(void **state)
{
    (void)state;
    static const struct {
        const char *content;
        const char *expected;
    } cases[] = {
        {"[{\"a\":1,\"b\":\"x\"},\n{\"b\":null,\"c\":true}]", "a|b|c/1|x|/||true/"},
        {"{\"total\":2,\"items\":[{\"a\":61.150},{\"a\":-1e3}]}", "a/61.150/-1e3/"},
        {" [ { \"a\" : { \"b\" : [1, \"}\"] } } ] ", "a/{ \"b\" : [1, \"}\"] }/"},
        {"[{\"\\u0061\":\"\\\"\\u20ac\\n\"}]", "a/\"€\n/"},
        {"[{\"a\":\"'=1\"}]", "a/'=1/"},
        {"[]", ""},
        {"{\"items\":[]}", ""},
        {"[{}]", ""},
        {"[{\"a\":1},\n {\"a\":\"\\u0007\"},\n {\"a\":2}]",
         "a/1/2/[2:7 a: the field has a control character"},
        {"[{\"a\":1},\n{\"a\":1 \"b\":2}]", "[2:11 this is not JSON: "},
        {"[{\"a\":1},\n{\"a\":1,\"a\":2}]", "[2:11 this is not JSON: duplicate object key"},
        {"[{\"a\":1},\n]", "[2:1 an object, { ... }, was expected here"},
        {"[{\"a\":1}\n{\"a\":1}]", "[2:1 a comma or ] was expected here"},
        {"[{\"a\":1}", "[1:9 a comma or ] was expected here"},
        {"[{\"a\":1", "[1:2 what opens here is not closed"},
        {"[{\"a\":1}] x", "[1:11 there is something after the end"},
        {"[{\"a\":1}, 5]", "[1:11 an object, { ... }, was expected here"},
        {"{\"a\":1}", "[1:7 there is no array of objects"},
        {"{\"a\":[],\"b\":[]}", "[1:13 there are two arrays"},
        {"{\"a\":,\"b\":[]}", "[1:6 a value was expected here"},
        {"[{\"\":1}]", "[1:3 column 1 has no name"},
        {"[{\"a\":1},{\"A\":1}]", "[1:11 columns 1 and 2 are both called \"A\""},
        {"[{\"a\":\"\\u0000\"}]", "[1:15 this is not JSON: "},
        {"5", "[1:1 [ or { was expected here"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(text_of(cases[i].content), "t.json", cases[i].expected);
    char deep[256] = "[{\"a\":";
    memset(deep + 6, '[', 100);
    expect(text_of(deep), "t.json", "[1:2 what opens here is not closed, or nested more than 32");
}

static void places_fields_and_faults(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *content;
        const char *message;
    } cases[] = {
        {"t.csv", "naam;waarde\r\n\"é\r\né\"; \"x\"\r\n", "3:5 waarde: not x"},
        {"t.json", "{\"items\": [\n {\"naam\": \"é\",\n  \"waarde\": \"x\"}]}",
         "3:13 waarde: not x"},
        {"t.json", "[{\"naam\":\"é\",\"waarde\":\"x\"}]", "1:23 waarde: not x"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct faults faults = {.arena = arena};
        struct table *table;
        struct table_row row;
        assert_null(
            table_open(arena, text_of(cases[i].content), text_of(cases[i].name), &faults, &table));
        assert_true(table_next(table, &row));
        assert_int_equal(row.number, 1);
        assert_int_equal(row.line, i == 2 ? 1 : 2);
        const struct fault *fault = table_fault(table, &row, 1, "not %s", "x");
        assert_string_equal(text_format(arena, "%zu:%zu %.*s", fault->line, fault->column,
                                        TEXT_FORMAT(fault->message))
                                .data,
                            cases[i].message);
        assert_false(table_next(table, &row));
        assert_int_equal(table_percent(table) > 90, true);
        arena_free(arena);
    }
}

static void keeps_kinds_of_json(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    struct table *table;
    struct table_row row;
    struct text content =
        TEXT("[{\"t\":\"\",\"n\":1.0,\"b\":false,\"z\":null,\"o\":{\"x\":[1]}},{\"q\":1}]");
    static const enum table_kind kinds[] = {TABLE_TEXT, TABLE_NUMBER, TABLE_BOOLEAN,
                                            TABLE_NULL, TABLE_NESTED, TABLE_ABSENT};
    assert_null(table_open(arena, content, TEXT("-"), &faults, &table));
    assert_true(table_is_json(table));
    assert_true(table_next(table, &row));
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(row.fields[i].kind, kinds[i]);
    json_t *nested;
    assert_null(json_read(arena, row.fields[4].text, &nested));
    assert_int_equal(json_array_size(json_object_get(nested, "x")), 1);
    json_decref(nested);
    arena_free(arena);
}

static void stops_where_it_must(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buffer content = {.arena = arena};
    buffer_add_string(&content, "a,b\n");
    for (int i = 0; i < TABLE_REFUSED_MOST + 5; i++)
        buffer_add_string(&content, "1\n");
    struct reading reading = read_content(buffer_text(&content), "t.csv");
    assert_true(table_is_broken(reading.table));
    assert_int_equal(table_refused(reading.table), TABLE_REFUSED_MOST);
    arena_free(reading.arena);
    content.size = 0;
    for (int i = 0; i < TABLE_COLUMNS_MOST + 1; i++)
        buffer_add_format(&content, "c%d;", i);
    expect(buffer_text(&content), "t.csv", "[1:891 there are more than 200 columns");
    content.size = 0;
    buffer_add_string(&content, "a;b\n1;");
    memset(buffer_reserve(&content, TABLE_FIELD_LARGEST + 1), 'x', TABLE_FIELD_LARGEST + 1);
    buffer_add_string(&content, "\n1;2\n");
    expect(buffer_text(&content), "t.csv", "a|b/1|2/[2:3 b: the field is larger");
    content.size = 0;
    buffer_add_string(&content, "a;b\n1;\"");
    memset(buffer_reserve(&content, 2 * TABLE_FIELD_LARGEST + 9), 'x', 2 * TABLE_FIELD_LARGEST + 9);
    buffer_add_string(&content, "\"\n1;2\n");
    expect(buffer_text(&content), "t.csv",
           "a|b/[2:3 the quote that opens here is not closed within");
    struct faults faults = {.arena = arena};
    struct table *table;
    struct error *error =
        table_open(arena, (struct text){"", TABLE_LARGEST + 1}, TEXT("x"), &faults, &table);
    assert_int_equal(error->kind, ERROR_TOO_LARGE);
    arena_free(arena);
}

/* --- The same table, written in every dialect and encoding, is read back the same. */

static uint64_t seed = 42;

static size_t chance(size_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (size_t)(seed >> 20) % below;
}

/* Letters of Windows-1252, so that every encoding can hold them, and what makes trouble. */
static const uint32_t alphabet[] = {'a',    'b',    'Z',  '1', ' ', '"',  '"',  '\n', '\r',
                                    ',',    ';',    '\t', '|', '=', '\'', '-',  0xE9, 0xEB,
                                    0x20AC, 0x2019, '[',  '{', '+', 0xA0, 0xDF, '\\'};

static size_t random_points(uint32_t *points)
{
    size_t size = chance(4) ? chance(9) : 0;
    for (size_t i = 0; i < size; i++)
        points[i] = alphabet[chance(sizeof alphabet / sizeof *alphabet)];
    return size;
}

static void add_point(struct buffer *buffer, enum encoding encoding, uint32_t point)
{
    if (encoding == ENCODING_UTF16_LITTLE || encoding == ENCODING_UTF16_BIG) {
        bool big = encoding == ENCODING_UTF16_BIG;
        buffer_add_byte(buffer, (char)(big ? point >> 8 : point));
        buffer_add_byte(buffer, (char)(big ? point : point >> 8));
    } else if (encoding == ENCODING_WINDOWS_1252 || point < 0x80) {
        buffer_add_byte(buffer, (char)(point == 0x20AC ? 0x80 : point == 0x2019 ? 0x92 : point));
    } else if (point < 0x800) {
        buffer_add_byte(buffer, (char)(0xC0 | point >> 6));
        buffer_add_byte(buffer, (char)(0x80 | (point & 0x3F)));
    } else {
        buffer_add_byte(buffer, (char)(0xE0 | point >> 12));
        buffer_add_byte(buffer, (char)(0x80 | (point >> 6 & 0x3F)));
        buffer_add_byte(buffer, (char)(0x80 | (point & 0x3F)));
    }
}

struct dialect {
    enum encoding encoding;
    bool mark;
    char separator;
    const char *line_end;
    bool spaces; /* around quotes */
};

static void add_ascii(struct buffer *buffer, const struct dialect *dialect, const char *string)
{
    for (; *string; string++)
        add_point(buffer, dialect->encoding, (uint32_t)*string);
}

static void write_field(struct buffer *content, struct buffer *expected,
                        const struct dialect *dialect)
{
    uint32_t points[16];
    size_t size = random_points(points);
    /* Apostrophes before a formula are the sheet's business (tests/base/sheet.c). */
    if (size && points[0] == '\'')
        points[0] = 'q';
    bool quoted = chance(4) == 0;
    for (size_t i = 0; i < size; i++)
        quoted |= points[i] == '"' || points[i] == '\n' || points[i] == '\r' ||
                  points[i] == (uint32_t)dialect->separator;
    quoted |= size && points[0] < '!';
    if (quoted)
        add_ascii(content, dialect, dialect->spaces && chance(2) ? "  \"" : "\"");
    for (size_t i = 0; i < size; i++) {
        add_point(content, dialect->encoding, points[i]);
        if (points[i] == '"')
            add_ascii(content, dialect, "\"");
        add_point(expected, ENCODING_UTF8, points[i]);
    }
    if (quoted)
        add_ascii(content, dialect, dialect->spaces && chance(2) ? "\" " : "\"");
}

static void round_trip(const struct dialect *dialect)
{
    struct arena *arena = arena_new();
    struct buffer content = {.arena = arena};
    struct buffer expected = {.arena = arena};
    char separator[] = {dialect->separator, '\0'};
    size_t width = 1 + chance(5);
    if (dialect->mark)
        add_point(&content, dialect->encoding, 0xFEFF);
    for (size_t row = 0; row < 1 + chance(8); row++) {
        for (size_t i = 0; i <= width; i++) {
            if (i)
                add_ascii(&content, dialect, separator);
            /* The last column makes Windows-1252 what it is, and no row blank. */
            if (row == 0 || i == width) {
                add_ascii(&content, dialect, row ? "x" : i == width ? "z" : "h");
                add_point(&content, dialect->encoding, i == width ? 0xE9 : 'a' + (uint32_t)i);
                buffer_add_string(&expected, row ? "x" : i == width ? "z" : "h");
                add_point(&expected, ENCODING_UTF8, i == width ? 0xE9 : 'a' + (uint32_t)i);
            } else {
                write_field(&content, &expected, dialect);
            }
            buffer_add_byte(&expected, i == width ? '/' : '|');
        }
        add_ascii(&content, dialect, dialect->line_end);
    }
    struct reading reading = read_content(buffer_text(&content), "t");
    if (strcmp(reading.said.data, buffer_string(&expected)) != 0)
        fail_msg("%s\nread as %s\nnot as  %s", buffer_string(&content), reading.said.data,
                 expected.data);
    assert_int_equal(table_encoding(reading.table), dialect->encoding);
    assert_int_equal(table_separator(reading.table), dialect->separator);
    arena_free(reading.arena);
    arena_free(arena);
}

static void reads_back_every_dialect(void **state)
{
    (void)state;
    static const char separators[] = ",;\t|";
    static const char *const line_ends[] = {"\n", "\r\n", "\r"};
    for (int i = 0; i < 6000; i++) {
        enum encoding encoding = (enum encoding)chance(4);
        bool mark = encoding == ENCODING_UTF16_LITTLE || encoding == ENCODING_UTF16_BIG ||
                    (encoding == ENCODING_UTF8 && chance(2));
        round_trip(&(struct dialect){encoding, mark, separators[chance(4)], line_ends[chance(3)],
                                     chance(2) == 0});
    }
}

/* Whatever is cut off or changed, it is read within bounds, and what is handed out is sound. */
static void survives_damage(void **state)
{
    (void)state;
    static const char *const whole[] = {
        "\xEF\xBB\xBF"
        "naam;\"waarde\"\r\n\"Coöperatie \"\"x\"\"\";'=1\r\n\r\n1;\"2\n3\"\r\n",
        "{\"n\": 2, \"items\": [{\"a\": \"\\u20acé\", \"b\": [1, {\"c\": null}]},\n{\"b\": "
        "-1.5e3}]}",
        "sep=,\na,b\ncaf\xE9,\x80\n",
    };
    for (int i = 0; i < 20000; i++) {
        char damaged[128];
        struct text content = text_of(whole[chance(3)]);
        memcpy(damaged, content.data, content.size);
        for (size_t n = chance(4); n; n--)
            damaged[chance(content.size)] = "\"\",;\n\r\\{}[]:'\x80\xC3\xFF\0 "[chance(18)];
        size_t start = chance(8) ? 0 : chance(content.size);
        size_t end = chance(2) ? content.size : start + chance(content.size - start);
        struct reading reading =
            read_content((struct text){damaged + start, end - start}, chance(2) ? "t" : "t.json");
        arena_free(reading.arena);
    }
}

static void reads_what_was_published(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t rows;
        size_t width;
    } files[] = {
        {"nevenfuncties", 507, 9},
        {"geschenken", 61, 5},
        {"reizen", 19, 5},
        {"verklaringen-geen", 124, 3},
    };
    const char *folder = getenv("WAARBORG_TEST_DATA");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct arena *arena = arena_new();
        struct faults faults = {.arena = arena};
        struct table *table;
        struct table_row row;
        struct text content;
        const char *path =
            text_format(arena, "%s/eerste-kamer-%s.csv", folder ? folder : ".", files[i].name).data;
        struct error *error = file_read(arena, path, TABLE_LARGEST, &content);
        if (error && error->kind == ERROR_NOT_FOUND) {
            arena_free(arena);
            skip();
        }
        assert_null(error);
        assert_null(table_open(arena, content, text_of(path), &faults, &table));
        size_t rows = 0;
        while (table_next(table, &row))
            rows++;
        assert_int_equal(rows, files[i].rows);
        assert_int_equal(table_width(table), files[i].width);
        assert_int_equal(faults.count, 0);
        assert_true(text_is(table_heading(table, 0), "lid"));
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_dialect),
        cmocka_unit_test(says_where_it_is_wrong),
        cmocka_unit_test(reads_json),
        cmocka_unit_test(places_fields_and_faults),
        cmocka_unit_test(keeps_kinds_of_json),
        cmocka_unit_test(stops_where_it_must),
        cmocka_unit_test(reads_back_every_dialect),
        cmocka_unit_test(survives_damage),
        cmocka_unit_test(reads_what_was_published),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
