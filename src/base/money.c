/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/money.h"

#include <string.h>

static const char *const kind_ids[] = {"", "exact", "more", "less", "about", "unknown"};

const char *money_kind_id(enum money_kind kind)
{
    return kind_ids[kind];
}

bool money_kind_of(struct text id, enum money_kind *kind)
{
    for (size_t i = 1; i < sizeof kind_ids / sizeof *kind_ids; i++)
        if (text_is(id, kind_ids[i])) {
            *kind = (enum money_kind)i;
            return true;
        }
    return false;
}

enum meaning {
    MEANS_KIND,     /* tells the kind */
    MEANS_EURO,     /* tells the currency */
    MEANS_NOTHING,  /* says nothing that the value would lose */
    MEANS_CURRENCY, /* another currency: not understood */
};

/* Folded words and phrases around an amount; the longest first where one starts another. */
static const struct {
    const char *phrase;
    enum meaning meaning;
    enum money_kind kind;
} phrases[] = {
    {"minder dan", MEANS_KIND, MONEY_LESS},
    {"meer dan", MEANS_KIND, MONEY_MORE},
    {"less than", MEANS_KIND, MONEY_LESS},
    {"more than", MEANS_KIND, MONEY_MORE},
    {"lager dan", MEANS_KIND, MONEY_LESS},
    {"hoger dan", MEANS_KIND, MONEY_MORE},
    {"onder de", MEANS_KIND, MONEY_LESS},
    {"boven de", MEANS_KIND, MONEY_MORE},
    {"onder", MEANS_KIND, MONEY_LESS},
    {"boven", MEANS_KIND, MONEY_MORE},
    {"under", MEANS_KIND, MONEY_LESS},
    {"over", MEANS_KIND, MONEY_MORE},
    {"<", MEANS_KIND, MONEY_LESS},
    {">", MEANS_KIND, MONEY_MORE},
    {"ongeveer", MEANS_KIND, MONEY_ABOUT},
    {"circa", MEANS_KIND, MONEY_ABOUT},
    {"ca", MEANS_KIND, MONEY_ABOUT},
    {"geschatte", MEANS_KIND, MONEY_ABOUT},
    {"geschat", MEANS_KIND, MONEY_ABOUT},
    {"schatting", MEANS_KIND, MONEY_ABOUT},
    {"plusminus", MEANS_KIND, MONEY_ABOUT},
    {"about", MEANS_KIND, MONEY_ABOUT},
    {"approximately", MEANS_KIND, MONEY_ABOUT},
    {"approx", MEANS_KIND, MONEY_ABOUT},
    {"estimated", MEANS_KIND, MONEY_ABOUT},
    {"+/-", MEANS_KIND, MONEY_ABOUT},
    {"±", MEANS_KIND, MONEY_ABOUT},
    {"~", MEANS_KIND, MONEY_ABOUT},
    {"onbekend", MEANS_KIND, MONEY_UNKNOWN},
    {"geen idee", MEANS_KIND, MONEY_UNKNOWN},
    {"niet bekend", MEANS_KIND, MONEY_UNKNOWN},
    {"unknown", MEANS_KIND, MONEY_UNKNOWN},
    {"not known", MEANS_KIND, MONEY_UNKNOWN},
    {"no idea", MEANS_KIND, MONEY_UNKNOWN},
    {"?", MEANS_KIND, MONEY_UNKNOWN},
    {"€", MEANS_EURO, MONEY_NONE},
    {"euros", MEANS_EURO, MONEY_NONE},
    {"euro's", MEANS_EURO, MONEY_NONE},
    {"euro", MEANS_EURO, MONEY_NONE},
    {"eur", MEANS_EURO, MONEY_NONE},
    {"waarde", MEANS_NOTHING, MONEY_NONE},
    {"value", MEANS_NOTHING, MONEY_NONE},
    {"dollar", MEANS_CURRENCY, MONEY_NONE},
    {"dollars", MEANS_CURRENCY, MONEY_NONE},
    {"usd", MEANS_CURRENCY, MONEY_NONE},
    {"$", MEANS_CURRENCY, MONEY_NONE},
    {"pond", MEANS_CURRENCY, MONEY_NONE},
    {"gbp", MEANS_CURRENCY, MONEY_NONE},
    {"£", MEANS_CURRENCY, MONEY_NONE},
    {"dram", MEANS_CURRENCY, MONEY_NONE},
    {"yen", MEANS_CURRENCY, MONEY_NONE},
    {"gulden", MEANS_CURRENCY, MONEY_NONE},
    {"chf", MEANS_CURRENCY, MONEY_NONE},
    {"kronen", MEANS_CURRENCY, MONEY_NONE},
};

