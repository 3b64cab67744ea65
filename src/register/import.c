/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/import.h"

#include "base/identifier.h"
#include "register/import_inside.h"
#include "store/statements.h"

#include <sodium.h>

/* An import from begin to end: read, compare, write. */

enum { ATTEMPTS = 5 };

const char *register_import_outcome_id(enum register_import_outcome outcome)
{
    static const char *const ids[] = {
        [REGISTER_IMPORT_REFUSED] = "refused",   [REGISTER_IMPORT_NEW] = "new",
        [REGISTER_IMPORT_CHANGED] = "changed",   [REGISTER_IMPORT_ENDED] = "ended",
        [REGISTER_IMPORT_SAME] = "same",         [REGISTER_IMPORT_REPEATED] = "repeated",
        [REGISTER_IMPORT_ABSENT] = "not in file"};
    return ids[outcome];
}

static void hash_text(crypto_generichash_state *state, struct text text)
{
    uint64_t size = text.size;
    crypto_generichash_update(state, (const unsigned char *)&size, sizeof size);
    crypto_generichash_update(state, (const unsigned char *)text.data, text.size);
}

static void hash_pairs(crypto_generichash_state *state, const struct register_import_pairs *pairs)
{
    hash_text(state, (struct text){(const char *)&pairs->count, sizeof pairs->count});
    for (size_t i = 0; i < pairs->count; i++) {
        hash_text(state, pairs->items[i].name);
        hash_text(state, pairs->items[i].value);
    }
}

/* Of the file, the definition by which it is read, and all that was asked. */
static struct text hash_of(struct arena *arena, const struct register_import *import)
{
    crypto_generichash_state state;
    unsigned char hash[32];
    unsigned char complete = import->complete;
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    hash_text(&state, import->content);
    hash_text(&state, import->definition->hash);
    hash_pairs(&state, &import->maps);
    hash_pairs(&state, &import->sets);
    hash_pairs(&state, &import->ignores);
    crypto_generichash_update(&state, &complete, 1);
    crypto_generichash_final(&state, hash, sizeof hash);
    return identifier_hex(arena, hash, sizeof hash);
}

static size_t count_in(const json_t *counts, const char *name)
{
    return (size_t)json_integer_value(json_object_get(counts, name));
}

/* Whether the newest edition is just this file, and left nothing out. */
static struct error *find_before(struct arena *arena, const struct register_import *import,
                                 struct text hash, struct register_import_result *result)
{
    struct store_session *session;
    const struct store_value *newest;
    json_t *counts;
    TRY(store_begin_reading(import->body->store, arena, import->body->id, &session));
    struct error *error =
        store_query_one(session, &sql_import_newest,
                        (struct store_value[]){store_text(import->definition->id)}, &newest);
    if (!error && newest && text_equal(newest[0].text, hash) &&
        !json_read(arena, newest[2].text, &counts)) {
        if (!count_in(counts, "refused")) {
            result->before = text_copy(arena, newest[1].text);
            result->read = count_in(counts, "read");
            result->count[REGISTER_IMPORT_REPEATED] = count_in(counts, "repeated");
            result->count[REGISTER_IMPORT_SAME] =
                result->read - result->count[REGISTER_IMPORT_REPEATED];
            result->written = true;
        }
        json_decref(counts);
    }
    store_end_reading(session);
    return error;
}

static void count_outcomes(const struct import_stage *stage, const struct import_entries *entries,
                           struct register_import_result *result, size_t unread)
{
    for (int outcome = 0; outcome < REGISTER_IMPORT_OUTCOMES; outcome++)
        result->count[outcome] = outcome == REGISTER_IMPORT_REFUSED ? unread : 0;
    result->absent_ended = 0;
    for (size_t i = 0; i < stage->count; i++)
        result->count[import_row(stage, i)->outcome]++;
    for (size_t i = 0; i < entries->count; i++) {
        if (entries->items[i].row || !entries->items[i].current)
            continue;
        result->count[REGISTER_IMPORT_ABSENT]++;
        result->absent_ended += entries->items[i].ends;
    }
}

static void tell_outcomes(const struct register_import *import, const struct import_stage *stage,
                          const struct import_entries *entries)
{
    for (size_t i = 0; import->tell && i < stage->count; i++) {
        const struct import_row *row = import_row(stage, i);
        import->tell(import->context, row->outcome, row->line,
                     row->entry ? entries->items[row->entry - 1].id : TEXT(""));
    }
    for (size_t i = 0; import->tell && i < entries->count; i++)
        if (!entries->items[i].row && entries->items[i].current)
            import->tell(import->context,
                         entries->items[i].ends ? REGISTER_IMPORT_ENDED : REGISTER_IMPORT_ABSENT, 0,
                         entries->items[i].id);
}

/* Compares and writes; once more when somebody changed the register in between. */
static struct error *switch_over(struct arena *arena, const struct register_import *import,
                                 struct text hash, struct import_stage *stage,
                                 struct register_import_result *result)
{
    size_t unread = result->count[REGISTER_IMPORT_REFUSED];
    for (int attempt = 1;; attempt++) {
        struct import_entries entries;
        int64_t head;
        TRY(import_match(arena, import, stage, &entries, &head));
        count_outcomes(stage, &entries, result, unread);
        if (import->dry_run) {
            tell_outcomes(import, stage, &entries);
            return NULL;
        }
        if (result->count[REGISTER_IMPORT_REFUSED] && !import->skip_faulty)
            return NULL;
        struct error *error = import_write(arena, import, stage, &entries, head, hash, result);
        if (!error)
            result->written = true;
        if (!error || error->kind != ERROR_CONFLICT || attempt == ATTEMPTS)
            return error;
    }
}

struct error *register_import_run(struct arena *arena, const struct register_import *import,
                                  struct faults *faults, struct register_import_result *result)
{
    struct import_columns columns;
    struct import_stage stage;
    struct table *table;
    *result = (struct register_import_result){0};
    struct text hash = hash_of(arena, import);
    if (!import->dry_run)
        TRY(find_before(arena, import, hash, result));
    if (result->before.size)
        return NULL;
    size_t before = fault_count(faults);
    struct error *error = table_open(arena, import->content, import->file, faults, &table);
    if (error)
        return fault_count(faults) > before ? NULL : error;
    result->encoding = encoding_name(table_encoding(table));
    result->assumed = table_encoding(table) == ENCODING_WINDOWS_1252;
    import_columns_match(arena, import, table, faults, &columns);
    if (fault_count(faults) > before)
        return NULL;
    import_stage_begin(&stage, arena, &columns);
    TRY(import_read(arena, import, table, faults, &stage, result));
    import_stage_index(&stage, import->file, faults);
    if (table_is_broken(table) ||
        (fault_count(faults) > before && !import->skip_faulty && !import->dry_run)) {
        for (size_t i = 0; i < stage.count; i++)
            result->count[REGISTER_IMPORT_REFUSED] +=
                import_row(&stage, i)->outcome == REGISTER_IMPORT_REFUSED;
        return NULL;
    }
    return switch_over(arena, import, hash, &stage, result);
}
