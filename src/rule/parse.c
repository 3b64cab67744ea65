/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "rule/lex.h"

#include <string.h>

/* The grammar of CEL without maps and messages, as one descent by binding strength. */

struct parser {
    struct reading *reading;
    size_t at;          /* behind the token at hand */
    struct token token; /* the one at hand */
    size_t depth;       /* of brackets and what is like them */
};

/* Binary operators, from loose to tight. */
static const struct {
    int sign; /* 0: the word "in" */
    int strength;
    enum operation operation;
} operators[] = {
    {SIGN('|', '|'), 1, OPERATION_OR},
    {SIGN('&', '&'), 2, OPERATION_AND},
    {SIGN('=', '='), 3, OPERATION_EQUAL},
    {SIGN('!', '='), 3, OPERATION_UNEQUAL},
    {'<', 3, OPERATION_LESS},
    {SIGN('<', '='), 3, OPERATION_LESS_OR_EQUAL},
    {'>', 3, OPERATION_MORE},
    {SIGN('>', '='), 3, OPERATION_MORE_OR_EQUAL},
    {0, 3, OPERATION_IN},
    {'+', 4, OPERATION_ADD},
    {'-', 4, OPERATION_SUBTRACT},
    {'*', 5, OPERATION_MULTIPLY},
    {'/', 5, OPERATION_DIVIDE},
    {'%', 5, OPERATION_REMAINDER},
};

static struct node *parse_expression(struct parser *parser);

static void advance(struct parser *parser)
{
    parser->token = rule_token_next(parser->reading, &parser->at);
}

static bool is_sign(const struct parser *parser, int sign)
{
    return parser->token.kind == TOKEN_SIGN && parser->token.sign == sign;
}

static bool is_word(const struct parser *parser, const char *word)
{
    return parser->token.kind == TOKEN_WORD && text_is(parser->token.text, word);
}

static bool take_sign(struct parser *parser, int sign)
{
    if (!is_sign(parser, sign))
        return false;
    advance(parser);
    return true;
}

/* A fault about the token at hand, unless it was one already. */
static struct node *unexpected(struct parser *parser, const char *expected)
{
    const struct token *token = &parser->token;
    struct text written =
        text_slice(parser->reading->text, token->offset, token->offset + token->size);
    if (token->kind == TOKEN_END)
        rule_fault(parser->reading, token->offset, "the rule stops here: expected %s", expected);
    else if (token->kind != TOKEN_WRONG)
        rule_fault(parser->reading, token->offset, "expected %s, not %.*s", expected,
                   TEXT_FORMAT(written));
    parser->reading->failed = true;
    return NULL;
}

static bool expect(struct parser *parser, int sign, const char *expected)
{
    if (take_sign(parser, sign))
        return true;
    unexpected(parser, expected);
    return false;
}

static bool enter(struct parser *parser)
{
    if (++parser->depth <= RULE_DEPTH_LARGEST)
        return true;
    rule_fault(parser->reading, parser->token.offset,
               "the rule is nested too deeply (at most %d levels)", RULE_DEPTH_LARGEST);
    return false;
}

/* A node whose children are all there; NULL when it is too deep. */
static struct node *finish(struct parser *parser, struct node *node)
{
    return node && rule_settle(parser->reading, node) ? node : NULL;
}

static struct node *constant(struct parser *parser, size_t offset, struct rule_value value)
{
    struct node *node = rule_node(parser->reading, OPERATION_CONSTANT, offset, 0);
    if (node) {
        node->value = value;
        node->value.known = true;
        node->kind.type = value.type;
    }
    return node;
}

/* Expressions apart by commas, up to CLOSE, whose opening is past; put behind FIRST when there is
 * one. */
static struct node *parse_several(struct parser *parser, struct node *node, struct node *first,
                                  int close)
{
    size_t capacity = 0;
    node->count = 0;
    node->children = NULL;
    while (first || !is_sign(parser, close)) {
        struct node *child = first ? first : parse_expression(parser);
        if (!child)
            return NULL;
        node->children = arena_grow(parser->reading->arena, node->children, node->count, &capacity,
                                    sizeof child);
        node->children[node->count++] = child;
        if (!first && !take_sign(parser, ','))
            break;
        first = NULL;
    }
    if (!expect(parser, close, close == ']' ? ", or ]" : ", or )"))
        return NULL;
    return finish(parser, node);
}

static struct node *parse_integer(struct parser *parser, size_t offset, bool negative)
{
    uint64_t integer = parser->token.integer;
    if (!negative && integer > INT64_MAX) {
        rule_fault(parser->reading, offset, "the number %llu is too large",
                   (unsigned long long)integer);
        return NULL;
    }
    advance(parser);
    int64_t value = negative ? (int64_t)(0 - integer) : (int64_t)integer;
    return constant(parser, offset, (struct rule_value){.type = RULE_INTEGER, .integer = value});
}

static struct node *parse_word(struct parser *parser)
{
    struct token word = parser->token;
    if (text_is(word.text, "in"))
        return unexpected(parser, "a value");
    if (text_is(word.text, "null")) {
        rule_fault(parser->reading, word.offset,
                   "rules have no null: write has(name) to ask whether something is filled in");
        return NULL;
    }
    advance(parser);
    bool truth = text_is(word.text, "true");
    if (truth || text_is(word.text, "false"))
        return constant(parser, word.offset,
                        (struct rule_value){.type = RULE_BOOLEAN, .boolean = truth});
    bool call = take_sign(parser, '(');
    struct node *node =
        rule_node(parser->reading, call ? OPERATION_CALL : OPERATION_WORD, word.offset, 0);
    if (!node)
        return NULL;
    node->word = word.text;
    node->word_offset = word.offset;
    return call ? parse_several(parser, node, NULL, ')') : node;
}

