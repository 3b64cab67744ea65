/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a definition says of its rounds, and what definitions/rounds.yaml says for it. */

#include "register/loader.h"

static void build_months(struct register_loader *loader, const struct register_list *months,
                         struct register_definition *definition)
{
    const int64_t *drafts = months->items;
    int8_t *round = ARENA_ARRAY(loader->arena, int8_t, months->count);
    definition->round_months = round;
    for (size_t i = 0; i < months->count; i++) {
        if (i && drafts[i] && drafts[i] <= drafts[i - 1])
            register_node_fault(loader->faults, months->node->members[i].value,
                                "month %lld does not come after %lld; expected months in order",
                                (long long)drafts[i], (long long)drafts[i - 1]);
        round[definition->round_count++] = (int8_t)drafts[i];
    }
}

static void build_terms(struct register_loader *loader, const struct draft_round *draft,
                        struct register_round_plan *plan)
{
    if (draft->days)
        plan->days = draft->days;
    if (draft->closes)
        plan->closes = draft->closes;
    else if (plan->closes < plan->days)
        plan->closes = plan->days;
    if (plan->closes < plan->days)
        register_node_fault(loader->faults, register_node_get(draft->node, "closes"),
                            "the round closes after %lld days, when there are %lld to answer; "
                            "expected at least as many",
                            (long long)plan->closes, (long long)plan->days);
}

/* How far a role sees by the register's own lines. */
static enum register_reach reach_of(const struct register_definition *definition, struct text role)
{
    enum register_reach reach = REGISTER_REACH_NONE;
    for (size_t i = 0; i < definition->access_count; i++)
        if (text_equal(definition->access[i].who, role) && definition->access[i].reach > reach)
            reach = definition->access[i].reach;
    return reach;
}

static enum register_reach build_sees(struct register_loader *loader,
                                      const struct register_definition *definition,
                                      const struct draft_rung *draft)
{
    enum register_reach said = (enum register_reach)draft->sees;
    enum register_reach reach = said || !definition ? said : reach_of(definition, draft->to->text);
    const struct register_node *sees = register_node_get(draft->node, "sees");
    if (text_is(draft->to->text, "holder")) {
        if (said > REGISTER_REACH_OWN)
            register_node_fault(loader->faults, sees,
                                "a holder is asked for their own; expected a role");
        return REGISTER_REACH_OWN;
    }
    if (reach <= REGISTER_REACH_OWN)
        register_node_fault(loader->faults, said ? sees : draft->to,
                            "it is not said of whom the role \"%.*s\" is told; expected sees: unit "
                            "or all",
                            TEXT_FORMAT(draft->to->text));
    return reach;
}

static void build_ladder(struct register_loader *loader, const struct register_list *list,
                         const struct register_definition *definition,
                         struct register_round_plan *plan)
{
    const struct draft_rung *drafts = list->items;
    struct register_rung *ladder = ARENA_ARRAY(loader->arena, struct register_rung, list->count);
    int64_t before = 0;
    plan->ladder = ladder;
    plan->ladder_count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct register_node *after = register_node_get(drafts[i].node, "after");
        if (!drafts[i].to || !after)
            continue;
        register_check_role(loader, drafts[i].to);
        if (drafts[i].after < before)
            register_node_fault(loader->faults, after,
                                "%lld days come before %lld; expected steps in order",
                                (long long)drafts[i].after, (long long)before);
        if (drafts[i].after > plan->closes)
            register_node_fault(loader->faults, after,
                                "the round is closed by then; expected at most %lld days",
                                (long long)plan->closes);
        before = drafts[i].after;
        ladder[plan->ladder_count++] = (struct register_rung){
            .after = drafts[i].after,
            .to = drafts[i].to->text,
            .sees = build_sees(loader, definition, &drafts[i]),
            .origin = register_origin_of(drafts[i].node),
        };
    }
}

/* PLAN has what comes by itself, and gets what DRAFT says. DEFINITION is the register's, or NULL.
 */
static void build_plan(struct register_loader *loader, const struct draft_round *draft,
                       const struct register_definition *definition,
                       struct register_round_plan *plan)
{
    build_terms(loader, draft, plan);
    if (draft->by.node) {
        plan->by = register_seek_roles(loader, &draft->by);
        plan->by_origin = register_origin_of(draft->by.node);
    }
    if (draft->ladder.node)
        build_ladder(loader, &draft->ladder, definition, plan);
    /* A ladder that comes by itself ends where the round does. */
    while (plan->ladder_count && plan->ladder[plan->ladder_count - 1].after > plan->closes)
        plan->ladder_count--;
}

void register_build_plans(struct register_loader *loader)
{
    const struct draft_round *drafts = loader->rounds.rounds.items;
    for (size_t i = 0; i < loader->rounds.rounds.count; i++)
        if (drafts[i].node)
            build_plan(loader, &drafts[i], NULL, &loader->plans[drafts[i].regime]);
}

void register_build_round(struct register_loader *loader, const struct draft_register *draft,
                          struct register_definition *definition)
{
    if (!draft->round.node)
        return;
    definition->nil = draft->round.nil.label;
    build_months(loader, &draft->round.months, definition);
    definition->round = loader->plans[draft->regime];
    build_plan(loader, &draft->round, definition, &definition->round);
}

void register_build_round_rule(struct register_loader *loader, size_t number)
{
    const struct register_node *node = loader->registers[number].draft.round.of;
    struct register_definition *definition = &loader->definitions[number];
    const struct register_definition *people = NULL;
    for (size_t i = 0; i < loader->register_count; i++)
        if (text_is(loader->definitions[i].id, "people"))
            people = &loader->definitions[i];
    definition->round.people = people;
    if (!node || !people)
        return;
    definition->round.of = register_seek_rule(loader, people, node);
    for (size_t i = 0; definition->round.of && i < people->field_count; i++)
        if (people->fields[i].own && rule_uses(definition->round.of, i))
            register_node_fault(loader->faults, node,
                                "the field \"%.*s\" was added to people by the body; expected one "
                                "that comes with the program",
                                TEXT_FORMAT(people->fields[i].id));
}
