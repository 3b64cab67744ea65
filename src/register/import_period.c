/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/import_inside.h"

/* Dates out of a text: "Praag vanaf 12 december 2019 tot 14 december 2019", "New York vanaf juni
 * 2022", "Bern from 3 May 2021 to 5 May 2021". Only these words begin and end a period, and what
 * follows them must be a date: nothing is guessed. */

enum { WORDS_MOST = 512, DATE_WORDS_MOST = 4 };

struct words {
    struct text items[WORDS_MOST]; /* slices of the text */
    size_t count;
};

static bool is_one_of(struct text word, const char *const *words)
{
    for (; *words; words++)
        if (text_is(word, *words))
            return true;
    return false;
}

static bool begins(struct text word)
{
    static const char *const words[] = {"vanaf", "van", "from", "Vanaf", "Van", "From", NULL};
    return is_one_of(word, words);
}

/* How many words from AT on say that an end follows. */
static size_t ends(const struct words *words, size_t at)
{
    static const char *const one[] = {"tot", "t/m", "t.e.m.", "until", "till", "to", NULL};
    if (at >= words->count || !is_one_of(words->items[at], one))
        return 0;
    if (at + 2 < words->count && text_is(words->items[at], "tot") &&
        text_is(words->items[at + 1], "en") && text_is(words->items[at + 2], "met"))
        return 3;
    return 1;
}

static struct text without_marks(struct text text)
{
    while (text.size && (text.data[0] == '(' || text.data[0] == ','))
        text = text_slice(text, 1, text.size);
    while (text.size && (text_ends(text, ")") || text_ends(text, ",") || text_ends(text, ".") ||
                         text_ends(text, ";")))
        text = text_slice(text, 0, text.size - 1);
    return text;
}

/* The longest date that starts at the word AT; returns how many words it takes, 0 for none. */
static size_t date_at(const struct words *words, size_t at, struct date *date)
{
    for (size_t count = DATE_WORDS_MOST; count > 0; count--) {
        if (at + count > words->count)
            continue;
        const char *start = words->items[at].data;
        const struct text *last = &words->items[at + count - 1];
        struct text written = {start, (size_t)(last->data + last->size - start)};
        if (date_read(without_marks(written), date))
            return count;
    }
    return 0;
}

static void cut(struct text text, struct words *words)
{
    size_t at = 0;
    while (at < text.size && words->count < WORDS_MOST) {
        while (at < text.size && (unsigned char)text.data[at] <= ' ')
            at++;
        size_t start = at;
        while (at < text.size && (unsigned char)text.data[at] > ' ')
            at++;
        if (at > start)
            words->items[words->count++] = text_slice(text, start, at);
    }
}

bool import_period_read(struct arena *arena, struct text text, struct date *since,
                        struct date *until)
{
    struct words *words = ARENA_NEW(arena, struct words);
    size_t found = 0;
    cut(text, words);
    for (size_t at = 0; at < words->count; at++) {
        struct date first;
        struct date last = {0};
        size_t taken = begins(words->items[at]) ? date_at(words, at + 1, &first) : 0;
        if (!taken)
            continue;
        size_t next = at + 1 + taken;
        size_t end = ends(words, next);
        if (end && !date_at(words, next + end, &last))
            return false; /* there is an end, and it is not understood */
        if (!end && !text_is(words->items[at], "vanaf") && !text_is(words->items[at], "Vanaf"))
            continue; /* "van 2019" may be anything */
        found++;
        *since = first;
        *until = last;
    }
    return found == 1;
}
