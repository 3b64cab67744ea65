/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A field as a question: which input, with which words around it. */

#include "desk/form.h"

#include <stdlib.h>

enum { UNITS_SHOWN = 5000 };

static const enum desk_input inputs[] = {
    [REGISTER_IDENTIFIER] = DESK_LINE, [REGISTER_TEXT] = DESK_LINE,
    [REGISTER_DATE] = DESK_LINE,       [REGISTER_MONEY] = DESK_LINE,
    [REGISTER_BOOLEAN] = DESK_RADIO,   [REGISTER_NUMBER] = DESK_LINE,
    [REGISTER_CHOICE] = DESK_RADIO,    [REGISTER_PERSON] = DESK_PERSON,
    [REGISTER_UNIT] = DESK_SELECT,     [REGISTER_ORGANISATION] = DESK_ORGANISATION,
    [REGISTER_REGISTER] = DESK_SELECT, [REGISTER_DOCUMENT] = DESK_LINE,
};

static enum desk_input input_of(const struct register_field *field)
{
    if (field->type == REGISTER_CHOICE && field->several)
        return DESK_BOXES;
    if (field->type == REGISTER_CHOICE && field->vocabulary->option_count > DESK_RADIO_OPTIONS)
        return DESK_SELECT;
    return field->type == REGISTER_TEXT && (field->long_text || field->several)
               ? DESK_AREA
               : inputs[field->type];
}

/* Options of a question, of which those that were typed are chosen. */
static void add_option(const struct desk_form *form, struct desk_question *question,
                       struct text value, struct text label)
{
    struct site_option *option = &question->options[question->option_count++];
    *option = (struct site_option){.value = value, .label = label};
    for (size_t i = 0; i < form->typed.count && !option->chosen; i++)
        option->chosen = text_equal(form->typed.items[i].name, question->name) &&
                         text_equal(form->typed.items[i].value, value);
}

static void room_for_options(const struct desk_form *form, struct desk_question *question,
                             size_t count)
{
    question->options = ARENA_ARRAY(form->page->site.arena, struct site_option, count);
}

static void add_choices(const struct desk_form *form, struct desk_question *question)
{
    const struct site_page *site = &form->page->site;
    const struct register_vocabulary *vocabulary = question->field->vocabulary;
    room_for_options(form, question, vocabulary->option_count + 1);
    for (size_t i = 0; i < vocabulary->option_count; i++) {
        struct text label = label_in(vocabulary->options[i].label, site->language);
        add_option(form, question, vocabulary->options[i].id, site_upper(site->arena, label));
    }
}

static void add_yes_and_no(const struct desk_form *form, struct desk_question *question)
{
    const struct site_page *site = &form->page->site;
    room_for_options(form, question, 3);
    add_option(form, question, TEXT("ja"), site_words(site, MESSAGE("Yes")));
    add_option(form, question, TEXT("nee"), site_words(site, MESSAGE("No")));
}

/* A radio button cannot be taken back: what may stay empty gets one for that, once it is not. */
static void add_none(const struct desk_form *form, struct desk_question *question)
{
    if (question->input == DESK_RADIO && question->optional && question->typed.size)
        add_option(form, question, TEXT(""),
                   site_words(&form->page->site, MESSAGE("I leave this empty")));
}

static int compare_options(const void *one, const void *other)
{
    const struct site_option *left = one;
    const struct site_option *right = other;
    return text_compare(left->label, right->label);
}

static struct error *add_units(const struct desk_form *form, struct desk_question *question)
{
    const struct site_page *site = &form->page->site;
    const struct register_definition *units = register_find(site->body->definitions, TEXT("units"));
    struct register_inside inside = {
        .reach = REGISTER_REACH_ALL, .current = true, .limit = UNITS_SHOWN};
    struct register_row *rows;
    size_t count;
    bool more;
    if (!units)
        return NULL;
    const struct register_field *name = register_field(units, TEXT("name"));
    inside.projection = register_projection_of(site->body, units);
    TRY(register_inside_read(site->session, site->arena, &inside, &rows, &count, &more));
    room_for_options(form, question, count);
    for (size_t i = 0; i < count; i++)
        add_option(form, question, rows[i].entry, rows[i].values[name->number].text);
    if (count)
        qsort(question->options, count, sizeof *question->options, compare_options);
    return NULL;
}

