/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "rule/sql.h"

#include "base/json.h"

#include <assert.h>
#include <math.h>
#include <string.h>

void rule_sql_add_text(struct buffer *sql, enum rule_dialect dialect, struct text text)
{
    assert(!text.size || !memchr(text.data, 0, text.size));
    /* A backslash means itself in E'' only when doubled, whatever the server's settings. */
    bool escape = dialect == RULE_POSTGRESQL && text_find(text, 0, TEXT("\\")) < text.size;
    buffer_add_string(sql, escape ? "E'" : "'");
    for (size_t at = 0; at < text.size; at++) {
        if (text.data[at] == '\'' || (escape && text.data[at] == '\\'))
            buffer_add_byte(sql, text.data[at]);
        buffer_add_byte(sql, text.data[at]);
    }
    buffer_add_byte(sql, '\'');
}

static void add_integer(struct buffer *sql, enum rule_dialect dialect, int64_t integer)
{
    const char *cast = dialect == RULE_POSTGRESQL ? "::bigint" : "";
    if (integer >= 0)
        buffer_add_format(sql, "%lld%s", (long long)integer, cast);
    else if (integer == INT64_MIN && dialect == RULE_POSTGRESQL)
        buffer_add_format(sql, "'%lld'%s", (long long)integer, cast);
    else
        buffer_add_format(sql, "(%lld)%s", (long long)integer, cast);
}

/* A whole number below 2^63 that a double holds exactly. */
static void add_whole(struct buffer *sql, enum rule_dialect dialect, double whole)
{
    buffer_add_format(sql, dialect == RULE_POSTGRESQL ? "%lld::float8" : "%lld.0",
                      (long long)whole);
}

/* DECIMAL as WHOLE / 10^PLACES, if it is that with few digits: the division gives just DECIMAL. */
static bool split_decimal(double decimal, double *whole, double *power)
{
    *power = 1;
    for (int places = 0; places <= 15; places++, *power *= 10) {
        *whole = round(decimal * *power);
        if (fabs(*whole) > 1e15)
            return false;
        if (*whole / *power == decimal)
            return true;
    }
    return false;
}

/* SQLite 3.40 reads "0.1234567890123456" one bit wrong at times, so a decimal is written as whole
 * numbers and one operation that every engine rounds alike, or as exact powers of two. */
static void add_decimal(struct buffer *sql, enum rule_dialect dialect, double decimal)
{
    double whole;
    double power;
    if (signbit(decimal)) {
        buffer_add_string(sql, "(-");
        add_decimal(sql, dialect, -decimal);
        buffer_add_string(sql, ")");
        return;
    }
    if (split_decimal(decimal, &whole, &power)) {
        buffer_add_string(sql, power > 1 ? "(" : "");
        add_whole(sql, dialect, whole);
        if (power > 1) {
            buffer_add_string(sql, "/");
            add_whole(sql, dialect, power);
            buffer_add_string(sql, ")");
        }
        return;
    }
    int exponent;
    double mantissa = ldexp(frexp(decimal, &exponent), 53);
    exponent -= 53;
    buffer_add_string(sql, "(");
    add_whole(sql, dialect, mantissa);
    const char *sign = exponent < 0 ? "/" : "*";
    for (int left = exponent < 0 ? -exponent : exponent; left > 0; left -= 60) {
        buffer_add_string(sql, sign);
        add_whole(sql, dialect, ldexp(1, left < 60 ? left : 60));
    }
    buffer_add_string(sql, ")");
}

static const char *null_of(enum rule_dialect dialect, enum rule_type type)
{
    if (dialect == RULE_SQLITE)
        return "NULL";
    switch (type) {
    case RULE_BOOLEAN:
        return "NULL::boolean";
    case RULE_INTEGER:
    case RULE_DURATION:
        return "NULL::bigint";
    case RULE_DECIMAL:
        return "NULL::float8";
    default:
        return "NULL::text";
    }
}

static void add_literal(struct buffer *sql, enum rule_dialect dialect, enum rule_type type,
                        const struct rule_value *value)
{
    switch (value->known ? type : RULE_ANY) {
    case RULE_BOOLEAN:
        buffer_add_string(sql, dialect == RULE_SQLITE ? (value->boolean ? "1" : "0")
                               : value->boolean       ? "TRUE"
                                                      : "FALSE");
        break;
    case RULE_INTEGER:
    case RULE_DURATION:
        add_integer(sql, dialect, value->integer);
        break;
    case RULE_DECIMAL:
        add_decimal(sql, dialect, value->decimal);
        break;
    case RULE_TEXT:
        rule_sql_add_text(sql, dialect, value->text);
        break;
    case RULE_DATE:
        rule_sql_add_text(sql, dialect, date_format(sql->arena, value->date));
        break;
    default:
        buffer_add_string(sql, null_of(dialect, type));
        break;
    }
}

struct piece rule_sql_literal(struct translation *translation, enum rule_type type,
                              const struct rule_value *value)
{
    struct buffer sql = {.arena = translation->arena};
    add_literal(&sql, translation->dialect, type, value);
    return (struct piece){buffer_text(&sql), 0, 0};
}

struct piece rule_sql_truth(struct translation *translation, enum truth truth)
{
    struct rule_value value = {
        .type = RULE_BOOLEAN, .known = truth != TRUTH_UNKNOWN, .boolean = truth == TRUTH_TRUE};
    return rule_sql_literal(translation, RULE_BOOLEAN, &value);
}

static struct text json_list(struct arena *arena, const struct rule_value *value)
{
    struct buffer buffer = {.arena = arena};
    struct json_writer json = {.buffer = &buffer};
    json_open_array(&json);
    for (size_t i = 0; i < value->list.count; i++)
        json_write_text(&json, value->list.items[i].text);
    json_close_array(&json);
    return buffer_text(&buffer);
}

/* The part of VALUE that one column holds. */
static struct rule_value part_value(struct arena *arena, enum rule_type type,
                                    const struct rule_value *value, const char *part)
{
    struct rule_value made = {.type = RULE_TEXT, .known = value->known};
    if (type == RULE_MONEY && text_is(TEXT("kind"), part)) {
        made.text = text_of(money_kind_id(value->money.kind));
        made.known = made.known && value->money.kind != MONEY_NONE;
    } else if (type == RULE_MONEY) {
        made.type = RULE_INTEGER;
        made.known =
            made.known && value->money.kind != MONEY_NONE && value->money.kind != MONEY_UNKNOWN;
        made.integer = value->money.cents;
    } else if (type == RULE_ORGANISATION) {
        made.text =
            text_is(TEXT("name"), part) ? value->organisation.name : value->organisation.kvk;
        made.known = made.known && made.text.size;
    } else if (type == RULE_BOOLEAN) {
        made.type = RULE_INTEGER;
        made.integer = value->boolean;
    } else if (type == RULE_LIST) {
        made.text = made.known ? json_list(arena, value) : made.text;
    } else {
        made = *value;
        made.type = type;
        if (type == RULE_DATE)
            made.known = made.known && made.date.year;
    }
    return made;
}

void rule_value_to_sql(struct buffer *sql, enum rule_dialect dialect, enum rule_type type,
                       const struct rule_value *value, const char *part)
{
    struct rule_value made = part_value(sql->arena, type, value, part);
    add_literal(sql, dialect, made.type, &made);
}
