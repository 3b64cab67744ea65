/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "site/turtle.h"

#include <string.h>

/* What may not stand between < and > is percent-encoded. */
static void add_address(struct buffer *buffer, struct text address)
{
    buffer_add_byte(buffer, '<');
    for (size_t i = 0; i < address.size; i++) {
        unsigned char byte = (unsigned char)address.data[i];
        if (byte <= ' ' || byte == 0x7f || strchr("<>\"{}|^`\\", byte))
            buffer_add_format(buffer, "%%%02X", (unsigned)byte);
        else
            buffer_add_byte(buffer, (char)byte);
    }
    buffer_add_byte(buffer, '>');
}

static void add_text(struct buffer *buffer, struct text text)
{
    buffer_add_byte(buffer, '"');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte == '"' || byte == '\\')
            buffer_add_format(buffer, "\\%c", byte);
        else if (byte < ' ' || byte == 0x7f)
            buffer_add_format(buffer, "\\u%04X", (unsigned)byte);
        else
            buffer_add_byte(buffer, (char)byte);
    }
    buffer_add_byte(buffer, '"');
}

static void add_property(struct turtle *turtle, const char *property)
{
    buffer_add_format(turtle->buffer, " ;\n  %s ", property);
}

void turtle_prefix(struct turtle *turtle, const char *prefix, const char *address)
{
    buffer_add_format(turtle->buffer, "@prefix %s: <%s> .\n", prefix, address);
}

void turtle_subject(struct turtle *turtle, struct text subject, const char *types)
{
    buffer_add_byte(turtle->buffer, '\n');
    add_address(turtle->buffer, subject);
    buffer_add_format(turtle->buffer, " a %s", types);
}

void turtle_end(struct turtle *turtle)
{
    buffer_add_string(turtle->buffer, " .\n");
}

void turtle_address(struct turtle *turtle, const char *property, struct text address)
{
    add_property(turtle, property);
    add_address(turtle->buffer, address);
}

void turtle_text(struct turtle *turtle, const char *property, struct text text)
{
    add_property(turtle, property);
    add_text(turtle->buffer, text);
}

void turtle_label(struct turtle *turtle, const char *property, struct label label)
{
    add_property(turtle, property);
    add_text(turtle->buffer, label.dutch);
    buffer_add_string(turtle->buffer, "@nl");
    if (!label.english.size || text_equal(label.dutch, label.english))
        return;
    buffer_add_string(turtle->buffer, ", ");
    add_text(turtle->buffer, label.english);
    buffer_add_string(turtle->buffer, "@en");
}

void turtle_moment(struct turtle *turtle, const char *property, struct text moment)
{
    turtle_text(turtle, property, moment);
    buffer_add_string(turtle->buffer, "^^xsd:dateTime");
}
