/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/look.h"

#include "store/statements.h"

static const struct store_value *bind(struct arena *arena, const struct register_look *look)
{
    struct store_value *bound = ARENA_ARRAY(arena, struct store_value, 5);
    bound[0] = store_text(look->holder);
    bound[1] = store_text(date_format(arena, look->day));
    bound[2] = store_text(look->actor);
    bound[3] = store_text(look->register_id);
    bound[4] = store_text(look->entry);
    return bound;
}

static struct error *write_look(struct store_session *session, struct arena *arena, void *context)
{
    return store_run(session, &sql_look_add, bind(arena, context), NULL);
}

struct error *register_look_note(const struct register_body *body, struct arena *arena,
                                 const struct register_look *look)
{
    struct register_look today = *look;
    struct store_session *session;
    const struct store_value *row;
    today.day = register_today(body);
    TRY(store_begin_reading(body->store, arena, body->id, &session));
    struct error *error = store_query_one(session, &sql_look_there, bind(arena, &today), &row);
    store_end_reading(session);
    if (error || row)
        return error;
    return store_change(body->store, arena, body->id, write_look, &today);
}

static void take(struct arena *arena, const struct store_value *row, struct register_look *look)
{
    *look = (struct register_look){
        .actor = text_copy(arena, row[1].text),
        .register_id = text_copy(arena, row[2].text),
        .entry = text_copy(arena, row[3].text),
        .holder = text_copy(arena, row[4].text),
    };
    date_parse(row[0].text, &look->day);
}

struct error *register_looks_read(struct store_session *session, struct arena *arena,
                                  struct text holder, struct date before, size_t limit,
                                  struct register_look **looks, size_t *count)
{
    struct store_rows *rows;
    const struct store_value *row;
    struct store_value bound[3];
    size_t at = 0;
    *looks = ARENA_ARRAY(arena, struct register_look, limit);
    *count = 0;
    if (holder.size)
        bound[at++] = store_text(holder);
    bound[at++] = store_text(before.year ? date_format(arena, before) : TEXT("9999-12-31"));
    bound[at++] = store_integer((int64_t)limit);
    TRY(store_query(session, holder.size ? &sql_look_of_holder : &sql_look_of_all, bound, &rows));
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            return NULL;
        take(arena, row, &(*looks)[(*count)++]);
    }
}

static struct error *forget(struct store_session *session, struct arena *arena, void *context)
{
    const struct date *day = context;
    return store_run(session, &sql_look_forget,
                     (struct store_value[]){store_text(date_format(arena, *day))}, NULL);
}

struct error *register_looks_forget(const struct register_body *body, struct arena *arena)
{
    struct date day = date_add_days(register_today(body), -REGISTER_LOOK_DAYS);
    return store_change(body->store, arena, body->id, forget, &day);
}
