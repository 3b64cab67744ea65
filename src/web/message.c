/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/message.h"

#include <assert.h>
#include <string.h>

static const struct message *find(const char *id)
{
    size_t from = 0;
    size_t to = message_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = strcmp(id, message_table[middle]->id);
        if (!order)
            return message_table[middle];
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

struct text message_in(const struct message *message, enum language language)
{
    return label_in(message->one, language);
}

struct text message_of(const struct message *message, enum language language, int64_t n)
{
    return label_in(n == 1 ? message->one : message->many, language);
}

struct text message(enum language language, const char *id)
{
    const struct message *found = find(id);
    assert(found);
    return found ? message_in(found, language) : text_of(id);
}

struct text message_plural(enum language language, const char *one, const char *many, int64_t n)
{
    const struct message *found = find(one);
    assert(found);
    return found ? message_of(found, language, n) : text_of(n == 1 ? one : many);
}

struct text message_fill(struct arena *arena, struct text pattern, ...)
{
    struct buffer buffer = {.arena = arena};
    struct text before;
    struct text name;
    while (language_placeholder(&pattern, &before, &name)) {
        buffer_add(&buffer, before);
        va_list arguments;
        va_start(arguments, pattern);
        const char *argument;
        /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): va_start stands right above */
        while ((argument = va_arg(arguments, const char *))) {
            struct text value = va_arg(arguments, struct text);
            if (text_is(name, argument)) {
                buffer_add(&buffer, value);
                break;
            }
        }
        va_end(arguments);
        assert(argument);
    }
    buffer_add(&buffer, before);
    return buffer_text(&buffer);
}
