/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/statement.h"

#include <string.h>
#include <strings.h>

struct reader {
    struct faults *faults;
    struct text file;
    struct text sql;
    size_t at;
    size_t line;
    size_t start; /* of the line */
    bool broken;
};

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static char peek(const struct reader *reader, size_t ahead)
{
    size_t at = reader->at + ahead;
    return at < reader->sql.size ? reader->sql.data[at] : '\0';
}

static void step(struct reader *reader)
{
    if (reader->sql.data[reader->at++] == '\n') {
        reader->line++;
        reader->start = reader->at;
    }
}

static void refuse(struct reader *reader, const char *message)
{
    if (!reader->broken)
        fault_add(reader->faults, reader->file, reader->line, reader->at - reader->start + 1, "%s",
                  message);
    reader->broken = true;
}

/* White space and comments; true when there was any. */
static bool skip_space(struct reader *reader)
{
    size_t before = reader->at;
    while (reader->at < reader->sql.size) {
        char byte = peek(reader, 0);
        if (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r') {
            step(reader);
        } else if (byte == '-' && peek(reader, 1) == '-') {
            while (reader->at < reader->sql.size && peek(reader, 0) != '\n')
                step(reader);
        } else {
            break;
        }
    }
    return reader->at > before;
}

/* Behind the opening quote, to behind the closing one. */
static void skip_quoted(struct reader *reader, char quote)
{
    step(reader);
    while (reader->at < reader->sql.size) {
        if (peek(reader, 0) == quote && peek(reader, 1) == quote) {
            step(reader);
        } else if (peek(reader, 0) == quote) {
            step(reader);
            return;
        }
        step(reader);
    }
    refuse(reader, quote == '"' ? "a name that opens with \" is never closed"
                                : "a text that opens with ' is never closed");
}

static void skip_word(struct reader *reader)
{
    while (is_letter(peek(reader, 0)) || is_digit(peek(reader, 0)))
        step(reader);
}

static void read_symbol(struct reader *reader, struct store_token *token)
{
    static const char known[] = "()+-*/%<>=!|&~,.;[]#@";
    char byte = peek(reader, 0);
    token->kind = STORE_TOKEN_SYMBOL;
    if (byte == ':' && peek(reader, 1) == ':') {
        step(reader);
        step(reader);
    } else if (byte == '/' && peek(reader, 1) == '*') {
        refuse(reader, "a comment is written with --");
    } else if (byte == '?' || byte == '$') {
        refuse(reader, "a parameter is written as :name");
    } else if (!byte || !strchr(known, byte)) {
        refuse(reader, "this character means nothing in a statement");
    } else {
        step(reader);
    }
}

static void read_token(struct reader *reader, struct store_token *token)
{
    char byte = peek(reader, 0);
    size_t from = reader->at;
    token->line = reader->line;
    token->column = reader->at - reader->start + 1;
    if (is_letter(byte)) {
        token->kind = STORE_TOKEN_WORD;
        skip_word(reader);
        if (peek(reader, 0) == '\'')
            refuse(reader, "a text is written with ' alone, without a letter before it");
    } else if (is_digit(byte)) {
        token->kind = STORE_TOKEN_NUMBER;
        skip_word(reader);
    } else if (byte == '\'') {
        token->kind = STORE_TOKEN_STRING;
        skip_quoted(reader, byte);
    } else if (byte == '"') {
        token->kind = STORE_TOKEN_WORD;
        token->quoted = true;
        skip_quoted(reader, byte);
    } else if (byte == ':' && is_letter(peek(reader, 1))) {
        token->kind = STORE_TOKEN_PARAMETER;
        step(reader);
        skip_word(reader);
    } else {
        read_symbol(reader, token);
    }
    token->source = text_slice(reader->sql, from, reader->at);
    token->text = token->source;
    if (token->kind == STORE_TOKEN_PARAMETER)
        token->text = text_slice(reader->sql, from + 1, reader->at);
    if (token->quoted && !reader->broken)
        token->text = text_slice(reader->sql, from + 1, reader->at - 1);
}

bool store_token_is(const struct store_token *token, const char *word)
{
    return token->kind == STORE_TOKEN_WORD && !token->quoted && token->text.size == strlen(word) &&
           strncasecmp(token->text.data, word, token->text.size) == 0;
}

bool store_token_is_symbol(const struct store_token *token, char symbol)
{
    return token->kind == STORE_TOKEN_SYMBOL && token->text.size == 1 &&
           token->text.data[0] == symbol;
}

/* Sets the depth of each token: both ends of a pair have the depth outside it. */
static void set_depth(struct reader *reader, struct store_token *tokens, size_t count)
{
    size_t depth = 0;
    for (size_t i = 0; i < count && !reader->broken; i++) {
        struct store_token *token = &tokens[i];
        bool opens = store_token_is_symbol(token, '(') || store_token_is(token, "case");
        bool closes = store_token_is_symbol(token, ')') || store_token_is(token, "end");
        if (closes && !depth) {
            fault_add(reader->faults, reader->file, token->line, token->column,
                      "this closes what was never opened");
            reader->broken = true;
        } else if (closes) {
            depth--;
        }
        token->depth = depth;
        if (opens)
            depth++;
    }
    if (depth && !reader->broken)
        refuse(reader, "a ( or CASE is never closed");
}

bool store_tokenize(struct faults *faults, struct text file, size_t line, struct text sql,
                    struct store_tokens *tokens)
{
    struct reader reader = {.faults = faults, .file = file, .sql = sql, .line = line};
    struct store_token *items = NULL;
    size_t count = 0;
    size_t capacity = 0;
    for (;;) {
        bool spaced = skip_space(&reader);
        items = arena_grow(faults->arena, items, count, &capacity, sizeof *items);
        items[count] = (struct store_token){
            .kind = STORE_TOKEN_END,
            .line = reader.line,
            .column = reader.at - reader.start + 1,
            .spaced = spaced,
        };
        if (reader.broken || reader.at == sql.size)
            break;
        read_token(&reader, &items[count]);
        /* What stands behind a dot is a name, whatever it is called. */
        if (count && store_token_is_symbol(&items[count - 1], '.'))
            items[count].quoted = true;
        count++;
    }
    set_depth(&reader, items, count);
    *tokens = (struct store_tokens){items, count};
    return !reader.broken;
}
