/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a person stated of each register: that there is nothing, that all is still right, or that
 * nothing was received. The three differ, and are told apart. */

#include "register/inside.h"
#include "site/view.h"

enum { MOST_STATEMENTS = 200 };

/* The fields of a statement that count here. */
struct fields {
    const struct register_field *of;
    const struct register_field *kind;
    const struct register_field *date;
};

static struct site_statement *statement_of(struct site_statement *statements, size_t *count,
                                           struct text register_id)
{
    for (size_t i = 0; i < *count; i++)
        if (text_equal(statements[i].register_id, register_id))
            return &statements[i];
    statements[*count] = (struct site_statement){.register_id = register_id};
    return &statements[(*count)++];
}

static void take(struct site_statement *statement, struct text kind, struct date date)
{
    if (text_is(kind, "not_received")) {
        statement->told_missing = true;
        if (date_sort(date, statement->missed) > 0)
            statement->missed = date;
        return;
    }
    if (statement->confirmed.year && date_sort(date, statement->confirmed) <= 0)
        return;
    statement->confirmed = date;
    statement->nil = text_is(kind, "none");
}

struct error *site_statements_of(struct site_page *page, struct text person,
                                 struct site_statement **statements, size_t *count)
{
    const struct register_projection *projection = page->body->statements;
    const struct register_definition *definition = projection->definition;
    const struct fields fields = {register_field(definition, TEXT("register")),
                                  register_field(definition, TEXT("statement")),
                                  register_field(definition, TEXT("date"))};
    struct register_inside inside = {.projection = projection,
                                     .reach = REGISTER_REACH_ALL,
                                     .holder = person,
                                     .limit = MOST_STATEMENTS};
    struct register_row *rows;
    size_t row_count;
    bool more;
    TRY(register_inside_read(page->session, page->arena, &inside, &rows, &row_count, &more));
    *statements = ARENA_ARRAY(page->arena, struct site_statement, row_count);
    *count = 0;
    for (size_t i = 0; i < row_count; i++) {
        const struct register_value *values = rows[i].values;
        if ((page->inside || rows[i].public) && !text_is(rows[i].state->id, "withdrawn"))
            take(statement_of(*statements, count, values[fields.of->number].text),
                 values[fields.kind->number].text, values[fields.date->number].date);
    }
    return NULL;
}

struct error *site_confirmed_of(struct site_page *page,
                                const struct register_definition *definition, struct text person,
                                struct date *confirmed)
{
    struct site_statement *statements;
    size_t count;
    *confirmed = (struct date){0};
    if (!person.size)
        return NULL;
    TRY(site_statements_of(page, person, &statements, &count));
    for (size_t i = 0; i < count; i++)
        if (text_equal(statements[i].register_id, definition->id))
            *confirmed = statements[i].confirmed;
    return NULL;
}
