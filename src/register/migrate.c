/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Bringing definitions into the database: a body that is new, and definitions that changed. */

#include "register/entry.h"
#include "store/statements.h"

/* Definitions that are to be brought into the database. */
struct migration {
    const struct register_body *body;
    const char **known; /* per definition: the columns that its table has now, apart by ','; NULL:
                           no table yet */
    bool *changed;      /* per definition: it is not what the database has */
    bool adds;          /* the body itself is new */
};

static struct error *known_columns(struct store_session *session, struct arena *arena,
                                   const char *table, const char **known)
{
    struct store_rows *rows;
    const struct store_value *row;
    struct buffer names = {.arena = arena};
    TRY(store_query(session, &sql_table_columns, (struct store_value[]){store_text(text_of(table))},
                    &rows));
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            break;
        if (names.size)
            buffer_add_byte(&names, ',');
        buffer_add(&names, row[0].text);
    }
    *known = names.size ? buffer_string(&names) : NULL;
    return NULL;
}

static struct error *read_tables(struct arena *arena, struct migration *migration)
{
    const struct register_body *body = migration->body;
    struct store_session *session;
    struct error *error = NULL;
    TRY(store_begin_reading(body->store, arena, STORE_EVERY_BODY, &session));
    for (size_t i = 0; i < body->definitions->count && !error; i++)
        error = known_columns(session, arena, body->projections[i]->table, &migration->known[i]);
    store_end_reading(session);
    return error;
}

static struct error *define_register(struct store_session *session, struct arena *arena,
                                     const struct migration *migration, size_t which)
{
    const struct register_projection *projection = migration->body->projections[which];
    const struct register_definition *definition = projection->definition;
    TRY(store_define(session, register_projection_define(arena, projection,
                                                         store_dialect(migration->body->store),
                                                         migration->known[which])));
    TRY(store_run(session, &sql_definition_keep,
                  (struct store_value[]){store_text(definition->hash), store_text(definition->id),
                                         store_integer(definition->version),
                                         store_text(definition->content)},
                  NULL));
    return store_run(
        session, &sql_register_in_force_put,
        (struct store_value[]){store_text(definition->id), store_text(definition->hash)}, NULL);
}

/* The type of the field ID in a definition's content, empty when it has no such field. */
static struct text type_of(const json_t *content, struct text id)
{
    const json_t *fields = json_object_get(json_object_get(content, "definition"), "fields");
    size_t at;
    const json_t *field;
    json_array_foreach(fields, at, field)
    {
        if (text_equal(json_member_text(field, "id"), id))
            return json_member_text(field, "type");
    }
    return TEXT("");
}

/* Entries of years ago must stay readable: a field never changes its type. */
static struct error *compare_types(struct arena *arena,
                                   const struct register_definition *definition,
                                   const json_t *before, const json_t *now)
{
    for (size_t i = 0; i < definition->field_count; i++) {
        struct text id = definition->fields[i].id;
        struct text old = type_of(before, id);
        if (old.size && !text_equal(old, type_of(now, id)))
            return error_new(
                arena, ERROR_INPUT,
                "%.*s: the field \"%.*s\" was a %.*s, and cannot become a %.*s: give it a new id",
                TEXT_FORMAT(definition->id), TEXT_FORMAT(id), TEXT_FORMAT(old),
                TEXT_FORMAT(type_of(now, id)));
    }
    return NULL;
}

/* Whether a definition may take the place of the one that the database has. */
static struct error *check_change(struct arena *arena, const struct register_definition *definition,
                                  int64_t version, struct text content)
{
    json_t *before;
    json_t *now;
    if (definition->version <= version)
        return error_new(arena, ERROR_INPUT,
                         "the definition of %.*s changed, but its version is %lld and was %lld: a "
                         "change raises it",
                         TEXT_FORMAT(definition->id), (long long)definition->version,
                         (long long)version);
    TRY(json_read(arena, content, &before));
    struct error *error = json_read(arena, definition->content, &now);
    if (!error)
        error = compare_types(arena, definition, before, now);
    json_decref(before);
    json_decref(now);
    return error;
}