/* Whoever was found by the name, when it has to be chosen which of them. */
static struct error *add_people(const struct desk_form *form, struct desk_question *question)
{
    struct arena *arena = form->page->site.arena;
    struct register_inside everybody = {.reach = REGISTER_REACH_ALL};
    struct desk_found *people;
    size_t count;
    bool more;
    question->chosen = form->values[question->field->number].text;
    if (!question->error.size || !text_trim(question->typed).size)
        return NULL;
    TRY(desk_look_up(form->page, &everybody, question->typed, &people, &count, &more));
    room_for_options(form, question, count);
    for (size_t i = 0; i < count; i++)
        question->options[question->option_count++] = (struct site_option){
            .value = people[i].id,
            .label = people[i].what.size
                         ? text_format(arena, "%.*s (%.*s)", TEXT_FORMAT(people[i].name),
                                       TEXT_FORMAT(people[i].what))
                         : people[i].name};
    if (more)
        question->example = site_words(
            &form->page->site,
            MESSAGE("There are more. Type more of the name if whom you mean is not among these."));
    return NULL;
}

static struct error *add_options(const struct desk_form *form, struct desk_question *question)
{
    switch (question->field->type) {
    case REGISTER_CHOICE:
    case REGISTER_REGISTER:
        add_choices(form, question);
        break;
    case REGISTER_BOOLEAN:
        add_yes_and_no(form, question);
        break;
    case REGISTER_UNIT:
        return add_units(form, question);
    case REGISTER_PERSON:
        return add_people(form, question);
    default:
        return NULL;
    }
    add_none(form, question);
    return NULL;
}

static struct text example_of(const struct site_page *site, const struct register_field *field)
{
    if (field->type == REGISTER_DATE)
        return site_words(site, MESSAGE("For instance 20 June 2019, or June 2019 or 2019 if you "
                                        "know no more."));
    if (field->type == REGISTER_MONEY && !field->hint.dutch.size)
        return site_words(site, MESSAGE("For instance 61.15, about 40 euro or unknown."));
    if (field->type == REGISTER_PERSON)
        return site_words(site, MESSAGE("Type a part of the name."));
    if (field->several && field->type == REGISTER_TEXT)
        return site_words(site, MESSAGE("One on each line."));
    return TEXT("");
}

static struct text error_of(const struct desk_form *form, struct text name)
{
    for (size_t i = 0; i < form->faults.count; i++)
        if (text_equal(form->faults.items[i].name, name))
            return form->faults.items[i].message;
    return TEXT("");
}

/* What was typed and what is wrong with it. */
static void set_typed(const struct desk_form *form, struct desk_question *question)
{
    question->typed = desk_form_typed(form, question->name);
    question->error = error_of(form, question->name);
}

/* What somebody else made of it since the form was opened. */
static struct error *tell_meanwhile(const struct desk_form *form, struct desk_question *question)
{
    const struct register_field *field = question->field;
    struct site_value now;
    if (!form->base ||
        register_value_equal(field, &form->base[field->number], &form->row->values[field->number]))
        return NULL;
    TRY(site_value_show(&form->page->site, field, &form->row->values[field->number], &now));
    question->meanwhile =
        now.text.size ? now.text : site_words(&form->page->site, MESSAGE("nothing"));
    return NULL;
}

static struct error *ask_field(const struct desk_form *form, const struct register_field *field,
                               struct desk_question *question)
{
    const struct site_page *site = &form->page->site;
    const struct register_definition *definition = form->definition;
    bool own = field->basis_count > 0;
    *question = (struct desk_question){
        .field = field,
        .input = input_of(field),
        .name = desk_field_name(site->arena, field),
        .label = label_in(field->label, site->language),
        .hint = label_in(field->hint, site->language),
        .example = example_of(site, field),
        .optional = !field->required && !field->asked,
        .digits = field->type == REGISTER_NUMBER,
    };
    question->bases =
        site_bases_of(site, own ? field->basis : definition->basis,
                      own ? field->basis_count : definition->basis_count, &question->basis_count);
    set_typed(form, question);
    TRY(tell_meanwhile(form, question));
    if (field->type == REGISTER_ORGANISATION) {
        struct text kvk = desk_field_part(site->arena, field, "kvk");
        question->kvk = desk_form_typed(form, kvk);
        question->kvk_error = error_of(form, kvk);
    }
    return add_options(form, question);
}

static void ask_state(const struct desk_form *form, struct desk_question *question)
{
    const struct site_page *site = &form->page->site;
    const struct register_definition *definition = form->definition;
    *question = (struct desk_question){
        .input = DESK_RADIO,
        .name = TEXT(DESK_STATE),
        .label = site_words(site, MESSAGE("How does it stand now?")),
    };
    room_for_options(form, question, definition->state_count);
    for (size_t i = 0; i < definition->state_count; i++)
        if (!i || definition->states[i].start)
            add_option(
                form, question, definition->states[i].id,
                site_upper(site->arena, label_in(definition->states[i].label, site->language)));
    set_typed(form, question);
}

