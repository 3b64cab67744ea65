/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/loader.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MOST = 500, LONG_TEXT_MOST = 20000 };

#define LARGEST_NUMBER INT64_C(1000000000000)

const struct text *register_copy_aliases(struct register_loader *loader,
                                         const struct register_list *list, size_t *count)
{
    const struct text *words = list->items;
    struct text *aliases = ARENA_ARRAY(loader->arena, struct text, list->count);
    *count = 0;
    for (size_t i = 0; i < list->count; i++)
        if (words[i].size)
            aliases[(*count)++] = text_fold(loader->arena, words[i]);
    return aliases;
}

const struct register_basis *register_copy_basis(struct register_loader *loader,
                                                 const struct register_list *list, size_t *count)
{
    const struct draft_basis *drafts = list->items;
    struct register_basis *items = ARENA_ARRAY(loader->arena, struct register_basis, list->count);
    *count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct draft_basis *draft = &drafts[i];
        struct register_basis basis = {draft->source, draft->article, draft->url, {0}};
        if (draft->date.size && !date_parse(draft->date, &basis.date))
            register_node_fault(loader->faults, register_node_get(draft->node, "date"),
                                "\"%.*s\" is no date; expected a day such as 2024-01-31",
                                TEXT_FORMAT(draft->date));
        if (draft->url.size && !text_starts(draft->url, "https://"))
            register_node_fault(loader->faults, register_node_get(draft->node, "url"),
                                "\"%.*s\" is no address; expected https://...",
                                TEXT_FORMAT(draft->url));
        if (draft->source.size && (!draft->kind || draft->kind == loader->kind))
            items[(*count)++] = basis;
    }
    return items;
}

/* What is being made of one draft. */
struct build {
    struct register_loader *loader;
    const struct draft_register *draft;
    struct register_definition *definition;
    struct register_field *fields;
};

static const struct register_field *find_field(const struct build *build, struct text id)
{
    for (size_t i = 0; i < build->definition->field_count; i++)
        if (text_equal(build->fields[i].id, id))
            return &build->fields[i];
    return NULL;
}

/* A set of types, as bits. */
#define BIT(type) (1U << (type))

/* The field that NODE (may be NULL) names, which must be of one of TYPES (0: any). */
static const struct register_field *seek_field(struct build *build,
                                               const struct register_node *node, unsigned types,
                                               const char *wanted)
{
    if (!node)
        return NULL;
    const struct register_field *field = find_field(build, node->text);
    if (!field) {
        size_t count = build->definition->field_count;
        const char **names = ARENA_ARRAY(build->loader->arena, const char *, count);
        for (size_t i = 0; i < count; i++)
            names[i] = build->fields[i].id.data;
        register_node_fault(build->loader->faults, node,
                            "there is no field \"%.*s\"; expected the id of %s%s",
                            TEXT_FORMAT(node->text), wanted,
                            register_meant(build->loader, node->text, names, count));
    } else if (types && !(types & BIT(field->type))) {
        register_node_fault(build->loader->faults, node,
                            "the field \"%.*s\" cannot be used here; expected %s",
                            TEXT_FORMAT(node->text), wanted);
        return NULL;
    }
    return field;
}

static const struct register_field **seek_fields(struct build *build,
                                                 const struct register_list *list, unsigned types,
                                                 const char *wanted, size_t *count)
{
    const struct register_node *const *nodes = list->items;
    const struct register_field **fields =
        ARENA_ARRAY(build->loader->arena, const struct register_field *, list->count);
    *count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct register_field *field = seek_field(build, nodes[i], types, wanted);
        for (size_t j = 0; field && j < *count; j++)
            if (fields[j] == field) {
                register_node_fault(build->loader->faults, nodes[i],
                                    "\"%.*s\" stands twice; expected it once",
                                    TEXT_FORMAT(nodes[i]->text));
                field = NULL;
            }
        if (field)
            fields[(*count)++] = field;
    }
    return fields;
}

