/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/matrix.h"

struct matrix {
    struct arena *arena;
    struct register_right *items;
    size_t count;
    size_t capacity;
};

const char *register_reach_id(enum register_reach reach)
{
    static const char *const ids[] = {"none", "own", "unit", "all"};
    return ids[reach];
}

static void add(struct matrix *matrix, struct register_right right)
{
    matrix->items = arena_grow(matrix->arena, matrix->items, matrix->count, &matrix->capacity,
                               sizeof *matrix->items);
    matrix->items[matrix->count++] = right;
}

static void add_access(struct matrix *matrix, const struct register_definition *definition)
{
    for (size_t i = 0; i < definition->access_count; i++) {
        const struct register_access *access = &definition->access[i];
        struct register_right right = {definition, TEXT("see"), access->who, access->reach,
                                       &access->origin};
        add(matrix, right);
        for (unsigned action = 0; action < REGISTER_ACTIONS; action++) {
            right.what = text_of(register_action_id((enum register_action)action));
            if (access->may & 1U << action)
                add(matrix, right);
        }
    }
}

/* How far WHO sees, of those who see the register. */
static enum register_reach reach_of(const struct register_definition *definition, struct text who)
{
    enum register_reach reach = REGISTER_REACH_NONE;
    for (size_t i = 0; i < definition->access_count; i++)
        if (text_equal(definition->access[i].who, who) && definition->access[i].reach > reach)
            reach = definition->access[i].reach;
    return reach;
}

/* Who does not see the register gets nothing by being named further on. */
static void add_roles(struct matrix *matrix, const struct register_definition *definition,
                      struct text what, const struct register_roles *roles,
                      const struct register_origin *origin)
{
    for (size_t i = 0; i < roles->count; i++) {
        enum register_reach reach = reach_of(definition, roles->items[i]);
        if (reach)
            add(matrix, (struct register_right){definition, what, roles->items[i], reach, origin});
    }
}

static struct text named(struct matrix *matrix, const char *what, struct text id)
{
    return text_format(matrix->arena, "%s %.*s", what, TEXT_FORMAT(id));
}

static void add_field(struct matrix *matrix, const struct register_definition *definition,
                      const struct register_field *field)
{
    struct text see = named(matrix, "see", field->id);
    add_roles(matrix, definition, see, &field->seen_by, &field->origin);
    add_roles(matrix, definition, named(matrix, "fill", field->id), &field->filled_by,
              &field->origin);
    if (definition->published && register_shows(field))
        add(matrix, (struct register_right){definition, see, TEXT("public"), REGISTER_REACH_ALL,
                                            &field->origin});
}

/* Who is told of a round sees who has not answered, and no entry for that. */
static void add_round(struct matrix *matrix, const struct register_definition *definition)
{
    const struct register_round_plan *plan = &definition->round;
    for (size_t i = 0; i < plan->ladder_count; i++)
        if (plan->ladder[i].sees > REGISTER_REACH_OWN)
            add(matrix, (struct register_right){definition, TEXT("see round"), plan->ladder[i].to,
                                                plan->ladder[i].sees, &plan->ladder[i].origin});
    for (size_t i = 0; i < plan->by.count; i++)
        add(matrix, (struct register_right){definition, TEXT("run round"), plan->by.items[i],
                                            REGISTER_REACH_ALL, &plan->by_origin});
}

struct register_right *
register_matrix(struct arena *arena, const struct register_definitions *definitions, size_t *count)
{
    struct matrix matrix = {.arena = arena};
    for (size_t i = 0; i < definitions->count; i++) {
        const struct register_definition *definition = &definitions->items[i];
        add_access(&matrix, definition);
        for (size_t j = 0; j < definition->step_count; j++)
            add_roles(&matrix, definition, named(&matrix, "step", definition->steps[j].id),
                      &definition->steps[j].by, &definition->steps[j].origin);
        for (size_t j = 0; j < definition->field_count; j++)
            add_field(&matrix, definition, &definition->fields[j]);
        if (definition->round_count)
            add_round(&matrix, definition);
    }
    *count = matrix.count;
    return matrix.items;
}
