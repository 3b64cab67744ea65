/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/loader.h"

#include <stdlib.h>
#include <string.h>

void register_keep_vocabularies(struct register_loader *loader, const struct register_list *list)
{
    const struct draft_vocabulary *drafts = list->items;
    for (size_t i = 0; i < list->count; i++) {
        if (!drafts[i].node)
            continue;
        loader->drafts = arena_grow(loader->arena, loader->drafts, loader->draft_count,
                                    &loader->draft_capacity, sizeof(struct draft_vocabulary *));
        loader->drafts[loader->draft_count++] = &drafts[i];
    }
}

const char *register_meant(struct register_loader *loader, struct text wrong,
                           const char *const *words, size_t count)
{
    const char *nearest = register_nearest(wrong, words, count);
    return nearest ? text_format(loader->arena, "; did you mean \"%s\"?", nearest).data : "";
}

static struct register_vocabulary *find(struct register_loader *loader, struct text id)
{
    for (size_t i = 0; i < loader->vocabulary_count; i++)
        if (text_equal(loader->vocabularies[i].id, id))
            return &loader->vocabularies[i];
    return NULL;
}

const struct register_vocabulary *register_seek_vocabulary(struct register_loader *loader,
                                                           const struct register_node *node)
{
    const struct register_vocabulary *vocabulary = find(loader, node->text);
    if (vocabulary)
        return vocabulary;
    const char **names = ARENA_ARRAY(loader->arena, const char *, loader->vocabulary_count);
    for (size_t i = 0; i < loader->vocabulary_count; i++)
        names[i] = text_string(loader->arena, loader->vocabularies[i].id);
    register_node_fault(loader->faults, node,
                        "there is no vocabulary \"%.*s\"; expected the id of one%s",
                        TEXT_FORMAT(node->text),
                        register_meant(loader, node->text, names, loader->vocabulary_count));
    return NULL;
}

static int compare_words(const void *one, const void *other)
{
    const struct register_word *left = one;
    const struct register_word *right = other;
    return text_compare(left->word, right->word);
}

void register_index_vocabulary(struct register_loader *loader,
                               struct register_vocabulary *vocabulary,
                               const struct register_node *const *places)
{
    size_t most = 0;
    for (size_t i = 0; i < vocabulary->option_count; i++)
        most += 3 + vocabulary->options[i].alias_count;
    struct register_word *words = ARENA_ARRAY(loader->arena, struct register_word, most);
    size_t count = 0;
    for (size_t i = 0; i < vocabulary->option_count; i++) {
        const struct register_option *option = &vocabulary->options[i];
        words[count++] = (struct register_word){text_fold(loader->arena, option->id), option};
        words[count++] =
            (struct register_word){text_fold(loader->arena, option->label.dutch), option};
        words[count++] =
            (struct register_word){text_fold(loader->arena, option->label.english), option};
        for (size_t j = 0; j < option->alias_count; j++)
            words[count++] = (struct register_word){option->aliases[j], option};
    }
    if (count)
        qsort(words, count, sizeof *words, compare_words);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (!words[i].word.size)
            continue;
        if (kept && text_equal(words[kept - 1].word, words[i].word)) {
            const struct register_option *one = words[kept - 1].option;
            const struct register_option *other = words[i].option;
            if (one != other && places)
                register_node_fault(
                    loader->faults, places[(one > other ? one : other) - vocabulary->options],
                    "\"%.*s\" means both %.*s and %.*s; expected every word for one option",
                    TEXT_FORMAT(words[i].word), TEXT_FORMAT(one->id), TEXT_FORMAT(other->id));
            continue;
        }
        words[kept++] = words[i];
    }
    vocabulary->words = words;
    vocabulary->word_count = kept;
}

/* All options of one vocabulary, its own and those that are added. */
struct gathered {
    struct register_option *options;
    const struct register_node **places;
    size_t count;
};

