/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/mistake.h"

enum { SHOWN = 80, SHOWN_CHOICES = 12 };

static const struct {
    const char *what; /* behind what was written, between quotes; or by itself */
    bool quoted;
} lines[REGISTER_MISTAKES] = {
    [REGISTER_UNSEEN] = {"a character that cannot be seen; expected readable text", false},
    [REGISTER_LINES] = {"more than one line; expected one line", false},
    [REGISTER_NO_ID] = {"is no id; expected 1 to 64 letters, digits, '-', '_' and '.', starting "
                        "with a letter or digit",
                        true},
    [REGISTER_NO_DATE] = {"is no date; expected a day (2019-06-20 or 20 juni 2019), a month "
                          "(2019-06) or a year (2019)",
                          true},
    [REGISTER_NO_MONEY] = {"is no amount of money; expected one amount in euro (\"61,15\"), with "
                           "\"<\", \">\" or \"ca.\" in front where it is not exact, or "
                           "\"onbekend\"",
                           true},
    [REGISTER_NO_BOOLEAN] = {"is neither yes nor no; expected ja or nee", true},
    [REGISTER_NO_NUMBER] = {"is no whole number; expected digits alone", true},
    [REGISTER_NO_CHOICE] = {"is none of the choices; expected one of", true},
    [REGISTER_NO_KVK] = {"no number of the trade register (KvK); expected eight digits", false},
};

/* What was written, short enough for a message. */
static struct text shown(struct arena *arena, struct text written)
{
    size_t end = SHOWN;
    if (written.size <= SHOWN)
        return written;
    while (end && ((unsigned char)written.data[end] & 0xC0) == 0x80)
        end--;
    return text_format(arena, "%.*s...", (int)end, written.data);
}

static void add_choices(struct buffer *line, const struct register_vocabulary *vocabulary)
{
    for (size_t i = 0; i < vocabulary->option_count && i < SHOWN_CHOICES; i++)
        buffer_add_format(line, "%s %.*s", i ? "," : "",
                          TEXT_FORMAT(vocabulary->options[i].label.dutch));
    if (vocabulary->option_count > SHOWN_CHOICES)
        buffer_add_string(line, ", ...");
}

struct text register_mistake_line(struct arena *arena, const struct register_field *field,
                                  const struct register_mistake *mistake)
{
    struct buffer line = {.arena = arena};
    long long count = (long long)mistake->count;
    long long most = (long long)mistake->most;
    switch (mistake->kind) {
    case REGISTER_NO_UTF8:
        return text_format(arena, "byte %lld is not UTF-8; expected text in UTF-8", count);
    case REGISTER_TOO_LONG:
        return text_format(arena, "%lld characters; expected at most %lld", count, most);
    case REGISTER_TOO_MANY:
        return text_format(arena, "more than %lld parts; expected fewer", most);
    default:
        break;
    }
    if (lines[mistake->kind].quoted)
        buffer_add_format(&line, "\"%.*s\" ", TEXT_FORMAT(shown(arena, mistake->written)));
    buffer_add_string(&line, lines[mistake->kind].what);
    if (mistake->kind == REGISTER_NO_CHOICE)
        add_choices(&line, field->vocabulary);
    return (struct text){buffer_string(&line), line.size};
}
