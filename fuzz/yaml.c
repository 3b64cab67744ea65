/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Whatever is read as YAML either has a fault, with its place, or is a tree that reads back the
 * same from its JSON; and whatever a body writes as a definition or organisation is refused with a
 * fault or can be used. */

#include "target.h"

#include "register/check.h"
#include "register/organisation.h"

static void check_faults(const struct faults *faults)
{
    for (size_t i = 0; i < faults->count; i++)
        MUST(text_valid(faults->items[i].message, NULL) && faults->items[i].message.size);
}

static void check_tree(struct arena *arena, struct text content)
{
    struct faults faults = {.arena = arena};
    struct faults none = {.arena = arena};
    const struct register_node *tree = register_yaml_read(arena, TEXT("f.yaml"), content, &faults);
    MUST(tree || faults.count);
    check_faults(&faults);
    if (!tree || faults.count)
        return;
    struct text json = register_node_json(arena, tree, NULL);
    if (json.size > REGISTER_YAML_SIZE)
        return;
    const struct register_node *again = register_yaml_read(arena, TEXT("f.json"), json, &none);
    MUST(again && !none.count && text_equal(register_node_json(arena, again, NULL), json));
}

static void check_definition(struct arena *arena, struct text content)
{
    struct register_source sources[3];
    size_t count = 0;
    size_t all;
    const struct register_source *program = register_sources(&all);
    for (size_t i = 0; i < all; i++)
        if (text_ends(program[i].file, "/province.yaml") ||
            text_ends(program[i].file, "/shared.yaml"))
            sources[count++] = program[i];
    sources[count++] = (struct register_source){TEXT("own/registers/f.yaml"), content, true};
    struct faults faults = {.arena = arena};
    const struct register_definitions *definitions;
    struct error *error = register_definitions_build(arena, TEXT("province"), sources, count, NULL,
                                                     &faults, &definitions);
    MUST(!error && !fault_count(&faults) == !!definitions);
    check_faults(&faults);
    const struct register_definition *own =
        definitions ? register_find(definitions, TEXT("f")) : NULL;
    if (!own || !own->state_count)
        return;
    struct register_value *values = ARENA_ARRAY(arena, struct register_value, own->field_count);
    struct register_findings findings;
    struct register_subject subject = {.values = values, .today = {2026, 3, 12}};
    register_values_check(arena, own, &subject, true, &findings);
    register_is_public(arena, own, &subject);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct text content = {size ? (const char *)data : "", size};
    struct faults faults = {.arena = arena};
    const struct register_organisation *organisation;
    check_tree(arena, content);
    check_definition(arena, content);
    struct error *error =
        register_organisation_read(arena, TEXT("o.yaml"), content, &faults, &organisation);
    MUST(!error && !fault_count(&faults) == !!organisation);
    check_faults(&faults);
    arena_free(arena);
    return 0;
}
