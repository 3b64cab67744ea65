/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/draft.h"

/* Names and structures cannot stand between parentheses.
 * NOLINTBEGIN(bugprone-macro-parentheses) */
#define PLACE(structure, member) offsetof(struct structure, member)
#define TEXT_KEY(structure, key, member, must, size, words_about)                                  \
    {                                                                                              \
        .name = key, .form = REGISTER_FORM_TEXT, .required = must,                                 \
        .place = PLACE(structure, member), .most = size, .about = words_about                      \
    }
#define ID_KEY(structure, key, member, words_about)                                                \
    {                                                                                              \
        .name = key, .form = REGISTER_FORM_ID, .required = true,                                   \
        .place = PLACE(structure, member), .about = words_about                                    \
    }
#define NUMBER_KEY(structure, key, member, must, from, to, words_about)                            \
    {                                                                                              \
        .name = key, .form = REGISTER_FORM_NUMBER, .required = must,                               \
        .place = PLACE(structure, member), .least = from, .most = to, .about = words_about         \
    }
#define FLAG_KEY(structure, key, member, words_about)                                              \
    {                                                                                              \
        .name = key, .form = REGISTER_FORM_BOOLEAN, .place = PLACE(structure, member),             \
        .about = words_about                                                                       \
    }
#define WORD_KEY(structure, key, member, must, of, words_about)                                    \
    {                                                                                              \
        .name = key, .form = REGISTER_FORM_WORD, .required = must,                                 \
        .place = PLACE(structure, member), .words = of, .about = words_about                       \
    }
#define REFERENCE_KEY(structure, key, member, must, words_about)                                   \
    {                                                                                              \
        .name = key, .form = REGISTER_FORM_REFERENCE, .required = must,                            \
        .place = PLACE(structure, member), .about = words_about                                    \
    }
#define RULE_KEY(structure, key, member, must, words_about)                                        \
    {                                                                                              \
        .name = key, .form = REGISTER_FORM_RULE, .required = must,                                 \
        .place = PLACE(structure, member), .about = words_about                                    \
    }
#define SCALAR_KEY(structure, key, member, must, words_about)                                      \
    {                                                                                              \
        .name = key, .form = REGISTER_FORM_SCALAR, .required = must,                               \
        .place = PLACE(structure, member), .about = words_about                                    \
    }
#define MAPPING_KEY(structure, key, member, must, of, words_about)                                 \
    {                                                                                              \
        .name = key, .form = REGISTER_FORM_MAPPING, .required = must,                              \
        .place = PLACE(structure, member), .shape = of, .about = words_about                       \
    }
#define LIST_KEY(structure, key, member, must, of, words_about)                                    \
    {                                                                                              \
        .name = key, .form = REGISTER_FORM_LIST, .required = must,                                 \
        .place = PLACE(structure, member), .shape = of, .about = words_about                       \
    }
#define TEXTS_KEY(structure, key, member, words_about)                                             \
    {                                                                                              \
        .name = key, .form = REGISTER_FORM_LIST, .place = PLACE(structure, member),                \
        .each = REGISTER_FORM_TEXT, .most = 200, .about = words_about                              \
    }
#define REFERENCES_KEY(structure, key, member, words_about)                                        \
    {                                                                                              \
        .name = key, .form = REGISTER_FORM_LIST, .place = PLACE(structure, member),                \
        .each = REGISTER_FORM_REFERENCE, .about = words_about                                      \
    }
#define LABEL_KEY(structure, key, member, must, words_about)                                       \
    MAPPING_KEY(structure, key, member, must, &draft_label_shape, words_about)
#define BASIS_KEY(structure, words_about)                                                          \
    LIST_KEY(structure, "basis", basis, false, &basis_shape, words_about)
#define END                                                                                        \
    {                                                                                              \
        .name = NULL                                                                               \
    }

/* NOLINTEND(bugprone-macro-parentheses) */