/* Tells a fault when KEY stands in NODE though GOOD is false. */
static void only_for(struct build *build, const struct register_node *node, const char *key,
                     bool good, const char *whom)
{
    const struct register_node *value = register_node_get(node, key);
    if (value && !good)
        register_node_fault(build->loader->faults, value,
                            "%s does not go with this field; expected it of %s alone", key, whom);
}

static void check_keys(struct build *build, const struct draft_field *draft,
                       enum register_type type)
{
    const struct register_node *node = draft->node;
    bool number = type == REGISTER_NUMBER || type == REGISTER_MONEY;
    only_for(build, node, "options", type == REGISTER_CHOICE, "a choice");
    only_for(build, node, "min", number, "a number or money");
    only_for(build, node, "max", number || type == REGISTER_TEXT, "a number, money or a text");
    only_for(build, node, "latest", type == REGISTER_DATE, "a date");
    only_for(build, node, "long", type == REGISTER_TEXT, "a text");
    only_for(build, node, "several", type == REGISTER_CHOICE || type == REGISTER_TEXT,
             "a choice or a text");
    only_for(build, node, "public", !draft->sealed, "what is not sealed");
    only_for(build, node, "search", !draft->sealed, "what is not sealed");
    only_for(build, node, "sort", !draft->sealed && !draft->several && !draft->long_text,
             "one short value that is not sealed");
    only_for(build, node, "filter",
             !draft->sealed && !draft->several && type != REGISTER_DOCUMENT &&
                 type != REGISTER_MONEY && type != REGISTER_IDENTIFIER,
             "what can be filtered by, has one value and is not sealed");
    if (draft->several && draft->long_text)
        register_node_fault(build->loader->faults, register_node_get(node, "several"),
                            "a text that is long and several; expected one of the two");
    if (type == REGISTER_CHOICE && !register_node_get(node, "options"))
        register_node_fault(build->loader->faults, node,
                            "a choice without options; expected options: the id of a "
                            "vocabulary");
}

/* Ids are names in rules and columns in the database. False when there is one already. */
static bool check_field_id(struct build *build, const struct draft_field *draft,
                           enum register_type type)
{
    static const char *const taken[] = {"state", "today", "current", "holder", "setting",
                                        "true",  "false", "null",    "in",     "register_state",
                                        "as",    "has",   "size",    NULL};
    const struct register_node *node = register_node_get(draft->node, "id");
    struct faults *faults = build->loader->faults;
    if (memchr(draft->id.data, '-', draft->id.size) || memchr(draft->id.data, '.', draft->id.size))
        register_node_fault(
            faults, node,
            "the field is called \"%.*s\"; expected small letters, digits and '_' alone, as rules "
            "use it as a name",
            TEXT_FORMAT(draft->id));
    for (size_t i = 0; taken[i]; i++)
        if (text_is(draft->id, taken[i]))
            register_node_fault(faults, node,
                                "\"%s\" means something else in rules; expected another id",
                                taken[i]);
    if ((type == REGISTER_IDENTIFIER) != text_is(draft->id, "id"))
        register_node_fault(faults, node,
                            "a field of the type id is called \"id\", and no other is; expected %s",
                            type == REGISTER_IDENTIFIER ? "id: id" : "another id");
    if (!find_field(build, draft->id))
        return true;
    const struct draft_field *first = build->draft->fields.items;
    while (!text_equal(first->id, draft->id))
        first++;
    register_node_fault(faults, node,
                        "there is a field \"%.*s\" already (%.*s:%zu); expected another id",
                        TEXT_FORMAT(draft->id), TEXT_FORMAT(first->node->file), first->node->line);
    return false;
}

