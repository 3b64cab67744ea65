/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/check.h"

/* Reads a statement as far as it must be read to know its tables and their conditions. */

static void check_query(struct checker *checker, struct range range, const struct scope *parent);

static bool is_common(const struct checker *checker, struct text name)
{
    for (size_t i = 0; i < checker->common_count; i++)
        if (same_name(checker->common[i], name))
            return true;
    return false;
}

static bool opens_query(const struct checker *checker, size_t at)
{
    return is_symbol(checker, at, '(') &&
           (is(checker, at + 1, "select") || is(checker, at + 1, "with") ||
            is(checker, at + 1, "values"));
}

/* Reads a table, function or subquery at AT; returns the place behind it and its alias. */
static size_t read_source(struct checker *checker, size_t at, size_t to, struct scope *scope)
{
    static const char *const behind[] = {"on",        "using",   "join",   "left",  "inner",
                                         "cross",     "set",     "where",  "right", "full",
                                         "order",     "natural", "group",  "limit", "values",
                                         "returning", "for",     "select", "not",   NULL};
    if (at < to && is(checker, at, "lateral"))
        at++;
    if (scope->count == MAXIMUM_SOURCES || at >= to) {
        refuse(checker, at, "a table is expected here, and at most 24 in one FROM");
        return to;
    }
    struct source *source = &scope->sources[scope->count++];
    const struct store_token *token = &checker->tokens[at];
    *source = (struct source){.name = token->text, .alias = token->text, .token = token};
    if (is_symbol(checker, at, '(')) {
        if (!opens_query(checker, at))
            refuse(checker, at, "parentheses in FROM hold a SELECT, nothing else");
        source->name = (struct text){0};
        at = closing(checker, at) + 1;
    } else if (token->kind != STORE_TOKEN_WORD) {
        refuse(checker, at, "a table is expected here");
        return to;
    } else if (at + 1 < to && is_symbol(checker, at + 1, '(') && !is(checker, at + 1, "values")) {
        at = closing(checker, at + 1) + 1;
    } else if (at + 1 < to && is_symbol(checker, at + 1, '.')) {
        refuse(checker, at, "a table is named without its schema");
        return to;
    } else {
        source->table = !is_common(checker, token->text);
        at++;
    }
    if (at < to && is(checker, at, "as"))
        at++;
    if (at < to && checker->tokens[at].kind == STORE_TOKEN_WORD && !among(checker, at, behind))
        source->alias = checker->tokens[at++].text;
    /* SQLite's way to have a table read in the order in which it is kept. */
    if (at + 1 < to && is(checker, at, "not") && is(checker, at + 1, "indexed"))
        at += 2;
    if (at < to && is_symbol(checker, at, '(') && !source->table)
        at = closing(checker, at) + 1;
    return at;
}

/* USING (body, ...) holds the new source by what stands before it. */
static size_t read_using(struct checker *checker, size_t at, struct scope *scope)
{
    size_t end = closing(checker, at);
    struct source *fresh = &scope->sources[scope->count - 1];
    for (size_t i = at + 1; i < end; i++)
        if (same_name(checker->tokens[i].text, TEXT("body")) && scope->count > 1)
            fresh->same = fresh - 1;
    return end + 1;
}

static void read_from(struct checker *checker, struct range range, struct scope *scope,
                      struct conditions *conditions)
{
    static const char *const joins[] = {"join", "left", "inner", "cross", NULL};
    size_t at = read_source(checker, range.from, range.to, scope);
    while (at < range.to) {
        bool outer = is(checker, at, "left");
        if (is_symbol(checker, at, ',')) {
            at = read_source(checker, at + 1, range.to, scope);
            continue;
        }
        if (among(checker, at, joins) && !is(checker, at, "join"))
            at++;
        if (outer && is(checker, at, "outer"))
            at++;
        if (at >= range.to || !is(checker, at, "join")) {
            refuse(checker, at, "expected a comma, JOIN, LEFT JOIN or CROSS JOIN");
            return;
        }
        at = read_source(checker, at + 1, range.to, scope);
        if (at < range.to && is(checker, at, "using")) {
            at = read_using(checker, at + 1, scope);
        } else if (at < range.to && is(checker, at, "on") && conditions->count < MAXIMUM_SOURCES) {
            size_t end = at + 1;
            size_t depth = checker->tokens[at].depth;
            while (end < range.to &&
                   !(checker->tokens[end].depth == depth &&
                     (among(checker, end, joins) || is_symbol(checker, end, ','))))
                end++;
            conditions->items[conditions->count++] =
                (struct condition){{at + 1, end}, outer ? &scope->sources[scope->count - 1] : NULL};
            at = end;
        }
    }
}

