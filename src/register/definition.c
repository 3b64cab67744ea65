/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/loader.h"

#include <stdlib.h>
#include <string.h>

/* A file that adds to a register. */
struct addition {
    const struct register_node *root;
    struct draft_addition draft;
};

/* All files, sorted by what they are. */
struct files {
    struct register_loader *loader;
    struct addition *additions;
    size_t addition_count;
    size_t addition_capacity;
};

static void mark_own(struct register_node *node)
{
    node->own = true;
    for (size_t i = 0; i < node->count; i++)
        mark_own(node->members[i].value);
}

static void keep_register(struct files *files, struct register_node *root)
{
    struct register_loader *loader = files->loader;
    loader->registers = arena_grow(loader->arena, loader->registers, loader->register_count,
                                   &loader->register_capacity, sizeof *loader->registers);
    loader->registers[loader->register_count++] = (struct loader_register){.root = root};
}

static void keep_addition(struct files *files, struct register_node *root)
{
    struct register_loader *loader = files->loader;
    if (!root->own)
        register_node_fault(loader->faults, root,
                            "adds stands in a file that comes with the program; expected it in the "
                            "body's own folder");
    files->additions = arena_grow(loader->arena, files->additions, files->addition_count,
                                  &files->addition_capacity, sizeof *files->additions);
    struct addition *addition = &files->additions[files->addition_count++];
    addition->root = root;
    addition->draft = (struct draft_addition){0};
    register_schema_read(loader->arena, &draft_addition_shape, root, &addition->draft,
                         loader->faults);
}

static void keep_vocabularies(struct files *files, const struct register_node *root)
{
    struct register_loader *loader = files->loader;
    struct draft_vocabularies draft = {0};
    register_schema_read(loader->arena, &draft_vocabularies_shape, root, &draft, loader->faults);
    if (!draft.kind || draft.kind == loader->kind)
        register_keep_vocabularies(loader, &draft.vocabularies);
}

static void keep_rounds(struct files *files, const struct register_node *root)
{
    struct register_loader *loader = files->loader;
    if (root->own)
        register_node_fault(loader->faults, root,
                            "rounds stands in the body's own folder; expected update_round in a "
                            "register");
    register_schema_read(loader->arena, &draft_rounds_shape, root, &loader->rounds, loader->faults);
}

static void read_source(struct files *files, const struct register_source *source)
{
    struct register_loader *loader = files->loader;
    struct register_node *root = register_yaml_read(
        loader->arena, text_copy(loader->arena, source->file), source->content, loader->faults);
    if (!root)
        return;
    if (source->own)
        mark_own(root);
    if (root->kind != REGISTER_NODE_MAPPING)
        register_node_fault(loader->faults, root,
                            "no keys and values; expected a register, what a body adds to one, "
                            "or vocabularies");
    else if (register_node_get(root, "adds"))
        keep_addition(files, root);
    else if (register_node_get(root, "rounds"))
        keep_rounds(files, root);
    else if (register_node_get(root, "vocabularies") && !register_node_get(root, "register") &&
             !register_node_get(root, "fields"))
        keep_vocabularies(files, root);
    else
        keep_register(files, root);
}

static struct loader_register *find_register(struct register_loader *loader, struct text id)
{
    for (size_t i = 0; i < loader->register_count; i++) {
        const struct register_node *node = register_node_get(loader->registers[i].root, "register");
        if (node && node->kind == REGISTER_NODE_SCALAR && text_equal(node->text, id))
            return &loader->registers[i];
    }
    return NULL;
}

/* Makes the list of KEY in the register longer by the elements that are added. */
static void add_elements(struct register_loader *loader, struct loader_register *target,
                         const char *key, struct register_node *added)
{
    if (!added || added->kind != REGISTER_NODE_LIST)
        return;
    struct register_node *root = target->root;
    for (size_t i = 0; i < root->count; i++) {
        struct register_member *member = &root->members[i];
        if (!text_is(member->key->text, key))
            continue;
        if (member->value->kind != REGISTER_NODE_LIST)
            return;
        member->value = register_node_copy(loader->arena, member->value);
        for (size_t j = 0; j < added->count; j++)
            register_node_add(loader->arena, member->value, NULL, added->members[j].value);
        return;
    }
    struct register_node *word = ARENA_NEW(loader->arena, struct register_node);
    *word = *added;
    word->kind = REGISTER_NODE_SCALAR;
    word->text = text_of(key);
    word->members = NULL;
    word->count = 0;
    register_node_add(loader->arena, root, word, added);
}

