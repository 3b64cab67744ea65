/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A person with everything declared: /personen/ID. */

#include "site/view.h"
#include "templates/person.h"

enum { SHARE_ROWS = 50, PERSON_EVENTS = 10 };

struct asked {
    struct text id;
    struct site_person *view;
};

static bool is_fact(const struct register_definition *people, const struct register_field *field)
{
    return site_shows(field) && field->type != REGISTER_IDENTIFIER && field->column &&
           !text_is(field->id, "name") && !text_is(field->id, "office") && field != people->holder;
}

/* Office, party and term: what the definition of people makes a column, and the day it ended. */
static struct error *show_facts(struct site_page *page, const struct register_row *row,
                                struct site_person *view)
{
    const struct register_definition *people = page->body->people->definition;
    view->facts = ARENA_ARRAY(page->arena, struct site_value, people->field_count);
    for (size_t i = 0; i < people->field_count; i++) {
        const struct register_field *field = &people->fields[i];
        bool ended = field == people->until && site_shows(field);
        if ((is_fact(people, field) || ended) && row->values[i].present)
            TRY(site_value_show(page, field, &row->values[i], &view->facts[view->fact_count++]));
    }
    return NULL;
}

static struct error *read_rows(struct site_page *page, const struct register_definition *definition,
                               struct text person, enum truth current, struct site_table *table,
                               bool *more)
{
    struct register_query query = {
        .projection = register_projection_of(page->body, definition),
        .holder = person,
        .current = current,
        .limit = SHARE_ROWS,
    };
    struct register_page list;
    TRY(register_page_read(page->session, page->arena, page->body, &query, &list));
    *more = *more || list.more_after;
    TRY(site_table_fill(page, definition, &list, false, table));
    site_leave_out_empty(table);
    /* All were confirmed at once: that stands over the table. */
    if (table->states && current != TRUTH_FALSE) {
        table->states = false;
        table->column_count--;
    }
    return NULL;
}

/* How the person stands to a register as a whole. */
static void set_state(struct site_page *page, const struct register_definition *definition,
                      const struct site_statement *statement, bool in_office,
                      struct site_share *share)
{
    struct date confirmed = statement ? statement->confirmed : (struct date){0};
    share->state = site_confirmation(page, definition, confirmed);
    if (statement && statement->nil && !share->current.row_count)
        share->nil = label_in(definition->nil, page->language);
    if (!in_office && share->state.kind != SITE_STATE_PLAIN)
        share->state.kind = confirmed.year ? SITE_STATE_OK : SITE_STATE_PLAIN;
    else if (statement && statement->told_missing && date_sort(statement->missed, confirmed) >= 0)
        share->state = (struct site_state){SITE_STATE_NO_STATEMENT, statement->missed};
}

static struct error *read_share(struct site_page *page,
                                const struct register_definition *definition,
                                const struct asked *asked, const struct site_statement *statement,
                                bool in_office)
{
    struct site_share *share = &asked->view->shares[asked->view->share_count++];
    struct site_query query;
    *share = (struct site_share){0};
    site_register_about(page, definition, &share->about);
    if (share->about.lasting) {
        TRY(read_rows(page, definition, asked->id, TRUTH_TRUE, &share->current, &share->more));
        TRY(read_rows(page, definition, asked->id, TRUTH_FALSE, &share->ended, &share->more));
    } else {
        TRY(read_rows(page, definition, asked->id, TRUTH_UNKNOWN, &share->current, &share->more));
    }
    set_state(page, definition, statement, in_office, share);
    site_query_start(&query, page->body, definition);
    query.list.holder = asked->id;
    query.show = SITE_SHOW_ALL;
    share->path = site_query_address(page->arena, &query, "");
    return NULL;
}

static struct error *read_shares(struct site_page *page, const struct asked *asked,
                                 const struct register_row *person, struct site_cursor *cursors,
                                 size_t *cursor_count)
{
    const struct register_definitions *definitions = page->body->definitions;
    struct site_person *view = asked->view;
    struct site_statement *statements;
    size_t count;
    TRY(site_statements_of(page, asked->id, &statements, &count));
    view->shares = ARENA_ARRAY(page->arena, struct site_share, definitions->count);
    for (size_t i = 0; i < definitions->count; i++) {
        const struct register_definition *definition = &definitions->items[i];
        const struct site_statement *statement = NULL;
        if (!site_is_public(definition) || !site_shows(definition->holder))
            continue;
        for (size_t at = 0; at < count; at++)
            if (text_equal(statements[at].register_id, definition->id))
                statement = &statements[at];
        bool asked_now =
            person->current && register_roles_have(&definition->declared_by, person->holder_office);
        TRY(read_share(page, definition, asked, statement, asked_now));
        cursors[(*cursor_count)++].definition = definition;
    }
    return NULL;
}

static struct error *make(struct site_page *page, void *context)
{
    struct asked *asked = context;
    struct site_person *view = asked->view;
    const struct register_projection *people = page->body->people;
    struct site_cursor *cursors =
        ARENA_ARRAY(page->arena, struct site_cursor, page->body->definitions->count);
    size_t cursor_count = 0;
    struct register_row row;
    bool found;
    bool more;
    TRY(register_projection_get(page->session, page->arena, people, asked->id, &row, &found));
    if (!found || !row.public)
        return error_new(page->arena, ERROR_NOT_FOUND, "there is no such person");
    view->name = row.holder_name;
    view->office = site_upper(page->arena, site_office_label(page, row.holder_office));
    TRY(show_facts(page, &row, view));
    TRY(read_shares(page, asked, &row, cursors, &cursor_count));
    return site_events_read(page, cursors, cursor_count, asked->id, PERSON_EVENTS, &view->events,
                            &view->event_count, &more);
}

struct error *site_show_person(struct web_request *request, struct web_response *response)
{
    struct site_page page;
    struct site_person view = {.page = &page};
    struct asked asked = {web_parameter(request, "id"), &view};
    site_page_start(&page, request, response);
    if (site_refuse_query(&page))
        return NULL;
    web_depends(response, site_scope(request->arena, "person", asked.id));
    site_until_midnight(&page);
    TRY(site_read(&page, make, &asked));
    page.title = view.name;
    site_add_crumb(&page, TEXT("/registers"), site_words(&page, MESSAGE("Registers")));
    site_add_crumb(&page, TEXT(""), view.name);
    struct markup out = site_markup(&page);
    template_site_person(&out, &view);
    return NULL;
}
