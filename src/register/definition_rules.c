/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/check.h"
#include "register/loader.h"
#include "register/recognise.h"

#include "base/identifier.h"
#include "base/json.h"

#include <sodium.h>

/* What rules see of a field. */
static struct rule_name name_of(struct arena *arena, const struct register_field *field)
{
    static const enum rule_type types[] = {
        [REGISTER_IDENTIFIER] = RULE_TEXT, [REGISTER_TEXT] = RULE_TEXT,
        [REGISTER_DATE] = RULE_DATE,       [REGISTER_MONEY] = RULE_MONEY,
        [REGISTER_BOOLEAN] = RULE_BOOLEAN, [REGISTER_NUMBER] = RULE_INTEGER,
        [REGISTER_CHOICE] = RULE_TEXT,     [REGISTER_PERSON] = RULE_TEXT,
        [REGISTER_UNIT] = RULE_TEXT,       [REGISTER_ORGANISATION] = RULE_ORGANISATION,
        [REGISTER_REGISTER] = RULE_TEXT,   [REGISTER_DOCUMENT] = RULE_TEXT,
    };
    struct rule_name name = {.name = field->id,
                             .type = field->several ? RULE_LIST : types[field->type]};
    if (!field->vocabulary)
        return name;
    struct text *options = ARENA_ARRAY(arena, struct text, field->vocabulary->option_count);
    for (size_t i = 0; i < field->vocabulary->option_count; i++)
        options[i] = field->vocabulary->options[i].id;
    name.options = options;
    name.option_count = field->vocabulary->option_count;
    return name;
}

/* The office of the person whom an entry is about. */
static struct rule_name office_name(const struct register_loader *loader)
{
    struct rule_name name = {.name = TEXT("holder.office"), .type = RULE_TEXT};
    for (size_t i = 0; i < loader->vocabulary_count; i++) {
        const struct register_vocabulary *offices = &loader->vocabularies[i];
        if (!text_is(offices->id, "offices"))
            continue;
        struct text *options = ARENA_ARRAY(loader->arena, struct text, offices->option_count);
        for (size_t at = 0; at < offices->option_count; at++)
            options[at] = offices->options[at].id;
        name.options = options;
        name.option_count = offices->option_count;
    }
    return name;
}

static void build_environment(struct register_loader *loader,
                              struct register_definition *definition)
{
    size_t count = definition->field_count + loader->setting_count + REGISTER_NAMES;
    struct rule_name *names = ARENA_ARRAY(loader->arena, struct rule_name, count);
    struct rule_name *name = names;
    for (size_t i = 0; i < definition->field_count; i++)
        *name++ = name_of(loader->arena, &definition->fields[i]);
    for (size_t i = 0; i < loader->setting_count; i++, name++) {
        *name = name_of(loader->arena, &loader->settings[i].field);
        name->name =
            text_format(loader->arena, "setting.%.*s", TEXT_FORMAT(loader->settings[i].id));
    }
    struct text *states = ARENA_ARRAY(loader->arena, struct text, definition->state_count);
    for (size_t i = 0; i < definition->state_count; i++)
        states[i] = definition->states[i].id;
    name[REGISTER_NAME_STATE] =
        (struct rule_name){TEXT("state"), RULE_TEXT, states, definition->state_count};
    name[REGISTER_NAME_TODAY] = (struct rule_name){TEXT("today"), RULE_DATE, NULL, 0};
    name[REGISTER_NAME_CURRENT] = (struct rule_name){TEXT("current"), RULE_BOOLEAN, NULL, 0};
    name[REGISTER_NAME_OFFICE] = office_name(loader);
    definition->environment = (struct rule_environment){names, count - !definition->holder};
    definition->settings = loader->settings;
    definition->setting_count = loader->setting_count;
}

static const struct rule *parse(struct register_loader *loader,
                                const struct rule_environment *environment,
                                const struct register_node *node)
{
    if (!node)
        return NULL;
    struct rule_place place = {node->file, node->line, node->column + !node->plain, 0};
    if (node->literal)
        place = (struct rule_place){node->file, node->first, node->indent + 1, node->indent};
    return rule_parse(loader->arena, text_trim(node->text), &place, environment, RULE_BOOLEAN,
                      loader->faults);
}

const struct rule *register_seek_rule(struct register_loader *loader,
                                      const struct register_definition *definition,
                                      const struct register_node *node)
{
    return parse(loader, &definition->environment, node);
}

static const struct register_field *field_of(struct register_loader *loader,
                                             const struct register_definition *definition,
                                             const struct register_node *node)
{
    const struct register_field *field = node ? register_field(definition, node->text) : NULL;
    if (!node || field)
        return field;
    const char **names = ARENA_ARRAY(loader->arena, const char *, definition->field_count);
    for (size_t i = 0; i < definition->field_count; i++)
        names[i] = definition->fields[i].id.data;
    register_node_fault(loader->faults, node,
                        "there is no field \"%.*s\"; expected the id of a field%s",
                        TEXT_FORMAT(node->text),
                        register_meant(loader, node->text, names, definition->field_count));
    return NULL;
}

static const struct register_phrase *phrases_of(struct register_loader *loader,
                                                const struct register_list *list, size_t *count)
{
    const struct text *texts = list->items;
    struct register_phrase *phrases =
        ARENA_ARRAY(loader->arena, struct register_phrase, list->count);
    for (size_t i = 0; i < list->count; i++) {
        phrases[i] = register_phrase_of(loader->arena, texts[i]);
        size_t gaps = 0;
        for (size_t at = 0; at < phrases[i].count; at++)
            gaps += text_is(phrases[i].words[at], "...");
        if (texts[i].size && (gaps > 1 || gaps == phrases[i].count))
            register_node_fault(loader->faults, list->node->members[i].value,
                                "\"%.*s\" cannot be recognised; expected words, with one ... at "
                                "most",
                                TEXT_FORMAT(texts[i]));
    }
    *count = list->count;
    return phrases;
}

