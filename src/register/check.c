/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/check.h"

#include "register/recognise.h"

#define LABEL(dutch, english) ((struct label){TEXT(dutch), TEXT(english)})

/* The parts of a value that holds several, as a list of texts. */
static void list_value(struct arena *arena, struct text parts, struct rule_value *result)
{
    struct rule_value *items = NULL;
    size_t count = 0;
    size_t capacity = 0;
    struct text part;
    while (text_next(&parts, '\n', &part)) {
        items = arena_grow(arena, items, count, &capacity, sizeof *items);
        items[count++] = (struct rule_value){.type = RULE_TEXT, .known = true, .text = part};
    }
    result->type = RULE_LIST;
    result->list.items = items;
    result->list.count = count;
}

struct rule_value register_rule_value(struct arena *arena, const struct register_field *field,
                                      const struct register_value *value)
{
    struct rule_value result = {.known = value->present};
    if (!value->present)
        return result;
    if (field->several) {
        list_value(arena, value->text, &result);
        return result;
    }
    switch (field->type) {
    case REGISTER_DATE:
        result.type = RULE_DATE;
        result.date = value->date;
        break;
    case REGISTER_MONEY:
        result.type = RULE_MONEY;
        result.money = value->money;
        break;
    case REGISTER_BOOLEAN:
        result.type = RULE_BOOLEAN;
        result.boolean = value->number;
        break;
    case REGISTER_NUMBER:
        result.type = RULE_INTEGER;
        result.integer = value->number;
        break;
    case REGISTER_ORGANISATION:
        result.type = RULE_ORGANISATION;
        result.organisation.name = value->text;
        result.organisation.kvk = value->kvk;
        break;
    default:
        result.type = RULE_TEXT;
        result.text = value->text;
    }
    return result;
}

static const struct register_state *state_of(const struct register_definition *definition,
                                             const struct register_subject *subject)
{
    return subject->state ? subject->state : definition->states;
}

bool register_is_current(const struct register_definition *definition,
                         const struct register_subject *subject)
{
    const struct register_field *until = definition->until;
    return !state_of(definition, subject)->ended &&
           (!until ||
            date_compare(subject->values[until->number].date, subject->today) != DATE_BEFORE);
}

const struct rule_value *register_rule_values(struct arena *arena,
                                              const struct register_definition *definition,
                                              const struct register_subject *subject)
{
    struct rule_value *result =
        ARENA_ARRAY(arena, struct rule_value,
                    definition->field_count + definition->setting_count + REGISTER_NAMES);
    struct rule_value *next = result;
    for (size_t i = 0; i < definition->field_count; i++)
        *next++ = register_rule_value(arena, &definition->fields[i], &subject->values[i]);
    for (size_t i = 0; i < definition->setting_count; i++)
        *next++ = register_rule_value(arena, &definition->settings[i].field,
                                      &definition->settings[i].value);
    next[REGISTER_NAME_STATE] = (struct rule_value){
        .type = RULE_TEXT, .known = true, .text = state_of(definition, subject)->id};
    next[REGISTER_NAME_TODAY] =
        (struct rule_value){.type = RULE_DATE, .known = true, .date = subject->today};
    next[REGISTER_NAME_CURRENT] = (struct rule_value){
        .type = RULE_BOOLEAN, .known = true, .boolean = register_is_current(definition, subject)};
    next[REGISTER_NAME_OFFICE] = (struct rule_value){
        .type = RULE_TEXT, .known = subject->office.size > 0, .text = subject->office};
    return result;
}

bool register_is_public(struct arena *arena, const struct register_definition *definition,
                        const struct register_subject *subject)
{
    return definition->published && rule_holds(definition->published, arena,
                                               register_rule_values(arena, definition, subject));
}

bool register_is_waiting(struct arena *arena, const struct register_definition *definition,
                         const struct register_subject *subject)
{
    const struct rule *waits = state_of(definition, subject)->waits;
    return waits && rule_holds(waits, arena, register_rule_values(arena, definition, subject));
}

/* One check of one entry. */
struct check {
    struct arena *arena;
    struct register_finding *items;
    size_t count;
    size_t capacity;
    size_t refusals;
};

static void find(struct check *check, struct register_finding finding)
{
    check->items = arena_grow(check->arena, check->items, check->count, &check->capacity,
                              sizeof *check->items);
    check->items[check->count++] = finding;
    check->refusals += finding.refuses;
}

static void refuse(struct check *check, const struct register_field *field, struct label message)
{
    find(check, (struct register_finding){field, message, field->basis, field->basis_count, true});
}

static void check_bounds(struct check *check, const struct register_field *field, int64_t number)
{
    bool money = field->type == REGISTER_MONEY;
    const char *unit = money ? " euro" : "";
    long long least = (long long)(money ? field->least / 100 : field->least);
    long long most = (long long)(money ? field->most / 100 : field->most);
    if (number < field->least)
        refuse(check, field,
               (struct label){text_format(check->arena, "Dit is te weinig: het minste is %lld%s.",
                                          least, unit),
                              text_format(check->arena, "This is too little: the least is %lld%s.",
                                          least, unit)});
    if (number > field->most)
        refuse(check, field,
               (struct label){
                   text_format(check->arena, "Dit is te veel: het meeste is %lld%s.", most, unit),
                   text_format(check->arena, "This is too much: the most is %lld%s.", most, unit)});
}

static void check_value(struct check *check, const struct register_field *field,
                        const struct register_value *value, struct date today, bool asked)
{
    if (!value->present && (field->required || (asked && field->asked)))
        refuse(check, field, LABEL("Vul dit in.", "Fill this in."));
    if (!value->present)
        return;
    if (field->type == REGISTER_NUMBER)
        check_bounds(check, field, value->number);
    if (field->type == REGISTER_MONEY && value->money.kind != MONEY_UNKNOWN)
        check_bounds(check, field, value->money.cents);
    /* a year or month that has begun may hold a day that was */
    if (field->latest_today && date_compare(value->date, today) == DATE_AFTER)
        refuse(check, field,
               LABEL("Deze datum ligt in de toekomst. Vul een datum in tot en met vandaag.",
                     "This date is in the future. Give a date up to today."));
}

static bool is_broken(struct arena *arena, const struct register_rule *rule,
                      const struct register_subject *subject, const struct rule_value *values)
{
    if (rule->when && !rule_holds(rule->when, arena, values))
        return false;
    if (rule->word_count && !register_recognises(arena, rule, subject->values, subject->body))
        return false;
    return !rule_holds(rule->require, arena, values);
}

void register_values_check(struct arena *arena, const struct register_definition *definition,
                           const struct register_subject *subject, bool asked,
                           struct register_findings *findings)
{
    struct check check = {.arena = arena};
    for (size_t i = 0; i < definition->field_count; i++)
        check_value(&check, &definition->fields[i], &subject->values[i], subject->today, asked);
    const struct rule_value *known =
        definition->rule_count ? register_rule_values(arena, definition, subject) : NULL;
    for (size_t i = 0; i < definition->rule_count; i++) {
        const struct register_rule *rule = &definition->rules[i];
        if (is_broken(arena, rule, subject, known))
            find(&check, (struct register_finding){rule->field, rule->message, rule->basis,
                                                   rule->basis_count, rule->refuses});
    }
    *findings = (struct register_findings){check.items, check.count, check.refusals};
}
