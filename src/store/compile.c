/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/statement.h"

#include <stdatomic.h>
#include <string.h>

enum { MAXIMUM_PARAMETERS = 200 };

/* The number of a parameter: 1 is :body, where there is one. 0: not there. */
static size_t number_of(const struct store_names *names, struct text name, bool with_body)
{
    if (with_body && text_is(name, "body"))
        return 1;
    for (size_t i = 0; i < names->count; i++)
        if (text_equal(names->items[i], name))
            return i + (with_body ? 2 : 1);
    return 0;
}

static void add_name(struct arena *arena, struct store_names *names, struct text name)
{
    names->items =
        arena_grow(arena, names->items, names->count, &names->capacity, sizeof *names->items);
    names->items[names->count++] = name;
}

/* The statement with its parameters as numbers and without its comments. */
static const char *print(struct arena *arena, struct store_tokens tokens,
                         const struct store_names *names, bool with_body,
                         enum store_dialect dialect)
{
    struct buffer buffer = {.arena = arena};
    for (size_t i = 0; i < tokens.count; i++) {
        const struct store_token *token = &tokens.items[i];
        if (token->spaced && i)
            buffer_add_byte(&buffer, ' ');
        if (token->kind == STORE_TOKEN_PARAMETER)
            buffer_add_format(&buffer, "%c%zu", dialect == STORE_SQLITE ? '?' : '$',
                              number_of(names, token->text, with_body));
        else
            buffer_add(&buffer, token->source);
    }
    return buffer_string(&buffer);
}

static bool writes(struct store_tokens tokens)
{
    for (size_t i = 0; i < tokens.count; i++) {
        const struct store_token *token = &tokens.items[i];
        bool starts = i == 0 || store_token_is_symbol(token - 1, '(') ||
                      store_token_is_symbol(token - 1, ')');
        if (starts && (store_token_is(token, "insert") || store_token_is(token, "update") ||
                       store_token_is(token, "delete")))
            return true;
    }
    return false;
}

/* What holds for every statement: it is one, of a kind that we know. */
static bool check_form(struct faults *faults, struct text file, struct store_tokens tokens)
{
    static const char *const starts[] = {"select", "insert", "update", "delete", "with"};
    bool known = false;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        known = known || store_token_is(&tokens.items[0], starts[i]);
    if (!known)
        fault_add(faults, file, tokens.items[0].line, tokens.items[0].column,
                  "a statement starts with SELECT, INSERT, UPDATE, DELETE or WITH");
    for (size_t i = 0; i < tokens.count; i++) {
        if (store_token_is_symbol(&tokens.items[i], ';')) {
            fault_add(faults, file, tokens.items[i].line, tokens.items[i].column,
                      "one name is for one statement: nothing may follow the ;");
            known = false;
        }
    }
    return known;
}

/* The parameters of the first dialect give the order; the second must have the same. */
static bool gather_names(struct faults *faults, const struct store_source *source,
                         struct store_tokens tokens, bool first, struct store_names *names)
{
    size_t before = fault_count(faults);
    bool *used = arena_array(faults->arena, MAXIMUM_PARAMETERS + 1, sizeof *used);
    bool with_body = false;
    for (size_t i = 0; i < tokens.count; i++) {
        const struct store_token *token = &tokens.items[i];
        if (token->kind != STORE_TOKEN_PARAMETER)
            continue;
        bool body = text_is(token->text, "body");
        if (body && source->across)
            fault_add(faults, source->file, token->line, token->column,
                      "a statement across bodies has no :body");
        with_body = with_body || body;
        if (body)
            continue;
        size_t number = number_of(names, token->text, false);
        if (!number && first && names->count < MAXIMUM_PARAMETERS) {
            add_name(faults->arena, names, token->text);
            number = names->count;
        } else if (!number) {
            fault_add(faults, source->file, token->line, token->column, "%s :%.*s",
                      first ? "a statement has at most 200 parameters; one too many is"
                            : "the variants differ: the first has no",
                      TEXT_FORMAT(token->text));
            return false;
        }
        used[number] = true;
    }
    for (size_t i = 0; i < names->count; i++)
        if (!used[i + 1])
            fault_add(faults, source->file, tokens.items[0].line, tokens.items[0].column,
                      "the variants differ: this one has no :%.*s", TEXT_FORMAT(names->items[i]));
    if (!first && with_body != names->body)
        fault_add(faults, source->file, tokens.items[0].line, tokens.items[0].column,
                  "the variants differ: one has :body, the other has not");
    names->body = with_body;
    return fault_count(faults) == before;
}

static struct store_tokens without_semicolon(struct store_tokens tokens)
{
    if (tokens.count && store_token_is_symbol(&tokens.items[tokens.count - 1], ';'))
        tokens.count--;
    return tokens;
}

