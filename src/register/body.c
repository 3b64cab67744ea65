/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/body.h"

#include "register/entry.h"
#include "store/statements.h"

struct date register_today(const struct register_body *body)
{
    return zone_date(body->zone, clock_now(), NULL);
}

const struct register_projection *
register_projection_of(const struct register_body *body,
                       const struct register_definition *definition)
{
    return body->projections[definition - body->definitions->items];
}

struct error *register_body_make(struct arena *arena, struct store *store,
                                 const struct register_organisation *organisation,
                                 const struct register_definitions *definitions,
                                 struct register_body *body)
{
    *body = (struct register_body){
        .id = organisation->id,
        .store = store,
        .organisation = organisation,
        .definitions = definitions,
        .projections = ARENA_ARRAY(arena, const struct register_projection *, definitions->count),
    };
    TRY(zone_load(arena, text_string(arena, organisation->time_zone), &body->zone));
    for (size_t i = 0; i < definitions->count; i++) {
        struct register_projection *projection;
        TRY(register_projection_make(arena, &definitions->items[i], &projection));
        body->projections[i] = projection;
        if (text_is(definitions->items[i].id, "people"))
            body->people = projection;
        if (text_is(definitions->items[i].id, "statements"))
            body->statements = projection;
    }
    if (!body->people || !body->statements)
        return error_new(arena, ERROR_SYSTEM,
                         "the definitions of people and statements are missing");
    return NULL;
}

/* A body as its row in the database tells. */
struct kept {
    struct text id;
    struct text content;
};

static struct error *list_bodies(struct arena *arena, struct store *store, struct kept **kept,
                                 size_t *count)
{
    struct store_session *session;
    struct store_rows *rows;
    const struct store_value *row;
    size_t capacity = 0;
    TRY(store_begin_reading(store, arena, STORE_EVERY_BODY, &session));
    struct error *error = store_query(session, &sql_body_list, NULL, &rows);
    while (!error && !(error = store_next(rows, &row)) && row) {
        *kept = arena_grow(arena, *kept, *count, &capacity, sizeof **kept);
        (*kept)[(*count)++] =
            (struct kept){text_copy(arena, row[0].text), text_copy(arena, row[1].text)};
    }
    store_end_reading(session);
    return error;
}

static struct error *compare_definitions(struct store_session *session, struct register_body *body)
{
    struct store_rows *rows;
    const struct store_value *row;
    size_t same = 0;
    TRY(store_query(session, &sql_register_in_force_list, NULL, &rows));
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            break;
        const struct register_definition *definition =
            register_find(body->definitions, row[0].text);
        same += definition && text_equal(definition->hash, row[1].text);
    }
    body->outdated = same < body->definitions->count;
    return NULL;
}

static struct error *read_body(struct arena *arena, struct store *store, const char *folder,
                               const struct kept *kept, struct faults *faults,
                               struct register_body *body)
{
    const struct register_organisation *organisation;
    const struct register_definitions *definitions;
    struct store_session *session;
    const char *own = NULL;
    TRY(register_organisation_read(arena, kept->id, kept->content, faults, &organisation));
    if (fault_count(faults))
        return NULL;
    if (folder)
        own = text_format(arena, "%s/%.*s", folder, TEXT_FORMAT(kept->id)).data;
    TRY(register_definitions_read(arena, organisation->kind, own, &organisation->settings, faults,
                                  &definitions));
    if (fault_count(faults))
        return NULL;
    TRY(register_body_make(arena, store, organisation, definitions, body));
    TRY(store_begin_reading(store, arena, body->id, &session));
    struct error *error = compare_definitions(session, body);
    store_end_reading(session);
    return error;
}

struct error *register_bodies_read(struct arena *arena, struct store *store, const char *folder,
                                   struct faults *faults, struct register_bodies *bodies)
{
    struct kept *kept = NULL;
    size_t count = 0;
    TRY(list_bodies(arena, store, &kept, &count));
    struct register_body *items = ARENA_ARRAY(arena, struct register_body, count);
    for (size_t i = 0; i < count; i++) {
        struct error *error = read_body(arena, store, folder, &kept[i], faults, &items[i]);
        if (error)
            return error_wrap(arena, error, "body \"%.*s\"", TEXT_FORMAT(kept[i].id));
    }
    *bodies = (struct register_bodies){items, count};
    return NULL;
}

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

static struct error *find_changed(struct store_session *session, struct migration *migration)
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
        for (size_t i = 0; i < definitions->count; i++)
            if (text_equal(definitions->items[i].id, row[0].text) &&
                text_equal(definitions->items[i].hash, row[1].text))
                migration->changed[i] = false;
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
    TRY(find_changed(session, migration));
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

static bool is_this_computer(struct text host)
{
    return text_is(host, "localhost") || text_is(host, "127.0.0.1") || text_is(host, "[::1]") ||
           !host.size;
}

const struct register_body *register_body_of_host(const struct register_bodies *bodies,
                                                  struct text host)
{
    for (size_t i = 0; i < bodies->count; i++)
        for (size_t at = 0; at < bodies->items[i].organisation->host_count; at++)
            if (text_equal(bodies->items[i].organisation->hosts[at], host))
                return &bodies->items[i];
    return bodies->count == 1 && is_this_computer(host) ? &bodies->items[0] : NULL;
}