static void set_bounds(struct build *build, const struct draft_field *draft,
                       struct register_field *field)
{
    bool has_most = register_node_get(draft->node, "max");
    int64_t unit = field->type == REGISTER_MONEY ? 100 : 1;
    field->least = draft->least * unit;
    field->most = draft->most * unit;
    if (has_most && draft->most && draft->most < draft->least)
        register_node_fault(build->loader->faults, register_node_get(draft->node, "max"),
                            "max is less than min; expected at least %lld",
                            (long long)draft->least);
    if (!has_most)
        field->most = field->type == REGISTER_MONEY    ? MONEY_LARGEST
                      : field->type == REGISTER_NUMBER ? LARGEST_NUMBER
                      : field->long_text               ? LONG_TEXT_MOST
                                                       : TEXT_MOST;
    if (field->type == REGISTER_TEXT && field->most > LONG_TEXT_MOST)
        register_node_fault(build->loader->faults, register_node_get(draft->node, "max"),
                            "a text of %lld characters; expected at most %d",
                            (long long)field->most, LONG_TEXT_MOST);
}

static void build_field(struct build *build, const struct draft_field *draft)
{
    struct register_loader *loader = build->loader;
    if (!draft->node || !draft->id.size || !draft->type)
        return;
    enum register_type type = (enum register_type)(draft->type - 1);
    check_keys(build, draft, type);
    if (!check_field_id(build, draft, type))
        return;
    size_t number = build->definition->field_count;
    struct register_field *field = &build->fields[number];
    *field = (struct register_field){
        .id = draft->id,
        .type = type,
        .label = draft->label.label,
        .hint = draft->hint.label,
        .number = number,
        .latest_today = draft->latest,
        .required = draft->required,
        .asked = draft->asked,
        .public = draft->public,
        .long_text = draft->long_text,
        .sealed = draft->sealed,
        .filter = draft->filter,
        .sort = draft->sort,
        .search = draft->search,
        .column = draft->column,
        .own = draft->node->own && !build->draft->node->own,
        .several = draft->several,
        .seen_by = register_seek_roles(loader, &draft->seen_by),
        .filled_by = register_seek_roles(loader, &draft->filled_by),
        .origin = register_origin_of(draft->node),
    };
    field->aliases = register_copy_aliases(loader, &draft->aliases, &field->alias_count);
    field->basis = register_copy_basis(loader, &draft->basis, &field->basis_count);
    if (draft->vocabulary)
        field->vocabulary = register_seek_vocabulary(loader, draft->vocabulary);
    if (type == REGISTER_REGISTER)
        field->vocabulary = &loader->vocabularies[loader->vocabulary_count];
    set_bounds(build, draft, field);
    build->definition->field_count++;
}

static int compare_fields(const void *one, const void *other)
{
    const struct register_field *const *left = one;
    const struct register_field *const *right = other;
    return text_compare((*left)->id, (*right)->id);
}

static void build_fields(struct build *build)
{
    const struct draft_field *drafts = build->draft->fields.items;
    struct register_definition *definition = build->definition;
    build->fields =
        ARENA_ARRAY(build->loader->arena, struct register_field, build->draft->fields.count);
    definition->fields = build->fields;
    for (size_t i = 0; i < build->draft->fields.count; i++)
        build_field(build, &drafts[i]);
    definition->sorted =
        ARENA_ARRAY(build->loader->arena, const struct register_field *, definition->field_count);
    for (size_t i = 0; i < definition->field_count; i++)
        definition->sorted[i] = &build->fields[i];
    if (definition->field_count)
        qsort(definition->sorted, definition->field_count, sizeof(void *), compare_fields);
}

/* A heading of an import, and where it was given. */
struct heading {
    struct text word;
    struct text id;
};

