/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/list_rows.h"

#include "register/list.h"
#include "register/memo.h"

#include <string.h>

/* Pages of more rows are parts of the whole register on its way to somebody, which is read once. */
enum { MOST_KEPT = 100 };

/* What a row is kept under: by its number, and by its entry. */
struct number_key {
    char bytes[1 + sizeof(int64_t)];
};

static struct text number_key(int64_t number, struct number_key *key)
{
    key->bytes[0] = 'n';
    memcpy(key->bytes + 1, &number, sizeof number);
    return (struct text){key->bytes, sizeof key->bytes};
}

static struct text entry_key(struct arena *arena, struct text entry)
{
    return text_format(arena, "e%.*s", TEXT_FORMAT(entry));
}

/* Takes out of a row what not everybody may see: it is not even remembered. */
void register_row_conceal(const struct register_definition *definition, struct register_row *row)
{
    for (size_t i = 0; i < definition->field_count; i++)
        if (!register_shows(&definition->fields[i]))
            row->values[i] = (struct register_value){0};
    if (!register_hides_holder(definition))
        return;
    row->holder = row->holder_name = row->holder_office = row->holder_unit = TEXT("");
    row->confirmed = (struct date){0};
}

static void copy_text(struct arena *arena, struct text *text)
{
    if (text->size)
        *text = text_copy(arena, *text);
}

static void copy_row(struct arena *arena, size_t field_count, const struct register_row *from,
                     struct register_row *to)
{
    *to = *from;
    copy_text(arena, &to->entry);
    copy_text(arena, &to->changed);
    copy_text(arena, &to->holder);
    copy_text(arena, &to->holder_name);
    copy_text(arena, &to->holder_office);
    copy_text(arena, &to->holder_unit);
    to->values = arena_room(arena, field_count * sizeof *to->values);
    memcpy(to->values, from->values, field_count * sizeof *to->values);
    for (size_t i = 0; i < field_count; i++)
        if (to->values[i].present) {
            copy_text(arena, &to->values[i].text);
            copy_text(arena, &to->values[i].kvk);
            copy_text(arena, &to->values[i].written);
            copy_text(arena, &to->values[i].money.written);
        }
}

/* Fills in the rows that are known; MISSING becomes the numbers of the others, as JSON. */
static void take_known(struct register_memo *memo, int64_t revision, struct arena *arena,
                       size_t field_count, const int64_t *numbers, size_t count,
                       struct register_row *rows, struct buffer *missing)
{
    bool open = register_memo_open(memo, revision);
    for (size_t i = 0; i < count; i++) {
        struct number_key room;
        const struct register_row *known =
            open ? register_memo_find(memo, number_key(numbers[i], &room)) : NULL;
        if (known) {
            copy_row(arena, field_count, known, &rows[i]);
            continue;
        }
        rows[i].number = 0;
        buffer_add_byte(missing, missing->size ? ',' : '[');
        buffer_add_number(missing, numbers[i]);
    }
    if (open)
        register_memo_close();
    if (missing->size)
        buffer_add_byte(missing, ']');
}

static void keep_rows(struct register_memo *memo, int64_t revision, struct arena *scratch,
                      size_t field_count, const struct register_row *const *rows, size_t count)
{
    if (!register_memo_open(memo, revision))
        return;
    struct arena *arena = register_memo_arena(memo);
    for (size_t i = 0; i < count; i++) {
        struct number_key room;
        struct register_row *kept = ARENA_NEW(arena, struct register_row);
        copy_row(arena, field_count, rows[i], kept);
        register_memo_keep(memo, number_key(kept->number, &room), kept);
        register_memo_keep(memo, entry_key(scratch, kept->entry), kept);
    }
    register_memo_close();
}

/* Rows come in any order, and on SQLite in that of their numbers: each is looked for behind the
 * last. */
static struct error *read_missing(struct store_session *session, struct arena *arena,
                                  const struct register_projection *projection, struct text missing,
                                  const int64_t *numbers, size_t count, struct register_row *rows,
                                  const struct register_row **fresh, size_t *fresh_count)
{
    struct store_rows *read;
    const struct store_value *columns;
    size_t at = 0;
    TRY(store_query(session, projection->rows, (struct store_value[]){store_text(missing)}, &read));
    for (;;) {
        TRY(store_next(read, &columns));
        if (!columns)
            return NULL;
        size_t passed = 0;
        while (passed < count && numbers[at] != columns[0].integer) {
            at = at + 1 == count ? 0 : at + 1;
            passed++;
        }
        if (passed == count)
            return error_new(arena, ERROR_SYSTEM, "%s gave a row that was not asked for",
                             projection->table);
        TRY(register_projection_row(arena, projection, columns, &rows[at]));
        if (columns[projection->column_count].type == STORE_TEXT)
            date_parse(columns[projection->column_count].text, &rows[at].confirmed);
        register_row_conceal(projection->definition, &rows[at]);
        fresh[(*fresh_count)++] = &rows[at];
    }
}

struct error *register_list_rows(struct store_session *session, struct arena *arena,
                                 const struct register_body *body,
                                 const struct register_projection *projection,
                                 const int64_t *numbers, size_t count, struct register_row *rows)
{
    const struct register_definition *definition = projection->definition;
    struct register_memo *memo = register_memo_of(body, definition);
    struct buffer missing = {.arena = arena};
    const struct register_row **fresh = ARENA_ARRAY(arena, const struct register_row *, count);
    size_t fresh_count = 0;
    int64_t revision = 0;
    if (count <= MOST_KEPT)
        TRY(register_memo_revision(session, definition, &revision));
    take_known(memo, revision, arena, definition->field_count, numbers, count, rows, &missing);
    if (!missing.size)
        return NULL;
    TRY(read_missing(session, arena, projection, buffer_text(&missing), numbers, count, rows, fresh,
                     &fresh_count));
    keep_rows(memo, revision, arena, definition->field_count, fresh, fresh_count);
    return NULL;
}

struct error *register_list_number(struct store_session *session, struct arena *arena,
                                   const struct register_body *body,
                                   const struct register_definition *definition, struct text entry,
                                   int64_t *number)
{
    struct register_memo *memo = register_memo_of(body, definition);
    int64_t revision;
    *number = 0;
    TRY(register_memo_revision(session, definition, &revision));
    if (!register_memo_open(memo, revision))
        return NULL;
    const struct register_row *known = register_memo_find(memo, entry_key(arena, entry));
    if (known)
        *number = known->number;
    register_memo_close();
    return NULL;
}

struct error *register_public_read(struct store_session *session, struct arena *arena,
                                   const struct register_projection *projection, struct text entry,
                                   struct register_row *row, bool *found)
{
    TRY(register_projection_get(session, arena, projection, entry, row, found));
    *found = *found && row->public;
    if (*found)
        register_row_conceal(projection->definition, row);
    return NULL;
}
