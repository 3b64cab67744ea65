/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "desk/form.h"

#include "register/check.h"

struct text desk_field_name(struct arena *arena, const struct register_field *field)
{
    return text_format(arena, DESK_FIELD "%.*s", TEXT_FORMAT(field->id));
}

struct text desk_field_part(struct arena *arena, const struct register_field *field,
                            const char *part)
{
    return text_format(arena, DESK_FIELD "%.*s-%s", TEXT_FORMAT(field->id), part);
}

void desk_form_type(struct desk_form *form, struct text name, struct text value)
{
    form->typed.items = arena_grow(form->page->site.arena, form->typed.items, form->typed.count,
                                   &form->typed_capacity, sizeof *form->typed.items);
    form->typed.items[form->typed.count++] = (struct web_pair){name, value};
}

struct text desk_form_typed(const struct desk_form *form, struct text name)
{
    for (size_t i = 0; i < form->typed.count; i++)
        if (text_equal(form->typed.items[i].name, name))
            return form->typed.items[i].value;
    return TEXT("");
}

static void add_remark(struct desk_form *form, struct desk_remarks *remarks,
                       struct desk_remark remark)
{
    remarks->items = arena_grow(form->page->site.arena, remarks->items, remarks->count,
                                &remarks->capacity, sizeof *remarks->items);
    remarks->items[remarks->count++] = remark;
}

void desk_form_fault(struct desk_form *form, struct text name, struct text message)
{
    add_remark(form, &form->faults, (struct desk_remark){.name = name, .message = message});
}

bool desk_form_has_fault(const struct desk_form *form, struct text name)
{
    for (size_t i = 0; i < form->faults.count; i++)
        if (text_equal(form->faults.items[i].name, name))
            return true;
    return false;
}

static bool is_asked(const struct desk_form *form, const struct register_field *field)
{
    for (size_t i = 0; i < form->asked_count; i++)
        if (form->asked[i] == field)
            return true;
    return false;
}

/* What an entry is about stays as it is: its holder, and its own id. */
static bool may_ask(const struct desk_form *form, const struct register_field *field)
{
    const struct desk_page *page = form->page;
    return !field->sealed && field != form->definition->holder &&
           (field->type != REGISTER_IDENTIFIER || !form->row) &&
           register_fills_field(&page->actor, form->definition, field, &page->matter);
}

void desk_form_ask(struct desk_form *form)
{
    const struct register_definition *definition = form->definition;
    struct arena *arena = form->page->site.arena;
    size_t most = form->step ? form->step->ask_count : definition->field_count;
    form->asked = ARENA_ARRAY(arena, const struct register_field *, most);
    for (size_t i = 0; i < most; i++) {
        const struct register_field *field =
            form->step ? form->step->asks[i] : &definition->fields[i];
        if (may_ask(form, field))
            form->asked[form->asked_count++] = field;
    }
    form->values = ARENA_ARRAY(arena, struct register_value, definition->field_count);
    for (size_t i = 0; form->row && i < definition->field_count; i++)
        form->values[i] = form->row->values[i];
    if (!form->row && definition->holder)
        form->values[definition->holder->number] =
            (struct register_value){.present = true, .text = form->page->matter.holder};
    form->state = form->row ? form->row->state : definition->states;
}

bool desk_form_asks_state(const struct desk_form *form)
{
    size_t starts = 0;
    for (size_t i = 1; !form->row && i < form->definition->state_count; i++)
        starts += form->definition->states[i].start;
    return starts > 0;
}

static bool may(const struct desk_form *form, enum register_action action)
{
    return register_may(&form->page->actor, form->definition, action, &form->page->matter);
}

bool desk_form_asks_kind(const struct desk_form *form)
{
    return form->row && !form->step && may(form, REGISTER_CHANGE) && may(form, REGISTER_CORRECT);
}

bool desk_form_asks_reason(const struct desk_form *form)
{
    return form->row && form->others;
}

/* A decision has fields for what is behind it; a change of what somebody else declared has not. */
bool desk_form_needs_reason(const struct desk_form *form)
{
    return desk_form_asks_reason(form) && (!form->step || form->step->to->ended);
}

/* Options apart by line ends, one pair each. */
static void type_several(struct desk_form *form, struct text name, struct text parts)
{
    struct text part;
    while (text_next(&parts, '\n', &part))
        desk_form_type(form, name, part);
}

static struct error *type_field(struct desk_form *form, const struct register_field *field)
{
    struct site_page *site = &form->page->site;
    const struct register_value *value = &form->values[field->number];
    struct text name = desk_field_name(site->arena, field);
    struct buffer buffer = {.arena = site->arena};
    struct text shown;
    if (!value->present)
        return NULL;
    switch (field->type) {
    case REGISTER_DATE:
        language_add_date(&buffer, value->date, site->language);
        desk_form_type(form, name, buffer_text(&buffer));
        break;
    case REGISTER_MONEY:
        if (value->written.size)
            buffer_add(&buffer, value->written);
        else
            language_add_money(&buffer, value->money, site->language);
        desk_form_type(form, name, buffer_text(&buffer));
        break;
    case REGISTER_ORGANISATION:
        desk_form_type(form, name, value->text);
        desk_form_type(form, desk_field_part(site->arena, field, "kvk"), value->kvk);
        break;
    case REGISTER_PERSON:
        TRY(site_person_name(site, value->text, &shown));
        desk_form_type(form, name, shown);
        desk_form_type(form, desk_field_part(site->arena, field, "wie"), value->text);
        break;
    case REGISTER_CHOICE:
        type_several(form, name, value->text);
        break;
    case REGISTER_TEXT:
        desk_form_type(form, name, value->text);
        break;
    default:
        desk_form_type(form, name, register_value_export(site->arena, field, value));
    }
    return NULL;
}

