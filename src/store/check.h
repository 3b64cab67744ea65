/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORE_CHECK_H
#define STORE_CHECK_H

/* What the two halves of the check on bodies share: check.c reads a statement, check_hold.c decides
 * which of its tables are held. */

#include "store/statement.h"

#include <strings.h>

enum { MAXIMUM_SOURCES = 24, MAXIMUM_COMMON = 16 };

/* A table, or what stands for one, in FROM. */
struct source {
    struct text name;
    struct text alias;
    const struct store_token *token;
    const struct source *same; /* USING (body) makes its body that of this one */
    bool held;
    bool table; /* not a common table expression, a subquery or a function */
};

struct scope {
    const struct scope *parent;
    struct source sources[MAXIMUM_SOURCES];
    size_t count;
};

struct checker {
    struct faults *faults;
    struct text file;
    const struct store_token *tokens;
    struct text common[MAXIMUM_COMMON]; /* names given by WITH */
    size_t common_count;
};

struct range {
    size_t from;
    size_t to;
};

/* A condition of the scope, and whom it may hold. */
struct condition {
    struct range range;
    const struct source *only;
};

struct conditions {
    struct condition items[MAXIMUM_SOURCES + 1];
    size_t count;
};

static inline void refuse(struct checker *checker, size_t at, const char *message)
{
    const struct store_token *token = &checker->tokens[at];
    fault_add(checker->faults, checker->file, token->line, token->column, "%s", message);
}

static inline bool is(const struct checker *checker, size_t at, const char *word)
{
    return store_token_is(&checker->tokens[at], word);
}

static inline bool is_symbol(const struct checker *checker, size_t at, char symbol)
{
    return store_token_is_symbol(&checker->tokens[at], symbol);
}

static inline bool is_body(const struct checker *checker, size_t at)
{
    const struct store_token *token = &checker->tokens[at];
    return token->kind == STORE_TOKEN_PARAMETER && text_is(token->text, "body");
}

static inline bool same_name(struct text one, struct text other)
{
    return one.size == other.size && strncasecmp(one.data, other.data, one.size) == 0;
}

static inline bool among(const struct checker *checker, size_t at, const char *const *words)
{
    for (; *words; words++)
        if (is(checker, at, *words))
            return true;
    return false;
}

/* The place of the ) that closes the ( at AT. */
static inline size_t closing(const struct checker *checker, size_t at)
{
    size_t depth = checker->tokens[at].depth;
    do
        at++;
    while (checker->tokens[at].depth > depth);
    return at;
}

/* The first of WORDS from FROM on that stands at the depth where the range starts, or its end. "IS
 * DISTINCT FROM" is an operator, no clause. */
static inline size_t find(const struct checker *checker, struct range range,
                          const char *const *words)
{
    size_t depth = checker->tokens[range.from].depth;
    for (size_t at = range.from; at < range.to; at++)
        if (checker->tokens[at].depth == depth && among(checker, at, words) &&
            !(is(checker, at, "from") && at > range.from && is(checker, at - 1, "distinct")))
            return at;
    return range.to;
}

/* Whether the table NAME belongs to no body: its rows are the same for all. */
bool store_check_shared(struct text name);

/* The column that tells whose a row is. */
struct text store_check_key(const struct source *source);

/* Holds the tables of SCOPE by its conditions, and refuses those that stay loose. */
void store_check_hold(struct checker *checker, struct scope *scope,
                      const struct conditions *conditions);

#endif
