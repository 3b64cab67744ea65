/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/import_inside.h"

#include "store/statements.h"

/* Which entry each row is about. */

struct match {
    struct arena *arena;
    struct arena *scratch; /* for some entries */
    struct store_session *session;
    const struct register_import *import;
    struct import_stage *stage;
    struct import_entries *entries;
    struct register_value *values; /* of a row */
    struct date today;
};

/* Calls VISIT for each entry of the register, in the order in which they were recorded. */
typedef void visit_entry(struct match *match, const struct register_row *row);

static struct error *walk_entries(struct match *match, visit_entry *visit)
{
    const struct register_projection *projection =
        register_projection_of(match->import->body, match->import->definition);
    int64_t number = 0;
    for (size_t count = 1; count > 0;) {
        struct store_rows *rows;
        const struct store_value *columns;
        arena_reset(match->scratch);
        TRY(store_query(match->session, projection->next,
                        (struct store_value[]){store_integer(number)}, &rows));
        for (count = 0;; count++) {
            struct register_row row;
            TRY(store_next(rows, &columns));
            if (!columns)
                break;
            TRY(register_projection_row(match->scratch, projection, columns, &row));
            visit(match, &row);
            number = row.number;
        }
    }
    return NULL;
}

/* The first row of its identity that says just what an entry says, and that no other entry has. */
static bool take_same(struct match *match, uint32_t group, const struct register_row *row)
{
    const struct import_stage *stage = match->stage;
    for (uint32_t at = group; at; at = import_row(stage, at - 1)->next) {
        struct import_row *each = import_row(stage, at - 1);
        if (each->taken)
            continue;
        import_stage_values(stage, each, match->values);
        if (!import_says_same(stage, each, match->values, row->state, row->values))
            continue;
        each->taken = true;
        each->outcome = REGISTER_IMPORT_SAME;
        return true;
    }
    return false;
}

static void visit_first(struct match *match, const struct register_row *row)
{
    const struct register_definition *definition = match->import->definition;
    struct import_entries *entries = match->entries;
    uint32_t group = *import_stage_slot(match->stage, import_identity(match->stage, row->values));
    if (take_same(match, group, row))
        return;
    entries->items = arena_grow(match->arena, entries->items, entries->count, &entries->capacity,
                                sizeof *entries->items);
    entries->items[entries->count++] = (struct import_entry){
        .id = text_copy(match->arena, row->entry),
        .number = row->number,
        .revision = row->revision,
        .group = group,
        .state = (uint8_t)(row->state - definition->states),
        .current = row->current,
    };
}

static enum register_import_outcome
change_outcome(struct match *match, const struct import_row *row, const struct import_entry *entry)
{
    const struct register_definition *definition = match->import->definition;
    const struct register_state *state =
        &definition->states[row->state ? row->state - 1 : entry->state];
    if (!entry->current)
        return REGISTER_IMPORT_CHANGED;
    import_stage_values(match->stage, row, match->values);
    if (state->ended ||
        (definition->until &&
         date_compare(match->values[definition->until->number].date, match->today) == DATE_BEFORE))
        return REGISTER_IMPORT_ENDED;
    return REGISTER_IMPORT_CHANGED;
}

static void pair(struct match *match, struct import_row *row, uint32_t row_number,
                 struct import_entry *entry, size_t entry_number)
{
    row->taken = true;
    row->entry = (uint32_t)(entry_number + 1);
    row->outcome = (uint8_t)change_outcome(match, row, entry);
    entry->row = row_number;
}

/* Entries that no row says just so, with the rows of their identity that are left, in order. */
static void pair_changed(struct match *match)
{
    const struct import_stage *stage = match->stage;
    for (size_t i = 0; i < match->entries->count; i++) {
        struct import_entry *entry = &match->entries->items[i];
        for (uint32_t at = entry->group; at; at = import_row(stage, at - 1)->next) {
            struct import_row *row = import_row(stage, at - 1);
            if (row->taken)
                continue;
            pair(match, row, at, entry, i);
            break;
        }
    }
}