/* Every query in parentheses within RANGE. */
static void check_inner(struct checker *checker, struct range range, const struct scope *scope)
{
    for (size_t at = range.from; at < range.to; at++)
        if (opens_query(checker, at)) {
            size_t end = closing(checker, at);
            check_query(checker, (struct range){at + 1, end}, scope);
            at = end;
        }
}

static const char *const clauses[] = {"from",  "where",  "group", "having", "window",    "order",
                                      "limit", "offset", "fetch", "for",    "returning", NULL};
static const char *const behind_where[] = {"group",  "having", "window", "order",     "limit",
                                           "offset", "fetch",  "for",    "returning", NULL};
static const char *const where[] = {"where", NULL};

/* The part of RANGE behind the keyword at its start, up to the next of WORDS. */
static struct range clause(const struct checker *checker, struct range range,
                           const char *const *words)
{
    if (range.from >= range.to)
        return (struct range){range.to, range.to};
    struct range part = {range.from + 1, range.to};
    if (part.from < part.to)
        part.to = find(checker, part, words);
    return part;
}

static void check_select(struct checker *checker, struct range range, const struct scope *parent)
{
    static const char *const from[] = {"from", NULL};
    struct scope scope = {.parent = parent};
    struct conditions conditions = {.count = 0};
    struct range part =
        clause(checker, (struct range){find(checker, range, from), range.to}, clauses);
    if (part.from < part.to)
        read_from(checker, part, &scope, &conditions);
    else if (find(checker, range, from) < range.to)
        refuse(checker, part.from, "a table is expected here");
    conditions.items[conditions.count++].range =
        clause(checker, (struct range){find(checker, range, where), range.to}, behind_where);
    store_check_hold(checker, &scope, &conditions);
    check_inner(checker, range, &scope);
}

static void check_compound(struct checker *checker, struct range range, const struct scope *parent)
{
    static const char *const between[] = {"union", "intersect", "except", NULL};
    while (range.from < range.to) {
        size_t end = find(checker, range, between);
        if (is(checker, range.from, "select"))
            check_select(checker, (struct range){range.from, end}, parent);
        else if (is(checker, range.from, "values"))
            check_inner(checker, (struct range){range.from, end}, parent);
        else
            refuse(checker, range.from, "SELECT or VALUES is expected here");
        if (end == range.to)
            return;
        range.from = end + (is(checker, end + 1, "all") ? 2 : 1);
    }
}

/* SET of an UPDATE: a row never moves to another body. */
static void check_set(struct checker *checker, struct range range, struct text table)
{
    size_t depth = checker->tokens[range.from].depth;
    const struct source target = {.name = table};
    for (size_t at = range.from; at < range.to; at++) {
        bool starts = at == range.from ||
                      (is_symbol(checker, at - 1, ',') && checker->tokens[at].depth == depth);
        if (starts && is_symbol(checker, at, '('))
            refuse(checker, at, "each column is set by itself");
        else if (starts && same_name(checker->tokens[at].text, store_check_key(&target)))
            refuse(checker, at, "a row never moves to another body");
    }
}

