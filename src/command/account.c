/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* waarborg account: who can sign in. What it prints of a link is printed here alone, and once. */

#include "base/clock.h"
#include "command/commands.h"
#include "people/link.h"

#include <string.h>

/* One action on the accounts of one body. */
struct work {
    struct command_line *line;
    const struct register_body *body;
    struct people_context context;
    struct people_account *account; /* that --person or --email names, of an action on one */
};

static struct error *print_link(struct work *work, struct text token)
{
    const struct register_organisation *organisation = work->body->organisation;
    struct text host = organisation->host_count ? organisation->hosts[0] : TEXT("HOST");
    struct buffer until = {.arena = work->line->arena};
    int32_t seconds;
    struct date day = zone_date(work->body->zone, work->context.now + PEOPLE_LINK_FIRST, &seconds);
    language_add_date(&until, day, LANGUAGE_ENGLISH);
    fprintf(work->line->output,
            "This link lets its holder choose a password, once, until %s %02d:%02d:\n"
            "https://%.*s/inloggen/link/%.*s\n",
            buffer_string(&until), seconds / 3600, seconds / 60 % 60, TEXT_FORMAT(host),
            TEXT_FORMAT(token));
    return NULL;
}

/* The e-mail address that the register of people has of PERSON. */
static struct error *read_email(struct work *work, struct text person, struct text *email)
{
    struct arena *arena = work->line->arena;
    const struct register_projection *people = work->body->people;
    const struct register_field *field = register_field(people->definition, TEXT("email"));
    struct store_session *session;
    struct register_row row;
    bool found = false;
    *email = TEXT("");
    TRY(store_begin_reading(work->context.store, arena, work->body->id, &session));
    struct error *error = register_projection_get(session, arena, people, person, &row, &found);
    store_end_reading(session);
    if (error)
        return error;
    if (!found)
        return error_new(arena, ERROR_INPUT, "the register people has no \"%.*s\"",
                         TEXT_FORMAT(person));
    if (field)
        *email = row.values[field->number].text;
    return NULL;
}

static struct error *add(struct work *work)
{
    struct command_line *line = work->line;
    const char *given = command_value(line, "--email");
    const char *language = command_value(line, "--language");
    struct text person = text_of(command_value(line, "--person"));
    struct people_account *account;
    struct text email;
    struct text token;
    if (!person.size)
        return error_new(line->arena, ERROR_USAGE, "say whose account with --person ID");
    if (language && strcmp(language, "nl") != 0 && strcmp(language, "en") != 0)
        return error_new(line->arena, ERROR_USAGE, "--language is nl or en, not \"%s\"", language);
    TRY(read_email(work, person, &email));
    if (given)
        email = text_of(given);
    if (!email.size)
        return error_new(line->arena, ERROR_INPUT,
                         "the register people has no e-mail address of \"%.*s\": give --email",
                         TEXT_FORMAT(person));
    TRY(people_account_add(&work->context, person, email,
                           language && *language == 'e' ? LANGUAGE_ENGLISH : LANGUAGE_DUTCH,
                           &account));
    TRY(people_link_make(&work->context, account->id, PEOPLE_FIRST, &token));
    fprintf(line->output, "%.*s can sign in as %.*s.\n", TEXT_FORMAT(person),
            TEXT_FORMAT(account->login));
    return print_link(work, token);
}

/* One line each, the columns apart by tabs. */
static struct error *list(struct work *work)
{
    struct people_account *accounts;
    struct text after = {0};
    size_t count;
    do {
        TRY(people_account_list(&work->context, after, &accounts, &count));
        for (size_t i = 0; i < count; i++)
            fprintf(work->line->output, "%.*s\t%.*s\t%s\t%s\n", TEXT_FORMAT(accounts[i].login),
                    TEXT_FORMAT(accounts[i].person), people_account_state_id(accounts[i].state),
                    accounts[i].has_totp ? "totp" : "");
        after = count ? accounts[count - 1].login : after;
    } while (count);
    return NULL;
}

