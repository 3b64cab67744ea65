/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/loader.h"

enum { LONGEST_SETTING = 500 };

const struct register_setting *register_setting(const struct register_definitions *definitions,
                                                struct text id)
{
    for (size_t i = 0; i < definitions->setting_count; i++)
        if (text_equal(definitions->settings[i].id, id))
            return &definitions->settings[i];
    return NULL;
}

static struct register_setting *find(struct register_loader *loader, struct text id)
{
    for (size_t i = 0; i < loader->setting_count; i++)
        if (text_equal(loader->settings[i].id, id))
            return &loader->settings[i];
    return NULL;
}

static void load(struct register_loader *loader, const struct draft_setting *draft)
{
    if (!draft->node || !draft->id.size || !draft->type || !draft->value)
        return;
    if (find(loader, draft->id)) {
        register_node_fault(loader->faults, register_node_get(draft->node, "id"),
                            "there is a setting \"%.*s\" already; expected another id",
                            TEXT_FORMAT(draft->id));
        return;
    }
    struct register_setting *setting = &loader->settings[loader->setting_count++];
    struct text message;
    setting->id = draft->id;
    setting->field = (struct register_field){.id = draft->id,
                                             .type = draft_setting_types[draft->type - 1],
                                             .label = draft->label.label,
                                             .hint = draft->hint.label,
                                             .most = LONGEST_SETTING};
    setting->basis = register_copy_basis(loader, &draft->basis, &setting->basis_count);
    if (!register_value_read(loader->arena, &setting->field, draft->value->text, &setting->value,
                             &message))
        register_node_fault(loader->faults, draft->value, "%.*s", TEXT_FORMAT(message));
}

static void give(struct register_loader *loader, const struct register_given *given)
{
    struct register_setting *setting = find(loader, given->id);
    struct text message;
    if (!setting) {
        const char **names = ARENA_ARRAY(loader->arena, const char *, loader->setting_count);
        for (size_t i = 0; i < loader->setting_count; i++)
            names[i] = loader->settings[i].id.data;
        fault_add(loader->faults, given->file, given->line, given->column,
                  "there is no setting \"%.*s\"; expected one that a register has%s",
                  TEXT_FORMAT(given->id),
                  register_meant(loader, given->id, names, loader->setting_count));
    } else if (!register_value_read(loader->arena, &setting->field, given->written, &setting->value,
                                    &message)) {
        fault_add(loader->faults, given->file, given->written_line, given->written_column, "%.*s",
                  TEXT_FORMAT(message));
    }
}

void register_load_settings(struct register_loader *loader, const struct register_settings *given)
{
    size_t count = 0;
    for (size_t i = 0; i < loader->register_count; i++)
        count += loader->registers[i].draft.settings.count;
    loader->settings = ARENA_ARRAY(loader->arena, struct register_setting, count);
    for (size_t i = 0; i < loader->register_count; i++) {
        const struct register_list *list = &loader->registers[i].draft.settings;
        const struct draft_setting *drafts = list->items;
        for (size_t j = 0; j < list->count; j++)
            load(loader, &drafts[j]);
    }
    for (size_t i = 0; given && i < given->count; i++)
        give(loader, &given->items[i]);
}