static struct error *find_changed(struct store_session *session, struct arena *arena,
                                  struct migration *migration)
{
    struct store_rows *rows;
    const struct store_value *row;
    const struct register_definitions *definitions = migration->body->definitions;
    for (size_t i = 0; i < definitions->count; i++)
        migration->changed[i] = true;
    TRY(store_query(session, &sql_register_in_force_list, NULL, &rows));
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            return NULL;
        const struct register_definition *definition = register_find(definitions, row[0].text);
        if (!definition)
            continue;
        bool same = text_equal(definition->hash, row[1].text);
        migration->changed[definition - definitions->items] = !same;
        if (!same)
            TRY(check_change(arena, definition, row[2].integer, row[3].text));
    }
}

static struct error *define_changed(struct store_session *session, struct arena *arena,
                                    void *context)
{
    struct migration *migration = context;
    const struct register_organisation *organisation = migration->body->organisation;
    if (migration->adds)
        TRY(store_run(session, &sql_body_add,
                      (struct store_value[]){store_text(organisation->hosts[0]),
                                             store_text(organisation->content)},
                      NULL));
    TRY(find_changed(session, arena, migration));
    for (size_t i = 0; i < migration->body->definitions->count; i++)
        if (migration->changed[i])
            TRY(define_register(session, arena, migration, i));
    return NULL;
}

static struct error *migrate(struct arena *arena, struct migration *migration)
{
    migration->known = ARENA_ARRAY(arena, const char *, migration->body->definitions->count);
    migration->changed = ARENA_ARRAY(arena, bool, migration->body->definitions->count);
    TRY(read_tables(arena, migration));
    return store_change(migration->body->store, arena, migration->body->id, define_changed,
                        migration);
}

struct error *register_body_add(struct arena *arena, const struct register_body *body)
{
    struct migration migration = {.body = body, .adds = true};
    struct error *error = migrate(arena, &migration);
    if (error && error->kind == ERROR_CONFLICT)
        return error_new(arena, ERROR_CONFLICT,
                         "there is a body with the id \"%.*s\" or the host name \"%.*s\" already",
                         TEXT_FORMAT(body->id), TEXT_FORMAT(body->organisation->hosts[0]));
    return error;
}

static struct error *change_body(struct store_session *session, struct arena *arena, void *context)
{
    const struct register_organisation *organisation = context;
    struct store_value values[] = {store_text(organisation->hosts[0]),
                                   store_text(organisation->content)};
    int64_t changed;
    TRY(store_run(session, &sql_body_change, values, &changed));
    return changed ? NULL
                   : error_new(arena, ERROR_NOT_FOUND, "there is no body \"%.*s\"",
                               TEXT_FORMAT(organisation->id));
}

struct error *register_body_change(struct arena *arena, struct store *store,
                                   const struct register_organisation *organisation)
{
    struct error *error =
        store_change(store, arena, organisation->id, change_body, (void *)organisation);
    if (error && error->kind == ERROR_CONFLICT)
        return error_new(arena, ERROR_CONFLICT, "the host name \"%.*s\" is that of another body",
                         TEXT_FORMAT(organisation->hosts[0]));
    return error;
}

struct error *register_body_migrate(struct arena *arena, const struct register_body *body,
                                    size_t *changed)
{
    struct migration migration = {.body = body};
    struct register_body current = *body;
    size_t count = 0;
    TRY(migrate(arena, &migration));
    current.outdated = false;
    for (size_t i = 0; i < body->definitions->count; i++)
        if (migration.changed[i]) {
            TRY(register_rebuild(&current, arena, &body->definitions->items[i]));
            count++;
        }
    if (changed)
        *changed = count;
    return NULL;
}
