/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/yaml_tree.h"

#include "base/json.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* One reading of one file. */
struct reading {
    struct arena *arena;
    struct text file;
    struct text content;
    struct faults *faults;
    yaml_parser_t parser;
    size_t nodes;
    bool broken; /* what follows cannot be understood */
};

void register_node_fault(struct faults *faults, const struct register_node *node,
                         const char *format, ...)
{
    struct buffer buffer = {.arena = faults->arena};
    va_list arguments;
    va_start(arguments, format);
    buffer_add_arguments(&buffer, format, arguments);
    va_end(arguments);
    fault_add(faults, node->file, node->line, node->column, "%s", buffer_string(&buffer));
}

struct register_node *register_node_get(const struct register_node *node, const char *key)
{
    if (!node || node->kind != REGISTER_NODE_MAPPING)
        return NULL;
    for (size_t i = 0; i < node->count; i++)
        if (text_is(node->members[i].key->text, key))
            return node->members[i].value;
    return NULL;
}

struct register_node *register_node_copy(struct arena *arena, const struct register_node *node)
{
    struct register_node *copy = ARENA_NEW(arena, struct register_node);
    *copy = *node;
    copy->members = ARENA_ARRAY(arena, struct register_member, node->count + 1);
    copy->capacity = node->count + 1;
    if (node->count)
        memcpy(copy->members, node->members, node->count * sizeof *node->members);
    return copy;
}

void register_node_add(struct arena *arena, struct register_node *node, struct register_node *key,
                       struct register_node *value)
{
    node->members =
        arena_grow(arena, node->members, node->count, &node->capacity, sizeof *node->members);
    node->members[node->count++] = (struct register_member){key, value};
}

/* The places where libyaml would count lines otherwise than an editor does, or where a reader sees
 * something else than the program: all are told, as nothing of the rest can be wrong because of
 * them. */
static void check_characters(struct reading *reading, struct text content)
{
    size_t line = 1;
    size_t column = 1;
    bool tab = false; /* told in this line */
    for (size_t at = 0; at < content.size; at++) {
        unsigned char byte = (unsigned char)content.data[at];
        if (byte == '\n') {
            line++;
            column = 1;
            tab = false;
            continue;
        }
        if ((byte & 0xC0) == 0x80)
            continue;
        struct text rest = text_slice(content, at, content.size);
        if (at == 0 && text_starts(rest, "\xEF\xBB\xBF"))
            continue;
        if (byte == '\t' && !tab) {
            fault_add(reading->faults, reading->file, line, column, "a tab; expected spaces");
            tab = true;
            reading->broken = true;
        } else if (byte == '\r' && (rest.size < 2 || rest.data[1] != '\n')) {
            fault_add(
                reading->faults, reading->file, line, column,
                "a carriage return without a line feed; expected lines that end in a line feed");
            reading->broken = true;
        } else if (text_starts(rest, "\xC2\x85") || text_starts(rest, "\xE2\x80\xA8") ||
                   text_starts(rest, "\xE2\x80\xA9")) {
            fault_add(reading->faults, reading->file, line, column,
                      "a line separator that editors do not show; expected lines that end in a "
                      "line feed");
            reading->broken = true;
        } else {
            size_t size = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
            if (text_has_control(text_slice(rest, 0, size))) {
                fault_add(reading->faults, reading->file, line, column,
                          "a character that cannot be seen; expected readable text");
                reading->broken = true;
            }
        }
        column++;
    }
}

/* The line and column of the byte at PLACE. */
static void place_of(struct text content, size_t place, size_t *line, size_t *column)
{
    *line = 1;
    *column = 1;
    for (size_t at = 0; at < place; at++) {
        if (content.data[at] == '\n') {
            ++*line;
            *column = 1;
        } else if (((unsigned char)content.data[at] & 0xC0) != 0x80) {
            ++*column;
        }
    }
}

static void fault_at(struct reading *reading, yaml_mark_t mark, const char *message)
{
    fault_add(reading->faults, reading->file, mark.line + 1, mark.column + 1, "%s", message);
}