/* Rows and entries that are left and are alike but for one field. */
struct alike {
    uint32_t row;   /* plus one */
    uint32_t entry; /* plus one */
    bool several;   /* rows or entries: nobody can tell which is which */
    bool same;      /* the row adds nothing */
};

struct likeness {
    struct match match;
    const struct register_field *field; /* in which they may differ */
    struct map holders;                 /* of the rows that are left */
    struct map alike;                   /* by the hash of what must not differ */
    size_t next;                        /* among the entries */
};

static struct alike *alike_of(struct likeness *likeness, const struct register_value *values)
{
    struct import_hash hash =
        import_likeness(likeness->match.stage, likeness->match.scratch, values, likeness->field);
    void **place = map_place(&likeness->alike, (struct text){(const char *)&hash, sizeof hash});
    if (!*place)
        *place = ARENA_NEW(likeness->alike.arena, struct alike);
    return *place;
}

static void note_rows(struct likeness *likeness)
{
    struct match *match = &likeness->match;
    size_t holder = match->import->definition->holder->number;
    for (size_t i = 0; i < match->stage->count; i++) {
        struct import_row *row = import_row(match->stage, i);
        if (row->outcome != REGISTER_IMPORT_NEW)
            continue;
        import_stage_values(match->stage, row, match->values);
        *map_place(&likeness->holders, match->values[holder].text) = row;
        struct alike *alike = alike_of(likeness, match->values);
        alike->several = alike->several || alike->row;
        alike->row = (uint32_t)(i + 1);
        arena_reset(match->scratch);
    }
}

/* Whether two values of a field may be the same thing, one said better than the other. */
static bool is_refined(struct arena *scratch, const struct register_field *field,
                       const struct register_value *one, const struct register_value *other)
{
    if (!one->present || !other->present)
        return true;
    if (field->type == REGISTER_DATE)
        return date_compare(one->date, other->date) == DATE_UNKNOWN ||
               date_compare(one->date, other->date) == DATE_SAME;
    return text_equal(text_fold(scratch, one->text), text_fold(scratch, other->text));
}

/* Whether all else is said alike, and something is said at all. */
static bool is_same_but(const struct import_stage *stage, const struct register_field *but,
                        const struct register_value *row, const struct register_value *entry)
{
    const struct register_definition *definition = stage->definition;
    bool tells = false;
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        if (field == but || (!row[i].present && !stage->columns->covered[i]))
            continue;
        if (!register_value_equal(field, &row[i], &entry[i]))
            return false;
        tells = tells || (field != definition->holder && row[i].present);
    }
    return tells;
}

static void visit_left(struct match *match, const struct register_row *row)
{
    struct likeness *likeness = (struct likeness *)match;
    struct import_entries *entries = match->entries;
    while (likeness->next < entries->count && entries->items[likeness->next].number < row->number)
        likeness->next++;
    if (likeness->next == entries->count || entries->items[likeness->next].number != row->number ||
        entries->items[likeness->next].row || !map_get(&likeness->holders, row->holder))
        return;
    struct alike *alike = alike_of(likeness, row->values);
    if (!alike->row)
        return;
    alike->several = alike->several || alike->entry;
    alike->entry = (uint32_t)(likeness->next + 1);
    if (alike->several)
        return;
    struct import_row *candidate = import_row(match->stage, alike->row - 1);
    import_stage_values(match->stage, candidate, match->values);
    bool may_be =
        is_refined(match->scratch, likeness->field, &match->values[likeness->field->number],
                   &row->values[likeness->field->number]) ||
        (match->import->complete &&
         is_same_but(match->stage, likeness->field, match->values, row->values));
    alike->same = import_says_same(match->stage, candidate, match->values, row->state, row->values);
    if (!may_be)
        alike->several = true;
}