bool store_compile(struct faults *faults, const struct store_source *source,
                   struct store_statement *statement, struct store_names *names)
{
    size_t before = fault_count(faults);
    *statement = (struct store_statement){.name = source->name, .across = source->across};
    for (enum store_dialect dialect = 0; dialect < STORE_DIALECTS; dialect++) {
        struct store_tokens tokens;
        bool same = dialect && text_equal(source->sql[0], source->sql[dialect]);
        if (same && fault_count(faults) > before)
            break; /* all has been said */
        if (!store_tokenize(faults, source->file, source->line[dialect], source->sql[dialect],
                            &tokens))
            continue;
        tokens = without_semicolon(tokens);
        if (!check_form(faults, source->file, tokens) ||
            !gather_names(faults, source, tokens, dialect == 0, names))
            continue;
        if (!same && !source->across)
            store_check_body(faults, source->file, tokens);
        statement->body = names->body;
        statement->sql[dialect] = print(faults->arena, tokens, names, names->body, dialect);
        statement->writes = statement->writes || writes(tokens);
    }
    statement->parameters = names->count;
    return fault_count(faults) == before;
}

struct error *store_statement_new(struct arena *arena, const char *name, const char *sqlite,
                                  const char *postgresql, const struct store_statement **statement)
{
    static _Atomic uint64_t made;
    struct faults faults = {.arena = arena};
    struct store_names names = {0};
    const char *second = postgresql ? postgresql : sqlite;
    struct store_source source = {
        .name = text_string(arena, text_of(name)),
        .file = text_of(name),
        .sql = {text_copy(arena, text_of(sqlite)), text_copy(arena, text_of(second))},
        .line = {1, 1},
    };
    struct store_statement *fresh = ARENA_NEW(arena, struct store_statement);
    *statement = fresh;
    if (store_compile(&faults, &source, fresh, &names)) {
        fresh->serial = atomic_fetch_add(&made, 1) + 1;
        return NULL;
    }
    const struct fault *fault = &faults.items[0];
    return error_new(arena, ERROR_SYSTEM, "the statement %s made from a definition: %zu:%zu: %.*s",
                     name, fault->line, fault->column, TEXT_FORMAT(fault->message));
}

/* The dialect that a line "-- (NAME)" names; false when it is no such line. */
static bool read_switch(struct text line, bool applies[STORE_DIALECTS])
{
    struct text trimmed = text_trim(line);
    bool both = text_is(trimmed, "-- (both)");
    bool sqlite = text_is(trimmed, "-- (sqlite)");
    bool postgresql = text_is(trimmed, "-- (postgresql)");
    if (!both && !sqlite && !postgresql)
        return false;
    applies[STORE_SQLITE] = both || sqlite;
    applies[STORE_POSTGRESQL] = both || postgresql;
    return true;
}

static bool is_word_byte(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '_';
}

struct text store_dialect_sql(struct arena *arena, enum store_dialect dialect, struct text sql)
{
    struct buffer chosen = {.arena = arena};
    struct text rest = sql;
    struct text line;
    bool applies[STORE_DIALECTS] = {true, true};
    while (text_next(&rest, '\n', &line)) {
        if (!read_switch(line, applies) && applies[dialect] &&
            !text_starts(text_trim(line), "--")) {
            buffer_add(&chosen, line);
            buffer_add_byte(&chosen, '\n');
        }
    }
    /* Texts are compared by code point on both, whatever the language of the server. */
    static const struct {
        struct text word;
        struct text as[STORE_DIALECTS];
    } words[] = {
        {TEXT("BIGINT"), {TEXT("INTEGER"), TEXT("BIGINT")}},
        {TEXT("DOUBLE PRECISION"), {TEXT("REAL"), TEXT("DOUBLE PRECISION")}},
        {TEXT("STRICT"), {TEXT("STRICT"), TEXT("")}},
        {TEXT("TEXT"), {TEXT("TEXT"), TEXT("TEXT COLLATE \"C\"")}},
    };
    struct text source = buffer_text(&chosen);
    struct buffer buffer = {.arena = arena};
    for (size_t at = 0; at < source.size;) {
        size_t end = at;
        while (end < source.size && is_word_byte(source.data[end]))
            end++;
        struct text word = text_slice(source, at, end > at ? end : at + 1);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (text_starts(text_slice(source, at, source.size), words[i].word.data) &&
                (at + words[i].word.size == end || words[i].word.size > word.size)) {
                end = at + words[i].word.size;
                word = words[i].as[dialect];
                break;
            }
        at = end > at ? end : at + 1;
        buffer_add(&buffer, word);
    }
    return (struct text){buffer_string(&buffer), buffer.size};
}
