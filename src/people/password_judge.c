/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a password is worth that is made of what everybody tries first: the commonest words (of
 * which the lists of leaked passwords are made), names of the person and the body, rows of keys,
 * years, repetition. All that is left out; what remains must be as much as a short random
 * password. */

#include "people/password_inside.h"

#include <ctype.h>
#include <string.h>

enum { LEAST_LEFT = 8, PIECE = 4 };

/* In small letters. */
static const char *const words[] = {
    "wachtwoord",  "password", "passwort",  "paswoord",  "welkom",     "welcome",     "geheim",
    "secret",      "qwerty",   "azerty",    "qwertz",    "admin",      "beheer",      "gebruiker",
    "user",        "login",    "inloggen",  "test",      "hallo",      "hello",       "iloveyou",
    "ikhouvanjou", "liefde",   "schatje",   "dragon",    "monkey",     "letmein",     "sunshine",
    "princess",    "football", "voetbal",   "feyenoord", "ajax",       "master",      "computer",
    "zomer",       "winter",   "herfst",    "lente",     "voorjaar",   "najaar",      "summer",
    "spring",      "autumn",   "vakantie",  "januari",   "februari",   "maart",       "april",
    "juni",        "juli",     "augustus",  "september", "oktober",    "november",    "december",
    "january",     "february", "march",     "june",      "july",       "august",      "october",
    "maandag",     "dinsdag",  "woensdag",  "donderdag", "vrijdag",    "zaterdag",    "zondag",
    "monday",      "friday",   "nederland", "holland",   "amsterdam",  "rotterdam",   "utrecht",
    "denhaag",     "oranje",   "provincie", "gemeente",  "waterschap", "integriteit", "waarborg",
};

static const char *const rows[] = {"abcdefghijklmnopqrstuvwxyz",
                                   "0123456789",
                                   "1234567890",
                                   "qwertyuiop",
                                   "asdfghjkl",
                                   "zxcvbnm",
                                   "!@#$%^&*()"};

/* Whether TYPED is how people write the small letter or digit PLAIN. */
static bool alike(char typed, char plain)
{
    static const char instead[][2] = {{'0', 'o'}, {'1', 'i'}, {'1', 'l'}, {'!', 'i'}, {'3', 'e'},
                                      {'4', 'a'}, {'@', 'a'}, {'5', 's'}, {'$', 's'}, {'7', 't'}};
    char small = (char)tolower((unsigned char)plain);
    if (tolower((unsigned char)typed) == small)
        return true;
    for (size_t i = 0; i < sizeof instead / sizeof *instead; i++)
        if (instead[i][0] == typed && instead[i][1] == small)
            return true;
    return false;
}

static size_t word_at(struct text text, size_t at, struct text word)
{
    size_t i = 0;
    while (i < word.size && at + i < text.size && alike(text.data[at + i], word.data[i]))
        i++;
    return i == word.size ? i : 0;
}

/* Whether ONE and NEXT stand side by side in a row of keys, or are the same. */
static bool follows(char one, char next, int step)
{
    char small = (char)tolower((unsigned char)one);
    char other = (char)tolower((unsigned char)next);
    if (step == 0)
        return small == other;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *place = strchr(rows[i], small);
        if (small && place && (step > 0 || place > rows[i]) && place[step] == other)
            return true;
    }
    return false;
}

/* How many bytes at AT are a row of keys, up or down, or the same key, three times or more. */
static size_t row_at(struct text text, size_t at)
{
    for (int step = -1; step <= 1; step++) {
        size_t end = at + 1;
        while (end < text.size && follows(text.data[end - 1], text.data[end], step))
            end++;
        if (end - at >= 3)
            return end - at;
    }
    return 0;
}

static size_t year_at(struct text text, size_t at)
{
    struct text year = text_slice(text, at, at + 4 <= text.size ? at + 4 : text.size);
    int64_t number;
    return year.size == 4 && text_number(year, &number) && number >= 1900 && number < 2100 ? 4 : 0;
}

/* The longest word of TEXT, of three letters or more, that stands at AT in PASSWORD. */
static size_t own_at(struct text password, size_t at, struct text own)
{
    size_t most = 0;
    for (size_t from = 0; from < own.size;) {
        size_t to = from;
        while (to < own.size && !strchr(" @.-_,;:/", own.data[to]))
            to++;
        size_t size = to - from >= 3 ? word_at(password, at, text_slice(own, from, to)) : 0;
        most = size > most ? size : most;
        from = to + 1;
    }
    return most;
}

/* How many bytes at AT everybody tries first. */
static size_t guessed_at(struct text text, size_t at, const struct text *own, size_t count)
{
    size_t most = year_at(text, at);
    size_t row = row_at(text, at);
    most = row > most ? row : most;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t word = word_at(text, at, text_of(words[i]));
        most = word > most ? word : most;
    }
    for (size_t i = 0; i < count; i++) {
        size_t word = own_at(text, at, own[i]);
        most = word > most ? word : most;
    }
    return most;
}

/* Whether what stands at AT stood before: "abcd" twice is no more than once. */
static bool repeats(struct text text, size_t at)
{
    if (at + PIECE > text.size)
        return false;
    return text_find(text, 0, text_slice(text, at, at + PIECE)) + PIECE <= at;
}

enum people_judgement people_password_judge(const struct people_password *password,
                                            const struct text *own, size_t count)
{
    struct text text = {password->data, password->size};
    size_t left = 0;
    if (password->long_one)
        return PEOPLE_PASSWORD_LONG;
    if (text_length(text) < PEOPLE_PASSWORD_LEAST)
        return PEOPLE_PASSWORD_SHORT;
    for (size_t at = 0; at < text.size;) {
        size_t guessed = guessed_at(text, at, own, count);
        if (!guessed && repeats(text, at))
            guessed = PIECE;
        left += !guessed;
        at += guessed ? guessed : 1;
    }
    return left < LEAST_LEFT ? PEOPLE_PASSWORD_GUESSABLE : PEOPLE_PASSWORD_FINE;
}
