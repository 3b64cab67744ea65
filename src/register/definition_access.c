/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a definition says of who may do what. */

#include "register/loader.h"

struct register_origin register_origin_of(const struct register_node *node)
{
    return node ? (struct register_origin){node->file, node->line} : (struct register_origin){0};
}

static bool is_role(const struct register_loader *loader, struct text id)
{
    if (text_is(id, "holder"))
        return true;
    for (size_t i = 0; i < loader->vocabulary_count; i++) {
        const struct register_vocabulary *vocabulary = &loader->vocabularies[i];
        if ((text_is(vocabulary->id, "roles") || text_is(vocabulary->id, "offices")) &&
            register_option(vocabulary, id))
            return true;
    }
    return false;
}

void register_check_role(struct register_loader *loader, const struct register_node *node)
{
    if (node && !is_role(loader, node->text))
        register_node_fault(
            loader->faults, node,
            "there is no role \"%.*s\"; expected an option of the vocabularies roles "
            "or offices, or holder",
            TEXT_FORMAT(node->text));
}

struct register_roles register_seek_roles(struct register_loader *loader,
                                          const struct register_list *list)
{
    const struct register_node *const *nodes = list->items;
    struct text *roles = ARENA_ARRAY(loader->arena, struct text, list->count);
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        register_check_role(loader, nodes[i]);
        if (nodes[i])
            roles[count++] = nodes[i]->text;
    }
    return (struct register_roles){roles, count};
}

/* The actions that stand in no workflow. */
static unsigned read_may(struct register_loader *loader, const struct register_list *list)
{
    const struct register_node *const *nodes = list->items;
    unsigned may = 0;
    for (size_t i = 0; i < list->count; i++) {
        enum register_action action;
        if (!nodes[i])
            continue;
        if (register_action_of(nodes[i]->text, &action) &&
            (action == REGISTER_DECLARE || action == REGISTER_CHANGE || action == REGISTER_CORRECT))
            may |= 1U << action;
        else
            register_node_fault(
                loader->faults, nodes[i],
                "\"%.*s\" cannot be given here; expected declare, change or correct "
                "(who may take a step stands beside the step)",
                TEXT_FORMAT(nodes[i]->text));
    }
    return may;
}

void register_build_access(struct register_loader *loader, const struct draft_register *draft,
                           struct register_definition *definition)
{
    const struct draft_access *drafts = draft->access.items;
    struct register_access *access =
        ARENA_ARRAY(loader->arena, struct register_access, draft->access.count);
    definition->access = access;
    for (size_t i = 0; i < draft->access.count; i++) {
        const struct draft_access *from = &drafts[i];
        if (!from->who || !from->sees)
            continue;
        register_check_role(loader, from->who);
        enum register_reach reach = (enum register_reach)from->sees;
        bool holder = text_is(from->who->text, "holder");
        if (holder && !definition->holder)
            register_node_fault(loader->faults, from->who,
                                "entries of this register have no holder; expected a role");
        if (holder && reach != REGISTER_REACH_OWN)
            register_node_fault(loader->faults, register_node_get(from->node, "sees"),
                                "a holder sees their own; expected own");
        access[definition->access_count++] = (struct register_access){
            .who = from->who->text,
            .reach = reach,
            .may = read_may(loader, &from->may),
            .origin = register_origin_of(from->node),
        };
    }
}