static void syntax_fault(struct reading *reading)
{
    const yaml_parser_t *parser = &reading->parser;
    if (parser->error == YAML_MEMORY_ERROR)
        abort();
    yaml_mark_t mark = parser->problem_mark;
    fault_add(reading->faults, reading->file, mark.line + 1, mark.column + 1, "not YAML: %s%s%s",
              parser->problem ? parser->problem : "unreadable", parser->context ? ", " : "",
              parser->context ? parser->context : "");
    reading->broken = true;
}

static bool next(struct reading *reading, yaml_event_t *event)
{
    if (yaml_parser_parse(&reading->parser, event))
        return true;
    syntax_fault(reading);
    return false;
}

static struct register_node *node_new(struct reading *reading, const yaml_event_t *event,
                                      enum register_node_kind kind)
{
    struct register_node *node = ARENA_NEW(reading->arena, struct register_node);
    node->kind = kind;
    node->file = reading->file;
    node->line = event->start_mark.line + 1;
    node->column = event->start_mark.column + 1;
    if (++reading->nodes > REGISTER_YAML_NODES && !reading->broken) {
        register_node_fault(reading->faults, node,
                            "more than %d keys and values; expected a smaller file",
                            REGISTER_YAML_NODES);
        reading->broken = true;
    }
    return node;
}

static void refuse_anchor(struct reading *reading, const yaml_event_t *event,
                          const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor)
        fault_at(reading, event->start_mark, "an anchor (&); expected the value itself");
    if (tag)
        fault_at(reading, event->start_mark, "a tag (!); expected the value itself");
}

static struct register_node *read_value(struct reading *reading, const yaml_event_t *event,
                                        size_t depth);

static void read_list(struct reading *reading, struct register_node *list, size_t depth)
{
    yaml_event_t event;
    while (!reading->broken && next(reading, &event)) {
        bool end = event.type == YAML_SEQUENCE_END_EVENT;
        if (!end)
            register_node_add(reading->arena, list, NULL, read_value(reading, &event, depth));
        yaml_event_delete(&event);
        if (end)
            return;
    }
}

static void check_key(struct reading *reading, const struct register_node *mapping,
                      const struct register_node *key)
{
    if (key->kind != REGISTER_NODE_SCALAR) {
        register_node_fault(reading->faults, key, "a list or mapping as key; expected a word");
        reading->broken = true;
        return;
    }
    if (mapping->count == REGISTER_YAML_KEYS) {
        register_node_fault(reading->faults, key,
                            "more than %d keys in one mapping; expected fewer", REGISTER_YAML_KEYS);
        reading->broken = true;
        return;
    }
    for (size_t i = 0; i < mapping->count; i++)
        if (text_equal(mapping->members[i].key->text, key->text)) {
            register_node_fault(reading->faults, key,
                                "\"%.*s\" stands twice, first at line %zu; expected it once",
                                TEXT_FORMAT(key->text), mapping->members[i].key->line);
            return;
        }
}

static void read_mapping(struct reading *reading, struct register_node *mapping, size_t depth)
{
    yaml_event_t event;
    while (!reading->broken && next(reading, &event)) {
        bool end = event.type == YAML_MAPPING_END_EVENT;
        struct register_node *key = end ? NULL : read_value(reading, &event, depth);
        yaml_event_delete(&event);
        if (end)
            return;
        check_key(reading, mapping, key);
        if (reading->broken || !next(reading, &event))
            return;
        register_node_add(reading->arena, mapping, key, read_value(reading, &event, depth));
        yaml_event_delete(&event);
    }
}

static bool is_white(char byte)
{
    return byte == ' ' || byte == '\r' || byte == '\n';
}

/* Finds the first line of a literal that has anything in it, and how many spaces it has in front.
 */