static void merge(struct register_loader *loader, const struct addition *addition)
{
    static const char *const keys[] = {"basis", "settings", "fields", "rules", "figures"};
    const struct register_node *id = addition->draft.id;
    if (!id)
        return;
    struct loader_register *target = find_register(loader, id->text);
    if (!target) {
        register_node_fault(loader->faults, id,
                            "there is no register \"%.*s\"; expected the id of one",
                            TEXT_FORMAT(id->text));
        return;
    }
    target->own_version += addition->draft.version;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        add_elements(loader, target, keys[i],
                     register_node_get(addition->draft.adds.node, keys[i]));
    add_elements(loader, target, "vocabularies", register_node_get(addition->root, "vocabularies"));
}

/* The file of a register bears its name, so that it is found. */
static void check_file(struct register_loader *loader, const struct loader_register *source)
{
    const struct register_node *id = register_node_get(source->root, "register");
    struct text name = source->root->file;
    for (size_t at = name.size; at-- > 0;)
        if (name.data[at] == '/') {
            name = text_slice(name, at + 1, name.size);
            break;
        }
    if (text_ends(name, ".yaml"))
        name = text_slice(name, 0, name.size - strlen(".yaml"));
    if (source->draft.id.size && !text_equal(name, source->draft.id))
        register_node_fault(
            loader->faults, id, "the register \"%.*s\" stands in %.*s.yaml; expected %.*s.yaml",
            TEXT_FORMAT(source->draft.id), TEXT_FORMAT(name), TEXT_FORMAT(source->draft.id));
}

static void check_clashes(struct register_loader *loader, size_t number)
{
    const struct loader_register *source = &loader->registers[number];
    for (size_t i = 0; i < number; i++) {
        const struct loader_register *other = &loader->registers[i];
        if (source->draft.id.size && text_equal(other->draft.id, source->draft.id))
            register_node_fault(loader->faults, register_node_get(source->root, "register"),
                                "there is a register \"%.*s\" already (%.*s); expected another id, "
                                "or adds: to add to "
                                "it",
                                TEXT_FORMAT(source->draft.id), TEXT_FORMAT(other->root->file));
        if (source->draft.path.size && text_equal(other->draft.path, source->draft.path))
            register_node_fault(loader->faults, register_node_get(source->root, "path"),
                                "the register %.*s has the path \"%.*s\" already; expected another",
                                TEXT_FORMAT(other->draft.id), TEXT_FORMAT(source->draft.path));
    }
}

/* The registers themselves can be chosen: by id, by title, by path. */
static void build_registers_vocabulary(struct register_loader *loader)
{
    struct register_vocabulary *vocabulary = &loader->vocabularies[loader->vocabulary_count];
    struct register_option *options =
        ARENA_ARRAY(loader->arena, struct register_option, loader->register_count);
    for (size_t i = 0; i < loader->register_count; i++) {
        const struct draft_register *draft = &loader->registers[i].draft;
        struct text *aliases = ARENA_ARRAY(loader->arena, struct text, 1);
        aliases[0] = text_fold(loader->arena, draft->path);
        options[i] =
            (struct register_option){draft->id, draft->title.label, aliases, draft->path.size > 0};
    }
    vocabulary->id = TEXT("registers");
    vocabulary->options = options;
    vocabulary->option_count = loader->register_count;
    register_index_vocabulary(loader, vocabulary, NULL);
}

static int compare_faults(const void *one, const void *other)
{
    const struct fault *left = one;
    const struct fault *right = other;
    int order = text_compare(left->file, right->file);
    if (!order && left->line != right->line)
        order = left->line < right->line ? -1 : 1;
    if (!order && left->column != right->column)
        order = left->column < right->column ? -1 : 1;
    return order ? order : text_compare(left->message, right->message);
}

static bool is_told(const struct faults *faults, size_t count, const struct fault *fault)
{
    for (size_t i = 0; i < count; i++)
        if (!compare_faults(&faults->items[i], fault))
            return true;
    return false;
}

/* Tells FOUND in the order in which the faults stand in the files, each once; not those that were
 * told before, about the same file for another kind of body. */
static void tell(struct faults *faults, const struct faults *found)
{
    size_t before = faults->count;
    if (found->count)
        qsort(found->items, found->count, sizeof *found->items, compare_faults);
    for (size_t i = 0; i < found->count; i++) {
        const struct fault *fault = &found->items[i];
        if ((i && !compare_faults(fault - 1, fault)) || is_told(faults, before, fault))
            continue;
        fault_add(faults, fault->file, fault->line, fault->column, "%.*s",
                  TEXT_FORMAT(fault->message));
    }
}

