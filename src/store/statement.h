/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORE_STATEMENT_H
#define STORE_STATEMENT_H

/* How a statement is compiled: by the build (tools/statements.c) and, for statements made from
 * definitions, by the running program (store_statement_new). Inside this room and its tool only. */

#include "base/fault.h"
#include "store/internal.h"

enum store_token_kind {
    STORE_TOKEN_WORD, /* a keyword or a name; without quotes, when it had them */
    STORE_TOKEN_STRING,
    STORE_TOKEN_NUMBER,
    STORE_TOKEN_PARAMETER, /* :name; the text is the name */
    STORE_TOKEN_SYMBOL,    /* one character, or "::" */
    STORE_TOKEN_END,       /* behind the last */
};

struct store_token {
    enum store_token_kind kind;
    struct text text;
    struct text source; /* as it is written */
    size_t line;
    size_t column;
    size_t depth; /* how many ( and CASE are open around it */
    bool quoted;  /* a name in double quotes: never a keyword */
    bool spaced;  /* white space or a comment stands before it */
};

struct store_tokens {
    const struct store_token *items; /* one more than count: the end */
    size_t count;
};

/* Cuts SQL, which starts on LINE of FILE, into tokens; false when it has faults. */
bool store_tokenize(struct faults *faults, struct text file, size_t line, struct text sql,
                    struct store_tokens *tokens);

/* Whether TOKEN is the keyword WORD (lower case) in any case. */
bool store_token_is(const struct store_token *token, const char *word);
bool store_token_is_symbol(const struct store_token *token, char symbol);

/* Whether every table that a statement reads or writes is kept to the rows of :body. */
bool store_check_body(struct faults *faults, struct text file, struct store_tokens tokens);

/* A statement as it is written: one text for both dialects, or one for each. */
struct store_source {
    const char *name;
    struct text file;
    struct text sql[STORE_DIALECTS];
    size_t line[STORE_DIALECTS]; /* where each starts */
    bool across;                 /* it may reach the rows of every body */
};

/* The names of the parameters in the order of their numbers, without :body. */
struct store_names {
    struct text *items;
    size_t count;
    size_t capacity;
    bool body; /* whether there is a :body */
};

/* Numbers the parameters and checks the body; the texts live in the arena of FAULTS. False when
 * there are faults. */
bool store_compile(struct faults *faults, const struct store_source *source,
                   struct store_statement *statement, struct store_names *names);

#endif