/* The words that a rule recognises, and where. They are a guess: it can only flag. */
static void build_words(struct register_loader *loader, const struct draft_rule *draft,
                        const struct register_definition *definition, struct register_rule *rule)
{
    const struct register_node *const *nodes = draft->in.items;
    const struct register_node *words = register_node_get(draft->node, "words");
    const struct register_field **in =
        ARENA_ARRAY(loader->arena, const struct register_field *, draft->in.count);
    rule->words = phrases_of(loader, &draft->words, &rule->word_count);
    rule->except = phrases_of(loader, &draft->except, &rule->except_count);
    rule->in = in;
    for (size_t i = 0; i < draft->in.count; i++) {
        const struct register_field *field = field_of(loader, definition, nodes[i]);
        if (field && field->type != REGISTER_TEXT && field->type != REGISTER_ORGANISATION)
            register_node_fault(loader->faults, nodes[i],
                                "the field \"%.*s\" cannot be used here; expected a text or an "
                                "organisation",
                                TEXT_FORMAT(field->id));
        else if (field)
            in[rule->in_count++] = field;
    }
    if (words && !register_node_get(draft->node, "in"))
        register_node_fault(loader->faults, words,
                            "words without in; expected in: the texts that say them");
    if (words && rule->refuses)
        register_node_fault(loader->faults, words,
                            "words of a rule that refuses; expected effect: flag, since words are "
                            "a guess");
}

static void build_rules(struct register_loader *loader, const struct register_list *list,
                        struct register_definition *definition)
{
    const struct draft_rule *drafts = list->items;
    struct register_rule *rules = ARENA_ARRAY(loader->arena, struct register_rule, list->count);
    definition->rules = rules;
    for (size_t i = 0; i < list->count; i++) {
        const struct draft_rule *draft = &drafts[i];
        struct register_rule *rule = &rules[definition->rule_count];
        if (!draft->node || !draft->require)
            continue;
        rule->when = register_seek_rule(loader, definition, draft->when);
        rule->require = register_seek_rule(loader, definition, draft->require);
        rule->message = draft->message.label;
        rule->basis = register_copy_basis(loader, &draft->basis, &rule->basis_count);
        rule->field = field_of(loader, definition, draft->field);
        rule->refuses = draft->effect != 2;
        build_words(loader, draft, definition, rule);
        if (!draft->kind || draft->kind == loader->kind)
            definition->rule_count++;
        else
            *rule = (struct register_rule){0};
    }
}

/* The states were made with the fields, before there were names for rules. */
static void build_waits(struct register_loader *loader, const struct register_list *list,
                        struct register_definition *definition)
{
    const struct draft_state *drafts = list->items;
    struct register_state *states = (struct register_state *)definition->states;
    for (size_t i = 0, at = 0; i < list->count; i++)
        if (drafts[i].id.size)
            states[at++].waits = register_seek_rule(loader, definition, drafts[i].waits);
}

static void write_vocabulary(struct json_writer *writer,
                             const struct register_vocabulary *vocabulary)
{
    json_write_key_text(writer, vocabulary->id);
    json_open_array(writer);
    for (size_t i = 0; i < vocabulary->option_count; i++) {
        json_open_array(writer);
        json_write_text(writer, vocabulary->options[i].id);
        json_write_text(writer, vocabulary->options[i].label.dutch);
        json_write_text(writer, vocabulary->options[i].label.english);
        json_close_array(writer);
    }
    json_close_array(writer);
}

static bool is_used(const struct register_definition *definition,
                    const struct register_vocabulary *vocabulary)
{
    for (size_t i = 0; i < definition->field_count; i++)
        if (definition->fields[i].vocabulary == vocabulary)
            return true;
    return false;
}

/* What the definition says, with the options of its vocabularies. Words that only imports use are
 * left out: they change nothing about what an entry means. So is the vocabulary of all registers.
 */
static void build_content(struct register_loader *loader, const struct register_node *root,
                          struct register_definition *definition)
{
    struct buffer buffer = {.arena = loader->arena};
    struct json_writer writer = {.buffer = &buffer};
    json_open_object(&writer);
    json_write_key(&writer, "definition");
    json_write_raw(&writer, register_node_json(loader->arena, root, "aliases"));
    json_write_key(&writer, "version");
    json_write_number(&writer, definition->version);
    json_write_key(&writer, "vocabularies");
    json_open_object(&writer);
    for (size_t i = 0; i < loader->vocabulary_count; i++)
        if (is_used(definition, &loader->vocabularies[i]))
            write_vocabulary(&writer, &loader->vocabularies[i]);
    json_close_object(&writer);
    json_close_object(&writer);
    definition->content = text_copy(loader->arena, buffer_text(&buffer));
    unsigned char hash[crypto_generichash_BYTES];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)definition->content.data,
                       definition->content.size, NULL, 0);
    definition->hash = identifier_hex(loader->arena, hash, sizeof hash);
}

void register_build_rules(struct register_loader *loader, size_t number)
{
    const struct loader_register *source = &loader->registers[number];
    struct register_definition *definition = &loader->definitions[number];
    build_environment(loader, definition);
    build_rules(loader, &source->draft.rules, definition);
    build_waits(loader, &source->draft.workflow.states, definition);
    struct rule_environment alone = definition->environment;
    alone.count -= definition->holder != NULL;
    definition->published = parse(loader, &alone, source->draft.publication.when);
    build_content(loader, source->root, definition);
}
