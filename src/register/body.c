/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/body.h"

#include "register/memo.h"

#include "register/entry.h"
#include "store/statements.h"

struct date register_today(const struct register_body *body)
{
    return zone_date(body->zone, clock_now(), NULL);
}

struct register_subject register_subject_of(const struct register_body *body,
                                            const struct register_row *row)
{
    return (struct register_subject){row->state, row->values, row->holder_office,
                                     body->organisation, register_today(body)};
}

const struct register_projection *
register_projection_of(const struct register_body *body,
                       const struct register_definition *definition)
{
    return body->projections[definition - body->definitions->items];
}

struct register_memo *register_memo_of(const struct register_body *body,
                                       const struct register_definition *definition)
{
    return body->memos[definition - body->definitions->items];
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
        .memos = ARENA_ARRAY(arena, struct register_memo *, definitions->count),
    };
    TRY(zone_load(arena, text_string(arena, organisation->time_zone), &body->zone));
    for (size_t i = 0; i < definitions->count; i++) {
        struct register_projection *projection;
        TRY(register_projection_make(arena, &definitions->items[i], &projection));
        body->projections[i] = projection;
        body->memos[i] = register_memo_new();
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