/* What was found while reading. */
struct reading {
    enum money_kind kind; /* MONEY_NONE until a word told it */
    bool unsure;          /* a question mark or "unknown" beside an amount */
    bool other_words;     /* words whose meaning the value cannot hold */
    size_t amounts;
    int64_t cents;
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (unsigned char)byte >= 0x80;
}

/* The separator of cents in NUMBER (digits, dots and commas), or 0: the last of the two kinds; one
 * that stands once with one or two digits behind it. *GOOD is false where grouping is not by
 * thousands. */
static size_t cents_at(struct text number, bool *good)
{
    size_t last = number.size;
    size_t same = 0;
    size_t other = 0;
    for (size_t at = number.size; at-- > 0;) {
        if (is_digit(number.data[at]))
            continue;
        if (last == number.size)
            last = at;
        same += number.data[at] == number.data[last];
        other += number.data[at] != number.data[last];
    }
    *good = true;
    if (last == number.size)
        return number.size;
    size_t behind = number.size - last - 1;
    if (same == 1 && (behind <= 2 || other)) {
        *good = behind > 0 && behind <= 2;
        return last;
    }
    *good = behind == 3 && !other;
    return number.size;
}

static bool read_cents(struct text number, int64_t *cents)
{
    bool good;
    size_t separator = cents_at(number, &good);
    if (!good)
        return false;
    int64_t total = 0;
    size_t group = 0; /* digits since the last thousands separator */
    bool grouped = false;
    for (size_t at = 0; at < separator; at++) {
        if (is_digit(number.data[at])) {
            total = total * 10 + (number.data[at] - '0');
            group++;
            if (total > MONEY_LARGEST / 100)
                return false;
        } else {
            if (!group || group > 3 || (grouped && group != 3))
                return false;
            grouped = true;
            group = 0;
        }
    }
    if (!separator || (grouped && group != 3))
        return false;
    total *= 100;
    if (separator < number.size) {
        total += 10 * (number.data[separator + 1] - '0');
        if (separator + 2 < number.size)
            total += number.data[separator + 2] - '0';
    }
    *cents = total;
    return total <= MONEY_LARGEST;
}

/* Reads the amount at *AT; "50,-" and "50,--" and "50.-" are whole euros. */
static bool take_amount(struct text text, size_t *at, struct reading *reading)
{
    size_t start = *at;
    size_t end = start;
    while (end < text.size &&
           (is_digit(text.data[end]) || ((text.data[end] == '.' || text.data[end] == ',') &&
                                         end + 1 < text.size && is_digit(text.data[end + 1]))))
        end++;
    *at = end;
    if (end + 1 < text.size && (text.data[end] == ',' || text.data[end] == '.') &&
        text.data[end + 1] == '-')
        for (*at = end + 1; *at < text.size && text.data[*at] == '-';)
            ++*at;
    reading->amounts++;
    return read_cents(text_slice(text, start, end), &reading->cents);
}

static bool take_phrase(struct text text, size_t *at, struct reading *reading)
{
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        size_t size = strlen(phrases[i].phrase);
        if (text.size - *at < size || memcmp(text.data + *at, phrases[i].phrase, size) != 0)
            continue;
        bool word = phrases[i].phrase[0] >= 'a' && phrases[i].phrase[0] <= 'z';
        if (word && *at + size < text.size && is_letter(text.data[*at + size]))
            continue;
        *at += size;
        if (phrases[i].meaning == MEANS_CURRENCY)
            return false;
        if (phrases[i].meaning == MEANS_KIND) {
            if (phrases[i].kind == MONEY_UNKNOWN)
                reading->unsure = true;
            else if (reading->kind && reading->kind != phrases[i].kind)
                return false;
            else
                reading->kind = phrases[i].kind;
        }
        return true;
    }
    while (*at < text.size && (is_letter(text.data[*at]) || text.data[*at] == '\''))
        ++*at;
    reading->other_words = true;
    return true;
}

