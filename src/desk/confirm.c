/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* "Nothing changed, all is still right" and "I have none": a statement of one press, with today's
 * date. */

#include "desk/view.h"
#include "register/inside.h"

struct statement {
    const struct register_definition *of;
    struct text kind; /* an option of the field "statement" */
    bool none;
    bool made; /* it was made today already */
    const struct desk_page *page;
    struct register_change change;
};

struct error *desk_holds(struct store_session *session, const struct desk_page *page,
                         const struct register_definition *definition, bool *holds)
{
    struct register_inside inside = {
        .projection = register_projection_of(page->site.body, definition),
        .reach = REGISTER_REACH_OWN,
        .holder = page->actor.person,
        .current = true,
        .limit = 1,
    };
    struct register_row *rows;
    size_t count;
    bool more;
    TRY(register_inside_read(session, page->site.arena, &inside, &rows, &count, &more));
    *holds = count > 0;
    return NULL;
}

static struct error *read_made(struct desk_page *page, void *context)
{
    struct statement *statement = context;
    struct site_statement *statements;
    size_t count;
    TRY(site_statements_of(&page->site, page->actor.person, &statements, &count));
    for (size_t i = 0; i < count; i++)
        statement->made =
            statement->made || (text_equal(statements[i].register_id, statement->of->id) &&
                                statements[i].nil == statement->none &&
                                date_sort(statements[i].confirmed, page->site.today) == 0);
    return NULL;
}

/* Nobody states that there is nothing beside what is current, nor that nothing became of it. */
static struct error *write_statement(struct store_session *session, struct arena *arena,
                                     void *context)
{
    const struct statement *statement = context;
    const struct desk_page *page = statement->page;
    struct register_writer *writer = NULL;
    bool holds;
    TRY(desk_holds(session, page, statement->of, &holds));
    if (statement->none ? holds : !holds && statement->of->nil.dutch.size)
        return error_new(arena, ERROR_CONFLICT, "what is current was changed meanwhile");
    TRY(register_writer_begin(session, page->site.body, NULL, &writer));
    TRY(register_writer_put(writer, &statement->change, NULL));
    return register_writer_end(writer);
}

static struct register_value text_value(struct text text)
{
    return (struct register_value){.present = true, .text = text};
}

static struct error *state(struct desk_page *page, struct statement *statement)
{
    struct site_page *site = &page->site;
    const struct register_definition *definition = site->body->statements->definition;
    struct register_value *values =
        ARENA_ARRAY(site->arena, struct register_value, definition->field_count);
    values[definition->holder->number] = text_value(page->actor.person);
    values[register_field(definition, TEXT("register"))->number] = text_value(statement->of->id);
    values[register_field(definition, TEXT("statement"))->number] = text_value(statement->kind);
    values[register_field(definition, TEXT("date"))->number] =
        (struct register_value){.present = true, .date = site->today};
    statement->change = (struct register_change){
        .definition = definition,
        .action = REGISTER_DECLARE,
        .values = values,
        .actor = page->actor.person,
    };
    statement->page = page;
    return store_change(site->body->store, site->arena, site->body->id, write_statement, statement);
}

/* Whom a register asks, as in a route. */
static const char *who_confirms(const struct desk_page *page,
                                const struct register_definition *definition)
{
    struct buffer who = {.arena = page->site.arena};
    for (size_t i = 0; i < definition->declared_by.count; i++)
        buffer_add_format(&who, "%s%.*s", i ? " " : "",
                          TEXT_FORMAT(definition->declared_by.items[i]));
    return buffer_string(&who);
}

struct error *desk_confirm(struct desk_page *page)
{
    struct site_page *site = &page->site;
    const struct register_definition *statements = site->body->statements->definition;
    const struct register_matter own = {page->actor.person, page->actor.unit, statements->states};
    struct statement statement = {.kind = web_field(site->request, "verklaring")};
    struct map units;
    TRY(desk_register(page, &statement.of));
    if (register_reach(site->arena, &page->actor, statement.of, &units) == REGISTER_REACH_NONE)
        return error_new(site->arena, ERROR_NOT_FOUND, "there is no such register here");
    if (!register_concerns(&page->actor, statement.of) ||
        !register_may(&page->actor, statements, REGISTER_DECLARE, &own)) {
        desk_refuse(page, who_confirms(page, statement.of));
        return NULL;
    }
    statement.none = text_is(statement.kind, "none");
    if (statement.none ? !statement.of->nil.dutch.size : !text_is(statement.kind, "unchanged"))
        return error_new(site->arena, ERROR_INPUT,
                         "\"verklaring\" is no statement of this register");
    TRY(desk_read(page, read_made, &statement));
    if (!statement.made)
        TRY(state(page, &statement));
    web_redirect(site->response,
                 text_format(site->arena, "%s/mijn?gedaan=%.*s",
                             site->language == LANGUAGE_ENGLISH ? "/en" : "",
                             TEXT_FORMAT(site_encode(site->arena, desk_name_of(statement.of)))));
    return NULL;
}