/* In the order of enum register_type. */
static const char *const types[] = {"id",       "text",     "date",   "money", "boolean",
                                    "number",   "choice",   "person", "unit",  "organisation",
                                    "register", "document", NULL};
static const char *const setting_types[] = {"money", "number", "boolean", "text", "date", NULL};
const enum register_type draft_setting_types[] = {REGISTER_MONEY, REGISTER_NUMBER, REGISTER_BOOLEAN,
                                                  REGISTER_TEXT, REGISTER_DATE};
static const char *const regimes[] = {"political", "official", NULL};
static const char *const days[] = {"today", NULL};
static const char *const reaches[] = {"own", "unit", "all", NULL};
static const char *const effects[] = {"refuse", "flag", NULL};
const char *const draft_kinds[] = {"province", "municipality", "water-board", NULL};

static const struct register_key label_keys[] = {
    TEXT_KEY(draft_label, "nl", label.dutch, true, 0, "In Dutch."),
    TEXT_KEY(draft_label, "en", label.english, true, 0, "In English."), END};
const struct register_shape draft_label_shape = {
    "label", "What something is called, or a sentence about it, in both languages.",
    sizeof(struct draft_label), label_keys};

static const struct register_key basis_keys[] = {
    TEXT_KEY(draft_basis, "source", source, true, 200, "The law, code of conduct or plan."),
    TEXT_KEY(draft_basis, "article", article, false, 100, "The article or section of it."),
    TEXT_KEY(draft_basis, "url", url, false, 500, "Where it can be read: https://..."),
    TEXT_KEY(draft_basis, "date", date, false, 10,
             "The day on which the text was consulted: 2024-01-01."),
    WORD_KEY(draft_basis, "kind", kind, false, draft_kinds, "Only for this kind of body."),
    END};
static const struct register_shape basis_shape = {"basis", "Where a demand comes from.",
                                                  sizeof(struct draft_basis), basis_keys};

static const struct register_key option_keys[] = {
    ID_KEY(draft_option, "id", id, "What is stored; it never changes its meaning."),
    LABEL_KEY(draft_option, "label", label, true, "What people see."),
    TEXTS_KEY(draft_option, "aliases", aliases, "Other words for it that an import may use."), END};
static const struct register_shape option_shape = {
    "option", "One of the things that can be chosen.", sizeof(struct draft_option), option_keys};

static const struct register_key vocabulary_keys[] = {
    ID_KEY(draft_vocabulary, "id", id, "What fields call it."),
    LIST_KEY(draft_vocabulary, "options", options, false, &option_shape,
             "The options, in the order in which they are shown."),
    LIST_KEY(draft_vocabulary, "adds", adds, false, &option_shape,
             "Options that a body adds to a vocabulary that is there, instead of options."),
    END};
static const struct register_shape vocabulary_shape = {
    "vocabulary", "The options of a choice.", sizeof(struct draft_vocabulary), vocabulary_keys};

