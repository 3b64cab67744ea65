/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Who can sign in to the example province: somebody of every office and every role, with one
 * password that everybody may know. */

#include "base/clock.h"
#include "command/demo.h"
#include "people/sign_in.h"
#include "register/list.h"

static const char password[] = "een voorbeeld mag iedereen weten";

/* The accounts that were made, by person. */
struct accounts {
    struct command_line *line;
    const struct register_body *body;
    struct people_passwords *passwords;
    struct map parts;   /* from a role or office to the people id of who has it */
    struct text *order; /* roles and offices in the order in which they were met */
    size_t count;
    size_t capacity;
};

/* The first who has each part. */
static void meet(struct accounts *accounts, struct text part, struct text person)
{
    struct arena *arena = accounts->line->arena;
    void **place = part.size ? map_place(&accounts->parts, part) : NULL;
    if (!place || *place)
        return;
    struct text *kept = ARENA_NEW(arena, struct text);
    *kept = text_copy(arena, person);
    *place = kept;
    accounts->order = arena_grow(arena, accounts->order, accounts->count, &accounts->capacity,
                                 sizeof *accounts->order);
    accounts->order[accounts->count++] = text_copy(arena, part);
}

/* Reads all rows of a register; FIELD holds what somebody is. */
static struct error *meet_all(struct accounts *accounts, struct store_session *session,
                              const struct register_definition *definition, const char *field)
{
    const struct register_projection *projection =
        register_projection_of(accounts->body, definition);
    const struct register_field *part = register_field(definition, text_of(field));
    int64_t number = 0;
    for (bool more = true; more;) {
        struct store_rows *rows;
        const struct store_value *columns;
        more = false;
        TRY(store_query(session, projection->next, (struct store_value[]){store_integer(number)},
                        &rows));
        for (;;) {
            struct register_row row;
            TRY(store_next(rows, &columns));
            if (!columns)
                break;
            TRY(register_projection_row(accounts->line->arena, projection, columns, &row));
            number = row.number;
            more = true;
            if (row.current)
                meet(accounts, row.values[part->number].text,
                     definition->holder ? row.holder : row.entry);
        }
    }
    return NULL;
}

static struct error *read_parts(struct accounts *accounts)
{
    struct arena *arena = accounts->line->arena;
    const struct register_body *body = accounts->body;
    const struct register_definition *roles = register_find(body->definitions, TEXT("roles"));
    struct store_session *session;
    TRY(store_begin_reading(body->store, arena, body->id, &session));
    struct error *error = meet_all(accounts, session, body->people->definition, "office");
    if (!error && roles)
        error = meet_all(accounts, session, roles, "role");
    store_end_reading(session);
    return error;
}

static struct error *read_person(const struct accounts *accounts, struct text person,
                                 struct text *name, struct text *email)
{
    struct arena *arena = accounts->line->arena;
    const struct register_projection *people = accounts->body->people;
    const struct register_field *address = register_field(people->definition, TEXT("email"));
    struct store_session *session;
    struct register_row row;
    bool found;
    TRY(store_begin_reading(accounts->body->store, arena, accounts->body->id, &session));
    struct error *error = register_projection_get(session, arena, people, person, &row, &found);
    store_end_reading(session);
    if (error)
        return error;
    *name = row.holder_name;
    *email = row.values[address->number].text;
    return NULL;
}

/* One account, if the person has none yet. */
static struct error *add_account(const struct accounts *accounts, struct text person,
                                 struct text email)
{
    struct arena *arena = accounts->line->arena;
    const struct people_context context = {arena, accounts->body->store, accounts->body->id,
                                           clock_now()};
    struct people_account *account;
    TRY(people_account_of_person(&context, person, &account));
    if (account)
        return NULL;
    TRY(people_account_add(&context, person, email, LANGUAGE_DUTCH, &account));
    TRY(people_account_activate(&context, account->id));
    struct people_password *typed = people_password_take(
        (struct text){arena_copy(arena, password, sizeof password - 1), sizeof password - 1});
    struct error *error =
        people_change_password(&context, accounts->passwords, account->id, typed, TEXT(""));
    people_password_free(typed);
    return error;
}

static struct text label_of(const struct accounts *accounts, struct text part)
{
    static const char *const vocabularies[] = {"offices", "roles"};
    for (size_t i = 0; i < 2; i++) {
        const struct register_vocabulary *vocabulary =
            register_vocabulary(accounts->body->definitions, text_of(vocabularies[i]));
        const struct register_option *option =
            vocabulary ? register_option(vocabulary, part) : NULL;
        if (option)
            return option->label.dutch;
    }
    return part;
}

struct error *demo_accounts(struct command_line *line, const struct register_body *body)
{
    struct accounts accounts = {.line = line, .body = body, .parts = {.arena = line->arena}};
    struct error *error = NULL;
    TRY(read_parts(&accounts));
    accounts.passwords = people_passwords_new(0, 0);
    fprintf(line->output, "\nSign in at /inloggen with the password \"%s\" as\n\n", password);
    for (size_t i = 0; i < accounts.count && !error; i++) {
        const struct text *person = map_get(&accounts.parts, accounts.order[i]);
        struct text name;
        struct text email;
        error = read_person(&accounts, *person, &name, &email);
        if (!error)
            error = add_account(&accounts, *person, email);
        if (!error) {
            struct text label = label_of(&accounts, accounts.order[i]);
            size_t width = text_length(label) < 40 ? 40 - text_length(label) : 1;
            fprintf(line->output, "  %-26.*s %.*s%*s %.*s\n", TEXT_FORMAT(email),
                    TEXT_FORMAT(label), (int)width, "", TEXT_FORMAT(name));
        }
    }
    fputs("\n", line->output);
    people_passwords_free(accounts.passwords);
    return error;
}
