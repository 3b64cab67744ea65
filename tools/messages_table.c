/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/messages.h"
#include "tools/templates.h"

static void add_string(struct buffer *buffer, struct text text)
{
    buffer_add_byte(buffer, '"');
    for (size_t at = 0; at < text.size; at++) {
        char byte = text.data[at];
        if (byte == '"' || byte == '\\')
            buffer_add_byte(buffer, '\\');
        if (byte == '\n')
            buffer_add_string(buffer, "\\n");
        else
            buffer_add_byte(buffer, byte);
    }
    buffer_add_byte(buffer, '"');
}

static void add_label(struct buffer *buffer, const char *name, struct text dutch,
                      struct text english)
{
    buffer_add_format(buffer, "    .%s = {\n        .dutch = {", name);
    add_string(buffer, dutch);
    buffer_add_format(buffer, ", %zu},\n        .english = {", dutch.size);
    add_string(buffer, english);
    buffer_add_format(buffer, ", %zu},\n    },\n", english.size);
}

/* The symbols are made from the English: two texts may not give the same. */
static void check_names(const struct found_messages *messages, const struct text *names)
{
    for (size_t i = 0; i < messages->count; i++)
        for (size_t other = 0; other < i; other++)
            if (text_equal(names[i], names[other]))
                fault_add(messages->faults, messages->items[i].file, messages->items[i].line, 0,
                          "\"%.*s\" and \"%.*s\" get the same symbol: change one of them",
                          TEXT_FORMAT(messages->items[i].one),
                          TEXT_FORMAT(messages->items[other].one));
}

struct text messages_table(const struct found_messages *messages)
{
    struct buffer buffer = {.arena = messages->arena};
    struct text *names = ARENA_ARRAY(messages->arena, struct text, messages->count + 1);
    buffer_add_string(&buffer, "/* Made from po/nl.po by tools/messages. */\n"
                               "#include \"web/message.h\"\n\n");
    for (size_t i = 0; i < messages->count; i++) {
        const struct found_message *item = &messages->items[i];
        bool plural = item->many.size;
        names[i] = template_message_name(messages->arena, item->one);
        buffer_add_format(&buffer,
                          "extern const struct message %.*s;\nconst struct message %.*s = {\n"
                          "    .id = ",
                          TEXT_FORMAT(names[i]), TEXT_FORMAT(names[i]));
        add_string(&buffer, item->one);
        buffer_add_string(&buffer, ",\n");
        add_label(&buffer, "one", item->dutch_one, item->one);
        add_label(&buffer, "many", plural ? item->dutch_many : item->dutch_one,
                  plural ? item->many : item->one);
        buffer_add_string(&buffer, "};\n\n");
    }
    check_names(messages, names);
    buffer_add_string(&buffer, "const struct message *const message_table[] = {\n");
    for (size_t i = 0; i < messages->count; i++)
        buffer_add_format(&buffer, "    &%.*s,\n", TEXT_FORMAT(names[i]));
    buffer_add_format(&buffer, "    NULL,\n};\n\nconst size_t message_count = %zu;\n",
                      messages->count);
    return buffer_text(&buffer);
}