static struct node *parse_bracketed(struct parser *parser)
{
    size_t offset = parser->token.offset;
    if (!enter(parser))
        return NULL;
    struct node *node;
    if (take_sign(parser, '(')) {
        node = parse_expression(parser);
        if (node && !expect(parser, ')', ")"))
            return NULL;
    } else {
        advance(parser);
        node = rule_node(parser->reading, OPERATION_LIST, offset, 0);
        if (node)
            node = parse_several(parser, node, NULL, ']');
    }
    parser->depth--;
    return node;
}

static struct node *parse_primary(struct parser *parser)
{
    struct token token = parser->token;
    switch (token.kind) {
    case TOKEN_INTEGER:
        return parse_integer(parser, token.offset, false);
    case TOKEN_DECIMAL:
        advance(parser);
        return constant(parser, token.offset,
                        (struct rule_value){.type = RULE_DECIMAL, .decimal = token.decimal});
    case TOKEN_TEXT:
        advance(parser);
        return constant(parser, token.offset,
                        (struct rule_value){.type = RULE_TEXT, .text = token.text});
    case TOKEN_WORD:
        return parse_word(parser);
    default:
        if (is_sign(parser, '(') || is_sign(parser, '['))
            return parse_bracketed(parser);
        return unexpected(parser, "a value");
    }
}

/* ".word" and ".word(...)" behind NODE. */
static struct node *parse_selection(struct parser *parser, struct node *child)
{
    struct token word = parser->token;
    if (word.kind != TOKEN_WORD)
        return unexpected(parser, "a name after the point");
    advance(parser);
    bool call = take_sign(parser, '(');
    struct node *node = rule_node(parser->reading, call ? OPERATION_CALL : OPERATION_SELECT,
                                  child->offset, call ? 0 : 1);
    if (!node)
        return NULL;
    node->word = word.text;
    node->word_offset = word.offset;
    node->receiver = call;
    if (call)
        return parse_several(parser, node, child, ')');
    node->children[0] = child;
    return finish(parser, node);
}

static struct node *parse_member(struct parser *parser)
{
    struct node *node = parse_primary(parser);
    while (node && parser->token.kind == TOKEN_SIGN) {
        size_t offset = parser->token.offset;
        if (take_sign(parser, '.')) {
            node = parse_selection(parser, node);
        } else if (take_sign(parser, '[')) {
            struct node *index = rule_node(parser->reading, OPERATION_INDEX, offset, 2);
            if (!index || !enter(parser))
                return NULL;
            index->children[0] = node;
            index->children[1] = parse_expression(parser);
            if (!index->children[1] || !expect(parser, ']', "]"))
                return NULL;
            parser->depth--;
            node = finish(parser, index);
        } else {
            break;
        }
    }
    return node;
}

static struct node *parse_unary(struct parser *parser)
{
    size_t offset = parser->token.offset;
    bool not = is_sign(parser, '!');
    if (!not &&!is_sign(parser, '-'))
        return parse_member(parser);
    advance(parser);
    if (!not &&parser->token.kind == TOKEN_INTEGER)
        return parse_integer(parser, offset, true);
    struct node *node =
        rule_node(parser->reading, not ? OPERATION_NOT : OPERATION_NEGATE, offset, 1);
    if (!node || !enter(parser))
        return NULL;
    node->children[0] = parse_unary(parser);
    parser->depth--;
    return node->children[0] ? finish(parser, node) : NULL;
}

/* The place in operators of the token at hand, or their count. */
static size_t operator_at_hand(const struct parser *parser)
{
    size_t count = sizeof operators / sizeof *operators;
    for (size_t i = 0; i < count; i++)
        if (operators[i].sign ? is_sign(parser, operators[i].sign) : is_word(parser, "in"))
            return i;
    return count;
}

static struct node *parse_binary(struct parser *parser, int strength)
{
    struct node *node = parse_unary(parser);
    while (node) {
        size_t i = operator_at_hand(parser);
        if (i == sizeof operators / sizeof *operators || operators[i].strength < strength)
            break;
        struct node *binary =
            rule_node(parser->reading, operators[i].operation, parser->token.offset, 2);
        if (!binary)
            return NULL;
        advance(parser);
        binary->children[0] = node;
        binary->children[1] = parse_binary(parser, operators[i].strength + 1);
        node = binary->children[1] ? finish(parser, binary) : NULL;
    }
    return node;
}

static struct node *parse_expression(struct parser *parser)
{
    struct node *condition = parse_binary(parser, 1);
    if (!condition || !is_sign(parser, '?'))
        return condition;
    struct node *node = rule_node(parser->reading, OPERATION_CONDITION, parser->token.offset, 3);
    if (!node || !enter(parser))
        return NULL;
    advance(parser);
    node->children[0] = condition;
    node->children[1] = parse_binary(parser, 1);
    if (!node->children[1] || !expect(parser, ':', ":"))
        return NULL;
    node->children[2] = parse_expression(parser);
    parser->depth--;
    return node->children[2] ? finish(parser, node) : NULL;
}

struct node *rule_read(struct reading *reading)
{
    struct parser parser = {.reading = reading};
    advance(&parser);
    struct node *root = parse_expression(&parser);
    if (root && parser.token.kind != TOKEN_END)
        return unexpected(&parser, "an operator or the end of the rule");
    return root;
}
