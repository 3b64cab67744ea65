/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/recognise.h"

#include "register/organisation.h"

#include <string.h>

/* Words that say nothing by themselves. */
static const char *const small[] = {"van", "de", "het",  "der", "den", "des", "een", "in", "te",
                                    "bij", "op", "voor", "of",  "the", "a",   "an",  "at", NULL};

/* What follows these is another position. */
static const char *const joints[] = {"en", "and", "tevens", "alsmede", "ook", "also", NULL};

/* What stands before a position and leaves it what it is. */
static const char *const before[] = {"waarnemend",   "wnd",       "plaatsvervangend", "plv",
                                     "demissionair", "fungerend", "interim",          "tijdelijk",
                                     "acting",       NULL};

/* Words, with an empty one where another position may begin. */
struct words {
    struct text *items;
    size_t count;
    size_t capacity;
};

static bool is_one_of(const char *const *words, struct text word)
{
    for (; *words; words++)
        if (text_is(word, *words))
            return true;
    return false;
}

static void add(struct arena *arena, struct words *words, struct text word)
{
    if (is_one_of(small, word))
        return;
    if (is_one_of(joints, word) || text_is(word, "-"))
        word = TEXT("");
    words->items =
        arena_grow(arena, words->items, words->count, &words->capacity, sizeof *words->items);
    words->items[words->count++] = word;
}

static bool is_dash(struct text rest)
{
    return text_starts(rest, "\xe2\x80\x93") || text_starts(rest, "\xe2\x80\x94");
}

/* Letters, digits, what is not ASCII, and a hyphen: "oud-minister" is one word. */
static bool is_of_word(struct text rest)
{
    unsigned char byte = (unsigned char)rest.data[0];
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' ||
           (byte >= 0x80 && !is_dash(rest));
}

/* Adds the words of TEXT. Points are left out: "b.d." is "bd". */
static void read_words(struct arena *arena, struct text text, struct words *words)
{
    struct text folded = text_fold(arena, text);
    struct buffer word = {.arena = arena};
    for (size_t at = 0; at <= folded.size; at++) {
        struct text rest = text_slice(folded, at, folded.size);
        if (rest.size && rest.data[0] == '.')
            continue;
        if (rest.size && is_of_word(rest)) {
            buffer_add_byte(&word, rest.data[0]);
            continue;
        }
        if (word.size)
            add(arena, words, text_copy(arena, buffer_text(&word)));
        word.size = 0;
        if (is_dash(rest))
            at += 2;
        if (is_dash(rest) || (rest.size && memchr(",;:/&+|", rest.data[0], 7)))
            add(arena, words, TEXT("-"));
    }
}

/* What is no word in a phrase. */
static bool is_sign(struct text part)
{
    return text_is(part, "...") || text_is(part, "|") || text_is(part, "{body}");
}

struct register_phrase register_phrase_of(struct arena *arena, struct text written)
{
    struct words words = {0};
    struct text part;
    while (text_next(&written, ' ', &part))
        if (is_sign(part))
            add(arena, &words, part);
        else
            read_words(arena, part, &words);
    return (struct register_phrase){words.items, words.count};
}

/* A position, as an entry says it. */
struct position {
    const struct text *words;
    size_t count;
    size_t own;            /* how many are of the first text */
    struct words names[2]; /* of the body */
};

static bool stands_at(const struct position *position, size_t at, const struct words *words)
{
    if (!words->count || words->count > position->count - at)
        return false;
    for (size_t i = 0; i < words->count; i++)
        if (!text_equal(position->words[at + i], words->items[i]))
            return false;
    return true;
}

/* Whether PHRASE, from its word NEXT on, stands at a place in the position. */
static bool says_at(const struct position *position, size_t at,
                    const struct register_phrase *phrase, size_t next)
{
    if (next == phrase->count)
        return true;
    struct text word = phrase->words[next];
    if (text_is(word, "...")) {
        bool said = says_at(position, at, phrase, next + 1);
        while (!said && at < position->own)
            said = says_at(position, ++at, phrase, next + 1);
        return said;
    }
    if (text_is(word, "{body}")) {
        for (size_t i = 0; i < sizeof position->names / sizeof *position->names; i++)
            if (stands_at(position, at, &position->names[i]) &&
                says_at(position, at + position->names[i].count, phrase, next + 1))
                return true;
        return false;
    }
    if (text_is(word, "|"))
        return at == position->own && says_at(position, at, phrase, next + 1);
    /* "Commissaris" at "De Koning Beheer" is no "commissaris van de koning". */
    bool runs_on = at == position->own && next && !is_sign(phrase->words[next - 1]);
    return at < position->count && !runs_on && text_equal(position->words[at], word) &&
           says_at(position, at + 1, phrase, next + 1);
}

static bool says_any(const struct position *position, const struct register_phrase *phrases,
                     size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (says_at(position, 0, &phrases[i], 0))
            return true;
    return false;
}

/* The position that begins at the first of WORDS and ends where another may begin, with what later
 * texts say. */
static bool is_recognised(struct arena *arena, const struct register_rule *rule,
                          const struct words *words, const struct words *later,
                          struct position *position)
{
    struct words said = {0};
    size_t at = 0;
    while (at < words->count && is_one_of(before, words->items[at]))
        at++;
    while (at < words->count && words->items[at].size)
        add(arena, &said, words->items[at++]);
    position->own = said.count;
    for (size_t i = 0; i < later->count; i++)
        if (later->items[i].size)
            add(arena, &said, later->items[i]);
    position->words = said.items;
    position->count = said.count;
    return position->own && says_any(position, rule->words, rule->word_count) &&
           !says_any(position, rule->except, rule->except_count);
}

bool register_recognises(struct arena *arena, const struct register_rule *rule,
                         const struct register_value *values,
                         const struct register_organisation *body)
{
    struct position position = {0};
    struct words first = {0};
    struct words later = {0};
    for (size_t i = 0; i < rule->in_count; i++)
        read_words(arena, values[rule->in[i]->number].text, i ? &later : &first);
    if (body) {
        read_words(arena, body->name.dutch, &position.names[0]);
        read_words(arena, body->name.english, &position.names[1]);
    }
    for (size_t at = 0; at < first.count; at++) {
        struct words rest = {first.items + at, first.count - at, 0};
        if ((!at || !first.items[at - 1].size) &&
            is_recognised(arena, rule, &rest, &later, &position))
            return true;
    }
    return false;
}