/* Every heading that an import may use must lead to one field. */
static void check_headings(struct build *build)
{
    const struct register_definition *definition = build->definition;
    size_t most = definition->state_alias_count + 1;
    for (size_t i = 0; i < definition->field_count; i++)
        most += 3 + build->fields[i].alias_count;
    struct heading *headings = ARENA_ARRAY(build->loader->arena, struct heading, most);
    size_t count = 0;
    headings[count++] = (struct heading){TEXT("state"), TEXT("the state")};
    for (size_t i = 0; i < definition->state_alias_count; i++)
        headings[count++] = (struct heading){definition->state_aliases[i], TEXT("the state")};
    const struct draft_field *drafts = build->draft->fields.items;
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &build->fields[i];
        struct text words[2] = {text_fold(build->loader->arena, field->label.dutch),
                                text_fold(build->loader->arena, field->label.english)};
        const struct register_node *place = NULL;
        for (size_t j = 0; !place && j < build->draft->fields.count; j++)
            place = text_equal(drafts[j].id, field->id) ? drafts[j].node : NULL;
        size_t before = count;
        for (size_t j = 0; j < 3 + field->alias_count; j++) {
            struct text word = j == 0 ? field->id : j < 3 ? words[j - 1] : field->aliases[j - 3];
            bool told = !word.size;
            for (size_t k = 0; k < before && !told; k++)
                if (text_equal(headings[k].word, word)) {
                    register_node_fault(
                        build->loader->faults, place,
                        "an import with the heading \"%.*s\" could mean %.*s and %.*s; expected "
                        "labels and aliases that differ",
                        TEXT_FORMAT(word), TEXT_FORMAT(headings[k].id), TEXT_FORMAT(field->id));
                    told = true;
                }
            if (!told)
                headings[count++] = (struct heading){word, field->id};
        }
    }
}

static const struct register_state *seek_state(struct build *build,
                                               const struct register_node *node)
{
    const struct register_definition *definition = build->definition;
    if (!node)
        return NULL;
    const char **names = ARENA_ARRAY(build->loader->arena, const char *, definition->state_count);
    for (size_t i = 0; i < definition->state_count; i++) {
        names[i] = definition->states[i].id.data;
        if (text_equal(definition->states[i].id, node->text))
            return &definition->states[i];
    }
    register_node_fault(build->loader->faults, node,
                        "there is no state \"%.*s\"; expected the id of one%s",
                        TEXT_FORMAT(node->text),
                        register_meant(build->loader, node->text, names, definition->state_count));
    return NULL;
}

static void build_states(struct build *build)
{
    struct register_loader *loader = build->loader;
    const struct register_list *list = &build->draft->workflow.states;
    const struct draft_state *drafts = list->items;
    struct register_state *states = ARENA_ARRAY(loader->arena, struct register_state, list->count);
    build->definition->states = states;
    for (size_t i = 0; i < list->count; i++) {
        if (!drafts[i].id.size)
            continue;
        for (size_t j = 0; j < build->definition->state_count; j++)
            if (text_equal(states[j].id, drafts[i].id))
                register_node_fault(loader->faults, register_node_get(drafts[i].node, "id"),
                                    "there is a state \"%.*s\" already; expected another id",
                                    TEXT_FORMAT(drafts[i].id));
        struct register_state *state = &states[build->definition->state_count++];
        state->id = drafts[i].id;
        state->label = drafts[i].label.label;
        state->ended = drafts[i].ended;
        state->start = drafts[i].start || state == states;
        state->aliases = register_copy_aliases(loader, &drafts[i].aliases, &state->alias_count);
    }
    build->definition->state_aliases = register_copy_aliases(
        loader, &build->draft->workflow.aliases, &build->definition->state_alias_count);
}

static void build_steps(struct build *build)
{
    struct register_loader *loader = build->loader;
    const struct register_list *list = &build->draft->workflow.steps;
    const struct draft_step *drafts = list->items;
    struct register_step *steps = ARENA_ARRAY(loader->arena, struct register_step, list->count);
    build->definition->steps = steps;
    for (size_t i = 0; i < list->count; i++) {
        const struct draft_step *draft = &drafts[i];
        if (!draft->id.size)
            continue;
        const struct register_state *from = seek_state(build, draft->from);
        if (register_step(build->definition, from, draft->id))
            register_node_fault(loader->faults, register_node_get(draft->node, "id"),
                                "there is a step \"%.*s\" from there already; expected another id",
                                TEXT_FORMAT(draft->id));
        struct register_step *step = &steps[build->definition->step_count++];
        step->id = draft->id;
        step->label = draft->label.label;
        step->from = from;
        step->to = seek_state(build, draft->to);
        step->by = register_seek_roles(loader, &draft->by);
        step->origin = register_origin_of(draft->node);
        step->asks = seek_fields(build, &draft->asks, 0, "a field", &step->ask_count);
    }
}