/* Case only: accents matter here ("€" and "±" must stay what they are). */
static struct text lower(struct arena *arena, struct text text)
{
    char *copy = arena_copy(arena, text.data, text.size);
    for (size_t at = 0; at < text.size; at++)
        if (copy[at] >= 'A' && copy[at] <= 'Z')
            copy[at] = (char)(copy[at] - 'A' + 'a');
    return (struct text){copy, text.size};
}

static bool scan(struct text text, struct reading *reading)
{
    for (size_t at = 0; at < text.size;) {
        char byte = text.data[at];
        if (is_digit(byte)) {
            if (!take_amount(text, &at, reading))
                return false;
        } else if (byte == '-' && at + 1 < text.size && is_digit(text.data[at + 1])) {
            return false; /* below zero, or a range */
        } else if (byte == ' ' || byte == '.' || byte == ',' || byte == ':' || byte == ';') {
            at++;
        } else if (byte == '\xC2' && at + 1 < text.size && text.data[at + 1] == '\xA0') {
            at += 2; /* no-break space */
        } else if (is_letter(byte) || strchr("<>?$~+", byte)) {
            size_t before = at;
            if (!take_phrase(text, &at, reading))
                return false;
            if (at == before)
                at++;
        } else {
            reading->other_words = true;
            at++;
        }
    }
    return true;
}

bool money_read(struct text text, struct money *money)
{
    *money = (struct money){0};
    text = text_trim(text);
    if (!text.size || text.size > 500)
        return false;
    struct arena *arena = arena_new();
    struct reading reading = {0};
    bool good = scan(lower(arena, text), &reading);
    arena_free(arena);
    if (!good || reading.amounts > 1)
        return false;
    if (!reading.amounts) {
        if (!reading.unsure || reading.kind || reading.other_words)
            return false;
        *money = (struct money){.kind = MONEY_UNKNOWN, .written = text};
        return true;
    }
    money->cents = reading.cents;
    money->kind = reading.kind ? reading.kind : reading.unsure ? MONEY_ABOUT : MONEY_EXACT;
    if (reading.unsure || reading.other_words)
        money->written = text;
    return true;
}

enum truth money_is_more(struct money money, int64_t cents)
{
    switch (money.kind) {
    case MONEY_EXACT:
        return truth_of(money.cents > cents);
    case MONEY_MORE:
        return money.cents >= cents ? TRUTH_TRUE : TRUTH_UNKNOWN;
    case MONEY_LESS:
        return money.cents <= cents ? TRUTH_FALSE : TRUTH_UNKNOWN;
    default:
        return TRUTH_UNKNOWN;
    }
}

enum truth money_is_less(struct money money, int64_t cents)
{
    switch (money.kind) {
    case MONEY_EXACT:
        return truth_of(money.cents < cents);
    case MONEY_MORE:
        return money.cents >= cents ? TRUTH_FALSE : TRUTH_UNKNOWN;
    case MONEY_LESS:
        return money.cents <= cents ? TRUTH_TRUE : TRUTH_UNKNOWN;
    default:
        return TRUTH_UNKNOWN;
    }
}

enum truth money_is_same(struct money money, int64_t cents)
{
    if (money.kind == MONEY_EXACT)
        return truth_of(money.cents == cents);
    if (money.kind == MONEY_MORE && cents <= money.cents)
        return TRUTH_FALSE;
    if (money.kind == MONEY_LESS && cents >= money.cents)
        return TRUTH_FALSE;
    return TRUTH_UNKNOWN;
}

void money_add_plain(struct buffer *buffer, int64_t cents)
{
    buffer_add_number(buffer, cents / 100);
    buffer_add_byte(buffer, '.');
    buffer_add_byte(buffer, (char)('0' + cents / 10 % 10));
    buffer_add_byte(buffer, (char)('0' + cents % 10));
}

void money_add_dutch(struct buffer *buffer, int64_t cents)
{
    struct buffer plain = {.arena = buffer->arena};
    buffer_add_number(&plain, cents / 100);
    for (size_t at = 0; at < plain.size; at++) {
        if (at && (plain.size - at) % 3 == 0)
            buffer_add_byte(buffer, '.');
        buffer_add_byte(buffer, plain.data[at]);
    }
    buffer_add_byte(buffer, ',');
    buffer_add_byte(buffer, (char)('0' + cents / 10 % 10));
    buffer_add_byte(buffer, (char)('0' + cents % 10));
}