/* The account that --person or --email names. */
static struct error *find(struct work *work)
{
    struct command_line *line = work->line;
    const char *person = command_value(line, "--person");
    const char *email = command_value(line, "--email");
    if (!person == !email)
        return error_new(line->arena, ERROR_USAGE,
                         "say whose account with --person ID or --email ADDRESS");
    TRY(person ? people_account_of_person(&work->context, text_of(person), &work->account)
               : people_account_of_login(&work->context, text_of(email), &work->account));
    if (!work->account)
        return error_new(line->arena, ERROR_INPUT, "\"%s\" has no account",
                         person ? person : email);
    return NULL;
}

static struct error *disable(struct work *work)
{
    const struct people_account *account = work->account;
    TRY(people_account_disable(&work->context, account->id));
    fprintf(work->line->output, "%.*s cannot sign in any more, and is signed out.\n",
            TEXT_FORMAT(account->login));
    return NULL;
}

static struct error *enable(struct work *work)
{
    const struct people_account *account = work->account;
    if (account->state != PEOPLE_DISABLED)
        return error_new(work->line->arena, ERROR_INPUT, "%.*s is not disabled",
                         TEXT_FORMAT(account->login));
    TRY(people_account_enable(&work->context, account->id));
    fprintf(work->line->output, "%.*s can sign in again%s.\n", TEXT_FORMAT(account->login),
            account->has_password ? "" : " once reset gave them a link");
    return NULL;
}

static struct error *reset(struct work *work)
{
    const struct people_account *account = work->account;
    struct text token;
    TRY(people_account_reset(&work->context, account->id, command_given(work->line, "--totp"),
                             &token));
    fprintf(work->line->output, "%.*s is signed out, and their password serves no more.\n",
            TEXT_FORMAT(account->login));
    return print_link(work, token);
}

static const struct {
    const char *name;
    struct error *(*act)(struct work *work);
    bool on_one;
} actions[] = {
    {"add", add, false},      {"list", list, false},  {"disable", disable, true},
    {"enable", enable, true}, {"reset", reset, true},
};

static struct error *act(struct command_line *line, struct command_system *system)
{
    struct work work = {.line = line};
    TRY(command_body(line, system, &work.body));
    work.context = (struct people_context){line->arena, system->store, work.body->id, clock_now()};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (strcmp(line->arguments[0], actions[i].name) == 0) {
            if (actions[i].on_one)
                TRY(find(&work));
            return actions[i].act(&work);
        }
    return error_new(line->arena, ERROR_USAGE,
                     "\"%s\" is none of add, list, disable, enable, reset", line->arguments[0]);
}

static struct error *run(struct command_line *line)
{
    return command_with_system(line, line->command->writes, act);
}

static const struct command_option options[] = {
    COMMAND_DATA,
    COMMAND_DEFINITIONS,
    COMMAND_BODY,
    {"--person", "ID", "whose account: their id in the register people", false, false},
    {"--email", "ADDRESS", "or the address they sign in with", false, false},
    {"--language", "nl|en", "of a new account (nl)", false, false},
    {"--totp", NULL, "reset: take the second factor away too", false, false},
    {0},
};

const struct command command_account = {
    .name = "account",
    .arguments = "add|list|disable|enable|reset",
    .least = 1,
    .most = 1,
    .summary = "Lets people sign in, or no longer.",
    .help = "add      makes an account for somebody in the register people, and prints a link by "
            "which they choose a\n"
            "         password. Without --email it takes the address that the register has.\n"
            "list     prints address, person, state and second factor of every account.\n"
            "disable  signs somebody out and lets them in no more, until enable.\n"
            "reset    signs somebody out, takes the password away and prints a new link; also for "
            "a link that was lost.",
    .options = options,
    .writes = true,
    .run = run,
};
