/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/tally.h"

#include "register/memo.h"
#include "store/statements.h"

#include <stdio.h>

static void count(struct register_tally *tally, struct text register_id, struct text name,
                  int64_t by)
{
    void **place = map_place(&tally->registers, register_id);
    if (!*place) {
        struct map *names = ARENA_NEW(tally->arena, struct map);
        names->arena = tally->arena;
        *place = names;
    }
    void **number = map_place(*place, name);
    if (!*number)
        *number = ARENA_NEW(tally->arena, int64_t);
    *(int64_t *)*number += by;
}

/* Counts under NAME, and under "current:NAME" where that holds. */
static void count_both(struct register_tally *tally, const struct register_definition *definition,
                       const struct register_row *row, const char *name, struct text value,
                       int64_t by)
{
    char room[160];
    int size = snprintf(room, sizeof room, "current:%s:%.*s", name, TEXT_FORMAT(value));
    if (size < 0 || (size_t)size >= sizeof room)
        return;
    struct text whole = {room, (size_t)size};
    count(tally, definition->id, text_slice(whole, sizeof "current:" - 1, whole.size), by);
    if (row->current)
        count(tally, definition->id, whole, by);
}

static void count_field(struct register_tally *tally, const struct register_definition *definition,
                        const struct register_row *row, const struct register_field *field,
                        int64_t by)
{
    const struct register_value *value = &row->values[field->number];
    char id[64];
    if (!value->present || field->id.size >= sizeof id)
        return;
    __builtin_memcpy(id, field->id.data, field->id.size);
    id[field->id.size] = '\0';
    if (field->type == REGISTER_BOOLEAN)
        count_both(tally, definition, row, id, value->number ? TEXT("1") : TEXT("0"), by);
    else if (field->type == REGISTER_CHOICE && !field->several)
        count_both(tally, definition, row, id, value->text, by);
}

void register_tally_count(struct register_tally *tally,
                          const struct register_definition *definition,
                          const struct register_row *row, int64_t by)
{
    char room[96];
    if (!row->public)
        return;
    count(tally, definition->id, TEXT("entries"), by);
    if (row->current)
        count(tally, definition->id, TEXT("current"), by);
    int16_t year =
        register_shows(definition->since) ? register_row_year(definition, row->values) : 0;
    if (year) {
        int size = snprintf(room, sizeof room, "%d", year);
        count_both(tally, definition, row, "year", (struct text){room, (size_t)size}, by);
    }
    bool holder = row->holder.size && !register_hides_holder(definition);
    if (holder && row->holder_office.size)
        count_both(tally, definition, row, "office", row->holder_office, by);
    for (size_t i = 0; i < definition->field_count; i++)
        if (definition->fields[i].filter && register_shows(&definition->fields[i]))
            count_field(tally, definition, row, &definition->fields[i], by);
    if (holder) {
        int size = snprintf(room, sizeof room, "%.*s/holder", TEXT_FORMAT(definition->id));
        count(tally, (struct text){room, (size_t)size}, row->holder, by);
    }
}

struct error *register_tally_write(struct store_session *session,
                                   const struct register_tally *tally)
{
    for (size_t i = 0; i < tally->registers.capacity; i++) {
        const struct map_item *item = &tally->registers.items[i];
        const struct map *names = item->value;
        for (size_t at = 0; item->key.data && at < names->capacity; at++) {
            const struct map_item *name = &names->items[at];
            if (name->key.data && *(const int64_t *)name->value)
                TRY(store_run(session, &sql_tally_add,
                              (struct store_value[]){store_text(item->key), store_text(name->key),
                                                     store_integer(*(const int64_t *)name->value)},
                              NULL));
        }
    }
    return NULL;
}

struct error *register_tally_read(struct store_session *session, struct arena *arena,
                                  struct text register_id, struct map *counts)
{
    struct store_rows *rows;
    const struct store_value *row;
    *counts = (struct map){.arena = arena};
    TRY(store_query(session, &sql_tally_list, (struct store_value[]){store_text(register_id)},
                    &rows));
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            return NULL;
        int64_t *number = ARENA_NEW(arena, int64_t);
        *number = row[1].integer;
        *map_place(counts, row[0].text) = number;
    }
}

static void copy_counts(struct arena *arena, const struct map *from, struct map *to)
{
    int64_t *numbers = ARENA_ARRAY(arena, int64_t, from->capacity);
    *to = *from;
    to->arena = arena;
    to->items = ARENA_ARRAY(arena, struct map_item, from->capacity);
    for (size_t at = 0; at < from->capacity; at++)
        if (from->items[at].key.data) {
            numbers[at] = *(const int64_t *)from->items[at].value;
            to->items[at] = from->items[at];
            to->items[at].key = text_copy(arena, from->items[at].key);
            to->items[at].value = &numbers[at];
        }
}

struct error *register_tally_recall(struct store_session *session, struct arena *arena,
                                    const struct register_body *body,
                                    const struct register_definition *definition,
                                    struct map *counts)
{
    struct register_memo *memo = register_memo_of(body, definition);
    const struct map *known = NULL;
    int64_t revision;
    TRY(register_memo_revision(session, definition, &revision));
    if (register_memo_open(memo, revision)) {
        known = register_memo_find(memo, TEXT("counts"));
        if (known)
            copy_counts(arena, known, counts);
        register_memo_close();
    }
    if (known)
        return NULL;
    TRY(register_tally_read(session, arena, definition->id, counts));
    if (register_memo_open(memo, revision)) {
        struct map *kept = ARENA_NEW(register_memo_arena(memo), struct map);
        copy_counts(register_memo_arena(memo), counts, kept);
        register_memo_keep(memo, TEXT("counts"), kept);
        register_memo_close();
    }
    return NULL;
}

int64_t register_tally_of(const struct map *counts, const char *name)
{
    const int64_t *number = map_get(counts, text_of(name));
    return number ? *number : 0;
}