static int kind_number(struct text kind)
{
    for (int i = 0; draft_kinds[i]; i++)
        if (text_is(kind, draft_kinds[i]))
            return i + 1;
    return 0;
}

static void load(struct register_loader *loader, const struct register_source *sources,
                 size_t source_count, const struct register_settings *settings)
{
    struct files files = {.loader = loader};
    for (size_t i = 0; i < source_count; i++)
        read_source(&files, &sources[i]);
    for (size_t i = 0; i < files.addition_count; i++)
        merge(loader, &files.additions[i]);
    for (size_t i = 0; i < loader->register_count; i++) {
        struct loader_register *source = &loader->registers[i];
        register_schema_read(loader->arena, &draft_register_shape, source->root, &source->draft,
                             loader->faults);
        check_file(loader, source);
        check_clashes(loader, i);
        register_keep_vocabularies(loader, &source->draft.vocabularies);
    }
    register_load_vocabularies(loader);
    build_registers_vocabulary(loader);
    register_load_settings(loader, settings);
    register_build_plans(loader);
    loader->definitions =
        ARENA_ARRAY(loader->arena, struct register_definition, loader->register_count);
    for (size_t i = 0; i < loader->register_count; i++)
        register_build(loader, i);
    for (size_t i = 0; i < loader->register_count; i++)
        register_build_rules(loader, i);
    for (size_t i = 0; i < loader->register_count; i++)
        register_build_round_rule(loader, i);
}

struct error *register_definitions_build(struct arena *arena, struct text kind,
                                         const struct register_source *sources, size_t source_count,
                                         const struct register_settings *settings,
                                         struct faults *faults,
                                         const struct register_definitions **definitions)
{
    struct faults found = {.arena = arena};
    struct register_loader loader = {.arena = arena, .faults = &found, .kind = kind_number(kind)};
    *definitions = NULL;
    if (!loader.kind)
        return error_new(
            arena, ERROR_INPUT,
            "\"%.*s\" is no kind of body; expected province, municipality or water-board",
            TEXT_FORMAT(kind));
    load(&loader, sources, source_count, settings);
    tell(faults, &found);
    if (found.count)
        return NULL;
    struct register_definitions *result = ARENA_NEW(arena, struct register_definitions);
    *result = (struct register_definitions){
        .arena = arena,
        .items = loader.definitions,
        .count = loader.register_count,
        .vocabularies = loader.vocabularies,
        .vocabulary_count = loader.vocabulary_count + 1,
        .settings = loader.settings,
        .setting_count = loader.setting_count,
    };
    *definitions = result;
    return NULL;
}

const struct register_definition *register_find(const struct register_definitions *definitions,
                                                struct text id)
{
    for (size_t i = 0; i < definitions->count; i++)
        if (text_equal(definitions->items[i].id, id))
            return &definitions->items[i];
    return NULL;
}

const struct register_definition *register_find_path(const struct register_definitions *definitions,
                                                     struct text path)
{
    for (size_t i = 0; path.size && i < definitions->count; i++)
        if (text_equal(definitions->items[i].path, path))
            return &definitions->items[i];
    return NULL;
}

const struct register_field *register_field(const struct register_definition *definition,
                                            struct text id)
{
    for (size_t i = 0; i < definition->field_count; i++)
        if (text_equal(definition->fields[i].id, id))
            return &definition->fields[i];
    return NULL;
}

const struct register_state *register_state(const struct register_definition *definition,
                                            struct text id)
{
    for (size_t i = 0; i < definition->state_count; i++)
        if (text_equal(definition->states[i].id, id))
            return &definition->states[i];
    return NULL;
}

const struct register_step *register_step(const struct register_definition *definition,
                                          const struct register_state *from, struct text id)
{
    for (size_t i = 0; from && i < definition->step_count; i++)
        if (definition->steps[i].from == from && text_equal(definition->steps[i].id, id))
            return &definition->steps[i];
    return NULL;
}

bool register_roles_have(const struct register_roles *roles, struct text id)
{
    for (size_t i = 0; i < roles->count; i++)
        if (text_equal(roles->items[i], id))
            return true;
    return false;
}

bool register_shows(const struct register_field *field)
{
    return field && field->public && !field->sealed && field->type != REGISTER_DOCUMENT;
}

bool register_refers(const struct register_field *field)
{
    return field->type == REGISTER_PERSON || field->type == REGISTER_UNIT;
}

bool register_hides_holder(const struct register_definition *definition)
{
    return definition->published && definition->holder && !register_shows(definition->holder);
}