static void build_figures(struct build *build)
{
    const struct register_list *list = &build->draft->figures;
    const struct draft_figure *drafts = list->items;
    struct register_figure *figures =
        ARENA_ARRAY(build->loader->arena, struct register_figure, list->count);
    const unsigned dimensions = BIT(REGISTER_CHOICE) | BIT(REGISTER_BOOLEAN) | BIT(REGISTER_UNIT) |
                                BIT(REGISTER_ORGANISATION) | BIT(REGISTER_REGISTER) |
                                BIT(REGISTER_DATE) | BIT(REGISTER_PERSON) | BIT(REGISTER_TEXT);
    build->definition->figures = figures;
    for (size_t i = 0; i < list->count; i++) {
        if (!drafts[i].id.size)
            continue;
        for (size_t j = 0; j < build->definition->figure_count; j++)
            if (text_equal(figures[j].id, drafts[i].id))
                register_node_fault(build->loader->faults, register_node_get(drafts[i].node, "id"),
                                    "there is a figure \"%.*s\" already; expected another id",
                                    TEXT_FORMAT(drafts[i].id));
        struct register_figure *figure = &figures[build->definition->figure_count++];
        figure->id = drafts[i].id;
        figure->label = drafts[i].label.label;
        figure->dimensions =
            seek_fields(build, &drafts[i].by, dimensions, "a field that can be counted by",
                        &figure->dimension_count);
        figure->sum = seek_field(build, drafts[i].sum, BIT(REGISTER_NUMBER) | BIT(REGISTER_MONEY),
                                 "a number or money");
    }
}

static void check_path(struct build *build)
{
    struct text path = build->draft->path;
    for (size_t at = 0; at < path.size; at++) {
        char byte = path.data[at];
        if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || (byte == '-' && at))
            continue;
        register_node_fault(build->loader->faults, register_node_get(build->draft->node, "path"),
                            "the path is \"%.*s\"; expected small letters, digits and '-'",
                            TEXT_FORMAT(path));
        return;
    }
}

static void build_roles_of_fields(struct build *build)
{
    const struct draft_register *draft = build->draft;
    struct register_definition *definition = build->definition;
    definition->holder = seek_field(build, draft->holder, BIT(REGISTER_PERSON), "a person");
    definition->since = seek_field(build, draft->period.since, BIT(REGISTER_DATE), "a date");
    definition->until = seek_field(build, draft->period.until, BIT(REGISTER_DATE), "a date");
    definition->period_in =
        seek_field(build, draft->period.read_from, BIT(REGISTER_TEXT), "a text");
    definition->identity =
        seek_fields(build, &draft->identity, 0, "a field", &definition->identity_count);
    definition->retention_years = draft->retention.years;
    definition->retention_after =
        seek_field(build, draft->retention.after, BIT(REGISTER_DATE), "a date");
    definition->published_by = seek_field(build, draft->publication.by, 0, "a field");
}

void register_build(struct register_loader *loader, size_t number)
{
    static const char *const regimes[] = {"", "political", "official"};
    const struct draft_register *draft = &loader->registers[number].draft;
    struct register_definition *definition = &loader->definitions[number];
    struct build build = {.loader = loader, .draft = draft, .definition = definition};
    definition->id = draft->id;
    definition->version = draft->version + loader->registers[number].own_version;
    definition->path = draft->path;
    definition->title = draft->title.label;
    definition->lead = draft->lead.label;
    definition->one = draft->one.label;
    definition->regime = text_of(regimes[draft->regime]);
    definition->basis = register_copy_basis(loader, &draft->basis, &definition->basis_count);
    definition->declared_by = register_seek_roles(loader, &draft->declared_by);
    check_path(&build);
    build_fields(&build);
    build_states(&build);
    check_headings(&build);
    build_steps(&build);
    definition->reopens = seek_state(&build, draft->workflow.reopens);
    build_roles_of_fields(&build);
    register_build_access(loader, draft, definition);
    register_build_round(loader, draft, definition);
    build_figures(&build);
}