static void check_update(struct checker *checker, struct range range, const struct scope *parent)
{
    static const char *const set[] = {"set", NULL};
    static const char *const sources[] = {"from", "using", NULL};
    static const char *const ends[] = {"from", "using", "where", "returning", NULL};
    struct scope scope = {.parent = parent};
    struct conditions conditions = {.count = 0};
    bool deletes = is(checker, range.from, "delete");
    size_t at = read_source(checker, range.from + (deletes ? 2 : 1), range.to, &scope);
    if (!deletes) {
        struct range part =
            clause(checker, (struct range){find(checker, range, set), range.to}, ends);
        if (part.from < part.to)
            check_set(checker, part, scope.sources[0].name);
        at = part.to;
    }
    if (at < range.to) {
        struct range rest = {at, range.to};
        struct range part =
            clause(checker, (struct range){find(checker, rest, sources), range.to}, ends);
        if (part.from < part.to)
            read_from(checker, part, &scope, &conditions);
        conditions.items[conditions.count++].range =
            clause(checker, (struct range){find(checker, rest, where), range.to}, behind_where);
    }
    store_check_hold(checker, &scope, &conditions);
    check_inner(checker, range, &scope);
}

/* Whether item POSITION of the list from AT on, ended by END or by a FROM, is :body itself. */
static bool item_is_body(const struct checker *checker, struct range range, size_t position)
{
    size_t depth = checker->tokens[range.from].depth;
    size_t item = 0;
    for (size_t at = range.from; at < range.to; at++) {
        if (item == position)
            return is_body(checker, at) && (at + 1 == range.to || is_symbol(checker, at + 1, ',') ||
                                            among(checker, at + 1, clauses));
        if (checker->tokens[at].depth == depth && is_symbol(checker, at, ','))
            item++;
    }
    return false;
}

static void check_rows(struct checker *checker, struct range range, size_t position)
{
    static const char message[] = "the column body must be given :body itself";
    static const char *const between[] = {"union", "intersect", "except", NULL};
    if (is(checker, range.from, "values")) {
        size_t depth = checker->tokens[range.from].depth;
        for (size_t at = range.from + 1; at < range.to; at++)
            if (is_symbol(checker, at, '(') && checker->tokens[at].depth == depth &&
                !item_is_body(checker, (struct range){at + 1, closing(checker, at)}, position))
                refuse(checker, at + 1, message);
        return;
    }
    while (range.from < range.to) {
        size_t end = find(checker, range, between);
        size_t first = range.from + (is(checker, range.from + 1, "distinct") ? 2 : 1);
        if (!is(checker, range.from, "select") ||
            !item_is_body(checker, (struct range){first, end}, position))
            refuse(checker, range.from, message);
        range.from = end < range.to ? end + (is(checker, end + 1, "all") ? 2 : 1) : end;
    }
}

/* The place of the body's column in the list of columns that opens at AT; SIZE_MAX: it is not
 * there. */
static size_t find_body_column(struct checker *checker, size_t at, const struct source *target)
{
    size_t end = closing(checker, at);
    size_t position = 0;
    for (size_t i = at + 1; i < end; i++) {
        if (same_name(checker->tokens[i].text, store_check_key(target)))
            return position;
        if (is_symbol(checker, i, ','))
            position++;
    }
    return SIZE_MAX;
}

/* ON CONFLICT (...) DO UPDATE: the row that is there may only be one of the same body. */
static void check_conflict(struct checker *checker, struct range range, struct source *target)
{
    static const char *const set[] = {"set", NULL};
    static const char *const ends[] = {"where", "returning", NULL};
    size_t at = find(checker, range, set);
    if (at == range.to)
        return;
    if (!is(checker, range.from + 1, "conflict") || !is_symbol(checker, range.from + 2, '(') ||
        find_body_column(checker, range.from + 2, target) == SIZE_MAX)
        refuse(checker, range.from, "what conflicts is told by columns, the body among them");
    struct range part = clause(checker, (struct range){at, range.to}, ends);
    if (part.from < part.to)
        check_set(checker, part, target->name);
}