static void find_first_line(struct text content, struct register_node *node)
{
    size_t at = 0;
    for (size_t line = node->line; line && at < content.size;)
        line -= content.data[at++] == '\n';
    node->first = node->line + 1;
    for (; at < content.size && is_white(content.data[at]); at++) {
        node->indent = content.data[at] == ' ' ? node->indent + 1 : 0;
        node->first += content.data[at] == '\n';
    }
}

static struct register_node *read_scalar(struct reading *reading, const yaml_event_t *event)
{
    struct register_node *node = node_new(reading, event, REGISTER_NODE_SCALAR);
    refuse_anchor(reading, event, event->data.scalar.anchor, event->data.scalar.tag);
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    node->literal = event->data.scalar.style == YAML_LITERAL_SCALAR_STYLE;
    node->folded = !node->literal && event->end_mark.line != event->start_mark.line;
    if (node->literal)
        find_first_line(reading->content, node);
    node->text = text_copy(reading->arena, (struct text){(const char *)event->data.scalar.value,
                                                         event->data.scalar.length});
    if (text_has_control(node->text)) {
        register_node_fault(reading->faults, node,
                            "a text with a character that cannot be seen; expected readable text");
        node->text = TEXT("");
    }
    return node;
}

/* Never NULL. */
static struct register_node *read_value(struct reading *reading, const yaml_event_t *event,
                                        size_t depth)
{
    if (event->type == YAML_SCALAR_EVENT)
        return read_scalar(reading, event);
    struct register_node *node = node_new(reading, event, REGISTER_NODE_LIST);
    if (event->type == YAML_ALIAS_EVENT) {
        fault_at(reading, event->start_mark, "an alias (*); expected the value itself");
        node->kind = REGISTER_NODE_SCALAR;
        node->text = TEXT("");
        return node;
    }
    if (depth == REGISTER_YAML_DEPTH) {
        register_node_fault(reading->faults, node, "deeper than %d levels; expected fewer",
                            REGISTER_YAML_DEPTH);
        reading->broken = true;
        return node;
    }
    if (event->type == YAML_SEQUENCE_START_EVENT) {
        refuse_anchor(reading, event, event->data.sequence_start.anchor,
                      event->data.sequence_start.tag);
        read_list(reading, node, depth + 1);
    } else {
        refuse_anchor(reading, event, event->data.mapping_start.anchor,
                      event->data.mapping_start.tag);
        node->kind = REGISTER_NODE_MAPPING;
        read_mapping(reading, node, depth + 1);
    }
    return node;
}

static struct register_node *read_document(struct reading *reading)
{
    struct register_node *root = NULL;
    yaml_event_t event;
    bool ended = false;
    for (size_t documents = 0; !ended && !reading->broken && next(reading, &event);) {
        switch (event.type) {
        case YAML_DOCUMENT_START_EVENT:
            if (event.data.document_start.version_directive ||
                event.data.document_start.tag_directives.start !=
                    event.data.document_start.tag_directives.end)
                fault_at(reading, event.start_mark, "a YAML directive (%); expected none");
            if (documents++) {
                fault_at(reading, event.start_mark,
                         "a second document; expected one document in a file");
                reading->broken = true;
            }
            break;
        case YAML_SCALAR_EVENT:
        case YAML_ALIAS_EVENT:
        case YAML_SEQUENCE_START_EVENT:
        case YAML_MAPPING_START_EVENT:
            root = read_value(reading, &event, 0);
            break;
        case YAML_STREAM_END_EVENT:
            ended = true;
            break;
        default:
            break;
        }
        yaml_event_delete(&event);
    }
    return root;
}

