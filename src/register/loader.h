/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_LOADER_H
#define REGISTER_LOADER_H

/* One reading of a set of definition files. Of this room only. */

#include "register/draft.h"
#include "register/setting.h"

/* A register's file, with what the body adds to it. */
struct loader_register {
    struct register_node *root; /* merged */
    struct draft_register draft;
    int64_t own_version; /* of the additions */
};

struct register_loader {
    struct arena *arena;
    struct faults *faults;
    int kind; /* a word of draft_kinds */
    struct loader_register *registers;
    size_t register_count;
    size_t register_capacity;
    const struct draft_vocabulary **drafts; /* of all vocabularies, and of what is added to them */
    size_t draft_count;
    size_t draft_capacity;
    struct register_vocabulary *vocabularies;
    size_t vocabulary_count;
    struct register_setting *settings;
    size_t setting_count;
    struct draft_rounds rounds;
    struct register_round_plan plans[3]; /* what comes by itself, by the regime of a register */
    struct register_definition *definitions;
};

/* Keeps every vocabulary of a LIST of drafts for register_load_vocabularies. */
void register_keep_vocabularies(struct register_loader *loader, const struct register_list *list);

/* Makes the vocabularies of the drafts, with room for one more at the end. */
void register_load_vocabularies(struct register_loader *loader);

/* Makes a sorted table of the words by which options are known. PLACES (may be NULL) has the node
 * of each option, for faults about words that two options share. */
void register_index_vocabulary(struct register_loader *loader,
                               struct register_vocabulary *vocabulary,
                               const struct register_node *const *places);

/* Finds the vocabulary that NODE names; tells a fault and returns NULL when there is none. */
const struct register_vocabulary *register_seek_vocabulary(struct register_loader *loader,
                                                           const struct register_node *node);

/* The settings of all registers, with what the organisation says of them. */
void register_load_settings(struct register_loader *loader, const struct register_settings *given);

/* Makes the definition of a register in two steps: first its fields and names, then what refers to
 * other registers and settings. */
void register_build(struct register_loader *loader, size_t number);
void register_build_rules(struct register_loader *loader, size_t number);

/* What in a definition says who may do what: definition_access.c. Roles are the options of the
 * vocabulary roles, offices those of offices. */
struct register_roles register_seek_roles(struct register_loader *loader,
                                          const struct register_list *list);
void register_build_access(struct register_loader *loader, const struct draft_register *draft,
                           struct register_definition *definition);

/* What a definition says of its rounds, and what comes by itself: definition_round.c. The rule is
 * over people, so it is read when all registers were built. */
void register_build_plans(struct register_loader *loader);
void register_build_round(struct register_loader *loader, const struct draft_register *draft,
                          struct register_definition *definition);
void register_build_round_rule(struct register_loader *loader, size_t number);

/* Reads the rule at NODE (NULL: none) with the names of DEFINITION. */
const struct rule *register_seek_rule(struct register_loader *loader,
                                      const struct register_definition *definition,
                                      const struct register_node *node);

/* Tells a fault where NODE (NULL: none) is no role or office, nor holder. */
void register_check_role(struct register_loader *loader, const struct register_node *node);
struct register_origin register_origin_of(const struct register_node *node);

/* "; did you mean "X"?" or "". */
const char *register_meant(struct register_loader *loader, struct text wrong,
                           const char *const *words, size_t count);

/* Small things that several parts copy out of a draft. */
const struct register_basis *register_copy_basis(struct register_loader *loader,
                                                 const struct register_list *list, size_t *count);
const struct text *register_copy_aliases(struct register_loader *loader,
                                         const struct register_list *list, size_t *count);

#endif