static void check_insert(struct checker *checker, struct range range, const struct scope *parent)
{
    static const char *const ends[] = {"on", "returning", NULL};
    struct scope scope = {.parent = parent};
    if (range.to - range.from < 6 || !is(checker, range.from + 1, "into")) {
        refuse(checker, range.from, "INSERT INTO TABLE (COLUMNS) VALUES or SELECT is expected");
        return;
    }
    /* The list of columns would read as a function's arguments. */
    size_t at = range.from + 2;
    struct source *target = &scope.sources[scope.count++];
    *target = (struct source){.name = checker->tokens[at].text,
                              .alias = checker->tokens[at].text,
                              .token = &checker->tokens[at],
                              .table = true,
                              .held = true};
    at++;
    if (is(checker, at, "as")) {
        target->alias = checker->tokens[at + 1].text;
        at += 2;
    }
    if (at >= range.to || !is_symbol(checker, at, '(')) {
        refuse(checker, at, "the columns are named, in parentheses");
        return;
    }
    size_t position = find_body_column(checker, at, target);
    struct range rows = {closing(checker, at) + 1, range.to};
    if (rows.from >= rows.to) {
        refuse(checker, rows.from, "VALUES or SELECT is expected here");
        return;
    }
    /* The ON of a join stands before a condition, that of a conflict before CONFLICT. */
    size_t end = find(checker, rows, ends);
    while (end < range.to && is(checker, end, "on") && !is(checker, end + 1, "conflict"))
        end = find(checker, (struct range){end + 1, range.to}, ends);
    rows.to = end;
    if (position == SIZE_MAX && !store_check_shared(target->name))
        refuse(checker, at, "the column body is missing");
    else if (!store_check_shared(target->name))
        check_rows(checker, rows, position);
    check_compound(checker, rows, &scope);
    if (end < range.to && is(checker, end, "on"))
        check_conflict(checker, (struct range){end, range.to}, target);
    check_inner(checker, (struct range){end, range.to}, &scope);
}

/* Names and checks what WITH gives; returns the place behind it. */
static size_t check_with(struct checker *checker, struct range range, const struct scope *parent)
{
    bool recursive = is(checker, range.from + 1, "recursive");
    size_t at = range.from + (recursive ? 2 : 1);
    while (at < range.to) {
        if (checker->tokens[at].kind != STORE_TOKEN_WORD ||
            checker->common_count == MAXIMUM_COMMON) {
            refuse(checker, at, "a name is expected here, and at most 16 in one statement");
            return range.to;
        }
        struct text name = checker->tokens[at++].text;
        if (recursive)
            checker->common[checker->common_count++] = name;
        if (is_symbol(checker, at, '('))
            at = closing(checker, at) + 1;
        while (at < range.to && !is_symbol(checker, at, '('))
            at++;
        if (at >= range.to) {
            refuse(checker, at, "AS (...) is expected here");
            return range.to;
        }
        size_t end = closing(checker, at);
        check_query(checker, (struct range){at + 1, end}, parent);
        if (!recursive)
            checker->common[checker->common_count++] = name;
        at = end + 1;
        if (at >= range.to || !is_symbol(checker, at, ','))
            return at;
        at++;
    }
    return at;
}

static void check_query(struct checker *checker, struct range range, const struct scope *parent)
{
    size_t common = checker->common_count;
    if (is(checker, range.from, "with"))
        range.from = check_with(checker, range, parent);
    if (range.from >= range.to)
        refuse(checker, range.from, "a query is expected here");
    else if (is(checker, range.from, "insert"))
        check_insert(checker, range, parent);
    else if (is(checker, range.from, "update") || is(checker, range.from, "delete"))
        check_update(checker, range, parent);
    else
        check_compound(checker, range, parent);
    checker->common_count = common;
}

/* Words that open a clause cut a statement into parts, so none of them may be a name. */
static void check_words(struct checker *checker, size_t count)
{
    static const char *const before[] = {"and", "or", "not", "where", "on", "select", NULL};
    for (size_t at = 1; at < count; at++) {
        const struct store_token *next = &checker->tokens[at + 1];
        bool works = next->kind == STORE_TOKEN_SYMBOL && !store_token_is_symbol(next, '(') &&
                     !store_token_is_symbol(next, '-');
        if (among(checker, at, clauses) && (among(checker, at - 1, before) || works))
            refuse(checker, at, "this word opens a clause: as a name it stands in double quotes");
    }
}

bool store_check_body(struct faults *faults, struct text file, struct store_tokens tokens)
{
    size_t before = fault_count(faults);
    struct checker checker = {.faults = faults, .file = file, .tokens = tokens.items};
    check_words(&checker, tokens.count);
    check_query(&checker, (struct range){0, tokens.count}, NULL);
    return fault_count(faults) == before;
}