static const struct register_key field_keys[] = {
    ID_KEY(draft_field, "id", id,
           "What is stored, and what rules and imports call it; it never changes its type."),
    WORD_KEY(draft_field, "type", type, true, types, "What it can hold."),
    LABEL_KEY(draft_field, "label", label, true, "What people see beside it."),
    LABEL_KEY(draft_field, "hint", hint, false, "One sentence that helps to fill it in."),
    TEXTS_KEY(draft_field, "aliases", aliases, "Other headings that an import may use for it."),
    REFERENCE_KEY(draft_field, "options", vocabulary, false, "Of a choice: the vocabulary."),
    BASIS_KEY(draft_field, "Why it is asked, where that is not the basis of the register."),
    NUMBER_KEY(draft_field, "min", least, false, 0, 1000000000,
               "Of a number: the least; of money: euro."),
    NUMBER_KEY(draft_field, "max", most, false, 1, 1000000000,
               "Of a number: the most; of money: euro; of a text: characters."),
    WORD_KEY(draft_field, "latest", latest, false, days,
             "Of a date: today, when it cannot be later."),
    FLAG_KEY(draft_field, "required", required,
             "No entry can be without it, an imported one neither."),
    FLAG_KEY(draft_field, "asked", asked,
             "The form asks for it and does not go on without; an import may lack it."),
    FLAG_KEY(draft_field, "public", public, "Published with the entry."),
    FLAG_KEY(draft_field, "long", long_text, "Of a text: more than one line, Markdown."),
    FLAG_KEY(draft_field, "sealed", sealed, "Kept encrypted."),
    FLAG_KEY(draft_field, "filter", filter, "The page offers it as a filter."),
    FLAG_KEY(draft_field, "sort", sort, "The page can be sorted by it."),
    FLAG_KEY(draft_field, "search", search, "Free text finds it."),
    FLAG_KEY(draft_field, "column", column, "A column of the table on the page."),
    FLAG_KEY(draft_field, "several", several,
             "Of a choice or a text: more than one may be given, apart by ';'."),
    REFERENCES_KEY(draft_field, "seen_by", seen_by,
                   "Who may see it, of those who see the entry; without it all of them."),
    REFERENCES_KEY(
        draft_field, "filled_by", filled_by,
        "Who may fill it in, of those who may declare or change the entry; without it all "
        "of them."),
    END};
static const struct register_shape field_shape = {
    "field", "One thing that is recorded of every entry.", sizeof(struct draft_field), field_keys};

static const struct register_key rule_keys[] = {
    RULE_KEY(draft_rule, "when", when, false,
             "The demand holds for entries for which this is surely true; without it for all."),
    WORD_KEY(draft_rule, "kind", kind, false, draft_kinds, "Only for this kind of body."),
    TEXTS_KEY(
        draft_rule, "words", words,
        "The demand is only on entries that say one of these in so many words: whole words, "
        "from where a text begins. ... stands for any words, | for where the next text follows, "
        "{body} for the body's name."),
    TEXTS_KEY(draft_rule, "except", except, "What is not meant, though it begins so."),
    REFERENCES_KEY(
        draft_rule, "in", in,
        "The texts in which the words are looked for; the later ones follow on the first."),
    RULE_KEY(draft_rule, "require", require, true, "What must surely be true."),
    LABEL_KEY(draft_rule, "message", message, true, "What people read when it is not."),
    BASIS_KEY(draft_rule, "Where the demand comes from."),
    REFERENCE_KEY(draft_rule, "field", field, false,
                  "The field at which the form shows the message."),
    WORD_KEY(draft_rule, "effect", effect, false, effects,
             "Whether a broken rule refuses the entry (without this key), or keeps and flags it."),
    END};
static const struct register_shape rule_shape = {"rule", "A demand on entries.",
                                                 sizeof(struct draft_rule), rule_keys};

static const struct register_key state_keys[] = {
    ID_KEY(draft_state, "id", id, "What is stored."),
    LABEL_KEY(draft_state, "label", label, true, "What people see."),
    TEXTS_KEY(draft_state, "aliases", aliases, "Other words for it that an import may use."),
    FLAG_KEY(draft_state, "ended", ended, "What is in this state belongs to the past."),
    FLAG_KEY(draft_state, "start", start, "An entry may start here too, besides in the first."),
    RULE_KEY(
        draft_state, "waits", waits, false,
        "When this is surely true, an entry in this state waits for somebody to take a step: it "
        "is shown as work to those who may."),
    END};
static const struct register_shape state_shape = {"state", "Where an entry can stand.",
                                                  sizeof(struct draft_state), state_keys};

static const struct register_key step_keys[] = {
    ID_KEY(draft_step, "id", id,
           "What addresses call it; steps from different states may have the same."),
    LABEL_KEY(draft_step, "label", label, true, "What the button says."),
    REFERENCE_KEY(draft_step, "from", from, true, "The state before."),
    REFERENCE_KEY(draft_step, "to", to, true, "The state after."),
    REFERENCES_KEY(draft_step, "by", by,
                   "The roles that may take it; holder is the person whom the entry is about."),
    REFERENCES_KEY(draft_step, "asks", asks, "The fields that must be filled in with it."),
    END};
