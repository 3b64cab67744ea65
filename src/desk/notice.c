/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "desk/notice.h"

#include "desk/draft.h"
#include "people/message.h"

#include "register/check.h"
#include "store/job.h"

/* A change, and the messages that go with it. */
struct write {
    struct desk_page *page;
    const struct register_change *change;
    const struct register_definition *definition;
    struct register_matter matter; /* as it will be */
    struct text office;            /* of the holder */
    bool flagged;
    struct text draft; /* the form that it was typed into */
    struct people_message *messages;
    size_t count;
    size_t capacity;
};

static void add_message(struct write *write, enum people_message_kind kind, struct text person,
                        const char *place)
{
    struct desk_page *page = write->page;
    struct arena *arena = page->site.arena;
    if (!person.size || text_equal(person, page->actor.person))
        return;
    for (size_t i = 0; i < write->count; i++)
        if (write->messages[i].kind == kind && text_equal(write->messages[i].recipient, person))
            return;
    write->messages =
        arena_grow(arena, write->messages, write->count, &write->capacity, sizeof *write->messages);
    write->messages[write->count++] = (struct people_message){
        .recipient = person,
        .kind = kind,
        .about = text_format(arena, "%.*s/%.*s", TEXT_FORMAT(write->definition->id),
                             TEXT_FORMAT(write->change->entry)),
        .topic = write->definition->id,
        .path =
            text_format(arena, "/%s/%.*s/%.*s", place, TEXT_FORMAT(desk_name_of(write->definition)),
                        TEXT_FORMAT(site_encode(arena, write->change->entry))),
        .planned = people_message_due(kind, page->site.body->zone, page->context.now),
    };
}

/* Whether SOMEBODY is to be told, judged by the rights that they have today. */
typedef bool judge(const struct write *write, const struct register_actor *somebody);

static bool may_decide(const struct write *write, const struct register_actor *somebody)
{
    for (size_t i = 0; i < write->definition->step_count; i++)
        if (register_may_step(somebody, write->definition, &write->definition->steps[i],
                              &write->matter))
            return true;
    return false;
}

static bool may_correct(const struct write *write, const struct register_actor *somebody)
{
    return !text_equal(somebody->person, write->matter.holder) &&
           register_may(somebody, write->definition, REGISTER_CORRECT, &write->matter);
}

/* Asks of everybody with ROLE whether they are to be told. */
static struct error *tell_role(struct write *write, const struct register_projection *projection,
                               struct text role, enum people_message_kind kind, judge *is_told)
{
    struct desk_page *page = write->page;
    struct store_rows *rows;
    const struct store_value *row;
    struct text *people = NULL;
    size_t count = 0;
    size_t capacity = 0;
    TRY(store_query(page->site.session, projection->having,
                    (struct store_value[]){store_text(role)}, &rows));
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            break;
        people = arena_grow(page->site.arena, people, count, &capacity, sizeof *people);
        people[count++] = text_copy(page->site.arena, row[0].text);
    }
    for (size_t i = 0; i < count; i++) {
        struct register_actor somebody;
        TRY(register_actor_read(page->site.session, page->site.arena, page->site.body, people[i],
                                &somebody));
        if (is_told(write, &somebody))
            add_message(write, kind, people[i], "werk");
    }
    return NULL;
}

static struct error *tell_roles(struct write *write, const struct register_roles *roles,
                                enum people_message_kind kind, judge *is_told)
{
    const struct register_body *body = write->page->site.body;
    const struct register_definition *given = register_find(body->definitions, TEXT("roles"));
    for (size_t i = 0; i < roles->count; i++) {
        TRY(tell_role(write, body->people, roles->items[i], kind, is_told));
        if (given)
            TRY(tell_role(write, register_projection_of(body, given), roles->items[i], kind,
                          is_told));
    }
    return NULL;
}

/* Those for whom it waits now. */
static struct error *tell_deciders(struct write *write)
{
    const struct register_definition *definition = write->definition;
    const struct register_subject subject = {
        .state = write->matter.state,
        .values = write->change->values,
        .office = write->office,
        .body = write->page->site.body->organisation,
        .today = write->page->site.today,
    };
    if (!register_is_waiting(write->page->site.arena, definition, &subject))
        return NULL;
    for (size_t i = 0; i < definition->step_count; i++)
        if (definition->steps[i].from == write->matter.state)
            TRY(tell_roles(write, &definition->steps[i].by, PEOPLE_MESSAGE_WAITING, may_decide));
    return NULL;
}

static struct error *tell_flagged(struct write *write)
{
    const struct register_definition *definition = write->definition;
    for (size_t i = 0; i < definition->access_count; i++) {
        const struct register_roles role = {&definition->access[i].who, 1};
        if (definition->access[i].may & 1U << REGISTER_CORRECT)
            TRY(tell_roles(write, &role, PEOPLE_MESSAGE_FLAG, may_correct));
    }
    return NULL;
}

static struct error *gather(struct desk_page *page, void *context)
{
    struct write *write = context;
    if (write->change->action == REGISTER_DECIDE)
        add_message(write, PEOPLE_MESSAGE_DECISION, write->matter.holder, "mijn");
    if (write->change->action == REGISTER_DECLARE || write->change->action == REGISTER_CHANGE)
        TRY(tell_deciders(write));
    if (write->flagged) {
        add_message(write, PEOPLE_MESSAGE_FLAG, write->matter.holder, "mijn");
        TRY(tell_flagged(write));
    }
    (void)page;
    return NULL;
}

/* In the language that each chose; Dutch for who has no account yet. */
static struct error *choose_languages(struct write *write)
{
    for (size_t i = 0; i < write->count; i++) {
        struct people_account *account;
        TRY(people_account_of_person(&write->page->context, write->messages[i].recipient,
                                     &account));
        write->messages[i].language = account ? account->language : LANGUAGE_DUTCH;
    }
    return NULL;
}

static struct error *write_all(struct store_session *session, struct arena *arena, void *context)
{
    const struct write *write = context;
    struct register_writer *writer = NULL;
    int64_t first = INT64_MAX;
    (void)arena;
    TRY(register_writer_begin(session, write->page->site.body, NULL, &writer));
    TRY(register_writer_put(writer, write->change, NULL));
    TRY(register_writer_end(writer));
    TRY(desk_draft_drop(session, write->page->session->account->id, write->draft));
    for (size_t i = 0; i < write->count; i++) {
        TRY(people_message_put(session, &write->messages[i]));
        if (write->messages[i].planned < first)
            first = write->messages[i].planned;
    }
    return write->count ? store_job_add(session, PEOPLE_POST_JOB, PEOPLE_POST_JOB, first, TEXT(""))
                        : NULL;
}

struct error *desk_write(struct desk_page *page, const struct register_change *change,
                         struct text office, bool flagged, struct text draft)
{
    const struct register_definition *definition = change->definition;
    struct write write = {
        .page = page,
        .change = change,
        .definition = definition,
        .matter = page->matter,
        .office = office,
        .flagged = flagged,
        .draft = draft,
    };
    write.matter.state = change->state;
    TRY(desk_read(page, gather, &write));
    TRY(choose_languages(&write));
    return store_change(page->site.body->store, page->site.arena, page->site.body->id, write_all,
                        &write);
}
