/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/check.h"

/* Which tables are held to :body. Every table in it must be held by a condition
 * that no OR can loosen: TABLE.body = :body, or TABLE.body = OTHER.body where OTHER is held. What
 * this reader does not understand, it refuses: a statement is then written more plainly. */

bool store_check_shared(struct text name)
{
    return same_name(name, TEXT("definition"));
}

struct text store_check_key(const struct source *source)
{
    return same_name(source->name, TEXT("body")) ? TEXT("id") : TEXT("body");
}

static bool must_be_held(const struct source *source)
{
    return source->table && !store_check_shared(source->name);
}

/* One side of an equation of bodies: a source of this scope, one of a scope around it, or :body. */
struct side {
    struct source *source;
    bool held;
};

/* Reads "TABLE.body" or "body" at *AT, which moves behind it; false when it is something else. */
static bool read_column(const struct checker *checker, size_t *at, size_t to, struct scope *scope,
                        struct side *side)
{
    bool qualified = *at + 2 < to && is_symbol(checker, *at + 1, '.');
    const struct store_token *column = &checker->tokens[qualified ? *at + 2 : *at];
    struct text table = checker->tokens[*at].text;
    size_t candidates = 0;
    if (column->kind != STORE_TOKEN_WORD || checker->tokens[*at].kind != STORE_TOKEN_WORD)
        return false;
    *side = (struct side){0};
    for (size_t i = 0; i < scope->count; i++) {
        struct source *source = &scope->sources[i];
        if ((qualified ? same_name(source->alias, table) : must_be_held(source)) &&
            same_name(column->text, store_check_key(source))) {
            side->source = source;
            candidates++;
        }
    }
    for (const struct scope *around = scope->parent; around && !candidates && qualified;
         around = around->parent)
        for (size_t i = 0; i < around->count; i++)
            if (same_name(around->sources[i].alias, table) &&
                same_name(column->text, store_check_key(&around->sources[i]))) {
                side->held = around->sources[i].held;
                candidates++;
            }
    *at += qualified ? 3 : 1;
    return candidates == 1;
}

static bool read_side(const struct checker *checker, size_t *at, size_t to, struct scope *scope,
                      struct side *side)
{
    if (*at < to && is_body(checker, *at)) {
        *side = (struct side){.held = true};
        (*at)++;
        return true;
    }
    return *at < to && read_column(checker, at, to, scope, side);
}

/* A condition between two ANDs: when it equates bodies, what is held on one side holds the other.
 * ONLY, where it is not NULL, is the one source that may be held by it (of an outer join). True:
 * something changed. */
static bool apply(const struct checker *checker, struct range range, struct scope *scope,
                  const struct source *only)
{
    struct side left;
    struct side right;
    size_t at = range.from;
    if (!read_side(checker, &at, range.to, scope, &left) || at >= range.to ||
        !is_symbol(checker, at, '='))
        return false;
    at++;
    if (!read_side(checker, &at, range.to, scope, &right) || at != range.to)
        return false;
    bool left_held = left.held || (left.source && left.source->held);
    bool right_held = right.held || (right.source && right.source->held);
    struct source *target = left_held ? right.source : left.source;
    if (left_held == right_held || !target || (only && target != only))
        return false;
    target->held = true;
    return true;
}

static bool apply_all(const struct checker *checker, struct range range, struct scope *scope,
                      const struct source *only)
{
    static const char *const or [] = {"or", NULL};
    static const char *const ends[] = {"and", "between", NULL};
    bool changed = false;
    if (range.from == range.to || find(checker, range, or) < range.to)
        return false;
    while (range.from < range.to) {
        size_t end = find(checker, range, ends);
        bool between = end < range.to && is(checker, end, "between");
        if (between)
            end = find(checker, (struct range){end + 1, range.to}, ends);
        if (between && end < range.to)
            end = find(checker, (struct range){end + 1, range.to}, ends);
        if (!between && apply(checker, (struct range){range.from, end}, scope, only))
            changed = true;
        range.from = end < range.to ? end + 1 : end;
    }
    return changed;
}

void store_check_hold(struct checker *checker, struct scope *scope,
                      const struct conditions *conditions)
{
    bool changed = true;
    while (changed) {
        changed = false;
        for (size_t i = 0; i < conditions->count; i++)
            changed =
                apply_all(checker, conditions->items[i].range, scope, conditions->items[i].only) ||
                changed;
        for (size_t i = 0; i < scope->count; i++) {
            struct source *source = &scope->sources[i];
            if (source->same && source->same->held && !source->held)
                source->held = changed = true;
        }
    }
    for (size_t i = 0; i < scope->count; i++) {
        const struct source *source = &scope->sources[i];
        if (must_be_held(source) && !source->held)
            fault_add(checker->faults, checker->file, source->token->line, source->token->column,
                      "\"%.*s\" is not kept to one body: add %.*s.%.*s = :body to the conditions",
                      TEXT_FORMAT(source->name), TEXT_FORMAT(source->alias),
                      TEXT_FORMAT(store_check_key(source)));
    }
}
