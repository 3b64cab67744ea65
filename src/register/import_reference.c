/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/import_inside.h"

#include "rule/nearest.h"

/* People and units, as rows name them: by id, or by a name that only one of them has. */

static struct import_referent *keep(struct import_references *references, struct text id,
                                    struct text office)
{
    struct arena *arena = references->ids.arena;
    struct import_referent *kept = ARENA_NEW(arena, struct import_referent);
    *kept = (struct import_referent){text_copy(arena, id), text_copy(arena, office)};
    return kept;
}

void import_references_add(struct import_references *references, struct text id, struct text name,
                           struct text office)
{
    void **place = map_place(&references->ids, id);
    struct import_referent *kept = *place ? *place : keep(references, id, office);
    *place = kept;
    if (!name.size)
        return;
    place = map_place(&references->names, name);
    if (*place && *place != kept)
        *place = keep(references, TEXT(""), TEXT(""));
    else
        *place = kept;
}

struct error *import_references_read(struct arena *arena, const struct register_body *body,
                                     const struct register_projection *projection,
                                     struct import_references *references)
{
    const struct register_field *name = register_field(projection->definition, TEXT("name"));
    struct arena *scratch = arena_new();
    struct store_session *session;
    int64_t number = 0;
    struct error *error = store_begin_reading(body->store, arena, body->id, &session);
    references->ids = references->names = (struct map){.arena = arena};
    for (size_t count = 1; !error && count;) {
        struct store_rows *rows;
        const struct store_value *columns;
        arena_reset(scratch);
        count = 0;
        error = store_query(session, projection->next,
                            (struct store_value[]){store_integer(number)}, &rows);
        while (!error && !(error = store_next(rows, &columns)) && columns) {
            struct register_row row;
            error = register_projection_row(scratch, projection, columns, &row);
            if (error)
                break;
            /* Who was withdrawn should not have been there: not found by name. */
            bool named = name && !text_is(row.state->id, "withdrawn");
            import_references_add(references, row.entry,
                                  named ? row.values[name->number].text : TEXT(""),
                                  row.holder_office);
            number = row.number;
            count++;
        }
    }
    if (error)
        error = error_new(arena, error->kind, "reading %s: %s", projection->table,
                          error_string(arena, error));
    else
        store_end_reading(session);
    arena_free(scratch);
    return error;
}

struct text import_office(const struct import_references *people, struct text id)
{
    const struct import_referent *person = map_get(&people->ids, id);
    return person ? person->office : TEXT("");
}

bool import_reference(struct arena *arena, const struct import_references *references,
                      const char *what, struct text written, struct text *id, struct text *message)
{
    const struct import_referent *found = map_get(&references->ids, written);
    if (!found)
        found = map_get(&references->names, written);
    if (found && found->id.size) {
        *id = found->id;
        return true;
    }
    *message =
        found ? text_format(arena, "several %s are called \"%.*s\"; expected the id of one of them",
                            what, TEXT_FORMAT(written))
              : text_format(arena, "\"%.*s\" is no id or exact name of %s; add it to %s first",
                            TEXT_FORMAT(written), what, what);
    return false;
}