static const struct register_shape step_shape = {"step", "A way from one state to another.",
                                                 sizeof(struct draft_step), step_keys};

static const struct register_key workflow_keys[] = {
    TEXTS_KEY(draft_workflow, "aliases", aliases,
              "Other headings that an import may use for the state."),
    LIST_KEY(draft_workflow, "states", states, true, &state_shape,
             "The states; an entry starts in the first."),
    LIST_KEY(draft_workflow, "steps", steps, false, &step_shape, "The ways between them."),
    REFERENCE_KEY(draft_workflow, "reopens", reopens, false,
                  "The state to which a change by the holder brings back what was decided."),
    END};
static const struct register_shape workflow_shape = {
    "workflow", "The states of an entry, and who may change them.", sizeof(struct draft_workflow),
    workflow_keys};

static const struct register_key access_keys[] = {
    REFERENCE_KEY(draft_access, "who", who, true,
                  "A role or office, or holder: the person whom the entry is about."),
    WORD_KEY(draft_access, "sees", sees, true, reaches,
             "Whose entries: their own, those of their unit and all beneath it, or all."),
    REFERENCES_KEY(draft_access, "may", may,
                   "What they may do besides the steps of the workflow: declare, change, correct."),
    END};
static const struct register_shape access_shape = {
    "access", "Who inside the body sees entries, and what they may do with them.",
    sizeof(struct draft_access), access_keys};

static const struct register_key period_keys[] = {
    REFERENCE_KEY(draft_period, "since", since, true, "The date that an entry has, or starts at."),
    REFERENCE_KEY(draft_period, "until", until, false, "The date that it ends at."),
    REFERENCE_KEY(
        draft_period, "read_from", read_from, false,
        "A text in which an import finds both (\"vanaf ... tot ...\") when they are not given."),
    END};
static const struct register_shape period_shape = {
    "period", "The dates by which an entry is found.", sizeof(struct draft_period), period_keys};

static const struct register_key publication_keys[] = {
    RULE_KEY(draft_publication, "when", when, true,
             "An entry is published when this is surely true."),
    REFERENCE_KEY(draft_publication, "by", by, false,
                  "The field by which it is also shown apart, such as the person."),
    END};
static const struct register_shape publication_shape = {
    "publication", "What the public sees: the fields that are public, of these entries.",
    sizeof(struct draft_publication), publication_keys};

static const struct register_key rung_keys[] = {
    NUMBER_KEY(draft_rung, "after", after, true, 0, 365,
               "How many days after the round opened; on the next working day where that is none."),
    REFERENCE_KEY(draft_rung, "to", to, true,
                  "holder: everyone who has not answered is asked, or reminded. A role or office: "
                  "is told how many have not, and sees who."),
    WORD_KEY(draft_rung, "sees", sees, false, reaches,
             "Of whom that role is told: those of their unit and all beneath it, or all; without "
             "it as access says."),
    END};
static const struct register_shape rung_shape = {
    "rung", "A step of a round's ladder, taken when somebody has not answered by then.",
    sizeof(struct draft_rung), rung_keys};

#define PLAN_KEYS                                                                                  \
    NUMBER_KEY(draft_round, "days", days, false, 1, 365,                                           \
               "How many days there are to answer in time."),                                      \
        NUMBER_KEY(draft_round, "closes", closes, false, 1, 365,                                   \
                   "After how many days the round closes by itself, and its figures are kept."),   \
        REFERENCES_KEY(draft_round, "by", by,                                                      \
                       "The roles that open, remind and close by hand, when held for the whole "   \
                       "body."),                                                                   \
        LIST_KEY(draft_round, "ladder", ladder, false, &rung_shape,                                \
                 "Who is asked or told when, in order.")