static void gather(struct register_loader *loader, const struct register_list *list,
                   struct gathered *all)
{
    const struct draft_option *drafts = list->items;
    for (size_t i = 0; i < list->count; i++) {
        const struct draft_option *draft = &drafts[i];
        if (!draft->id.size)
            continue;
        for (size_t j = 0; j < all->count; j++)
            if (text_equal(all->options[j].id, draft->id))
                register_node_fault(
                    loader->faults, register_node_get(draft->node, "id"),
                    "there is an option \"%.*s\" already (%.*s:%zu); expected another id",
                    TEXT_FORMAT(draft->id), TEXT_FORMAT(all->places[j]->file),
                    all->places[j]->line);
        struct register_option *option = &all->options[all->count];
        option->id = draft->id;
        option->label = draft->label.label;
        option->aliases = register_copy_aliases(loader, &draft->aliases, &option->alias_count);
        all->places[all->count++] = draft->node;
    }
}

static void build(struct register_loader *loader, struct register_vocabulary *vocabulary,
                  const struct draft_vocabulary *draft)
{
    struct gathered all = {0};
    size_t most = 0;
    for (size_t i = 0; i < loader->draft_count; i++)
        if (text_equal(loader->drafts[i]->id, draft->id))
            most += loader->drafts[i]->options.count + loader->drafts[i]->adds.count;
    all.options = ARENA_ARRAY(loader->arena, struct register_option, most);
    all.places = ARENA_ARRAY(loader->arena, const struct register_node *, most);
    gather(loader, &draft->options, &all);
    for (size_t i = 0; i < loader->draft_count; i++)
        if (text_equal(loader->drafts[i]->id, draft->id))
            gather(loader, &loader->drafts[i]->adds, &all);
    vocabulary->id = draft->id;
    vocabulary->options = all.options;
    vocabulary->option_count = all.count;
    register_index_vocabulary(loader, vocabulary, all.places);
}

/* Whether the draft is a vocabulary of its own; tells what is wrong with it. */
static bool is_whole(struct register_loader *loader, const struct draft_vocabulary *draft,
                     size_t number)
{
    bool options = register_node_get(draft->node, "options");
    bool adds = register_node_get(draft->node, "adds");
    if (options == adds) {
        register_node_fault(loader->faults, draft->node,
                            "a vocabulary with %s; expected options, or adds",
                            options ? "both options and adds" : "neither options nor adds");
        return false;
    }
    for (size_t i = 0; options && i < number; i++)
        if (loader->drafts[i]->options.node && text_equal(loader->drafts[i]->id, draft->id)) {
            register_node_fault(
                loader->faults, register_node_get(draft->node, "id"),
                "there is a vocabulary \"%.*s\" already (%.*s:%zu); expected another id, or adds "
                "instead of options",
                TEXT_FORMAT(draft->id), TEXT_FORMAT(loader->drafts[i]->node->file),
                loader->drafts[i]->node->line);
            return false;
        }
    return options;
}

void register_load_vocabularies(struct register_loader *loader)
{
    loader->vocabularies =
        ARENA_ARRAY(loader->arena, struct register_vocabulary, loader->draft_count + 1);
    for (size_t i = 0; i < loader->draft_count; i++) {
        const struct draft_vocabulary *draft = loader->drafts[i];
        if (draft->id.size && is_whole(loader, draft, i))
            build(loader, &loader->vocabularies[loader->vocabulary_count++], draft);
    }
    for (size_t i = 0; i < loader->draft_count; i++) {
        const struct draft_vocabulary *draft = loader->drafts[i];
        if (draft->id.size && draft->adds.node && !find(loader, draft->id))
            register_seek_vocabulary(loader, register_node_get(draft->node, "id"));
    }
}

const struct register_vocabulary *
register_vocabulary(const struct register_definitions *definitions, struct text id)
{
    for (size_t i = 0; i < definitions->vocabulary_count; i++)
        if (text_equal(definitions->vocabularies[i].id, id))
            return &definitions->vocabularies[i];
    return NULL;
}

const struct register_option *register_option(const struct register_vocabulary *vocabulary,
                                              struct text id)
{
    for (size_t i = 0; i < vocabulary->option_count; i++)
        if (text_equal(vocabulary->options[i].id, id))
            return &vocabulary->options[i];
    return NULL;
}

const struct register_option *register_option_word(const struct register_vocabulary *vocabulary,
                                                   struct text word)
{
    size_t low = 0;
    size_t high = vocabulary->word_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = text_compare(vocabulary->words[middle].word, word);
        if (!order)
            return vocabulary->words[middle].option;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