struct error *desk_field_renew(struct desk_form *form, const struct register_field *field)
{
    struct arena *arena = form->page->site.arena;
    struct text name = desk_field_name(arena, field);
    struct text part = text_format(arena, "%.*s-", TEXT_FORMAT(name));
    size_t kept = 0;
    for (size_t i = 0; i < form->typed.count; i++) {
        struct text of = form->typed.items[i].name;
        if (!text_equal(of, name) && !text_starts(of, part.data))
            form->typed.items[kept++] = form->typed.items[i];
    }
    form->typed.count = kept;
    form->values[field->number] = form->row->values[field->number];
    return type_field(form, field);
}

struct error *desk_form_fill(struct desk_form *form)
{
    for (size_t i = 0; i < form->asked_count; i++)
        TRY(type_field(form, form->asked[i]));
    return NULL;
}

/* What refuses an entry stops its form, where that asks for what is wrong or for the whole; what
 * came with an import, and what others fill in, is no reason to keep somebody from going on. */
static bool stops(const struct desk_form *form, const struct register_finding *finding)
{
    if (!finding->refuses)
        return false;
    if (finding->field && is_asked(form, finding->field))
        return true;
    return !form->row || (!form->step && !finding->field);
}

static void judge(struct desk_form *form)
{
    const struct desk_page *page = form->page;
    struct arena *arena = page->site.arena;
    struct register_findings findings;
    const struct register_subject subject = {
        .state = form->state,
        .values = form->values,
        .office = form->holder_office,
        .body = page->site.body->organisation,
        .today = page->site.today,
    };
    register_values_check(arena, form->definition, &subject, !form->step, &findings);
    for (size_t i = 0; i < findings.count; i++) {
        const struct register_finding *finding = &findings.items[i];
        const struct register_field *field = finding->field;
        struct desk_remark remark = {.message = label_in(finding->message, page->site.language)};
        if (field && !site_page_shows(&page->site, field))
            continue;
        if (field && is_asked(form, field))
            remark.name = desk_field_name(arena, field);
        remark.bases =
            site_bases_of(&page->site, finding->basis, finding->basis_count, &remark.basis_count);
        if (!stops(form, finding)) {
            /* What is over is not worth a look any more, but for what is asked. */
            if (!form->state->ended || remark.name.size)
                add_remark(form, &form->flags, remark);
        } else if (!remark.name.size || !desk_form_has_fault(form, remark.name))
            add_remark(form, &form->faults, remark);
    }
}

static enum register_action action_of(const struct register_step *step)
{
    if (text_is(step->to->id, "withdrawn"))
        return REGISTER_WITHDRAW;
    return step->to->ended ? REGISTER_END : REGISTER_DECIDE;
}

/* Where a change by its holder brings an entry: what was decided is looked at again. */
static const struct register_state *state_after(const struct desk_form *form)
{
    const struct register_definition *definition = form->definition;
    const struct register_state *now = form->row->state;
    bool decided = now != definition->states && !now->start && !now->ended;
    return definition->reopens && decided && !form->others ? definition->reopens : now;
}

static void take_state(struct desk_form *form)
{
    const struct site_page *site = &form->page->site;
    struct text typed = web_value(form->typed, DESK_STATE);
    const struct register_state *state = register_state(form->definition, typed);
    if (state && (state == form->definition->states || state->start))
        form->state = state;
    else
        desk_form_fault(form, TEXT(DESK_STATE),
                        site_words(site, MESSAGE("Choose how it stands now.")));
}

static void take_kind(struct desk_form *form)
{
    struct text typed = web_value(form->typed, DESK_KIND);
    form->action = may(form, REGISTER_CHANGE) ? REGISTER_CHANGE : REGISTER_CORRECT;
    if (!desk_form_asks_kind(form))
        return;
    if (text_is(typed, register_action_id(REGISTER_CORRECT)))
        form->action = REGISTER_CORRECT;
    else if (!text_is(typed, register_action_id(REGISTER_CHANGE)))
        desk_form_fault(
            form, TEXT(DESK_KIND),
            site_words(&form->page->site, MESSAGE("Choose whether it changed or was wrong.")));
}

static void take_reason(struct desk_form *form)
{
    static const struct register_field field = {
        .type = REGISTER_TEXT, .long_text = true, .most = 1000};
    struct register_value value = {0};
    struct register_mistake mistake = {0};
    if (!register_value_take(form->page->site.arena, &field, web_value(form->typed, DESK_REASON),
                             &value, &mistake))
        desk_form_fault(form, TEXT(DESK_REASON), desk_mistake_words(&form->page->site, &mistake));
    else if (!value.present && desk_form_needs_reason(form))
        desk_form_fault(form, TEXT(DESK_REASON),
                        site_words(&form->page->site, MESSAGE("Say why you do this.")));
    form->reason = value.text;
}

struct error *desk_form_take(struct desk_form *form)
{
    form->action = REGISTER_DECLARE;
    if (desk_form_asks_state(form))
        take_state(form);
    for (size_t i = 0; i < form->asked_count; i++)
        TRY(desk_field_take(form, form->asked[i]));
    if (form->step) {
        form->action = action_of(form->step);
        form->state = form->step->to;
    } else if (form->row) {
        take_kind(form);
        form->state = state_after(form);
    }
    if (desk_form_asks_reason(form))
        take_reason(form);
    judge(form);
    return NULL;
}