static const struct register_key round_keys[] = {
    {.name = "months",
     .form = REGISTER_FORM_LIST,
     .required = true,
     .place = PLACE(draft_round, months),
     .each = REGISTER_FORM_NUMBER,
     .least = 1,
     .most = 12,
     .about = "The months in which everyone confirms."},
    LABEL_KEY(draft_round, "nil", nil, false, "The statement of none."),
    RULE_KEY(
        draft_round, "of", of, false,
        "Of those who declare entries, the people for whom this is surely true; a rule over the "
        "register people. Without it all of them."),
    PLAN_KEYS,
    END};
static const struct register_shape round_shape = {
    "update_round",
    "When everyone concerned confirms what is registered, and how. What is not said here comes "
    "from definitions/rounds.yaml.",
    sizeof(struct draft_round), round_keys};

static const struct register_key plan_keys[] = {
    WORD_KEY(draft_round, "regime", regime, false, regimes,
             "For registers of this regime; without it for those of both."),
    PLAN_KEYS, END};
static const struct register_shape plan_shape = {
    "round", "How rounds run where a register does not say it itself.", sizeof(struct draft_round),
    plan_keys};

static const struct register_key rounds_keys[] = {
    LIST_KEY(draft_rounds, "rounds", rounds, true, &plan_shape,
             "By regime. Only in definitions/rounds.yaml, which comes with the program."),
    END};
const struct register_shape draft_rounds_shape = {"rounds file",
                                                  "What comes by itself for update rounds.",
                                                  sizeof(struct draft_rounds), rounds_keys};

static const struct register_key retention_keys[] = {
    NUMBER_KEY(draft_retention, "years", years, true, 1, 100, "How long an entry is kept."),
    REFERENCE_KEY(draft_retention, "after", after, true, "The date from which that counts."), END};
static const struct register_shape retention_shape = {
    "retention", "How long entries are kept.", sizeof(struct draft_retention), retention_keys};

static const struct register_key figure_keys[] = {
    ID_KEY(draft_figure, "id", id, "What exports and the annual report call it."),
    LABEL_KEY(draft_figure, "label", label, true, "What people see."),
    REFERENCES_KEY(draft_figure, "by", by, "The fields by which it is also counted apart."),
    REFERENCE_KEY(draft_figure, "sum", sum, false,
                  "A field of which the values are added up, instead of counting entries."),
    END};
static const struct register_shape figure_shape = {"figure", "A number for the annual report.",
                                                   sizeof(struct draft_figure), figure_keys};

static const struct register_key setting_keys[] = {
    ID_KEY(draft_setting, "id", id, "What rules call it, as setting.ID."),
    WORD_KEY(draft_setting, "type", type, true, setting_types, "What it can hold."),
    SCALAR_KEY(draft_setting, "value", value, true,
               "What it is where the organisation says nothing else."),
    LABEL_KEY(draft_setting, "label", label, true, "What people see."),
    LABEL_KEY(draft_setting, "hint", hint, false, "What it does."),
    BASIS_KEY(draft_setting, "Where the value comes from."),
    END};
static const struct register_shape setting_shape = {
    "setting", "A threshold or term that a body may set for itself.", sizeof(struct draft_setting),
    setting_keys};