static void ask_kind(const struct desk_form *form, struct desk_question *question)
{
    const struct site_page *site = &form->page->site;
    *question = (struct desk_question){
        .input = DESK_RADIO,
        .name = TEXT(DESK_KIND),
        .label = site_words(site, MESSAGE("What kind of change is this?")),
        .hint = site_words(site, MESSAGE("It is shown with the change, to all who see it.")),
    };
    room_for_options(form, question, 2);
    add_option(form, question, text_of(register_action_id(REGISTER_CHANGE)),
               site_words(site, MESSAGE("Something changed since")));
    add_option(form, question, text_of(register_action_id(REGISTER_CORRECT)),
               site_words(site, MESSAGE("It was not right, and I correct it")));
    set_typed(form, question);
}

static void ask_reason(const struct desk_form *form, struct desk_question *question)
{
    const struct site_page *site = &form->page->site;
    *question = (struct desk_question){
        .input = DESK_AREA,
        .name = TEXT(DESK_REASON),
        .label = site_words(site, MESSAGE("Why do you do this?")),
        .hint = site_words(site, MESSAGE("Whom it is about sees this too. It is never public.")),
        .optional = !desk_form_needs_reason(form),
    };
    set_typed(form, question);
}

/* An organisation's number has an input of its own. */
static bool is_about(const struct desk_question *question, struct text name)
{
    return text_equal(question->name, name) ||
           (question->input == DESK_ORGANISATION && name.size == question->name.size + 4 &&
            text_equal(text_slice(name, 0, question->name.size), question->name) &&
            text_ends(name, "-kvk"));
}

/* The summary of errors names the question that each is of, and comes in their order. */
static void name_faults(struct desk_form *form, const struct desk_question *questions, size_t count)
{
    struct desk_remarks sorted = {0};
    sorted.items = ARENA_ARRAY(form->page->site.arena, struct desk_remark, form->faults.count);
    for (size_t i = 0; i <= count; i++)
        for (size_t j = 0; j < form->faults.count; j++) {
            struct desk_remark *fault = &form->faults.items[j];
            bool here = i == count ? !fault->label.size
                                   : !fault->label.size && is_about(&questions[i], fault->name);
            if (!here)
                continue;
            if (i < count)
                fault->label = questions[i].label;
            sorted.items[sorted.count++] = *fault;
        }
    form->faults = sorted;
}

struct error *desk_form_questions(struct desk_form *form, struct desk_question **questions,
                                  size_t *count)
{
    *questions = ARENA_ARRAY(form->page->site.arena, struct desk_question, form->asked_count + 3);
    *count = 0;
    if (desk_form_asks_state(form))
        ask_state(form, &(*questions)[(*count)++]);
    if (desk_form_asks_kind(form))
        ask_kind(form, &(*questions)[(*count)++]);
    for (size_t i = 0; i < form->asked_count; i++)
        TRY(ask_field(form, form->asked[i], &(*questions)[(*count)++]));
    if (desk_form_asks_reason(form))
        ask_reason(form, &(*questions)[(*count)++]);
    name_faults(form, *questions, *count);
    return NULL;
}

static void add_answer(const struct desk_question *question, struct text text,
                       struct site_value *answer)
{
    *answer = (struct site_value){.label = question->label, .text = text, .words = true};
}

/* What was chosen, or typed, for a question of the form itself. */
static struct text answer_to(const struct desk_question *question)
{
    for (size_t i = 0; i < question->option_count; i++)
        if (question->options[i].chosen)
            return question->options[i].label;
    return question->typed;
}

struct error *desk_form_answers(struct desk_form *form, struct site_value **answers, size_t *count)
{
    struct desk_question *questions;
    size_t question_count;
    TRY(desk_form_questions(form, &questions, &question_count));
    *answers = ARENA_ARRAY(form->page->site.arena, struct site_value, question_count);
    *count = question_count;
    for (size_t i = 0; i < question_count; i++) {
        const struct register_field *field = questions[i].field;
        if (field)
            TRY(site_value_show(&form->page->site, field, &form->values[field->number],
                                &(*answers)[i]));
        else
            add_answer(&questions[i], answer_to(&questions[i]), &(*answers)[i]);
    }
    return NULL;
}
