/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/actor.h"

#include "register/list.h"

/* What comes with a regime by itself, without an entry in the register of roles. */
static const struct {
    const char *regime;
    struct text role;
} of_regimes[] = {
    {"political", TEXT("political_office_holder")},
    {"official", TEXT("employee")},
};

struct text register_regime_of(struct text role)
{
    for (size_t i = 0; i < sizeof of_regimes / sizeof *of_regimes; i++)
        if (text_equal(role, of_regimes[i].role))
            return text_of(of_regimes[i].regime);
    return TEXT("");
}

static struct text value_of(const struct register_projection *projection,
                            const struct register_row *row, const char *id)
{
    const struct register_field *field = register_field(projection->definition, text_of(id));
    return field && row->values[field->number].present ? row->values[field->number].text : TEXT("");
}

/* From its first day to its last, both included. */
static bool is_today(const struct register_body *body, const struct register_projection *projection,
                     const struct register_row *row)
{
    const struct register_field *since = projection->definition->since;
    const struct date today = register_today(body);
    return row->current && (!since || !row->values[since->number].present ||
                            date_compare(row->values[since->number].date, today) != DATE_AFTER);
}

static struct error *read_units(struct store_session *session, struct arena *arena,
                                const struct register_body *body, struct text unit,
                                struct map *units)
{
    const struct register_definition *definition = register_find(body->definitions, TEXT("units"));
    const struct register_projection *projection =
        definition ? register_projection_of(body, definition) : NULL;
    struct store_rows *rows;
    const struct store_value *row;
    *units = (struct map){.arena = arena};
    if (!unit.size)
        return NULL;
    *map_place(units, unit) = units;
    if (!projection || !projection->beneath)
        return NULL;
    TRY(store_query(session, projection->beneath, (struct store_value[]){store_text(unit)}, &rows));
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            return NULL;
        *map_place(units, text_copy(arena, row[0].text)) = units;
    }
}

struct parts {
    struct register_part *items;
    size_t count;
    size_t capacity;
};

static struct register_part *add_part(struct arena *arena, struct parts *parts, struct text role)
{
    parts->items =
        arena_grow(arena, parts->items, parts->count, &parts->capacity, sizeof *parts->items);
    struct register_part *part = &parts->items[parts->count++];
    *part = (struct register_part){.role = role};
    return part;
}

static struct error *read_roles(struct store_session *session, struct arena *arena,
                                const struct register_body *body, struct text person,
                                struct parts *parts)
{
    const struct register_definition *roles = register_find(body->definitions, TEXT("roles"));
    if (!roles)
        return NULL;
    const struct register_projection *projection = register_projection_of(body, roles);
    struct store_rows *rows;
    const struct store_value *values;
    TRY(store_query(session, projection->held, (struct store_value[]){store_text(person)}, &rows));
    for (;;) {
        struct register_row row;
        bool found;
        TRY(store_next(rows, &values));
        if (!values)
            return NULL;
        struct text entry = text_copy(arena, values[0].text);
        TRY(register_projection_get(session, arena, projection, entry, &row, &found));
        if (!found || !is_today(body, projection, &row))
            continue;
        struct register_part *part = add_part(arena, parts, value_of(projection, &row, "role"));
        struct text unit = value_of(projection, &row, "unit");
        part->limited = unit.size > 0;
        TRY(read_units(session, arena, body, unit, &part->units));
    }
}

struct error *register_actor_read(struct store_session *session, struct arena *arena,
                                  const struct register_body *body, struct text person,
                                  struct register_actor *actor)
{
    struct register_row row;
    bool found = false;
    struct parts parts = {0};
    *actor = (struct register_actor){.person = text_copy(arena, person)};
    if (person.size)
        TRY(register_projection_get(session, arena, body->people, person, &row, &found));
    if (!found)
        return NULL;
    actor->name = value_of(body->people, &row, "name");
    actor->email = value_of(body->people, &row, "email");
    actor->unit = value_of(body->people, &row, "unit");
    actor->present = is_today(body, body->people, &row);
    if (!actor->present)
        return NULL;
    actor->office = value_of(body->people, &row, "office");
    TRY(read_units(session, arena, body, actor->unit, &actor->units));
    struct text regime = value_of(body->people, &row, "regime");
    for (size_t i = 0; i < sizeof of_regimes / sizeof *of_regimes; i++)
        if (text_is(regime, of_regimes[i].regime))
            add_part(arena, &parts, of_regimes[i].role);
    if (actor->office.size)
        add_part(arena, &parts, actor->office);
    TRY(read_roles(session, arena, body, actor->person, &parts));
    actor->parts = parts.items;
    actor->part_count = parts.count;
    return NULL;
}

bool register_actor_is(const struct register_actor *actor, struct text role)
{
    for (size_t i = 0; i < actor->part_count; i++)
        if (text_equal(actor->parts[i].role, role))
            return true;
    return false;
}
