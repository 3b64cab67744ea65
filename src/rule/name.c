/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "rule/check.h"

#include "rule/nearest.h"

static const struct kind text_kind = {.type = RULE_TEXT};

static const struct {
    enum rule_type of;
    const char *name;
    enum part part;
    enum rule_type type;
} parts[] = {
    {RULE_MONEY, "amount", PART_AMOUNT, RULE_MONEY},
    {RULE_MONEY, "kind", PART_KIND, RULE_TEXT},
    {RULE_ORGANISATION, "name", PART_NAME, RULE_TEXT},
    {RULE_ORGANISATION, "kvk", PART_KVK, RULE_TEXT},
};

/* The kinds of money are a choice like any other. */
static const struct text money_kinds[] = {
    {"exact", 5}, {"more", 4}, {"less", 4}, {"about", 5}, {"unknown", 7},
};

/* What is behind "a.b.c": the number of words, or 0 when it does not start with a word. */
static size_t count_words(const struct node *node)
{
    size_t count = 1;
    for (; node->operation == OPERATION_SELECT; count++)
        node = node->children[0];
    return node->operation == OPERATION_WORD ? count : 0;
}

/* The first COUNT words of NODE, which has TOTAL, with points between. */
static struct text join(struct reading *reading, const struct node *node, size_t total,
                        size_t count)
{
    for (; total > count; total--)
        node = node->children[0];
    if (count == 1)
        return node->word;
    struct text before = join(reading, node->children[0], count - 1, count - 1);
    return text_format(reading->arena, "%.*s.%.*s", TEXT_FORMAT(before), TEXT_FORMAT(node->word));
}

static bool find(const struct rule_environment *environment, struct text name, size_t *index)
{
    for (*index = 0; *index < environment->count; ++*index)
        if (text_equal(environment->names[*index].name, name))
            return true;
    return false;
}

static bool is_option(const struct rule_environment *environment, struct text word)
{
    for (size_t i = 0; i < environment->count; i++)
        for (size_t j = 0; j < environment->names[i].option_count; j++)
            if (text_equal(environment->names[i].options[j], word))
                return true;
    return false;
}

static bool unknown_name(struct reading *reading, const struct node *node, struct text name)
{
    struct rule_nearest nearest = {.wanted = name};
    for (size_t i = 0; i < reading->environment->count; i++)
        rule_nearest_offer(&nearest, reading->environment->names[i].name);
    if (is_option(reading->environment, name))
        rule_fault(reading, node->offset, "there is no name %.*s: for the text write '%.*s'",
                   TEXT_FORMAT(name), TEXT_FORMAT(name));
    else if (nearest.found.size)
        rule_fault(reading, node->offset, "there is no name %.*s: did you mean %.*s?",
                   TEXT_FORMAT(name), TEXT_FORMAT(nearest.found));
    else
        rule_fault(reading, node->offset, "there is no name %.*s here", TEXT_FORMAT(name));
    return false;
}

static bool unknown_part(struct reading *reading, const struct node *node,
                         const struct rule_name *name)
{
    struct kind kind = {.type = name->type};
    struct buffer known = {.arena = reading->arena};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].of == name->type)
            buffer_add_format(&known, "%s.%s", known.size ? ", " : "", parts[i].name);
    if (known.size)
        rule_fault(reading, node->word_offset, "%.*s is %s and has %s, not .%.*s",
                   TEXT_FORMAT(name->name), rule_kind_name(&kind), buffer_string(&known),
                   TEXT_FORMAT(node->word));
    else
        rule_fault(reading, node->word_offset, "%.*s is %s and has no parts",
                   TEXT_FORMAT(name->name), rule_kind_name(&kind));
    return false;
}

static bool settle_name(struct reading *reading, struct node *node, size_t index, size_t words_left)
{
    const struct rule_name *name = &reading->environment->names[index];
    size_t found = 0;
    if (words_left) {
        while (words_left-- > 1)
            node = node->children[0];
        while (found < sizeof parts / sizeof *parts &&
               (parts[found].of != name->type || !text_is(node->word, parts[found].name)))
            found++;
        if (found == sizeof parts / sizeof *parts)
            return unknown_part(reading, node, name);
        node->part = parts[found].part;
        node->kind.type = parts[found].type;
    } else {
        node->kind.type = name->type;
        if (name->type == RULE_LIST)
            node->kind.element = &text_kind;
    }
    node->operation = OPERATION_NAME;
    node->name = index;
    node->count = 0;
    node->depth = 1;
    reading->uses[index] = true;
    return true;
}

bool rule_check_name(struct reading *reading, struct node *node)
{
    size_t words = count_words(node);
    if (!words) {
        if (rule_check_node(reading, node->children[0]))
            rule_fault(reading, node->word_offset, "%s has no parts here: only names have",
                       rule_kind_name(&node->children[0]->kind));
        return false;
    }
    size_t index;
    for (size_t count = words; count; count--) {
        if (!find(reading->environment, join(reading, node, words, count), &index))
            continue;
        if (words - count < 2)
            return settle_name(reading, node, index, words - count);
        rule_fault(reading, node->word_offset, "a part has no parts itself");
        return false;
    }
    return unknown_name(reading, node, join(reading, node, words, words));
}

static bool find_options(struct reading *reading, const struct node *node,
                         const struct text **options, size_t *count)
{
    if (node->operation != OPERATION_NAME)
        return false;
    const struct rule_name *name = &reading->environment->names[node->name];
    *options = node->part == PART_KIND ? money_kinds : name->options;
    *count =
        node->part == PART_KIND ? sizeof money_kinds / sizeof *money_kinds : name->option_count;
    return node->part == PART_WHOLE ? name->options != NULL : node->part == PART_KIND;
}

bool rule_check_option(struct reading *reading, const struct node *name,
                       const struct node *constant)
{
    const struct text *options;
    size_t count;
    if (!rule_check_is_constant(constant) || !constant->value.known ||
        constant->kind.type != RULE_TEXT || !find_options(reading, name, &options, &count))
        return true;
    struct text text = constant->value.text;
    struct rule_nearest nearest = {.wanted = text};
    for (size_t i = 0; i < count; i++) {
        if (text_equal(options[i], text))
            return true;
        rule_nearest_offer(&nearest, options[i]);
    }
    struct text field =
        name->part == PART_KIND ? TEXT("kind") : reading->environment->names[name->name].name;
    if (nearest.found.size)
        rule_fault(reading, constant->offset, "%.*s is never '%.*s': did you mean '%.*s'?",
                   TEXT_FORMAT(field), TEXT_FORMAT(text), TEXT_FORMAT(nearest.found));
    else
        rule_fault(reading, constant->offset, "%.*s is never '%.*s': expected one of its options",
                   TEXT_FORMAT(field), TEXT_FORMAT(text));
    return false;
}