static void pair_alike(struct likeness *likeness)
{
    struct match *match = &likeness->match;
    for (size_t i = 0; i < likeness->alike.capacity; i++) {
        const struct map_item *item = &likeness->alike.items[i];
        const struct alike *alike = item->key.data ? item->value : NULL;
        if (!alike || alike->several || !alike->entry || !alike->row)
            continue;
        struct import_entry *entry = &match->entries->items[alike->entry - 1];
        struct import_row *row = import_row(match->stage, alike->row - 1);
        pair(match, row, alike->row, entry, alike->entry - 1);
        if (alike->same)
            row->outcome = REGISTER_IMPORT_SAME;
    }
}

static bool is_left(const struct match *match)
{
    bool row = false;
    bool entry = false;
    for (size_t i = 0; i < match->stage->count && !row; i++)
        row = import_row(match->stage, i)->outcome == REGISTER_IMPORT_NEW;
    for (size_t i = 0; i < match->entries->count && !entry; i++)
        entry = !match->entries->items[i].row;
    return row && entry;
}

/* A newer edition may say better what tells an entry apart: a whole date where there was a year.
 * One field after another may be what differs. */
static struct error *match_alike(const struct match *match)
{
    const struct register_definition *definition = match->import->definition;
    for (size_t i = 0; definition->holder && i < definition->identity_count; i++) {
        if (definition->identity[i] == definition->holder || !is_left(match))
            continue;
        struct arena *arena = arena_new();
        struct likeness likeness = {
            .match = *match,
            .field = definition->identity[i],
            .holders = {.arena = arena},
            .alike = {.arena = arena},
        };
        note_rows(&likeness);
        struct error *error = walk_entries(&likeness.match, visit_left);
        if (!error)
            pair_alike(&likeness);
        arena_free(arena);
        TRY(error);
    }
    return NULL;
}

/* What an earlier import brought and this file, which is the whole register, does not have. */
static struct error *find_absent(struct match *match)
{
    for (size_t i = 0; match->import->complete && i < match->entries->count; i++) {
        struct import_entry *entry = &match->entries->items[i];
        const struct store_value *brought;
        if (entry->row || !entry->current)
            continue;
        TRY(store_query_one(match->session, &sql_import_brought,
                            (struct store_value[]){store_text(match->import->definition->id),
                                                   store_text(entry->id)},
                            &brought));
        entry->ends = brought != NULL;
    }
    return NULL;
}

static struct error *match_all(struct match *match, int64_t *head)
{
    const struct store_value *newest;
    TRY(store_query_one(match->session, &sql_journal_head, NULL, &newest));
    *head = newest ? newest[0].integer : 0;
    TRY(walk_entries(match, visit_first));
    pair_changed(match);
    TRY(match_alike(match));
    return find_absent(match);
}

static void forget(struct import_stage *stage)
{
    for (size_t i = 0; i < stage->count; i++) {
        struct import_row *row = import_row(stage, i);
        if (row->outcome == REGISTER_IMPORT_REFUSED || row->outcome == REGISTER_IMPORT_REPEATED)
            continue;
        row->outcome = REGISTER_IMPORT_NEW;
        row->taken = false;
        row->entry = 0;
    }
}

struct error *import_match(struct arena *arena, const struct register_import *import,
                           struct import_stage *stage, struct import_entries *entries,
                           int64_t *head)
{
    struct match match = {
        .arena = arena,
        .scratch = arena_new(),
        .import = import,
        .stage = stage,
        .entries = entries,
        .values = ARENA_ARRAY(arena, struct register_value, import->definition->field_count),
        .today = register_today(import->body),
    };
    *entries = (struct import_entries){0};
    forget(stage);
    struct error *error =
        store_begin_reading(import->body->store, arena, import->body->id, &match.session);
    if (!error) {
        error = match_all(&match, head);
        store_end_reading(match.session);
    }
    arena_free(match.scratch);
    return error;
}
