/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/entry.h"

#include "store/statements.h"

struct error *register_entry_read(struct store_session *session, struct arena *arena,
                                  const struct register_definition *definition, struct text id,
                                  struct register_entry *entry)
{
    const struct store_value *row;
    TRY(store_query_one(session, &sql_version_newest,
                        (struct store_value[]){store_text(definition->id), store_text(id)}, &row));
    if (!row || row[3].type == STORE_NULL)
        return error_new(arena, ERROR_NOT_FOUND, "%.*s has no entry \"%.*s\"",
                         TEXT_FORMAT(definition->id), TEXT_FORMAT(id));
    *entry = (struct register_entry){
        .id = text_copy(arena, id),
        .revision = row[0].integer,
        .state = register_state(definition, row[2].text),
        .values = ARENA_ARRAY(arena, struct register_value, definition->field_count),
    };
    if (!entry->state)
        return error_new(arena, ERROR_SYSTEM, "%.*s has no state \"%.*s\"",
                         TEXT_FORMAT(definition->id), TEXT_FORMAT(row[2].text));
    return register_content_parse(arena, definition, row[3].text, entry->values);
}

static struct error *read_version(struct arena *arena, const struct register_definition *definition,
                                  struct text id, const struct store_value *row,
                                  struct register_version *version)
{
    *version = (struct register_version){
        .entry = {.id = id,
                  .revision = row[0].integer,
                  .state = register_state(definition, row[2].text)},
        .moment = text_copy(arena, row[5].text),
        .actor = text_copy(arena, row[6].text),
        .reason = text_copy(arena, row[4].text),
    };
    if (!version->entry.state || !register_action_of(row[7].text, &version->action))
        return error_new(arena, ERROR_SYSTEM, "version %lld of %.*s \"%.*s\" is not understood",
                         (long long)row[0].integer, TEXT_FORMAT(definition->id), TEXT_FORMAT(id));
    if (row[3].type == STORE_NULL)
        return NULL;
    version->entry.values = ARENA_ARRAY(arena, struct register_value, definition->field_count);
    return register_content_parse(arena, definition, row[3].text, version->entry.values);
}

struct error *register_history(struct store_session *session, struct arena *arena,
                               const struct register_definition *definition, struct text id,
                               struct register_version **versions, size_t *count)
{
    struct store_rows *rows;
    const struct store_value *row;
    size_t capacity = 0;
    *versions = NULL;
    *count = 0;
    id = text_copy(arena, id);
    TRY(store_query(session, &sql_version_history,
                    (struct store_value[]){store_text(definition->id), store_text(id)}, &rows));
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            return NULL;
        *versions = arena_grow(arena, *versions, *count, &capacity, sizeof **versions);
        TRY(read_version(arena, definition, id, row, &(*versions)[(*count)++]));
    }
}
