/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/retention.h"

enum { READ_AT_ONCE = 500, ERASED_AT_ONCE = 50 };

/* Entries of one register that are past their term. */
struct past {
    const struct register_body *body;
    const struct register_definition *definition;
    struct arena *arena;
    struct text *entries;
    size_t count;
    size_t from; /* a piece of them */
    size_t to;
};

/* The term counts from the last day that the date can mean. */
static bool is_past(struct text written, struct date limit)
{
    struct date date;
    return date_parse(written, &date) && date_sort(date_latest(date), limit) < 0;
}

static struct error *read_page(struct past *past, struct store_session *session, struct date limit,
                               int64_t *number, bool *more)
{
    const struct register_projection *projection =
        register_projection_of(past->body, past->definition);
    struct store_rows *rows;
    const struct store_value *row;
    size_t read = 0;
    TRY(store_query(
        session, projection->expired,
        (struct store_value[]){store_text(date_format(past->arena, limit)), store_integer(*number)},
        &rows));
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            break;
        read++;
        *number = row[0].integer;
        if (is_past(row[2].text, limit))
            past->entries[past->count++] = text_copy(past->arena, row[1].text);
    }
    *more = read == READ_AT_ONCE;
    return NULL;
}

static struct error *erase_piece(struct store_session *session, struct arena *arena, void *context)
{
    struct past *past = context;
    struct register_writer *writer;
    (void)arena;
    TRY(register_writer_begin(session, past->body, NULL, &writer));
    for (size_t i = past->from; i < past->to; i++)
        TRY(register_writer_erase(writer, past->definition, past->entries[i], TEXT("retention")));
    return register_writer_end(writer);
}

static struct error *erase_page(struct past *past, const _Atomic bool *ending)
{
    for (past->from = 0; past->from < past->count; past->from = past->to) {
        if (ending && atomic_load(ending))
            return NULL;
        past->to =
            past->from + ERASED_AT_ONCE < past->count ? past->from + ERASED_AT_ONCE : past->count;
        TRY(store_change(past->body->store, past->arena, past->body->id, erase_piece, past));
    }
    return NULL;
}

static struct error *retain_register(const struct register_body *body,
                                     const struct register_definition *definition,
                                     struct arena *arena, const _Atomic bool *ending,
                                     int64_t *erased)
{
    struct date limit = register_today(body);
    int64_t number = 0;
    limit.year = (int16_t)(limit.year - definition->retention_years);
    for (bool more = true; more && !(ending && atomic_load(ending));) {
        struct past past = {body, definition, arena, NULL, 0, 0, 0};
        struct store_session *session;
        past.entries = ARENA_ARRAY(arena, struct text, READ_AT_ONCE);
        TRY(store_begin_reading(body->store, arena, body->id, &session));
        struct error *error = read_page(&past, session, limit, &number, &more);
        store_end_reading(session);
        TRY(error);
        TRY(erase_page(&past, ending));
        *erased += (int64_t)past.count;
        arena_reset(arena);
    }
    return NULL;
}

struct error *register_retain(const struct register_body *body, struct arena *arena,
                              const _Atomic bool *ending, int64_t *erased)
{
    struct arena *scratch = arena_new();
    struct error *error = NULL;
    *erased = 0;
    for (size_t i = 0; i < body->definitions->count && !error; i++)
        if (register_projection_of(body, &body->definitions->items[i])->expired)
            error = retain_register(body, &body->definitions->items[i], scratch, ending, erased);
    if (!error && *erased)
        error = store_scrub(body->store, scratch);
    if (error)
        error = error_new(arena, error->kind, "erasing what is past its term: %s",
                          error_string(scratch, error));
    arena_free(scratch);
    return error;
}
