/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "rule/tree.h"

#include <assert.h>
#include <string.h>

/* Line and column of OFFSET in the text, counted from the place where the text starts. */
static void locate(const struct reading *reading, size_t offset, size_t *line, size_t *column)
{
    *line = reading->place->line;
    *column = reading->place->column;
    for (size_t at = 0; at < offset; at++) {
        unsigned char byte = (unsigned char)reading->text.data[at];
        if (byte == '\n') {
            ++*line;
            *column = reading->place->indent + 1;
        } else if ((byte & 0xc0) != 0x80) {
            ++*column;
        }
    }
}

void rule_fault(struct reading *reading, size_t offset, const char *format, ...)
{
    struct buffer buffer = {.arena = reading->arena};
    va_list arguments;
    va_start(arguments, format);
    buffer_add_arguments(&buffer, format, arguments);
    va_end(arguments);
    size_t line;
    size_t column;
    locate(reading, offset, &line, &column);
    fault_add(reading->faults, reading->place->file, line, column, "%s", buffer_string(&buffer));
    reading->failed = true;
}

struct node *rule_node(struct reading *reading, enum operation operation, size_t offset,
                       size_t count)
{
    if (++reading->nodes > RULE_NODES_LARGEST) {
        rule_fault(reading, offset, "the rule is too long (at most %d parts)", RULE_NODES_LARGEST);
        return NULL;
    }
    struct node *node = ARENA_NEW(reading->arena, struct node);
    node->operation = operation;
    node->offset = offset;
    node->depth = 1;
    node->count = count;
    node->children = ARENA_ARRAY(reading->arena, struct node *, count);
    return node;
}

bool rule_settle(struct reading *reading, struct node *node)
{
    for (size_t i = 0; i < node->count; i++)
        if (node->depth <= node->children[i]->depth)
            node->depth = node->children[i]->depth + 1;
    if (node->depth <= RULE_DEPTH_LARGEST)
        return true;
    rule_fault(reading, node->offset, "the rule is nested too deeply (at most %d levels)",
               RULE_DEPTH_LARGEST);
    return false;
}

/* Whether the text can be read at all; else a fault. */
static bool readable(struct reading *reading)
{
    size_t where;
    if (reading->text.size > RULE_TEXT_LARGEST) {
        rule_fault(reading, 0, "the rule is too long (at most %d bytes)", RULE_TEXT_LARGEST);
    } else if (!text_valid(reading->text, &where)) {
        rule_fault(reading, where, "the rule is not UTF-8 from here on");
    } else if (reading->text.size && memchr(reading->text.data, 0, reading->text.size)) {
        rule_fault(reading, text_find(reading->text, 0, (struct text){"", 1}),
                   "the character NUL cannot stand in a rule");
    }
    return !reading->failed;
}

/* Whether the root yields what is wanted, made a decimal where that is; else a fault. */
static bool suits(struct reading *reading, struct node **root, enum rule_type wanted)
{
    struct kind kind = {.type = wanted};
    enum rule_type type = (*root)->kind.type;
    if (type == RULE_MONEY || type == RULE_ORGANISATION) {
        rule_fault(reading, (*root)->offset,
                   "a rule cannot yield %s: name a part of it or compare it",
                   rule_kind_name(&(*root)->kind));
        return false;
    }
    if (wanted == RULE_DECIMAL && type == RULE_INTEGER)
        return rule_make_decimal(reading, root);
    if (wanted == RULE_ANY || type == wanted)
        return true;
    rule_fault(reading, (*root)->offset, "expected an expression that gives %s, not %s",
               rule_kind_name(&kind), rule_kind_name(&(*root)->kind));
    return false;
}

struct rule *rule_parse(struct arena *arena, struct text text, const struct rule_place *place,
                        const struct rule_environment *environment, enum rule_type wanted,
                        struct faults *faults)
{
    assert(wanted != RULE_MONEY && wanted != RULE_ORGANISATION);
    struct reading reading = {
        .arena = arena,
        .text = text_copy(arena, text),
        .place = place,
        .environment = environment,
        .faults = faults,
        .uses = ARENA_ARRAY(arena, bool, environment->count),
    };
    if (!readable(&reading))
        return NULL;
    struct node *root = rule_read(&reading);
    if (!root || !rule_check(&reading, root) || !suits(&reading, &root, wanted))
        return NULL;
    struct rule *rule = ARENA_NEW(arena, struct rule);
    *rule = (struct rule){reading.text, environment, root, reading.uses};
    return rule;
}

enum rule_type rule_type(const struct rule *rule)
{
    return rule->root->kind.type;
}

struct text rule_text(const struct rule *rule)
{
    return rule->text;
}

bool rule_uses(const struct rule *rule, size_t name)
{
    assert(name < rule->environment->count);
    return rule->uses[name];
}

void rule_evaluate(const struct rule *rule, struct arena *arena, const struct rule_value *values,
                   struct rule_value *result)
{
    *result = rule_evaluate_node(rule->root, arena, values);
    result->type = rule->root->kind.type;
}

enum truth rule_truth(const struct rule *rule, struct arena *arena, const struct rule_value *values)
{
    assert(rule->root->kind.type == RULE_BOOLEAN);
    struct rule_value result = rule_evaluate_node(rule->root, arena, values);
    return result.known ? truth_of(result.boolean) : TRUTH_UNKNOWN;
}

bool rule_holds(const struct rule *rule, struct arena *arena, const struct rule_value *values)
{
    return rule_truth(rule, arena, values) == TRUTH_TRUE;
}
