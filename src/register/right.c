/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/right.h"

#include "register/list.h"

struct register_matter register_matter_of(const struct register_row *row)
{
    return (struct register_matter){row->holder, row->holder_unit, row->state};
}

static bool is_holder(const struct register_actor *actor, const struct register_matter *matter)
{
    return actor->present && actor->person.size && text_equal(actor->person, matter->holder);
}

/* Whether a part, which may be held for some units alone, reaches the entry. */
static bool reaches(const struct register_actor *actor, const struct register_part *part,
                    enum register_reach reach, const struct register_matter *matter)
{
    switch (reach) {
    case REGISTER_REACH_ALL:
        return !part->limited || map_get(&part->units, matter->unit);
    case REGISTER_REACH_UNIT:
        return map_get(part->limited ? &part->units : &actor->units, matter->unit) != NULL;
    case REGISTER_REACH_OWN:
        return is_holder(actor, matter);
    default:
        return false;
    }
}

static bool gives(const struct register_actor *actor, const struct register_access *access,
                  const struct register_matter *matter)
{
    if (text_is(access->who, "holder"))
        return is_holder(actor, matter);
    for (size_t i = 0; i < actor->part_count; i++)
        if (text_equal(actor->parts[i].role, access->who) &&
            reaches(actor, &actor->parts[i], access->reach, matter))
            return true;
    return false;
}

const struct register_access *register_sees(const struct register_actor *actor,
                                            const struct register_definition *definition,
                                            const struct register_matter *matter)
{
    for (size_t i = 0; i < definition->access_count; i++)
        if (gives(actor, &definition->access[i], matter))
            return &definition->access[i];
    return NULL;
}

const struct register_access *register_may(const struct register_actor *actor,
                                           const struct register_definition *definition,
                                           enum register_action action,
                                           const struct register_matter *matter)
{
    for (size_t i = 0; i < definition->access_count; i++) {
        const struct register_access *access = &definition->access[i];
        if (!(access->may & 1U << action) || !gives(actor, access, matter))
            continue;
        /* With what is about themselves nobody has more rights than its holder. */
        if (is_holder(actor, matter) && !text_is(access->who, "holder"))
            continue;
        /* Holders declare where the register asks them, and nobody else does so as holder. */
        if (action == REGISTER_DECLARE && text_is(access->who, "holder") &&
            !register_concerns(actor, definition))
            continue;
        return access;
    }
    return NULL;
}

/* Whether one of ROLES is the actor's towards this entry: held, and seeing it by that role. */
static bool is_one_of(const struct register_actor *actor,
                      const struct register_definition *definition,
                      const struct register_roles *roles, const struct register_matter *matter)
{
    for (size_t i = 0; i < definition->access_count; i++)
        if (register_roles_have(roles, definition->access[i].who) &&
            gives(actor, &definition->access[i], matter))
            return true;
    return false;
}

bool register_may_step(const struct register_actor *actor,
                       const struct register_definition *definition,
                       const struct register_step *step, const struct register_matter *matter)
{
    static const struct text holder = {"holder", sizeof "holder" - 1};
    const struct register_roles own = {&holder, register_roles_have(&step->by, holder)};
    return step->from == matter->state &&
           is_one_of(actor, definition, is_holder(actor, matter) ? &own : &step->by, matter);
}

bool register_sees_field(const struct register_actor *actor,
                         const struct register_definition *definition,
                         const struct register_field *field, const struct register_matter *matter)
{
    return !field->seen_by.count || is_one_of(actor, definition, &field->seen_by, matter);
}

bool register_fills_field(const struct register_actor *actor,
                          const struct register_definition *definition,
                          const struct register_field *field, const struct register_matter *matter)
{
    return register_sees_field(actor, definition, field, matter) &&
           (!field->filled_by.count || is_one_of(actor, definition, &field->filled_by, matter));
}

static void add_units(struct map *units, const struct map *more)
{
    for (size_t at = 0; at < more->capacity; at++)
        if (more->items[at].key.data)
            *map_place(units, more->items[at].key) = units;
}

/* How far the actor sees by a line that lets WHO see so far; at least WIDEST. */
static enum register_reach widen(const struct register_actor *actor, struct text who,
                                 enum register_reach said, struct map *units,
                                 enum register_reach widest)
{
    for (size_t i = 0; i < actor->part_count; i++) {
        const struct register_part *part = &actor->parts[i];
        enum register_reach reach = said;
        if (!text_equal(part->role, who))
            continue;
        if (reach == REGISTER_REACH_ALL && part->limited)
            reach = REGISTER_REACH_UNIT;
        if (reach == REGISTER_REACH_UNIT)
            add_units(units, part->limited ? &part->units : &actor->units);
        if (reach > widest)
            widest = reach;
    }
    return widest;
}

enum register_reach register_reach(struct arena *arena, const struct register_actor *actor,
                                   const struct register_definition *definition, struct map *units)
{
    enum register_reach widest = REGISTER_REACH_NONE;
    *units = (struct map){.arena = arena};
    for (size_t i = 0; i < definition->access_count; i++) {
        const struct register_access *access = &definition->access[i];
        if (!text_is(access->who, "holder"))
            widest = widen(actor, access->who, access->reach, units, widest);
        else if (widest < REGISTER_REACH_OWN && actor->present)
            widest = REGISTER_REACH_OWN;
    }
    return widest;
}

enum register_reach register_reach_declare(struct arena *arena, const struct register_actor *actor,
                                           const struct register_definition *definition,
                                           struct map *units)
{
    enum register_reach widest = REGISTER_REACH_NONE;
    *units = (struct map){.arena = arena};
    for (size_t i = 0; i < definition->access_count; i++) {
        const struct register_access *access = &definition->access[i];
        if (access->may & 1U << REGISTER_DECLARE && access->reach > REGISTER_REACH_OWN)
            widest = widen(actor, access->who, access->reach, units, widest);
    }
    return widest;
}

enum register_reach register_rung_reach(const struct register_actor *actor,
                                        const struct register_rung *rung, struct map *units)
{
    return rung->sees > REGISTER_REACH_OWN
               ? widen(actor, rung->to, rung->sees, units, REGISTER_REACH_NONE)
               : REGISTER_REACH_NONE;
}

enum register_reach register_round_reach(struct arena *arena, const struct register_actor *actor,
                                         const struct register_definition *definition,
                                         struct map *units)
{
    enum register_reach widest = register_reach(arena, actor, definition, units);
    for (size_t i = 0; i < definition->round.ladder_count; i++) {
        enum register_reach reach = register_rung_reach(actor, &definition->round.ladder[i], units);
        if (reach > widest)
            widest = reach;
    }
    return definition->round_count && widest > REGISTER_REACH_OWN ? widest : REGISTER_REACH_NONE;
}

bool register_runs_round(const struct register_actor *actor,
                         const struct register_definition *definition)
{
    for (size_t i = 0; i < actor->part_count; i++)
        if (!actor->parts[i].limited &&
            register_roles_have(&definition->round.by, actor->parts[i].role))
            return true;
    return false;
}

bool register_concerns(const struct register_actor *actor,
                       const struct register_definition *definition)
{
    for (size_t i = 0; i < definition->declared_by.count; i++)
        if (register_actor_is(actor, definition->declared_by.items[i]))
            return true;
    return false;
}