static const struct register_key register_keys[] = {
    ID_KEY(draft_register, "register", id,
           "What commands, addresses of the API and journals call it."),
    NUMBER_KEY(draft_register, "version", version, true, 1, 1000000,
               "Goes up by one with every change."),
    TEXT_KEY(draft_register, "path", path, false, 64,
             "Its place on the public site; without it, it has no page of its own."),
    LABEL_KEY(draft_register, "title", title, true, "What it is called."),
    LABEL_KEY(draft_register, "lead", lead, true, "One sentence: what it is, and why."),
    LABEL_KEY(draft_register, "one", one, true, "What one entry is called, without a capital."),
    WORD_KEY(draft_register, "regime", regime, false, regimes,
             "The regime that it belongs to; without it to both."),
    BASIS_KEY(draft_register, "What it rests on."),
    REFERENCES_KEY(draft_register, "declared_by", declared_by,
                   "The offices or roles that declare entries."),
    LIST_KEY(draft_register, "access", access, false, &access_shape,
             "Who inside the body sees entries; without it nobody does."),
    REFERENCE_KEY(draft_register, "holder", holder, false,
                  "The field of the person whom an entry is about."),
    MAPPING_KEY(draft_register, "period", period, false, &period_shape,
                "The dates by which an entry is found."),
    REFERENCES_KEY(draft_register, "identity", identity,
                   "Two rows that are equal in these fields are the same entry."),
    LIST_KEY(draft_register, "settings", settings, false, &setting_shape,
             "Thresholds and terms that its rules use."),
    LIST_KEY(draft_register, "fields", fields, true, &field_shape,
             "What is recorded, in the order in which it is asked and shown."),
    LIST_KEY(draft_register, "rules", rules, false, &rule_shape, "Demands on entries."),
    MAPPING_KEY(draft_register, "workflow", workflow, true, &workflow_shape,
                "The states of an entry."),
    MAPPING_KEY(draft_register, "publication", publication, false, &publication_shape,
                "What the public sees; without it nothing."),
    MAPPING_KEY(draft_register, "update_round", round, false, &round_shape,
                "When everyone confirms."),
    MAPPING_KEY(draft_register, "retention", retention, false, &retention_shape,
                "How long entries are kept; without it as long as the body keeps them."),
    LIST_KEY(draft_register, "figures", figures, false, &figure_shape,
             "Numbers for the annual report."),
    LIST_KEY(draft_register, "vocabularies", vocabularies, false, &vocabulary_shape,
             "Vocabularies that come with it."),
    END};
const struct register_shape draft_register_shape = {"register", "A whole register.",
                                                    sizeof(struct draft_register), register_keys};

static const struct register_key additions_keys[] = {
    LIST_KEY(draft_additions, "basis", basis, false, &basis_shape, "What it rests on besides."),
    LIST_KEY(draft_additions, "settings", settings, false, &setting_shape,
             "Thresholds and terms that the added rules use."),
    LIST_KEY(draft_additions, "fields", fields, false, &field_shape,
             "Fields besides those that are there."),
    LIST_KEY(draft_additions, "rules", rules, false, &rule_shape,
             "Demands besides those that are there: rules can only become stricter."),
    LIST_KEY(draft_additions, "figures", figures, false, &figure_shape,
             "Figures besides those that are there."),
    END};
static const struct register_shape additions_shape = {
    "adds", "What a body adds.", sizeof(struct draft_additions), additions_keys};

static const struct register_key addition_keys[] = {
    REFERENCE_KEY(draft_addition, "register", id, true, "The register that it adds to."),
    NUMBER_KEY(draft_addition, "version", version, true, 1, 1000000,
               "Goes up by one with every change."),
    MAPPING_KEY(draft_addition, "adds", adds, true, &additions_shape,
                "What it adds; nothing that is there can be changed."),
    LIST_KEY(draft_addition, "vocabularies", vocabularies, false, &vocabulary_shape,
             "Vocabularies that come with it."),
    END};
const struct register_shape draft_addition_shape = {
    "addition", "What a body adds to a register that comes with the program.",
    sizeof(struct draft_addition), addition_keys};

static const struct register_key vocabularies_keys[] = {
    WORD_KEY(draft_vocabularies, "kind", kind, false, draft_kinds, "Only for this kind of body."),
    LIST_KEY(draft_vocabularies, "vocabularies", vocabularies, true, &vocabulary_shape,
             "The vocabularies."),
    END};
const struct register_shape draft_vocabularies_shape = {
    "vocabulary file", "Vocabularies that more registers share.", sizeof(struct draft_vocabularies),
    vocabularies_keys};