struct register_node *register_yaml_read(struct arena *arena, struct text file, struct text content,
                                         struct faults *faults)
{
    struct reading reading = {.arena = arena, .file = file, .faults = faults};
    size_t where;
    if (content.size > REGISTER_YAML_SIZE) {
        fault_add(faults, file, 0, 0, "%zu bytes; expected at most %d", content.size,
                  REGISTER_YAML_SIZE);
        return NULL;
    }
    if (!text_valid(content, &where)) {
        size_t line;
        size_t column;
        place_of(content, where, &line, &column);
        fault_add(faults, file, line, column, "not UTF-8; expected a file saved as UTF-8");
        return NULL;
    }
    check_characters(&reading, content);
    if (reading.broken)
        return NULL;
    if (!yaml_parser_initialize(&reading.parser))
        abort();
    yaml_parser_set_encoding(&reading.parser, YAML_UTF8_ENCODING);
    if (text_starts(content, "\xEF\xBB\xBF"))
        content = text_slice(content, 3, content.size);
    reading.content = content;
    yaml_parser_set_input_string(
        &reading.parser, (const unsigned char *)(content.size ? content.data : ""), content.size);
    struct register_node *root = read_document(&reading);
    yaml_parser_delete(&reading.parser);
    if (!reading.broken && !root)
        fault_add(faults, file, 1, 1, "nothing in it; expected keys and values");
    return reading.broken ? NULL : root;
}

bool register_node_number(const struct register_node *node, int64_t *number)
{
    size_t minus = node->text.size && node->text.data[0] == '-';
    if (!node->plain || !text_number(text_slice(node->text, minus, node->text.size), number))
        return false;
    *number = minus ? -*number : *number;
    return true;
}

/* Whether an editor that follows YAML 1.2 takes TEXT for a number with a point or an exponent. */
static bool is_real(struct text text)
{
    size_t digits = 0;
    size_t points = 0;
    for (size_t at = 0; at < text.size; at++) {
        char byte = text.data[at];
        if (byte >= '0' && byte <= '9')
            digits++;
        else if (byte == '.')
            points++;
        else if (at || (byte != '-' && byte != '+'))
            return false;
    }
    return digits && points <= 1;
}

enum register_scalar register_node_scalar(const struct register_node *node)
{
    if (!node->plain)
        return REGISTER_SCALAR_TEXT;
    if (!node->text.size || text_is(node->text, "~") || text_is(node->text, "null"))
        return REGISTER_SCALAR_NULL;
    if (text_is(node->text, "true") || text_is(node->text, "false"))
        return REGISTER_SCALAR_BOOLEAN;
    return is_real(node->text) ? REGISTER_SCALAR_NUMBER : REGISTER_SCALAR_TEXT;
}

static int compare_members(const void *one, const void *other)
{
    const struct register_member *left = one;
    const struct register_member *right = other;
    return text_compare(left->key->text, right->key->text);
}

static void write_node(struct json_writer *writer, const struct register_node *node,
                       const char *left_out)
{
    if (node->kind == REGISTER_NODE_SCALAR) {
        enum register_scalar scalar = register_node_scalar(node);
        int64_t number;
        if (register_node_number(node, &number))
            json_write_number(writer, number);
        else if (scalar == REGISTER_SCALAR_BOOLEAN)
            json_write_raw(writer, node->text);
        else if (scalar == REGISTER_SCALAR_NULL)
            json_write_null(writer);
        else
            json_write_text(writer, node->text);
        return;
    }
    if (node->kind == REGISTER_NODE_LIST) {
        json_open_array(writer);
        for (size_t i = 0; i < node->count; i++)
            write_node(writer, node->members[i].value, left_out);
        json_close_array(writer);
        return;
    }
    struct register_node *sorted = register_node_copy(writer->buffer->arena, node);
    qsort(sorted->members, sorted->count, sizeof *sorted->members, compare_members);
    json_open_object(writer);
    for (size_t i = 0; i < sorted->count; i++) {
        if (left_out && text_is(sorted->members[i].key->text, left_out))
            continue;
        json_write_key_text(writer, sorted->members[i].key->text);
        write_node(writer, sorted->members[i].value, left_out);
    }
    json_close_object(writer);
}

struct text register_node_json(struct arena *arena, const struct register_node *node,
                               const char *left_out)
{
    struct buffer buffer = {.arena = arena};
    struct json_writer writer = {.buffer = &buffer};
    write_node(&writer, node, left_out);
    return buffer_text(&buffer);
}
